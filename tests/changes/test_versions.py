"""Named versions, what a codebook file brings, and codings looked at again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qcoder.changes.codes import AddCode, DeleteCodes, EditCode, ImportCodebook, MoveCode, RenameCode
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


def exported(small: Small) -> tuple[CodebookRow, ...]:
    """The codebook as its file would say, with ids."""
    tree = small.read.codes.tree()
    return tuple(CodebookRow(tuple(c.name for c in tree.ancestors(code.id)), code.brief, id=code.id) for _depth, code in tree.walk())


def test_a_code_that_was_renamed_there_is_met_by_its_id(small: Small) -> None:
    """Its name and place are proposed like any other field, and not ticked; codes under it are met, too."""
    project = small.project
    trust = project.do(AddCode("trust", small.local)).result
    project.do(RenameCode(small.local, "near"))
    project.do(MoveCode(small.distance, small.learning))
    project.do(EditCode(trust, brief="of peers"))
    theirs = exported(small)
    for _step in range(3):
        project.undo()
    assert proposals(small.read.codes.tree(), exported(small)) == ()
    found = proposals(small.read.codes.tree(), theirs)
    assert found == (
        Proposal(("local",), small.local, "name", "local", "near"),
        Proposal(("local", "trust"), trust, "brief", "", "of peers"),
        Proposal(("local", "distance"), small.distance, "parent", "local", "learning"),
    )
    assert [one.fills for one in found] == [False, True, False]
    assert project.do(TakeProposals(found, "ben.csv")).result == 3
    assert {small.read.codes.tree().path(code) for code in (small.local, trust, small.distance)} == {
        "near", "near > trust", "learning > distance",
    }  # fmt: skip
    assert small.read.codings.get(small.coding) is not None
    assert proposals(small.read.codes.tree(), theirs) == ()


def test_new_codes_under_one_that_was_renamed_there_stand_under_it(small: Small) -> None:
    """Whether the new name is taken or not; an import that takes no names makes no second code."""
    theirs = (CodebookRow(("near",), id=small.local), CodebookRow(("near", "trust"), brief="of peers"), CodebookRow(("Near", "Distance")))
    found = proposals(small.read.codes.tree(), theirs)
    assert [(one.path, one.field) for one in found] == [(("local",), "name"), (("local", "trust"), ""), (("local", "trust"), "brief")]
    small.project.do(TakeProposals(tuple(one for one in found if one.field != "name")))
    assert small.read.codes.tree().find("local > trust").brief == "of peers"
    small.project.undo()
    small.project.do(TakeProposals(found))
    assert small.read.codes.tree().find("near > trust").brief == "of peers"
    small.project.undo()
    assert small.project.do(ImportCodebook(theirs)).result == 1
    assert small.read.codes.tree().find("local > trust").brief == "of peers"


def test_names_and_places_that_cannot_be_taken(small: Small) -> None:
    """Two of one name, and a code under itself, are refused; two that change names are not."""
    tree = small.read.codes.tree()
    swapped = (CodebookRow(("learning",), id=small.local), CodebookRow(("local",), id=small.learning))
    small.project.do(TakeProposals(proposals(tree, swapped)))
    assert [small.read.codes.tree().path(code) for code in (small.local, small.learning)] == ["learning", "local"]
    small.project.undo()
    twice = Proposal(("local",), small.local, "name", "local", "Learning")
    with pytest.raises(KnownError, match="already a code"):
        small.project.do(TakeProposals((twice,)))
    with pytest.raises(KnownError, match="under itself"):
        small.project.do(TakeProposals((Proposal(("local",), small.local, "parent", "", "local > distance"),)))


def test_review(small: Small) -> None:
    """Noted once a coding, by whom and when; gone with the coding."""
    assert small.project.do(ReviewCodings((small.coding, small.coding, 1))).result == 1
    assert set(small.read.codebook.reviews()) == {small.coding}
    with pytest.raises(KnownError, match="no longer"):
        small.project.do(ReviewCodings((1,)))
