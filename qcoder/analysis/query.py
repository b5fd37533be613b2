"""What is looked for: words, "phrases", prefix*, NEAR(a b, 5), AND, OR, NOT and brackets; read, and matched against what is said.

Words that follow each other are looked for just so. AND, NOT and NEAR look within one stretch: a turn, or a paragraph between turns.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from qcoder.domain.errors import KnownError
from qcoder.domain.folding import SPACELESS, Folded, fold, is_spaceless, marks, word_class, words_in
from qcoder.domain.spans import Span
from qcoder.project.search import All, Any, Need, Sequel, Term
from qcoder.words import _

APOSTROPHES = "['’]"
"""What may stand within a word and is taken for the same."""
JOINERS = "'’\\-"
"""What joins two words into one, within a character class."""
NEAR_WORDS = 10
"""How many words may stand between in NEAR where no number is given."""


@dataclass(frozen=True, slots=True)
class Options:
    """How it is looked: whether case and accents count, and whether words are meant whole; or the query is a regular expression.

    `alone`: whole words as the word list counts them, which are not joined to others by an apostrophe or a hyphen.
    """

    case: bool = False
    accents: bool = False
    whole_words: bool = False
    regex: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Pieces of text, white space between them, as typed; a `*` at the ends of a piece stands for any letters."""

    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Phrases in any order with at most so many words between the first and the last."""

    phrases: tuple[Phrase, ...]
    words: int


@dataclass(frozen=True, slots=True)
class And:
    """Both in one stretch; all places of either are found."""

    left: "Query"
    right: "Query"


@dataclass(frozen=True, slots=True)
class Or:
    """Either."""

    left: "Query"
    right: "Query"


@dataclass(frozen=True, slots=True)
class Not:
    """The places of `left` in stretches without `right`."""

    left: "Query"
    right: "Query"


Query = Phrase | Near | And | Or | Not

# -- reading ------------------------------------------------------------------------------------------------------------

_QUOTES = {'"': '"', "“": "”“", "„": "“”", "«": "»", "»": "«"}
_BARE = re.compile(r"[^\s()\"“”„«»]+")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def read_query(text: str) -> Query:
    """Read a query; raises KnownError, with what to do, when it makes no sense."""
    tokens = _tokens(text)
    if not tokens:
        raise _nothing()
    reader = _Reader(tokens)
    query = reader.either()
    if reader.next() is not None:
        raise KnownError(_("There is a closing bracket too many; put what you look for in quotation marks if it has brackets."))
    return query


def _nothing() -> KnownError:
    return KnownError(_("There is nothing to look for; type a word."))


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        letter = text[at]
        if letter in _QUOTES:
            ends = [end for end in (text.find(mark, at + 1) for mark in _QUOTES[letter]) if end >= 0]
            end = min(ends, default=len(text))  # a quotation that is not closed is being typed
            found.append(_Token("quoted", text[at + 1 : end]))
            at = end + 1
        elif letter in "()":
            found.append(_Token(letter, letter))
            at += 1
        elif match := _BARE.match(text, at):
            word = match[0]
            at = match.end()
            if word in ("AND", "OR", "NOT"):
                found.append(_Token(word, word))
            elif word == "NEAR" and text[at : at + 1] == "(":
                found.append(_Token("NEAR", word))
            else:
                found.append(_Token("word", word))
        else:
            at += 1
    return found


class _Reader:
    """Reads tokens by the usual order: NOT binds most, then AND, then OR."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def next(self) -> str | None:
        """The kind of the next token, None at the end."""
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None

    def either(self) -> Query:
        """a OR b."""
        found = self._both()
        while self.next() == "OR":
            self._at += 1
            found = Or(found, self._both())
        return found

    def _both(self) -> Query:
        found = self._without()
        while self.next() in ("AND", "word", "quoted", "(", "NEAR"):
            if self.next() == "AND":
                self._at += 1
            found = And(found, self._without())
        return found

    def _without(self) -> Query:
        found = self._one()
        while self.next() == "NOT":
            self._at += 1
            found = Not(found, self._one())
        return found

    def _one(self) -> Query:
        kind = self.next()
        if kind == "(":
            self._at += 1
            found = self.either()
            self._close()
            return found
        if kind == "NEAR":
            self._at += 1
            return self._near()
        if kind == "quoted":
            self._at += 1
            return _phrase([self._tokens[self._at - 1].text])
        if kind == "word":
            words = []
            while self.next() == "word":
                words.append(self._tokens[self._at].text)
                self._at += 1
            return _phrase(words)
        if kind is None:
            raise KnownError(_("Something is missing at the end; type what else to look for."))
        if kind == "NOT":
            raise KnownError(_("Before NOT something to look for is needed, as in: hub NOT region."))
        raise KnownError(_("Something to look for is missing before “{word}”.").format(word=self._tokens[self._at].text))

    def _close(self) -> None:
        if self.next() != ")":
            raise KnownError(_("A bracket was opened and not closed; add “)”."))
        self._at += 1

    def _near(self) -> Near:
        self._at += 1
        items: list[str] = []
        while self.next() in ("word", "quoted"):
            token = self._tokens[self._at]
            self._at += 1
            items += [token.text] if token.kind == "quoted" else [part for part in re.split(r"(,)", token.text) if part]
        self._close()
        words = NEAR_WORDS
        if "," in items:
            *items, comma, number = [*items, ""] if items[-1] == "," else items
            if comma != "," or not number.isdecimal() or len(number) > 4:
                raise KnownError(_("After the comma NEAR needs a number of words, as in: NEAR(hub road, 5)."))
            words = int(number)
        if len(items) < 2:
            raise KnownError(_("NEAR needs two words or more, as in: NEAR(hub road, 5)."))
        return Near(tuple(_phrase([item]) for item in items), words)


def _phrase(texts: Iterable[str]) -> Phrase:
    pieces = tuple(piece for text in texts for piece in text.split() if fold(piece).text.strip("*").strip())
    if not pieces:
        raise _nothing()
    return Phrase(pieces)


# -- what the index is asked ---------------------------------------------------------------------------------------------


def need_of(query: Query, options: Options) -> Need:
    """What a stretch has at the least if something is found in it."""
    if isinstance(query, Phrase):
        return _need_of_phrase(query, options)
    if isinstance(query, Near):
        return All(tuple(_need_of_phrase(phrase, options) for phrase in query.phrases))
    if isinstance(query, And):
        return All((need_of(query.left, options), need_of(query.right, options)))
    if isinstance(query, Or):
        return Any((need_of(query.left, options), need_of(query.right, options)))
    return need_of(query.left, options)


def _need_of_phrase(phrase: Phrase, options: Options) -> Need:
    words: list[str] = []
    kinds: list[Literal["is", "begins", "ends", "holds"]] = []
    last = len(phrase.pieces) - 1
    for number, piece in enumerate(phrase.pieces):
        folded = fold(piece).text
        bare = folded.strip("*")
        here = words_in(bare)
        for rank, word in enumerate(here):
            left = rank == 0 and bare.startswith(word) and _is_open(folded.startswith("*"), folded.endswith("*"), number == 0, options)
            right = (
                rank == len(here) - 1
                and bare.endswith(word)
                and _is_open(folded.endswith("*"), folded.startswith("*"), number == last, options)
            )
            words.append(word)
            kinds.append(
                "holds" if is_spaceless(word) or "*" in bare or (left and right) else "ends" if left else "begins" if right else "is"
            )
    if len(words) > 1 and all(kind == "is" for kind in kinds):
        return Sequel(tuple(words))
    terms = tuple(Term(word, kind) for word, kind in zip(words, kinds, strict=True))
    return terms[0] if len(terms) == 1 else All(terms)


def _is_open(star: bool, other_star: bool, edge: bool, options: Options) -> bool:
    """Whether letters may go on beyond this end of a word: at a star, and at an end of the phrase unless words are meant whole."""
    return star or (edge and not options.whole_words and not other_star)


# -- looking -------------------------------------------------------------------------------------------------------------


class Matcher:
    """A query ready to be matched against one stretch of text after another."""

    def __init__(self, query: Query, options: Options) -> None:
        self._query = query
        self._case, self._accents, self._whole = options.case, options.accents, options.whole_words
        self._alone = options.alone and options.whole_words
        self._patterns: dict[Phrase, re.Pattern[str]] = {}
        self._ready(query)

    def _ready(self, query: Query) -> None:
        if isinstance(query, Phrase):
            self._patterns[query] = re.compile(self._pattern(query))
        elif isinstance(query, Near):
            for phrase in query.phrases:
                self._ready(phrase)
        else:
            self._ready(query.left)
            self._ready(query.right)

    def spans(self, text: str) -> list[Span]:
        """What is found in a stretch, in order and without overlap; spans are code points of it."""
        folded = fold(text, case=self._case, accents=self._accents)
        found: list[Span] = []
        for start, end in sorted(set(self._find(self._query, folded))):
            span = folded.span(start, end)
            if not found or span.start >= found[-1].end:
                found.append(span)
            elif span.end > found[-1].end:
                found[-1] = Span(found[-1].start, span.end)
        return found

    def may_be_in(self, text: str) -> bool:
        """False if nothing can be found in any stretch of this text."""
        folded = fold(text, case=self._case, accents=self._accents).text
        return self._may(self._query, lambda phrase: self._patterns[phrase].search(folded) is not None)

    def _may(self, query: Query, there: Callable[[Phrase], bool]) -> bool:
        if isinstance(query, Phrase):
            return there(query)
        if isinstance(query, Near):
            return all(map(there, query.phrases))
        left = self._may(query.left, there)
        if isinstance(query, And):
            return left and self._may(query.right, there)
        return left or (isinstance(query, Or) and self._may(query.right, there))

    def _find(self, query: Query, folded: Folded) -> list[tuple[int, int]]:
        if isinstance(query, Phrase):
            return [match.span() for match in self._patterns[query].finditer(folded.text)]
        if isinstance(query, Near):
            return near([self._find(phrase, folded) for phrase in query.phrases], folded.text, query.words)
        left = self._find(query.left, folded)
        if isinstance(query, Or):
            return left + self._find(query.right, folded)
        if not left:
            return []
        right = self._find(query.right, folded)
        if isinstance(query, Not):
            return [] if right else left
        return left + right if right else []

    def _pattern(self, phrase: Phrase) -> str:
        pieces = [fold(piece, case=self._case, accents=self._accents).text for piece in phrase.pieces]
        made = [self._piece(piece, first=n == 0, last=n == len(pieces) - 1) for n, piece in enumerate(pieces)]
        pattern = r"\s+".join(made)
        if self._alone:
            word = word_class()
            either = pattern.replace("'", APOSTROPHES)
            pattern = f"(?<!{word}[{JOINERS}]){either}(?![{JOINERS}]{word})"
        # Where accents count, a letter does not end before its accent.
        return pattern + f"(?![{marks()}])" if self._accents and not pieces[-1].endswith("*") else pattern

    def _piece(self, piece: str, *, first: bool, last: bool) -> str:
        word = word_class()
        bare = piece.strip("*")
        opens, closes = piece.startswith("*"), piece.endswith("*")
        pattern = f"{word}*".join(map(re.escape, bare.split("*")))
        # A word begins and ends by itself where the script has no spaces, and a comma has no beginning.
        starts_word, ends_word = _is_edge(bare[:1]), _is_edge(bare[-1:])
        if opens and starts_word:
            pattern = f"{word}*{pattern}"
        elif first and starts_word and (self._whole or closes):
            # Looked back at after the letters, not before: so that they are what is searched for, which is ten times faster.
            head = re.escape(bare.split("*")[0])
            pattern = f"{head}(?<!{word}{head}){pattern[len(head) :]}"
        if closes and ends_word:
            pattern = f"{pattern}{word}*"
        elif last and ends_word and (self._whole or opens):
            pattern = f"{pattern}(?!{word})"
        return pattern


def _is_edge(letter: str) -> bool:
    return re.match(word_class(), letter) is not None and re.match(f"[{SPACELESS}]", letter) is None


def near(places: Sequence[Sequence[tuple[int, int]]], text: str, most: int) -> list[tuple[int, int]]:
    """From every place, the stretch to the nearest ones of all other lists, where at most `most` words of `text` stand between.

    The places of one stretch do not overlap; what is between is counted from the end of the first to the start of the last.
    """
    if not all(places):
        return []
    words = [match.span() for match in re.finditer(word_class() + "+", text)]
    starts, ends = [start for start, _end in words], [end for _start, end in words]
    found = []
    for number, firsts in enumerate(places):
        others = [list(other) for position, other in enumerate(places) if position != number]
        for first in firsts:
            chain = _chain(first, others)
            if chain is None:
                continue
            last_start, end = chain
            if bisect_right(ends, last_start) - bisect_left(starts, first[1]) <= most:
                found.append((first[0], end))
    return found


def _chain(first: tuple[int, int], others: list[list[tuple[int, int]]]) -> tuple[int, int] | None:
    """After `first`, the earliest place of every other list, each after the one before: (start of the last, end of it)."""
    at, last_start = first[1], first[0]
    left = list(others)
    while left:
        options = []
        for places in left:
            rank = bisect_left(places, (at, 0))
            if rank < len(places):
                options.append((places[rank], places))
        if len(options) < len(left):
            return None
        place, places = min(options, key=lambda option: (option[0][0], option[0][1]))
        left.remove(places)
        last_start, at = place[0], place[1]
    return last_start, at
