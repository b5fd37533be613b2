"""The oracle: the same figures by brute force, character by character, to hold the fast way against."""

import re

from qcoder.domain.documents import count_words
from tests.analysis.build import Study, spans_of, text_of

WORD = re.compile(r"\w+(?:['’\-]\w+)*")
Cells = dict[tuple[str, ...], int]


def column_of(study: Study, by: tuple[str, ...], person: int, document: int) -> tuple[str, ...]:
    """The labels of the column in which a person's words in a document count."""
    place, group = study.people[person]
    wave = study.talks[document].wave
    year = study.years[person] if person < len(study.years) else ""
    found = {
        "locality": "not stated" if place is None else f"Place {place}",
        "group": "not stated" if group is None else f"Group {group}",
        "wave": "not stated" if wave is None else f"Wave {wave}",
        "Years": year or "not stated",
    }
    return tuple(found[name] for name in by)


def owners(study: Study, by: tuple[str, ...], document: int) -> list[tuple[int, tuple[str, ...], int] | None]:
    """For every character of a document: (person, column, number of the turn), or None where nobody who counts speaks."""
    talk = study.talks[document]
    found: list[tuple[int, tuple[str, ...], int] | None] = [None] * len(text_of(talk))
    for number, (said, span) in enumerate(zip(talk.turns, spans_of(talk), strict=True)):
        person, interviewer = (None, False) if said.speaker is None else talk.speakers[said.speaker]
        if person is not None and not interviewer and count_words(said.text):
            for at in range(span.start, span.end):
                found[at] = (person, column_of(study, by, person, document), number)
    return found


def count(study: Study, by: tuple[str, ...], codes: set[int], what: str, coders: set[int]) -> tuple[Cells, int]:
    """One row: the number in each column that has any, and in all."""
    marks = [mark for mark in study.marks if mark.code in codes and mark.coder in coders]
    people: set[tuple[tuple[str, ...], int]] = set()
    documents: set[tuple[tuple[str, ...], int]] = set()
    passages: set[tuple[tuple[str, ...], tuple[int, int, int]]] = set()
    words: list[tuple[tuple[str, ...], int]] = []
    for document in range(len(study.talks)):
        whose = owners(study, by, document)
        covered = [False] * len(whose)
        for mark in marks:
            if mark.document == document:
                for at in range(mark.start, mark.end):
                    covered[at] = True
                    if (owner := whose[at]) is not None:
                        people.add((owner[1], owner[0]))
                        documents.add((owner[1], document))
                        passages.add((owner[1], (document, mark.start, mark.end)))
        words += _words(text_of(study.talks[document]), whose, covered)
    if what == "words":
        cells: Cells = {}
        for column, number in words:
            cells[column] = cells.get(column, 0) + number
        return cells, sum(cells.values())
    chosen: set[tuple[tuple[str, ...], object]] = set({"participants": people, "documents": documents}.get(what, passages))
    return {column: sum(1 for key, _thing in chosen if key == column) for column, _thing in chosen}, len({thing for _key, thing in chosen})


def _words(text: str, whose: list[tuple[int, tuple[str, ...], int] | None], covered: list[bool]) -> list[tuple[tuple[str, ...], int]]:
    """Every word of a turn of which at least a letter is covered, once."""
    found = []
    at = 0
    while at < len(text):
        owner = whose[at]
        end = at + 1
        while owner is not None and end < len(text) and whose[end] == owner:
            end += 1
        if owner is not None:
            spans = (match.span() for match in WORD.finditer(text[at:end]))
            found.append((owner[1], sum(any(covered[at + first : at + last]) for first, last in spans)))
        at = end
    return found


def there(study: Study, by: tuple[str, ...]) -> dict[tuple[str, ...], tuple[int, int, int]]:
    """Column -> (participants, documents, words) of those who speak; the key () holds all."""
    people: dict[tuple[str, ...], set[int]] = {(): set()}
    documents: dict[tuple[str, ...], set[int]] = {(): set()}
    words: dict[tuple[str, ...], int] = {(): 0}
    for document, talk in enumerate(study.talks):
        for said in talk.turns:
            person, interviewer = (None, False) if said.speaker is None else talk.speakers[said.speaker]
            if person is None or interviewer or not count_words(said.text):
                continue
            keys = {column_of(study, by, person, document), ()}
            for key in keys:
                people.setdefault(key, set()).add(person)
                documents.setdefault(key, set()).add(document)
                words[key] = words.get(key, 0) + count_words(said.text)
    return {key: (len(people[key]), len(documents[key]), words[key]) for key in people}
