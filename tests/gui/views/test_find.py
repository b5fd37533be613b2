"""The Find workspace, driven as a person would: type, look, open, code, take away."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from qcoder.analysis.asked import UNCODED, Asked
from qcoder.analysis.code_queries import Relation
from qcoder.analysis.finding import Extent, Hit, Whose
from qcoder.analysis.neighbours import Order
from qcoder.analysis.query import Options
from qcoder.changes.documents import DeleteDocuments, ImportDocuments
from qcoder.changes.texts import EditText
from qcoder.domain.codings import Origin
from qcoder.domain.spans import Span
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.find import FindView
from qcoder.gui.views.find.results import Head, HitsModel
from qcoder.gui.views.read import ReadView
from qcoder.gui.views.workspace import Desk
from qcoder.project.project import Project
from tests.gui.conftest import Files, transcript


class Finding:
    """The view on the small project, and what a test wants to know of it."""

    def __init__(self, view: FindView, desk: Desk, qtbot: QtBot) -> None:
        self.view, self.desk, self.qtbot = view, desk, qtbot

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.qtbot.waitUntil(lambda: self.view.finished and self.desk.jobs.idle and not self.view.tending.is_under_way)

    def type(self, text: str) -> None:
        """Type into the query line and press Enter."""
        self.view.bar.line.clear()
        QTest.keyClicks(self.view.bar.line, text)
        QTest.keyClick(self.view.bar.line, Qt.Key.Key_Return)
        self.settle()

    def ask(self, asked: Asked) -> None:
        """Ask for something and wait for the answer."""
        self.view.ask(asked)
        self.settle()

    @property
    def found(self) -> list[str]:
        """What the lines show as found."""
        return [hit.text for hit in self.view.list.hits.all_hits()]


@pytest.fixture
def finding(desk: Desk, qtbot: QtBot) -> Iterator[Finding]:
    """The view, shown and settled."""
    view = FindView(desk)
    qtbot.addWidget(view)
    view.resize(1200, 700)
    view.show()
    qtbot.waitExposed(view)
    view.refresh(frozenset())
    view.shown()
    finding = Finding(view, desk, qtbot)
    finding.settle()
    yield finding
    view.hide()


def test_typing_finds(finding: Finding) -> None:
    view = finding.view
    assert view.examples.isVisible()
    assert view.bar.line.hasFocus()
    finding.type("hub")
    assert finding.found == ["hub", "hub"]
    assert view.said.text() == "2 places in 2 documents"
    heads = [row.words for row in view.list.hits.rows if isinstance(row, Head)]
    assert heads == ["Ashgrove · 1 place", "Thornby · 1 place"]
    finding.type("nobody AND ring")
    assert finding.found == ["ring", "Nobody"] * 2
    finding.type("zebra")
    assert finding.found == []
    assert "star" in view.said.text()


def test_a_pause_is_enough(finding: Finding) -> None:
    QTest.keyClicks(finding.view.bar.line, "Karen")
    finding.qtbot.waitUntil(lambda: finding.found == ["Karen", "Karen"])


def test_a_bad_question_is_a_sentence(finding: Finding) -> None:
    finding.type("(hub")
    assert "not closed" in finding.view.wrong.text()
    assert finding.view.wrong.isVisible()
    finding.ask(Asked(text="[", options=Options(regex=True)))
    assert "not a regular expression" in finding.view.wrong.text()
    finding.type("hub")
    assert finding.view.wrong.isHidden()


def test_regular_expression(finding: Finding) -> None:
    QTest.mouseClick(finding.view.bar.toggles["regex"], Qt.MouseButton.LeftButton)
    assert not finding.view.bar.toggles["accents"].isEnabled()
    finding.type(r"\bt\w+day\b")
    assert finding.found == ["Tuesday", "Tuesday"]


def test_limits(finding: Finding) -> None:
    ids = finding.desk.jobs.read.documents.names()
    finding.ask(Asked(text="the"))
    everywhere = len(finding.found)
    finding.ask(Asked(text="the", whose=Whose.INTERVIEWERS))
    assert 0 < len(finding.found) < everywhere
    finding.ask(Asked(text="hub", documents=frozenset({ids["Thornby"]})))
    assert {hit.document_id for hit in finding.view.list.hits.all_hits()} == {ids["Thornby"]}
    assert "Thornby" in finding.view.bar.pills["documents"].text()
    code = finding.desk.jobs.read.codes.tree().find("learning").id
    finding.ask(Asked(text="door", codes=frozenset({code})))
    assert finding.found == ["door"], "within a subcode of the one ticked"
    finding.ask(Asked(text="door", codes=frozenset({UNCODED})))
    assert finding.found == ["door"]


def test_ticking(finding: Finding) -> None:
    """The list under a button: filter, tick by key, and the answer follows."""
    finding.type("hub")
    bar = finding.view.bar
    QTest.mouseClick(bar.pills["documents"], Qt.MouseButton.LeftButton)
    popup = bar._popups["documents"]
    popup.list.setFocus()
    QTest.keyClick(popup.list, Qt.Key.Key_Down)
    QTest.keyClick(popup.list, Qt.Key.Key_Space)
    finding.settle()
    assert [finding.view.list.hits.name_of(hit.document_id) for hit in finding.view.list.hits.all_hits()] == ["Thornby"]
    QTest.mouseClick(popup.none, Qt.MouseButton.LeftButton)
    finding.settle()
    assert len(finding.found) == 2
    QTest.mouseClick(popup.done, Qt.MouseButton.LeftButton)
    assert popup.isHidden()


def test_keys_in_the_list(finding: Finding) -> None:
    """Down into the list and on over heads, Enter opens, Esc goes back."""
    view = finding.view
    finding.type("hub")
    QTest.keyClick(view.bar.line, Qt.Key.Key_Down)
    assert view.list.hasFocus()
    first = view.list.current()
    QTest.keyClick(view.list, Qt.Key.Key_Down)
    second = view.list.current()
    assert first is not None
    assert second is not None
    assert first.document_id != second.document_id, "the head between them was stepped over"
    assert "hub" in view.preview.words.toPlainText()
    assert view.preview.where.text().startswith("Thornby · Interviewer")
    with finding.qtbot.waitSignal(finding.desk.signals.open_passage) as opened:
        QTest.keyClick(view.list, Qt.Key.Key_Return)
    assert opened.args == [second.document_id, second.span]
    QTest.keyClick(view.list, Qt.Key.Key_Escape)
    assert view.bar.line.hasFocus()
    QTest.keyClick(view.bar.line, Qt.Key.Key_Escape)
    assert finding.found == []
    assert view.examples.isVisible()


def test_code_them_all(finding: Finding) -> None:
    """All places, widened to their sentences, by keys alone: one step, by hand, undone at once."""
    view, read = finding.view, finding.desk.jobs.read
    steps, before = read.history.count(), read.codings.count()
    finding.type("go")
    assert finding.found == ["go", "go"] * 2
    view.coder.reach_to(Extent.SENTENCE)
    view.list.setFocus()
    QTest.keyClick(view.list, Qt.Key.Key_Space)
    finding.qtbot.waitUntil(view.picker.isVisible)
    assert view.picker.box.placeholderText() == "Code 4 passages as…"
    QTest.keyClicks(view.picker.box, "cover")
    with finding.qtbot.waitSignal(finding.desk.jobs.changed):
        QTest.keyClick(view.picker.box, Qt.Key.Key_Return)
    assert read.history.count() == steps + 1
    made = list(read.codings.of_codes([read.codes.tree().find("cover and cost").id]))
    assert {coding.origin for coding in made} == {Origin.HAND}
    text = read.documents.text(made[0].document_id)
    assert [text[c.span.start : c.span.end] for c in made[:2]] == ["Where do you go first when a lesson did not work?", "So I do not go."]
    with finding.qtbot.waitSignal(finding.desk.jobs.changed):
        finding.desk.jobs.undo()
    assert read.codings.count() == before


def test_code_what_is_selected(finding: Finding) -> None:
    view = finding.view
    finding.type("go")
    view.list.setFocus()
    QTest.keyClick(view.list, Qt.Key.Key_Down)
    QTest.keyClick(view.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(view.list.selected()) == 2, "a head between two lines is not selected"
    assert view.code.text() == "Code 2 places selected…"
    QTest.mouseClick(view.code, Qt.MouseButton.LeftButton)
    finding.qtbot.waitUntil(view.picker.isVisible)
    assert view.picker.box.placeholderText() == "Code 2 passages as…"
    QTest.keyClick(view.picker.box, Qt.Key.Key_Escape)
    assert view.picker.isHidden()


def test_codes_with_codes(finding: Finding) -> None:
    tree = finding.desk.jobs.read.codes.tree()
    family, advice = tree.find("learning").id, tree.find("informal advice").id
    QTest.mouseClick(finding.view.bar.by_codes, Qt.MouseButton.LeftButton)
    assert finding.view.bar.turns.isHidden()
    finding.ask(Asked(by_codes=True, a=frozenset({family}), b=frozenset({advice}), relation=Relation.WITHIN))
    assert finding.found == ["Next door."]
    finding.ask(Asked(by_codes=True, a=frozenset({family}), b=frozenset({advice}), relation=Relation.NOT))
    assert "relation" in finding.view.said.text()
    finding.ask(Asked(by_codes=True, relation=Relation.FOLLOWED_BY))
    assert finding.view.bar.turns.isVisible()


def test_it_follows_the_project(finding: Finding, small_project: Project) -> None:
    """What is shown is what is there: imports, deletions and undo change the answer, and the index is brought up to date."""
    view, jobs = finding.view, finding.desk.jobs
    jobs.changed.connect(view.refresh)
    finding.type("hub")
    jobs.do(ImportDocuments((transcript("Millbank"),)))
    finding.qtbot.waitUntil(lambda: len(finding.found) == 3)
    jobs.do(DeleteDocuments((small_project.read.documents.names()["Ashgrove"],)))
    finding.qtbot.waitUntil(lambda: len(finding.found) == 2)
    jobs.undo()
    finding.qtbot.waitUntil(lambda: len(finding.found) == 3)
    finding.settle()
    assert view.tending.index.tend(small_project.read, 60) == (3, 3)
    assert view.tending.index.path.exists()


def test_copy_and_export(finding: Finding, files: Files, tmp_path: Path) -> None:
    finding.desk.files = files
    finding.type("hub")
    QTest.mouseClick(finding.view.copy, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[3] for line in lines] == ["Place", "hub", "hub"]
    for suffix in ("xlsx", "csv"):
        files.answers.append(tmp_path / f"places.{suffix}")
        with finding.qtbot.waitSignal(finding.desk.signals.notice):
            QTest.mouseClick(finding.view.export, Qt.MouseButton.LeftButton)
    assert "hub" in (tmp_path / "places.csv").read_text(encoding="utf-8-sig")
    assert (tmp_path / "places.xlsx").stat().st_size > 1_000


def test_show_more(finding: Finding) -> None:
    """Beyond so many places the person is asked; nothing is lost by going on."""
    view = finding.view
    finding.ask(Asked(text="o", options=Options()))
    everything = finding.found
    view.ask(Asked(text="o", options=Options(), whose=Whose.EVERYBODY))
    view._room = 5
    finding.qtbot.waitUntil(lambda: view.finished or view.more.isVisible())
    if view.more.isVisible():
        QTest.mouseClick(view.more, Qt.MouseButton.LeftButton)
    finding.settle()
    assert finding.found == everything


def test_read_only(finding: Finding, small_project: Project, qtbot: QtBot) -> None:
    """Nothing is coded in a project that is open for reading only; the sentence says so."""
    finding.type("hub")
    small_project.read_only = "It is somebody else's."
    finding.view.refresh(frozenset({"coding"}))
    assert not finding.view.code.isEnabled()
    with qtbot.waitSignal(finding.desk.errors.told) as told:
        finding.view.code_places()
    assert "reading only" in told.args[0]
    small_project.read_only = ""


def test_in_the_window(window: MainWindow, qtbot: QtBot) -> None:
    """Ctrl+2 shows it, an example is looked for, a place opens in Read, and closing while it looks leaves nothing behind."""
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    view = window.workspaces["find"]
    assert isinstance(view, FindView)
    assert window.desk is not None
    QTest.mouseClick(view.examples.links[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.finished and bool(view.said.text()))
    view.ask(Asked(text="hub"))
    qtbot.waitUntil(lambda: view.finished and view.list.hits.hits == 2)
    view.list.setFocus()
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    read = window.workspaces["read"]
    assert window.stack.currentWidget() is read
    assert isinstance(read, ReadView)
    text, page = read.pane.text, read.pane.view
    assert [text[span.start : span.end] for span in page.sought] == ["hub"], "what was found in this document is outlined"
    before = page.grab().toImage()
    page.show_sought(())
    assert page.grab().toImage() != before
    window.show_workspace("find")
    view.ask(Asked(text="(e|x)+", options=Options(regex=True)))
    window.close_project()
    assert window.workspaces == {}


def test_every_control_has_a_name(finding: Finding) -> None:
    """A screen reader can say what each control is, and each line of the list."""
    from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSpinBox

    finding.type("hub")
    for kind in (QAbstractButton, QLineEdit, QSpinBox):
        for control in finding.view.findChildren(kind):
            if control.isVisible() and control.objectName() != "qt_spinbox_lineedit":
                assert control.accessibleName() or (
                    isinstance(control, QAbstractButton) and (control.text() or not control.icon().isNull())
                )
    model = finding.view.list.hits
    spoken = str(model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.startswith("hub. Ashgrove, Interviewer: ")


def test_model_grows(qtbot: QtBot) -> None:
    """Hits of one document that come in two slices stand under one head, which counts them all."""
    model = HitsModel()
    model.begin({1: "A", 2: "B"})
    hit = Hit(1, Span(0, 1), "", None, "", "x", "")
    model.add([hit, hit])
    model.add([hit, Hit(2, Span(0, 1), "", None, "", "y", "")])
    assert [row.words if isinstance(row, Head) else row.text for row in model.rows] == ["A · 3 places", "x", "x", "x", "B · 1 place", "y"]
    assert (model.hits, model.documents) == (4, 2)


def test_a_new_code_from_the_picker(finding: Finding) -> None:
    """Shift+Enter makes the code and codes all places with it: one step, which undo takes back with its code."""
    view, read = finding.view, finding.desk.jobs.read
    codes, codings, steps = len(read.codes.tree()), read.codings.count(), read.history.count()
    finding.type("hub")
    view.list.setFocus()
    QTest.keyClick(view.list, Qt.Key.Key_Space)
    finding.qtbot.waitUntil(view.picker.isVisible)
    QTest.keyClick(view.picker.box, Qt.Key.Key_Space)
    finding.qtbot.waitUntil(lambda: "the hub?" in view.picker.passage.text())
    assert view.coder.extent is Extent.SENTENCE, "Space widens"
    QTest.keyClicks(view.picker.box, "the hub itself")
    with finding.qtbot.waitSignal(finding.desk.jobs.changed):
        QTest.keyClick(view.picker.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    made = read.codes.tree().find("the hub itself")
    assert [coding.code_id for coding in read.codings.of_codes([made.id])] == [made.id, made.id]
    assert read.history.count() == steps + 1
    with finding.qtbot.waitSignal(finding.desk.jobs.changed):
        finding.desk.jobs.undo()
    assert (len(read.codes.tree()), read.codings.count()) == (codes, codings)


def test_in_vivo(finding: Finding) -> None:
    """Ctrl+Enter names the code after the words found; where there is such a code it is used."""
    view, read = finding.view, finding.desk.jobs.read
    for times in (1, 2):
        finding.type("ring road" if times == 1 else '"RING road"')
        view.list.setFocus()
        QTest.keyClick(view.list, Qt.Key.Key_Space)
        finding.qtbot.waitUntil(view.picker.isVisible)
        if times == 2:
            view.coder.reach_to(Extent.TURN)
            view.code_places()
            finding.settle()
        with finding.qtbot.waitSignal(finding.desk.jobs.changed):
            QTest.keyClick(view.picker.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(list(read.codings.of_codes([read.codes.tree().find("ring road").id]))) == 4


def test_sorted_by_the_word_beside(finding: Finding) -> None:
    """As a concordance: by the word after, by the word before, and back under the documents' names."""
    view = finding.view
    finding.type("the OR a")
    view.sort_by(Order.AFTER)
    assert [hit.after.split()[0].strip("?.") for hit in view.list.hits.all_hits()] == [
        "hub",
        "hub",
        "lesson",
        "lesson",
        "ring",
        "ring",
        "Tuesday",
        "Tuesday",
    ]
    assert not any(isinstance(row, Head) for row in view.list.hits.rows)
    assert view.list.hits.who(view.list.hits.all_hits()[0]).startswith("Ashgrove · Interviewer")
    view.list.setFocus()
    QTest.keyClick(view.list, Qt.Key.Key_Down)
    current = view.list.current()
    view.sort_by(Order.BEFORE)
    assert view.list.current() is current, "the cursor stays on its line"
    before = [hit.before.split()[-1].casefold() for hit in view.list.hits.all_hits()]
    assert before == sorted(before)
    finding.type("hub")
    assert len(finding.found) == 2, "the next search is sorted alike"
    view.sort_by(Order.PLACE)
    assert isinstance(view.list.hits.rows[0], Head)


def test_saved_questions(finding: Finding, qtbot: QtBot) -> None:
    """Save, ask again, rename and delete, by keys; and one that names what is gone says so."""
    view, desk = finding.view, finding.desk
    documents = desk.jobs.read.documents.names()
    finding.ask(Asked(text="hub", documents=frozenset({documents["Thornby"]})))
    desk.commands["find_saved"].trigger()
    popup = view.keeping.popup
    assert popup.isVisible()
    assert "No question is saved yet" in popup.about.text()
    QTest.keyClicks(popup.box, "the hub at Thornby")
    with qtbot.waitSignal(desk.jobs.said) as said:
        QTest.keyClick(popup.box, Qt.Key.Key_Return)
    assert said.args == ["Saved the question “the hub at Thornby”", True]
    finding.type("door")
    assert finding.found == ["door"]
    QTest.mouseClick(view.keeping.button, Qt.MouseButton.LeftButton)
    assert popup.about.text() == "hub (saved by Ana)"
    QTest.keyClick(popup.list, Qt.Key.Key_Return)
    finding.settle()
    assert popup.isHidden()
    assert (view.bar.line.text(), finding.found) == ("hub", ["hub"])
    assert view.note.isHidden()
    QTest.mouseClick(view.keeping.button, Qt.MouseButton.LeftButton)
    QTest.keyClick(popup.list, Qt.Key.Key_F2)
    editor = popup.list.findChild(QLineEdit)
    assert editor is not None
    editor.setText("hubs")
    with qtbot.waitSignal(desk.jobs.changed):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    view.refresh(frozenset({"saved_query"}))
    assert [query.name for query in desk.jobs.read.queries.of("find")] == ["hubs"]
    popup.hide()
    desk.jobs.do(DeleteDocuments((documents["Thornby"],)))
    qtbot.waitUntil(lambda: "Thornby" not in desk.jobs.read.documents.names())
    view.refresh(frozenset({"document", "turn"}))
    finding.settle()
    QTest.mouseClick(view.keeping.button, Qt.MouseButton.LeftButton)
    QTest.keyClick(popup.list, Qt.Key.Key_Return)
    finding.settle()
    assert "“Thornby”, no longer in the project" in view.note.text()
    assert view.note.isVisible()
    finding.type("door")
    assert view.note.isHidden()
    QTest.mouseClick(view.keeping.button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(desk.jobs.said) as said:
        QTest.keyClick(popup.list, Qt.Key.Key_Delete)
    assert said.args == ["Deleted the question “hubs”", True]
    view.refresh(frozenset({"saved_query"}))
    assert popup.list.count() == 0
    popup.hide()


def test_the_list_of_words(finding: Finding, qtbot: QtBot) -> None:
    """Counted, filtered, sorted, left out; Enter on a word shows its lines, as many as were counted."""
    view, words = finding.view, finding.view.words
    QTest.mouseClick(view.bar.by_list, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not words.is_under_way)
    assert view.bar.asked.whose is Whose.PARTICIPANTS
    assert "different ones" in words.said.text()
    shown = {row.word: row for row in words.model.rows}
    assert shown["karen's"].count == 2
    assert (shown["karen's"].documents, shown["karen's"].participants) == (2, 0), "speakers that are tied to nobody are no participants"
    assert "the" not in shown
    assert "hub" not in shown, "the interviewer's word"
    words.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [row.word for row in words.model.rows] == sorted(shown)
    words.filter.setFocus()
    QTest.keyClicks(words.filter, "tues")
    assert [row.word for row in words.model.rows] == ["tuesday"]
    QTest.keyClick(words.filter, Qt.Key.Key_Down)
    assert words.table.hasFocus()
    QTest.keyClick(words.table, Qt.Key.Key_Return)
    finding.settle()
    assert finding.found == ["Tuesday", "Tuesday"]
    assert view.bar.asked.whose is Whose.PARTICIPANTS
    assert view.list.hasFocus()
    QTest.mouseClick(view.bar.by_list, Qt.MouseButton.LeftButton)
    assert not words.is_under_way, "nothing has changed, so nothing is counted again"
    words.filter.clear()
    words.table.selectRow(words.model.row_of("tuesday"))
    with qtbot.waitSignal(finding.desk.jobs.said) as said:
        QTest.keyClick(words.table, Qt.Key.Key_Delete)
    assert said.args[0] == "Changed which words the word list leaves out"
    view.refresh(frozenset({"saved_query"}))
    assert words.model.row_of("tuesday") == -1
    assert "1 of your own" in words.leave.text()
    with qtbot.waitSignal(finding.desk.jobs.changed):
        finding.desk.jobs.undo()
    view.refresh(frozenset({"saved_query"}))
    assert words.model.row_of("tuesday") >= 0


def test_words_left_out_are_written_down(finding: Finding, qtbot: QtBot) -> None:
    view, words = finding.view, finding.view.words
    finding.desk.commands["find_words"].trigger()
    qtbot.waitUntil(lambda: not words.is_under_way)
    QTest.mouseClick(words.leave, Qt.MouseButton.LeftButton)
    words.popup.english.setChecked(False)
    words.popup.own.setPlainText("Karen’s\nROAD")
    with qtbot.waitSignal(finding.desk.jobs.changed):
        QTest.mouseClick(words.popup.apply, Qt.MouseButton.LeftButton)
    view.refresh(frozenset({"saved_query"}))
    shown = {row.word for row in words.model.rows}
    assert "the" in shown
    assert not {"karen's", "road"} & shown


def test_words_are_taken_away(finding: Finding, files: Files, tmp_path: Path) -> None:
    view, words = finding.view, finding.view.words
    finding.desk.commands["find_words"].trigger()
    finding.qtbot.waitUntil(lambda: not words.is_under_way)
    QTest.mouseClick(words.copy, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t") == ["Word", "Count", "Per 1,000 words", "Documents", "Participants"]
    assert len(lines) == len(words.model.rows) + 1
    finding.desk.files = files
    files.answers = [tmp_path / "words.csv"]
    with finding.qtbot.waitSignal(finding.desk.signals.notice):
        view._export()
    assert (tmp_path / "words.csv").read_text(encoding="utf-8-sig").startswith("word,count,per_1000_words")


def test_counting_is_given_up(finding: Finding, qtbot: QtBot) -> None:
    words = finding.view.words
    QTest.mouseClick(finding.view.bar.by_list, Qt.MouseButton.LeftButton)
    words.give_up()
    finding.settle()
    assert not words.is_under_way
    QTest.mouseClick(finding.view.bar.by_words, Qt.MouseButton.LeftButton)
    QTest.mouseClick(finding.view.bar.by_list, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(words.model.rows))


def test_it_follows_the_project_while_words_are_shown(finding: Finding, qtbot: QtBot) -> None:
    """Words of a document that goes are counted no longer; with undo they are back."""
    view, words, jobs = finding.view, finding.view.words, finding.desk.jobs
    QTest.mouseClick(view.bar.by_list, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not words.is_under_way)
    tables = frozenset({"document", "turn", "speaker"})
    with qtbot.waitSignal(jobs.changed):
        jobs.do(DeleteDocuments((jobs.read.documents.names()["Thornby"],)))
    view.refresh(tables)
    qtbot.waitUntil(lambda: not words.is_under_way)
    assert words.model.rows[words.model.row_of("tuesday")].count == 1
    with qtbot.waitSignal(jobs.changed):
        jobs.undo()
    view.refresh(tables)
    qtbot.waitUntil(lambda: not words.is_under_way)
    assert words.model.rows[words.model.row_of("tuesday")].count == 2


def test_what_is_shown_is_never_stale(finding: Finding, qtbot: QtBot) -> None:
    """A text that is corrected, a document that goes and comes back, while a search is on: the lines are those of the text as it is."""
    view, jobs = finding.view, finding.desk.jobs
    tables = frozenset({"document", "turn", "speaker", "coding"})
    document = jobs.read.documents.names()["Thornby"]

    def lines_are_true() -> None:
        for hit in view.list.hits.all_hits():
            text = jobs.read.documents.text(hit.document_id)
            assert text[hit.span.start : hit.span.end] == hit.text
            assert text[: hit.span.start].endswith(hit.before)

    finding.type("hub OR centre")
    assert finding.found == ["hub", "hub"]
    was = transcript("Thornby")
    corrected = replace(was, text=was.text.replace("hub?", "ctr?").replace("across", "near a"))
    for change, found in (
        (EditText(document, corrected), ["hub"]),
        (None, ["hub", "hub"]),
        (DeleteDocuments((document,)), ["hub"]),
        (None, ["hub", "hub"]),
    ):
        view._ask(view.bar.asked)  # it is being looked for while this happens
        with qtbot.waitSignal(jobs.changed):
            if change is None:
                jobs.undo()
            else:
                jobs.do(change)
        view.refresh(tables)
        finding.settle()
        assert finding.found == found
        lines_are_true()
    view.bar.by_list.click()
    qtbot.waitUntil(lambda: not view.words.is_under_way)
    with qtbot.waitSignal(jobs.changed):
        jobs.do(EditText(document, replace(was, text=was.text.replace("Tuesday", "Weekday"))))
    view.refresh(tables)
    qtbot.waitUntil(lambda: not view.words.is_under_way)
    assert {row.word: row.count for row in view.words.model.rows}["weekday"] == 1
