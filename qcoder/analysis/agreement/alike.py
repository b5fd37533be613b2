"""What coders agree on: the passages that all of them gave the same code, for a consensus to take over."""

from collections.abc import Collection, Iterable, Sequence

from qcoder.analysis.agreement.passages import disagreements
from qcoder.analysis.agreement.results import Disagreement
from qcoder.analysis.agreement.scope import scope
from qcoder.domain.adjudication import Decision
from qcoder.domain.spans import Span, union
from qcoder.project.read import Reader
from qcoder.project.write import Progress, no_progress

Passage = tuple[int, int, Span]
"""Document id, code id, span."""


def differences(
    read: Reader,
    coder_ids: Sequence[int],
    code_ids: Collection[int] | None = None,
    document_ids: Collection[int] | None = None,
    progress: Progress = no_progress,
) -> list[Disagreement]:
    """`disagreements` in which each code stands for itself also when codes are chosen, so that a decision is about the code used."""
    found = disagreements(read, coder_ids, None, document_ids, progress=progress)
    return found if code_ids is None else [one for one in found if one.code_id in code_ids]


class Decided:
    """What was decided, by document and code, so that thousands of passages can be held against thousands of decisions."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._spans: dict[tuple[int, int], list[Span]] = {}
        for decision in decisions:
            self._spans.setdefault((decision.document_id, decision.code_id), []).append(decision.span)

    def __contains__(self, one: Disagreement) -> bool:
        """True if something was decided about all of the passage; one that has grown since is open again."""
        return any(span.contains(one.span) for span in self._spans.get((one.document_id, one.code_id), ()))


def agreed(
    read: Reader,
    coder_ids: Sequence[int],
    code_ids: Collection[int] | None = None,
    document_ids: Collection[int] | None = None,
    differing: Sequence[Disagreement] | None = None,
) -> tuple[list[Passage], tuple[int, ...]]:
    """The passages that all coders coded alike, by document, code and place, and the documents that were compared.

    Ends that differ by less than a word are alike; then the first coder's count. Whoever has asked for the `differences` already
    hands them in, which saves half the time. Raises KnownError as `agree` does.
    """
    asked = scope(read, coder_ids, None, document_ids)
    spans: dict[tuple[int, int], dict[int, list[Span]]] = {}
    for code, document, start, end, coder in asked.rows:
        if code_ids is None or code in code_ids:
            spans.setdefault((document, code), {}).setdefault(coder, []).append(Span(start, end))
    differing = differences(read, coder_ids, code_ids, document_ids) if differing is None else differing
    disputed = {(one.document_id, one.code_id, one.span) for one in differing}
    found: list[Passage] = []
    for (document, code), by_coder in sorted(spans.items()):
        first = next(coder.id for coder in asked.coders if coder.id in by_coder)
        theirs = union(by_coder[first])
        for passage in union(span for some in by_coder.values() for span in some):
            if (document, code, passage) not in disputed:
                found += [(document, code, span) for span in theirs if passage.contains(span)]
    return found, asked.documents
