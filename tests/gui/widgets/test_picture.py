"""Pictures: walked by keys, clicked, read out, and taken away as SVG with words and as PNG in 300 dots to the inch."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from qcoder.gui.widgets.dotplot import Dot, DotPlot, Plot
from qcoder.gui.widgets.heat import Album, HeatTable
from qcoder.gui.widgets.matrix import MatrixCell, MatrixColumn, MatrixData, MatrixRow
from qcoder.gui.widgets.picture import PRINT, Picture
from qcoder.gui.widgets.slope import SlopeChart, SlopeLine, SlopePoint, Slopes, spread
from qcoder.gui.widgets.theme import THEMES

TABLE = MatrixData(
    (MatrixColumn(("City", "heads")), MatrixColumn(("City", "teachers")), MatrixColumn(("All",))),
    (
        MatrixRow(
            "cover & cost", (MatrixCell("1 of 2", "9–91 %", 0.5), MatrixCell("–", void=True), MatrixCell("1 of 2", "", 0.5)), "#d55e00"
        ),
        MatrixRow("تعلم", (MatrixCell("0 of 2", "", 0.0), MatrixCell("–", void=True), MatrixCell("0 of 2", "", 0.0)), "#009e73", 1),
    ),
)
SLOPES = Slopes(
    "From wave to wave",
    ("2024", "2025", "2026"),
    (
        SlopeLine(
            "distance", (SlopePoint(0, 0.2, "1 of 5", 0.1, 0.6, "a"), SlopePoint(1, None, "–"), SlopePoint(2, 0.4, "2 of 5", key="b"))
        ),
        SlopeLine("trust", (SlopePoint(0, 0.4, "2 of 5", key="c"), SlopePoint(1, 0.41, "3 of 7", key="d")), "#d55e00"),
    ),
)


def pictures() -> list[Picture]:
    """One of each, with something in it."""
    heat, plot, slopes = HeatTable(), DotPlot(), SlopeChart()
    heat.show_table(TABLE, "Who said it", ("A note that is quite long. " * 12,))
    plot.show_plot(Plot("cover", (Dot("City", 0.5, "4 of 8", 0.22, 0.78), Dot("Town", None, "nobody interviewed"))))
    slopes.show_chart(SLOPES)
    return [heat, plot, slopes]


@pytest.mark.parametrize("at", range(3))
def test_words_stay_words_and_dots_are_counted(qtbot: QtBot, at: int) -> None:
    picture = pictures()[at]
    qtbot.addWidget(picture)
    root = etree.fromstring(picture.svg())
    words = " ".join("".join(map(str, text.itertext())) for text in root.iter("{http://www.w3.org/2000/svg}text"))
    assert words.count(" ") > 4
    image = QImage.fromData(picture.png())
    assert image.width() == round(160 / 25.4 * 300)
    assert image.dotsPerMeterX() == pytest.approx(300 / 0.0254, abs=1)
    assert image.pixelColor(image.width() - 1, image.height() - 1).name() == PRINT.ground
    assert picture.png() == picture.png(), "the same picture, byte for byte"


@pytest.mark.parametrize("name", list(THEMES))
@pytest.mark.parametrize("at", range(3))
def test_every_theme_and_width(qtbot: QtBot, at: int, name: str) -> None:
    picture = pictures()[at]
    qtbot.addWidget(picture)
    picture.set_theme(THEMES[name])
    for width in (280, 560, 1400):
        picture.resize(width, picture.height_for(width))
        assert not picture.grab().isNull()


def test_arrows_walk_and_enter_chooses(qtbot: QtBot) -> None:
    heat = pictures()[0]
    qtbot.addWidget(heat)
    heat.resize(700, 300)
    heat.show()
    QTest.keyClick(heat, Qt.Key.Key_Home)
    assert heat.accessibleDescription() == "cover & cost, City · heads: 1 of 2"
    QTest.keyClick(heat, Qt.Key.Key_Right)
    QTest.keyClick(heat, Qt.Key.Key_Right)
    QTest.keyClick(heat, Qt.Key.Key_Down)
    with qtbot.waitSignal(heat.chosen) as chosen:
        QTest.keyClick(heat, Qt.Key.Key_Return)
    assert chosen.args == [(1, 2)]
    QTest.keyClick(heat, Qt.Key.Key_Home)
    QTest.keyClick(heat, Qt.Key.Key_Right)
    with qtbot.assertNotEmitted(heat.chosen):
        QTest.keyClick(heat, Qt.Key.Key_Return)  # nobody is there
    QTest.keyClick(heat, Qt.Key.Key_End)
    assert heat.mark() == heat.marks()[-1]


def test_a_click_chooses_what_is_under_it(qtbot: QtBot) -> None:
    slopes = pictures()[2]
    qtbot.addWidget(slopes)
    slopes.resize(700, slopes.height_for(700))
    slopes.show()
    point = slopes.marks()[1].where.center().toPoint()
    with qtbot.waitSignal(slopes.chosen) as chosen:
        QTest.mouseClick(slopes, Qt.MouseButton.LeftButton, pos=point)
    assert chosen.args == ["b"]
    assert [mark.said for mark in slopes.marks()] == [
        "distance, 2024: 1 of 5", "distance, 2026: 2 of 5", "trust, 2024: 2 of 5", "trust, 2025: 3 of 7",
    ]  # fmt: skip


def test_pictures_one_under_the_other(qtbot: QtBot) -> None:
    parts = pictures()
    album = Album(parts, "All of it")
    qtbot.addWidget(album)
    assert album.height_for(760) > sum(part.height_for(760) for part in parts)
    assert [mark.key for mark in album.marks_for(760)][-1] == (2, "d")
    assert all(part.title() in album.svg().decode() for part in parts)


def test_nothing_to_show_draws_nothing(qtbot: QtBot) -> None:
    for picture in (HeatTable(), DotPlot(), SlopeChart()):
        qtbot.addWidget(picture)
        assert picture.height_for(700) == 0
        assert picture.marks() == []
        QTest.keyClick(picture, Qt.Key.Key_Right)


@given(st.lists(st.floats(0, 300), max_size=12))
def test_labels_never_lie_on_each_other(wanted: list[float]) -> None:
    placed = spread(wanted, 16, 0, 300)
    assert all(below - above >= 16 - 1e-9 for above, below in pairwise(sorted(placed)))
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    assert sorted(order, key=lambda at: placed[at]) == order
    if len(wanted) * 16 <= 300:
        assert all(height <= 300 + 1e-9 for height in placed)
