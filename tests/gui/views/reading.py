"""A person at the window with Read & code in front: short words for what they do and see."""

from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from qcoder.domain.codings import Coding
from qcoder.domain.spans import Span
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.read import ReadView
from qcoder.gui.views.read.transcript_pane import ReadTranscript
from qcoder.project.read import Reader

Key = Qt.Key
CTRL, SHIFT, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


@dataclass
class Reading:
    """The window with Read & code in front, and short words for what a person does."""

    window: MainWindow
    qtbot: QtBot

    @property
    def view(self) -> ReadView:
        found = self.window.workspaces["read"]
        assert isinstance(found, ReadView)
        return found

    @property
    def text(self) -> str:
        return self.view.pane.text

    @property
    def page(self) -> ReadTranscript:
        return self.view.pane.view

    @property
    def read(self) -> Reader:
        assert self.window.desk is not None
        return self.window.desk.jobs.read

    def settle(self) -> None:
        """Wait until nothing is under way."""
        desk = self.window.desk
        assert desk is not None
        self.qtbot.waitUntil(lambda: desk.jobs.idle)
        QApplication.processEvents()

    def press(self, key: Key | str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(key, str):
            QTest.keyClicks(focus, key, held)
        else:
            QTest.keyClick(focus, key, held)
        self.settle()

    def open(self, name: str = "Ashgrove") -> None:
        """Open a document by its name."""
        self.view.open_passage(self.read.documents.names()[name], None)
        self.settle()

    def put_caret(self, words: str) -> Span:
        """Put the caret before some words; returns where they are."""
        start = self.text.index(words)
        self.page.go_to(start)
        return Span(start, start + len(words))

    def select(self, words: str) -> Span:
        """Select words by keyboard, as a person would."""
        span = self.put_caret(words)
        for _letter in words.encode("utf-16-le")[::2] if words.isascii() else words:
            QTest.keyClick(self.page, Key.Key_Right, SHIFT)
        return span

    def codings(self) -> list[Coding]:
        assert self.view.pane.document is not None
        return self.read.codings.of_document(self.view.pane.document.id)

    def coded(self) -> list[tuple[str, str]]:
        """(code, passage) of the open document, in order."""
        tree = self.read.codes.tree()
        return [(tree.by_id[c.code_id].name, self.text[c.span.start : c.span.end]) for c in self.codings()]

    def drawn(self) -> list[tuple[str, str]]:
        """The same as the page draws it."""
        return [(mark.label, self.text[mark.span.start : mark.span.end]) for mark in self.page._index]

    def code_id(self, path: str) -> int:
        return self.read.codes.tree().find(path).id


def begin(window: MainWindow, qtbot: QtBot) -> Reading:
    """The window with the keyboard in it and the first document open."""
    made = Reading(window, qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.open()
    return made


def drop(target: QWidget, data: QMimeData, at: QPoint) -> None:
    """Enter and drop, as the end of a drag."""
    point = QPointF(at)
    action, button, held = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(at, action, data, button, held))
    QApplication.sendEvent(target, QDropEvent(point, action, data, button, held))
