"""Merging random histories: nothing is lost, nothing is doubled, everything can be undone."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from qcoder.changes.codes import AddCode, DeleteCodes, EditCode, MergeCodes, MoveCode, RenameCode
from qcoder.changes.codings import AddCodings, ChangeEnds, JoinCodings, RecodeCodings, RemoveCodings
from qcoder.changes.documents import DeleteDocuments, ImportDocuments, MarkFullyCoded, RenameDocument, SetWave
from qcoder.changes.memos import SetMemo
from qcoder.changes.people import AddAttribute, AddParticipant, DeleteParticipants, EditParticipant, SetAttribute
from qcoder.changes.study import AddGroup, AddPlace, DeleteGroup, DeletePlace, SetTarget
from qcoder.changes.suggestions import RejectSuggestion
from qcoder.domain.codings import NewCoding
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.merge import merge, preview
from qcoder.merge.nouns import NAMED, QUIET, SAME, as_key, key_of
from qcoder.project.project import Project
from qcoder.project.read.whole import Row, WholeReader
from tests.merge.study import begin, copied, everything, transcript

NAMES = ("time", "money", "Hub", "school")
Action = tuple[int, int, int, int]
actions = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), max_size=7)


def _pick(ids: list[int], n: int) -> int:
    if not ids:
        raise KnownError("there is nothing to pick")
    return ids[n % len(ids)]


class Person:
    """Does to a project what numbers say."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def do(self, action: Action) -> None:
        """One action; what the rules refuse is not done."""
        kind, a, b, c = action
        with suppress(KnownError):
            self._doings(a, b, c)[kind]()

    def ids(self, table: str) -> list[int]:
        """The ids of a table, oldest first."""
        return sorted(WholeReader(self.project.read).rows(table))

    def _doings(self, a: int, b: int, c: int) -> list[Callable[[], object]]:
        do, name = self.project.do, NAMES[a % 4]

        def one(table: str, n: int) -> int:
            return _pick(self.ids(table), n)

        def some(table: str, n: int) -> int | None:
            return None if n == 0 else one(table, n)

        span = Span(b * 8, b * 8 + 4 + c)
        return [
            lambda: do(AddCode(name, some("code", b))),
            lambda: do(RenameCode(one("code", b), name)),
            lambda: do(MoveCode(one("code", b), some("code", c))),
            lambda: do(EditCode(one("code", b), brief=name, key="abc"[c % 3])),
            lambda: do(DeleteCodes((one("code", b),))),
            lambda: do(MergeCodes(one("code", b), one("code", c))),
            lambda: do(AddCodings((NewCoding(one("document", a), one("code", b), span),))),
            lambda: do(AddCodings((NewCoding(one("document", a), one("code", c), span),))),
            lambda: do(AddCodings((NewCoding(one("document", c), one("code", a), span),))),
            lambda: do(ChangeEnds(one("coding", a), span)),
            lambda: do(RecodeCodings((one("coding", a),), one("code", b))),
            lambda: do(RemoveCodings((one("coding", a),))),
            lambda: do(JoinCodings(tuple(self.ids("coding")[a : a + 2]))),
            lambda: do(ImportDocuments((transcript(name, " Yes." * (b % 2)),))),
            lambda: do(RenameDocument(one("document", b), name)),
            lambda: do(DeleteDocuments((one("document", b),))),
            lambda: do(MarkFullyCoded(one("document", b), c % 2 == 0)),
            lambda: do(SetWave((one("document", b),), name)),
            lambda: do(SetMemo(Subject.CODE, one("code", b), name)),
            lambda: do(SetMemo(Subject.CODING, one("coding", b), name)),
            lambda: do(AddPlace(name, some("place", b))),
            lambda: do(DeletePlace(one("place", b))),
            lambda: do(AddGroup(name)),
            lambda: do(DeleteGroup(one("participant_group", b))),
            lambda: do(AddParticipant(name, some("place", b), some("participant_group", c), (one("speaker", b),))),
            lambda: do(EditParticipant(one("participant", a), name, some("place", b), some("participant_group", c))),
            lambda: do(DeleteParticipants((one("participant", b),))),
            lambda: do(SetAttribute(one("participant", b), do(AddAttribute(name)).result if c < 5 else one("attribute", c), str(c))),
            lambda: do(SetTarget(one("place", a), one("participant_group", b), c)),
            lambda: do(RejectSuggestion(one("document", a), span, one("code", b))) if c < 7 else self.project.undo(),
        ]


def _orderly(project: Project) -> None:
    """The rules that hold in every project: links lead somewhere, names and keys are unique, nothing stands under itself."""
    whole = WholeReader(project.read)
    state = everything(project)
    for table in whole.tables.values():
        for link in table.links:
            at = table.columns.index(link.column)
            assert all(row[at] is None or row[at] in state[link.target] for row in state[table.name].values())
    for name, scope in NAMED.items():
        table = whole.tables[name]
        key = key_of(table, (*scope, "name"))
        assert len({key(row) for row in state[name].values()}) == len(state[name])
    keys = [code.key for code in project.read.codes.tree().by_id.values() if code.key]
    assert len(keys) == len(set(keys))
    tree = project.read.codes.tree()
    assert len(tree.walk()) == len(tree)


def _without_quiet(project: Project, state: dict[str, dict[int, Row]]) -> dict[str, dict[int, Row]]:
    tables = WholeReader(project.read).tables
    return {
        name: {
            id_: tuple(v for v, column in zip(row, tables[name].columns, strict=True) if column not in QUIET.get(name, ()))
            for id_, row in rows.items()
        }
        for name, rows in state.items()
    }


def _nothing_missing(
    merged: Project, mine: dict[str, dict[int, Row]], theirs: dict[str, dict[int, Row]], base: dict[str, dict[int, Row]]
) -> None:
    """Every row of either side that the other did not delete is there, or is one with a row that says the same."""
    tables = WholeReader(merged.read).tables
    state = everything(merged)
    for name, table in tables.items():
        for side, other in ((mine, theirs), (theirs, mine)):
            missing = [row for id_, row in side[name].items() if id_ not in state[name] and (id_ not in base[name] or id_ in other[name])]
            if not missing:
                continue
            # What is one with something here has other ids in its links: only what it says itself is compared.
            own = tuple(column for column in SAME[name] if not any(link.column == column for link in table.links))
            key = key_of(table, own)
            here = [key(row) for row in state[name].values()]
            assert all(key(row) in here for row in missing), (name, missing)


@given(shared=actions, hers=actions, his=actions)
def test_two_histories(shared: list[Action], hers: list[Action], his: list[Action]) -> None:
    with tempfile.TemporaryDirectory() as folder, begin(Path(folder)) as ana:
        for action in shared:
            Person(ana).do(action)
        base = everything(ana)
        with copied(ana, "Ben") as ben, copied(ana, "Dia") as dia:
            for project, doings in ((ana, hers), (dia, hers[:3]), (ben, his)):
                for action in doings:
                    Person(project).do(action)
            before, theirs, steps = everything(ana), everything(ben), ana.read.history.count()
            assert merge(ana, ana.path).step is None
            shown = preview(ana.read, ben.read)
            done = merge(ana, ben.path, take="theirs")
            _orderly(ana)
            if not shown.conflicts:
                _nothing_missing(ana, before, theirs, base)
            merged = everything(ana)
            again = merge(ana, ben.path, take="theirs")
            assert again.step is None, again.result.sentences
            assert everything(ana) == merged
            if done.step is None:
                assert (merged, ana.read.history.count()) == (before, steps)
            else:
                ana.undo()
                assert everything(ana) == before
                merge(ana, ben.path, take="mine")
                _orderly(ana)
                assert merge(ana, ben.path, take="mine").step is None


@given(hers=actions, his=actions, more=actions)
def test_back_and_forth(hers: list[Action], his: list[Action], more: list[Action]) -> None:
    with tempfile.TemporaryDirectory() as folder, begin(Path(folder)) as ana, copied(ana, "Ben") as ben:
        for project, other, doings in ((ana, ben, hers), (ben, ana, his), (ana, ben, more)):
            for action in doings:
                Person(project).do(action)
            merge(other, project.path, take="theirs")
            _orderly(other)
        merge(ana, ben.path, take="theirs")
        merge(ben, ana.path, take="theirs")
        assert _without_quiet(ana, everything(ana))["coding"].keys() == _without_quiet(ben, everything(ben))["coding"].keys()
        _orderly(ana)
        _orderly(ben)


@given(name=st.text(max_size=5))
def test_names_compare_without_case(name: str) -> None:
    assert as_key(name) == as_key(as_key(name))
