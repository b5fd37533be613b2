"""The frame that the pages beside the table share: heading, choices, what is under way, the body, and what to say while it is empty."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from qcoder.analysis.coverage import Coverage
from qcoder.domain.errors import KnownError
from qcoder.gui.jobs import Work
from qcoder.gui.views.compare.empties import Lacking, act_on
from qcoder.gui.views.compare.page import ComparePage, Hiding
from qcoder.gui.views.compare.pictures import PictureDoor
from qcoder.gui.views.empty import EmptyState
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.picture import Picture
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _

T = TypeVar("T")


class FramePage(ComparePage):
    """A page that asks one thing at a time and shows the answer; a newer question takes the place of an older one."""

    commands: tuple[str, ...] = ()
    """Names of the commands that are on while the page is in front and shows something."""
    label = ""
    """What is said while it is counting."""

    def __init__(self, desk: Desk, coverage: Coverage, hiding: Hiding | None = None) -> None:
        super().__init__(desk, coverage, hiding)
        self._front = False
        self._work: Work | None = None
        self.heading, self.unit, self.note = _label("heading"), _label("muted"), _label("warning")
        self.waiting = _label("muted")
        self.stop = QPushButton(_("Stop"))
        self.stop.setAccessibleName(_("Stop counting"))
        self.stop.clicked.connect(self._stop)
        self.notice = EmptyState()
        self.notice.asked.connect(lambda name: act_on(desk, name))
        self.door = PictureDoor(self, desk, self.picture)
        self.main = QWidget()
        self.column = QVBoxLayout(self.main)
        self.column.setContentsMargins(20, 14, 16, 8)
        self.column.setSpacing(8)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.unit)
        under_way = QHBoxLayout()
        under_way.addWidget(self.waiting, 1)
        under_way.addWidget(self.stop)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.main)
        self._stack.addWidget(self.notice)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.build()
        self.column.addLayout(under_way)
        self.column.addWidget(self.note)
        self.note.hide()
        self._say_waiting("")
        self.restyle()

    # -- what pages answer ------------------------------------------------------------------------------------------

    def build(self) -> None:
        """Put the choices and the body into `column`."""

    def picture(self) -> Picture:
        """What the commands for pictures are about."""
        return Picture()

    def lacking(self) -> Lacking | None:
        """What must be there before anything can be shown."""
        return None

    def body(self) -> QWidget:
        """Where the focus goes."""
        return self

    # -- asking -------------------------------------------------------------------------------------------------------

    def ask(self, question: Callable[[Reader, Progress], T], then: Callable[[T], None]) -> None:
        """Ask in the background; what the world is to blame for is said on the page."""
        self.cancel()
        lacking = self.lacking()
        if lacking is not None:
            self.say_instead(lacking)
            return
        self._say_waiting(self.label)

        def told(read: Reader, progress: Progress) -> T | KnownError:
            try:
                return question(read, progress)
            except KnownError as error:
                return error

        self._work = self.desk.jobs.ask(told, lambda got: self._land(got, then), label=self.label)

    def _land(self, got: T | KnownError, then: Callable[[T], None]) -> None:
        self._say_waiting("")
        if isinstance(got, KnownError):
            self.say_instead((got.sentence, "", ""))
            return
        self._stack.setCurrentWidget(self.main)
        then(got)
        self._enable()

    def cancel(self) -> None:
        """What was asked is no longer wanted."""
        if self._work is not None:
            self._work.cancel()

    def _stop(self) -> None:
        self.cancel()
        self._say_waiting("")

    def _say_waiting(self, words: str) -> None:
        self.waiting.setText(words)
        for widget in (self.waiting, self.stop):
            widget.setVisible(bool(words))

    def say_instead(self, lacking: Lacking) -> None:
        """There is nothing to show: say why, and what to do."""
        self._say_waiting("")
        self.notice.say(*lacking)
        self._stack.setCurrentWidget(self.notice)
        self._enable()

    def say_notes(self, notes: list[str] | tuple[str, ...]) -> None:
        """What to beware of, beneath the body."""
        self.note.setText("\n".join(notes))
        self.note.setVisible(bool(notes))

    @property
    def shows(self) -> bool:
        """Whether there is something to see."""
        return self._stack.currentWidget() is self.main

    # -- what Compare asks of a page ----------------------------------------------------------------------------------

    def first_stop(self) -> QWidget:
        """The body, or what to do while there is none."""
        if self.shows:
            return self.body()
        return self.notice.act if self.notice.act.isVisible() else self.notice

    def set_front(self, front: bool) -> None:
        """Its commands are on only while it is in front."""
        self._front = front
        self.door.set_front(front)
        self._enable()
        if front:
            self.desk.signals.status.emit(self.unit.text())

    def _enable(self) -> None:
        self.desk.commands.enable(self.commands, self._front and self.shows)

    def restyle(self) -> None:
        """Every picture takes the theme."""
        for picture in self.findChildren(Picture):
            picture.set_theme(self.desk.theme)


def scrolled(inside: QWidget) -> QScrollArea:
    """A thing that may be larger than there is room for."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside.setObjectName("ground")
    area.setWidget(inside)
    return area


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
