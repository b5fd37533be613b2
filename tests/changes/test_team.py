"""Two names that are one person, and branches that somebody looks after."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qcoder.changes.documents import MarkFullyCoded
from qcoder.changes.memos import SetMemo
from qcoder.changes.team import JoinCoders, SetBranchOwners
from qcoder.changes.versions import NameCodebookVersion
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Subject
from tests.strategies import Small, content, small_project


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    """A small project of Ana's."""
    small = small_project(tmp_path)
    yield small
    small.project.close()


def coder(small: Small, name: str) -> int:
    """The id of a coder."""
    return next(coder.id for coder in small.read.study.coders() if coder.name == name)


def test_join_coders(small: Small) -> None:
    """Codings that become equal stay once with both memos, marks stay once, and undo takes it all apart again."""
    project = small.project
    mine = small.code(small.teacher, "She shows me her book", small.learning, "Ana's")
    project.do(MarkFullyCoded(small.teacher, True))
    project.do(SetMemo(Subject.CODE, small.local, "one"))
    project.do(SetMemo(Subject.PROJECT, None, "same"))
    project.act_as("A. Perez")
    small.code(small.teacher, "She shows me her book", small.learning, "A's")
    other = small.code(small.head, "We meet on Tuesdays", small.learning)
    project.do(MarkFullyCoded(small.teacher, True))
    project.do(SetMemo(Subject.CODE, small.local, "two"))
    project.do(SetMemo(Subject.PROJECT, None, "same"))
    project.do(NameCodebookVersion("first"))
    project.do(SetBranchOwners(small.local, (coder(small, "Ana"), coder(small, "A. Perez"))))
    before = content(project.read)
    assert project.do(JoinCoders(coder(small, "A. Perez"), coder(small, "Ana"))).result == 2
    assert [found.name for found in project.read.study.coders()] == ["Ana"]
    assert {found.coder_id for found in project.read.codings.of_codes()} == {coder(small, "Ana")}
    assert len(list(project.read.codings.of_codes([small.learning]))) == 2
    assert project.read.codings.get(other) is not None
    memos = {(memo.subject, memo.subject_id): memo.text for memo in project.read.memos.all()}
    assert memos[Subject.CODING, mine] == "Ana's\nA's"
    assert memos[Subject.CODE, small.local] == "one\ntwo"
    assert memos[Subject.PROJECT, None] == "same"
    assert project.read.documents.fully_coded() == {small.teacher: {coder(small, "Ana")}}
    assert [owner.coder_id for owner in project.read.codebook.owners()] == [coder(small, "Ana")]
    assert project.read.codebook.versions()[0].coder_id == coder(small, "Ana")
    assert "Joined the coder “A. Perez” with “Ana” · 2 codings" in small.title()
    assert project.check() == []
    project.undo()
    assert content(project.read) == before


def test_join_refuses_one_and_the_same(small: Small) -> None:
    """And coders who are not there."""
    with pytest.raises(KnownError, match="one coder already"):
        small.project.do(JoinCoders(coder(small, "Ana"), coder(small, "Ana")))
    with pytest.raises(KnownError, match="no longer"):
        small.project.do(JoinCoders(coder(small, "Ana"), 1))


def test_branch_owners(small: Small) -> None:
    """Set, looked through, and taken away."""
    project, ana = small.project, coder(small, "Ana")
    project.do(SetBranchOwners(small.local, (ana, ana)))
    (owner,) = project.read.codebook.owners()
    assert (owner.code_id, owner.coder_id) == (small.local, ana)
    assert small.title() == "“local” is looked after by Ana"
    while project.do(SetBranchOwners(small.local, (ana,))).step is None:
        pass  # the same millisecond: nothing was different
    assert small.title() == "Looked through the changes to “local”"
    assert project.read.codebook.owners()[0].since > owner.since
    project.do(SetBranchOwners(small.local, ()))
    assert project.read.codebook.owners() == []
    with pytest.raises(KnownError, match="code is no longer"):
        project.do(SetBranchOwners(1, (ana,)))
    with pytest.raises(KnownError, match="coder is no longer"):
        project.do(SetBranchOwners(small.local, (1,)))
