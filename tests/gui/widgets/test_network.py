"""The network: sixty codes that can be read, walked by keys, and taken away."""

from itertools import combinations
from random import Random

from lxml import etree
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from qcoder.gui.widgets.network import Network, NetworkPicture, Node, Tie, spaced


def network(count: int, seed: int = 1) -> Network:
    """Codes anywhere, many of them in one place, each tied to the next."""
    chance = Random(seed)

    def anywhere() -> float:
        return chance.choice((0.5, chance.random()))

    nodes = tuple(Node(anywhere(), anywhere(), f"code number {at}", at / count, "#0072b2", f"{at} alone", (at,)) for at in range(count))
    ties = tuple(Tie(at, at + 1, at / count, f"{at} and {at + 1}", (at, at + 1), at % 2 == 0) for at in range(count - 1))
    return Network("Codes", nodes, ties)


def test_no_label_of_sixty_lies_on_another(qtbot: QtBot) -> None:
    picture = NetworkPicture()
    qtbot.addWidget(picture)
    picture.show_network(network(60))
    for width in (760, 1250, 1700):
        area = QRectF(0, 0, width, picture.height_for(width))
        boxes = [picture.room(at, width) for at in range(60)]
        assert all(area.contains(box) for box in boxes)
        assert not [pair for pair in combinations(boxes, 2) if pair[0].adjusted(1, 1, -1, -1).intersects(pair[1])]


def test_what_has_room_stays_where_it_is() -> None:
    boxes = [QRectF(-10, -5, 20, 10)] * 2
    places = [QPointF(20, 20), QPointF(80, 60)]
    assert spaced(places, boxes, QRectF(0, 0, 100, 100)) == places
    one, other = spaced([QPointF(50, 50), QPointF(50, 50)], boxes, QRectF(0, 0, 100, 100))
    assert abs(one.y() - other.y()) >= 10


def test_keys_reach_codes_and_lines(qtbot: QtBot) -> None:
    picture = NetworkPicture()
    qtbot.addWidget(picture)
    picture.resize(1000, 600)
    picture.show_network(network(12))
    picture.show()
    assert [mark.key for mark in picture.marks()] == [(at,) for at in range(12)] + [(at, at + 1) for at in range(11)]
    picture.setFocus()
    seen = set()
    QTest.keyClick(picture, Qt.Key.Key_Home)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up) * 12:
        QTest.keyClick(picture, key)
        mark = picture.mark()
        assert mark is not None
        seen.add(mark.key)
    assert {len(key) for key in seen if isinstance(key, tuple)} == {1, 2}
    QTest.keyClick(picture, Qt.Key.Key_End)
    with qtbot.waitSignal(picture.chosen) as chosen:
        QTest.keyClick(picture, Qt.Key.Key_Return)
    assert chosen.args == [(10, 11)]
    with qtbot.waitSignal(picture.chosen) as clicked:
        QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=picture.marks()[11].where.center().toPoint())
    assert clicked.args == [(11,)]


def test_words_stay_words_and_an_empty_one_takes_no_room(qtbot: QtBot) -> None:
    picture = NetworkPicture()
    qtbot.addWidget(picture)
    assert picture.height_for(800) == 0
    assert picture.marks() == []
    picture.show_network(network(5))
    root = etree.fromstring(picture.svg())
    words = {"".join(map(str, text.itertext())).strip() for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Codes", *(f"code number {at}" for at in range(5))} <= words
    assert picture.said().startswith("Codes. 0 alone")
