"""The framework page: written in place, kept as steps, marked when quotes change, joined, cited, shown as quotes, taken away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from qcoder.gui.views.compare.framework import FrameworkPage
from tests.gui.views.compare_window import Shown, compare_window


@pytest.fixture
def shown(tmp_path: Path, qtbot: QtBot) -> Iterator[Shown]:
    """The demo."""
    with compare_window(tmp_path, qtbot) as made:
        yield made


def go(page: FrameworkPage, shown: Shown, *, least: int = 1) -> tuple[int, int]:
    """To the first cell with so many passages."""
    assert page.model.sheet is not None
    counts = page.model.sheet.framework.passages
    place = next((row, column) for row, line in enumerate(counts) for column, n in enumerate(line) if n >= least)
    page.view.setCurrentIndex(page.model.index(*place))
    shown.settle()
    return place


def write(page: FrameworkPage, shown: Shown, text: str) -> None:
    """Type into the current cell and keep it."""
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    editor = page.view.findChild(QPlainTextEdit)
    assert isinstance(editor, QPlainTextEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    shown.settle()


def test_a_summary_is_written_in_its_cell_and_undone(shown: Shown) -> None:
    page = shown.page("framework", FrameworkPage)
    place = go(page, shown)
    assert "0 of" in page.unit.text()
    write(page, shown, "Asks next door.")
    assert page.model.text(place) == "Asks next door."
    assert shown.desk.jobs.read.summaries.all()[0].basis != ""
    assert "1 of" in page.unit.text()
    QTest.keyClick(page.view, Qt.Key.Key_F2)
    editor = page.view.findChild(QPlainTextEdit)
    assert isinstance(editor, QPlainTextEdit)
    assert editor.toPlainText() == "Asks next door."
    QTest.keyClicks(editor, " And more")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    shown.settle()
    assert page.model.text(place) == "Asks next door.", "Esc leaves it as it was"
    shown.desk.jobs.undo()
    shown.settle()
    assert page.model.text(place) == ""
    shown.desk.jobs.redo()
    shown.settle()
    assert page.model.text(place) == "Asks next door."


def test_what_is_being_written_survives_another_page(shown: Shown) -> None:
    page = shown.page("framework", FrameworkPage)
    place = go(page, shown)
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    editor = page.view.findChild(QPlainTextEdit)
    assert isinstance(editor, QPlainTextEdit)
    QTest.keyClicks(editor, "Half a thou")
    shown.view.commit()
    shown.settle()
    assert page.model.text(place) == "Half a thou"


def test_a_summary_whose_quotes_changed_says_so_until_it_is_confirmed(shown: Shown) -> None:
    page = shown.page("framework", FrameworkPage)
    place = go(page, shown, least=2)
    write(page, shown, "Twice.")
    behind = page._behind
    assert behind is not None
    from qcoder.changes.codings import RemoveCodings

    shown.desk.jobs.do(RemoveCodings((behind.ids[0],)))
    shown.settle()
    assert "quotes changed since: 1 gone" in page.model.about(place)
    assert "1 changed since" in page.unit.text()
    page.view.setCurrentIndex(page.model.index(0, 0))
    shown.window.commands["framework_next_changed"].trigger()
    shown.settle()
    assert (page.view.currentIndex().row(), page.view.currentIndex().column()) == place
    assert page.confirm.isEnabled()
    shown.window.commands["framework_confirm"].trigger()
    shown.settle()
    assert "changed" not in page.model.about(place)
    assert "changed" not in page.unit.text()


def test_gaps_are_found_and_quotes_are_cited(shown: Shown) -> None:
    page = shown.page("framework", FrameworkPage)
    page.view.setCurrentIndex(page.model.index(0, 0))
    shown.window.commands["framework_next_gap"].trigger()
    shown.settle()
    place = (page.view.currentIndex().row(), page.view.currentIndex().column())
    assert "not summarised" in page.model.about(place)
    shown.window.commands["framework_cite"].trigger()
    shown.settle()
    assert page._behind is not None
    assert page.model.text(place).startswith("“")
    assert page._behind.lines[0].quote.document in page.model.text(place)
    with shown.qtbot.waitSignal(shown.desk.signals.show_passages) as asked:
        page.quotes.all_wanted.emit()
    assert asked.args[0] == list(page._behind.ids)


def test_two_coders_summaries_stand_side_by_side_until_they_are_joined(shown: Shown) -> None:
    page = shown.page("framework", FrameworkPage)
    place = go(page, shown)
    write(page, shown, "Ana thinks so.")
    shown.desk.jobs.act_as("Ben")
    shown.settle()
    page.refresh(frozenset())
    shown.settle()
    page.view.setCurrentIndex(page.model.index(*place))
    write(page, shown, "Ben thinks otherwise.")
    assert page.model.text(place) == "Ana: Ana thinks so.\n\nBen: Ben thinks otherwise."
    shown.window.commands["framework_join"].trigger()
    shown.settle()
    assert page.model.text(place) == "Ben thinks otherwise.\n\nAna thinks so."
    assert len(shown.desk.jobs.read.summaries.all()) == 1


def test_quotes_stand_in_the_cells_and_few_are_hidden(shown: Shown) -> None:
    page = shown.page("framework", FrameworkPage)
    page.show_cases("localities")
    shown.settle()
    page.shown.setChecked(True)
    place = go(page, shown, least=2)
    page.model.text(place)
    shown.qtbot.waitUntil(lambda: page.model.text(place).startswith("“"))
    shown.settle()
    assert not page.model.flags(page.model.index(*place)) & Qt.ItemFlag.ItemIsEditable
    shown.view.hiding.set_below(100)
    shown.settle()
    assert page.model.text(place) == "hidden: too few participants"
    assert page.quotes.list.quotes.lines == ()
    page.show_cases("participants")
    shown.settle()
    place = go(page, shown)
    assert "passage" in page.model.about(place), "a person is a case, not a figure"


def test_it_is_copied_and_exported(shown: Shown, tmp_path: Path) -> None:
    page = shown.page("framework", FrameworkPage)
    go(page, shown)
    write(page, shown, "=1+1 is what they say")
    shown.window.commands["compare_copy"].trigger()
    assert "=1+1 is what they say" in QGuiApplication.clipboard().text()
    for suffix in ("xlsx", "docx"):
        shown.doors.answer = tmp_path / f"matrix.{suffix}"
        with shown.qtbot.waitSignal(shown.desk.signals.notice, timeout=20_000):
            shown.window.commands["compare_export"].trigger()
    book = load_workbook(tmp_path / "matrix.xlsx")
    assert book.sheetnames == ["Framework", "Passages", "Quotes", "Settings"]
    cells = [cell for row in book["Framework"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1 is what they say"] == ["s"]
    assert book["Quotes"].max_row > 50
    texts = [cell.text for table in Document(str(tmp_path / "matrix.docx")).tables for row in table.rows for cell in row.cells]
    assert "=1+1 is what they say" in texts
