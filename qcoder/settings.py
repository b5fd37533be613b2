"""A person's preferences: one frozen dataclass, kept as JSON outside every project."""

import contextlib
import json
import logging
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path, user_config_path, user_data_path

from qcoder.domain.errors import KnownError
from qcoder.words import _

THEME_NAMES = ("system", "light", "dark", "contrast")
MOST_RECENT = 10

_LOG = logging.getLogger(__name__)
_NAME = "qcoder"
_LIMITS = {"font_size": (7, 48), "line_spacing": (100, 300), "text_width": (40, 200), "hide_below": (0, 100)}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person prefers, as `EXPLAINED` says. Sizes in points, `line_spacing` in per cent, `text_width` in characters."""

    coder: str = ""
    theme: str = "system"
    font_family: str = ""
    font_size: int = 12
    line_spacing: int = 150
    text_width: int = 75
    show_times: bool = True
    show_line_numbers: bool = False
    documents_by: str = "locality"
    citation: str = "“{text}” ({participant}, {locality}, {time})"
    recent: tuple[str, ...] = ()
    window_state: str = ""
    coders_apart: bool = False
    code_patterns: bool = True
    codes_counts: str = "both"
    cards_size: str = "normal"
    keys: tuple[tuple[str, str], ...] = ()
    hide_below: int = 0

    def with_recent(self, project: Path) -> "Settings":
        """The same with this project first among those opened last; at most ten."""
        path = str(project.absolute())
        return replace(self, recent=(path, *(other for other in self.recent if other != path))[:MOST_RECENT])


EXPLAINED = {
    "coder": _("Your name, as your codings and steps show it."),
    "theme": _("How the window looks: like the system, light, dark, or with high contrast."),
    "font_family": _("The typeface of transcripts; empty means the system's."),
    "font_size": _("The size of transcripts' letters, in points."),
    "line_spacing": _("The distance between the lines of transcripts, in per cent."),
    "text_width": _("How many characters wide transcripts are set."),
    "show_times": _("Whether the times of turns are shown beside transcripts."),
    "show_line_numbers": _("Whether line numbers are shown beside transcripts."),
    "documents_by": _("How the list of documents is grouped."),
    "citation": _(
        "How quotes are cited when they are copied: your words around {text}, {participant}, {speaker}, {document}, {time}, {locality}, "
        "{group}, {wave}, {code}, {coder} and {memo}; what is not known leaves no gap."
    ),
    "recent": _("The projects opened last, newest first."),
    "window_state": _("Where the window stood when it was closed."),
    "coders_apart": _("Whether each coder has lanes of their own in the margin of transcripts."),
    "code_patterns": _("Whether codes of like colours are told apart by dashes and textures, too."),
    "codes_counts": _("Which figures stand beside the codes: both, own (codings of the code itself), all (with its subcodes), or none."),
    "cards_size": _("How much of each card is shown in Sort: compact, normal or large."),
    "keys": _("The keys that you gave to commands, where they differ from the usual ones."),
    "hide_below": _("Compare hides figures behind which fewer participants stand than this, and whatever gives them away; 0 hides none."),
}
"""Setting -> what it means, for the settings page and the help."""


def config_folder() -> Path:
    """Where the preferences are kept; nothing is made."""
    return user_config_path(_NAME, appauthor=False)


def data_folder() -> Path:
    """Where backup copies and other things of lasting worth are kept, outside projects; nothing is made."""
    return user_data_path(_NAME, appauthor=False)


def cache_folder() -> Path:
    """Where indexes and vectors are kept that can be made again; nothing is made."""
    return user_cache_path(_NAME, appauthor=False)


def load(path: Path | None = None) -> Settings:
    """Read the preferences; what is missing, unknown or of the wrong kind is as if it had never been set.

    A file that is damaged as a whole is kept beside itself as `settings.json.damaged`, and the defaults apply.
    """
    path = path or config_folder() / "settings.json"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        return _damaged(path, error)
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError) as error:
        return _damaged(path, error)
    if not isinstance(stored, dict):
        return _damaged(path, "it holds no settings")
    found = {field.name: kept for field in fields(Settings) if (kept := _checked(field.name, stored.get(field.name))) is not None}
    return Settings(**found)


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the preferences so that a crash leaves the old ones or the new ones, never half; raises KnownError."""
    path = path or config_folder() / "settings.json"
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(asdict(settings), file, ensure_ascii=False, indent=2)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise KnownError(
            _("Your settings could not be saved in “{folder}” ({reason}); they apply until you close the program.").format(
                folder=path.parent, reason=error.strerror or error
            )
        ) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


def _checked(name: str, value: Any) -> Any:
    """The value if it can be one of this setting's, brought within its limits; else None."""
    default = getattr(Settings(), name)
    if name == "recent":
        return tuple(part for part in value if isinstance(part, str))[:MOST_RECENT] if isinstance(value, list) else None
    if name == "keys":
        pairs = [pair for pair in value if isinstance(pair, list) and len(pair) == 2] if isinstance(value, list) else []
        return tuple((one, key) for one, key in pairs if isinstance(one, str) and isinstance(key, str))
    if name == "theme":
        return value if value in THEME_NAMES else None
    if type(value) is not type(default):
        return None
    if name in _LIMITS:
        low, high = _LIMITS[name]
        return min(max(value, low), high)
    return value


def _damaged(path: Path, why: object) -> Settings:
    aside = path.with_name(path.name + ".damaged")
    try:
        path.replace(aside)
    except OSError:
        _LOG.warning("the settings in %s cannot be read (%s); the defaults apply", path, why)
    else:
        _LOG.warning("the settings in %s were damaged (%s); they were put aside as %s", path, why, aside.name)
    return Settings()
