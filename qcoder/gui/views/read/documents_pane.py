"""The list of documents: grouped, with how much of each is coded, and the tick of the ones that are done."""

from dataclasses import replace
from time import perf_counter

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from qcoder.domain.memos import Subject
from qcoder.gui.actions.documents import DocumentActions
from qcoder.gui.jobs import Work
from qcoder.gui.models.documents import GROUPINGS, DocumentFacts, DocumentsModel, gather, said_spans
from qcoder.gui.views.files import dropped_files
from qcoder.gui.views.read.blind import blind_documents
from qcoder.gui.views.read.delegates import ArrowTree, DocumentDelegate
from qcoder.gui.views.read.fields import words
from qcoder.gui.views.read.later import Later
from qcoder.gui.views.workspace import Desk
from qcoder.words import _

_STRUCTURE = frozenset({"document", "speaker", "participant", "place", "participant_group", "wave", "fully_coded"})
_PEOPLE = frozenset({"speaker", "participant", "place", "participant_group"})
_BUDGET = 0.008
LARGE = 300
"""With more documents than this, people are looked up in the background."""


class DocumentsPane(QFrame):
    """Documents to choose from. `opened` carries a document's id and whether the keyboard should go to the transcript."""

    opened = Signal(object, bool)
    files_dropped = Signal(object)
    """Files (list of Path) were dropped here: they are to be imported."""
    gathered = Signal()
    """What is known of the documents was looked up in the background and is there now."""

    def __init__(self, desk: Desk, actions: DocumentActions) -> None:
        super().__init__()
        self._desk = desk
        self._actions = actions
        self.model = DocumentsModel(self)
        self.model.can_write = desk.jobs.can_write
        self._closed: set[str] = set()
        self._asked: Work | None = None
        self.coders: frozenset[int] | None = None
        self.setProperty("role", "pane")
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 6, 4)
        column.setSpacing(4)
        column.addLayout(self._head())
        self.view = self._tree()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self._empty())
        column.addWidget(self.stack, 1)
        self._measuring = Later(self, 15, self._measure)
        self.model.share_wanted.connect(self._measuring.ask)
        self.model.renamed.connect(actions.rename)

    # Building

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        title = QLabel(_("Documents"))
        title.setProperty("role", "subheading")
        self.by = QToolButton()
        self.by.setProperty("role", "quiet")
        self.by.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.by.setToolTip(_("Group the documents"))
        menu = QMenu(self.by)
        group = QActionGroup(menu)
        for name in GROUPINGS:
            action = menu.addAction(grouping_words(name))
            action.setCheckable(True)
            action.setData(name)
            group.addAction(action)
        group.triggered.connect(lambda action: self._group_by(str(action.data())))
        self._groupings = group
        self.by.setMenu(menu)
        row.addWidget(title)
        row.addStretch(1)
        row.addWidget(self.by)
        return row

    def _tree(self) -> ArrowTree:
        view = ArrowTree()
        view.setModel(self.model)
        self.delegate = DocumentDelegate(view)
        view.setItemDelegate(self.delegate)
        view.setHeaderHidden(True)
        view.setIndentation(0)
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setAccessibleName(_("Documents"))
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.setExpandsOnDoubleClick(False)
        view.customContextMenuRequested.connect(self._menu)
        view.clicked.connect(self._clicked)
        view.doubleClicked.connect(lambda index: self._open(index, True))
        view.installEventFilter(self)
        return view

    def _empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(1)
        column.addWidget(words(_("Drop transcripts here: txt, docx, odt, md, vtt or srt."), "muted"))
        self.import_button = QPushButton(_("Import transcripts…"))
        self.import_button.setProperty("role", "primary")
        self.import_button.setEnabled(self._desk.jobs.can_write)
        self.import_button.clicked.connect(self._desk.commands["import_transcripts"].trigger)
        column.addWidget(self.import_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(2)
        return page

    # Showing

    def refresh(self, tables: frozenset[str]) -> None:
        """Read the documents again; nothing in `tables` means everything."""
        touched = tables & _STRUCTURE
        behind = self._asked is not None and not self._asked.finished
        if touched == {"fully_coded"} and not behind:
            me = self._desk.jobs.project.coder[0]
            self.model.set_done({id_ for id_, coders in self._desk.jobs.read.documents.fully_coded().items() if me in coders})
        elif touched and touched <= _PEOPLE | {"fully_coded"} and len(self.model.in_order()) > LARGE:
            self._gather_behind()
        elif touched or not tables:
            if self._asked is not None:
                self._asked.cancel()
            self._show(gather(self._desk.jobs.read, self._desk.jobs.project.coder[0]))

    def _gather_behind(self) -> None:
        """Where there are many people, looking them all up would be felt."""
        if self._asked is not None and not self._asked.finished:
            self._asked.cancel()
        me = self._desk.jobs.project.coder[0]

        def answered(facts: list[DocumentFacts]) -> None:
            self._show(facts)
            self.gathered.emit()

        self._asked = self._desk.jobs.ask(lambda read, _progress: gather(read, me), answered)

    def _show(self, facts: list[DocumentFacts]) -> None:
        by = self._desk.settings.documents_by if self._desk.settings.documents_by in GROUPINGS else "locality"
        self.by.setText(grouping_words(by) + " ▾")
        self.by.setAccessibleName(_("Documents grouped {how}").format(how=grouping_words(by)))
        for action in self._groupings.actions():
            action.setChecked(action.data() == by)
        chosen, top = self.chosen(), self.view.verticalScrollBar().value()
        self._note_closed()
        self.model.set_documents(facts, by)
        self._expand()
        for document_id in chosen:
            self._choose(document_id)
        self.view.verticalScrollBar().setValue(top)
        self.stack.setCurrentIndex(0 if facts else 1)

    def restyle(self) -> None:
        """Take the theme's colours."""
        self.delegate.theme = self.view.theme = self._desk.theme
        self.view.viewport().update()

    def show_open(self, document_id: int | None) -> None:
        """Make one document the one that is open."""
        self.delegate.open_id = document_id
        index = self.model.index_of(document_id)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        self.view.viewport().update()

    def chosen(self) -> list[int]:
        """The documents selected in the list."""
        found = (self.model.document_id(index) for index in self.view.selectionModel().selectedIndexes())
        return [document_id for document_id in found if document_id is not None]

    def neighbour(self, step: int) -> int | None:
        """The document before (-1) or after (1) the open one; the first when none is open."""
        order = self.model.in_order()
        if self.delegate.open_id not in order:
            return order[0] if order else None
        place = order.index(self.delegate.open_id) + step
        return order[place] if 0 <= place < len(order) else None

    def set_coders(self, coders: frozenset[int] | None) -> None:
        """Measure only what these coders coded; None: all."""
        self.coders = coders
        self.model.forget_measures()

    def _choose(self, document_id: int) -> None:
        index = self.model.index_of(document_id)
        if index.isValid():
            self.view.selectionModel().select(index, self.view.selectionModel().SelectionFlag.Select)
            if not self.view.currentIndex().isValid():
                self.view.selectionModel().setCurrentIndex(index, self.view.selectionModel().SelectionFlag.NoUpdate)

    def _note_closed(self) -> None:
        for row in range(0 if self.model.flat else self.model.rowCount()):
            index = self.model.index(row, 0)
            name = str(index.data()).rsplit(" · ", 1)[0]
            if self.view.isExpanded(index):
                self._closed.discard(name)
            else:
                self._closed.add(name)

    def _expand(self) -> None:
        for row in range(0 if self.model.flat else self.model.rowCount()):
            index = self.model.index(row, 0)
            self.view.setExpanded(index, str(index.data()).rsplit(" · ", 1)[0] not in self._closed)

    def _measure(self) -> None:
        """Measure documents in sight for a few milliseconds, then let others have their turn."""
        end = perf_counter() + _BUDGET
        read = self._desk.jobs.read
        blind, me = blind_documents(self._desk.jobs), frozenset({self._desk.jobs.project.coder[0]})
        while (document_id := self.model.wanted()) is not None:
            codings = read.codings.of_document(document_id)
            coders = me if document_id in blind else self.coders
            spans = [coding.span for coding in codings if coders is None or coding.coder_id in coders]
            self.model.measured(document_id, said_spans(read, document_id), spans)
            if perf_counter() > end:
                self._measuring.ask()
                return

    # What the hand does

    def rename(self) -> None:
        """Edit the name of the document chosen."""
        index = self.view.currentIndex()
        if self.model.document_id(index) is not None:
            self.view.setFocus()
            self.view.edit(index)

    def delete(self) -> None:
        """Remove the documents chosen."""
        chosen = self.chosen()
        if chosen:
            self._actions.delete(chosen)

    def _group_by(self, name: str) -> None:
        self._closed = set()
        self._desk.signals.settings_changed.emit(replace(self._desk.settings, documents_by=name))
        self.refresh(frozenset())
        self.show_open(self.delegate.open_id)

    def _clicked(self, index: QModelIndex) -> None:
        if self.model.document_id(index) is None:
            self.view.setExpanded(index, not self.view.isExpanded(index))
        elif len(self.chosen()) == 1:
            self._open(index, False)

    def _open(self, index: QModelIndex, with_focus: bool) -> None:
        document_id = self.model.document_id(index)
        if document_id is not None:
            self.opened.emit(document_id, with_focus)

    def _menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        index = self.view.indexAt(point)
        if self.model.document_id(index) is not None:
            menu.addAction(_("Open"), lambda: self._open(index, True))
            rename = menu.addAction(_("Rename\tF2"), self.rename)
            write = self._desk.signals.write_memo
            memo = menu.addAction(_("Memo"), lambda: write.emit(Subject.DOCUMENT, self.model.document_id(index)))
            memo.setEnabled(self._desk.jobs.can_write)
            delete = menu.addAction(_("Delete\tDel"), self.delete)
            rename.setEnabled(self._desk.jobs.can_write)
            delete.setEnabled(self._desk.jobs.can_write)
            menu.addSeparator()
        menu.addAction(self._desk.commands["import_transcripts"])
        menu.popup(self.view.viewport().mapToGlobal(point))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Enter opens, Delete removes."""
        editing = self.view.state() == QTreeView.State.EditingState
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not editing:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                index = self.view.currentIndex()
                if self.model.document_id(index) is None:
                    self._clicked(index)
                else:
                    self._open(index, True)
                return True
            if event.key() == Qt.Key.Key_Delete:
                self.delete()
                return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files in."""
        if dropped_files(event) and self._desk.jobs.can_write:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files are to be imported."""
        files = dropped_files(event)
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)


def grouping_words(name: str) -> str:
    """How a grouping is called."""
    return {"locality": _("by locality"), "group": _("by group"), "wave": _("by wave"), "nothing": _("in one list")}[name]
