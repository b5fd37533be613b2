"""People: coders, who mark text, and participants, who said it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Coder:
    """A member of the team."""

    id: int
    name: str
    initials: str = ""
    color: str = "#0072b2"


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who was interviewed; `attributes` maps attribute name to its value as text."""

    id: int
    name: str
    place_id: int | None = None
    group_id: int | None = None
    attributes: dict[str, str] = field(default_factory=dict)


def initials(name: str) -> str:
    """`Ana Maria Perez` -> `AP`, `ana` -> `AN`."""
    words = [word for word in name.split() if word[:1].isalnum()]
    if not words:
        return "?"
    return (words[0][:2] if len(words) == 1 else words[0][0] + words[-1][0]).upper()
