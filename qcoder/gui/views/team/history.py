"""The history of every change: who, when, what, how, and with which merge it came; read as far as one scrolls."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox

from qcoder.domain.codings import Origin
from qcoder.gui.jobs import Work
from qcoder.gui.models.rows import Column, RowsModel
from qcoder.gui.views.read.later import Later
from qcoder.gui.views.team.table_page import TablePage
from qcoder.gui.views.workspace import Desk
from qcoder.project.past import Asked, Page, Place, Told, everything, page
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _, n_

_A_PAGE = 300
_A_SCREEN = 60
_KEPT = 5_000
"""So many lines are read again when something was done meanwhile; whoever had scrolled farther scrolls again."""


def origin_words(origin: Origin) -> str:
    """How a change came about, in words."""
    return {
        Origin.HAND: _("by hand"),
        Origin.IMPORT: _("import"),
        Origin.SUGGESTION: _("suggestion accepted or rejected"),
        Origin.AUTOCODE: _("autocoding"),
        Origin.MERGE: _("merge"),
        Origin.UNDO: _("undo"),
        Origin.REDO: _("redo"),
    }[origin]


@dataclass(frozen=True, slots=True)
class _Size:
    """How much past there is, and by whom; the names are None where they are known already."""

    own: int
    brought: int
    names: list[str] | None


class PastModel(RowsModel[Told]):
    """Lines of the past; says when more of them are wanted."""

    wanted = Signal()

    more = False

    def canFetchMore(self, _parent: QModelIndex | QPersistentModelIndex) -> bool:
        """True while there is more of the past than was read."""
        return self.more

    def fetchMore(self, _parent: QModelIndex | QPersistentModelIndex) -> None:
        """The end of what was read is in sight."""
        self.wanted.emit()


class HistoryPage(TablePage):
    """The steps, newest first, with those that merges brought under their merge; by person, kind and words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("History"), _("Every change will be listed here, with who made it and when."))
        self.model = PastModel(_columns(desk), lambda told: told.id)
        self._asked_for = Asked()
        self._next: Place | None = None
        self._work: Work | None = None
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.button(_("Undo"), _("Take back the newest change"), desk.commands["undo"].trigger)
        self.button(_("Redo"), _("Bring back what was undone last"), desk.commands["redo"].trigger)
        self.who = self._box(_("By whom"))
        self.how = self._box(_("How it came about"))
        self.how.addItem(_("Every kind"), None)
        for origin in Origin:
            self.how.addItem(origin_words(origin), origin)
        self.export_button = self.button(_("Export csv…"), _("Write all that is looked for to a csv file"), self.export)
        self.filter.textChanged.disconnect()
        self._soon = Later(self, 250, self.ask)
        self.filter.textChanged.connect(lambda _text: self._soon.ask())
        self.model.wanted.connect(self._go_on)
        self.use(self.model)
        self.view.setSortingEnabled(False)  # newest first is the order of history; the rest of it was not read yet

    def refresh(self) -> None:
        """Something was done: read the newest again, and as far as one had scrolled."""
        self._read(None, min(max(len(self.model.rows), _A_PAGE), _KEPT))

    def ask(self) -> None:
        """Look for what the boxes and the filter say."""
        self._read(None, _A_PAGE)

    def export(self) -> None:
        """Write all that is looked for to a file."""
        project, asked = self._desk.jobs.project, self._asked_now()
        proposal = project.path.with_name(f"{project.path.stem} {_('history')}.csv")
        path = self._desk.files.save(self, _("Write the history"), str(proposal), _("csv (*.csv)"))
        if path is None:
            return

        def question(read: Reader, progress: Progress) -> Path:
            from qcoder.exporters.history import export_history

            return export_history(everything(read, asked, progress), path)

        notice = self._desk.signals.notice
        self._desk.jobs.ask(question, lambda made: notice.emit(_("Wrote “{name}”").format(name=made.name)), label=_("Writing the history"))

    # -- reading ------------------------------------------------------------------------------------------------

    def _asked_now(self) -> Asked:
        origin = self.how.currentData()
        return Asked(self.who.currentData(), None if origin is None else frozenset({origin}), self.filter.text())

    def _read(self, since: Place | None, wanted: int) -> None:
        if self._work is not None and not self._work.finished:
            self._work.cancel()
        asked = self._asked_now()

        def question(read: Reader, _progress: Progress) -> tuple[Page, _Size]:
            history = read.history
            names = history.names() if since is None else None
            return page(read, asked, since, wanted), _Size(history.count(), history.merged_count(), names)

        def show(found: tuple[Page, _Size]) -> None:
            self._show(asked, since, *found)

        self._work = self._desk.jobs.ask(question, show, label=_("Reading the history"))

    def _go_on(self) -> None:
        if self._next is not None and (self._work is None or self._work.finished):
            self._read(self._next, _A_PAGE)

    def _show(self, asked: Asked, since: Place | None, found: Page, size: "_Size") -> None:
        self._asked_for, self._next = asked, found.next
        self.model.more = found.next is not None
        if size.names is not None:
            self._fill_who(size.names)
        if since is None:
            self.model.fill(found.lines)
        else:
            self.model.append(found.lines)
        self.words.setText(_words(size, len(self.model.rows), more=self.model.more, all_=asked == Asked()))
        self._show_emptiness(asked)
        if len(self.model.rows) < _A_SCREEN and self.model.more:
            self._go_on()  # what is looked for lies farther back

    def _show_emptiness(self, asked: Asked) -> None:
        nothing = not self.model.rows and not self.model.more
        self.empty.setText(
            _("No change is like that; choose another person or kind, or other words.")
            if asked != Asked()
            else _("Every change will be listed here, with who made it and when.")
        )
        self.view.setVisible(not nothing)
        self.empty.setVisible(nothing)
        for widget in (self.words, self.filter, self.copy):
            widget.setVisible(not nothing or asked != Asked())

    # -- parts --------------------------------------------------------------------------------------------------

    def _fill_who(self, names: list[str]) -> None:
        chosen = self.who.currentData()
        self.who.clear()
        self.who.addItem(_("Everybody"), None)
        for name in names:
            self.who.addItem(name or _("nobody named"), name)
        self.who.setCurrentIndex(max(self.who.findData(chosen), 0))

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.activated.connect(lambda _index: self.ask())
        self.bar.insertWidget(self.bar.count() - 3, box)
        self.stops.append(box)
        return box


def _columns(desk: Desk) -> tuple[Column[Told], ...]:
    return (
        Column(_("Step"), lambda told: _("with {n}").format(n=f"{told.seq:,}") if told.brought else f"{told.seq:,}", number=True),
        Column(_("When"), lambda told: datetime.fromtimestamp(told.at / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")),
        Column(_("Who"), lambda told: told.who),
        Column(
            _("What"),
            lambda told: told.title + (_(" (undone)") if told.undone else ""),
            color=lambda told: desk.theme.muted if told.undone else "",
        ),
        Column(_("How"), lambda told: origin_words(told.origin)),
        Column(
            _("Came with, or why"), lambda told: told.file or told.why, tip=_("The merge that brought it from another file; or a reason")
        ),
    )


def _words(size: _Size, shown: int, *, more: bool, all_: bool) -> str:
    words = n_("{n} change since the project was made", "{n} changes since the project was made", size.own)
    if size.brought:
        words += n_(", and {n} that merges brought", ", and {n} that merges brought", size.brought)
    words += ". "
    if not all_:
        words += _("Found so far: {n}. ").format(n=f"{shown:,}") if more else _("Found: {n}. ").format(n=f"{shown:,}")
    return words + _("Times are this computer's.")
