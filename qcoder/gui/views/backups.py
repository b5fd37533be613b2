"""The backup copies of a project, to restore one as a file of its own."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QVBoxLayout, QWidget

from qcoder.gui.widgets.sizes import resize_on_screen
from qcoder.project.backups import Backup
from qcoder.words import _


class BackupsDialog(QDialog):
    """Lists the copies, newest first; the project itself is never replaced."""

    def __init__(self, parent: QWidget, copies: Sequence[Backup], folder: Path) -> None:
        super().__init__(parent)
        self._copies = copies
        self.setWindowTitle(_("Restore a copy"))
        resize_on_screen(self, 520, 380)
        words = QLabel(
            _(
                "A copy is made every 15 minutes if something changed, and before every import, merge and deletion "
                "in bulk. The one you choose is saved under a new name and opened; this project stays as it is."
            )
            if copies
            else _(
                "There are no copies yet. One is made every 15 minutes if something changed, and before every "
                "import, merge and deletion in bulk."
            )
        )
        words.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Backup copies"))
        for copy in copies:
            self.list.addItem(f"{copy.at.astimezone():%Y-%m-%d %H:%M}   ·   {copy.name}   ·   {copy.size / 1_000_000:.1f} MB")
        self.list.setCurrentRow(0 if copies else -1)
        self.list.itemActivated.connect(lambda _item: self.accept())
        where = QLabel(_("They lie in {folder}").format(folder=folder))
        where.setProperty("role", "muted")
        where.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        go = buttons.addButton(_("Restore as…"), QDialogButtonBox.ButtonRole.AcceptRole)
        go.setEnabled(bool(copies))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(words)
        layout.addWidget(self.list, 1)
        layout.addWidget(where)
        layout.addWidget(buttons)

    def chosen(self) -> Backup | None:
        """The copy that is selected."""
        row = self.list.currentRow()
        return self._copies[row] if 0 <= row < len(self._copies) else None
