"""Autocoding: many passages that a rule found get their codes as one step; each remembers that it came about so."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from qcoder.changes.codes import AddCode
from qcoder.changes.codings import make_codings
from qcoder.domain.codes import same_name
from qcoder.domain.codings import Coding, NewCoding, Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.project.write import Write
from qcoder.words import _, n_


@dataclass(frozen=True, slots=True)
class CodeTarget:
    """What passages are coded with: a code that is there, or one of that name under a parent, made where it is not there yet."""

    code_id: int | None = None
    name: str = ""
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class AutoPassage:
    """A passage, and which of the targets it gets by its number."""

    document_id: int
    span: Span
    target: int = 0


@dataclass(frozen=True, slots=True)
class Autocoded:
    """What came of it: ids of the codes used, how many of them are new, how many codings were made and how many were there."""

    code_ids: tuple[int, ...]
    new_codes: int
    made: int
    skipped: int


class Covered:
    """The stretches that somebody has coded with one code, to ask whether a passage lies wholly in one of them."""

    def __init__(self, codings: Iterable[Coding]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for coding in sorted(codings, key=lambda coding: coding.span.start):
            self._starts.append(coding.span.start)
            self._ends.append(max(coding.span.end, self._ends[-1] if self._ends else 0))

    def holds(self, span: Span) -> bool:
        """True if the span begins and ends within one of them."""
        rank = bisect_right(self._starts, span.start)
        return rank > 0 and self._ends[rank - 1] >= span.end


def coded_so(codings: Iterable[Coding], coder_id: int) -> dict[int, Covered]:
    """Code id -> what one coder has coded with it, of the codings of one document."""
    by_code: dict[int, list[Coding]] = {}
    for coding in codings:
        if coding.coder_id == coder_id:
            by_code.setdefault(coding.code_id, []).append(coding)
    return {code_id: Covered(found) for code_id, found in by_code.items()}


@dataclass(frozen=True)
class Autocode:
    """Code passages that a rule found; what the coder has coded so already, or within a longer passage, is left as it is."""

    passages: tuple[AutoPassage, ...]
    targets: tuple[CodeTarget, ...]
    origin: ClassVar[Origin] = Origin.AUTOCODE
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> Autocoded:
        """Makes the codes that are missing; refuses passages beyond the text and codes that are gone."""
        if not self.passages:
            raise KnownError(_("There is no passage to code; change what is looked for."))
        if any(not 0 <= passage.target < len(self.targets) for passage in self.passages):
            raise ValueError("a passage has a target that there is not")
        before = len(write.read.codes.tree())
        used = sorted({passage.target for passage in self.passages})
        codes = {number: _code(write, self.targets[number]) for number in used}
        new_codes = len(write.read.codes.tree()) - before
        fresh = self._fresh(write, codes, write.me())
        if fresh:
            make_codings(write, fresh, Origin.AUTOCODE)
        elif not new_codes:
            raise KnownError(_("All these passages are coded so already."))
        write.say(_title(write, sorted(set(codes.values())), len(fresh)))
        return Autocoded(tuple(codes[number] for number in used), new_codes, len(fresh), len(self.passages) - len(fresh))

    def _fresh(self, write: Write, codes: dict[int, int], coder_id: int) -> tuple[NewCoding, ...]:
        found: list[NewCoding] = []
        ordered = sorted(self.passages, key=lambda passage: (passage.document_id, passage.span, passage.target))
        groups = [(document_id, list(group)) for document_id, group in groupby(ordered, key=lambda passage: passage.document_id)]
        for done, (document_id, group) in enumerate(groups):
            write.progress(done, len(groups))
            there = coded_so(write.read.codings.of_document(document_id), coder_id)
            seen: set[tuple[int, Span]] = set()
            for passage in group:
                key = (codes[passage.target], passage.span)
                covered = there.get(key[0])
                if key not in seen and not (covered is not None and covered.holds(passage.span)):
                    seen.add(key)
                    found.append(NewCoding(document_id, key[0], passage.span))
        return tuple(found)


def _code(write: Write, target: CodeTarget) -> int:
    if target.code_id is not None:
        if write.read.codes.get(target.code_id) is None:
            raise KnownError(_("That code is no longer in the project."))
        return target.code_id
    siblings = write.read.codes.tree().children(target.parent_id)
    there = next((code.id for code in siblings if same_name(code.name, " ".join(target.name.split()))), None)
    return there if there is not None else AddCode(target.name, target.parent_id).run(write)


def _title(write: Write, code_ids: Sequence[int], made: int) -> str:
    if len(code_ids) == 1:
        code = write.read.codes.get(code_ids[0])
        title = n_("Autocoded {n} passage as “{code}”", "Autocoded {n} passages as “{code}”", made)
        return title.replace("{code}", code.name if code is not None else "")
    codes = n_("{n} code", "{n} codes", len(code_ids))
    return n_("Autocoded {n} passage with {codes}", "Autocoded {n} passages with {codes}", made).replace("{codes}", codes)


@dataclass(frozen=True)
class AddCodeAndCodings:
    """Make a new code and code passages (document id, span) with it by hand, as one step. Returns (code id, ids of the codings)."""

    name: str
    parent_id: int | None
    passages: tuple[tuple[int, Span], ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> tuple[int, tuple[int, ...]]:
        """Refuses what AddCode and AddCodings refuse."""
        if not self.passages:
            raise KnownError(_("Select a passage to code first."))
        code_id = AddCode(self.name, self.parent_id).run(write)
        ids = make_codings(write, tuple(NewCoding(document_id, code_id, span) for document_id, span in self.passages), Origin.HAND)
        code = write.read.codes.get(code_id)
        title = n_(
            "Added the code “{name}” and coded {n} passage with it", "Added the code “{name}” and coded {n} passages with it", len(set(ids))
        )
        write.say(title.replace("{name}", code.name if code is not None else self.name))
        return code_id, ids
