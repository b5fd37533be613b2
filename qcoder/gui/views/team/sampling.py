"""Blind second coding: draw documents by a stated rule, and see how far each sample is."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from qcoder.domain.adjudication import CodingSample, consensus_id
from qcoder.gui.actions.agreement import AgreementActions
from qcoder.gui.jobs import Work
from qcoder.gui.models.rows import ROW_ROLE, Column, RowsModel, RowsView
from qcoder.gui.views.compare.flow import FlowLayout
from qcoder.gui.views.times import day
from qcoder.gui.views.workspace import Desk
from qcoder.words import _, n_

if TYPE_CHECKING:
    from qcoder.changes.samples import Drawing


@dataclass(frozen=True, slots=True)
class Sampled:
    """A document of a sample: whose, which draw, and whether they are done with it."""

    sample: CodingSample
    coder: str
    document_id: int
    document: str
    codings: int
    done: bool


class SamplingPage(QWidget):
    """A line to draw by, what would be drawn in words, and every document drawn."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._desk = desk
        self._actions = AgreementActions(desk.jobs)
        self._asked: Work | None = None
        self.words = QLabel(
            _(
                "A second coder codes some documents without seeing what others coded there: until they mark such a document as fully "
                "coded, what others coded, starred and wrote there is hidden from them everywhere."
            )
        )
        self.words.setWordWrap(True)
        self.words.setProperty("role", "muted")
        self.coder = QComboBox()
        self.coder.setAccessibleName(_("Second coder"))
        self.percent = _number(_("Per cent of the documents"), 1, 100, 20)
        self.percent.setSuffix(" %")
        today = datetime.now().astimezone()
        self.seed = _number(_("Seed of the draw"), 0, 2**31 - 1, today.year * 10_000 + today.month * 100 + today.day)
        self.seed.setToolTip(_("The same seed draws the same documents again, on every computer"))
        self.coded = QCheckBox(_("only documents that somebody else has coded"))
        self.coded.setChecked(True)
        self.draw = QPushButton(_("Draw"))
        self.draw.setProperty("role", "primary")
        self.preview = QLabel()
        self.preview.setWordWrap(True)
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.model: RowsModel[Sampled] = RowsModel(_columns())
        self.view = RowsView(_("Documents drawn"))
        self.view.show_model(self.model)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.rule = QLabel()
        self.rule.setWordWrap(True)
        self.rule.setProperty("role", "muted")
        self.delete = QPushButton(_("Delete the draw"))
        self.delete.setToolTip(_("Forget the draw of the selected document; codings and marks stay"))
        self._build()
        self._connect()

    def _build(self) -> None:
        row = FlowLayout()
        for part in (QLabel(_("Draw")), self.percent, QLabel(_("for")), self.coder, QLabel(_("by seed")), self.seed, self.coded):
            row.addWidget(part)
        row.addWidget(self.draw)
        below = QHBoxLayout()
        below.addWidget(self.rule, 1)
        below.addWidget(self.delete)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(self.words)
        layout.addLayout(row)
        layout.addWidget(self.preview)
        layout.addWidget(self.view, 1)
        layout.addLayout(below)

    def _connect(self) -> None:
        self.coder.activated.connect(lambda _index: self._show_preview())
        self.percent.valueChanged.connect(lambda _value: self._show_preview())
        self.seed.valueChanged.connect(lambda _value: self._show_preview())
        self.coded.toggled.connect(lambda _on: self._show_preview())
        self.draw.clicked.connect(self.draw_now)
        self.delete.clicked.connect(self._delete)
        self.view.activated.connect(lambda index: self._open(index.data(ROW_ROLE)))
        self.view.selectionModel().selectionChanged.connect(lambda _on, _off: self._show_rule())

    def refresh(self) -> None:
        """Read coders and samples again."""
        read = self._desk.jobs.read
        consensus = consensus_id(read.project_id())
        chosen = self.coder.currentData()
        coders = [coder for coder in read.study.coders() if coder.id != consensus]
        self.coder.clear()
        for coder in coders:
            self.coder.addItem(coder.name, coder.id)
        # Whoever has coded least is likely to be the second coder.
        counts = read.codings.coder_counts()
        least = min((coder.id for coder in coders), key=lambda id_: counts.get(id_, 0), default=None)
        self.coder.setCurrentIndex(max(self.coder.findData(chosen if chosen is not None else least), 0))
        names = {document.id: document.name for document in read.documents.all()}
        by_name = {coder.id: coder.name for coder in read.study.coders()}
        done = read.documents.fully_coded()
        samples = read.adjudication.samples()
        own = read.adjudication.worked_on()
        rows = [
            Sampled(
                sample,
                by_name.get(sample.coder_id, ""),
                document_id,
                names[document_id],
                own.get((document_id, sample.coder_id), 0),
                sample.coder_id in done.get(document_id, set()),
            )
            for sample in samples
            for document_id in sample.documents
        ]
        self.model.fill(rows)
        self.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.view.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            self.view.setColumnWidth(column, min(self.view.columnWidth(column) + 24, 380))
        self.view.setVisible(bool(rows))
        self._show_preview()
        self._show_rule()

    def _show_preview(self) -> None:
        if self._asked is not None and not self._asked.finished:
            self._asked.cancel()
        self.draw.setEnabled(False)
        if self.coder.currentData() is None:
            self.preview.setText(_("Add a coder first, or take a colleague's copy in."))
            return
        self._asked = self._actions.preview_draw(
            self.coder.currentData(), self.percent.value(), self.seed.value(), coded_only=self.coded.isChecked(), then=self._previewed
        )

    def _previewed(self, found: "Drawing | str") -> None:
        if isinstance(found, str):
            self.preview.setText(found)
            return
        drawn = n_("{n} document", "{n} documents", len(found.drawn))
        words = _("Would draw {drawn} of {of}: {rule}").format(drawn=drawn, of=found.of, rule=found.rule)
        parts = [f"{s.label} {len(s.drawn)} / {len(s.documents)}" for s in found.strata if s.label]
        self.preview.setText(words + (("\n" + "; ".join(parts)) if parts else ""))
        self.draw.setEnabled(self._desk.jobs.can_write)

    def _show_rule(self) -> None:
        rows: list[Sampled] = self.view.selected_rows()
        self.rule.setText(rows[0].sample.rule if rows else "")
        self.delete.setEnabled(bool(rows) and self._desk.jobs.can_write)
        self.delete.setVisible(bool(self.model.rows))

    def draw_now(self) -> None:
        """Draw what the preview says."""
        if self.draw.isEnabled():
            self._actions.draw(
                self.coder.currentData(), self.percent.value(), self.seed.value(), coded_only=self.coded.isChecked(), then=lambda _id: None
            )

    def _delete(self) -> None:
        rows: list[Sampled] = self.view.selected_rows()
        if rows:
            self._actions.delete_sample(rows[0].sample.id)

    def _open(self, row: Sampled) -> None:
        self._desk.signals.open_passage.emit(row.document_id, None)


def _number(name: str, low: int, high: int, value: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(low, high)
    box.setValue(value)
    box.setAccessibleName(name)
    box.setToolTip(name)
    return box


def _columns() -> tuple[Column[Sampled], ...]:
    return (
        Column(_("Second coder"), lambda r: r.coder),
        Column(_("Drawn"), lambda r: day(r.sample.made_at), sort=lambda r: r.sample.id),
        Column(_("Share"), lambda r: f"{r.sample.percent} %", sort=lambda r: r.sample.percent, number=True),
        Column(_("Seed"), lambda r: str(r.sample.seed), sort=lambda r: r.sample.seed, number=True),
        Column(_("Document"), lambda r: r.document),
        Column(_("Codings"), lambda r: f"{r.codings:,}", sort=lambda r: r.codings, number=True),
        Column(_("Standing"), lambda r: _("fully coded: others' codings are shown") if r.done else _("open: coded blind")),
    )
