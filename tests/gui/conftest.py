"""A small project of our own and a desk on it, for everything that has a window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from qcoder.changes.codes import AddCode
from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import ImportDocuments
from qcoder.domain.codings import NewCoding
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.spans import Span
from qcoder.gui.actions import ALL_COMMANDS, Commands
from qcoder.gui.errors import Errors
from qcoder.gui.jobs import Jobs
from qcoder.gui.main_window import MainWindow
from qcoder.gui.views.files import FileDoor
from qcoder.gui.views.workspace import Desk, Signals
from qcoder.gui.widgets.theme import LIGHT
from qcoder.project.project import Project
from qcoder.settings import Settings

SAID = (
    ("Interviewer", "Where do you go first when a lesson did not work?"),
    ("Priya", "Next door. I just stand in Karen’s doorway 😀 and ask. She shows me her book."),
    ("Interviewer", "And the hub?"),
    ("Priya", "It is across the ring road. Nobody can cover me on a Tuesday. So I do not go."),
)


def transcript(name: str = "Ashgrove") -> Transcript:
    """A short interview, invented here, with an emoji in it."""
    text = ""
    turns: list[Turn] = []
    for number, (speaker, words) in enumerate(SAID):
        text += "\n\n" if text else ""
        turns.append(Turn(Span(len(text), len(text) + len(words)), speaker, number * 20_000))
        text += words
    return Transcript(name, text, tuple(turns), frozenset({"Interviewer"}))


@pytest.fixture
def small_project(tmp_path: Path) -> Iterator[Project]:
    """Two documents, a family with two codes, one coding by Ana."""
    project = Project.create(tmp_path / "small.qcoder", "Small study", "Ana")
    documents = project.do(ImportDocuments((transcript(), transcript("Thornby")))).result
    family = project.do(AddCode("learning")).result
    advice = project.do(AddCode("informal advice", family)).result
    project.do(AddCode("cover and cost", family))
    text = project.read.documents.text(documents[0])
    start = text.index("Next door")
    project.do(AddCodings((NewCoding(documents[0], advice, Span(start, start + len("Next door."))),)))
    yield project
    project.close()


@pytest.fixture
def desk(small_project: Project, qtbot: QtBot) -> Iterator[Desk]:
    """A desk on the small project, without a window."""
    from PySide6.QtWidgets import QWidget

    ground = QWidget()
    qtbot.addWidget(ground)
    errors = Errors(ground)
    jobs = Jobs(small_project, errors, ground)
    yield Desk(jobs, Commands(ground, ALL_COMMANDS), errors, Signals(ground), Settings(coder="Ana"), LIGHT)
    jobs.close()


class Remembered:
    """Stands where the preferences are stored, and keeps what it was given."""

    def __init__(self) -> None:
        self.settings = Settings(coder="Ana", theme="light")

    def __call__(self, settings: Settings) -> None:
        self.settings = settings


class Files(FileDoor):
    """The door to the file dialogs, answered by the test."""

    def __init__(self) -> None:
        self.answers: list[Path] = []

    def open_one(self, parent: object, title: str, kinds: str) -> Path | None:
        """The next answer, or None."""
        return self.answers.pop(0) if self.answers else None

    def open_many(self, parent: object, title: str, kinds: str) -> list[Path]:
        """All answers that are left."""
        found, self.answers = self.answers, []
        return found

    def save(self, parent: object, title: str, proposal: str, kinds: str) -> Path | None:
        """The next answer, or None."""
        return self.answers.pop(0) if self.answers else None


@pytest.fixture
def files() -> Files:
    """Answers for the file dialogs."""
    return Files()


@pytest.fixture
def window(small_project: Project, qtbot: QtBot, files: Files) -> Iterator[MainWindow]:
    """The whole window on the small project."""
    remembered = Remembered()
    window = MainWindow(remembered.settings, files, remembered)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.open_project(small_project)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()
