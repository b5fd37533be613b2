"""A small project for tests of exports: awkward text, deep codes, Arabic, formulas, and the dates that they bear."""

from datetime import UTC, datetime
from pathlib import Path

from qcoder.changes.coded_rows import CodedPassage, ImportCodings
from qcoder.changes.codes import ImportCodebook
from qcoder.changes.documents import ImportDocuments
from qcoder.changes.people import ImportPeople
from qcoder.domain.codes import CodebookRow
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.spans import Span
from qcoder.importers.people import PersonRow
from qcoder.project.project import Project

MADE = datetime(2026, 5, 31, 9, 30, tzinfo=UTC)

CODES = (
    CodebookRow(("local",), "Place & <belonging>", "Where people\nlearn.", "=always", "-never", '"Here."', "#0072b2", "l"),
    CodebookRow(("local", "travel"), "Miles and minutes", color="#d55e00"),
    CodebookRow(("local", "travel", "roads")),
    CodebookRow(("تعلم",), "كيف يتعلم المعلمون", color="#009e73"),
)

LINES = (
    ("Interviewer", "Well?"),
    ("Priya", "It's two hours there and back, so that's a supply day.\nAnd nobody pays for it."),
    ("Tom", "=SUM(A1) is what the office says. I go on Thursdays, when there is cover & cake."),
    ("Priya", "نتعلم من بعضنا البعض في المدرسة."),
)


def transcript(name: str) -> Transcript:
    """One transcript of these lines, with a heading before and a stage direction between."""
    text, turns = "Interview at the school\n\n", []
    for number, (speaker, said) in enumerate(LINES):
        turns.append(Turn(Span(len(text), len(text) + len(said)), speaker, number * 61_000, None, f"{speaker} [{number}:01]:"))
        text += said + ("\n\n[laughs]\n\n" if number == 2 else "\n\n")
    return Transcript(name, text, tuple(turns), frozenset({"Interviewer"}))


def make(folder: Path) -> Project:
    """The project; close it."""
    project = Project.create(folder / "study.qcoder", "Roads & schools", "Ana")
    project.do(ImportCodebook(CODES))
    project.do(ImportDocuments((transcript("Hill"), transcript("Vale"))))
    people = [("Priya H", "Priya", "Hill", "teachers", "City"), ("Tom H", "Tom", "Hill", "heads", "City")]
    people += [("Priya V", "Priya", "Vale", "teachers", "Shire"), ("Tom V", "Tom", "Vale", "heads", "Shire")]
    project.do(ImportPeople(tuple(PersonRow(name, label, talk, group, place) for name, label, talk, group, place in people)))
    marks = [("Hill", "two hours there and back", "local > travel"), ("Vale", "a supply day", "local > travel")]
    marks += [("Vale", "two hours there and back, so that's a supply day.\nAnd nobody pays", "local > travel > roads")]
    marks += [("Hill", LINES[3][1], "تعلم"), ("Hill", LINES[2][1], "local")]
    passages = [CodedPassage(at, talk, code, quote=quote, memo="" if at else "+1") for at, (talk, quote, code) in enumerate(marks)]
    project.do(ImportCodings(tuple(passages)))
    return project
