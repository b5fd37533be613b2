"""Memos as a Qt model: a heading before every section, then its memos; passages are read for the rows that are looked at."""

from bisect import bisect_right
from datetime import date, datetime, timedelta

from PySide6.QtCore import QAbstractListModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from qcoder.domain.codes import PATH_SEPARATOR
from qcoder.domain.memos import Subject, kind_words
from qcoder.domain.richtext import plain
from qcoder.project.read import Reader
from qcoder.project.read.memo_list import FoundMemos, MemoLine, MemoSection
from qcoder.words import _, n_

Index = QModelIndex | QPersistentModelIndex
_EXCERPT = 400


class MemosModel(QAbstractListModel):
    """The memos that were found, under their headings."""

    def __init__(self, read: Reader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._starts: list[int] = []
        self._headed = False
        self._passages: dict[int, str] = {}
        self.grouping = "day"
        self.found = FoundMemos()

    def put(self, found: FoundMemos, grouping: str) -> None:
        """Show other memos."""
        self.beginResetModel()
        self.found, self.grouping = found, grouping
        self._headed = grouping != "nothing"
        self._starts = [section.first + (number if self._headed else 0) for number, section in enumerate(found.sections)]
        self._passages.clear()
        self.endResetModel()

    def section_at(self, row: int) -> MemoSection | None:
        """The section whose heading a row is, or None."""
        number = bisect_right(self._starts, row) - 1
        return self.found.sections[number] if self._headed and number >= 0 and self._starts[number] == row else None

    def line_at(self, row: int) -> MemoLine | None:
        """The memo in a row; None for headings."""
        number = bisect_right(self._starts, row) - 1
        if row < 0 or number < 0 or (self._headed and self._starts[number] == row):
            return None
        place = row - (number + 1 if self._headed else 0)
        return self.found.lines[place] if place < len(self.found.lines) else None

    def row_of(self, memo_id: int) -> int | None:
        """The row of a memo, or None."""
        place = next((place for place, line in enumerate(self.found.lines) if line.id == memo_id), None)
        if place is None or not self._headed:
            return place
        return place + bisect_right([section.first for section in self.found.sections], place)

    def heading_rows(self) -> list[int]:
        """The rows of the headings."""
        return self._starts if self._headed else []

    def passage(self, line: MemoLine) -> str:
        """The beginning of the passage that a memo is about."""
        if line.span is None or line.document_id is None:
            return ""
        if line.id not in self._passages:
            if len(self._passages) > _EXCERPT:
                self._passages.clear()
            length = min(len(line.span), _EXCERPT)
            ask = "SELECT substr(text, ?, ?) FROM document WHERE id = ?"
            row = self._read.connection.execute(ask, (line.span.start + 1, length, line.document_id)).fetchone()
            self._passages[line.id] = "" if row is None else " ".join(str(row[0]).split())
        return self._passages[line.id]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self.found.lines) + (len(self.found.sections) if self._headed else 0)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are there to be read only."""
        if not index.isValid() or self.line_at(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is shown or said of an index."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        section = self.section_at(index.row())
        if section is not None:
            return f"{self.title(section)}, {n_('{n} memo', '{n} memos', section.count)}"
        line = self.line_at(index.row())
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return plain(line.text)
        return ", ".join(filter(None, (about_words(line), plain(line.text)[:_EXCERPT], line.coder)))

    def title(self, section: MemoSection) -> str:
        """A heading's words."""
        if self.grouping == "day" and isinstance(section.key, date):
            return day_words(section.key)
        if self.grouping == "kind" and isinstance(section.key, Subject):
            return {
                Subject.PROJECT: _("Journal"),
                Subject.DOCUMENT: _("Documents"),
                Subject.CODE: _("Codes"),
                Subject.CODING: _("Passages"),
                Subject.PARTICIPANT: _("Participants"),
                Subject.PLACE: _("Places"),
                Subject.GROUP: _("Groups"),
                Subject.WAVE: _("Waves"),
            }[section.key]
        if section.key is None:
            return _("About no document") if self.grouping == "document" else _("About no code")
        return section.title


def day_words(day: date) -> str:
    """A day as a person says it."""
    today = datetime.now().astimezone().date()
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return QLocale().toString(day, QLocale.FormatType.LongFormat)  # type: ignore[call-overload,no-any-return]  # a date will do


def about_words(line: MemoLine) -> str:
    """What a memo is about, on one line: `Code · learning › cover`."""
    kind = kind_words(line.subject)
    thing = line.thing.replace(PATH_SEPARATOR, " › ")
    return " · ".join(filter(None, (kind[:1].upper() + kind[1:], thing, line.document if line.span is not None else "")))
