"""The framework matrix as Qt's views see it: a summary in each cell, or its quotes, with what stands behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from qcoder.domain.summaries import BasisChange, Summary
from qcoder.words import _, n_

if TYPE_CHECKING:
    from qcoder.analysis.framework import Framework

Index = QModelIndex | QPersistentModelIndex
Place = tuple[int, int]
"""(row, column) of a cell."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A framework with what was written in it: by place the summaries (oldest first), and how their quotes changed since."""

    framework: "Framework"
    summaries: Mapping[Place, Sequence[Summary]] = field(default_factory=dict)
    changed: Mapping[Place, BasisChange] = field(default_factory=dict)
    coders: Mapping[int, str] = field(default_factory=dict)
    me: int = 0
    hidden_below: int = 0

    def mine(self, place: Place) -> Summary | None:
        """My summary of a cell."""
        return next((one for one in self.summaries.get(place, ()) if one.coder_id == self.me), None)

    def text(self, place: Place) -> str:
        """All summaries of a cell; with their authors where there are several, or it is not mine."""
        there = self.summaries.get(place, ())
        if len(there) == 1 and there[0].coder_id == self.me:
            return there[0].text
        return "\n\n".join(f"{self.coders.get(one.coder_id, '?')}: {one.text}" for one in there)

    def hides(self, place: Place) -> bool:
        """Whether the quotes of a place's cell stay hidden: cases of persons are no counts and are always shown."""
        people = self.framework.participants[place[0]][place[1]]
        return self.framework.kind.value != "participants" and 0 < people < self.hidden_below

    def progress(self) -> str:
        """How far one is, in words."""
        filled = sum(1 for row in self.framework.passages for n in row if n)
        done = sum(1 for (row, column) in self.summaries if self.framework.passages[row][column])
        words = n_("{done} of {n} cell with passages summarised", "{done} of {n} cells with passages summarised", filled)
        words = words.replace("{done}", str(done))
        if self.changed:
            words += n_("; the quotes of {n} changed since", "; the quotes of {n} changed since", len(self.changed))
        return words


class FrameworkModel(QAbstractTableModel):
    """Cases down, themes across. `quotes` mode shows quotes, which are asked for as rows come into sight."""

    written = Signal(object, str)
    """(place, text): somebody has edited a cell."""
    wanted = Signal(int)
    """The quotes of this row are to be read."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet: Sheet | None = None
        self.quotes_mode = False
        self.may_write: Callable[[], bool] = lambda: True
        self._quotes: dict[int, list[str]] = {}

    def put(self, sheet: Sheet | None) -> None:
        """Show a sheet; when only what is written changed, the view keeps its place."""
        same = self.sheet is not None and sheet is not None and self.sheet.framework is sheet.framework
        if same:
            self.sheet = sheet
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.sheet, self._quotes = sheet, {}
        self.endResetModel()

    def show_quotes(self, on: bool) -> None:
        """Quotes instead of summaries, or back."""
        self.quotes_mode = on
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def put_quotes(self, row: int, texts: list[str]) -> None:
        """The quotes of a row have been read."""
        if row < self.rowCount():
            self._quotes[row] = texts
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def forget_quotes(self) -> None:
        """They are to be read again."""
        self._quotes = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """The cases."""
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.framework.cases)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """The themes."""
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.framework.themes)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Summaries can be edited; quotes cannot."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual if self.quotes_mode or not self.may_write() else usual | Qt.ItemFlag.ItemIsEditable

    def text(self, place: Place) -> str:
        """What a cell shows."""
        if self.sheet is None:
            return ""
        if not self.quotes_mode:
            return self.sheet.text(place)
        if self.sheet.hides(place):
            return _("hidden: too few participants")
        if place[0] not in self._quotes:
            if self.sheet.framework.passages[place[0]][place[1]]:
                self.wanted.emit(place[0])
            return ""
        return self._quotes[place[0]][place[1]]

    def about(self, place: Place) -> str:
        """What stands behind a cell, in words."""
        if self.sheet is None:
            return ""
        case, n = self.sheet.framework.cases[place[0]], self.sheet.framework.passages[place[0]][place[1]]
        if not case.speaks:
            return _("nobody interviewed")
        if self.sheet.hides(place):
            return _("hidden")
        words = n_("{n} passage", "{n} passages", n) if n else _("no passages")
        if n and place not in self.sheet.summaries:
            words += _(", not summarised")
        change = self.sheet.changed.get(place)
        return words + (f" · {change_words(change)}" if change else "")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, what is edited, and all of it for screen readers."""
        if not index.isValid() or self.sheet is None:
            return None
        place = (index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(place)
        if role == Qt.ItemDataRole.EditRole:
            mine = self.sheet.mine(place)
            if mine is not None:
                return mine.text
            there = self.sheet.summaries.get(place, ())
            return there[-1].text if there else ""
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            case, theme = self.sheet.framework.cases[place[0]], self.sheet.framework.themes[place[1]]
            return f"{case.name}, {theme.label}: {self.text(place) or self.about(place)} ({self.about(place)})"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand over what was written."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or self.sheet is None:
            return False
        text = str(value).strip()
        if text == str(self.data(index, Qt.ItemDataRole.EditRole)).strip() and self.sheet.mine((index.row(), index.column())) is not None:
            return False
        if not text and self.sheet.mine((index.row(), index.column())) is None:
            return False
        self.written.emit((index.row(), index.column()), text)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Cases with what is known of them; themes."""
        if self.sheet is None:
            return None
        if orientation == Qt.Orientation.Horizontal:
            if section >= len(self.sheet.framework.themes):
                return None
            return self.sheet.framework.themes[section].label if role in (0, Qt.ItemDataRole.ToolTipRole) else None
        if section >= len(self.sheet.framework.cases):
            return None
        case = self.sheet.framework.cases[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return "\n".join([case.name, *case.facts])
        return " · ".join([case.name, *case.facts]) if role == Qt.ItemDataRole.ToolTipRole else None


def change_words(change: BasisChange) -> str:
    """How the quotes changed since."""
    parts = []
    if change.came:
        parts.append(n_("{n} new", "{n} new", change.came))
    if change.went:
        parts.append(n_("{n} gone", "{n} gone", change.went))
    if change.moved:
        parts.append(n_("{n} with other ends", "{n} with other ends", change.moved))
    return _("quotes changed since: {what}").format(what=", ".join(parts))
