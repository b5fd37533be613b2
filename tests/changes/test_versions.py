"""Named versions, what a codebook file brings, and codings looked at again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qcoder.changes.codes import DeleteCodes, EditCode, RenameCode
from qcoder.changes.versions import DeleteCodebookVersion, NameCodebookVersion, RenameCodebookVersion, ReviewCodings, TakeProposals
from qcoder.domain.codebooks import Proposal, proposals
from qcoder.domain.codes import CodebookRow
from qcoder.domain.errors import KnownError
from tests.strategies import Small, small_project


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    """A small project of Ana's."""
    small = small_project(tmp_path)
    yield small
    small.project.close()


def test_a_version_keeps_the_codebook_as_it_was(small: Small) -> None:
    """Whatever happens to the codebook later."""
    project = small.project
    was = tuple(code for _depth, code in project.read.codes.tree().walk())
    version_id = project.do(NameCodebookVersion(" after  the pilot ")).result
    project.do(RenameCode(small.local, "near"))
    project.do(DeleteCodes((small.learning,)))
    (version,) = project.read.codebook.versions()
    assert (version.id, version.name, version.codes) == (version_id, "after the pilot", was)
    project.do(RenameCodebookVersion(version_id, "pilot"))
    assert project.read.codebook.versions()[0].name == "pilot"
    with pytest.raises(KnownError, match="already a version “pilot”"):
        project.do(NameCodebookVersion("PILOT"))
    with pytest.raises(KnownError, match="needs a name"):
        project.do(NameCodebookVersion("  "))
    project.do(DeleteCodebookVersion(version_id))
    assert project.read.codebook.versions() == []
    with pytest.raises(KnownError, match="no longer"):
        project.do(DeleteCodebookVersion(version_id))
    project.undo()
    assert project.read.codebook.versions()[0].codes == was


def test_an_empty_codebook_has_no_versions(small: Small) -> None:
    """There is nothing to name."""
    small.project.do(DeleteCodes(tuple(small.read.codes.tree().by_id)))
    with pytest.raises(KnownError, match="no codes yet"):
        small.project.do(NameCodebookVersion("x"))


def rows() -> tuple[CodebookRow, ...]:
    """What a colleague's codebook says."""
    return (
        CodebookRow(("Local", "distance"), brief="How far", full="In km", key="d"),
        CodebookRow(("local", "trust", "in peers"), brief="Who is asked", color="#123456"),
    )


def test_proposals_say_what_a_file_would_change(small: Small) -> None:
    """Differences only; what is empty in the file says nothing."""
    small.project.do(EditCode(small.distance, brief="Far", full="In km"))
    found = proposals(small.read.codes.tree(), rows())
    assert found == (
        Proposal(("local", "distance"), small.distance, "brief", "Far", "How far"),
        Proposal(("local", "distance"), small.distance, "key", "", "d"),
        Proposal(("local", "trust"), None, "", "", ""),
        Proposal(("local", "trust", "in peers"), None, "", "", ""),
        Proposal(("local", "trust", "in peers"), None, "brief", "", "Who is asked"),
        Proposal(("local", "trust", "in peers"), None, "color", "", "#123456"),
    )
    assert [one.fills for one in found] == [False, True, True, True, True, True]


def test_what_is_ticked_is_taken(small: Small) -> None:
    """All of it, and then nothing is left to propose."""
    small.project.do(EditCode(small.distance, brief="Far"))
    found = proposals(small.read.codes.tree(), rows())
    assert small.project.do(TakeProposals(found, "ben.csv")).result == 3
    assert small.title() == "Took in 2 new codes, 1 changed code from “ben.csv”"
    assert proposals(small.read.codes.tree(), rows()) == ()
    assert small.read.codes.tree().find("in peers").color == "#123456"


def test_what_is_not_ticked_stays(small: Small) -> None:
    """A field of a new code that is not taken stays out with it; a code without the one above it is refused."""
    small.project.do(EditCode(small.distance, brief="Far"))
    found = proposals(small.read.codes.tree(), rows())
    with pytest.raises(KnownError, match="without the code above it"):
        small.project.do(TakeProposals(tuple(one for one in found if one.path != ("local", "trust"))))
    small.project.do(TakeProposals(tuple(one for one in found if one.field in {"key", "color"})))
    code = small.read.codes.get(small.distance)
    assert code is not None
    assert (code.brief, code.key) == ("Far", "d")
    assert len(small.read.codes.tree()) == 3
    with pytest.raises(KnownError, match="Nothing was chosen"):
        small.project.do(TakeProposals(()))


def test_proposals_that_are_too_old(small: Small) -> None:
    """Somebody changed the codebook since they were shown."""
    small.project.do(EditCode(small.distance, brief="Far"))
    found = proposals(small.read.codes.tree(), rows())
    small.project.do(EditCode(small.distance, brief="Near"))
    with pytest.raises(KnownError, match="has changed since"):
        small.project.do(TakeProposals(found))
    small.project.do(DeleteCodes((small.distance,)))
    with pytest.raises(KnownError, match="no longer"):
        small.project.do(TakeProposals(found))
    small.project.undo()
    small.project.undo()
    small.project.do(TakeProposals(found))
    with pytest.raises(KnownError, match="by now"):
        small.project.do(TakeProposals(found))


def test_review(small: Small) -> None:
    """Noted once a coding, by whom and when; gone with the coding."""
    assert small.project.do(ReviewCodings((small.coding, small.coding, 1))).result == 1
    assert set(small.read.codebook.reviews()) == {small.coding}
    with pytest.raises(KnownError, match="no longer"):
        small.project.do(ReviewCodings((1,)))
