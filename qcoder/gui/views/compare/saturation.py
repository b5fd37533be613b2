"""The saturation page: new codes by interview, in order of collection, for all and by locality."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QPushButton, QSpinBox, QWidget

from qcoder.exporters.grids import GridFile
from qcoder.exporters.sheets import Value
from qcoder.gui.views.compare.choice import Choice
from qcoder.gui.views.compare.code_bar import CodeBar
from qcoder.gui.views.compare.empties import Lacking, what_is_missing
from qcoder.gui.views.compare.frame import FramePage, scrolled
from qcoder.gui.views.compare.report_parts import PartSpec, of_choice
from qcoder.gui.views.compare.tables_out import as_text, export_table
from qcoder.gui.widgets.curve import CurvePicture, Panel, Step
from qcoder.gui.widgets.picture import Picture
from qcoder.project.read import Reader
from qcoder.words import _, n_

if TYPE_CHECKING:
    from qcoder.analysis.saturation import Saturation


class SaturationPage(FramePage):
    """The page."""

    commands = ("compare_rows", "compare_only", "compare_copy", "compare_export")
    label = _("Counting new codes by interview")

    def build(self) -> None:
        """Choices and the curves."""
        self.found: Saturation | None = None
        self.base, self.run, self.threshold = QSpinBox(), QSpinBox(), QSpinBox()
        for box, name, low, high, value, prefix, suffix in (
            (self.base, _("Base: so many first interviews"), 1, 50, 4, _("Base "), ""),
            (self.run, _("Run: so many interviews in a row"), 1, 20, 2, _("Run "), ""),
            (self.threshold, _("Threshold: new codes of the base, in per cent"), 0, 50, 5, _("Threshold "), " %"),
        ):
            box.setRange(low, high)
            box.setValue(value)
            box.setPrefix(prefix)
            box.setSuffix(suffix)
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.valueChanged.connect(lambda _value: self._ask())
        self.by_locality = QCheckBox(_("by locality, too"))
        self.by_locality.toggled.connect(lambda _on: self._ask())
        self.copy, self.export = QPushButton(_("Copy")), QPushButton(_("Export…"))
        self.bar = CodeBar(lambda: self.desk.jobs.read, self.base, self.run, self.threshold, self.by_locality, self.copy, self.export)
        self.bar.choice = Choice(depth=9)
        self.curves = CurvePicture()
        self.column.addWidget(self.bar)
        self.column.addWidget(scrolled(self.curves), 1)
        self.heading.setText(_("Saturation"))
        self.unit.setText(_("New codes by interview, in the order in which they were held (Guest, Namey & Chen 2020)."))
        self.bar.changed.connect(lambda _choice: self._ask())
        self.copy.clicked.connect(self._copy)
        self.export.clicked.connect(self._export)
        self.curves.chosen.connect(self._choose)
        self.door.offer(self.curves)

    def picture(self) -> Picture:
        """The curves."""
        return self.curves

    def lacking(self) -> Lacking | None:
        """Codes and codings."""
        return what_is_missing(self.desk.jobs.read)

    def body(self) -> QWidget:
        """The curves."""
        return self.curves

    def set_front(self, front: bool) -> None:
        """The commands that the pages share are about this page now."""
        if front:
            take = self.desk.commands.take
            take("compare_rows", self.bar.choose_rows)
            take("compare_only", self.bar.choose_scope)
            take("compare_copy", self._copy)
            take("compare_export", self._export)
        super().set_front(front)

    def refresh(self, tables: frozenset[str]) -> None:
        """Count again."""
        if tables and tables <= frozenset({"memo", "saved_query", "summary", "suggestion", "suggesting"}):
            return
        self.bar.offer(self.desk.jobs.read, self.bar.choice)
        self._ask()

    def _ask(self) -> None:
        choice, coverage = self.bar.choice, self.coverage
        base, run, threshold, by = self.base.value(), self.run.value(), self.threshold.value() / 100, self.by_locality.isChecked()

        def question(read: Reader, _progress: object) -> "Saturation":
            from qcoder.analysis.saturation import saturation

            rows = choice.rows(read.codes.tree())
            return saturation(read, rows, choice.scope, coverage, base=base, run=run, threshold=threshold, by_locality=by)

        self.ask(question, self._show)

    def _show(self, found: "Saturation") -> None:
        self.found = found
        self.curves.show_panels(*panels_of(found, self.hiding.below))
        notes = list(found.notes)
        if self.hiding.below:
            notes.append(_("Small figures are hidden: interviews are not named, and their quotes not shown."))
        self.say_notes(notes)

    def _choose(self, key: tuple[int, int]) -> None:
        """The passages of the codes that are new in an interview."""
        found = self.found
        if found is None or self.hiding.below:
            self.desk.signals.notice.emit(_("Hidden: one interview is fewer participants than are shown."))
            return
        one = found.curves[key[0]].interviews[key[1]]
        codes = frozenset[int]().union(*(found.rows[row].code_ids for row in one.new)) if one.new else frozenset[int]()
        if not codes:
            self.desk.signals.notice.emit(_("“{name}” brings no new code.").format(name=one.name))
            return
        coders = self.bar.choice.coder_ids

        def behind(read: Reader, _progress: object) -> list[int]:
            return [coding.id for coding in read.codings.of_codes(codes, coders) if coding.document_id == one.document_id]

        self.desk.jobs.ask(behind, lambda ids: self.desk.signals.show_passages.emit(ids, _("new in {name}").format(name=one.name)))

    def report_part(self) -> PartSpec:
        """The curves as they are asked for now."""
        return of_choice(
            "saturation", self.bar.choice, self.hiding.below, base=self.base.value(), run=self.run.value(),
            threshold=self.threshold.value(), by_locality=self.by_locality.isChecked(),
        )  # fmt: skip

    def _rows(self) -> list[list[Value]]:
        found = self.found
        rows: list[list[Value]] = [[_("Curve"), _("Number"), _("Interview"), _("Day"), _("New codes"), _("So far"), _("Which are new")]]
        for curve in found.curves if found is not None else ():
            for number, one in enumerate(curve.interviews):
                named = "" if self.hiding.below else one.name
                which = "" if self.hiding.below or found is None else "; ".join(found.rows[row].label for row in one.new)
                rows.append([curve.label, number + 1, named, "" if self.hiding.below else one.day, len(one.new), one.so_far, which])
        return rows

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self._rows()))
        self.desk.signals.notice.emit(_("The figures are on the clipboard."))

    def _export(self) -> None:
        sentences = [self.curves.title(), *(f"{panel.label}: {panel.outcome}" for panel in self.curves.panels), self.note.text()]
        export_table(
            self,
            self.desk,
            _("saturation"),
            lambda: GridFile(_("Saturation"), self._rows(), [s for s in sentences if s], (20, 10, 30, 12, 12, 10, 60)),
        )


def panels_of(found: "Saturation", below: int) -> tuple[str, tuple[Panel, ...]]:
    """The title and the curves; where small figures are hidden, interviews have numbers instead of names."""
    from qcoder.analysis.saturation import in_words

    panels = []
    for at, curve in enumerate(found.curves):
        steps = []
        for number, one in enumerate(curve.interviews):
            new = n_("{n} new code", "{n} new codes", len(one.new))
            names = "" if below or not one.new else f" ({', '.join(found.rows[row].label for row in one.new)})"
            who = "" if below else f" · {one.name}"
            said = _("interview {at}{who}: {new}{names}, {sum} so far").format(at=number + 1, who=who, new=new, names=names, sum=one.so_far)
            steps.append(Step(len(one.new), one.so_far, said, (at, number)))
        run = None if curve.reached is None else (curve.reached.after, found.run)
        panels.append(Panel(curve.label, in_words(curve, found), tuple(steps), found.base, run))
    title = _("New codes by interview: base {base}, run {run}, threshold {threshold} %")
    return title.format(base=found.base, run=found.run, threshold=f"{100 * found.threshold:g}"), tuple(panels)
