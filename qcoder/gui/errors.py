"""The one door for telling people that something went wrong."""

import platform
import traceback

import PySide6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from qcoder import __version__
from qcoder.domain.errors import KnownError
from qcoder.gui.widgets.sizes import resize_on_screen
from qcoder.words import _


class Errors(QObject):
    """Known errors become a sentence in the window; bugs become a dialog with details to copy. Neither loses work."""

    told = Signal(str, str)
    """A sentence for the person and its details (may be empty)."""

    def __init__(self, window: QWidget | None = None) -> None:
        super().__init__(window)
        self._window = window
        self.open_dialog: CrashDialog | None = None

    def report(self, error: BaseException) -> None:
        """Tell the person about an error of either kind."""
        if isinstance(error, KnownError):
            self.told.emit(error.sentence, error.details)
        else:
            self._crash(error)

    def _crash(self, error: BaseException) -> None:
        text = "".join(traceback.format_exception(error))
        versions = f"qcoder {__version__} · Python {platform.python_version()} · PySide {PySide6.__version__} · {platform.platform()}"
        if self.open_dialog is not None:
            self.open_dialog.add(text)
            return
        self.open_dialog = CrashDialog(f"{versions}\n\n{text}", self._window)
        self.open_dialog.finished.connect(self._closed)
        self.open_dialog.open()

    def _closed(self) -> None:
        self.open_dialog = None


class CrashDialog(QDialog):
    """Says that the program made a mistake, that the project is safe, and offers the details."""

    def __init__(self, details: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("qcoder made a mistake"))
        resize_on_screen(self, 680, 420)
        layout = QVBoxLayout(self)
        words = QLabel(
            _(
                "Something went wrong inside qcoder. Your project is safe: every change that was shown as done is on disk, and the "
                "last action was taken back. Please copy the details and send them to whoever looks after qcoder for you; "
                "they hold no text of your transcripts unless you see it below."
            )
        )
        words.setWordWrap(True)
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(_("Details of the mistake"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = QPushButton(_("Copy details"))
        copy.clicked.connect(self._copy)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout.addWidget(words)
        layout.addWidget(self.details, 1)
        layout.addWidget(buttons)

    def add(self, details: str) -> None:
        """Append a further mistake to the one already shown."""
        self.details.appendPlainText("\n" + details)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
