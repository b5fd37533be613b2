"""Measuring agreement: from a project to figures that say what they are figures of."""

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from qcoder.analysis.agreement.results import FEWEST, Agreement, CodeAgreement, Coefficient, PairAgreement, Unit
from qcoder.analysis.agreement.scope import Scope, scope
from qcoder.domain.errors import KnownError
from qcoder.domain.people import Coder
from qcoder.project.read import Reader
from qcoder.words import _, n_

if TYPE_CHECKING:
    from qcoder.analysis.agreement.tallies import Bounds, Chances, Floats, Tallies
    from qcoder.analysis.agreement.units import Line

RARE = 0.05


def agree(
    read: Reader,
    coder_ids: Sequence[int],
    code_ids: Collection[int] | None = None,
    unit: Unit | str = Unit.SENTENCE,
    document_ids: Collection[int] | None = None,
) -> Agreement:
    """Agreement of two coders or more, code by code (all when None; subcodes count for their parent) and over these codes.

    Only documents that all of them have worked on count; `document_ids` narrows these. Raises KnownError when fewer than two coders
    are given, one of the things asked for is not there, or nothing is left to compare.
    """
    from qcoder.analysis.agreement import tallies as counting
    from qcoder.analysis.agreement.units import lay_out, place

    unit = known_unit(unit)
    asked = scope(read, coder_ids, code_ids, document_ids)
    text = texts(read)
    line = lay_out(read, asked.documents, unit, text)
    if not line.total:
        raise KnownError(_no_units(unit))
    coders = [coder.id for coder in asked.coders]
    marks = place(line, asked.rows, [code.branch for code in asked.codes], coders, text)
    table = counting.tally(line, marks, len(asked.codes), len(coders))
    return _report(asked, unit, line, table)


def known_unit(unit: Unit | str) -> Unit:
    """The unit of that name; raises KnownError, naming those there are."""
    try:
        return Unit(unit)
    except ValueError:
        raise KnownError(
            _("Coders cannot be compared on “{unit}”; choose one of: {units}.").format(unit=unit, units=", ".join(Unit))
        ) from None


def texts(read: Reader) -> Callable[[int], str]:
    """Texts by document id, the last few kept; ask in order of document."""
    return lru_cache(maxsize=4)(read.documents.text)


def _report(asked: Scope, unit: Unit, line: "Line", table: "Tallies") -> Agreement:
    from qcoder.analysis.agreement import tallies as counting

    sums, count = table.sums(), len(asked.coders)
    used = [rank for rank in range(len(asked.codes)) if sums[rank, count + 1 : 2 * count + 1].any()]
    found = counting.chances(sums, count)
    bounds, bounds_overall = counting.resample(table, used)
    return Agreement(
        unit=unit,
        coders=asked.coders,
        units=line.total,
        documents=asked.documents,
        left_out=asked.left_out,
        codes=tuple(_code(asked, rank, sums, found, bounds, line) for rank in range(len(asked.codes))),
        overall=_overall(asked, used, sums, found, bounds_overall, line),
        pairs=_grid(asked.coders, used, found, len(asked.codes)),
        unit_rule=unit_rule(unit),
        documents_rule=asked.documents_rule,
        overall_rule=_(
            "All codes together: observed agreement and agreement by chance are averaged over the listed codes that somebody used, before"
            " chance is taken out, so that it makes no difference that some codes are more frequent than others."
        ),
        interval_rule=interval_rule(line.resampled),
        notes=_notes(asked, used, sums, line),
    )


def _code(asked: Scope, rank: int, sums: "Floats", found: "Chances", bounds: "Bounds", line: "Line") -> CodeAgreement:
    count = len(asked.coders)
    positives = sums[rank, count + 1 : 2 * count + 1]
    why = ""
    if not positives.any():
        why = _("None of these coders used the code, so there is nothing that chance could explain.")
    elif positives.min() == line.total:
        why = _("All of these coders put the code on every unit, so there is nothing that chance could explain.")
    figures = {
        name: _coefficient(
            float(chance.coefficient()[rank]),
            float(bounds.low[name][rank]),
            float(bounds.high[name][rank]),
            why,
            line,
            bool(positives.any()),
        )
        for name, chance in found.of.items()
    }
    return CodeAgreement(
        code_id=asked.codes[rank].id,
        code=asked.codes[rank].path,
        n=line.total,
        positives=tuple(round(number) for number in positives.tolist()),
        prevalence=float(positives.sum() / (count * line.total)),
        agree=1.0 - float(found.of["fleiss"].observed[rank]),
        cohen=figures.get("cohen"),
        fleiss=figures["fleiss"],
        alpha=figures["alpha"],
        ac1=figures["ac1"],
    )


def _overall(asked: Scope, used: Sequence[int], sums: "Floats", found: "Chances", bounds: "Bounds", line: "Line") -> CodeAgreement:
    from qcoder.analysis.agreement.coefficients import Chance

    count = len(asked.coders)
    # Where nobody used any code all agree on everything; one of the codes then speaks for all.
    ranks = list(used) or [0]
    positives = sums[ranks, count + 1 : 2 * count + 1].sum(axis=0)
    why = "" if used else _("None of these coders used any of these codes, so there is nothing that chance could explain.")
    pooled = {name: Chance(chance.observed[ranks], chance.expected[ranks]).pooled() for name, chance in found.of.items()}
    why = why or _("All of these coders put these codes on every unit, so there is nothing that chance could explain.")
    figures = {
        name: _coefficient(float(chance.coefficient()), float(bounds.low[name]), float(bounds.high[name]), why, line, bool(used))
        for name, chance in pooled.items()
    }
    return CodeAgreement(
        code_id=None,
        code=_("All codes"),
        n=line.total * len(used),
        positives=tuple(round(number) for number in positives.tolist()),
        prevalence=float(positives.sum() / (count * line.total * len(ranks))),
        agree=1.0 - float(pooled["fleiss"].observed),
        cohen=figures.get("cohen"),
        fleiss=figures["fleiss"],
        alpha=figures["alpha"],
        ac1=figures["ac1"],
    )


def _coefficient(value: float, low: float, high: float, why: str, line: "Line", used: bool) -> Coefficient:
    """Put a value, its interval and the reasons together; NaN (the only number unlike itself) means that there is none."""
    if value != value:
        return Coefficient(None, why=why)
    if low == low:
        return Coefficient(value, low, high)
    if not used:
        return Coefficient(value, why=_("Nobody used the code, so there is nothing to resample."))
    if len(line.clusters) < FEWEST:
        return Coefficient(value, why=_too_few(line.resampled).format(n=len(line.clusters)))
    return Coefficient(value, why=_("The code occurs in too few places for an interval: many resamples do not hold it."))


def _grid(coders: Sequence[Coder], used: Sequence[int], found: "Chances", codes: int) -> tuple[PairAgreement, ...]:
    from qcoder.analysis.agreement.coefficients import Chance

    ranks = list(used) or list(range(codes))
    grid = []
    for (one, other), chance in zip(combinations(coders, 2), found.pairs, strict=True):
        pooled = Chance(chance.observed[ranks], chance.expected[ranks]).pooled()
        kappa = float(pooled.coefficient())
        why = _grid_why() if kappa != kappa else ""
        grid.append(PairAgreement(one.id, other.id, 1.0 - float(pooled.observed), None if why else kappa, why))
    return tuple(grid)


def _grid_why() -> str:
    return _("Neither used any of these codes, or both put them on every unit, so there is nothing that chance could explain.")


def _notes(asked: Scope, used: Sequence[int], sums: "Floats", line: "Line") -> tuple[str, ...]:
    notes = []
    count = len(asked.coders)
    for rank, coder in enumerate(asked.coders):
        if used and not sums[:, count + 1 + rank].any():
            notes.append(_("{name} used none of these codes in these documents.").format(name=coder.name))
    unused = len(asked.codes) - len(used)
    if unused:
        notes.append(n_("{n} code was used by nobody here.", "{n} codes were used by nobody here.", unused))
    rare = sum(1 for rank in used if sums[rank, count + 1 : 2 * count + 1].sum() < RARE * count * line.total)
    if rare:
        notes.append(
            n_(
                "{n} code is rare (fewer than 5 in 100 decisions): nearly all agreement on it is on its absence, so read kappa and"
                " alpha, which allow for that, before per cent and AC1, which do not.",
                "{n} codes are rare (fewer than 5 in 100 decisions): nearly all agreement on them is on their absence, so read kappa and"
                " alpha, which allow for that, before per cent and AC1, which do not.",
                rare,
            )
        )
    if asked.left_out:
        notes.append(
            n_(
                "{n} document is left out, since not all of these coders have worked on it.",
                "{n} documents are left out, since not all of these coders have worked on them.",
                len(asked.left_out),
            )
        )
    return tuple(notes)


def _too_few(resampled: Unit) -> str:
    return {
        Unit.DOCUMENT: _("There are too few documents to resample: {n}."),
        Unit.TURN: _("There are too few turns to resample: {n}."),
        Unit.PARTICIPANT: _("There are too few participants to resample: {n}."),
    }[resampled]


def unit_rule(unit: Unit) -> str:
    """What the units are and when one counts as coded, in a sentence or two."""
    return {
        Unit.SENTENCE: _(
            "Units are all sentences of all turns, interviewers' and uncoded ones too; one counts as coded when a coding covers at"
            " least one word of it, or part of a word."
        ),
        Unit.CHARACTER: _(
            "Units are all characters of all turns, interviewers' and uncoded ones too; one counts as coded when a coding covers it."
        ),
        Unit.TURN: _(
            "Units are all turns, interviewers' and uncoded ones too; one counts as coded when a coding covers at least one word"
            " of it, or part of a word."
        ),
        Unit.DOCUMENT: _(
            "Units are whole documents; one counts as coded when a coding covers at least one word that is said in it, or part of a word."
        ),
        Unit.PARTICIPANT: _(
            "Units are participants, interviewers not among them; one counts as coded when a coding covers at least one word of theirs, in"
            " whichever of these documents, or part of a word."
        ),
    }[unit]


def interval_rule(resampled: Unit) -> str:
    """Where the intervals come from, in a sentence or two."""
    what = {
        Unit.DOCUMENT: _("whole documents are drawn, since what is said in one hangs together"),
        Unit.TURN: _("whole turns are drawn, since there are too few documents to draw from; the intervals are on the narrow side"),
        Unit.PARTICIPANT: _("participants are drawn"),
    }[resampled]
    return _("Intervals hold 95 of 100 resamples with replacement (1,000, always the same): {what}.").format(what=what)


def _no_units(unit: Unit) -> str:
    if unit is Unit.PARTICIPANT:
        return _(
            "Nobody can be compared on participants yet: in these documents no speaker is tied to one; tie them or choose another unit."
        )
    return _("These documents hold no words, so there is nothing to compare; choose others.")
