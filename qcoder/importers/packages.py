"""Zip packages and their XML parts (docx, odt), opened as if they came from an enemy: every limit is on real bytes."""

import zipfile
import zlib
from types import TracebackType
from typing import TYPE_CHECKING, Self

from qcoder.domain.errors import KnownError
from qcoder.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element

MOST_MEMBERS = 20_000
MOST_BYTES = 2 * 1024**3
MOST_PART_BYTES = 256 * 1024**2
MOST_RATIO = 200
RATIO_FROM = 10 * 1024**2


def damaged(file: str) -> KnownError:
    """The error for a package or part that is cut off or broken."""
    return KnownError(_("“{file}” is damaged or incomplete; open it in the program that made it and save it again.").format(file=file))


def too_large(file: str) -> KnownError:
    """The error for a package that unpacks to more than any transcript needs."""
    return KnownError(_("“{file}” unpacks to more than any transcript and was not opened; check where it came from.").format(file=file))


class Package:
    """A zip package, open for reading; use it in a `with`. Every part counts towards one total of unpacked bytes."""

    def __init__(self, path: "Path") -> None:
        self.file = path.name
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError):
            raise damaged(self.file) from None
        infos = self._zip.infolist()
        if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > MOST_BYTES:
            self._zip.close()
            raise too_large(self.file)
        self.names = frozenset(info.filename for info in infos)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._zip.close()

    def part(self, name: str) -> bytes:
        """The unpacked bytes of a part; KnownError if it is missing, damaged, locked or too large."""
        if name not in self.names:
            raise damaged(self.file)
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise KnownError(_("“{file}” is protected by a password; save a copy without it and import that.").format(file=self.file))
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(1 << 20):
                    size += len(chunk)
                    self._read += len(chunk)
                    ratio = size / max(info.compress_size, 1)
                    if size > MOST_PART_BYTES or self._read > MOST_BYTES or (size > RATIO_FROM and ratio > MOST_RATIO):
                        raise too_large(self.file)
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
            raise damaged(self.file) from None
        return b"".join(chunks)

    def xml(self, name: str) -> "_Element":
        """The root of an XML part, parsed without entities, network, DTD or outsized nodes."""
        return parse_xml(self.part(name), self.file)


def parse_xml(data: bytes, file: str) -> "_Element":
    """Parse XML that nobody vouches for; KnownError if it is broken or declares a document type."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    refused = KnownError(_("“{file}” holds a document type declaration and was not opened; check where it came from.").format(file=file))
    if b"<!DOCTYPE" in data[:4096].replace(b"\0", b""):
        raise refused
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise damaged(file) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise refused
    return root


def local(tag: object) -> str:
    """An element's name without its namespace; empty for anything that is not an element."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
