"""Quotes as a Qt model: ids and headings are held, texts are read for the rows that are looked at."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qcoder.domain.codes import PATH_SEPARATOR
from qcoder.project.read import Reader
from qcoder.project.read.glance import QuoteGlance, Surroundings
from qcoder.project.read.quotes import Quote
from qcoder.project.read.retrieval import Found, Section
from qcoder.words import _, n_

Index = QModelIndex | QPersistentModelIndex
_AHEAD = 16
_KEPT = 400


class QuotesModel(QAbstractListModel):
    """A heading before every section, then its quotes. What is read is kept until `forget`."""

    def __init__(self, read: Reader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._glance: QuoteGlance | None = None
        self._quotes: dict[int, Quote | None] = {}
        self._starts: list[int] = []
        self._headed = False
        self.grouping = "code"
        self.found = Found()

    # -- content --------------------------------------------------------------------------------------------------

    def put(self, found: Found, grouping: str) -> None:
        """Show other quotes."""
        self.beginResetModel()
        self.found, self.grouping = found, grouping
        self._headed = grouping != "nothing"
        self._starts = [section.first + (number if self._headed else 0) for number, section in enumerate(found.sections)]
        self.forget()
        self.endResetModel()

    def forget(self) -> None:
        """Read again whatever is looked at."""
        self._glance = None
        self._quotes.clear()

    def section_at(self, row: int) -> Section | None:
        """The section whose heading a row is, or None."""
        number = self._number(row)
        return self.found.sections[number] if self._headed and number >= 0 and self._starts[number] == row else None

    def id_at(self, row: int) -> int | None:
        """The coding in a row; None for headings."""
        number = self._number(row)
        if number < 0 or (self._headed and self._starts[number] == row):
            return None
        place = row - (number + 1 if self._headed else 0)
        return self.found.ids[place] if place < len(self.found.ids) else None

    def ids_in(self, first: int, last: int) -> list[int]:
        """The codings in rows `first` to `last`, both included."""
        starts = self._starts if self._headed else []
        return list(self.found.ids[first - bisect_left(starts, first) : last + 1 - bisect_right(starts, last)])

    def row_of(self, coding_id: int) -> int | None:
        """The first row of a coding, or None."""
        try:
            place = self.found.ids.index(coding_id)
        except ValueError:
            return None
        return self._row(place)

    def heading_rows(self) -> Sequence[int]:
        """The rows of the headings."""
        return self._starts if self._headed else ()

    def quote(self, row: int) -> Quote | None:
        """The quote in a row; None for headings and for what has just been removed."""
        coding_id = self.id_at(row)
        if coding_id is None:
            return None
        if coding_id not in self._quotes:
            self._look(row)
        return self._quotes.get(coding_id)

    def around(self, quote: Quote) -> Surroundings:
        """A quote where it stands."""
        return self._look_with().around(quote.document_id, quote.span)

    def _look(self, row: int) -> None:
        if len(self._quotes) > _KEPT:
            self._quotes.clear()
        wanted = [id_ for id_ in self.ids_in(row, min(row + _AHEAD, self.rowCount() - 1)) if id_ not in self._quotes]
        known = self._look_with().of_ids(wanted)
        self._quotes.update((id_, known.get(id_)) for id_ in wanted)

    def _look_with(self) -> QuoteGlance:
        if self._glance is None:
            self._glance = QuoteGlance(self._read)
        return self._glance

    def _number(self, row: int) -> int:
        return bisect_right(self._starts, row) - 1

    def _row(self, place: int) -> int:
        if not self._headed:
            return place
        firsts = [section.first for section in self.found.sections]
        return place + bisect_right(firsts, place)

    # -- what Qt asks -----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self.found.ids) + (len(self.found.sections) if self._headed else 0)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are there to be read only."""
        if not index.isValid() or self.id_at(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is shown or said of an index."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        section = self.section_at(index.row())
        if section is not None:
            return f"{self.title(section)}, {self.count(section)}"
        quote = self.quote(index.row())
        if quote is None:
            return _("This passage is no longer coded so.")
        if role == Qt.ItemDataRole.DisplayRole:
            return quote.text
        parts = (_("starred") if quote.starred else "", quote.code, f"“{quote.text}”", quote.participant or quote.speaker, quote.document)
        return ", ".join(filter(None, (*parts, quote.locality, quote.group, quote.coder, quote.memo)))

    def title(self, section: Section) -> str:
        """A heading's words."""
        if section.key is None:
            return _("No wave") if self.grouping == "wave" else _("Nobody who is known")
        return section.title.replace(PATH_SEPARATOR, " › ")

    def count(self, section: Section) -> str:
        """How many passages stand under a heading; nothing while that is not known."""
        return n_("{n} passage", "{n} passages", section.count) if self.found.complete else ""
