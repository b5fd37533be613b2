"""The matrix: a table of figures that is a heat map too. It knows nothing of projects; it is told words, figures and warmth."""

from dataclasses import dataclass
from html import escape
from itertools import groupby

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from qcoder.gui.widgets.colors import readable
from qcoder.gui.widgets.theme import LIGHT, Theme, blend
from qcoder.words import _

NARROWEST, WIDEST = 78, 132
_LABEL_MOST = 230
_PAD = 8
_FLAGS_LEAF = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One figure: `text` large, `detail` small beneath (may be empty), `heat` 0 to 1 or None for a plain ground.

    `said` is the whole of it in words, for the tooltip and for screen readers. `void`: there is nothing to count here.
    """

    text: str
    detail: str = ""
    heat: float | None = None
    said: str = ""
    void: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row: its label with a colour ("" for none), how deep it stands, and a cell for every column."""

    label: str
    cells: tuple[MatrixCell, ...]
    color: str = ""
    depth: int = 0
    tip: str = ""


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """One column: a label for each level of the heading; one label only makes a column that belongs to no group."""

    labels: tuple[str, ...]
    tip: str = ""


@dataclass(frozen=True, slots=True)
class MatrixData:
    """A whole table; `corner` says what the figures are, for copies."""

    columns: tuple[MatrixColumn, ...] = ()
    rows: tuple[MatrixRow, ...] = ()
    corner: str = ""

    @property
    def levels(self) -> int:
        """How many lines the heading has: two when columns are crossed."""
        return max((len(column.labels) for column in self.columns), default=1)

    def as_lines(self) -> list[list[str]]:
        """The table as rows of words, heading first, with the small figures beside the large ones."""
        lines = [[self.corner, *(" · ".join(column.labels) for column in self.columns)]]
        return lines + [
            [row.label, *(f"{cell.text} ({cell.detail})" if cell.detail else cell.text for cell in row.cells)] for row in self.rows
        ]

    def as_mime(self) -> QMimeData:
        """The table for the clipboard: tab-separated for spreadsheets, a real table for word processors."""
        lines = self.as_lines()
        data = QMimeData()
        data.setText("\n".join("\t".join(" ".join(part.split()) for part in line) for line in lines) + "\n")
        body = "".join("<tr>" + "".join(f"<td>{escape(part)}</td>" for part in line) + "</tr>" for line in lines[1:])
        head = "<tr>" + "".join(f"<th>{escape(part)}</th>" for part in lines[0]) + "</tr>"
        data.setHtml(f"<table>{head}{body}</table>")
        return data


class MatrixModel(QAbstractTableModel):
    """MatrixData for Qt's views."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = MatrixData()
        self.waiting = False

    def put(self, table: MatrixData) -> None:
        """Show another table."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """How many rows."""
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """How many columns."""
        return 0 if parent.isValid() else len(self.table.columns)

    def cell(self, index: Index) -> MatrixCell:
        """The cell at an index."""
        return self.table.rows[index.row()].cells[index.column()]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words for eyes, tooltips and screen readers."""
        if not index.isValid():
            return None
        row, column = self.table.rows[index.row()], self.table.columns[index.column()]
        cell = self.cell(index)
        if self.waiting:
            return _("being counted") if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.label}, {' · '.join(column.labels)}: {cell.said or cell.text}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Labels of rows and columns."""
        across = orientation == Qt.Orientation.Horizontal
        if section >= (len(self.table.columns) if across else len(self.table.rows)):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return " · ".join(self.table.columns[section].labels) if across else self.table.rows[section].label
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.table.columns[section].tip if across else self.table.rows[section].tip
        return None


class _Cells(QStyledItemDelegate):
    """Paints one figure on its warmth."""

    def __init__(self, view: "Matrix") -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, figure, small figure, and a frame round the current cell."""
        view, theme = self._view, self._view.theme
        cell = view.matrix.cell(index)
        box = QRectF(option.rect).adjusted(1, 1, -1, -1)
        waiting = view.matrix.waiting
        ground = theme.ground if cell.heat is None else blend(theme.heat_low, theme.heat_high, 0.0 if waiting else cell.heat)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.line)) if theme.name == "contrast" or cell.heat is None else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 3, 3)
        if cell.void:
            painter.setBrush(QBrush(QColor(theme.line), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(box, 3, 3)
        if not waiting:
            self._figures(painter, box, cell, ground)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(theme.strong_line), 1))
            painter.drawRoundedRect(box, 3, 3)
        if index == view.currentIndex():
            painter.setPen(QPen(QColor(theme.accent if view.hasFocus() else theme.strong_line), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3)
        painter.restore()

    def _figures(self, painter: QPainter, box: QRectF, cell: MatrixCell, ground: str) -> None:
        theme = self._view.theme
        inner = box.adjusted(4, 3, -_PAD, -3)
        right = Qt.AlignmentFlag.AlignRight
        painter.setFont(self._view.font())
        painter.setPen(QColor(readable(theme.muted if cell.void else theme.text, ground)))
        if not self._view.shows_details:
            painter.drawText(inner, int(right | Qt.AlignmentFlag.AlignVCenter), cell.text)
            return
        painter.drawText(inner, int(right | Qt.AlignmentFlag.AlignTop), cell.text)
        painter.setFont(self._view.small_font())
        painter.setPen(QColor(readable(theme.muted, ground)))
        painter.drawText(inner, int(right | Qt.AlignmentFlag.AlignBottom), cell.detail)


class _ColumnHeader(QHeaderView):
    """Headings in one line, or in two when columns are crossed: the groups over their columns."""

    def __init__(self, view: "Matrix") -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)

    def _leaf_height(self) -> int:
        metrics = QFontMetrics(_bold(self._view.font()))
        width = max(self._view.column_width() - _PAD - 4, 20)
        box = QRect(0, 0, width, 1000)
        heights = [metrics.boundingRect(box, int(_FLAGS_LEAF), column.labels[-1]).height() for column in self._view.matrix.table.columns]
        return min(max(heights, default=0), 3 * metrics.lineSpacing()) + 8

    def sizeHint(self) -> QSize:
        """As high as its labels need."""
        group = QFontMetrics(_bold(self._view.font())).lineSpacing() + 8
        return QSize(super().sizeHint().width(), self._leaf_height() + group * (self._view.matrix.table.levels - 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the labels; a group's label stands over all its columns."""
        painter = QPainter(self.viewport())
        theme, table = self._view.theme, self._view.matrix.table
        painter.fillRect(event.rect(), QColor(theme.ground))
        painter.setFont(_bold(self._view.font()))
        painter.setPen(QColor(theme.text))
        leaf = self._leaf_height()
        for section, column in enumerate(table.columns):
            box = QRect(self.sectionViewportPosition(section), self.height() - leaf, self.sectionSize(section), leaf)
            painter.drawText(box.adjusted(4, 2, -_PAD, -4), int(_FLAGS_LEAF), column.labels[-1])
        for name, group in groupby(range(len(table.columns)), lambda at: table.columns[at].labels[:-1]):
            sections = list(group)
            if name:
                self._group(painter, name[0], sections, self.height() - leaf)
        painter.end()

    def _group(self, painter: QPainter, name: str, sections: list[int], height: int) -> None:
        left = self.sectionViewportPosition(sections[0])
        right = self.sectionViewportPosition(sections[-1]) + self.sectionSize(sections[-1])
        painter.setPen(QColor(self._view.theme.strong_line))
        painter.drawLine(left + 3, height - 2, right - 4, height - 2)
        # What is scrolled out to the left takes its label along, so that a group in sight has its name in sight.
        box = QRect(max(left, 0) + 4, 0, right - max(left, 0) - 8, height - 4)
        painter.setPen(QColor(self._view.theme.text))
        words = QFontMetrics(painter.font()).elidedText(name, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), words)


class _RowHeader(QHeaderView):
    """Row labels with their colour, indented by depth."""

    def __init__(self, view: "Matrix") -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._view = view
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        """As wide as the longest label, within reason."""
        metrics = QFontMetrics(_bold(self._view.font()))
        widths = [metrics.horizontalAdvance(row.label) + 14 * row.depth for row in self._view.matrix.table.rows]
        return QSize(min(max(widths, default=60), _LABEL_MOST) + 30, super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """A square of the row's colour and its label."""
        row, theme = self._view.matrix.table.rows[logicalIndex], self._view.theme
        current = self._view.currentIndex().row() == logicalIndex
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(theme.selected if current else theme.ground))
        left = rect.left() + 4 + 14 * row.depth
        if row.color:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(row.color))
            painter.drawRoundedRect(QRectF(left, rect.center().y() - 5, 11, 11), 2, 2)
        painter.setFont(_bold(self._view.font()) if row.depth == 0 else self._view.font())
        painter.setPen(QColor(theme.text))
        box = QRect(left + 18, rect.top(), rect.right() - left - 24, rect.height())
        words = QFontMetrics(painter.font()).elidedText(row.label, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()


class Matrix(QTableView):
    """The table itself: arrows move from cell to cell, Enter or a click chooses one, the labels stay in sight."""

    row_changed = Signal(int)
    """The row under the cursor is another one."""
    cell_chosen = Signal(int, int)
    """(row, column): Enter, or a click."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.shows_details = False
        self.matrix = MatrixModel(self)
        self.setHorizontalHeader(_ColumnHeader(self))
        self.setVerticalHeader(_RowHeader(self))
        self.setModel(self.matrix)
        self.setItemDelegate(_Cells(self))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setStyleSheet("QTableCornerButton::section { background: transparent; border: 0; }")
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(_("Table of figures"))
        self.clicked.connect(self._choose)
        self.verticalHeader().sectionClicked.connect(self._row_clicked)
        self.selectionModel().currentChanged.connect(self._moved)

    def show_table(self, table: MatrixData, details: bool) -> None:
        """Show a table, with the small figures or without; the cursor stays in its row and column where they are still there."""
        at = self.currentIndex()
        row, column = max(at.row(), 0), max(at.column(), 0)
        self.matrix.waiting = False
        self.shows_details = details
        self.matrix.put(table)
        self._arrange()
        if table.rows and table.columns:
            index = self.matrix.index(min(row, len(table.rows) - 1), min(column, len(table.columns) - 1))
            self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.ClearAndSelect)

    def wait(self) -> None:
        """Take the figures away until new ones come: old ones would stand under new headings."""
        self.matrix.waiting = True
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self.theme = theme
        self.viewport().update()
        self.horizontalHeader().viewport().update()
        self.verticalHeader().viewport().update()

    def small_font(self) -> QFont:
        """The font of the small figures."""
        font = QFont(self.font())
        font.setPointSizeF(max(font.pointSizeF() * 0.84, 7.0))
        return font

    def column_width(self) -> int:
        """All columns are equally wide, and as wide as there is room for within reason."""
        columns = max(len(self.matrix.table.columns), 1)
        room = self.width() - self.verticalHeader().sizeHint().width() - 4
        return max(NARROWEST, min(WIDEST, room // columns))

    def row_height(self) -> int:
        """One line, or two with the small figures."""
        height = QFontMetrics(self.font()).height()
        return height + 12 if not self.shows_details else height + QFontMetrics(self.small_font()).height() + 9

    def natural_height(self) -> int:
        """What it takes to show every row."""
        extra = self.horizontalScrollBar().sizeHint().height() if self._is_wide() else 0
        return self.horizontalHeader().sizeHint().height() + len(self.matrix.table.rows) * self.row_height() + 4 + extra

    def _is_wide(self) -> bool:
        return self.column_width() * len(self.matrix.table.columns) + self.verticalHeader().sizeHint().width() + 4 > self.width()

    def sizeHint(self) -> QSize:
        """As high as all its rows."""
        return QSize(600, self.natural_height())

    def _arrange(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setMinimumSectionSize(20)
        across.setDefaultSectionSize(self.column_width())
        down.setMinimumSectionSize(10)
        down.setDefaultSectionSize(self.row_height())
        self.updateGeometry()
        self.updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the new width."""
        super().resizeEvent(event)
        if self.horizontalHeader().defaultSectionSize() != self.column_width():
            self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses the cell; the rest is the table's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _row_clicked(self, row: int) -> None:
        self.setCurrentIndex(self.matrix.index(row, max(self.currentIndex().column(), 0)))
        self.setFocus()

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid() and not self.matrix.waiting:
            self.cell_chosen.emit(index.row(), index.column())

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.verticalHeader().viewport().update()
        if current.isValid():
            self.row_changed.emit(current.row())

    def cell_center(self, row: int, column: int) -> QPoint:
        """Where a cell is, in the viewport."""
        return self.visualRect(self.matrix.index(row, column)).center()


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made
