"""Coefficients of agreement, each from its published formula and as disagreement observed and expected by chance.

All are `1 - observed / expected`. That form pools by averaging both parts, and where nothing varies `expected` is exactly 0, so that
an undefined coefficient can never pass for a number.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chance:
    """Disagreement observed and disagreement expected by chance, 0 to 1, of any shape and of one shape with each other."""

    observed: Floats
    expected: Floats

    def coefficient(self) -> Floats:
        """`1 - observed / expected`; NaN where chance alone would leave nothing to disagree about."""
        told = self.expected > 0
        ratio = np.divide(self.observed, self.expected, out=np.full(np.shape(self.expected), np.nan), where=told)
        return np.asarray(1.0 - ratio, np.float64)

    def pooled(self) -> "Chance":
        """The mean over the last axis: chance is taken code by code before it is averaged.

        De Vries, H., Elliott, M. N., Kanouse, D. E. & Teleki, S. S. (2008), Using pooled kappa to summarize interrater agreement
        across many items, Field Methods 20, 272-282. Adding up the tables instead would count as agreement that some codes are
        more frequent than others.
        """
        return Chance(self.observed.mean(axis=-1), self.expected.mean(axis=-1))


def cohen(tables: Floats) -> Chance:
    """Cohen's kappa from tables [..., q, q] of two coders' categories, one coder's in rows and the other's in columns.

    Cohen, J. (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20, 37-46.
    """
    n = tables.sum(axis=(-2, -1))
    rows, columns = tables.sum(axis=-1), tables.sum(axis=-2)
    alike = np.trace(tables, axis1=-2, axis2=-1)
    # Whole numbers until the last division, so that a coder who never varies gets exactly 0.
    return Chance((n - alike) / n, (rows * (n[..., None] - columns)).sum(axis=-1) / (n * n))


def fleiss(counts: Floats, weights: Floats) -> Chance:
    """Fleiss' kappa; `counts` [n, q] says how many coders put unit n into category q, `weights` [..., n] how many units are like it.

    Every unit has the same number of coders. Fleiss, J. L. (1971), Measuring nominal scale agreement among many raters, Psychological
    Bulletin 76, 378-382. With two coders this is Scott's pi.
    """
    share = _shares(counts, weights)
    return Chance(unlike(counts, weights), (share * (1.0 - share)).sum(axis=-1))


def krippendorff(counts: Floats, weights: Floats) -> Chance:
    """Krippendorff's alpha for nominal data; shapes as in `fleiss`, but units may have different numbers of coders.

    Units with one coder or none say nothing and are left out. Krippendorff, K. (2011), Computing Krippendorff's alpha-reliability,
    section C; the coincidences of a unit are divided by its number of coders less one.
    """
    coders = counts.sum(axis=-1)
    paired = coders > 1
    counts, coders, weights = counts[paired], coders[paired], weights[..., paired]
    values = weights @ counts
    n = values.sum(axis=-1)
    apart = weights @ ((counts * (coders[:, None] - counts)).sum(axis=-1) / (coders - 1))
    return Chance(apart / n, (values * (n[..., None] - values)).sum(axis=-1) / (n * (n - 1)))


def gwet(counts: Floats, weights: Floats) -> Chance:
    """Gwet's AC1; shapes as in `krippendorff`; with q categories, at least two, used or not.

    Gwet, K. L. (2008), Computing inter-rater reliability and its variance in the presence of high agreement, British Journal of
    Mathematical and Statistical Psychology 61, 29-48; units with missing coders as in Gwet (2014), Handbook of inter-rater
    reliability, 4th edition, chapter 2.
    """
    share = _shares(counts, weights)
    by_chance = (share * (1.0 - share)).sum(axis=-1) / (counts.shape[-1] - 1)
    return Chance(unlike(counts, weights), 1.0 - by_chance)


def unlike(counts: Floats, weights: Floats) -> Floats:
    """The share of pairs of coders who put a unit into different categories, averaged over the units that two or more have coded."""
    coders = counts.sum(axis=-1)
    paired = coders > 1
    counts, coders, weights = counts[paired], coders[paired], weights[..., paired]
    apart = (counts * (coders[:, None] - counts)).sum(axis=-1) / (coders * (coders - 1))
    return np.asarray((weights @ apart) / weights.sum(axis=-1), np.float64)


def _shares(counts: Floats, weights: Floats) -> Floats:
    """The share of each category, averaged over the units that anybody has coded."""
    coders = counts.sum(axis=-1)
    coded = coders > 0
    each = counts[coded] / coders[coded, None]
    return np.asarray((weights[..., coded] @ each) / weights[..., coded].sum(axis=-1)[..., None], np.float64)
