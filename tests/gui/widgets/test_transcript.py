"""The transcript view under real mouse and key events."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qcoder.domain.spans import Span
from qcoder.gui.widgets.passages import code_mime, passage_in
from qcoder.gui.widgets.transcript import TranscriptView
from tests.gui.widgets.transcript_sample import (
    DOOR,
    HEADING,
    HUB,
    STAND,
    TEXT,
    TURNS,
    click,
    drag_code,
    heard,
    picture,
    point_of,
    point_of_handle,
    press,
    send_move,
    shown_view,
    where,
)


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    return shown_view(qtbot)


def test_pages_and_ends_by_keyboard(view: TranscriptView) -> None:
    view.set_document("\n\n".join(["Some words of a turn."] * 200), [], [])
    press(view, Qt.Key.Key_PageDown)
    down = view.caret()
    assert down > 100
    press(view, Qt.Key.Key_PageUp)
    assert view.caret() < down
    press(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.caret() == view.document().characterCount() - 1
    press(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.selection() == Span(0, view.document().characterCount() - 1)


def test_selecting_by_keyboard_counts_code_points(view: TranscriptView) -> None:
    said = heard(view.selection_changed)
    view.go_to(TEXT.index("😀"))
    assert view.selection() is None
    press(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    press(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.selection() == where("😀 ")
    assert said
    press(view, Qt.Key.Key_Escape)
    assert view.selection() is None


def test_selecting_by_mouse(view: TranscriptView) -> None:
    span = where("doorway")
    first, last = view.text_span_rect(Span(span.start, span.start + 1)), view.text_span_rect(Span(span.end - 1, span.end))
    assert first is not None
    assert last is not None
    shift = view.viewport().pos()
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(first.left() + 1, first.center().y()) - shift)
    QTest.mouseMove(view.viewport(), QPoint(last.right(), last.center().y()) - shift)
    send_move(view, QPoint(last.right(), last.center().y()) - shift)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(last.right(), last.center().y()) - shift)
    assert view.selection() == span
    assert view.selected_mark() is None


def test_a_click_selects_the_topmost_mark_and_the_next_click_the_one_under_it(view: TranscriptView) -> None:
    said = heard(view.mark_selected)
    at = STAND.span.start + 2
    for _ in range(3):
        click(view, at)
    click(view, TEXT.index("far"))
    assert said == [(2,), (1,), (2,), (None,)]


def test_a_click_on_bracket_or_label_selects(view: TranscriptView) -> None:
    said = heard(view.mark_selected)
    margin = view._margin
    for mark_id, rect in margin.label_rects().items():
        QTest.mouseClick(margin, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
        assert view.selected_mark() == mark_id
    assert {number for (number,) in said} == {1, 2, 3, 4}
    page = view._margin_page()
    hub = next(b for b in page.brackets if b.mark.id == 4)
    x = round(margin._laid().x(hub))
    view.select_mark(None)
    QTest.mouseClick(margin, Qt.MouseButton.LeftButton, pos=QPoint(x, round((hub.top + hub.bottom) / 2)))
    assert view.selected_mark() == 4


def test_cycling_and_going_from_mark_to_mark_by_keyboard(view: TranscriptView) -> None:
    view.go_to(STAND.span.start + 1)
    assert view.cycle_marks_at_cursor()
    assert view.selected_mark() == 2
    assert view.cycle_marks_at_cursor()
    assert view.selected_mark() == 1
    view.go_to(0)
    assert not view.cycle_marks_at_cursor()
    press(view, Qt.Key.Key_Escape)
    seen = []
    for _ in range(5):
        press(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        seen.append(view.selected_mark())
    assert seen == [1, 2, 3, 4, 4]
    assert view.caret() == HUB.span.start
    press(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert view.selected_mark() == 3


def test_asking_for_a_code_takes_the_selection_else_the_sentence(view: TranscriptView) -> None:
    said = heard(view.code_requested)
    view.go_to(TEXT.index("far"))
    press(view, Qt.Key.Key_Space)
    view.select(where(" is a hub. "))
    press(view, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    sentence, chosen = where("It is far."), where("is a hub.")
    assert said == [(sentence.start, sentence.end), (chosen.start, chosen.end)]
    assert view.turn_span_at_cursor() == TURNS[3].span


def test_between_turns_there_is_the_written_line_or_nothing(view: TranscriptView) -> None:
    view.go_to(3)
    assert view.turn_span_at_cursor() == where(HEADING)
    assert view.sentence_span_at_cursor() == where(HEADING)
    view.set_document("a\n\n\n\nb", [], [])
    view.go_to(3)
    assert view.turn_span_at_cursor() is None
    assert view.passage() is None
    said = heard(view.code_requested)
    press(view, Qt.Key.Key_Space)
    assert said == []


def test_other_printable_keys_are_passed_on(view: TranscriptView) -> None:
    said = heard(view.key_typed)
    QTest.keyClicks(view, "b1e")
    press(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert said == [("b",), ("1",), ("e",)]


def test_arrows_step_over_the_thin_line_between_turns(view: TranscriptView) -> None:
    view.go_to(2)
    press(view, Qt.Key.Key_Down)
    assert view.turn_at(view.caret()) == TURNS[0]
    press(view, Qt.Key.Key_Up)
    assert view.caret() < len(HEADING)


def test_alt_arrows_move_one_end_by_a_word(view: TranscriptView) -> None:
    said = heard(view.mark_ends_changed)
    alt = Qt.KeyboardModifier.AltModifier
    press(view, Qt.Key.Key_Right, alt | Qt.KeyboardModifier.ShiftModifier)
    view.select_mark(2)
    press(view, Qt.Key.Key_Right, alt | Qt.KeyboardModifier.ShiftModifier)
    press(view, Qt.Key.Key_Left, alt | Qt.KeyboardModifier.ControlModifier)
    first, second = where("stand in the"), where("I stand in the")
    assert said == [(2, first.start, first.end), (2, second.start, second.end)]
    assert [mark.span for mark in view.marks_at(first.start) if mark.id == 2] == [second]
    view.restore_ends()
    assert [mark.span for mark in view.marks_at(first.start) if mark.id == 2] == [first]


def test_changing_ends_by_keyboard_is_told_once_at_the_end(view: TranscriptView) -> None:
    said, mode = heard(view.mark_ends_changed), heard(view.ends_mode_changed)
    view.select_mark(4)
    press(view, Qt.Key.Key_E)
    assert view.ends_mode()
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    press(view, Qt.Key.Key_E)
    press(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert said == []
    press(view, Qt.Key.Key_Return)
    wanted = where("is a hub. It")
    assert said == [(4, wanted.start, wanted.end)]
    assert mode == [(True,), (False,)]


def test_leaving_ends_mode_puts_the_mark_back(view: TranscriptView) -> None:
    said = heard(view.mark_ends_changed)
    view.select_mark(4)
    for by_escape in (True, False):
        press(view, Qt.Key.Key_E)
        press(view, Qt.Key.Key_Left)
        assert view.marks_at(HUB.span.end - 1) == []
        if by_escape:
            press(view, Qt.Key.Key_Escape)
        else:
            view.select_mark(1)
        assert not view.ends_mode()
        assert view.marks_at(HUB.span.start) == [HUB]
        view.select_mark(4)
    assert said == []
    press(view, Qt.Key.Key_E)
    view.set_marks([DOOR])
    assert not view.ends_mode()
    assert view.marks_at(HUB.span.start) == []


def test_in_hebrew_the_left_arrow_lengthens(view: TranscriptView) -> None:
    said = heard(view.mark_ends_changed)
    view.select_mark(3)
    press(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    wanted = where("Karen מה לעשות.")
    assert said == [(3, wanted.start, wanted.end)]


def test_dragging_a_handle_changes_the_end(view: TranscriptView) -> None:
    said = heard(view.mark_ends_changed)
    view.select_mark(1)
    QApplication.processEvents()
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of_handle(view, start=False))
    target = view.text_span_rect(where("ask"))
    assert target is not None
    point = QPoint(target.right() + 1, target.center().y()) - view.viewport().pos()
    send_move(view, point)
    assert [mark.span.end for mark in view.marks_at(DOOR.span.start)] == [where("ask").end]
    assert said == []
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert said == [(1, DOOR.span.start, where("ask").end)]
    assert view.selection() is None
    assert view.selected_mark() == 1


def test_a_press_and_release_on_a_handle_changes_nothing(view: TranscriptView) -> None:
    said = heard(view.mark_ends_changed)
    view.select_mark(1)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_of_handle(view, start=True))
    assert said == []
    assert view.selected_mark() == 1


def test_a_code_dropped_on_the_selection_or_on_a_sentence(view: TranscriptView) -> None:
    said = heard(view.code_dropped)
    chosen = where("a hub. It is")
    view.select(chosen)
    assert drag_code(view, point_of(view, where("hub. It").start), code_mime("77")) == (True, True)
    assert drag_code(view, point_of(view, TEXT.index("fractions")), code_mime("78")) == (True, True)
    sentence = where("I stand in the doorway and ask how they did fractions, and she shows me her book.")
    assert said == [("77", chosen.start, chosen.end), ("78", sentence.start, sentence.end)]


def test_the_passage_that_a_drop_would_code_is_outlined(view: TranscriptView) -> None:
    before = picture(view)
    data = code_mime("77")
    enter = QDragEnterEvent(
        point_of(view, TEXT.index("far")), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(view.viewport(), enter)
    assert picture(view) != before
    drag_code(view, point_of(view, TEXT.index("far")), data)
    assert picture(view) == before


def test_nothing_but_codes_can_be_dropped(view: TranscriptView) -> None:
    said = heard(view.code_dropped)
    plain = QMimeData()
    plain.setText("words")
    assert drag_code(view, point_of(view, 3), plain) == (False, False)
    assert said == []
    assert view.toPlainText() == TEXT


def test_what_is_dragged_or_copied_is_the_stored_text_and_its_place(view: TranscriptView) -> None:
    view.select(where(" 😀 Next "))
    data = view.createMimeDataFromSelection()
    assert data.text() == "😀 Next"
    assert passage_in(data) == where("😀 Next")
    assert passage_in(code_mime("1")) is None


def test_ctrl_and_wheel_ask_for_other_type(view: TranscriptView, qtbot: QtBot) -> None:
    said = heard(view.zoomed)
    for held, delta in ((Qt.KeyboardModifier.ControlModifier, 120), (Qt.KeyboardModifier.ControlModifier, -120)):
        middle = QPointF(view.viewport().rect().center())
        where_global = QPointF(view.viewport().mapToGlobal(middle.toPoint()))
        event = QWheelEvent(
            middle, where_global, QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton, held, Qt.ScrollPhase.NoScrollPhase, False
        )
        QApplication.sendEvent(view.viewport(), event)
    assert said == [(1,), (-1,)]


def test_the_menu_is_the_owners_and_the_mark_under_the_mouse_is_selected_first(view: TranscriptView) -> None:
    said = heard(view.context_requested)
    point = point_of(view, HUB.span.start + 1)
    there = view.viewport().mapToGlobal(point)
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, there))
    assert said == [(there,)]
    assert view.selected_mark() == 4
    view.go_to(0)
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, point, there))
    assert said[1][0] != there


def test_a_screen_reader_is_told_what_is_painted(view: TranscriptView) -> None:
    assert view.accessibleName() == "Transcript"
    view.go_to(STAND.span.start)
    assert view.accessible_line() == "Line 3; Priya; coded informal advice, posture."
    view.go_to(0)
    assert view.accessible_line() == "Line 1; not coded."
