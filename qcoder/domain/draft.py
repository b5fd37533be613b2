"""A text while somebody corrects it: text, turns and coded passages move together, and every edit can be taken back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.rebase import EditMap, merge_texts
from qcoder.domain.spans import Span, trim
from qcoder.domain.stretches import Stretches, Touched

BREAK = "\n\n"
"""What parts two turns where the text shows no other habit."""


@dataclass(frozen=True, slots=True)
class Edit:
    """At `position`, `removed` gave way to `added`; in code points of the text as it was just before."""

    position: int
    removed: str
    added: str

    @property
    def reverse(self) -> "Edit":
        """The edit that takes this one back."""
        return Edit(self.position, self.added, self.removed)


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a turn besides its words."""

    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class _Turns:
    """All turns at one moment; kept only where their number or their heads changed."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    heads: tuple[Head, ...]


@dataclass(slots=True)
class _Done:
    """One edit as it was done, and what it takes to take it back."""

    edit: Edit
    turns: Touched
    passages: Touched
    before: _Turns | None = None
    after: _Turns | None = None
    last_of_step: bool = True


class Draft:
    """The text as it is now, its turns, and its passages by number. Nothing outside it is changed."""

    def __init__(self, text: str, turns: Sequence[Turn], passages: Iterable[Span] = ()) -> None:
        """`turns` in order and apart; `passages` in any order."""
        self.base = text
        self.text = text
        self.turns = Stretches((turn.span for turn in turns), sticky=True)
        self.heads = [Head(turn.speaker, turn.start_ms, turn.end_ms, turn.lead) for turn in turns]
        self.passages = Stretches(passages, sticky=False)
        self._base_turns = self._turns_now()
        self._done: list[_Done] = []
        self._undone: list[_Done] = []
        self._together = False

    # -- asking -----------------------------------------------------------------------------------------------------

    @property
    def changed(self) -> bool:
        """True if text or turns differ from what they were at the beginning."""
        return self.text != self.base or self._turns_now() != self._base_turns

    @property
    def can_undo(self) -> bool:
        """True if there is something to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """True if something was taken back last."""
        return bool(self._undone)

    def turn_at(self, position: int) -> int | None:
        """The number of the turn at a position, its ends included; where two meet, the later."""
        starts, ends = self.turns.starts, self.turns.ends
        low, high = 0, len(starts)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if starts[middle] <= position else (low, middle)
        return low - 1 if low and position <= ends[low - 1] else None

    def as_turns(self) -> tuple[Turn, ...]:
        """The turns with something said in them, without the blanks at their ends."""
        found = []
        for number, head in enumerate(self.heads):
            span = self.turns.span(number)
            if self.text[span.start : span.end].strip():
                found.append(Turn(trim(self.text, span), head.speaker, head.start_ms, head.end_ms, head.lead))
        return tuple(found)

    def transcript(self, name: str, interviewers: Iterable[str]) -> Transcript:
        """The corrected transcript, as `EditText` takes it."""
        return Transcript(name, self.text, self.as_turns(), frozenset(interviewers))

    # -- editing ----------------------------------------------------------------------------------------------------

    def replace(self, start: int, end: int, added: str, *, joins_last: bool = False) -> list[Edit]:
        """Put `added` in the place of `text[start:end]`. Turns that the edit brings together become one.

        `joins_last`: it is taken back together with the edit before it, as the letters of one word are.
        """
        if start == end and not added:
            return []
        touching = self._cut_into(start, end)
        before = self._turns_now() if touching else None
        edit = Edit(start, self.text[start:end], added)
        done = _Done(edit, {}, {}, before)
        done.passages = self.passages.edit(self.text, start, end, added)
        if before is None:
            done.turns = self.turns.edit(self.text, start, end, added)
        else:
            if start == end:  # two turns meet here with nothing between them: it is the later one's
                self.turns.edit(self.text, start, end, added)
                self._end_before(touching[1], start)
            else:
                self._join(touching, start, end, len(added))
            done.after = self._turns_now()
        self.text = self.text[:start] + added + self.text[end:]
        self._note(done, joins_last)
        return [edit]

    def split(self, at: int) -> tuple[list[Edit], int]:
        """Begin a new turn at a place, said by whoever spoke last but this one; returns the edits and where the caret belongs.

        Outside all turns a new paragraph begins.
        """
        number = self.turn_at(at)
        if number is None:
            return self.replace(at, at, BREAK), at + len(BREAK)
        span, head = self.turns.span(number), self.heads[number]
        left, right = at, at
        while left > span.start and self.text[left - 1] in " \t":
            left -= 1
        while right < span.end and self.text[right] in " \t":
            right += 1
        gap = self._gap(number)
        before = self._turns_now()
        edit = Edit(left, self.text[left:right], gap)
        passages = self.passages.edit(self.text, left, right, gap)
        meets_next = self.turns.starts[number + 1 : number + 2] == [right]
        self.turns.edit(self.text, left, right, gap)
        self._end_before(number, left)
        if meets_next:
            self.turns.starts[number + 1] = left + len(gap)
        self.text = self.text[:left] + gap + self.text[right:]
        end, begins = self.turns.ends[number], left + len(gap)
        fresh = Head(self._other_speaker(number))
        upper, lower = replace(head, end_ms=None), replace(fresh, end_ms=head.end_ms)
        if left == span.start and span.start < span.end:  # at the very beginning: the words stay whose they were
            upper, lower = fresh, head
        self.turns.put(number, Span(span.start, left))
        self.turns.starts.insert(number + 1, begins)
        self.turns.ends.insert(number + 1, max(begins, end))
        self.heads[number : number + 1] = [upper, lower]
        self._note(_Done(edit, {}, passages, before, self._turns_now()), joins_last=False)
        return [edit], left if upper is fresh else begins

    def join(self, number: int) -> tuple[list[Edit], int] | None:
        """Make one turn of a turn and the one before it; None when words stand between them. Returns edits and the caret's place."""
        if not 0 < number < len(self.turns):
            return None
        start, end = self.turns.ends[number - 1], self.turns.starts[number]
        if self.text[start:end].strip():
            return None
        both = self.turns.starts[number - 1] < start and end < self.turns.ends[number]
        joint = " " if both and not self.text[start - 1].isspace() and not self.text[end].isspace() else ""
        if start == end:
            return None
        return self.replace(start, end, joint), start + len(joint)

    def set_speaker(self, number: int, speaker: str | None) -> bool:
        """Say who says a turn; False if that is known. The label of the file is forgotten then."""
        head = self.heads[number]
        if head.speaker == speaker:
            return False
        before = self._turns_now()
        self.heads[number] = replace(head, speaker=speaker, lead="")
        self._note(_Done(Edit(self.turns.starts[number], "", ""), {}, {}, before, self._turns_now()), joins_last=False)
        return True

    def together(self, work: Callable[[], object]) -> None:
        """Do several edits that are taken back as one."""
        count = len(self._done)
        work()
        for done in self._done[count:-1]:
            done.last_of_step = False

    def tidy(self) -> list[Edit]:
        """Take out the lines of turns of which nothing is left."""
        edits: list[Edit] = []

        def work() -> None:
            for number in reversed(range(len(self.turns))):
                span = self.turns.span(number)
                if self.text[span.start : span.end].strip():
                    continue
                start = self.turns.ends[number - 1] if number else 0
                end = span.end if number or len(self.turns) == 1 else self.turns.starts[1]
                if self.text[start:end].strip():  # a heading or a direction stands before it
                    start = span.start
                edits.extend(self.replace(start, end, ""))

        self.together(work)
        return edits

    def relabel(self, names: dict[str, str]) -> None:
        """Speakers got other labels in the project: the turns follow, and there is nothing to take back in that."""

        def renamed(heads: Iterable[Head]) -> list[Head]:
            return [replace(head, speaker=names.get(head.speaker, head.speaker)) if head.speaker else head for head in heads]

        self.heads = renamed(self.heads)
        self._base_turns = replace(self._base_turns, heads=tuple(renamed(self._base_turns.heads)))
        for done in (*self._done, *self._undone):
            for name in ("before", "after"):
                kept: _Turns | None = getattr(done, name)
                if kept is not None:
                    setattr(done, name, replace(kept, heads=tuple(renamed(kept.heads))))

    def resume(self, text: str, turns: Sequence[Turn]) -> None:
        """Come to a text and turns that were reached from the same beginning before; it is one step."""

        def work() -> None:
            for difference in reversed(EditMap(self.text, text).differences()):
                self.replace(difference.old.start, difference.old.end, text[difference.new.start : difference.new.end])
            if self.text != text:
                raise AssertionError("the differences of two texts do not lead from one to the other")
            after = _Turns(
                tuple(turn.span.start for turn in turns),
                tuple(turn.span.end for turn in turns),
                tuple(Head(turn.speaker, turn.start_ms, turn.end_ms, turn.lead) for turn in turns),
            )
            now = self._turns_now()
            self._set_turns(after)
            self._note(_Done(Edit(0, "", ""), {}, {}, now, after), joins_last=False)

        self.together(work)

    def put_on(self, base: str, text: str, turns: Sequence[Turn]) -> bool:
        """Put on this text what somebody made of another, `base`; True if both changes are in it, False if it is now as they left it."""
        both = merge_texts(base, text, self.text)
        if both is None:
            self.resume(text, turns)
            return False
        mine, here = EditMap(text, both), EditMap(self.text, both)
        found = [(span, turn) for turn in turns if (span := mine.span(turn.span)) is not None]
        for other in self.as_turns():
            span = here.span(other.span)
            if span is None:
                continue
            near = [number for number, (known, _turn) in enumerate(found) if known.overlaps(span)]
            if not near:
                found.append((span, other))
            elif len(near) == 1:
                joined = found[near[0]][0].join(span)
                if not any(joined.overlaps(known) for number, (known, _turn) in enumerate(found) if number != near[0]):
                    found[near[0]] = (joined, found[near[0]][1])
        found.sort(key=lambda pair: pair[0])
        self.resume(both, [replace(turn, span=span) for span, turn in found])
        return True

    def all_turns(self) -> tuple[Turn, ...]:
        """The turns as they are, those still to be written among them."""
        return tuple(
            Turn(self.turns.span(number), head.speaker, head.start_ms, head.end_ms, head.lead) for number, head in enumerate(self.heads)
        )

    def set_passages(self, spans: Iterable[Span]) -> None:
        """Other passages lie on the text now; taking back an edit moves them as it can."""
        self.passages = Stretches(spans, sticky=False)
        for done in (*self._done, *self._undone):
            done.passages = {}

    # -- taking back ------------------------------------------------------------------------------------------------

    def undo(self) -> list[Edit]:
        """Take back the last step; returns the edits that do so, in order."""
        edits: list[Edit] = []
        while self._done:
            done = self._done.pop()
            self._undone.append(done)
            edits.append(self._reverse(done))
            if not self._done or self._done[-1].last_of_step:
                break
        return edits

    def redo(self) -> list[Edit]:
        """Bring back the step that was taken back last."""
        edits: list[Edit] = []
        while self._undone:
            done = self._undone.pop()
            self._again(done)
            edits.append(done.edit)
            if done.last_of_step:
                break
        return edits

    def _reverse(self, done: _Done) -> Edit:
        edit = done.edit
        self.text = self.text[: edit.position] + edit.removed + self.text[edit.position + len(edit.added) :]
        self.passages.take_back(edit.position, len(edit.removed), len(edit.added), done.passages)
        if done.before is None:
            self.turns.take_back(edit.position, len(edit.removed), len(edit.added), done.turns)
        else:
            self._set_turns(done.before)
        return edit.reverse

    def _again(self, done: _Done) -> None:
        edit, end = done.edit, done.edit.position + len(done.edit.removed)
        done.passages = self.passages.edit(self.text, edit.position, end, edit.added) if edit.removed or edit.added else {}
        if done.after is None:
            done.turns = self.turns.edit(self.text, edit.position, end, edit.added)
        else:
            self._set_turns(done.after)
        self.text = self.text[: edit.position] + edit.added + self.text[end:]
        self._done.append(done)

    # -- inside -----------------------------------------------------------------------------------------------------

    def _note(self, done: _Done, joins_last: bool) -> None:
        if joins_last and self._done and not self._undone:
            self._done[-1].last_of_step = False
        self._done.append(done)
        self._undone.clear()

    def _turns_now(self) -> _Turns:
        return _Turns(tuple(self.turns.starts), tuple(self.turns.ends), tuple(self.heads))

    def _set_turns(self, turns: _Turns) -> None:
        self.turns.starts, self.turns.ends = list(turns.starts), list(turns.ends)
        self.heads = list(turns.heads)

    def _cut_into(self, start: int, end: int) -> list[int]:
        """The turns that an edit joins or cuts off; empty when it lies within one turn, or between turns."""
        starts, ends = self.turns.starts, self.turns.ends
        inner = self.turn_at(start)
        if start == end:
            return [inner - 1, inner] if inner and ends[inner - 1] == start == starts[inner] else []
        if inner is not None and end <= ends[inner]:
            return []
        return [number for number, (low, high) in enumerate(zip(starts, ends, strict=True)) if low <= end and start <= high]

    def _join(self, touching: list[int], start: int, end: int, added: int) -> None:
        """What is left of the turns that an edit cut into is one turn; those of which nothing is left are gone."""
        first, last = touching[0], touching[-1]
        starts, ends = self.turns.starts, self.turns.ends
        by = added - (end - start)
        begins_inside, ends_inside = starts[first] <= start, end <= ends[last]
        kept: list[tuple[int, int, Head]] = []
        if begins_inside and ends_inside:
            # Of a turn taken out whole, nothing goes on: what is left behind it is still said by who said it.
            gone = starts[first] == start and not added and end < ends[last]
            head = self.heads[last] if gone else self.heads[first]
            if not gone and end < ends[last]:
                head = replace(head, end_ms=self.heads[last].end_ms)
            kept.append((starts[first], ends[last] + by, head))
        elif begins_inside:
            kept.append((starts[first], start + added, self.heads[first]))
        elif ends_inside:
            kept.append((start + added, ends[last] + by, self.heads[last]))
        self.turns.starts = [*starts[:first], *(at for at, _end, _head in kept), *(at + by for at in starts[last + 1 :])]
        self.turns.ends = [*ends[:first], *(at for _start, at, _head in kept), *(at + by for at in ends[last + 1 :])]
        self.heads[first : last + 1] = [head for _start, _end, head in kept]

    def _end_before(self, number: int, place: int) -> None:
        """Of turns that meet with nothing between them, only the last took in what was put in at that place."""
        for before in range(number - 1, -1, -1):
            if self.turns.ends[before] <= place:
                break
            self.turns.ends[before] = place

    def _gap(self, number: int) -> str:
        """What parts turns here: as before or behind this one."""
        starts, ends = self.turns.starts, self.turns.ends
        for upper in (number - 1, number):
            if 0 <= upper < len(starts) - 1:
                gap = self.text[ends[upper] : starts[upper + 1]]
                if gap and not gap.strip("\n"):
                    return gap
        return BREAK

    def _other_speaker(self, number: int) -> str | None:
        """Who spoke last before this turn, or speaks next, and is somebody else; else whoever says this turn."""
        own = self.heads[number].speaker
        for head in (*reversed(self.heads[:number]), *self.heads[number + 1 :]):
            if head.speaker is not None and head.speaker != own:
                return head.speaker
        return own
