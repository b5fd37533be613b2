"""Retrieval and the glance, held against looking at every coding one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.changes.codings import AddCodings, RemoveCodings
from qcoder.changes.stars import StarCodings
from qcoder.domain.codings import NewCoding
from qcoder.domain.spans import Span
from qcoder.project.project import Project
from qcoder.project.read import Reader, retrieval
from qcoder.project.read.glance import QuoteGlance
from qcoder.project.read.quotes import Quote, QuoteFinder
from qcoder.project.read.retrieval import GROUPINGS, SORTS, Found, Wanted, all_quotes, first_quotes
from tests.exporters.study import make
from tests.project.makers import Everything


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The study with passages by two people, by the interviewer, and between turns; some are starred."""
    with make(tmp_path_factory.mktemp("study")) as project:
        read = project.read
        codes = sorted(read.codes.tree().by_id)
        rows = []
        for document in read.documents.all():
            for number, start in enumerate(range(0, document.characters - 40, 23)):
                rows.append(NewCoding(document.id, codes[number % len(codes)], Span(start, start + 12 + 9 * (number % 4))))
        ids = project.do(AddCodings(tuple(rows))).result
        project.do(Everything())
        project.do(StarCodings(ids[::5]))
        yield project


@dataclass
class Known:
    """One coding with all that a filter may ask about."""

    id: int
    quote: Quote
    coder: int
    wave: int | None
    people: set[int]


def known(read: Reader) -> list[Known]:
    """Every coding, looked at by itself."""
    finder, found = QuoteFinder(read), []
    waves = {document.id: document.wave_id for document in read.documents.all()}
    for coding in read.codings.of_codes():
        tied = {s.id: s.participant_id for s in read.documents.speakers(coding.document_id) if not s.interviewer}
        turns = [turn for turn in read.documents.turns(coding.document_id) if turn.span.overlaps(coding.span)]
        people = {who for turn in turns if (who := tied.get(turn.speaker_id or 0)) is not None}
        found.append(Known(coding.id, finder.quote(coding), coding.coder_id, waves[coding.document_id], people))
    return found


def fits(read: Reader, one: Known, wanted: Wanted) -> bool:
    """What the filters mean, said once more and slowly."""
    people = {person.id: person for person in read.study.participants()}
    top = {place_id: place.id for place_id, place in read.study.locality_of().items()}

    def said_by_them(who: int) -> bool:
        person = people[who]
        place = top.get(person.place_id) if person.place_id is not None else None
        return all(
            chosen is None or value in chosen
            for chosen, value in ((wanted.participants, who), (wanted.localities, place), (wanted.groups, person.group_id))
        )

    plain = (
        (wanted.codes, one.quote.code_id), (wanted.coders, one.coder), (wanted.origins, one.quote.origin),
        (wanted.documents, one.quote.document_id), (wanted.waves, one.wave),
    )  # fmt: skip
    return (
        all(chosen is None or value in chosen for chosen, value in plain)
        and (not wanted.about_people or any(map(said_by_them, one.people)))
        and (not wanted.starred or one.quote.starred)
        and (wanted.only is None or one.id in wanted.only)
        and " ".join(wanted.text.casefold().split()) in " ".join(one.quote.text.casefold().split())
    )


def some(data: st.DataObject, ids: list[int]) -> frozenset[int] | None:
    """None, or some of the ids."""
    return data.draw(st.none() | st.frozensets(st.sampled_from(ids), min_size=1)) if ids else None


def drawn(data: st.DataObject, read: Reader) -> Wanted:
    """Choices of any kind."""
    study = read.study
    return Wanted(
        codes=some(data, sorted(read.codes.tree().by_id)),
        coders=some(data, [coder.id for coder in study.coders()]),
        origins=data.draw(st.none() | st.frozensets(st.sampled_from(("hand", "import")), min_size=1)),
        documents=some(data, [document.id for document in read.documents.all()]),
        waves=some(data, [wave.id for wave in study.waves()]) if data.draw(st.integers(0, 5)) == 0 else None,
        participants=some(data, [person.id for person in study.participants()]),
        localities=some(data, [place.id for place in study.places() if place.parent_id is None]),
        groups=some(data, [group.id for group in study.groups()]),
        text=data.draw(st.sampled_from(("", "", "", "SUPPLY  day", "e", "من"))),
        starred=data.draw(st.booleans()) and data.draw(st.booleans()),
        only=some(data, sorted(one.id for one in read.codings.of_codes())) if data.draw(st.integers(0, 3)) == 0 else None,
        group_by=data.draw(st.sampled_from(GROUPINGS)),
        sort=data.draw(st.sampled_from(SORTS)),
    )


@given(data=st.data())
def test_what_is_found_is_what_fits(project: Project, data: st.DataObject) -> None:
    """Exactly the passages that fit, each under every heading it belongs to, with figures that add up."""
    read = project.read
    wanted = drawn(data, read)
    found = all_quotes(read, wanted)
    expected = [one for one in known(read) if fits(read, one, wanted)]
    assert set(found.ids) == {one.id for one in expected}
    assert found.complete
    assert found.passages == len(expected)
    assert found.documents == len({one.quote.document_id for one in expected})
    assert found.participants <= found.of_participants
    assert [section.first for section in found.sections] == [sum(s.count for s in found.sections[:n]) for n in range(len(found.sections))]
    assert all(section.count for section in found.sections)
    if wanted.group_by not in {"participant", "locality", "group"}:
        assert len(found.ids) == len(expected)
    check_order(found, {one.id: one for one in expected}, wanted, read)


def check_order(found: Found, known_by_id: dict[int, Known], wanted: Wanted, read: Reader) -> None:
    """Headings hold what is theirs; under each the order is the one asked for."""
    documents = list(read.documents.names().values())
    ranks = {document.id: rank for rank, document in enumerate(read.documents.all())}
    assert len(documents) == len(ranks)
    for section in found.sections:
        rows = [known_by_id[id_] for id_ in found.ids[section.first : section.first + section.count]]
        if wanted.group_by == "participant":
            assert all((section.key in row.people) if section.key else not row.people for row in rows)
        elif wanted.group_by in {"code", "document"}:
            assert {getattr(row.quote, f"{wanted.group_by}_id") for row in rows} == {section.key}
        every: dict[str, list[Any]] = {
            "place": [(ranks[row.quote.document_id], row.quote.span.start) for row in rows],
            "newest": [-row.id for row in rows],
            "longest": [-len(row.quote.span) for row in rows],
            "shortest": [len(row.quote.span) for row in rows],
            "starred": [not row.quote.starred for row in rows],
        }
        assert every[wanted.sort] == sorted(every[wanted.sort])


@given(data=st.data(), least=st.integers(1, 30), many=st.sampled_from((0, 1000)))
def test_the_first_are_the_first_of_all(project: Project, data: st.DataObject, least: int, many: int) -> None:
    """A screenful begins as the whole does, whichever way it was found; if it is all, it says so."""
    wanted = drawn(data, project.read)
    every = all_quotes(project.read, wanted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retrieval, "_MANY", many)
        first = first_quotes(project.read, wanted, least)
    assert list(first.ids) == list(every.ids[: len(first.ids)])
    assert len(first.ids) >= min(least, len(every.ids))
    if first.complete:
        assert first == every


def test_a_glance_is_what_the_finder_says(project: Project) -> None:
    """The same quotes, without attributes; what is gone is left out."""
    read = project.read
    quotes = {quote.id: replace(quote, attributes=()) for quote in QuoteFinder(read).of_codes(None)}
    assert QuoteGlance(read).of_ids([*quotes, 5]) == quotes


def test_surroundings_hold_the_passage(project: Project) -> None:
    """The words at the span are the passage's, and the turns around are the neighbours."""
    read = project.read
    glance = QuoteGlance(read)
    for quote in QuoteFinder(read).of_codes(None):
        around = glance.around(quote.document_id, quote.span)
        assert around.text[quote.span.start - around.start : quote.span.end - around.start] == quote.text
        text = read.documents.text(quote.document_id)
        for said in (around.before, around.after):
            assert said is None or said.words in text


def test_what_was_removed_is_not_seen(tmp_path: Path) -> None:
    """By neither."""
    with make(tmp_path) as project:
        gone = next(iter(project.read.codings.of_codes())).id
        project.do(RemoveCodings((gone,)))
        assert gone not in all_quotes(project.read, Wanted()).ids
        assert QuoteGlance(project.read).of_ids([gone]) == {}
