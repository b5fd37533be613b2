"""A report on agreement: the figures with the names of what they are about, and in words what to think of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from qcoder.analysis.agreement.boundaries import boundaries
from qcoder.analysis.agreement.measure import agree
from qcoder.analysis.agreement.results import Agreement, Boundaries, CodeAgreement, Coefficient, Unit
from qcoder.project.read import Reader
from qcoder.words import _, n_

FEW = 10
"""With fewer coded units than this, by all coders together, one unit more or less changes every coefficient a lot."""


@dataclass(frozen=True, slots=True)
class Report:
    """Agreement and boundaries of one question. `remarks` are by code id (None: all codes together), empty where there is none."""

    agreement: Agreement
    boundaries: Boundaries
    documents: tuple[str, ...]
    left_out: tuple[str, ...]
    remarks: Mapping[int | None, str]

    @property
    def u_alphas(self) -> dict[int | None, float | None]:
        """Code id (None: all codes together) -> agreement on boundaries, None where there is none."""
        found: dict[int | None, float | None] = {code.code_id: code.u_alpha.value for code in self.boundaries.codes}
        found[None] = self.boundaries.u_alpha.value
        return found

    @property
    def worst_first(self) -> list[CodeAgreement]:
        """The codes by kappa; after them those coded too rarely to say much, and last those without a kappa."""

        def rank(code: CodeAgreement) -> tuple[bool, bool, float, str]:
            return code.kappa.value is None, sum(code.positives) < FEW, code.kappa.value or 0.0, code.code

        return sorted(self.agreement.codes, key=rank)


def report(
    read: Reader,
    coder_ids: Sequence[int],
    code_ids: Collection[int] | None = None,
    unit: Unit | str = Unit.SENTENCE,
    document_ids: Collection[int] | None = None,
) -> Report:
    """Measure agreement on units and on boundaries; parameters and KnownError as in `agree`."""
    found = agree(read, coder_ids, code_ids, unit, document_ids)
    names = {document.id: document.name for document in read.documents.all()}
    return Report(
        agreement=found,
        boundaries=boundaries(read, coder_ids, code_ids, document_ids),
        documents=tuple(sorted(names[id_] for id_ in found.documents)),
        left_out=tuple(sorted(names[id_] for id_ in found.left_out)),
        remarks={code.code_id: remark(code) for code in (*found.codes, found.overall)},
    )


def remark(code: CodeAgreement) -> str:
    """What to know before reading a code's figures: why there is no coefficient, or that the code is too rare to say much."""
    if code.kappa.value is None:
        return code.kappa.why
    coded = sum(code.positives)
    if coded < FEW:
        return n_("Coded {n} time in all: too few to say much.", "Coded {n} times in all: too few to say much.", coded)
    return code.kappa.why if code.kappa.low is None else ""


def unit_word(unit: Unit | str, n: int) -> str:
    """`1 sentence`, `1,240 turns`."""
    words = {
        Unit.SENTENCE: n_("{n} sentence", "{n} sentences", n),
        Unit.CHARACTER: n_("{n} character", "{n} characters", n),
        Unit.TURN: n_("{n} turn", "{n} turns", n),
        Unit.DOCUMENT: n_("{n} document", "{n} documents", n),
        Unit.PARTICIPANT: n_("{n} participant", "{n} participants", n),
    }
    return words[Unit(unit)]


def kappa_name(coders: int) -> str:
    """Which kappa is told: Cohen's for two coders, Fleiss' for more."""
    return _("Cohen's kappa") if coders == 2 else _("Fleiss' kappa")


def two_digits(value: float | None) -> str:
    """`0.61`, `−0.01`, never `-0.00`; a dash where there is no value."""
    return "–" if value is None else f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def with_interval(one: Coefficient) -> str:
    """`0.61 (0.52–0.70)`, or the value alone."""
    if one.value is None or one.low is None or one.high is None:
        return two_digits(one.value)
    return f"{two_digits(one.value)} ({two_digits(one.low)}–{two_digits(one.high)})"
