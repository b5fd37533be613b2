"""A report in Word: tables, pictures and quotes in the order that somebody chose, captions numbered, and how it was done in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from qcoder.exporters.files import export_to
from qcoder.exporters.phrases import source_of
from qcoder.exporters.word import Cell, Run, Word, beside
from qcoder.project.read.quotes import Quote
from qcoder.words import _

_BAR = "9AA7B4"
_TWIPS_A_MILLIMETRE = 1440 / 25.4


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading between parts; `level` from 1."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Words:
    """The writer's own words; a blank line begins a paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its caption. `put` writes it into the document; `notes` say beneath it what is counted and what to beware of."""

    caption: str
    put: Callable[[Word], None]
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of plain cells, the first row its heading; `numeric` columns stand to the right."""

    rows: Sequence[Sequence[str]]
    numeric: frozenset[int] = frozenset()
    first_width: int = 3000

    def put(self, word: Word) -> None:
        """Write it as wide as the page; more columns than fit legibly get smaller letters."""
        columns = max((len(row) for row in self.rows), default=0)
        if not columns:
            return
        size = "Table" if columns <= 9 else "Small"
        first = min(self.first_width, word.width // 2) if columns > 1 else word.width
        width = (word.width - first) // max(columns - 1, 1)
        lines = [
            [Cell((Run(text),), self._style(size, number == 0, at), 0) for at, text in enumerate([*row, *[""] * (columns - len(row))])]
            for number, row in enumerate(self.rows)
        ]
        word.table(lines, (first, *(width,) * (columns - 1)))

    def _style(self, size: str, head: bool, column: int) -> str:
        right = column in self.numeric
        return f"{size} Head Right" if head and right else f"{size} Head" if head else f"{size} Number" if right else f"{size} Text"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture over its caption: `png` as bytes, `millimetres` wide; `said` is all of it in words, for those who cannot see it."""

    caption: str
    png: bytes
    millimetres: float
    said: str
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Quotes:
    """Passages under a heading, each with its source; `about` says which they are."""

    title: str
    quotes: Sequence[Quote]
    about: str = ""


Part = Heading | Words | Table | Picture | Quotes


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that goes into a report. `methods` are paragraphs on how it was done, `digest` the signs of the data it rests on."""

    title: str
    project: str
    parts: Sequence[Part]
    methods: Sequence[str]
    digest: str
    authors: Sequence[str] = ()


def export_report(report: Report, path: Path, made: datetime) -> Path:
    """Write a report to a .docx file; the same report on the same day is the same file. Raises KnownError when it cannot be written."""
    return export_to(path, {".docx": lambda: report_word(report, made).data()})


def report_word(report: Report, made: datetime) -> Word:
    """The report as a Word document: title, parts, methods; the digest stands on every page."""
    word = Word(report.title, made, report.project, foot=_("data {digest}").format(digest=report.digest))
    word.paragraph(report.title, "Title")
    if report.project != report.title:
        word.paragraph(report.project, "Subtitle")
    word.paragraph(" · ".join(filter(None, (", ".join(report.authors), f"{made.day} {made:%B %Y}"))), "Details")
    numbers = {"table": 0, "picture": 0}
    for part in report.parts:
        _put(word, part, numbers)
    if report.methods:
        word.heading(_("How this was done"), 1)
        for paragraph in report.methods:
            word.paragraph(paragraph)
        words = _("The signs “{digest}” at the foot of each page stand for the data: a report with the same signs rests on the same data.")
        word.paragraph(words.format(digest=report.digest), "Note")
    return word


def _put(word: Word, part: Part, numbers: dict[str, int]) -> None:
    if isinstance(part, Heading):
        word.heading(part.text, part.level)
    elif isinstance(part, Words):
        for paragraph in part.text.replace("\r\n", "\n").split("\n\n"):
            if paragraph.strip():
                word.paragraph(paragraph.strip())
    elif isinstance(part, Table):
        numbers["table"] += 1
        word.caption(_("Table"), numbers["table"], part.caption)
        part.put(word)
        _notes(word, part.notes)
    elif isinstance(part, Picture):
        numbers["picture"] += 1
        word.picture(part.png, round(part.millimetres * _TWIPS_A_MILLIMETRE), part.said or part.caption)
        word.caption(_("Figure"), numbers["picture"], part.caption)
        _notes(word, part.notes)
    else:
        _quotes(word, part)


def _notes(word: Word, notes: Sequence[str]) -> None:
    for note in notes:
        word.paragraph(note, "Note")


def _quotes(word: Word, part: Quotes) -> None:
    if part.title:
        word.heading(part.title, 2)
    if part.about:
        word.paragraph(part.about, "Note")
    for quote in part.quotes:
        word.paragraph(f"“{quote.text.strip()}”", "Passage", bar=_BAR)
        source = " · ".join(filter(None, (source_of(quote), quote.locality, quote.group, quote.wave)))
        word.paragraph(beside(source, quote.text), "Passage Source", bar=_BAR)
