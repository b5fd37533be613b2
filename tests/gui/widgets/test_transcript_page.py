"""What the transcript view shows: the stored text, marks, gutter and margin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
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
from qcoder.gui.widgets.transcript import TranscriptView
from qcoder.gui.widgets.typeset import Reading, make_document
from tests.gui.widgets.transcript_sample import DOOR, HEBREW, TEXT, ground_at, heard, picture, point_of, press, shown_view, where


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    return shown_view(qtbot)


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
    assert columns(700, 120, 600, 200) == (120, 430, 150)
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
