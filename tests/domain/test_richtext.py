"""The text of memos: what is written is read again, and plain words stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.domain.richtext import MARK, Block, Kind, Run, is_blank, is_rich, join, parse, plain, split_target, targets, tidy, write

HARD = st.sampled_from([*"*_[]()\\`-+#>1.2) \u2060ab🙂é\u00a0\tم<", "](qcoder:code/1)", "qcoder:code/1", "**", "- ", "1. "])
words = st.one_of(
    st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=6), st.lists(HARD, max_size=6).map("".join)
)
target = st.sampled_from(["", "", "code/1", "coding/77", "document/9223372036854775807", "nonsense", "code/x"])
runs = st.builds(Run, words, st.booleans(), st.booleans(), target)
blocks = st.lists(st.builds(Block, st.lists(runs, max_size=5).map(tuple), st.sampled_from(Kind)), max_size=5)


@given(blocks)
def test_what_is_written_is_read_again(some: list[Block]) -> None:
    assert parse(write(some)) == tidy(some)
    assert write(parse(write(some))) == write(some)


@given(blocks)
def test_no_word_is_lost(some: list[Block]) -> None:
    assert [block.text for block in parse(write(some))] == [block.text for block in some] or not some
    assert [block.kind for block in parse(write(some))] == [block.kind for block in some] or not some


@given(st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.lists(st.one_of(HARD, st.just("\n"))).map("".join)))
def test_old_memos_show_exactly_as_they_were(text: str) -> None:
    if is_rich(text):
        return
    shown = parse(text)
    assert "\n".join(block.text for block in shown) == text
    assert all(run.is_plain for block in shown for run in block.runs)
    assert all(block.kind is Kind.TEXT for block in shown)
    assert write(shown) == text
    assert plain(text) == text


@given(st.one_of(st.text(), st.lists(st.one_of(HARD, st.just("\n"))).map("".join)))
def test_whatever_stands_in_a_file_is_read(text: str) -> None:
    found = parse(MARK + text)
    assert parse(write(found)) == tidy(found)


@given(blocks, blocks, st.sampled_from(["\n", "\n\n"]))
def test_two_memos_joined_hold_the_words_and_manners_of_both(one: list[Block], other: list[Block], between: str) -> None:
    found = parse(join(write(one), write(other), between))
    assert found == (*parse(write(one)), *([Block()] if between == "\n\n" else []), *parse(write(other)))


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("**far**", (Run("far", bold=True),)),
        ("*far* away", (Run("far", italic=True), Run(" away"))),
        ("***far***", (Run("far", bold=True, italic=True),)),
        ("**a *b* c**", (Run("a ", bold=True), Run("b", bold=True, italic=True), Run(" c", bold=True))),
        ("see [the *code*](qcoder:code/12)", (Run("see "), Run("the ", target="code/12"), Run("code", italic=True, target="code/12"))),
        (r"2 \* 3 \[sic\]", (Run("2 * 3 [sic]"),)),
        ("[sic] and [a](http://example.org)", (Run("[sic] and [a](http://example.org)"),)),
        ("a **** b", (Run("a **** b"),)),
    ],
)
def test_the_subset(stored: str, shown: tuple[Run, ...]) -> None:
    assert parse(MARK + stored) == (Block(shown),)
    assert parse(write(parse(MARK + stored))) == (Block(shown),)


def test_lists() -> None:
    some = (
        Block((Run("why"),)),
        Block((Run("one"),), Kind.NUMBER),
        Block((Run("two"),), Kind.NUMBER),
        Block((Run("- no"),)),
        Block((), Kind.BULLET),
    )
    assert write(some) == MARK + "why\n1. one\n2. two\n\\- no\n- "
    assert plain(write(some)) == "why\n1. one\n2. two\n- no\n• "
    # Spaces at the end of a memo are not stored.
    assert parse(write(some).rstrip()) == some


def test_other_programs_find_stars_on_letters_and_pairs_nested() -> None:
    assert write([Block((Run("bold ", bold=True), Run("rest")))]) == MARK + "**bold** rest"
    mixed = Block((Run("a", bold=True), Run("b", bold=True, target="code/1"), Run("c", target="code/1")))
    assert write([mixed]) == MARK + "**a**[**b**c](qcoder:code/1)"


def test_links_and_blanks() -> None:
    assert targets(MARK + "[a](qcoder:code/1) [b](qcoder:coding/2) [c](qcoder:code/1)") == ("code/1", "coding/2")
    assert targets("[a](qcoder:code/1)") == ()
    assert split_target("code/12") == ("code", 12)
    assert split_target("code/12\n") is None
    assert all(is_blank(text) for text in ("", " \n", MARK + "- \n1. "))
    assert not is_blank(MARK + "- a")
