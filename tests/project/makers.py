"""What the tests of project files share: small studies, changes that misbehave, and ways to break a disk."""

import contextlib
import dataclasses
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from qcoder.changes.documents import add_transcript
from qcoder.domain.codes import Code
from qcoder.domain.codings import Coding, Origin
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.domain.study import AttributeKind
from qcoder.project.journal import DATA_TABLES
from qcoder.project.project import Project
from qcoder.project.read import Reader
from qcoder.project.write import Write

TEXT = "How did it begin?\nWe asked the local hub. “Come,” they said 🙂.\nAnd then?\nالمدرسة helped us, slowly."
LINES = [Span(0, 17), Span(18, 62), Span(63, 72), Span(73, len(TEXT))]


def transcript(name: str) -> Transcript:
    """A short interview with two speakers, an emoji and a line in Arabic."""
    turns = tuple(Turn(span, "Q" if number % 2 == 0 else "Head", number * 1000, None, "") for number, span in enumerate(LINES))
    return Transcript(name, TEXT, turns, frozenset({"Q"}), source=f"{name}.txt")


@dataclass(frozen=True)
class Everything:
    """Fills every table of a project with at least one row. Returns (document id, code id, coding id)."""

    name: str = "Interview"
    origin: ClassVar[Origin] = Origin.IMPORT
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> tuple[int, int, int]:
        """Writes the rows."""
        me = write.me()
        document = add_transcript(write, transcript(self.name))
        parent, child, coding, locality, school, group, wave, person, kind = (write.new_id() for _i in range(9))
        write.study.add_place(locality, "City", None, 0)
        write.study.add_place(school, "Ashgrove", locality, 0)
        write.study.add_group(group, "Heads", 0)
        write.study.add_wave(wave, "2024", 0)
        write.study.add_attribute(kind, "years in post", AttributeKind.NUMBER, 0)
        write.study.add_participant(person, "Ms Ash", school, group)
        write.study.add_value(write.new_id(), person, kind, "7")
        write.study.add_target(write.new_id(), locality, group, 3)
        write.documents.set_wave(document, wave)
        speaker = next(found for found in write.read.documents.speakers(document) if not found.interviewer)
        write.documents.tie(speaker.id, person)
        write.documents.mark_fully_coded(write.new_id(), document, me)
        write.codes.insert([Code(parent, f"local of {self.name}", brief="Near by", key="l"), Code(child, "hub", parent)])
        write.codings.insert([Coding(coding, document, child, me, Span(18, 40), Origin.HAND, write.now)])
        write.codings.reject(write.new_id(), document, child, me, Span(63, 72), TEXT[63:72], write.now)
        about_them = {
            Subject.PROJECT: None, Subject.DOCUMENT: document, Subject.CODE: child, Subject.CODING: coding, Subject.PARTICIPANT: person,
            Subject.PLACE: school, Subject.GROUP: group, Subject.WAVE: wave,
        }  # fmt: skip
        for subject, about in about_them.items():
            write.memos.insert(write.new_id(), subject, about, me, f"on the {subject.value}: “why?”", write.now)
        write.team.add_version(write.new_id(), f"with {self.name}", me, write.now, write.read.codes.tree().by_id.values())
        write.team.add_owner(write.new_id(), parent, me, write.now)
        write.team.add_reviews([(write.new_id(), coding, me, write.now)])
        write.stars.add([(write.new_id(), coding)])
        write.rows("decision").insert(
            id=write.new_id(), document_id=document, code_id=child, span_start=18, span_end=40, verdict="one", kept_id=me,
            note="as it stood", coder_id=me, made_at=write.now,
        )  # fmt: skip
        sample = write.new_id()
        write.rows("coding_sample").insert(id=sample, coder_id=me, percent=20, seed=7, rule="20 % of 1 document", made_at=write.now)
        write.rows("coding_sample_document").insert(id=write.new_id(), sample_id=sample, document_id=document)
        write.rows("saved_query").insert(
            id=write.new_id(), workspace="find", name=f"hubs in {self.name}", asked='{"words": "hub"}', coder_id=me, made_at=write.now
        )
        table, pile = write.new_id(), write.new_id()
        write.rows("sorting").insert(id=table, name=f"Themes of {self.name}", coder_id=me, made_at=write.now)
        write.rows("pile").insert(id=pile, sorting_id=table, name="Help from near by", note="still thin", position=0)
        write.rows("card").insert(id=write.new_id(), sorting_id=table, pile_id=pile, coding_id=coding, position=0)
        write.rows("card").insert(id=write.new_id(), sorting_id=table, code_id=child, position=1)
        write.rows("document").update(document, {"held_on": "2024-03-05", "language": "en"})
        written: dict[str, int | str | None] = {"code_id": child, "coder_id": me, "basis": ""}
        written |= {"made_at": write.now, "changed_at": write.now}
        write.rows("summary").insert(id=write.new_id(), participant_id=person, text="Asked near by, and was helped.", **written)
        write.rows("summary").insert(id=write.new_id(), place_id=locality, text="The hub is near.", **written)
        write.rows("suggesting").insert(id=write.new_id(), code_id=child, coder_id=me, since=write.now)
        write.rows("suggestion").insert(
            id=write.new_id(), document_id=document, code_id=child, coder_id=me, coding_id=coding, passage=TEXT[18:40], verdict="accepted",
            drawn="ranked", score=812_345, model="words 1", made_at=write.now,
        )  # fmt: skip
        write.rows("merged_step").insert(
            id=write.new_id(), at=write.now, coder_id=me, who="Ben", title="Added a code", origin="undo", why="", reverses=1
        )
        write.rows("alias").insert(id=write.new_id(), table_name="code", one=child, other=child + 1)
        write.rows("merge_choice").insert(id=write.new_id(), conflict="changed:code:1:name#00", choice="mine")
        write.say("Made a study")
        return document, child, coding


@dataclass(frozen=True)
class Rename:
    """Renames the project: the smallest change."""

    name: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Renames."""
        write.rename_project(self.name)
        write.say(f"Renamed the project to “{self.name}”")


@dataclass(frozen=True)
class GraveRename(Rename):
    """The same, as a change that asks for a backup first."""

    grave: ClassVar[bool] = True


@dataclass(frozen=True)
class Untitled:
    """Changes something and says no title: a bug."""

    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Renames and is silent about it."""
        write.rename_project("silence")


@dataclass(frozen=True)
class ThenRaise:
    """Fills much, then raises."""

    error: BaseException
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Never comes to its end."""
        Everything("to be lost").run(write)
        raise self.error


@dataclass(frozen=True)
class Bulk:
    """Adds documents one by one, telling its progress."""

    count: int
    prefix: str = "bulk"
    origin: ClassVar[Origin] = Origin.IMPORT
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Adds them."""
        for number in range(self.count):
            write.progress(number, self.count)
            add_transcript(write, transcript(f"{self.prefix} {number}"))
        write.say("Imported in bulk")


@dataclass(frozen=True)
class Sql:
    """Runs a statement of SQL as a step: for what no writer offers."""

    statement: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Runs it."""
        write.connection.execute(self.statement)
        write.say("Spoke SQL")


def make(path: Path, coder: str = "Ana") -> Path:
    """A closed project file with something in every table and five steps of history, one of them undone."""
    with Project.create(path, "Learning locally", coder) as project:
        project.do(Everything())
        project.do(Rename("Second name"))
        project.do(Rename("Third name"))
        project.undo()
    return path


def rows_of(read: Reader) -> dict[str, list[tuple[object, ...]]]:
    """Every data table -> its rows by id."""
    return {table: read.connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in DATA_TABLES}


def as_read(read: Reader) -> dict[str, object]:
    """All that the readers say of a project, as plain lists and dicts."""
    documents = read.documents.all()
    return {
        "name": read.name(),
        "documents": [dataclasses.asdict(document) for document in documents],
        "texts": {str(id_): text for id_, text in read.documents.texts()},
        "turns": [dataclasses.asdict(turn) for document in documents for turn in read.documents.turns(document.id)],
        "speakers": [dataclasses.asdict(speaker) for speaker in read.documents.speakers()],
        "fully_coded": {str(id_): sorted(coders) for id_, coders in read.documents.fully_coded().items()},
        "codes": {read.codes.tree().path(code.id): dataclasses.asdict(code) for _depth, code in read.codes.tree().walk()},
        "codings": [dataclasses.asdict(coding) for coding in read.codings.of_codes()],
        "rejections": [dataclasses.asdict(rejection) for rejection in read.codings.rejections()],
        "memos": [dataclasses.asdict(memo) for memo in read.memos.all()],
        "summaries": [dataclasses.asdict(summary) for summary in read.summaries.all()],
        "versions": [dataclasses.asdict(version) for version in read.codebook.versions()],
        "owners": [dataclasses.asdict(owner) for owner in read.codebook.owners()],
        "reviews": {str(id_): at for id_, at in read.codebook.reviews().items()},
        "decisions": [dataclasses.asdict(decision) for decision in read.adjudication.decisions()],
        "samples": [dataclasses.asdict(sample) for sample in read.adjudication.samples()],
        "stars": sorted(read.stars.coding_ids()),
        "study": [
            [dataclasses.asdict(item) for item in items]
            for items in (
                read.study.coders(), read.study.places(), read.study.groups(), read.study.waves(), read.study.attributes(),
                read.study.participants(), read.study.targets(),
            )
        ],
        "merged": [dataclasses.asdict(step) for step in read.history.merged()],
        "history": [dataclasses.asdict(step) for step in read.history.steps()],
    }  # fmt: skip


def pages(path: Path) -> bytes:
    """The file's bytes without its counters of changes, which SQLite begins anew in a copy."""
    content = path.read_bytes()
    return content[:24] + content[28:40] + content[44:92] + content[100:]


def raw(path: Path) -> sqlite3.Connection:
    """The file as any other program opens it: nothing is journaled, nothing is refused. To be closed."""
    return sqlite3.connect(path, isolation_level=None)


def spoil(path: Path, *statements: str) -> None:
    """Change the file behind our back."""
    with contextlib.closing(raw(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            connection.execute(statement)


def leave_hot_journal(path: Path, folder: Path) -> Path:
    """Copy the project as a program leaves it that dies in the middle of a change: half written, the journal beside it."""
    to = folder / path.name
    with contextlib.closing(raw(path)) as connection:
        connection.execute("PRAGMA cache_size = 2")
        connection.execute("BEGIN")
        connection.execute("UPDATE document SET text = text || ? WHERE 1", ("x" * 60_000,))
        connection.execute("UPDATE project SET name = 'half written'")
        numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n"
        connection.execute(f"CREATE TABLE big AS {numbers}")
        shutil.copy(path, to)
        shutil.copy(f"{path}-journal", f"{to}-journal")
        connection.execute("ROLLBACK")
    return to


@contextlib.contextmanager
def unwritable(path: Path) -> Iterator[None]:
    """Make a file or folder refuse writing, also to root; skip the test where that cannot be done."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not root:
        mode = path.stat().st_mode
        path.chmod(0o555 if path.is_dir() else 0o444)
        try:
            if os.access(path, os.W_OK):
                pytest.skip("this file system does not refuse writing")
            yield
        finally:
            path.chmod(mode)
        return
    if shutil.which("chattr") is None or subprocess.run(["chattr", "+i", path], capture_output=True, check=False).returncode:
        pytest.skip("root may write everywhere here, and chattr +i does not work")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", path], check=True)


@contextlib.contextmanager
def small_disk(folder: Path, kibibytes: int) -> Iterator[Path]:
    """A disk of that size; skip the test where none can be mounted."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a small disk can be mounted by root on Linux only")
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", folder], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)
