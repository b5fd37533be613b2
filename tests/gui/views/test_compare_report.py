"""The report: parts put together by hand and from the other pages, kept as steps, and written so that the same is the same."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import DeleteCodes
from qcoder.gui.views.compare.choice import Choice
from qcoder.gui.views.compare.relations import RelationsPage
from qcoder.gui.views.compare.report import ReportPage
from qcoder.gui.views.compare.report_parts import PartSpec, ReportSpec, choice_of, of_choice, read_spec
from qcoder.gui.views.compare.saturation import SaturationPage
from qcoder.gui.views.compare.table import TablePage
from tests.gui.views.compare_window import Shown, compare_window


@pytest.fixture
def shown(tmp_path: Path, qtbot: QtBot) -> Iterator[Shown]:
    """The demo."""
    with compare_window(tmp_path, qtbot) as made:
        yield made


def put(shown: Shown) -> None:
    """Put the page in front into the report."""
    shown.window.commands["compare_to_report"].trigger()
    shown.settle()


def fill(shown: Shown) -> ReportPage:
    """A report of every kind of part."""
    table = shown.page("table", TablePage)
    table.matrix.setFocus()
    put(shown)
    table.plot.setFocus()
    put(shown)
    relations = shown.page("relations", RelationsPage)
    put(shown)
    relations.bar.show_as("network")
    put(shown)
    shown.page("saturation", SaturationPage)
    put(shown)
    report = shown.page("report", ReportPage)
    report.add_part(PartSpec("heading", "What they said"))
    code = next(iter(shown.desk.jobs.read.codes.tree().by_id))
    report.add_part(PartSpec("quotes", "", {"codes": [code], "limit": 3}))
    report.add_part(PartSpec("words", "First.\n\nSecond."))
    shown.settle()
    return report


def test_every_page_puts_itself_into_the_report_and_it_is_written(shown: Shown, tmp_path: Path) -> None:
    report = fill(shown)
    kinds = [part.kind for part in report.spec.parts]
    assert kinds == ["table", "picture", "pairs", "network", "saturation", "heading", "quotes", "words"]
    report.title.setFocus()
    QTest.keyClicks(report.title, "Findings")
    report.authors.setFocus()
    QTest.keyClicks(report.authors, "Ana, Ben")
    report.list.setFocus()
    shown.settle()
    shown.doors.answer = tmp_path / "report.docx"
    with shown.qtbot.waitSignal(shown.desk.signals.notice, timeout=30_000):
        shown.window.commands["compare_report_write"].trigger()
    shown.settle()
    word = Document(str(tmp_path / "report.docx"))
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert texts[0] == "Findings"
    assert any(text.startswith("Ana, Ben · ") for text in texts)
    captions = [text for text in texts if text.startswith(("Table ", "Figure "))]
    assert [caption[:8] for caption in captions] == ["Table 1.", "Figure 1", "Table 2.", "Figure 2", "Figure 3"]
    assert len(word.inline_shapes) == 3
    assert {"What they said", "First.", "Second.", "How this was done"} <= set(texts)
    told = " ".join(texts)
    for words in ("Fisher's exact test", "qcoder 0.1.0", "Coders and their codings: Ana", "No coding was proposed by the program."):
        assert words in told
    foot = " ".join(p.text for section in word.sections for p in section.footer.paragraphs)
    assert "data " in foot


def test_the_same_report_is_the_same_file(shown: Shown, tmp_path: Path) -> None:
    report = fill(shown)
    for name in ("one", "two"):
        shown.doors.answer = tmp_path / f"{name}.docx"
        with shown.qtbot.waitSignal(shown.desk.signals.notice, timeout=30_000):
            report._write()
        shown.settle()
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()


def test_parts_are_moved_changed_and_removed_as_steps(shown: Shown) -> None:
    report = shown.page("report", ReportPage)
    report.add_part(PartSpec("heading", "One"))
    shown.settle()
    report.add_part(PartSpec("words", "Two"))
    shown.settle()
    report.list.setFocus()
    QTest.keyClick(report.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    shown.settle()
    assert [part.text for part in report.spec.parts] == ["Two", "One"]
    QTest.keyClick(report.list, Qt.Key.Key_Return)
    assert report.words.hasFocus()
    report.words.selectAll()
    QTest.keyClicks(report.words, "Two and a half")
    report.list.setFocus()
    shown.settle()
    assert report.list.item(0).text() == "Text: Two and a half"
    QTest.keyClick(report.list, Qt.Key.Key_Delete)
    shown.settle()
    assert [part.text for part in report.spec.parts] == ["One"]
    shown.desk.jobs.undo()
    shown.settle()
    assert [part.text for part in report.spec.parts] == ["Two and a half", "One"]
    assert "Changed the report “Report”" in shown.desk.jobs.read.history.steps()[0].title


def test_what_is_gone_is_named_and_left_out(shown: Shown, tmp_path: Path) -> None:
    report = shown.page("report", ReportPage)
    family = next(iter(shown.desk.jobs.read.codes.tree().children(None)))
    report.add_part(PartSpec("quotes", "", {"codes": [family.id], "limit": 2}))
    report.add_part(PartSpec("words", "Stays."))
    shown.settle()
    shown.desk.jobs.do(DeleteCodes((family.id,)))
    shown.settle()
    assert "a code that is gone" in report.list.item(0).text()
    shown.doors.answer = tmp_path / "report.docx"
    with shown.qtbot.waitSignal(shown.desk.signals.notice, timeout=30_000):
        report._write()
    shown.settle()
    assert "Left out: Quotes" in report.note.text()
    assert "Stays." in [paragraph.text for paragraph in Document(str(tmp_path / "report.docx")).paragraphs]


def test_an_empty_report_says_so(shown: Shown) -> None:
    report = shown.page("report", ReportPage)
    with shown.qtbot.waitSignal(shown.desk.signals.notice) as said:
        report._write()
    assert "no parts yet" in said.args[0]
    assert not report.words.isEnabled()


def test_a_report_is_kept_as_it_was() -> None:
    part = of_choice("pairs", Choice(depth=3), 5, how="turn")
    spec = ReportSpec("A", "B, C", (PartSpec("words", "x"), part))
    assert read_spec(spec.to_json()) == spec
    assert choice_of(part) == (replace(Choice(), depth=3), 5)
    assert read_spec('{"parts": [{"kind": "hologram"}, 3]}') == ReportSpec()
