"""The margin at the right of a transcript: a bracket in a lane for each mark, and its label in the code's colour."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from qcoder.gui.widgets.colors import ReadingColors, readable, underlay
from qcoder.gui.widgets.labels import Bracket, PlacedLabel, columns_for, place_labels, spread_labels
from qcoder.gui.widgets.marks import Mark
from qcoder.gui.widgets.patterns import pattern_pen
from qcoder.words import _

_LANE = 6.5
_LEFT = 12.0
_SLACK = 6
_GROUP_GAP, _LEAST_GROUP = 8.0, 18.0
_WIDE_LABEL = 190
_LEAST_NAME = 44


@dataclass(frozen=True, slots=True)
class MarginPage:
    """All that the margin shows, in viewport pixels: `lanes` is how many lanes each group of marks needs in the whole text.

    `chosen` are the ids of the chosen marks; `initials` says whether initials stand behind labels; `names` stand over the groups' lanes.
    """

    brackets: Sequence[Bracket]
    lanes: Mapping[int, int]
    chosen: Collection[int]
    initials: bool
    names: Sequence[str] = ()


class Margin(QWidget):
    """Draws what `page()` returns, afresh at each paint."""

    pressed = Signal(object, bool)
    """The id of the mark whose label or bracket was clicked, None beside all of them; True if it is to be chosen along with others."""
    more_pressed = Signal(object, QPoint)
    """The ids of marks whose labels gave way, where their number was clicked, on the screen."""

    def __init__(
        self,
        parent: QWidget,
        page: Callable[[], MarginPage],
        tip: Callable[[Sequence[Mark]], str],
        on_wheel: Callable[[QWheelEvent], None],
    ) -> None:
        """`tip` writes the tooltip of some marks as rich text; `on_wheel` takes wheel turns."""
        super().__init__(parent)
        self._page = page
        self._tip = tip
        self._on_wheel = on_wheel
        self._colors = ReadingColors()
        self._plain = QFont()
        self._bold = QFont()
        self._inks: dict[str, str] = {}
        self.all_labels = False
        self.setAccessibleName(_("Margin"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_look(self, colors: ReadingColors, size: float) -> None:
        """Take colours and the text's size in points; labels are set smaller, in the interface's font."""
        self._colors = colors
        self._inks = {}
        self._plain = QFont(self.font())
        self._plain.setPointSizeF(size * 0.73)
        self._plain.setWeight(QFont.Weight.DemiBold)
        self._bold = QFont(self._plain)
        self._bold.setWeight(QFont.Weight.ExtraBold)
        self.update()

    def set_all_labels(self, on: bool) -> None:
        """Show a label for every bracket in sight; the owner gives the margin the width it asks for."""
        self.all_labels = on
        self.update()

    def width_of_all(self) -> int:
        """The width in which all labels can be read in two columns."""
        return round(_LEFT + 0.4 * self.width() + 2 * _WIDE_LABEL)

    # Where things are

    def mark_at(self, point: QPointF) -> Mark | None:
        """The mark whose label or bracket is under a point of the margin."""
        page = self._page()
        label = self._label_at(point, page)
        if label is not None:
            # A click on a label that speaks for several goes on to the next of them.
            at = next((i for i, mark in enumerate(label.marks) if mark.id in page.chosen), -1)
            return label.marks[(at + 1) % len(label.marks)]
        pitch = self._pitch(page)
        near = [
            (abs(self._x(bracket, page, pitch) - point.x()), i)
            for i, bracket in enumerate(page.brackets)
            if bracket.top <= point.y() <= bracket.bottom
        ]
        distance, i = min(near, default=(99.0, 0))
        return page.brackets[i].mark if distance <= 6 else None

    def label_rects(self) -> dict[int, QRectF]:
        """Where each label that found a place stands, by the id of each mark that it speaks for, in pixels of the margin."""
        page = self._page()
        return {mark.id: self._label_rect(label, page) for label in self._labels(page) for mark in label.marks}

    def gave_way(self) -> dict[int, tuple[Mark, ...]]:
        """The marks whose labels gave way, by the id of the mark whose label says how many."""
        return {label.bracket.mark.id: label.gave_way for label in self._labels(self._page()) if label.gave_way}

    def _label_at(self, point: QPointF, page: MarginPage) -> PlacedLabel | None:
        for label in self._labels(page):
            if self._label_rect(label, page).adjusted(-3, 0, 0, 0).contains(point):
                return label
        return None

    def _row(self) -> float:
        return float(round(QFontMetricsF(self._plain).height() + 2))

    def _labels(self, page: MarginPage) -> list[PlacedLabel]:
        row = self._row()
        if self.all_labels:
            return spread_labels(page.brackets, row, self.height())
        return place_labels(page.brackets, row, self.height(), page.chosen, slack=_SLACK * row)

    def _pitch(self, page: MarginPage) -> float:
        """The distance of lanes: narrower when there are many, so that labels keep over half of the margin."""
        gaps = _GROUP_GAP * max(len(page.lanes) - 1, 0)
        return min(_LANE, max(self.width() * 0.42 - gaps, 20.0) / max(sum(page.lanes.values()), 1))

    def _group_left(self, group: int, page: MarginPage, pitch: float) -> float:
        """Where the lanes of a group begin, those of the groups before it standing to the left."""
        left = _LEFT
        for other, lanes in page.lanes.items():
            if other == group:
                break
            left += max(lanes * pitch, _LEAST_GROUP if page.names else 0.0) + _GROUP_GAP
        return left

    def _lanes_end(self, page: MarginPage, pitch: float) -> float:
        last = max(page.lanes, default=0)
        return self._group_left(last, page, pitch) + max(page.lanes.get(last, 0) * pitch, _LEAST_GROUP if page.names else 0.0)

    def _x(self, bracket: Bracket, page: MarginPage, pitch: float) -> float:
        return self._group_left(bracket.mark.group, page, pitch) + (bracket.lane + 0.5) * pitch

    def _label_rect(self, label: PlacedLabel, page: MarginPage) -> QRectF:
        pitch = self._pitch(page)
        if self.all_labels:
            left = self._lanes_end(page, pitch) + 14.0
            width = (self.width() - left) / columns_for(len(page.brackets), self._row(), self.height())
            return QRectF(left + label.column * width, label.top, width - 2, self._row())
        x = self._label_x(label, page, pitch)
        return QRectF(x, label.top, self.width() - x, self._row())

    def _label_x(self, label: PlacedLabel, page: MarginPage, pitch: float) -> float:
        """To the right of every bracket that passes the label."""
        if page.names:
            return self._lanes_end(page, pitch) + 6.0
        low, high = label.top, label.top + self._row()
        # One that had to move below its bracket lines up with those that did not.
        low = min(low, label.bracket.bottom - 1)
        beside = [bracket for bracket in page.brackets if bracket.top < high and low < bracket.bottom]
        return max(self._x(bracket, page, pitch) for bracket in [*beside, label.bracket]) + 8.0

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw brackets, then labels, then what stands over groups of lanes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(self._colors.ground))
        if self.all_labels:
            painter.fillRect(QRectF(0, 0, 1, self.height()), QColor(self._colors.rule))
        page = self._page()
        pitch = self._pitch(page)
        for bracket in page.brackets:
            self._draw_bracket(painter, bracket, page, pitch)
        for label in self._labels(page):
            self._draw_label(painter, label, page)
        self._draw_names(painter, page, pitch)
        painter.end()

    def _ink(self, color: str) -> str:
        if color not in self._inks:
            self._inks[color] = readable(color, self._colors.ground)
        return self._inks[color]

    def _draw_bracket(self, painter: QPainter, bracket: Bracket, page: MarginPage, pitch: float) -> None:
        """An upright line in the code's pattern, with a short arm at each end that is in sight."""
        chosen = bracket.mark.id in page.chosen
        x, arm = self._x(bracket, page, pitch), min(5.0, pitch - 1.0)
        top = -2.0 if bracket.open_top else bracket.top + 3
        bottom = self.height() + 2.0 if bracket.open_bottom else bracket.bottom - 1
        painter.setPen(pattern_pen(self._ink(bracket.mark.color), 2.8 if chosen else 1.5, bracket.mark.pattern))
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
        if bracket.mark.pattern:
            painter.setPen(pattern_pen(self._ink(bracket.mark.color), 2.8 if chosen else 1.5, 0))
        if not bracket.open_top:
            painter.drawLine(QPointF(x - arm, top), QPointF(x + 0.7, top))
        if not bracket.open_bottom:
            painter.drawLine(QPointF(x - arm, bottom), QPointF(x + 0.7, bottom))

    def _draw_label(self, painter: QPainter, label: PlacedLabel, page: MarginPage) -> None:
        mark, rect = label.bracket.mark, self._label_rect(label, page)
        chosen = any(mark.id in page.chosen for mark in label.marks)
        font = self._bold if chosen else self._plain
        metrics = QFontMetricsF(font)
        room = rect.width() - 4
        tail = self._tail(label, page, room)
        name = metrics.elidedText(mark.label, Qt.TextElideMode.ElideRight, room - metrics.horizontalAdvance(tail))
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(underlay(mark.color, self._colors)))
            ground = QRectF(rect.left() - 4, rect.top(), min(metrics.horizontalAdvance(name) + 8, room + 4), rect.height())
            painter.drawRoundedRect(ground, 3, 3)
        painter.setFont(font)
        painter.setPen(QColor(self._ink(mark.color)))
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        if tail:
            painter.setFont(self._plain)
            painter.setPen(QColor(self._colors.faint))
            rect.setLeft(rect.left() + metrics.horizontalAdvance(name))
            painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, tail)

    def _tail(self, label: PlacedLabel, page: MarginPage, room: float) -> str:
        """What stands behind a name: who coded, unless the name would have no room, and how many labels gave way."""
        metrics = QFontMetricsF(self._plain)
        hidden = f"  +{len(label.gave_way)}" if label.gave_way else ""
        who = " · " + " ".join(mark.initials for mark in label.marks) if page.initials and label.bracket.mark.initials else ""
        least = min(_LEAST_NAME, metrics.horizontalAdvance(label.bracket.mark.label))
        return who + hidden if room - metrics.horizontalAdvance(who + hidden) >= least else hidden

    def _draw_names(self, painter: QPainter, page: MarginPage, pitch: float) -> None:
        """What groups are called, over their lanes, with a thin line between two groups."""
        if not page.names:
            return
        painter.setFont(self._plain)
        height = self._row()
        painter.fillRect(QRectF(_LEFT - 8, 0, self._lanes_end(page, pitch) - _LEFT + 10, height), QColor(self._colors.ground))
        for group, lanes in page.lanes.items():
            left = self._group_left(group, page, pitch)
            width = max(lanes * pitch, _LEAST_GROUP)
            name = page.names[group] if group < len(page.names) else ""
            painter.setPen(QColor(self._colors.faint))
            painter.drawText(QRectF(left - 4, 0, width + 8, height), Qt.AlignmentFlag.AlignCenter, name)
            if left > _LEFT:
                painter.fillRect(QRectF(left - _GROUP_GAP / 2 - 1, 0, 1, self.height()), QColor(self._colors.rule))

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which mark was clicked, with Ctrl that it is one more; or which labels gave way where their number was clicked."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        page = self._page()
        label = self._label_at(event.position(), page)
        if label is not None and label.gave_way and self._on_number(event.position(), label, page):
            self.more_pressed.emit([mark.id for mark in (*label.marks, *label.gave_way)], event.globalPosition().toPoint())
            return
        mark = self.mark_at(event.position())
        self.pressed.emit(mark.id if mark else None, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def _on_number(self, point: QPointF, label: PlacedLabel, page: MarginPage) -> bool:
        """Whether a point is on the "+2" behind a label."""
        rect, metrics = self._label_rect(label, page), QFontMetricsF(self._plain)
        room = rect.width() - 4
        number = metrics.horizontalAdvance(f"  +{len(label.gave_way)}")
        before = metrics.horizontalAdvance(label.bracket.mark.label + self._tail(label, page, room)) - number
        return point.x() >= rect.left() + min(before, room - number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press has done all; the page under the margin is not to hear of it."""
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Say what a label or bracket stands for; beside a number, what gave way."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            point, page = QPointF(event.pos()), self._page()
            label = self._label_at(point, page)
            mark = self.mark_at(point)
            if label is not None and label.gave_way and self._on_number(point, label, page):
                QToolTip.showText(event.globalPos(), self._tip(label.gave_way), self)
            elif mark is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._tip(label.marks if label is not None else [mark]), self)
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the text."""
        self._on_wheel(event)
