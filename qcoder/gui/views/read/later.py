"""Work that can wait until the page is drawn."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class Later(QObject):
    """Does something a moment after it was last asked for; never while its owner is hidden, when the project may be closing."""

    def __init__(self, owner: QWidget, milliseconds: int, task: Callable[[], object]) -> None:
        super().__init__(owner)
        self._owner = owner
        self._task = task
        self._wanted = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(milliseconds)
        self._timer.timeout.connect(self._now)
        owner.installEventFilter(self)

    def ask(self) -> None:
        """It should be done soon."""
        self._wanted = True
        if self._owner.isVisible():
            self._timer.start()

    def _now(self) -> None:
        self._wanted = False
        self._task()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stop when the owner is hidden, go on when it is shown."""
        if event.type() == QEvent.Type.Hide:
            self._timer.stop()
        elif event.type() == QEvent.Type.Show and self._wanted:
            self._timer.start()
        return False
