"""Saved questions: kept, asked anew, renamed, deleted; each a step that undo takes back."""

import pytest

from qcoder.changes.queries import STOP_WORDS, DeleteQueries, RenameQuery, SaveQuery
from qcoder.domain.errors import KnownError
from tests.strategies import Small


def test_keep_rename_delete(small: Small) -> None:
    project = small.project
    hub = project.do(SaveQuery("find", "  The   hub ", '{"text": "hub"}')).result
    project.do(SaveQuery("quotes", "the hub", "{}"))
    assert [(q.id, q.name, q.asked) for q in project.read.queries.of("find")] == [(hub, "The hub", '{"text": "hub"}')]
    assert project.do(SaveQuery("find", "THE HUB", '{"text": "hubs"}')).result == hub, "a name stands once in a workspace"
    kept = project.read.queries.get(hub)
    assert kept is not None
    assert (kept.name, kept.asked) == ("The hub", '{"text": "hubs"}')
    assert project.undo() is not None
    kept = project.read.queries.get(hub)
    assert kept is not None
    assert kept.asked == '{"text": "hub"}'
    road = project.do(SaveQuery("find", "a road", "{}")).result
    assert [q.name for q in project.read.queries.of("find")] == ["a road", "The hub"]
    with pytest.raises(KnownError, match="already a saved question “the HUB”"):
        project.do(RenameQuery(road, "the HUB"))
    done = project.do(RenameQuery(road, "A Road"))
    assert done.step is not None
    assert done.step.title == "Renamed the question “a road” to “A Road”"
    done_deleted = project.do(DeleteQueries((road, hub)))
    assert done_deleted.step is not None
    assert done_deleted.step.title == "Deleted 2 saved questions"
    assert project.read.queries.of("find") == []
    assert len(project.read.queries.of("quotes")) == 1
    project.undo()
    assert [q.name for q in project.read.queries.of("find")] == ["A Road", "The hub"]


def test_what_makes_no_sense(small: Small) -> None:
    project = small.project
    with pytest.raises(KnownError, match="needs a name"):
        project.do(SaveQuery("find", " \n ", "{}"))
    with pytest.raises(KnownError, match="longer than 120"):
        project.do(SaveQuery("find", "x" * 121, "{}"))
    with pytest.raises(ValueError, match="JSON object"):
        project.do(SaveQuery("find", "x", "[]"))
    with pytest.raises(KnownError, match="no longer in the project"):
        project.do(DeleteQueries((7,)))
    with pytest.raises(KnownError, match="no longer in the project"):
        project.do(RenameQuery(7, "x"))
    with pytest.raises(KnownError, match="Choose a saved question"):
        project.do(DeleteQueries(()))


def test_words_left_out_have_a_title_of_their_own(small: Small) -> None:
    project = small.project
    done = project.do(SaveQuery(STOP_WORDS, "words left out", '{"words": ["um"]}'))
    assert done.step is not None
    assert done.step.title == "Changed which words the word list leaves out"
