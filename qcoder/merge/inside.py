"""Ids of other things within texts: in what a saved question asks, in the links of memos, in a named codebook. They follow what is one."""

import json
import re
from collections.abc import Callable, Iterator

JSON, LINKS, CODES = "json", "links", "codes"

Mine = Callable[[str, int], int]
"""(table, id) -> the id that stands for it."""

_NUMBER = re.compile(r"(?<![\w.])[0-9]{1,19}(?![\w.])")
_LINK = re.compile(r"qcoder:(code|coding|document)/([0-9]{1,19})(?![0-9])")
_TABLES = {
    "code": "code",
    "coding": "coding",
    "document": "document",
    "speaker": "speaker",
    "participant": "participant",
    "coder": "coder",
    "place": "place",
    "locality": "place",
    "group": "participant_group",
    "wave": "wave",
    "attribute": "attribute",
    "sorting": "sorting",
    "pile": "pile",
}
_PLURALS = {"localities": "locality"}


def follow(how: str, text: str, mine: Mine) -> str:
    """The text with the ids that stand for what it names; letter for letter the same where nothing became one.

    `json`: values under keys whose last word is a noun, such as `codes` or `document`; `links`: `qcoder:code/12` in a memo; `codes`: the
    list of codes of a named codebook.
    """
    if how == LINKS:
        return _LINK.sub(lambda link: f"qcoder:{link[1]}/{mine(link[1], int(link[2]))}", text) if "qcoder:" in text else text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    changed = {str(id_): str(other) for table, id_ in _ids(value, "code" if how == CODES else "") if (other := mine(table, id_)) != id_}
    return _NUMBER.sub(lambda number: changed.get(number[0], number[0]), text) if changed else text


def _ids(value: object, table: str) -> Iterator[tuple[str, int]]:
    """(table, id) of all that a value names; `table` is what numbers at this place are ids of, if anything."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _ids(inner, table if key in ("id", "parent_id") else _table_of(str(key)))
    elif isinstance(value, list):
        for inner in value:
            yield from _ids(inner, table)
    elif table and isinstance(value, int) and not isinstance(value, bool):
        yield table, value
    elif table and isinstance(value, str) and value.isdecimal():
        yield table, int(value)


def _table_of(key: str) -> str:
    """`without_codes` -> code, `code_id` -> code, `limit` -> nothing."""
    words = [word for word in re.split(r"[\W_]+", key.casefold()) if word not in ("id", "ids")]
    last = words[-1] if words else ""
    return _TABLES.get(_PLURALS.get(last, last.removesuffix("s")), "")
