"""The import preview: what was understood of each file, to be corrected before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from unicodedata import bidirectional

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextOption
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from qcoder.domain.documents import Transcript, count_words
from qcoder.domain.errors import KnownError
from qcoder.gui.actions.imports import ImportActions
from qcoder.gui.jobs import Work
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.sizes import resize_on_screen
from qcoder.importers.transcripts import Corrections, Source, read_source, understand
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _, n_

LABEL, NAME, SPEAKER, INTERVIEWER, TURNS, WORDS = range(6)
ENCODINGS = (
    "",
    "utf-8",
    "utf-16",
    "cp1252",
    "iso-8859-15",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1255",
    "cp1256",
    "gb18030",
    "big5",
    "shift_jis",
)
SHOWN_TURNS = 80


@dataclass(slots=True)
class Entry:
    """One file of the import: what was read, what the person corrected, what came of it, or the sentence why it cannot go in."""

    path: Path
    encoding: str = ""
    source: Source | None = None
    error: str = ""
    name: str = ""
    rename: dict[str, str] = field(default_factory=dict)
    not_speakers: set[str] = field(default_factory=set)
    interviewers: set[str] | None = None
    transcript: Transcript | None = None
    labels: dict[str, tuple[int, int]] = field(default_factory=dict)

    def read(self) -> None:
        """Read the file; an error is kept as its sentence."""
        try:
            self.source, self.error = read_source(self.path, encoding=self.encoding or None), ""
        except KnownError as error:
            self.source, self.error, self.transcript = None, error.sentence, None
            return
        self.name = self.name or self.source.name
        self.rename, self.not_speakers, self.interviewers = {}, set(), None
        found = understand(self.source)
        self.labels = dict.fromkeys(found.speakers, (0, 0))
        for turn in found.turns:
            if turn.speaker is not None:
                turns, words = self.labels[turn.speaker]
                self.labels[turn.speaker] = turns + 1, words + count_words(found.text[turn.span.start : turn.span.end])
        self.transcript = found

    def correct(self) -> None:
        """Understand the file again with the person's corrections."""
        if self.source is not None:
            told = None if self.interviewers is None else frozenset(self.interviewers)
            self.transcript = understand(self.source, Corrections(self.rename, frozenset(self.not_speakers), told))

    def result(self) -> Transcript | None:
        """The transcript under the name that the person gave it."""
        return None if self.transcript is None else replace(self.transcript, name=" ".join(self.name.split()))


def _runs_left(transcript: Transcript | None) -> bool:
    """True if the text is in a script that is read from right to left."""
    kinds = (bidirectional(letter) for letter in transcript.text[:2000]) if transcript is not None else iter(())
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


class ImportPreview(QDialog):
    """Shows speakers, times and encoding of every file; nothing is written until Import is pressed."""

    def __init__(self, desk: Desk, paths: Sequence[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._actions = ImportActions(desk.jobs)
        self.entries = [Entry(path) for path in paths]
        self._names = {name.casefold() for name in desk.jobs.read.documents.names()}
        self._filling = False
        self._reading: Work | None = None
        self.setWindowTitle(_("Import transcripts"))
        resize_on_screen(self, 1080, 660)
        self._build()
        self._read(self.entries)

    # -- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.files = QListWidget()
        self.files.setAccessibleName(_("Files to import"))
        self.files.setMinimumWidth(240)
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for entry in self.entries:
            self.files.addItem(QListWidgetItem(f"{entry.path.name}\n…"))
        self.files.currentRowChanged.connect(self._show)
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Document name"))
        self.name.textEdited.connect(self._renamed)
        self.encoding = QComboBox()
        self.encoding.setAccessibleName(_("Encoding"))
        for encoding in ENCODINGS:
            self.encoding.addItem(encoding or _("encoding as found"), encoding)
        self.encoding.activated.connect(self._recoded)
        self.notes = QLabel()
        self.notes.setWordWrap(True)
        self.notes.setProperty("role", "warning")
        self.speakers = QTableWidget(0, 6)
        self.speakers.setAccessibleName(_("Speakers"))
        self.speakers.setHorizontalHeaderLabels([_("In the file"), _("Name"), _("Speaker"), _("Interviewer"), _("Turns"), _("Words")])
        self.speakers.verticalHeader().hide()
        self.speakers.setMaximumHeight(230)
        self.speakers.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.speakers.horizontalHeader().setSectionResizeMode(LABEL, QHeaderView.ResizeMode.Stretch)
        self.speakers.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.speakers.itemChanged.connect(self._corrected)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("What was understood"))
        hint = QLabel(
            _(
                "Give two labels one name to join them; untick Speaker to put a label back into the text. "
                "Interviewers' words are never counted."
            )
        )
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(QLabel(_("Document")))
        head.addWidget(self.name, 1)
        head.addWidget(self.encoding)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 0, 0)
        column.addLayout(head)
        for widget in (self.notes, hint, self.speakers):
            column.addWidget(widget)
        column.addWidget(self.text, 1)
        split = QSplitter()
        split.addWidget(self.files)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([270, 800])
        self.summary = QLabel()
        self.summary.setProperty("role", "muted")
        self.summary.setWordWrap(True)
        cancel = QPushButton(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = QPushButton(_("Import"))
        self.go.setProperty("role", "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._import)
        foot = QHBoxLayout()
        foot.addWidget(self.summary, 1)
        foot.addWidget(cancel)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.addWidget(split, 1)
        layout.addLayout(foot)
        self.go.setEnabled(False)
        self.notes.hide()

    # -- reading ------------------------------------------------------------------------------------------------

    def _read(self, entries: Sequence[Entry]) -> None:
        def question(_reader: Reader, progress: Progress) -> None:
            for done, entry in enumerate(entries):
                progress(done, len(entries))
                entry.read()

        self.summary.setText(_("Reading…"))
        self._reading = self._desk.jobs.ask(question, lambda _nothing: self._was_read(), label=_("Reading transcripts"))

    def reject(self) -> None:
        """Nothing goes in, and nothing more is read."""
        if self._reading is not None:
            self._reading.cancel()
        super().reject()

    def _was_read(self) -> None:
        self._list()
        self.files.setCurrentRow(max(self.files.currentRow(), 0))
        self._show(self.files.currentRow())

    def _problem(self, entry: Entry) -> str:
        """Why this file cannot go in, or nothing."""
        name = " ".join(entry.name.split()).casefold()
        if entry.error:
            return entry.error
        if not name:
            return _("A document needs a name; type one.")
        if name in self._names:
            return _("There is already a document “{name}” in this project; give this one another name.").format(name=entry.name)
        before = self.entries[: next(place for place, other in enumerate(self.entries) if other is entry)]
        if any(not other.error and " ".join(other.name.split()).casefold() == name for other in before):
            return _("Another of these files is called “{name}”; give this one another name.").format(name=entry.name)
        return ""

    def _list(self) -> None:
        good = 0
        for row, entry in enumerate(self.entries):
            problem = self._problem(entry)
            if problem:
                words = _("✗ cannot go in")
            elif entry.transcript is not None:
                good += 1
                words = (
                    n_("{n} turn", "{n} turns", len(entry.transcript.turns))
                    + " · "
                    + n_("{n} speaker", "{n} speakers", len(entry.transcript.speakers))
                )
            else:
                words = "…"
            item = self.files.item(row)
            item.setText(f"{entry.path.name}\n{words}")
            item.setToolTip(problem or str(entry.path))
            item.setForeground(QColor(self._desk.theme.danger if problem else self._desk.theme.text))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.path.name}, {problem or words}")
        bad = len(self.entries) - good
        self.summary.setText(
            n_("{n} file cannot go in; the others can.", "{n} files cannot go in; the others can.", bad) if bad and good else ""
        )
        self.go.setText(n_("Import {n} document", "Import {n} documents", good))
        self.go.setEnabled(good > 0)

    # -- showing one file ---------------------------------------------------------------------------------------

    @property
    def entry(self) -> Entry | None:
        """The file that is shown."""
        row = self.files.currentRow()
        return self.entries[row] if 0 <= row < len(self.entries) else None

    def _show(self, _row: int) -> None:
        entry = self.entry
        if entry is None:
            return
        self._filling = True
        if self.name.text() != entry.name:
            self.name.setText(entry.name)
        self.encoding.setCurrentIndex(max(self.encoding.findData(entry.encoding), 0))
        self.encoding.setEnabled(entry.source is None or bool(entry.source.encoding))
        transcript = entry.transcript
        sentences = [self._problem(entry), *(transcript.warnings if transcript else ())]
        self.notes.setText("\n".join(filter(None, sentences)))
        self.notes.setVisible(any(sentences))
        self._fill_speakers(entry)
        self._fill_text(transcript)
        self._filling = False

    def _fill_speakers(self, entry: Entry) -> None:
        interviewers = entry.transcript.interviewers if entry.transcript else frozenset()
        self.speakers.setRowCount(len(entry.labels))
        for row, (label, (turns, words)) in enumerate(entry.labels.items()):
            name = entry.rename.get(label, label)
            fixed = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            for column, text in ((LABEL, label), (NAME, name), (TURNS, f"{turns:,}"), (WORDS, f"{words:,}")):
                item = QTableWidgetItem(text)
                item.setFlags(fixed | Qt.ItemFlag.ItemIsEditable if column == NAME else fixed)
                self.speakers.setItem(row, column, item)
            for column, on in ((SPEAKER, label not in entry.not_speakers), (INTERVIEWER, name in interviewers)):
                item = QTableWidgetItem()
                item.setFlags(fixed | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
                self.speakers.setItem(row, column, item)

    def _fill_text(self, transcript: Transcript | None) -> None:
        option = QTextOption()
        if _runs_left(transcript):
            option = QTextOption(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        self.text.document().setDefaultTextOption(option)
        if transcript is None:
            self.text.setPlainText("")
            return
        parts: list[str] = []
        at = 0
        for turn in transcript.turns[:SHOWN_TURNS]:
            between = transcript.text[at : turn.span.start].strip()
            if between:
                parts.append(between)
            time = (
                ""
                if turn.start_ms is None
                else f"  {turn.start_ms // 3600000}:{turn.start_ms // 60000 % 60:02}:{turn.start_ms // 1000 % 60:02}"
            )
            role = _(" (interviewer)") if turn.speaker in transcript.interviewers else ""
            parts.append(
                f"{turn.speaker or '–'}{role}{time}\n    " + transcript.text[turn.span.start : turn.span.end].replace("\n", "\n    ")
            )
            at = turn.span.end
        if len(transcript.turns) > SHOWN_TURNS:
            parts.append(n_("… and {n} more turn", "… and {n} more turns", len(transcript.turns) - SHOWN_TURNS))
        self.text.setPlainText("\n\n".join(parts) or transcript.text[:5000])

    # -- correcting ---------------------------------------------------------------------------------------------

    def _renamed(self, name: str) -> None:
        entry = self.entry
        if entry is not None:
            entry.name = name
            self._list()
            self._show(0)

    def _recoded(self, _index: int) -> None:
        entry = self.entry
        if entry is not None:
            entry.encoding = self.encoding.currentData()
            self._read([entry])

    def _corrected(self, item: QTableWidgetItem) -> None:
        entry = self.entry
        if self._filling or entry is None or entry.transcript is None:
            return
        label = list(entry.labels)[item.row()]
        if item.column() == NAME:
            name = " ".join(item.text().split())
            if name and name != label:
                entry.rename[label] = name
            else:
                entry.rename.pop(label, None)
        elif item.column() == SPEAKER:
            entry.not_speakers ^= {label}
        elif item.column() == INTERVIEWER:
            name = entry.rename.get(label, label)
            entry.interviewers = set(entry.transcript.interviewers) ^ {name}
        entry.correct()
        self._list()
        self._show(0)

    def _import(self) -> None:
        ready = [result for entry in self.entries if not self._problem(entry) and (result := entry.result()) is not None]
        if ready:
            self.go.setEnabled(False)
            self._actions.transcripts(ready, self._imported)
            self.accept()

    def _imported(self, ids: tuple[int, ...]) -> None:
        if ids:
            self._desk.signals.open_passage.emit(ids[0], None)
