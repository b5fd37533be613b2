"""Printing: what is chosen is what comes out, by a printer or as PDF, and sentences where it cannot."""

from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QWidget
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode
from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import DeleteDocuments
from qcoder.changes.study import AddCoder
from qcoder.domain.codings import NewCoding
from qcoder.domain.spans import Span
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.read.printing import PrintChoice, PrinterDoor, PrintWindow, gather
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.paper import PaperStyle
from qcoder.project.project import Project
from tests.gui.conftest import Files


class PdfPrinter(PrinterDoor):
    """Stands where the system's dialog does: a printer that prints into a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def choose(self, parent: QWidget, style: PaperStyle) -> QPrinter | None:
        """Ready at once."""
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.path))
        return printer


@pytest.fixture
def two_coders(small_project: Project) -> Project:
    """A coding of Ben's with a code of its own beside Ana's."""
    ben = small_project.do(AddCoder("Ben")).result
    code = small_project.do(AddCode("system")).result
    document = small_project.read.documents.all()[0].id
    small_project.do(AddCodings((NewCoding(document, code, Span(0, 5), ben),)))
    return small_project


def _window(desk: Desk, qtbot: QtBot, door: PrinterDoor | None = None, allowed: frozenset[int] | None = None) -> PrintWindow:
    document = desk.jobs.read.documents.all()[0]
    window = PrintWindow(desk, document, PrintChoice(allowed), allowed, None, door or PrinterDoor())
    qtbot.addWidget(window)
    window.show()
    return window


def test_what_is_chosen_is_what_is_printed(two_coders: Project) -> None:
    """By coder and by branch, with the list of codes and who coded; subcodes belong to their branch."""
    read = two_coders.read
    document = read.documents.all()[0]
    tree = read.codes.tree()
    today = QDate(2026, 1, 5)
    everything = gather(read, document, PrintChoice(), today)
    assert [line.path for line in everything.legend] == ["learning > informal advice", "system"]
    assert len({mark.initials for mark in everything.marks}) == 2
    assert any("Ana" in fact and "Ben" in fact for fact in everything.facts)
    branch = gather(read, document, PrintChoice(branch=tree.find("learning").id), today)
    assert [mark.label for mark in branch.marks] == ["informal advice"]
    assert any("learning" in fact for fact in branch.facts)
    ben = next(coder.id for coder in read.study.coders() if coder.name == "Ben")
    assert [mark.label for mark in gather(read, document, PrintChoice(frozenset({ben})), today).marks] == ["system"]


def test_choices_by_keys_and_the_preview_follows(two_coders: Project, desk: Desk, qtbot: QtBot) -> None:
    """Boxes offer only what is there; a change of the project shows at once, and a deleted document closes the window."""
    window = _window(desk, qtbot)
    assert [window.coders.itemText(i) for i in range(window.coders.count())] == ["Everybody", "Ana", "Ben"]
    assert len(window._what.marks) == 2
    window.coders.setFocus()
    QTest.keyClick(window.coders, Qt.Key.Key_Down)
    window.coders.activated.emit(window.coders.currentIndex())
    assert [mark.label for mark in window._what.marks] == ["informal advice"]
    box = window.findChild(QCheckBox, "legend")
    assert isinstance(box, QCheckBox)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert not window._style.legend
    advice = desk.jobs.read.codes.tree().find("informal advice").id
    desk.jobs.do(AddCodings((NewCoding(window._document.id, advice, Span(2, 9)),)))
    qtbot.waitUntil(lambda: len(window._what.marks) == 2)
    desk.jobs.do(DeleteDocuments((window._document.id,)))
    qtbot.waitUntil(lambda: not window.isVisible())


def test_coders_who_are_hidden_are_not_printed(two_coders: Project, desk: Desk, qtbot: QtBot) -> None:
    """While a document is coded blind, paper does not show what the screen hides."""
    me = desk.jobs.project.coder[0]
    window = _window(desk, qtbot, allowed=frozenset({me}))
    assert [window.coders.itemText(i) for i in range(window.coders.count())] == ["Everybody"]
    assert {mark.label for mark in window._what.marks} == {"informal advice"}


def test_a_pdf_is_written_where_one_says(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    """The ending is added, the file is whole, and the window stays for the next one."""
    said: list[str] = []
    desk.signals.notice.connect(said.append)
    desk.files = files = Files()
    files.answers = [tmp_path / "coded"]
    window = _window(desk, qtbot)
    QTest.mouseClick(window.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["Wrote “coded.pdf”"]
    assert (tmp_path / "coded.pdf").read_bytes().startswith(b"%PDF")
    assert window.isVisible()


def test_a_pdf_that_cannot_be_written_is_told(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    """A folder that is not there: one sentence."""
    desk.files = files = Files()
    files.answers = [tmp_path / "gone" / "coded.pdf"]
    window = _window(desk, qtbot)
    with qtbot.waitSignal(desk.errors.told) as told:
        window.save_pdf()
    assert "gone" in told.args[0]


def test_pages_go_to_the_printer(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    """All of them, and one is told."""
    said: list[str] = []
    desk.signals.notice.connect(said.append)
    window = _window(desk, qtbot, PdfPrinter(tmp_path / "out.pdf"))
    QTest.mouseClick(window.out, Qt.MouseButton.LeftButton)
    assert said == ["Sent “Ashgrove” to the printer"]
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.skipif(bool(QPrinterInfo.availablePrinterNames()), reason="there is a printer here, so the sentence for none is not said")
def test_without_a_printer_one_is_told_what_to_do(desk: Desk, qtbot: QtBot) -> None:
    """Nothing is opened that leads nowhere."""
    window = _window(desk, qtbot)
    with qtbot.waitSignal(desk.errors.told) as told:
        window.print_out()
    assert "PDF" in told.args[0]


def test_the_command_opens_what_the_transcript_shows(window: MainWindow, qtbot: QtBot) -> None:
    """Ctrl+P in Read, beside the work; it goes with the project."""
    window.commands["print_transcript"].trigger()
    found = window.findChild(PrintWindow)
    assert isinstance(found, PrintWindow)
    assert found.isVisible()
    assert not found.isModal()
    assert "Ashgrove" in found.windowTitle()
    found.close()
