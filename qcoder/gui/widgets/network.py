"""A network of codes: nodes as large as their use, lines as strong as what ties them, every one of them reached by keys."""

from dataclasses import dataclass
from math import sqrt

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from qcoder.gui.widgets.colors import readable
from qcoder.gui.widgets.picture import Mark, Picture, small, write_title
from qcoder.gui.widgets.theme import Theme, blend
from qcoder.words import _

_TOP, _SIDE, _BOTTOM = 34, 10, 10
_LABEL = 150
"""Longer labels are cut in the middle."""
_ROOM = 4.5
"""So many times what codes and labels take up is how large the picture is."""
_LOWEST, _HIGHEST, _FLATTEST = 280, 2400, 0.36
_ROUNDS = 150
_GAP = 4
_TALLEST = 40
"""Half of no box is higher, so that what lies farther down need not be looked at."""
_LEANS = (1.5, 0.3, 1.0)
"""Boxes give way up and down rather than sideways, for they are wide and low; where they jam, sideways; then either way."""


@dataclass(frozen=True, slots=True)
class Node:
    """A code: where it lies in the unit square, its label, how large (0 to 1), what is said of it and what it stands for."""

    x: float
    y: float
    label: str
    size: float
    color: str
    said: str
    key: object = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A line between two nodes by their places; `strength` 0 to 1; `arrow` points to the second."""

    one: int
    other: int
    strength: float
    said: str
    key: object = None
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """What is drawn."""

    title: str = ""
    nodes: tuple[Node, ...] = ()
    ties: tuple[Tie, ...] = ()


class NetworkPicture(Picture):
    """Draws a Network."""

    widest = 1800

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.network = Network()
        self._laid: dict[int, list[QPointF]] = {}
        self.setAccessibleName(_("Network of codes"))

    def show_network(self, network: Network) -> None:
        """Show another network."""
        self.network = network
        self._laid = {}
        self.renew()

    def title(self) -> str:
        """What it shows."""
        return self.network.title

    def height_for(self, width: int) -> int:
        """As high as codes and labels need so wide."""
        if not self.network.nodes:
            return 0
        taken = sum((box.width() + 2 * _GAP) * (box.height() + 2 * _GAP) for box in map(self._box, self.network.nodes))
        return _TOP + _BOTTOM + round(min(max(taken * _ROOM / width, _LOWEST, _FLATTEST * width), _HIGHEST))

    def _box(self, node: Node) -> QRectF:
        """What a code with its label takes up, seen from the middle of the code."""
        metrics, r = self._metrics(), self._radius(node)
        wide = max(min(metrics.horizontalAdvance(node.label), _LABEL) + 6, 2 * r)
        return QRectF(-wide / 2, -r, wide, 2 * r + 2 + metrics.height())

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(small(self.font(), 0.92))

    def _places(self, width: int) -> list[QPointF]:
        """Where the codes lie in a picture so wide: none on top of another or of its label, if there is any room."""
        if width not in self._laid:
            nodes = self.network.nodes
            area = QRectF(_SIDE, _TOP, width - 2 * _SIDE, self.height_for(width) - _TOP - _BOTTOM)
            boxes = [self._box(node) for node in nodes]
            wanted = []
            for node, box in zip(nodes, boxes, strict=True):
                x = area.left() - box.left() + node.x * (area.width() - box.width())
                wanted.append(QPointF(x, area.top() - box.top() + node.y * (area.height() - box.height())))
            self._laid[width] = spaced(wanted, boxes, area)
        return self._laid[width]

    def room(self, at: int, width: int) -> QRectF:
        """Where a code with its label lies in a picture so wide."""
        return self._box(self.network.nodes[at]).translated(self._places(width)[at])

    def changeEvent(self, event: QEvent) -> None:
        """Another font has other labels."""
        if event.type() == QEvent.Type.FontChange:
            self._laid = {}
            self.renew()
        super().changeEvent(event)

    def _radius(self, node: Node) -> float:
        return 5 + 13 * sqrt(max(node.size, 0.0))

    def marks_for(self, width: int) -> list[Mark]:
        """A mark for every node, and one on every line."""
        places = self._places(width)
        found = []
        for node, at in zip(self.network.nodes, places, strict=True):
            r = self._radius(node)
            found.append(Mark(QRectF(at.x() - r, at.y() - r, 2 * r, 2 * r), node.said, node.key))
        for tie in self.network.ties:
            at = _knob(tie, places)
            found.append(Mark(QRectF(at.x() - 6, at.y() - 6, 12, 12), tie.said, tie.key))
        return found

    def draw(self, painter: QPainter, width: int, theme: Theme) -> None:
        """Lines first, nodes upon them, labels last on a ground of their own."""
        write_title(painter, self.network.title, width, theme)
        nodes, places = self.network.nodes, self._places(width)
        for tie in sorted(self.network.ties, key=lambda one: one.strength):
            one, other = places[tie.one], places[tie.other]
            color = QColor(blend(theme.strong_line, theme.muted, tie.strength))
            painter.setPen(QPen(color, 1 + 4.5 * tie.strength, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(one, other)
            if tie.arrow:
                self._head(painter, one, other, self._radius(nodes[tie.other]), color)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse(_knob(tie, places), 3, 3)
        for node, at in zip(nodes, places, strict=True):
            painter.setPen(QPen(QColor(theme.ground), 1.5))
            painter.setBrush(QColor(readable(node.color, theme.ground, 2.0)))
            painter.drawEllipse(at, self._radius(node), self._radius(node))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        before = painter.font()
        painter.setFont(small(self.font(), 0.92))
        for node, at in zip(nodes, places, strict=True):
            self._label(painter, node, at, theme)
        painter.setFont(before)

    def _label(self, painter: QPainter, node: Node, at: QPointF, theme: Theme) -> None:
        """Under its code, on a ground through which lines are seen faintly."""
        metrics, whole = self._metrics(), self._box(node).translated(at)
        words = metrics.elidedText(node.label, Qt.TextElideMode.ElideMiddle, _LABEL)
        wide = metrics.horizontalAdvance(words) + 4
        box = QRectF(at.x() - wide / 2, whole.bottom() - metrics.height(), wide, metrics.height())
        ground = QColor(theme.ground)
        ground.setAlpha(205)
        painter.fillRect(box, ground)
        painter.setPen(QColor(theme.text))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)

    def _head(self, painter: QPainter, one: QPointF, other: QPointF, r: float, color: QColor) -> None:
        way = other - one
        far = sqrt(QPointF.dotProduct(way, way))
        if far < 1:
            return
        way /= far
        tip, side = other - way * (r + 1), QPointF(-way.y(), way.x())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon([tip, tip - way * 9 + side * 4.5, tip - way * 9 - side * 4.5])


def _knob(tie: Tie, places: list[QPointF]) -> QPointF:
    """Where on its line a tie is taken hold of: the middle, or nearer to the head of an arrow, for another may come the other way."""
    one, other = places[tie.one], places[tie.other]
    return one + (other - one) * (0.64 if tie.arrow else 0.5)


def spaced(places: list[QPointF], boxes: list[QRectF], area: QRectF) -> list[QPointF]:
    """The places moved as little as it takes for the boxes around them to lie apart, within an area; the same ones always end up alike."""
    middles = [(place + box.center()) for place, box in zip(places, boxes, strict=True)]
    at = [[middle.x(), middle.y()] for middle in middles]
    half = [(box.width() / 2 + _GAP, box.height() / 2 + _GAP) for box in boxes]
    for number in range(_ROUNDS):
        moved, lean = False, _LEANS[number * len(_LEANS) // _ROUNDS]
        order = sorted(range(len(at)), key=lambda one: (at[one][1], one))
        for rank, one in enumerate(order):
            for other in order[rank + 1 :]:
                down = half[one][1] + half[other][1] - abs(at[other][1] - at[one][1])
                if down <= 0 and at[other][1] - at[one][1] > half[one][1] + _TALLEST:
                    break
                across = half[one][0] + half[other][0] - abs(at[other][0] - at[one][0])
                if down > 0.1 and across > 0.1:
                    moved = True
                    axis = 1 if down <= across * lean else 0
                    by = (down if axis else across) / 2 * (1 if at[other][axis] >= at[one][axis] else -1)
                    at[one][axis] -= by
                    at[other][axis] += by
        for (x, y), (wide, high), place in zip([*at], half, at, strict=True):
            place[0] = min(max(x, area.left() + wide - _GAP), area.right() - wide + _GAP)
            place[1] = min(max(y, area.top() + high - _GAP), area.bottom() - high + _GAP)
        if not moved:
            break
    return [QPointF(x, y) - box.center() for (x, y), box in zip(at, boxes, strict=True)]
