"""The main window: start page or workspaces, header, notices, status, and the commands that belong to no workspace."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qcoder import settings as preferences
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.gui.actions import ALL_COMMANDS, Commands
from qcoder.gui.actions.memos import MemoActions
from qcoder.gui.actions.menus import CHANGING, MENUS, grouped
from qcoder.gui.errors import Errors
from qcoder.gui.jobs import Jobs, Work
from qcoder.gui.views.blind_line import BlindLine
from qcoder.gui.views.files import FileDoor, dropped_files
from qcoder.gui.views.help import HelpWindow, about_text
from qcoder.gui.views.keys import KeysPage
from qcoder.gui.views.memos.drafts import MemoDrafts
from qcoder.gui.views.palette import Around, CommandPalette, Goal
from qcoder.gui.views.places import PLACES, make_workspace, read_modules
from qcoder.gui.views.project_files import ProjectFiles
from qcoder.gui.views.start import StartPage
from qcoder.gui.views.workspace import Desk, Signals, Workspace
from qcoder.gui.widgets import theme as themes
from qcoder.gui.widgets.navigation import Navigation
from qcoder.gui.widgets.notices import NoticeBar, Toast
from qcoder.project.connection import SUFFIX
from qcoder.project.project import Project
from qcoder.settings import Settings
from qcoder.words import _, n_

NEEDS_PROJECT = (
    "import_transcripts", "import_people", "import_codebook", "export_codebook", "export_quotes", "save_copy", "restore_copy",
    "check_project", "rename_project", "close_project", "undo", "redo", "go_read", "go_find", "go_quotes", "go_compare", "go_suggest",
    "go_sort", "go_memos", "journal_entry", "memo_about", "go_team", "autocode",
)  # fmt: skip


class MainWindow(QMainWindow):
    """One project at a time. `files` is the door to the file dialogs; `remember` stores changed preferences."""

    def __init__(self, settings: Settings, files: FileDoor, remember: Callable[[Settings], None]) -> None:
        super().__init__()
        self.settings = settings
        self.files = files
        self.desk: Desk | None = None
        self.workspaces: dict[str, Workspace] = {}
        self._remember = remember
        self._stale: dict[str, set[str]] = {}
        self._work: list[Work] = []
        self._help_window: HelpWindow | None = None
        self._used: list[str] = []  # commands chosen in the palette, newest first
        self.errors = Errors(self)
        self.signals = Signals(self)
        self.commands = Commands(self, ALL_COMMANDS)
        self.commands.rebind(dict(settings.keys))
        self._build()
        self.project_files = ProjectFiles(self, self, self.commands, self.errors, files, lambda words: self.toast.say(words, undo=False))
        self._connect()
        self.restyle()
        self._show_start()

    # -- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setWindowTitle("qcoder")
        self.resize(1280, 760)
        self.setAcceptDrops(True)
        for menu_name, label in MENUS:
            menu = self.menuBar().addMenu(label)
            for group in grouped(menu_name, self.commands.all.values()):
                menu.addSeparator()
                menu.addActions([self.commands[name] for name in group])
        self.commands.one_of(f"theme_{name}" for name in preferences.THEME_NAMES)
        self.commands.one_of(("show_my_codings", "show_all_codings"))
        ground = QWidget()
        ground.setObjectName("ground")
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.header = self._header()
        self.notice = NoticeBar()
        column.addWidget(self.header)
        column.addWidget(self.notice)
        self.blind_line = BlindLine(self.signals)
        column.addWidget(self.blind_line)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.navigation = Navigation(PLACES)
        for name, _word, tip in PLACES:
            self.commands.hint(self.navigation.buttons[name], tip, f"go_{name}")
        self.stack = QStackedWidget()
        self.start = StartPage()
        self.stack.addWidget(self.start)
        row.addWidget(self.navigation)
        row.addWidget(self.stack, 1)
        column.addLayout(row, 1)
        self.setCentralWidget(ground)
        self.toast = Toast(ground)
        self._build_status()

    def _header(self) -> QWidget:
        header = QWidget()
        row = QHBoxLayout(header)
        row.setContentsMargins(14, 6, 14, 6)
        self.title = QLabel()
        self.title.setProperty("role", "subheading")
        self.subtitle = QLabel()
        self.subtitle.setProperty("role", "muted")
        self.find_command = QPushButton()
        self._show_palette_key()
        self.who = QLabel()
        self.who.setAccessibleName(_("You"))
        row.addWidget(self.title)
        row.addWidget(self.subtitle)
        row.addStretch(1)
        row.addWidget(self.find_command)
        row.addWidget(self.who)
        return header

    def _build_status(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(8, 0, 14, 0)
        self.place_words = QLabel()
        self.saved_words = QLabel()
        self.progress_words = QLabel()
        self.progress = QProgressBar()
        self.progress.setFixedWidth(160)
        self.progress.setTextVisible(False)
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.setProperty("role", "quiet")
        bar.addWidget(self.place_words, 1)
        for widget in (self.progress_words, self.progress, self.cancel, self.saved_words):
            bar.addPermanentWidget(widget)
        self._show_work()

    def _connect(self) -> None:
        on = self.commands.connect
        on("undo", self.undo)
        on("redo", self.redo)
        on("close_window", self.close)
        on("close_project", self.close_project)
        on("palette", self._palette)
        on("keys", self._keys)
        on("help_here", self._help)
        on("about", self._about)
        on("autocode", self._autocode)
        on("journal_entry", partial(self._write_memo, Subject.PROJECT, None))
        on("memo_about", self._choose_memo)
        for name, _word, _tip in PLACES:
            on(f"go_{name}", partial(self.show_workspace, name))
        for theme_name in preferences.THEME_NAMES:
            on(f"theme_{theme_name}", partial(self.choose_theme, theme_name))
        self.start.demo.connect(self.project_files.demo)
        self.start.new.connect(self.project_files.new)
        self.start.open_file.connect(self.project_files.choose)
        self.start.recent.connect(lambda path: self.open_path(Path(path)))
        self.find_command.clicked.connect(self._palette)
        self.navigation.chosen.connect(self.show_workspace)
        self.toast.undo.connect(self.undo)
        self.cancel.clicked.connect(self._cancel_work)
        self.errors.told.connect(self.notice.say)
        self.signals.notice.connect(lambda words: self.toast.say(words, undo=False))
        self.signals.offer.connect(self.toast.offer)
        self.signals.status.connect(self.place_words.setText)
        self.signals.show_workspace.connect(self.show_workspace)
        self.signals.show_passages.connect(self._show_passages)
        self.signals.files_dropped.connect(self.project_files.import_transcripts)
        self.signals.open_passage.connect(self._open_passage)
        self.signals.open_code.connect(self._open_code)
        self.signals.write_memo.connect(self._write_memo)
        self.signals.settings_changed.connect(self.change_settings)
        self.signals.sort_cards.connect(self._sort_cards)
        self._ticker = QTimer(self)
        self._ticker.setInterval(200)
        self._ticker.timeout.connect(self._show_work)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: self.restyle())

    # -- project ------------------------------------------------------------------------------------------------

    def open_project(self, project: Project) -> None:
        """Show an open project; one that was open before is closed."""
        self.close_project()
        self.commands.begin_project()
        jobs = Jobs(project, self.errors, self)
        jobs.changed.connect(self._changed)
        jobs.said.connect(lambda words, undo: self.toast.say(words, undo=undo))
        jobs.started.connect(self._started)
        jobs.ended.connect(self._ended)
        self.desk = Desk(jobs, self.commands, self.errors, self.signals, self.settings, themes.choose(self.settings.theme), self.files)
        self.change_settings(self.settings.with_recent(project.path))
        self.notice.hide()
        sentences = [_("Opened for reading only. ") + project.read_only] if project.read_only else []
        if sentences or project.notes:
            self.notice.say(" ".join([*sentences, *project.notes]))
        if project.second_versions:
            self.notice.offer(_("Look and merge…"), self._show_copies)
        self._show_project()
        self.show_workspace("read")
        jobs.ask(lambda _reader, _progress: read_modules(), lambda _done: None, aside=True)
        if jobs.can_write:
            MemoDrafts(jobs).bring_back(MemoActions(jobs))

    def _show_copies(self) -> None:
        """Bring the page with the second versions of the project to the front."""
        self.notice.hide()
        self.show_workspace("team")
        self.commands["show_copies"].trigger()

    def open_path(self, path: Path) -> None:
        """Open a project file and show it; a sentence says why when that cannot be done."""
        self.project_files.open_path(path)

    def close_project(self) -> bool:
        """Close the project that is open, if any; False, and the person told, when what was written last could not be saved."""
        if self.desk is None:
            return True
        for workspace in self.workspaces.values():
            workspace.commit()
        desk, self.desk = self.desk, None
        self.commands.end_project()
        # Its Undo would take back a change in the project that comes next.
        self.toast.hide()
        self.notice.hide()
        for workspace in self.workspaces.values():
            self.stack.removeWidget(workspace)
            workspace.deleteLater()
            # At once: a timer of theirs must not ask a project that is closed.
            QCoreApplication.sendPostedEvents(workspace, QEvent.Type.DeferredDelete.value)
        self.workspaces = {}
        self._stale = {}
        whole = desk.jobs.close()
        desk.jobs.deleteLater()
        self._show_start()
        return whole

    def _show_start(self) -> None:
        self.start.show_recent(self.settings.recent)
        self.stack.setCurrentWidget(self.start)
        self.start.buttons[0].setFocus()
        self.navigation.hide()
        self._show_project()

    def _show_project(self) -> None:
        desk = self.desk
        self.commands.off = CHANGING if desk is not None and not desk.jobs.can_write else frozenset()
        self.commands.enable(NEEDS_PROJECT, desk is not None)
        self.blind_line.show_for(desk.jobs.read if desk else None)
        self.title.setText(desk.jobs.read.name() if desk else "")
        self.subtitle.setText(desk.jobs.project.path.name if desk else "")
        self.who.setText(_("{name} (you)").format(name=desk.jobs.project.coder[1]) if desk and desk.jobs.project.coder[1] else "")
        self.setWindowTitle(f"{desk.jobs.read.name()} — qcoder" if desk else "qcoder")
        if desk is None:
            self.saved_words.setText("")
            self.place_words.setText("")
            return
        history = desk.jobs.read.history
        steps = n_("{n} step", "{n} steps", history.count())
        self.saved_words.setText((_("All changes saved") if desk.jobs.can_write else _("Read only")) + f" · {steps}")
        for name, word, step in (("undo", _("Undo"), history.to_undo()), ("redo", _("Redo"), history.to_redo())):
            action = self.commands[name]
            action.setEnabled(desk.jobs.can_write and step is not None)
            title = "" if step is None else step.title if name == "undo" else history.step(step.reverses or step.seq).title
            action.setText(f"{word}: {title[:60]}" if title else word)

    def show_workspace(self, name: str) -> None:
        """Bring a workspace to the front; it is made when it is first asked for."""
        if self.desk is None or name not in {place for place, _word, _tip in PLACES}:
            return
        if name not in self.workspaces:
            self.workspaces[name] = make_workspace(name, self.desk)
            self.stack.addWidget(self.workspaces[name])
            self._stale[name] = set()
            self.workspaces[name].refresh(frozenset())
        workspace = self.workspaces[name]
        stale, self._stale[name] = self._stale[name], set()
        if stale:
            workspace.refresh(frozenset(stale))
        self.navigation.show()
        self.navigation.show_place(name)
        self.stack.setCurrentWidget(workspace)
        self.commands.in_place(name)
        self.place_words.setText("")
        workspace.shown()

    def undo(self) -> None:
        """Take back the newest change."""
        if self.desk is not None:
            self.desk.jobs.undo()

    def redo(self) -> None:
        """Bring back what was undone last."""
        if self.desk is not None:
            self.desk.jobs.redo()

    def _changed(self, tables: frozenset[str]) -> None:
        current = self.stack.currentWidget()
        for name, workspace in self.workspaces.items():
            if workspace is current:
                workspace.refresh(tables)
            else:
                self._stale[name] |= tables
        self._show_project()

    def _open_passage(self, document_id: int, span: Span | None) -> None:
        self.show_workspace("read")
        workspace = self.workspaces.get("read")
        if workspace is not None:
            workspace.open_passage(document_id, span)

    def _sort_cards(self, coding_ids: list[int], code_ids: list[int]) -> None:
        self.show_workspace("sort")
        workspace = self.workspaces.get("sort")
        if workspace is not None:
            workspace.lay_out(coding_ids, code_ids)

    def _open_code(self, code_id: int) -> None:
        self.show_workspace("read")
        self.workspaces["read"].open_code(code_id)

    def _write_memo(self, subject: Subject, subject_id: int | None) -> None:
        self.show_workspace("memos")
        self.workspaces["memos"].write_memo(subject, subject_id)

    def _choose_memo(self) -> None:
        self.show_workspace("memos")
        self.workspaces["memos"].choose_memo()

    # -- look ---------------------------------------------------------------------------------------------------

    def change_settings(self, settings: Settings) -> None:
        """Take new preferences, store them, and show them."""
        before, self.settings = self.settings, settings
        if settings != before:
            try:
                self._remember(settings)
            except KnownError as error:
                self.errors.report(error)
        if self.desk is not None:
            self.desk.settings = settings
        if settings.keys != before.keys:
            self.commands.rebind(dict(settings.keys))
            self._show_palette_key()
        if replace(settings, recent=(), window_state="", cards_size="") != replace(before, recent=(), window_state="", cards_size=""):
            self.restyle()

    def choose_theme(self, name: str) -> None:
        """Take the theme of that name."""
        self.change_settings(replace(self.settings, theme=name))

    def restyle(self) -> None:
        """Put the theme on everything."""
        theme = themes.choose(self.settings.theme)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(themes.palette(theme))
        self.setStyleSheet(themes.style_sheet(theme, self.font().pointSizeF()))
        self.commands[f"theme_{self.settings.theme}"].setChecked(True)
        self.navigation.set_theme(theme)
        self.toast.set_theme(theme)
        self.notice.set_theme(theme)
        self.header.setStyleSheet(f"background: {theme.ground};")
        if self.desk is not None:
            self.desk.theme = theme
            for workspace in self.workspaces.values():
                workspace.restyle()

    # -- work under way -----------------------------------------------------------------------------------------

    def _started(self, work: Work) -> None:
        self._work.append(work)
        if not self._ticker.isActive():
            self._ticker.start()

    def _ended(self, work: Work) -> None:
        if work in self._work:
            self._work.remove(work)
        if not self._work:
            self._ticker.stop()
        self._show_work()

    def _cancel_work(self) -> None:
        for work in self._work:
            work.cancel()

    def _show_work(self) -> None:
        work = next((work for work in self._work if work.label), None)
        for widget in (self.progress, self.progress_words, self.cancel):
            widget.setVisible(work is not None)
        if work is not None:
            count = f" {work.done:,} / {work.total:,}" if work.total else ""
            self.progress_words.setText(work.label + count)
            self.progress.setRange(0, work.total)
            self.progress.setValue(work.done)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be let go anywhere in the window."""
        files = dropped_files(event)
        if any(path.suffix == SUFFIX for path in files) or (files and self.desk is not None and self.desk.jobs.can_write):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A project is opened; everything else is to be imported."""
        files = dropped_files(event)
        projects = [path for path in files if path.suffix == SUFFIX]
        event.acceptProposedAction()
        # Once the other program has its answer: what follows may show a dialog.
        if projects:
            QTimer.singleShot(0, self, partial(self.open_path, projects[0]))
        elif files:
            QTimer.singleShot(0, self, partial(self.project_files.import_transcripts, files))

    # -- the rest -----------------------------------------------------------------------------------------------

    def _palette(self) -> None:
        palette = CommandPalette(self.commands, self, self._around())
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.move(self.mapToGlobal(self.rect().center()) - palette.rect().center())
        palette.show()
        palette.box.setFocus()

    def _around(self) -> Around:
        """What the palette may go to besides commands."""
        places = {name: word for name, word, _tip in PLACES} if self.desk is not None else {}
        return Around(self._goals(), self._used, self._note_used, places, self.show_workspace)

    def _goals(self) -> list[Goal]:
        if self.desk is None:
            return []
        read, go = self.desk.jobs.read, self._open_passage
        goals = [Goal(document.name, _("document"), partial(go, document.id, None)) for document in read.documents.all()]
        tree = read.codes.tree()
        return goals + [Goal(tree.path(code.id), _("quotes of the code"), partial(self._show_quotes, code.id)) for _d, code in tree.walk()]

    def _show_quotes(self, code_id: int) -> None:
        self.show_workspace("quotes")
        quotes = self.workspaces.get("quotes")
        if quotes is not None:
            quotes.show_code(code_id)

    def _show_passages(self, coding_ids: tuple[int, ...], words: str) -> None:
        self.show_workspace("quotes")
        quotes = self.workspaces.get("quotes")
        if quotes is not None:
            quotes.show_passages(coding_ids, words)

    def _note_used(self, name: str) -> None:
        self._used = [name, *(other for other in self._used if other != name)]

    def _keys(self) -> None:
        """Open the page of keys, which stays beside the work."""
        page = KeysPage(self.commands, lambda: self.settings, self.change_settings, self.files, self.errors, self)
        page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page.show()

    def _show_palette_key(self) -> None:
        self.find_command.setText(" ".join(filter(None, (_("Command palette"), " " + self.commands.key_words("palette")))).rstrip())

    def _help(self) -> None:
        """Open help at the page for this place."""
        if self._help_window is None:
            self._help_window = HelpWindow(self.commands, self)
        current = self.stack.currentWidget()
        self._help_window.open_page(current.help_page() if isinstance(current, Workspace) else "start")
        self._help_window.show()
        self._help_window.raise_()

    def _autocode(self) -> None:
        """Open the window for autocoding; its module is read only then."""
        page = self.stack.currentWidget()
        if self.desk is not None and isinstance(page, Workspace):
            from qcoder.gui.views.autocode import open_autocode

            open_autocode(self.desk, page)

    def _about(self) -> None:
        box = QMessageBox(QMessageBox.Icon.NoIcon, _("About qcoder"), about_text(), parent=self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def restore_window(self) -> None:
        """Take the size and place the window had last."""
        if self.settings.window_state:
            self.restoreGeometry(QByteArray.fromBase64(self.settings.window_state.encode()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember size and place, close the project; the window stays when something must be read first."""
        state = bytes(self.saveGeometry().toBase64().data()).decode()
        self.change_settings(replace(self.settings, window_state=state))
        event.setAccepted(self.close_project())

    @property
    def project_path(self) -> Path | None:
        """The file that is open."""
        return self.desk.jobs.project.path if self.desk else None
