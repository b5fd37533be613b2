"""What the inspector says about one document: wave, who speaks, memo."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from qcoder.domain.documents import read_day
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Subject
from qcoder.gui.actions.documents import DocumentActions
from qcoder.gui.actions.memos import MemoActions
from qcoder.gui.jobs import Jobs
from qcoder.gui.models.documents import DocumentFacts, SpeakersModel
from qcoder.gui.views.memos.box import MemoBox
from qcoder.gui.views.read.delegates import ParticipantDelegate
from qcoder.gui.views.read.fields import Line, Section, words
from qcoder.words import _, n_


def languages() -> list[tuple[str, str]]:
    """The (code, name) of languages to choose from, the first for none."""
    return [
        ("", _("Language not said")), ("en", _("English")), ("ar", _("Arabic")), ("zh", _("Chinese")), ("da", _("Danish")),
        ("nl", _("Dutch")), ("fi", _("Finnish")), ("fr", _("French")), ("de", _("German")), ("el", _("Greek")), ("he", _("Hebrew")),
        ("hi", _("Hindi")), ("it", _("Italian")), ("ja", _("Japanese")), ("mi", _("Māori")), ("nb", _("Norwegian")), ("pl", _("Polish")),
        ("pt", _("Portuguese")), ("ru", _("Russian")), ("es", _("Spanish")), ("sv", _("Swedish")), ("tr", _("Turkish")),
        ("uk", _("Ukrainian")), ("ur", _("Urdu")), ("cy", _("Welsh")),
    ]  # fmt: skip


class DocumentPanel(QWidget):
    """One document: name, facts, wave, speakers and memo, each to be changed in place."""

    def __init__(self, jobs: Jobs, actions: DocumentActions, memos: MemoActions) -> None:
        super().__init__()
        self._jobs = jobs
        self._actions = actions
        self._id: int | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.name = Line(_("Name of the document"))
        self.name.setProperty("role", "title")
        self.name.left.connect(self._rename)
        self.facts = words("", "muted")
        self.wave = QComboBox()
        self.wave.setEditable(True)
        self.wave.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.wave.setAccessibleName(_("Wave"))
        self.wave.activated.connect(lambda _row: self._set_wave())
        edit = self.wave.lineEdit()
        assert edit is not None
        edit.setPlaceholderText(_("None; type a name to make one"))
        edit.editingFinished.connect(self._set_wave)
        self._wave_kept = ""
        self.day = Line(_("Day of the interview"))
        self.day.setPlaceholderText(_("Not known; as in 2024-03-05"))
        self.day.left.connect(self._set_day)
        self.language = QComboBox()
        self.language.setAccessibleName(_("Language"))
        for code, name in languages():
            self.language.addItem(name, code)
        self.language.activated.connect(self._set_language)
        self.speakers = SpeakersModel(self)
        self.speakers.changed_by_hand.connect(self._speaker_changed)
        self.table = self._table()
        self.memo = MemoBox(jobs, memos, Subject.DOCUMENT, _("What should be remembered of this interview?"))
        for widget in (
            self.name,
            self.facts,
            Section(_("Wave"), self.wave),
            Section(_("Day and language"), self._when_and_how()),
            Section(_("Speakers"), self.table),
            self.memo,
        ):
            column.addWidget(widget)
        self.name.setEnabled(jobs.can_write)
        for field in (self.wave, self.day, self.language):
            field.setEnabled(jobs.can_write)
        self.speakers.can_write = jobs.can_write

    def _when_and_how(self) -> QWidget:
        """The day and the language, beside each other."""
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.day, 1)
        line.addWidget(self.language, 1)
        return both

    def _table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.speakers)
        table.setItemDelegateForColumn(2, ParticipantDelegate(table))
        table.setAccessibleName(_("Speakers"))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        trigger = QAbstractItemView.EditTrigger
        table.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed | trigger.SelectedClicked)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(28)
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return table

    def commit(self) -> None:
        """Hand over what is being written."""
        self.name.keep()
        self.day.keep()
        self.memo.field.keep()

    @property
    def shown(self) -> int | None:
        """The id of the document shown."""
        return self._id

    def show_document(self, facts: DocumentFacts, codings: int, coders: dict[int, str]) -> None:
        """Show a document."""
        document = facts.document
        fresh = document.id != self._id
        if fresh:
            self.commit()
        self._id = document.id
        if fresh:
            self.name.show_new(document.name)
            self.day.show_new(document.held_on)
        else:
            self.name.show_text(document.name)
            self.day.show_text(document.held_on)
        if document.language and self.language.findData(document.language) < 0:
            self.language.addItem(document.language, document.language)
        self.language.setCurrentIndex(self.language.findData(document.language))
        parts = [*facts.localities, *facts.groups, n_("{n} word", "{n} words", document.words), n_("{n} coding", "{n} codings", codings)]
        self.facts.setText(" · ".join(parts) + (f"\n{document.source}" if document.source else ""))
        read = self._jobs.read
        self.wave.blockSignals(True)
        self.wave.clear()
        self.wave.addItems([wave.name for wave in read.study.waves()])
        self.wave.setCurrentText(facts.wave)
        self.wave.blockSignals(False)
        self._wave_kept = facts.wave
        speakers = read.documents.speakers(document.id)
        # Only those who speak here: with many participants, naming all of them would be felt at every step.
        names = dict(read.study.participant_names([who for speaker in speakers if (who := speaker.participant_id) is not None]))
        self.speakers.set_speakers(speakers, names, read.study.participant_names)
        rows = min(max(self.speakers.rowCount(), 1), 9)
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + rows * 28 + 6)
        self.memo.show_about(document.id, coders)

    def _set_wave(self) -> None:
        text = " ".join(self.wave.currentText().split())
        if self._id is not None and text != self._wave_kept:
            self._wave_kept = text
            self._actions.set_wave([self._id], text)

    def _set_day(self, day: str) -> None:
        if self._id is None:
            return
        self._actions.set_day([self._id], day)
        try:
            read_day(day)
        except KnownError:  # it was refused, and the person told: what is stored stands here again
            stored = self._jobs.read.documents.get(self._id)
            self.day.show_new(stored.held_on if stored else "")

    def _set_language(self, _row: int) -> None:
        if self._id is not None:
            self._actions.set_language([self._id], self.language.currentData())

    def _rename(self, name: str) -> None:
        if self._id is not None:
            self._actions.rename(self._id, name)

    def _speaker_changed(self, speaker_id: int, what: str, value: object) -> None:
        if what == "label":
            self._actions.rename_speaker(speaker_id, str(value))
        elif what == "interviewer":
            self._actions.set_interviewer(speaker_id, bool(value))
        elif value == ParticipantDelegate.NEW:
            label = next(s.label for s in self._jobs.read.documents.speakers(self._id) if s.id == speaker_id)
            self._actions.tie_to_new(speaker_id, label, lambda _id: None)
        else:
            self._actions.tie(speaker_id, value if isinstance(value, int) else None)
