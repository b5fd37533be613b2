"""Changes to the team: two names that are one person, and who looks after which branch of the codebook."""

from dataclasses import dataclass
from typing import ClassVar

from qcoder.domain.aliases import pair_of
from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Memo, Subject
from qcoder.domain.people import Coder
from qcoder.domain.richtext import join
from qcoder.project.write import Write
from qcoder.words import _, n_


@dataclass(frozen=True)
class JoinCoders:
    """Make two names of one person one: all that belongs to the first belongs to the second, and the first is removed."""

    coder_id: int
    into_id: int
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> int:
        """Returns how many codings changed hands; codings that become equal stay once, with the memos of both."""
        coder, into = _coder(write, self.coder_id), _coder(write, self.into_id)
        if coder.id == into.id:
            raise KnownError(_("“{name}” is one coder already; choose two.").format(name=coder.name))
        kept = {(c.document_id, c.code_id, c.span): c.id for c in write.read.codings.of_codes(None, [into.id])}
        codings = list(write.read.codings.of_codes(None, [coder.id]))
        twins = {c.id: kept[key] for c in codings if (key := (c.document_id, c.code_id, c.span)) in kept}
        write.memos.hand_over("coding_id", list(twins.items()))
        write.stars.hand_over(list(twins.items()))
        write.codings.delete(twins)
        write.team.hand_over_all(coder.id, into.id)
        _join_memos(write, into.id)
        write.team.delete_coder(coder.id)
        # A colleague's copy still has both: when it comes back, what was done there under the old name goes to the new one.
        write.team.note_one(pair_of("coder", coder.id, into.id))
        title = _("Joined the coder “{name}” with “{into}”").format(name=coder.name, into=into.name)
        write.say(title + " · " + n_("{n} coding", "{n} codings", len(codings)))
        return len(codings)


def _coder(write: Write, coder_id: int) -> Coder:
    for coder in write.read.study.coders():
        if coder.id == coder_id:
            return coder
    raise KnownError(_("That coder is no longer in the project."))


def _join_memos(write: Write, coder_id: int) -> None:
    """One memo a thing: two by one coder become one, with the words of both. The entries of the journal stay as they are."""
    kept: dict[tuple[Subject, int | None], Memo] = {}
    texts: dict[int, str] = {}
    for memo in write.read.memos.all():
        if memo.coder_id != coder_id or memo.subject is Subject.PROJECT:
            continue
        first = kept.setdefault((memo.subject, memo.subject_id), memo)
        if first.id == memo.id:
            continue
        text = texts.get(first.id, first.text)
        if memo.text not in text:
            texts[first.id] = join(text, memo.text)
        write.memos.delete([memo.id])
    for memo_id, text in texts.items():
        write.memos.update(memo_id, text, write.now)


@dataclass(frozen=True)
class SetBranchOwners:
    """Say who looks after a branch of the codebook (nobody: an empty tuple); changes by others are listed from now on.

    With the owners that it has already it notes that what was listed so far has been seen.
    """

    code_id: int
    coder_ids: tuple[int, ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses when the code or one of the coders is gone."""
        code = write.read.codes.get(self.code_id)
        if code is None:
            raise KnownError(_("That code is no longer in the project."))
        coders = [_coder(write, coder_id) for coder_id in dict.fromkeys(self.coder_ids)]
        here = {owner.coder_id: owner.id for owner in write.read.codebook.owners() if owner.code_id == code.id}
        wanted = {coder.id for coder in coders}
        write.team.delete_owners([owner_id for coder_id, owner_id in here.items() if coder_id not in wanted])
        for coder in coders:
            if coder.id not in here:
                write.team.add_owner(write.new_id(), code.id, coder.id, write.now)
        stayed = [here[coder.id] for coder in coders if coder.id in here]
        write.team.set_since(stayed, write.now)
        names = ", ".join(coder.name for coder in coders)
        if not coders:
            write.say(_("Nobody looks after “{code}” any more").format(code=code.name))
        elif set(here) == wanted:
            write.say(_("Looked through the changes to “{code}”").format(code=code.name))
        else:
            write.say(_("“{code}” is looked after by {names}").format(code=code.name, names=names))
