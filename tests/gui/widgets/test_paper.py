"""Transcripts on paper: no word and no bracket is lost between pages, and names never stand over each other."""

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from qcoder.domain.spans import Span
from qcoder.gui.offsets import OffsetMap
from qcoder.gui.widgets.marks import Mark, TurnLine
from qcoder.gui.widgets.paper import PAPERS, LegendLine, Paper, PaperStyle, PaperText, paint_all
from qcoder.gui.widgets.paperview import PaperView

WORDS = "the hub helped us 🙂 naïve المدرسة helped שלום everybody, and then (we) asked again why-not-at-all".split()


@st.composite
def papers(draw: st.DrawFn) -> tuple[PaperText, PaperStyle]:
    """A transcript of up to 150 turns in mixed scripts, with codings that overlap in any way."""
    text, turns = "", []
    for _turn in range(draw(st.integers(1, 150))):
        count = draw(st.sampled_from([1, 4, 30, 120]))
        start = len(text)
        first = draw(st.integers(0, len(WORDS) - 1))
        text += " ".join(WORDS[(first + i) % len(WORDS)] for i in range(count))
        turns.append(TurnLine(Span(start, len(text)), draw(st.sampled_from(["Q", "Ms Ash", ""])), "01:00", count == 4))
        text += draw(st.sampled_from(["\n", "\n\n", "\n\n\n"]))
    marks = []
    for number in range(draw(st.integers(0, 60))):
        start = draw(st.integers(0, len(text) - 1))
        end = min(len(text), start + draw(st.sampled_from([1, 40, 900, 9000])))
        marks.append(Mark(number + 1, Span(start, end), "#0072b2", f"code {number}", "AB", "", number % 6, number % 2))
    style = PaperStyle(draw(st.sampled_from(sorted(PAPERS))), size=draw(st.integers(6, 18)), numbers=draw(st.booleans()))
    legend = [LegendLine(f"code {i}", "#0072b2", 0, 1) for i in range(draw(st.sampled_from([0, 3, 200])))]
    return PaperText("Interview", ("facts",), "foot", text, turns, marks, legend), style


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(made=papers())
def test_every_word_and_every_coding_is_on_its_page(qtbot: QtBot, made: tuple[PaperText, PaperStyle]) -> None:
    """Lines follow each other through the whole text, within the paper; brackets cover exactly the lines of their passages."""
    what, style = made
    paper, offsets = Paper(what, style), OffsetMap(what.text)
    at = 0
    found = set()
    for sheet in paper.pages:
        lines = [line.page for line in sheet.lines]
        for line in lines:
            start, end = offsets.to_text(line.start), offsets.to_text(line.end)
            assert what.text[at:start].strip("\n") == ""
            at = end
            assert 0 < line.top < line.bottom < paper.height - 480
        for above, below in itertools.pairwise(lines):
            assert above.bottom <= below.top + 0.5
        shown = paper.brackets_on(lines)
        here = {
            mark.id
            for mark in what.marks
            for line in lines
            if offsets.to_text(line.start) < mark.span.end and mark.span.start < offsets.to_text(line.end)
        }
        assert {bracket.mark.id for bracket in shown} == here
        found |= here
        if shown:
            labels = paper.labels_on(shown, 100.0)
            assert sorted(label.bracket.mark.id for label in labels) == sorted(here)
            places = sorted((label.column, label.top) for label in labels)
            for (column, top), (other, lower) in itertools.pairwise(places):
                assert column != other or lower >= top + 99.9
    assert what.text[at:].strip("\n") == ""
    assert {mark.id for mark in what.marks if what.text[mark.span.start : mark.span.end].strip("\n")} <= found
    assert sum(len(sheet.legend) for sheet in paper.pages) == len(what.legend)


def test_speakers_stand_beside_their_first_line(qtbot: QtBot) -> None:
    """Once each, also when several turns are in one paragraph or a turn begins in the middle of a line."""
    text = "First words.\n\nOf two. And another answers at once."
    turns = [TurnLine(Span(0, 12), "A", "", False), TurnLine(Span(14, 21), "B", "", False), TurnLine(Span(22, 48), "C", "", False)]
    paper = Paper(PaperText("I", (), "", text, turns, []), PaperStyle())
    assert [line.turn.speaker for line in paper.pages[0].lines if line.turn is not None] == ["A", "B"]


def _picture(paper: Paper, page: int) -> QImage:
    image = QImage(600, 850, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.scale(0.1, 0.1)
    paper.paint(painter, page)
    painter.end()
    return image


def test_coded_words_are_shaded_where_they_stand(qtbot: QtBot) -> None:
    """The ground of the coded word is tinted, that of its neighbour is not; and nothing is when shading is off."""
    text = "bread coded bread"
    mark = Mark(1, Span(6, 11), "#d55e00", "code")
    what = PaperText("I", (), "", text, [], [mark])
    paper = Paper(what, PaperStyle())
    line = paper.pages[0].lines[0].page
    coded, plain = line.rects(6, 11)[0], line.rects(0, 5)[0]

    def tinted(style: PaperStyle, rect: QRectF) -> bool:
        image = _picture(Paper(what, style), 0)
        return image.pixelColor(round(rect.left() / 10) + 1, round(rect.bottom() / 10) - 1) != QColor("white")

    assert tinted(PaperStyle(), coded)
    assert not tinted(PaperStyle(), plain)
    assert not tinted(PaperStyle(shade=False), coded)


def test_a_pdf_has_all_pages_and_words_that_can_be_searched(qtbot: QtBot) -> None:
    """The same pages as in the preview; fonts come with their letters' meaning."""
    text = "\n\n".join(" ".join(WORDS) for _turn in range(120))
    paper = Paper(PaperText("Interview", (), "foot", text, [], [Mark(1, Span(0, len(text)), "#0072b2", "all")]), PaperStyle())
    assert len(paper.pages) > 2
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    told: list[tuple[int, int]] = []
    painter = QPainter(writer)
    paint_all(paper, painter, writer.resolution(), writer.newPage, lambda done, whole: told.append((done, whole)))
    painter.end()
    data = bytes(buffer.data().data())
    assert data.count(b"/Type /Page\n") == len(paper.pages)
    assert b"/ToUnicode" in data
    assert told == [(number, len(paper.pages)) for number in range(len(paper.pages))]


def test_leafing_by_keys(qtbot: QtBot) -> None:
    """Page Up and Down, Home and End, plus and minus; the name says where we are."""
    view = PaperView()
    qtbot.addWidget(view)
    view.resize(500, 600)
    view.show()
    text = "\n\n".join(" ".join(WORDS) for _turn in range(200))
    view.set_paper(Paper(PaperText("Interview", (), "foot", text, [], []), PaperStyle()))
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page() == 1
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.page() == 1
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.page() == 0
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.page() > 1
    assert view.accessibleName().startswith("Preview, page ")
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.page() == 0
