"""Published spans coded on transcripts that we read ourselves. Skips where the data beside the project is absent."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.conftest import Qcoder

SESSIONS = Path(__file__).resolve().parents[3] / "shared" / "data" / "serdif-taguette"
pytestmark = pytest.mark.skipif(not SESSIONS.is_dir(), reason="../shared/data, with the real transcripts, is not here")


def words(text: str) -> str:
    """The words without white space between lines, and without the labels that leave the text at import."""
    return " ".join(re.sub(r"(?m)(^|\s)MODERATOR ?:\s*", " ", text).split())


def test_spans_of_another_copy_fall_on_the_words_that_were_coded(qcoder: Qcoder, tmp_path: Path) -> None:
    """The spans count characters of texts with labels and indents: 1,300 of 1,303 are found, and none on other words."""
    project = tmp_path / "sessions.qcoder"
    assert qcoder("new", project).code == 0
    assert qcoder("import", project, *sorted((SESSIONS / "text").glob("*.txt"))).code == 0
    taken = qcoder("code", project, SESSIONS / "spans.jsonl", "--json").json
    rows = [json.loads(line) for line in (SESSIONS / "spans.jsonl").read_text(encoding="utf-8").splitlines()]
    wanted = Counter((row["doc_id"], words(row["text"]), code) for row in rows for code in row["codes"])
    codes = [code["path"] for code in qcoder("codes", project, "--json").json]
    quotes = qcoder("quotes", project, "--json", "--code", *codes).json
    found = Counter((quote["document"], words(quote["text"]), quote["code"]) for quote in quotes)
    assert not found - wanted
    assert sum(found.values()) == taken["codings"] >= 1300
    assert len(taken["unmatched"]) == wanted.total() - taken["codings"]
