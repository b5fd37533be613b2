"""A network of codes: nodes as large as their use, lines as strong as what ties them, every one of them reached by keys."""

from dataclasses import dataclass
from math import sqrt

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from qcoder.gui.widgets.colors import readable
from qcoder.gui.widgets.picture import Mark, Picture, small, write_title
from qcoder.gui.widgets.theme import Theme, blend
from qcoder.words import _

_TOP, _SIDE, _BOTTOM = 46, 90, 34


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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.network = Network()
        self.setAccessibleName(_("Network of codes"))

    def show_network(self, network: Network) -> None:
        """Show another network."""
        self.network = network
        self.renew()

    def title(self) -> str:
        """What it shows."""
        return self.network.title

    def height_for(self, width: int) -> int:
        """Higher for more nodes, so that labels have room."""
        if not self.network.nodes:
            return 0
        return _TOP + _BOTTOM + round(min(300 + 8 * len(self.network.nodes), 900))

    def _place(self, node: Node, width: int) -> QPointF:
        high = self.height_for(width) - _TOP - _BOTTOM
        return QPointF(_SIDE + node.x * (width - 2 * _SIDE), _TOP + node.y * high)

    def _radius(self, node: Node) -> float:
        return 5 + 13 * sqrt(max(node.size, 0.0))

    def marks_for(self, width: int) -> list[Mark]:
        """A mark for every node, and one in the middle of every line."""
        nodes = self.network.nodes
        found = []
        for node in nodes:
            at, r = self._place(node, width), self._radius(node)
            found.append(Mark(QRectF(at.x() - r, at.y() - r, 2 * r, 2 * r), node.said, node.key))
        for tie in self.network.ties:
            middle = (self._place(nodes[tie.one], width) + self._place(nodes[tie.other], width)) / 2
            found.append(Mark(QRectF(middle.x() - 6, middle.y() - 6, 12, 12), tie.said, tie.key))
        return found

    def draw(self, painter: QPainter, width: int, theme: Theme) -> None:
        """Lines first, nodes upon them, labels last on a ground of their own."""
        write_title(painter, self.network.title, width, theme)
        nodes = self.network.nodes
        for tie in sorted(self.network.ties, key=lambda one: one.strength):
            one, other = self._place(nodes[tie.one], width), self._place(nodes[tie.other], width)
            color = QColor(blend(theme.line, theme.strong_line, 0.35 + 0.65 * tie.strength))
            painter.setPen(QPen(color, 1 + 4.5 * tie.strength, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(one, other)
            if tie.arrow:
                self._head(painter, one, other, self._radius(nodes[tie.other]), color)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse((one + other) / 2, 3, 3)
        for node in nodes:
            painter.setPen(QPen(QColor(theme.ground), 1.5))
            painter.setBrush(QColor(readable(node.color, theme.ground, 2.0)))
            at = self._place(node, width)
            painter.drawEllipse(at, self._radius(node), self._radius(node))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setFont(small(self.font(), 0.92))
        metrics = QFontMetricsF(painter.font())
        taken: list[QRectF] = []
        for node in sorted(nodes, key=lambda one: -one.size):
            self._label(painter, node, width, theme, metrics, taken)
        painter.setFont(self.font())

    def _label(self, painter: QPainter, node: Node, width: int, theme: Theme, metrics: QFontMetricsF, taken: list[QRectF]) -> None:
        """Under its node, or above, right or left of it where another label is in the way."""
        at, r = self._place(node, width), self._radius(node)
        words = metrics.elidedText(node.label, Qt.TextElideMode.ElideMiddle, 170)
        wide, high = metrics.horizontalAdvance(words) + 4, metrics.height()
        boxes = [
            QRectF(at.x() - wide / 2, at.y() + r + 1, wide, high), QRectF(at.x() - wide / 2, at.y() - r - high - 1, wide, high),
            QRectF(at.x() + r + 2, at.y() - high / 2, wide, high), QRectF(at.x() - r - wide - 2, at.y() - high / 2, wide, high),
        ]  # fmt: skip
        inside = [box.translated(max(0.0, 2 - box.left()) - max(0.0, box.right() - width + 2), 0) for box in boxes]
        box = min(inside, key=lambda one: (sum(one.intersects(other) for other in taken), inside.index(one)))
        taken.append(box)
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
