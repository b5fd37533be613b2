"""Queries: read as people write them, matched exactly where they stand, and never more demanding of the index than of the text."""

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.analysis.query import And, Matcher, Near, Not, Options, Or, Phrase, Query, near, need_of, read_query
from qcoder.domain.errors import KnownError
from qcoder.domain.folding import fold, word_class, words_in
from qcoder.project.search import All, Any, Need, Sequel, Term
from tests.strategies import said

WHOLE = Options(whole_words=True)


def found(text: str, query: str, options: Options = WHOLE) -> list[str]:
    """The passages found in one stretch."""
    return [text[span.start : span.end] for span in Matcher(read_query(query), options).spans(text)]


# Reading ----------------------------------------------------------------------------------------------------------------------------


def words(*pieces: str) -> Phrase:
    """A phrase."""
    return Phrase(pieces)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("ring  road", words("ring", "road")),
        ('"ring road"', words("ring", "road")),
        ("“ring road”", words("ring", "road")),
        ("„ring road“", words("ring", "road")),
        ("« ring »", words("ring")),
        ('"and so', words("and", "so")),
        ("a OR b AND c NOT d", Or(words("a"), And(words("b"), Not(words("c"), words("d"))))),
        ("(a OR b) c", And(Or(words("a"), words("b")), words("c"))),
        ('hub "ring road"', And(words("hub"), words("ring", "road"))),
        ("and or not", words("and", "or", "not")),
        ('"AND"', words("AND")),
        ("NEAR(a b)", Near((words("a"), words("b")), 10)),
        ("NEAR(a b,3)", Near((words("a"), words("b")), 3)),
        ('NEAR("a b" c* , 0)', Near((words("a", "b"), words("c*")), 0)),
        ("NEAR AND far", And(words("NEAR"), words("far"))),
    ],
)
def test_reading(text: str, query: Query) -> None:
    assert read_query(text) == query


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "nothing to look for"),
        (' "" ', "nothing to look for"),
        ("\u0301", "nothing to look for"),
        ("*", "nothing to look for"),
        ("hub AND", "missing at the end"),
        ("OR hub", "missing before “OR”"),
        ("NOT hub", "Before NOT"),
        ("(hub", "not closed"),
        ("hub)", "closing bracket too many"),
        ("NEAR(hub, 5)", "two words"),
        ("NEAR(hub road, x)", "number of words"),
        ("NEAR(hub road", "not closed"),
        ("()", "missing"),
    ],
)
def test_what_makes_no_sense(text: str, sentence: str) -> None:
    with pytest.raises(KnownError, match=sentence):
        read_query(text)


@given(st.text(alphabet='ab "()*,ANDORTE5“”\n', max_size=30))
def test_reading_never_fails_otherwise(text: str) -> None:
    """Whatever is typed is a query or a sentence, and what is a query can be matched and asked of the index."""
    try:
        query = read_query(text)
    except KnownError:
        return
    assert all(len(span) for span in Matcher(query, WHOLE).spans("a b, AND (b a)"))
    assert isinstance(need_of(query, WHOLE), Need)


# Matching ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "query", "passages"),
    [
        ("The hub, the HUB and the hubs", "hub", ["hub", "HUB"]),
        ("teach Teachers unteach teaching", "teach*", ["teach", "Teachers", "teaching"]),
        ("leadership ship shipping", "*ship", ["leadership", "ship"]),
        ("cafe\u0301 CAFÉ cafe", "café", ["cafe\u0301", "CAFÉ", "cafe"]),
        ("🙂👩‍👩‍👧‍👦 Straße 🙂", "strasse", ["Straße"]),
        ("🙂 a 🙂", "🙂", ["🙂", "🙂"]),
        ("ring\n  road, ring, road", "Ring road", ["ring\n  road"]),
        ("مُعَلِّم و معلم", "معلم", ["مُعَلِّم", "معلم"]),
        ("数学教研活动", "教研", ["教研"]),
        ("ไปโรงเรียนทุกวัน", "โรงเรียน", ["โรงเรียน"]),
        ("शिक्षक शिक्षकों", "शिक्षक", ["शिक्षक"]),
        ("ΟΔΟΣ οδος", "οδός", ["ΟΔΟΣ", "οδος"]),
        ("a.b axb", "a.b", ["a.b"]),
        ("don't dont", "don't", ["don't"]),
        ("hub and road", "hub AND road", ["hub", "road"]),
        ("hub and rail", "hub AND road", []),
        ("hub and rail", "hub OR road", ["hub"]),
        ("hub and rail", "hub NOT road", ["hub"]),
        ("hub and road", "hub NOT road", []),
        ("hub on the ring road, a hub", "NEAR(road hub, 3)", ["hub on the ring road, a hub"]),
        ("hub on the long ring road", "NEAR(hub road, 3)", []),
        ("hub road", "NEAR(road hub, 0)", ["hub road"]),
        ("very very good", "NEAR(very very, 0)", ["very very"]),
        ("very good", "NEAR(very very, 5)", []),
    ],
)
def test_matching(text: str, query: str, passages: list[str]) -> None:
    assert found(text, query) == passages


def test_within_longer_words() -> None:
    assert found("hub hubs the-hub subhub", "hub", Options()) == ["hub", "hub", "hub", "hub"]
    assert found("the first field", "fir", Options()) == ["fir"]
    assert found("the ﬁrst ﬁeld", "fir", Options()) == ["ﬁr"]
    assert found("spring roads", "ring road", Options()) == ["ring road"]
    assert found("hub subhub hubs", "hub*", Options()) == ["hub", "hubs"]


def test_case_and_accents() -> None:
    text = "Café cafe\u0301 CAFE cafe"
    assert found(text, "café") == ["Café", "cafe\u0301", "CAFE", "cafe"]
    assert found(text, "café", Options(whole_words=True, accents=True)) == ["Café", "cafe\u0301"]
    assert found(text, "cafe", Options(accents=True)) == ["CAFE", "cafe"]
    assert found(text, "Cafe", Options(case=True)) == ["Café"]
    assert found(text, "café", Options(case=True, accents=True)) == ["cafe\u0301"]


@given(text=said(), data=st.data())
def test_what_stands_there_is_found(text: str, data: st.DataObject) -> None:
    """Any stretch of a text is found in it, at its place or before, and every find folds to the query."""
    start = data.draw(st.integers(0, len(text) - 1))
    query = text[start : data.draw(st.integers(start + 1, len(text)))]
    wanted = " ".join(fold(query).text.split())
    if not wanted or re.search(r'[*"“”„«»]', query) or any(not fold(piece).text.strip() for piece in query.split()):
        return
    spans = Matcher(Phrase(tuple(query.split())), Options()).spans(text)
    assert spans
    assert spans[0].start <= start + len(query)
    assert all(" ".join(fold(text[span.start : span.end]).text.split()) == wanted for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert not any(span.end < len(text) and unicodedata.combining(text[span.end]) for span in spans)


# What the index is asked --------------------------------------------------------------------------------------------------------------


def has(need: Need, terms: list[str]) -> bool:
    """Whether a stretch of these words has what is needed: what the index must answer."""
    if isinstance(need, All):
        return all(has(part, terms) for part in need.parts)
    if isinstance(need, Any):
        return any(has(part, terms) for part in need.parts)
    if isinstance(need, Sequel):
        wanted = list(need.words)
        return any(terms[at : at + len(wanted)] == wanted for at in range(len(terms)))
    tests: dict[str, Callable[[str], bool]] = {
        "is": lambda term: term == need.letters,
        "begins": lambda term: term.startswith(need.letters),
        "ends": lambda term: term.endswith(need.letters),
        "holds": lambda term: need.letters in term,
    }
    return any(tests[need.kind](term) for term in terms)


LETTERS = st.text(alphabet="aáAbß 教.,-'_\u0301🙂ি", max_size=25)
PIECE = st.text(alphabet="aáAbß教.,-'_🙂ি*", min_size=1, max_size=4)


@given(
    text=LETTERS,
    pieces=st.lists(PIECE, min_size=1, max_size=3),
    options=st.builds(Options, case=st.booleans(), accents=st.booleans(), whole_words=st.booleans()),
)
def test_the_index_is_never_asked_for_more_than_there_must_be(text: str, pieces: list[str], options: Options) -> None:
    """Wherever a phrase is found, the words of the stretch have what the index is asked for; so nothing is overlooked."""
    try:
        query = read_query(" ".join(pieces))
    except KnownError:
        return
    if Matcher(query, options).spans(text):
        assert has(need_of(query, options), words_in(fold(text).text))
        assert Matcher(query, options).may_be_in("b\n\n" + text)


def test_needs() -> None:
    assert need_of(read_query("hub"), WHOLE) == Term("hub")
    assert need_of(read_query("Ring road"), WHOLE) == Sequel(("ring", "road"))
    assert need_of(read_query("teach*"), WHOLE) == Term("teach", "begins")
    assert need_of(read_query("hub"), Options()) == Term("hub", "holds")
    assert need_of(read_query("a NOT b"), WHOLE) == Term("a")
    assert need_of(read_query("🙂"), WHOLE) == All(())


# NEAR by brute force ------------------------------------------------------------------------------------------------------------------


@given(text=st.text(alphabet="ab c", max_size=24), most=st.integers(0, 4))
def test_near_by_brute_force(text: str, most: int) -> None:
    """Two words are near each other exactly where some pair has at most so many words between."""
    a = [match.span() for match in re.finditer(r"\ba\b", text)]
    b = [match.span() for match in re.finditer(r"\bb\b", text)]
    pairs = [tuple(sorted((one, other))) for one in a for other in b]
    wanted = {(first[0], last[1]) for first, last in pairs if len(re.findall(word_class() + "+", text[first[1] : last[0]])) <= most}
    answer = set(near([a, b], text, most))
    assert answer <= wanted
    # Every place that has a near one is in some answer.
    for first, last in wanted:
        assert any((start <= first and last <= end) or (first <= start and end <= last) for start, end in answer)
