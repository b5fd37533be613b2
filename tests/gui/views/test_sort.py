"""The board of Sort as a person uses it: keys, mouse and drags in, steps out."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from qcoder.changes.codings import RemoveCodings
from qcoder.changes.sorting import AddPile, DeletePile
from qcoder.gui.main_window import MainWindow
from qcoder.gui.widgets.cards import cards_in, cards_mime
from qcoder.project.project import Project
from tests.gui.conftest import Files, Remembered
from tests.gui.views.sorting import CTRL, NONE, SHIFT, WORDS, Board, Key, window_on, with_piles


@pytest.fixture
def empty(small_project: Project, qtbot: QtBot, files: Files) -> Iterator[Board]:
    """Sort in front of a project without tables of cards."""
    yield from window_on(small_project, qtbot, files)


@pytest.fixture
def sort(empty: Board) -> Board:
    """Six cards, two of them on the pile “near”, one on “far”."""
    return with_piles(empty)


def test_piles_stand_side_by_side_with_their_figures(sort: Board) -> None:
    """Name, key, figures, note."""
    assert sort.lying() == {"Not sorted yet": [WORDS[2], WORDS[4], WORDS[5]], "near": list(WORDS[:2]), "far": [WORDS[3]]}
    near = sort.view.board.order()[1]
    assert (near.badge.text(), near.note.toPlainText(), near.figures.text()) == (
        "1", "One just asks.", "2 cards · 1 participant · 1 locality",
    )  # fmt: skip
    assert sort.view.bar.figures.text() == "6 cards · 3 sorted · 2 piles"


def test_a_digit_puts_the_card_onto_a_pile_and_the_next_one_is_chosen(sort: Board) -> None:
    """Sorting without leaving the keys; each card is one step, 0 puts back."""
    before = sort.steps()
    sort.go("Not sorted yet", 0)
    sort.press("1")
    assert sort.lying()["near"] == [*WORDS[:2], WORDS[2]]
    assert sort.cards("Not sorted yet").hasFocus()
    sort.press("2")
    assert sort.lying() == {"Not sorted yet": [WORDS[5]], "near": [*WORDS[:2], WORDS[2]], "far": [WORDS[3], WORDS[4]]}
    assert sort.steps() == before + 2
    sort.press("9")
    assert sort.steps() == before + 2
    sort.press(Key.Key_Right)
    sort.press("0")
    assert sort.lying()["Not sorted yet"] == [WORDS[5], WORDS[0]]
    sort.undo()
    assert sort.lying()["near"][0] == WORDS[0]


def test_keys_in_a_hurry_are_each_about_the_next_card(sort: Board) -> None:
    """Before anything is written: no card is sorted twice because the disk is slow."""
    sort.go("Not sorted yet", 0)
    before = sort.steps()
    cards = sort.cards("Not sorted yet")
    for key in "122":
        QTest.keyClicks(cards, key)
    assert sort.lying() == {"Not sorted yet": [], "near": [*WORDS[:2], WORDS[2]], "far": [WORDS[3], WORDS[4], WORDS[5]]}
    sort.settle()
    assert sort.steps() == before + 3
    assert sort.lying() == {"Not sorted yet": [], "near": [*WORDS[:2], WORDS[2]], "far": [WORDS[3], WORDS[4], WORDS[5]]}


def test_what_was_refused_was_never_so(sort: Board) -> None:
    """A pile that was deleted elsewhere a moment ago: a sentence, and the card is where it was."""
    far = sort.view.board.order()[2]
    assert far.pile_id is not None
    sort.project.do(DeletePile(far.pile_id))
    sort.go("near", 0)
    sort.press("2")
    sort.qtbot.waitUntil(lambda: sort.lying()["near"] == list(WORDS[:2]))
    assert "no longer in the project" in sort.window.notice.words.text()
    sort.qtbot.waitUntil(lambda: list(sort.lying()) == ["Not sorted yet", "near"])
    sort.window.notice.hide()


def test_arrows_go_and_ctrl_arrows_take_along(sort: Board) -> None:
    """Between piles and within them; the cursor goes with the card."""
    sort.go("Not sorted yet", 1)
    sort.press(Key.Key_Right)
    assert sort.cards("near").hasFocus()
    sort.press(Key.Key_Right)
    assert sort.view.board.current_card() == sort.cards("far").cards.faces[0].id
    sort.press(Key.Key_Right)
    assert sort.cards("far").hasFocus()
    sort.press(Key.Key_Left, CTRL)
    assert sort.lying()["near"] == [WORDS[0], WORDS[1], WORDS[3]]
    assert sort.cards("near").hasFocus()
    sort.press(Key.Key_Up, CTRL)
    assert sort.lying()["near"] == [WORDS[0], WORDS[3], WORDS[1]]
    sort.press(Key.Key_Up, CTRL)
    sort.press(Key.Key_Up, CTRL)
    assert sort.lying()["near"] == [WORDS[3], WORDS[0], WORDS[1]]
    sort.press(Key.Key_Down, CTRL)
    assert sort.lying()["near"] == [WORDS[0], WORDS[3], WORDS[1]]
    assert [face.text for face in sort.cards("far").cards.faces] == []
    sort.press(Key.Key_Right)
    assert sort.cards("far").hasFocus()
    assert "drag" in sort.view.board.order()[2].nothing.text()


def test_several_cards_move_as_one_step(sort: Board) -> None:
    """Chosen with Shift in one pile and with Ctrl in another."""
    sort.go("Not sorted yet", 0)
    sort.press(Key.Key_Down, SHIFT)
    sort.click("near", 1, CTRL)
    before = sort.steps()
    sort.press("2")
    assert sort.lying() == {"Not sorted yet": [WORDS[5]], "near": [WORDS[0]], "far": [WORDS[3], WORDS[2], WORDS[4], WORDS[1]]}
    assert sort.steps() == before + 1
    assert sort.title() == "Put 3 cards onto “far”"
    sort.undo()
    assert sort.lying()["near"] == list(WORDS[:2])
    sort.click("Not sorted yet", 0)
    assert len(sort.view.board.selected_ids()) == 1


def drag(target: QWidget, ids: list[int], at: QPoint) -> bool:
    """Let cards go over a place; False when they are not taken."""
    data, buttons, keys = cards_mime(ids), Qt.MouseButton.LeftButton, NONE
    enter = QDragEnterEvent(at, Qt.DropAction.MoveAction, data, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(target, QDragMoveEvent(at, Qt.DropAction.MoveAction, data, buttons, keys))
    drop = QDropEvent(QPointF(at), Qt.DropAction.MoveAction, data, buttons, keys)
    QApplication.sendEvent(target, drop)
    return drop.isAccepted()


def test_cards_are_dragged_between_cards_onto_names_and_onto_new_piles(sort: Board) -> None:
    """Each drop is one step; the cards stay chosen where they come to lie."""
    near = sort.cards("near")
    ids = [face.id for face in sort.cards("Not sorted yet").cards.faces]
    rect = near.visualRect(near.cards.index(1))
    assert drag(near.viewport(), ids[:1], QPoint(20, rect.top() + 3))
    sort.settle()
    assert sort.lying()["near"] == [WORDS[0], WORDS[2], WORDS[1]]
    assert near.selected_ids() == ids[:1]
    far = sort.view.board.order()[2]
    assert drag(far, ids[1:2], QPoint(30, 5))
    sort.settle()
    assert sort.lying()["far"] == [WORDS[3], WORDS[4]]
    before = sort.steps()
    assert drag(sort.view.board.new_pile, [ids[2], near.cards.faces[0].id], QPoint(5, 5))
    sort.settle()
    assert sort.steps() == before + 1
    assert sort.lying()["Pile 3"] == [WORDS[5], WORDS[0]]
    assert sort.title() == "Began the pile “Pile 3” with 2 cards"
    other = QMimeData()
    other.setText("something else")
    assert cards_in(other) == []


def test_carrying_cards_to_a_pile_half_in_sight_brings_it_into_sight(sort: Board) -> None:
    """So that cards can be carried to any pile."""
    for number in range(4):
        sort.project.do(AddPile(sort.view.shown_id or 0, f"more {number}"))
    sort.view.refresh(frozenset({"pile"}))
    sort.settle()
    bar, hidden = sort.view.board.area.horizontalScrollBar(), sort.view.board.order()[4]
    assert bar.value() == 0
    assert hidden.visibleRegion().boundingRect().width() < hidden.width()
    assert drag(hidden.list.viewport(), [sort.cards("near").cards.faces[0].id], QPoint(5, 5))
    sort.settle()
    assert bar.value() > 0
    assert hidden.visibleRegion().boundingRect().width() == hidden.width()


def test_a_card_before_itself_stays(sort: Board) -> None:
    """Put down where it was taken up."""
    far, before = sort.cards("far"), sort.steps()
    assert drag(far.viewport(), [far.cards.faces[0].id], QPoint(20, 5))
    sort.settle()
    assert sort.steps() == before


def test_a_new_pile_is_named_at_once_and_renamed_with_f2(sort: Board) -> None:
    """N, type, Enter; Escape keeps the name that was there, an empty name is not taken."""
    sort.go("Not sorted yet", 0)
    sort.press("n")
    sort.press("time")
    sort.press(Key.Key_Return)
    assert list(sort.lying()) == ["Not sorted yet", "near", "far", "time"]
    assert sort.cards("time").hasFocus()
    sort.press(Key.Key_F2)
    sort.press("other")
    sort.press(Key.Key_Escape)
    assert "time" in sort.lying()
    sort.press(Key.Key_F2)
    sort.press(Key.Key_Delete)
    sort.press(Key.Key_Return)
    assert "time" in sort.lying()
    assert "need a name" in sort.window.toast.words
    sort.go("Not sorted yet", 0)
    sort.press(Key.Key_N, SHIFT)
    assert sort.lying()["Pile 4"] == [WORDS[2]]


def test_the_note_says_what_holds_a_pile_together(sort: Board) -> None:
    """M goes there, Ctrl+Enter keeps it and leads back to the cards."""
    sort.go("far", 0)
    sort.press("m")
    sort.press("Miles.")
    sort.press(Key.Key_Return, CTRL)
    assert sort.cards("far").hasFocus()
    assert [pile.note for pile in sort.project.read.sortings.piles(sort.view.shown_id or 0)] == ["One just asks.", "Miles."]
    sort.undo()
    assert sort.view.board.order()[2].note.toPlainText() == ""


def test_piles_move_and_go(sort: Board) -> None:
    """The menu of a pile; the cards of a deleted one are not sorted any more, and Undo is offered."""
    far = sort.view.board.order()[2]
    QTest.mouseClick(far.more, Qt.MouseButton.LeftButton)
    menu = far.more.findChild(QMenu)
    assert menu is not None
    labels = [action.text() for action in menu.actions() if action.text()]
    assert labels[0] == "Rename the pile"
    assert labels[-1] == "Delete the pile"
    menu.close()
    sort.do("cards_pile_left")
    assert list(sort.lying()) == ["Not sorted yet", "far", "near"]
    sort.do("cards_delete_pile")
    assert list(sort.lying()) == ["Not sorted yet", "near"]
    assert sort.lying()["Not sorted yet"][-1] == WORDS[3]
    assert sort.window.toast.words.startswith("Deleted the pile “far”")
    QTest.mouseClick(sort.window.toast._undo, Qt.MouseButton.LeftButton)
    sort.settle()
    assert list(sort.lying()) == ["Not sorted yet", "far", "near"]


def test_the_menu_of_a_card_does_what_the_keys_do(sort: Board) -> None:
    """Putting onto a pile, by its name."""
    sort.go("Not sorted yet", 0)
    menu = sort.view.menu_of_cards()
    onto = next(action.menu() for action in menu.actions() if action.text() == "Put onto")
    assert isinstance(onto, QMenu)
    assert [action.text() for action in onto.actions()] == ["Not sorted yet\t0", "near\t1", "far\t2"]
    onto.actions()[2].trigger()
    sort.settle()
    assert sort.lying()["far"] == [WORDS[3], WORDS[2]]
    menu.deleteLater()


def test_delete_takes_the_card_off_not_the_coding(sort: Board) -> None:
    """And the one after it is chosen."""
    codings = sort.project.read.codings.count()
    sort.go("near", 0)
    sort.press(Key.Key_Delete)
    assert sort.lying()["near"] == [WORDS[1]]
    assert sort.project.read.codings.count() == codings
    assert sort.view.board.current_card() == sort.cards("near").cards.faces[0].id
    assert sort.window.toast.words == "Took 1 card off the table “Help”"


def test_words_leave_only_the_cards_that_have_them(sort: Board) -> None:
    """Counted of how many; Enter goes to the first; a card put before another is put there among all."""
    sort.do("cards_find")
    assert sort.view.bar.words.hasFocus()
    sort.press("i ask")
    sort.qtbot.waitUntil(lambda: sort.lying()["near"] == [WORDS[1]])
    assert sort.view.board.order()[1].figures.text().startswith("1 of 2 cards")
    assert "these words" in sort.view.board.order()[2].nothing.text()
    sort.press(Key.Key_Return)
    assert sort.cards("near").hasFocus()
    sort.view.bar.words.clear()
    sort.qtbot.waitUntil(lambda: sort.lying()["near"] == list(WORDS[:2]))


def test_sizes_change_how_much_is_seen(sort: Board) -> None:
    """Compact, normal, large and round again; taller cards for longer words only."""
    look = sort.view.board.look
    assert look is not None
    cards = sort.cards("near")
    first = cards.visualRect(cards.cards.index(0)).height()
    sort.go("near", 0)
    sort.press("z")
    assert sort.view.board.look is not None
    assert sort.view.board.look.size == "large"
    assert sort.view.board.look.width > look.width
    sort.press("z")
    assert cards.visualRect(cards.cards.index(0)).height() < first
    sort.press("z")
    assert sort.view.board.look.size == "normal"
    assert sort.window.settings.cards_size == "normal"
    assert cards.visualRect(cards.cards.index(0)).height() == first


def test_a_coding_removed_elsewhere_takes_its_card(sort: Board) -> None:
    """And undo brings both back."""
    coding = next(card.coding_id for card in sort.view.layout_.every() if card.id == sort.cards("far").cards.faces[0].id)
    assert coding is not None
    assert sort.window.desk is not None
    sort.window.desk.jobs.do(RemoveCodings((coding,)))
    sort.settle()
    assert sort.lying()["far"] == []
    sort.undo()
    assert sort.lying()["far"] == [WORDS[3]]


def test_a_screen_reader_hears_pile_and_card(sort: Board) -> None:
    """And every button has a name."""
    near = sort.cards("near")
    assert near.accessibleName() == "Cards of near, 2 cards · 1 participant · 1 locality"
    said = QAccessible.queryAccessibleInterface(near)
    assert said is not None
    assert near.cards.data(near.cards.index(0), Qt.ItemDataRole.AccessibleTextRole) == (
        "“Next door.”, Priya (T4), Ashgrove, learning > informal advice"
    )
    for column in sort.view.board.order():
        assert column.more.accessibleName()
        assert column.name.accessibleName()


def test_reading_only_shows_and_changes_nothing(sort: Board, qtbot: QtBot, files: Files) -> None:
    """A second window on the same file: the cards are there, the commands that change are off, a drop is not taken."""
    remembered = Remembered()
    other = MainWindow(remembered.settings, files, remembered)
    qtbot.addWidget(other)
    other.resize(1366, 768)
    other.open_path(sort.project.path)
    other.show()
    qtbot.waitExposed(other)
    other.show_workspace("sort")
    second = Board(other, sort.project, qtbot)
    second.settle()
    assert second.lying() == sort.lying()
    assert not other.commands["cards_pile"].isEnabled()
    near = second.cards("near")
    assert not drag(near.viewport(), [near.cards.faces[0].id], QPoint(20, 5))
    near.setFocus()
    second.view.hand.move([near.cards.faces[0].id], None, None, False)
    assert "reading only" in other.toast.words
    other.close()


def test_themes_change_while_cards_are_shown(sort: Board) -> None:
    """The look is taken over; the cards stay."""
    for theme in ("dark", "contrast", "light"):
        sort.window.choose_theme(theme)
        sort.settle()
        assert sort.view.board.look is not None
        assert sort.view.board.look.theme.name == theme
        assert sort.lying()["near"] == list(WORDS[:2])
