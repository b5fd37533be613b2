"""The code tree by mouse and keys: several at once, merging with its preview, order and filter, earlier wordings, other projects."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCodePath, EditCode
from qcoder.changes.codings import AddCodings
from qcoder.changes.memos import SetMemo
from qcoder.domain.codes import PALETTE
from qcoder.domain.codings import NewCoding
from qcoder.domain.memos import Subject
from qcoder.domain.merging import Wording
from qcoder.gui.main_window import MainWindow
from qcoder.gui.models.code_order import CodeSort
from qcoder.gui.views.read.code_hand import CodeHand
from qcoder.gui.views.read.codes_pane import CodesPane
from qcoder.gui.widgets.passages import codes_mime
from qcoder.project.project import Change, Project
from tests.gui.conftest import Files
from tests.gui.views.reading import CTRL, SHIFT, Key, Reading, begin

ALT = Qt.KeyboardModifier.AltModifier
BOOK = ("local > roads", "local > places", "system")


@pytest.fixture
def reading(window: MainWindow, qtbot: QtBot) -> Reading:
    made = begin(window, qtbot)
    for path in BOOK:
        do(made, AddCodePath(path))
    pane(made).view.expandAll()
    pane(made).view.setFocus()
    return made


def pane(reading: Reading) -> CodesPane:
    return reading.view.codes_pane


def hand(reading: Reading) -> CodeHand:
    return pane(reading).hand


def do(reading: Reading, change: Change[object]) -> None:
    assert reading.window.desk is not None
    reading.window.desk.jobs.do(change, quiet=True)
    reading.settle()


def tree_of(reading: Reading) -> list[str]:
    tree = reading.read.codes.tree()
    return [tree.path(code.id) for _depth, code in tree.walk()]


def shown(reading: Reading) -> list[str]:
    """The names in the tree from top to bottom, as far as it is open."""
    view = pane(reading).view
    index, found = view.model().index(0, 0), list[str]()
    while index.isValid():
        found.append(str(index.data()))
        index = view.indexBelow(index)
    return found


def click(reading: Reading, path: str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    view = pane(reading).view
    rect = view.visualRect(pane(reading).model.index_of(reading.code_id(path)))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, rect.center())
    QApplication.processEvents()


def chosen(reading: Reading) -> list[str]:
    tree = reading.read.codes.tree()
    return [tree.by_id[code_id].name for code_id in pane(reading).view.chosen()]


def drag(reading: Reading, names: tuple[str, ...], onto: str, held: Qt.KeyboardModifier, *, let_go: bool = True) -> None:
    """Carry codes over another one, and let go of them there."""
    view = pane(reading).view
    data = codes_mime([str(reading.code_id(name)) for name in names])
    at = view.visualRect(pane(reading).model.index_of(reading.code_id(onto))).center()
    send(view.viewport(), data, at, held, let_go)
    reading.settle()


def send(target: object, data: QMimeData, at: QPoint, held: Qt.KeyboardModifier, let_go: bool) -> None:
    button, action = Qt.MouseButton.LeftButton, Qt.DropAction.MoveAction
    actions = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    QApplication.sendEvent(target, QDragEnterEvent(at, actions, data, button, held))  # type: ignore[arg-type]  # a widget
    QApplication.sendEvent(target, QDragMoveEvent(at, actions, data, button, held))  # type: ignore[arg-type]
    if let_go:
        QApplication.sendEvent(target, QDropEvent(QPointF(at), action, data, button, held))  # type: ignore[arg-type]


# Several at once


def test_several_are_chosen_by_mouse_and_moved_by_keys_in_one_step(reading: Reading) -> None:
    click(reading, "informal advice")
    click(reading, "roads", CTRL)
    assert chosen(reading) == ["informal advice", "roads"]
    steps = reading.read.history.count()
    reading.press(Key.Key_Left, CTRL)
    assert tree_of(reading) == ["learning", "learning > cover and cost", "informal advice", "local", "local > places", "roads", "system"]
    assert chosen(reading) == ["informal advice", "roads"]
    assert reading.read.history.count() == steps + 1
    reading.press(Key.Key_Z, CTRL)
    assert tree_of(reading)[:3] == ["learning", "learning > informal advice", "learning > cover and cost"]


def test_several_are_chosen_by_keys_and_deleted_in_one_step(reading: Reading) -> None:
    click(reading, "informal advice")
    reading.press(Key.Key_Down, SHIFT)
    assert chosen(reading) == ["informal advice", "cover and cost"]
    reading.press(Key.Key_Delete)
    assert tree_of(reading) == ["learning", "local", "local > roads", "local > places", "system"]
    assert "Deleted the code “informal advice”, “cover and cost”" in reading.window.toast.words
    assert chosen(reading) == ["local"]
    reading.press(Key.Key_Z, CTRL)
    assert "learning > cover and cost" in tree_of(reading)


def test_several_get_a_colour_in_one_step(reading: Reading) -> None:
    click(reading, "informal advice")
    click(reading, "system", CTRL)
    menu = pane(reading).menu()
    submenus = {sub.title(): sub for sub in menu.findChildren(QMenu)}
    assert "Key" not in submenus
    submenus["Colour"].actions()[2].trigger()
    reading.settle()
    menu.deleteLater()
    colors = {code.name: code.color for code in reading.read.codes.tree().by_id.values()}
    assert (colors["informal advice"], colors["system"]) == (PALETTE[2], PALETTE[2])
    assert colors["cover and cost"] != PALETTE[2]


def test_a_branch_gets_shades_of_its_colour(reading: Reading) -> None:
    click(reading, "learning")
    reading.window.commands["shade_branch"].trigger()
    reading.settle()
    tree = reading.read.codes.tree()
    branch = [tree.by_id[id_].color for id_ in tree.branch(tree.find("learning").id)]
    assert len(set(branch)) == 3
    reading.window.commands["color_by_branch"].trigger()
    reading.settle()
    assert [code.color for code in reading.read.codes.tree().children(None)] == list(PALETTE[:3])


def test_several_are_dragged_together_and_keep_their_order(reading: Reading) -> None:
    drag(reading, ("places", "informal advice"), "system", Qt.KeyboardModifier.NoModifier)
    assert tree_of(reading)[-3:] == ["system", "system > informal advice", "system > places"]
    assert chosen(reading) == ["informal advice", "places"]
    assert pane(reading).view.isExpanded(pane(reading).model.index_of(reading.code_id("system")))


def test_under_which_code_is_asked_with_the_picker(reading: Reading) -> None:
    click(reading, "roads")
    click(reading, "places", CTRL)
    reading.press("u", CTRL | ALT)
    assert hand(reading).picker.isVisible()
    assert "Move 2 codes under" in hand(reading).picker.box.placeholderText()
    reading.press("syst")
    reading.press(Key.Key_Return)
    assert tree_of(reading)[-3:] == ["system", "system > roads", "system > places"]
    assert pane(reading).view.hasFocus()


def test_a_cycle_and_a_name_that_is_taken_are_refused_with_a_sentence(reading: Reading) -> None:
    click(reading, "learning")
    reading.press("u", CTRL | ALT)
    reading.press("informal")
    reading.press(Key.Key_Return)
    assert "cannot be moved under itself" in reading.window.notice.words.text()
    do(reading, AddCodePath("roads"))
    click(reading, "local > roads")
    reading.press(Key.Key_Left, CTRL)
    assert "already a code “roads”" in reading.window.notice.words.text()
    assert "local > roads" in tree_of(reading)


# Merging


def prepare(reading: Reading) -> None:
    """Both codes are defined, and both are on one passage."""
    read = reading.read
    advice, cover = reading.code_id("informal advice"), reading.code_id("cover and cost")
    coding = reading.codings()[0]
    do(reading, AddCodings((NewCoding(coding.document_id, cover, coding.span),)))
    do(reading, EditCode(advice, brief="a doorway", key="a"))
    do(reading, EditCode(cover, brief="a book", full="what it takes"))
    do(reading, SetMemo(Subject.CODE, cover, "unclear"))
    assert len(list(read.codings.of_codes([advice, cover]))) == 2


def test_dropping_with_shift_shows_what_merging_does_and_enter_does_it(reading: Reading) -> None:
    prepare(reading)
    steps = reading.read.history.count()
    drag(reading, ("cover and cost",), "informal advice", SHIFT)
    panel = hand(reading).merge_panel
    assert panel.isVisible()
    assert panel.title.text() == "Merge “cover and cost” into “informal advice”"
    assert "1 coding comes to “informal advice”" in panel.summary.text()
    assert "lies on a passage" in panel.summary.text()
    assert "1 memo about what goes" in panel.summary.text()
    assert list(panel.choices) == ["brief"]
    texts = [label.text() for label in panel.grid_page.findChildren(type(panel.summary))]
    assert {"a doorway", "a book", "what it takes"} <= set(texts)
    assert reading.read.history.count() == steps
    reading.press(Key.Key_Return)
    assert not panel.isVisible()
    assert reading.read.history.count() == steps + 1
    code = reading.read.codes.tree().find("informal advice")
    assert (code.brief, code.full, code.key) == ("a doorway\na book", "what it takes", "a")
    assert reading.coded() == [("informal advice", "Next door.")]
    assert chosen(reading) == ["informal advice"]
    assert pane(reading).view.hasFocus()
    reading.press(Key.Key_Z, CTRL)
    assert "learning > cover and cost" in tree_of(reading)


def test_escape_merges_nothing(reading: Reading) -> None:
    prepare(reading)
    before = tree_of(reading)
    drag(reading, ("cover and cost",), "informal advice", SHIFT)
    reading.press(Key.Key_Escape)
    assert not hand(reading).merge_panel.isVisible()
    assert (tree_of(reading), pane(reading).view.hasFocus()) == (before, True)


def test_merging_by_keys_the_other_way_round_and_with_the_wording_that_goes(reading: Reading) -> None:
    prepare(reading)
    click(reading, "cover and cost")
    reading.press("m", CTRL | ALT)
    reading.press("informal")
    reading.press(Key.Key_Return)
    panel = hand(reading).merge_panel
    QTest.mouseClick(panel.around, Qt.MouseButton.LeftButton)
    reading.settle()
    assert panel.title.text() == "Merge “informal advice” into “cover and cost”"
    assert "It gets the key A." in panel.summary.text()
    box = panel.choices["brief"]
    box.setFocus()
    reading.press(Key.Key_End)
    assert box.currentData() == Wording.TAKEN
    reading.press(Key.Key_Return)
    code = reading.read.codes.tree().find("cover and cost")
    assert (code.brief, code.full, code.key) == ("a doorway", "what it takes", "a")


def test_what_cannot_be_merged_says_why_and_cannot_be_done(reading: Reading) -> None:
    click(reading, "learning")
    reading.press("m", CTRL | ALT)
    reading.press("informal")
    reading.press(Key.Key_Return)
    panel = hand(reading).merge_panel
    assert "itself or one of its own subcodes" in panel.summary.text()
    assert not panel.go.isEnabled()
    reading.press(Key.Key_Escape)
    click(reading, "learning")
    hand(reading).ask_merge((reading.code_id("learning"),), reading.code_id("learning"))
    assert "cannot be merged into itself" in reading.window.toast.words
    assert not panel.isVisible()


def test_the_preview_keeps_up_with_the_project(reading: Reading) -> None:
    drag(reading, ("cover and cost",), "informal advice", SHIFT)
    panel = hand(reading).merge_panel
    assert "no codings" in panel.summary.text()
    assert "None of them has a definition" in " ".join(label.text() for label in panel.grid_page.findChildren(type(panel.summary)))
    coding = reading.codings()[0]
    do(reading, AddCodings((NewCoding(coding.document_id, reading.code_id("cover and cost"), coding.span),)))
    assert "1 coding comes" in panel.summary.text()
    do(reading, EditCode(reading.code_id("cover and cost"), brief="a book"))
    assert "a book" in [label.text() for label in panel.grid_page.findChildren(type(panel.summary))]
    reading.press(Key.Key_Escape)


def test_several_become_one(reading: Reading) -> None:
    click(reading, "roads")
    click(reading, "places", CTRL)
    reading.press("m", CTRL | ALT)
    reading.press("system")
    reading.press(Key.Key_Return)
    assert hand(reading).merge_panel.title.text() == "Merge “roads”, “places” into “system”"
    assert not hand(reading).merge_panel.around.isVisible()
    reading.press(Key.Key_Return)
    assert tree_of(reading)[-2:] == ["local", "system"]


def test_what_dropping_would_do_is_said_on_the_way(reading: Reading) -> None:
    said: list[str] = []
    pane(reading).view.told.connect(said.append)
    drag(reading, ("roads",), "system", Qt.KeyboardModifier.NoModifier, let_go=False)
    drag(reading, ("roads", "places"), "system", SHIFT, let_go=False)
    assert said == ["Move “roads” under “system” · with Shift: merge into it", "Merge 2 codes into “system”…"]
    drag(reading, ("learning",), "informal advice", Qt.KeyboardModifier.NoModifier, let_go=False)
    assert said[-1] == "Not here"


# Order, filter, figures


def test_sorting_is_a_view_and_says_so(reading: Reading) -> None:
    before = tree_of(reading)
    reading.window.commands["sort_codes_name"].trigger()
    assert shown(reading) == ["learning", "cover and cost", "informal advice", "local", "places", "roads", "system"]
    assert pane(reading).state.isVisible()
    assert "by name" in pane(reading).state.text()
    reading.window.commands["sort_codes_own"].trigger()
    assert shown(reading)[1] == "informal advice"
    assert tree_of(reading) == before
    click(reading, "roads")
    reading.press(Key.Key_Down, CTRL)
    assert "not shown in their own order" in reading.window.toast.words
    assert tree_of(reading) == before
    QTest.mouseClick(pane(reading).state, Qt.MouseButton.LeftButton)
    assert pane(reading).model.order.sort is CodeSort.ARRANGED
    assert not pane(reading).state.isVisible()
    assert shown(reading)[1] == "informal advice"


def test_sorted_by_codings_follows_the_codings(reading: Reading) -> None:
    reading.window.commands["sort_codes_all"].trigger()
    assert shown(reading)[:2] == ["learning", "informal advice"]
    coding = reading.codings()[0]
    for start in (0, 3):
        do(reading, AddCodings((NewCoding(coding.document_id, reading.code_id("roads"), type(coding.span)(start, start + 2)),)))
    reading.qtbot.waitUntil(lambda: shown(reading)[:2] == ["local", "roads"])
    assert chosen(reading) == []


def test_only_the_codes_of_this_document(reading: Reading) -> None:
    reading.press("l", CTRL | ALT)
    assert shown(reading) == ["learning", "informal advice"]
    assert "used here" in pane(reading).state.text()
    reading.open("Thornby")
    assert shown(reading) == []
    assert pane(reading).hint.text() == "This document is not coded yet."
    reading.open("Ashgrove")
    assert shown(reading) == ["learning", "informal advice"]
    pane(reading).view.setFocus()
    reading.press("l", CTRL | ALT)
    assert len(shown(reading)) == 7


def test_the_filter_looks_into_definitions_when_asked(reading: Reading) -> None:
    do(reading, EditCode(reading.code_id("roads"), when="Says how long the DRIVE takes"))
    reading.press("l", CTRL)
    reading.press("drive")
    assert shown(reading) == []
    assert pane(reading).hint.text() == "No code has “drive” in its name."
    reading.window.commands["filter_definitions"].trigger()
    assert shown(reading) == ["local", "roads"]
    assert "definitions" in pane(reading).filter_box.placeholderText()
    reading.press(Key.Key_Escape)
    assert len(shown(reading)) == 7


def test_what_was_open_is_open_again_after_a_filter(reading: Reading) -> None:
    view = pane(reading).view
    view.setExpanded(pane(reading).model.index_of(reading.code_id("local")), False)
    click(reading, "informal advice")
    reading.press("l", CTRL)
    reading.press("ro")
    assert "roads" in shown(reading)
    reading.press(Key.Key_Escape)
    assert shown(reading) == ["learning", "informal advice", "cover and cost", "local", "system"]
    assert chosen(reading) == ["informal advice"]


def test_the_figures_that_were_chosen_stay(reading: Reading) -> None:
    reading.window.commands["counts_all"].trigger()
    assert reading.window.settings.codes_counts == "all"
    assert pane(reading).legend.text() == "all"
    reading.window.commands["counts_none"].trigger()
    assert reading.window.commands["counts_none"].isChecked()
    assert pane(reading).legend.text() == ""


# Earlier wordings


def test_an_earlier_wording_is_shown_and_brought_back_by_keys(reading: Reading) -> None:
    advice = reading.code_id("informal advice")
    for text in ("near", "close by", "next door"):
        do(reading, EditCode(advice, brief=text))
    click(reading, "informal advice")
    panel = reading.view.inspector.code
    reading.qtbot.waitUntil(panel.wordings["brief"].isVisible)
    assert not panel.wordings["full"].isVisible()
    reading.press("h", CTRL | ALT)
    box = panel.wordings["brief"]
    assert box.head.hasFocus()
    assert "3 changes" in box.head.text()
    assert [button.accessibleName().rpartition(": ")[2] for button in box.backs] == ["close by", "near"]
    box.backs[1].setFocus()
    reading.press(Key.Key_Space)
    code = reading.read.codes.get(advice)
    assert code is not None
    assert code.brief == "near"
    assert panel.fields["brief"].toPlainText() == "near"
    reading.qtbot.waitUntil(lambda: "4 changes" in box.head.text())
    reading.press(Key.Key_Z, CTRL)
    code = reading.read.codes.get(advice)
    assert code is not None
    assert code.brief == "next door"


def test_without_earlier_wordings_a_sentence_says_so(reading: Reading) -> None:
    click(reading, "roads")
    reading.press("h", CTRL | ALT)
    assert "have not been changed" in reading.window.toast.words


# Other projects


@pytest.fixture
def other(tmp_path: Path) -> Path:
    with Project.create(tmp_path / "other.qcoder", "Other", "Ben") as project:
        project.do(AddCodePath("learning > on the job"))
        project.do(EditCode(project.read.codes.tree().find("learning").id, brief="theirs"))
    return tmp_path / "other.qcoder"


def test_a_branch_is_copied_to_another_project(reading: Reading, files: Files, other: Path) -> None:
    do(reading, EditCode(reading.code_id("learning"), brief="ours", full="more"))
    click(reading, "learning")
    files.answers = [other]
    reading.window.commands["copy_branch"].trigger()
    reading.settle()
    panel = hand(reading).branch_panel
    assert panel.isVisible()
    rows = [[item.text(column) for column in range(4)] for item in panel._rows()]
    assert rows == [
        ["learning", "Brief definition", "theirs", "ours"],
        ["learning", "Full definition (is empty)", "–", "more"],
        ["learning > informal advice", "new code", "–", "–"],
        ["learning > cover and cost", "new code", "–", "–"],
    ]
    reading.press(Key.Key_Return)
    assert not panel.isVisible()
    assert "Copied to “other.qcoder”: Took in 2 new codes, 1 changed code" in reading.window.toast.words
    with Project.open(other, write=False) as there:
        tree = there.read.codes.tree()
        assert tree.by_id[reading.code_id("informal advice")].name == "informal advice"
        assert (tree.find("learning").brief, tree.find("learning").full) == ("theirs", "more")


def test_a_project_that_is_held_elsewhere_or_is_this_one_is_refused(reading: Reading, files: Files, other: Path) -> None:
    click(reading, "learning")
    with Project.open(other, "Ben"):
        files.answers = [other]
        reading.window.commands["copy_branch"].trigger()
        reading.settle()
        reading.press(Key.Key_Return)
        assert "Nothing was copied to “other.qcoder”" in reading.window.notice.words.text()
        assert "Ben has it open" in reading.window.notice.words.text()
    assert reading.window.desk is not None
    files.answers = [reading.window.desk.jobs.project.path]
    reading.window.commands["take_branch"].trigger()
    assert "is the project that is open here" in reading.window.notice.words.text()
    assert not hand(reading).branch_panel.isVisible()


def test_a_branch_is_taken_from_another_project(reading: Reading, files: Files, other: Path) -> None:
    do(reading, EditCode(reading.code_id("learning"), brief="ours"))
    files.answers = [other]
    reading.window.commands["take_branch"].trigger()
    reading.settle()
    panel = hand(reading).branch_panel
    assert panel.tree.hasFocus()
    assert "1 text differs" in panel.summary.text()
    panel.filter.setText("job")
    first = panel.tree.topLevelItem(0)
    assert first is not None
    inner = first.child(0)
    assert inner is not None
    panel.tree.setCurrentItem(inner)
    panel.filter.clear()
    row = panel._rows()[0]
    row.setCheckState(0, Qt.CheckState.Checked)
    assert panel.ticked() == {(panel.meetings[0].code.id, "brief")}
    reading.press(Key.Key_Return)
    assert "learning > on the job" in tree_of(reading)
    assert reading.read.codes.tree().find("learning").brief == "theirs"
    assert "Took in 1 new code, 1 changed code from “other.qcoder”" in reading.window.toast.words
    reading.press(Key.Key_Z, CTRL)
    assert "learning > on the job" not in tree_of(reading)


def test_everything_on_the_sheets_has_a_name(reading: Reading, files: Files, other: Path) -> None:
    prepare(reading)
    drag(reading, ("cover and cost",), "informal advice", SHIFT)
    files.answers = [other]
    for sheet in (hand(reading).merge_panel, hand(reading).branch_panel):
        assert sheet.accessibleName()
        assert all(button.text() or button.accessibleName() for button in sheet.findChildren(QPushButton))
    assert all(box.accessibleName() for box in hand(reading).merge_panel.choices.values())
    reading.press(Key.Key_Escape)
