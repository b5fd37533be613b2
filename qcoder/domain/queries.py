"""Saved questions: what somebody asked, kept under a name to be asked again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question of one workspace under its name. `asked` is a JSON object, of which only that workspace knows the rest.

    Ids stand in it under keys that end in `codes`, `documents`, `speakers`, `groups`, `places` or `waves`, so that they can be followed.
    """

    id: int
    workspace: str
    name: str
    asked: str
    coder_id: int
    made_at: int
