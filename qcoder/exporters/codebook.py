"""The codebook as a file: Word for readers, csv and xlsx for other programs (and for us: all three can be imported again)."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from qcoder.domain.codes import Code, CodeTree
from qcoder.domain.codings import Coding
from qcoder.exporters.files import export_to
from qcoder.exporters.sheets import Sheet, csv_bytes, xlsx_bytes
from qcoder.exporters.word import Cell, Run, Word, beside
from qcoder.project.read import Reader
from qcoder.project.read.quotes import Quote, QuoteFinder
from qcoder.words import _, n_

QUOTES = 2
LONGEST_QUOTE = 400
BEST_LENGTH = 160

HEADER = ("path", "brief", "full", "when", "when_not", "example", "color", "key", "own", "total")
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
            ".xlsx": lambda: xlsx_bytes(
                [Sheet(_("Codebook"), _table(read), (36, 40, 60, 40, 40, 40, 10, 6, 8, 8), 1)], title=read.name(), made=made
            ),
            ".csv": lambda: csv_bytes(_table(read)),
        },
    )


def totals(tree: CodeTree, own: dict[int, int]) -> dict[int, int]:
    """Code id -> codings of the code and all that lies under it."""
    found = {code_id: own.get(code_id, 0) for code_id in tree.by_id}
    for _depth, code in reversed(tree.walk()):
        if code.parent_id is not None:
            found[code.parent_id] += found[code.id]
    return found


def _table(read: Reader) -> list[tuple[str | int, ...]]:
    tree, own = read.codes.tree(), read.codes.counts()
    all_ = totals(tree, own)
    rows: list[tuple[str | int, ...]] = [HEADER]
    for _depth, code in tree.walk():
        fields = (code.brief, code.full, code.when, code.when_not, code.example, code.color, code.key)
        rows.append((tree.path(code.id), *fields, own.get(code.id, 0), all_[code.id]))
    return rows


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
    word.paragraph(_("Codes"), "NewPageSection")
    quotes = example_quotes(read)
    all_ = totals(tree, own)
    for depth, code in tree.walk():
        _code(word, tree, depth, code, _counts(own.get(code.id, 0), all_[code.id]), quotes.get(code.id, []))
    return word


def _overview(word: Word, tree: CodeTree, own: dict[int, int]) -> None:
    all_ = totals(tree, own)
    rows = [
        (
            Cell((Run(_("Code")),), "TableHead"),
            Cell((Run(_("Brief definition")),), "TableHead"),
            Cell((Run(_("Own")),), "TableHeadRight"),
            Cell((Run(_("All")),), "TableHeadRight"),
        )
    ]
    rows += [
        (
            Cell((Run("■ ", color=code.color.lstrip("#")), Run(code.name, bold=depth == 0)), indent=200 * min(depth, 8)),
            Cell((Run(code.brief),)),
            Cell((Run(f"{own.get(code.id, 0):,}"),), "TableNumber"),
            Cell((Run(f"{all_[code.id]:,}"),), "TableNumber"),
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
    word.paragraph([Run("■ ", color=code.color.lstrip("#")), Run(where + counts)], "CodePath")
    for name, label in FIELD_LABELS.items():
        text = getattr(code, name)
        if text:
            word.paragraph([Run(f"{label}\t", "FieldLabel"), Run(text)], "CodeField")
    if not any(getattr(code, name) for name in FIELD_LABELS):
        word.paragraph(_("Not defined yet."), "Note")
    for quote in quotes:
        word.paragraph(f"“{shortened(quote.text)}”", "QuoteText", bar=code.color.lstrip("#"))
        word.paragraph(beside(source_of(quote), quote.text), "QuoteSource", bar=code.color.lstrip("#"))


def shortened(text: str, longest: int = LONGEST_QUOTE) -> str:
    """The text on one line, cut at a word when it is too long."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[:longest]
    return (cut[: cut.rfind(" ")] if " " in cut[longest // 2 :] else cut).rstrip(" ,;:–-") + " …"


def source_of(quote: Quote) -> str:
    """`Thornby 2, Year 2 teacher · 04:12`."""
    who = quote.participant or quote.speaker
    place = ", ".join(part for part in (quote.document, who if who != quote.document else "") if part)
    return f"{place} · {clock(quote.time_ms)}" if quote.time_ms is not None else place


def clock(ms: int) -> str:
    """Milliseconds as 04:12 or 1:04:12."""
    seconds = ms // 1000
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60:02}:{rest % 60:02}"


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
