"""What one line could be: times, and the shapes in which transcripts say who speaks. No decision is made here."""

import re
from dataclasses import dataclass
from enum import IntEnum

from qcoder.importers.words_of_labels import bare, is_name_like, is_refused, key_of

LONGEST_LABEL = 60

_T = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:-\d(?!\d))?"
_RANGE = rf"{_T}(?:\s*(?:-+>?|–|—|to)\s*{_T})?"
_BOXED = rf"(?:[\[(\{{<（【]\s*{_RANGE}\s*[\])}}>）】]|#{_T}#)"
_LEADING = re.compile(rf"\s*(?:(?P<boxed>{_BOXED})|(?P<open>{_RANGE})(?=\s|$)(?!\s*[ap]\.?m\b))[ \t]*(?:[-–—|][ \t]+)?", re.IGNORECASE)
_TRAILING = re.compile(rf"^(?P<name>.*?\S)(?:[ \t]*[,|·•–—-]?[ \t]*(?P<boxed>{_BOXED})|[ \t]*[,|·•–—-]?[ \t]+(?P<open>{_RANGE}))[ \t]*$")
_FINAL_TIME = re.compile(rf"\s*#{_T}#\s*$")
_TIME = re.compile(_T)
_CLOCK_INSIDE = re.compile(r"\d:\d\d")
_INVISIBLE = " \t\xa0\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_DASH = re.compile(r"\s*(?:>>+|[-–—])\s*(?=\w)")
_COLON = re.compile("[:：]")
_BOXED_AT = re.compile(rf"\s*({_BOXED})[ \t]*")
_SENTENCE = re.compile(r"[!?;…。！？；،؛؟“”„«»<>=|\\\"]|https?|www\.|//")
_FULL_STOP = re.compile(r"(\S+)\.(?=\s|$)")
_LINK = re.compile(r"<?(?:https?://|www\.)\S+>?")
_DIRECTION = re.compile(r"[(\[（【｛{*].{0,300}[)\]）】｝}*]", re.DOTALL)
_RULE = re.compile(r"([-*_=~#·•–—]\s*){3,}")
_TRAILER = re.compile(
    r"((transcribed (by|with|using)|transcript (by|provided by)|this transcript was)\b"
    r"|.{1,60} (started|stopped) transcription$"
    r"|\W*end of (the )?(interview|recording|transcript|tape|audio|session)\b)",
    re.IGNORECASE,
)


class Style(IntEnum):
    """How a label stands in its line, the surest first."""

    TIMED = 0  # name and time alone on a line
    COLON = 1
    BOLD = 2  # a bold beginning without a colon
    TAB = 3
    DASH = 4
    ALONE = 5  # a short line that is nothing but a name


@dataclass(frozen=True, slots=True)
class Mark:
    """A label that a line could carry: `rest` is where speech begins in the line, `name_like` what its words look like."""

    style: Style
    label: str
    key: str
    rest: int
    start_ms: int | None = None
    end_ms: int | None = None
    bold: bool = False
    name_like: bool = True
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A time at the beginning of a line; `rest` is where the words after it begin; `boxed` if it stands in brackets."""

    start_ms: int
    end_ms: int | None
    rest: int
    boxed: bool


def milliseconds(text: str) -> tuple[int, int | None]:
    """`0:03` or `[00:05:10 - 00:06:00]` as (start, end or None) in ms; text without a time is a ValueError."""
    times = [_one_time(match) for match in _TIME.findall(text)]
    if not times:
        raise ValueError(text)
    return times[0], times[1] if len(times) > 1 else None


def _one_time(text: str) -> int:
    whole, _separator, fraction = re.sub(r"[,\-]", ".", text).partition(".")
    total = 0
    for part in whole.split(":"):
        total = total * 60 + int(part)
    return total * 1000 + (int(fraction.ljust(3, "0")[:3]) if fraction else 0)


def is_time(text: str) -> bool:
    """True if the text is a time or a stretch of time and nothing else."""
    match = _LEADING.match(text)
    return bool(match) and match is not None and not text[match.end() :].strip()


def leading_clock(text: str) -> Clock | None:
    """The time that a line begins with, if any."""
    match = _LEADING.match(text)
    if match is None:
        return None
    start, end = milliseconds(match[0])
    return Clock(start, end, match.end(), match["boxed"] is not None)


def final_clock(text: str) -> tuple[int, int] | None:
    """The `#00:00:15-3#` that some programs put after a turn, as (position, ms)."""
    match = _FINAL_TIME.search(text[-40:])
    return None if match is None else (len(text) - len(match[0]), milliseconds(match[0])[0])


def is_direction(text: str) -> bool:
    """True for a stage direction alone on its line: `[laughter]`, `(The bell rings.)`."""
    text = text.strip()
    return bool(_DIRECTION.fullmatch(text)) and not is_time(text) and not re.search(r"[)\]].*[(\[]", text)


def is_furniture(text: str) -> bool:
    """True for rules between parts and for lines that say who transcribed or that the recording ends."""
    text = text.strip()
    return bool(_RULE.fullmatch(text)) or (len(text) < 200 and bool(_TRAILER.match(text)))


def marks_of(text: str, bold: int) -> tuple[Mark, ...]:
    """Every label that a line could carry, at most one of each style, the surest style first."""
    clock = leading_clock(text)
    offset = clock.rest if clock else 0
    body = text[offset:]
    if not body.strip():
        return ()
    times = (clock.start_ms, clock.end_ms) if clock else (None, None)
    bold = max(0, bold - offset)
    found = [
        _alone_with_time(body, offset, times, bold),
        _before_colon(body, offset, times, bold),
        _bold_beginning(body, offset, times, bold),
        _before_separator(body, offset, times, "\t", Style.TAB),
        _before_separator(body, offset, times, " - | – | — ", Style.DASH),
        _alone(body, offset, times, bold),
    ]
    return tuple(mark for mark in found if mark is not None)


_Times = tuple[int | None, int | None]


def _mark(style: Style, label: str, rest: int, times: _Times, *, bold: bool = False) -> Mark | None:
    label = " ".join(label.strip(_INVISIBLE).strip("*_").split())
    if label[:1] in "[（【" and label[-1:] in "]）】" and len(label) > 2:
        label = label[1:-1].strip()
    if not could_be_label(label):
        return None
    return Mark(style, label, key_of(label), rest, *times, bold=bold, name_like=is_name_like(label), refused=is_refused(label))


def could_be_label(label: str) -> bool:
    """True if a text has the outward shape of a label: short, with a letter, no sentence, brackets in balance."""
    if not 0 < len(label) <= LONGEST_LABEL or not any(char.isalpha() for char in label):
        return False
    outside = bare(label)
    if (
        not outside
        or len(outside.split()) > 8
        or _SENTENCE.search(label)
        or _CLOCK_INSIDE.search(label)
        or outside[0] in "-•·–—.,;'’‘()[]{}（）"
    ):
        return False
    if any(label.count(a) != label.count(b) for a, b in ("()", "[]", "（）", "【】")):
        return False
    if any(len(word) > 5 for word in _FULL_STOP.findall(outside)) or outside.count(",") > 2 or "，" in outside or "、" in outside:
        return False
    return outside.isascii() or len(outside) <= 20 or " " in outside


def _alone_with_time(body: str, offset: int, times: _Times, bold: int) -> Mark | None:
    line = body.rstrip()
    if len(line) > LONGEST_LABEL + 40 or "\n" in line:
        return None
    match = _TRAILING.match(line.rstrip(":："))
    if match is None:
        return None
    name = match["name"].rstrip(" :：")
    return _mark(Style.TIMED, name, offset + len(body), milliseconds(match["boxed"] or match["open"]), bold=bold >= len(name))


def _before_colon(body: str, offset: int, times: _Times, bold: int) -> Mark | None:
    for colon in _COLON.finditer(body[: LONGEST_LABEL + 30]):
        head, after = body[: colon.start()], body[colon.end() : colon.end() + 1]
        if after and colon[0] == ":" and (after.isdigit() or after in "/\\"):
            continue
        if head.count("(") > head.count(")") or head.count("[") > head.count("]"):
            continue
        dash = _DASH.match(head)
        bold -= dash.end() if dash and bold else 0
        head = head[dash.end() :] if dash else head
        head_time = _TRAILING.match(head)
        if head_time is not None:
            head, times = head_time["name"], milliseconds(head_time["boxed"] or head_time["open"])
        rest = colon.end()
        boxed = _BOXED_AT.match(body, rest)
        if boxed is not None and times[0] is None:
            times, rest = milliseconds(boxed[1]), boxed.end()
        words = body[rest:]
        rest += len(words) - len(words.lstrip())
        if _LINK.fullmatch(words.strip()):
            return None
        return _mark(Style.COLON, head, offset + rest, times, bold=bold >= len(head.rstrip()) > 0)
    return None


def _bold_beginning(body: str, offset: int, times: _Times, bold: int) -> Mark | None:
    name, rest = body[:bold], body[bold:]
    if not name.strip() or not rest.strip() or ":" in name:
        return None
    head_time = _TRAILING.match(name.rstrip())
    if head_time is not None:
        name, times = head_time["name"], milliseconds(head_time["boxed"] or head_time["open"])
    return _mark(Style.BOLD, name, offset + bold + len(rest) - len(rest.lstrip()), times, bold=True)


def _before_separator(body: str, offset: int, times: _Times, separator: str, style: Style) -> Mark | None:
    match = re.search(separator, body[: LONGEST_LABEL + 3])
    if match is None or not body[: match.start()].strip():
        return None
    rest = body[match.end() :]
    return _mark(style, body[: match.start()], offset + match.end() + len(rest) - len(rest.lstrip()), times)


def _alone(body: str, offset: int, times: _Times, bold: int) -> Mark | None:
    line = body.strip()
    if len(line) > LONGEST_LABEL or line[-1] in ".,:;!?。，：；！？-–—" or "\n" in line:
        return None
    return _mark(Style.ALONE, line, offset + len(body), times, bold=bold >= len(line))
