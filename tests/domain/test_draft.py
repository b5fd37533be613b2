"""A text while it is corrected: text, turns and passages go together, and every edit can be taken back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.domain.documents import Turn
from qcoder.domain.draft import Draft
from qcoder.domain.spans import Span

SAID = (("I", "Who do you ask?"), ("T", "Karen 🙂 next door. She is good."), ("I", "And the hub?"), ("T", "Far."))


def draft(*passages: str, said: tuple[tuple[str, str], ...] = SAID, gap: str = "\n\n") -> Draft:
    """The interview with passages at the first places where these words stand."""
    text, turns = "", list[Turn]()
    for number, (speaker, words) in enumerate(said):
        text += gap if number else ""
        turns.append(Turn(Span(len(text), len(text) + len(words)), speaker, number * 1000, number * 1000 + 900, f"{speaker}:"))
        text += words
    return Draft(text, turns, [Span(text.index(words), text.index(words) + len(words)) for words in passages])


def passages(found: Draft) -> list[str]:
    return [found.text[start:end] for start, end in zip(found.passages.starts, found.passages.ends, strict=True)]


def spoken(found: Draft) -> list[tuple[str | None, str]]:
    return [(turn.speaker, found.text[turn.span.start : turn.span.end]) for turn in found.as_turns()]


def put(found: Draft, words: str, other: str) -> None:
    at = found.text.index(words)
    found.replace(at, at + len(words), other)


@pytest.mark.parametrize(
    ("words", "other", "passage"),
    [
        ("Karen", "Caren", "Caren 🙂 next door."),
        ("ask?", "ask? 🙂🙂", "Karen 🙂 next door."),
        ("next", "right next", "Karen 🙂 right next door."),
        ("She", "Well, she", "Karen 🙂 next door."),
        ("door. She", "x", "Karen 🙂 next "),
        ("Karen 🙂", "", " next door."),
    ],
)
def test_a_passage_keeps_its_words(words: str, other: str, passage: str) -> None:
    found = draft("Karen 🙂 next door.")
    put(found, words, other)
    assert passages(found) == [passage]
    found.undo()
    assert passages(found) == ["Karen 🙂 next door."]
    found.redo()
    assert passages(found) == [passage]


def test_letters_that_complete_a_word_belong_to_it_and_words_beside_it_do_not() -> None:
    found = draft("hub")
    at = found.text.index("hub?")
    for step, letter in enumerate("s now"):
        found.replace(at + 3 + step, at + 3 + step, letter)
    assert passages(found) == ["hubs"]
    found.replace(at, at, "big ")
    assert passages(found) == ["hubs"]


def test_a_new_turn_is_the_other_speakers() -> None:
    found = draft("She is good.")
    edits, caret = found.split(found.text.index("She"))
    assert [edit.removed for edit in edits] == [" "]
    assert spoken(found)[1:3] == [("T", "Karen 🙂 next door."), ("I", "She is good.")]
    assert found.text[caret:].startswith("She")
    assert passages(found) == ["She is good."]
    assert [(turn.start_ms, turn.end_ms, turn.lead) for turn in found.as_turns()[1:3]] == [(1000, None, "T:"), (None, 1900, "")]
    found.set_speaker(2, "New")
    assert spoken(found)[2] == ("New", "She is good.")
    found.undo()
    found.undo()
    assert spoken(found) == list(SAID)
    assert not found.changed


def test_a_new_turn_above_one_leaves_it_as_it_was() -> None:
    found = draft()
    _edits, caret = found.split(found.text.index("And"))
    found.replace(caret, caret, "Hm.")
    assert spoken(found)[2:4] == [("T", "Hm."), ("I", "And the hub?")]
    assert found.as_turns()[3].start_ms == 2000


def test_turns_joined() -> None:
    found = draft("hub")
    joined = found.join(2)
    assert joined is not None
    assert spoken(found) == [SAID[0], ("T", "Karen 🙂 next door. She is good. And the hub?"), SAID[3]]
    assert passages(found) == ["hub"]
    assert found.as_turns()[1].end_ms == 2900
    found.undo()
    assert spoken(found) == list(SAID)
    assert [turn.end_ms for turn in found.as_turns()] == [900, 1900, 2900, 3900]
    assert found.join(0) is None


def test_nothing_is_joined_over_words_between_turns() -> None:
    text = "One.\n\n[laughs]\n\nTwo."
    found = Draft(text, [Turn(Span(0, 4), "A"), Turn(Span(16, 20), "B")])
    assert found.join(1) is None
    found.replace(6, 14, "[coughs]")
    assert spoken(found) == [("A", "One."), ("B", "Two.")]
    found.replace(10, 10, " twice")
    assert spoken(found) == [("A", "One."), ("B", "Two.")]


def test_what_is_taken_out_over_several_turns() -> None:
    found = draft()
    found.replace(found.text.index("do you"), found.text.index("the hub"), "")
    assert spoken(found) == [("I", "Who the hub?"), SAID[3]]
    found.undo()
    # Whole turns: what is left behind them is said by who said it.
    found.replace(0, found.text.index("And"), "")
    assert spoken(found) == [SAID[2], SAID[3]]
    found.undo()
    assert spoken(found) == list(SAID)


def test_an_emptied_turn_goes_with_its_line() -> None:
    for number, (_speaker, words) in enumerate(SAID):
        found = draft()
        put(found, words, "  ")
        found.tidy()
        assert spoken(found) == [*SAID[:number], *SAID[number + 1 :]]
        assert found.text == "\n\n".join(words for _label, words in spoken(found))
        assert found.as_turns()[-1].end_ms == (2900 if number == 3 else 3900)
        found.undo()
        found.undo()
        assert not found.changed


def test_turns_that_meet_without_a_gap() -> None:
    found = Draft("OneTwo", [Turn(Span(0, 3), "A"), Turn(Span(3, 6), "B")])
    found.replace(3, 3, "x")
    assert spoken(found) == [("A", "One"), ("B", "xTwo")]
    found.replace(3, 4, "")
    assert spoken(found) == [("A", "One"), ("B", "Two")]
    found.undo()
    found.undo()
    assert spoken(found) == [("A", "One"), ("B", "Two")]


def test_a_word_typed_is_taken_back_at_once() -> None:
    found = draft()
    for step, letter in enumerate("now"):
        found.replace(step, step, letter, joins_last=step > 0)
    found.together(lambda: [found.replace(0, 1, "N"), found.replace(5, 5, "!")])
    assert found.text.startswith("NowWh!o")
    assert [len(found.undo()), len(found.undo()), found.undo()] == [2, 3, []]
    assert not found.changed
    assert [len(found.redo()), len(found.redo()), found.redo()] == [3, 2, []]
    assert found.text.startswith("NowWh!o")


def test_a_speaker_renamed_in_the_project() -> None:
    found = draft()
    found.split(3)
    found.relabel({"T": "Teacher"})
    found.undo()
    assert [label for label, _words in spoken(found)] == ["I", "Teacher", "I", "Teacher"]
    assert not found.changed


def test_coming_back_to_what_was_reached_before() -> None:
    other, found = draft(), draft("next door", "hub")
    put(other, "Karen", "Caren 🙂")
    other.split(other.text.index("She"))
    other.set_speaker(0, "New")
    put(other, "Far.", "")
    found.resume(other.text, other.all_turns())
    assert (found.text, found.all_turns()) == (other.text, other.all_turns())
    assert passages(found) == ["next door", "hub"]
    found.undo()
    assert not found.changed
    assert passages(found) == ["next door", "hub"]
    found.redo()
    assert found.all_turns() == other.all_turns()


def test_corrections_put_on_a_text_that_changed_meanwhile() -> None:
    other, found = draft(), draft("hub")
    base = other.text
    put(other, "Karen", "Caren")
    other.split(other.text.index("She"))
    put(found, "Far.", "Far away.")
    assert found.put_on(base, other.text, other.all_turns())
    assert spoken(found) == [SAID[0], ("T", "Caren 🙂 next door."), ("I", "She is good."), SAID[2], ("T", "Far away.")]
    assert passages(found) == ["hub"]
    found.undo()
    assert spoken(found)[1] == SAID[1]
    put(found, "Karen", "Karin")
    assert not found.put_on(base, other.text, other.all_turns())
    assert (found.text, found.all_turns()) == (other.text, other.all_turns())


def test_other_passages() -> None:
    found = draft("hub")
    put(found, "Who", "Whom")
    start = found.text.index("door")
    asked = found.text.index("ask?")
    found.set_passages([Span(start, start + 4), Span(asked, asked + 4)])
    found.undo()
    assert passages(found) == ["door", "ask?"]


@given(st.data())
def test_any_edits(data: st.DataObject) -> None:
    """The text is what a plain string becomes; turns stay in order, apart and within it; undo and redo restore everything."""
    gap = data.draw(st.sampled_from(("\n", "\n\n", "\n\n[noise]\n\n", "")))
    found = draft("Karen 🙂", "🙂 next", "She is good", "And the hub?", "Far.", gap=gap)
    states = [state(found)]
    plain = found.text
    for _step in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(plain)))
        end = data.draw(st.integers(start, min(len(plain), start + data.draw(st.sampled_from((0, 1, 6, 60))))))
        added = data.draw(st.sampled_from(("", "x", " ", "🙂", "two words", "e\u0301", "\n", "שלום")))
        what = data.draw(st.sampled_from(("replace", "replace", "replace", "split", "join", "speaker")))
        if what == "replace":
            edits = found.replace(start, end, added)
        elif what == "split":
            edits = found.split(start)[0]
        elif what == "join":
            joined = found.join(data.draw(st.integers(0, 4)))
            edits = joined[0] if joined else []
        else:
            edits = []
            if len(found.turns) and not found.set_speaker(0, data.draw(st.sampled_from(("I", "T", None)))):
                continue
        for edit in edits:
            assert plain[edit.position : edit.position + len(edit.removed)] == edit.removed
            plain = plain[: edit.position] + edit.added + plain[edit.position + len(edit.removed) :]
        assert found.text == plain
        in_order(found)
        if edits or what == "speaker":
            states.append(state(found))
    for before in reversed(states[:-1]):
        found.undo()
        assert state(found) == before
    assert not found.can_undo
    for after in states[1:]:
        found.redo()
        assert state(found) == after


def state(found: Draft) -> tuple[object, ...]:
    return found.text, tuple(found.turns.starts), tuple(found.turns.ends), tuple(found.heads), tuple(passages(found))


def in_order(found: Draft) -> None:
    at = 0
    assert len(found.turns.starts) == len(found.turns.ends) == len(found.heads)
    for start, end in zip(found.turns.starts, found.turns.ends, strict=True):
        assert at <= start <= end <= len(found.text)
        at = end
    for start, end in zip(found.passages.starts, found.passages.ends, strict=True):
        assert 0 <= start <= end <= len(found.text)
    blank = -1
    for turn in found.as_turns():
        assert blank < turn.span.start < turn.span.end
        blank = turn.span.start
