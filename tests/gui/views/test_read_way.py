"""Finding one's way in Read & code: to codings of a code or coder, turns without any, times, lines, words; and what is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qcoder.domain.spans import Span
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.read.jump import find_target, seconds
from qcoder.gui.widgets.marks import TurnLine
from tests.gui.views.reading import ALT, CTRL, SHIFT, Key, Reading, begin


@pytest.fixture
def reading(window: MainWindow, qtbot: QtBot) -> Reading:
    return begin(window, qtbot)


def code(reading: Reading, words: str, name: str) -> None:
    reading.view.hand.code(reading.put_caret(words), reading.code_id(name))
    reading.settle()


def selected(reading: Reading) -> str:
    """The passage that is selected as a coding."""
    coding = reading.view.pane.selected()
    return "" if coding is None else reading.text[coding.span.start : coding.span.end]


def start_at_the_top(reading: Reading) -> None:
    reading.page.setFocus()
    reading.press(Key.Key_Escape)
    reading.page.go_to(0)


def test_to_the_next_passage_of_the_code_in_the_tree_and_of_its_subcodes(reading: Reading) -> None:
    code(reading, "And the hub?", "cover and cost")
    code(reading, "So I do not go.", "informal advice")
    start_at_the_top(reading)
    reading.view.codes_pane.show_code(reading.code_id("informal advice"))
    seen = []
    for _press in range(2):
        reading.press(Key.Key_Right, ALT)
        seen.append(selected(reading))
    assert seen == ["Next door.", "So I do not go."]
    reading.press(Key.Key_Right, ALT)
    assert reading.window.toast.words == "“informal advice” is coded no more below."
    reading.press(Key.Key_Left, ALT)
    assert selected(reading) == "Next door."
    start_at_the_top(reading)
    reading.view.codes_pane.show_code(reading.code_id("learning"))
    reading.press(Key.Key_Right, ALT)
    reading.view.codes_pane.show_code(reading.code_id("learning"))
    reading.press(Key.Key_Right, ALT)
    assert selected(reading) == "And the hub?"


def test_to_the_next_coding_of_the_same_coder(reading: Reading) -> None:
    desk = reading.window.desk
    assert desk is not None
    desk.jobs.project.act_as("Ben")
    code(reading, "And the hub?", "cover and cost")
    desk.jobs.project.act_as("Ana")
    code(reading, "So I do not go.", "cover and cost")
    start_at_the_top(reading)
    reading.press(Key.Key_Down, ALT)
    assert selected(reading) == "Next door."
    reading.press(Key.Key_Down, ALT | SHIFT)
    assert selected(reading) == "So I do not go."
    reading.press(Key.Key_Up, ALT | SHIFT)
    assert selected(reading) == "Next door."
    reading.press(Key.Key_Down, ALT)
    assert selected(reading) == "And the hub?"
    reading.press(Key.Key_Down, ALT | SHIFT)
    assert reading.window.toast.words == "Ben coded nothing more below."


def test_to_the_next_turn_without_coding(reading: Reading) -> None:
    start_at_the_top(reading)
    reading.press(Key.Key_PageDown, ALT)
    assert reading.page.caret() == reading.text.index("It is across")
    reading.press(Key.Key_PageDown, ALT)
    assert reading.window.toast.words == "Every turn below has a coding."
    code(reading, "It is across", "learning")
    start_at_the_top(reading)
    reading.press(Key.Key_PageDown, ALT)
    assert reading.page.caret() == 0
    reading.page.go_to(len(reading.text))
    reading.press(Key.Key_PageUp, ALT)
    assert reading.window.toast.words == "Every turn above has a coding."


def test_at_the_last_coding_it_says_so(reading: Reading) -> None:
    start_at_the_top(reading)
    reading.press(Key.Key_Down, ALT)
    reading.press(Key.Key_Down, ALT)
    assert reading.window.toast.words == "No further coding below."


def test_jumping_to_a_time_a_line_and_words(reading: Reading) -> None:
    box = reading.view.way.jump_box
    for typed, there in (("0:45", "And the hub?"), ("l 4", "It is across"), ("2", "Next door.")):
        reading.press(Key.Key_G, CTRL)
        assert box.box.hasFocus()
        box.box.selectAll()
        reading.press(typed)
        reading.press(Key.Key_Return)
        assert reading.page.hasFocus()
        assert not box.isVisible()
        assert reading.page.caret() == reading.text.index(there)
    reading.press(Key.Key_G, CTRL)
    box.box.selectAll()
    reading.press("me")
    assert box.said.text().startswith("1 of 2") or box.said.text().startswith("2 of 2")
    reading.press(Key.Key_Return)
    first = reading.page.selection()
    reading.press(Key.Key_Return)
    second = reading.page.selection()
    assert first is not None
    assert second is not None
    assert first != second
    assert reading.text[second.start : second.end].casefold() == "me"
    reading.press(Key.Key_Return, SHIFT)
    assert reading.page.selection() == first
    reading.press(Key.Key_Escape)
    assert reading.page.hasFocus()
    assert reading.page.selection() == first


def test_what_is_not_there_is_said_and_the_box_stays(reading: Reading) -> None:
    box = reading.view.way.jump_box
    reading.press(Key.Key_G, CTRL)
    reading.press("elephants")
    reading.press(Key.Key_Return)
    assert box.isVisible()
    assert "does not stand in this transcript" in box.said.text()
    assert box.box.accessibleDescription() == box.said.text()
    reading.press(Key.Key_Escape)
    assert reading.page.hasFocus()


TURNS = [TurnLine(Span(0, 5), "A", "0:10", False), TurnLine(Span(7, 11), "B", "1:02:14", False), TurnLine(Span(13, 18), "A", "", False)]
TEXT = "First\n\nLast\n\nWords"


def test_where_typed_things_lead() -> None:
    def start(typed: str, caret: int = 0, step: int = 1) -> int | None:
        span = find_target(typed, TEXT, TURNS, caret, step).span
        return None if span is None else span.start

    assert [start(typed) for typed in ("0:05", "0:10", "59:00", "1:02:14", "9:00:00")] == [0, 0, 0, 7, 7]
    assert [start(typed) for typed in ("1", "l 2", "Line 3", "99", "0")] == [0, 7, 13, 13, 0]
    assert [start("st"), start("st", 4), start("st", 10), start("st", 3, -1)] == [3, 9, 3, 9]
    assert start("WORDS") == 13
    assert start("nothing") is None
    assert start("  ") is None
    assert find_target("1:00", TEXT, [], 0).span is None
    assert find_target("1", "", [], 0).span is None
    assert [seconds(clock) for clock in ("02:14", "1:02:14", "x")] == [134, 3734, None]


@given(st.text(max_size=12), st.text(alphabet="ab \n😀é", max_size=30), st.integers(0, 30), st.sampled_from([1, -1]))
def test_any_typing_leads_into_the_text_or_nowhere(typed: str, text: str, caret: int, step: int) -> None:
    target = find_target(typed, text, [], min(caret, len(text)), step)
    assert target.words
    if target.span is not None:
        assert 0 <= target.span.start <= target.span.end <= len(text)


# What is shown


def test_only_one_branch_with_a_chip_that_shows_all_again(reading: Reading) -> None:
    code(reading, "And the hub?", "cover and cost")
    code(reading, "So I do not go.", "learning")
    header = reading.view.pane.header
    reading.view.codes_pane.show_code(reading.code_id("cover and cost"))
    reading.page.setFocus()
    assert not header.only.isVisible()
    reading.press(Key.Key_B, CTRL | SHIFT)
    assert reading.drawn() == [("cover and cost", "And the hub?")]
    assert header.only.text() == "only: cover and cost · show all"
    assert "3 codings" in header.facts.toolTip()
    fact = reading.view.documents_pane.model.fact(reading.view.pane.document.id if reading.view.pane.document else None)
    assert fact is not None
    assert fact.codings == 3

    reading.put_caret("She shows me")
    reading.view.hand.code(None, reading.code_id("informal advice"))
    reading.settle()
    assert len(reading.codings()) == 4
    assert reading.drawn() == [("cover and cost", "And the hub?")]
    assert "not shown" in reading.window.place_words.text()
    QTest.mouseClick(header.only, Qt.MouseButton.LeftButton)
    assert len(reading.drawn()) == 4
    assert not header.only.isVisible()

    reading.view.codes_pane.show_code(reading.code_id("learning"))
    reading.press(Key.Key_B, CTRL | SHIFT)
    assert len(reading.drawn()) == 4
    reading.press(Key.Key_B, CTRL | ALT)
    assert not header.only.isVisible()


def test_a_branch_that_is_deleted_is_no_longer_the_only_one(reading: Reading) -> None:
    reading.view.codes_pane.show_code(reading.code_id("cover and cost"))
    reading.page.setFocus()
    reading.press(Key.Key_B, CTRL | SHIFT)
    assert reading.drawn() == []
    reading.window.commands["delete_codes"].trigger()
    reading.settle()
    assert not reading.view.pane.header.only.isVisible()
    assert reading.drawn() == [("informal advice", "Next door.")]


def test_coders_side_by_side_have_lanes_and_initials_of_their_own(reading: Reading) -> None:
    desk = reading.window.desk
    assert desk is not None
    desk.jobs.project.act_as("Ben")
    code(reading, "Next door.", "informal advice")
    desk.jobs.project.act_as("Ana")
    page = reading.page._margin_page()
    assert page.names == ()
    assert {bracket.mark.group for bracket in page.brackets} == {0}
    labels = reading.page._margin._labels(reading.page._margin._laid())
    assert [[mark.initials for mark in label.marks] for label in labels] == [["AN", "BE"]]
    reading.window.commands["coders_apart"].trigger()
    QApplication.processEvents()
    assert reading.window.settings.coders_apart
    assert reading.window.commands["coders_apart"].isChecked()
    page = reading.page._margin_page()
    assert page.names == ("AN", "BE")
    margin = reading.page._margin
    xs = {bracket.mark.initials: margin._laid().x(bracket) for bracket in page.brackets}
    assert xs["AN"] + 15 < xs["BE"]
    reading.window.commands["coders_apart"].trigger()
    assert not reading.window.settings.coders_apart


def test_all_labels_until_the_key_is_pressed_again(reading: Reading) -> None:
    start = reading.text.index("Nobody can")
    for number in range(9):
        reading.view.hand.code(Span(start + number, start + 20 + number), reading.code_id("learning"))
        reading.settle()
    reading.page.setFocus()
    reading.window.resize(1000, 430)
    QApplication.processEvents()
    margin = reading.page._margin
    width = margin.width()
    assert margin.gave_way() != {}
    reading.press(Key.Key_F8)
    assert reading.window.commands["all_labels"].isChecked()
    assert margin.gave_way() == {}
    rects = margin.label_rects()
    assert len(rects) == len(reading.page._margin_page().brackets)
    assert not any(a.intersects(b) for i, a in rects.items() for j, b in rects.items() if i < j)
    assert margin.width() > width
    reading.press(Key.Key_F8)
    assert margin.width() == width


def test_patterns_tell_codes_of_like_colours_apart_unless_unwanted(reading: Reading) -> None:
    code(reading, "And the hub?", "cover and cost")
    code(reading, "So I do not go.", "learning")
    patterns = {mark.label: mark.pattern for mark in reading.page._index}
    assert len(set(patterns.values())) == 3
    reading.window.commands["code_patterns"].trigger()
    assert {mark.pattern for mark in reading.page._index} == {0}
    assert not reading.window.settings.code_patterns
