"""The dot plot: its axis, its words, and what it exports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from qcoder.gui.widgets.dotplot import LINE, Dot, DotPlot, Plot, nice_top

PLOT = Plot(
    "cover & cost, by locality",
    (Dot("City", 0.5, "4 of 8", 0.22, 0.78), Dot("Town", None, "nobody interviewed"), Dot("teachers", 1.0, "8 of 8", 0.68, 1.0, "Shire")),
    color="#d55e00",
)


@given(st.lists(st.floats(0, 1e9), max_size=5))
def test_the_axis_ends_at_or_above_everything(values: list[float]) -> None:
    top = nice_top(values)
    assert top > 0
    assert all(value <= top * (1 + 1e-6) for value in values)
    assert not values or max(values) <= 0 or top <= 2.6 * max(values)


def test_the_dot_stands_where_its_value_is(qtbot: QtBot) -> None:
    plot = DotPlot()
    qtbot.addWidget(plot)
    plot.show_plot(PLOT)
    picture = plot.image(700 / 96 * 25.4, 96, 700)
    row = 30 + LINE // 2
    painted = [x for x in range(picture.width()) if picture.pixelColor(x, row) == QColor("#d55e00")]
    left, right = plot._label_width() + 14, 700 - 150
    assert painted[0] == pytest.approx(left + 0.22 * (right - left), abs=2)
    assert painted[-1] == pytest.approx(left + 0.78 * (right - left), abs=2)
    empty = [x for x in range(left, right) if picture.pixelColor(x, row + LINE) == QColor("#d55e00")]
    assert empty == [], "nobody there: no dot"


def test_words_stay_words_in_svg(qtbot: QtBot) -> None:
    plot = DotPlot()
    qtbot.addWidget(plot)
    plot.show_plot(PLOT)
    svg = plot.svg().decode("utf-8")
    assert "<text" in svg
    for words in ("cover &amp; cost, by locality", "4 of 8", "nobody interviewed", "Shire · teachers"):
        assert words in svg


def test_it_says_itself(qtbot: QtBot) -> None:
    plot = DotPlot()
    qtbot.addWidget(plot)
    plot.show_plot(PLOT)
    assert plot.said() == "cover & cost, by locality. City: 4 of 8. Town: nobody interviewed. Shire teachers: 8 of 8"
    assert plot.sizeHint().height() >= 3 * LINE


def test_nothing_to_show_draws_nothing(qtbot: QtBot) -> None:
    plot = DotPlot()
    qtbot.addWidget(plot)
    plot.show_plot(Plot())
    assert plot.sizeHint().height() == 0
