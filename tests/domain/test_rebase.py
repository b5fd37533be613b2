"""What becomes of passages when a text is corrected."""

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from qcoder.domain.rebase import EditMap, merge_texts, words_changed
from qcoder.domain.spans import Span
from tests.strategies import WORDS, spans

# Each is one sign to a reader: letters with accents, emoji of several parts, flags, skin tones, a tag flag.
CLUSTERS = ("e\u0301", "👩‍👩‍👧‍👦", "👩🏽‍🏫", "🇬🇧", "🇫🇷", "❤\ufe0f", "דָ", "a", "b", " ", ".", "🏴\U000e0067\U000e0062\U000e007f", "क्", "数")


def texts() -> st.SearchStrategy[str]:
    """Texts of few different words, so that much repeats; of loose letters and signs; of signs that must not be cut."""
    words = st.lists(st.sampled_from((*WORDS, "\n", "\n", "hub", "hubs", "数学教研 ")), max_size=40).map(" ".join)
    letters = st.text(st.sampled_from("ab \n.🙂é\u0301\u200d"), max_size=30)
    return st.one_of(words, letters, st.lists(st.sampled_from(CLUSTERS), max_size=30).map("".join))


@st.composite
def corrected(draw: st.DrawFn) -> tuple[str, str]:
    """A text and what became of it: some stretches taken out, replaced, put in; now and then quite another text."""
    old = draw(texts())
    if draw(st.integers(0, 5)) == 0:
        return old, draw(texts())
    new = old
    for _edit in range(draw(st.integers(0, 4))):
        span = draw(spans(len(new), least=0))
        new = new[: span.start] + draw(st.one_of(st.just(""), texts())) + new[span.end :]
    return old, new


@st.composite
def unlike_words(draw: st.DrawFn, first: int = 0, least: int = 3, most: int = 12) -> list[str]:
    """Words of which none is like another, so that there is one right answer; `first` (0, 1 or 2) tells lists apart."""
    names = ["🙂moth", "karen", "lösung", "двери", "فصل", "πόλη", "шкаф", "quick", "jvwz", "ubbub", "🐈‍⬛ex", "iii"]
    if first:
        names = [chr((0x10D0, 0x30)[first - 1] + number) * 5 for number in range(10)]
    return names[: draw(st.integers(least, min(most, len(names))))]


def passage(old: str, new: str, words: str) -> str | None:
    """The words that a passage has in the new text."""
    start = old.index(words)
    span = EditMap(old, new).span(Span(start, start + len(words)))
    return None if span is None else new[span.start : span.end]


@pytest.mark.parametrize(
    ("old", "new", "words", "expected"),
    [
        # before, behind, within, at the very ends
        ("She asked me. It is far.", "Well, she asked me. It is far.", "It is far", "It is far"),
        ("It is far from here.", "It is far, far from here.", "It is", "It is"),
        ("It is far from here.", "It is, I think, far from here.", "It is far", "It is, I think, far"),
        ("the hub is", "the very hub is", "hub", "hub"),
        ("the hub is", "the hub really is", "hub", "hub"),
        ("p one\n\nfoo bar\n\nend", "p one\n\nnew words\n\nfoo bar\n\nend", "foo bar", "foo bar"),
        ("p one\n\nfoo bar\n\nend", "p one\n\nfoo bar\n\nnew words\n\nend", "foo bar", "foo bar"),
        # words put right
        ("so teh hub is", "so the hub is", "teh hub", "the hub"),
        ("The hub was far away.", "A hub was fair away.", "The hub was far", "A hub was fair"),
        ("the hub is", "the hubs is", "hub", "hubs"),
        ("the ub is", "the hub is", "ub", "hub"),
        ("a cat sat", "a bat sat", "cat", "bat"),
        ("in cafe today", "in cafe\u0301 today", "cafe", "cafe\u0301"),
        ("with a 👩‍👩‍👧‍👦 here", "with a 👩‍👩‍👧 here", "👩‍👩‍👧‍👦 here", "👩‍👩‍👧 here"),
        ("we we met there", "we met there", "we we met", "we met"),
        ("今天很好。我们去学校", "今天非常好。我们去学校", "今天很好", "今天非常好"),
        # words gone
        ("It is very far today", "It is far today", "very far", "far"),
        ("It is far away today", "It is far today", "far away", "far"),
        ("It is far away.", "It is", "It is far away", "It is"),
        ("a cat sat", "a dog sat", "cat", None),
        ("a cat sat", "a sat", "cat", None),
        ("hub", "", "hub", None),
        ("One two.\nThree four.\nFive.", "One two.\nFive.", "Three four.", None),
        # no passage is what chance left of it
        (
            "I like the garden of my school very much.", "You saw that the inspectors of our region came again.",
            "like the garden of my school", None,
        ),
        ("So. " + "We went on and on about it. " * 9 + "End.", "So. We. End.", "We went on and on about it. " * 9, None),
        ("So. " + "We went on and on about it. " * 3 + "End.", "So. We went. End.", "We went on and on about it. " * 3, "We went. "),
    ],
)  # fmt: skip
def test_passages(old: str, new: str, words: str, expected: str | None) -> None:
    assert passage(old, new, words) == expected


@pytest.mark.parametrize(
    ("old", "new", "words", "expected"),
    [
        ("so teh hub is", "so the hub is", "teh hub", False),
        ("so the hub is", "well, so the hub is", "the hub", False),
        ("so the hubb is", "so the hub is", "the hubb", False),
        ("It is very far today", "It is far today", "very far", True),
        ("It is far away today", "It is far today", "far away", True),
        ("It is very far today", "It is far today", "is very far", True),
        ("今天很好。我们", "今天好。我们", "今天很好", True),
        ("It is far away today", "It is, I do think, far today", "is far away", True),
    ],
)
def test_shortened(old: str, new: str, words: str, expected: bool) -> None:
    start = old.index(words)
    landed = EditMap(old, new).land(Span(start, start + len(words)))
    assert landed is not None
    assert landed.shortened is expected


@given(corrected())
@example(("a" * 300 + "b" * 300, "a" * 300 + "c" * 40 + "b" * 300))
def test_blocks_are_what_both_texts_have(pair: tuple[str, str]) -> None:
    old, new = pair
    edits = EditMap(old, new)
    before, behind, said = 0, 0, ""
    for at_old, at_new, length in edits.blocks:
        assert length > 0
        assert at_old >= before
        assert at_new >= behind
        assert old[at_old : at_old + length] == new[at_new : at_new + length]
        before, behind = at_old + length, at_new + length
    at = 0
    for difference in edits.differences():
        said += old[at : difference.old.start] + new[difference.new.start : difference.new.end]
        at = difference.old.end
    assert said + old[at:] == new


@given(corrected(), st.data())
def test_a_passage_is_what_is_left_of_it(pair: tuple[str, str], data: st.DataObject) -> None:
    """Every surviving sign of the passage lies within it, in order, and no surviving sign of what stood around it does."""
    old, new = pair
    assume(old)
    span = data.draw(spans(len(old)))
    edits = EditMap(old, new)
    landed = edits.span(span)
    survivors = [(at_old + i, at_new + i) for at_old, at_new, length in edits.blocks for i in range(length)]
    inside = [there for here, there in survivors if span.start <= here < span.end]
    if landed is None:
        left = sum(unicodedata.category(new[there])[0] in "LN" for there in inside)
        assert left <= len(span) / 2
        return
    assert 0 <= landed.start < landed.end <= len(new)
    assert all(there in range(landed.start, landed.end) or new[there].isspace() for there in inside)
    outside = [there for here, there in survivors if not span.start <= here < span.end]
    assert not any(there in range(landed.start, landed.end) for there in outside)


@given(texts(), st.data())
def test_nothing_changes_where_nothing_was_changed(text: str, data: st.DataObject) -> None:
    assume(text)
    span = data.draw(spans(len(text)))
    assert EditMap(text, text).span(span) == span
    assert EditMap(text, text).differences() == ()


@given(unlike_words(), unlike_words(first=1, least=1), st.data())
def test_what_is_put_in_between_words(words: list[str], fresh: list[str], data: st.DataObject) -> None:
    """Within the passage it belongs to it; before, behind and at the very ends it does not. Nothing is counted wrongly for an emoji."""
    low = data.draw(st.integers(0, len(words) - 1))
    high = data.draw(st.integers(low + 1, len(words)))
    at = data.draw(st.integers(0, len(words)))
    blank = data.draw(st.sampled_from((" ", "\n", "\n\n", ". ")))
    old, coded = blank.join(words), blank.join(words[low:high])
    new = blank.join(words[:at] + fresh + words[at:])
    expected = blank.join(words[low:at] + fresh + words[at:high]) if low < at < high else coded
    assert passage(old, new, coded) == expected


@given(unlike_words(), st.data())
def test_what_is_taken_out_between_words(words: list[str], data: st.DataObject) -> None:
    """What is left is what was not taken out; nothing, when all of it was."""
    low = data.draw(st.integers(0, len(words) - 1))
    high = data.draw(st.integers(low + 1, len(words)))
    gone = data.draw(st.sets(st.integers(0, len(words) - 1)))
    blank = data.draw(st.sampled_from((" ", "\n")))
    new = blank.join(word for number, word in enumerate(words) if number not in gone)
    left = [word for number, word in enumerate(words) if low <= number < high and number not in gone]
    assert passage(blank.join(words), new, blank.join(words[low:high])) == (blank.join(left) or None)


@given(unlike_words(least=6), unlike_words(first=1), unlike_words(first=2), st.booleans(), st.data())
def test_one_correction_after_the_other_is_both_at_once(
    words: list[str], fresh: list[str], more: list[str], putting_in: bool, data: st.DataObject
) -> None:
    """Two times putting in, or two times taking out, lead where the whole leads."""
    second = list(words)
    for extra in (fresh, more):
        for word in extra if putting_in else ():
            second.insert(data.draw(st.integers(0, len(second))), word)
        if extra is fresh:
            first = list(second)
    if not putting_in:
        first = [word for word in words if data.draw(st.booleans())]
        second = [word for word in first if data.draw(st.booleans())]
    old, middle, new = " ".join(words), " ".join(first), " ".join(second)
    low = data.draw(st.integers(0, len(words) - 1))
    last = words[data.draw(st.integers(low, len(words) - 1))]
    span = Span(old.index(words[low]), old.index(last) + len(last))
    between = EditMap(old, middle).span(span)
    assert (None if between is None else EditMap(middle, new).span(between)) == EditMap(old, new).span(span)


@given(st.lists(st.sampled_from(CLUSTERS), min_size=1, max_size=20), st.lists(st.sampled_from(CLUSTERS), max_size=20), st.data())
def test_no_sign_is_cut(ours: list[str], theirs: list[str], data: st.DataObject) -> None:
    """A passage of whole signs stays one."""
    low = data.draw(st.integers(0, len(ours) - 1))
    high = data.draw(st.integers(low + 1, len(ours)))
    at = data.draw(st.integers(0, len(ours)))
    new = ours[:at] + theirs + ours[min(len(ours), at + data.draw(st.integers(0, 3))) :]
    start = len("".join(ours[:low]))
    span = EditMap("".join(ours), "".join(new)).span(Span(start, start + len("".join(ours[low:high]))))
    edges = {len("".join(new[:number])) for number in range(len(new) + 1)}
    assert span is None or {span.start, span.end} <= edges


def test_an_empty_span_is_no_passage() -> None:
    assert EditMap("hub", "hub").span(Span(1, 1)) is None


def test_quite_different_long_texts() -> None:
    """No passage of one is found in the other, and the search ends."""
    old = "\n".join(f"ours {number * 7919 % 1000} the of a {number}" for number in range(3_000))
    new = "\n".join(f"theirs {number * 6007 % 1000} a of the x{number}" for number in range(3_000))
    start = len(old) // 2
    assert EditMap(old, new).span(Span(start, start + 300)) is None


def test_a_text_that_repeats_itself() -> None:
    """Where no line is like no other, the fewest differences tell where things are."""
    old = "yes\nno\n" * 5_000
    new = "yes\nno\n" * 2_000 + "perhaps\n" + "yes\nno\n" * 3_000
    assert EditMap(old, new).span(Span(len(old) - 3, len(old))) == Span(len(new) - 3, len(new))


# -- two corrections of one text --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("one two three four", "one 2 three four", "one two three 4", "one 2 three 4"),
        ("one two three four", "one 2 three four", "one II three four", None),
        ("one two three four", "one 2 three four", "one 2 three 4", "one 2 three 4"),
        ("one two", "one two more", "one two else", None),
        ("one two", "one two more", "one two more", "one two more"),
        ("the hub", "the hubs", "the chub", None),
        ("a\n\nb\n\nc", "a\n\nx 🙂\n\nb\n\nc", "a\n\nb", "a\n\nx 🙂\n\nb"),
        ("one two", "", "one two", ""),
        ("one two", "", "one three", None),
    ],
)
def test_merge(base: str, mine: str, theirs: str, expected: str | None) -> None:
    assert merge_texts(base, mine, theirs) == expected


@given(corrected(), st.data())
def test_merge_knows_no_sides(pair: tuple[str, str], data: st.DataObject) -> None:
    base, mine = pair
    theirs = data.draw(st.one_of(texts(), st.just(base), corrected().map(lambda found: found[1])))
    assert merge_texts(base, mine, theirs) == merge_texts(base, theirs, mine)


@given(corrected())
def test_merge_takes_what_one_side_did(pair: tuple[str, str]) -> None:
    base, mine = pair
    assert merge_texts(base, mine, base) == mine
    assert merge_texts(base, base, mine) == mine
    assert merge_texts(base, mine, mine) == mine
    assert merge_texts(base, base, base) == base


@given(unlike_words(least=8), st.data())
def test_merge_takes_both(words: list[str], data: st.DataObject) -> None:
    """Words taken out, replaced and put behind, never by both in one place: all of it is in the merged text."""
    who = [data.draw(st.sampled_from(("mine", "theirs", "neither"))) for _word in words]
    what = [data.draw(st.sampled_from(("", "{} ZZZZplus", "ZZZZelse"))) for _word in words]

    def text(*sides: str) -> str:
        made = (change.format(word) if by in sides else word for word, by, change in zip(words, who, what, strict=True))
        # A word that nobody touches keeps two changes apart.
        return "".join(f"{word} kept{number}kept " for number, word in enumerate(made))

    assert merge_texts(text(), text("mine"), text("theirs")) == text("mine", "theirs")


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("the hub is far", "the hub is far", 0),
        ("the hub is far", "the hubs is far", 1),
        ("the hub is far", "the hub is very, very far", 2),
        ("the hub is far", "the is far", 1),
        ("Karen met Karen", "Caren met Caren", 2),
        ("", "three new words", 3),
    ],
)
def test_words_changed(old: str, new: str, changed: int) -> None:
    assert words_changed(old, new) == changed
