"""Codebooks: csv and xlsx in several shapes, and the Word codebook that we write ourselves."""

import re
from pathlib import Path

from qcoder.domain.codes import PATH_SEPARATOR, CodebookRow, clean_name
from qcoder.domain.errors import KnownError
from qcoder.importers.codebook_docx import read_word_codebook
from qcoder.importers.tables import Row, Table, fold, read_table
from qcoder.words import _

_ALIASES = {
    "brief": ("brief", "brief definition", "short definition", "summary"),
    "full": ("full", "full definition", "definition", "description"),
    "when": ("when", "when to use", "inclusion", "inclusion criteria", "use when"),
    "when_not": ("when not", "when not to use", "exclusion", "exclusion criteria", "do not use when"),
    "example": ("example", "examples", "example quote"),
    "color": ("color", "colour"),
    "key": ("key", "shortcut"),
}
_NAMES = ("code", "name", "code name", "tag", "label")
_PARENT = ("parent", "parent code", "category")
_LEVEL = ("level", "depth")

Path_ = tuple[str, ...]


def starter_codebooks() -> dict[str, Path]:
    """The codebooks that come with the program: `local-learning-systems` -> its file, by name."""
    folder = Path(__file__).resolve().parent.parent.parent / "codebooks"
    return {path.stem: path for path in sorted(folder.glob("*.csv"))}


def read_codebook(path: Path, *, encoding: str | None = None) -> tuple[CodebookRow, ...]:
    """Read a codebook from csv, tsv, xlsx, or from docx as our own export writes it; parents before children.

    Tables have a column `path` (`a > b`), or `code` and `parent`, or `name` and `level` (1 for families), or `code` alone; parents
    that are missing are made. A column `id`, as our own export writes it, says which code a row is. Two rows for one code are joined
    unless they contradict each other. Raises KnownError with the row.
    """
    path = Path(path)
    if path.suffix.casefold() == ".docx":
        table = read_word_codebook(path)
    else:
        table = read_table(path, encoding=encoding)
    if table.has("path", "code path"):
        paths = [_split(table, row, row.get("path", "code path")) for row in table.rows]
    elif table.has(*_NAMES) and table.has(*_LEVEL):
        paths = _by_level(table)
    elif table.has(*_NAMES) and table.has(*_PARENT):
        paths = _by_parent(table)
    elif table.has(*_NAMES):
        paths = [_split(table, row, row.get(*_NAMES)) for row in table.rows]
    else:
        raise KnownError(
            _("“{file}” has no column “path” or “code”; its columns are: {found}.").format(file=table.file, found=", ".join(table.header))
        )
    return _rows(table, paths)


def _split(table: Table, row: Row, path: str) -> Path_:
    return tuple(_clean(table, row, name) for name in path.split(PATH_SEPARATOR.strip()))


def _clean(table: Table, row: Row, name: str) -> str:
    try:
        return clean_name(name)
    except KnownError as error:
        raise table.wrong(row, error.sentence) from None


def _by_level(table: Table) -> list[Path_]:
    paths: list[Path_] = []
    above: Path_ = ()
    for row in table.rows:
        level = row.get(*_LEVEL)
        if not level.isdecimal() or not 1 <= int(level) <= len(above) + 1:
            raise table.wrong(
                row, _("the level is “{level}”; it must be a number from 1 to {most} here.").format(level=level, most=len(above) + 1)
            )
        above = (*above[: int(level) - 1], _clean(table, row, row.get(*_NAMES)))
        paths.append(above)
    return paths


def _by_parent(table: Table) -> list[Path_]:
    """Follow parents up; a parent is named by its path or, while that is unique in the table, by its bare name."""
    own = [_clean(table, row, row.get(*_NAMES)) for row in table.rows]
    parents = [row.get(*_PARENT) for row in table.rows]
    rows_of: dict[str, list[int]] = {}
    for at, name in enumerate(own):
        rows_of.setdefault(fold(name), []).append(at)

    def path_of(at: int, below: frozenset[int]) -> Path_:
        if at in below:
            raise table.wrong(table.rows[at], _("“{name}” lies under itself; check the parents.").format(name=own[at]))
        if not parents[at]:
            return (own[at],)
        names = _split(table, table.rows[at], parents[at])
        if len(names) > 1:
            return (*names, own[at])
        found = rows_of.get(fold(names[0]), [])
        places = {path_of(other, below | {at}) for other in found}
        if len(places) > 1:
            raise table.wrong(
                table.rows[at], _("there are several codes “{name}”; give the parent's whole path, such as a > b.").format(name=names[0])
            )
        return (*(places.pop() if places else names), own[at])

    return [path_of(at, frozenset()) for at in range(len(own))]


def _rows(table: Table, paths: list[Path_]) -> tuple[CodebookRow, ...]:
    """Rows in the table's order, each after its parents, which are made where they are missing, and joined where doubled."""
    found: dict[Path_, CodebookRow] = {}
    lines: dict[Path_, int] = {}
    for row, path in zip(table.rows, paths, strict=True):
        for depth in range(1, len(path)):
            above = path[:depth]
            found.setdefault(_key(above), CodebookRow(above))
        values = {name: row.get(*names) for name, names in _ALIASES.items()}
        if values["color"]:
            values["color"] = _color(table, row, values["color"])
        key = _key(path)
        if key in found:
            fresh = _join(table, row, found[key], values, lines.get(key, row.number))
        else:
            fresh = CodebookRow(path, **values, id=_id(row))
        found[key] = fresh
        lines.setdefault(key, row.number)
    if not found:
        raise KnownError(_("“{file}” has column names but no codes; check that it is the right file.").format(file=table.file))
    return tuple(found.values())


def _key(path: Path_) -> Path_:
    return tuple(name.casefold() for name in path)


def _color(table: Table, row: Row, text: str) -> str:
    color = text.casefold() if text.startswith("#") else f"#{text.casefold()}"
    if not re.fullmatch(r"#[0-9a-f]{6}", color):
        raise table.wrong(row, _("the colour is “{color}”; it must look like #0072b2.").format(color=text))
    return color


def _join(table: Table, row: Row, known: CodebookRow, values: dict[str, str], line: int) -> CodebookRow:
    for name, value in values.items():
        before = getattr(known, name)
        if before and value and before != value:
            raise table.wrong(
                row,
                _("“{code}” is in row {line} already with another {field}; remove one of them or make them agree.").format(
                    code=PATH_SEPARATOR.join(known.path), line=line, field=_ALIASES[name][0]
                ),
            )
    return CodebookRow(known.path, **{name: value or getattr(known, name) for name, value in values.items()}, id=known.id or _id(row))


def _id(row: Row) -> int:
    """The code's id as our own export writes it, or 0; ids of other programs say nothing here."""
    found = re.fullmatch(r"code/([0-9]{1,19})", row.get("id"))
    return int(found[1]) if found else 0
