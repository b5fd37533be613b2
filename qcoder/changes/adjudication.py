"""Adjudication: what the team decides where coders differ, kept as decisions and as codings of a consensus coder."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from qcoder.changes.codings import make_codings, shortened
from qcoder.domain.adjudication import Decision, Verdict, consensus_id
from qcoder.domain.codings import NewCoding, Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span, union
from qcoder.project.write import Write
from qcoder.words import _, n_


@dataclass(frozen=True)
class DecidePassage:
    """Decide about a passage on which coders differ. Returns the decision's id.

    The consensus coder gets the codings that follow; what it had of that code on the passage, and earlier decisions about it, give way.
    `kept_id` is whom `Verdict.ONE` follows, `ends` the stretch that `Verdict.ENDS` codes.
    """

    document_id: int
    code_id: int
    span: Span
    verdict: Verdict
    kept_id: int | None = None
    ends: Span | None = None
    note: str = ""
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses when the passage, the code or the coder is gone, and other ends that do not touch the passage."""
        passage, code = _passage(write, self.document_id, self.span, self.code_id)
        parts, how = self._parts(write)
        earlier = [one for one in write.read.adjudication.decisions() if _about(one, self.document_id, self.code_id, self.span)]
        consensus = _consensus(write)
        _clear(write, consensus, [(self.document_id, self.code_id, self.span), *((d.document_id, d.code_id, d.span) for d in earlier)])
        write.rows("decision").delete([one.id for one in earlier])
        if parts:
            make_codings(write, tuple(NewCoding(self.document_id, self.code_id, part, consensus) for part in parts), Origin.HAND)
        decision_id = write.new_id()
        write.rows("decision").insert(
            id=decision_id, document_id=self.document_id, code_id=self.code_id, span_start=self.span.start, span_end=self.span.end,
            verdict=self.verdict.value, kept_id=self.kept_id if self.verdict is Verdict.ONE else None, note=self.note.strip(),
            coder_id=write.me(), made_at=write.now,
        )  # fmt: skip
        write.say(_("Decided about “{passage}” and “{code}”: {how}").format(passage=shortened(passage), code=code, how=how))
        return decision_id

    def _parts(self, write: Write) -> tuple[list[Span], str]:
        """The stretches that the consensus codes, and the verdict in words."""
        if self.verdict is Verdict.ALL:
            return [self.span], _("all of it")
        if self.verdict is Verdict.NONE:
            return [], _("not this code")
        if self.verdict is Verdict.ENDS:
            ends = self.ends
            if ends is None or not len(ends) or not ends.overlaps(self.span) or not _fits(write, self.document_id, ends):
                raise KnownError(_("Other ends must lie in the text and touch the passage; move them again."))
            return [ends], _("other ends")
        kept = next((coder for coder in write.read.study.coders() if coder.id == self.kept_id), None)
        if kept is None:
            raise KnownError(_("The coder to be followed is no longer in the project."))
        theirs = [
            coding.span
            for coding in write.read.codings.of_document(self.document_id)
            if coding.code_id == self.code_id and coding.coder_id == kept.id
        ]
        inside = (span.intersection(self.span) for span in union(theirs))
        return [span for span in inside if span], _("as {name} did").format(name=kept.name)


@dataclass(frozen=True)
class TakeWidest:
    """Decide for all of each passage, where coders differ in its ends alone. Returns how many; (document id, code id, span) each."""

    passages: tuple[tuple[int, int, Span], ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses when there is none, or one is gone."""
        if not self.passages:
            raise KnownError(_("There is no passage on which they differ in the ends alone."))
        for done, (document_id, code_id, span) in enumerate(self.passages):
            write.progress(done, len(self.passages))
            DecidePassage(document_id, code_id, span, Verdict.ALL).run(write)
        title = n_("Decided for the widest ends of {n} passage", "Decided for the widest ends of {n} passages", len(self.passages))
        write.say(title)
        return len(self.passages)


@dataclass(frozen=True)
class WithdrawDecisions:
    """Take decisions back, with the codings that the consensus has on their passages; they will be asked again."""

    decision_ids: tuple[int, ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses when one of them is gone already."""
        there = [_there(write, id_) for id_ in dict.fromkeys(self.decision_ids)]
        if not there:
            raise KnownError(_("Select a decision first."))
        consensus = consensus_id(write.read.project_id())
        _clear(write, consensus, [(one.document_id, one.code_id, one.span) for one in there])
        write.rows("decision").delete([one.id for one in there])
        write.say(n_("Took back {n} decision", "Took back {n} decisions", len(there)))


@dataclass(frozen=True)
class NoteDecision:
    """Write, change or remove the note on a decision."""

    decision_id: int
    note: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses when the decision is gone."""
        decision = _there(write, self.decision_id)
        if decision.note != self.note.strip():
            write.rows("decision").update(decision.id, {"note": self.note.strip()})
        write.say(_("Noted why it was decided so"))


@dataclass(frozen=True)
class AdoptAgreed:
    """Give the consensus coder what all coders coded alike, and mark the documents as fully coded by it. Returns how many passages.

    `passages` are (document id, code id, span) each.
    """

    passages: tuple[tuple[int, int, Span], ...]
    document_ids: tuple[int, ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses when there is nothing alike, and passages that are gone; those the consensus has already are left as they are."""
        if not self.passages and not self.document_ids:
            raise KnownError(_("These coders coded nothing alike, so there is nothing to take over."))
        consensus = _consensus(write)
        new = tuple(NewCoding(document_id, code_id, span, consensus) for document_id, code_id, span in self.passages)
        make_codings(write, new, Origin.HAND)
        marks = write.read.documents.fully_coded()
        for document_id in dict.fromkeys(self.document_ids):
            if write.read.documents.get(document_id) is None:
                raise KnownError(_("That document is no longer in the project."))
            if consensus not in marks.get(document_id, set()):
                write.documents.mark_fully_coded(write.new_id(), document_id, consensus)
        title = n_("Took {n} passage coded alike into the consensus", "Took {n} passages coded alike into the consensus", len(new))
        write.say(title)
        return len(new)


def _passage(write: Write, document_id: int, span: Span, code_id: int) -> tuple[str, str]:
    """The words of the passage and the code's name."""
    code = write.read.codes.get(code_id)
    if code is None:
        raise KnownError(_("That code is no longer in the project."))
    if not len(span) or not _fits(write, document_id, span):
        raise KnownError(_("That passage is no longer in the project; look for differences again."))
    return write.read.documents.text(document_id)[span.start : span.end], code.name


def _fits(write: Write, document_id: int, span: Span) -> bool:
    document = write.read.documents.get(document_id)
    return document is not None and span.end <= document.characters


def _there(write: Write, decision_id: int) -> Decision:
    for decision in write.read.adjudication.decisions():
        if decision.id == decision_id:
            return decision
    raise KnownError(_("That decision is no longer in the project."))


def _about(decision: Decision, document_id: int, code_id: int, span: Span) -> bool:
    return decision.document_id == document_id and decision.code_id == code_id and decision.span.overlaps(span)


def _clear(write: Write, consensus: int, passages: Sequence[tuple[int, int, Span]]) -> None:
    """Take away what the consensus has coded so on these passages."""
    gone: dict[int, None] = {}
    for document_id, code_id, span in passages:
        same = write.read.codings.same(document_id, code_id, consensus, span)
        gone.update((coding.id, None) for coding in same if coding.span.overlaps(span))
    write.codings.delete(gone)


def _consensus(write: Write) -> int:
    """The consensus coder's id; it joins the team with the first decision."""
    id_ = consensus_id(write.read.project_id())
    coders = write.read.study.coders()
    if all(coder.id != id_ for coder in coders):
        taken = {coder.name.casefold() for coder in coders}
        name, number = _("Consensus"), 1
        while name.casefold() in taken:
            number += 1
            name = _("Consensus ({n})").format(n=number)
        write.study.add_coder(id_, name, "=", len(coders))
    return id_
