"""Writing a file whole or not at all, in the format that its suffix asks for."""

import contextlib
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from qcoder.domain.errors import KnownError
from qcoder.words import _

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def strip_controls(text: str) -> str:
    """Leave out the characters that XML, and so Word and Excel, cannot hold; line ends become `\\n`."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def write_whole(path: Path, data: bytes) -> None:
    """Put a file there at once: it appears complete, or whatever was there before stays. Raises KnownError."""
    path = path.absolute()
    if path.is_dir():
        raise KnownError(_("“{name}” is a folder; give a file name in it.").format(name=path.name))
    fresh = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except FileNotFoundError:
        raise KnownError(
            _("The folder “{folder}” is not there; choose another for “{name}”.").format(folder=path.parent, name=path.name)
        ) from None
    except PermissionError:
        raise KnownError(
            _("“{name}” could not be written: close it if another program has it open, or choose a folder that you may write to.").format(
                name=path.name
            )
        ) from None
    except OSError as error:
        raise KnownError(
            _("“{name}” could not be written ({reason}); free some space or choose another folder.").format(
                name=path.name, reason=error.strerror or error
            )
        ) from None
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


def export_to(path: Path, makers: Mapping[str, Callable[[], bytes]]) -> Path:
    """Make the file with the maker that its suffix (`.docx`) names, and write it; returns the path.

    Raises KnownError, naming the supported ones, for any other suffix, and when the file cannot be written; nothing is half-written.
    """
    path = Path(path)
    maker = makers.get(path.suffix.casefold())
    if maker is None:
        raise KnownError(
            _("“{name}” cannot be written: the file name must end in {suffixes}.").format(name=path.name, suffixes=_either(list(makers)))
        )
    write_whole(path, maker())
    return path


def _either(suffixes: list[str]) -> str:
    return suffixes[0] if len(suffixes) == 1 else _("{some} or {last}").format(some=", ".join(suffixes[:-1]), last=suffixes[-1])
