"""The margin at the right of a transcript: a bracket in a lane for each mark, and its label in the code's colour."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
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
_REMEMBERED = 2_000


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


class Laid:
    """A page of the margin with the places of its lanes, worked out once for all that is drawn or looked for."""

    def __init__(self, page: MarginPage, width: float, row: float) -> None:
        """`width` is the margin's, `row` the height of a label. Lanes are narrower when there are many, so that labels keep their room."""
        self.page = page
        self.row = row
        gaps = _GROUP_GAP * max(len(page.lanes) - 1, 0)
        self.pitch = min(_LANE, max(width * 0.42 - gaps, 20.0) / max(sum(page.lanes.values()), 1))
        self.lefts: dict[int, float] = {}
        left = _LEFT
        for group, lanes in page.lanes.items():
            self.lefts[group] = left
            left += max(lanes * self.pitch, _LEAST_GROUP if page.names else 0.0) + _GROUP_GAP
        self.end = max(left - _GROUP_GAP, _LEFT)
        self._edges = [(bracket.top, bracket.bottom, self.x(bracket)) for bracket in page.brackets]

    def x(self, bracket: Bracket) -> float:
        """Where the upright of a bracket stands."""
        return self.lefts[bracket.mark.group] + (bracket.lane + 0.5) * self.pitch

    def label_x(self, label: PlacedLabel) -> float:
        """To the right of every bracket that passes the label; of all lanes where groups stand side by side."""
        if self.page.names:
            return self.end + 6.0
        high = label.top + self.row
        # One that had to move below its bracket lines up with those that did not.
        low = min(label.top, label.bracket.bottom - 1)
        beside = (x for top, bottom, x in self._edges if top < high and low < bottom)
        return max(beside, default=self.x(label.bracket)) + 8.0


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
        self._pens: dict[tuple[str, bool, int], QPen] = {}
        self._names: dict[tuple[str, str, int, bool], tuple[str, float]] = {}
        self.all_labels = False
        self.setAccessibleName(_("Margin"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_look(self, colors: ReadingColors, size: float) -> None:
        """Take colours and the text's size in points; labels are set smaller, in the interface's font."""
        self._colors = colors
        self._inks, self._pens, self._names = {}, {}, {}
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
        laid = self._laid()
        page = laid.page
        label = self._label_at(point, laid)
        if label is not None:
            # A click on a label that speaks for several goes on to the next of them.
            at = next((i for i, mark in enumerate(label.marks) if mark.id in page.chosen), -1)
            return label.marks[(at + 1) % len(label.marks)]
        near = [
            (abs(laid.x(bracket) - point.x()), i) for i, bracket in enumerate(page.brackets) if bracket.top <= point.y() <= bracket.bottom
        ]
        distance, i = min(near, default=(99.0, 0))
        return page.brackets[i].mark if distance <= 6 else None

    def label_rects(self) -> dict[int, QRectF]:
        """Where each label that found a place stands, by the id of each mark that it speaks for, in pixels of the margin."""
        laid = self._laid()
        return {mark.id: self._label_rect(label, laid) for label in self._labels(laid) for mark in label.marks}

    def gave_way(self) -> dict[int, tuple[Mark, ...]]:
        """The marks whose labels gave way, by the id of the mark whose label says how many."""
        return {label.bracket.mark.id: label.gave_way for label in self._labels(self._laid()) if label.gave_way}

    def _label_at(self, point: QPointF, laid: Laid) -> PlacedLabel | None:
        for label in self._labels(laid):
            if self._label_rect(label, laid).adjusted(-3, 0, 0, 0).contains(point):
                return label
        return None

    def _laid(self) -> Laid:
        """The page as it is now."""
        return Laid(self._page(), self.width(), float(round(QFontMetricsF(self._plain).height() + 2)))

    def _labels(self, laid: Laid) -> list[PlacedLabel]:
        if self.all_labels:
            return spread_labels(laid.page.brackets, laid.row, self.height())
        return place_labels(laid.page.brackets, laid.row, self.height(), laid.page.chosen, slack=_SLACK * laid.row)

    def _label_rect(self, label: PlacedLabel, laid: Laid) -> QRectF:
        if self.all_labels:
            left = laid.end + 14.0
            width = (self.width() - left) / columns_for(len(laid.page.brackets), laid.row, self.height())
            return QRectF(left + label.column * width, label.top, width - 2, laid.row)
        x = max(laid.label_x(label), laid.x(label.bracket) + 8.0)
        return QRectF(x, label.top, self.width() - x, laid.row)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw brackets, then labels, then what stands over groups of lanes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(self._colors.ground))
        if self.all_labels:
            painter.fillRect(QRectF(0, 0, 1, self.height()), QColor(self._colors.rule))
        laid = self._laid()
        for bracket in laid.page.brackets:
            self._draw_bracket(painter, bracket, laid)
        for label in self._labels(laid):
            self._draw_label(painter, label, laid)
        self._draw_names(painter, laid)
        painter.end()

    def _ink(self, color: str) -> str:
        if color not in self._inks:
            self._inks[color] = readable(color, self._colors.ground)
        return self._inks[color]

    def _pen(self, color: str, chosen: bool, pattern: int) -> QPen:
        key = (color, chosen, pattern)
        if key not in self._pens:
            self._pens[key] = pattern_pen(self._ink(color), 2.8 if chosen else 1.5, pattern)
        return self._pens[key]

    def _draw_bracket(self, painter: QPainter, bracket: Bracket, laid: Laid) -> None:
        """An upright line in the code's pattern, with a short arm at each end that is in sight."""
        mark, x, arm = bracket.mark, laid.x(bracket), min(5.0, laid.pitch - 1.0)
        chosen = mark.id in laid.page.chosen
        top = -2.0 if bracket.open_top else bracket.top + 3
        bottom = self.height() + 2.0 if bracket.open_bottom else bracket.bottom - 1
        painter.setPen(self._pen(mark.color, chosen, mark.pattern))
        painter.drawLine(QLineF(x, top, x, bottom))
        arms = [QLineF(x - arm, y, x + 0.7, y) for y, out in ((top, bracket.open_top), (bottom, bracket.open_bottom)) if not out]
        if arms:
            painter.setPen(self._pen(mark.color, chosen, 0))
            painter.drawLines(arms)

    def _draw_label(self, painter: QPainter, label: PlacedLabel, laid: Laid) -> None:
        page, mark, rect = laid.page, label.bracket.mark, self._label_rect(label, laid)
        chosen = any(mark.id in page.chosen for mark in label.marks)
        font = self._bold if chosen else self._plain
        room = rect.width() - 4
        tail = self._tail(label, page, room)
        name, width = self._fitted(mark.label, tail, room, chosen)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(underlay(mark.color, self._colors)))
            ground = QRectF(rect.left() - 4, rect.top(), min(width + 8, room + 4), rect.height())
            painter.drawRoundedRect(ground, 3, 3)
        painter.setFont(font)
        painter.setPen(QColor(self._ink(mark.color)))
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        if tail:
            painter.setFont(self._plain)
            painter.setPen(QColor(self._colors.faint))
            rect.setLeft(rect.left() + width)
            painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, tail)

    def _fitted(self, name: str, tail: str, room: float, chosen: bool) -> tuple[str, float]:
        """As much of a name as fits before its tail, and its width; remembered, since the same names come again and again."""
        key = (name, tail, round(room), chosen)
        if key not in self._names:
            metrics = QFontMetricsF(self._bold if chosen else self._plain)
            cut = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room - metrics.horizontalAdvance(tail))
            if len(self._names) > _REMEMBERED:
                self._names.clear()
            self._names[key] = cut, metrics.horizontalAdvance(cut)
        return self._names[key]

    def _tail(self, label: PlacedLabel, page: MarginPage, room: float) -> str:
        """What stands behind a name: who coded, unless the name would have no room, a pencil for a memo, and how many labels gave way."""
        hidden = f"  +{len(label.gave_way)}" if label.gave_way else ""
        if any(mark.noted for mark in label.marks):
            hidden = " ✎" + hidden
        if not page.initials:
            return hidden
        metrics = QFontMetricsF(self._plain)
        who = " · " + " ".join(sorted(mark.initials for mark in label.marks)) if label.bracket.mark.initials else ""
        least = min(_LEAST_NAME, metrics.horizontalAdvance(label.bracket.mark.label))
        return who + hidden if room - metrics.horizontalAdvance(who + hidden) >= least else hidden

    def _draw_names(self, painter: QPainter, laid: Laid) -> None:
        """What groups are called, over their lanes, with a thin line between two groups."""
        page, height = laid.page, laid.row
        if not page.names:
            return
        painter.setFont(self._plain)
        painter.fillRect(QRectF(_LEFT - 8, 0, laid.end - _LEFT + 10, height), QColor(self._colors.ground))
        for group, lanes in page.lanes.items():
            left = laid.lefts[group]
            width = max(lanes * laid.pitch, _LEAST_GROUP)
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
        laid = self._laid()
        label = self._label_at(event.position(), laid)
        if label is not None and label.gave_way and self._on_number(event.position(), label, laid):
            self.more_pressed.emit([mark.id for mark in (*label.marks, *label.gave_way)], event.globalPosition().toPoint())
            return
        mark = self.mark_at(event.position())
        self.pressed.emit(mark.id if mark else None, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def _on_number(self, point: QPointF, label: PlacedLabel, laid: Laid) -> bool:
        """Whether a point is on the "+2" behind a label."""
        rect, metrics = self._label_rect(label, laid), QFontMetricsF(self._plain)
        room = rect.width() - 4
        number = metrics.horizontalAdvance(f"  +{len(label.gave_way)}")
        before = metrics.horizontalAdvance(label.bracket.mark.label + self._tail(label, laid.page, room)) - number
        return point.x() >= rect.left() + min(before, room - number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press has done all; the page under the margin is not to hear of it."""
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Say what a label or bracket stands for; beside a number, what gave way."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            point, laid = QPointF(event.pos()), self._laid()
            label = self._label_at(point, laid)
            mark = self.mark_at(point)
            if label is not None and label.gave_way and self._on_number(point, label, laid):
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
