"""The documents as a Qt model, grouped as the person likes, and the speakers of one document."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from qcoder.domain.documents import Document, Speaker
from qcoder.domain.spans import Span, union
from qcoder.project.read import Reader
from qcoder.words import _, n_

Index = QModelIndex | QPersistentModelIndex

SHARE_ROLE = Qt.ItemDataRole.UserRole + 1
DONE_ROLE = Qt.ItemDataRole.UserRole + 2
ID_ROLE = Qt.ItemDataRole.UserRole + 3

GROUPINGS = ("locality", "group", "wave", "nothing")


def covered_share(said: Iterable[Span], codings: Iterable[Span]) -> float:
    """How much (0 to 1) of what was said lies in a coding, in characters; `said` in order and apart, `codings` as they come."""
    marked = union(codings)
    ends = [span.end for span in marked]
    total = covered = 0
    for stretch in said:
        total += len(stretch)
        i = bisect_right(ends, stretch.start)
        while i < len(marked) and marked[i].start < stretch.end:
            both = marked[i].intersection(stretch)
            covered += len(both) if both else 0
            i += 1
    return covered / total if total else 0.0


@dataclass(slots=True)
class DocumentFacts:
    """A document with what the list says about it; localities and groups are those of its participants, by name."""

    document: Document
    localities: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    wave: str = ""
    done: bool = False
    share: float | None = None
    codings: int = 0


@dataclass(slots=True)
class _Family:
    """One heading with its documents."""

    name: str
    members: list[DocumentFacts] = field(default_factory=list)


def gather(read: Reader, coder_id: int) -> list[DocumentFacts]:
    """Every document with its place, group and wave, by name."""
    localities = read.study.locality_of()
    groups = {group.id: group for group in read.study.groups()}
    waves = {wave.id: wave.name for wave in read.study.waves()}
    done = read.documents.fully_coded()
    said_in: dict[int, list[tuple[int | None, int | None]]] = {}
    for document_id, place_id, group_id in read.study.homes_by_document():
        said_in.setdefault(document_id, []).append((place_id, group_id))
    found = []
    for document in read.documents.all():
        speaking = said_in.get(document.id, ())
        places = {localities[place].name: localities[place].position for place, _group in speaking if place in localities}
        theirs = {groups[group].name: groups[group].position for _place, group in speaking if group in groups}
        found.append(
            DocumentFacts(
                document,
                tuple(sorted(places, key=lambda name: (places[name], name))),
                tuple(sorted(theirs, key=lambda name: (theirs[name], name))),
                waves.get(document.wave_id, "") if document.wave_id is not None else "",
                coder_id in done.get(document.id, ()),
            )
        )
    return found


def said_spans(read: Reader, document_id: int) -> list[Span]:
    """Where participants speak in a document, in order; all of it where no turns are known."""
    asking = {speaker.id for speaker in read.documents.speakers(document_id) if speaker.interviewer}
    turns = read.documents.turn_table([document_id])
    if not turns:
        document = read.documents.get(document_id)
        return [Span(0, document.characters)] if document else []
    return [Span(start, end) for _document, start, end, speaker_id, _words in turns if speaker_id not in asking]


class DocumentsModel(QAbstractItemModel):
    """Documents under headings, or in one list when grouped by nothing. How much is coded is measured only for what is looked at."""

    share_wanted = Signal()
    """Something in sight has no measure yet: call `measure` when there is time."""
    renamed = Signal(object, str)
    """(document id, name typed in place)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.can_write = True
        self._by = "locality"
        self._facts: dict[int, DocumentFacts] = {}
        self._families: list[_Family] = []
        self._where: dict[int, tuple[int, int]] = {}
        self._stale: set[int] = set()
        self._wanted: list[int] = []

    # Content

    def set_documents(self, facts: Sequence[DocumentFacts], by: str) -> None:
        """Show these documents, grouped by one of GROUPINGS; measures already taken are kept."""
        self.beginResetModel()
        for fact in facts:
            before = self._facts.get(fact.document.id)
            if before is not None:
                fact.share, fact.codings = before.share, before.codings
        self._facts = {fact.document.id: fact for fact in facts}
        self._by = by
        self._arrange()
        self.endResetModel()

    def forget_measures(self) -> None:
        """Codings changed: measure again what is looked at; what is shown stays until then."""
        self._stale = set(self._facts)
        for family in range(len(self._families)):
            self._tell(self.index(family, 0))
        self.layoutAboutToBeChanged.emit()
        self.layoutChanged.emit()

    def measured(self, document_id: int, said: Iterable[Span], codings: Sequence[Span]) -> None:
        """Take the measure of one document whose codings are at hand."""
        fact = self._facts.get(document_id)
        if fact is not None:
            fact.share, fact.codings = covered_share(said, codings), len(codings)
            self._stale.discard(document_id)
            self._tell(self.index_of(document_id))

    def set_done(self, ids: Collection[int]) -> None:
        """Tick these documents, and no others."""
        for document_id, fact in self._facts.items():
            if fact.done != (document_id in ids):
                fact.done = not fact.done
                self._tell(self.index_of(document_id))

    def wanted(self) -> int | None:
        """A document in sight that should be measured, or None when all are."""
        while self._wanted:
            document_id = self._wanted.pop()
            fact = self._facts.get(document_id)
            if fact is not None and (fact.share is None or document_id in self._stale):
                return document_id
        return None

    def fact(self, document_id: int | None) -> DocumentFacts | None:
        """What is known of a document."""
        return self._facts.get(document_id) if document_id is not None else None

    def document_id(self, index: Index) -> int | None:
        """The document at an index; None for a heading."""
        found = self._fact_at(index)
        return None if found is None else found.document.id

    def index_of(self, document_id: int | None) -> QModelIndex:
        """Where a document is; not valid if it is not there."""
        place = self._where.get(document_id) if document_id is not None else None
        return QModelIndex() if place is None else self.createIndex(place[1], 0, place[0] + 1)

    def in_order(self) -> list[int]:
        """The ids of all documents as they follow each other in the list."""
        return [fact.document.id for family in self._families for fact in family.members]

    def _arrange(self) -> None:
        heads: dict[str, _Family] = {}
        for fact in self._facts.values():
            heads.setdefault(self._heading(fact), _Family(self._heading(fact))).members.append(fact)
        nobody = {_("No locality yet"), _("No group yet"), _("No wave yet")}
        self._families = sorted(heads.values(), key=lambda family: (family.name in nobody, family.name.casefold()))
        self._where = {fact.document.id: (i, j) for i, family in enumerate(self._families) for j, fact in enumerate(family.members)}

    def _heading(self, fact: DocumentFacts) -> str:
        if self._by == "locality":
            return "; ".join(fact.localities) or _("No locality yet")
        if self._by == "group":
            return "; ".join(fact.groups) or _("No group yet")
        if self._by == "wave":
            return _("Wave {name}").format(name=fact.wave) if fact.wave else _("No wave yet")
        return ""

    @property
    def flat(self) -> bool:
        """True if there are no headings."""
        return self._by == "nothing"

    def _fact_at(self, index: Index) -> DocumentFacts | None:
        """Inner indexes hold their family's number, counted from one; headings hold nought."""
        if not index.isValid() or index.internalId() == 0:
            return None
        return self._families[index.internalId() - 1].members[index.row()]

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid():
            self.dataChanged.emit(index, index)

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008  # as Qt declares it
        """The index of a row under a parent."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        if self.flat:
            return self.createIndex(row, column, 1)
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008  # Qt has two functions of this name
        """The index of what a row stands under."""
        if self.flat or not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if self.flat:
            return 0 if parent.isValid() or not self._families else len(self._families[0].members)
        if not parent.isValid():
            return len(self._families)
        return len(self._families[parent.row()].members) if parent.internalId() == 0 else 0

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can be done with an index."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._fact_at(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.can_write else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is shown, said or drawn of an index."""
        if not index.isValid():
            return None
        fact = self._fact_at(index)
        if fact is None:
            return self._heading_data(self._families[index.row()], role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return fact.document.name
        if role == ID_ROLE:
            return fact.document.id
        if role == SHARE_ROLE:
            self._want(fact)
            return fact.share
        if role == DONE_ROLE:
            return fact.done
        if role == Qt.ItemDataRole.ToolTipRole:
            self._want(fact)
            return self._said(fact, "\n")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(fact, ", ")
        return None

    def _heading_data(self, family: _Family, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{family.name} · {len(family.members):,}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{family.name}, {n_('{n} document', '{n} documents', len(family.members))}"
        return None

    def _want(self, fact: DocumentFacts) -> None:
        if fact.share is None or fact.document.id in self._stale:
            if not self._wanted:
                self.share_wanted.emit()
            if fact.document.id not in self._wanted:
                self._wanted.append(fact.document.id)

    def _said(self, fact: DocumentFacts, between: str) -> str:
        parts = [fact.document.name, n_("{n} word", "{n} words", fact.document.words)]
        if fact.share is not None:
            parts.append(n_("{n} coding", "{n} codings", fact.codings))
            parts.append(_("{share} of what was said is coded").format(share=f"{fact.share:.0%}"))
        if fact.done:
            parts.append(_("fully coded by you"))
        return between.join(parts)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        fact = self._fact_at(index)
        if fact is None or role != Qt.ItemDataRole.EditRole or str(value) == fact.document.name:
            return False
        self.renamed.emit(fact.document.id, str(value))
        return True


class SpeakersModel(QAbstractTableModel):
    """The speakers of one document: label, whether they ask the questions, and which participant they are."""

    changed_by_hand = Signal(object, str, object)
    """(speaker id, "label" | "interviewer" | "participant", new value: str, bool, participant id or None)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.can_write = True
        self._speakers: list[Speaker] = []
        self._names: dict[int, str] = {}
        self._everybody: Callable[[], Iterable[tuple[int, str]]] = tuple

    def set_speakers(
        self, speakers: Sequence[Speaker], names: Mapping[int, str], everybody: Callable[[], Iterable[tuple[int, str]]]
    ) -> None:
        """Show these speakers; `names` are those of the participants they are, `everybody` tells (id, name) of all one can choose from."""
        self._everybody = everybody
        names = dict(names)
        if list(speakers) == self._speakers and names == self._names:
            return
        self.beginResetModel()
        self._speakers, self._names = list(speakers), names
        self.endResetModel()

    def speaker(self, row: int) -> Speaker:
        """The speaker in a row."""
        return self._speakers[row]

    def choices(self) -> list[tuple[str, int | None]]:
        """Who a speaker can be: nobody, or a participant by name."""
        return [("—", None), *sorted(((name, id_) for id_, name in self._everybody()), key=lambda pair: pair[0].casefold())]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._speakers)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Label"), _("Asks"), _("Participant"))[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can be done with an index."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not self.can_write:
            return flags
        return flags | (Qt.ItemFlag.ItemIsUserCheckable if index.column() == 1 else Qt.ItemFlag.ItemIsEditable)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is shown, said or drawn of an index."""
        if not index.isValid():
            return None
        speaker = self._speakers[index.row()]
        who = self._names.get(speaker.participant_id, "") if speaker.participant_id is not None else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            asks = _("interviewer") if speaker.interviewer else _("not an interviewer")
            return (speaker.label, asks, who or _("nobody yet"))[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return (speaker.label, _("Tick who asks the questions: their words are never counted."), who)[index.column()]
        if index.column() == 1:
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if speaker.interviewer else Qt.CheckState.Unchecked
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return speaker.label if index.column() == 0 else who or ("" if speaker.interviewer else "—")
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid():
            return False
        speaker = self._speakers[index.row()]
        if index.column() == 1 and role == Qt.ItemDataRole.CheckStateRole:
            self.changed_by_hand.emit(speaker.id, "interviewer", Qt.CheckState(value) is Qt.CheckState.Checked)
        elif index.column() == 0 and role == Qt.ItemDataRole.EditRole and str(value) != speaker.label:
            self.changed_by_hand.emit(speaker.id, "label", str(value))
        elif index.column() == 2 and role == Qt.ItemDataRole.EditRole and value != speaker.participant_id:
            self.changed_by_hand.emit(speaker.id, "participant", value)
        else:
            return False
        return True
