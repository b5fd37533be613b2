"""Changes to codings."""

from dataclasses import dataclass
from typing import ClassVar

from qcoder.changes.memos import hand_over_memos
from qcoder.domain.codings import Coding, NewCoding, Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.project.write import Write
from qcoder.words import _, n_


def shortened(text: str, length: int = 40) -> str:
    """The beginning of a passage, on one line, for titles."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def _checked(write: Write, document_id: int, span: Span) -> None:
    document = write.read.documents.get(document_id)
    if document is None:
        raise KnownError(_("That document is no longer in the project."))
    if len(span) == 0:
        raise KnownError(_("A coding needs at least one character of text; select a passage first."))
    if span.end > document.characters:
        raise KnownError(
            _("The passage {start}–{end} reaches beyond the end of “{name}”, which has {n} characters.").format(
                start=span.start, end=span.end, name=document.name, n=document.characters
            )
        )


def _there(write: Write, coding_id: int) -> Coding:
    coding = write.read.codings.get(coding_id)
    if coding is None:
        raise KnownError(_("That coding is no longer in the project."))
    return coding


def _code_name(write: Write, code_id: int) -> str:
    code = write.read.codes.get(code_id)
    if code is None:
        raise KnownError(_("That code is no longer in the project."))
    return code.name


_FEW = 20
"""Up to so many codings each is looked up by itself; beyond, whole documents are read once."""


def make_codings(write: Write, codings: tuple[NewCoding, ...], origin: Origin) -> tuple[int, ...]:
    """Add codings and their memos; what a coder has already coded so, on exactly that passage, is left as it is. Returns all their ids."""
    me = write.me() if any(new.coder_id is None for new in codings) else 0
    documents: set[int] = set()
    codes: set[int] = set()
    few = len(codings) <= _FEW
    made: list[Coding] = []
    ids: list[int] = []
    there: dict[tuple[int, int, int, Span], int] = {}
    for new in codings:
        _checked(write, new.document_id, new.span)
        if new.code_id not in codes:
            codes.add(new.code_id)
            _code_name(write, new.code_id)
        coder_id = me if new.coder_id is None else new.coder_id
        if few:
            known = write.read.codings.same(new.document_id, new.code_id, coder_id, new.span)
            there.update(((c.document_id, c.code_id, c.coder_id, c.span), c.id) for c in known)
        elif new.document_id not in documents:
            documents.add(new.document_id)
            there.update(((c.document_id, c.code_id, c.coder_id, c.span), c.id) for c in write.read.codings.of_document(new.document_id))
        key = (new.document_id, new.code_id, coder_id, new.span)
        if key not in there:
            there[key] = write.new_id()
            made.append(Coding(there[key], new.document_id, new.code_id, coder_id, new.span, origin, write.now))
        ids.append(there[key])
    write.codings.insert(made)
    memos: dict[int, dict[str, None]] = {}
    for id_, new in zip(ids, codings, strict=True):
        if new.memo.strip():
            memos.setdefault(id_, {})[new.memo.strip()] = None
    for coding in made:
        if coding.id in memos:
            write.memos.insert(write.new_id(), Subject.CODING, coding.id, coding.coder_id, "\n".join(memos[coding.id]), write.now)
    return tuple(ids)


@dataclass(frozen=True)
class AddCodings:
    """Code passages by hand. Returns the ids of the codings, in the order given."""

    codings: tuple[NewCoding, ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> tuple[int, ...]:
        """Refuses empty passages and passages beyond the text."""
        if not self.codings:
            raise KnownError(_("Select a passage to code first."))
        ids = make_codings(write, self.codings, Origin.HAND)
        first = self.codings[0]
        name = _code_name(write, first.code_id)
        if len(self.codings) == 1:
            text = write.read.documents.text(first.document_id)[first.span.start : first.span.end]
            write.say(_("Coded “{passage}” as “{code}”").format(passage=shortened(text), code=name))
        else:
            write.say(n_("Coded {n} passage", "Coded {n} passages", len(self.codings)))
        return ids


@dataclass(frozen=True)
class AddCodeAndCoding:
    """Make a new code and code a passage with it, as one step (a new code from the picker, or in vivo). Returns (code id, coding id)."""

    name: str
    parent_id: int | None
    document_id: int
    span: Span
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> tuple[int, int]:
        """Refuses what AddCode and AddCodings refuse."""
        from qcoder.changes.codes import AddCode

        code_id = AddCode(self.name, self.parent_id).run(write)
        ids = make_codings(write, (NewCoding(self.document_id, code_id, self.span),), Origin.HAND)
        write.say(_("Added the code “{name}” and coded a passage with it").format(name=_code_name(write, code_id)))
        return code_id, ids[0]


def _drop_twins(write: Write, coding: Coding, span: Span) -> None:
    """What the same coder had coded so on exactly that passage goes, and leaves its memos to this coding."""
    same = write.read.codings.same(coding.document_id, coding.code_id, coding.coder_id, span)
    twins = [c.id for c in same if c.span == span and c.id != coding.id]
    hand_over_memos(write, Subject.CODING, [(twin, coding.id) for twin in twins])
    write.codings.delete(twins)


@dataclass(frozen=True)
class ChangeEnds:
    """Put a coding on another stretch of its document; if the coder has so coded that already, the two become one."""

    coding_id: int
    span: Span
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses empty passages and passages beyond the text."""
        coding = _there(write, self.coding_id)
        _checked(write, coding.document_id, self.span)
        if self.span != coding.span:
            _drop_twins(write, coding, self.span)
        write.codings.move_ends(coding.id, self.span)
        write.say(_("Changed the ends of a passage coded “{code}”").format(code=_code_name(write, coding.code_id)))


@dataclass(frozen=True)
class RecodeCodings:
    """Give codings another code."""

    coding_ids: tuple[int, ...]
    code_id: int
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """A passage that the same coder has so coded already stays once, with both memos."""
        name = _code_name(write, self.code_id)
        for coding_id in self.coding_ids:
            coding = _there(write, coding_id)
            same = write.read.codings.same(coding.document_id, self.code_id, coding.coder_id, coding.span)
            twin = next((c for c in same if c.span == coding.span and c.id != coding.id), None)
            if twin is None:
                write.codings.recode([coding.id], self.code_id)
            else:
                hand_over_memos(write, Subject.CODING, [(coding.id, twin.id)])
                write.codings.delete([coding.id])
        write.say(n_("Recoded {n} passage as “{code}”", "Recoded {n} passages as “{code}”", len(self.coding_ids)).replace("{code}", name))


@dataclass(frozen=True)
class RemoveCodings:
    """Take codings away, with their memos; the text stays."""

    coding_ids: tuple[int, ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses when one of them is gone already."""
        codings = [_there(write, coding_id) for coding_id in self.coding_ids]
        if not codings:
            raise KnownError(_("Select a coding to remove first."))
        write.codings.delete(self.coding_ids)
        if len(codings) == 1:
            write.say(_("Removed the code “{code}” from a passage").format(code=_code_name(write, codings[0].code_id)))
        else:
            write.say(n_("Removed {n} coding", "Removed {n} codings", len(codings)))


@dataclass(frozen=True)
class JoinCodings:
    """Make one coding of several of the same code, coder and document; the first keeps its id, all memos are kept. Returns its id."""

    coding_ids: tuple[int, ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses codings that differ in code, coder or document."""
        codings = sorted((_there(write, coding_id) for coding_id in set(self.coding_ids)), key=lambda c: c.id)
        if len(codings) < 2 or len({(c.document_id, c.code_id, c.coder_id) for c in codings}) != 1:
            raise KnownError(_("Only codings of one code by one coder in one document can be joined."))
        kept = codings[0]
        span = kept.span
        for coding in codings[1:]:
            span = span.join(coding.span)
        hand_over_memos(write, Subject.CODING, [(c.id, kept.id) for c in codings[1:]])
        write.codings.delete([c.id for c in codings[1:]])
        _drop_twins(write, kept, span)
        write.codings.move_ends(kept.id, span)
        title = n_("Joined {n} passage coded “{code}”", "Joined {n} passages coded “{code}”", len(codings))
        write.say(title.replace("{code}", _code_name(write, kept.code_id)))
        return kept.id
