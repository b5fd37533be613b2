"""Changes to the summaries of framework matrices."""

import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.summaries import Case, CaseKind, Summary
from qcoder.project.write import Write
from qcoder.words import _, n_


def case_name(write: Write, case: Case) -> str:
    """What the case is called; raises KnownError when it is gone."""
    study = write.read.study
    if case.kind is CaseKind.PARTICIPANT:
        found = next((person.name for person in study.participants() if person.id == case.id), None)
    else:
        found = next((place.name for place in study.places() if place.id == case.id), None)
    if found is None:
        raise KnownError(_("That case is no longer in the project."))
    return found


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


@dataclass(frozen=True)
class Written:
    """What is written in one cell: an empty text takes the summary away."""

    case: Case
    code_id: int
    text: str
    basis: str = ""


@dataclass(frozen=True)
class WriteSummaries:
    """Write my summaries of cells; `basis` is what each rests on. Returns how many cells are otherwise than before."""

    cells: tuple[Written, ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses when a case or theme is gone."""
        tree, me = write.read.codes.tree(), write.me()
        changed = []
        for cell in self.cells:
            if cell.code_id not in tree.by_id:
                raise KnownError(_("That code is no longer in the project."))
            name, text = case_name(write, cell.case), _clean(cell.text)
            mine = next((one for one in write.read.summaries.of_cell(cell.case, cell.code_id) if one.coder_id == me), None)
            if mine is None and text:
                write.summaries.insert(Summary(write.new_id(), cell.case, cell.code_id, me, text, cell.basis, write.now, write.now))
            elif mine is not None and not text:
                write.summaries.delete([mine.id])
            elif mine is not None and text != mine.text:
                write.summaries.update(mine.id, text=text, basis=cell.basis, changed_at=write.now)
            else:
                continue
            changed.append(f"{name} · {tree.by_id[cell.code_id].name}")
        if len(changed) == 1:
            write.say(_("Wrote the summary of {cell}").format(cell=changed[0]))
        else:
            write.say(n_("Wrote {n} summary", "Wrote {n} summaries", len(changed)))
        return len(changed)


@dataclass(frozen=True)
class ConfirmSummaries:
    """Say that summaries are still right: (id, the passages that they rest on from now on)."""

    summaries: tuple[tuple[int, str], ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses when one is gone."""
        for summary_id, basis in self.summaries:
            found = write.read.summaries.get(summary_id)
            if found is None:
                raise KnownError(_("That summary is no longer in the project."))
            if found.basis != basis:
                write.summaries.update(summary_id, basis=basis)
        write.say(n_("Confirmed {n} summary", "Confirmed {n} summaries", len(self.summaries)))


@dataclass(frozen=True)
class JoinSummaries:
    """Of several coders' summaries of one cell keep one, with this text; the others go."""

    keep_id: int
    gone_ids: tuple[int, ...]
    text: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses when one is gone, when they are of different cells, or without a text."""
        found = [write.read.summaries.get(id_) for id_ in (self.keep_id, *self.gone_ids)]
        there = [one for one in found if one is not None]
        text = _clean(self.text)
        if len(there) < len(found) or len({one.id for one in there}) < 2:
            raise KnownError(_("One of these summaries is no longer in the project."))
        if len({(one.case, one.code_id) for one in there}) > 1:
            raise KnownError(_("Only summaries of the same cell can be joined."))
        if not text:
            raise KnownError(_("The joined summary needs a text."))
        write.summaries.update(self.keep_id, text=text, changed_at=write.now)
        write.summaries.delete(one.id for one in there if one.id != self.keep_id)
        tree = write.read.codes.tree()
        cell = f"{case_name(write, there[0].case)} · {tree.by_id[there[0].code_id].name}"
        write.say(_("Joined the summaries of {cell}").format(cell=cell))


def hand_over_summaries(write: Write, codes: dict[int, int]) -> None:
    """The summaries of codes that go (old id -> new id) become those of the code that stays; a coder's two of one cell become one text."""
    for one in write.read.summaries.all():
        heir = codes.get(one.code_id)
        if heir is None:
            continue
        there = next((other for other in write.read.summaries.of_cell(one.case, heir) if other.coder_id == one.coder_id), None)
        if there is None:
            write.summaries.update(one.id, code_id=heir)
        else:
            if one.text not in there.text:
                write.summaries.update(there.id, text=f"{there.text}\n\n{one.text}", changed_at=write.now)
            write.summaries.delete([one.id])
