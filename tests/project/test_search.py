"""The full-text index: proposes where words may stand, follows every change, and is never more than a cache."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.changes.documents import DeleteDocuments, ImportDocuments
from qcoder.changes.texts import EditText
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.spans import Span
from qcoder.project.project import Project
from qcoder.project.search import All, Any, Need, SearchIndex, Sequel, Term, stretches

SAID = {"A": ("the hub is far", "the ring road"), "B": ("nobody can cover me", "a Hub, the HUB"), "C": ("数学教研活动", "café strasse")}


def transcript(name: str, said: tuple[str, ...]) -> Transcript:
    """Turns with a line of dashes between them."""
    text, turns = "", []
    for words in said:
        text += "--\n\n"
        turns.append(Turn(Span(len(text), len(text) + len(words)), "S"))
        text += words + "\n\n"
    return Transcript(name, text, tuple(turns))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three short transcripts."""
    project = Project.create(tmp_path / "p.qcoder", "P", "Ana")
    project.do(ImportDocuments(tuple(transcript(name, said) for name, said in SAID.items())))
    yield project
    project.close()


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    """Where there is none yet."""
    return SearchIndex(tmp_path / "cache" / "p.index")


def tend(index: SearchIndex, project: Project) -> int:
    """Bring it up to date; returns how many slices it took."""
    for slices in range(1, 100):
        done, total = index.tend(project.read, 0)
        if done == total:
            return slices
    raise AssertionError("the index never gets ready")


def correct(project: Project) -> None:
    """Say that the hub is near, not far."""
    document_id = project.read.documents.names()["A"]
    project.do(EditText(document_id, transcript("A", ("the hub is near", "the ring road"))))


def proposed(index: SearchIndex, project: Project, need: Need) -> set[str]:
    """The stretches proposed, as text; those to read through as `name?`."""
    names = {id_: name for name, id_ in project.read.documents.names().items()}
    answer = index.propose(project.read, need)
    if answer.unread is None:
        return {"all?"}
    found = {f"{names[id_]}?" for id_ in answer.unread}
    for id_, numbers in answer.places.items():
        text = project.read.documents.text(id_)
        pieces = stretches(text, [(turn.span.start, turn.span.end) for turn in project.read.documents.turns(id_)])
        found |= {text[pieces[number].start : pieces[number].end] for number in numbers}
    return found


def test_proposals(index: SearchIndex, project: Project) -> None:
    assert proposed(index, project, Term("hub")) == {"all?"}, "no index yet"
    assert tend(index, project) == 3, "a slice takes one document at the least"
    assert proposed(index, project, Term("hub")) == {"the hub is far", "a Hub, the HUB"}
    assert proposed(index, project, Term("cov", "begins")) == {"nobody can cover me"}
    assert proposed(index, project, Term("oad", "ends")) == {"the ring road"}
    assert proposed(index, project, Term("教研", "holds")) == {"数学教研活动"}
    assert proposed(index, project, Term("cafe")) == {"café strasse"}
    assert proposed(index, project, Sequel(("the", "ring"))) == {"the ring road"}
    assert proposed(index, project, Sequel(("ring", "the"))) == set()
    assert proposed(index, project, All((Term("the"), Term("far")))) == {"the hub is far"}
    assert proposed(index, project, Any((Term("far"), Term("me"), Term("zzz")))) == {"the hub is far", "nobody can cover me"}
    assert proposed(index, project, All((Term("zzz", "holds"), Term("the")))) == set()
    assert proposed(index, project, All(())) == {"all?"}
    assert proposed(index, project, Sequel(('"', "OR"))) == set(), "nothing in a need is FTS5's language"


def test_it_follows_every_change(index: SearchIndex, project: Project) -> None:
    """What the index has not seen yet is named, so that it can be read through; then it is taken in, and nothing else is."""
    tend(index, project)
    ids = project.read.documents.names()
    project.do(ImportDocuments((transcript("D", ("one more hub",)),)))
    assert proposed(index, project, Term("hub")) == {"the hub is far", "a Hub, the HUB", "D?"}
    assert tend(index, project) == 1
    assert proposed(index, project, Term("hub")) == {"the hub is far", "a Hub, the HUB", "one more hub"}
    project.do(DeleteDocuments((ids["B"],)))
    assert proposed(index, project, Term("hub")) == {"the hub is far", "one more hub"}
    tend(index, project)
    project.undo()
    assert proposed(index, project, Term("hub")) == {"the hub is far", "one more hub", "B?"}
    assert tend(index, project) == 1
    assert proposed(index, project, Term("cover")) == {"nobody can cover me"}


def test_a_corrected_text_is_read_through_until_it_is_taken_in(index: SearchIndex, project: Project) -> None:
    tend(index, project)
    correct(project)
    assert proposed(index, project, Term("far")) == {"A?"}
    tend(index, project)
    assert proposed(index, project, Term("far")) == set()
    assert proposed(index, project, Term("near")) == {"the hub is near"}


def test_a_copy_with_other_texts_is_told_apart(index: SearchIndex, project: Project, tmp_path: Path) -> None:
    """Two copies share an index; neither is shown what only the other says."""
    copy = project.save_copy(tmp_path / "copy.qcoder")
    correct(project)
    tend(index, project)
    with Project.open(copy, "Ben") as other:
        assert proposed(index, other, Term("near")) == {"A?"}
        assert proposed(index, other, Term("cover")) == {"nobody can cover me", "A?"}


@pytest.mark.parametrize("damage", ["cut", "text", "empty", "foreign", "older", "gone"])
def test_a_damaged_index_is_made_anew(damage: str, index: SearchIndex, project: Project) -> None:
    tend(index, project)
    if damage == "cut":
        index.path.write_bytes(index.path.read_bytes()[:4000])
    elif damage == "text":
        index.path.write_bytes(b"no database at all " * 500)
    elif damage == "empty":
        index.path.write_bytes(b"")
    elif damage == "gone":
        index.path.unlink()
    else:
        with closing(sqlite3.connect(index.path)) as connection, connection:
            connection.execute("DROP TABLE about" if damage == "foreign" else "UPDATE about SET format = 'x'")
    assert proposed(index, project, Term("hub")) == {"all?"}
    tend(SearchIndex(index.path), project)
    assert proposed(index, project, Term("hub")) == {"the hub is far", "a Hub, the HUB"}


def test_an_index_in_use_is_left_alone(index: SearchIndex, project: Project) -> None:
    """Another program at work on it is no damage: nothing is done, nothing is lost."""
    tend(index, project)
    project.do(ImportDocuments((transcript("D", ("one more hub",)),)))
    with closing(sqlite3.connect(index.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert index.tend(project.read, 0) == (0, 4)
        assert proposed(index, project, Term("hub")) == {"the hub is far", "a Hub, the HUB", "D?"}
        other.execute("ROLLBACK")
    assert tend(index, project) == 1


def test_where_nothing_can_be_written(tmp_path: Path, project: Project) -> None:
    (tmp_path / "file").write_text("in the way")
    index = SearchIndex(tmp_path / "file" / "p.index")
    assert index.tend(project.read, 0) == (0, 3)
    assert proposed(index, project, Term("hub")) == {"all?"}


def test_it_keeps_no_text(index: SearchIndex, project: Project) -> None:
    """What was said cannot be read off the file: no stretch of it stands there."""
    tend(index, project)
    kept = b"".join(path.read_bytes() for path in index.path.parent.iterdir())
    assert b"nobody can cover me" not in kept


def test_what_is_gone_does_not_pile_up(index: SearchIndex, project: Project) -> None:
    """The words of documents that are no longer there leave the file with the time."""
    index = SearchIndex(index.path, leftovers=0)
    tend(index, project)
    for name in ("A", "C"):
        project.do(DeleteDocuments((project.read.documents.names()[name],)))
    assert index.tend(project.read, 0) == (0, 1), "it was thrown away"
    assert not index.path.exists()
    assert tend(index, project) == 1
    assert proposed(index, project, Term("hub")) == {"a Hub, the HUB"}
    assert "hub is far" not in proposed(index, project, Term("far"))


@given(text=st.text(alphabet="ab \n", max_size=40), cuts=st.lists(st.integers(0, 40), max_size=8))
def test_stretches_hold_all_that_is_not_blank(text: str, cuts: list[int]) -> None:
    """Stretches are in order, do not overlap, keep turns whole, and leave out only white space."""
    ends = sorted(min(cut, len(text)) for cut in cuts)
    turns = list(zip(ends[::2], ends[1::2], strict=False))
    found = stretches(text, turns)
    assert all(a.end <= b.start for a, b in pairwise(found))
    covered = {at for span in found for at in range(span.start, span.end)}
    assert all(text[at].isspace() for at in range(len(text)) if at not in covered)
    for start, end in turns:
        assert not text[start:end].strip() or Span(start, end) in found
