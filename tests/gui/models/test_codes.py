"""The code tree as a Qt model: order, counts, filter, drops; and finding a code by a few letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from qcoder.domain.codes import PALETTE, Code, CodeTree
from qcoder.domain.ids import new_ids
from qcoder.domain.spans import Span
from qcoder.gui.models.code_order import CodeOrder, CodeSort
from qcoder.gui.models.codes import ALL_ROLE, DIGIT_ROLE, OWN_ROLE, PATTERN_ROLE, CodesModel, RecentCodes
from qcoder.gui.models.matching import best, match
from qcoder.gui.widgets.passages import code_mime, codes_mime, passage_mime

LEARNING, ADVICE, COVER, LOCAL, ROADS, PASSED = new_ids(6)
COPY = Qt.DropAction.CopyAction


def codebook() -> list[Code]:
    return [
        Code(LEARNING, "learning", None, 0),
        Code(ADVICE, "informal advice", LEARNING, 0, key="a"),
        Code(COVER, "cover and cost", LEARNING, 1),
        Code(PASSED, "passed on in school", LEARNING, 2),
        Code(LOCAL, "local", None, 1),
        Code(ROADS, "travel and distance", LOCAL, 0),
    ]


@pytest.fixture
def model(qtmodeltester: ModelTester) -> CodesModel:
    made = CodesModel()
    made.set_tree(CodeTree(codebook()))
    made.set_counts({LEARNING: 1, ADVICE: 4, ROADS: 2})
    return made


def names(model: CodesModel, parent: QModelIndex | None = None) -> list[str]:
    under = parent or QModelIndex()
    return [str(model.index(row, 0, under).data()) for row in range(model.rowCount(under))]


def test_is_a_proper_model(model: CodesModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]  # as it comes
    assert names(model) == ["learning", "local"]
    assert names(model, model.index_of(LEARNING)) == ["informal advice", "cover and cost", "passed on in school"]


def test_ids_of_63_bits_come_through(qtmodeltester: ModelTester) -> None:
    big = (1 << 63) - 1
    model = CodesModel()
    model.set_tree(CodeTree([Code(big, "big"), Code(7, "under it", big)]))
    code = model.code(model.index(0, 0))
    assert code is not None
    assert code.id == big
    assert model.parent(model.index_of(7)).internalId() == big


def test_counts_are_own_and_with_subcodes(model: CodesModel) -> None:
    index = model.index_of(LEARNING)
    assert (index.data(OWN_ROLE), index.data(ALL_ROLE)) == (1, 5)
    assert "1 coding" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def test_filter_keeps_what_fits_and_what_it_stands_under(model: CodesModel) -> None:
    model.set_filter("cov")
    assert names(model) == ["learning"]
    assert names(model, model.index_of(LEARNING)) == ["cover and cost"]
    assert not model.index_of(ROADS).isValid()
    model.set_filter("")
    assert names(model) == ["learning", "local"]


def test_a_new_name_moves_nothing(model: CodesModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(model.modelReset):
        moved = model.set_tree(CodeTree([Code(c.id, c.name + "!", c.parent_id, c.position) for c in codebook()]))
    assert not moved
    assert names(model)[0] == "learning!"


def test_drop_between_tells_the_place_without_the_one_that_moves(model: CodesModel, qtbot: QtBot) -> None:
    under = model.index_of(LEARNING)
    with qtbot.waitSignal(model.moved) as told:
        assert model.dropMimeData(code_mime(str(ADVICE)), COPY, 2, 0, under)
    assert told.args == [(ADVICE,), LEARNING, 1]
    with qtbot.waitSignal(model.moved) as told:
        assert model.dropMimeData(code_mime(str(ROADS)), COPY, 0, 0, under)
    assert told.args == [(ROADS,), LEARNING, 0]
    with qtbot.waitSignal(model.moved) as told:
        assert model.dropMimeData(code_mime(str(ADVICE)), COPY, -1, -1, model.index_of(LOCAL))
    assert told.args == [(ADVICE,), LOCAL, None]


def test_refused_drops(model: CodesModel) -> None:
    into_itself = model.canDropMimeData(code_mime(str(LEARNING)), COPY, -1, -1, model.index_of(ADVICE))
    between = model.canDropMimeData(passage_mime("some words", Span(0, 4)), COPY, 1, 0, model.index_of(LEARNING))
    assert not into_itself
    assert not between
    assert not model.canDropMimeData(QMimeData(), COPY, -1, -1, model.index_of(ADVICE))
    assert not model.canDropMimeData(code_mime("no number"), COPY, -1, -1, model.index_of(ADVICE))
    model.can_write = False
    assert not model.canDropMimeData(code_mime(str(ADVICE)), COPY, -1, -1, model.index_of(LOCAL))


def test_a_passage_dropped_on_a_code(model: CodesModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.passage_dropped) as told:
        assert model.dropMimeData(passage_mime("some words", Span(5, 10)), COPY, -1, -1, model.index_of(ADVICE))
    assert told.args == [ADVICE, Span(5, 10)]


def test_digits_stay_where_they_are() -> None:
    recent = RecentCodes([1, 2, 3, 4, 5, 6, 7, 8, 9])
    recent.used(9)
    assert recent.at(9) == 9
    recent.used(10)
    assert (recent.digit_of(8), recent.at(8)) == (None, 10)
    assert [recent.at(digit) for digit in range(1, 8)] == [1, 2, 3, 4, 5, 6, 7]
    assert recent.latest_first()[:2] == [10, 9]
    recent.keep({10, 9})
    assert recent.latest_first() == [10, 9]
    assert recent.at(3) is None


@given(st.lists(st.integers(1, 30)))
def test_digits_hold_the_nine_codes_used_last(uses: list[int]) -> None:
    recent = RecentCodes()
    for code_id in uses:
        recent.used(code_id)
    latest = list(dict.fromkeys(reversed(uses)))[:9]
    assert recent.latest_first() == latest
    assert sorted(filter(None, map(recent.at, range(1, 10)))) == sorted(latest)


def test_digit_is_shown(model: CodesModel) -> None:
    model.recent.used(COVER)
    assert model.index_of(COVER).data(DIGIT_ROLE) == 1


def test_patterns_follow_colours_and_are_off_unless_asked_for(model: CodesModel) -> None:
    def patterns() -> list[object]:
        return [model.index_of(code_id).data(PATTERN_ROLE) for code_id in (LEARNING, ADVICE, LOCAL)]

    assert patterns() == [0, 0, 0]
    model.patterned = True
    assert len(set(patterns())) == 3
    model.set_tree(CodeTree(Code(c.id, c.name, c.parent_id, c.position, color=PALETTE[i]) for i, c in enumerate(codebook())))
    assert patterns() == [0, 0, 0]


def test_a_sort_is_a_view(model: CodesModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_order(CodeOrder(sort=CodeSort.NAME))
    assert names(model, model.index_of(LEARNING)) == ["cover and cost", "informal advice", "passed on in school"]
    model.set_order(CodeOrder(sort=CodeSort.OWN))
    assert names(model, model.index_of(LEARNING))[0] == "informal advice"
    model.set_counts({PASSED: 9})
    assert names(model, model.index_of(LEARNING))[0] == "passed on in school"
    assert model.tree.children(LEARNING)[0].name == "informal advice"
    between = model.canDropMimeData(code_mime(str(ADVICE)), COPY, 0, 0, model.index_of(LEARNING))
    onto = model.canDropMimeData(code_mime(str(ADVICE)), COPY, -1, -1, model.index_of(LOCAL))
    assert (between, onto) == (False, True)


def test_several_are_carried_in_order_and_without_what_goes_along(model: CodesModel, qtbot: QtBot) -> None:
    carried = model.mimeData([model.index_of(code_id) for code_id in (LOCAL, COVER, LEARNING)])
    assert model.carried(carried) == [LEARNING, LOCAL]
    with qtbot.waitSignal(model.moved) as told:
        assert model.dropMimeData(codes_mime([str(PASSED), str(ADVICE)]), COPY, 3, 0, model.index_of(LEARNING))
    assert told.args == [(ADVICE, PASSED), LEARNING, 1]


def test_filter_in_definitions_and_only_some_codes() -> None:
    model = CodesModel()
    model.set_tree(CodeTree([Code(1, "a", full="Wherever\nthe HUB is"), Code(2, "b", 1), Code(3, "c")]))
    model.set_filter("hub")
    assert names(model) == []
    model.set_order(CodeOrder("hub", definitions=True))
    assert names(model) == ["a"]
    model.set_order(CodeOrder(only=frozenset({2})))
    assert names(model) == ["a"]
    assert names(model, model.index_of(1)) == ["b"]


SAMPLE = ("bypassing the hub", "passed on in school", "who attends", "compass", "parents as users")
NAMES = [(i, name, name) for i, name in enumerate(SAMPLE)]


@pytest.mark.parametrize(
    ("typed", "first", "letters"),
    [
        ("pass", "passed on in school", "pass"),
        ("wa", "who attends", "wa"),
        ("hub", "bypassing the hub", "hub"),
        ("PASSED", "passed on in school", "passed"),
        ("pon", "passed on in school", "pon"),
        ("on in", "passed on in school", "on in"),
    ],
)
def test_best_match(typed: str, first: str, letters: str) -> None:
    code_id, fit = best(typed, NAMES)[0]
    name = NAMES[code_id][1]
    assert name == first
    assert "".join(name[i] for i in fit.letters) == letters


def test_ranks() -> None:
    found = [NAMES[code_id][1] for code_id, _fit in best("pass", NAMES)]
    assert found == ["passed on in school", "compass", "bypassing the hub", "parents as users"]
    assert match("zz", "learning") is None
    fit = match("learning cover", "cover and cost", "learning > barriers > cover and cost")
    assert fit is not None
    assert fit.letters == (0, 1, 2, 3, 4)


def test_codes_used_last_come_first_when_nothing_is_typed() -> None:
    assert [code_id for code_id, _fit in best("", NAMES, recent=[3, 1])] == [3, 1, 0, 2, 4]


@given(st.text(max_size=8), st.text(max_size=20))
def test_letters_lie_in_the_name(typed: str, name: str) -> None:
    fit = match(typed, name)
    if fit is not None:
        assert list(fit.letters) == sorted(set(fit.letters))
        assert all(0 <= i < len(name) for i in fit.letters)
