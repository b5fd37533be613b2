"""The oracle: the same figures by brute force, character by character, to hold the fast way against."""

import re
from collections.abc import Callable

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


Passage = tuple[int, int, int]
Keep = Callable[[int, int], bool]
"""(person, document) -> whether their words there are looked at."""


def in_words(study: Study, document: int) -> list[bool]:
    """For every character of a document: whether it is part of a word of a turn."""
    talk = study.talks[document]
    found = [False] * len(text_of(talk))
    for said, span in zip(talk.turns, spans_of(talk), strict=True):
        for match in WORD.finditer(said.text):
            for at in range(span.start + match.start(), span.start + match.end()):
                found[at] = True
    return found


def _coded(study: Study, document: int, codes: set[int], coders: set[int], k: int) -> list[bool]:
    """For every character: whether at least k of the coders put one of the codes on it."""
    who: list[set[int]] = [set() for _char in text_of(study.talks[document])]
    for mark in study.marks:
        if mark.document == document and mark.code in codes and mark.coder in coders:
            for at in range(mark.start, mark.end):
                who[at].add(mark.coder)
    return [len(some) >= k for some in who]


def _runs(document: int, chosen: list[bool]) -> list[Passage]:
    found, start = [], None
    for at, yes in enumerate([*chosen, False]):
        if yes and start is None:
            start = at
        elif not yes and start is not None:
            found.append((document, start, at))
            start = None
    return found


def passages(study: Study, codes: set[int], coders: set[int], k: int = 1, also: set[int] | None = None) -> list[Passage]:
    """What a row counts: its marks; or where k coders agree; or where codes and `also` both are."""
    if k < 2 and also is None:
        return [(mark.document, mark.start, mark.end) for mark in study.marks if mark.code in codes and mark.coder in coders]
    found = []
    for document in range(len(study.talks)):
        chosen = _coded(study, document, codes, coders, k)
        if also is not None:
            chosen = [one and other for one, other in zip(chosen, _coded(study, document, also, coders, k), strict=True)]
        found += _runs(document, chosen)
    return found


def hit(study: Study, by: tuple[str, ...], some: list[Passage], keep: Keep) -> set[tuple[tuple[str, ...], int]]:
    """(column, person) of those of whose words the passages cover one."""
    found = set()
    for document, start, end in some:
        whose, word = owners(study, by, document), in_words(study, document)
        for at in range(start, end):
            owner = whose[at]
            if owner is not None and word[at] and keep(owner[0], document):
                found.add((owner[1], owner[0]))
    return found


def count(
    study: Study,
    by: tuple[str, ...],
    codes: set[int],
    what: str,
    coders: set[int],
    k: int = 1,
    also: set[int] | None = None,
    one_person: bool = False,
    keep: Keep = lambda _person, _document: True,
) -> tuple[Cells, int]:
    """One row: the number in each column that has any, and in all."""
    if also is not None and one_person:
        ours, theirs = (hit(study, by, passages(study, some, coders, k), keep) for some in (codes, also))
        both = ours & theirs
        anywhere = {person for _column, person in ours} & {person for _column, person in theirs}
        some = passages(study, codes | also, coders, k)
        cells, _total = _count(study, by, some, what, lambda column, person, document: keep(person, document) and (column, person) in both)
        _cells, total = _count(study, by, some, what, lambda _column, person, document: keep(person, document) and person in anywhere)
        return cells, total
    return _count(study, by, passages(study, codes, coders, k, also), what, lambda _column, person, document: keep(person, document))


def _count(
    study: Study, by: tuple[str, ...], some: list[Passage], what: str, keep: Callable[[tuple[str, ...], int, int], bool]
) -> tuple[Cells, int]:
    people: set[tuple[tuple[str, ...], int]] = set()
    documents: set[tuple[tuple[str, ...], int]] = set()
    found: set[tuple[tuple[str, ...], tuple[int, int, int]]] = set()
    words: list[tuple[tuple[str, ...], int]] = []
    for document in range(len(study.talks)):
        whose = [owner if owner is not None and keep(owner[1], owner[0], document) else None for owner in owners(study, by, document)]
        word, covered = in_words(study, document), [False] * len(whose)
        for passage in some:
            if passage[0] == document:
                for at in range(passage[1], passage[2]):
                    covered[at] = True
                    if (owner := whose[at]) is not None and word[at]:
                        people.add((owner[1], owner[0]))
                        documents.add((owner[1], document))
                        found.add((owner[1], passage))
        words += _words(text_of(study.talks[document]), whose, covered)
    if what in ("words", "share"):
        cells: Cells = {}
        for column, number in words:
            cells[column] = cells.get(column, 0) + number
        return cells, sum(cells.values())
    chosen: set[tuple[tuple[str, ...], object]] = set({"participants": people, "documents": documents}.get(what, found))
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


def there(study: Study, by: tuple[str, ...], keep: Keep = lambda _person, _document: True) -> dict[tuple[str, ...], tuple[int, int, int]]:
    """Column -> (participants, documents, words) of those who speak; the key () holds all."""
    people: dict[tuple[str, ...], set[int]] = {(): set()}
    documents: dict[tuple[str, ...], set[int]] = {(): set()}
    words: dict[tuple[str, ...], int] = {(): 0}
    for document, talk in enumerate(study.talks):
        for said in talk.turns:
            person, interviewer = (None, False) if said.speaker is None else talk.speakers[said.speaker]
            if person is None or interviewer or not count_words(said.text) or not keep(person, document):
                continue
            keys = {column_of(study, by, person, document), ()}
            for key in keys:
                people.setdefault(key, set()).add(person)
                documents.setdefault(key, set()).add(document)
                words[key] = words.get(key, 0) + count_words(said.text)
    return {key: (len(people[key]), len(documents[key]), words[key]) for key in people}
