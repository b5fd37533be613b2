"""Turns against those that real transcripts are known to hold. Skips where the data beside the project is absent.

Texts are compared with white space collapsed: an OpenDocument file may hold raw tabs and double spaces, which by its
rules count as one space, and a cue's line breaks are spaces. Nothing else is changed. What Windows-1252 lacks is `?` in its files.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from qcoder.importers.transcripts import SUFFIXES, read_transcript

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not (DATA / "formats").is_dir(), reason="../shared/data, with the real transcripts, is not here")

FORMATS = sorted(path for path in (DATA / "formats").glob("*") if path.suffix in SUFFIXES and path.name != "SOURCE.txt")
PATTERNS = (
    "serdif-taguette/original/*.odt",
    "serdif-taguette/text/*.txt",
    "haski-docx-de/*.docx",
    "talkpython-vtt/[0-9]*",
    "bitcoin-multilingual/*__*.md",
    "chatterbot-i18n/[a-z]*.txt",
)
OTHERS = sorted(path for pattern in PATTERNS for path in DATA.glob(pattern))


def expected(path: Path) -> list[tuple[str, str]]:
    """Speaker and words of every turn that must come out of a file."""
    rows = [json.loads(line) for line in (DATA / "formats" / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    turns = [(row["speaker"], " ".join(row["text"].split())) for row in rows if path.name.startswith(row["doc_id"])]
    if "_table" in path.name:
        turns = turns[:120]
    if "_cp1252" in path.name:
        turns = [(name, words.encode("cp1252", "replace").decode("cp1252")) for name, words in turns]
    return turns


@pytest.mark.parametrize("path", FORMATS, ids=lambda path: path.name)
def test_turns_of_every_format(path: Path) -> None:
    transcript = read_transcript(path)
    turns = [(turn.speaker, " ".join(transcript.text[turn.span.start : turn.span.end].split())) for turn in transcript.turns]
    assert turns == expected(path)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_other_real_transcripts_come_in(path: Path) -> None:
    transcript = read_transcript(path)
    spoken = sum(len(turn.span) for turn in transcript.turns)
    assert spoken >= 0.5 * len(transcript.text)


def test_german_group_interview() -> None:
    transcript = read_transcript(next((DATA / "haski-docx-de").glob("*interview1*.docx")))
    assert Counter(turn.speaker for turn in transcript.turns) == {"S2": 5, "I": 4, "S1": 4}
    assert transcript.interviewers == {"I"}


def test_think_aloud_with_only_the_moderator_named() -> None:
    transcript = read_transcript(DATA / "serdif-taguette" / "text" / "P11.txt")
    assert set(transcript.speakers) == {"MODERATOR"}
    assert sum(turn.speaker is None for turn in transcript.turns) > 100
    assert transcript.interviewers == {"MODERATOR"}


def test_panel_with_initials() -> None:
    transcript = read_transcript(next((DATA / "bitcoin-multilingual").glob("*trading-panel*.md")))
    assert transcript.speakers[:4] == ("MM", "TV", "Whalepanda", "FM")
    assert transcript.text.startswith("---\n")
    assert transcript.turns[0].span.start > transcript.text.index("Mezinskis")
