"""Agreement on boundaries: where coders begin and end what they code, on the line of all characters said."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from qcoder.analysis.agreement.measure import texts
from qcoder.analysis.agreement.results import Boundaries, CodeBoundaries, Coefficient, Unit
from qcoder.analysis.agreement.scope import Scope, scope
from qcoder.domain.errors import KnownError
from qcoder.project.read import Reader
from qcoder.words import _

if TYPE_CHECKING:
    from qcoder.analysis.agreement.coefficients import Chance
    from qcoder.analysis.agreement.unitizing import Stretches
    from qcoder.analysis.agreement.units import Ints, Line, Marks


def boundaries(
    read: Reader, coder_ids: Sequence[int], code_ids: Collection[int] | None = None, document_ids: Collection[int] | None = None
) -> Boundaries:
    """The unitizing alphas of two coders or more, code by code (all when None; subcodes count for their parent) and together.

    Documents, coders and KnownError as in `agree`. Overlapping stretches of one coder and code are one stretch; a coding over several
    turns is one.
    """
    from qcoder.analysis.agreement.unitizing import family, u_alpha_1995
    from qcoder.analysis.agreement.units import lay_out, place

    asked = scope(read, coder_ids, code_ids, document_ids)
    text = texts(read)
    line = lay_out(read, asked.documents, Unit.CHARACTER, text)
    if not line.total:
        raise KnownError(_("These documents hold no words, so there is nothing to compare; choose others."))
    marks = place(line, asked.rows, [code.branch for code in asked.codes], [coder.id for coder in asked.coders], text)
    cuts = _document_starts(line)
    codes, apart, by_chance = [], 0.0, 0.0
    for rank in range(len(asked.codes)):
        stretches = [_joined(marks, rank, coder) for coder in range(len(asked.coders))]
        first = u_alpha_1995(stretches, line.total, cuts)
        apart, by_chance = apart + float(first.observed), by_chance + float(first.expected)
        codes.append(_of_code(asked, rank, stretches, family(stretches, line.total).u, first))
    together = family(_sets(marks, len(asked.coders)), line.total)
    return Boundaries(
        coders=asked.coders,
        characters=line.total,
        documents=asked.documents,
        left_out=asked.left_out,
        codes=tuple(codes),
        u_alpha=_told(together.u, _nothing()),
        binary=_told(together.binary, _nothing()),
        cu_alpha=_told(together.cu, _("Where two coders coded the same text they used only one code, or they never did.")),
        u_alpha_1995=_joint(apart, by_chance),
        values_rule=_(
            "Where a coder put several codes on the same words, these codes together are one value; two coders agree there only when they"
            " used the very same codes."
        ),
        documents_rule=asked.documents_rule,
    )


def _of_code(asked: Scope, rank: int, stretches: "Sequence[Stretches]", now: "Chance", first: "Chance") -> CodeBoundaries:
    why = _("None of these coders used the code, or all put it on everything, so there is nothing that chance could explain.")
    counts = tuple(len(coder.starts) for coder in stretches)
    return CodeBoundaries(asked.codes[rank].id, asked.codes[rank].path, counts, _told(now, why), _told(first, why))


def _told(chance: "Chance", why: str) -> Coefficient:
    value = float(chance.coefficient())
    return Coefficient(None, why=why) if value != value else Coefficient(value, why=_("No interval is worked out for boundaries."))


def _joint(apart: float, by_chance: float) -> Coefficient:
    if by_chance <= 0:
        return Coefficient(None, why=_nothing())
    return Coefficient(1.0 - apart / by_chance, why=_("No interval is worked out for boundaries."))


def _nothing() -> str:
    return _("None of these coders used any of these codes, or all coded everything alike, so there is nothing that chance could explain.")


def _document_starts(line: "Line") -> "Ints":
    """The characters with which documents begin."""
    import numpy as np

    from qcoder.analysis.agreement.units import SHIFT

    ranks = np.unique(line.starts >> SHIFT, return_index=True)[1]
    return line.unit[ranks]


def _joined(marks: "Marks", code: int, coder: int) -> "Stretches":
    """One coder's stretches of one code; those that overlap are one, those that only meet stay two."""
    import numpy as np

    from qcoder.analysis.agreement.unitizing import Stretches

    chosen = (marks.code == code) & (marks.coder == coder)
    order = np.argsort(marks.starts[chosen], kind="stable")
    starts, ends = marks.starts[chosen][order], np.maximum.accumulate(marks.ends[chosen][order])
    opens = np.ones(len(starts), np.bool_)
    opens[1:] = starts[1:] >= ends[:-1]
    last = np.append(opens[1:], True)[: len(starts)]
    return Stretches(starts[opens], ends[last], np.ones(int(opens.sum()), np.int64))


def _sets(marks: "Marks", coders: int) -> "list[Stretches]":
    """Each coder's stretches cut wherever one of their codings begins or ends; the value stands for the set of codes there."""
    import numpy as np

    from qcoder.analysis.agreement.unitizing import Stretches

    numbers: dict[frozenset[int], int] = {}
    found = []
    for coder in range(coders):
        chosen = np.flatnonzero(marks.coder == coder)
        rows = zip(marks.starts[chosen].tolist(), marks.ends[chosen].tolist(), marks.code[chosen].tolist(), strict=True)
        events = sorted(event for start, end, code in rows for event in ((start, 1, code), (end, -1, code)))
        open_codes: dict[int, int] = {}
        pieces: list[tuple[int, int, int]] = []
        before = 0
        for at, change, code in events:
            if at > before and open_codes:
                pieces.append((before, at, numbers.setdefault(frozenset(open_codes), len(numbers) + 1)))
            before = at
            open_codes[code] = open_codes.get(code, 0) + change
            if not open_codes[code]:
                del open_codes[code]
        table = np.array(pieces, np.int64).reshape(-1, 3)
        found.append(Stretches(table[:, 0], table[:, 1], table[:, 2]))
    return found
