"""The panel beside the figures: all codes together, coder by coder, and in words what was counted."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from qcoder.words import _, n_

if TYPE_CHECKING:
    from qcoder.analysis.agreement.report import Report
    from qcoder.analysis.agreement.results import Agreement


class PairGrid(QWidget):
    """Coder by coder: Cohen's kappa over all codes, the share of decisions alike beneath it."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(12)
        self.cells: dict[tuple[int, int], str] = {}

    def show_pairs(self, found: "Agreement") -> None:
        """Fill the lower half of the grid."""
        from qcoder.analysis.agreement.report import two_digits

        while (item := self._layout.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.cells = {}
        names = {coder.id: coder.name for coder in found.coders}
        place = {coder.id: number for number, coder in enumerate(found.coders)}
        for coder in found.coders[:-1]:
            self._put(names[coder.id], 0, place[coder.id] + 1, "muted")
        for coder in found.coders[1:]:
            self._put(names[coder.id], place[coder.id] + 1, 0, "muted")
        for pair in found.pairs:
            words = f"{two_digits(pair.kappa)}\n{pair.agree:.1%}"
            label = self._put(words, place[pair.coder_b] + 1, place[pair.coder_a] + 1, "")
            said = _("{a} with {b}: kappa {kappa}, {agree} alike").format(
                a=names[pair.coder_a], b=names[pair.coder_b], kappa=two_digits(pair.kappa), agree=f"{pair.agree:.1%}"
            )
            label.setAccessibleName(said)
            label.setToolTip(pair.why or said)
            self.cells[pair.coder_a, pair.coder_b] = words
        self._layout.setColumnStretch(len(found.coders), 1)

    def _put(self, words: str, row: int, column: int, role: str) -> QLabel:
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            label.setProperty("role", role)
        self._layout.addWidget(label, row, column)
        return label


class WordsPanel(QWidget):
    """What the figures are figures of."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ground")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 8, 8)
        column.setSpacing(6)
        self.overall = _label(column, "")
        column.addSpacing(6)
        _label(column, "subheading").setText(_("Coder by coder"))
        _label(column, "muted").setText(_("Cohen's kappa over all codes, and below it the share of decisions alike"))
        self.grid = PairGrid()
        column.addWidget(self.grid)
        column.addSpacing(6)
        _label(column, "subheading").setText(_("What was counted"))
        self.documents = _label(column, "")
        self.rules = _label(column, "muted")
        self.notes = _label(column, "")
        column.addStretch(1)

    def show_report(self, report: "Report") -> None:
        """Tell one report in words."""
        from qcoder.analysis.agreement.report import kappa_name, two_digits, unit_word, with_interval

        found, edges = report.agreement, report.boundaries
        who = ", ".join(coder.name for coder in found.coders)
        lines = [
            _("{who} on {units}.").format(who=who, units=unit_word(found.unit, found.units)),
            _("All codes together: {name} {kappa}, alpha {alpha}, AC1 {ac1}; {agree} of all decisions alike.").format(
                name=kappa_name(len(found.coders)),
                kappa=with_interval(found.overall.kappa),
                alpha=with_interval(found.overall.alpha),
                ac1=two_digits(found.overall.ac1.value),
                agree=f"{found.overall.agree:.1%}",
            ),
            _("Where passages begin and end: u‑alpha {u}; what to code at all {binary}; which codes, where both coded {cu}.").format(
                u=two_digits(edges.u_alpha.value), binary=two_digits(edges.binary.value), cu=two_digits(edges.cu_alpha.value)
            ),
        ]
        self.overall.setText("\n\n".join(lines))
        self.grid.show_pairs(found)
        documents = n_("{n} document", "{n} documents", len(report.documents)) + ": " + ", ".join(report.documents)
        if report.left_out:
            documents += "\n\n" + _("Left out: {names}").format(names=", ".join(report.left_out))
        self.documents.setText(documents)
        rules = [found.documents_rule, found.unit_rule, found.overall_rule, found.interval_rule]
        self.rules.setText("\n\n".join(rules))
        self.notes.setText("\n\n".join(found.notes))


def _label(column: QVBoxLayout, role: str) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        label.setProperty("role", role)
    column.addWidget(label)
    return label
