"""Bytes to text: marks and strict UTF-8 first, then the shape of the bytes, then a guess that is said to be one."""

import codecs
import re
import unicodedata

from qcoder.domain.errors import KnownError
from qcoder.words import _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SAMPLE = 256_000
# What Western European text in Windows-1252 is made of; the rest of the upper half points to another code page.
_WESTERN = frozenset("€‚„…‘’“”•–—™Œœ\xa0¡£§«°´·º»¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿª½¼¾×©®±²")
_ODD_INSIDE_WORDS = re.compile("[A-Za-zÀ-ÿ][¿¡£§²±»«°][A-Za-zÀ-ÿ]")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, file: str, encoding: str | None = None) -> tuple[str, str, bool]:
    """Return the text, the encoding's name, and whether it was a guess; raise KnownError if it is no text or cannot be told."""
    if encoding is not None:
        return _as_told(data, file, encoding), encoding, False
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, codec, name, file), name, False
    if b"\0" in data[:_SAMPLE]:
        return _wide(data, file)
    try:
        return _checked(data.decode("utf-8"), data, file), "UTF-8", False
    except UnicodeDecodeError:
        return _legacy(data, file)


def _as_told(data: bytes, file: str, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError:
        raise KnownError(_("There is no encoding called “{encoding}”; choose another, such as utf-8.").format(encoding=encoding)) from None
    except (UnicodeDecodeError, UnicodeError):
        raise KnownError(
            _("“{file}” cannot be read as {encoding}; choose another encoding or let it be guessed.").format(file=file, encoding=encoding)
        ) from None


def _strict(data: bytes, codec: str, name: str, file: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        raise KnownError(
            _("“{file}” says that it is {name} but holds bytes that are not; save it again as UTF-8 text.").format(file=file, name=name)
        ) from None


def _checked(text: str, data: bytes, file: str) -> str:
    if len(_BINARY.findall(data[:_SAMPLE])) > max(8, len(data[:_SAMPLE]) // 100):
        raise not_text(file)
    return text


def _wide(data: bytes, file: str) -> tuple[str, str, bool]:
    """UTF-16 without a mark: of the two byte orders, the one that reads as letters and spaces."""
    scores: list[tuple[float, str, str]] = []
    for codec, name in (("utf-16-le", "UTF-16 LE"), ("utf-16-be", "UTF-16 BE")):
        try:
            sample = data[: _SAMPLE - _SAMPLE % 2].decode(codec, "strict" if len(data) <= _SAMPLE else "ignore")
        except UnicodeDecodeError:
            continue
        scores.append((_likeness(sample), codec, name))
    best = max(scores, default=(0.0, "", ""))
    if best[0] < 0.9:
        raise not_text(file)
    return _strict(data, best[1], best[2], file), best[2], True


def _likeness(text: str) -> float:
    """The share of characters that belong to the commonest three 256-character rows of Unicode or are CJK, and are assigned."""
    if not text:
        return 0.0
    good = 0
    rows: dict[int, int] = {}
    for char in text[:4000]:
        if char in "\n\r\t" or unicodedata.category(char)[0] in "LMNPSZ":
            good += 1
            row = ord(char) >> 8
            row = 0x4E if 0x4E <= row <= 0x9F else row
            rows[row] = rows.get(row, 0) + 1
    main = sum(sorted(rows.values())[-3:])
    total = min(len(text), 4000)
    spaces = sum(char in " \n，。" for char in text[:4000])
    return min(good / total, 1.0 if main / total > 0.5 and spaces else 0.0)


def _legacy(data: bytes, file: str) -> tuple[str, str, bool]:
    sample = data[:_SAMPLE]
    if len(_BINARY.findall(sample)) > len(sample) // 200:
        raise not_text(file)
    if _is_western(sample):
        return data.decode("cp1252"), "Windows-1252", True
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        raise not_text(file)
    try:
        return data.decode(best.encoding), best.encoding, True
    except UnicodeDecodeError:
        raise not_text(file) from None


def _is_western(sample: bytes) -> bool:
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    high = {char for char in text if ord(char) > 127}
    letters = sum(char.isalpha() for char in text)
    accented = sum(ord(char) > 127 for char in text if char.isalpha())
    return high <= _WESTERN and accented <= max(letters * 0.3, 4) and not _ODD_INSIDE_WORDS.search(text)


def not_text(file: str) -> KnownError:
    """The error for bytes that are no text in any encoding we can tell."""
    return KnownError(_("“{file}” is not a text that can be read here; save the transcript as docx or as UTF-8 text.").format(file=file))
