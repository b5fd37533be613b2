"""Read & code in the whole window, by real keys and mouse: coding, codings and the inspector."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot

from qcoder.changes.codings import AddCodings
from qcoder.changes.study import AddCoder
from qcoder.domain.codings import NewCoding
from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.gui.main_window import MainWindow
from qcoder.gui.widgets.passages import code_mime, passage_mime
from tests.gui.views.reading import ALT, CTRL, SHIFT, Key, Reading, begin, drop


@pytest.fixture
def reading(window: MainWindow, qtbot: QtBot) -> Reading:
    return begin(window, qtbot)


START = [("informal advice", "Next door.")]


def test_opens_with_a_document_and_its_codings(reading: Reading) -> None:
    header = reading.view.pane.header
    assert reading.coded() == reading.drawn() == START
    assert header.name.whole == "Ashgrove"
    assert "1 coding" in header.facts.toolTip()
    assert reading.page.hasFocus()


def test_by_keyboard_alone(reading: Reading) -> None:
    """Choose a document; code by picker, by key, by digit; memo, ends, recode, remove; undo all of it, and redo."""
    reading.press(Key.Key_F6, SHIFT)
    reading.press(Key.Key_F6, SHIFT)
    assert reading.view.documents_pane.view.hasFocus()
    reading.press("Th")
    reading.press(Key.Key_Return)
    assert reading.view.pane.header.name.whole == "Thornby"
    assert reading.page.hasFocus()
    assert reading.coded() == []

    reading.put_caret("Nobody can cover me")
    reading.press(Key.Key_Space)
    reading.press("cov")
    reading.press(Key.Key_Return)
    first = ("cover and cost", "Nobody can cover me on a Tuesday.")
    assert reading.coded() == reading.drawn() == [first]
    assert reading.page.hasFocus()
    assert reading.page.selection() is None

    set_key(reading, "informal advice", "a")
    reading.put_caret("She shows me")
    reading.press("a")
    second = ("informal advice", "She shows me her book.")
    assert reading.coded() == [second, first]

    reading.put_caret("And the hub?")
    reading.press("2")
    assert reading.coded()[1] == ("cover and cost", "And the hub?")

    reading.press("m")
    assert reading.view.inspector.coding.memo.field.hasFocus()
    reading.press("A question, not an answer.")
    reading.press(Key.Key_Return, CTRL)
    assert reading.page.hasFocus()
    selected = reading.view.pane.selected()
    assert selected is not None
    assert [memo.text for memo in reading.read.memos.of(Subject.CODING, selected.id)] == ["A question, not an answer."]

    reading.press("e")
    reading.press(Key.Key_Left)
    reading.press(Key.Key_Return)
    assert reading.coded()[1] == reading.drawn()[1] == ("cover and cost", "And the hub")

    reading.press("r")
    reading.press("lear")
    reading.press(Key.Key_Return)
    assert reading.coded()[1] == reading.drawn()[1] == ("learning", "And the hub")

    reading.press(Key.Key_Delete)
    assert reading.coded() == reading.drawn() == [second, first]

    for _step in range(7):
        reading.press(Key.Key_Z, CTRL)
    assert reading.coded() == reading.drawn() == [first]
    reading.press(Key.Key_Z, CTRL)
    assert reading.coded() == reading.drawn() == []
    reading.press(Key.Key_Z, CTRL | SHIFT)
    assert reading.coded() == reading.drawn() == [first]


def set_key(reading: Reading, path: str, key: str) -> None:
    reading.view.codes_pane.show_code(reading.code_id(path), quiet=False)
    reading.settle()
    reading.view.inspector.code.key.setFocus()
    reading.press(key)
    reading.press(Key.Key_Return)
    assert reading.page.hasFocus()
    assert reading.read.codes.tree().find(path).key == key


def test_space_again_widens_to_the_turn_and_back(reading: Reading) -> None:
    reading.put_caret("She shows me")
    picker = reading.view.pane.picker
    reading.press(Key.Key_Space)
    assert picker.passage.text() == "“She shows me her book.”"
    reading.press(Key.Key_Space)
    assert picker.passage.text().startswith("“Next door. I just stand")
    reading.press(Key.Key_Space)
    assert picker.passage.text() == "“She shows me her book.”"
    reading.press(Key.Key_Space)
    reading.press("cov")
    reading.press(Key.Key_Return)
    turn = "Next door. I just stand in Karen’s doorway 😀 and ask. She shows me her book."
    assert ("cover and cost", turn) in reading.coded()


def test_escape_leaves_everything_as_it_was(reading: Reading) -> None:
    reading.put_caret("She shows me")
    caret = reading.page.caret()
    reading.press(Key.Key_Space)
    assert reading.page.selection() is not None
    reading.press(Key.Key_Escape)
    assert not reading.view.pane.picker.isVisible()
    assert (reading.page.selection(), reading.page.caret()) == (None, caret)
    assert reading.page.hasFocus()
    assert reading.coded() == START


def test_a_new_code_from_the_picker_is_one_step(reading: Reading) -> None:
    reading.view.codes_pane.show_code(reading.code_id("informal advice"))
    reading.page.setFocus()
    reading.put_caret("It is across")
    reading.press(Key.Key_K, CTRL)
    reading.press("far away")
    choice = reading.view.pane.picker.current()
    assert choice is not None
    assert choice.code is None
    assert "learning" in choice.side
    reading.press(Key.Key_Return, SHIFT)
    assert reading.coded()[-1] == ("far away", "It is across the ring road.")
    assert reading.read.codes.tree().path(reading.codings()[-1].code_id) == "learning > far away"
    reading.press(Key.Key_Z, CTRL)
    assert reading.coded() == START
    assert all(code.name != "far away" for code in reading.read.codes.tree().by_id.values())


def test_in_vivo(reading: Reading) -> None:
    reading.put_caret("She shows me")
    reading.press(Key.Key_Space)
    reading.press(Key.Key_Return, CTRL)
    assert reading.coded()[-1] == ("She shows me her book", "She shows me her book.")


def test_a_selection_after_an_emoji_is_coded_as_it_was_selected(reading: Reading) -> None:
    rect = reading.page.text_span_rect
    start = reading.text.index("and ask")
    left, right = rect(Span(start, start + 1)), rect(Span(start + 6, start + 7))
    assert left is not None
    assert right is not None
    shift = reading.page.viewport().pos()
    begin, end = left.translated(-shift), right.translated(-shift)
    viewport = reading.page.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(begin.left() + 1, begin.center().y()))
    QTest.mouseMove(viewport, QPoint(begin.center().x() + 20, begin.center().y()))
    QTest.mouseMove(viewport, QPoint(end.right(), end.center().y()))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(end.right(), end.center().y()))
    reading.view.codes.recent.used(reading.code_id("cover and cost"))
    digit = reading.view.codes.recent.digit_of(reading.code_id("cover and cost"))
    reading.press(str(digit))
    assert ("cover and cost", "and ask") in reading.coded()
    assert reading.page.selection() == Span(start, start + 7)


def test_dropping_a_passage_on_a_code(reading: Reading) -> None:
    pane = reading.view.codes_pane
    span = reading.put_caret("It is across the ring road.")
    pane.view.expandAll()
    QApplication.processEvents()
    at = pane.view.visualRect(pane.model.index_of(reading.code_id("cover and cost"))).center()
    drop(pane.view.viewport(), passage_mime(reading.text, span), at)
    reading.settle()
    assert reading.coded()[-1] == ("cover and cost", "It is across the ring road.")


def test_dropping_a_code_on_a_sentence(reading: Reading) -> None:
    start = reading.text.index("Nobody")
    rect = reading.page.text_span_rect(Span(start, start + 6))
    assert rect is not None
    at = rect.translated(-reading.page.viewport().pos()).center()
    drop(reading.page.viewport(), code_mime(str(reading.code_id("cover and cost"))), at)
    reading.settle()
    assert reading.coded()[-1] == ("cover and cost", "Nobody can cover me on a Tuesday.")


def test_double_click_and_enter_on_a_code(reading: Reading) -> None:
    pane = reading.view.codes_pane
    pane.view.expandAll()
    reading.put_caret("So I do not go")
    at = pane.view.visualRect(pane.model.index_of(reading.code_id("cover and cost"))).center()
    for click in (QTest.mouseClick, QTest.mouseDClick):
        click(pane.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    reading.settle()
    assert reading.coded()[-1] == ("cover and cost", "So I do not go.")
    reading.put_caret("It is across")
    pane.view.setFocus()
    reading.press(Key.Key_Return)
    assert reading.coded()[1] == ("cover and cost", "It is across the ring road.")


def test_overlapping_codings_in_turn_and_their_join(reading: Reading) -> None:
    advice = reading.code_id("informal advice")
    start = reading.text.index("door. I just")
    reading.view.hand.code(Span(start, start + 12), advice)
    reading.settle()
    assert reading.view.inspector.coding.join.isVisible()
    first = reading.page.selected_mark()
    reading.page.setFocus()
    reading.page.go_to(start + 1)
    reading.press(Key.Key_Return)
    second = reading.page.selected_mark()
    assert second != first
    reading.press(Key.Key_Return)
    assert reading.page.selected_mark() == first
    reading.press(Key.Key_J, CTRL)
    assert reading.coded() == reading.drawn() == [("informal advice", "Next door. I just")]
    assert reading.page.selected_mark() == reading.codings()[0].id
    assert not reading.view.inspector.coding.join.isVisible()


def test_going_from_coding_to_coding(reading: Reading) -> None:
    reading.view.hand.code(reading.put_caret("And the hub?"), reading.code_id("cover and cost"))
    reading.settle()
    first, second = (coding.id for coding in reading.codings())
    reading.press(Key.Key_Escape)
    reading.page.go_to(0)
    reading.press(Key.Key_Down, ALT)
    assert reading.page.selected_mark() == first
    reading.press(Key.Key_Down, ALT)
    assert reading.page.selected_mark() == second
    assert reading.view.inspector.code.name.text() == "cover and cost"
    reading.press(Key.Key_Up, ALT)
    assert reading.page.selected_mark() == first
    reading.press(Key.Key_Escape)
    assert reading.page.selected_mark() is None
    assert reading.view.inspector.document.isVisible()


def test_refused_ends_are_drawn_as_they_were(reading: Reading) -> None:
    coding = reading.codings()[0]
    reading.page.select_mark(coding.id)
    beyond = len(reading.text) + 5
    reading.view.pane.view.mark_ends_changed.emit(coding.id, 0, beyond)
    reading.settle()
    assert reading.drawn() == START
    assert "beyond the end" in reading.window.notice.words.text()


def test_undo_while_typing_belongs_to_the_text(reading: Reading) -> None:
    reading.page.select_mark(reading.codings()[0].id)
    reading.press("m")
    reading.press("first")
    field = reading.view.inspector.coding.memo.field
    reading.press(Key.Key_Z, CTRL)
    assert field.toPlainText() != "first"
    assert reading.coded() == START
    reading.press("kept")
    written = field.toPlainText()
    reading.page.setFocus()
    reading.settle()
    coding = reading.codings()[0]
    assert [memo.text for memo in reading.read.memos.of(Subject.CODING, coding.id)] == [written]
    reading.press(Key.Key_Z, CTRL)
    assert reading.read.memos.of(Subject.CODING, coding.id) == []
    assert field.toPlainText() == ""


def test_escape_in_a_memo_keeps_what_was_written_as_one_step(reading: Reading) -> None:
    reading.page.select_mark(reading.codings()[0].id)
    reading.press("m")
    reading.press("a thought")
    reading.press(Key.Key_Escape)
    assert reading.page.hasFocus()
    assert [memo.text for memo in reading.read.memos.all()] == ["a thought"]
    reading.press(Key.Key_Z, CTRL)
    assert reading.view.inspector.coding.memo.field.toPlainText() == ""
    assert reading.read.memos.all() == []


def test_escape_in_a_field_takes_back_what_was_written(reading: Reading) -> None:
    code_id = reading.code_id("cover and cost")
    reading.view.codes_pane.show_code(code_id, quiet=False)
    reading.settle()
    field = reading.view.inspector.code.fields["when"]
    field.setFocus()
    reading.press("never mind")
    reading.press(Key.Key_Escape)
    assert field.toPlainText() == ""
    code = reading.read.codes.get(code_id)
    assert code is not None
    assert code.when == ""


def test_the_fields_of_a_code_are_saved_on_leaving(reading: Reading) -> None:
    code_id = reading.code_id("cover and cost")
    reading.view.codes_pane.show_code(code_id, quiet=False)
    reading.settle()
    panel = reading.view.inspector.code
    panel.fields["when"].setFocus()
    reading.press("Somebody takes the class.")
    reading.press(Key.Key_Tab)
    code = reading.read.codes.get(code_id)
    assert code is not None
    assert code.when == "Somebody takes the class."
    assert panel.fields["when_not"].hasFocus()
    panel.name.setFocus()
    panel.name.selectAll()
    reading.press("informal advice")
    reading.press(Key.Key_Return)
    assert "already a code" in reading.window.notice.words.text()
    assert panel.name.text() == "cover and cost"


def test_what_was_being_written_is_kept_when_another_coding_is_selected(reading: Reading) -> None:
    first = reading.codings()[0].id
    reading.view.hand.code(reading.put_caret("And the hub?"), reading.code_id("cover and cost"))
    reading.settle()
    reading.page.select_mark(first)
    reading.press("m")
    reading.press("about the first")
    reading.page.next_mark()
    reading.settle()
    assert [(memo.subject_id, memo.text) for memo in reading.read.memos.all()] == [(first, "about the first")]
    assert reading.view.inspector.coding.memo.field.toPlainText() == ""


def test_fully_coded_and_documents_in_place(reading: Reading) -> None:
    pane = reading.view.documents_pane
    assert reading.view.pane.document is not None
    document_id = reading.view.pane.document.id
    reading.press(Key.Key_D, CTRL)
    assert reading.view.pane.header.done.isChecked()
    assert reading.read.documents.fully_coded().keys() == {document_id}
    pane.view.setFocus()
    reading.press(Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "Ashgrove, Year 4")
    QTest.keyClick(editor, Key.Key_Return)
    reading.settle()
    reading.qtbot.waitUntil(lambda: reading.view.pane.header.name.whole == "Ashgrove, Year 4")
    assert "Ashgrove, Year 4" in reading.read.documents.names()
    pane.view.setFocus()
    reading.press(Key.Key_Delete)
    assert list(reading.read.documents.names()) == ["Thornby"]
    assert reading.view.pane.text == ""
    assert reading.view.pane.header.isHidden()
    reading.press(Key.Key_Z, CTRL)
    assert len(reading.read.documents.names()) == 2


def test_grouping_is_remembered(reading: Reading) -> None:
    reading.view.documents_pane._group_by("nothing")
    assert reading.window.settings.documents_by == "nothing"
    assert reading.view.documents_pane.model.flat


def test_dropped_files_are_told(reading: Reading, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/somewhere/a.txt"), QUrl("https://example.org/b.txt")])
    with qtbot.waitSignal(reading.view.files_dropped) as told:
        drop(reading.view.documents_pane, data, QPoint(20, 20))
    assert [path.name for path in told.args[0]] == ["a.txt"]


def test_speakers_in_the_inspector(reading: Reading) -> None:
    panel = reading.view.inspector.document
    assert panel.isVisible()
    panel.speakers.setData(panel.speakers.index(1, 0), "Priya (Y4)")
    reading.settle()
    assert {turn.speaker for turn in reading.page._turns} == {"Interviewer", "Priya (Y4)"}
    panel.speakers.setData(panel.speakers.index(1, 2), "new")
    reading.settle()
    assert [person.name for person in reading.read.study.participants()] == ["Priya (Y4)"]
    panel.wave.setCurrentText("2")
    panel.wave.setFocus()
    reading.press(Key.Key_Return)
    assert [wave.name for wave in reading.read.study.waves()] == ["2"]
    assert "wave 2" in reading.view.pane.header.facts.toolTip()


def test_day_and_language_in_the_inspector(reading: Reading, qtbot: QtBot) -> None:
    """A day is kept on leaving; what is none is refused in a sentence, and what is stored stands there again."""
    panel = reading.view.inspector.document
    panel.day.setFocus()
    QTest.keyClicks(panel.day, "2024-03-05")
    reading.press(Key.Key_Return)
    assert [document.held_on for document in reading.read.documents.all() if document.id == panel.shown] == ["2024-03-05"]
    panel.day.setText("in spring")
    panel.day.setFocus()
    desk = reading.window.desk
    assert desk is not None
    with qtbot.waitSignal(desk.errors.told) as told:
        reading.press(Key.Key_Return)
    assert "not a day" in told.args[0]
    assert panel.day.text() == "2024-03-05"
    panel.language.setFocus()
    panel.language.setCurrentIndex(panel.language.findText("Arabic"))
    panel.language.activated.emit(panel.language.currentIndex())
    reading.settle()
    assert [document.language for document in reading.read.documents.all() if document.id == panel.shown] == ["ar"]


def test_other_coders_can_be_hidden(reading: Reading) -> None:
    desk = reading.window.desk
    assert desk is not None
    desk.jobs.project.act_as("Ben")
    reading.view.hand.code(reading.put_caret("And the hub?"), reading.code_id("cover and cost"))
    reading.settle()
    assert [mark.initials for mark in reading.page._index] == ["AN", "BE"]
    assert reading.view.pane.header.coders.isVisible()
    reading.window.commands["show_my_codings"].trigger()
    assert reading.drawn() == [("cover and cost", "And the hub?")]
    reading.window.commands["show_all_codings"].trigger()
    assert len(reading.drawn()) == 2


def test_single_coders_are_shown_and_hidden(reading: Reading) -> None:
    """A tick each in the menu; the last one shown stays, and the two usual choices take it all back."""
    desk = reading.window.desk
    assert desk is not None
    document = reading.view.pane.document
    assert document is not None
    code = reading.read.codes.tree().find("cover and cost").id
    coders = {"Ana": desk.jobs.project.coder[0]}
    for number, name in enumerate(("Ben", "Cem")):
        work: list[int] = []
        desk.jobs.do(AddCoder(name), work.append)
        reading.settle()
        coders[name] = work[0]
        desk.jobs.do(AddCodings((NewCoding(document.id, code, Span(number, number + 9), coders[name]),)))
        reading.settle()

    def tick(name: str) -> None:
        menu = reading.view.pane.header.coders.menu()
        next(action for action in menu.actions() if action.text() == name).trigger()
        reading.settle()

    def shown() -> set[str]:
        names = {id_: name for name, id_ in coders.items()}
        return {names[coding.coder_id] for coding in reading.view.pane.codings.values()}

    everybody = shown()
    assert {"Ben", "Cem"} <= everybody
    tick("Ben")
    assert shown() == everybody - {"Ben"}
    assert reading.view.pane.header.coders.text() == "2 of 3 coders ▾"
    tick("Ana")
    assert shown() == {"Cem"}
    assert reading.view.pane.header.coders.text() == "Cem ▾"
    tick("Cem")
    assert shown() == {"Cem"}
    tick("Ben")
    assert shown() == {"Ben", "Cem"}
    reading.window.commands["show_my_codings"].trigger()
    reading.settle()
    assert shown() <= {"Ana"}
    tick("Cem")
    assert shown() == everybody & {"Ana", "Cem"}
    reading.window.commands["show_all_codings"].trigger()
    reading.settle()
    assert shown() == everybody


def test_ctrl_and_wheel_change_the_size_of_type(reading: Reading) -> None:
    before = reading.window.settings.font_size
    page = reading.page.viewport()
    middle = QPointF(page.rect().center())
    none = Qt.MouseButton.NoButton
    wheel = QWheelEvent(
        middle, QPointF(page.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, 120), none, CTRL, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(page, wheel)
    assert reading.window.settings.font_size == before + 1
    reading.window.commands["smaller_type"].trigger()
    assert reading.window.settings.font_size == before
    assert reading.page.document().defaultFont().pointSizeF() == before


def test_a_coding_does_not_load_the_document_again(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    for name in ("set_document", "set_marks"):
        plain: Callable[..., None] = getattr(reading.page, name)

        def noted(*args: object, name: str = name, plain: Callable[..., None] = plain) -> None:
            loaded.append(name)
            plain(*args)

        monkeypatch.setattr(reading.page, name, noted)
    reading.put_caret("And the hub?")
    reading.press("1")
    reading.press(Key.Key_Right, ALT | SHIFT)
    reading.press(Key.Key_Delete)
    reading.press(Key.Key_Z, CTRL)
    assert loaded == []
    assert len(reading.drawn()) == 2


def test_everything_has_a_name_for_a_screen_reader(reading: Reading) -> None:
    kinds = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit)
    silent = []
    for widget in (widget for kind in kinds for widget in reading.view.findChildren(kind)):
        parent = widget.parentWidget()
        inside = isinstance(parent, QComboBox | QLineEdit | QAbstractItemView) or widget.objectName().startswith("qt_")
        inside = inside or (parent is not None and parent.inherits("QComboBoxPrivateContainer"))
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not inside and not (widget.accessibleName() or text):
            silent.append(f"{type(widget).__name__} in {type(parent).__name__}")
    assert silent == []
