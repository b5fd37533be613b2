"""What a merge asks, and what was decided."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

MINE, THEIRS, BOTH, ONE, TWO, UNDER = "mine", "theirs", "both", "one", "two", "under"
TAKE, LEAVE = "take", "leave"
PROPOSAL = "proposal"
"""The kind of what somebody changed in a branch that others look after."""
NO_DECISIONS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage in its text: words before it, the passage, words after it."""

    document: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What only a person can decide. `id` is the same whenever these files are compared; base, mine and theirs are in words.

    `default` is what most would choose. Where `choices` has `under`, the decision is `under:` and the id or path of a code.
    `passages` show some of the text that it is about, `more` says how many others there are.
    """

    id: str
    kind: str
    what: str
    base: str
    mine: str
    theirs: str
    choices: tuple[str, ...] = (MINE, THEIRS)
    default: str = MINE
    passages: tuple[Passage, ...] = ()
    more: int = 0

    @property
    def mark(self) -> str:
        """The id with a digest of the sides: a decision is kept only for the question that was asked."""
        sides = hashlib.sha256(f"{self.base}\x1f{self.mine}\x1f{self.theirs}".encode()).hexdigest()
        return f"{self.id}#{sides[:12]}"

    def allows(self, decision: str) -> bool:
        """True if that is an answer."""
        return (decision in self.choices and decision != UNDER) or (UNDER in self.choices and decision.startswith(UNDER + ":"))


class Decider:
    """Answers conflicts: by this time's decisions, else as `take` says for all, else as decided before an undone merge."""

    def __init__(self, decisions: Mapping[str, str], take: str, kept: Mapping[str, str]) -> None:
        self._decisions = decisions
        self._take = take
        self._kept = kept
        self.conflicts: dict[str, Conflict] = {}
        self.answers: dict[str, str] = {}
        self.undecided: list[Conflict] = []

    def ask(self, id_: str, make: Callable[[], Conflict]) -> str:
        """The answer to a conflict, its default while there is none; made and noted the first time."""
        if id_ not in self.conflicts:
            conflict = make()
            self.conflicts[id_] = conflict
            decision = self._decisions.get(id_, "")
            if not conflict.allows(decision) and self._take:
                decision = self._for_all(conflict)
            if not conflict.allows(decision):
                decision = self._kept.get(conflict.mark, "")
            if conflict.allows(decision):
                self.answers[id_] = decision
            else:
                self.undecided.append(conflict)
        return self.answers.get(id_, self.conflicts[id_].default)

    def _for_all(self, conflict: Conflict) -> str:
        """What `take` means for a question: a proposal is always theirs."""
        take = {MINE: LEAVE, THEIRS: TAKE}.get(self._take, "") if conflict.kind == PROPOSAL else self._take
        return take if conflict.allows(take) else conflict.default
