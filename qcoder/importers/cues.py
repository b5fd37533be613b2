"""Subtitles: WebVTT (Zoom, Teams and others) and SubRip."""

import re
from dataclasses import dataclass, field

from qcoder.importers.sources import Block, Kind

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}")
_VOICE = re.compile(r"<v(?:\.[^ \t<>]{0,100})?[ \t]+([^<>\n]{1,200})>")
# Only the tags that the formats know: `<not a tag>` is speech that somebody typed.
_TAGS = re.compile(r"</?(?:c|i|b|u|v|rt|ruby|lang|font)(?:[. ][^<>]*)?>|<(?:\d+:)?\d\d:\d\d\.\d{3}>|\{\\an\d\}")
_NAMED_ID = re.compile(r'\s*\d+ "([^"]{1,80})"(?: \(\d+\))?\s*')
_ROLLING = re.compile(r"<(?:\d+:)?\d\d:\d\d\.\d{3}><c>")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": "\xa0", "&lrm;": "\u200e", "&rlm;": "\u200f", "&amp;": "&"}
_ENTITY = re.compile("|".join(_ENTITIES))
_SKIPPED = ("WEBVTT", "NOTE", "STYLE", "REGION")


@dataclass(slots=True)
class _Cue:
    start: int
    end: int
    voice: str | None = None
    lines: list[str] = field(default_factory=list)


def looks_like_cues(text: str) -> bool:
    """True if the text begins as WebVTT or SubRip does."""
    head = text.lstrip("\ufeff \t\r\n")[:400]
    return bool(re.match(r"WEBVTT(?:\s|$)", head)) or bool(re.match(r"\d+[ \t]*\r?\n[ \t]*\d+:\d\d:\d\d[.,]\d+ *-->", head))


def is_wordless(text: str) -> bool:
    """True if a file of cues holds nothing but its head, numbers and times, as a recording does in which nobody was understood."""
    lines = (line.strip() for line in text.split("\n"))
    return all(not line or line.isdigit() or line.startswith("WEBVTT") or _TIMING.match(line) for line in lines)


def blocks_of_cues(text: str, *, webvtt: bool) -> list[Block]:
    """One block per cue and voice, in the file's order; a cue without words gives none."""
    rolling = webvtt and bool(_ROLLING.search(text))
    blocks: list[Block] = []
    last_line = ""
    for cue in _cues(text):
        lines = cue.lines
        if rolling:  # automatic captions show every line twice, once growing and once above the next
            said = [_clean(line, webvtt).strip() for line in lines]
            lines = [line for line, words in zip(lines, said, strict=True) if words and words != last_line]
            last_line = next((words for words in reversed(said) if words), last_line)
        blocks.extend(_blocks_of_cue(cue, lines, webvtt))
    return blocks


def _cues(text: str) -> list[_Cue]:
    cues: list[_Cue] = []
    for chunk in re.split(r"\n[ \t]*\n", text):
        lines = [line for line in chunk.split("\n") if line.strip()]
        timings = [_TIMING.match(line) for line in lines]
        if not lines or (not any(timings) and (lines[0].startswith(_SKIPPED) or not cues)):
            continue
        inside = not any(timings)  # words after a blank line within a cue, as some programs write them
        for i, (line, timing) in enumerate(zip(lines, timings, strict=True)):
            if timing:
                named = _NAMED_ID.fullmatch(lines[i - 1]) if i else None  # some programs name the speaker in the cue's number
                cues.append(_Cue(_ms(*timing.groups()[:4]), _ms(*timing.groups()[4:]), named[1] if named else None))
                inside = True
            elif inside and not (i + 1 < len(lines) and timings[i + 1] and (line.strip().isdigit() or _NAMED_ID.fullmatch(line))):
                cues[-1].lines.append(line.strip())
    return cues


def _ms(hours: str | None, minutes: str, seconds: str, fraction: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))


def _clean(text: str, webvtt: bool) -> str:
    text = _TAGS.sub("", text)
    return _ENTITY.sub(lambda match: _ENTITIES[match[0]], text) if webvtt else text


def _blocks_of_cue(cue: _Cue, lines: list[str], webvtt: bool) -> list[Block]:
    whole = "\n".join(lines)
    pieces: list[tuple[str | None, str, str]] = []
    position, voice, lead = 0, cue.voice, ""
    for match in _VOICE.finditer(whole) if webvtt else ():
        pieces.append((voice, lead, whole[position : match.start()]))
        voice, lead, position = _clean(match[1], webvtt).strip() or None, match[0], match.end()
    pieces.append((voice, lead, whole[position:]))
    blocks: list[Block] = []
    for voice, lead, words in pieces:
        said = _clean(words, webvtt).strip()
        if said:
            blocks.append(Block(said, Kind.CUE, voice=voice, lead=lead, start_ms=cue.start, end_ms=cue.end))
    return blocks
