"""The transcript view under real mouse and key events."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QImage,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from qcoder.domain.spans import Span
from qcoder.gui.offsets import OffsetMap
from qcoder.gui.widgets.colors import ReadingColors
from qcoder.gui.widgets.geometry import page_lines
from qcoder.gui.widgets.marks import Mark, TurnLine
from qcoder.gui.widgets.page import columns
from qcoder.gui.widgets.passages import code_mime, passage_in
from qcoder.gui.widgets.transcript import TranscriptView
from qcoder.gui.widgets.typeset import Reading, make_document

HEADING = "SCHOOL A, MARCH"
SAID = [
    ("Interviewer", True, "Where do you go first?"),
    ("Priya", False, "Honestly? 😀 Next door. I stand in the doorway and ask how they did fractions, and she shows me her book."),
    ("Dana", False, "אני הולכת לחדר השכן ושואלת את Karen מה לעשות."),
    ("Priya", False, "There is a hub. It is far.\nAnd it is a Tuesday."),
]
TEXT = "\n\n".join([HEADING, *(words for _, _, words in SAID)])


def where(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


TURNS = [TurnLine(where(words), speaker, "00:01", interviewer) for speaker, interviewer, words in SAID]
DOOR = Mark(1, where("Next door. I stand in the doorway"), "#009e73", "informal advice", "An", "informal advice\nAna: <i>doorway</i>")
STAND = Mark(2, where("stand in"), "#d55e00", "posture", "Bo")
HEBREW = Mark(3, where("Karen מה"), "#0072b2", "asking")
HUB = Mark(4, where("There is a hub."), "#cc79a7", "hub model")
MARKS = [DOOR, STAND, HEBREW, HUB]


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    made = TranscriptView()
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.set_document(TEXT, TURNS, MARKS)
    made.show()
    made.setFocus()
    qtbot.waitExposed(made)
    QApplication.processEvents()
    return made


def point_of(view: TranscriptView, at: int) -> QPoint:
    """The middle of the character at `at`, in the viewport."""
    rect = view.text_span_rect(Span(at, at + 1))
    assert rect is not None
    return rect.translated(-view.viewport().pos()).center()


def point_of_handle(view: TranscriptView, start: bool) -> QPoint:
    handle = view._handles()[0 if start else 1]
    assert handle is not None
    return handle.center().toPoint()


def click(view: TranscriptView, at: int) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point_of(view, at))


def press(view: TranscriptView, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(view, key, held)


def heard(signal: object) -> list[tuple[object, ...]]:
    """Collect what a signal says."""
    said: list[tuple[object, ...]] = []
    signal.connect(lambda *values: said.append(values))  # type: ignore[attr-defined]  # the stubs do not type bound signals
    return said


def picture(view: TranscriptView) -> QImage:
    return view.viewport().grab().toImage()


def ground_at(view: TranscriptView, at: int) -> QColor:
    """The colour just above the middle of a character's foot: underlay, not ink."""
    rect = view.text_span_rect(Span(at, at + 1))
    assert rect is not None
    return picture(view).pixelColor(rect.left() + 1 - view.viewport().x(), rect.top() + 1)


def test_shows_exactly_the_stored_text(view: TranscriptView) -> None:
    assert view.document().characterCount() - 1 == len(TEXT.encode("utf-16-le")) // 2
    assert view.toPlainText() == TEXT
    assert view.isReadOnly()
    QTest.keyClicks(view, "xyz")
    press(view, Qt.Key.Key_Delete)
    press(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert view.toPlainText() == TEXT


@given(
    st.text(
        alphabet=st.sampled_from(["a", " ", "\n", "\t", "\u00a0", "\u200b", "\u00ad", "ש", "語", "😀", "\u0301", "\ufffc"]), max_size=40
    )
)
def test_every_offset_of_the_text_is_an_offset_of_the_document(qapp: QApplication, text: str) -> None:
    offsets = OffsetMap(text)
    turns = [TurnLine(Span(0, len(text) // 2), "A", "", True)]
    document = make_document(qapp, text, turns, offsets, Reading(), ReadingColors())
    assert document.characterCount() - 1 == offsets.to_qt(len(text))
    for at, character in enumerate(text):
        expected = "\u2029" if character == "\n" else character.encode("utf-16-le").decode("utf-16-le")
        qt = offsets.to_qt(at)
        if character != "😀":
            assert document.characterAt(qt) == expected
    document.deleteLater()


def test_a_paragraph_of_thousands_of_lines(view: TranscriptView) -> None:
    text = "word " * 30_000
    view.set_document(text, [], [Mark(1, Span(100_000, 100_009), "#0072b2", "far down")])
    view.next_mark()
    lines = list(page_lines(view))
    assert lines[0].start > 90_000
    assert 10 < len(lines) < 60
    assert [bracket.mark.id for bracket in view._margin_page().brackets] == [1]


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


def send_move(view: TranscriptView, point: QPoint, buttons: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    at = QPointF(point)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        QPointF(view.viewport().mapToGlobal(point)),
        Qt.MouseButton.NoButton,
        buttons,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), event)


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
    x = round(margin._x(hub.lane, page))
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


def drag_code(view: TranscriptView, point: QPoint, data: QMimeData) -> tuple[bool, bool]:
    """Drag and drop onto the viewport; whether entering and dropping were accepted."""
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(point, copy, data, left, none)
    QApplication.sendEvent(view.viewport(), enter)
    move = QDragMoveEvent(point, copy, data, left, none)
    QApplication.sendEvent(view.viewport(), move)
    drop = QDropEvent(QPointF(point), copy, data, left, none)
    drop.ignore()
    QApplication.sendEvent(view.viewport(), drop)
    return enter.isAccepted(), drop.isAccepted()


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


def test_the_wheel_scrolls_over_gutter_and_margin_too(view: TranscriptView) -> None:
    view.resize(900, 150)
    QApplication.processEvents()
    for side in (view._gutter, view._margin):
        view.verticalScrollBar().setValue(0)
        middle = QPointF(side.rect().center())
        event = QWheelEvent(
            middle,
            QPointF(side.mapToGlobal(middle.toPoint())),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(side, event)
        assert view.verticalScrollBar().value() > 0


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


def test_hovering_says_what_is_there_and_takes_nothing_for_markup(view: TranscriptView) -> None:
    point = point_of(view, DOOR.span.start + 1)
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, point, view.viewport().mapToGlobal(point)))
    assert "informal advice\nAna: &lt;i&gt;doorway&lt;/i&gt;" in QToolTip.text()
    QToolTip.hideText()
    rect = view._margin.label_rects()[4]
    point = rect.center().toPoint()
    QApplication.sendEvent(view._margin, QHelpEvent(QEvent.Type.ToolTip, point, view._margin.mapToGlobal(point)))
    assert "hub model" in QToolTip.text()
    QToolTip.hideText()


def test_marks_are_painted_and_taken_away(view: TranscriptView) -> None:
    white = QColor("#ffffff")
    at = TEXT.index("far")
    assert ground_at(view, at) == white
    view.add_mark(Mark(9, where("It is far."), "#0072b2", "travel"))
    blue = ground_at(view, at)
    assert blue != white
    view.select_mark(9)
    assert ground_at(view, at).lightness() < blue.lightness()
    view.replace_mark(Mark(9, where("It is far."), "#d55e00", "travel"))
    assert ground_at(view, at).red() > ground_at(view, at).blue()
    view.remove_mark(9)
    assert view.selected_mark() is None
    assert ground_at(view, at) == white
    with pytest.raises(KeyError):
        view.select_mark(9)


def test_marks_in_mixed_directions_cover_their_letters_and_no_others(view: TranscriptView) -> None:
    hebrew = TEXT.index("Karen")
    for at in range(hebrew - 6, hebrew + 12):
        rect = view.text_span_rect(Span(at, at + 1))
        if TEXT[at] == " " or rect is None:
            continue
        colored = picture(view).pixelColor(rect.center().x() - view.viewport().x(), rect.top() + 1) != QColor("#ffffff")
        assert colored == (HEBREW.span.start <= at < HEBREW.span.end), TEXT[at]


def test_a_passage_in_sight_has_a_rectangle_for_a_popup(view: TranscriptView) -> None:
    rect = view.text_span_rect(where("fractions"))
    assert rect is not None
    assert view.viewport().geometry().contains(rect)
    line = "long line of words " * 30
    view.set_document("\n\n".join([line] * 60), [], [])
    assert view.text_span_rect(Span(20_000, 20_010)) is None
    view.go_to(20_000)
    rect = view.text_span_rect(Span(20_000, 20_010))
    assert rect is not None
    assert 0 < rect.top() < view.height() / 2


def test_new_type_and_width_keep_the_place(view: TranscriptView) -> None:
    text = "\n\n".join(f"Paragraph {i} says something that takes up more than one line of the page, as people do." for i in range(300))
    view.set_document(text, [], [])
    view.verticalScrollBar().setValue(3000)
    QApplication.processEvents()

    def first() -> int:
        return next(line.start for line in page_lines(view) if line.top >= -2)

    before = first()
    view.set_reading("", 18.0, 1.8, 60, True, True)
    assert first() == before
    view.resize(500, 640)
    QApplication.processEvents()
    assert first() == before
    assert view.line_number(before) == view.document().findBlock(before).blockNumber() // 2 + 1


def test_the_column_is_capped_and_centred_and_the_margin_gives_way_first() -> None:
    assert columns(1000, 120, 600, 200) == (160, 600, 240)
    assert columns(880, 120, 600, 200) == (120, 600, 160)
    assert columns(700, 120, 600, 200) == (120, 448, 132)
    assert sum(columns(400, 120, 600, 200)) == 400


def test_a_wider_window_does_not_widen_the_text(view: TranscriptView) -> None:
    view.resize(1500, 640)
    QApplication.processEvents()
    width = view.viewport().width()
    view.resize(1900, 640)
    QApplication.processEvents()
    assert view.viewport().width() == width


def test_the_gutter_names_speakers_at_their_lines_and_repeats_the_name_of_a_turn_that_goes_on(view: TranscriptView) -> None:
    assert [(row.speaker, row.time, row.quiet) for row in view._gutter_page().rows] == [
        ("Interviewer", "00:01", True),
        ("Priya", "00:01", False),
        ("Dana", "00:01", False),
        ("Priya", "00:01", False),
    ]
    view.set_reading("", 12.5, 1.55, 75, True, False)
    rows = view._gutter_page().rows
    assert [row.number for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert {row.time for row in rows} == {""}
    long = "word " * 2000
    view.set_document(long, [TurnLine(Span(0, len(long)), "Priya", "00:02", False)], [])
    view.verticalScrollBar().setValue(900)
    assert [(row.speaker, row.time, row.quiet) for row in view._gutter_page().rows] == [("Priya", "", True)]


def test_a_caret_in_focus_is_shown_in_the_gutter(view: TranscriptView) -> None:
    view.activateWindow()
    view.setFocus()
    QApplication.processEvents()
    assert view.hasFocus()
    assert view._gutter_page().caret is not None
    view.clearFocus()
    assert view._gutter_page().caret is None


def test_a_screen_reader_is_told_what_is_painted(view: TranscriptView) -> None:
    assert view.accessibleName() == "Transcript"
    view.go_to(STAND.span.start)
    assert view.accessible_line() == "Line 3; Priya; coded informal advice, posture."
    view.go_to(0)
    assert view.accessible_line() == "Line 1; not coded."


def test_light_and_dark_and_initials(view: TranscriptView) -> None:
    light = view.grab().toImage()
    view.set_coders_shown(True)
    assert view.grab().toImage() != light
    view.set_theme(ReadingColors.night())
    image = view.grab().toImage()
    for x, y in ((2, 300), (view.viewport().x() + 2, 2), (view.viewport().geometry().right() + 5, 300)):
        assert image.pixelColor(x, y) == QColor(ReadingColors.night().ground)


def test_the_windows_style_sheet_does_not_reach_the_page(view: TranscriptView, qapp: QApplication) -> None:
    image, widths = view.grab().toImage(), view.viewport().geometry()
    view.select(where("doorway and ask"))
    selected = view.viewport().grab().toImage()
    sheet = "* { color: #f00; selection-background-color: #0f0; } QTextEdit { border: 1px solid #00f; padding: 4px 6px; background: #ff0; }"
    qapp.setStyleSheet(sheet + "QTextEdit:focus { border: 2px solid #00f; }")
    try:
        assert view.viewport().geometry() == widths
        assert view.viewport().grab().toImage() == selected
        assert selected != image
    finally:
        qapp.setStyleSheet("")


def test_another_document_begins_at_its_top_with_nothing_selected(view: TranscriptView) -> None:
    view.select_mark(1)
    said = heard(view.mark_selected)
    view.set_document("Other words.", [], [Mark(1, Span(0, 5), "#0072b2", "other")])
    assert said == [(None,)]
    assert view.toPlainText() == "Other words."
    assert view.caret() == 0
    view.set_document("", [], [])
    assert view.passage() is None
    assert not view.next_mark()
    press(view, Qt.Key.Key_Space)
    assert view.accessible_line() == "Line 1; not coded."
