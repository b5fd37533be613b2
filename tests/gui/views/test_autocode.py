"""The window for autocoding, driven as a person would: choose, look, code, undo."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from qcoder.analysis.asked import Asked
from qcoder.analysis.autocoding import Role
from qcoder.analysis.finding import Extent
from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import DeleteDocuments
from qcoder.changes.people import AddParticipant
from qcoder.domain.codings import NewCoding, Origin
from qcoder.domain.spans import Span
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.autocode import AutocodeDialog
from qcoder.gui.views.autocode.dialog import Source
from qcoder.gui.views.find import FindView
from qcoder.gui.views.workspace import Desk
from qcoder.project.project import Project


class Coding:
    """The window on the small project, and what a test wants to know of it."""

    def __init__(self, dialog: AutocodeDialog, desk: Desk, qtbot: QtBot) -> None:
        self.dialog, self.desk, self.qtbot = dialog, desk, qtbot

    def settle(self) -> None:
        """Wait until what is asked has been looked for."""
        self.qtbot.waitUntil(lambda: not self.dialog._pause.isActive() and self.desk.jobs.idle)

    def find(self, text: str) -> None:
        """Type what to look for."""
        self.dialog.bar.line.setFocus()
        self.dialog.bar.line.clear()
        QTest.keyClicks(self.dialog.bar.line, text)
        QTest.keyClick(self.dialog.bar.line, Qt.Key.Key_Return)
        self.settle()

    def code_as(self, name: str) -> None:
        """Type the code."""
        line = self.dialog.code.lineEdit()
        assert line is not None
        line.clear()
        QTest.keyClicks(line, name)
        self.settle()

    def go(self) -> None:
        """Press the button and wait until it is coded."""
        with self.qtbot.waitSignal(self.desk.jobs.changed):
            QTest.mouseClick(self.dialog.go, Qt.MouseButton.LeftButton)
        self.settle()

    @property
    def shown(self) -> list[str]:
        """The words of the examples."""
        return [one.text for one in self.dialog.examples.examples.examples]


@pytest.fixture
def coding(desk: Desk, qtbot: QtBot) -> Iterator[Coding]:
    """The window, shown and settled."""
    ground = QWidget()
    qtbot.addWidget(ground)
    dialog = AutocodeDialog(desk, ground)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    coding = Coding(dialog, desk, qtbot)
    coding.settle()
    yield coding
    dialog.close()


def test_what_is_found(coding: Coding) -> None:
    """Nothing is coded before the button; then one step with the code made, which undo takes back."""
    dialog, read = coding.dialog, coding.desk.jobs.read
    assert "what to look for" in dialog.said.text()
    assert not dialog.go.isEnabled()
    coding.find("hub")
    assert coding.shown == ["hub", "hub"]
    assert "2 passages in 2 documents. Choose a code for them." in dialog.said.text()
    assert not dialog.go.isEnabled()
    coding.code_as("the hub")
    dialog.reach.setCurrentIndex(list(Extent).index(Extent.TURN))
    coding.settle()
    assert coding.shown == ["And the hub?"] * 2
    assert dialog.go.text() == "Code 2 passages"
    steps, codes = read.history.count(), len(read.codes.tree())
    coding.go()
    made = list(read.codings.of_codes([read.codes.tree().find("the hub").id]))
    assert [coding.origin for coding in made] == [Origin.AUTOCODE] * 2
    assert read.history.count() == steps + 1
    assert dialog.isHidden()
    with coding.qtbot.waitSignal(coding.desk.jobs.changed):
        coding.desk.jobs.undo()
    assert len(read.codes.tree()) == codes


def test_what_is_coded_so_is_left_alone(coding: Coding) -> None:
    dialog, jobs = coding.dialog, coding.desk.jobs
    coding.find("door")
    coding.code_as("learning > informal advice")
    assert coding.shown == ["door"]
    assert "1 is coded so already" in dialog.said.text()
    document = jobs.read.documents.names()["Thornby"]
    text = jobs.read.documents.text(document)
    code = jobs.read.codes.tree().find("informal advice").id
    with coding.qtbot.waitSignal(jobs.changed):
        jobs.do(AddCodings((NewCoding(document, code, Span(text.index("Next"), text.index("Next") + 20)),)))
    coding.settle()
    assert coding.shown == []
    assert "2 are coded so already" in dialog.said.text()
    assert not dialog.go.isEnabled()
    coding.code_as("nowhere > x")
    assert "no code “nowhere”" in dialog.said.text()


def test_a_bad_question_is_a_sentence(coding: Coding) -> None:
    coding.find("(hub")
    assert "not closed" in coding.dialog.said.text()
    coding.find("zebra")
    assert coding.dialog.said.text() == "Nothing is found."
    QTest.mouseClick(coding.dialog.bar.toggles["regex"], Qt.MouseButton.LeftButton)
    coding.find("[")
    assert "not a regular expression" in coding.dialog.said.text()


def test_all_that_somebody_says(coding: Coding) -> None:
    dialog, jobs = coding.dialog, coding.desk.jobs
    QTest.mouseClick(dialog.sources[Source.SAID], Qt.MouseButton.LeftButton)
    coding.settle()
    assert not dialog.bar.line.isVisible()
    assert len(coding.shown) == 4
    assert all("Interviewer" not in one.speaker for one in dialog.examples.examples.examples)
    priya = [speaker.id for speaker in jobs.read.documents.speakers() if speaker.label == "Priya"]
    with coding.qtbot.waitSignal(jobs.changed):
        person = jobs.do(AddParticipant("Priya", None, None, (priya[0],)))
    coding.settle()
    assert person.finished
    QTest.mouseClick(dialog.bar.whose, Qt.MouseButton.LeftButton)
    dialog.bar.ask(Asked(listing=True))
    coding.settle()
    assert "whose words are meant" in dialog.said.text()
    dialog.bar.ask(Asked(listing=True, labels=frozenset({"Priya"})))
    coding.settle()
    coding.code_as("Priya says")
    coding.go()
    assert len(list(jobs.read.codings.of_codes([jobs.read.codes.tree().find("Priya says").id]))) == 4


def test_answers_to_questions(coding: Coding) -> None:
    """Recognised, looked through by keys, named, and coded under a parent."""
    dialog, read = coding.dialog, coding.desk.jobs.read
    QTest.mouseClick(dialog.sources[Source.ANSWERS], Qt.MouseButton.LeftButton)
    coding.settle()
    model = dialog.table.questions
    assert [(question.text, question.documents) for question in model.questions] == [
        ("Where do you go first when a lesson did not work?", 2), ("And the hub?", 2),
    ]  # fmt: skip
    assert model.roles == [Role.CODE, Role.NOTHING]
    assert len(coding.shown) == 4, "all that follows the first question"
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    coding.settle()
    assert model.roles == [Role.CODE, Role.CODE]
    assert dialog.said.text() == "4 passages in 2 documents, with 2 codes."
    QTest.keyClick(dialog.table, Qt.Key.Key_F2)
    editor = dialog.table.findChild(QLineEdit)
    assert editor is not None
    editor.setText("hub")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    coding.qtbot.waitUntil(lambda: model.codes[1] == "hub")
    coding.settle()
    QTest.mouseClick(dialog.roles[Role.ENDS], Qt.MouseButton.LeftButton)
    coding.settle()
    assert model.roles[1] is Role.ENDS
    assert len(coding.shown) == 2
    QTest.mouseClick(dialog.roles[Role.CODE], Qt.MouseButton.LeftButton)
    dialog.under.setCurrentIndex(dialog.under.findText("learning"))
    coding.settle()
    coding.go()
    tree = read.codes.tree()
    hub = tree.find("learning > hub")
    quotes = [read.documents.text(c.document_id)[c.span.start : c.span.end] for c in read.codings.of_codes([hub.id])]
    assert quotes == ["It is across the ring road. Nobody can cover me on a Tuesday. So I do not go."] * 2


def test_it_follows_the_project(coding: Coding) -> None:
    """A document that goes takes its passages and its part in the questions with it."""
    dialog, jobs = coding.dialog, coding.desk.jobs
    coding.find("hub")
    with coding.qtbot.waitSignal(jobs.changed):
        jobs.do(DeleteDocuments((jobs.read.documents.names()["Thornby"],)))
    coding.settle()
    assert coding.shown == ["hub"]
    QTest.mouseClick(dialog.sources[Source.ANSWERS], Qt.MouseButton.LeftButton)
    coding.settle()
    assert "No question is asked in two transcripts" in dialog.said.text()
    with coding.qtbot.waitSignal(jobs.changed):
        jobs.undo()
    coding.settle()
    assert len(dialog.table.questions.questions) == 2


def test_looking_is_given_up(coding: Coding) -> None:
    dialog = coding.dialog
    coding.find("hub")
    dialog._look()
    assert dialog.stop.isVisible()
    QTest.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)
    coding.settle()
    assert "Stopped" in dialog.said.text()
    assert not dialog.go.isEnabled()
    coding.find("door")
    assert coding.shown == ["door", "door"]


def test_an_example_leads_to_its_place(coding: Coding) -> None:
    coding.find("hub")
    coding.dialog.examples.setFocus()
    coding.dialog.examples.selectRow(1)
    with coding.qtbot.waitSignal(coding.desk.signals.open_passage) as opened:
        QTest.keyClick(coding.dialog.examples, Qt.Key.Key_Return)
    assert opened.args is not None
    assert opened.args[0] == coding.dialog.examples.examples.examples[1].document_id


def test_every_control_has_a_name(coding: Coding) -> None:
    for source in Source:
        coding.dialog.choose_source(source)
        coding.settle()
        for widget in coding.dialog.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(widget, QLineEdit):
                words = widget.accessibleName() or (widget.property("text") or "")
                assert words, type(widget).__name__


def test_in_the_window(window: MainWindow, qtbot: QtBot, small_project: Project) -> None:
    """From the menu, with what Find asks; one window at a time, which goes with the project."""
    window.show_workspace("find")
    view = window.workspaces["find"]
    assert isinstance(view, FindView)
    view.ask(Asked(text="hub"))
    assert window.desk is not None
    qtbot.waitUntil(lambda: view.finished and window.desk is not None and window.desk.jobs.idle)
    window.commands["autocode"].trigger()
    window.commands["autocode"].trigger()
    dialogs = [dialog for dialog in window.findChildren(AutocodeDialog) if dialog.isVisible()]
    assert len(dialogs) == 1
    assert dialogs[0].bar.line.text() == "hub"
    qtbot.waitUntil(lambda: bool(dialogs[0].examples.examples.examples))
    window.close_project()
    assert not [dialog for dialog in window.findChildren(AutocodeDialog) if dialog.isVisible()]
    assert not window.commands["autocode"].isEnabled()
