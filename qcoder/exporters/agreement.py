"""Agreement between coders as a file: figures as figures in xlsx and csv, a table to read in Word."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from qcoder.exporters import word as doc
from qcoder.exporters.files import export_to
from qcoder.exporters.frames import frame_of
from qcoder.exporters.sheets import Sheet, Value, csv_bytes, rows_of, xlsx_bytes
from qcoder.words import _

if TYPE_CHECKING:
    from pandas import DataFrame


class Coefficient(Protocol):
    """A coefficient with its interval, as agreement has it."""

    @property
    def value(self) -> float | None:
        """At most 1; None where it is not defined."""

    @property
    def low(self) -> float | None:
        """Lower bound."""

    @property
    def high(self) -> float | None:
        """Upper bound."""


class Code(Protocol):
    """Agreement on one code, or on all together."""

    @property
    def code_id(self) -> int | None:
        """None for all codes together."""

    @property
    def code(self) -> str:
        """The code's path."""

    @property
    def n(self) -> int:
        """Units."""

    @property
    def positives(self) -> tuple[int, ...]:
        """Units that each coder coded so."""

    @property
    def prevalence(self) -> float:
        """Share of decisions for the code."""

    @property
    def agree(self) -> float:
        """Share of decisions alike."""

    @property
    def kappa(self) -> Coefficient:
        """Cohen's for two coders, Fleiss' for more."""

    @property
    def alpha(self) -> Coefficient:
        """Krippendorff's."""

    @property
    def ac1(self) -> Coefficient:
        """Gwet's."""


class Coder(Protocol):
    """A member of the team."""

    @property
    def id(self) -> int:
        """Their id."""

    @property
    def name(self) -> str:
        """Their name."""


class Pair(Protocol):
    """Two coders over all codes."""

    @property
    def coder_a(self) -> int:
        """One."""

    @property
    def coder_b(self) -> int:
        """The other."""

    @property
    def agree(self) -> float:
        """Share of decisions alike."""

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa."""


class Figures(Protocol):
    """All figures of one question."""

    @property
    def coders(self) -> Sequence[Coder]:
        """Who is compared."""

    @property
    def codes(self) -> Sequence[Code]:
        """On which codes."""

    @property
    def overall(self) -> Code:
        """All together."""

    @property
    def pairs(self) -> Sequence[Pair]:
        """Coder by coder."""

    @property
    def unit_rule(self) -> str:
        """What a unit is."""

    @property
    def documents_rule(self) -> str:
        """Which documents count."""

    @property
    def overall_rule(self) -> str:
        """How codes are joined."""

    @property
    def interval_rule(self) -> str:
        """Where intervals come from."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What to beware of."""


class Report(Protocol):
    """What `analysis.agreement` makes, as far as a file needs it; exporters do not look into that room."""

    @property
    def agreement(self) -> Figures:
        """The figures."""

    @property
    def worst_first(self) -> Sequence[Code]:
        """The codes, the worst first."""

    @property
    def u_alphas(self) -> Mapping[int | None, float | None]:
        """Agreement on boundaries by code id."""

    @property
    def remarks(self) -> Mapping[int | None, str]:
        """What to know, by code id."""

    @property
    def documents(self) -> tuple[str, ...]:
        """Names of those compared."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """Names of those that were not."""


def export_agreement(report: Report, path: Path, made: datetime, *, project: str) -> Path:
    """Write a report on agreement to a .xlsx, .csv or .docx file; raises KnownError when it cannot be written.

    xlsx: a row a code, the grid coder by coder, and what was counted. csv: the rows alone. docx: the table to read, with the rules.
    """
    return export_to(
        path,
        {
            ".xlsx": lambda: xlsx_bytes(
                [
                    Sheet(_("Agreement"), rows_of(agreement_frame(report)), (40, *(12,) * 40), 1),
                    Sheet(_("Coder by coder"), pair_rows(report), (24, 24, 16, 16)),
                    Sheet(_("What was counted"), rules(report, made, project), (24, 100), 1),
                ],
                title=project,
                made=made,
            ),
            ".csv": lambda: csv_bytes(agreement_frame(report)),
            ".docx": lambda: agreement_word(report, made, project=project).data(),
        },
    )


def _lines(report: Report) -> list[Code]:
    return [*report.worst_first, report.agreement.overall]


def agreement_frame(report: Report) -> "DataFrame":
    """A row a code, the worst first, and all together: coefficients from -1 to 1 rounded to four digits, empty where undefined."""
    lines = _lines(report)
    columns: dict[str, tuple[str, Sequence[Value]]] = {
        "code": ("str", [line.code for line in lines]),
        "n": ("Int64", [line.n for line in lines]),
    }
    for rank, coder in enumerate(report.agreement.coders):
        columns[_free(f"coded by {coder.name}", columns)] = ("Int64", [line.positives[rank] for line in lines])
    columns["prevalence"] = ("Float64", [round(line.prevalence, 4) for line in lines])
    columns["agree"] = ("Float64", [round(line.agree, 4) for line in lines])
    for name in ("kappa", "alpha", "ac1"):
        told: list[Coefficient] = [getattr(line, name) for line in lines]
        columns[name] = ("Float64", [_rounded(one.value) for one in told])
        columns[f"{name}_low"] = ("Float64", [_rounded(one.low) for one in told])
        columns[f"{name}_high"] = ("Float64", [_rounded(one.high) for one in told])
    columns["u_alpha"] = ("Float64", [_rounded(report.u_alphas.get(line.code_id)) for line in lines])
    columns["remark"] = ("str", [report.remarks.get(line.code_id, "") for line in lines])
    return frame_of(columns)


def _free(name: str, columns: Mapping[str, object]) -> str:
    """Two coders may have one name."""
    return name if name not in columns else _free(f"{name} (2)", columns)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def pair_rows(report: Report) -> list[list[Value]]:
    """Each pair of coders once, over all codes."""
    names = {coder.id: coder.name for coder in report.agreement.coders}
    rows: list[list[Value]] = [[_("Coder"), _("with"), _("Decisions alike"), _("Cohen's kappa")]]
    rows += [[names[p.coder_a], names[p.coder_b], round(p.agree, 4), _rounded(p.kappa)] for p in report.agreement.pairs]
    return rows


def rules(report: Report, made: datetime, project: str) -> list[list[Value]]:
    """What was compared and how, a label and a sentence each."""
    found = report.agreement
    rows: list[list[Value]] = [
        [_("Setting"), _("Value")],
        [_("Project"), project],
        [_("Date"), f"{made:%Y-%m-%d}"],
        [_("Coders"), "; ".join(coder.name for coder in found.coders)],
        [_("Documents"), "; ".join(report.documents)],
        [_("Left out"), "; ".join(report.left_out) or _("none")],
        [_("Units"), found.unit_rule],
        [_("Documents compared"), found.documents_rule],
        [_("All codes"), found.overall_rule],
        [_("Intervals"), found.interval_rule],
    ]
    return rows + [[_("Note"), note] for note in found.notes]


def agreement_word(report: Report, made: datetime, *, project: str) -> doc.Word:
    """The report as a Word document, across the page."""
    found = report.agreement
    word = doc.Word(_("Agreement between coders"), made, project, landscape=True)
    word.paragraph(_("Agreement between coders"), "Title")
    word.paragraph(project, "Subtitle")
    word.paragraph(f"{made.day} {made:%B %Y} · " + ", ".join(coder.name for coder in found.coders), "Details")
    kappa = _("Cohen's kappa") if len(found.coders) == 2 else _("Fleiss' kappa")
    heads = [_("Code"), _("n"), _("Prevalence"), _("Alike"), kappa, _("Krippendorff's alpha"), _("Gwet's AC1"), _("u-alpha"), _("Remark")]
    rows = [[doc.Cell((doc.Run(head),), f"Table Head{' Right' if 0 < rank < 8 else ''}") for rank, head in enumerate(heads)]]
    for line in _lines(report):
        figures = [f"{line.n:,}", f"{line.prevalence:.1%}", f"{line.agree:.1%}"]
        figures += [told(one) for one in (line.kappa, line.alpha, line.ac1)]
        figures.append(_two(report.u_alphas.get(line.code_id)))
        cells = [doc.Cell((doc.Run(line.code, bold=line.code_id is None),), "Table Text")]
        cells += [doc.Cell((doc.Run(figure),), "Table Number") for figure in figures]
        rows.append([*cells, doc.Cell((doc.Run(report.remarks.get(line.code_id, "")),), "Table Text")])
    word.table(rows, (2700, 850, 1250, 850, 1750, 1750, 1750, 850, word.width - 11750))
    word.paragraph("", "Note")
    for label, sentence in rules(report, made, project)[3:]:
        word.paragraph([doc.Run(f"{label}: ", bold=True), doc.Run(str(sentence))], "Note")
    return word


def told(one: Coefficient) -> str:
    """`0.61 (0.52–0.70)`; a dash where it is not defined."""
    if one.value is None or one.low is None or one.high is None:
        return _two(one.value)
    return _("{value} ({low}–{high})").format(value=_two(one.value), low=_two(one.low), high=_two(one.high))


def _two(value: float | None) -> str:
    return "–" if value is None else f"{round(value, 2) + 0.0:.2f}"
