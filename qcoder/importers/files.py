"""From a path to a source: what kind of file it is by its content, and one clear sentence when it cannot be read."""

from pathlib import Path

from qcoder.domain.errors import KnownError
from qcoder.importers.cues import blocks_of_cues, is_wordless, looks_like_cues
from qcoder.importers.docx import blocks_of_docx
from qcoder.importers.encoding import decode
from qcoder.importers.markdown import blocks_of_markdown
from qcoder.importers.normalise import normalise, normalise_blocks
from qcoder.importers.odt import blocks_of_odt
from qcoder.importers.packages import Package, damaged
from qcoder.importers.sources import Block, Source
from qcoder.importers.txt import blocks_of_text
from qcoder.words import _, n_

SUFFIXES = (".txt", ".md", ".markdown", ".docx", ".odt", ".vtt", ".srt")
LARGEST_TEXT = 64 * 1024**2
LARGEST_PACKAGE = 2 * 1024**3

_FORMATS = {".md": "md", ".markdown": "md", ".docx": "docx", ".docm": "docx", ".odt": "odt", ".vtt": "vtt", ".srt": "srt"}
_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods", ".json", ".jsonl"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"{\\rtf", "RTF"),
    (b"%PDF", "PDF"),
    (b"SQLite format 3\0", "SQLite"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"ID3", "MP3"),
    (b"RIFF", "WAV"),
    (b"OggS", "Ogg"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "gzip"),
)


def read_source(path: Path, *, encoding: str | None = None) -> Source:
    """Read a file into normalised paragraphs, cues or rows; its content decides its kind. Raises KnownError."""
    path = Path(path)
    head, size = _look(path)
    suffix = path.suffix.casefold()
    _refuse_foreign(head, path.name, suffix)
    warnings: list[str] = []
    name_of_encoding = ""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        found, blocks = _read_package(path)
    else:
        found, blocks, name_of_encoding = _read_text(path, size, suffix, encoding, warnings)
    if found != _FORMATS.get(suffix, "txt"):
        warnings.append(_("“{file}” was read as {format}, which is what it holds.").format(file=path.name, format=found))
    blocks, lost, broken = normalise_blocks(blocks)
    if not blocks:
        raise KnownError(_("“{file}” has no text in it; check that it is the right document.").format(file=path.name))
    warnings.extend(_losses(path.name, lost, broken))
    return Source(path.stem, tuple(blocks), found, name_of_encoding, tuple(warnings), path.name)


def _look(path: Path) -> tuple[bytes, int]:
    try:
        if path.is_dir():
            raise KnownError(_("“{file}” is a folder; choose the transcripts in it.").format(file=path.name))
        size = path.stat().st_size
        if not path.is_file():
            raise KnownError(_("“{file}” is not a file that can be read; choose a transcript.").format(file=path.name))
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError:
        raise KnownError(_("“{file}” is not there any more; check where it was moved.").format(file=path.name)) from None
    except PermissionError:
        raise KnownError(_("“{file}” may not be read by you; ask for permission or copy it.").format(file=path.name)) from None
    except (OSError, ValueError) as error:
        raise KnownError(_("“{file}” cannot be read; check the disk or the network.").format(file=path.name), str(error)) from None
    if not head:
        raise KnownError(_("“{file}” is empty; check that it is the right file.").format(file=path.name))
    return head, size


def _refuse_foreign(head: bytes, file: str, suffix: str) -> None:
    if head.startswith(_OLE):
        raise KnownError(
            _("“{file}” is an old Word document or has a password; save it as docx without one and import that.").format(file=file)
        )
    if suffix in _TABLES:
        raise KnownError(
            _("“{file}” is a table, not a transcript; take in people with `people`, codings or turns with `code`.").format(file=file)
        )
    kind = next((name for mark, name in _FOREIGN if head.startswith(mark)), None)
    if kind in {"RTF", "PDF"}:
        raise KnownError(_("“{file}” is {kind}, which is not supported yet; save it as docx or txt.").format(file=file, kind=kind))
    if kind is not None:
        raise KnownError(_("“{file}” is {kind}, not a transcript; choose docx, odt, txt, md, vtt or srt.").format(file=file, kind=kind))
    if head.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise KnownError(_("“{file}” is a web page or XML, which is not supported; save it as docx or txt.").format(file=file))
    if suffix in {".docx", ".odt", ".docm"} and not head.startswith(b"PK"):
        raise (
            damaged(file)
            if b"\0" in head
            else KnownError(
                _("“{file}” is not a {suffix} document although its name says so; check how it was saved.").format(
                    file=file, suffix=suffix[1:]
                )
            )
        )


def _read_package(path: Path) -> tuple[str, list[Block]]:
    if path.stat().st_size > LARGEST_PACKAGE:
        raise KnownError(_("“{file}” is larger than any transcript; check that it is the right file.").format(file=path.name))
    with Package(path) as package:
        if "content.xml" in package.names:
            kind = package.part("mimetype") if "mimetype" in package.names else b"application/vnd.oasis.opendocument.text"
            if not kind.startswith(b"application/vnd.oasis.opendocument.text"):
                raise KnownError(_("“{file}” is an OpenDocument file but not a text; choose an odt file.").format(file=path.name))
            return "odt", blocks_of_odt(package)
        if any(name.startswith("xl/") for name in package.names):
            raise KnownError(_("“{file}” is a spreadsheet; import it as a table.").format(file=path.name))
        if "word/document.xml" in package.names or {"_rels/.rels", "[Content_Types].xml"} <= package.names:
            return "docx", blocks_of_docx(package)
    raise KnownError(_("“{file}” is a zip archive, not a transcript; unpack it and import what is in it.").format(file=path.name))


def _read_text(path: Path, size: int, suffix: str, encoding: str | None, warnings: list[str]) -> tuple[str, list[Block], str]:
    file = path.name
    if size > LARGEST_TEXT:
        raise KnownError(
            _("“{file}” is larger than {limit} MB; check that it is the right file.").format(file=file, limit=LARGEST_TEXT >> 20)
        )
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_TEXT + 1)
    except OSError as error:
        raise KnownError(_("“{file}” cannot be read; check the disk or the network.").format(file=file), str(error)) from None
    text, name, guessed = decode(data, file, encoding)
    if guessed:
        warnings.append(
            _("The encoding of “{file}” was guessed as {encoding}; if accents look wrong, choose another.").format(file=file, encoding=name)
        )
    text, lost = normalise(text)
    warnings.extend(_losses(file, lost, 0))
    if not text.strip():
        raise KnownError(_("“{file}” has no text in it; check that it is the right document.").format(file=file))
    found, blocks = _blocks(text, suffix)
    return found, blocks, name


def _blocks(text: str, suffix: str) -> tuple[str, list[Block]]:
    if suffix in {".vtt", ".srt"} or looks_like_cues(text):
        webvtt = text.lstrip().startswith("WEBVTT") or (suffix == ".vtt" and not looks_like_cues(text))
        blocks = blocks_of_cues(text, webvtt=webvtt)
        if blocks or is_wordless(text):
            return "vtt" if webvtt else "srt", blocks
    if suffix in {".md", ".markdown"}:
        return "md", blocks_of_markdown(text)
    return "txt", blocks_of_text(text)


def _losses(file: str, lost: int, broken: int) -> list[str]:
    said: list[str] = []
    if lost:
        said.append(
            n_(
                "{n} control character was left out of “{file}”.",
                "{n} control characters were left out of “{file}”.",
                lost,
            ).format(file=file)
        )
    if broken:
        said.append(
            n_(
                "{n} very long paragraph of “{file}” was broken up.",
                "{n} very long paragraphs of “{file}” were broken up.",
                broken,
            ).format(file=file)
        )
    return said
