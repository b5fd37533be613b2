"""Changes to memos."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Memo, Subject
from qcoder.domain.richtext import is_blank, join
from qcoder.project.write import Write
from qcoder.words import _, n_


def hand_over_memos(write: Write, subject: Subject, pairs: Sequence[tuple[int, int]]) -> None:
    """Make the memos about some things be about others, (from, to) ids each; two by one coder about one thing become one.

    The star of a coding goes with its memos, and so do the cards of codings and codes.
    """
    if not pairs:
        return
    if subject in (Subject.CODING, Subject.CODE):
        write.sortings.hand_over(f"{subject.value}_id", pairs)
    if subject is Subject.CODING:
        write.stars.hand_over(pairs)
    write.memos.hand_over(f"{subject.value}_id", pairs)
    receivers = {to for _from, to in pairs}
    kept: dict[tuple[int, int], Memo] = {}
    for memo in write.read.memos.all():
        if memo.subject is not subject or memo.subject_id is None or memo.subject_id not in receivers:
            continue
        key = (memo.subject_id, memo.coder_id)
        first = kept.setdefault(key, memo)
        if first.id == memo.id:
            continue
        if memo.text not in first.text:
            kept[key] = replace(first, text=join(first.text, memo.text))
            write.memos.update(first.id, kept[key].text, write.now)
        write.memos.delete([memo.id])


def _check_there(write: Write, subject: Subject, subject_id: int | None) -> None:
    read = write.read
    there: dict[Subject, Callable[[int], bool]] = {
        Subject.PROJECT: lambda _id: True,
        Subject.DOCUMENT: lambda id_: read.documents.get(id_) is not None,
        Subject.CODE: lambda id_: read.codes.get(id_) is not None,
        Subject.CODING: lambda id_: read.codings.get(id_) is not None,
        Subject.PARTICIPANT: lambda id_: any(p.id == id_ for p in read.study.participants()),
        Subject.PLACE: lambda id_: any(p.id == id_ for p in read.study.places()),
        Subject.GROUP: lambda id_: any(g.id == id_ for g in read.study.groups()),
        Subject.WAVE: lambda id_: any(w.id == id_ for w in read.study.waves()),
    }
    if not there[subject](subject_id if subject_id is not None else 0):
        raise KnownError(_("What the memo is about is no longer in the project."))


def _kept(text: str) -> str:
    """A memo's text as it is kept: without blanks at its end, and nothing if there is not a letter in it."""
    return "" if is_blank(text) else text.rstrip()


@dataclass(frozen=True)
class SetMemo:
    """Write, change or (when blank) remove the acting coder's memo about a thing; there is at most one.

    About the project, when `subject_id` is None, a coder may have several: entries of the journal. This then means the oldest of theirs.
    """

    subject: Subject
    subject_id: int | None
    text: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Others' memos about the same thing stay as they are; refuses when the thing is gone."""
        _check_there(write, self.subject, self.subject_id)
        text = _kept(self.text)
        memos = write.read.memos.of(self.subject, self.subject_id)
        if not memos and not text:
            return
        me = write.me()
        mine = [memo for memo in memos if memo.coder_id == me][:1]
        if mine and not text:
            write.memos.delete([mine[0].id])
            write.say(_("Removed a memo"))
        elif mine:
            if mine[0].text != text:
                write.memos.update(mine[0].id, text, write.now)
            write.say(_("Changed a memo"))
        elif text:
            write.memos.insert(write.new_id(), self.subject, self.subject_id, me, text, write.now)
            write.say(_("Wrote a memo"))


@dataclass(frozen=True)
class AddJournalEntry:
    """Write an entry into the project's journal; every coder may have any number."""

    text: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int | None:
        """Returns its id, or None when nothing was written."""
        text = _kept(self.text)
        if not text:
            return None
        entry_id = write.new_id()
        write.memos.insert(entry_id, Subject.PROJECT, None, write.me(), text, write.now)
        write.say(_("Wrote a journal entry"))
        return entry_id


@dataclass(frozen=True)
class EditMemo:
    """Change one memo or journal entry of the acting coder, or (when blank) remove it."""

    memo_id: int
    text: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses when it is gone, or somebody else's."""
        (memo,) = _own(write, [self.memo_id])
        entry, text = memo.subject is Subject.PROJECT, _kept(self.text)
        if not text:
            write.memos.delete([memo.id])
            write.say(_("Removed a journal entry") if entry else _("Removed a memo"))
        elif text != memo.text:
            write.memos.update(memo.id, text, write.now)
            write.say(_("Changed a journal entry") if entry else _("Changed a memo"))


@dataclass(frozen=True)
class DeleteMemos:
    """Remove memos and journal entries of the acting coder."""

    memo_ids: tuple[int, ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses when one is gone, or somebody else's."""
        memos = _own(write, self.memo_ids)
        if memos:
            write.memos.delete([memo.id for memo in memos])
            entries = all(memo.subject is Subject.PROJECT for memo in memos)
            n = len(memos)
            write.say(
                n_("Deleted {n} journal entry", "Deleted {n} journal entries", n)
                if entries
                else n_("Deleted {n} memo", "Deleted {n} memos", n)
            )


def _own(write: Write, memo_ids: Sequence[int]) -> list[Memo]:
    """These memos, which must be there and the acting coder's."""
    memos = write.read.memos.of_ids(memo_ids)
    if len(memos) < len(set(memo_ids)):
        raise KnownError(_("That memo is no longer in the project."))
    if any(memo.coder_id != write.me() for memo in memos):
        raise KnownError(_("Only who wrote a memo can change it; write one of your own about the same thing."))
    return memos
