"""Sort in front of a small project, for its tests: short words for what a person does."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qcoder.changes.codings import AddCodings
from qcoder.changes.people import AddParticipant
from qcoder.changes.sorting import AddPile, NewSorting, WritePileNote
from qcoder.changes.study import AddGroup, AddPlace
from qcoder.domain.codings import NewCoding
from qcoder.domain.spans import Span
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.sort import SortView
from qcoder.gui.widgets.cards import CardList
from qcoder.project.project import Project
from tests.gui.conftest import Files, Remembered

Key = Qt.Key
CTRL, SHIFT, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
WORDS = ("Next door.", "I just stand in Karen’s doorway 😀 and ask.", "She shows me her book.", "It is across the ring road.",
         "Nobody can cover me on a Tuesday.", "So I do not go.")  # fmt: skip


@dataclass
class Board:
    """The window with Sort in front, and short words for what a person does."""

    window: MainWindow
    project: Project
    qtbot: QtBot

    @property
    def view(self) -> SortView:
        """The workspace."""
        found = self.window.workspaces["sort"]
        assert isinstance(found, SortView)
        return found

    def settle(self) -> None:
        """Wait until nothing is under way."""
        desk = self.window.desk
        assert desk is not None
        for _turn in range(3):
            self.qtbot.waitUntil(lambda: desk.jobs.idle)
            QApplication.processEvents()

    def lying(self) -> dict[str, list[str]]:
        """Pile -> the words of the cards that are shown on it."""
        return {column.label: [face.text for face in column.list.cards.faces] for column in self.view.board.order()}

    def cards(self, label: str) -> CardList:
        """The list of a pile."""
        return next(column.list for column in self.view.board.order() if column.label == label)

    def go(self, label: str, row: int) -> None:
        """Click a card."""
        self.click(label, row)

    def click(self, label: str, row: int, held: Qt.KeyboardModifier = NONE) -> None:
        """Click a card, with keys held."""
        cards = self.cards(label)
        cards.setFocus()
        at = cards.visualRect(cards.cards.index(row)).center()
        QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, held, at)
        self.settle()

    def press(self, key: Key | str, held: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is."""
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(key, str):
            QTest.keyClicks(focus, key, held)
        else:
            QTest.keyClick(focus, key, held)
        self.settle()

    def do(self, name: str) -> None:
        """Choose a command."""
        assert self.window.commands[name].isEnabled(), name
        self.window.commands[name].trigger()
        self.settle()

    def steps(self) -> int:
        """How many steps there are."""
        return self.project.read.history.count()

    def title(self) -> str:
        """The title of the newest step."""
        return self.project.read.history.steps()[0].title

    def undo(self) -> None:
        """Take back the newest step."""
        self.window.undo()
        self.settle()


def words_of(project: Project) -> tuple[int, ...]:
    """Code six passages as informal advice, by Ana; Priya is somebody in the transcript."""
    read = project.read
    document, code = read.documents.names()["Ashgrove"], read.codes.tree().find("informal advice").id
    text = read.documents.text(document)
    city, heads = project.do(AddPlace("City", None)).result, project.do(AddGroup("teachers")).result
    speakers = tuple(s.id for s in read.documents.speakers(document) if s.label == "Priya")
    project.do(AddParticipant("Priya (T4)", city, heads, speakers))
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in WORDS]
    return project.do(AddCodings(tuple(NewCoding(document, code, span) for span in spans))).result


def window_on(small_project: Project, qtbot: QtBot, files: Files) -> Iterator[Board]:
    """Sort in front of a project without tables of cards."""
    words_of(small_project)
    remembered = Remembered()
    window = MainWindow(remembered.settings, files, remembered)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.open_project(small_project)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.show_workspace("sort")
    board = Board(window, small_project, qtbot)
    board.settle()
    yield board
    window.close()


def with_piles(empty: Board) -> Board:
    """Six cards, two of them on the pile “near”, one on “far”."""
    project = empty.project
    codings = [c.id for c in project.read.codings.of_codes([project.read.codes.tree().find("informal advice").id])]
    order = {c.id: c.span for c in project.read.codings.of_ids(codings)}
    codings.sort(key=lambda id_: order[id_])
    table = project.do(NewSorting("Help", tuple(codings))).result
    cards = [card.id for card in project.read.sortings.cards(table)]
    near = project.do(AddPile(table, "near", tuple(cards[:2]))).result
    project.do(WritePileNote(near, "One just asks."))
    project.do(AddPile(table, "far", (cards[3],)))
    empty.view.refresh(frozenset())
    empty.settle()
    empty.view.shown()
    return empty
