"""Changes to memos."""

from dataclasses import dataclass
from typing import ClassVar

from qcoder.domain.codings import Origin
from qcoder.domain.memos import Subject
from qcoder.project.write import Write
from qcoder.words import _


@dataclass(frozen=True)
class SetMemo:
    """Write, change or (when blank) remove the acting coder's memo about a thing; about the project when `subject_id` is None."""

    subject: Subject
    subject_id: int | None
    text: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Others' memos about the same thing stay as they are."""
        me = write.me()
        mine = [memo for memo in write.read.memos.of(self.subject, self.subject_id) if memo.coder_id == me]
        text = self.text.rstrip()
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
