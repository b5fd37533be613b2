"""Tables of codings, in three shapes."""

import json
from pathlib import Path

import pytest

from qcoder.changes.coded_rows import CodedPassage, CodedTurn
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.importers.codings import CodingTable, read_codings


def write(folder: Path, text: str, name: str = "codings.csv") -> Path:
    """The text as a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def lines(*rows: object) -> str:
    """Rows as jsonl."""
    return "\n".join(json.dumps(row) for row in rows) + "\n"


def test_by_span(tmp_path: Path) -> None:
    """From csv, and from jsonl with a list of codes."""
    found = read_codings(write(tmp_path, "Document,Start,End,Code,Coder,Memo\nTalk 1,3,9,a > b,Ana,why\n"))
    assert found == CodingTable((CodedPassage(2, "Talk 1", "a > b", Span(3, 9), coder="Ana", memo="why"),))
    text = lines({"doc_id": "Talk 1", "start": 3, "end": 9, "text": "…", "codes": ["a", "b"]})
    found = read_codings(write(tmp_path, text, "spans.jsonl"))
    wanted = (CodedPassage(1, "Talk 1", "a", Span(3, 9), "…"), CodedPassage(1, "Talk 1", "b", Span(3, 9), "…"))
    assert found == CodingTable(wanted), "the words keep the offsets from falling on another passage"


def test_by_quote(tmp_path: Path) -> None:
    """Quotes keep their line breaks, as single ones."""
    found = read_codings(write(tmp_path, 'document,quote,code\r\nTalk 1,"so, we\r\nlearn",a\r\n'))
    assert found == CodingTable((CodedPassage(2, "Talk 1", "a", None, "so, we\nlearn"),))


def test_turns(tmp_path: Path) -> None:
    """In order of turn_index within each document; documents as they first come."""
    text = lines(
        {"doc_id": "B", "speaker": "S1", "turn_index": 1, "text": " second ", "codes": []},
        {"doc_id": "A", "speaker": "S1", "turn_index": 0, "text": "x", "codes": ["a", "b > c"]},
        {"doc_id": "B", "speaker": "S2", "turn_index": 0, "text": "first", "codes": ["a", "a"]},
    )
    wanted = (CodedTurn("B", "S2", "first", ("a",)), CodedTurn("B", "S1", " second "), CodedTurn("A", "S1", "x", ("a", "b > c")))
    assert read_codings(write(tmp_path, text, "turns.jsonl")) == CodingTable(turns=wanted)
    csv = "doc_id,speaker,turn_index,text,codes\nA,S1,0,x,a; b > c\n"
    assert read_codings(write(tmp_path, csv)).turns == wanted[2:]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", "document,code\nx,y\n", "is no table of codings: it needs .* it has document, code"),
        ("a.csv", "start,end,code\n1,2,y\n", "is no table of codings"),
        ("a.csv", "document,start,end,code\nx,1,2,y\nx,one,2,y\n", "row 3: start is “one”"),
        ("a.csv", "document,start,end,code\nx,5,5,y\n", "row 2: the passage ends"),
        ("a.csv", "document,start,end,code\nx,-1,5,y\n", "start is “-1”"),
        ("a.csv", "document,quote,code\nx,q,\n", "row 2: there is no code"),
        ("a.csv", "document,quote,code\n,q,c\n", "row 2: there is no document"),
        ("a.csv", "document,quote,code\nx,,c\n", "row 2: there is no quote"),
        ("a.csv", "doc_id,speaker,turn_index,text,codes\nA,S,0,x,\nA,S,0,y,\n", "row 3: turn 0 of “A” is in row 2 already"),
        ("a.jsonl", '{"doc_id": "A"}\nnot json\n', "line 2: this is not a JSON object"),
        ("a.jsonl", "[1]\n", "line 1: this is not a JSON object"),
        ("a.jsonl", "\n", "is empty"),
    ],
)
def test_bad_tables(tmp_path: Path, name: str, text: str, says: str) -> None:
    """Each says what is wrong and in which row."""
    with pytest.raises(KnownError, match=says):
        read_codings(write(tmp_path, text, name))


@pytest.mark.skipif(not (Path(__file__).parents[3] / "shared" / "data").exists(), reason="../shared/data is not here")
def test_published_studies() -> None:
    """The coded turns and spans of published studies read whole."""
    data = Path(__file__).parents[3] / "shared" / "data"
    for path in (data / "casino" / "turns.jsonl", data / "serdif-taguette" / "turns.jsonl", data / "pdpilot-maxqda" / "turns.jsonl"):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        found = read_codings(path)
        assert len(found.turns) == len(rows)
        assert sum(len(turn.codes) for turn in found.turns) == sum(len(set(row["codes"])) for row in rows)
    spans = read_codings(data / "serdif-taguette" / "spans.jsonl").passages
    assert spans
    assert all(passage.span is not None for passage in spans)


def test_a_list_keeps_semicolons_within_a_name(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    rows = ('["time; money", " b "]', '["time; money"]', "[]", '"a; b"')
    path.write_text("\n".join(f'{{"document": "T", "quote": "x", "codes": {codes}}}' for codes in rows), encoding="utf-8")
    assert [passage.code for passage in read_codings(path).passages] == ["time; money", "b", "time; money", "a", "b"]
