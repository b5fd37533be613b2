"""What a merge will do, and the rows as they will be."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from qcoder.merge.ancestor import Key
from qcoder.merge.compare import Differences
from qcoder.merge.rows import Rows
from qcoder.project.read.whole import Row, Table, Value


@dataclass(slots=True)
class Plan:
    """What a merge will do, given the decisions so far; it may be carried out once nothing is undecided.

    `moved` are rows that were put under another code or coder, so that they may say what another row says already.
    """

    added: Rows = field(default_factory=dict)
    changed: dict[Key, dict[str, Value]] = field(default_factory=dict)
    removed: Rows = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    pairs: set[tuple[str, int, int]] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    moved: set[Key] = field(default_factory=set)


def final(found: Differences, plan: Plan, table: Table) -> Iterator[tuple[int, Row]]:
    """The rows of a table as they will be, mine first."""
    removed = plan.removed.get(table.name, {})
    for id_, row in found.mine.all(table.name).items():
        fields = plan.changed.get((table.name, id_))
        if id_ not in removed:
            yield id_, row if not fields else tuple(fields.get(column, value) for column, value in zip(table.columns, row, strict=True))
    yield from plan.added.get(table.name, {}).items()


def put(plan: Plan, table: Table, id_: int, column: str, value: Value) -> None:
    """Give a row that comes, or one that is here, another value."""
    rows = plan.added.get(table.name, {})
    if id_ in rows:
        at = table.columns.index(column)
        rows[id_] = (*rows[id_][:at], value, *rows[id_][at + 1 :])
    else:
        plan.changed.setdefault((table.name, id_), {})[column] = value
