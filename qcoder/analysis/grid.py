"""The sampling grid: how many participants of each group are wanted in each locality, and how many have been interviewed."""

from collections import Counter
from dataclasses import dataclass

from qcoder.project.read import Reader
from qcoder.words import _, n_


@dataclass(frozen=True, slots=True)
class GridCell:
    """One locality and group: participants wanted (None when no target is set), interviewed, and known so far."""

    wanted: int | None
    reached: int
    known: int

    @property
    def missing(self) -> int:
        """How many are still wanted."""
        return max((self.wanted or 0) - self.reached, 0)


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells by row (locality) and column (group), in the study's order; `elsewhere` counts the interviewed who have no cell."""

    localities: tuple[tuple[int, str], ...]
    groups: tuple[tuple[int, str], ...]
    cells: tuple[tuple[GridCell, ...], ...]
    elsewhere: int
    missing: tuple[str, ...]


def sampling_grid(read: Reader) -> Grid:
    """Count participants as reached when they are tied to a speaker, not an interviewer, who says something.

    A school's target and participants count for its locality. `missing` says in words what is still to be done.
    """
    tops = read.study.locality_of()
    localities = tuple((place.id, place.name) for place in read.study.places() if place.parent_id is None)
    groups = tuple((group.id, group.name) for group in read.study.groups())
    interviewed = _interviewed(read)
    known: Counter[tuple[int, int]] = Counter()
    reached: Counter[tuple[int, int]] = Counter()
    elsewhere = 0
    for person in read.study.participants():
        if person.place_id is None or person.group_id is None:
            elsewhere += person.id in interviewed
            continue
        cell = tops[person.place_id].id, person.group_id
        known[cell] += 1
        reached[cell] += person.id in interviewed
    wanted: Counter[tuple[int, int]] = Counter()
    for target in read.study.targets():
        wanted[tops[target.place_id].id, target.group_id] += target.wanted
    cells = tuple(
        tuple(GridCell(wanted.get((place, group)), reached[place, group], known[place, group]) for group, _name in groups)
        for place, _label in localities
    )
    return Grid(localities, groups, cells, elsewhere, _missing(localities, groups, cells))


def _interviewed(read: Reader) -> set[int]:
    speaking = {speaker for _document, start, end, speaker, _words in read.documents.turn_table() if end > start}
    return {
        speaker.participant_id
        for speaker in read.documents.speakers()
        if speaker.participant_id is not None and not speaker.interviewer and speaker.id in speaking
    }


def _missing(
    localities: tuple[tuple[int, str], ...], groups: tuple[tuple[int, str], ...], cells: tuple[tuple[GridCell, ...], ...]
) -> tuple[str, ...]:
    sentences = []
    for (_place, locality), row in zip(localities, cells, strict=True):
        lacking = [f"{name} {cell.missing}" for (_id, name), cell in zip(groups, row, strict=True) if cell.missing]
        total = sum(cell.missing for cell in row)
        if total:
            still = n_("{n} participant still wanted", "{n} participants still wanted", total)
            sentences.append(_("{locality}: {still} ({groups}).").format(locality=locality, still=still, groups=", ".join(lacking)))
    return tuple(sentences)
