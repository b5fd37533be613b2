"""Which definition a colleague had at hand when coding, after their work has come by a merge."""

import time
from dataclasses import dataclass
from typing import ClassVar

from qcoder.analysis.codebook_history import definitions, look_again
from qcoder.changes.codes import EditCode
from qcoder.domain.codebooks import definition
from qcoder.domain.codings import Origin
from qcoder.merge import merge
from qcoder.project.project import Project
from qcoder.project.write import Write
from tests.merge.study import code, coded, copied


@dataclass(frozen=True)
class Forget:
    """Take away what a merge noted, as if it had been made before merges noted anything."""

    ids: tuple[int, ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Without a trace in the data."""
        write.rows("merge_choice").delete(self.ids)
        write.say("Forgot")


def later() -> None:
    """Wait for another millisecond, so that one thing is later than another."""
    now = int(time.time() * 1000)
    while int(time.time() * 1000) <= now + 1:
        pass


def brief(project: Project, path: str, text: str) -> None:
    """Define a code."""
    later()
    project.do(EditCode(code(project, path), brief=text))
    later()


def under(project: Project, path: str) -> dict[str, set[int]]:
    """Brief definition -> the codings made under it."""
    return {one.texts[0]: set(one.coding_ids) for one in definitions(project.read, code(project, path)) if one.coding_ids}


def test_codings_count_by_what_the_code_said_in_the_copy(ana: Project) -> None:
    brief(ana, "trust", "first")
    with copied(ana, "Ben") as ben:
        brief(ana, "trust", "second")
        old = coded(ben, "trust", "two", 50, 60)  # later than “second”, which Ben has not heard of
        later()
        mine = coded(ana, "trust", "two", 70, 80)
        merge(ana, ben.path)
        found = under(ana, "trust")
        assert (old in found["first"], mine in found["second"]) == (True, True)
        (again,) = [one for one in look_again(ana.read) if one.coding.id == old]
        assert (again.then[0], again.now[0], again.unsure, again.elsewhere) == ("first", "second", False, False)
        assert mine not in {one.coding.id for one in look_again(ana.read)}
        merge(ben, ana.path)
        assert old in under(ben, "trust")["first"]
        ana.undo()
        assert ana.read.codebook.at_hand() == {}


def test_a_definition_that_only_the_copy_had(ana: Project) -> None:
    brief(ana, "trust", "first")
    with copied(ana, "Ben") as ben, copied(ana, "Cem") as cem:
        brief(ben, "trust", "Ben's own")
        theirs = coded(ben, "trust", "two", 50, 60)
        brief(ana, "trust", "second")
        merge(ana, ben.path, take="mine")
        (own,) = [one for one in definitions(ana.read, code(ana, "trust")) if one.elsewhere]
        assert (own.texts[0], own.coding_ids) == ("Ben's own", (theirs,))
        (again,) = [one for one in look_again(ana.read) if one.coding.id == theirs]
        assert (again.elsewhere, again.then[0]) == (True, "Ben's own")
        merge(cem, ana.path)
        assert [one.coding_ids for one in definitions(cem.read, code(cem, "trust")) if one.elsewhere] == [(theirs,)], "handed on"


def test_their_definition_that_came_with_their_codings(ana: Project) -> None:
    brief(ana, "trust", "first")
    with copied(ana, "Ben") as ben:
        brief(ben, "trust", "better")
        theirs = coded(ben, "trust", "two", 50, 60)
        later()
        merge(ana, ben.path)
        assert theirs in under(ana, "trust")["better"], "though it was made before that definition came here"
        assert theirs not in {one.coding.id for one in look_again(ana.read)}


def test_where_it_is_not_known_that_is_said(ana: Project) -> None:
    brief(ana, "trust", "first")
    with copied(ana, "Ben") as ben:
        brief(ana, "trust", "second")
        old = coded(ben, "trust", "two", 50, 60)
        later()
        merge(ana, ben.path)
        notes = [row[0] for row in ana.read.connection.execute("SELECT id FROM merge_choice").fetchall()]
        assert notes
    with copied(ana, "Cem") as cem:
        cem.do(Forget(tuple(notes)))
        now = definitions(cem.read, code(cem, "trust"))[-1]
        assert (now.texts[0], now.unsure) == ("second", (old,)), "as in a file that was merged before merges noted this"
        assert definition(cem.read.codes.tree().find("trust"))[0] == "second"
