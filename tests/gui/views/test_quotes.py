"""The Quotes workspace as a person uses it: keys and clicks in, steps, clipboard and files out."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode, DeleteCodes
from qcoder.changes.codings import AddCodings
from qcoder.changes.people import AddParticipant
from qcoder.changes.study import AddGroup, AddPlace
from qcoder.domain.codings import NewCoding
from qcoder.domain.spans import Span
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.memos.box import MemoField
from qcoder.gui.views.quotes import QuotesView
from qcoder.gui.views.quotes.card import star_rect
from qcoder.gui.views.quotes.saved import as_json, from_json
from qcoder.gui.views.suggest.passage import PassageText
from qcoder.project.project import Project
from qcoder.project.read import Reader
from qcoder.project.read.quotes import Quote
from qcoder.project.read.retrieval import GROUPINGS, SORTS, Wanted
from tests.gui.conftest import Files, Remembered

Key = Qt.Key
CTRL, SHIFT, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
PASSAGES = ("I just stand in Karen’s doorway 😀 and ask.", "Nobody can cover me on a Tuesday.", "It is across the ring road.")


@dataclass
class Desk:
    """The window with Quotes in front, and short words for what a person does."""

    window: MainWindow
    qtbot: QtBot

    @property
    def view(self) -> QuotesView:
        """The workspace."""
        found = self.window.workspaces["quotes"]
        assert isinstance(found, QuotesView)
        return found

    @property
    def read(self) -> Reader:
        """What the project holds."""
        assert self.window.desk is not None
        return self.window.desk.jobs.read

    def settle(self) -> None:
        """Wait until what is shown is what is chosen, and nothing is under way."""
        desk = self.window.desk
        assert desk is not None
        self.qtbot.waitUntil(lambda: desk.jobs.idle and self.view._asked in (None, self.view.wanted))
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: desk.jobs.idle)

    def press(self, key: Key | str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(key, str):
            QTest.keyClicks(focus, key, held)
        else:
            QTest.keyClick(focus, key, held)
        self.settle()

    def back_to_list(self) -> None:
        """A small window has closed: a desktop gives the focus back, the screen of the tests does not."""
        self.window.activateWindow()
        self.view.list.setFocus()
        self.qtbot.waitUntil(self.view.list.hasFocus)

    def quote(self) -> Quote:
        """The quote under the cursor."""
        found = self.view.list.current()
        assert found is not None
        return found

    def shown(self) -> list[str]:
        """What stands in the list: headings with their counts, passages."""
        model = self.view.model
        return [str(model.data(model.index(row))) for row in range(model.rowCount())]

    def go_to(self, passage: str) -> None:
        """Put the cursor on the first quote with these words."""
        row = next(row for row, words in enumerate(self.shown()) if words.startswith(passage))
        self.view.list.setCurrentIndex(self.view.model.index(row))


@pytest.fixture
def quotes(small_project: Project, qtbot: QtBot, files: Files) -> Iterator[Desk]:
    """Four codings of three codes in two transcripts; Priya is somebody in one of them."""
    read = small_project.read
    documents, codes = read.documents.names(), {code.name: code.id for code in read.codes.tree().by_id.values()}
    distance = small_project.do(AddCode("distance", codes["cover and cost"])).result
    rows = []
    for name, passage, code in (
        ("Ashgrove", PASSAGES[0], codes["informal advice"]),
        ("Ashgrove", PASSAGES[1], codes["cover and cost"]),
        ("Thornby", PASSAGES[2], distance),
    ):
        start = read.documents.text(documents[name]).index(passage)
        rows.append(NewCoding(documents[name], code, Span(start, start + len(passage))))
    small_project.do(AddCodings(tuple(rows)))
    speakers = [s.id for s in read.documents.speakers(documents["Ashgrove"]) if s.label == "Priya"]
    city, heads = small_project.do(AddPlace("City", None)).result, small_project.do(AddGroup("teachers")).result
    small_project.do(AddParticipant("Priya (T4)", city, heads, tuple(speakers)))
    remembered = Remembered()
    window = MainWindow(remembered.settings, files, remembered)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.open_project(small_project)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.show_workspace("quotes")
    desk = Desk(window, qtbot)
    desk.settle()
    desk.view.shown()
    yield desk
    window.close()


def test_quotes_stand_under_their_codes_with_their_denominators(quotes: Desk) -> None:
    """All codes while none is ticked; the figures say of how many."""
    assert quotes.shown() == [
        "learning › informal advice, 2 passages", "Next door.", PASSAGES[0],
        "learning › cover and cost, 1 passage", PASSAGES[1],
        "learning › cover and cost › distance, 1 passage", PASSAGES[2],
    ]  # fmt: skip
    assert quotes.view.heading.text() == "All codes"
    assert quotes.view.figures.text() == "4 passages · in 2 of 2 documents · by 1 of 1 participants"
    assert quotes.view.list.hasFocus()
    assert quotes.quote().text == "Next door."


def test_a_tick_takes_the_subcodes_with_it(quotes: Desk) -> None:
    """By click and by key; a subcode can be left out again."""
    pane = quotes.view.pane
    quotes.press(Key.Key_L, CTRL)
    assert pane.box.hasFocus()
    quotes.press("cover")
    quotes.press(Key.Key_Return)
    assert quotes.view.heading.text() == "learning › cover and cost and 1 subcode"
    assert [words for words in quotes.shown() if "passage" not in words] == [PASSAGES[1], PASSAGES[2]]
    pane.box.clear()
    tree = quotes.read.codes.tree()
    distance = tree.find("distance").id
    QTest.mouseClick(pane.tree.viewport(), Qt.MouseButton.LeftButton, pos=pane.tree.visualRect(pane.codes.index_of(distance)).center())
    quotes.settle()
    assert pane.codes.chosen == {tree.find("cover and cost").id}
    assert quotes.view.figures.text().startswith("1 passage ")
    pane.everything.click()
    quotes.settle()
    assert quotes.view.figures.text().startswith("4 passages")


@pytest.mark.parametrize("grouping", GROUPINGS)
@pytest.mark.parametrize("sort", SORTS)
def test_every_grouping_and_order_shows_every_passage_once(quotes: Desk, grouping: str, sort: str) -> None:
    """Nothing is lost or doubled, since nobody speaks together here."""
    quotes.view.bar.choose(Wanted(group_by=grouping, sort=sort))
    quotes.settle()
    assert sorted(quotes.view.model.found.ids) == sorted(coding.id for coding in quotes.read.codings.of_codes())
    assert len(quotes.view.model.heading_rows()) == (0 if grouping == "nothing" else len(quotes.view.model.found.sections))


def test_filters_leave_out_and_are_taken_back(quotes: Desk) -> None:
    """Locality by its small window, words by typing; nothing found says what to do."""
    bar = quotes.view.bar
    bar.filters["groups"].setVisible(True)
    bar.filters["groups"].click()
    QTest.keyClick(bar.popup.list, Key.Key_Space)
    bar.popup.hide()
    quotes.settle()
    assert bar.wanted.groups == frozenset({quotes.read.study.groups()[0].id})
    assert quotes.view.figures.text() == "3 passages · in 1 of 2 documents · by 1 of 1 participants"
    quotes.back_to_list()
    quotes.press(Key.Key_L, CTRL | SHIFT)
    quotes.press("TUESDAY")
    assert [words for words in quotes.shown() if "passage" not in words] == [PASSAGES[1]]
    quotes.press("x")
    assert quotes.view.nothing.isVisible()
    quotes.view.nothing.act.click()
    quotes.settle()
    assert quotes.view.figures.text().startswith("4 passages")
    assert not bar.clear.isVisible()


def test_starring_by_key_and_click_is_a_step(quotes: Desk) -> None:
    """S stars all that is selected; Ctrl+Z takes it back; starred only shows them."""
    view = quotes.view.list
    quotes.press(Key.Key_Down, SHIFT)
    assert len(view.selected_ids()) == 2
    quotes.press("s")
    assert len(quotes.read.stars.coding_ids()) == 2
    assert quotes.quote().starred
    quotes.press(Key.Key_Z, CTRL)
    assert quotes.read.stars.coding_ids() == set()
    at = star_rect(view.visualRect(view.currentIndex())).center().toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    quotes.settle()
    assert quotes.read.stars.coding_ids() == {quotes.quote().id}
    quotes.view.bar.starred.click()
    quotes.settle()
    assert quotes.view.figures.text().startswith("1 passage ")


def test_ends_are_changed_in_place(quotes: Desk) -> None:
    """E, a word more, Enter: one step, and the cursor is where it was; Escape changes nothing."""
    quotes.go_to(PASSAGES[1])
    before = quotes.quote()
    quotes.press("e")
    editor = quotes.view.list.editor
    assert isinstance(editor, PassageText)
    assert editor.hasFocus()
    quotes.press(Key.Key_Right)
    quotes.press(Key.Key_Return)
    assert quotes.quote().id == before.id
    assert quotes.quote().text == PASSAGES[1] + " So"
    assert quotes.view.list.editor is None
    assert quotes.view.list.hasFocus()
    quotes.press("e")
    quotes.press(Key.Key_Left)
    quotes.press(Key.Key_Escape)
    assert quotes.quote().text == PASSAGES[1] + " So"
    quotes.press(Key.Key_Z, CTRL)
    assert quotes.quote().text == PASSAGES[1]


def test_a_memo_is_written_in_place(quotes: Desk) -> None:
    """M, some words, Ctrl+Enter; it stands beneath the passage."""
    quotes.press("m")
    assert isinstance(QApplication.focusWidget(), MemoField)
    quotes.press("Doorway again")
    quotes.press(Key.Key_Return, CTRL)
    assert quotes.quote().memo == "Doorway again"
    assert quotes.view.list.hasFocus()
    quotes.press("m")
    quotes.press(" and more, ")
    quotes.press(Key.Key_Escape)
    assert quotes.quote().memo == " and more, Doorway again"


def test_recoding_and_removing_take_all_that_is_selected(quotes: Desk) -> None:
    """R asks for a code; Delete takes it off; the cursor stays near, undo brings it back."""
    quotes.press(Key.Key_Down, SHIFT)
    quotes.press("r")
    quotes.press("distance")
    quotes.press(Key.Key_Return)
    assert quotes.shown()[0] == "learning › cover and cost, 1 passage"
    assert quotes.shown()[2] == "learning › cover and cost › distance, 3 passages"
    quotes.view.list.setFocus()
    quotes.go_to(PASSAGES[1])
    quotes.press(Key.Key_Delete)
    assert PASSAGES[1] not in quotes.shown()
    assert quotes.view.list.current() is not None
    quotes.press(Key.Key_Z, CTRL)
    assert PASSAGES[1] in quotes.shown()


def test_context_opens_and_closes_by_space(quotes: Desk) -> None:
    """The row grows by what was said before and after, and shrinks again."""
    quotes.go_to(PASSAGES[1])
    view = quotes.view.list
    row, low = view.currentIndex().row(), view.row_height(view.currentIndex().row())
    quotes.press(Key.Key_Space)
    assert view.opened == quotes.quote().id
    assert view.row_height(row) > low
    around = quotes.view.model.around(quotes.quote())
    assert around.before is not None
    assert (around.before.speaker, around.before.words) == ("Interviewer", "And the hub?")
    assert around.after is None
    quotes.press(Key.Key_Space)
    assert view.row_height(row) == low


def test_enter_opens_the_passage_in_read(quotes: Desk) -> None:
    """The transcript, at the passage."""
    quotes.go_to(PASSAGES[2])
    passage = quotes.quote()
    with quotes.qtbot.waitSignal(quotes.window.signals.open_passage) as told:
        QTest.keyClick(quotes.view.list, Key.Key_Return)
    assert told.args == [passage.document_id, passage.span]
    quotes.settle()
    assert quotes.window.stack.currentWidget() is quotes.window.workspaces["read"]


def test_copying_with_citation_in_a_form_of_ones_own(quotes: Desk) -> None:
    """Ctrl+C takes the usual form; another one is chosen, or refused with a sentence."""
    quotes.press(Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "“Next door.” (Priya (T4), City, 00:20)"
    quotes.window.commands["quotes_citation"].trigger()
    box = quotes.view.citing
    box.box.setEditText("{text} {who}")
    assert "{who}" in box.preview.text()
    assert not box.take.isEnabled()
    box.box.setEditText("{participant}: {text}")
    assert box.preview.text() == "Priya (T4): Next door."
    box.take.click()
    quotes.back_to_list()
    quotes.press(Key.Key_Down, SHIFT)
    assert len(quotes.view.list.selected_ids()) == 2
    quotes.press(Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == f"Priya (T4): Next door.\n\nPriya (T4): {PASSAGES[0]}"
    assert quotes.window.settings.citation == "{participant}: {text}"


def test_copying_as_a_table(quotes: Desk) -> None:
    """Ctrl+A and Ctrl+Shift+C: every passage a line, the names of the columns first."""
    quotes.press(Key.Key_A, CTRL)
    quotes.press(Key.Key_C, CTRL | SHIFT)
    quotes.settle()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert len(lines) == 5
    assert {"quote", "code", "participant", "starred"} <= set(lines[0])
    assert lines[1][lines[0].index("quote")] == "Next door."


def test_what_is_shown_is_exported_under_its_headings(quotes: Desk, files: Files, tmp_path: Path) -> None:
    """The filter is told at the top."""
    quotes.view.bar.choose(Wanted(group_by="document", text="a"))
    quotes.settle()
    files.answers = [tmp_path / "out.docx"]
    quotes.view.bar.export.click()
    quotes.settle()
    texts = [(p.style.name if p.style is not None else "", p.text) for p in Document(str(tmp_path / "out.docx")).paragraphs]
    assert [text for style, text in texts if style == "Heading 1"] == ["Ashgrove", "Thornby"]
    assert any("with “a”" in text for _style, text in texts)
    assert all("Next door" not in text for _style, text in texts)


def test_a_quote_becomes_the_codes_example(quotes: Desk) -> None:
    """Once; a second time says so and changes nothing."""
    quotes.press(Key.Key_X, CTRL | SHIFT)
    example = "“Next door.” (Priya (T4), City, 00:20)"
    code = quotes.read.codes.get(quotes.quote().code_id)
    assert code is not None
    assert code.example == example
    steps = quotes.read.history.count()
    quotes.press(Key.Key_X, CTRL | SHIFT)
    assert quotes.read.history.count() == steps


def test_headings_are_gone_through_by_keys(quotes: Desk) -> None:
    """Alt+Down and Alt+Up; plain arrows pass over headings."""
    quotes.press(Key.Key_Down, ALT)
    assert quotes.quote().text == PASSAGES[1]
    quotes.press(Key.Key_Down)
    assert quotes.quote().text == PASSAGES[2]
    quotes.press(Key.Key_Up, ALT)
    assert quotes.quote().text == PASSAGES[1]
    quotes.press(Key.Key_Home)
    assert quotes.quote().text == "Next door."
    quotes.press(Key.Key_End)
    assert quotes.quote().text == PASSAGES[2]


def test_everything_has_a_name(quotes: Desk) -> None:
    """Every control that takes the focus says what it is; the rows say all that they show."""
    controls = [c for c in quotes.view.findChildren(QWidget) if isinstance(c, QAbstractButton | QLineEdit) and c.isVisible()]
    assert [type(c).__name__ for c in controls if not QAccessible.queryAccessibleInterface(c).text(QAccessible.Text.Name)] == []
    model = quotes.view.model
    said = str(model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole))
    for part in ("Next door.", "informal advice", "Priya (T4)", "Ashgrove", "City", "Ana"):
        assert part in said


def test_without_transcripts_and_without_codings(qtbot: QtBot, files: Files, tmp_path: Path) -> None:
    """One line what it is for, and the first thing to do."""
    with Project.create(tmp_path / "empty.qcoder", "Empty", "Ana") as project:
        remembered = Remembered()
        window = MainWindow(remembered.settings, files, remembered)
        qtbot.addWidget(window)
        window.open_project(project)
        window.show()
        window.show_workspace("quotes")
        view = window.workspaces["quotes"]
        assert isinstance(view, QuotesView)
        assert "transcripts first" in view.notice.words.text()
        assert not window.commands["quotes_star"].isEnabled()
        window.close()


def test_a_project_that_is_read_only_is_not_changed(small_project: Project, qtbot: QtBot, files: Files) -> None:
    """The commands are off, and a click on a star is refused with a sentence."""
    path = small_project.path
    small_project.close()
    project = Project.open(path, "Ana", write=False)
    remembered = Remembered()
    window = MainWindow(remembered.settings, files, remembered)
    qtbot.addWidget(window)
    window.open_project(project)
    window.show()
    window.show_workspace("quotes")
    desk = Desk(window, qtbot)
    desk.settle()
    assert not window.commands["quotes_recode"].isEnabled()
    assert window.commands["quotes_copy"].isEnabled()
    with qtbot.waitSignal(window.signals.notice) as told:
        desk.view.list.star_clicked.emit(desk.quote())
    assert "reading only" in told.args[0]
    window.close()


def test_words_that_were_searched_for_are_marked_in_the_passages(quotes: Desk) -> None:
    """In whatever case and with whatever space, on the right letters also after an emoji, with context open or not."""
    quotes.view.bar.words.setText("AND  ask")
    quotes.settle()
    quotes.go_to("I just stand")
    for _way in ("closed", "open"):
        card = quotes.view.list.card(quotes.view.list.currentIndex().row())
        assert card is not None
        marked = [
            paragraph.layout.text().encode("utf-16-le")[2 * found.start : 2 * (found.start + found.length)].decode("utf-16-le")
            for paragraph in card.paragraphs
            for found in paragraph.layout.formats()
            if found.format.fontUnderline()
        ]
        assert marked == ["and ask"]
        quotes.view.list.setFocus()
        quotes.press(Key.Key_Space)


def test_just_some_passages_are_shown_until_their_chip_is_pressed(quotes: Desk) -> None:
    """As when a figure of Compare asks for those behind it; other filters come on top."""
    ids = [coding.id for coding in quotes.read.codings.of_codes()]
    assert quotes.window.desk is not None
    quotes.window.desk.signals.show_passages.emit(tuple(ids[:2]), "learning · City")
    quotes.settle()
    assert {quotes.view.model.id_at(row) for row in range(quotes.view.model.rowCount())} - {None} == set(ids[:2])
    only = quotes.view.bar.only
    assert "learning · City" in only.text()
    QTest.keyClick(only, Key.Key_Space)
    quotes.settle()
    assert only.isHidden()
    assert {quotes.view.model.id_at(row) for row in range(quotes.view.model.rowCount())} - {None} == set(ids)


def test_a_choice_is_kept_under_a_name_and_come_back_to(quotes: Desk) -> None:
    """By keys: saved, left, asked again; renamed and deleted as steps; what is gone by then is said."""
    view, tree = quotes.view, quotes.read.codes.tree()
    cover = tree.find("cover and cost")
    view.choose(Wanted(codes=frozenset(tree.branch(cover.id)), group_by="document", text="cover"))
    quotes.settle()
    kept = view.wanted
    shown = quotes.shown()
    quotes.window.commands["quotes_saved"].trigger()
    popup = view.saved.popup
    QTest.keyClicks(popup.box, "Cover, by school")
    QTest.keyClick(popup.box, Key.Key_Return)
    quotes.settle()
    (query,) = quotes.read.queries.of("quotes")
    assert query.name == "Cover, by school"
    quotes.window.commands["quotes_clear"].trigger()
    quotes.settle()
    assert quotes.shown() != shown
    quotes.window.commands["quotes_saved"].trigger()
    assert "cover and cost" in popup.list.item(0).toolTip()
    QTest.keyClick(popup.list, Key.Key_Return)
    quotes.settle()
    assert view.wanted == kept
    assert quotes.shown() == shown
    assert quotes.window.desk is not None
    told: list[str] = []
    quotes.window.desk.signals.notice.connect(told.append)
    distance = tree.find("distance")
    quotes.window.desk.jobs.do(DeleteCodes((distance.id,)))
    quotes.settle()
    quotes.window.commands["quotes_saved"].trigger()
    QTest.keyClick(popup.list, Key.Key_Return)
    quotes.settle()
    assert told == ["1 thing that “Cover, by school” asks for is no longer in the project."]
    quotes.window.commands["quotes_saved"].trigger()
    QTest.keyClick(popup.list, Key.Key_Delete)
    quotes.settle()
    assert quotes.read.queries.of("quotes") == []
    quotes.window.undo()
    quotes.settle()
    assert len(quotes.read.queries.of("quotes")) == 1
    popup.close()


@given(data=st.data())
def test_what_is_kept_is_what_was_asked(data: st.DataObject) -> None:
    """Written and read back, any choice is the same, but for passages picked one by one; what is not there any more is counted."""
    ids = st.none() | st.frozensets(st.integers(1, 9), min_size=1)
    fields = ("codes", "coders", "documents", "waves", "participants", "localities", "groups")
    wanted = Wanted(
        **{name: data.draw(ids) for name in fields},  # type: ignore[arg-type]  # all of them hold ids
        origins=data.draw(st.none() | st.frozensets(st.sampled_from(["hand", "import"]), min_size=1)),
        text=data.draw(st.text().map(str.strip)),
        starred=data.draw(st.booleans()),
        group_by=data.draw(st.sampled_from(GROUPINGS)),
        sort=data.draw(st.sampled_from(SORTS)),
    )
    everything = {name: frozenset(range(1, 10)) for name in fields}
    assert from_json(as_json(wanted), everything) == (wanted, 0)
    gone = from_json(as_json(wanted), {name: frozenset({1}) for name in fields})[1]
    assert gone == sum(len((getattr(wanted, name) or frozenset()) - {1}) for name in fields)
