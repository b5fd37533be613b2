"""What is said about agreement: figures, each with its interval or with the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum

from qcoder.domain.people import Coder
from qcoder.domain.spans import Span

FEWEST = 8  # with fewer things to draw from, resamples are so alike that the interval would be far too narrow


class Unit(StrEnum):
    """What coders are compared on: every unit is one decision, for or against a code."""

    SENTENCE = "sentence"
    CHARACTER = "character"
    TURN = "turn"
    DOCUMENT = "document"
    PARTICIPANT = "participant"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One coefficient, at most 1; `low` and `high` bound it with 95 %. `why` says why there is no value or no interval, else is empty."""

    value: float | None
    low: float | None = None
    high: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """Agreement on one code with its subcodes; or, with `code_id` None, on all codes together.

    `n` counts units (for all codes together, units times codes), `positives` those that each coder gave the code, in the order of
    the coders. `prevalence` is the share of all decisions that were for the code, `agree` the share of pairs of coders who decided
    alike on a unit, both 0 to 1. `cohen` is there for two coders only; `fleiss`, `alpha` (Krippendorff) and `ac1` (Gwet) always.
    """

    code_id: int | None
    code: str
    n: int
    positives: tuple[int, ...]
    prevalence: float
    agree: float
    cohen: Coefficient | None
    fleiss: Coefficient
    alpha: Coefficient
    ac1: Coefficient

    @property
    def kappa(self) -> Coefficient:
        """Cohen's kappa for two coders, Fleiss' for more."""
        return self.fleiss if self.cohen is None else self.cohen


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two coders over all codes: the share of decisions alike and Cohen's kappa, which is None with the reason in `why`."""

    coder_a: int
    coder_b: int
    agree: float
    kappa: float | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of `coders` on `units` units of the `documents` that all of them have worked on.

    `unit_rule`, `documents_rule`, `overall_rule` and `interval_rule` say in a sentence each what was counted, and `notes` what to
    beware of. `left_out` are the documents asked for that not all have worked on. `pairs` is the grid coder by coder, each pair once.
    """

    unit: Unit
    coders: tuple[Coder, ...]
    units: int
    documents: tuple[int, ...]
    left_out: tuple[int, ...]
    codes: tuple[CodeAgreement, ...]
    overall: CodeAgreement
    pairs: tuple[PairAgreement, ...]
    unit_rule: str
    documents_rule: str
    overall_rule: str
    interval_rule: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeBoundaries:
    """Agreement on where one code, with its subcodes, begins and ends; `stretches` counts each coder's, in the order of the coders.

    `u_alpha` (2016) asks which characters are covered; `u_alpha_1995` also sees where one stretch ends and the next begins.
    """

    code_id: int
    code: str
    stretches: tuple[int, ...]
    u_alpha: Coefficient
    u_alpha_1995: Coefficient


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Agreement on boundaries, without choosing a unit: the text is a line of `characters` on which coders mark stretches.

    `binary` is agreement on what to code at all, `cu_alpha` on which codes where both code something, `u_alpha` on both at once;
    `u_alpha_1995` joins the codes' own. `values_rule` says what counts as the same.
    """

    coders: tuple[Coder, ...]
    characters: int
    documents: tuple[int, ...]
    left_out: tuple[int, ...]
    codes: tuple[CodeBoundaries, ...]
    u_alpha: Coefficient
    binary: Coefficient
    cu_alpha: Coefficient
    u_alpha_1995: Coefficient
    values_rule: str
    documents_rule: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A passage that not all coders gave the same code.

    `span` is the stretch that at least one of them coded, `coded` what each coder marked of it, in the order of the coders;
    `instead` holds the codes that each coder who did not use this one put there. `words` are those in dispute, each weighed by the
    share of pairs of coders who differ on it; `share` is their part of the passage's words, above 0 and at most 1.
    """

    document_id: int
    code_id: int
    span: Span
    coded: tuple[tuple[int, tuple[Span, ...]], ...]
    instead: tuple[tuple[int, tuple[int, ...]], ...]
    words: float
    share: float
