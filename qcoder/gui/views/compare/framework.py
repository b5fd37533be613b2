"""The framework page: cases by themes, a summary in each cell, its quotes beside it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QPushButton, QSplitter, QWidget

from qcoder.domain.summaries import BasisChange, Summary, basis_change, basis_of
from qcoder.exporters.framework import FrameworkFile, export_framework
from qcoder.gui.actions.framework import FrameworkActions
from qcoder.gui.views.compare.choice import Choice, first_choice, usable_variables
from qcoder.gui.views.compare.code_bar import CodeBar
from qcoder.gui.views.compare.empties import Lacking, what_is_missing
from qcoder.gui.views.compare.frame import FramePage
from qcoder.gui.views.compare.framework_model import FrameworkModel, Place, Sheet
from qcoder.gui.views.compare.quotes_pane import MOST_QUOTES, QuoteLine, QuotesPane, citation
from qcoder.gui.views.compare.tables_out import as_text
from qcoder.gui.widgets.sheetview import SheetView
from qcoder.project.read import Reader
from qcoder.project.read.quotes import Quote, QuoteFinder
from qcoder.project.write import Progress
from qcoder.words import _

if TYPE_CHECKING:
    from qcoder.analysis.coverage import Coverage
    from qcoder.analysis.framework import Framework

KINDS = ("participants", "schools", "localities")
SHORT = 170
MOST_IN_CELL = 3
"""A cell shows so many quotes; the others are counted and stand in the pane."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is laid out."""

    choice: Choice
    kind: str = KINDS[0]


@dataclass(frozen=True, slots=True)
class Behind:
    """The quotes of a cell, and on which passages they are."""

    place: Place
    ids: tuple[int, ...]
    lines: tuple[QuoteLine, ...]
    basis: str


class FrameworkPage(FramePage):
    """The page."""

    commands = (
        "compare_rows", "compare_only", "compare_copy", "compare_export", "framework_next_gap", "framework_next_changed",
        "framework_confirm", "framework_join", "framework_cite", "framework_shown",
    )  # fmt: skip
    label = _("Laying out the matrix")

    def build(self) -> None:
        """Choices, the sheet, the quotes."""
        self._begun = False
        self._kind = KINDS[0]
        self._actions = FrameworkActions(self.desk.jobs)
        self._behind: Behind | None = None
        self._wanted: set[int] = set()
        self.model = FrameworkModel()
        self.model.may_write = lambda: self.desk.jobs.can_write
        self.view = SheetView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(_("Framework matrix"))
        self.view.beneath = lambda index: self.model.about((index.row(), index.column()))
        self.view.warned = lambda index: self.model.sheet is not None and (index.row(), index.column()) in self.model.sheet.changed
        self.quotes = QuotesPane()
        self.shown = QPushButton(_("Quotes"))
        self.shown.setCheckable(True)
        self.shown.setToolTip(_("Show the quotes themselves in the cells"))
        self.cite, self.confirm, self.join = QPushButton(_("Cite")), QPushButton(_("Still right")), QPushButton(_("Join"))
        self.copy, self.export = QPushButton(_("Copy")), QPushButton(_("Export…"))
        self.bar = CodeBar(lambda: self.desk.jobs.read, self.shown, self.cite, self.confirm, self.join, self.copy, self.export)
        self.kinds = self.bar.pill(_("Cases"), self._fill_kinds)
        layout = self.bar.layout()
        if layout is not None:
            layout.addWidget(self.kinds)
        split = QSplitter()
        split.addWidget(self.view)
        split.addWidget(self.quotes)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setSizes([1000, 320])
        split.setChildrenCollapsible(False)
        self.quotes.setMinimumWidth(230)
        self.view.setMinimumWidth(300)
        self.column.addWidget(self.bar)
        self.column.addWidget(split, 1)
        self.heading.setText(_("Framework"))
        hint = self.desk.commands.hint
        hint(self.cite, _("Add the chosen quote to the summary"), "framework_cite")
        hint(self.confirm, _("The summary still holds for the quotes as they are now"), "framework_confirm")
        hint(self.join, _("Make one of several coders' summaries"), "framework_join")
        self.bar.changed.connect(lambda _choice: self._ask())
        self.model.written.connect(self._write)
        self.model.wanted.connect(self._want)
        self.view.place_changed.connect(lambda row, column: self._ask_quotes((row, column)))
        self.quotes.opened.connect(lambda quote: self.desk.signals.open_passage.emit(quote.document_id, quote.span))
        self.quotes.all_wanted.connect(self._show_all)
        for button, act in (
            (self.cite, self._cite), (self.confirm, self._confirm), (self.join, self._join), (self.copy, self._copy),
            (self.export, self._export),
        ):  # fmt: skip
            button.clicked.connect(act)
        self.shown.toggled.connect(self._show_as)

    def lacking(self) -> Lacking | None:
        """Transcripts, and codes for themes."""
        return what_is_missing(self.desk.jobs.read)

    def body(self) -> QWidget:
        """The sheet."""
        return self.view

    def restyle(self) -> None:
        """The sheet and the quotes take the theme."""
        super().restyle()
        self.view.set_theme(self.desk.theme)
        self.quotes.set_theme(self.desk.theme)

    def commit(self) -> None:
        """Keep what is being written."""
        if self.view.isVisible():
            self.view.setFocus()

    def set_front(self, front: bool) -> None:
        """The commands that the pages share are about this page now."""
        if front:
            take = self.desk.commands.take
            for name, act in (
                ("compare_rows", self.bar.choose_rows), ("compare_only", self.bar.choose_scope), ("compare_copy", self._copy),
                ("compare_export", self._export), ("framework_next_gap", lambda: self._next(changed=False)),
                ("framework_next_changed", lambda: self._next(changed=True)), ("framework_confirm", self._confirm),
                ("framework_join", self._join), ("framework_cite", self._cite), ("framework_shown", self.shown.toggle),
            ):  # fmt: skip
                take(name, act)
        super().set_front(front)

    # -- asking -------------------------------------------------------------------------------------------------------

    def refresh(self, tables: frozenset[str]) -> None:
        """Read again what was touched: the summaries alone, or all of it."""
        if tables and tables <= frozenset({"memo", "saved_query", "suggestion", "suggesting", "rejection", "target"}):
            return
        read = self.desk.jobs.read
        choice = self.bar.choice
        if not self._begun and len(read.codes.tree()):
            self._begun = True
            choice = replace(first_choice(read, read.codes.tree(), usable_variables(read)), columns=())
        self.bar.offer(read, choice)
        self.bar.say(self.kinds, _("Cases"), _kind_label(self._kind))
        sheet = self.model.sheet
        if tables and tables <= frozenset({"summary", "coder"}) and sheet is not None and self.shows:
            self._read_written(sheet.framework)
            return
        self._ask()

    def _ask(self) -> None:
        asked, coverage = Asked(self.bar.choice, self._kind), self.coverage
        self.ask(lambda read, _progress: _laid_out(read, asked, coverage), self._show)

    def _show(self, found: "Framework") -> None:
        if not found.cases:
            self.say_instead(
                (
                    _("There are no {cases} yet; say where participants belong first.").format(cases=_kind_label(self._kind)),
                    _("Open Team and study"),
                    "team",
                )
            )
            return
        self._read_written(found)

    def _read_written(self, found: "Framework") -> None:
        coverage, me, below = self.coverage, self.desk.jobs.project.coder[0], self.hiding.below
        sheet = _sheet(self.desk.jobs.read, found, {}, me, below)
        self._put(sheet)
        self.desk.jobs.ask(
            lambda read, progress: _changes(read, sheet, coverage, progress),
            lambda changed: self._put(replace(sheet, changed=changed)) if self.model.sheet is sheet else None,
            label=_("Looking which quotes changed"),
        )

    def _put(self, sheet: Sheet) -> None:
        current = self.view.currentIndex()
        place = (current.row(), current.column()) if current.isValid() else (0, 0)
        self.model.forget_quotes()
        self.model.put(sheet)
        self.unit.setText(sheet.progress())
        if not self.view.currentIndex().isValid() and self.model.rowCount() and self.model.columnCount():
            self.view.setCurrentIndex(
                self.model.index(min(place[0], self.model.rowCount() - 1), min(place[1], self.model.columnCount() - 1))
            )
        else:
            self._ask_quotes(place)
        notes = list(sheet.framework.scope.in_words(self.desk.jobs.read))
        if sheet.hidden_below and sheet.framework.kind.value != "participants":
            notes.append(
                _("Quotes of cells with fewer than {n} participants are hidden; summaries are your own words and stay.").format(
                    n=sheet.hidden_below
                )
            )
        self.say_notes(notes)
        self._say_buttons()

    def _say_buttons(self) -> None:
        place, sheet = self._place(), self.model.sheet
        there = sheet.summaries.get(place, ()) if sheet is not None and place is not None else ()
        self.join.setEnabled(len(there) > 1 and self.desk.jobs.can_write)
        self.confirm.setEnabled(sheet is not None and place in sheet.changed and self.desk.jobs.can_write)
        self.cite.setEnabled(self._behind is not None and bool(self._behind.lines) and self.desk.jobs.can_write)

    def _place(self) -> Place | None:
        current = self.view.currentIndex()
        return (current.row(), current.column()) if current.isValid() else None

    # -- quotes -------------------------------------------------------------------------------------------------------

    def _ask_quotes(self, place: Place) -> None:
        sheet, coverage = self.model.sheet, self.coverage
        self._behind = None
        self._say_buttons()
        if sheet is None or place[0] >= len(sheet.framework.cases) or place[1] >= len(sheet.framework.themes):
            self.quotes.show_empty()
            return
        if sheet.hides(place):
            self.quotes.show_quotes(self._title(place), _("not shown, since few participants stand behind it"), ())
            return
        self.desk.jobs.ask(lambda read, _progress: _quotes(read, sheet.framework, place, coverage), self._show_quotes)

    def _title(self, place: Place) -> str:
        sheet = self.model.sheet
        return "" if sheet is None else f"{sheet.framework.cases[place[0]].name} · {sheet.framework.themes[place[1]].label}"

    def _show_quotes(self, behind: Behind) -> None:
        if behind.place == self._place():
            self._behind = behind
            self.quotes.show_quotes(self._title(behind.place), self.model.about(behind.place), behind.lines)
            self._say_buttons()

    def _show_all(self) -> None:
        if self._behind is not None and self._behind.ids:
            self.desk.signals.show_passages.emit(list(self._behind.ids), self._title(self._behind.place))

    def _want(self, row: int) -> None:
        """Quotes of rows that come into sight are read together."""
        if not self._wanted:
            QTimer.singleShot(0, self, self._read_wanted)
        self._wanted.add(row)

    def _read_wanted(self) -> None:
        sheet, coverage, rows = self.model.sheet, self.coverage, sorted(self._wanted)
        self._wanted.clear()
        if sheet is None:
            return

        def landed(texts: dict[int, list[str]]) -> None:
            if self.model.sheet is not None and self.model.sheet.framework is sheet.framework:
                for row, cells in texts.items():
                    self.model.put_quotes(row, cells)

        self.desk.jobs.ask(lambda read, _progress: _short_quotes(read, sheet.framework, rows, coverage), landed)

    # -- writing ------------------------------------------------------------------------------------------------------

    def _write(self, place: Place, text: str) -> None:
        sheet, coverage = self.model.sheet, self.coverage
        if sheet is None:
            return
        case, theme = sheet.framework.cases[place[0]].case, sheet.framework.themes[place[1]]
        if theme.code_id is None:
            return
        basis = _basis(self.desk.jobs.read, sheet.framework, place, coverage)
        self._actions.write(case, theme.code_id, text, basis)

    def _confirm(self) -> None:
        place, sheet = self._place(), self.model.sheet
        if sheet is None or place is None or place not in sheet.changed:
            return
        basis = _basis(self.desk.jobs.read, sheet.framework, place, self.coverage)
        self._actions.confirm([(one.id, basis) for one in sheet.summaries[place]])

    def _join(self) -> None:
        place, sheet = self._place(), self.model.sheet
        there = sheet.summaries.get(place, ()) if sheet is not None and place is not None else ()
        if sheet is None or place is None or len(there) < 2:
            return
        keep = sheet.mine(place) or there[0]
        text = "\n\n".join(dict.fromkeys(one.text for one in sorted(there, key=lambda one: one.id != keep.id)))
        self._actions.join(keep.id, [one.id for one in there if one.id != keep.id], text)

    def _cite(self) -> None:
        """Put the quote that is chosen in the pane, else the first, under the summary."""
        behind, sheet = self._behind, self.model.sheet
        if behind is None or sheet is None or not behind.lines:
            return
        row = max(self.quotes.list.currentIndex().row(), 0)
        line = behind.lines[min(row, len(behind.lines) - 1)]
        mine = sheet.mine(behind.place)
        text = "\n\n".join(filter(None, [mine.text if mine is not None else "", citation(line)]))
        self._write(behind.place, text)

    def _next(self, *, changed: bool) -> None:
        sheet, place = self.model.sheet, self._place() or (0, -1)
        if sheet is None:
            return
        rows, columns = len(sheet.framework.cases), len(sheet.framework.themes)
        start = place[0] * columns + place[1] + 1
        for step in range(rows * columns):
            at = divmod((start + step) % (rows * columns), columns)
            gap = sheet.framework.passages[at[0]][at[1]] and at not in sheet.summaries
            if at in sheet.changed if changed else gap:
                self.view.setCurrentIndex(self.model.index(*at))
                self.view.setFocus()
                return
        words = _("No summary's quotes changed since.") if changed else _("Every cell with passages is summarised.")
        self.desk.signals.notice.emit(words)

    # -- showing otherwise, taking away ---------------------------------------------------------------------------------

    def _show_as(self, quotes: bool) -> None:
        self.model.show_quotes(quotes)
        self.view.setFocus()

    def _fill_kinds(self, menu: QMenu) -> None:
        self.bar.radio(menu, [(_kind_label(kind), kind) for kind in KINDS], self._kind, self.show_cases)

    def show_cases(self, kind: str) -> None:
        """Participants, schools or localities."""
        self._kind = kind
        self.bar.say(self.kinds, _("Cases"), _kind_label(kind))
        self.bar.lay_out_anew()
        self._ask()

    def _copy(self) -> None:
        sheet = self.model.sheet
        if sheet is None:
            return
        rows = [["", *(theme.label for theme in sheet.framework.themes)]]
        for at, case in enumerate(sheet.framework.cases):
            rows.append([case.name, *(self.model.text((at, column)) for column in range(self.model.columnCount()))])
        QGuiApplication.clipboard().setText(as_text(rows))
        self.desk.signals.notice.emit(_("The matrix is on the clipboard."))

    def _export(self) -> None:
        sheet, coverage = self.model.sheet, self.coverage
        if sheet is None:
            return
        path = self.desk.files.save(self, _("Export the matrix"), _("framework") + ".xlsx", _("Excel (*.xlsx);;Word (*.docx)"))
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".xlsx")
        self.desk.jobs.ask(
            lambda read, progress: export_framework(_file(read, sheet, coverage, progress), path, datetime.now(UTC), project=read.name()),
            lambda done: self.desk.signals.notice.emit(_("The matrix was written to {file}.").format(file=Path(done).name)),
            label=_("Writing the matrix"),
        )


def _kind_label(kind: str) -> str:
    return {"participants": _("participants"), "schools": _("schools"), "localities": _("localities")}[kind]


def _laid_out(read: Reader, asked: Asked, coverage: "Coverage") -> "Framework":
    from qcoder.analysis.framework import Cases, framework

    themes = tuple(row for row in asked.choice.rows(read.codes.tree()) if row.code_id is not None)
    return framework(read, Cases(asked.kind), themes, asked.choice.scope, coverage)


def _sheet(read: Reader, found: "Framework", changed: dict[Place, BasisChange], me: int, below: int) -> Sheet:
    rows = {case.case: at for at, case in enumerate(found.cases)}
    columns = {theme.code_id: at for at, theme in enumerate(found.themes)}
    there: dict[Place, list[Summary]] = {}
    for one in read.summaries.all():
        if one.case in rows and one.code_id in columns:
            there.setdefault((rows[one.case], columns[one.code_id]), []).append(one)
    return Sheet(found, there, changed, {coder.id: coder.name for coder in read.study.coders()}, me, below)


def _changes(read: Reader, sheet: Sheet, coverage: "Coverage", progress: Progress) -> dict[Place, BasisChange]:
    from qcoder.analysis.framework import CellReader, lengths

    cells = CellReader(read, sheet.framework, coverage)
    by_row: dict[int, list[int]] = {}
    for row, column in sheet.summaries:
        by_row.setdefault(row, []).append(column)
    found = {}
    for done, (row, columns) in enumerate(sorted(by_row.items())):
        progress(done, len(by_row))
        codings = cells.codings(row, columns)
        for column in columns:
            newest = max(sheet.summaries[row, column], key=lambda one: one.changed_at)
            change = basis_change(newest.basis, lengths(codings[column]))
            if change:
                found[row, column] = change
    return found


def _basis(read: Reader, found: "Framework", place: Place, coverage: "Coverage") -> str:
    from qcoder.analysis.framework import CellReader, lengths

    return basis_of(lengths(CellReader(read, found, coverage).codings(place[0], [place[1]])[place[1]]).items())


def _quotes(read: Reader, found: "Framework", place: Place, coverage: "Coverage") -> Behind:
    from qcoder.analysis.framework import CellReader, lengths

    codings = CellReader(read, found, coverage).codings(place[0], [place[1]])[place[1]]
    tree, finder = read.codes.tree(), QuoteFinder(read)
    lines = tuple(QuoteLine(finder.quote(coding), tree.by_id[coding.code_id].color) for coding in codings[:MOST_QUOTES])
    return Behind(place, tuple(coding.id for coding in codings), lines, basis_of(lengths(codings).items()))


def _short_quotes(read: Reader, found: "Framework", rows: list[int], coverage: "Coverage") -> dict[int, list[str]]:
    from qcoder.analysis.framework import CellReader

    cells, finder = CellReader(read, found, coverage), QuoteFinder(read)
    texts: dict[int, list[str]] = {}
    for row in rows:
        codings = cells.codings(row)
        texts[row] = []
        for column in range(len(found.themes)):
            quotes = [finder.quote(coding) for coding in codings[column][:MOST_IN_CELL]]
            lines = [_short(quote) for quote in quotes]
            more = len(codings[column]) - len(quotes)
            texts[row].append("\n".join([*lines, *([_("and {n} more").format(n=more)] if more > 0 else [])]))
    return texts


def _short(quote: Quote) -> str:
    text = " ".join(quote.text.split())
    return f"“{text if len(text) <= SHORT else text[:SHORT].rstrip() + '…'}”"


def _file(read: Reader, sheet: Sheet, coverage: "Coverage", progress: Progress) -> FrameworkFile:
    from qcoder.analysis.framework import CellReader

    found = sheet.framework
    cells, finder = CellReader(read, found, coverage), QuoteFinder(read)
    quotes: list[tuple[str, str, Quote]] = []
    for row, case in enumerate(found.cases):
        progress(row, len(found.cases))
        for column, codings in cells.codings(row).items():
            if not sheet.hides((row, column)):
                quotes += [(case.name, found.themes[column].label, finder.quote(coding)) for coding in codings]
    places = [[(row, column) for column in range(len(found.themes))] for row in range(len(found.cases))]
    return FrameworkFile(
        cases=[(case.name, case.facts) for case in found.cases],
        themes=[theme.label for theme in found.themes],
        cells=[[sheet.text(place) for place in line] for line in places],
        passages=[[None if sheet.hides(place) else found.passages[place[0]][place[1]] for place in line] for line in places],
        quotes=quotes,
        sentences=[sheet.progress(), *found.scope.in_words(read)],
    )
