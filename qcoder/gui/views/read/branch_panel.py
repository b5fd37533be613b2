"""Codes from one project to another, shown before it is done: what differs first, then what is new."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QSplitter, QTextBrowser, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from qcoder.domain.branches import Meeting, branch_with_parents, meet
from qcoder.domain.codes import Code, CodeTree
from qcoder.gui.actions.codebook import CodebookActions
from qcoder.gui.views.files import PROJECTS
from qcoder.gui.views.marked import labels, marked_html
from qcoder.gui.views.read.fields import words
from qcoder.gui.views.read.over import Sheet
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.patterns import swatch
from qcoder.project.backups import Backups
from qcoder.project.history import Step
from qcoder.project.project import Project
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.settings import data_folder
from qcoder.words import _, n_

_ID = Qt.ItemDataRole.UserRole


class BranchPanel(Sheet):
    """Copies codes to another project, or takes them from one."""

    def __init__(self, page: QWidget, beside: QWidget, desk: Desk, actions: CodebookActions) -> None:
        super().__init__(page, beside, _("Copy codes between projects"), QSize(960, 640))
        self._desk = desk
        self._actions = actions
        self._path = Path()
        self._copying = True
        self._source = CodeTree(())
        self._target = CodeTree(())
        self._ids: list[int] = []
        self.meetings: tuple[Meeting, ...] = ()
        self.go.setText(_("Copy"))
        self.summary = words()
        self.column.addWidget(self.summary)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setChildrenCollapsible(False)
        across.addWidget(self._choosing())
        across.addWidget(self._showing())
        across.setSizes([260, 660])
        self.column.addWidget(across, 1)
        self.column.addLayout(self.buttons)

    def _choosing(self) -> QWidget:
        self.side = QWidget()
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 8, 0)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter codes…"))
        self.filter.setAccessibleName(_("Filter the other project's codes"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._narrow)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(_("Codes of the other project; Shift and Ctrl choose several"))
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.itemSelectionChanged.connect(self._chose)
        column.addWidget(self.filter)
        column.addWidget(self.tree, 1)
        return self.side

    def _showing(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        self.list = QTreeWidget()
        self.list.setAccessibleName(_("What would happen"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setColumnCount(4)
        self.list.itemChanged.connect(lambda *_which: self._count())
        self.list.currentItemChanged.connect(lambda *_which: self._show_detail())
        self.detail = QTextBrowser()
        self.detail.setOpenLinks(False)
        self.detail.setAccessibleName(_("The two texts with their differences marked"))
        self.detail.setMaximumHeight(130)
        column.addWidget(self.list, 1)
        column.addWidget(self.detail)
        return side

    # Beginning

    def ask_copy(self, code_ids: Sequence[int]) -> None:
        """Ask for the project to copy these codes to, and show what would happen there."""
        path = self._file(_("Copy the branch to which project?"))
        if path is not None:
            self._copying, self._ids = True, list(code_ids)
            self._open(path, self._show_copy)

    def ask_take(self) -> None:
        """Ask for the project to take codes from, and show them."""
        path = self._file(_("Take a branch from which project?"))
        if path is not None:
            self._copying, self._ids = False, []
            self._open(path, self._show_take)

    def _file(self, title: str) -> Path | None:
        path = self._desk.files.open_one(self, title, PROJECTS)
        if path is not None and path.absolute() == self._desk.jobs.project.path:
            self._desk.errors.told.emit(_("“{name}” is the project that is open here; choose another one.").format(name=path.name), "")
            return None
        return path

    def _open(self, path: Path, then: Callable[[CodeTree], None]) -> None:
        self._path = path

        def question(_read: Reader, _progress: Progress) -> CodeTree:
            with Project.open(path, write=False) as other:
                return other.read.codes.tree()

        self._desk.jobs.ask(question, then, label=_("Reading “{name}”").format(name=path.name))

    def _show_copy(self, tree: CodeTree) -> None:
        self._source, self._target = self._desk.jobs.read.codes.tree(), tree
        self._ids = [code_id for code_id in self._ids if code_id in self._source.by_id]
        names = ", ".join(f"“{self._source.by_id[code_id].name}”" for code_id in self._ids[:3]) + ("…" if len(self._ids) > 3 else "")
        self.title.setText(_("Copy {names} to “{project}”").format(names=names, project=self._path.name))
        self.go.setText(_("Copy"))
        self.side.hide()
        self._show()

    def _show_take(self, tree: CodeTree) -> None:
        self._source, self._target = tree, self._desk.jobs.read.codes.tree()
        self.title.setText(_("Take codes from “{project}”").format(project=self._path.name))
        self.go.setText(_("Take in"))
        self.side.show()
        self._fill()
        self._show()
        if len(tree):
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
            first = self.tree.topLevelItem(0)
            if first is not None:
                self.tree.setCurrentItem(first)

    def _show(self) -> None:
        self.list.setHeaderLabels([_("Code"), _("What"), _("Is there now") if self._copying else _("Is here now"), _("Would come")])
        self.open_over()
        self._meet()

    # The other project's codes

    def _fill(self) -> None:
        self.tree.blockSignals(True)
        self.filter.clear()
        self.tree.clear()
        items: dict[int, QTreeWidgetItem] = {}
        for _depth, code in self._source.walk():
            item = QTreeWidgetItem([code.name])
            item.setIcon(0, swatch(code.color))
            item.setData(0, _ID, code.id)
            item.setToolTip(0, code.brief)
            items[code.id] = item
            if code.parent_id is None:
                self.tree.addTopLevelItem(item)
            else:
                items[code.parent_id].addChild(item)
        self.tree.blockSignals(False)

    def _narrow(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        shown = {
            above.id for code in self._source.by_id.values() if wanted in code.name.casefold() for above in self._source.ancestors(code.id)
        }
        stack = [self.tree.topLevelItem(row) for row in range(self.tree.topLevelItemCount())]
        while stack:
            item = stack.pop()
            if item is not None:
                item.setHidden(item.data(0, _ID) not in shown)
                item.setExpanded(bool(wanted))
                stack.extend(item.child(row) for row in range(item.childCount()))

    def _chose(self) -> None:
        self._ids = [item.data(0, _ID) for item in self.tree.selectedItems()]
        self._meet()

    # What would happen

    def _meet(self) -> None:
        self.meetings = meet(self._target, branch_with_parents(self._source, self._ids)) if self._ids else ()
        self.list.blockSignals(True)
        self.list.clear()
        titles = {"name": _("Name"), **labels()}
        for meeting in self.meetings:
            for field in meeting.differs:
                item = self._row(meeting, titles[field], field)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(0, Qt.CheckState.Unchecked)
        for meeting in self.meetings:
            for field in meeting.fills:
                self._row(meeting, _("{field} (is empty)").format(field=titles[field]), field)
        for meeting in self.meetings:
            if meeting.here is None:
                self._row(meeting, _("new code"), "brief")
        self.list.blockSignals(False)
        for column, share in enumerate((0.3, 0.18, 0.24)):
            self.list.setColumnWidth(column, round(self.list.viewport().width() * share))
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self._show_detail()
        self._count()

    def _row(self, meeting: Meeting, what: str, field: str) -> QTreeWidgetItem:
        before = "" if meeting.here is None else str(getattr(meeting.here, field))
        after = str(getattr(meeting.code, field))
        item = QTreeWidgetItem([meeting.path, what, " ".join(before.split()) or "–", " ".join(after.split()) or "–"])
        item.setData(0, _ID, (meeting.code.id, field, before, after))
        item.setToolTip(0, meeting.path)
        self.list.addTopLevelItem(item)
        return item

    def _rows(self) -> list[QTreeWidgetItem]:
        items = (self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount()))
        return [item for item in items if item is not None]

    def ticked(self) -> frozenset[tuple[int, str]]:
        """(id of the code that comes, field) of the texts that shall take the place of others."""
        chosen = [item.data(0, _ID) for item in self._rows() if item.checkState(0) is Qt.CheckState.Checked]
        return frozenset((code_id, field) for code_id, field, _before, _after in chosen)

    def _show_detail(self) -> None:
        item = self.list.currentItem()
        if item is None:
            self.detail.clear()
            return
        _code_id, _field, before, after = item.data(0, _ID)
        self.detail.setHtml(marked_html(before, after, self._desk.theme))

    def _count(self) -> None:
        new = sum(meeting.here is None for meeting in self.meetings)
        differs = sum(len(meeting.differs) for meeting in self.meetings)
        fills = sum(len(meeting.fills) for meeting in self.meetings)
        self.go.setEnabled(bool(new or fills or self.ticked()))
        if not self.meetings:
            empty = _("That project has no codes.") if not len(self._source) else _("Choose the codes to take; their subcodes come along.")
            self.summary.setText(empty)
            return
        said = [n_("{n} text differs: tick it to replace it.", "{n} texts differ: tick those to replace.", differs)] if differs else []
        said += [n_("{n} new code.", "{n} new codes.", new)] if new else []
        said += [n_("{n} empty field is filled.", "{n} empty fields are filled.", fills)] if fills else []
        if not said:
            said = [_("Everything is there already, and says the same.")]
        said.append(_("Names, definitions, colours and free keys come along; codings and memos do not."))
        self.summary.setText(" ".join(said))

    # Doing it

    def carry_out(self) -> None:
        """Take in, or copy, as one step of the project that gets the codes."""
        if not self.go.isEnabled():
            return
        codes: tuple[Code, ...] = branch_with_parents(self._source, self._ids)
        ticked = self.ticked()
        self.hide()
        self.closed.emit()
        if self._copying:
            backups = Backups(data_folder() / "backups")
            self._actions.copy_branch(self._path, codes, ticked, backups, partial(self._copied, self._path.name))
        else:
            self._actions.take_branch(codes, self._path.name, ticked)

    def _copied(self, name: str, step: Step | None) -> None:
        if step is None:
            self._desk.signals.notice.emit(_("“{name}” had all of it already.").format(name=name))
        else:
            sentence = _("Copied to “{name}”: {title}. Undo there takes it back.")
            self._desk.signals.notice.emit(sentence.format(name=name, title=step.title))
