"""Codings and memos that say the same because they were put under another code or coder: they stay once, with all that hangs on either."""

from qcoder.domain.aliases import pair_of
from qcoder.domain.richtext import join
from qcoder.merge.ancestor import Key
from qcoder.merge.compare import Differences
from qcoder.merge.nouns import NOUNS, key_of
from qcoder.merge.outcome import Plan, final, put
from qcoder.merge.rows import links
from qcoder.project.read.whole import Table, Value


def join_twins(found: Differences, plan: Plan) -> None:
    """Make codings one that became equal, then memos about one thing by one coder."""
    _join(found, plan, "coding")
    _join(found, plan, "memo")


def _join(found: Differences, plan: Plan, name: str) -> None:
    table = found.tables[name]
    moved = {id_ for where, id_ in plan.moved if where == name} | _of_folded(found, plan, table)
    if not moved:
        return
    key = key_of(table, NOUNS[name].same)
    about = [table.columns.index(column) for column in NOUNS[name].about]
    first: dict[tuple[Value, ...], int] = {}
    for id_, row in sorted(final(found, plan, table), key=lambda item: (item[0] in moved, item[0])):
        if about and all(row[at] is None for at in about):
            continue  # an entry of the journal
        stays = first.setdefault(key(row), id_)
        if stays != id_ and id_ in moved:
            if name == "memo":
                _add_text(found, plan, table, stays, str(row[table.columns.index("text")]))
            _hand_over(found, plan, name, id_, stays)
            _drop(found, plan, (name, id_))
            plan.pairs.add(pair_of(name, stays, id_))


def _of_folded(found: Differences, plan: Plan, table: Table) -> set[int]:
    """Rows that come from them under the name of a coder who is one with another here."""
    at = table.columns.index("coder_id")
    rows = ((id_, found.theirs.raw(table.name, found.own_id(table.name, id_))) for id_ in plan.added.get(table.name, ()))
    return {id_ for id_, raw in rows if raw is not None and found.is_folded("coder", raw[at])}


def _add_text(found: Differences, plan: Plan, table: Table, stays: int, text: str) -> None:
    here = dict(final(found, plan, table))[stays][table.columns.index("text")]
    if text not in str(here):
        put(plan, table, stays, "text", join(str(here), text))


def _hand_over(found: Differences, plan: Plan, name: str, id_: int, stays: int) -> None:
    """What hangs on the one that goes hangs on the other from now on."""
    for table, link, at in links(found.tables):
        if link.target == name:
            for user, row in list(final(found, plan, table)):
                if row[at] == id_:
                    put(plan, table, user, link.column, stays)
                    plan.moved.add((table.name, user))


def _drop(found: Differences, plan: Plan, key: Key) -> None:
    name, id_ = key
    if plan.added.get(name, {}).pop(id_, None) is None:
        plan.changed.pop(key, None)
        row = found.mine.get(name, id_)
        if row is not None:
            plan.removed.setdefault(name, {})[id_] = row
