"""The passages on which coders differ: counting words fast counts as counting them one by one, and whoever asks can stop it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.analysis.agreement import disagreements
from qcoder.analysis.agreement.passages import _MANY, _Rows, _Speech
from qcoder.domain.spans import Span
from tests.analysis.agreement_study import make_team
from tests.analysis.build import Mark, Said, Study, Talk


@given(st.lists(st.text(alphabet="ab'-_ .é🙂\n", max_size=12), min_size=1, max_size=4), st.data())
def test_words_counted_at_once_are_the_words_counted_one_by_one(turns: list[str], data: st.DataObject) -> None:
    """Also where a stretch begins or ends within a word, or holds no more than its hyphen."""
    text, spans = "", []
    for turn in turns:
        spans.append(Span(len(text), len(text) + len(turn)))
        text += turn + data.draw(st.sampled_from(["\n", "|", " - "]))
    spans = [span for span in spans if len(span)]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    slow, fast = _Speech(text, spans, 0), _Speech(text, spans, _MANY + 1)
    assert fast.words(start, end) == slow.words(start, end)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9), st.integers(1, 4)), max_size=12), st.integers(0, 30), st.integers(1, 9))
def test_the_codes_on_a_passage_are_all_that_overlap_it(rows: list[tuple[int, int, int]], start: int, length: int) -> None:
    coded = [(first, first + size, code) for first, size, code in rows]
    passage = Span(start, start + length)
    all_ = [code for first, last, code in sorted(coded) if Span(first, last).overlaps(passage)]
    assert _Rows(coded).on(passage) == tuple(dict.fromkeys(all_))


def test_looking_can_be_stopped_between_two_documents(tmp_path: Path) -> None:
    """Progress counts documents; what it raises comes through."""

    class Stopped(Exception):
        """Somebody pressed Cancel."""

    def stop(done: int, total: int) -> None:
        heard.append((done, total))
        if done:
            raise Stopped

    heard: list[tuple[int, int]] = []
    talk = Talk(((0, False),), (Said(0, "We waited. It rained."),))
    marks = [Mark(0, 0, 0, 10, 0), Mark(0, 0, 11, 21, 1), Mark(1, 0, 0, 10, 0), Mark(1, 0, 11, 21, 1)]
    project, done = make_team(tmp_path, Study(((0, 0),), (talk, talk), (None,), tuple(marks)))
    with project, pytest.raises(Stopped):
        disagreements(project.read, done.coders, progress=stop)
    assert heard == [(0, 2), (1, 2)]
