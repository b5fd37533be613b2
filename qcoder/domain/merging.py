"""Codes that become one: whose wording stays, and texts put one after the other."""

from enum import StrEnum


class Wording(StrEnum):
    """What a field says after a merge: what the code that stays said, what those that go said, or both."""

    BOTH = "both"
    KEPT = "kept"
    TAKEN = "taken"


def joined(first: str, *others: str) -> str:
    """Texts one below the other; what is blank, or said already, is left out."""
    text = first if first.strip() else ""
    for other in others:
        wanted = other.strip()
        if wanted and wanted not in text:
            text = f"{text.rstrip()}\n{wanted}" if text else wanted
    return text
