"""The codebook through time: versions and what differs between them, codings to look at again, and who looks after which branch."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from qcoder.analysis.codebook_history import BEGINNING, NOW, CodebookDifference, codebook_difference, find_state
from qcoder.domain.codebooks import Version
from qcoder.gui.actions.team import TeamActions
from qcoder.gui.views.files import FileDoor
from qcoder.gui.views.marked import difference_html
from qcoder.gui.views.team.branches import BranchesPart
from qcoder.gui.views.team.look_again import LookAgainPart
from qcoder.gui.views.team.moments import moment
from qcoder.gui.views.workspace import Desk
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _


class ChangesPart(QWidget):
    """Two states of the codebook and what differs between them."""

    def __init__(self, desk: Desk, files: FileDoor, actions: TeamActions) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._desk = desk
        self._files = files
        self._actions = actions
        self._filling = False
        self.shown: CodebookDifference | None = None
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("Name for the codebook as it is now"))
        self.name.setAccessibleName(_("Name for the codebook as it is now"))
        self.name.setFixedWidth(260)
        self.name.returnPressed.connect(self.keep)
        self.keep_button = self._button(_("Name this version"), _("Keep the codebook as it is now under this name"), self.keep)
        self.delete_button = self._button(_("Delete version"), _("Remove the version chosen under “From”; the codebook stays"), self.delete)
        self.older = self._box(_("From"))
        self.newer = self._box(_("To"))
        self.word = self._button(_("Word…"), _("Write what changed to a Word document, with the changes marked"), self.export)
        self.page = QTextBrowser()
        self.page.setAccessibleName(_("What changed in the codebook"))
        self.page.setOpenLinks(False)
        self.setFocusProxy(self.name)
        first, second = QHBoxLayout(), QHBoxLayout()
        for widget in (self.name, self.keep_button):
            first.addWidget(widget)
        first.addStretch(1)
        for button in (self.delete_button, self.word):
            first.addWidget(button)
        for label, box in ((_("From"), self.older), (_("To"), self.newer)):
            words = QLabel(label)
            words.setBuddy(box)
            second.addWidget(words)
            second.addWidget(box)
        second.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(first)
        layout.addLayout(second)
        layout.addWidget(self.page, 1)

    def refresh(self) -> None:
        """Read the versions again, and compare again."""
        versions = self._desk.jobs.read.codebook.versions()
        writing = self._desk.jobs.can_write
        for widget in (self.name, self.keep_button):
            widget.setEnabled(writing)
        self._filling = True
        entries = [(_("the beginning"), BEGINNING), *((f"{v.name} · {moment(v.made_at)}", str(v.id)) for v in versions), (_("now"), NOW)]
        for box, usual in ((self.older, _usual(versions)), (self.newer, NOW)):
            chosen = box.currentData() or usual
            box.clear()
            for label, data in entries:
                box.addItem(label, data)
            at = box.findData(chosen)
            box.setCurrentIndex(at if at >= 0 else box.findData(usual))
        self._filling = False
        self._compare()

    def keep(self) -> None:
        """Keep the codebook under the name typed."""

        def kept(_version: int) -> None:
            self.name.clear()

        self._actions.name_version(self.name.text(), kept)

    def delete(self) -> None:
        """Remove the version chosen as the older one."""
        data = str(self.older.currentData())
        if data not in (BEGINNING, NOW):
            self._actions.delete_version(int(data))

    def export(self) -> None:
        """Write what changed to Word."""
        older, newer = str(self.older.currentData()), str(self.newer.currentData())
        proposal = self._desk.jobs.project.path.with_name(f"{self._desk.jobs.project.path.stem} {_('codebook changes')}.docx")
        path = self._files.save(self, _("Write the changes of the codebook"), str(proposal), _("Word (*.docx)"))
        if path is None:
            return

        def question(read: Reader, _progress: Progress) -> Path:
            from qcoder.exporters.codebook_changes import export_changes

            difference = codebook_difference(find_state(read, older), find_state(read, newer))
            return export_changes(difference, path, datetime.now(UTC), project=read.name())

        notice = self._desk.signals.notice
        self._desk.jobs.ask(question, lambda made: notice.emit(_("Wrote “{name}”").format(name=made.name)), label=_("Writing"))

    def restyle(self) -> None:
        """The marks take the theme's colours."""
        if self.shown is not None:
            self.page.setHtml(difference_html(self.shown, self._desk.theme))

    def _compare(self) -> None:
        if self._filling:
            return
        older, newer = str(self.older.currentData()), str(self.newer.currentData())
        self.delete_button.setEnabled(self._desk.jobs.can_write and older not in (BEGINNING, NOW))
        self._desk.jobs.ask(
            lambda read, _progress: codebook_difference(find_state(read, older), find_state(read, newer)), self._show, label=_("Comparing")
        )

    def _show(self, difference: CodebookDifference) -> None:
        self.shown = difference
        self.word.setEnabled(bool(difference.changes))
        self.restyle()

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(20)
        box.currentIndexChanged.connect(lambda _index: self._compare())
        return box

    @staticmethod
    def _button(label: str, tip: str, slot: object) -> QPushButton:
        button = QPushButton(label)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        button.clicked.connect(lambda _checked=False: slot())  # type: ignore[operator]  # a method of the part
        return button


def _usual(versions: list[Version]) -> str:
    """What is compared at first: the newest version with now."""
    return str(versions[-1].id) if versions else BEGINNING


class CodebookPage(QWidget):
    """Three parts: what changed, what to look at again, who looks after what."""

    def __init__(self, desk: Desk, files: FileDoor, actions: TeamActions) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.changes = ChangesPart(desk, files, actions)
        self.again = LookAgainPart(desk, actions)
        self.branches = BranchesPart(desk, actions)
        self.parts = QTabWidget()
        self.parts.setDocumentMode(True)
        self.parts.tabBar().setAccessibleName(_("Parts of the codebook through time"))
        for part, title in (
            (self.changes, _("Versions and changes")),
            (self.again, _("Look again")),
            (self.branches, _("Who looks after what")),
        ):
            self.parts.addTab(part, title)
        self.parts.currentChanged.connect(lambda _index: self._read())
        self.setFocusProxy(self.parts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.addWidget(self.parts)

    def refresh(self) -> None:
        """Read the part in front again."""
        self._read()

    def restyle(self) -> None:
        """Take the theme's colours."""
        self.changes.restyle()

    def name_version(self) -> None:
        """Put the cursor where a version is named."""
        self.parts.setCurrentWidget(self.changes)
        self.changes.name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _read(self) -> None:
        part = self.parts.currentWidget()
        for mine in (self.changes, self.again, self.branches):
            if mine is part:
                mine.refresh()
