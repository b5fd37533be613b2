"""The Memos workspace as a person uses it: writing, finding, deleting, links, the journal, drafts, export."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import DeleteCodes, RenameCode
from qcoder.changes.codings import RemoveCodings
from qcoder.changes.documents import MarkFullyCoded
from qcoder.changes.memos import AddJournalEntry, DeleteMemos, SetMemo
from qcoder.changes.people import AddParticipant
from qcoder.changes.samples import DrawSample
from qcoder.changes.study import AddCoder
from qcoder.domain.memos import Subject
from qcoder.domain.richtext import MARK
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.memos.drafts import MemoDraft, MemoDrafts
from qcoder.gui.views.memos.view import MemosView
from qcoder.gui.views.read import ReadView
from qcoder.gui.views.read.delegates import CodeDelegate, DocumentDelegate
from qcoder.gui.views.team.people import PeoplePage
from qcoder.project.project import Project
from qcoder.project.read import Reader
from qcoder.project.read.memo_list import GROUPINGS, SORTS, WantedMemos
from tests.gui.conftest import Files, Remembered

Key = Qt.Key
CTRL, SHIFT, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


@dataclass
class Desk:
    """The window with Memos in front, and short words for what a person does."""

    window: MainWindow
    qtbot: QtBot

    @property
    def view(self) -> MemosView:
        """The workspace."""
        found = self.window.workspaces["memos"]
        assert isinstance(found, MemosView)
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

    def focus(self, widget: QWidget) -> None:
        """A small window has closed: a desktop gives the focus back, the screen of the tests does not."""
        self.window.activateWindow()
        widget.setFocus()
        self.qtbot.waitUntil(widget.hasFocus)

    def shown(self) -> list[str]:
        """The texts in the list, in order."""
        return [line.text for line in self.view.model.found.lines]

    def choose(self, text: str) -> None:
        """Put the cursor on the memo with this text."""
        line = next(line for line in self.view.model.found.lines if text in line.text)
        row = self.view.model.row_of(line.id)
        assert row is not None
        self.focus(self.view.list)
        self.view.list.choose(row)
        self.settle()


def begin(window: MainWindow, qtbot: QtBot) -> Desk:
    """Bring Memos to the front."""
    window.show_workspace("memos")
    desk = Desk(window, qtbot)
    desk.settle()
    return desk


@pytest.fixture
def filled(small_project: Project) -> Project:
    """A memo on a passage, a code, a document and a person, an entry of the journal, and one of Ben's."""
    do, read = small_project.do, small_project.read
    coding = next(iter(read.codings.of_codes()))
    cover = read.codes.tree().find("learning > cover and cost").id
    do(SetMemo(Subject.CODING, coding.id, "Karen is near"))
    do(SetMemo(Subject.CODE, cover, MARK + f"Zoë’s **word**, see [advice](qcoder:code/{coding.code_id})"))
    do(SetMemo(Subject.DOCUMENT, coding.document_id, "hurried at the end"))
    do(SetMemo(Subject.PARTICIPANT, do(AddParticipant("Priya")).result, "moved in spring"))
    do(AddJournalEntry("Monday: began"))
    small_project.act_as("Ben")
    do(SetMemo(Subject.CODING, coding.id, "Ben sees time"))
    small_project.act_as("Ana")
    return small_project


@pytest.fixture
def memos(filled: Project, window: MainWindow, qtbot: QtBot) -> Desk:
    assert filled.read.memos.all()
    return begin(window, qtbot)


def test_an_empty_place_says_what_it_is_for_and_begins_the_journal(window: MainWindow, qtbot: QtBot) -> None:
    desk = begin(window, qtbot)
    assert "journal" in desk.view.notice.words.text()
    QTest.mouseClick(desk.view.notice.act, Qt.MouseButton.LeftButton)
    desk.settle()
    desk.press("Tuesday: rain")
    desk.press(Key.Key_Escape)
    assert [(memo.subject, memo.text) for memo in desk.read.memos.all()] == [(Subject.PROJECT, "Tuesday: rain")]
    assert desk.view.list.hasFocus()
    assert desk.shown() == ["Tuesday: rain"]
    window.undo()
    desk.settle()
    assert desk.read.memos.all() == []


def test_reading_and_writing_by_keys(memos: Desk) -> None:
    memos.choose("hurried")
    memos.press(Key.Key_Return)
    assert memos.view.pane.field.hasFocus()
    memos.press(", alas")
    memos.press(Key.Key_Escape)
    assert memos.view.list.hasFocus()
    assert "hurried at the end, alas" in memos.shown()
    current = memos.view.list.current()
    assert current is not None
    assert current.text == "hurried at the end, alas"
    memos.window.undo()
    memos.settle()
    assert "hurried at the end" in memos.shown()
    assert memos.view.pane.field.text() == "hurried at the end"


def test_going_to_another_memo_keeps_what_was_written(memos: Desk) -> None:
    memos.choose("hurried")
    memos.press(Key.Key_M)
    memos.press(" more")
    memos.choose("Karen is near")
    assert memos.view.pane.field.text() == "Karen is near"
    assert "hurried at the end more" in memos.shown()


def test_the_journal_from_anywhere_takes_entry_after_entry(memos: Desk) -> None:
    memos.window.show_workspace("read")
    memos.window.commands["journal_entry"].trigger()
    memos.settle()
    memos.press("one")
    memos.press(Key.Key_Escape)
    memos.window.commands["journal_entry"].trigger()
    memos.settle()
    assert memos.view.pane.field.text() == ""
    memos.press("two")
    memos.window.show_workspace("read")
    memos.settle()
    entries = [memo.text for memo in memos.read.memos.of(Subject.PROJECT, None)]
    assert entries == ["Monday: began", "one", "two"]


def test_what_is_written_on_after_a_first_leaving_stays_one_entry(memos: Desk) -> None:
    memos.window.commands["journal_entry"].trigger()
    memos.settle()
    memos.press("one")
    memos.press(Key.Key_Escape)
    memos.press(Key.Key_Return)
    memos.press(" and two")
    memos.press(Key.Key_Return, CTRL)
    assert [memo.text for memo in memos.read.memos.of(Subject.PROJECT, None)] == ["Monday: began", "one and two"]


def test_a_memo_about_anything_by_letters(memos: Desk) -> None:
    memos.window.commands["memo_about"].trigger()
    memos.settle()
    picker = memos.view.picker
    QTest.keyClicks(picker.box, "thorn")
    assert [goal.words for goal in picker.model.goals] == ["Thornby"]
    QTest.keyClick(picker.box, Key.Key_Return)
    memos.focus(memos.view.pane.field)
    memos.press("the second one")
    memos.press(Key.Key_Escape)
    thornby = memos.read.documents.find("Thornby").id
    assert [memo.text for memo in memos.read.memos.of(Subject.DOCUMENT, thornby)] == ["the second one"]
    # What one has written already is gone on with.
    memos.view.write_memo(Subject.DOCUMENT, thornby)
    assert memos.view.pane.field.text() == "the second one"


def test_of_others_is_read_and_answered(memos: Desk) -> None:
    memos.choose("Ben sees time")
    pane = memos.view.pane
    assert pane.field.isReadOnly()
    assert "Ben" in pane.facts.text()
    memos.press(Key.Key_Delete)
    assert "Ben sees time" in memos.shown()
    QTest.mouseClick(pane.mine, Qt.MouseButton.LeftButton)
    assert pane.field.text() == "Karen is near"
    assert not pane.field.isReadOnly()


def test_deleting_says_so_and_comes_back(memos: Desk) -> None:
    memos.choose("Karen is near")
    memos.press(Key.Key_Delete)
    assert "Karen is near" not in memos.shown()
    assert "Deleted 1 memo" in memos.window.toast.words
    memos.window.undo()
    memos.settle()
    assert "Karen is near" in memos.shown()
    memos.focus(memos.view.list)
    memos.press(Key.Key_A, CTRL)
    memos.press(Key.Key_Delete)
    assert memos.shown() == ["Ben sees time"]


def test_filters_words_and_headings(memos: Desk) -> None:
    view = memos.view
    memos.press(Key.Key_L, CTRL | SHIFT)
    QTest.keyClicks(view.bar.words, "ZOE word")
    memos.settle()
    assert [text.startswith(MARK + "Zoë") for text in memos.shown()] == [True]
    assert "1 of 6" in view.figures.text()
    QTest.keyClicks(view.bar.words, " nowhere")
    memos.settle()
    assert view.nothing.isVisible()
    QTest.mouseClick(view.nothing.act, Qt.MouseButton.LeftButton)
    memos.settle()
    assert len(memos.shown()) == 6
    for wanted, count in (
        (WantedMemos(kinds=frozenset({Subject.PROJECT})), 1),
        (WantedMemos(coders=frozenset({next(c.id for c in memos.read.study.coders() if c.name == "Ben")})), 1),
        (WantedMemos(codes=frozenset({memos.read.codes.tree().find("learning").id})), 3),
        (WantedMemos(documents=frozenset({memos.read.documents.find("Ashgrove").id})), 3),
    ):
        view.choose(wanted)
        memos.settle()
        assert len(memos.shown()) == count
        assert view.bar.clear.isVisible()
    view.choose(WantedMemos(text="spring", since=86_400_000, until=2 * 86_400_000))
    assert view.bar.words.text() == "spring"
    assert "1970-01-0" in view.bar.in_words()
    for group_by in GROUPINGS:
        for sort in SORTS:
            view.choose(WantedMemos(group_by=group_by, sort=sort))
            memos.settle()
            assert len(memos.shown()) == 6
            titles = [view.model.title(section) for section in view.model.found.sections] if group_by != "nothing" else []
            assert all(titles)
            view.list.grab()


def test_days(memos: Desk) -> None:
    view = memos.view
    view.bar.choose_when("today")
    memos.settle()
    assert len(memos.shown()) == 6
    assert "today" in view.bar.when.text()
    day = datetime.now(UTC).astimezone().date() - timedelta(days=40)
    for box in (view.bar.dates.first, view.bar.dates.last):
        box.setDate(QDate(day.year, day.month, day.day))
    view.bar.dates.ask(view.bar.when)
    QTest.mouseClick(view.bar.dates.take, Qt.MouseButton.LeftButton)
    memos.settle()
    assert memos.shown() == []
    assert f"{day:%Y-%m-%d}" in view.bar.in_words()


def test_what_it_is_about_is_shown_and_one_key_away(memos: Desk) -> None:
    memos.choose("Karen is near")
    pane = memos.view.pane
    assert "Next door." in pane.context.text()
    assert "Where do you go first" in pane.context.text()
    memos.window.commands["memos_open"].trigger()
    memos.settle()
    reading = memos.window.workspaces["read"]
    assert isinstance(reading, ReadView)
    assert reading.isVisible()
    selected = reading.pane.selected()
    assert selected is not None
    memos.window.show_workspace("memos")
    memos.choose("word")
    QTest.mouseClick(pane.title, Qt.MouseButton.LeftButton)
    memos.settle()
    assert reading.inspector.code.shown == memos.read.codes.tree().find("learning > cover and cost").id


def test_links_lead_on_and_say_when_they_are_broken(memos: Desk) -> None:
    memos.choose("word")
    field = memos.view.pane.field
    cursor = field.textCursor()
    cursor.setPosition(field.toPlainText().index("advice") + 2)
    QTest.mouseClick(field.viewport(), Qt.MouseButton.LeftButton, pos=field.cursorRect(cursor).center())
    memos.settle()
    reading = memos.window.workspaces["read"]
    assert isinstance(reading, ReadView)
    advice = memos.read.codes.tree().find("learning > informal advice").id
    assert reading.inspector.code.shown == advice
    memos.window.show_workspace("memos")
    desk = memos.window.desk
    assert desk is not None
    desk.jobs.do(RenameCode(advice, "asking next door"))
    desk.jobs.do(DeleteCodes((advice,)))
    memos.settle()
    memos.choose("word")
    cursor.setPosition(field.toPlainText().index("advice") + 2)
    assert cursor.charFormat().fontStrikeOut()
    QTest.mouseClick(field.viewport(), Qt.MouseButton.LeftButton, pos=field.cursorRect(cursor).center())
    memos.settle()
    assert "no longer in the project" in memos.window.toast.words
    assert memos.view.isVisible()


def test_a_link_is_chosen_by_letters(memos: Desk) -> None:
    memos.choose("hurried")
    memos.press(Key.Key_Return)
    field = memos.view.pane.field
    QTest.keyClicks(field, ". See [[")
    QTest.keyClicks(field.picker.box, "next")
    memos.qtbot.waitUntil(lambda: any(goal.target.startswith("coding/") for goal in field.picker.model.goals))
    QTest.keyClick(field.picker.box, Key.Key_Up)
    QTest.keyClick(field.picker.box, Key.Key_Return)
    memos.focus(field)
    QTest.keyClick(field, Key.Key_L, CTRL)
    QTest.keyClick(field.picker.box, Key.Key_Escape)
    memos.focus(field)
    memos.press(Key.Key_Escape)
    coding = next(iter(memos.read.codings.of_codes()))
    stored = next(text for text in memos.shown() if "hurried" in text)
    assert stored == MARK + f"hurried at the end. See [“Next door.”](qcoder:coding/{coding.id})"


def test_export_of_what_is_shown(memos: Desk, files: Files, tmp_path: Path) -> None:
    memos.view.choose(replace(memos.view.wanted, kinds=frozenset({Subject.CODING}), group_by="code"))
    memos.settle()
    files.answers.append(tmp_path / "out.html")
    memos.window.commands["memos_export"].trigger()
    memos.settle()
    page = (tmp_path / "out.html").read_text("utf-8")
    assert "Karen is near" in page
    assert "Next door." in page
    assert "Monday" not in page
    assert "learning &gt; informal advice" in page
    assert "About: Passage" in page


def test_copying(memos: Desk) -> None:
    memos.choose("word")
    memos.press(Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "Code · learning › cover and cost\nZoë’s word, see advice"


def test_words_that_a_crash_cut_off_come_back_as_a_step(memos: Desk, qtbot: QtBot, files: Files) -> None:
    memos.choose("hurried")
    memos.press(Key.Key_Return)
    QTest.keyClicks(memos.view.pane.field, " unsaved")
    memos.view.pane.field._tell_pause()
    desk = memos.window.desk
    assert desk is not None
    drafts = MemoDrafts(desk.jobs)
    assert [draft.text for draft in drafts.left()] == ["hurried at the end unsaved"]
    memos.press(Key.Key_Escape)
    assert drafts.left() == []
    # As after a crash: the files lie there, and nothing of them is in the project.
    document, gone = memos.read.documents.find("Ashgrove").id, 12345
    drafts.note(MemoDraft(Subject.DOCUMENT, document, None, "what was there before", "more of it"))
    drafts.note(MemoDraft(Subject.PROJECT, None, None, "", "an entry begun"))
    drafts.note(MemoDraft(Subject.CODING, gone, None, "", "about a passage that went"))
    path = desk.jobs.project.path
    memos.window.close_project()
    memos.window.open_path(path)
    again = begin(memos.window, qtbot)
    assert {"hurried at the end unsaved\n\nmore of it", "an entry begun", "about a passage that went"} <= set(again.shown())
    assert again.window.desk is not None
    assert MemoDrafts(again.window.desk.jobs).left() == []


def test_a_project_open_for_reading_only(filled: Project, qtbot: QtBot, files: Files) -> None:
    remembered = Remembered()
    window = MainWindow(remembered.settings, files, remembered)
    qtbot.addWidget(window)
    window.open_path(filled.path)
    window.show()
    desk = begin(window, qtbot)
    assert len(desk.shown()) == 6
    desk.choose("Karen is near")
    assert desk.view.pane.field.isReadOnly()
    assert not desk.view.bar.entry.isEnabled()
    assert not window.commands["memos_delete"].isEnabled()
    window.close()


def test_every_control_has_a_name_and_rows_can_be_heard(memos: Desk) -> None:
    for widget in memos.view.findChildren(QWidget):
        if isinstance(widget, QAbstractButton | QLineEdit) and widget.isVisible():
            assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget
    model = memos.view.model
    said = [str(model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]
    assert any("Code · learning › cover and cost" in words and "Ana" in words for words in said)


# -- from where the things are --------------------------------------------------------------------------------------


def reading(memos: Desk) -> ReadView:
    """Read & code, in front."""
    memos.window.show_workspace("read")
    memos.settle()
    found = memos.window.workspaces["read"]
    assert isinstance(found, ReadView)
    return found


def test_one_key_writes_about_what_is_shown(memos: Desk) -> None:
    view = reading(memos)
    memos.focus(view.pane.view)
    view._show_document()
    memos.window.commands["coding_memo"].trigger()
    assert view.inspector.document.memo.field.hasFocus()
    advice = memos.read.codes.tree().find("learning > informal advice").id
    view.open_code(advice)
    memos.window.commands["coding_memo"].trigger()
    assert view.inspector.code.memo.field.hasFocus()
    memos.press("clear enough")
    memos.press(Key.Key_Escape)
    assert [memo.text for memo in memos.read.memos.of(Subject.CODE, advice)] == ["clear enough"]


def test_what_has_a_memo_is_marked_in_lists_and_margin(memos: Desk) -> None:
    view = reading(memos)
    ashgrove, thornby = (memos.read.documents.find(name).id for name in ("Ashgrove", "Thornby"))
    cover, advice = (memos.read.codes.tree().find(f"learning > {name}").id for name in ("cover and cost", "informal advice"))
    coding = next(iter(memos.read.codings.of_codes()))

    def noted(tree: QTreeView) -> frozenset[int]:
        delegate = tree.itemDelegate()
        assert isinstance(delegate, DocumentDelegate | CodeDelegate)
        return delegate.noted

    assert noted(view.documents_pane.view) == {ashgrove}
    assert noted(view.codes_pane.view) == {cover}
    view._open(ashgrove, True)
    assert view.pane._mark(coding).noted
    desk = memos.window.desk
    assert desk is not None
    desk.jobs.do(SetMemo(Subject.CODE, advice, "x"))
    desk.jobs.do(SetMemo(Subject.DOCUMENT, thornby, "x"))
    desk.jobs.do(DeleteMemos(tuple(memo.id for memo in memos.read.memos.of(Subject.CODING, coding.id)[:1])))
    memos.settle()
    assert noted(view.documents_pane.view) == {ashgrove, thornby}
    assert noted(view.codes_pane.view) == {cover, advice}
    assert view.pane._mark(coding).noted  # Ben's is still there
    view.grab()


def test_hovering_shows_the_words_alone(memos: Desk) -> None:
    view = reading(memos)
    coding = next(iter(memos.read.codings.of_codes()))
    desk = memos.window.desk
    assert desk is not None
    desk.jobs.do(SetMemo(Subject.CODING, coding.id, MARK + "**near**"))
    memos.settle()
    assert "near\nBen sees time" in view.pane.explain(coding.id)


def test_others_memos_stand_beside_ones_own(memos: Desk) -> None:
    view = reading(memos)
    coding = next(iter(memos.read.codings.of_codes()))
    view.open_passage(coding.document_id, coding.span)
    box = view.inspector.coding.memo
    assert box.field.text() == "Karen is near"
    assert box.others.toPlainText() == "Ben: Ben sees time"
    assert box.others.isReadOnly()


def test_people_and_places_lead_here(memos: Desk) -> None:
    memos.window.show_workspace("team")
    memos.settle()
    team = memos.window.workspaces["team"]
    page = team.findChild(PeoplePage)
    assert isinstance(page, PeoplePage)
    page.refresh()
    page.write_memo()
    assert "Select a participant" in memos.window.toast.words
    page.view.selectRow(0)
    page.write_memo()
    memos.settle()
    assert memos.view.isVisible()
    assert memos.view.pane.field.text() == "moved in spring"
    assert "Priya" in memos.view.pane.title.text()


def test_words_about_what_has_gone_meanwhile_are_not_lost(memos: Desk, qtbot: QtBot) -> None:
    view = reading(memos)
    coding = next(iter(memos.read.codings.of_codes()))
    view.open_passage(coding.document_id, coding.span)
    memos.press("m")
    QTest.keyClicks(view.inspector.coding.memo.field, "late, ")
    desk = memos.window.desk
    assert desk is not None
    # Somebody else's step comes between: the words cannot be stored where they belong.
    desk.jobs.project.do(RemoveCodings((coding.id,)))
    view.inspector.coding.memo.field.keep()
    memos.settle()
    assert "no longer in the project" in memos.window.notice.words.text()
    path = desk.jobs.project.path
    memos.window.close_project()
    memos.window.open_path(path)
    again = begin(memos.window, qtbot)
    assert "late, Karen is near" in [memo.text for memo in again.read.memos.of(Subject.PROJECT, None)]


def test_an_entry_written_while_closing_is_stored_once(memos: Desk, qtbot: QtBot) -> None:
    memos.window.commands["journal_entry"].trigger()
    memos.settle()
    QTest.keyClicks(memos.view.pane.field, "last words")
    desk = memos.window.desk
    assert desk is not None
    path = desk.jobs.project.path
    for _time in range(2):
        memos.window.close_project()
        memos.window.open_path(path)
    again = begin(memos.window, qtbot)
    assert [memo.text for memo in again.read.memos.of(Subject.PROJECT, None)] == ["Monday: began", "last words"]


def test_others_memos_are_hidden_while_a_document_is_coded_blind(memos: Desk) -> None:
    """And come back with the mark “fully coded”."""
    desk = memos.window.desk
    assert desk is not None
    cleo = desk.jobs.project.do(AddCoder("Cleo")).result
    desk.jobs.project.do(DrawSample(cleo, 100, 1))
    desk.jobs.act_as("Cleo")
    memos.settle()
    assert not {"Karen is near", "Ben sees time", "hurried at the end"} & set(memos.shown())
    assert "Monday: began" in memos.shown()
    desk.jobs.do(MarkFullyCoded(memos.read.documents.find("Ashgrove").id, True))
    memos.settle()
    assert {"Karen is near", "Ben sees time", "hurried at the end"} <= set(memos.shown())
