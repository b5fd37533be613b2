"""What the pages of agreement and adjudication ask of the project."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qcoder.domain.adjudication import ChangedSince, Decision, consensus_id
from qcoder.domain.codes import CodeTree
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.gui.views.team.agreement_choice import Choice
from qcoder.gui.views.times import day
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _

if TYPE_CHECKING:
    from qcoder.analysis.agreement.report import Report
    from qcoder.analysis.agreement.results import Agreement, Disagreement

MOST = 500
"""So many passages are listed; whoever has more begins with the worst."""


@dataclass(frozen=True, slots=True)
class Differing:
    """A passage on which coders differ, as a person reads it. `who` has a line for each coder: (coder id, name, what they did)."""

    one: "Disagreement"
    code: str
    document: str
    text: str
    who: tuple[tuple[int, str, str], ...]
    decided: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The figures, the passages (the worst first, at most MOST) and how many there are in all."""

    report: "Report"
    passages: tuple[Differing, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Cases:
    """What there is to decide: open passages, all there are, decisions in words, what is coded alike but not in the
    consensus yet, and the open passages on which all coded something and differ in its ends alone."""

    choice: Choice
    open: tuple[Differing, ...]
    total: int
    decisions: tuple["Told", ...]
    alike: tuple[tuple[int, int, Span], ...]
    documents: tuple[int, ...]
    ends_only: tuple[tuple[int, int, Span], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A decision as a person reads it."""

    decision: Decision
    code: str
    document: str
    text: str
    verdict: str
    who: str
    since: str = ""


def measure(read: Reader, choice: Choice, progress: Progress) -> Answer:
    """The report and the passages for the Agreement page; raises KnownError as agreement does."""
    from qcoder.analysis.agreement.alike import differences
    from qcoder.analysis.agreement.report import report

    found = report(read, choice.coders, choice.codes, choice.unit, choice.documents)
    differing = differences(read, choice.coders, choice.codes, choice.documents, progress)
    return Answer(found, in_words(read, differing[:MOST]), len(differing))


def cases(read: Reader, choice: Choice, progress: Progress) -> Cases:
    """What is to be decided and what has been; raises KnownError as agreement does."""
    from qcoder.analysis.agreement.alike import Decided, agreed, differences

    differing = differences(read, choice.coders, choice.codes, choice.documents, progress)
    decisions = read.adjudication.decisions()
    decided = Decided(decisions)
    open_ = [one for one in differing if one not in decided]
    alike, documents = agreed(read, choice.coders, choice.codes, choice.documents, differing)
    consensus = consensus_id(read.project_id())
    there = {(c.document_id, c.code_id, c.span) for c in read.codings.of_codes(None, [consensus])}
    marks = read.documents.fully_coded()
    return Cases(
        choice,
        in_words(read, open_[:MOST]),
        len(differing),
        told(read, decisions),
        tuple(passage for passage in alike if passage not in there),
        tuple(id_ for id_ in documents if consensus not in marks.get(id_, set())),
        tuple((one.document_id, one.code_id, one.span) for one in open_ if all(spans for _coder, spans in one.coded)),
    )


def compared(read: Reader, choice: Choice) -> "Agreement | None":
    """Each coder with each and with the consensus, over all codes; None while there is no consensus to compare with."""
    from qcoder.analysis.agreement import agree

    consensus = consensus_id(read.project_id())
    if all(coder.id != consensus for coder in read.study.coders()):
        return None
    try:
        return agree(read, [*choice.coders, consensus], choice.codes, choice.unit, choice.documents)
    except KnownError:
        return None


def in_words(read: Reader, found: "Sequence[Disagreement]") -> tuple[Differing, ...]:
    """The passages with names and words; texts are read once each."""
    tree = read.codes.tree()
    names = {coder.id: coder.name for coder in read.study.coders()}
    documents = {document.id: document.name for document in read.documents.all()}
    texts = dict(read.documents.texts(sorted({one.document_id for one in found})))
    from qcoder.analysis.agreement.alike import Decided

    decided = Decided(read.adjudication.decisions())

    return tuple(
        Differing(
            one,
            tree.path(one.code_id),
            documents[one.document_id],
            texts[one.document_id][one.span.start : one.span.end],
            _who(one, names, tree, texts[one.document_id]),
            one in decided,
        )
        for one in found
    )


def _who(one: "Disagreement", names: dict[int, str], tree: CodeTree, text: str) -> tuple[tuple[int, str, str], ...]:
    instead = dict(one.instead)
    lines = []
    for coder_id, spans in one.coded:
        if spans == (one.span,):
            did = _("all of it")
        elif spans:
            did = _("only {parts}").format(parts=", ".join(f"“{_short(text, span)}”" for span in spans))
        elif instead.get(coder_id):
            did = _("not so, but {codes}").format(codes=", ".join(tree.by_id[id_].name for id_ in instead[coder_id]))
        else:
            did = _("nothing here")
        lines.append((coder_id, names[coder_id], did))
    return tuple(lines)


def _short(text: str, span: Span, most: int = 160) -> str:
    words = " ".join(text[span.start : span.end].split())
    return words if len(words) <= most else f"{words[: most // 2].rstrip()} … {words[-most // 2 :].lstrip()}"


def told(read: Reader, decisions: Sequence[Decision]) -> tuple[Told, ...]:
    """Decisions in words, newest first."""
    tree = read.codes.tree()
    names = {coder.id: coder.name for coder in read.study.coders()}
    documents = {document.id: document.name for document in read.documents.all()}
    texts = dict(read.documents.texts(sorted({one.document_id for one in decisions})))
    changed = read.adjudication.changed_since(consensus_id(read.project_id()))
    return tuple(
        Told(
            one,
            tree.path(one.code_id),
            documents[one.document_id],
            " ".join(texts[one.document_id][one.span.start : one.span.end].split()),
            _verdict(one, names),
            names.get(one.coder_id, ""),
            _since(changed.get(one.id)),
        )
        for one in reversed(decisions)
    )


def _since(changed: ChangedSince | None) -> str:
    """That codings on the words were changed after it was decided, by whom and when; nothing otherwise."""
    return "" if changed is None else _("its codings were changed: {who}, {when}").format(who=changed.who, when=day(changed.at))


def _verdict(one: Decision, names: dict[int, str]) -> str:
    return {
        "one": _("as {name} did").format(name=names.get(one.kept_id or 0, _("somebody"))),
        "all": _("all of it"),
        "none": _("not this code"),
        "ends": _("other ends"),
    }[one.verdict.value]
