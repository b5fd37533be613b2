"""A person's preferences: one frozen dataclass, stored as JSON outside the project."""

import contextlib
import json
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import platformdirs

from qcoder.domain.errors import KnownError
from qcoder.words import _

THEME_NAMES = ("system", "light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person has chosen. Sizes in points, `line_spacing` in per cent, `text_width` in characters."""

    coder: str = ""
    theme: str = "system"
    font_family: str = ""
    font_size: int = 12
    line_spacing: int = 150
    text_width: int = 75
    show_times: bool = True
    show_line_numbers: bool = False
    documents_by: str = "locality"
    recent: tuple[str, ...] = ()
    window_state: str = ""

    def with_recent(self, path: Path) -> "Settings":
        """The same with a project at the head of the recent ones, ten at most."""
        here = str(path.absolute())
        return replace(self, recent=(here, *(other for other in self.recent if other != here))[:10])


def config_folder() -> Path:
    """Where preferences lie."""
    return Path(platformdirs.user_config_dir("qcoder", appauthor=False))


def data_folder() -> Path:
    """Where backup copies lie."""
    return Path(platformdirs.user_data_dir("qcoder", appauthor=False))


def cache_folder() -> Path:
    """Where indexes lie; may be deleted at any time."""
    return Path(platformdirs.user_cache_dir("qcoder", appauthor=False))


def load(path: Path | None = None) -> Settings:
    """Read the preferences; a missing file gives the defaults, a damaged one too, and is kept aside as `settings.damaged.json`."""
    path = path or config_folder() / "settings.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise ValueError("not an object")
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError):
        with contextlib.suppress(OSError):
            path.replace(path.with_name("settings.damaged.json"))
        return Settings()
    return _read(found)


def _read(found: dict[str, object]) -> Settings:
    """Take what has the right type, leave the rest at its default."""
    defaults = Settings()
    kept: dict[str, object] = {}
    for field in fields(Settings):
        value = found.get(field.name)
        default = getattr(defaults, field.name)
        if isinstance(value, list) and isinstance(default, tuple):
            value = tuple(str(item) for item in value)
        if type(value) is type(default):
            kept[field.name] = value
    settings = replace(defaults, **kept)  # type: ignore[arg-type]  # the types were compared just above
    return settings if settings.theme in THEME_NAMES else replace(settings, theme="system")


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the preferences, whole or not at all; raises KnownError when that cannot be done."""
    path = path or config_folder() / "settings.json"
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=2), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise KnownError(_("Your preferences could not be saved in {folder}; check that folder.").format(folder=path.parent), str(error)) from error
