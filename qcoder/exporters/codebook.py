"""The codebook as a file: Word for readers, csv and xlsx for other programs (and for us: all three can be imported again)."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qcoder.domain.codes import Code, CodeTree
from qcoder.domain.codings import Coding
from qcoder.exporters.files import export_to
from qcoder.exporters.frames import frame_of
from qcoder.exporters.phrases import shortened, source_of
from qcoder.exporters.sheets import Sheet, csv_bytes, rows_of, xlsx_bytes
from qcoder.exporters.word import Cell, Run, Word, beside
from qcoder.project.read import Reader
from qcoder.project.read.quotes import Quote, QuoteFinder
from qcoder.words import _, n_

if TYPE_CHECKING:
    from pandas import DataFrame

QUOTES = 2
BEST_LENGTH = 160

FIELDS = ("brief", "full", "when", "when_not", "example", "color", "key")
_WIDTHS = (36, 40, 60, 40, 40, 40, 10, 6, 8, 8, 26)
FIELD_LABELS = {
    "brief": "Brief definition",
    "full": "Full definition",
    "when": "When to use",
    "when_not": "When not to use",
    "example": "Example",
    "key": "Key",
}
"""What the fields are called in Word; reading them back depends on it, so they are the same in every language."""


def export_codebook(read: Reader, path: Path, made: datetime) -> Path:
    """Write the codebook to a .docx, .xlsx or .csv file; `made` is the date it bears. Raises KnownError when it cannot be written."""
    return export_to(
        path,
        {
            ".docx": lambda: codebook_word(read, made).data(),
            ".xlsx": lambda: xlsx_bytes([Sheet(_("Codebook"), rows_of(codebook_frame(read)), _WIDTHS, 1)], title=read.name(), made=made),
            ".csv": lambda: csv_bytes(codebook_frame(read)),
        },
    )


def totals(tree: CodeTree, own: dict[int, int]) -> dict[int, int]:
    """Code id -> codings of the code and all that lies under it."""
    found = {code_id: own.get(code_id, 0) for code_id in tree.by_id}
    for _depth, code in reversed(tree.walk()):
        if code.parent_id is not None:
            found[code.parent_id] += found[code.id]
    return found


def codebook_frame(read: Reader) -> "DataFrame":
    """One row a code in the order of the tree: its path, its fields as text, its codings and those under it as well as Int64, its id."""
    tree, own = read.codes.tree(), read.codes.counts()
    all_ = totals(tree, own)
    codes = [code for _depth, code in tree.walk()]
    return frame_of(
        {
            "path": ("str", [tree.path(code.id) for code in codes]),
            **{name: ("str", [getattr(code, name) for code in codes]) for name in FIELDS},
            "own": ("Int64", [own.get(code.id, 0) for code in codes]),
            "total": ("Int64", [all_[code.id] for code in codes]),
            # As words: a spreadsheet would round so long a number.
            "id": ("str", [f"code/{code.id}" for code in codes]),
        }
    )


def codebook_word(read: Reader, made: datetime) -> Word:
    """The codebook as a Word document: title, the tree as a table with counts, then every code with its fields and two quotes."""
    tree, own = read.codes.tree(), read.codes.counts()
    word = Word(_("Codebook"), made, read.name())
    word.paragraph(_("Codebook"), "Title")
    word.paragraph(read.name(), "Subtitle")
    facts = [
        f"{made.day} {made:%B %Y}",
        n_("{n} code", "{n} codes", len(tree)),
        n_("{n} coding", "{n} codings", sum(own.values())),
        n_("{n} document", "{n} documents", len(read.documents.names())),
    ]
    word.paragraph(" · ".join(facts), "Details")
    if not len(tree):
        word.paragraph(_("There are no codes in this project yet."), "Note")
        return word
    word.paragraph(_("Overview"), "Section")
    _overview(word, tree, own)
    word.paragraph(_("Codes"), "New Page Section")
    quotes = example_quotes(read)
    all_ = totals(tree, own)
    for depth, code in tree.walk():
        _code(word, tree, depth, code, _counts(own.get(code.id, 0), all_[code.id]), quotes.get(code.id, []))
    return word


def _overview(word: Word, tree: CodeTree, own: dict[int, int]) -> None:
    all_ = totals(tree, own)
    rows = [
        (
            Cell((Run(_("Code")),), "Table Head"),
            Cell((Run(_("Brief definition")),), "Table Head"),
            Cell((Run(_("Own")),), "Table Head Right"),
            Cell((Run(_("All")),), "Table Head Right"),
        )
    ]
    rows += [
        (
            Cell((Run("■ ", color=code.color.lstrip("#")), Run(code.name, bold=depth == 0)), indent=200 * min(depth, 8)),
            Cell((Run(code.brief),)),
            Cell((Run(f"{own.get(code.id, 0):,}"),), "Table Number"),
            Cell((Run(f"{all_[code.id]:,}"),), "Table Number"),
        )
        for depth, code in tree.walk()
    ]
    word.table(rows, (2976, 4820, 638, 638))
    word.paragraph(_("Own: codings with this code. All: with the codes under it as well."), "Note")


def _counts(own: int, all_: int) -> str:
    if own == all_:
        return n_("{n} coding", "{n} codings", own)
    return n_("{n} coding of its own", "{n} codings of its own", own) + ", " + n_("{n} with its subcodes", "{n} with its subcodes", all_)


def _code(word: Word, tree: CodeTree, depth: int, code: Code, counts: str, quotes: list[Quote]) -> None:
    word.heading(code.name, depth + 1)
    where = tree.path(code.parent_id) + " · " if code.parent_id is not None else ""
    word.paragraph([Run("■ ", color=code.color.lstrip("#")), Run(where + counts)], "Code Path")
    for name, label in FIELD_LABELS.items():
        text = getattr(code, name)
        if text:
            word.paragraph([Run(f"{label}\t", "Field Label"), Run(text)], "Code Field")
    if not any(getattr(code, name) for name in FIELD_LABELS):
        word.paragraph(_("Not defined yet."), "Note")
    for quote in quotes:
        word.paragraph(f"“{shortened(quote.text)}”", "Quote Text", bar=code.color.lstrip("#"))
        word.paragraph(beside(source_of(quote), quote.text), "Quote Source", bar=code.color.lstrip("#"))


def example_quotes(read: Reader) -> dict[int, list[Quote]]:
    """Code id -> up to two quotes of its own codings: from different documents where there are, neither too short nor too long."""
    best: dict[int, dict[int, Coding]] = {}
    for coding in read.codings.of_codes():
        in_document = best.setdefault(coding.code_id, {})
        known = in_document.get(coding.document_id)
        if known is None or _awkward(coding) < _awkward(known):
            in_document[coding.document_id] = coding
    chosen = [coding for found in best.values() for coding in _chosen(found)]
    second = _seconds(read, best)
    finder = QuoteFinder(read)
    quotes: dict[int, list[Quote]] = {}
    for coding in sorted([*chosen, *second], key=lambda coding: (coding.document_id, coding.span.start, coding.id)):
        quotes.setdefault(coding.code_id, []).append(finder.quote(coding))
    return quotes


def _chosen(found: dict[int, Coding]) -> Iterator[Coding]:
    """The least awkward passages of different documents."""
    yield from sorted(found.values(), key=lambda coding: (_awkward(coding), coding.id))[:QUOTES]


def _seconds(read: Reader, best: dict[int, dict[int, Coding]]) -> list[Coding]:
    """A second passage for codes that are used in one document only."""
    lonely = {code_id: next(iter(found.values())) for code_id, found in best.items() if len(found) == 1}
    others: dict[int, Coding] = {}
    for coding in read.codings.of_codes(lonely.keys()) if lonely else ():
        first = lonely[coding.code_id]
        if not coding.span.overlaps(first.span):
            known = others.get(coding.code_id)
            if known is None or _awkward(coding) < _awkward(known):
                others[coding.code_id] = coding
    return list(others.values())


def _awkward(coding: Coding) -> int:
    return abs(len(coding.span) - BEST_LENGTH)
