"""Taking a picture of Compare away: to the clipboard, or to a file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QWidget

from qcoder.domain.errors import KnownError
from qcoder.exporters.files import export_to
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.picture import Picture
from qcoder.words import _

_NAMES = ("compare_picture_copy", "compare_picture_save")


class PictureDoor:
    """Answers to the two commands for the picture of a page while the page is in front."""

    def __init__(self, page: QWidget, desk: Desk, picture: Callable[[], Picture]) -> None:
        self._page, self._desk, self._picture = page, desk, picture

    def set_front(self, front: bool) -> None:
        """The page came to the front: the commands are about its picture now."""
        if front:
            self._desk.commands.take("compare_picture_copy", self.copy)
            self._desk.commands.take("compare_picture_save", self.save)
        self._desk.commands.enable(_NAMES, front)

    def offer(self, picture: Picture) -> None:
        """Put the two commands into the picture's own menu."""
        for name, act in zip(_NAMES, (self.copy, self.save), strict=True):
            action = QAction(self._desk.commands[name].text(), picture)
            action.triggered.connect(act)
            picture.addAction(action)
        picture.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        picture = self._picture()
        if picture.height_for(400):
            QGuiApplication.clipboard().setMimeData(picture.mime())
            self._desk.signals.notice.emit(_("The picture is on the clipboard."))

    def save(self) -> None:
        """Ask where to, and write it."""
        picture = self._picture()
        if not picture.height_for(400):
            return
        proposal = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in picture.title())[:60].strip()
        kinds = _("Picture for editing (*.svg);;Picture in 300 dpi (*.png)")
        path = self._desk.files.save(self._page, _("Save the picture"), f"{proposal or _('picture')}.svg", kinds)
        if path is not None:
            self.write(picture, path if path.suffix else path.with_suffix(".svg"))

    def write(self, picture: Picture, path: Path) -> None:
        """Write it and say so, or say why not."""
        try:
            export_to(path, {".svg": picture.svg, ".png": picture.png})
        except KnownError as error:
            self._desk.errors.report(error)
            return
        self._desk.signals.notice.emit(_("The picture was written to {file}.").format(file=path.name))
