"""The report page: parts in an order of one's own, written to Word with captions, methods and the signs of the data."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from qcoder import __version__
from qcoder.exporters.report import Report, export_report
from qcoder.gui.actions.compare import KeptComparisons
from qcoder.gui.views.compare.empties import Lacking, what_is_missing
from qcoder.gui.views.compare.frame import FramePage
from qcoder.gui.views.compare.keeping import WORKSPACE as KEPT
from qcoder.gui.views.compare.keeping import from_json
from qcoder.gui.views.compare.pills import PillBar
from qcoder.gui.views.compare.report_parts import WORKSPACE, Material, PartSpec, ReportSpec, as_parts, gather, label, of_choice, read_spec
from qcoder.gui.views.compare.rows_popup import RowsPopup
from qcoder.words import _

USUAL = _("Report")


class ReportPage(FramePage):
    """Every change to the report is a step of the project: it is kept at once, and can be undone."""

    commands = ("compare_report_write", "compare_report_up", "compare_report_down")
    label = _("Counting everything for the report")

    def build(self) -> None:
        """The list of parts, and what can be said of the one that is chosen."""
        self._name = USUAL
        self.spec = ReportSpec()
        self._actions = KeptComparisons(self.desk.jobs)
        self._filling = False
        self.bar = PillBar()
        self.which = self.bar.pill(_("Report"), self._fill_reports)
        self.add = self.bar.pill(_("Add"), self._fill_add)
        self.up, self.down, self.remove = QPushButton(_("Up")), QPushButton(_("Down")), QPushButton(_("Remove"))
        self.write = QPushButton(_("Write to Word…"))
        self.write.setProperty("role", "primary")
        self.bar.put(self.which, self.add, self.up, self.down, self.remove, self.write)
        self.picker = RowsPopup(self.bar, combine=False)
        self.picker.branch_chosen.connect(self._add_quotes)
        self.title, self.authors = QLineEdit(), QLineEdit()
        self.title.setAccessibleName(_("Title of the report"))
        self.authors.setAccessibleName(_("Authors"))
        top = QFormLayout()
        top.addRow(_("Title"), self.title)
        top.addRow(_("Authors"), self.authors)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Parts of the report"))
        self.list.installEventFilter(self)
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.installEventFilter(self)
        self.about = QLabel()
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        self.limit = QSpinBox()
        self.limit.setRange(1, 200)
        self.limit.setPrefix(_("Quotes: "))
        self.limit.setAccessibleName(_("How many quotes"))
        side = QWidget()
        side.setObjectName("ground")
        beside = QVBoxLayout(side)
        beside.addWidget(self.about)
        beside.addWidget(self.words, 1)
        row = QHBoxLayout()
        row.addWidget(self.limit)
        row.addStretch(1)
        beside.addLayout(row)
        split = QSplitter()
        split.addWidget(self.list)
        split.addWidget(side)
        split.setSizes([560, 480])
        split.setChildrenCollapsible(False)
        self.column.addWidget(self.bar)
        self.column.addLayout(top)
        self.column.addWidget(split, 1)
        self.heading.setText(_("Report"))
        self.unit.setText(
            _("Tables, pictures and quotes in your order; counted anew each time, with how it was done and the signs of the data.")
        )
        self._connect()

    def _connect(self) -> None:
        self.title.editingFinished.connect(lambda: self._keep(replace(self.spec, title=self.title.text().strip())))
        self.authors.editingFinished.connect(lambda: self._keep(replace(self.spec, authors=self.authors.text().strip())))
        self.list.currentRowChanged.connect(lambda _row: self._show_part())
        self.limit.valueChanged.connect(self._set_limit)
        self.up.clicked.connect(partial(self._move, -1))
        self.down.clicked.connect(partial(self._move, 1))
        self.remove.clicked.connect(self._remove)
        self.write.clicked.connect(self._write)

    def lacking(self) -> Lacking | None:
        """Transcripts at least."""
        return what_is_missing(self.desk.jobs.read, codings=False)

    def body(self) -> QWidget:
        """The list of parts."""
        return self.list

    def set_front(self, front: bool) -> None:
        """The commands of the report."""
        if front:
            take = self.desk.commands.take
            take("compare_report_write", self._write)
            take("compare_report_up", partial(self._move, -1))
            take("compare_report_down", partial(self._move, 1))
        super().set_front(front)

    def commit(self) -> None:
        """Keep the text that is being written."""
        self._keep_words()
        self._keep(replace(self.spec, title=self.title.text().strip(), authors=self.authors.text().strip()))

    # -- kept -----------------------------------------------------------------------------------------------------------

    def refresh(self, tables: frozenset[str]) -> None:
        """Read the report again; its figures are counted when it is written."""
        lacking = self.lacking()
        if lacking is not None:
            self.say_instead(lacking)
            return
        self._stack.setCurrentWidget(self.main)
        kept = next((one for one in self.desk.jobs.read.queries.of(WORKSPACE) if one.name == self._name), None)
        self._show(read_spec(kept.asked) if kept is not None else ReportSpec())

    def _show(self, spec: ReportSpec) -> None:
        row, tree = self.list.currentRow(), self.desk.jobs.read.codes.tree()
        self._filling = True
        self.spec = spec
        self.bar.say(self.which, _("Report"), self._name)
        for box, text in ((self.title, spec.title), (self.authors, spec.authors)):
            if box.text() != text and not box.hasFocus():
                box.setText(text)
        self.list.clear()
        for part in spec.parts:
            self.list.addItem(QListWidgetItem(label(part, tree)))
        if spec.parts:
            self.list.setCurrentRow(min(max(row, 0), len(spec.parts) - 1))
        self._filling = False
        self._show_part()

    def _keep(self, spec: ReportSpec) -> None:
        if self._filling or spec == self.spec or not self.desk.jobs.can_write:
            return
        self.spec = spec
        self._actions.save(WORKSPACE, self._name, spec.to_json())

    def _part(self) -> PartSpec | None:
        row = self.list.currentRow()
        return self.spec.parts[row] if 0 <= row < len(self.spec.parts) else None

    def _show_part(self) -> None:
        if self._filling:
            return
        part = self._part()
        self._filling = True
        text = "" if part is None else part.text
        if self.words.toPlainText() != text:
            self.words.setPlainText(text)
        self.limit.setVisible(part is not None and part.kind == "quotes")
        if part is not None and part.kind == "quotes":
            self.limit.setValue(int(part.asked.get("limit", 5)))
        self._filling = False
        writes = self.desk.jobs.can_write
        self.words.setEnabled(part is not None and writes)
        for button in (self.up, self.down, self.remove):
            button.setEnabled(part is not None and writes)
        self.add.setEnabled(writes)
        own = part is not None and part.kind not in ("heading", "words")
        name = _("Caption of your own; without one it is made from what is shown") if own else _("Text; an empty line begins a paragraph")
        self.about.setText(
            _("Add a heading, text, a kept comparison or quotes; the other pages of Compare put themselves here, too.")
            if part is None
            else name
        )
        self.words.setAccessibleName(name)
        self._enable()

    def _keep_words(self) -> None:
        part = self._part()
        text = self.words.toPlainText().strip()
        if part is not None and text != part.text:
            self._change(self.list.currentRow(), replace(part, text=text))

    def _change(self, row: int, part: PartSpec) -> None:
        self._keep(replace(self.spec, parts=tuple(part if at == row else one for at, one in enumerate(self.spec.parts))))

    def _set_limit(self, n: int) -> None:
        part = self._part()
        if part is not None and part.kind == "quotes" and not self._filling:
            self._change(self.list.currentRow(), replace(part, asked={**part.asked, "limit": n}))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the text keeps it; Del removes a part, Alt with an arrow moves it, Enter goes to its text."""
        if watched is self.words and event.type() == QEvent.Type.FocusOut and not self._filling:
            self._keep_words()
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
            if event.key() == Qt.Key.Key_Delete:
                self._remove()
                return True
            if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in moves:
                self._move(moves[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.words.setFocus()
                return True
        return super().eventFilter(watched, event)

    # -- parts ----------------------------------------------------------------------------------------------------------

    def add_part(self, part: PartSpec) -> None:
        """Put a part behind the one that is chosen."""
        at = self.list.currentRow() + 1
        parts = (*self.spec.parts[:at], part, *self.spec.parts[at:])
        self._filling = True
        self.list.insertItem(at, QListWidgetItem(label(part, self.desk.jobs.read.codes.tree())))
        self.list.setCurrentRow(at)
        self._filling = False
        self._keep(replace(self.spec, parts=parts))
        self._show_part()

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        to = row + by
        if not 0 <= to < len(self.spec.parts) or row < 0:
            return
        parts = list(self.spec.parts)
        parts[row], parts[to] = parts[to], parts[row]
        self._filling = True
        self.list.setCurrentRow(to)
        self._filling = False
        self._keep(replace(self.spec, parts=tuple(parts)))

    def _remove(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self.spec.parts):
            self._keep(replace(self.spec, parts=self.spec.parts[:row] + self.spec.parts[row + 1 :]))

    def _fill_add(self, menu: QMenu) -> None:
        menu.addAction(_("Heading")).triggered.connect(lambda: self._add_and_write(PartSpec("heading", _("Heading"))))
        menu.addAction(_("Text")).triggered.connect(lambda: self._add_and_write(PartSpec("words", _("Text"))))
        menu.addAction(_("Quotes of a code…")).triggered.connect(self._ask_code)
        menu.addSeparator()
        kept = self.desk.jobs.read.queries.of(KEPT)
        if not kept:
            menu.addAction(_("Comparisons that you keep in Table stand here")).setEnabled(False)
        for one in kept:
            inner = menu.addMenu(one.name.replace("&", "&&"))
            choice, below, _figures = from_json(one.asked)
            for kind, words in (("table", _("as a table")), ("picture", _("as a picture"))):
                part = replace(of_choice(kind, choice, below), text=one.name)
                inner.addAction(words).triggered.connect(partial(self._add, part))

    def _add(self, part: PartSpec, _checked: bool = False) -> None:
        self.add_part(part)

    def _add_and_write(self, part: PartSpec) -> None:
        self.add_part(part)
        self.words.setFocus()
        self.words.selectAll()

    def _ask_code(self) -> None:
        self.picker.fill(self.desk.jobs.read.codes.tree(), None, frozenset(), 1)
        self.bar.beneath(self.picker, self.add)
        self.picker.box.setFocus()

    def _add_quotes(self, code_id: int | None) -> None:
        if code_id is not None:
            self.add_part(PartSpec("quotes", "", {"codes": [code_id], "limit": 5}))

    def _fill_reports(self, menu: QMenu) -> None:
        names = [one.name for one in self.desk.jobs.read.queries.of(WORKSPACE)]
        self.bar.radio(menu, [(name, name) for name in dict.fromkeys([*names, self._name])], self._name, self.open_report)
        menu.addSeparator()
        menu.addAction(_("New report…")).triggered.connect(self._new)
        delete = menu.addAction(_("Delete this report"))
        delete.setEnabled(self._name in names and self.desk.jobs.can_write)
        delete.triggered.connect(self._delete)

    def open_report(self, name: str) -> None:
        """Show another report."""
        self.commit()
        self._name = name
        self.refresh(frozenset())

    def _new(self) -> None:
        name, fine = QInputDialog.getText(self, _("New report"), _("Name"))
        if fine and name.strip():
            self.open_report(name.strip())

    def _delete(self) -> None:
        kept = [one.id for one in self.desk.jobs.read.queries.of(WORKSPACE) if one.name == self._name]
        if kept:
            self._name = USUAL
            self._actions.delete(kept)

    # -- written ----------------------------------------------------------------------------------------------------------

    def _write(self) -> None:
        self.commit()
        if not self.spec.parts:
            self.desk.signals.notice.emit(_("The report has no parts yet; add some first."))
            return
        path = self.desk.files.save(self, _("Write the report"), f"{self._name}.docx", _("Word (*.docx)"))
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".docx")
        spec, coverage = self.spec, self.coverage
        self.ask(lambda read, progress: gather(read, spec, coverage, __version__, progress), lambda found: self._draw(found, path))

    def _draw(self, found: Material, path: Path) -> None:
        """Pictures are drawn here, on the window's thread; the file is written on the other."""
        # The day alone: what is written twice on one day is the same, byte for byte.
        today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        authors = [name.strip() for name in found.spec.authors.split(",") if name.strip()]
        report = Report(found.spec.title or found.project, found.project, as_parts(found), found.methods, found.digest, authors)
        self.desk.jobs.ask(
            lambda _read, _progress: export_report(report, path, today),
            lambda done: self._written(Path(done), found),
            label=_("Writing the report"),
        )

    def _written(self, path: Path, found: Material) -> None:
        self.desk.signals.notice.emit(_("The report was written to {file}.").format(file=path.name))
        self.say_notes([_("Left out: {what}").format(what=what) for what in found.missing])
