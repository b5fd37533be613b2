"""What a person calls the rows of two files: names, passages, values."""

from collections.abc import Mapping

from qcoder.domain.codes import PATH_SEPARATOR
from qcoder.domain.richtext import plain
from qcoder.merge.decisions import Passage
from qcoder.merge.nouns import noun
from qcoder.merge.rows import Pool
from qcoder.project.read.whole import Row, Value
from qcoder.words import _, n_

AROUND = 80
"""So many signs of the text are shown before and after a passage."""


class Names:
    """Names the rows of both sides, whichever side still has them; mine first."""

    def __init__(self, mine: Pool, theirs: Pool, final: Mapping[int, str]) -> None:
        self._mine = mine
        self._theirs = theirs
        self.tables = mine.whole.tables
        self._final = final  # corrected texts, on which both sides' passages lie
        self._texts: dict[tuple[int, int], str] = {}

    def row(self, table: str, id_: int) -> Row | None:
        """A row of either side."""
        return self._mine.get(table, id_) or self._theirs.get(table, id_)

    def value(self, table: str, row: Row, column: str) -> Value:
        """One field of a row."""
        return row[self.tables[table].columns.index(column)]

    def name(self, table: str, id_: int) -> str:
        """A short name: the path of a code, the name of a document, or the names of what the row ties together."""
        row = self.row(table, id_)
        if row is None:
            return "?"
        columns = self.tables[table].columns
        for column in ("name", "label"):
            if column in columns:
                return self._path(table, row) if "parent_id" in columns else str(self.value(table, row, column))
        links = self.tables[table].links
        parts = [
            self.name(link.target, linked)
            for column in columns
            for link in links
            if link.column == column
            and (table != "card" or link.target in ("code", "coding"))
            and isinstance(linked := self.value(table, row, column), int)
        ]
        return ", ".join(parts)

    def title(self, table: str, id_: int) -> str:
        """The name with its noun: `the code “trust”`."""
        return f"{noun(table)} “{self.name(table, id_)}”"

    def shown(self, table: str, column: str, value: Value) -> str:
        """A field's value in words: a linked row by its name, nothing as a dash."""
        for link in self.tables[table].links:
            if link.column == column and isinstance(value, int):
                return self.name(link.target, value)
        if value is None or value == "":
            return "–"
        if column == "interviewer":
            return _("interviewer") if value else _("not an interviewer")
        return f"{value:,}" if isinstance(value, int) else plain(value)

    def passage(self, row: Row, *, theirs: bool) -> Passage:
        """The passage of a coding or a rejection in its text; `theirs`: as their file has it, else as mine."""
        document = int(self.value("coding", row, "document_id") or 0)
        pool = self._theirs if theirs else self._mine
        kept = (id(pool), document)
        if kept not in self._texts:
            self._texts[kept] = self._final[document] if document in self._final else pool.text(document)
        text = self._texts[kept]
        start, end = (int(self.value("coding", row, column) or 0) for column in ("span_start", "span_end"))
        return Passage(self.name("document", document), text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND])

    def listed(self, table: str, ids: list[int], most: int = 4) -> str:
        """`“a”, “b” and 3 more`."""
        names = ", ".join(f"“{self.name(table, id_)}”" for id_ in ids[:most])
        return names if len(ids) <= most else names + " " + n_("and {n} more", "and {n} more", len(ids) - most)

    def _path(self, table: str, row: Row) -> str:
        names: list[str] = []
        seen: set[int] = set()
        current: Row | None = row
        while current is not None and current[0] not in seen:
            seen.add(int(current[0] or 0))
            names.append(str(self.value(table, current, "name")))
            parent = self.value(table, current, "parent_id")
            current = self.row(table, parent) if isinstance(parent, int) else None
        return PATH_SEPARATOR.join(reversed(names))
