"""The codebook through time: versions and what differs between them, codings to look at again, and who looks after which branch."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from qcoder.analysis.codebook_history import BEGINNING, NOW, CodebookDifference, codebook_difference, find_state
from qcoder.domain.codebooks import Version
from qcoder.gui.actions.team import TeamActions
from qcoder.gui.models.rows import Column, RowsModel, RowsView
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
        self.versions: RowsModel[Version] = RowsModel(_columns(desk, self._rename), lambda version: version.id)
        self.list = RowsView(_("Named versions"))
        self.list.show_model(self.versions)
        self.list.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.list.horizontalHeader().setStretchLastSection(False)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.list.selectionModel().selectionChanged.connect(lambda _on, _off: self._choose())
        gone = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        gone.setContext(Qt.ShortcutContext.WidgetShortcut)
        gone.activated.connect(self.delete)
        self.keep_button = self._button(_("Name this version"), _("Keep the codebook as it is now under this name"), self.keep)
        self.rename_button = self._button(_("Rename"), _("Give the selected version another name (F2)"), self.rename)
        self.delete_button = self._button(_("Delete version"), _("Remove the selected version (Delete); the codebook stays"), self.delete)
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
        for button in (self.rename_button, self.delete_button):
            first.addWidget(button)
        for label, box in ((_("From"), self.older), (_("To"), self.newer)):
            words = QLabel(label)
            words.setBuddy(box)
            second.addWidget(words)
            second.addWidget(box)
        second.addStretch(1)
        second.addWidget(self.word)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(first)
        layout.addWidget(self.list)
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
        self.versions.editable = writing
        self.versions.fill(versions[::-1])
        if versions and self.selected() is None:
            self.list.selectRow(0)
        self._filling = False
        self.list.resizeColumnsToContents()
        for column in range(self.versions.columnCount()):
            self.list.setColumnWidth(column, min(self.list.columnWidth(column) + 24, 380))
        rows = min(len(versions), 4)
        self.list.setFixedHeight(
            self.list.horizontalHeader().sizeHint().height() + rows * self.list.verticalHeader().defaultSectionSize() + 6
        )
        self.list.setVisible(bool(versions))
        for button in (self.rename_button, self.delete_button):
            button.setVisible(bool(versions))
        self._enable()
        self._compare()

    def keep(self) -> None:
        """Keep the codebook under the name typed."""

        def kept(_version: int) -> None:
            self.name.clear()

        self._actions.name_version(self.name.text(), kept)

    def selected(self) -> Version | None:
        """The version that is selected in the list."""
        rows: list[Version] = self.list.selected_rows()
        return rows[0] if rows else None

    def rename(self) -> None:
        """Write over the name of the selected version."""
        if self.selected() is not None:
            self.list.setFocus()
            self.list.edit(self.versions.index(self.list.currentIndex().row(), 0))

    def delete(self) -> None:
        """Remove the selected version."""
        version = self.selected()
        if version is not None and self._desk.jobs.can_write:
            self._actions.delete_version(version.id)

    def _rename(self, version: Version, name: str) -> None:
        self._actions.rename_version(version.id, name)

    def _choose(self) -> None:
        """What is selected is what one compares with."""
        version = self.selected()
        self._enable()
        if version is not None and not self._filling:
            self.older.setCurrentIndex(self.older.findData(str(version.id)))

    def _enable(self) -> None:
        can = self._desk.jobs.can_write and self.selected() is not None
        for button in (self.rename_button, self.delete_button):
            button.setEnabled(can)

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


def _columns(desk: Desk, rename: Callable[[Version, str], None]) -> tuple[Column[Version], ...]:
    def who(version: Version) -> str:
        return next((coder.name for coder in desk.jobs.read.study.coders() if coder.id == version.coder_id), "")

    return (
        Column(_("Version"), lambda v: v.name, change=rename, tip=_("Double-click, or F2, to rename")),
        Column(_("Named"), lambda v: moment(v.made_at), sort=lambda v: v.made_at),
        Column(_("By"), who),
        Column(_("Codes"), lambda v: f"{len(v.codes):,}", sort=lambda v: len(v.codes), number=True),
    )


def _quiet(label: str, tip: str, command: QAction) -> QPushButton:
    """A button for a command of the menus that is looked for here as well."""
    button = QPushButton(label)
    button.setProperty("role", "quiet")
    button.setToolTip(tip)
    button.setAccessibleDescription(tip)
    button.clicked.connect(lambda _checked=False: command.trigger())
    command.enabledChanged.connect(button.setEnabled)
    button.setEnabled(command.isEnabled())
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
        self.send = _quiet(
            _("Send the codebook…"), _("Write the codebook alone to a file for a colleague"), desk.commands["export_codebook"]
        )
        self.take = _quiet(
            _("Take one in…"), _("See what a colleague's codebook would change here, and choose"), desk.commands["import_codebook"]
        )
        corner = QWidget()
        beside = QHBoxLayout(corner)
        beside.setContentsMargins(0, 0, 0, 0)
        for button in (self.send, self.take):
            beside.addWidget(button)
        self.parts.setCornerWidget(corner)
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
