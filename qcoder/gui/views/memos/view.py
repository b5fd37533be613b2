"""The Memos workspace: all memos and journal entries in a list, the one that is chosen beside it."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from qcoder.domain.memos import Subject, kind_words
from qcoder.domain.richtext import plain
from qcoder.gui.actions.memos import CHANGING, MemoActions
from qcoder.gui.jobs import Work
from qcoder.gui.models.memos import MemosModel, about_words
from qcoder.gui.views.empty import EmptyState
from qcoder.gui.views.memos.bar import MemosBar
from qcoder.gui.views.memos.linking import LinkPicker, things
from qcoder.gui.views.memos.list import MemoList
from qcoder.gui.views.memos.pane import MemoPane
from qcoder.gui.views.quotes.ticks import Option
from qcoder.gui.views.read.later import Later
from qcoder.gui.views.workspace import Desk, Workspace
from qcoder.project.read import Reader
from qcoder.project.read.memo_list import FoundMemos, MemoLine, MemoSection, WantedMemos, find_memos
from qcoder.project.read.quotes import QuoteFinder
from qcoder.project.write import Progress
from qcoder.words import _, n_

_NAMES = frozenset({"participant", "place", "participant_group", "wave", "document", "coder", "code", "coding", "project"})


class MemosView(Workspace):
    """Reading, finding and writing memos, and the project's journal."""

    name = "memos"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.model = MemosModel(desk.jobs.read, self)
        self._actions = MemoActions(desk.jobs)
        self._work: Work | None = None
        self._asked: WantedMemos | None = None
        self._wish: int | None = None
        self._known: tuple[MemoLine, ...] | None = None  # all memos, as long as nothing has changed
        self._showing = False
        self._build()
        self._later = Later(self, 120, self._ask)
        self._connect()
        self.restyle()

    # -- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.bar, self.list, self.pane = MemosBar(), MemoList(self.model), MemoPane(self.desk)
        self.heading, self.figures = QLabel(_("Memos and journal")), QLabel()
        self.heading.setProperty("role", "heading")
        self.figures.setProperty("role", "muted")
        self.nothing, self.notice = EmptyState(), EmptyState()
        self._lists = QStackedWidget()
        self._lists.addWidget(self.list)
        self._lists.addWidget(self.nothing)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(20, 14, 0, 0)
        column.setSpacing(8)
        for widget in (self.heading, self.figures, self.bar):
            column.addWidget(widget)
        column.addWidget(self._lists, 1)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.addWidget(left)
        self._across.addWidget(self.pane)
        self._across.setChildrenCollapsible(False)
        self._across.setHandleWidth(1)
        self._across.setStretchFactor(0, 1)
        self._across.setStretchFactor(1, 1)
        self._across.setSizes([620, 680])
        self.bar.setMinimumWidth(310)  # narrower, its lines would leave no room for the list in a low window
        self.pane.setMinimumWidth(300)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._across)
        self._stack.addWidget(self.notice)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.picker = LinkPicker(
            self.desk.jobs, self, _("Memo about"), _("Letters of a document, code, person, place, group or wave"), things, None
        )

    def _connect(self) -> None:
        self.bar.changed.connect(self._later.ask)
        self.bar.entry_asked.connect(self.desk.commands["journal_entry"].trigger)
        self.bar.export_asked.connect(self._export)
        self.list.wanted.connect(lambda name: self.desk.commands[name].trigger())
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._show_current())
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._context_menu)
        self.pane.left.connect(self._back_to_list)
        self.pane.open_asked.connect(self._open)
        self.pane.delete_asked.connect(self._delete_shown)
        self.pane.adopted.connect(self._adopted)
        self.nothing.asked.connect(lambda _name: self._clear())
        self.notice.asked.connect(lambda name: self.desk.commands[name].trigger())
        self.picker.picked.connect(self._picked)
        commands: dict[str, Callable[[], object]] = {
            "memos_words": self.bar.words.setFocus,
            "memos_clear": self._clear,
            "memos_next": partial(self._heading, 1),
            "memos_previous": partial(self._heading, -1),
            "memos_write": self._write,
            "memos_open": self._open,
            "memos_delete": self._delete,
            "memos_copy": self._copy,
            "memos_export": self._export,
        }
        for name, slot in commands.items():
            self.desk.commands.connect(name, slot)

    # -- what the window asks of a workspace ----------------------------------------------------------------------

    def refresh(self, tables: frozenset[str]) -> None:
        """Show what has changed; what is being written and chosen stays."""
        if tables and not tables & (_NAMES | {"memo"}):
            return
        if not tables or tables & _NAMES:
            self._offer()
        self._known = None
        self.pane.look_for_new()
        self.pane.refresh()
        self._ask()

    def shown(self) -> None:
        """The focus goes to the list."""
        self._enable()
        if self._stack.currentWidget() is self.notice:
            self.notice.act.setFocus()
        elif not self.pane.field.hasFocus():
            self.list.setFocus()
        self._say_where()

    def restyle(self) -> None:
        """Take the theme from the desk."""
        self.list.set_theme(self.desk.theme)
        self.pane.restyle()

    def commit(self) -> None:
        """Hand over what is being written."""
        self.pane.keep()

    def write_memo(self, subject: Subject, subject_id: int | None) -> None:
        """Begin a memo about a thing, or a journal entry."""
        self._stack.setCurrentWidget(self._across)
        self._quietly(self.list.clearSelection)
        self._quietly(lambda: self.list.setCurrentIndex(self.model.index(-1)))
        self.pane.begin(subject, subject_id)
        if self.pane.memo is not None:
            self._wish = self.pane.memo.id
            self._go_to(self._wish)

    def choose_memo(self) -> None:
        """Ask what a memo should be about."""
        self.picker.ask(self.mapToGlobal(QPoint(self.width() // 2 - 230, 60)))

    def _picked(self, _words: str, target: str) -> None:
        kind, id_ = target.split("/")
        self.write_memo(Subject(kind), int(id_))

    # -- asking ---------------------------------------------------------------------------------------------------

    @property
    def wanted(self) -> WantedMemos:
        """What is chosen now."""
        return self.bar.wanted

    def choose(self, wanted: WantedMemos) -> None:
        """Choose something else, as if by hand."""
        self.bar.choose(wanted)

    def _offer(self) -> None:
        read = self.desk.jobs.read
        tree = read.codes.tree()
        kinds = [(subject, kind_words(subject)) for subject in Subject]
        options: dict[str, list[Option]] = {
            "kinds": [(subject, word[:1].upper() + word[1:]) for subject, word in kinds],
            "coders": [(coder.id, coder.name) for coder in read.study.coders()],
            "codes": [(code.id, "    " * depth + code.name) for depth, code in tree.walk()],
            "documents": [(id_, name) for name, id_ in read.documents.names().items()],
        }
        self.bar.offer(options)

    def _ask(self) -> None:
        """Ask for the memos that are chosen."""
        if self._work is not None and not self._work.finished:
            self._work.cancel()
        wanted, known = self.wanted, self._known
        self._asked = wanted
        self._work = self.desk.jobs.ask(lambda read, progress: find_memos(read, wanted, progress, known), partial(self._put, wanted))

    def _put(self, wanted: WantedMemos, found: FoundMemos) -> None:
        if wanted != self._asked:
            return
        self._known = found.every
        current, place = self.list.current(), self.list.place
        keep = self._wish if self._wish is not None else current.id if current is not None else None
        row = max(self.list.currentIndex().row(), 0)
        self._quietly(lambda: self.model.put(found, wanted.group_by))
        self.figures.setText(_figures(found, wanted))
        self._show_empty(found)
        self.list.go_to(*place)
        again = self.model.row_of(keep) if keep is not None else None
        if again is not None:
            self._wish = None
            self._quietly(lambda: self.list.choose(again))
            if self.pane.memo is None or self.pane.memo.id != keep:
                self._show_current()
        elif not self._is_writing():
            self.list.choose(min(row, self.model.rowCount() - 1))
            self._show_current()
        self._enable()
        self._say_where()

    def _is_writing(self) -> bool:
        """True while the pane holds something that the list does not: a new memo, or one that is left out by the filters."""
        return self.pane.is_open and (self.pane.memo is None or self.pane.field.hasFocus())

    def _quietly(self, act: Callable[[], object]) -> None:
        """Move in the list without showing another memo."""
        before, self._showing = self._showing, True
        act()
        self._showing = before

    def _show_current(self) -> None:
        if self._showing:
            return
        line = self.list.current()
        if line is None:
            if not self._is_writing():
                self.pane.keep()
                self.pane.clear()
        elif self.pane.memo is None or self.pane.memo.id != line.id:
            self.pane.show_memo(line.id)
        self._enable()
        self._say_where()

    def _adopted(self, memo_id: int) -> None:
        self._wish = memo_id
        self._go_to(memo_id)

    def _go_to(self, memo_id: int) -> None:
        row = self.model.row_of(memo_id)
        if row is not None:
            self._wish = None
            self._quietly(lambda: self.list.choose(row))

    def _show_empty(self, found: FoundMemos) -> None:
        if not found.of and not self.pane.is_open:
            words = _(
                "Memos keep what you think while you read: about a passage, a code, a transcript, a person. The journal keeps the "
                "study's course, day by day. Nothing has been written yet."
            )
            can_write = self.desk.jobs.can_write
            self.notice.say(words, _("New journal entry") if can_write else "", "journal_entry")
            self._stack.setCurrentWidget(self.notice)
            return
        self._stack.setCurrentWidget(self._across)
        if not found.lines and found.of:
            self.nothing.say(
                _("No memo fits these choices. Take filters back, or look for other words."), _("Show every memo again"), "clear"
            )
        elif not found.of:
            self.nothing.say(_("Nothing has been written yet."))
        self._lists.setCurrentWidget(self.list if found.lines else self.nothing)

    # -- acting ---------------------------------------------------------------------------------------------------

    def _clear(self) -> None:
        self.bar.clear_filters()
        self.list.setFocus()

    def _back_to_list(self) -> None:
        if self.list.isVisible():
            self.list.setFocus()

    def _write(self) -> None:
        if self.pane.is_open:
            self.pane.field.setFocus()
            self.pane.field.moveCursor(self.pane.field.textCursor().MoveOperation.End)

    def _open(self) -> None:
        """Show what the memo is about where it is at home."""
        subject, id_, read = self.pane.subject, self.pane.subject_id, self.desk.jobs.read
        self.pane.keep()
        if subject is Subject.CODING and id_ is not None:
            coding = read.codings.get(id_)
            if coding is not None:
                self.desk.signals.open_passage.emit(coding.document_id, coding.span)
        elif subject is Subject.DOCUMENT:
            self.desk.signals.open_passage.emit(id_, None)
        elif subject is Subject.CODE:
            self.desk.signals.open_code.emit(id_)
        elif subject is not None and subject is not Subject.PROJECT:
            self.desk.signals.show_workspace.emit("team")

    def _delete(self) -> None:
        """Delete the selected memos of one's own; those of others stay."""
        me = self.desk.jobs.project.coder[0]
        lines = self.list.selected()
        mine = [line.id for line in lines if line.coder_id == me]
        if not mine and lines:
            self.desk.signals.notice.emit(_("Only who wrote a memo can delete it."))
        elif mine:
            if self.pane.memo is not None and self.pane.memo.id in mine:
                self.pane.clear()
            self._actions.delete(mine)

    def _delete_shown(self) -> None:
        memo = self.pane.memo
        if memo is not None:
            self.pane.clear()
            self._actions.delete([memo.id])

    def _heading(self, step: int) -> None:
        """To the heading after or before the one under which the cursor is."""
        rows, here = self.model.heading_rows(), self.list.currentIndex().row()
        after, before = [row for row in rows if row > here], [row for row in rows if row < here - 1]
        target = after[0] if step > 0 and after else before[-1] if step < 0 and before else None
        if target is not None:
            self.list.go_to(target)
            self.list.choose(target)
            self.list.setFocus()

    def _say_where(self) -> None:
        if self.isVisible():
            self.desk.signals.status.emit(_("Enter writes · Ctrl+Enter shows what it is about · Alt+Up/Down headings · Ctrl+Shift+L words"))

    def _enable(self) -> None:
        if not self.isVisible():
            return
        there, writable = self.list.current() is not None and self._stack.currentWidget() is self._across, self.desk.jobs.can_write
        for name in ("memos_next", "memos_previous", "memos_delete", "memos_copy", "memos_export"):
            self.desk.commands[name].setEnabled(there and (writable or name not in CHANGING))
        for name in ("memos_write", "memos_open"):
            self.desk.commands[name].setEnabled(self.pane.is_open and (writable or name not in CHANGING))
        self.bar.export.setEnabled(bool(self.model.found.lines))
        self.bar.entry.setEnabled(writable)

    def _context_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ("memos_write", "memos_open", "", "memos_copy", "memos_export", "", "memos_delete"):
            menu.addAction(self.desk.commands[name]) if name else menu.addSeparator()
        menu.popup(self.list.viewport().mapToGlobal(at))

    # -- taking away ------------------------------------------------------------------------------------------------

    def _copy(self) -> None:
        lines = self.list.selected()
        if lines:
            QGuiApplication.clipboard().setText("\n\n".join(f"{about_words(line)}\n{plain(line.text)}" for line in lines))
            self.desk.signals.notice.emit(n_("Copied {n} memo", "Copied {n} memos", len(lines)))

    def _export(self) -> None:
        kinds = _("Word (*.docx);;Excel (*.xlsx);;Table (*.csv);;Web page (*.html)")
        project = self.desk.jobs.project.path
        proposal = project.with_name(f"{project.stem} {_('memos')}.docx")
        self.pane.keep()
        path = self.desk.files.save(self, _("Export these memos"), str(proposal), kinds)
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".docx")
        wanted, title, about = self.wanted, self.model.title, self.bar.in_words()
        self.desk.jobs.ask(
            lambda read, progress: write_file(read, wanted, title, path, about, progress),
            lambda made: self.desk.signals.notice.emit(_("Wrote “{name}”").format(name=made.name)),
            label=_("Writing memos"),
        )


def _figures(found: FoundMemos, wanted: WantedMemos) -> str:
    if wanted.filtered:
        return _("{n} of {of} memos").format(n=f"{len(found.lines):,}", of=f"{found.of:,}")
    entries = sum(line.subject is Subject.PROJECT for line in found.lines)
    parts = [n_("{n} memo", "{n} memos", found.of - entries), n_("{n} journal entry", "{n} journal entries", entries)]
    return " · ".join(parts)


def write_file(read: Reader, wanted: WantedMemos, title: Callable[[MemoSection], str], path: Path, about: str, progress: Progress) -> Path:
    """Write all memos that are wanted, under their headings, to a file."""
    from qcoder.exporters.memos import MemoSheaf, export_memos, heading_of

    found = find_memos(read, wanted, progress)
    codings = [line.subject_id for line in found.lines if line.span is not None and line.subject_id is not None]
    quotes = {quote.id: quote for quote in QuoteFinder(read).of_ids(codings, progress)}
    headed = wanted.group_by != "nothing"
    sheaves = [
        MemoSheaf(heading_of(title(section)) if headed else "", found.lines[section.first : section.first + section.count])
        for section in found.sections
    ]
    return export_memos(sheaves, quotes, path, datetime.now(UTC), project=read.name(), about=about)
