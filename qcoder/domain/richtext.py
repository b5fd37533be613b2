"""The text of memos: plain, or a small subset of Markdown with bold, italic, two kinds of lists, and links into the project.

A text that begins with `MARK` is in the subset; every other text is plain, letter for letter, whatever stars and brackets it holds.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

MARK = "\u2060"
"""A word joiner, which nobody sees: what follows is in the subset."""
SCHEME = "qcoder:"
TARGETS = ("code", "coding", "document")
"""What a link can lead to."""

_LINK = re.compile(r"\]\(qcoder:((?:code|coding|document)/[0-9]{1,19})\)")
_TARGET = re.compile(r"(code|coding|document)/([0-9]{1,19})")
_BULLET = re.compile(r"-(?: (.*))?", re.DOTALL)
_NUMBER = re.compile(r"[0-9]{1,9}\.(?: (.*))?", re.DOTALL)
_ORDINARY = re.compile(r"[^\\*\[\]]+")
_SPECIAL = re.compile(r"[\\*_\[\]`<]")
_LEADING_SIGN = re.compile(r"(\s*)([-+#>])")
_LEADING_NUMBER = re.compile(r"(\s*[0-9]+)([.)])")
_ESCAPED = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class Kind(StrEnum):
    """What a line of text is."""

    TEXT = "text"
    BULLET = "bullet"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one manner; `target` is where it leads, such as `code/12`, or nothing."""

    text: str
    bold: bool = False
    italic: bool = False
    target: str = ""

    @property
    def is_plain(self) -> bool:
        """True for text in no manner."""
        return not (self.bold or self.italic or self.target)


@dataclass(frozen=True, slots=True)
class Block:
    """One line: its runs, and whether it is an item of a list."""

    runs: tuple[Run, ...] = ()
    kind: Kind = Kind.TEXT

    @property
    def text(self) -> str:
        """Its words alone."""
        return "".join(run.text for run in self.runs)


Blocks = tuple[Block, ...]


def split_target(target: str) -> tuple[str, int] | None:
    """`code/12` -> ("code", 12); None for what is no target."""
    found = _TARGET.fullmatch(target)
    return (found[1], int(found[2])) if found else None


def is_rich(text: str) -> bool:
    """True if a memo's text is in the subset."""
    return text.startswith(MARK)


def plain(text: str) -> str:
    """A memo's text as it reads, without its manner: for tables, tooltips and searching."""
    return text if not is_rich(text) else "\n".join(sign + block.text for sign, block in signed(parse(text)))


def is_blank(text: str) -> bool:
    """True if there is not a letter in a memo's text."""
    return not any(block.text.strip() for block in parse(text))


def signed(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """Each block with what stands before it: `• `, its number, or nothing."""
    number = 0
    for block in blocks:
        number = number + 1 if block.kind is Kind.NUMBER else 0
        yield {Kind.TEXT: "", Kind.BULLET: "• ", Kind.NUMBER: f"{number}. "}[block.kind], block


def targets(text: str) -> tuple[str, ...]:
    """Where the links of a memo's text lead, each once, in order."""
    return tuple(dict.fromkeys(run.target for block in parse(text) for run in block.runs if run.target)) if is_rich(text) else ()


def join(one: str, other: str, between: str = "\n") -> str:
    """Two memos' texts as one; `between` is made of line breaks."""
    if not (is_rich(one) or is_rich(other)):
        return f"{one}{between}{other}"
    return write((*parse(one), *[Block()] * (len(between) - 1), *parse(other)))


# -- reading ------------------------------------------------------------------------------------------------------------


def parse(text: str) -> Blocks:
    """A memo's text as blocks: one a line, at least one."""
    if not is_rich(text):
        return tuple(Block((Run(line),) if line else ()) for line in text.split("\n"))
    return tuple(_block(line) for line in text[len(MARK) :].split("\n"))


def _block(line: str) -> Block:
    for pattern, kind in ((_BULLET, Kind.BULLET), (_NUMBER, Kind.NUMBER)):
        found = pattern.fullmatch(line)
        if found:
            return Block(_merged(_runs(found[1] or "")), kind)
    return Block(_merged(_runs(line)))


def _runs(line: str) -> Iterator[Run]:
    """The runs of a line; stars that are not paired hold until its end, brackets that lead nowhere are brackets."""
    now, words, place, end = Run(""), list[str](), 0, None
    while place < len(line):
        stretch = _ORDINARY.match(line, place)
        if stretch is not None:
            words.append(stretch[0])
            place = stretch.end()
            continue
        char, after = line[place], place + 1
        changed = now
        if char == "\\" and line[after : after + 1] in _ESCAPED and after < len(line):
            words.append(line[after])
            after += 1
        elif char == "*" and (count := _stars(line, place)) < 4:
            changed = replace(now, bold=now.bold ^ (count > 1), italic=now.italic ^ bool(count % 2))
            after = place + count
        elif char == "[" and not now.target and (found := _closing(line, after)):
            changed, end = replace(now, target=found[1]), found
        elif char == "]" and end is not None and place == end.start():
            changed, after, end = replace(now, target=""), end.end(), None
        else:
            after = place + _stars(line, place) if char == "*" else after
            words.append(line[place:after])
        if changed != now:
            yield replace(now, text="".join(words))
            now, words = changed, []
        place = after
    yield replace(now, text="".join(words))


def _stars(line: str, place: int) -> int:
    count = 0
    while line[place + count : place + count + 1] == "*":
        count += 1
    return count


def _closing(line: str, place: int) -> re.Match[str] | None:
    """The end of a link whose words begin here: the first bracket that is not escaped, if a target follows."""
    while place < len(line):
        if line[place] == "\\":
            place += 1
        elif line[place] == "]":
            return _LINK.match(line, place)
        place += 1
    return None


# -- writing ------------------------------------------------------------------------------------------------------------


def write(blocks: Sequence[Block]) -> str:
    """Blocks as a memo's text: plain while nothing needs the subset, so that plain words are kept as they are."""
    blocks = tidy(blocks)
    words = "\n".join(block.text for block in blocks)
    if not is_rich(words) and all(block.kind is Kind.TEXT and all(run.is_plain for run in block.runs) for block in blocks):
        return words
    return MARK + "\n".join(_line(sign, block) for sign, block in signed(blocks))


def _line(sign: str, block: Block) -> str:
    inner = "".join(_marked(block.runs))
    if block.kind is not Kind.TEXT:
        return ("- " if block.kind is Kind.BULLET else sign) + inner
    inner = _LEADING_SIGN.sub(r"\1\\\2", inner, count=1) if _LEADING_SIGN.match(inner) else inner
    return _LEADING_NUMBER.sub(r"\1\\\2", inner, count=1) if _LEADING_NUMBER.match(inner) else inner


def _marked(runs: Sequence[Run]) -> Iterator[str]:
    """Runs with their stars; a link of several manners keeps its stars within its brackets, so that all pairs are nested."""
    now = Run("")
    for target, group in groupby(runs, key=lambda run: run.target):
        within = list(group)
        mixed = bool(target) and len(within) > 1
        if mixed:
            yield _change(now, Run(""))
            now = Run("")
        for number, run in enumerate(within):
            if mixed and not number:
                yield "["
            yield _change(now, run)
            yield "[" if target and not mixed else ""
            yield _SPECIAL.sub(r"\\\g<0>", run.text)
            now = run
        if mixed:
            yield _change(now, Run(""))
            now = Run("")
        yield f"]({SCHEME}{target})" if target else ""
    yield _change(now, Run(""))


def _change(now: Run, then: Run) -> str:
    return "*" * (2 * (now.bold ^ then.bold) + (now.italic ^ then.italic))


# -- tidying ------------------------------------------------------------------------------------------------------------


def tidy(blocks: Sequence[Block]) -> Blocks:
    """The same words in the one form that is stored: a block a line, no run twice, no manner on spaces at its edges."""
    made = [line for block in blocks for line in _lines(block)]
    return tuple(Block(_merged(_trimmed(block.runs)), block.kind) for block in made) or (Block(),)


def _lines(block: Block) -> Iterator[Block]:
    """A block that holds line breaks becomes several; only the first stays an item."""
    kind, runs = block.kind, list[Run]()
    for run in block.runs:
        first, *others = run.text.split("\n")
        runs.append(replace(run, text=first))
        for text in others:
            yield Block(tuple(runs), kind)
            kind, runs = Kind.TEXT, [replace(run, text=text)]
    yield Block(tuple(runs), kind)


def _merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    made: list[Run] = []
    for run in runs:
        if made and replace(made[-1], text="") == replace(run, text=""):
            made[-1] = replace(run, text=made[-1].text + run.text)
        elif run.text:
            made.append(run)
    return tuple(made)


def _trimmed(runs: Sequence[Run]) -> Iterator[Run]:
    """Bold and italic begin and end on letters: other programs take stars beside spaces for stars."""
    runs = _merged(replace(run, target=run.target if split_target(run.target) else "") for run in runs)
    # A manner begins and ends where a run does, so most lines need no look at their letters.
    if not any((run.bold or run.italic) and (run.text[0].isspace() or run.text[-1].isspace()) for run in runs):
        yield from runs
        return
    letters = [replace(run, text=letter) for run in runs for letter in run.text]
    for manner in ("bold", "italic"):
        _trim(letters, manner)
    yield from letters


def _trim(letters: list[Run], manner: str) -> None:
    place = 0
    for has, group in groupby(letters[:], key=lambda letter: bool(getattr(letter, manner))):
        count = len(list(group))
        if has:
            ends = list(range(place, place + count))
            for side in (ends, ends[::-1]):
                for at in side:
                    if not letters[at].text.isspace():
                        break
                    letters[at] = replace(letters[at], **{manner: False})  # type: ignore[arg-type]  # both manners are bool
        place += count
