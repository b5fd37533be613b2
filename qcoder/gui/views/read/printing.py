"""The open transcript on paper: what is printed, a look at it before, and the ways out: a printer or a PDF."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QDate, QIODevice, QLocale, QMarginsF, QTimer
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from qcoder.domain.documents import Document
from qcoder.domain.errors import KnownError
from qcoder.domain.patterns import code_patterns
from qcoder.domain.people import initials
from qcoder.exporters.files import write_whole
from qcoder.exporters.phrases import clock
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.marks import Mark, TurnLine
from qcoder.gui.widgets.paper import PAPERS, LegendLine, Paper, PaperStyle, PaperText, paint_all
from qcoder.gui.widgets.paperview import PaperView
from qcoder.gui.widgets.sizes import resize_on_screen
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _, n_

_PAGES = {"A4": QPageSize.PageSizeId.A4, "Letter": QPageSize.PageSizeId.Letter}
_DOTS = 1200


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """Which codings: those of `coders` (all when None) with a code of the branch `branch` (every code when None)."""

    coders: frozenset[int] | None = None
    branch: int | None = None


def gather(read: Reader, document: Document, choice: PrintChoice, today: QDate) -> PaperText:
    """Read what is to be printed of a document."""
    tree = read.codes.tree()
    coders = {coder.id: coder for coder in read.study.coders()}
    branch = None if choice.branch is None else tree.branch(choice.branch)
    codings = [
        coding
        for coding in read.codings.of_document(document.id)
        if (choice.coders is None or coding.coder_id in choice.coders) and (branch is None or coding.code_id in branch)
    ]
    patterns = code_patterns(tree.by_id.values())
    marks = []
    for coding in codings:
        code, coder = tree.by_id[coding.code_id], coders[coding.coder_id]
        short = coder.initials or initials(coder.name)
        marks.append(Mark(coding.id, coding.span, code.color, code.name, short, "", patterns[code.id]))
    counts: dict[int, int] = {}
    for coding in codings:
        counts[coding.code_id] = counts.get(coding.code_id, 0) + 1
    legend = [LegendLine(tree.path(c.id), c.color, patterns[c.id], counts[c.id]) for _depth, c in tree.walk() if c.id in counts]
    who = sorted({coding.coder_id for coding in codings}, key=lambda id_: coders[id_].name.casefold())
    named = ", ".join(f"{coders[id_].name} ({coders[id_].initials or initials(coders[id_].name)})" for id_ in who)
    facts = [_facts(read, document, len(codings))]
    if named:
        facts.append(_("Coded by {coders}").format(coders=named))
    if choice.branch is not None:
        facts.append(_("Only codes of “{branch}” are shown.").format(branch=tree.path(choice.branch)))
    foot = f"{read.name()} · {document.name} · {QLocale().toString(today, QLocale.FormatType.ShortFormat)}"
    return PaperText(document.name, tuple(facts), foot, read.documents.text(document.id), _turns(read, document.id), marks, legend)


def _facts(read: Reader, document: Document, codings: int) -> str:
    """Who was interviewed, where and when, and how long it is."""
    people = {person.id: person for person in read.study.participants()}
    localities, groups = read.study.locality_of(), {group.id: group.name for group in read.study.groups()}
    parts: list[str] = []
    for speaker in read.documents.speakers(document.id):
        person = people.get(speaker.participant_id) if speaker.participant_id is not None and not speaker.interviewer else None
        if person is not None:
            parts.append(person.name)
            parts += [localities[person.place_id].name] if person.place_id is not None else []
            parts += [groups[person.group_id]] if person.group_id is not None else []
    wave = next((wave.name for wave in read.study.waves() if wave.id == document.wave_id), "")
    parts += [_("wave {name}").format(name=wave)] if wave else []
    parts += [n_("{n} word", "{n} words", document.words), n_("{n} coding", "{n} codings", codings)]
    return " · ".join(dict.fromkeys(parts))


def _turns(read: Reader, document_id: int) -> list[TurnLine]:
    speakers = {speaker.id: speaker for speaker in read.documents.speakers(document_id)}
    found = []
    for turn in read.documents.turns(document_id):
        speaker = speakers.get(turn.speaker_id) if turn.speaker_id is not None else None
        time = clock(turn.start_ms) if turn.start_ms is not None else ""
        found.append(TurnLine(turn.span, speaker.label if speaker else "", time, speaker is not None and speaker.interviewer))
    return found


def pdf_of(what: PaperText, style: PaperStyle, progress: Callable[[int, int], object]) -> bytes:
    """The pages as a PDF whose text can be searched and copied. Fit for any thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(what.title)
    writer.setCreator("qcoder")
    writer.setResolution(_DOTS)
    writer.setPageSize(QPageSize(_PAGES[style.paper]))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    try:
        paint_all(Paper(what, style), painter, _DOTS, writer.newPage, progress)
    finally:
        painter.end()
    return bytes(buffer.data().data())


class PrinterDoor:
    """Asks for a printer by the system's dialog; tests put another one in its place."""

    def choose(self, parent: QWidget, style: PaperStyle) -> QPrinter | None:
        """A printer that is ready, or None when the person thought better of it; KnownError where there is none."""
        if not QPrinterInfo.availablePrinterNames():
            raise KnownError(_("No printer is set up on this computer; save a PDF and print that elsewhere."))
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(_PAGES[style.paper]))
        dialog = QPrintDialog(printer, parent)
        return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


class PrintWindow(QDialog):
    """A window beside the work: choices at the left, pages at the right. Opens on what the transcript shows now."""

    def __init__(
        self, desk: Desk, document: Document, choice: PrintChoice, allowed: frozenset[int] | None, parent: QWidget | None, door: PrinterDoor
    ) -> None:
        """`allowed`: the coders whose codings may be shown at all, None for everybody's."""
        super().__init__(parent)
        self._desk = desk
        self._document = document
        self._choice = choice
        self._allowed = allowed
        self._door = door
        settings = desk.settings
        american = QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
        paper = "Letter" if american else "A4"
        several = len({coding.coder_id for coding in desk.jobs.read.codings.of_document(document.id)}) > 1
        self._style = PaperStyle(
            paper, settings.font_family, times=settings.show_times, numbers=settings.show_line_numbers, initials=several
        )
        self.setWindowTitle(_("Print “{name}”").format(name=document.name))
        resize_on_screen(self, 1000, 720)
        self.view = PaperView()
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)
        side = QVBoxLayout()
        side.addLayout(self._choices())
        side.addWidget(self.count)
        side.addStretch(1)
        for button in self._buttons():
            side.addWidget(button)
        row = QHBoxLayout(self)
        row.addLayout(side)
        row.addWidget(self.view, 1)
        desk.jobs.changed.connect(self._changed)
        self.restyle()
        self.refresh()
        self.view.setFocus()

    def _choices(self) -> QFormLayout:
        form = QFormLayout()
        self.coders = QComboBox()
        self.coders.setAccessibleName(_("Whose codings"))
        self.branches = QComboBox()
        self.branches.setAccessibleName(_("Which codes"))
        self.branches.setMaximumWidth(240)
        self._fill()
        self.coders.activated.connect(lambda _row: self._choose(replace(self._choice, coders=self.coders.currentData())))
        self.branches.activated.connect(lambda _row: self._choose(replace(self._choice, branch=self.branches.currentData())))
        self.paper = QComboBox()
        self.paper.setAccessibleName(_("Paper"))
        self.paper.addItems(list(PAPERS))
        self.paper.setCurrentText(self._style.paper)
        self.paper.activated.connect(lambda _row: self._restyle_paper(paper=self.paper.currentText()))
        self.letters = QSpinBox()
        self.letters.setAccessibleName(_("Size of letters"))
        self.letters.setRange(6, 18)
        self.letters.setSuffix(_(" pt"))
        self.letters.setValue(self._style.size)
        self.letters.valueChanged.connect(lambda value: self._restyle_paper(size=value))
        form.addRow(_("Codings of"), self.coders)
        form.addRow(_("Codes"), self.branches)
        form.addRow(_("Paper"), self.paper)
        form.addRow(_("Letters"), self.letters)
        for name, label in (
            ("shade", _("Shade coded words")), ("initials", _("Who coded, in the margin")), ("times", _("Times")),
            ("numbers", _("Line numbers")), ("legend", _("List of codes at the end")),
        ):  # fmt: skip
            form.addRow("", self._tick(name, label))
        return form

    def _tick(self, name: str, label: str) -> QCheckBox:
        box = QCheckBox(label)
        box.setObjectName(name)
        box.setChecked(bool(getattr(self._style, name)))
        box.toggled.connect(lambda on: self._restyle_paper(**{name: on}))
        return box

    def _buttons(self) -> tuple[QPushButton, ...]:
        self.save = QPushButton(_("Save as PDF…"))
        self.save.setProperty("role", "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self.save_pdf)
        self.out = QPushButton(_("Print…"))
        self.out.clicked.connect(self.print_out)
        close = QPushButton(_("Close"))
        close.clicked.connect(self.close)
        return self.save, self.out, close

    def _fill(self) -> None:
        """Offer the coders and branches that there are codings of in this document."""
        read = self._desk.jobs.read
        tree = read.codes.tree()
        codings = read.codings.of_document(self._document.id)
        codings = [coding for coding in codings if self._allowed is None or coding.coder_id in self._allowed]
        self.coders.addItem(_("Everybody"), self._allowed)
        there = {coding.coder_id for coding in codings}
        for coder in read.study.coders():
            if coder.id in there and there != {coder.id}:
                self.coders.addItem(coder.name, frozenset({coder.id}))
        if self._choice.branch is not None and self._choice.branch not in tree.by_id:
            self._choice = replace(self._choice, branch=None)
        self.branches.addItem(_("All codes"), None)
        used = {coding.code_id for coding in codings}
        used |= {above.id for code_id in used for above in tree.ancestors(code_id)}
        for depth, code in tree.walk():
            if code.id in used:
                self.branches.addItem("    " * depth + code.name, code.id)
        for box, wanted in ((self.coders, self._choice.coders), (self.branches, self._choice.branch)):
            box.setCurrentIndex(max(next((row for row in range(box.count()) if box.itemData(row) == wanted), 0), 0))

    def _changed(self, _tables: object) -> None:
        self._soon.start(0)

    def _choose(self, choice: PrintChoice) -> None:
        self._choice = choice
        self.refresh()

    def _restyle_paper(self, **fields: str | int | bool) -> None:
        self._style = replace(self._style, **fields)  # type: ignore[arg-type]  # each caller names a field of its value's type
        self.refresh()

    def restyle(self) -> None:
        """Take the theme from the desk."""
        self.view.set_desk(self._desk.theme.strong_line)

    def refresh(self) -> None:
        """Lay the pages out as the project and the choices are now; closes when the document is gone."""
        document = self._desk.jobs.read.documents.get(self._document.id)
        if document is None:
            self.close()
            return
        self._document = document
        self._what = gather(self._desk.jobs.read, document, self._choice, QDate.currentDate())
        paper = Paper(self._what, self._style)
        self.view.set_paper(paper)
        self.count.setText(n_("{n} page", "{n} pages", len(paper.pages)))

    def save_pdf(self) -> None:
        """Ask where to, and write the PDF in the background."""
        beside = self._desk.jobs.project.path.with_name(re.sub(r'[\\/:*?"<>|]', "-", self._document.name) + ".pdf")
        path = self._desk.files.save(self, _("Save as PDF"), str(beside), _("PDF (*.pdf)"))
        if path is None:
            return
        path = path if path.suffix.casefold() == ".pdf" else path.with_name(path.name + ".pdf")
        what, style = self._what, self._style

        def question(_reader: Reader, progress: Progress) -> Path:
            write_whole(path, pdf_of(what, style, progress))
            return path

        said = self._desk.signals.notice
        self._desk.jobs.ask(question, lambda made: said.emit(_("Wrote “{name}”").format(name=made.name)), label=_("Writing the PDF"))

    def print_out(self) -> None:
        """Ask for a printer and send the pages to it."""
        try:
            printer = self._door.choose(self, self._style)
        except KnownError as error:
            self._desk.errors.report(error)
            return
        if printer is None:
            return
        printer.setFullPage(True)
        printer.setDocName(self._document.name)
        painter = QPainter()
        if not painter.begin(printer):
            self._desk.errors.report(KnownError(_("The printer did not answer, so nothing was printed; see whether it is switched on.")))
            return
        try:
            paint_all(Paper(self._what, self._style), painter, printer.resolution(), printer.newPage, lambda _done, _all: None)
        finally:
            painter.end()
        self._desk.signals.notice.emit(_("Sent “{name}” to the printer").format(name=self._document.name))
