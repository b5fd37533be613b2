"""Law 5: one state machine drives every change, undo, redo, reopening and failing, over one project file.

The model is the content of every data table before and after each step that is in effect; history may only grow.
"""

import random
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from qcoder.changes.adjudication import DecidePassage
from qcoder.changes.codes import ImportCodebook
from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import ImportDocuments
from qcoder.changes.people import AddAttribute, ImportPeople, SetAttribute
from qcoder.changes.queries import SaveQuery
from qcoder.changes.samples import DrawSample
from qcoder.changes.sorting import AddPile, NewSorting
from qcoder.changes.study import AddCoder, SetTarget
from qcoder.changes.summaries import WriteSummaries, Written
from qcoder.changes.versions import NameCodebookVersion
from qcoder.domain.adjudication import Verdict
from qcoder.domain.codes import CodebookRow
from qcoder.domain.codings import NewCoding, Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.domain.study import AttributeKind
from qcoder.domain.summaries import Case, CaseKind
from qcoder.project.check import check
from qcoder.project.history import Step
from qcoder.project.project import Change, Project
from qcoder.project.read import Reader
from qcoder.project.write import Cancelled, Write
from tests.changes.test_people import Row
from tests.recipes import CODES, CODINGS, DOCUMENTS, PEOPLE, RECIPES, SORTING, STUDY, Hand, Recipe
from tests.strategies import HEAD, TEACHER, Content, content, transcript

RULES: set[type] = set(RECIPES)
"""The changes that the machine drives; tests/test_house.py compares them with those there are."""

CODERS = ("Ana", "Ben 🙂", "بن")


def beginnings(name: str) -> tuple[Callable[[Reader], Change[object]], ...]:
    """The first steps of every run, each made from what the ones before have made."""

    def laid_out(read: Reader) -> tuple[int, ...]:
        return tuple(card.id for card in read.sortings.cards(read.sortings.all()[0].id))

    interviews = (transcript("Teacher", *TEACHER, interviewers=("I",)), transcript(name, *HEAD, interviewers=("I",)))

    def code_all(read: Reader) -> AddCodings:
        pairs = [(document.id, code) for document in read.documents.all() for code in read.codes.tree().by_id]
        return AddCodings(tuple(NewCoding(document, code, Span(0, end), memo="memo") for document, code in pairs for end in (5, 8)))

    return (
        lambda _read: ImportDocuments(interviews),
        lambda _read: ImportCodebook((CodebookRow(("local", "distance"), key="d"), CodebookRow(("learning",)))),
        lambda _read: ImportPeople((Row("Priya", "T4", "Teacher", "teachers", "City", "Ashgrove", "1"),)),
        lambda _read: AddAttribute("years", AttributeKind.NUMBER),
        lambda _read: NameCodebookVersion("first"),
        lambda _read: AddCoder("Ben 🙂"),
        code_all,
        lambda read: DecidePassage(read.documents.all()[0].id, next(iter(read.codes.tree().by_id)), Span(0, 8), Verdict.ALL, note="so"),
        lambda read: DrawSample(read.study.coders()[1].id, 50, 1),
        lambda _read: SaveQuery("find", "the hub", '{"text": "hub"}'),
        lambda read: SetTarget(read.study.places()[0].id, read.study.groups()[0].id, 2),
        lambda read: SetAttribute(read.study.participants()[0].id, read.study.attributes()[0].id, "5"),
        lambda read: NewSorting("table", tuple(one.id for one in read.codings.of_codes())[::2], tuple(read.codes.tree().by_id)[:2]),
        lambda read: AddPile(read.sortings.all()[0].id, "near", laid_out(read)[1:]),
        lambda read: AddPile(read.sortings.all()[0].id, "far"),
        summarise,
    )


def summarise(read: Reader) -> WriteSummaries:
    """Write about one participant and one code."""
    case = Case(CaseKind.PARTICIPANT, read.study.participants()[0].id)
    return WriteSummaries((Written(case, next(iter(read.codes.tree().by_id)), "Far away. 🙂", "1:2"),))


class Failing:
    """A change that goes wrong after the change within it was made."""

    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def __init__(self, within: Change[object], error: BaseException) -> None:
        self._within = within
        self._error = error

    def run(self, write: Write) -> None:
        """Makes the change within, then fails."""
        self._within.run(write)
        raise self._error


class ProjectMachine(RuleBasedStateMachine):
    """A project file under every change there is."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.project = Project.create(Path(self.folder.name) / "machine 🙂.qcoder", "Machine", "Ana")
        self.dice = random.Random(0)
        self.now = content(self.project.read)
        self.done: list[tuple[Content, Content, str]] = []
        self.undone: list[tuple[Content, Content, str]] = []
        self.history: list[Step] = []

    @initialize(seed=st.integers(0, 2**32 - 1))
    def begin(self, seed: int) -> None:
        """Something of everything, so that few rules meet nothing to work on."""
        self.dice = random.Random(seed)
        for first in beginnings(self.project.path.stem):
            self.change(first(self.project.read))

    def change(self, change: Change[object]) -> None:
        """Make a change and hold the file against the model."""
        try:
            done = self.project.do(change)
        except KnownError:
            assert content(self.project.read) == self.now
            return
        after = content(self.project.read)
        if done.step is None:
            assert after == self.now
            return
        assert done.step.title.strip()
        assert done.step.origin is change.origin
        assert {table for table in after if after[table] != self.now[table]} <= done.tables
        self.done.append((self.now, after, done.step.title))
        self.undone.clear()
        self.now = after
        self.grown_by(1)

    def grown_by(self, steps: int) -> None:
        """History has that many more steps, and the ones before are as they were."""
        found = self.steps()
        assert found[: len(self.history)] == self.history
        assert len(found) == len(self.history) + steps
        self.history = found

    def steps(self) -> list[Step]:
        """The steps as they stand in the file, oldest first."""
        return [replace(step, undone=False) for step in reversed(self.project.read.history.steps())]

    def one_of(self, data: st.DataObject, recipes: Mapping[type, Recipe]) -> Change[object]:
        """Draw a change of one of these kinds, all kinds alike often: what is drawn alone keeps coming back to a few."""
        kinds = sorted(recipes, key=lambda kind: kind.__name__)
        drawn = data.draw(st.integers(0, len(kinds) - 1))
        change = recipes[kinds[(drawn + self.dice.randrange(len(kinds))) % len(kinds)]](Hand(data, self.project.read))
        note(str(change))
        return change

    @rule(data=st.data())
    def change_codes(self, data: st.DataObject) -> None:
        """The codebook."""
        self.change(self.one_of(data, CODES))

    @rule(data=st.data())
    def change_codings(self, data: st.DataObject) -> None:
        """Codings by hand, by import, by suggestion."""
        self.change(self.one_of(data, CODINGS))

    @rule(data=st.data())
    def change_documents(self, data: st.DataObject) -> None:
        """Documents and speakers."""
        self.change(self.one_of(data, DOCUMENTS))

    @rule(data=st.data())
    def change_people(self, data: st.DataObject) -> None:
        """Participants and attributes."""
        self.change(self.one_of(data, PEOPLE))

    @rule(data=st.data())
    def change_study(self, data: st.DataObject) -> None:
        """Design, team, memos, and what a merge brings."""
        self.change(self.one_of(data, STUDY))

    @rule(data=st.data())
    def change_sorting(self, data: st.DataObject) -> None:
        """Tables of cards, and the codes made of their piles."""
        self.change(self.one_of(data, SORTING))

    @rule(data=st.data(), times=st.integers(2, 6))
    def work(self, data: st.DataObject, times: int) -> None:
        """Several changes of any kind, one after the other."""
        for _time in range(times):
            self.change(self.one_of(data, RECIPES))

    @rule()
    def undo(self) -> None:
        """The content is what it was before the step."""
        if not self.done:
            with pytest.raises(KnownError, match="nothing to undo"):
                self.project.undo()
            return
        before, after, title = self.done.pop()
        assert self.project.undo().result == title
        self.now = content(self.project.read)
        assert self.now == before
        self.undone.append((before, after, title))
        self.grown_by(1)

    @rule()
    def redo(self) -> None:
        """The content is what it was after the step."""
        if not self.undone:
            with pytest.raises(KnownError, match="nothing to redo"):
                self.project.redo()
            return
        before, after, title = self.undone.pop()
        assert self.project.redo().result == title
        self.now = content(self.project.read)
        assert self.now == after
        self.done.append((before, after, title))
        self.grown_by(1)

    @rule(times=st.integers(2, 5), back=st.booleans())
    def undo_several(self, times: int, back: bool) -> None:
        """Several steps back, and perhaps forth again."""
        times = min(times, len(self.done))
        for _time in range(times):
            self.undo()
        for _time in range(times if back else 0):
            self.redo()

    @rule(coder=st.sampled_from(CODERS))
    def reopen(self, coder: str) -> None:
        """Close the file, open it again as somebody: all is as it was, and undo goes on."""
        self.project.close()
        assert [path.name for path in Path(self.folder.name).iterdir() if path.suffix == ".qcoder"] == [self.project.path.name]
        self.project = Project.open(self.project.path, coder)
        assert content(self.project.read) == self.now
        assert self.project.read.history.to_undo() is None or self.done

    @rule(data=st.data(), error=st.sampled_from((KnownError("No."), Cancelled(), ZeroDivisionError())))
    def fail(self, data: st.DataObject, error: Exception) -> None:
        """A change that fails in the middle leaves the file byte for byte as it was."""
        before = self.project.path.read_bytes()
        change: Change[None] = Failing(self.one_of(data, RECIPES), error)
        with pytest.raises((type(error), KnownError)):
            self.project.do(change)
        assert self.project.path.read_bytes() == before
        assert content(self.project.read) == self.now

    @rule()
    def read_from_elsewhere(self) -> None:
        """A reader with a connection of its own sees the same."""
        reader = self.project.reader()
        try:
            assert content(reader) == self.now
        finally:
            reader.close()

    @invariant()
    def nothing_undone_is_in_effect(self) -> None:
        """What history says is in effect is what the model says."""
        shown = {
            step.seq for step in self.project.read.history.steps() if not step.undone and step.origin not in {Origin.UNDO, Origin.REDO}
        }
        assert len(shown) == len(self.done)

    def teardown(self) -> None:
        """The file is whole, and everything can be taken back to the empty project."""
        try:
            assert check(self.project.read) == []
            while self.done:
                self.undo()
            assert check(self.project.read) == []
        finally:
            self.project.close()
            self.folder.cleanup()


DEEP = settings().max_examples > 100
TestProjectMachine = ProjectMachine.TestCase
TestProjectMachine.settings = settings(
    max_examples=500 if DEEP else 60,
    stateful_step_count=50 if DEEP else 25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project with something of everything."""
    with Project.create(tmp_path_factory.mktemp("begun") / "begun.qcoder", "Begun", "Ana") as project:
        for first in beginnings("Head"):
            project.do(first(project.read))
        project.act_as("Ben 🙂")
        project.do(summarise(project.read))
        project.act_as("Ana")
        yield project


@pytest.mark.parametrize("kind", sorted(RULES, key=str))
def test_every_recipe_leads_to_a_step(begun: Project, kind: type) -> None:
    """The machine would drive nothing if its recipes were always refused; and one step alone is undone and redone as well."""
    made = 0

    @settings(max_examples=10, database=None)
    @given(data=st.data())
    def try_it(data: st.DataObject) -> None:
        nonlocal made
        change, before = RECIPES[kind](Hand(data, begun.read)), content(begun.read)
        try:
            done = begun.do(change)
        except KnownError:
            return
        if done.step is not None:
            made += 1
            after = content(begun.read)
            begun.undo()
            assert content(begun.read) == before
            begun.redo()
            assert content(begun.read) == after
            begun.undo()

    try_it()
    assert made
