"""Agreement between coders: how far they code alike, on which unit, how sure that is, and where they differ."""

from qcoder.analysis.agreement.boundaries import boundaries
from qcoder.analysis.agreement.measure import agree
from qcoder.analysis.agreement.passages import disagreements
from qcoder.analysis.agreement.results import (
    Agreement,
    Boundaries,
    CodeAgreement,
    CodeBoundaries,
    Coefficient,
    Disagreement,
    PairAgreement,
    Unit,
)

__all__ = [
    "Agreement",
    "Boundaries",
    "CodeAgreement",
    "CodeBoundaries",
    "Coefficient",
    "Disagreement",
    "PairAgreement",
    "Unit",
    "agree",
    "boundaries",
    "disagreements",
]
