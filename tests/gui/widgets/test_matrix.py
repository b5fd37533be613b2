"""The matrix: what it says, where the keys take it, and what is copied."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from qcoder.gui.widgets.colors import contrast, readable
from qcoder.gui.widgets.matrix import Matrix, MatrixCell, MatrixColumn, MatrixData, MatrixRow
from qcoder.gui.widgets.theme import THEMES, Theme, blend


def table(rows: int = 3) -> MatrixData:
    """Two groups of two columns, and a total."""
    columns = tuple(MatrixColumn((place, group)) for place in ("City", "Shire") for group in ("leaders", "teachers"))
    cells = (
        MatrixCell("2 of 4", "15–85 %", 0.5, "2 of 4 participants"),
        MatrixCell("4 of 4", "51–100 %", 1.0, "4 of 4 participants"),
        MatrixCell("0 of 4", "0–49 %", 0.0, "0 of 4 participants"),
        MatrixCell("–", void=True, said="nobody interviewed"),
        MatrixCell("6 of 12", "25–75 %", None, "6 of 12 participants"),
    )
    return MatrixData((*columns, MatrixColumn(("All",))), tuple(MatrixRow(f"row {n}", cells, "#009e73") for n in range(rows)), "people")


@pytest.fixture
def matrix(qtbot: QtBot) -> Matrix:
    """A matrix on the screen."""
    made = Matrix()
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show_table(table(), details=True)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_arrows_move_and_enter_chooses(matrix: Matrix, qtbot: QtBot) -> None:
    rows: list[int] = []
    matrix.row_changed.connect(rows.append)
    matrix.setFocus()
    QTest.keyClick(matrix, Qt.Key.Key_Down)
    QTest.keyClick(matrix, Qt.Key.Key_Right)
    with qtbot.waitSignal(matrix.cell_chosen) as chosen:
        QTest.keyClick(matrix, Qt.Key.Key_Return)
    assert chosen.args == [1, 1]
    assert rows == [1, 1], "told once a move: the row under the cursor"


def test_a_click_chooses_the_cell_under_it(matrix: Matrix, qtbot: QtBot) -> None:
    with qtbot.waitSignal(matrix.cell_chosen) as chosen:
        QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=matrix.cell_center(2, 3))
    assert chosen.args == [2, 3]


def test_waiting_shows_no_figure_and_chooses_nothing(matrix: Matrix, qtbot: QtBot) -> None:
    matrix.wait()
    index = matrix.matrix.index(0, 0)
    assert matrix.matrix.data(index) is None
    assert matrix.matrix.data(index, Qt.ItemDataRole.ToolTipRole) is None
    with qtbot.assertNotEmitted(matrix.cell_chosen):
        QTest.keyClick(matrix, Qt.Key.Key_Return)
    matrix.show_table(table(), details=False)
    assert matrix.matrix.data(index) == "2 of 4"


def test_the_cursor_stays_where_it_was(matrix: Matrix) -> None:
    matrix.setCurrentIndex(matrix.matrix.index(2, 1))
    matrix.show_table(table(), details=False)
    assert (matrix.currentIndex().row(), matrix.currentIndex().column()) == (2, 1)
    matrix.show_table(table(rows=1), details=False)
    assert (matrix.currentIndex().row(), matrix.currentIndex().column()) == (0, 1)


def test_every_cell_says_its_row_column_and_figure(matrix: Matrix) -> None:
    words = matrix.matrix.data(matrix.matrix.index(0, 3), Qt.ItemDataRole.AccessibleTextRole)
    assert words == "row 0, Shire · teachers: nobody interviewed"


def test_crossed_columns_make_a_second_line_of_headings(matrix: Matrix) -> None:
    crossed = matrix.horizontalHeader().sizeHint().height()
    plain = MatrixData(tuple(MatrixColumn((c.labels[-1],)) for c in table().columns), table().rows)
    matrix.show_table(plain, details=True)
    assert matrix.horizontalHeader().sizeHint().height() < crossed


def test_the_copy_is_a_table_for_both_kinds_of_program(matrix: Matrix) -> None:
    data = matrix.matrix.table.as_mime()
    lines = data.text().splitlines()
    assert lines[0].split("\t") == ["people", "City · leaders", "City · teachers", "Shire · leaders", "Shire · teachers", "All"]
    assert lines[1].split("\t")[:3] == ["row 0", "2 of 4 (15–85 %)", "4 of 4 (51–100 %)"]
    assert data.html().count("<tr>") == 4


def test_names_are_escaped_in_the_copy() -> None:
    data = MatrixData((MatrixColumn(("a\tb",)),), (MatrixRow("<b> & =1", (MatrixCell("1"),)),)).as_mime()
    assert "&lt;b&gt; &amp; =1" in data.html()
    assert data.text().splitlines()[0].count("\t") == 1


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_figures_can_be_read_on_every_warmth(theme: Theme, share: float) -> None:
    ground = blend(theme.heat_low, theme.heat_high, share)
    assert contrast(readable(theme.text, ground), ground) >= 4.5
    assert contrast(readable(theme.muted, ground), ground) >= 4.5


def test_warmth_and_void_are_drawn(matrix: Matrix) -> None:
    picture = matrix.viewport().grab().toImage()
    at = [matrix.visualRect(matrix.matrix.index(1, column)) for column in range(4)]
    inside = [picture.pixelColor(box.left() + 6, box.center().y()).name() for box in at]
    assert inside[0] == blend(matrix.theme.heat_low, matrix.theme.heat_high, 0.5)
    assert inside[1] == matrix.theme.heat_high
    assert inside[2] == matrix.theme.heat_low
