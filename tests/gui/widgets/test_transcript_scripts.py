"""Underlays, brackets and clicks on the right words, whatever the script and its direction, at any width and however dense."""

import random
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qcoder.domain.spans import Span
from qcoder.gui.widgets.geometry import page_lines
from qcoder.gui.widgets.marks import Mark, TurnLine
from qcoder.gui.widgets.transcript import TranscriptView

# Invented here; each turn is a trap of its own.
TURNS = (
    ("Dana", "אני הולכת לחדר השכן ושואלת את Karen מה לעשות עם fractions ביום שלישי."),
    ("Sara", "ذهبت إلى المدرسة يوم Tuesday مع 3 معلمين ثم عدت إلى البيت."),
    ("Priya", "She said שלום עליכם and walked on to the hub, then مرحبا بكم was on the board."),
    ("Mo", "Emoji 👩‍👩‍👧 and 😀😀, e\u0301tude with a combining accent, non\u00adbreaking\u00a0space, and 日本語のテキスト."),
)
PASSAGES = (
    "הולכת לחדר",
    "ושואלת את Karen מה",
    "fractions ביום",
    "إلى المدرسة",
    "يوم Tuesday مع",
    "3 معلمين",
    "said שלום",
    "עליכם and walked",
    "مرحبا بكم was",
    "👩‍👩‍👧 and",
    "😀, e\u0301tude",
    "日本語の",
)
TEXT = "\n\n".join(words for _who, words in TURNS)
WHITE = QColor("#ffffff")


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    made = TranscriptView()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    turns = [TurnLine(span_of(words), who, "", False) for who, words in TURNS]
    made.set_document(TEXT, turns, [])
    made.show()
    qtbot.waitExposed(made)
    return made


def colored(view: TranscriptView) -> set[int]:
    """The characters (code points; spaces and what has no width of its own left out) that stand on an underlay."""
    QApplication.processEvents()
    picture = view.viewport().grab().toImage()
    ratio = picture.devicePixelRatio()
    found = set()
    for at, character in enumerate(TEXT):
        rect = view.text_span_rect(Span(at, at + 1))
        if character.isspace() or rect is None or rect.width() < 3:
            continue
        point = rect.translated(-view.viewport().pos())
        if picture.pixelColor(round(point.center().x() * ratio), round((point.top() + 1) * ratio)) != WHITE:
            found.add(at)
    return found


def drawable(view: TranscriptView, span: Span) -> set[int]:
    """The characters of a passage that can be looked at."""
    rects = {at: view.text_span_rect(Span(at, at + 1)) for at in range(span.start, span.end)}
    return {at for at, rect in rects.items() if rect is not None and rect.width() >= 3 and not TEXT[at].isspace()}


@pytest.mark.parametrize("words", PASSAGES)
@pytest.mark.parametrize("width", [1000, 520])
def test_underlays_lie_on_their_words_and_on_no_others(view: TranscriptView, words: str, width: int) -> None:
    view.resize(width, 700)
    span = span_of(words)
    view.set_marks([Mark(1, span, "#0072b2", "code")])
    found, wanted = colored(view), drawable(view, span)
    assert wanted
    # A family of emoji is one letter to the eye: all of it is coloured where part of it is.
    joined = {at for at in range(len(TEXT)) if TEXT[at] in "👩👧😀"}
    assert found - joined == wanted - joined
    assert bool(found & joined) == bool(wanted & joined)


@pytest.mark.parametrize("words", PASSAGES)
def test_a_bracket_reaches_over_the_lines_of_its_words(view: TranscriptView, words: str) -> None:
    view.resize(560, 700)
    QApplication.processEvents()
    span = span_of(words)
    view.set_marks([Mark(1, span, "#0072b2", "code")])
    start, end = view._offsets.to_qt(span.start), view._offsets.to_qt(span.end)
    lines = [line for line in page_lines(view) if not line.blank and line.start < end and start < line.end]
    (bracket,) = view._margin_page().brackets
    assert (bracket.top, bracket.bottom) == (lines[0].text_top, lines[-1].text_bottom)
    assert not bracket.open_top
    assert not bracket.open_bottom


@pytest.mark.parametrize("words", PASSAGES)
def test_a_click_on_a_letter_selects_the_mark_on_it(view: TranscriptView, words: str) -> None:
    span = span_of(words)
    view.set_marks([Mark(1, span, "#0072b2", "code")])
    for at in sorted(drawable(view, span)):
        rect = view.text_span_rect(Span(at, at + 1))
        assert rect is not None
        view.select_mark(None)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.translated(-view.viewport().pos()).center())
        assert view.selected_mark() == 1


def test_ten_deep_on_ten_thousand_words_nothing_is_lost_or_out_of_place(qtbot: QtBot) -> None:
    """500 codings: wherever one scrolls, each in sight has a bracket in its own lane, and a label or a place in a number."""
    dice = random.Random(5)
    words = "the of school and teacher to maths we hub day course in going meeting she always".split()
    parts = [" ".join(dice.choice(words) for _word in range(dice.choice([12, 40, 90]))) + "." for _turn in range(210)]
    text, turns, place = "\n\n".join(parts), [], 0
    for part in parts:
        turns.append(TurnLine(Span(place, place + len(part)), "A", "", False))
        place += len(part) + 2
    marks = [Mark(i, Span(1000 + 9 * i, 1400 - 9 * i), "#0072b2", f"deep {i}", "An") for i in range(10)]
    for i in range(10, 500):
        start = dice.randrange(len(text) - 500)
        color = dice.choice(["#0072b2", "#d55e00", "#009e73"])
        marks.append(Mark(i, Span(start, start + dice.choice([20, 90, 300])), color, f"code {i % 40}", "An", pattern=i % 6))
    view = TranscriptView()
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.set_document(text, turns, marks)
    view.set_coders_shown(True)
    view.show()
    qtbot.waitExposed(view)
    lanes = {mark.id: view._index.lane(mark.id) for mark in marks}
    bar = view.verticalScrollBar()
    for step in range(12):
        bar.setValue(bar.maximum() * step // 11)
        QApplication.processEvents()
        seen = view._margin_page().brackets
        assert {bracket.mark.id: bracket.lane for bracket in seen} == {bracket.mark.id: lanes[bracket.mark.id] for bracket in seen}
        margin = view._margin
        spoken_for = margin.label_rects().keys() | {mark.id for hidden in margin.gave_way().values() for mark in hidden}
        assert spoken_for == {bracket.mark.id for bracket in seen}
        rects = {rect.top(): rect for rect in margin.label_rects().values()}
        tops = sorted(rects)
        assert all(below - above >= rects[above].height() for above, below in pairwise(tops))
        for bracket in seen:
            x = margin._laid().x(bracket)
            assert 0 < x < margin.width() * 0.55
            assert margin.mark_at(QPointF(x, (max(bracket.top, 0) + min(bracket.bottom, margin.height())) / 2)) is not None
    view.go_to(1200)
    assert {mark.id for mark in view.marks_at(1200)} >= set(range(10))
