"""A small study and its copies, for the tests of merge."""

import shutil
from pathlib import Path

from qcoder.changes.codes import AddCode
from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import ImportDocuments
from qcoder.domain.codings import NewCoding
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.spans import Span
from qcoder.merge.ancestor import state_at
from qcoder.merge.nouns import NOUNS, ROWS
from qcoder.project.project import Project
from qcoder.project.read.whole import Row

TEXT = "How do you plan?\nWe sit together on Mondays. Nobody told us to. It works.\nAnd the hub?\nThe hub is far away. I never go."


def transcript(name: str, extra: str = "") -> Transcript:
    """An interview of four turns, with `extra` words at its end."""
    return lines(name, TEXT + extra)


def lines(name: str, text: str) -> Transcript:
    """An interview with a turn on each line, asked and answered in turn."""
    turns = []
    start = 0
    for number, line in enumerate(text.split("\n")):
        turns.append(Turn(Span(start, start + len(line)), "I" if number % 2 == 0 else "Rosa"))
        start += len(line) + 1
    return Transcript(name, text, tuple(turns), frozenset({"I"}))


def begin(folder: Path) -> Project:
    """Ana's project: two documents, a family with two codes, three codings."""
    project = Project.create(folder / "ana.qcoder", "Study", "Ana")
    one, two = project.do(ImportDocuments((transcript("one"), transcript("two", " Really.")))).result
    family = project.do(AddCode("local")).result
    trust = project.do(AddCode("trust", family)).result
    distance = project.do(AddCode("distance", family)).result
    project.do(
        AddCodings((NewCoding(one, trust, Span(17, 45)), NewCoding(two, trust, Span(17, 45)), NewCoding(one, distance, Span(90, 110))))
    )
    return project


def copied(project: Project, who: str) -> Project:
    """A colleague's copy, as mail or a stick would bring it."""
    path = project.path.with_name(f"{who.lower()}.qcoder")
    shutil.copy(project.path, path)
    return Project.open(path, coder=who)


def everything(project: Project) -> dict[str, dict[int, Row]]:
    """All rows of all tables."""
    return state_at(project.read, project.read.history.last())


def content(project: Project) -> dict[str, dict[int, Row]]:
    """All rows of the tables that hold the study; what merges note for themselves is left out."""
    return {table: rows for table, rows in everything(project).items() if NOUNS[table].how == ROWS}


def code(project: Project, path: str) -> int:
    """The id of a code."""
    return project.read.codes.tree().find(path).id


def document(project: Project, name: str) -> int:
    """The id of a document."""
    return project.read.documents.find(name).id


def coded(project: Project, path: str, name: str, start: int, end: int) -> int:
    """Code a passage; returns the coding's id."""
    return project.do(AddCodings((NewCoding(document(project, name), code(project, path), Span(start, end)),))).result[0]
