"""Participants and speakers: who they are, where, in which group, and what they said."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QMenu, QWidget

from qcoder.domain.documents import Speaker
from qcoder.domain.memos import Subject
from qcoder.domain.people import Participant
from qcoder.domain.study import Attribute, AttributeKind
from qcoder.gui.actions.study import StudyActions
from qcoder.gui.models.rows import Column, RowsModel
from qcoder.gui.views.team.table_page import TablePage
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.sizes import resize_on_screen
from qcoder.project.read import Reader
from qcoder.words import _, n_

NOBODY = "–"
FIXED_COLUMNS = 4
"""Participant, locality, school and group stand before the attributes."""


@dataclass(frozen=True, slots=True)
class Person:
    """A participant with the names of place and group, and the interviews they speak in."""

    participant: Participant
    locality: str
    school: str
    group: str
    interviews: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """All participants, and what can be chosen for them."""

    rows: list[Person]
    localities: list[str]
    groups: list[str]
    attributes: list[Attribute]


def people(read: Reader) -> People:
    """Read the participants with their places, groups and interviews."""
    places = {place.id: place for place in read.study.places()}
    localities = read.study.locality_of()
    groups = {group.id: group.name for group in read.study.groups()}
    documents = {document.id: document.name for document in read.documents.all()}
    interviews: dict[int, list[str]] = {}
    for speaker in read.documents.speakers():
        if speaker.participant_id is not None:
            interviews.setdefault(speaker.participant_id, []).append(documents[speaker.document_id])
    rows = []
    for person in read.study.participants():
        place = places.get(person.place_id) if person.place_id is not None else None
        locality = localities[place.id].name if place is not None else ""
        school = place.name if place is not None and place.parent_id is not None else ""
        rows.append(Person(person, locality, school, groups.get(person.group_id or 0, ""), tuple(interviews.get(person.id, ()))))
    tops = [place.name for place in places.values() if place.parent_id is None]
    return People(rows, tops, list(groups.values()), list(read.study.attributes()))


class PeoplePage(TablePage):
    """The participants, editable cell by cell; columns for all attributes."""

    def __init__(self, desk: Desk, actions: StudyActions) -> None:
        super().__init__(
            desk,
            _("Participants"),
            _(
                "Participants are the people whose words are counted. Read them in from a table (File, Import "
                "people), or make one of every speaker."
            ),
        )
        self._actions = actions
        self._attributes: list[Attribute] = []
        self._wish: int | None = None
        self.model: RowsModel[Person] = RowsModel((), lambda row: row.participant.id)
        self.view.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.button(_("Add"), _("Add a participant"), self.add)
        self.button(_("From the speakers"), _("Make a participant of every speaker who is no interviewer"), actions.make_participants)
        self.button(
            _("Import a table…"), _("Take in participants, places and attributes from csv or xlsx"), desk.commands["import_people"].trigger
        )
        self.button(_("Add an attribute…"), _("Add a property of participants, such as years in post"), self.add_attribute)
        self.button(_("Memo"), _("Write a memo about the selected participant"), self.write_memo)
        self.button(_("Delete"), _("Delete the selected participants; their words stay in the transcripts"), self.delete)
        self.use(self.model)
        header = self.view.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._head_menu)

    def refresh(self) -> None:
        """Read the people again."""
        self.gather(people, self._show)

    def _show(self, found: People) -> None:
        self.model.editable = self._desk.jobs.can_write
        self._attributes = found.attributes
        self.model.fill(found.rows, self._columns(found.localities, found.groups, found.attributes))
        silent = sum(1 for row in found.rows if not row.interviews)
        self.words.setText(
            n_("{n} participant", "{n} participants", len(found.rows))
            + (
                " · " + n_("{n} is tied to no speaker yet and is not counted", "{n} are tied to no speaker yet and are not counted", silent)
                if silent
                else ""
            )
            + " · "
            + _("Double-click a cell or press F2 to change it; a new locality or group is made by typing its name.")
        )
        wish = next((row for row in found.rows if row.participant.id == self._wish), None)
        if wish is not None:
            self._wish = None
            self.edit(wish, 0)

    def _columns(self, localities: Sequence[str], groups: Sequence[str], attributes: Sequence[Attribute]) -> Sequence[Column[Person]]:
        actions = self._actions
        columns: list[Column[Person]] = [
            Column(_("Participant"), lambda r: r.participant.name, change=lambda r, text: actions.rename_participant(r.participant, text)),
            Column(
                _("Locality"),
                lambda r: r.locality,
                change=lambda r, text: actions.place([r.participant.id], locality=text),
                choices=lambda _r: localities,
            ),
            Column(_("School"), lambda r: r.school, change=self._set_school),
            Column(
                _("Group"),
                lambda r: r.group,
                change=lambda r, text: actions.place([r.participant.id], group=text),
                choices=lambda _r: groups,
            ),
        ]
        columns.extend(self._attribute_column(attribute) for attribute in attributes)
        columns.append(Column(_("Interviews"), lambda r: ", ".join(r.interviews) or _("none yet")))
        return columns

    def _set_school(self, row: Person, text: str) -> None:
        if text and not row.locality:
            self._desk.signals.notice.emit(_("Say first in which locality the school is."))
        else:
            self._actions.place([row.participant.id], school=text)

    def _attribute_column(self, attribute: Attribute) -> Column[Person]:
        def sort(row: Person) -> tuple[int, float, str]:
            value = row.participant.attributes.get(attribute.name, "")
            if attribute.kind is AttributeKind.NUMBER and value:
                return 0, float(value), ""
            return (1 if value else 2), 0.0, value.casefold()

        return Column(
            attribute.name,
            lambda r: r.participant.attributes.get(attribute.name, ""),
            sort=sort,
            change=lambda r, text: self._actions.set_attribute(r.participant.id, attribute.id, text),
            number=attribute.kind is AttributeKind.NUMBER,
        )

    def add(self) -> None:
        """Add a participant with a name to be changed at once."""
        taken = {row.participant.name for row in self.model.rows}
        number = len(taken) + 1
        while (name := _("Participant {n}").format(n=number)) in taken:
            number += 1
        self._actions.add_participant(name, self._begin)

    def _begin(self, participant_id: int) -> None:
        self._wish = participant_id
        self.refresh()

    def write_memo(self) -> None:
        """Write a memo about the selected participant."""
        rows = self.view.selected_rows()
        if rows:
            self._desk.signals.write_memo.emit(Subject.PARTICIPANT, rows[0].participant.id)
        else:
            self._desk.signals.notice.emit(_("Select a participant first."))

    def delete(self) -> None:
        """Delete the selected participants."""
        ids = [row.participant.id for row in self.view.selected_rows()]
        if ids:
            self._actions.delete_participants(ids)
        else:
            self._desk.signals.notice.emit(_("Select participants first."))

    def add_attribute(self) -> None:
        """Ask for an attribute's name and kind."""
        dialog = AttributeDialog(self, [attribute.name for attribute in self._attributes])
        dialog.accepted.connect(lambda: self._actions.add_attribute(dialog.name.text(), AttributeKind(dialog.kind.currentData())))
        dialog.open()

    def delete_attribute(self) -> None:
        """Delete the attribute in whose column the cursor is, with its values."""
        self._delete_attribute(self.view.currentIndex().column())

    def _delete_attribute(self, column: int) -> None:
        attribute = self._attribute_at(column)
        if attribute is not None:
            self._actions.delete_attribute(attribute.id)
        else:
            self._desk.signals.notice.emit(_("Put the cursor into the column of an attribute first."))

    def _attribute_at(self, column: int) -> Attribute | None:
        number = column - FIXED_COLUMNS
        return self._attributes[number] if 0 <= number < len(self._attributes) else None

    def _head_menu(self, position: QPoint) -> None:
        column = self.view.horizontalHeader().logicalIndexAt(position)
        attribute = self._attribute_at(column)
        if attribute is not None and self._desk.jobs.can_write:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(_("Delete the attribute “{name}”").format(name=attribute.name), lambda: self._delete_attribute(column))
            menu.popup(self.view.horizontalHeader().viewport().mapToGlobal(position))


class AttributeDialog(QDialog):
    """Asks for the name and kind of a new attribute; `taken` are the names that there are."""

    def __init__(self, parent: QWidget, taken: Sequence[str]) -> None:
        super().__init__(parent)
        self._taken = {name.casefold() for name in taken}
        self.setWindowTitle(_("Add an attribute"))
        resize_on_screen(self, 360, 130)
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Attribute"))
        self.name.setPlaceholderText(_("years in post"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("Kind"))
        for kind, label in (
            (AttributeKind.TEXT, _("text")),
            (AttributeKind.NUMBER, _("number")),
            (AttributeKind.DATE, _("date")),
            (AttributeKind.CHOICE, _("choice")),
        ):
            self.kind.addItem(label, kind)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.make = buttons.addButton(_("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.make.setProperty("role", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.name.textChanged.connect(self._check)
        form = QFormLayout(self)
        form.addRow(_("Attribute"), self.name)
        form.addRow(_("Kind"), self.kind)
        form.addRow(buttons)
        self._check("")

    def _check(self, text: str) -> None:
        name = " ".join(text.split()).casefold()
        self.make.setEnabled(bool(name) and name not in self._taken)
        self.make.setToolTip(_("There is an attribute of this name already.") if name in self._taken else "")


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker with the names of document, wave and participant, and how much they say."""

    speaker: Speaker
    document: str
    wave: str
    participant: str
    turns: int
    words: int


@dataclass(frozen=True, slots=True)
class Voices:
    """All speakers, and what can be chosen for them: waves by name, participants' ids by name."""

    rows: list[Voice]
    waves: list[str]
    people: dict[str, int]


def voices(read: Reader) -> Voices:
    """Read the speakers with how much each says."""
    people = {person.id: person.name for person in read.study.participants()}
    waves = {wave.id: wave.name for wave in read.study.waves()}
    documents = {document.id: document for document in read.documents.all()}
    said: dict[int, tuple[int, int]] = {}
    for _document, _start, _end, speaker_id, words in read.documents.turn_table():
        if speaker_id is not None:
            turns, total = said.get(speaker_id, (0, 0))
            said[speaker_id] = turns + 1, total + words
    rows = [
        Voice(
            speaker,
            documents[speaker.document_id].name,
            waves.get(documents[speaker.document_id].wave_id or 0, ""),
            people.get(speaker.participant_id or 0, ""),
            *said.get(speaker.id, (0, 0)),
        )
        for speaker in read.documents.speakers()
    ]
    rows.sort(key=lambda row: (row.document.casefold(), row.speaker.id))
    return Voices(rows, list(waves.values()), {name: id_ for id_, name in people.items()})


class SpeakersPage(TablePage):
    """Every speaker of every document: interviewer or not, and which participant."""

    def __init__(self, desk: Desk, actions: StudyActions) -> None:
        super().__init__(
            desk, _("Speakers"), _("Speakers are found when transcripts are imported. Import some first (File, Import transcripts).")
        )
        self._actions = actions
        self.model: RowsModel[Voice] = RowsModel((), lambda row: row.speaker.id)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.button(_("Interviewers"), _("Mark the selected speakers as interviewers"), lambda: self._mark(True))
        self.button(_("Not interviewers"), _("Mark the selected speakers as not interviewers"), lambda: self._mark(False))
        self.use(self.model)

    def refresh(self) -> None:
        """Read the speakers again."""
        self.gather(voices, self._show)

    def _show(self, found: Voices) -> None:
        self.model.editable = self._desk.jobs.can_write
        self.model.fill(found.rows, self._columns(found))
        loose = sum(1 for row in found.rows if not row.speaker.interviewer and not row.participant)
        self.words.setText(
            n_("{n} speaker", "{n} speakers", len(found.rows))
            + (" · " + n_("{n} is no interviewer and tied to nobody", "{n} are no interviewers and tied to nobody", loose) if loose else "")
            + " · "
            + _("Interviewers' words are never counted. Typing a new name under Participant makes that participant.")
        )

    def _columns(self, found: Voices) -> list[Column[Voice]]:
        actions = self._actions
        return [
            Column(_("Document"), lambda r: r.document),
            Column(
                _("Wave"),
                lambda r: r.wave,
                change=lambda r, text: actions.set_wave([r.speaker.document_id], text),
                choices=lambda _r: found.waves,
            ),
            Column(_("Speaker"), lambda r: r.speaker.label, change=lambda r, text: actions.rename_speaker(r.speaker.id, text)),
            Column(
                _("Interviewer"),
                lambda _r: "",
                sort=lambda r: not r.speaker.interviewer,
                checked=lambda r: r.speaker.interviewer,
                check=lambda r, on: actions.set_interviewer([r.speaker.id], on),
            ),
            Column(
                _("Participant"),
                lambda r: r.participant or NOBODY,
                change=lambda r, text: self._tie(r, text, found.people),
                choices=lambda _r: [NOBODY, *found.people],
            ),
            Column(_("Turns"), lambda r: f"{r.turns:,}", sort=lambda r: r.turns, number=True),
            Column(_("Words"), lambda r: f"{r.words:,}", sort=lambda r: r.words, number=True),
        ]

    def _tie(self, row: Voice, text: str, ids: dict[str, int]) -> None:
        if text in ("", NOBODY):
            self._actions.tie([row.speaker.id], None)
        elif text in ids:
            self._actions.tie([row.speaker.id], ids[text])
        else:
            self._actions.tie_new(row.speaker.id, text)

    def _mark(self, interviewer: bool) -> None:
        ids = [row.speaker.id for row in self.view.selected_rows()]
        if ids:
            self._actions.set_interviewer(ids, interviewer)
        else:
            self._desk.signals.notice.emit(_("Select speakers first."))
