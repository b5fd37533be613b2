"""The Suggest workspace on a real project: nothing before it is asked for, single keys decide, undo brings a passage back."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode, DeleteCodes
from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import DeleteDocuments, ImportDocuments
from qcoder.domain.codings import NewCoding, Origin
from qcoder.domain.documents import Transcript
from qcoder.domain.spans import Span
from qcoder.gui.actions import ALL_COMMANDS, Commands
from qcoder.gui.actions.suggest import SUGGEST_COMMANDS
from qcoder.gui.errors import Errors
from qcoder.gui.jobs import Jobs
from qcoder.gui.offsets import OffsetMap
from qcoder.gui.views.suggest import SuggestView
from qcoder.gui.views.suggest.decisions import Standing
from qcoder.gui.views.suggest.passage import PassageText, bold_spans
from qcoder.gui.views.suggest.questions import LEAST_DOCUMENTS, LEAST_SENTENCES, Context
from qcoder.gui.views.workspace import Desk, Signals
from qcoder.gui.widgets.theme import LIGHT, THEMES
from qcoder.project.project import Project
from qcoder.settings import Settings
from tests.strategies import transcript

P = ParamSpec("P")
T = TypeVar("T")

MONEY = (
    "the supply day costs us",
    "nobody pays for cover",
    "the budget for cover is gone",
    "cover costs two hundred pounds",
    "we pay for supply cover",
)
WEATHER = ("the rain came over the hill", "we saw the snow on the roof", "the wind took the fence", "the frost stayed on the grass")
ENDS = ("every year", "in the autumn", "since we opened", "on most days", "as you can see", "after the summer", "before that")


def said(kind: tuple[str, ...], luck: random.Random) -> str:
    """One sentence, hardly ever twice the same."""
    sentence = f"{luck.choice(kind)} {luck.choice(ENDS)} and {luck.choice(ENDS)}."
    return sentence[0].upper() + sentence[1:]


def interview(number: int, luck: random.Random) -> Transcript:
    """Money and weather in turns; the last of each document's money sentences begins with an emoji."""
    turns: list[tuple[str | None, str]] = []
    for _turn in range(4):
        turns.append(("I", "And how is that here?"))
        turns.append(("T", f"{said(WEATHER, luck)} {said(MONEY, luck)} {said(WEATHER, luck)}"))
    turns.append(("T", f"🙂🙂 {said(WEATHER, luck)} {said(MONEY, luck)}"))
    return transcript(f"Talk {number}", *turns, interviewers=("I",))


def sentences_about(text: str, kind: tuple[str, ...]) -> list[Span]:
    """Where the sentences of one kind stand."""
    starts = (at for beginning in kind for at in _all(text, beginning[0].upper() + beginning[1:]))
    return sorted(Span(start, text.index(".", start) + 1) for start in starts)


def _all(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


class Place:
    """A desk with the workspace on it: five coded interviews, two uncoded ones, a code for money and one used once."""

    def __init__(self, folder: Path, qtbot: QtBot, *, coded: bool = True, write: bool = True) -> None:
        self.qtbot = qtbot
        path = folder / "suggest.qcoder"
        project = Project.create(path, "Suggest", "Ana")
        luck = random.Random(7)
        self.documents = project.do(ImportDocuments(tuple(interview(n, luck) for n in range(7)))).result
        self.money = project.do(AddCode("cover and cost")).result
        self.rare = project.do(AddCode("rare")).result
        if coded:
            spans = [(d, span) for d in self.documents[:5] for span in sentences_about(project.read.documents.text(d), MONEY)]
            project.do(AddCodings(tuple(NewCoding(d, self.money, span) for d, span in spans)))
            project.do(AddCodings((NewCoding(self.documents[0], self.rare, Span(0, 10)),)))
        if not write:
            project.close()
            project = Project.open(path, "Ana", write=False)
        self.project = project
        self.ground = QWidget()
        qtbot.addWidget(self.ground)
        self.errors = Errors(self.ground)
        self.told: list[str] = []
        self.errors.told.connect(lambda sentence, _details: self.told.append(sentence))
        self.jobs = Jobs(project, self.errors, self.ground)
        commands = {command.name: command for command in (*ALL_COMMANDS, *SUGGEST_COMMANDS)}
        self.desk = Desk(
            self.jobs, Commands(self.ground, commands.values()), self.errors, Signals(self.ground), Settings(coder="Ana"), LIGHT
        )
        self.desk.commands.connect("undo", self.jobs.undo)
        self.view = SuggestView(self.desk)
        layout = QVBoxLayout(self.ground)
        layout.addWidget(self.view)
        self.jobs.changed.connect(self.view.refresh)
        self.ground.resize(1200, 700)
        self.ground.show()
        qtbot.waitExposed(self.ground)
        self.ground.activateWindow()
        self.desk.commands.in_place("suggest")
        self.view.refresh(frozenset())
        self.settle()
        self.view.shown()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.qtbot.waitUntil(lambda: self.jobs.idle, timeout=60_000)

    def look(self) -> None:
        """Choose the code of money and look, by keys."""
        self.view.codes.setFocus()
        for _press in range(3):
            if self.view.code_id != self.money:
                QTest.keyClick(self.view.codes, Qt.Key.Key_Down)
        QTest.keyClick(self.view.codes, Qt.Key.Key_Return)
        self.settle()

    def press(self, key: Qt.Key) -> None:
        """One key on the passage, and whatever comes of it."""
        QTest.keyClick(self.view.page.text, key)
        self.settle()

    def passage(self) -> str:
        """The passage that is shown, or an empty string."""
        shown = self.view._shown
        return shown[0].item(shown[1]).text if shown else ""

    def span(self) -> Span:
        """Where the passage that is shown stands."""
        span = self.view.page.text.span
        assert span is not None
        return span

    def left(self) -> int:
        """How many passages are left."""
        return self.view.queues[self.money].left

    def codings(self) -> int:
        """How many codings there are."""
        return self.jobs.read.codings.count()


@pytest.fixture
def place(tmp_path: Path, qtbot: QtBot) -> Iterator[Place]:
    """The workspace, nothing asked yet."""
    found = Place(tmp_path, qtbot)
    yield found
    found.jobs.close()


def test_nothing_is_computed_before_it_is_asked_for(place: Place) -> None:
    assert place.view.queues == {}
    labels = [(line.label, line.below) for line in place.view.codes.lines.lines]
    assert labels == [
        ("Not asked yet", ""),
        ("cover and cost", "25 codings in 5 documents"),
        ("Not yet", ""),
        ("rare", "1 coding in 1 document; it needs 3 documents at least"),
    ]
    assert place.passage() == ""
    assert not place.view.page.card.isVisible()


def test_looking_shows_how_good_it_is_and_the_first_passage(place: Place) -> None:
    place.look()
    queue = place.view.queues[place.money]
    assert queue.found.ready
    measured = queue.found.measured
    assert measured.of >= 10
    assert place.view.codes.lines.lines[0].label == "Codes that can be suggested"
    assert place.view.codes.lines.lines[1].right == f"{measured.right} of {measured.of} right"
    assert place.view.page.about.text().startswith(
        f"In passages you had already coded, {measured.right} of the top {measured.of} were right."
    )
    assert any(word in place.passage() for word in ("cover", "supply", "pay"))
    assert place.view.page.text.hasFocus()
    assert "<b>Talk " in place.view.page.source.text()
    assert "Because of <b>" in place.view.page.why.text()
    assert "like your “" in place.view.page.why.text()
    assert "And how is that here?" in place.view.page.text.toPlainText()


def test_accept_reject_skip_and_undo_by_keys(place: Place) -> None:
    place.look()
    first, before, left = place.passage(), place.codings(), place.left()
    order = [item.text for item in place.view.queues[place.money].found.items]
    place.press(Qt.Key.Key_A)
    assert place.codings() == before + 1
    assert place.passage() == order[1], "the next one, not another ranking"
    newest = max(place.jobs.read.codings.of_codes([place.money]), key=lambda coding: coding.id)
    assert newest.origin is Origin.SUGGESTION
    assert place.jobs.read.documents.text(newest.document_id)[newest.span.start : newest.span.end] == first
    place.press(Qt.Key.Key_R)
    assert [r.passage for r in place.jobs.read.codings.rejections(place.money)] == [order[1]]
    assert place.codings() == before + 1
    assert place.passage() == order[2]
    assert place.left() == left - 2
    assert "Of the 2 you have decided about, you accepted 1." in place.view.page.about.text()
    place.press(Qt.Key.Key_S)
    assert place.passage() == order[3]
    place.press(Qt.Key.Key_U)
    assert place.passage() == order[1], "undo brings the rejected passage back"
    assert place.jobs.read.codings.rejections(place.money) == []
    place.press(Qt.Key.Key_U)
    assert place.passage() == order[0]
    assert (place.codings(), place.left()) == (before, left)


def test_two_quick_keys_decide_about_two_passages(place: Place) -> None:
    place.look()
    order = [item.text for item in place.view.queues[place.money].found.items]
    before = place.codings()
    QTest.keyClick(place.view.page.text, Qt.Key.Key_A)
    QTest.keyClick(place.view.page.text, Qt.Key.Key_A)
    place.settle()
    assert place.codings() == before + 2
    assert place.passage() == order[2]


def test_redo_decides_again(place: Place) -> None:
    place.look()
    first = place.passage()
    place.press(Qt.Key.Key_A)
    second = place.passage()
    place.press(Qt.Key.Key_U)
    assert place.passage() == first
    place.jobs.redo()
    place.settle()
    assert place.passage() == second


def test_skipped_passages_come_again_at_the_end(place: Place) -> None:
    place.look()
    left = place.left()
    seen = []
    for _press in range(left):
        seen.append(place.passage())
        place.press(Qt.Key.Key_S)
    assert len(set(seen)) == left
    assert place.passage() == seen[0]
    assert place.left() == left


def test_to_the_last_one_and_look_again(place: Place) -> None:
    place.look()
    for _press in range(place.left()):
        place.press(Qt.Key.Key_R)
    assert place.passage() == ""
    assert "last one" in place.view.page.words.text()
    assert place.view.page.look.text() == "Look again"
    rejected = {item.text for item in place.view.queues[place.money].found.items}
    QTest.mouseClick(place.view.page.look, Qt.MouseButton.LeftButton)
    place.settle()
    assert not rejected & {item.text for item in place.view.queues[place.money].found.items}


def test_other_ends_by_keys(place: Place) -> None:
    place.look()
    shown = place.span()
    text = place.jobs.read.documents.text(place.view.queues[place.money].item(0).document_id)
    place.press(Qt.Key.Key_E)
    assert place.view.page.help.isVisible()
    before = place.codings()
    QTest.keyClick(place.view.page.text, Qt.Key.Key_Left)
    shorter = place.span()
    assert shorter.start == shown.start
    assert text[shorter.start : shorter.end] == text[shown.start : shown.end].rsplit(" ", 1)[0], "a word less"
    QTest.keyClick(place.view.page.text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert place.span().end == shorter.end + 1
    QTest.keyClick(place.view.page.text, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(place.view.page.text, Qt.Key.Key_E)
    QTest.keyClick(place.view.page.text, Qt.Key.Key_Right)
    wanted = place.span()
    assert text[wanted.start : wanted.end] == text[shorter.start : shorter.end].split(" ", 1)[1]
    place.press(Qt.Key.Key_R)
    assert place.codings() == before, "while ends are moved the window's keys wait"
    place.press(Qt.Key.Key_Return)
    newest = max(place.jobs.read.codings.of_codes([place.money]), key=lambda coding: coding.id)
    assert newest.span == wanted
    assert newest.origin is Origin.SUGGESTION
    assert not place.view.page.help.isVisible()
    place.press(Qt.Key.Key_U)
    assert place.span() == shown, "undone, it is proposed as before"


def test_escape_gives_up_the_other_ends(place: Place) -> None:
    place.look()
    shown, before = place.span(), place.codings()
    place.press(Qt.Key.Key_E)
    place.press(Qt.Key.Key_Left)
    place.press(Qt.Key.Key_Escape)
    assert place.span() == shown
    assert place.codings() == before
    place.press(Qt.Key.Key_S)
    assert place.span() != shown, "the window's keys are back"


def test_other_ends_with_the_mouse(place: Place) -> None:
    place.look()
    text = place.view.page.text
    item = place.view.queues[place.money].item(0)
    QTest.mouseClick(place.view.page.buttons["suggest_ends"], Qt.MouseButton.LeftButton)
    whole = place.jobs.read.documents.text(item.document_id)
    wanted = Span(item.span.start, whole.index(" ", item.span.start))
    end, begin = text._select(wanted), text._select(wanted)
    begin.setPosition(end.selectionStart())
    places = [QPointF(text.cursorRect(cursor).center()) for cursor in (begin, end)]
    kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, spot in zip(kinds, (places[0], places[1], places[1]), strict=True):
        held = none if kind == kinds[2] else left
        pressed = none if kind == kinds[1] else left
        event = QMouseEvent(kind, spot, text.viewport().mapToGlobal(spot), pressed, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(text.viewport(), event)
    assert place.span() == wanted


def test_buttons_do_what_the_keys_do(place: Place) -> None:
    place.look()
    before, first = place.codings(), place.passage()
    QTest.mouseClick(place.view.page.buttons["suggest_accept"], Qt.MouseButton.LeftButton)
    place.settle()
    assert place.codings() == before + 1
    QTest.mouseClick(place.view.page.buttons["suggest_undo"], Qt.MouseButton.LeftButton)
    place.settle()
    assert place.passage() == first
    QTest.mouseClick(place.view.page.buttons["suggest_skip"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(place.view.page.buttons["suggest_reject"], Qt.MouseButton.LeftButton)
    place.settle()
    assert len(place.jobs.read.codings.rejections()) == 1


def test_coded_elsewhere_counts_as_decided(place: Place) -> None:
    place.look()
    item = place.view.queues[place.money].item(0)
    place.jobs.do(AddCodings((NewCoding(item.document_id, place.money, item.span),)))
    place.settle()
    place.settle()
    assert place.passage() != item.text
    assert place.view.queues[place.money].count(Standing.ACCEPTED) == 1


def test_what_happened_while_another_code_was_shown_is_seen(place: Place) -> None:
    place.look()
    place.press(Qt.Key.Key_A)
    second = place.passage()
    place.view._choose(place.rare)
    place.jobs.undo()
    place.settle()
    place.settle()
    place.view._choose(place.money)
    assert place.passage() != second
    assert place.view.queues[place.money].count(Standing.ACCEPTED) == 0


def test_a_document_that_goes_takes_its_passages_along(place: Place) -> None:
    place.look()
    gone = place.view.queues[place.money].item(0).document_id
    of_it = sum(item.document_id == gone for item in place.view.queues[place.money].found.items)
    left = place.left()
    place.jobs.do(DeleteDocuments((gone,)))
    place.settle()
    place.settle()
    assert place.left() == left - of_it
    assert place.view._shown is None or place.view._shown[0].item(place.view._shown[1]).document_id != gone


def test_a_code_that_goes_takes_its_queue_along(place: Place) -> None:
    place.look()
    place.jobs.do(DeleteCodes((place.money,)))
    place.qtbot.waitUntil(lambda: place.money not in place.view.queues)
    place.settle()
    assert place.view.code_id is None
    assert place.passage() == ""


def test_a_refused_decision_brings_the_passage_back(place: Place) -> None:
    place.look()
    first = place.passage()
    place.project.do(DeleteCodes((place.money,)))  # behind the window's back
    place.press(Qt.Key.Key_A)
    assert place.told
    assert "no longer in the project" in place.told[0]
    assert place.passage() == first


class AtOnce(ThreadPoolExecutor):
    """A pool whose work has always ended before anybody can note that it began."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Wait for it."""
        future = super().submit(fn, *args, **kwargs)
        wait([future])
        return future


def test_decisions_written_in_no_time_are_seen(place: Place) -> None:
    place.jobs._writer.shutdown()
    place.jobs._asker.shutdown()
    place.jobs._writer, place.jobs._asker = AtOnce(1), AtOnce(1)
    place.look()
    order = [item.text for item in place.view.queues[place.money].found.items]
    place.press(Qt.Key.Key_A)
    assert place.passage() == order[1]
    place.press(Qt.Key.Key_R)
    assert place.passage() == order[2]
    place.press(Qt.Key.Key_U)
    assert place.passage() == order[1]
    place.project.do(DeleteCodes((place.money,)))  # behind the window's back
    place.press(Qt.Key.Key_A)
    assert place.told
    assert place.passage() == order[0], "its coding went with the code; nothing waits for what was refused"
    assert place.left() == len(order)


def test_a_code_with_too_little_says_why(place: Place) -> None:
    place.view._choose(place.rare)
    place.view.look()
    place.settle()
    assert not place.view.queues[place.rare].found.ready
    assert "suggestions need at least" in place.view.page.about.text()
    assert place.passage() == ""


def test_check_every_code(place: Place) -> None:
    QTest.mouseClick(place.view.check_all, Qt.MouseButton.LeftButton)
    place.settle()
    assert set(place.view.queues) == {place.money}, "the rare code cannot be asked about"
    assert not place.view.check_all.isVisible()


def test_looking_can_be_cancelled(place: Place) -> None:
    place.view._choose(place.money)
    place.view.look()
    work = place.view._work
    assert work is not None
    work.cancel()
    place.settle()
    assert place.view.queues == {}
    assert place.view.page.look.isEnabled()
    assert place.view.page.look.text() == "Look for passages"


def test_without_codings_it_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    place = Place(tmp_path, qtbot, coded=False)
    assert "nothing has been coded yet" in place.view.notice.words.text()
    with qtbot.waitSignal(place.desk.signals.show_workspace) as shown:
        QTest.mouseClick(place.view.notice.act, Qt.MouseButton.LeftButton)
    assert shown.args == ["read"]
    place.jobs.close()


def test_a_project_open_for_reading_refuses(tmp_path: Path, qtbot: QtBot) -> None:
    place = Place(tmp_path, qtbot, write=False)
    place.look()
    first = place.passage()
    assert first
    assert not place.view.page.buttons["suggest_accept"].isEnabled()
    place.press(Qt.Key.Key_A)
    place.press(Qt.Key.Key_R)
    place.view.accept()
    place.view.reject()
    assert place.passage() == first
    with qtbot.waitSignal(place.desk.signals.status) as said_:
        place.view.shown()
    assert "for reading only" in said_.args[0]
    place.jobs.close()


@pytest.mark.parametrize("name", list(THEMES))
def test_every_theme_can_be_put_on(place: Place, name: str) -> None:
    place.look()
    place.desk.theme = THEMES[name]
    place.view.restyle()
    assert not place.view.grab().isNull()


def test_every_control_has_a_name(place: Place) -> None:
    place.look()
    page = place.view.page
    for widget in (place.view.codes, place.view.check_all, page.text, page.look, *page.buttons.values()):
        assert widget.accessibleName()
    assert page.text.accessibleDescription() == place.passage()
    index = place.view.codes.lines.index(1, 0)
    assert "cover and cost" in str(place.view.codes.lines.data(index, Qt.ItemDataRole.AccessibleTextRole))


def test_the_least_that_is_needed_is_what_the_queue_needs() -> None:
    from qcoder.suggest import queue

    assert (LEAST_SENTENCES, LEAST_DOCUMENTS) == (queue.LEAST_POSITIVES, queue.LEAST_DOCUMENTS)


@pytest.mark.parametrize(
    ("passage", "because", "found"),
    [
        ("It's far, it's dear.", ("it's",), ["It's", "it's"]),
        ("then, miles and miles", ("then miles", "and"), ["then, miles", "and"]),
        ("recover the cover", ("cover",), ["cover"]),
        ("why? (or not)", ("?", "(or"), ["(or"]),
        ("🙂 Ναι, ναι", ("ναι",), ["Ναι", "ναι"]),
    ],
)
def test_the_words_that_spoke_for_it_are_found(passage: str, because: tuple[str, ...], found: list[str]) -> None:
    assert [passage[span.start : span.end] for span in bold_spans(passage, because)] == found


@given(st.text(st.sampled_from("ab 🙂\né"), min_size=1, max_size=30), st.data())
def test_offsets_hold_with_emoji_and_line_breaks(qapp: object, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    begin = data.draw(st.integers(0, 50))
    widget = PassageText()
    widget.show_passage(Context(text, begin, Span(begin + start, begin + end), "before 🙂", "T", None, (begin > 0, True)), (), "#0072b2")
    selected = widget._select(Span(begin + start, begin + end)).selectedText()
    assert selected.replace("\u2028", "\n").replace("\u2029", "\n") == text[start:end]
    assert OffsetMap(text).to_qt(len(text)) == len(text.encode("utf-16-le")) // 2
    widget.deleteLater()
