"""Where marks go: in sight, in lanes, cut into segments, labelled; and the colours they get. No Qt."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.domain.spans import Span
from qcoder.gui.widgets.colors import ReadingColors, contrast, mix, readable, underlay
from qcoder.gui.widgets.ends import Ends, next_word_edge
from qcoder.gui.widgets.labels import Bracket, Row, brackets, columns_for, place_labels, share_labels, spread_labels
from qcoder.gui.widgets.marks import Mark, MarkIndex, segments

OKABE_ITO = ["#0072b2", "#009e73", "#d55e00", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442", "#000000", "#ffffff", "#808080"]


def mark(number: int, start: int, end: int) -> Mark:
    return Mark(number, Span(start, end), "#009e73", f"code {number}")


SPANS = st.tuples(st.integers(0, 300), st.integers(1, 120)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
MANY = st.lists(SPANS, max_size=25).map(lambda spans: [mark(i, s.start, s.end) for i, s in enumerate(spans)])
TEXT = ("word " * 12 + "\n") * 8


def no_two_that_meet_share_a_lane(index: MarkIndex) -> bool:
    marks = list(index)
    pairs = ((a, b) for i, a in enumerate(marks) for b in marks[i + 1 :] if a.group == b.group and a.span.overlaps(b.span))
    return all(index.lane(a.id) != index.lane(b.id) for a, b in pairs)


@given(MANY, st.integers(0, 420), st.integers(1, 60))
def test_marks_in_a_range_are_all_and_only_those_that_overlap_it(marks: list[Mark], start: int, length: int) -> None:
    found = MarkIndex(marks, TEXT).overlapping(start, start + length)
    assert {m.id for m in found} == {m.id for m in marks if m.span.overlaps(Span(start, start + length))}
    assert found == sorted(found, key=lambda m: (m.span.start, -m.span.end, m.id))


@given(MANY, st.data())
def test_adding_removing_and_replacing_keep_lanes_apart_and_the_others_where_they_are(marks: list[Mark], data: st.DataObject) -> None:
    index = MarkIndex(marks, TEXT)
    assert no_two_that_meet_share_a_lane(index)
    model = {m.id: m for m in marks}
    for step in range(data.draw(st.integers(1, 8))):
        lanes = {i: index.lane(i) for i in model}
        chosen = data.draw(st.sampled_from(sorted(model))) if model else None
        what = data.draw(st.sampled_from(["add", "remove", "replace"])) if chosen is not None else "add"
        span = data.draw(SPANS)
        if what == "add" or chosen is None:
            chosen = 100 + step
            model[chosen] = mark(chosen, span.start, span.end)
            index.add(model[chosen])
        elif what == "remove":
            del model[chosen]
            index.remove(chosen)
        else:
            model[chosen] = mark(chosen, span.start, span.end)
            index.replace(model[chosen])
        assert all(index.lane(i) == lanes[i] for i in model if i != chosen)
        assert no_two_that_meet_share_a_lane(index)
        assert list(index) == list(MarkIndex(model.values(), TEXT))
        assert {m.id for m in index.overlapping(90, 130)} == {m.id for m in model.values() if m.span.overlaps(Span(90, 130))}


GROUPED = st.lists(st.tuples(SPANS, st.integers(0, 2)), max_size=25).map(
    lambda found: [replace(mark(i, span.start, span.end), group=group) for i, (span, group) in enumerate(found)]
)


@given(GROUPED, st.data())
def test_groups_have_lanes_of_their_own_that_others_do_not_move(marks: list[Mark], data: st.DataObject) -> None:
    index = MarkIndex(marks, TEXT)
    assert no_two_that_meet_share_a_lane(index)
    for group in {mark.group for mark in marks}:
        alone = MarkIndex([mark for mark in marks if mark.group == group], TEXT)
        assert all(alone.lane(mark.id) == index.lane(mark.id) for mark in alone)
        assert index.lane_counts()[group] == alone.lane_counts()[group]
    span, group = data.draw(SPANS), data.draw(st.integers(0, 2))
    before = {mark.id: index.lane(mark.id) for mark in marks}
    index.add(replace(mark(100, span.start, span.end), group=group))
    assert all(index.lane(mark_id) == lane for mark_id, lane in before.items())
    assert no_two_that_meet_share_a_lane(index)


@given(MANY, st.integers(0, 40), st.integers(1, 30), st.integers(5, 40))
def test_lanes_and_brackets_do_not_jump_while_scrolling(marks: list[Mark], first: int, rows_seen: int, width: int) -> None:
    """Whatever part of the text is in sight, and however its lines are broken, a mark's bracket stands in its lane of the document."""
    index = MarkIndex(marks, TEXT)
    lanes = {mark.id: index.lane(mark.id) for mark in marks}
    starts = [at for line in range(8) for at in range(61 * line, 61 * line + 60, width)]
    rows = [Row(start, min(start + width, start // 61 * 61 + 60), 20.0 * i, 20.0 * i + 15) for i, start in enumerate(starts)]
    for at in range(first, min(first + 5, len(rows))):
        seen = brackets(index, rows[at : at + rows_seen])
        assert {bracket.mark.id: bracket.lane for bracket in seen} == {bracket.mark.id: lanes[bracket.mark.id] for bracket in seen}
        # Two that stand on one row of the page never cover each other.
        for a, b in combinations(seen, 2):
            assert a.lane != b.lane or a.bottom <= b.top or b.bottom <= a.top


def test_two_passages_on_one_line_of_the_page_do_not_share_a_lane_but_lines_apart_do() -> None:
    index = MarkIndex([mark(1, 0, 10), mark(2, 20, 30), mark(3, 70, 90)], TEXT)
    assert [index.lane(i) for i in (1, 2, 3)] == [0, 1, 0]
    assert index.lane_counts() == {0: 2}


def test_the_shortest_mark_lies_on_top_and_of_equals_the_last_made() -> None:
    index = MarkIndex([mark(1, 0, 50), mark(2, 10, 20), mark(3, 10, 20), mark(4, 30, 40)])
    assert [m.id for m in index.at(15)] == [3, 2, 1]
    assert [m.id for m in index.at(20)] == [1]
    assert index.at(50) == []


def test_going_from_mark_to_mark_in_reading_order() -> None:
    first, second, third = mark(1, 5, 50), mark(2, 5, 20), mark(3, 30, 40)
    index = MarkIndex([third, second, first])
    assert index.after(None, 0) == first
    assert index.after(first, 0) == second
    assert index.after(third, 0) is None
    assert index.before(third, 0) == second
    assert index.before(None, 5) is None
    assert index.before(None, 31) == third


def test_a_mark_cannot_come_twice_nor_go_when_it_is_not_there() -> None:
    index = MarkIndex([mark(1, 0, 5)])
    with pytest.raises(ValueError, match="there already"):
        index.add(mark(1, 3, 4))
    with pytest.raises(KeyError):
        index.remove(2)
    assert len(index) == 1


@given(MANY, st.integers(0, 200), st.integers(1, 200))
def test_segments_cover_each_place_with_exactly_its_marks(marks: list[Mark], start: int, length: int) -> None:
    pieces = segments(marks, start, start + length)
    over = {at: {m.id for m in found} for left, right, found in pieces for at in range(left, right)}
    for at in range(start, start + length):
        assert over.get(at, set()) == {m.id for m in marks if m.span.start <= at < m.span.end}
    assert all(start <= left < right <= start + length for left, right, _ in pieces)


def test_brackets_span_the_rows_of_their_mark_and_are_open_where_it_goes_on() -> None:
    rows = [Row(100, 150, 0, 20), Row(150, 200, 25, 45), Row(202, 230, 60, 80)]
    index = MarkIndex([mark(1, 90, 120), mark(2, 160, 210), mark(3, 205, 260), mark(4, 150, 160), mark(5, 300, 310), mark(6, 80, 400)])
    found = {b.mark.id: (b.top, b.bottom, b.open_top, b.open_bottom) for b in brackets(index, rows)}
    assert found == {
        1: (0, 20, True, False),
        2: (25, 80, False, False),
        3: (60, 80, False, True),
        4: (25, 45, False, False),
        6: (0, 80, True, True),
    }
    assert brackets(index, []) == []


def bracket(number: int, top: float, bottom: float) -> Bracket:
    return Bracket(mark(number, number, number + 1), number, top, bottom, False, False)


BRACKETS = st.lists(st.tuples(st.integers(-40, 400), st.integers(15, 200)), max_size=30).map(
    lambda places: [bracket(i, top, top + height) for i, (top, height) in enumerate(places)]
)


@given(BRACKETS, st.sampled_from([None, 0, 3]), st.sampled_from([0.0, 90.0]))
def test_labels_never_cover_each_other_and_none_is_lost(shown: list[Bracket], selected: int | None, slack: float) -> None:
    placed = place_labels(shown, 15, 400, () if selected is None else (selected,), slack)
    tops = [label.top for label in placed]
    assert all(below - above >= 15 for above, below in pairwise(tops))
    assert all(0 <= top <= 385 for top in tops)
    assert sum(len(label.marks) + len(label.gave_way) for label in placed) == len(shown)
    chosen = next((b for b in shown if b.mark.id == selected), None)
    if chosen is not None:
        assert next(label.top for label in placed if label.bracket is chosen) == min(max(chosen.top, 0), 385)


def test_one_label_speaks_for_coders_who_agree() -> None:
    same = [replace(bracket(i, top, top + 40), lane=i) for i, top in enumerate((10, 12, 60))]
    same = [replace(b, mark=replace(b.mark, label="advice", initials="An" if i != 1 else "Be")) for i, b in enumerate(same)]
    assert [[b.mark.id for b in found] for found in share_labels(same)] == [[0, 1], [2]]
    placed = place_labels(same, 15, 400, (1,))
    assert [[mark.id for mark in label.marks] for label in placed] == [[0, 1], [2]]
    alone = [replace(b, mark=replace(b.mark, initials="An")) for b in same]
    assert [len(found) for found in share_labels(alone)] == [1, 1, 1]


def test_a_label_whose_place_is_taken_moves_down_beside_its_bracket_or_gives_way() -> None:
    placed = place_labels([bracket(1, 10, 60), bracket(2, 10, 60), bracket(3, 12, 27)], 15, 400)
    assert [(label.bracket.mark.id, label.top, len(label.gave_way)) for label in placed] == [(1, 10, 1), (2, 25, 0)]
    placed = place_labels([bracket(1, 10, 60), bracket(2, 10, 60), bracket(3, 12, 27)], 15, 400, slack=40)
    assert [(label.bracket.mark.id, label.top) for label in placed] == [(1, 10), (2, 25), (3, 40)]
    assert place_labels([bracket(1, 0, 10)], 15, 5) == []


@given(BRACKETS)
def test_when_all_labels_are_wanted_all_stand_apart_in_the_order_of_the_page(shown: list[Bracket]) -> None:
    placed = spread_labels(shown, 15, 400)
    assert [label.bracket for label in placed] == sorted(shown, key=lambda b: (b.top, b.lane))
    places = [(label.top, label.column) for label in placed]
    assert len(set(places)) == len(shown)
    assert places == sorted(places)
    assert all(0 <= top <= 385 and 0 <= column < columns_for(len(shown), 15, 400) for top, column in places)


def test_a_page_of_ten_rows_shows_thirty_labels_in_three_columns() -> None:
    placed = spread_labels([bracket(i, 20, 40) for i in range(30)], 15, 150)
    assert {label.column for label in placed} == {0, 1, 2}
    assert len({label.top for label in placed}) == 10


@pytest.mark.parametrize("colors", [ReadingColors(), ReadingColors.night()])
@pytest.mark.parametrize("color", OKABE_ITO)
def test_labels_and_text_keep_their_contrast_on_both_grounds(colors: ReadingColors, color: str) -> None:
    assert contrast(readable(color, colors.ground), colors.ground) >= 4.5
    for depth in (1, 2, 9):
        for strong in (False, True):
            tint = underlay(color, colors, depth, strong)
            assert contrast(colors.text, tint) >= 4.5
            assert contrast(colors.muted, tint) >= 4.5
    assert contrast(colors.muted, colors.ground) >= 4.5
    assert contrast(colors.faint, colors.ground) >= 4.5
    assert colors.dark is (colors == ReadingColors.night())


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True), st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_any_colour_can_be_made_readable_on_any_ground(color: str, ground: str) -> None:
    made = readable(color, ground)
    assert contrast(made, ground) >= 4.5
    assert made == color or contrast(color, ground) < 4.5


def test_contrast_is_as_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


def test_a_colour_that_reads_well_is_left_alone() -> None:
    assert readable("#0072b2", "#ffffff") == "#0072b2"


def test_ends_stay_in_the_text_and_never_pass_each_other() -> None:
    ends = Ends(7, Span(10, 20), Span(10, 20))
    assert ends.moved_to(5, 100).span == Span(10, 11)
    assert ends.moved_to(500, 100).span == Span(10, 100)
    start = ends.other_end()
    assert start.place == 10
    assert start.moved_to(50, 100).span == Span(19, 20)
    assert start.moved_to(-3, 100).span == Span(0, 20)
    assert not start.moved_to(10, 100).changed


def test_word_edges() -> None:
    text = "one two  three"
    assert [next_word_edge(text, at, False, True) for at in (0, 3, 7, 14)] == [3, 7, 14, 14]
    assert [next_word_edge(text, at, False, False) for at in (14, 7, 3)] == [7, 3, 3]
    assert [next_word_edge(text, at, True, True) for at in (0, 4, 9)] == [4, 9, 9]
    assert [next_word_edge(text, at, True, False) for at in (14, 9, 4, 0)] == [9, 4, 0, 0]
