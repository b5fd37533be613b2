"""Studies of several coders for tests of agreement, and the same figures by brute force."""

import re
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import ClassVar

from qcoder.domain.codes import Code
from qcoder.domain.codings import Coding, Origin
from qcoder.domain.ids import new_id
from qcoder.domain.sentences import sentences
from qcoder.domain.spans import Span
from qcoder.project.project import Project
from qcoder.project.write import Write
from tests.analysis.build import Fill, Mark, Said, Study, Talk, Written, spans_of, text_of


@dataclass(frozen=True)
class FillTeam:
    """Write a study with this many coders; `full` are (document, coder) by number that are marked as fully coded."""

    study: Study
    coders: int
    full: tuple[tuple[int, int], ...] = ()
    origin: ClassVar[Origin] = Origin.IMPORT
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> Written:
        """Returns the ids."""
        bare = Study(self.study.people, self.study.talks, self.study.parents)
        done = Fill(bare).run(write)
        while len(done.coders) < self.coders:
            done.coders.append(new_id())
            write.study.add_coder(done.coders[-1], f"Coder {len(done.coders)}", "C", len(done.coders))
        write.codings.insert(
            Coding(
                new_id(),
                done.documents[mark.document],
                done.codes[mark.code],
                done.coders[mark.coder],
                Span(mark.start, mark.end),
                Origin.HAND,
                write.now,
            )
            for mark in self.study.marks
        )
        for document, coder in self.full:
            write.documents.mark_fully_coded(new_id(), done.documents[document], done.coders[coder])
        return done


def make_team(folder: Path, study: Study, coders: int = 2, full: tuple[tuple[int, int], ...] = ()) -> tuple[Project, Written]:
    """A project with this study in it; close it."""
    project = Project.create(folder / "team.qcoder", "Team", "Ana")
    return project, project.do(FillTeam(study, coders, full)).result


SAID = (
    "Yes. I know it well.",
    "don't - well, perhaps…",
    "twenty-one 世界。 (No!) So we left.",
    "…",
    "a",
    "It was late. Then, 9 of us. Mm.",
)


def random_team(seed: int) -> tuple[Study, int]:
    """A small study and its number of coders; every coder codes something in every document."""
    chance = Random(seed)
    coders = chance.choice([2, 2, 3, 4])
    talks = []
    for _talk in range(chance.randint(1, 4)):
        speakers = ((0, False), (chance.choice([None, 0, 1]), False), (1, True))
        turns = [
            Said(0, "It began."),
            *(Said(chance.choice([None, 0, 1, 2]), chance.choice(SAID)) for _turn in range(chance.randint(0, 5))),
        ]
        talks.append(Talk(speakers, tuple(turns)))
    parents = chance.choice([(None,), (None, 0), (None, 0, 1, None)])
    marks = []
    for document, talk in enumerate(talks):
        edges = [edge for span in spans_of(talk) for edge in (span.start, span.end)]
        for coder in range(coders):
            for _mark in range(chance.randint(1, 4)):
                ends = [chance.choice([chance.choice(edges), chance.randint(0, len(text_of(talk)))]) for _end in range(2)]
                start, end = min(ends), max(ends)
                marks.append(Mark(document, chance.randrange(len(parents)), start, max(end, start + 1), coder))
    return Study(((0, 0), (1, 1)), tuple(talks), parents, tuple(marks)), coders


def units_of(study: Study, unit: str) -> list[list[tuple[int, int]]]:
    """Every unit that holds a word as the (document, offset) of its characters."""
    found: list[list[tuple[int, int]]] = []
    people: dict[int, list[tuple[int, int]]] = {}
    for document, talk in enumerate(study.talks):
        text = text_of(talk)
        spoken = []
        for said, span in zip(talk.turns, spans_of(talk), strict=True):
            places = [(document, at) for at in range(span.start, span.end)]
            spoken += places
            if unit == "character":
                found += [[place] for place in places]
            elif unit == "turn":
                found.append(places)
            elif unit == "sentence":
                found += [[(document, at) for at in range(one.start, one.end)] for one in sentences(text, span)]
            elif said.speaker is not None:
                person, interviewer = talk.speakers[said.speaker]
                if person is not None and not interviewer:
                    people.setdefault(person, []).extend(places)
        if unit == "document":
            found.append(spoken)
    if unit == "participant":
        found = list(people.values())
    texts = [text_of(talk) for talk in study.talks]
    return found if unit == "character" else [places for places in found if any(re.match(r"\w", texts[d][at]) for d, at in places)]


def decisions(study: Study, unit: str, codes: set[int], coders: int) -> list[list[bool]]:
    """For every coder whether they gave each unit one of these codes."""
    texts = [text_of(talk) for talk in study.talks]
    units = units_of(study, unit)
    found = []
    for coder in range(coders):
        covered = {
            (mark.document, at)
            for mark in study.marks
            if mark.coder == coder and mark.code in codes
            for at in range(mark.start, mark.end)
            if unit == "character" or re.match(r"\w", texts[mark.document][at])
        }
        found.append([any(place in covered for place in places) for places in units])
    return found


@dataclass(frozen=True)
class FillPlain:
    """Write a document without turns, as other tools' projects have, on which two coders put one code each on a span of their own."""

    text: str
    first: Span
    second: Span
    origin: ClassVar[Origin] = Origin.IMPORT
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> list[int]:
        """Returns the coders' ids."""
        document, code, other = new_id(), new_id(), new_id()
        write.study.add_coder(other, "Ben", "BE", 1)
        write.documents.insert(document, "Plain", self.text, 0, "", write.now)
        write.codes.insert([Code(code, "Hope")])
        write.codings.insert(
            Coding(new_id(), document, code, coder, span, Origin.HAND, write.now)
            for coder, span in ((write.me(), self.first), (other, self.second))
        )
        write.say("Wrote a plain document")
        return [write.me(), other]
