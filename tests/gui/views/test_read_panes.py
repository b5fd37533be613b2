"""Read & code: code tree, picker, header and words; projects that are empty, read-only or written from right to left."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode
from qcoder.changes.documents import ImportDocuments
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.spans import Span
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.files import FileDoor
from qcoder.gui.views.read.coding_panel import when_words
from qcoder.gui.views.read.hand import in_vivo_name
from qcoder.gui.views.read.picker import pieces
from qcoder.gui.views.read.transcript_pane import clock
from qcoder.gui.widgets.passages import code_in, code_mime
from qcoder.project.project import Project
from qcoder.settings import Settings
from tests.gui.views.reading import CTRL, SHIFT, Key, Reading, begin, drop


@pytest.fixture
def reading(window: MainWindow, qtbot: QtBot) -> Reading:
    return begin(window, qtbot)


def tree_of(reading: Reading) -> list[str]:
    tree = reading.read.codes.tree()
    return [tree.path(code.id) for _depth, code in tree.walk()]


def choose(reading: Reading, path: str) -> None:
    reading.view.codes_pane.show_code(reading.code_id(path), quiet=False)
    reading.view.codes_pane.view.setFocus()
    reading.settle()


# The code tree


def test_new_codes_by_keyboard(reading: Reading) -> None:
    choose(reading, "informal advice")
    reading.press("n", CTRL | SHIFT)
    assert reading.view.codes_pane.name_box.hasFocus()
    reading.press("doorways")
    reading.press(Key.Key_Return)
    reading.press("car parks")
    reading.press(Key.Key_Return)
    assert tree_of(reading)[:4] == ["learning", "learning > informal advice", "learning > doorways", "learning > car parks"]
    reading.press(Key.Key_Escape)
    assert reading.view.codes_pane.view.hasFocus()
    reading.press("n", CTRL | Qt.KeyboardModifier.AltModifier)
    reading.press("at night")
    reading.press(Key.Key_Return)
    assert "learning > car parks > at night" in tree_of(reading)
    current = reading.view.codes_pane.current()
    assert current is not None
    assert current.name == "at night"


def test_a_family_when_no_code_is_chosen(reading: Reading) -> None:
    reading.view.codes_pane.view.setFocus()
    reading.press(Key.Key_Escape)
    reading.view.codes_pane.add_button.click()
    reading.press("local")
    reading.press(Key.Key_Return)
    assert tree_of(reading)[-1] == "local"


def test_moving_by_keys_and_taking_it_back(reading: Reading) -> None:
    choose(reading, "cover and cost")
    reading.press(Key.Key_Up, CTRL)
    assert tree_of(reading) == ["learning", "learning > cover and cost", "learning > informal advice"]
    reading.press(Key.Key_Down, CTRL)
    reading.press(Key.Key_Right, CTRL)
    assert tree_of(reading)[-1] == "learning > informal advice > cover and cost"
    reading.press(Key.Key_Left, CTRL)
    reading.press(Key.Key_Left, CTRL)
    assert tree_of(reading)[-1] == "cover and cost"
    current = reading.view.codes_pane.current()
    assert current is not None
    assert current.name == "cover and cost"
    for _step in range(5):
        reading.press(Key.Key_Z, CTRL)
    assert tree_of(reading) == ["learning", "learning > informal advice", "learning > cover and cost"]


def test_rename_and_delete_in_place(reading: Reading) -> None:
    choose(reading, "informal advice")
    reading.press(Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "doorways")
    QTest.keyClick(editor, Key.Key_Return)
    reading.qtbot.waitUntil(lambda: reading.drawn() == [("doorways", "Next door.")])
    reading.view.codes_pane.view.setFocus()
    reading.press(Key.Key_Delete)
    assert tree_of(reading) == ["learning", "learning > cover and cost"]
    assert reading.drawn() == []
    reading.press(Key.Key_Z, CTRL)
    assert reading.drawn() == [("doorways", "Next door.")]


def test_what_is_open_stays_open(reading: Reading) -> None:
    pane = reading.view.codes_pane
    index = pane.model.index_of(reading.code_id("learning"))
    pane.view.setExpanded(index, False)
    assert reading.window.desk is not None
    reading.window.desk.jobs.do(AddCode("local"))
    reading.settle()
    assert not pane.view.isExpanded(pane.model.index_of(reading.code_id("learning")))
    pane.view.setExpanded(pane.model.index_of(reading.code_id("learning")), True)
    reading.window.desk.jobs.do(AddCode("system"))
    reading.settle()
    assert pane.view.isExpanded(pane.model.index_of(reading.code_id("learning")))


def test_filter_and_on_to_the_first_that_fits(reading: Reading) -> None:
    pane = reading.view.codes_pane
    pane.view.collapseAll()
    reading.press("l", CTRL)
    reading.press("cost")
    assert pane.model.rowCount() == 1
    assert not pane.model.index_of(reading.code_id("informal advice")).isValid()
    reading.press(Key.Key_Down)
    current = pane.current()
    assert current is not None
    assert current.name == "cover and cost"
    pane.filter_box.setFocus()
    reading.press(Key.Key_Escape)
    assert pane.model.filter == ""


def test_a_filter_stays_while_one_reads(reading: Reading) -> None:
    pane = reading.view.codes_pane
    reading.press("l", CTRL)
    reading.press("cost")
    reading.page.select_mark(reading.codings()[0].id)
    assert pane.filter_box.text() == "cost"
    assert reading.view.inspector.code.name.text() == "informal advice"


def test_counts_follow(reading: Reading) -> None:
    learning = reading.code_id("learning")
    reading.view.hand.code(Span(0, 5), reading.code_id("cover and cost"))
    reading.settle()
    reading.qtbot.waitUntil(lambda: reading.view.codes.all_count(learning) == 2)
    reading.press(Key.Key_Z, CTRL)
    reading.qtbot.waitUntil(lambda: reading.view.codes.all_count(learning) == 1)


def test_menus_offer_colour_and_key(reading: Reading) -> None:
    choose(reading, "informal advice")
    menu = reading.view.codes_pane.menu()
    titles = [action.text().split("\t")[0] for action in menu.actions()]
    assert {"Rename", "Colour", "Key", "Move", "Delete"} <= set(titles)
    submenus = {sub.title(): sub for sub in menu.findChildren(QMenu)}
    submenus["Colour"].actions()[2].trigger()
    submenus["Key"].actions()[1].trigger()
    reading.settle()
    code = reading.read.codes.get(reading.code_id("informal advice"))
    assert code is not None
    assert (code.color, code.key) == ("#d55e00", "a")
    menu.deleteLater()
    assert next(iter(reading.page._index)).color == "#d55e00"


def test_menu_of_the_transcript(reading: Reading) -> None:
    reading.page.select_mark(reading.codings()[0].id)
    menu = reading.view.hand.menu()
    texts = [action.text().split("\t")[0] for action in menu.actions()]
    assert "informal advice" in texts
    assert "Remove the coding" in texts
    menu.deleteLater()


def test_dragging_a_code_between_others(reading: Reading) -> None:
    pane = reading.view.codes_pane
    pane.view.expandAll()
    QApplication.processEvents()
    row = pane.view.visualRect(pane.model.index_of(reading.code_id("informal advice")))
    drop(pane.view.viewport(), code_mime(str(reading.code_id("cover and cost"))), QPoint(row.center().x(), row.top() + 1))
    reading.settle()
    assert tree_of(reading) == ["learning", "learning > cover and cost", "learning > informal advice"]
    row = pane.view.visualRect(pane.model.index_of(reading.code_id("informal advice")))
    drop(pane.view.viewport(), code_mime(str(reading.code_id("cover and cost"))), row.center())
    reading.settle()
    assert tree_of(reading)[-1] == "learning > informal advice > cover and cost"


def test_what_is_carried_out_of_the_tree(reading: Reading) -> None:
    model = reading.view.codes
    advice = reading.code_id("informal advice")
    assert code_in(model.mimeData([model.index_of(advice)])) == str(advice)


# The picker


def test_recoding_offers_no_new_code(reading: Reading) -> None:
    reading.page.select_mark(reading.codings()[0].id)
    reading.press("r")
    reading.press("zzz")
    picker = reading.view.pane.picker
    assert picker.model.rowCount() == 0
    reading.press(Key.Key_Return)
    reading.press(Key.Key_Return, SHIFT)
    assert picker.isVisible()
    reading.press(Key.Key_Escape)
    assert reading.coded() == [("informal advice", "Next door.")]


def test_digits_and_arrows_in_the_picker(reading: Reading) -> None:
    reading.put_caret("And the hub?")
    reading.press(Key.Key_Space)
    reading.press(Key.Key_Down)
    assert "learning" in reading.view.pane.picker.box.accessibleDescription()
    reading.press(Key.Key_Up)
    assert "informal advice" in reading.view.pane.picker.box.accessibleDescription()
    reading.press("1")
    assert reading.coded()[-1] == ("informal advice", "And the hub?")


def test_clicking_elsewhere_closes_the_picker(reading: Reading) -> None:
    reading.put_caret("And the hub?")
    reading.press(Key.Key_Space)
    reading.view.codes_pane.filter_box.setFocus()
    assert not reading.view.pane.picker.isVisible()
    assert len(reading.coded()) == 1


def test_the_picker_stays_inside_a_small_window(reading: Reading) -> None:
    reading.window.resize(900, 560)
    QApplication.processEvents()
    reading.put_caret("So I do not go")
    reading.press(Key.Key_Space)
    picker = reading.view.pane.picker
    assert reading.view.pane.stack.rect().contains(picker.geometry())
    reading.press(Key.Key_Escape)


def test_letters_found_are_cut_out() -> None:
    assert pieces("bypassing", (2, 3, 4, 5)) == [("by", False), ("pass", True), ("ing", False)]
    assert pieces("", ()) == []


# Header, quotes, opening


def test_reading_settings(reading: Reading) -> None:
    reading.press("t", CTRL)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.size_box.setValue(15)  # type: ignore[attr-defined]  # Qt calls it a QWidget
    popup.lines.click()  # type: ignore[attr-defined]
    assert (reading.window.settings.font_size, reading.window.settings.show_line_numbers) == (15, True)
    assert reading.page.document().defaultFont().pointSizeF() == 15
    popup.close()


def test_a_quote_leads_to_its_place(reading: Reading) -> None:
    reading.open("Thornby")
    choose(reading, "informal advice")
    panel = reading.view.inspector.code
    reading.qtbot.waitUntil(panel.last[0].isVisible)
    assert "Next door." in panel.last[0].text()
    panel.last[0].linkActivated.emit("0")
    assert reading.view.pane.header.name.whole == "Ashgrove"
    selected = reading.view.pane.selected()
    assert selected is not None
    assert selected.span == reading.codings()[0].span


def test_a_passage_beyond_the_text_opens_its_document(reading: Reading) -> None:
    document_id = reading.read.documents.names()["Thornby"]
    reading.view.open_passage(document_id, Span(10**6, 10**6 + 5))
    assert reading.view.pane.header.name.whole == "Thornby"


def test_a_corrected_text_is_shown_at_once_and_so_is_its_undo(reading: Reading) -> None:
    from qcoder.changes.texts import EditText

    assert reading.window.desk is not None
    document_id = reading.read.documents.names()["Ashgrove"]
    said = "Well. Next door. She shows me her book."
    corrected = Transcript("Ashgrove", said, (Turn(Span(0, len(said)), "Priya", 0),))
    reading.window.desk.jobs.do(EditText(document_id, corrected))
    reading.settle()
    assert reading.page.toPlainText() == said
    assert reading.drawn() == reading.coded() == [("informal advice", "Next door.")]
    reading.press(Key.Key_Z, CTRL)
    assert "Tuesday" in reading.page.toPlainText()
    assert reading.drawn() == [("informal advice", "Next door.")]


def test_next_and_previous_document(reading: Reading) -> None:
    reading.press(Key.Key_PageDown, CTRL)
    assert reading.view.pane.header.name.whole == "Thornby"
    reading.press(Key.Key_PageDown, CTRL)
    assert reading.view.pane.header.name.whole == "Thornby"
    reading.press(Key.Key_PageUp, CTRL)
    assert reading.view.pane.header.name.whole == "Ashgrove"


def test_hovering_says_code_coder_and_memo(reading: Reading) -> None:
    reading.page.select_mark(reading.codings()[0].id)
    reading.press("m")
    reading.press("<b>doorway</b>")
    reading.press(Key.Key_Return, CTRL)
    tip = reading.page.tip(list(reading.page._index))
    assert "learning &gt; informal advice\nAna\n&lt;b&gt;doorway&lt;/b&gt;" in tip


def test_a_memo_being_written_is_kept_when_the_window_closes(reading: Reading) -> None:
    assert reading.window.desk is not None
    path = reading.window.desk.jobs.project.path
    reading.page.select_mark(reading.codings()[0].id)
    reading.press("m")
    reading.press("not yet left")
    reading.window.close()
    with Project.open(path, write=False) as project:
        assert [memo.text for memo in project.read.memos.all()] == ["not yet left"]


def test_nothing_is_read_after_closing(reading: Reading) -> None:
    reading.view.documents_pane.model.forget_measures()
    reading.view.hand.code(Span(0, 5), reading.code_id("cover and cost"))
    reading.window.close()
    for _round in range(20):
        QApplication.processEvents()
    assert reading.window.errors.open_dialog is None


# Words


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        ("“She shows me\nher book.”", "She shows me her book"),
        ("a > b", "a b"),
        ("word " * 40, "word word word word word word word word word word word word…"),
        ("x" * 90, "x" * 60 + "…"),
    ],
)
def test_in_vivo_names(passage: str, name: str) -> None:
    assert in_vivo_name(passage) == name


def test_moments() -> None:
    now = datetime(2026, 5, 31, 12, 0).astimezone()
    assert when_words(round((now - timedelta(hours=2)).timestamp() * 1000), now) == "today 10:00"
    assert when_words(round((now - timedelta(days=1)).timestamp() * 1000), now) == "yesterday 12:00"
    assert when_words(round((now - timedelta(days=9)).timestamp() * 1000), now) == "2026-05-22 12:00"
    assert [clock(None), clock(134_000), clock(3_734_999)] == ["", "02:14", "1:02:14"]


# Other projects


def window_on(project: Project, qtbot: QtBot) -> MainWindow:
    window = MainWindow(Settings(coder="Ana", theme="light"), FileDoor(), lambda _settings: None)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.open_project(project)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def empty(tmp_path: Path, qtbot: QtBot) -> Iterator[Reading]:
    window = window_on(Project.create(tmp_path / "empty.qcoder", "Empty", "Ana"), qtbot)
    yield Reading(window, qtbot)
    window.close()


def test_an_empty_project_says_how_to_begin(empty: Reading) -> None:
    view = empty.view
    assert view.documents_pane.import_button.isVisible()
    assert view.inspector.start.isVisible()
    assert view.codes_pane.hint.isVisible()
    assert "import" in view.pane.invitation.text()
    for name in ("code_passage", "recode_coding", "join_codings", "fully_coded", "next_document", "rename_code"):
        empty.window.commands[name].trigger()
    empty.settle()
    assert "Select" in empty.window.toast.words
    empty.window.commands["move_code_up"].trigger()
    assert "Choose a code" in empty.window.toast.words
    assert empty.read.history.count() == 0


@pytest.fixture
def read_only(small_project: Project, qtbot: QtBot) -> Iterator[Reading]:
    path = small_project.path
    window = window_on(Project.open(path, write=False), qtbot)
    yield Reading(window, qtbot)
    window.close()


def test_a_project_open_for_reading_only(read_only: Reading) -> None:
    view = read_only.view
    assert not view.pane.header.done.isEnabled()
    assert not view.inspector.document.name.isEnabled()
    assert not view.codes_pane.add_button.isEnabled()
    before = read_only.coded()
    read_only.put_caret("And the hub?")
    read_only.press(Key.Key_Space)
    assert not view.pane.picker.isVisible()
    read_only.view.hand.code(None, read_only.code_id("cover and cost"))
    read_only.settle()
    assert "Nothing can be changed" in read_only.window.notice.words.text()
    read_only.page.select_mark(read_only.codings()[0].id)
    read_only.press(Key.Key_Delete)
    assert read_only.coded() == read_only.drawn() == before


HEBREW = "אני הולכת לחדר השכן ושואלת את Karen מה לעשות. היא מראה לי 😀 את המחברת."


@pytest.fixture
def right_to_left(tmp_path: Path, qtbot: QtBot) -> Iterator[Reading]:
    project = Project.create(tmp_path / "rtl.qcoder", "Right to left", "Ana")
    project.do(ImportDocuments((Transcript("Haifa", HEBREW, (Turn(Span(0, len(HEBREW)), "Dana", 0),)),)))
    project.do(AddCode("asking"))
    window = window_on(project, qtbot)
    yield Reading(window, qtbot)
    window.close()


def test_right_to_left_by_mouse(right_to_left: Reading) -> None:
    reading = right_to_left
    start = HEBREW.index("המחברת")
    span = Span(start, start + len("המחברת"))
    reading.page.go_to(0)
    rect = reading.page.text_span_rect(span)
    assert rect is not None
    inner = rect.translated(-reading.page.viewport().pos())
    viewport, button, held = reading.page.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    y = inner.center().y()
    # From the right edge, where the word begins, to its left.
    QTest.mousePress(viewport, button, held, QPoint(inner.right() - 1, y))
    QTest.mouseMove(viewport, QPoint(inner.center().x(), y))
    QTest.mouseMove(viewport, QPoint(inner.left() + 1, y))
    QTest.mouseRelease(viewport, button, held, QPoint(inner.left() + 1, y))
    reading.press(Key.Key_Space)
    reading.press("ask")
    reading.press(Key.Key_Return)
    assert reading.coded() == reading.drawn() == [("asking", "המחברת")]
    assert reading.codings()[0].span == span
