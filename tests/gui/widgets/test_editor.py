"""The page that is typed into: by real keys, on texts that break what counts UTF-16 units, and always the same as a plain string."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from qcoder.domain.documents import Turn
from qcoder.domain.draft import Draft
from qcoder.domain.spans import Span
from qcoder.gui.widgets.editor import Editor
from qcoder.gui.widgets.marks import Mark
from qcoder.importers.normalise import normalise
from tests.gui.widgets.transcript_sample import MARKS, TEXT, TURNS

Key = Qt.Key
CTRL, SHIFT, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


def clock(milliseconds: int | None) -> str:
    return "" if milliseconds is None else f"{milliseconds // 1000}"


def a_draft() -> Draft:
    turns = [Turn(turn.span, turn.speaker, number * 1000) for number, turn in enumerate(TURNS)]
    return Draft(TEXT, turns, [mark.span for mark in MARKS])


@pytest.fixture
def editor(qtbot: QtBot) -> Editor:
    """The sample, being corrected."""
    made = Editor(lambda text: normalise(text)[0], clock)
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.begin(a_draft(), MARKS, frozenset({"Interviewer"}))
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitExposed(made)
    return made


def press(editor: Editor, *keys: Key | str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        if isinstance(key, str):
            for sign in key:  # as an input method or a keyboard sends them, emoji and all
                QApplication.sendEvent(editor, QKeyEvent(QKeyEvent.Type.KeyPress, 0, held, sign))
        else:
            QTest.keyClick(editor, key, held)
    QApplication.processEvents()


def before(editor: Editor, words: str) -> None:
    editor.go_to(editor.draft.text.index(words))


def behind(editor: Editor, words: str) -> None:
    editor.go_to(editor.draft.text.index(words) + len(words))


def spoken(editor: Editor) -> list[tuple[str | None, str]]:
    return [(turn.speaker, editor.draft.text[turn.span.start : turn.span.end]) for turn in editor.draft.as_turns()]


def marked(editor: Editor) -> dict[str, str]:
    found = editor._index.overlapping(0, len(editor.draft.text))
    return {mark.label: editor.draft.text[mark.span.start : mark.span.end] for mark in found}


def test_words_are_typed_where_they_stand(editor: Editor) -> None:
    was = marked(editor)
    before(editor, "Next door")
    press(editor, "Right 🙂 e\u0301")
    assert "😀 Right 🙂 e\u0301Next door" in editor.draft.text
    assert editor.is_true()
    behind(editor, "in the doorw")
    press(editor, Key.Key_Backspace, Key.Key_Backspace, "rW")
    assert "in the doorWay" in editor.draft.text
    assert marked(editor) == {**was, "informal advice": "Next door. I stand in the doorWay"}
    before(editor, "Karen")
    press(editor, "שלום ")
    assert marked(editor)["asking"] == was["asking"]
    assert editor.is_true()


def test_undo_and_redo_are_the_texts_own(editor: Editor) -> None:
    before(editor, "There")
    press(editor, "So now ", Key.Key_Backspace, Key.Key_Backspace)
    behind(editor, "Tuesday")
    press(editor, Key.Key_Return)
    typed = editor.draft.text
    press(editor, Key.Key_Z, held=CTRL)
    assert "So noThere" in editor.draft.text
    while editor.draft.can_undo:
        press(editor, Key.Key_Z, held=CTRL)
    assert editor.draft.text == TEXT
    assert editor.is_true()
    assert not editor.draft.changed
    while editor.draft.can_redo:
        press(editor, Key.Key_Y, held=CTRL)
    assert editor.draft.text == typed
    assert editor.is_true()


def test_enter_splits_a_turn_and_backspace_joins_it(editor: Editor) -> None:
    before(editor, "I stand in the doorway")
    press(editor, Key.Key_Return)
    assert spoken(editor)[1:3] == [
        ("Priya", "Honestly? 😀 Next door."),
        ("Interviewer", "I stand in the doorway and ask how they did fractions, and she shows me her book."),
    ]
    assert editor.speaker() == "Interviewer"
    press(editor, Key.Key_3, held=ALT)
    assert editor.is_true()
    press(editor, Key.Key_Backspace)
    assert editor.draft.text == TEXT
    assert spoken(editor)[1][0] == "Priya"
    behind(editor, "go first?")
    press(editor, Key.Key_Delete)
    assert spoken(editor)[0][1].startswith("Where do you go first? Honestly?")
    assert editor.is_true()
    press(editor, Key.Key_Z, held=CTRL)
    assert spoken(editor)[0] == ("Interviewer", "Where do you go first?")


def test_shift_enter_is_a_line_in_the_turn(editor: Editor) -> None:
    before(editor, "It is far")
    press(editor, Key.Key_Return, held=SHIFT)
    assert spoken(editor)[3] == ("Priya", "There is a hub. \nIt is far.\nAnd it is a Tuesday.")
    assert editor.is_true()


def test_keys_ask_for_what_the_owner_does(editor: Editor, qtbot: QtBot) -> None:
    told: list[object] = []
    editor.finished.connect(lambda: told.append("keep"))
    editor.left.connect(lambda: told.append("leave"))
    editor.speaker_wanted.connect(told.append)
    press(editor, Key.Key_Return, held=CTRL)
    press(editor, Key.Key_2, held=ALT)
    press(editor, Key.Key_Escape)
    assert told == ["keep", 1, "leave"]
    assert not editor.draft.changed


def test_the_menu(editor: Editor, qtbot: QtBot) -> None:
    """The text's own undo, the clipboard, and turns; by the keyboard's menu key."""
    before(editor, "I stand in the doorway")
    press(editor, "Well, ")

    def choose(label: str) -> None:
        where = editor.mapToGlobal(editor.rect().center())
        QApplication.sendEvent(editor, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, editor.rect().center(), where))
        menu = editor.findChildren(QMenu)[-1]
        action = next(action for action in menu.actions() if action.text() == label)
        assert action.isEnabled()
        action.trigger()
        menu.close()
        QApplication.processEvents()

    choose("Begin a turn here")
    assert len(editor.draft.turns) == 5
    choose("Join with the turn above")
    assert len(editor.draft.turns) == 4
    for _step in range(3):
        choose("Undo typing")
    assert editor.draft.text == TEXT
    choose("Redo typing")
    assert "Well, I stand" in editor.draft.text
    assert editor.is_true()


def test_nothing_is_typed_while_it_is_being_kept(editor: Editor) -> None:
    editor.held = True
    press(editor, "x", Key.Key_Return, Key.Key_Backspace)
    event = QInputMethodEvent()
    event.setCommitString("y")
    QApplication.sendEvent(editor, event)
    assert editor.draft.text == TEXT
    assert editor.is_true()


def test_the_speaker_of_a_turn(editor: Editor) -> None:
    before(editor, "There is a hub")
    editor.set_speaker("Dana")
    assert editor._turns[3].speaker == "Dana"
    editor.set_speaker("Somebody new")
    assert spoken(editor)[3][0] == "Somebody new"
    press(editor, Key.Key_Z, held=CTRL)
    press(editor, Key.Key_Z, held=CTRL)
    assert spoken(editor)[3][0] == "Priya"


def test_nothing_is_written_on_the_thin_line_between_turns(editor: Editor) -> None:
    behind(editor, "go first?")
    press(editor, Key.Key_Right)
    assert editor.caret() == editor.draft.turns.starts[1]
    press(editor, Key.Key_Left)
    assert editor.caret() == editor.draft.turns.ends[0]
    editor.go_to(editor.draft.turns.ends[0] + 1)
    press(editor, "x")
    assert spoken(editor)[0] == ("Interviewer", "Where do you go first?x")


def test_an_emptied_turn_can_be_written_anew_or_goes(editor: Editor) -> None:
    span = editor.draft.turns.span(0)
    editor.select(span)
    press(editor, Key.Key_Delete)
    assert len(editor.draft.turns) == 4
    assert editor.document().findBlockByNumber(2).blockFormat().lineHeight() > 20
    press(editor, "Well?")
    assert spoken(editor)[0] == ("Interviewer", "Well?")
    editor.select(editor.draft.turns.span(0))
    press(editor, Key.Key_Delete)
    editor.tidy()
    assert [label for label, _words in spoken(editor)] == ["Priya", "Dana", "Priya"]
    assert editor.draft.text.startswith("SCHOOL A, MARCH\n\nHonestly?")
    assert editor.is_true()


def test_pasted_text_is_plain_and_clean(editor: Editor) -> None:
    data = QMimeData()
    data.setHtml("<b>bold</b>")
    data.setText("one\r\ntwo\u2028three\x07 🙂\n")
    QGuiApplication.clipboard().setMimeData(data)
    before(editor, "There is a hub")
    press(editor, Key.Key_V, held=CTRL)
    assert spoken(editor)[3] == ("Priya", "one\ntwo\nthree 🙂There is a hub. It is far.\nAnd it is a Tuesday.")
    assert editor.is_true()
    press(editor, Key.Key_Z, held=CTRL)
    assert editor.draft.text == TEXT


def test_what_is_copied_and_cut_is_the_text_exactly(editor: Editor) -> None:
    editor.replace(Span(0, 0), "a\u00a0b ")
    editor.select(Span(0, editor.draft.text.index("Next door")))
    press(editor, Key.Key_X, held=CTRL)
    assert QGuiApplication.clipboard().text() == "a\u00a0b " + TEXT[: TEXT.index("Next door")]
    assert editor.draft.text == TEXT[TEXT.index("Next door") :]
    assert spoken(editor)[0][0] == "Priya"
    assert editor.is_true()


def test_an_input_method(editor: Editor) -> None:
    before(editor, "There is a hub")
    for commit in ("é", "数学", "\u200d👩‍👧"):
        event = QInputMethodEvent("´", [])
        QApplication.sendEvent(editor, event)
        event = QInputMethodEvent()
        event.setCommitString(commit)
        QApplication.sendEvent(editor, event)
    assert "é数学\u200d👩‍👧There is a hub" in editor.draft.text
    assert editor.is_true()
    event = QInputMethodEvent()
    event.setCommitString("a\x07b")
    QApplication.sendEvent(editor, event)
    QApplication.processEvents()
    assert "👩‍👧abThere" in editor.draft.text
    assert editor.is_true()


def test_replacing_all_is_taken_back_at_once(editor: Editor) -> None:
    places = [Span(at, at + 2) for at in range(len(TEXT)) if TEXT.startswith("is", at)]
    editor.replace_all(places, "🙂was")
    assert editor.draft.text == TEXT.replace("is", "🙂was")
    assert editor.is_true()
    press(editor, Key.Key_Z, held=CTRL)
    assert editor.draft.text == TEXT
    assert editor.is_true()


SIGNS = ("a", " ", "🙂", "e\u0301", "ש", "数", "👩🏽‍🏫", "\u00a0", "Ω")


@pytest.fixture
def fresh(editor: Editor) -> Callable[[Draft], Editor]:
    def begin(draft: Draft) -> Editor:
        marks = [Mark(number, draft.passages.span(number), "#0072b2", f"code {number}") for number in range(len(draft.passages))]
        editor.begin(draft, marks, frozenset({"I"}))
        return editor

    return begin


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_typing_is_the_same_as_editing_a_plain_string(fresh: Callable[[Draft], Editor], data: st.DataObject) -> None:
    """Random keys on a text without turns: the text, what is shown, and where passages went, as for a string."""
    text = "".join(data.draw(st.lists(st.sampled_from((*SIGNS, "\n", " word ")), max_size=30)))
    spans = [Span(a, b) for a in range(0, len(text), 5) for b in (a + 3,) if b <= len(text)]
    editor, other, plain = fresh(Draft(text, (), spans)), Draft(text, (), spans), text
    for step in range(data.draw(st.integers(1, 12))):
        editor.go_to(data.draw(st.integers(0, len(plain))))
        at = editor.caret()
        what = data.draw(st.sampled_from(("type", "type", "back", "delete", "enter", "select", "undo")))
        start, end, added = at, at, ""
        if what == "type":
            added = data.draw(st.sampled_from(SIGNS))
            press(editor, added)
        elif what == "enter":
            added = "\n"
            press(editor, Key.Key_Return, held=SHIFT)
        elif what == "select":
            to = data.draw(st.integers(at, min(len(plain), at + 9)))
            editor.select(Span(at, to))
            cursor = editor.textCursor()
            start, end = (editor._offsets.to_text(place) for place in (cursor.selectionStart(), cursor.selectionEnd()))
            added = chr(data.draw(st.sampled_from((0x3400, 0x20000))) + step)  # no sign that the selection begins or ends with
            press(editor, added)
        elif what in ("back", "delete"):
            press(editor, Key.Key_Backspace if what == "back" else Key.Key_Delete)
            gone = len(plain) - len(editor.draft.text)
            start, end = (at - gone, at) if what == "back" else (at, at + gone)
            assert 0 <= gone <= 8
        else:
            changes = editor.draft.can_undo
            press(editor, Key.Key_Z, held=CTRL)
            press(editor, Key.Key_Y, held=CTRL)
            assert changes == editor.draft.can_undo
        if end > start or added:
            other.replace(start, end, added)
            plain = plain[:start] + added + plain[end:]
        assert editor.draft.text == plain == other.text
        assert editor.is_true()
        assert [editor._offsets.to_qt(n) for n in range(len(plain) + 1)] == [
            len(plain[:n].encode("utf-16-le")) // 2 for n in range(len(plain) + 1)
        ]
        assert editor.draft.passages.starts == other.passages.starts
        assert editor.draft.passages.ends == other.passages.ends


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_keys_on_a_transcript(fresh: Callable[[Draft], Editor], data: st.DataObject) -> None:
    """Whatever is pressed, what is shown is the text, and taking everything back leads to the beginning."""
    editor = fresh(a_draft())
    keys: st.SearchStrategy[Key | str] = st.sampled_from(
        (Key.Key_Return, Key.Key_Backspace, Key.Key_Delete, Key.Key_Left, Key.Key_Down, Key.Key_Home, "x", " ", "🙂")
    )
    for _step in range(data.draw(st.integers(1, 10))):
        if data.draw(st.booleans()):
            start = data.draw(st.integers(0, len(editor.draft.text)))
            editor.select(Span(start, data.draw(st.integers(start, min(len(editor.draft.text), start + 90)))))
        press(editor, data.draw(keys), held=data.draw(st.sampled_from((Qt.KeyboardModifier.NoModifier, SHIFT, CTRL))))
        assert editor.is_true()
    while editor.draft.can_undo:
        editor.undo_typing()
    assert editor.draft.text == TEXT
    assert not editor.draft.changed
    assert editor.is_true()
