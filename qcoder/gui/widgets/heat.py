"""The heat table as a picture: the matrix as it stands on the screen, laid out for paper. Also pictures one under the other."""

from collections.abc import Sequence
from itertools import groupby
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from qcoder.gui.widgets.colors import readable
from qcoder.gui.widgets.matrix import MatrixCell, MatrixData
from qcoder.gui.widgets.picture import DPI, MILLIMETRES, PRINTED_PIXELS, Mark, Picture, bold, small, write_title
from qcoder.gui.widgets.theme import Theme, blend
from qcoder.words import _

_TITLE, _ROW, _NOTE = 28, 26, 16
_LABEL_MOST = 210
_NARROWEST = 42


class HeatTable(Picture):
    """Rows by columns, each figure on its warmth, with notes beneath. A cell's key is (row, column)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = MatrixData()
        self.heading = ""
        self.notes: tuple[str, ...] = ()
        self.setAccessibleName(_("Heat table"))

    def show_table(self, table: MatrixData, heading: str, notes: Sequence[str] = ()) -> None:
        """Show another table."""
        self.table, self.heading, self.notes = table, heading, tuple(notes)
        self.renew()

    def title(self) -> str:
        """The heading."""
        return self.heading

    def height_for(self, width: int) -> int:
        """As high as its rows, its headings and its notes."""
        if not self.table.rows or not self.table.columns:
            return 0
        notes = sum(self._lines(note, width) for note in self.notes)
        return round(_TITLE + self._head(width) + self._row() * len(self.table.rows) + 10 + _NOTE * notes)

    def marks_for(self, width: int) -> list[Mark]:
        """A mark for every cell."""
        found = []
        first = self._box(0, 0, width)
        heads = [" · ".join(column.labels) for column in self.table.columns]
        for at, row in enumerate(self.table.rows):
            for column, cell in enumerate(row.cells):
                said = f"{row.label}, {heads[column]}: {cell.said or cell.text}"
                box = first.translated(column * first.width(), at * first.height())
                found.append(Mark(box, said, None if cell.void else (at, column)))
        return found

    def svg(self, width: int = PRINTED_PIXELS) -> bytes:
        """As SVG, wide enough for every column."""
        return super().svg(self._wide_enough(width))

    def image(self, millimetres: float = MILLIMETRES, dpi: int = DPI, width: int = PRINTED_PIXELS) -> QImage:
        """For print, with every column however narrow on the paper."""
        return super().image(millimetres, dpi, self._wide_enough(width))

    def _wide_enough(self, width: int) -> int:
        return max(width, ceil(self._left() + _NARROWEST * len(self.table.columns)) + 4)

    def draw(self, painter: QPainter, width: int, theme: Theme) -> None:
        """Headings, rows, notes."""
        write_title(painter, self.heading, width, theme)
        self._headings(painter, width, theme)
        left, first = self._left(), self._box(0, 0, width)
        high = first.height()
        for at, row in enumerate(self.table.rows):
            top = first.top() + at * high
            indent = 12 * row.depth
            if row.color:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(row.color))
                painter.drawRect(QRectF(2 + indent, top + high / 2 - 5, 10, 10))
            painter.setPen(QColor(theme.text))
            box = QRectF(18 + indent, top, left - 24 - indent, high)
            words = QFontMetricsF(painter.font()).elidedText(row.label, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
            for column, cell in enumerate(row.cells):
                self._cell(painter, first.translated(column * first.width(), at * high), cell, theme)
        top = first.top() + high * len(self.table.rows) + 8
        painter.setFont(small(self.font()))
        painter.setPen(QColor(theme.muted))
        for note in self.notes:
            lines = self._lines(note, width)
            painter.drawText(QRectF(2, top, width - 4, lines * _NOTE), int(Qt.TextFlag.TextWordWrap), note)
            top += lines * _NOTE
        painter.setFont(self.font())

    # -- laying out ------------------------------------------------------------------------------------------------

    def _left(self) -> float:
        metrics = QFontMetricsF(self.font())
        widest = max((metrics.horizontalAdvance(row.label) + 12 * row.depth for row in self.table.rows), default=60.0)
        return min(widest, _LABEL_MOST) + 30

    def _row(self) -> float:
        detailed = any(cell.detail for row in self.table.rows for cell in row.cells)
        return _ROW + (14 if detailed else 0)

    def _column(self, width: int) -> float:
        return max(_NARROWEST, min((width - self._left() - 4) / max(len(self.table.columns), 1), 130.0))

    def _head(self, width: int) -> float:
        metrics = QFontMetricsF(small(self.font()))
        box = QRectF(0, 0, self._column(width) - 8, 1000)
        flags = int(Qt.TextFlag.TextWordWrap)
        leaf = max((metrics.boundingRect(box, flags, column.labels[-1]).height() for column in self.table.columns), default=16.0)
        return min(leaf, 3 * metrics.lineSpacing()) + 6 + (18 if self.table.levels > 1 else 0)

    def _top(self, width: int) -> float:
        return _TITLE + self._head(width)

    def _box(self, row: int, column: int, width: int) -> QRectF:
        wide = self._column(width)
        return QRectF(self._left() + column * wide, self._top(width) + row * self._row(), wide, self._row())

    def _lines(self, note: str, width: int) -> int:
        metrics = QFontMetricsF(small(self.font()))
        return max(
            1, round(metrics.boundingRect(QRectF(0, 0, width - 4, 1000), int(Qt.TextFlag.TextWordWrap), note).height() / _NOTE + 0.3)
        )

    # -- drawing ---------------------------------------------------------------------------------------------------

    def _headings(self, painter: QPainter, width: int, theme: Theme) -> None:
        painter.setFont(small(self.font()))
        painter.setPen(QColor(theme.text))
        wide, bottom, start = self._column(width), self._top(width), self._left()
        flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap)
        leaf = bottom - _TITLE - (18 if self.table.levels > 1 else 0)
        for at, column in enumerate(self.table.columns):
            painter.drawText(QRectF(start + at * wide + 2, bottom - leaf, wide - 8, leaf - 4), flags, column.labels[-1])
        for name, group in groupby(range(len(self.table.columns)), lambda at: self.table.columns[at].labels[:-1]):
            places = list(group)
            if name:
                left, right = start + places[0] * wide, start + (places[-1] + 1) * wide
                painter.setFont(bold(painter.font()))
                painter.drawText(QRectF(left + 2, _TITLE, right - left - 6, 16), int(Qt.AlignmentFlag.AlignLeft), name[0])
                painter.setPen(QPen(QColor(theme.strong_line), 1))
                painter.drawLine(QPointF(left + 2, _TITLE + 17), QPointF(right - 4, _TITLE + 17))
                painter.setPen(QColor(theme.text))
                painter.setFont(small(self.font()))
        painter.setFont(self.font())

    def _cell(self, painter: QPainter, box: QRectF, cell: MatrixCell, theme: Theme) -> None:
        box = box.adjusted(1, 1, -1, -1)
        ground = theme.ground if cell.heat is None else blend(theme.heat_low, theme.heat_high, cell.heat)
        painter.setPen(QPen(QColor(theme.line), 1) if cell.heat is None or theme.name == "contrast" else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRect(box)
        if cell.void:
            painter.setBrush(QBrush(QColor(theme.line), Qt.BrushStyle.BDiagPattern))
            painter.drawRect(box)
        inner = box.adjusted(2, 2, -5, -2)
        painter.setPen(QColor(readable(theme.muted if cell.void else theme.text, ground)))
        upright = Qt.AlignmentFlag.AlignTop if cell.detail else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | upright), cell.text)
        if cell.detail:
            painter.setFont(small(self.font(), 0.8))
            painter.setPen(QColor(readable(theme.muted, ground)))
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom), cell.detail)
            painter.setFont(self.font())


class Album(Picture):
    """Pictures one under the other, taken away as one. A key is (which picture, its key)."""

    def __init__(self, pictures: Sequence[Picture], heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pictures = tuple(pictures)
        self._heading = heading
        for picture in self.pictures:
            picture.setFont(self.font())
        self.renew()

    def title(self) -> str:
        """What they show."""
        return self._heading

    def said(self) -> str:
        """Everything in words."""
        return ". ".join(picture.said() for picture in self.pictures)

    def height_for(self, width: int) -> int:
        """As high as all of them, with room between."""
        return sum(picture.height_for(width) + 14 for picture in self.pictures)

    def marks_for(self, width: int) -> list[Mark]:
        """The marks of all."""
        found, top = [], 0
        for at, picture in enumerate(self.pictures):
            for mark in picture.marks_for(width):
                key = None if mark.key is None else (at, mark.key)
                found.append(Mark(mark.where.translated(0, top), mark.said, key))
            top += picture.height_for(width) + 14
        return found

    def draw(self, painter: QPainter, width: int, theme: Theme) -> None:
        """One after the other."""
        for picture in self.pictures:
            painter.save()
            picture.draw(painter, width, theme)
            painter.restore()
            painter.translate(0, picture.height_for(width) + 14)
