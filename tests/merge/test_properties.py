"""Merging random histories: nothing is lost, nothing is doubled, nobody is asked twice, everything can be undone.

One example holds several histories on one shared past. By default 2,000 histories are merged in all, 20,000 in the profile `deep`.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qcoder.changes.team import SetBranchOwners
from qcoder.merge import MergePreview, merge, preview
from qcoder.merge.decisions import PROPOSAL
from qcoder.project.project import Project
from qcoder.project.read.whole import WholeReader
from tests.merge.people import KINDS, Action, Person, orderly, rows_missing, same_whatever_ids
from tests.merge.study import begin, everything

EACH = 8
"""Histories an example."""
SCALE = min(10, max(1, settings().max_examples // 50))
PAIRS = 160 * SCALE  # examples of EACH histories: 1,280
ROUNDS = 160 * SCALE  # examples of 3 histories: 480
THREES = 80 * SCALE  # examples of 3 histories: 240

action = st.tuples(st.integers(0, KINDS - 1), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
actions = st.lists(action, max_size=5)
slow = (HealthCheck.too_slow, HealthCheck.data_too_large)


def _template(folder: Path) -> Path:
    with begin(folder) as project:
        return project.path


class Bench:
    """Copies of one project, made and thrown away quickly; in memory where there is such a place."""

    def __init__(self, folder: Path, template: Path) -> None:
        self._folder = folder
        self._template = template
        self._stack = ExitStack()
        self._count = 0

    def copy(self, who: str, of: Path | None = None, doings: list[Action] | None = None) -> Project:
        """A copy in which somebody has done something."""
        self._count += 1
        path = self._folder / f"{who}{self._count}.qcoder"
        shutil.copy(of or self._template, path)
        project = self._stack.enter_context(Project.open(path, coder=who))
        person = Person(project)
        for doing in doings or []:
            person.do(doing)
        return project

    def close(self) -> None:
        """Close what is open."""
        self._stack.close()


@contextmanager
def bench() -> Iterator[Bench]:
    """A bench with a small study, which goes with the example."""
    memory = Path("/dev/shm")  # hundreds of small files, each written out safely, cost a disk dearly
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        made = Bench(Path(folder), _template(Path(folder)))
        try:
            yield made
        finally:
            made.close()


def _known(project: Project) -> set[int]:
    whole = WholeReader(project.read)
    return whole.merged_ids() | {id_ for _seq, id_ in whole.step_ids()}


def look_after(project: Project, number: int) -> None:
    """Ana looks after one of the first codes, or nobody does."""
    codes, coders = Person(project).ids("code"), Person(project).ids("coder")
    if number < len(codes) and coders:
        project.do(SetBranchOwners(codes[number], (coders[0],)))


def _disputed(shown: MergePreview) -> bool:
    """True if anything is asked but what only those are asked who look after a branch."""
    return any(conflict.kind != PROPOSAL for conflict in shown.conflicts)


def _bring_together(ana: Project, ben: Project, take: str) -> None:
    """What one decided, the other takes over; only what Ana proposed in his branches Ben is asked himself, and then she takes that over."""
    over = merge(ben, ana.path, take=take).result.conflicts
    assert {conflict.kind for conflict in over} <= {PROPOSAL}
    if over:
        orderly(ana)
        assert merge(ana, ben.path).result.conflicts == ()


def _check_pair(ana: Project, ben: Project, base: Path, take: str) -> None:
    """All that must hold of one merge, and of taking it back over."""
    before, theirs = everything(ana), everything(ben)
    assert merge(ana, ana.path).step is None, "with itself"
    shown, turned = preview(ana.read, ben.read), preview(ben.read, ana.read)
    assert _disputed(shown) == _disputed(turned), "who is asked changes nothing about whether anybody is"
    done = merge(ana, ben.path, take=take)
    merged = everything(ana)
    orderly(ana)
    assert _known(ana) >= _known(ben), "history of both is kept"
    if not shown.conflicts:
        with Project.open(base, write=False) as old:
            assert rows_missing(ana, before, theirs, everything(old)) == []
    again = merge(ana, ben.path, take=take)
    assert again.step is None, again.result.sentences
    assert everything(ana) == merged, "twice is once"
    if done.step is None:
        assert merged == before
        return
    ana.undo()
    assert everything(ana) == before, "undo"
    ana.redo()
    assert everything(ana) == merged, "redo"
    assert merge(ana, ben.path, take=take).step is None
    _bring_together(ana, ben, take)
    orderly(ben)
    assert same_whatever_ids(ben) == same_whatever_ids(ana)


@settings(max_examples=PAIRS, suppress_health_check=slow)
@given(
    shared=actions,
    owned=st.integers(0, 5),
    pairs=st.lists(st.tuples(actions, actions, st.sampled_from(("mine", "theirs", "both"))), min_size=EACH // 2, max_size=EACH // 2),
)
def test_two_histories(shared: list[Action], owned: int, pairs: list[tuple[list[Action], list[Action], str]]) -> None:
    """Four times two copies of one past, in some of which Ana looks after a branch: 8 histories an example."""
    with bench() as table:
        start = table.copy("Ana", doings=shared)
        look_after(start, owned)
        for hers, his, take in pairs:
            ana, ben = table.copy("Ana", start.path, hers), table.copy("Ben", start.path, his)
            _check_pair(ana, ben, start.path, take)


@settings(max_examples=ROUNDS, suppress_health_check=slow)
@given(hers=actions, his=actions, more=actions, take=st.sampled_from(("mine", "theirs")), owned=st.integers(0, 5))
def test_back_and_forth(hers: list[Action], his: list[Action], more: list[Action], take: str, owned: int) -> None:
    """Each goes on after taking in what the other did: 3 histories an example."""
    with bench() as table:
        ana = table.copy("Ana")
        look_after(ana, owned)
        ben = table.copy("Ben", ana.path)
        for project, other, doings in ((ana, ben, hers), (ben, ana, his), (ana, ben, more)):
            for doing in doings:
                Person(project).do(doing)
            merge(other, project.path, take=take)
            orderly(other)
        merge(ana, ben.path, take=take)
        _bring_together(ana, ben, take)
        assert same_whatever_ids(ana) == same_whatever_ids(ben)
        assert merge(ana, ben.path).result.conflicts == ()


@settings(max_examples=THREES, suppress_health_check=slow)
@given(first=actions, second=actions, third=actions)
def test_three_coders_in_any_order(first: list[Action], second: list[Action], third: list[Action]) -> None:
    """When nothing conflicts, the order in which copies come in does not matter: 3 histories an example."""
    with bench() as table:
        start = table.copy("Ana")
        copies = [table.copy(who, start.path, doings) for who, doings in (("Ben", first), ("Cem", second), ("Dia", third))]
        ends: list[dict[str, list[tuple[object, ...]]]] = []
        for order in ((0, 1, 2), (2, 0, 1), (1, 2, 0)):
            into = table.copy("Ana", start.path)
            if any(merge(into, copies[number].path, take="mine").result.conflicts for number in order):
                return
            orderly(into)
            ends.append(same_whatever_ids(into, numbers=False))  # which of two of one name is “(2)” may depend on the order
        assert ends[0] == ends[1] == ends[2]
