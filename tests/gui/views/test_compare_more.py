"""The table of Compare beyond plain figures: narrowing, combinations, margins, tests, differences, hiding, order, waves, what is kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from qcoder.analysis.compare import Count, Together
from qcoder.changes.codings import AddCodings
from qcoder.domain.codings import NewCoding
from qcoder.gui.views.compare.choice import Choice, Order
from qcoder.gui.views.compare.keeping import as_json, from_json
from tests.gui.views.test_compare import HERE, TALKS, Place, opened, study


@pytest.fixture
def place(tmp_path: Path, qtbot: QtBot) -> Iterator[Place]:
    """The workspace on the study."""
    with opened(tmp_path, qtbot, study()) as found:
        yield found


def head(place: Place) -> list[str]:
    """The headings of the whole table."""
    return [" · ".join(column.labels) for column in place.view.matrix.matrix.table.columns]


def cell(place: Place, row: int, heading: str) -> str:
    """A figure by its heading."""
    return place.view.matrix.matrix.table.rows[row].cells[head(place).index(heading)].text


def test_a_test_of_every_row_follows_the_figures(place: Place) -> None:
    assert head(place)[-1] == "p (Holm)"
    assert cell(place, 0, "p (Holm)") == "1.000"
    assert "Fisher's exact test" in place.view.method.text()
    assert place.view.waiting.isHidden()
    assert place.view.cancel.isHidden()


def test_a_difference_is_chosen_by_its_columns(place: Place) -> None:
    place.view.choose(replace(place.view.choice, difference=(("Place 0",), ("Place 1",))))
    place.settle()
    assert head(place)[-1] == "Place 0 − Place 1"
    assert cell(place, 0, "Place 0 − Place 1") == "+50 points"
    assert "odds ratio" in place.view.matrix.matrix.table.rows[0].cells[-1].said
    place.view.bar._choose(place.view.bar._with_columns(("group",)))
    place.settle()
    assert place.view.choice.difference is None
    assert head(place)[-1] == "p (Holm)"


def test_ticking_a_value_looks_only_at_those_who_have_it(place: Place) -> None:
    place.view.bar.choose_scope()
    popup = place.view.bar.narrowing
    assert popup.isVisible()
    assert popup.values.hasFocus()
    localities = popup.values.topLevelItem(0)
    assert localities is not None
    first = localities.child(0)
    assert first is not None
    popup.values.setCurrentItem(first)
    QTest.keyClick(popup.values, Qt.Key.Key_Space)
    place.settle()
    assert place.view.choice.where == (("locality", frozenset({"Place 0"})),)
    assert place.lines()[1] == ["c1", "1 of 2", "–", "1 of 2"]
    assert "Only locality: Place 0." in place.view.note.text()
    assert "Place 0" in place.view.bar.only.accessibleName()
    QTest.mouseClick(popup.everything, Qt.MouseButton.LeftButton)
    place.settle()
    assert place.lines()[1] == ["c1", "1 of 2", "0 of 1", "1 of 3"]
    assert "everything" in place.view.bar.only.accessibleName()
    popup.hide()


def test_what_several_coders_coded_alike(place: Place) -> None:
    place.view.bar.choose_scope()
    popup = place.view.bar.narrowing
    popup.agreed.setValue(2)
    place.settle()
    assert place.lines()[1][-1] == "1 of 3", "the first five letters of the passage were coded by both"
    assert place.lines()[2][-1] == "0 of 3"
    popup.fully.setChecked(True)
    place.settle()
    assert place.view.answer is not None
    assert place.view.answer.comparison.all.participants == 0
    assert "nobody who speaks" in place.view.notice.words.text()
    popup.hide()


def test_two_ticked_codes_make_a_row_together(place: Place) -> None:
    place.jobs.do(AddCodings((NewCoding(place.written.documents[0], place.written.codes[2], HERE[0]),)))
    place.settle()
    place.view.bar.choose_rows()
    popup = place.view.bar.popup
    for item in popup.codes.items():
        if item.text(0) in ("c1", "c2"):
            item.setCheckState(0, Qt.CheckState.Checked)
    place.settle()
    assert popup.in_passage.isEnabled()
    QTest.mouseClick(popup.in_passage, Qt.MouseButton.LeftButton)
    place.settle()
    assert place.view.choice.both == ((place.written.codes[1], place.written.codes[2], Together.PASSAGE),)
    assert place.lines()[1] == ["c1 + c2", "1 of 2", "0 of 1", "1 of 3"]
    place.view.choose(replace(place.view.choice, branch=None, both=()))
    place.settle()
    assert place.lines()[1][0] == "c0"


def test_margins_stand_between_the_columns_and_the_total(place: Place) -> None:
    place.view.choose(replace(place.view.choice, columns=("locality", "group"), margins=True))
    place.settle()
    assert head(place)[4:9] == [
        "All by locality · Place 0", "All by locality · Place 1", "All by group · Group 0", "All by group · Group 1", "All",
    ]  # fmt: skip
    assert cell(place, 0, "All by locality · Place 0") == "1 of 2"
    place.view.matrix.cell_chosen.emit(0, 4)
    place.settle()
    assert place.view.quotes.heading.text() == "c1 · Place 0"
    assert len(place.quoted()) == 2


def test_small_figures_are_hidden_everywhere(place: Place, qtbot: QtBot) -> None:
    with qtbot.waitSignal(place.desk.signals.settings_changed) as changed:
        place.desk.commands["compare_hide"].trigger()
    assert changed.args[0].hide_below == 5
    place.view.refresh(frozenset())
    place.settle()
    assert place.lines()[1] == ["c1", "hidden", "hidden", "hidden"]
    assert all(dot.value is None and dot.text == "hidden" for dot in place.view.plot.plot.dots)
    place.view.matrix.cell_chosen.emit(0, 0)
    place.settle()
    assert place.quoted() == []
    assert "few participants" in place.view.quotes.about.text()
    assert "below 5 hidden" in place.view.bar.show_how.accessibleName()


def test_rows_are_ordered_and_quotes_stay_with_them(place: Place) -> None:
    place.view.bar.set_order(Order.TOTAL)
    assert [line[0] for line in place.lines()[1:]] == ["c2", "c1"]
    assert place.view.plot.plot.title.startswith("c2:")
    place.view.matrix.cell_chosen.emit(1, 0)
    place.settle()
    assert place.view.quotes.heading.text() == "c1 · Place 0"
    place.view.bar.set_order(Order.P)
    assert len(place.lines()) == 3


def test_a_kept_comparison_comes_back_and_says_what_moved(place: Place) -> None:
    place.view.choose(replace(place.view.choice, count=Count.CODINGS, columns=("group",)))
    place.settle()
    QTest.mouseClick(place.view.bar.saved, Qt.MouseButton.LeftButton)
    popup = place.view.saved.popup
    popup.box.setText("Passages by group")
    QTest.keyClick(popup.box, Qt.Key.Key_Return)
    place.settle()
    popup.hide()
    place.view.choose(Choice(columns=("locality",)))
    place.settle()
    place.jobs.do(AddCodings((NewCoding(place.written.documents[1], place.written.codes[1], HERE[1]),)))
    place.settle()
    QTest.mouseClick(place.view.bar.saved, Qt.MouseButton.LeftButton)
    popup.list.setCurrentRow(0)
    QTest.keyClick(popup.list, Qt.Key.Key_Return)
    place.settle()
    assert place.view.choice.count is Count.CODINGS
    assert place.columns() == ["group"]
    assert "2 figures moved" in place.view.news.text()
    assert "c1, Group 1: 0 → 1" in place.view.news.text()
    place.jobs.undo()
    place.settle()
    assert "nothing has moved" in place.view.news.text(), "counted again, and told again"


def test_what_is_kept_reads_back_as_it_was() -> None:
    choice = Choice(
        None, 3, frozenset({4, 9}), ("wave", "group"), Count.RATE, frozenset({7}), ((4, 9, Together.PASSAGE), (9, 4, Together.PARTICIPANT)),
        2, (("speaker", frozenset({"P1", "P2"})),), True, False, True, (("a", "b"), ("c", "d")), Order.P,
    )  # fmt: skip
    assert from_json(as_json(choice, 5, None, datetime(2026, 5, 1, tzinfo=UTC))) == (choice, 5, None)
    assert from_json("{}") == (Choice(), 0, None)


def test_waves_have_a_slope_chart_whose_points_lead_to_quotes(tmp_path: Path, qtbot: QtBot) -> None:
    talks = tuple(replace(talk, wave=number % 2) for number, talk in enumerate(TALKS))
    with opened(tmp_path, qtbot, replace(study(), talks=talks)) as place:
        assert place.view.slopes.isHidden()
        place.view.choose(replace(place.view.choice, columns=("wave",)))
        place.settle()
        slopes = place.view.slopes
        assert slopes.isVisible()
        assert slopes.chart.waves == ("Wave 0", "Wave 1")
        assert [[point.text for point in line.points] for line in slopes.chart.lines] == [["1 of 2", "0 of 1"], ["1 of 2", "1 of 1"]]
        assert "participants: Wave 0: 2, Wave 1: 1" in slopes.chart.title
        slopes.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(slopes, Qt.Key.Key_Return)
        place.settle()
        assert place.view.quotes.heading.text() == "c1 · Wave 0"
