"""Copies for colleagues hold what they should and no byte of the rest, and are whole."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qcoder.changes.codings import AddCodings, RemoveCodings
from qcoder.changes.documents import RenameDocument
from qcoder.changes.memos import SetMemo
from qcoder.changes.suggestions import RejectSuggestion
from qcoder.domain.codings import NewCoding
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.project.handover import JUDGED, PERSONAL, SHARED, TOLD, CopyFor, _stoppable, hand_over, left_out, merge_notes
from qcoder.project.journal import DATA_TABLES, columns_of
from qcoder.project.project import Project
from qcoder.project.write import Cancelled
from tests.recipes import RECIPES, Hand
from tests.strategies import Small, content, small_project
from tests.test_state_machine import beginnings


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    """Ana's study, in which Ben coded, wrote, rejected and took back as well."""
    small = small_project(tmp_path)
    project = small.project
    project.act_as("Ben")
    kept = small.code(small.teacher, "She shows me her book", small.learning, "a memo of Ben's")
    gone = small.code(small.head, "not everybody comes", small.distance, "a thought taken back")
    project.do(RemoveCodings((gone,)))
    project.do(SetMemo(Subject.CODE, small.local, "what Ben thinks of local"))
    project.do(RejectSuggestion(small.teacher, small.span(small.teacher, "doorway"), small.distance))
    project.act_as("Ana")
    project.do(SetMemo(Subject.CODING, kept, "Ana on Ben's coding"))
    project.do(SetMemo(Subject.CODE, small.local, "what Ana thinks of local"))
    project.do(RenameDocument(small.head, "Dana of Thornby"))
    yield small
    project.close()


def copy_for(small: Small, copy: CopyFor) -> Project:
    """The copy, opened by whom it is for."""
    return Project.open(hand_over(small.project, small.project.path.with_name("copy.qcoder"), copy), copy.made_for)


def test_a_whole_copy(small: Small) -> None:
    """Everything is in it; only undo begins anew, so that nobody takes back a colleague's work unawares."""
    with copy_for(small, CopyFor("Ben")) as copy:
        assert content(copy.read) == content(small.read)
        assert [step.id for step in copy.read.history.steps()][1:] == [step.id for step in small.read.history.steps()]
        assert copy.read.history.steps(1)[0].title == "Copied for Ben"
        assert (copy.read.history.to_undo(), copy.read.history.to_redo()) == (None, None)
        copy.do(RenameDocument(small.head, "H"))
        copy.undo()
        with pytest.raises(KnownError, match="nothing to undo"):
            copy.undo()
        copy.redo()
        assert copy.check() == []
        (made,) = left_out(copy.read)
        assert (made.made_by, made.made_for, made.blind, made.anything) == ("Ana", "Ben", False, False)


def test_a_blind_copy_has_no_byte_of_others_work(small: Small) -> None:
    """Not in the tables, not in the history, not in its titles, not in free pages."""
    with copy_for(small, CopyFor("Cy", blind=True)) as copy:
        found = content(copy.read)
        assert {table: len(found[table]) for table in PERSONAL} == dict.fromkeys(PERSONAL, 0)
        whole = content(small.read)
        assert {table: found[table] for table in DATA_TABLES if table not in PERSONAL} == {
            table: whole[table] for table in DATA_TABLES if table not in PERSONAL
        }
        assert copy.check() == []
        titles = {step.title for step in copy.read.history.steps()}
        assert "(left out of this copy)" in titles
        assert not any("Coded" in title for title in titles)
        path = copy.path
    data = path.read_bytes()
    assert b"what Ana thinks of local" in small.project.path.read_bytes()
    for words in ("what Ana thinks", "what Ben thinks", "a memo of Ben's", "a thought taken back", "Ana on Ben's coding"):
        assert words.encode() not in data
    assert b"span_start" in data  # the schema speaks of codings; no image does
    with Project.open(path, write=False) as project:
        tables = {row[0] for row in project.read.connection.execute("SELECT DISTINCT table_name FROM image")}
    assert not tables & set(PERSONAL)


def test_a_blind_copy_keeps_the_colleagues_own_work(small: Small) -> None:
    """Memos on others' codings go with these; one's own codings, also deleted ones, stay."""
    with copy_for(small, CopyFor("ben", blind=True)) as copy:
        assert [coding.coder_id for coding in copy.read.codings.of_codes()] == [coding_coder(small, "Ben")]
        assert {memo.text for memo in copy.read.memos.all()} == {"a memo of Ben's", "what Ben thinks of local"}
        assert len(copy.read.codings.rejections()) == 1
        assert any("not everybody comes" in step.title for step in copy.read.history.steps())
        assert copy.check() == []


def coding_coder(small: Small, name: str) -> int:
    """The id of a coder."""
    return next(coder.id for coder in small.read.study.coders() if coder.name == name)


def test_some_documents(small: Small) -> None:
    """The others are in no byte of the copy, neither their text nor their name."""
    with copy_for(small, CopyFor("Ben", frozenset({small.teacher}))) as copy:
        assert [document.id for document in copy.read.documents.all()] == [small.teacher]
        assert {coding.document_id for coding in copy.read.codings.of_codes()} == {small.teacher}
        assert copy.check() == []
        assert copy.read.history.steps(1)[0].title == "Copied for Ben: 1 of 2 documents"
        (made,) = left_out(copy.read)
        assert made.documents == {small.head}
        path = copy.path
    data = path.read_bytes()
    for words in ("Dana", "We meet on Tuesdays", "not everybody"):
        assert words.encode() not in data
        assert words.encode() in small.project.path.read_bytes()
    assert b"doorway" in data


def test_a_copy_of_a_copy(small: Small) -> None:
    """Notes both times; what was left out stays out."""
    with copy_for(small, CopyFor("Ben", frozenset({small.teacher}))) as copy:
        with Project.open(hand_over(copy, copy.path.with_name("again.qcoder"), CopyFor("Cy", blind=True)), "Cy") as again:
            assert [made.made_for for made in left_out(again.read)] == ["Ben", "Cy"]
            assert again.check() == []
            assert again.read.history.to_undo() is None
            assert len(merge_notes(small.read, again.read)) == 2
            assert len(merge_notes(again.read, small.read)) == 2
        assert merge_notes(copy.read, copy.read) == []
        (note,) = merge_notes(small.read, copy.read)
        assert "made for Ben" in note
        assert "without 1 document" in note


@pytest.mark.parametrize("copy", [CopyFor("  "), CopyFor("Ben", frozenset()), CopyFor("Ben", frozenset({1}))])
def test_refuses_what_makes_no_copy(small: Small, copy: CopyFor) -> None:
    """And leaves nothing behind."""
    before = sorted(small.project.path.parent.iterdir())
    with pytest.raises(KnownError):
        hand_over(small.project, small.project.path.with_name("copy.qcoder"), copy)
    assert sorted(small.project.path.parent.iterdir()) == before


def test_how_it_was_made_cannot_be_changed(small: Small) -> None:
    """The note is as append-only as history."""
    with copy_for(small, CopyFor("Ben")) as copy, pytest.raises(Exception, match="append-only"):
        copy.read.connection.execute("DELETE FROM handover")


def test_every_table_with_a_coder_is_personal_or_shared(small: Small) -> None:
    """So that a new noun gets a decision: does a blind copy hold others' rows of it?"""
    with_coder = {table for table in DATA_TABLES if "coder_id" in columns_of(small.read.connection, table)}
    assert with_coder - {*TOLD} == {*PERSONAL, *SHARED, *JUDGED}
    assert {*PERSONAL, *SHARED, *JUDGED, *TOLD} <= {*DATA_TABLES}


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], database=None)
@given(data=st.data(), blind=st.booleans(), some=st.booleans(), times=st.integers(0, 8))
def test_copies_of_any_history_are_whole(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, blind: bool, some: bool, times: int
) -> None:
    """Whatever was done and undone before: the copy holds the rows it should, its history leads back to nothing, and work goes on in it."""
    folder = tmp_path_factory.mktemp("any")
    with Project.create(folder / "any.qcoder", "Any", "Ana") as project:
        for number, first in enumerate(beginnings("Head")):
            project.act_as(("Ana", "Ben 🙂")[number % 2])
            with contextlib.suppress(KnownError):  # some beginnings are Ana's alone
                project.do(first(project.read))
        for _time in range(times):
            project.act_as(data.draw(st.sampled_from(("Ana", "Ben 🙂"))))
            kind = data.draw(st.sampled_from(sorted(RECIPES, key=str)))
            try:
                project.do(RECIPES[kind](Hand(data, project.read)))
                if data.draw(st.integers(0, 3)) == 0:
                    project.undo()
            except KnownError:
                continue
        documents = sorted(project.read.documents.names().values())
        kept = frozenset(documents[:1]) if some and documents else None
        path = hand_over(project, folder / "copy.qcoder", CopyFor("Ben 🙂", kept, blind))
        whole = content(project.read)
    with Project.open(path, "Ben 🙂") as copy:
        found = content(copy.read)
        assert copy.check() == []
        assert all(found[table].items() <= whole[table].items() for table in DATA_TABLES)
        if kept is not None:
            assert found["document"].keys() == kept
        elif not blind:
            assert found == whole
        code = copy.read.codes.tree().by_id
        if code and copy.read.documents.all() and copy.read.documents.all()[0].characters:
            copy.do(AddCodings((NewCoding(copy.read.documents.all()[0].id, next(iter(code)), Span(0, 1)),)))
            copy.undo()
            assert content(copy.read) == found
        assert copy.check() == []


def test_stopping_leaves_nothing_behind(small: Small) -> None:
    """Whenever it is stopped: no copy, no half of one, and an older file of that name is as it was."""
    to = small.project.path.with_name("copy.qcoder")
    heard: list[tuple[int, int]] = []
    hand_over(small.project, to, CopyFor("Ben", frozenset({small.head}), True), progress=lambda done, total: heard.append((done, total)))
    counted = [done for done, total in heard if total]
    assert counted == sorted(counted)
    assert len({total for _done, total in heard if total}) == 1
    older, there = to.read_bytes(), sorted(to.parent.iterdir())
    for last in (*range(0, len(heard), 9), len(heard) - 1):
        left = iter(range(last))

        def stop(_done: int, _total: int, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise Cancelled

        with pytest.raises(Cancelled):
            hand_over(small.project, to, CopyFor("Ben"), overwrite=True, progress=stop)
        assert to.read_bytes() == older
        assert sorted(to.parent.iterdir()) == there
    assert small.project.check() == []


def test_a_long_statement_can_be_stopped() -> None:
    """What stops it comes through as it was raised, and the connection can be used again; other faults stay what they are."""

    def stop() -> None:
        raise Cancelled

    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        with pytest.raises(Cancelled), _stoppable(connection, stop):
            connection.execute(endless).fetchone()
        assert connection.execute("SELECT 1").fetchone() == (1,)
        with pytest.raises(sqlite3.OperationalError), _stoppable(connection, stop):
            connection.execute("SELECT * FROM nowhere")
