"""Codes with codes: matrix, list and network, their quotes, what is hidden, and what is taken away."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from qcoder.analysis.relations import relations
from qcoder.gui.views.compare.relations import RelationsPage
from tests.gui.views.compare_window import Shown, compare_window


@pytest.fixture
def shown(tmp_path: Path, qtbot: QtBot) -> Iterator[Shown]:
    """The demo."""
    with compare_window(tmp_path, qtbot) as made:
        yield made


def test_the_matrix_has_what_was_counted_and_leads_to_quotes(shown: Shown) -> None:
    page = shown.page("relations", RelationsPage)
    assert page.found is not None
    counted = relations(shown.desk.jobs.read, page.found.relations.rows)
    assert page.found.relations.pairs == counted.pairs
    strongest = max(counted.pairs, key=lambda pair: pair.n)
    table = page.matrix.matrix.table
    assert table.rows[strongest.a].cells[strongest.b].text == str(strongest.n)
    assert table.rows[strongest.b].cells[strongest.a].text == str(strongest.n)
    page.matrix.setFocus()
    page.matrix.setCurrentIndex(page.matrix.matrix.index(strongest.a, strongest.b))
    with shown.qtbot.waitSignal(shown.desk.signals.show_passages) as asked:
        QTest.keyClick(page.matrix, Qt.Key.Key_Return)
    assert len(asked.args[0]) >= 2 * strongest.n


def test_list_and_network_are_walked_by_keys(shown: Shown) -> None:
    page = shown.page("relations", RelationsPage)
    shown.window.commands["compare_relations_shown"].trigger()
    assert page.pairs.hasFocus()
    page.pairs.sortByColumn(6, Qt.SortOrder.DescendingOrder)
    lifts = [float(str(page.pairs.pairs.index(row, 6).data()).replace(",", "")) for row in range(page.pairs.pairs.rowCount())]
    assert lifts == sorted(lifts, reverse=True)
    page.pairs.selectRow(0)
    with shown.qtbot.waitSignal(shown.desk.signals.show_passages):
        QTest.keyClick(page.pairs, Qt.Key.Key_Return)
    shown.window.show_workspace("compare")
    shown.window.commands["compare_relations_shown"].trigger()
    assert page.network.isVisible()
    assert page.network.marks()
    QTest.keyClick(page.network, Qt.Key.Key_End)
    mark = page.network.mark()
    assert mark is not None
    assert "–" in mark.said
    with shown.qtbot.waitSignal(shown.desk.signals.show_passages):
        QTest.keyClick(page.network, Qt.Key.Key_Return)
    page.least.setValue(1000)
    shown.settle()
    assert page.network.height_for(800) == 0


def test_the_matrix_shows_counts_or_a_fair_measure(shown: Shown) -> None:
    page = shown.page("relations", RelationsPage)
    assert page.found is not None
    pair = max(page.found.relations.pairs, key=lambda one: one.lift or 0.0)
    for figure, text in (("lift", f"{pair.lift:,.2f}"), ("fair", f"{pair.jaccard:,.2f}"), ("n", f"{pair.n:,}")):
        page.bar.take(replace(page.bar.asked, figure=figure))
        shown.settle()
        assert page.matrix.matrix.table.rows[pair.a].cells[pair.b].text == text
        if figure == "lift":
            assert page.matrix.matrix.table.rows[pair.a].cells[pair.b].heat == 1.0
    assert not page.matrix.matrix.table.rows[pair.a].cells[pair.b].void


def test_the_list_keeps_to_pairs_in_several_documents(shown: Shown) -> None:
    page = shown.page("relations", RelationsPage)
    page.bar.take(replace(page.bar.asked, how="turn"))
    shown.settle()
    page.bar.show_as("pairs")
    assert page.documents.isVisible()
    assert page.found is not None
    wanted = {(pair.a, pair.b) for pair in page.found.relations.pairs if pair.documents >= 2}
    assert 0 < len(wanted) < len(page.found.relations.pairs)
    page.pairs.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    page.documents.setValue(2)
    model = page.pairs.pairs
    assert {model.key(row) for row in range(model.rowCount())} == wanted
    names = [str(model.index(row, 0).data()).casefold() for row in range(model.rowCount())]
    assert names == sorted(names), "it stays sorted as it was"
    shown.window.commands["compare_copy"].trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 1 + len(wanted)
    assert [line.split("\t")[0].casefold() for line in lines[1:]] == names


def test_every_way_of_going_together(shown: Shown) -> None:
    page = shown.page("relations", RelationsPage)
    units = set()
    for how in ("turn", "participant", "sequence", "passage"):
        page.bar.take(replace(page.bar.asked, how=how))
        shown.settle()
        assert page.found is not None
        assert page.found.asked.how == how
        units.add(page.unit.text())
        assert "Lift" in page.measures.text()
    assert len(units) == 4


def test_few_are_hidden_on_all_three(shown: Shown) -> None:
    page = shown.page("relations", RelationsPage)
    shown.view.hiding.set_below(10)
    shown.settle()
    rows = page.matrix.matrix.table.rows
    assert {cell.text for a, row in enumerate(rows) for b, cell in enumerate(row.cells) if a != b} <= {"hidden", "", "–"}
    assert page.network.height_for(800) == 0
    assert page.pairs.pairs.index(0, 2).data() == "hidden"
    assert "hidden" in page.note.text()


def test_passages_of_a_hidden_code_are_not_shown(shown: Shown) -> None:
    page = shown.page("relations", RelationsPage)
    page.bar.take(replace(page.bar.asked, choice=replace(page.bar.asked.choice, branch=None, depth=4)))
    shown.settle()
    shown.view.hiding.set_below(10)
    shown.settle()
    assert page.found is not None
    sizes = page.found.relations.sizes
    small, large = sizes.index(None), max(range(len(sizes)), key=lambda at: sizes[at] or 0)
    assert page.matrix.matrix.table.rows[small].cells[small].text == "hidden"
    page.matrix.setFocus()
    with shown.qtbot.assertNotEmitted(shown.desk.signals.show_passages):
        page.matrix.setCurrentIndex(page.matrix.matrix.index(small, small))
        QTest.keyClick(page.matrix, Qt.Key.Key_Return)
        page.network.chosen.emit((small,))
        shown.settle()
    with shown.qtbot.waitSignal(shown.desk.signals.show_passages) as asked:
        page.matrix.setCurrentIndex(page.matrix.matrix.index(large, large))
        QTest.keyClick(page.matrix, Qt.Key.Key_Return)
    assert len(asked.args[0]) >= (sizes[large] or 0)


def test_it_is_copied_and_exported(shown: Shown, tmp_path: Path) -> None:
    page = shown.page("relations", RelationsPage)
    shown.window.commands["compare_copy"].trigger()
    assert QGuiApplication.clipboard().text().startswith("on the same text, how often\t")
    page.bar.show_as("pairs")
    shown.window.commands["compare_copy"].trigger()
    assert QGuiApplication.clipboard().text().startswith("Code\tWith\t")
    shown.doors.answer = tmp_path / "pairs.xlsx"
    with shown.qtbot.waitSignal(shown.desk.signals.notice):
        shown.window.commands["compare_export"].trigger()
    assert load_workbook(tmp_path / "pairs.xlsx").sheetnames == ["Pairs", "Matrix", "Settings"]
    for suffix in (".svg", ".png"):
        shown.doors.answer = tmp_path / f"matrix{suffix}"
        shown.window.commands["compare_picture_save"].trigger()
        assert shown.doors.answer.stat().st_size > 1000


def test_an_undone_coding_is_counted_anew(shown: Shown) -> None:
    page = shown.page("relations", RelationsPage)
    before = page.found
    shown.desk.jobs.undo()
    shown.settle()
    assert page.found is not before
