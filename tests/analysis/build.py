"""Small projects for tests of counting: a study described in plain values, and the change that writes it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from qcoder.domain.codes import Code
from qcoder.domain.codings import Coding, Origin
from qcoder.domain.documents import Speaker, StoredTurn, count_words
from qcoder.domain.ids import new_id
from qcoder.domain.spans import Span
from qcoder.domain.study import AttributeKind
from qcoder.project.project import Project
from qcoder.project.write import Write


@dataclass(frozen=True)
class Said:
    """One turn: who (a number among the document's speakers, None for nobody) and what."""

    speaker: int | None
    text: str


@dataclass(frozen=True)
class Talk:
    """One document: its speakers as (participant number or None, interviewer?), its turns, the wave's number."""

    speakers: tuple[tuple[int | None, bool], ...]
    turns: tuple[Said, ...]
    wave: int | None = None


@dataclass(frozen=True)
class Mark:
    """One coding: document, code and coder by number, and the span."""

    document: int
    code: int
    start: int
    end: int
    coder: int = 0


@dataclass(frozen=True)
class Study:
    """A whole study. People are (locality, group) by number; a code's parent is an earlier code's number; waves are two."""

    people: tuple[tuple[int | None, int | None], ...]
    talks: tuple[Talk, ...]
    parents: tuple[int | None, ...]
    marks: tuple[Mark, ...] = ()
    localities: int = 2
    groups: int = 2
    years: tuple[str, ...] = ()
    targets: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True)
class Written:
    """The ids of what was written, by number."""

    people: list[int] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    coders: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)


GAP = "\n--\n"


def spans_of(talk: Talk) -> list[Span]:
    """Where each turn lies in the document; what is between turns belongs to nobody."""
    spans, at = [], len(GAP)
    for said in talk.turns:
        spans.append(Span(at, at + len(said.text)))
        at += len(said.text) + len(GAP)
    return spans


def text_of(talk: Talk) -> str:
    """The document's text."""
    return GAP + "".join(said.text + GAP for said in talk.turns)


@dataclass(frozen=True)
class Fill:
    """Write a study as one step."""

    study: Study
    origin: ClassVar[Origin] = Origin.IMPORT
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> Written:
        """Returns the ids."""
        done = Written()
        study = self.study
        done.coders.append(write.me())
        done.coders.append(new_id())
        write.study.add_coder(done.coders[1], "Ben", "BE", 1)
        places = [new_id() for _place in range(study.localities)]
        groups = [new_id() for _group in range(study.groups)]
        waves = [new_id(), new_id()]
        for rank, id_ in enumerate(places):
            write.study.add_place(id_, f"Place {rank}", None, rank)
        for rank, id_ in enumerate(groups):
            write.study.add_group(id_, f"Group {rank}", rank)
        for rank, id_ in enumerate(waves):
            write.study.add_wave(id_, f"Wave {rank}", rank)
        years = new_id()
        write.study.add_attribute(years, "Years", AttributeKind.NUMBER, 0)
        for rank, (place, group) in enumerate(study.people):
            done.people.append(new_id())
            where, who = None if place is None else places[place], None if group is None else groups[group]
            write.study.add_participant(done.people[rank], f"P{rank}", where, who)
            if rank < len(study.years) and study.years[rank]:
                write.study.add_value(new_id(), done.people[rank], years, study.years[rank])
        for place, group, wanted in study.targets:
            write.study.add_target(new_id(), places[place], groups[group], wanted)
        for rank, talk in enumerate(study.talks):
            done.documents.append(self._talk(write, rank, talk, done, waves))
        self._codes(write, done)
        write.say("Wrote a study")
        return done

    def _talk(self, write: Write, rank: int, talk: Talk, done: Written, waves: list[int]) -> int:
        document_id = new_id()
        text = text_of(talk)
        words = [count_words(said.text) for said in talk.turns]
        write.documents.insert(document_id, f"Talk {rank}", text, sum(words), "", write.now)
        if talk.wave is not None:
            write.documents.set_wave(document_id, waves[talk.wave])
        speakers = [
            Speaker(new_id(), document_id, f"S{number}", interviewer, None if person is None else done.people[person])
            for number, (person, interviewer) in enumerate(talk.speakers)
        ]
        write.documents.add_speakers(speakers)
        write.documents.add_turns(
            StoredTurn(new_id(), document_id, span, None if said.speaker is None else speakers[said.speaker].id, None, None, "", count)
            for said, span, count in zip(talk.turns, spans_of(talk), words, strict=True)
        )
        return document_id

    def _codes(self, write: Write, done: Written) -> None:
        for rank, parent in enumerate(self.study.parents):
            done.codes.append(new_id())
            write.codes.insert([Code(done.codes[rank], f"c{rank}", None if parent is None else done.codes[parent], rank)])
        for mark in self.study.marks:
            done.marks.append(new_id())
            coding = Coding(
                done.marks[-1], done.documents[mark.document], done.codes[mark.code], done.coders[mark.coder],
                Span(mark.start, mark.end), Origin.HAND, write.now,
            )  # fmt: skip
            write.codings.insert([coding])


def make(folder: Path, study: Study, name: str = "study") -> tuple[Project, Written]:
    """A project with this study in it; close it."""
    project = Project.create(folder / f"{name}.qcoder", "Study", "Ana")
    return project, project.do(Fill(study)).result
