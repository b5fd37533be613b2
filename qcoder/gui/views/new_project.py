"""Making a new project: who, what, where, and with which codebook."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qcoder.gui.views.files import PROJECTS, FileDoor
from qcoder.gui.widgets.sizes import resize_on_screen
from qcoder.project.connection import SUFFIX
from qcoder.words import _


class NewProjectDialog(QDialog):
    """Asks for the project's name, your name, a starter codebook and the file."""

    def __init__(self, parent: QWidget, codebooks: Mapping[str, Path], coder: str, folder: Path, files: FileDoor) -> None:
        super().__init__(parent)
        self._files = files
        self._folder = folder
        self._chosen: Path | None = None
        self.setWindowTitle(_("New project"))
        resize_on_screen(self, 560, 240)
        self.project_name = QLineEdit()
        self.project_name.setPlaceholderText(_("Local learning systems"))
        self.coder = QLineEdit(coder)
        self.coder.setPlaceholderText(_("Every coding says who made it"))
        self.codebook = QComboBox()
        self.codebook.addItem(_("Empty"), None)
        for name, path in codebooks.items():
            self.codebook.addItem(name.replace("-", " ").capitalize(), path)
        self.place = QLabel()
        self.place.setProperty("role", "muted")
        self.place.setWordWrap(True)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        change = QPushButton(_("Change…"))
        change.clicked.connect(self._change)
        form = QFormLayout()
        for label, widget in (
            (_("Project"), self.project_name),
            (_("Your name"), self.coder),
            (_("Codebook"), self.codebook),
        ):
            widget.setAccessibleName(label)
            form.addRow(label, widget)
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        row.addWidget(change)
        form.addRow(_("File"), row)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.make = buttons.addButton(_("Make the project"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.make.setProperty("role", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.project_name.textChanged.connect(self._show_place)
        self.coder.textChanged.connect(self._show_place)
        self._show_place()

    @property
    def path(self) -> Path:
        """The file that will be made."""
        if self._chosen is not None:
            return self._chosen
        safe = "".join(letter if letter.isalnum() or letter in " -_." else "-" for letter in self.name).strip(" .") or "project"
        return self._folder / f"{safe}{SUFFIX}"

    @property
    def name(self) -> str:
        """The project's name."""
        return " ".join(self.project_name.text().split())

    def _change(self) -> None:
        chosen = self._files.save(self, _("Where the project will be kept"), str(self.path), PROJECTS)
        if chosen is not None:
            self._chosen = chosen if chosen.suffix == SUFFIX else chosen.with_name(chosen.name + SUFFIX)
            self._show_place()

    def _show_place(self) -> None:
        path = self.path
        taken = bool(self.name) and path.exists()
        there = _("“{name}” is there already, in {folder}; choose another file.").format(name=path.name, folder=path.parent)
        self.place.setText(there if taken else str(path))
        self.make.setEnabled(bool(self.name and self.coder.text().strip()) and not taken)
