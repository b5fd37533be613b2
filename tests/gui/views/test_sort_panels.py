"""The panels of Sort: laying cards out, the whole card, piles that become codes; tables, copying and exporting."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode
from qcoder.changes.codings import AddCodings
from qcoder.changes.sorting import NewSorting
from qcoder.changes.study import AddCoder
from qcoder.domain.codings import NewCoding
from qcoder.gui.views.quotes import QuotesView
from qcoder.gui.views.read import ReadView
from qcoder.project.project import Project
from tests.gui.conftest import Files
from tests.gui.views.sorting import CTRL, NONE, SHIFT, WORDS, Board, Key, window_on, with_piles


@pytest.fixture
def empty(small_project: Project, qtbot: QtBot, files: Files) -> Iterator[Board]:
    """Sort in front of a project without tables of cards."""
    yield from window_on(small_project, qtbot, files)


@pytest.fixture
def sort(empty: Board) -> Board:
    """Six cards, two of them on the pile “near”, one on “far”."""
    return with_piles(empty)


def test_without_tables_it_says_what_it_is_for_and_how_to_begin(empty: Board) -> None:
    """One button, which has the focus and opens the panel."""
    assert "split a code" in empty.view.notice.words.text()
    assert empty.view.notice.act.hasFocus()
    empty.press(Key.Key_Space)
    assert empty.view.laying.isVisible()
    assert not empty.window.commands["cards_make_codes"].isEnabled()


def test_quotes_of_a_code_are_laid_out_by_keys(empty: Board) -> None:
    """Filter, Enter ticks, Enter in the name lays out; the cards are there with words and source."""
    empty.do("cards_new")
    assert empty.view.laying.said.text() == "Tick the codes first."
    empty.press("informal")
    empty.press(Key.Key_Return)
    assert empty.view.laying.lay.text() == "Lay out 6 cards"
    assert empty.view.laying.name.text() == "informal advice"
    empty.view.laying.name.setFocus()
    empty.press(Key.Key_Return)
    assert empty.lying() == {"Not sorted yet": list(WORDS)}
    assert empty.title() == "Laid out 6 cards on the table “informal advice”"
    face = empty.cards("Not sorted yet").cards.faces[0]
    assert face.below == "Priya (T4) · City · Ashgrove"
    assert empty.view.board.unsorted.figures.text() == "6 cards · 1 participant · 1 locality"
    assert empty.cards("Not sorted yet").hasFocus()
    assert not empty.view.panels.isVisible()
    empty.undo()
    assert empty.view.notice.isVisible()


def test_codes_a_sample_and_more_cards_on_the_same_table(empty: Board) -> None:
    """The sample says its rule in the history; what has a card is not laid out twice."""
    empty.do("cards_new")
    panel = empty.view.laying
    tree = empty.project.read.codes.tree()
    panel.pane.codes.toggle(tree.find("learning").id)
    panel.sample.setChecked(True)
    panel.count.setValue(4)
    empty.settle()
    assert panel.said.text() == "4 cards, drawn from 6 quotes by chance; the same ones each time."
    QTest.mouseClick(panel.lay, Qt.MouseButton.LeftButton)
    empty.settle()
    assert len(empty.lying()["Not sorted yet"]) == 4
    assert empty.title().endswith("(a sample of 4 from 6: those with the smallest SHA-256 of “1:” and their id)")
    empty.do("cards_new")
    panel.sample.setChecked(False)
    panel.target.setCurrentIndex(1)
    empty.settle()
    assert panel.said.text() == "2 new cards; the others are there already."
    QTest.mouseClick(panel.lay, Qt.MouseButton.LeftButton)
    empty.settle()
    assert len(empty.lying()["Not sorted yet"]) == 6
    empty.do("cards_new")
    panel.codes.setChecked(True)
    panel.under.setChecked(False)
    panel.target.setCurrentIndex(0)
    empty.settle()
    assert panel.lay.text() == "Lay out 1 card"
    QTest.mouseClick(panel.lay, Qt.MouseButton.LeftButton)
    empty.settle()
    assert empty.lying() == {"Not sorted yet": ["learning"]}
    assert len(empty.project.read.sortings.all()) == 2


def test_one_card_for_what_several_coders_coded(empty: Board) -> None:
    """Unless the person wants them all."""
    project = empty.project
    ben = project.do(AddCoder("Ben")).result
    code = project.read.codes.tree().find("informal advice").id
    coding = next(iter(project.read.codings.of_codes([code])))
    project.do(AddCodings((NewCoding(coding.document_id, code, coding.span, ben),)))
    empty.do("cards_new")
    empty.view.laying.pane.codes.toggle(code)
    empty.settle()
    assert empty.view.laying.lay.text() == "Lay out 6 cards"
    empty.view.laying.one_each.setChecked(False)
    empty.settle()
    assert empty.view.laying.lay.text() == "Lay out 7 cards"


def test_what_was_chosen_elsewhere_is_laid_out_after_asking(empty: Board) -> None:
    """The signal that Quotes and the code tree send."""
    assert empty.window.desk is not None
    tree = empty.project.read.codes.tree()
    codes = [tree.find("informal advice").id, tree.find("cover and cost").id]
    empty.window.show_workspace("read")
    empty.window.desk.signals.sort_cards.emit([], codes)
    empty.settle()
    assert empty.window.stack.currentWidget() is empty.view
    assert empty.view.laying.codes.isChecked()
    assert empty.view.laying.lay.text() == "Lay out 2 cards"
    assert empty.view.laying.name.hasFocus()
    empty.press(Key.Key_A, CTRL)
    empty.press("Two codes")
    empty.press(Key.Key_Return)
    assert empty.lying() == {"Not sorted yet": ["informal advice", "cover and cost"]}
    assert empty.view.bar.name.text() == "Two codes"
    empty.window.desk.signals.sort_cards.emit([], [tree.find("learning").id])
    empty.settle()
    assert empty.view.laying.quotes.isChecked()
    assert empty.view.laying.lay.text() == "Lay out 6 cards"
    chosen = [coding.id for coding in empty.project.read.codings.of_codes()][:3]
    empty.window.desk.signals.sort_cards.emit(chosen, [])
    empty.settle()
    assert empty.view.laying.given.text() == "3 quotes that you chose"
    empty.press(Key.Key_Return)
    assert len(empty.lying()["Not sorted yet"]) == 3


def test_quotes_and_the_code_tree_lead_here(empty: Board) -> None:
    """Their own commands bring what is chosen there."""
    empty.window.show_workspace("quotes")
    quotes = empty.window.workspaces["quotes"]
    assert isinstance(quotes, QuotesView)
    empty.qtbot.waitUntil(lambda: quotes.model.rowCount() > 0)
    empty.settle()
    quotes.list.selectAll()
    empty.do("quotes_sort")
    assert empty.view.laying.given.text() == "6 quotes that you chose"
    empty.window.show_workspace("read")
    read = empty.window.workspaces["read"]
    assert isinstance(read, ReadView)
    read.codes_pane.view.setCurrentIndex(read.codes.index_of(empty.project.read.codes.tree().find("informal advice").id))
    empty.do("sort_as_cards")
    assert empty.window.stack.currentWidget() is empty.view
    assert empty.view.laying.name.text() == "informal advice"
    assert empty.view.laying.lay.text() == "Lay out 6 cards"


def test_space_shows_the_whole_card_and_follows_the_cursor(sort: Board) -> None:
    """With what was said around it; Escape in the panel closes it, a double click opens the passage in Read."""
    sort.go("near", 0)
    sort.press(Key.Key_Space)
    assert sort.view.card.isVisible()
    assert "did not work?" in sort.view.card.text.toPlainText()
    assert "Karen" in sort.view.card.text.toPlainText()
    assert "Priya (T4)" in sort.view.card.source.text()
    sort.go("far", 0)
    sort.qtbot.waitUntil(lambda: "ring road" in sort.view.card.text.toPlainText())
    sort.press(Key.Key_Space)
    assert not sort.view.card.isVisible()
    far = sort.cards("far")
    QTest.mouseDClick(far.viewport(), Qt.MouseButton.LeftButton, NONE, far.visualRect(far.cards.index(0)).center())
    sort.settle()
    assert isinstance(sort.window.stack.currentWidget(), ReadView)


def test_piles_become_subcodes_after_a_look(sort: Board) -> None:
    """What would happen is said first; one step, and the cards show their present code."""
    sort.do("cards_make_codes")
    panel = sort.view.codes
    assert panel.place.currentText() == "under “learning › informal advice”"
    assert [(row.name.text(), row.brief.toPlainText(), row.says.text()) for row in panel.rows] == [
        ("near", "One just asks.", "2 quotes"), ("far", "", "1 quote"),
    ]  # fmt: skip
    assert "whoever made it" in panel.what.text()
    assert panel.make.text() == "Make 2 codes"
    panel.rows[1].name.setFocus()
    panel.rows[1].name.selectAll()
    sort.press("NEAR")
    assert not panel.make.isEnabled()
    assert "Two piles" in panel.trouble.text()
    panel.rows[1].name.selectAll()
    sort.press("distance")
    before = sort.steps()
    QTest.mouseClick(panel.make, Qt.MouseButton.LeftButton)
    sort.settle()
    assert sort.steps() == before + 1
    assert not sort.view.panels.isVisible()
    tree = sort.project.read.codes.tree()
    assert {code.name for code in tree.children(tree.find("informal advice").id)} == {"near", "distance"}
    assert sort.project.read.codes.counts()[tree.find("near").id] == 2
    assert {face.code for face in sort.cards("near").cards.faces} == {"near"}
    assert sort.window.toast.words == "Made codes of 2 piles of “Help”, recoded 3 quotes"
    sort.undo()
    assert not sort.project.read.codes.tree().children(tree.find("informal advice").id)


def test_the_panel_follows_what_changes_and_keeps_what_was_written(sort: Board) -> None:
    """A card that is moved meanwhile counts; a name typed there stays; one pile alone can be chosen."""
    sort.go("far", 0)
    sort.do("cards_make_code")
    panel = sort.view.codes
    assert [row.tick.isChecked() for row in panel.rows] == [False, True]
    panel.rows[1].name.setFocus()
    panel.rows[1].name.selectAll()
    sort.press("miles")
    sort.go("Not sorted yet", 0)
    sort.press("2")
    assert panel.rows[1].says.text() == "2 quotes"
    assert panel.rows[1].name.text() == "miles"
    panel.keep.setChecked(True)
    QTest.mouseClick(panel.make, Qt.MouseButton.LeftButton)
    sort.settle()
    tree = sort.project.read.codes.tree()
    assert sort.project.read.codes.counts()[tree.find("miles").id] == 2
    assert sort.project.read.codes.counts()[tree.find("informal advice").id] == 6


def test_tables_are_named_chosen_and_deleted(sort: Board) -> None:
    """Deleting says so and offers Undo; the other table is shown then."""
    code = sort.project.do(AddCode("system")).result
    other = sort.project.do(NewSorting("Codes", (), (code,))).result
    sort.view.refresh(frozenset({"sorting"}))
    menu = sort.view.bar.menu()
    assert [action.text() for action in menu.actions()[:2]] == ["Help  (6 cards)", "Codes  (1 card)"]
    assert [action.isChecked() for action in menu.actions()[:2]] == [True, False]
    menu.actions()[1].trigger()
    menu.deleteLater()
    sort.settle()
    assert sort.view.shown_id == other
    assert sort.lying() == {"Not sorted yet": ["system"]}
    sort.do("cards_rename")
    sort.press("Themes")
    sort.press(Key.Key_Return)
    assert sort.title() == "Renamed the table “Codes” to “Themes”"
    sort.do("cards_delete")
    assert sort.view.bar.name.text() == "Help"
    assert sort.window.toast.words == "Deleted the table “Themes” with 1 card"
    sort.undo()
    assert {table.name for table in sort.project.read.sortings.all()} == {"Help", "Themes"}


def test_a_table_is_copied_and_exported(sort: Board, files: Files, tmp_path: Path) -> None:
    """Pile, card and source; several chosen cards are copied alone."""
    sort.go("near", 0)
    sort.do("cards_copy")
    rows = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert rows[0][:4] == ["pile", "note", "card", "text"]
    assert [(row[0], row[3]) for row in rows[1:]] == [
        ("near", WORDS[0]), ("near", WORDS[1]), ("far", WORDS[3]), *(("Not sorted yet", WORDS[n]) for n in (2, 4, 5)),
    ]  # fmt: skip
    sort.press(Key.Key_Down, SHIFT)
    sort.press(Key.Key_C, CTRL)
    assert len(QGuiApplication.clipboard().text().split("\n")) == 3
    files.answers = [tmp_path / "table.docx"]
    sort.do("cards_export")
    text = [paragraph.text for paragraph in Document(str(tmp_path / "table.docx")).paragraphs]
    assert text[0] == "Help"
    assert text[2].endswith("6 cards · 2 piles")
    assert "One just asks." in text
    assert f"“{WORDS[3]}”" in text
    files.answers = [tmp_path / "table.xlsx"]
    sort.do("cards_export")
    sheet = load_workbook(tmp_path / "table.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 7
    assert sheet["G2"].value == "Priya"
    assert sort.window.toast.words == "Wrote “table.xlsx”"


def test_it_fits_a_small_screen(sort: Board) -> None:
    """1366 x 768 at 150 per cent leaves 911 x 512, less what the system takes."""
    sort.do("cards_make_codes")
    assert sort.view.minimumSizeHint().width() <= 911 - 70
    assert sort.view.minimumSizeHint().height() <= 420
