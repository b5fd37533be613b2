"""The saturation curve: bars for the new codes of each interview, a line for all that were heard so far, the run that settled it."""

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from qcoder.gui.widgets.picture import Mark, Picture, bold, small, write_title
from qcoder.gui.widgets.theme import Theme, blend
from qcoder.words import _

_TITLE, _WORDS, _HIGH, _BOTTOM, _LEFT, _RIGHT = 26, 20, 150, 34, 46, 16


@dataclass(frozen=True, slots=True)
class Step:
    """One interview: new codes, all so far, what is said of it, and what it stands for."""

    new: int
    so_far: int
    said: str
    key: object = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One curve: its label, its outcome in words, its steps; `base` interviews at the start, `run` = (after, length) that settled it."""

    label: str
    outcome: str
    steps: tuple[Step, ...]
    base: int = 0
    run: tuple[int, int] | None = None


class CurvePicture(Picture):
    """Panels one under the other, on the same scale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panels: tuple[Panel, ...] = ()
        self._title = ""
        self.setAccessibleName(_("Saturation curve"))

    def show_panels(self, title: str, panels: tuple[Panel, ...]) -> None:
        """Show other curves."""
        self._title, self.panels = title, panels
        self.renew()

    def title(self) -> str:
        """What it shows."""
        return self._title

    def said(self) -> str:
        """The outcomes in words."""
        return ". ".join([self._title, *(f"{panel.label}: {panel.outcome}" for panel in self.panels)])

    def height_for(self, width: int) -> int:
        """All panels."""
        return _TITLE + len(self.panels) * self._panel(width) if any(panel.steps for panel in self.panels) else 0

    def _outcome_lines(self, width: int) -> int:
        metrics = QFontMetricsF(small(self.font()))
        return max((2 if metrics.horizontalAdvance(panel.outcome) > width - 10 else 1 for panel in self.panels), default=1)

    def _panel(self, width: int) -> int:
        return _WORDS + 17 * self._outcome_lines(width) + _HIGH + _BOTTOM + 10

    def _top(self, rank: int, width: int) -> float:
        return _TITLE + rank * self._panel(width) + _WORDS + 17 * self._outcome_lines(width)

    def _most(self) -> int:
        return max((panel.steps[-1].so_far for panel in self.panels if panel.steps), default=1) or 1

    def _across(self, panel: Panel, at: int, width: int) -> tuple[float, float]:
        """(left, width) of an interview's bar."""
        each = (width - _LEFT - _RIGHT) / max(len(panel.steps), 12)
        return _LEFT + at * each, each

    def marks_for(self, width: int) -> list[Mark]:
        """A mark for every interview."""
        found = []
        for rank, panel in enumerate(self.panels):
            for at, step in enumerate(panel.steps):
                left, wide = self._across(panel, at, width)
                found.append(Mark(QRectF(left, self._top(rank, width), wide, _HIGH), f"{panel.label}: {step.said}", step.key))
        return found

    def draw(self, painter: QPainter, width: int, theme: Theme) -> None:
        """Title and panels."""
        write_title(painter, self._title, width, theme)
        for rank, panel in enumerate(self.panels):
            self._draw(painter, panel, rank, width, theme)

    def _draw(self, painter: QPainter, panel: Panel, rank: int, width: int, theme: Theme) -> None:
        top, most = self._top(rank, width), self._most()
        bottom = top + _HIGH
        painter.setFont(bold(self.font()))
        painter.setPen(QColor(theme.text))
        lines = 17 * self._outcome_lines(width)
        painter.drawText(QRectF(2, top - lines - _WORDS, width - 4, _WORDS), int(Qt.AlignmentFlag.AlignVCenter), panel.label)
        painter.setFont(small(self.font()))
        painter.drawText(QRectF(2, top - lines, width - 4, lines), int(Qt.TextFlag.TextWordWrap), panel.outcome)
        for step in range(5):
            value = most * step / 4
            y = bottom - (_HIGH - 8) * step / 4
            painter.setPen(QPen(QColor(theme.line), 1, Qt.PenStyle.SolidLine if step == 0 else Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(_LEFT, y), QPointF(width - _RIGHT, y))
            painter.setPen(QColor(theme.muted))
            painter.drawText(
                QRectF(0, y - 9, _LEFT - 6, 18), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), f"{value:g}"
            )
        if not panel.steps:
            return
        if panel.run is not None:
            left, each = self._across(panel, panel.run[0], width)
            ground = QColor(theme.accent)
            ground.setAlpha(34)
            painter.fillRect(QRectF(left, top, each * panel.run[1], _HIGH), ground)
        left, each = self._across(panel, panel.base, width)
        painter.setPen(QPen(QColor(theme.strong_line), 1, Qt.PenStyle.DashLine))
        if panel.base and panel.base <= len(panel.steps):
            painter.drawLine(QPointF(left, top), QPointF(left, bottom))
        self._bars(painter, panel, bottom, width, theme)

    def _bars(self, painter: QPainter, panel: Panel, bottom: float, width: int, theme: Theme) -> None:
        scale = (_HIGH - 8) / self._most()
        tone = QColor(blend(theme.heat_low, theme.heat_high, 0.75))
        places = []
        every = max(1, len(panel.steps) // 20)
        for at, step in enumerate(panel.steps):
            left, each = self._across(panel, at, width)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tone)
            painter.drawRect(QRectF(left + each * 0.15, bottom - scale * step.new, each * 0.7, scale * step.new))
            places.append(QPointF(left + each / 2, bottom - scale * step.so_far))
            painter.setPen(QColor(theme.muted))
            if (at + 1) % every == 0 or at == 0:
                painter.drawText(QRectF(left - 12, bottom + 3, each + 24, 16), int(Qt.AlignmentFlag.AlignHCenter), str(at + 1))
        painter.drawText(
            QRectF(_LEFT, bottom + 17, 400, 16),
            int(Qt.AlignmentFlag.AlignLeft),
            _("interviews in order; bars: new codes, line: all so far"),
        )
        painter.setPen(QPen(QColor(theme.text), 1.8))
        for one, other in pairwise(places):
            painter.drawLine(one, other)
        painter.setBrush(QColor(theme.text))
        for place in places if len(places) <= 80 else ():
            painter.drawEllipse(place, 2.4, 2.4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setFont(self.font())
