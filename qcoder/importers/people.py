"""Tables of people: participants with their place, group, wave and attributes, and the speakers they are."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from qcoder.domain.study import AttributeKind
from qcoder.importers.tables import Row, Table, fold, read_table
from qcoder.words import _

FIXED = ("participant", "speaker", "document", "group", "locality", "school", "wave")

_ALIASES = {
    "participant": ("participant id", "participant code", "participant name", "pseudonym", "interviewee"),
    "speaker": ("speaker label",),
    "document": ("transcript", "doc id", "file"),
    "group": ("participant group",),
    "locality": ("place", "local area"),
    "school": ("institution",),
    "wave": ("round",),
}
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
MOST_CHOICES = 12


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row of a table of people; an empty text says nothing. `attributes` maps the column's name to its value."""

    participant: str
    speaker: str = ""
    document: str = ""
    group: str = ""
    locality: str = ""
    school: str = ""
    wave: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    row: int = 0


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """The rows, and what kind of values each attribute holds, guessed over its whole column; ready for `ImportPeople`."""

    rows: tuple[PersonRow, ...]
    kinds: tuple[tuple[str, AttributeKind], ...] = ()


def read_people(path: Path, *, encoding: str | None = None) -> PeopleTable:
    """Read a csv or xlsx table of people: one row a participant, or several where one person speaks in several documents.

    Raises KnownError when there is no column `participant`, a row names nobody, or two rows disagree about one person.
    """
    table = read_table(path, encoding=encoding)
    titles = _titles(table)
    if "participant" not in titles:
        table.need("participant")
    attributes = [title for title in table.header if title not in titles.values()]
    rows = tuple(_person(table, row, titles, attributes) for row in table.rows)
    _check_agreement(table, rows)
    kinds = tuple((name, kind_of([row.attributes[name] for row in rows if name in row.attributes])) for name in attributes)
    return PeopleTable(rows, kinds)


def _titles(table: Table) -> dict[str, str]:
    """Fixed column -> the title it has in this table; its own name before any alias, each title used once."""
    by_name = {fold(title): title for title in table.header}
    return {
        name: next(by_name[known] for known in (name, *_ALIASES[name]) if known in by_name)
        for name in FIXED
        if any(known in by_name for known in (name, *_ALIASES[name]))
    }


def _person(table: Table, row: Row, titles: dict[str, str], attributes: list[str]) -> PersonRow:
    fixed = {name: " ".join(row.get(fold(title)).split()) for name, title in titles.items()}
    if not fixed["participant"]:
        raise table.wrong(row, _("there is no participant; fill in that column or remove the row."))
    if fixed.get("school") and not fixed.get("locality"):
        raise table.wrong(row, _("“{school}” needs a locality that it lies in.").format(school=fixed["school"]))
    values = {name: " ".join(row.get(fold(name)).split()) for name in attributes}
    return PersonRow(**fixed, attributes={name: value for name, value in values.items() if value}, row=row.number)


def _check_agreement(table: Table, rows: tuple[PersonRow, ...]) -> None:
    """Refuse two rows about one person of which one contradicts the other."""
    said: dict[tuple[str, str], tuple[str, int]] = {}
    for row in rows:
        facts = {"group": row.group, "locality": row.locality, "school": row.school, **row.attributes}
        for name, value in facts.items():
            if not value:
                continue
            before, line = said.setdefault((row.participant.casefold(), name), (value, row.row))
            if before.casefold() != value.casefold():
                raise table.wrong(
                    Row(row.row, {}),
                    _("{participant} has {name} “{value}” here but “{before}” in row {line}; make them agree.").format(
                        participant=row.participant, name=name, value=value, before=before, line=line
                    ),
                )


def kind_of(values: list[str]) -> AttributeKind:
    """What a column of values holds: numbers, dates (2026-05-31), a few values that come back, or free text.

    Figures with leading zeros are labels, not numbers.
    """
    if not values:
        return AttributeKind.TEXT
    if all(_NUMBER.fullmatch(value) for value in values):
        return AttributeKind.NUMBER
    if all(_is_date(value) for value in values):
        return AttributeKind.DATE
    different = {value.casefold() for value in values}
    if len(different) <= MOST_CHOICES and len(different) < len(values):
        return AttributeKind.CHOICE
    return AttributeKind.TEXT


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", value))
