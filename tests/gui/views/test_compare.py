"""The Compare workspace on a real project: what it shows, what it asks, and what it must never show."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from qcoder.analysis.compare import Count
from qcoder.analysis.coverage import Coverage
from qcoder.changes.codes import AddCode, DeleteCodes
from qcoder.changes.codings import AddCodings
from qcoder.domain.codings import NewCoding
from qcoder.domain.spans import Span
from qcoder.gui.actions import ALL_COMMANDS, Commands
from qcoder.gui.actions.compare import COMPARE_COMMANDS
from qcoder.gui.errors import Errors
from qcoder.gui.jobs import Jobs
from qcoder.gui.views.compare.present import matrix_of
from qcoder.gui.views.compare.table import TablePage
from qcoder.gui.views.files import FileDoor
from qcoder.gui.views.workspace import Desk, Signals
from qcoder.gui.widgets.theme import THEMES
from qcoder.project.project import Project
from qcoder.settings import Settings
from tests.analysis.build import Mark, Said, Study, Talk, Written, make, spans_of

# Two localities, two groups; nobody of place 1 is in group 0. Speaker 0 is the interviewer.
TALKS = tuple(
    Talk(((None, True), (person, False)), (Said(0, "How is it here?"), Said(1, f"It is far and dear, says number {person}.")))
    for person in range(3)
)
PEOPLE = ((0, 0), (0, 1), (1, 1))
HERE = [spans_of(talk)[1] for talk in TALKS]


def study(marks: tuple[Mark, ...] | None = None) -> Study:
    """A family (0) with two codes (1, 2), of which 2 has a subcode (3); two coders."""
    if marks is None:
        marks = (
            Mark(0, 1, HERE[0].start, HERE[0].end),
            Mark(0, 1, HERE[0].start, HERE[0].start + 5, coder=1),
            Mark(2, 3, HERE[2].start, HERE[2].end),
            Mark(1, 2, HERE[1].start, HERE[1].end),
        )
    return Study(PEOPLE, TALKS, (None, 0, 0, 2), marks, years=("3", "10", "10"))


class Doors(FileDoor):
    """Answers for the file dialogs."""

    def __init__(self) -> None:
        self.answer: Path | None = None

    def save(self, parent: QWidget, title: str, proposal: str, kinds: str) -> Path | None:
        """What the test put there."""
        return self.answer


class Place:
    """A desk with the workspace on it, and what was written to the project."""

    def __init__(self, project: Project, written: Written, qtbot: QtBot) -> None:
        self.ground = QWidget()
        self.qtbot = qtbot
        self.written = written
        self.project = project
        qtbot.addWidget(self.ground)
        self.errors = Errors(self.ground)
        self.jobs = Jobs(project, self.errors, self.ground)
        commands = {command.name: command for command in (*ALL_COMMANDS, *COMPARE_COMMANDS)}
        signals = Signals(self.ground)
        self.doors = Doors()
        made = Commands(self.ground, commands.values())
        self.desk = Desk(self.jobs, made, self.errors, signals, Settings(coder="Ana"), THEMES["light"], self.doors)
        self.view = TablePage(self.desk, Coverage())
        qtbot.addWidget(self.view)
        self.jobs.changed.connect(self.view.refresh)
        self.view.resize(1100, 700)
        self.view.show()
        qtbot.waitExposed(self.view)
        self.view.refresh(frozenset())
        self.settle()
        self.view.set_front(True)
        self.view.first_stop().setFocus()

    def settle(self) -> None:
        """Wait until every question is answered."""
        self.qtbot.waitUntil(lambda: self.jobs.idle)

    def waiting(self) -> bool:
        """True while the table shows no figures."""
        return self.view.matrix.matrix.waiting

    def columns(self) -> list[str]:
        """The variables that are compared by."""
        return list(self.view.choice.columns)

    def quoted(self) -> list[str]:
        """The quotes that are shown."""
        return [line.words for line in self.view.quotes.list.quotes.lines]

    def lines(self) -> list[list[str]]:
        """The figures as they are shown; tests and differences stand behind them."""
        table = self.view.matrix.matrix.table
        figures = 1 + sum(column.labels[0] != "p (Holm)" and "−" not in column.labels[0] for column in table.columns)
        return [line[:figures] for line in table.as_lines()]


@pytest.fixture
def place(tmp_path: Path, qtbot: QtBot) -> Iterator[Place]:
    """The workspace on the study."""
    with opened(tmp_path, qtbot, study()) as found:
        yield found


@contextmanager
def opened(folder: Path, qtbot: QtBot, what: Study) -> Iterator[Place]:
    project, written = make(folder, what)
    found = Place(project, written, qtbot)
    try:
        yield found
    finally:
        found.jobs.close()


def test_it_begins_with_a_family_by_locality(place: Place) -> None:
    assert place.view.heading.text() == "c0"
    assert place.lines() == [
        ["participants who said it", "Place 0", "Place 1", "All"],
        ["c1", "1 of 2", "0 of 1", "1 of 3"],
        ["c2", "1 of 2", "1 of 1", "2 of 3"],
    ]
    assert "of all participants who speak" in place.view.unit.text()
    assert "read the counts" in place.view.note.text()


def test_crossed_columns_tell_nobody_from_none(place: Place) -> None:
    place.view.choose(replace(place.view.choice, columns=("locality", "group")))
    place.settle()
    assert place.lines()[0][1:] == ["Place 0 · Group 0", "Place 0 · Group 1", "Place 1 · Group 0", "Place 1 · Group 1", "All"]
    assert place.lines()[1][1:] == ["1 of 1", "0 of 1", "–", "0 of 1", "1 of 3"]
    cell = place.view.matrix.matrix.table.rows[0].cells[2]
    assert cell.void
    assert "nobody" in cell.said


@pytest.mark.parametrize(
    ("count", "figures"),
    [
        (Count.CODINGS, ["2", "0", "2"]),
        (Count.DOCUMENTS, ["1 of 2", "0 of 1", "1 of 3"]),
        (Count.WORDS, ["8 (50 %)", "0 (0.0 %)", "8 (33 %)"]),
        (Count.RATE, ["125.0", "0.0", "83.3"]),
        (Count.SHARE, ["50 %", "0.0 %", "33 %"]),
        (Count.MEAN, ["1.00", "0.00", "0.67"]),
    ],
)
def test_other_counts(place: Place, count: Count, figures: list[str]) -> None:
    place.view.choose(replace(place.view.choice, count=count))
    place.settle()
    assert place.lines()[1] == ["c1", *figures]
    assert place.view.bar.intervals.isEnabled() == (count is not Count.DOCUMENTS)


def test_intervals_are_shown_when_asked_for(place: Place) -> None:
    QTest.mouseClick(place.view.bar.intervals, Qt.MouseButton.LeftButton)
    assert place.lines()[1][1:] == ["1 of 2 (9–91 %)", "0 of 1 (0–79 %)", "1 of 3 (6–79 %)"]


def test_figures_of_other_settings_are_never_shown(place: Place) -> None:
    place.view.choose(replace(place.view.choice, columns=("group",)))
    assert place.waiting(), "the old figures are gone at once"
    place.view.choose(replace(place.view.choice, columns=("wave",)))
    place.view.choose(replace(place.view.choice, columns=("Years",), count=Count.CODINGS))
    place.settle()
    assert not place.waiting()
    assert place.lines()[0] == ["passages", "3", "10", "All"]
    answer = place.view.answer
    assert answer is not None
    assert answer.choice == place.view.choice


def test_an_answer_that_came_too_late_is_dropped(place: Place) -> None:
    old = place.view.answer
    place.view.choose(replace(place.view.choice, columns=("group",)))
    assert old is not None
    place.view._answered(old)
    assert place.waiting()
    place.settle()
    assert place.lines()[0][1:] == ["Group 0", "Group 1", "All"]


def test_enter_on_a_figure_shows_its_quotes_and_enter_opens_them(place: Place, qtbot: QtBot) -> None:
    place.view.matrix.setFocus()
    QTest.keyClick(place.view.matrix, Qt.Key.Key_Down)
    QTest.keyClick(place.view.matrix, Qt.Key.Key_Right)
    QTest.keyClick(place.view.matrix, Qt.Key.Key_Return)
    place.settle()
    pane = place.view.quotes
    assert pane.heading.text() == "c2 · Place 1"
    assert pane.about.text().startswith("1 of 1 participants")
    assert [line.quote.id for line in pane.list.quotes.lines] == [place.written.marks[2]]
    assert "P2" in pane.list.quotes.lines[0].source
    assert "coded by Ana" in pane.list.quotes.lines[0].source
    pane.list.setFocus()
    with qtbot.waitSignal(place.desk.signals.open_passage) as opened:
        QTest.keyClick(pane.list, Qt.Key.Key_Return)
    assert opened.args == [place.written.documents[2], HERE[2]]


def test_a_click_on_a_figure_shows_its_quotes(place: Place) -> None:
    matrix = place.view.matrix
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=matrix.cell_center(0, 0))
    place.settle()
    assert place.quoted() == ["“It is”", "“It is far and dear, says number 0.”"]
    QTest.mouseClick(place.view.quotes.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "“It is” (Talk 0, P0)", "the shorter of the two comes first"
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=matrix.cell_center(0, 1))
    place.settle()
    assert place.quoted() == []
    assert "no passages here" in place.view.quotes.about.text()


def test_all_passages_behind_a_figure_are_asked_for_in_quotes(place: Place) -> None:
    """The codings of that cell, and words that say which it is."""
    asked: list[tuple[tuple[int, ...], str]] = []
    place.desk.signals.show_passages.connect(lambda ids, words: asked.append((ids, words)))
    place.view.matrix.setFocus()
    QTest.keyClick(place.view.matrix, Qt.Key.Key_Return)
    place.settle()
    QTest.mouseClick(place.view.quotes.all, Qt.MouseButton.LeftButton)
    ((ids, words),) = asked
    assert ids
    assert {line.quote.id for line in place.view.quotes.list.quotes.lines} == set(ids)
    assert words == place.view.quotes.heading.text()


def test_quotes_go_when_the_settings_change(place: Place) -> None:
    place.view._choose_cell(0, 0)
    place.settle()
    place.view.choose(replace(place.view.choice, columns=("group",)))
    assert place.quoted() == []
    place.settle()
    assert place.quoted() == []


def test_one_coder_alone(place: Place) -> None:
    ben = place.written.coders[1]
    place.view.choose(replace(place.view.choice, coder_ids=frozenset([ben])))
    place.settle()
    assert place.lines()[1:] == [["c1", "1 of 2", "0 of 1", "1 of 3"], ["c2", "0 of 2", "0 of 1", "0 of 3"]]
    assert place.view.bar.coders.accessibleName() == "Coders: Ben"


def test_rows_by_hand_and_by_depth(place: Place) -> None:
    popup = place.view.bar.popup
    place.view.bar.choose_rows()
    QTest.mouseClick(popup.more, Qt.MouseButton.LeftButton)
    place.settle()
    assert [line[0] for line in place.lines()[1:]] == ["c1", "c2", "c3"]
    picked = {item.text(0): item for item in popup.codes.items()}
    picked["c3"].setCheckState(0, Qt.CheckState.Checked)
    picked["c1"].setCheckState(0, Qt.CheckState.Checked)
    place.settle()
    assert [line[0] for line in place.lines()[1:]] == ["c1", "c3"]
    assert place.view.heading.text() == "Chosen codes"
    popup.hide()


def test_the_popup_by_keys(place: Place, qtbot: QtBot) -> None:
    QTest.keyClick(place.view.bar.rows, Qt.Key.Key_Space)
    popup = place.view.bar.popup
    qtbot.waitExposed(popup)
    QTest.keyClicks(popup.box, "c2")
    QTest.keyClick(popup.box, Qt.Key.Key_Return)
    place.settle()
    assert popup.isHidden()
    assert place.view.heading.text() == "c2"
    assert [line[0] for line in place.lines()[1:]] == ["c3"]


def test_a_click_in_the_popup_takes_the_branch_and_its_box_only_ticks(place: Place, qtbot: QtBot) -> None:
    place.view.bar.choose_rows()
    codes = place.view.bar.popup.codes
    qtbot.waitExposed(place.view.bar.popup)
    item = next(item for item in codes.items() if item.text(0) == "c2")
    box = codes.visualItemRect(item)
    QTest.mouseClick(codes.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.left() + 8, box.center().y()))
    assert place.view.choice.picked == {place.written.codes[2]}
    assert not place.view.bar.popup.isHidden()
    QTest.mouseClick(codes.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.right() - 10, box.center().y()))
    assert place.view.choice.branch == place.written.codes[2]
    assert not place.view.choice.picked
    assert place.view.bar.popup.isHidden()


def test_columns_are_chosen_in_a_menu(place: Place) -> None:
    def choose(label: str, crossed: bool = False) -> None:
        QTest.mouseClick(place.view.bar.columns, Qt.MouseButton.LeftButton)
        menu = place.view.bar.columns.findChild(QMenu)
        assert isinstance(menu, QMenu)
        found = [action for action in menu.actions() if action.text() == label]
        found[-1 if crossed else 0].trigger()
        menu.close()
        place.settle()

    choose("group")
    assert place.columns() == ["group"]
    choose("Years", crossed=True)
    assert place.columns() == ["group", "Years"]
    assert len(place.lines()[0]) == 6
    choose("nothing")
    assert place.columns() == ["group"]
    choose("Everybody together")
    assert place.lines()[0] == ["participants who said it", "All"]


def test_a_change_elsewhere_is_counted_at_once(place: Place) -> None:
    span = HERE[2]
    place.jobs.do(AddCodings((NewCoding(place.written.documents[2], place.written.codes[1], Span(span.start, span.end)),)))
    place.settle()
    place.settle()
    assert place.lines()[1] == ["c1", "1 of 2", "1 of 1", "2 of 3"]
    place.jobs.undo()
    place.qtbot.waitUntil(lambda: place.lines()[1] == ["c1", "1 of 2", "0 of 1", "1 of 3"])
    place.settle()


def test_a_branch_that_is_deleted_gives_way(place: Place) -> None:
    place.view.choose(replace(place.view.choice, branch=place.written.codes[2]))
    place.settle()
    place.jobs.do(DeleteCodes((place.written.codes[2],)))
    place.qtbot.waitUntil(lambda: place.view.heading.text() == "All families")
    place.settle()
    assert [line[0] for line in place.lines()[1:]] == ["c0"]


def test_quotes_stay_with_their_code_while_others_come_and_go(place: Place) -> None:
    place.view._choose_cell(1, 0)
    place.settle()
    assert place.view.quotes.heading.text() == "c2 · Place 0"
    assert len(place.quoted()) == 1
    span = HERE[0]
    place.jobs.do(AddCodings((NewCoding(place.written.documents[0], place.written.codes[3], span),)))
    place.qtbot.waitUntil(lambda: len(place.quoted()) == 2)
    place.settle()
    place.jobs.do(DeleteCodes((place.written.codes[1],)))
    place.qtbot.waitUntil(lambda: place.quoted() == [])
    place.settle()
    assert place.view.quotes.heading.text() == "Quotes", "row 2 is gone, and row 1 is another code now"


def test_the_dot_plot_follows_the_row(place: Place) -> None:
    assert place.view.plot.plot.title.startswith("c1:")
    QTest.keyClick(place.view.matrix, Qt.Key.Key_Down)
    assert place.view.plot.plot.title.startswith("c2:")
    dots = place.view.plot.plot.dots
    assert [(dot.label, dot.text) for dot in dots] == [("Place 0", "1 of 2"), ("Place 1", "1 of 1"), ("All", "2 of 3")]
    assert dots[0].low is not None
    place.view.choose(replace(place.view.choice, count=Count.RATE))
    place.settle()
    assert all(dot.low is not None for dot in place.view.plot.plot.dots if dot.label in ("Place 0", "All"))


def test_copy_and_export(place: Place, tmp_path: Path, qtbot: QtBot) -> None:
    place.desk.commands["compare_copy"].trigger()
    assert QGuiApplication.clipboard().text().splitlines()[1].startswith("c1\t1 of 2\t0 of 1\t1 of 3\t1.000")
    for suffix in (".csv", ".xlsx", ".docx"):
        place.doors.answer = tmp_path / f"table{suffix}"
        with qtbot.waitSignal(place.desk.signals.notice):
            place.desk.commands["compare_export"].trigger()
        assert place.doors.answer.stat().st_size > 100
    place.doors.answer = tmp_path / "table.csv"
    assert "c1,Place 0,1,1,2,0.5," in place.doors.answer.read_text("utf-8-sig")
    place.doors.answer = tmp_path / "nowhere" / "table.csv"
    with qtbot.waitSignal(place.errors.told) as told:
        place.desk.commands["compare_export"].trigger()
    assert "table.csv" in told.args[0]


def test_the_picture_is_saved(place: Place, tmp_path: Path, qtbot: QtBot) -> None:
    for suffix, start in ((".svg", b"<?xml"), (".png", b"\x89PNG")):
        place.doors.answer = tmp_path / f"plot{suffix}"
        place.desk.commands["compare_picture_save"].trigger()
        assert place.doors.answer.read_bytes().startswith(start)
    place.desk.commands["compare_picture_copy"].trigger()
    assert not QGuiApplication.clipboard().image().isNull()
    place.doors.answer = tmp_path / "nowhere" / "plot.svg"
    with qtbot.waitSignal(place.errors.told) as told:
        place.desk.commands["compare_picture_save"].trigger()
    assert "plot.svg" in told.args[0]


def test_status_says_how_it_is_counted(place: Place, qtbot: QtBot) -> None:
    with qtbot.waitSignal(place.desk.signals.status) as said:
        place.view.set_front(True)
    assert said.args == ["Participants are counted once however often they said it · subcodes rolled up · 3 participants · 3 documents"]


def test_every_control_has_a_name_and_can_be_reached(place: Place) -> None:
    bar = place.view.bar
    for widget in (bar.rows, bar.columns, bar.count, bar.coders, bar.intervals, bar.copy, bar.export, place.view.matrix, place.view.plot):
        assert widget.accessibleName()
    for widget in (bar.rows, bar.columns, bar.count, bar.coders, bar.intervals, bar.copy, bar.export, place.view.matrix):
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("name", list(THEMES))
def test_every_theme_can_be_put_on(place: Place, name: str) -> None:
    place.desk.theme = THEMES[name]
    place.view.restyle()
    assert not place.view.grab().isNull()
    assert place.view.matrix.theme is THEMES[name]


def test_without_transcripts_it_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    with opened(tmp_path, qtbot, Study((), (), ())) as place:
        asked: list[bool] = []
        place.desk.commands.connect("import_transcripts", lambda: asked.append(True))
        assert "transcripts" in place.view.notice.words.text()
        QTest.mouseClick(place.view.notice.act, Qt.MouseButton.LeftButton)
        assert asked == [True]


def test_without_codes_or_codings_it_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    with opened(tmp_path, qtbot, replace(study(()), parents=())) as place:
        assert "Make a code first" in place.view.notice.words.text()
        place.jobs.do(AddCode("first"))
        qtbot.waitUntil(lambda: "Nothing has been coded yet" in place.view.notice.words.text())
        with qtbot.waitSignal(place.desk.signals.show_workspace) as shown:
            QTest.keyClick(place.view.notice.act, Qt.Key.Key_Space)
        assert shown.args == ["read"]
        place.settle()


def test_without_participants_it_says_where_to_say_who_speaks(tmp_path: Path, qtbot: QtBot) -> None:
    nobody = tuple(replace(talk, speakers=((None, True), (None, False))) for talk in TALKS)
    with opened(tmp_path, qtbot, replace(study(), talks=nobody)) as place:
        assert "tied to a participant" in place.view.notice.words.text()
        with qtbot.waitSignal(place.desk.signals.show_workspace) as shown:
            QTest.mouseClick(place.view.notice.act, Qt.MouseButton.LeftButton)
        assert shown.args == ["team"]


def test_a_family_without_subcodes_and_a_study_without_places(tmp_path: Path, qtbot: QtBot) -> None:
    alone = replace(study((Mark(0, 0, HERE[0].start, HERE[0].end),)), parents=(None,), localities=0, groups=0, people=((None, None),) * 3)
    with opened(tmp_path, qtbot, alone) as place:
        assert [line[0] for line in place.lines()[1:]] == ["c0"]
        answer = place.view.answer
        assert answer is not None
        assert matrix_of(answer.comparison, answer.tree, intervals=True).rows[0].cells[-1].text == "1 of 3"
