"""How the patterns that tell codes of one colour apart are drawn: dashes for lines, textures for grounds."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPen, QPixmap

# In multiples of the line's width; the first is plain.
_DASHES: tuple[tuple[float, ...], ...] = ((), (4, 2), (1.2, 1.8), (7, 2, 1.5, 2), (2.5, 2.5), (10, 3))
_TEXTURES = (
    Qt.BrushStyle.NoBrush,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense7Pattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.VerPattern,
)


def pattern_pen(color: str, width: float, pattern: int) -> QPen:
    """A pen that draws lines of a code."""
    pen = QPen(QColor(color), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    dashes = _DASHES[pattern % len(_DASHES)]
    if dashes:
        pen.setDashPattern(list(dashes))
    return pen


def pattern_brush(color: str, pattern: int) -> QBrush | None:
    """What is laid over the ground of a code; None for a plain one."""
    style = _TEXTURES[pattern % len(_TEXTURES)]
    return None if style is Qt.BrushStyle.NoBrush else QBrush(QColor(color), style)


def swatch(color: str, pattern: int = 0) -> QIcon:
    """A small square of a code's colour and pattern, for menus and lists."""
    picture = QPixmap(28, 28)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(QRectF(2, 2, 24, 24), 6, 6)
    texture = pattern_brush("#ffffff", pattern)
    if texture is not None:
        painter.setBrush(texture)
        painter.drawRoundedRect(QRectF(2, 2, 24, 24), 6, 6)
    painter.end()
    picture.setDevicePixelRatio(2)
    return QIcon(picture)
