"""Changes to memos."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Memo, Subject
from qcoder.project.write import Write
from qcoder.words import _


def hand_over_memos(write: Write, subject: Subject, pairs: Sequence[tuple[int, int]]) -> None:
    """Make the memos about some things be about others, (from, to) ids each; two by one coder about one thing become one.

    The star of a coding goes with its memos.
    """
    if not pairs:
        return
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
            kept[key] = replace(first, text=f"{first.text}\n{memo.text}")
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


@dataclass(frozen=True)
class SetMemo:
    """Write, change or (when blank) remove the acting coder's memo about a thing; about the project when `subject_id` is None."""

    subject: Subject
    subject_id: int | None
    text: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Others' memos about the same thing stay as they are; refuses when the thing is gone."""
        _check_there(write, self.subject, self.subject_id)
        text = self.text.rstrip()
        memos = write.read.memos.of(self.subject, self.subject_id)
        if not memos and not text:
            return
        me = write.me()
        mine = [memo for memo in memos if memo.coder_id == me]
        if mine and not text:
            write.memos.delete([memo.id for memo in mine])
            write.say(_("Removed a memo"))
        elif mine:
            if mine[0].text != text:
                write.memos.update(mine[0].id, text, write.now)
            write.say(_("Changed a memo"))
        elif text:
            write.memos.insert(write.new_id(), self.subject, self.subject_id, me, text, write.now)
            write.say(_("Wrote a memo"))
