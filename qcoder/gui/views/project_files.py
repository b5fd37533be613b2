"""Opening, making, copying and checking project files, and taking things in and out of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QInputDialog, QMainWindow

from qcoder import settings as preferences
from qcoder.domain.errors import KnownError
from qcoder.gui.actions.base import Commands
from qcoder.gui.actions.imports import ImportActions
from qcoder.gui.actions.study import StudyActions
from qcoder.gui.errors import Errors
from qcoder.gui.views import exports
from qcoder.gui.views.backups import BackupsDialog
from qcoder.gui.views.files import PROJECTS, FileDoor
from qcoder.gui.views.import_preview import ImportPreview
from qcoder.gui.views.new_project import NewProjectDialog
from qcoder.gui.views.workspace import Desk
from qcoder.project.backups import Backups
from qcoder.project.check import check
from qcoder.project.project import Project
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.settings import Settings
from qcoder.words import _, n_

TABLES = _("Tables (*.csv *.tsv *.xlsx)")
BACKUP_LOOK_MS = 60_000


class Host(Protocol):
    """What the window offers: the desk while a project is open, the preferences, and showing a project."""

    desk: Desk | None
    settings: Settings

    def open_project(self, project: Project) -> None:
        """Show a project."""

    def change_settings(self, settings: Settings) -> None:
        """Take new preferences."""


class ProjectFiles(QObject):
    """Carries out the commands of the File menu. `files` is the door to the file dialogs."""

    def __init__(
        self, window: QMainWindow, host: Host, commands: Commands, errors: Errors, files: FileDoor, say: Callable[[str], None]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._host = host
        self._commands = commands
        self._errors = errors
        self._files = files
        self._say = say
        self.backups = Backups(preferences.data_folder() / "backups")
        for name, slot in (
            ("new_project", self.new),
            ("open_project", self.choose),
            ("open_demo", self.demo),
            ("save_copy", self.save_copy),
            ("restore_copy", self.restore),
            ("check_project", self.check),
            ("import_transcripts", self.import_transcripts),
            ("import_people", self.import_people),
            ("import_codebook", self.import_codebook),
            ("export_codebook", self.export_codebook),
            ("export_quotes", self.export_quotes),
            ("rename_project", self.rename_project),
        ):
            commands.connect(name, slot)
        self._timer = QTimer(self)
        self._timer.setInterval(BACKUP_LOOK_MS)
        self._timer.timeout.connect(self.back_up_if_due)
        self._timer.start()

    # -- projects -----------------------------------------------------------------------------------------------

    @property
    def coder(self) -> str:
        """The person's name: from the preferences, else what the system calls them."""
        if self._host.settings.coder:
            return self._host.settings.coder
        try:
            return getuser()
        except (OSError, KeyError, ImportError):
            return _("Me")

    def open_path(self, path: Path) -> None:
        """Open a project file; a sentence says why when that cannot be done."""
        desk = self._host.desk
        if desk is not None and desk.jobs.project.path == path.absolute():
            return
        try:
            project = Project.open(path, coder=self.coder, before_migration=lambda: self.backups.make(path))
        except KnownError as error:
            self._errors.report(error)
            return
        self.show(project)

    def show(self, project: Project) -> None:
        """Show an open project, with a backup before its grave changes."""
        self.backups.guard(project)
        self._host.open_project(project)

    def new(self) -> None:
        """Ask for a new project and make it."""
        from qcoder.importers.codebook import starter_codebooks

        dialog = NewProjectDialog(self._window, starter_codebooks(), self.coder, _home(), self._files)
        dialog.accepted.connect(lambda: self._make(dialog.path, dialog.name, dialog.coder.text().strip(), dialog.codebook.currentData()))
        dialog.open()

    def _make(self, path: Path, name: str, coder: str, codebook: Path | None) -> None:
        from qcoder.starters import new_project

        try:
            project = new_project(path, name, coder, codebook)
        except KnownError as error:
            self._errors.report(error)
            return
        self._host.change_settings(replace(self._host.settings, coder=coder))
        self.show(project)

    def choose(self) -> None:
        """Ask for a project file and open it."""
        path = self._files.open_one(self._window, _("Open a project"), PROJECTS)
        if path is not None:
            self.open_path(path)

    def demo(self) -> None:
        """Open the demo study; it is made when it is not there yet, and what a person did in it is kept."""
        from qcoder.starters import make_demo

        path = _home() / _("qcoder demo") / _("Local learning systems (demo).qcoder")
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                make_demo(path).close()
        except KnownError as error:
            self._errors.report(error)
            return
        except OSError as error:
            self._errors.report(
                KnownError(_("The demo study cannot be made in {folder}; check that folder.").format(folder=path.parent), str(error))
            )
            return
        self.open_path(path)

    def save_copy(self) -> None:
        """Write a whole, checked copy to another file."""
        desk = self._host.desk
        if desk is None:
            return
        path = desk.jobs.project.path
        to = self._files.save(self._window, _("Save a copy"), str(path.with_name(f"{path.stem} copy.qcoder")), PROJECTS)
        if to is not None:
            desk.jobs.run(
                lambda project, _progress: project.save_copy(to, overwrite=True),
                lambda made: self._say(_("Saved a copy as “{name}”").format(name=made.name)),
                label=_("Saving a copy"),
            )

    def restore(self) -> None:
        """Show the backup copies and save the chosen one as a file of its own."""
        desk = self._host.desk
        if desk is None:
            return
        dialog = BackupsDialog(self._window, self.backups.list(desk.jobs.read.project_id()), self.backups.folder)
        dialog.accepted.connect(lambda: self._restore(dialog))
        dialog.open()

    def _restore(self, dialog: BackupsDialog) -> None:
        copy = dialog.chosen()
        desk = self._host.desk
        if copy is None or desk is None:
            return
        proposal = desk.jobs.project.path.with_name(copy.path.name)
        to = self._files.save(self._window, _("Restore as"), str(proposal), PROJECTS)
        if to is None:
            return
        try:
            restored = self.backups.restore(copy, to)
        except KnownError as error:
            self._errors.report(error)
            return
        self.open_path(restored)

    def check(self) -> None:
        """Look the whole project over."""
        desk = self._host.desk
        if desk is None:
            return

        def question(reader: Reader, progress: Progress) -> list[str]:
            return check(reader, progress)

        def answer(found: list[str]) -> None:
            if found:
                self._errors.report(
                    KnownError(
                        found[0]
                        if len(found) == 1
                        else _("{n} things are wrong with this project; the first: {first}").format(n=len(found), first=found[0]),
                        "\n".join(found),
                    )
                )
            else:
                self._say(_("The project is whole: file, texts, passages and history were looked at."))

        desk.jobs.ask(question, answer, label=_("Checking the project"), whole=True)

    def back_up_if_due(self) -> None:
        """Make a backup copy when the project has changed and the last one is 15 minutes old."""
        desk = self._host.desk
        if desk is None or not desk.jobs.can_write or not desk.jobs.idle:
            return

        def task(project: Project, _progress: Progress) -> None:
            if self.backups.due(project, datetime.now(UTC)):
                self.backups.make(project)

        desk.jobs.run(task, lambda _nothing: None)

    # -- out ----------------------------------------------------------------------------------------------------

    def export_codebook(self) -> None:
        """Write the codebook to a file."""
        if self._host.desk is not None:
            exports.export_codebook(self._host.desk, self._files, self._window)

    def export_quotes(self) -> None:
        """Write all quotes to a file."""
        if self._host.desk is not None:
            exports.export_quotes(self._host.desk, self._files, self._window)

    def rename_project(self) -> None:
        """Ask for another name for the project."""
        desk = self._host.desk
        if desk is None:
            return
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(_("Rename the project"))
        dialog.setLabelText(_("Name of the project; the file keeps its own name."))
        dialog.setTextValue(desk.jobs.read.name())
        dialog.textValueSelected.connect(StudyActions(desk.jobs).rename_project)
        dialog.open()

    # -- in -----------------------------------------------------------------------------------------------------

    def import_transcripts(self, paths: list[Path] | None = None) -> None:
        """Ask for transcripts and show what was understood of them."""
        from qcoder.importers.transcripts import SUFFIXES

        desk = self._host.desk
        if desk is None or not desk.jobs.can_write:
            return
        if not paths:
            kinds = _("Transcripts ({endings})").format(endings=" ".join(f"*{ending}" for ending in sorted(SUFFIXES)))
            paths = self._files.open_many(self._window, _("Import transcripts"), f"{kinds};;{_('All files (*)')}")
        if paths:
            ImportPreview(desk, paths, self._window).open()

    def import_people(self) -> None:
        """Ask for a table of people and take it in."""
        from qcoder.importers.people import read_people

        desk = self._host.desk
        path = self._files.open_one(self._window, _("Import people"), TABLES) if desk is not None else None
        if desk is None or path is None:
            return
        try:
            table = read_people(path)
        except KnownError as error:
            self._errors.report(error)
            return
        errors = self._errors

        def taken(result: object) -> None:
            unmatched: tuple[str, ...] = getattr(result, "unmatched", ())
            if unmatched:
                words = n_(
                    "{n} row could not be tied to a speaker: {first}",
                    "{n} rows could not be tied to a speaker; the first: {first}",
                    len(unmatched),
                )
                errors.report(KnownError(words.replace("{first}", unmatched[0]), "\n".join(unmatched)))

        ImportActions(desk.jobs).people(table.rows, table.kinds, taken)

    def import_codebook(self) -> None:
        """Ask for a codebook, and show what it would change before anything is taken in."""
        from qcoder.gui.views.codebook_differences import CodebookDifferences
        from qcoder.importers.codebook import read_codebook

        desk = self._host.desk
        path = (
            self._files.open_one(self._window, _("Import a codebook"), _("Codebooks (*.csv *.tsv *.xlsx *.docx)"))
            if desk is not None
            else None
        )
        if desk is None or path is None:
            return
        try:
            rows = read_codebook(path)
        except KnownError as error:
            self._errors.report(error)
            return
        CodebookDifferences(desk, rows, path.name, self._window).open()


def _home() -> Path:
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()
