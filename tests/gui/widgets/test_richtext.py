"""Writing memos: manners by key, lists, links, pasting, and nothing loaded from anywhere."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QSize, Qt, QUrl
from PySide6.QtGui import QPixmap, QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from qcoder.domain.richtext import MARK, Block, Kind, Run, parse, write
from qcoder.gui.widgets.richtext import RichText
from qcoder.gui.widgets.richtext_paste import blocks_of_html
from tests.domain.test_richtext import blocks

CTRL = Qt.KeyboardModifier.ControlModifier
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def box(qtbot: QtBot) -> RichText:
    made = RichText("Memo", "What strikes you?")
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(blocks)
def test_what_is_shown_is_what_is_stored(box: RichText, some: list[Block]) -> None:
    """Whatever a memo holds: putting it into the box and taking it out again changes nothing, as long as no letter is typed."""
    stored = write(some)
    box.show_new(stored)
    assert not box.changed
    if not set(stored) & set("\ufffc\u2028\u2029\r\x00\ufdd0\ufdd1"):  # what Qt takes for its own
        assert box.text() == stored


KEYS = {
    "bold": (Qt.Key.Key_B, CTRL),
    "italic": (Qt.Key.Key_I, CTRL),
    "bullets": (Qt.Key.Key_8, BOTH),
    "numbers": (Qt.Key.Key_7, BOTH),
    "enter": (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
    "line": (Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier),
    "back": (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier),
    "left": (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier),
    "choose": (Qt.Key.Key_Left, BOTH),
    "all": (Qt.Key.Key_A, CTRL),
    "undo": (Qt.Key.Key_Z, CTRL),
    "redo": (Qt.Key.Key_Z, BOTH),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from([*KEYS, "link", "word", "- ", "*", "[", "1. ", "\\"]), max_size=25))
def test_whatever_is_typed_is_stored_as_it_is_shown(box: RichText, doings: list[str]) -> None:
    """In any order of keys: what is stored shows the same again, and is stored the same again."""
    box.show_new("")
    for doing in doings:
        if doing in KEYS:
            QTest.keyClick(box, *KEYS[doing])
        elif doing == "link":
            box.insert_link("trust", "code/12")
        else:
            QTest.keyClicks(box, doing)
    stored = box.text()
    assert write(parse(stored)) == stored
    shown = box.toPlainText()
    box.show_new(stored)
    assert box.text() == stored
    assert box.toPlainText() == shown.replace("\u2028", "\n")


@pytest.mark.parametrize("text", ["2 * 3 * 4 [sic] [a](b) _x_ \\ `c`", "- not a list\n1. nor this", "", "a\n\n\nb", "🙂\tمذكرة"])
def test_old_memos_are_shown_to_the_letter(box: RichText, text: str) -> None:
    box.show_new(text)
    assert box.toPlainText() == text
    assert box.text() == text


def test_manners_by_key(box: RichText) -> None:
    QTest.keyClicks(box, "so ")
    QTest.keyClick(box, Qt.Key.Key_B, CTRL)
    QTest.keyClicks(box, "far")
    QTest.keyClick(box, Qt.Key.Key_B, CTRL)
    QTest.keyClicks(box, " and ")
    QTest.keyClick(box, Qt.Key.Key_I, CTRL)
    QTest.keyClicks(box, "wide")
    assert box.text() == MARK + "so **far** and *wide*"


def test_lists_by_key_end_on_an_empty_item(box: RichText) -> None:
    QTest.keyClicks(box, "one")
    QTest.keyClick(box, Qt.Key.Key_Asterisk, BOTH)
    QTest.keyClick(box, Qt.Key.Key_Return)
    QTest.keyClicks(box, "two")
    QTest.keyClick(box, Qt.Key.Key_Return)
    QTest.keyClick(box, Qt.Key.Key_Return)
    QTest.keyClicks(box, "after")
    assert box.text() == MARK + "- one\n- two\nafter"
    QTest.keyClick(box, Qt.Key.Key_7, BOTH)
    assert box.text() == MARK + "- one\n- two\n1. after"
    QTest.keyClick(box, Qt.Key.Key_7, BOTH)
    assert box.text() == MARK + "- one\n- two\nafter"


def test_leaving_hands_over_once(box: RichText, qtbot: QtBot) -> None:
    told: list[str] = []
    done: list[bool] = []
    box.left.connect(told.append)
    box.done.connect(lambda: done.append(True))
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert (told, done) == ([], [True])
    QTest.keyClicks(box, "first")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert told == ["first"]
    QTest.keyClicks(box, "more ")
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1] == "firstmore "


def test_undo_belongs_to_the_text(box: RichText) -> None:
    box.show_new("kept")
    QTest.keyClick(box, Qt.Key.Key_End, CTRL)
    QTest.keyClicks(box, " x")
    QTest.keyClick(box, Qt.Key.Key_Z, CTRL)
    assert box.text() == "kept"
    QTest.keyClick(box, Qt.Key.Key_Z, CTRL)
    assert box.text() == "kept"


def test_what_is_being_written_is_not_overwritten(box: RichText) -> None:
    box.show_new("old")
    QTest.keyClicks(box, "new ")
    box.show_text("by another window")
    assert box.text() == "new old"
    box.keep()
    box.show_text("by another window")
    assert box.text() == "by another window"


def test_links(box: RichText, qtbot: QtBot) -> None:
    asked: list[bool] = []
    followed: list[str] = []
    box.link_wanted.connect(lambda: asked.append(True))
    box.followed.connect(followed.append)
    QTest.keyClicks(box, "see [[")
    assert asked == [True]
    box.insert_link("trust", "code/12")
    QTest.keyClicks(box, ".")
    assert box.text() == MARK + "see [trust](qcoder:code/12)."
    box.keep()
    cursor = box.textCursor()
    cursor.setPosition(6)
    QTest.mouseClick(box.viewport(), Qt.MouseButton.LeftButton, pos=box.cursorRect(cursor).center())
    assert followed == ["code/12"]
    cursor.setPosition(6)
    box.setTextCursor(cursor)
    QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert followed == ["code/12", "code/12"]
    QTest.keyClick(box, Qt.Key.Key_Home)
    QTest.keyClick(box, Qt.Key.Key_L, CTRL)
    assert asked == [True, True]
    cursor.setPosition(0)
    cursor.setPosition(3, QTextCursor.MoveMode.KeepAnchor)
    box.setTextCursor(cursor)
    box.insert_link("a passage", "coding/5")
    assert box.text() == MARK + "[see](qcoder:coding/5) [trust](qcoder:code/12)."


def test_what_is_written_stays_while_a_link_is_chosen_elsewhere(box: RichText, qtbot: QtBot) -> None:
    told: list[str] = []
    box.left.connect(told.append)
    other = QLineEdit()
    qtbot.addWidget(other)
    QTest.keyClicks(box, "see [[")
    box.asking = True  # as whoever opens the list says
    other.show()
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    assert told == []
    box.show_text("")
    assert box.text() == "see [["
    box.insert_link("trust", "code/12")
    box.keep()
    assert told == [MARK + "see [trust](qcoder:code/12)"]


def test_what_is_typed_is_told_now_and_then(box: RichText, qtbot: QtBot) -> None:
    told: list[str] = []
    box.paused.connect(told.append)
    box._pause.setInterval(0)
    box.show_new("stored")
    QTest.keyClicks(box, "a ")
    qtbot.waitUntil(lambda: told == ["a stored"])
    QTest.keyClicks(box, "b ")
    qtbot.waitUntil(lambda: told[-1] == "a b stored")
    box.keep()
    QTest.keyClick(box, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: not box._pause.isActive())
    assert told[-1] == "a b stored"


def test_a_link_to_what_is_gone_is_struck_out_and_stays(box: RichText) -> None:
    box.is_there = lambda target: target != "code/1"
    text = MARK + "[gone](qcoder:code/1) and [there](qcoder:code/2)"
    box.show_new(text)
    cursor = box.textCursor()
    cursor.setPosition(2)
    assert cursor.charFormat().fontStrikeOut()
    cursor.setPosition(12)
    assert not cursor.charFormat().fontStrikeOut()
    assert box.text() == text


class Watching(RichText):
    """Notes what Qt would load."""

    def __init__(self) -> None:
        super().__init__("Memo")
        self.asked: list[str] = []

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        self.asked.append(QUrl(name).toString())
        return super().loadResource(kind, name)


@pytest.mark.parametrize("html", [True, False])
def test_pasting_never_opens_what_it_names(qtbot: QtBot, tmp_path: Path, html: bool) -> None:
    box = Watching()
    qtbot.addWidget(box)
    box.resize(300, 200)
    box.show()
    picture = tmp_path / "secret.png"
    QPixmap(3, 3).save(str(picture))
    address = QUrl.fromLocalFile(str(picture)).toString()
    piece = f'a<img src="{address}"> <b>b</b><img src="http://127.0.0.1:9/x.png"><a href="http://a.org">c</a><style>@import "x"</style>'
    mime = QMimeData()
    if html:
        mime.setHtml(piece)
    else:
        mime.setText(piece)
    box.insertFromMimeData(mime)
    box.grab()
    assert box.asked == []
    assert box.text() == (MARK + "a **b**c" if html else piece)
    # And if a picture got in by another way, it would not be loaded either.
    box.document().setHtml(piece)
    box.grab()
    assert address in box.asked
    assert box.document().resource(QTextDocument.ResourceType.ImageResource, QUrl(address)).size() == QSize(1, 1)


def test_pasting_html_keeps_what_a_memo_can_hold() -> None:
    html = (
        "<html><head><title>no</title></head><body><h2>Title</h2><p>One <em>two</em>\n  three</p><ul><li>a</li><li>b <b>c</b></li></ul>"
        '<ol><li>first</li></ol><table><tr><td>x</td></tr></table><a href="qcoder:code/7">trust</a><script>no()</script></body></html>'
    )
    assert blocks_of_html(html) == (
        Block((Run("Title", bold=True),)),
        Block((Run("One "), Run("two", italic=True), Run(" three"))),
        Block((Run("a"),), Kind.BULLET),
        Block((Run("b "), Run("c", bold=True)), Kind.BULLET),
        Block((Run("first"),), Kind.NUMBER),
        Block((Run("x"),)),
        Block((Run("trust", target="code/7"),)),
    )


def test_copying_between_memos_keeps_manner_and_links(box: RichText) -> None:
    text = MARK + "**far** [trust](qcoder:code/12)\n- one\n- two"
    box.show_new(text)
    box.selectAll()
    mime = box.createMimeDataFromSelection()
    box.show_new("")
    box.insertFromMimeData(mime)
    assert box.text() == text


def test_the_box_grows_with_its_text(box: RichText) -> None:
    before = box.height()
    for _line in range(8):
        QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.height() > before + 60
    assert box.cursorRect().bottom() < box.height()
    assert parse(box.text()) == (Block(),) * 9
