"""An invented transcript with marks, and hands to use it with, for the tests of the transcript view."""

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QMouseEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qcoder.domain.spans import Span
from qcoder.gui.widgets.marks import Mark, TurnLine
from qcoder.gui.widgets.transcript import TranscriptView

HEADING = "SCHOOL A, MARCH"
SAID = [
    ("Interviewer", True, "Where do you go first?"),
    ("Priya", False, "Honestly? 😀 Next door. I stand in the doorway and ask how they did fractions, and she shows me her book."),
    ("Dana", False, "אני הולכת לחדר השכן ושואלת את Karen מה לעשות."),
    ("Priya", False, "There is a hub. It is far.\nAnd it is a Tuesday."),
]
TEXT = "\n\n".join([HEADING, *(words for _, _, words in SAID)])


def where(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


TURNS = [TurnLine(where(words), speaker, "00:01", interviewer) for speaker, interviewer, words in SAID]
DOOR = Mark(1, where("Next door. I stand in the doorway"), "#009e73", "informal advice", "An", "informal advice\nAna: <i>doorway</i>")
STAND = Mark(2, where("stand in"), "#d55e00", "posture", "Bo")
HEBREW = Mark(3, where("Karen מה"), "#0072b2", "asking")
HUB = Mark(4, where("There is a hub."), "#cc79a7", "hub model")
MARKS = [DOOR, STAND, HEBREW, HUB]


def shown_view(qtbot: QtBot) -> TranscriptView:
    """A view of the sample, shown and in focus."""
    made = TranscriptView()
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.set_document(TEXT, TURNS, MARKS)
    made.show()
    made.setFocus()
    qtbot.waitExposed(made)
    QApplication.processEvents()
    return made


def point_of(view: TranscriptView, at: int) -> QPoint:
    """The middle of the character at `at`, in the viewport."""
    rect = view.text_span_rect(Span(at, at + 1))
    assert rect is not None
    return rect.translated(-view.viewport().pos()).center()


def point_of_handle(view: TranscriptView, start: bool) -> QPoint:
    handle = view._handles()[0 if start else 1]
    assert handle is not None
    return handle.center().toPoint()


def click(view: TranscriptView, at: int) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point_of(view, at))


def press(view: TranscriptView, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(view, key, held)


def heard(signal: object) -> list[tuple[object, ...]]:
    """Collect what a signal says."""
    said: list[tuple[object, ...]] = []
    signal.connect(lambda *values: said.append(values))  # type: ignore[attr-defined]  # the stubs do not type bound signals
    return said


def picture(view: TranscriptView) -> QImage:
    return view.viewport().grab().toImage()


def ground_at(view: TranscriptView, at: int) -> QColor:
    """The colour just above the middle of a character's foot: underlay, not ink."""
    rect = view.text_span_rect(Span(at, at + 1))
    assert rect is not None
    return picture(view).pixelColor(rect.left() + 1 - view.viewport().x(), rect.top() + 1)


def send_move(view: TranscriptView, point: QPoint, buttons: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    at = QPointF(point)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        QPointF(view.viewport().mapToGlobal(point)),
        Qt.MouseButton.NoButton,
        buttons,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), event)


def drag_code(view: TranscriptView, point: QPoint, data: QMimeData) -> tuple[bool, bool]:
    """Drag and drop onto the viewport; whether entering and dropping were accepted."""
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(point, copy, data, left, none)
    QApplication.sendEvent(view.viewport(), enter)
    move = QDragMoveEvent(point, copy, data, left, none)
    QApplication.sendEvent(view.viewport(), move)
    drop = QDropEvent(QPointF(point), copy, data, left, none)
    drop.ignore()
    QApplication.sendEvent(view.viewport(), drop)
    return enter.isAccepted(), drop.isAccepted()
