"""Codes with codes: which go together, on text, in turns or with participants, and which follow which."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QSpinBox, QStackedWidget, QWidget

from qcoder.exporters.relations import export_relations
from qcoder.gui.views.compare.choice import first_choice, usable_variables, values_to_narrow
from qcoder.gui.views.compare.empties import Lacking, what_is_missing
from qcoder.gui.views.compare.frame import FramePage, scrolled
from qcoder.gui.views.compare.pairs import PairTable
from qcoder.gui.views.compare.relating import (
    MOST_LINES,
    MOST_ROWS,
    SHOWN,
    Found,
    find,
    network_of,
)
from qcoder.gui.views.compare.relations_bar import RelationsBar
from qcoder.gui.views.compare.report_parts import PartSpec, of_choice
from qcoder.gui.widgets.heat import HeatTable
from qcoder.gui.widgets.matrix import Matrix
from qcoder.gui.widgets.network import Network, NetworkPicture
from qcoder.gui.widgets.picture import Picture
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _


class RelationsPage(FramePage):
    """The page."""

    commands = ("compare_relations_shown", "compare_copy", "compare_export", "compare_rows", "compare_only")
    label = _("Counting which codes go together")

    def build(self) -> None:
        """Choices, and the three ways of showing."""
        self.found: Found | None = None
        self._begun = False
        self.bar = RelationsBar()
        self.matrix, self.pairs, self.network, self.heat = Matrix(), PairTable(), NetworkPicture(), HeatTable()
        self.heat.hide()
        self.heat.setParent(self)
        self.least = QSpinBox()
        self.least.setRange(1, 1_000_000)
        self.least.setAccessibleName(_("Lines of at least so many"))
        self.least.setPrefix(_("Lines from "))
        self.documents = QSpinBox()
        self.documents.setRange(1, 100_000)
        self.documents.setAccessibleName(_("Pairs in at least so many documents"))
        self.documents.setPrefix(_("Documents from "))
        self.documents.setToolTip(_("List only pairs that meet in at least so many documents; from 2 on, hidden pairs are left out"))
        self.measures = QLabel()
        self.measures.setProperty("role", "muted")
        self.measures.setWordWrap(True)
        self.body_stack = QStackedWidget()
        for widget in (self.matrix, self.pairs, scrolled(self.network)):
            self.body_stack.addWidget(widget)
        self.column.addWidget(self.bar)
        for spin in (self.least, self.documents):
            spin.setMinimumWidth(190)
            self.column.addWidget(spin, 0, Qt.AlignmentFlag.AlignLeft)
            spin.hide()
        self.column.addWidget(self.body_stack, 1)
        self.column.addWidget(self.measures)
        self.heading.setText(_("Codes with codes"))
        self.bar.changed.connect(lambda _asked: self._ask())
        self.bar.shown_as.connect(self._show_as)
        self.bar.copy.clicked.connect(self._copy)
        self.bar.export.clicked.connect(self._export)
        self.bar.values = lambda: values_to_narrow(self.desk.jobs.read, usable_variables(self.desk.jobs.read))
        self.least.valueChanged.connect(lambda _n: self._show_network())
        self.documents.valueChanged.connect(lambda _n: self._show_pairs())
        self.matrix.cell_chosen.connect(self._choose)
        self.pairs.chosen.connect(lambda key: self._choose(*key))
        self.network.chosen.connect(self._choose_mark)
        self.door.offer(self.network)

    def picture(self) -> Picture:
        """The network, or the matrix laid out for paper, which is done when somebody wants it."""
        if self.bar.shown == "network":
            return self.network
        if self.found is not None:
            relations = self.found.relations
            self.heat.show_table(self.found.matrix, relations.unit, (*self.found.measures, *relations.notes))
        return self.heat

    def lacking(self) -> Lacking | None:
        """Codes and codings."""
        return what_is_missing(self.desk.jobs.read)

    def body(self) -> QWidget:
        """What is shown."""
        return (self.matrix, self.pairs, self.network)[SHOWN.index(self.bar.shown)]

    def restyle(self) -> None:
        """The matrix has a theme of its own."""
        super().restyle()
        self.matrix.set_theme(self.desk.theme)

    def set_front(self, front: bool) -> None:
        """The commands that the pages share are about this page now."""
        if front:
            on = self.desk.commands.take
            on("compare_relations_shown", lambda: self.bar.show_as(SHOWN[(SHOWN.index(self.bar.shown) + 1) % len(SHOWN)]))
            on("compare_copy", self._copy)
            on("compare_export", self._export)
            on("compare_rows", self.bar.choose_rows)
            on("compare_only", self.bar.choose_scope)
        super().set_front(front)

    def refresh(self, tables: frozenset[str]) -> None:
        """Count again when codes, codings or people changed."""
        if tables and tables <= frozenset({"memo", "rejection", "target", "saved_query", "summary", "suggestion", "suggesting"}):
            return
        read = self.desk.jobs.read
        tree, variables, coders = read.codes.tree(), usable_variables(read), read.study.coders()
        asked = self.bar.asked
        if not self._begun and len(tree):
            self._begun = True
            asked = replace(asked, choice=replace(first_choice(read, tree, variables), columns=()))
        choice = asked.choice.fitted(tree, variables, [coder.id for coder in coders])
        self.bar.offer(tree, coders, replace(asked, choice=choice))
        self._ask()

    # -- asking -------------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        asked, coverage, below = self.bar.asked, self.coverage, self.hiding.below
        self.matrix.wait()
        self.ask(lambda read, progress: find(read, asked, coverage, below, progress), self._show)

    def _show(self, found: Found) -> None:
        if found.asked != self.bar.asked:
            return
        self.found = found
        self.unit.setText(found.relations.unit)
        self.measures.setText("\n".join(found.measures))
        notes = list(found.relations.notes)
        rows = found.relations.rows
        if len(rows) > MOST_ROWS:
            notes.append(_("The matrix shows the first {n} of {of} codes; the list has all pairs.").format(n=MOST_ROWS, of=len(rows)))
        self.say_notes(notes)
        self.matrix.show_table(found.matrix, details=False)
        self._show_pairs()
        told = sorted((pair.n for pair in found.relations.pairs if not pair.hidden), reverse=True)
        self.least.blockSignals(True)
        self.least.setValue(told[MOST_LINES] if len(told) > MOST_LINES else 1)
        self.least.blockSignals(False)
        self._show_network()

    def _show_as(self, shown: str) -> None:
        self.body_stack.setCurrentIndex(SHOWN.index(shown))
        self.least.setVisible(shown == "network")
        self.documents.setVisible(shown == "pairs")
        self.body().setFocus()

    def _show_pairs(self) -> None:
        if self.found is not None:
            self.pairs.show_pairs(*self.found.pairs_in(self.documents.value()))

    def _show_network(self) -> None:
        """Laying it out takes longer than a window may stand still."""
        found, least = self.found, self.least.value()
        if found is None:
            return

        def put(network: Network) -> None:
            if self.found is found and self.least.value() == least:
                self.network.show_network(network)

        self.desk.jobs.ask(lambda _read, _progress: network_of(found, least), put)

    # -- quotes -------------------------------------------------------------------------------------------------------

    def _choose_mark(self, key: tuple[int, ...]) -> None:
        if len(key) == 2:
            self._choose(*key)
        else:
            self._choose_code(key[0])

    def _choose_code(self, place: int) -> None:
        """All passages of one code that were counted, unless its figure is hidden."""
        found, coverage = self.found, self.coverage
        if found is None:
            return
        if found.relations.sizes[place] is None:
            self.desk.signals.notice.emit(_("Hidden: too few participants stand behind it."))
            return

        def of_code(read: Reader, _progress: Progress) -> list[int]:
            from qcoder.analysis.relations import codings_of

            return codings_of(read, found.relations, place, coverage)

        label = found.relations.rows[place].label
        self.desk.jobs.ask(of_code, lambda ids: self.desk.signals.show_passages.emit(ids, label))

    def _choose(self, a: int, b: int) -> None:
        """The passages behind a pair, in Quotes."""
        found, coverage = self.found, self.coverage
        if found is None or a >= len(found.relations.rows) or b >= len(found.relations.rows):
            return
        one, other = found.relations.rows[a], found.relations.rows[b]
        pair = found.relations.at(a, b)
        if a == b:
            self._choose_code(a)
            return
        if pair is None or pair.hidden:
            words = _("Hidden: too few participants stand behind it.") if pair is not None else _("They never go together.")
            self.desk.signals.notice.emit(words)
            return
        form = _("{one} → {other}") if found.asked.how == "sequence" else _("{one} with {other}")
        words = form.format(one=one.label, other=other.label)

        def behind(read: Reader, _progress: Progress) -> list[int]:
            from qcoder.analysis.relations import codings_behind

            return codings_behind(read, found.relations, a, b, coverage)

        self.desk.jobs.ask(behind, lambda ids: self.desk.signals.show_passages.emit(ids, words))

    def report_part(self) -> PartSpec | None:
        """The pairs, or the network when that is shown."""
        asked = self.bar.asked
        if self.found is None:
            return None
        kind = "network" if self.bar.shown == "network" else "pairs"
        more = {"how": asked.how, "within": asked.within, "same_speaker": asked.same_speaker, "least": self.least.value()}
        return of_choice(kind, asked.choice, self.hiding.below, **more)

    # -- taking it away -------------------------------------------------------------------------------------------------

    def _copy(self) -> None:
        if self.found is None or self.matrix.matrix.waiting:
            return
        data = self.matrix.matrix.table.as_mime()
        if self.bar.shown == "pairs":
            data = self.pairs.pairs.as_mime()
        QGuiApplication.clipboard().setMimeData(data)
        self.desk.signals.notice.emit(_("It is on the clipboard."))

    def _export(self) -> None:
        found = self.found
        if found is None:
            return
        kinds = _("Excel (*.xlsx);;Word (*.docx);;Comma-separated (*.csv)")
        path = self.desk.files.save(self, _("Export the pairs"), _("codes with codes") + ".xlsx", kinds)
        if path is not None:
            path = path if path.suffix else path.with_suffix(".xlsx")
            table, _keys = found.pairs_in(self.documents.value() if self.bar.shown == "pairs" else 1)
            self.desk.jobs.ask(
                lambda read, _progress: export_relations(table, path, datetime.now(UTC), project=read.name()),
                lambda done: self.desk.signals.notice.emit(_("The pairs were written to {file}.").format(file=Path(done).name)),
                label=_("Writing the pairs"),
            )
