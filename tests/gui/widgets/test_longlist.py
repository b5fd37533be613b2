"""The long list: only what is seen is measured, and keys, wheel, bar and mouse find their way among rows of any height."""

from itertools import pairwise

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, QStringListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from qcoder.gui.widgets.longlist import LongList

MANY = 100_000
Key, SHIFT, CTRL = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Rows(QStringListModel):
    """Every tenth row is a heading, which cannot be selected."""

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Headings are enabled only."""
        plain = Qt.ItemFlag.ItemIsEnabled
        return plain if index.row() % 10 == 0 else plain | Qt.ItemFlag.ItemIsSelectable


class Uneven(QStyledItemDelegate):
    """Heights from 20 to 140, and a note of which were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[int] = set()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """By the row."""
        self.asked.add(index.row())
        return QSize(100, height(index.row()))


def height(row: int) -> int:
    """The height of a row."""
    return 20 + row * 37 % 121


def make(qtbot: QtBot, rows: int = MANY) -> tuple[LongList, Uneven]:
    """A list of many rows in a small view."""
    view, delegate = LongList(), Uneven()
    delegate.setParent(view)
    view.setItemDelegate(delegate)
    view.setModel(Rows([f"row {row}" for row in range(rows)], view))
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    qtbot.waitExposed(view)
    view.setFocus()
    view.setCurrentIndex(view.model().index(1, 0))
    return view, delegate


def test_only_what_is_seen_is_measured(qtbot: QtBot) -> None:
    """Some at the top, some at the end for the scroll bar."""
    view, delegate = make(qtbot)
    assert len(delegate.asked) < 60
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    assert len(delegate.asked) < 120
    assert abs(view.place[0] - MANY // 2) < 20


def test_rows_lie_one_below_the_other(qtbot: QtBot) -> None:
    """Wherever one scrolls to, what is at a point is the row that is drawn there."""
    view, _delegate = make(qtbot)
    for pixels in (0, 7, 133, 1000, -400, 5):
        view.scroll_by(pixels)
        seen = view.in_view()
        for (row, y), (after, below) in pairwise(seen):
            assert (after, below) == (row + 1, y + height(row))
            assert view.indexAt(QPoint(5, below - 1)).row() == row
            assert view.visualRect(view.model().index(row, 0)).top() == y


def test_scrolling_down_and_up_comes_back(qtbot: QtBot) -> None:
    """To the pixel; and no further than the last row at the bottom."""
    view, _delegate = make(qtbot, 50)
    for _step in range(20):
        view.scroll_by(31)
    assert view.place == place_after(20 * 31)
    for _step in range(20):
        view.scroll_by(-31)
    assert view.place == (0, 0)
    view.scroll_by(1_000_000)
    last = view.visualRect(view.model().index(49, 0))
    assert last.bottom() + 1 == view.viewport().height()
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def place_after(pixels: int) -> tuple[int, int]:
    """Where so many pixels down are."""
    row = 0
    while pixels >= height(row):
        pixels -= height(row)
        row += 1
    return row, pixels


def test_keys_pass_over_headings_and_keep_the_row_in_view(qtbot: QtBot) -> None:
    """Down, Up, Page Down, Home, End."""
    view, _delegate = make(qtbot, 200)
    for _step in range(30):
        QTest.keyClick(view, Key.Key_Down)
        rect = view.visualRect(view.currentIndex())
        assert view.currentIndex().row() % 10
        assert rect.top() >= 0
        assert rect.bottom() < view.viewport().height()
    assert view.currentIndex().row() == 34
    QTest.keyClick(view, Key.Key_Up)
    assert view.currentIndex().row() == 33
    before = view.place[0]
    QTest.keyClick(view, Key.Key_PageDown)
    assert view.place[0] > before
    QTest.keyClick(view, Key.Key_End)
    assert view.currentIndex().row() == 199
    QTest.keyClick(view, Key.Key_Home)
    assert view.currentIndex().row() == 1
    assert view.place == (0, 0)


def test_rows_are_selected_by_shift_ctrl_and_all(qtbot: QtBot) -> None:
    """Far apart, too, where nobody knows the pixels between."""
    view, _delegate = make(qtbot, 3000)

    def chosen() -> list[int]:
        return sorted(index.row() for index in view.selectionModel().selectedIndexes())

    QTest.keyClick(view, Key.Key_Down, SHIFT)
    QTest.keyClick(view, Key.Key_Down, SHIFT)
    assert chosen() == [1, 2, 3]
    view.go_to(2001)
    center = view.visualRect(view.model().index(2001, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, SHIFT, center)
    assert chosen() == [row for row in range(1, 2002) if row % 10]
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, center)
    assert chosen() == [2001]
    other = view.visualRect(view.model().index(2003, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, CTRL, other)
    assert chosen() == [2001, 2003]
    QTest.keyClick(view, Key.Key_A, CTRL)
    assert len(chosen()) == 2700


def test_a_list_without_rows(qtbot: QtBot) -> None:
    """Nothing happens, and nothing breaks."""
    view, _delegate = make(qtbot, 0)
    view.scroll_by(50)
    QTest.keyClick(view, Key.Key_Down)
    QTest.keyClick(view, Key.Key_End)
    assert not view.currentIndex().isValid()
    assert view.in_view() == []
