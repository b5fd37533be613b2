"""The one door to the system's file dialogs."""

from pathlib import Path

from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from qcoder.words import _

PROJECTS = _("qcoder projects (*.qcoder)")


class FileDoor:
    """Asks the person for a file; tests put another one in its place."""

    def open_one(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        """One file that exists, or None."""
        name, _kind = QFileDialog.getOpenFileName(parent, title, "", kinds)
        return Path(name) if name else None

    def open_many(self, parent: QWidget, title: str, kinds: str) -> list[Path]:
        """Some files that exist."""
        names, _kind = QFileDialog.getOpenFileNames(parent, title, "", kinds)
        return [Path(name) for name in names]

    def save(self, parent: QWidget, title: str, proposal: str, kinds: str) -> Path | None:
        """A file to write; the dialog has asked whether an existing one may be replaced."""
        name, _kind = QFileDialog.getSaveFileName(parent, title, proposal, kinds)
        return Path(name) if name else None


def dropped_files(event: QDropEvent) -> list[Path]:
    """The files that a drag carries."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
