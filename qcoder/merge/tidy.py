"""The last touches of a merge: names, keys and pairs that may occur once only."""

from collections.abc import Iterator

from qcoder.domain.codes import same_name
from qcoder.merge.compare import Differences
from qcoder.merge.decisions import Plan
from qcoder.merge.names import Names
from qcoder.merge.nouns import NAMED, as_key, free_name, noun
from qcoder.project.read.whole import Row, Table, Value
from qcoder.words import _


def tidy(found: Differences, plan: Plan, names: Names) -> None:
    """Make the plan keep the rules about what is unique, change nothing that stays as it is, and note what a person should know."""
    for name, scope in NAMED.items():
        _free_names(found, plan, found.tables[name], scope)
    _free_keys(found, plan)
    for table in found.tables.values():
        for columns in table.unique:
            _once(found, plan, table, columns)
    _drop_empty(found, plan)
    _note_ones(found, plan, names)


def _final(found: Differences, plan: Plan, table: Table) -> Iterator[tuple[int, Row]]:
    """The rows of a table as they will be, mine first."""
    removed = plan.removed.get(table.name, {})
    for id_, row in found.mine[table.name].items():
        fields = plan.changed.get((table.name, id_))
        if id_ not in removed:
            yield id_, row if not fields else tuple(fields.get(column, value) for column, value in zip(table.columns, row, strict=True))
    yield from plan.added.get(table.name, {}).items()


def _put(plan: Plan, table: Table, id_: int, column: str, value: Value) -> None:
    rows = plan.added.get(table.name, {})
    if id_ in rows:
        at = table.columns.index(column)
        rows[id_] = (*rows[id_][:at], value, *rows[id_][at + 1 :])
    else:
        plan.changed.setdefault((table.name, id_), {})[column] = value


def _new(plan: Plan, table: Table) -> list[int]:
    """The rows that the merge adds or changes, in order of id."""
    changed = (id_ for (name, id_), fields in plan.changed.items() if name == table.name and fields)
    return sorted({*plan.added.get(table.name, ()), *changed})


def _free_names(found: Differences, plan: Plan, table: Table, scope: tuple[str, ...]) -> None:
    """Where a new or changed row would share its name with a neighbour, number it."""
    fresh = _new(plan, table)
    if not fresh:
        return
    at = table.columns.index("name")
    places = [table.columns.index(column) for column in scope]
    rows = dict(_final(found, plan, table))
    near: dict[tuple[Value, ...], dict[int, str]] = {}
    for id_, row in rows.items():
        near.setdefault(tuple(row[place] for place in places), {})[id_] = str(row[at])
    for id_ in fresh:
        if id_ not in rows:
            continue
        beside = near[tuple(rows[id_][place] for place in places)]
        others = [name for other, name in beside.items() if other != id_]
        wanted = beside[id_]
        if as_key(wanted) in {as_key(other) for other in others}:
            beside[id_] = free_name(wanted, others)
            _put(plan, table, id_, "name", beside[id_])
            if table.name in plan.added and id_ in plan.added[table.name]:
                sentence = _("There is already {noun} “{name}”; theirs is called “{free}”.")
                plan.notes.append(sentence.format(noun=noun(table.name), name=wanted, free=beside[id_]))


def _free_keys(found: Differences, plan: Plan) -> None:
    """A key of the keyboard belongs to one code: mine keep theirs."""
    table = found.tables["code"]
    at = table.columns.index("key")
    fresh = set(_new(plan, table))
    rows = dict(_final(found, plan, table))
    taken = {row[at] for id_, row in rows.items() if id_ not in fresh}
    for id_ in sorted(fresh & rows.keys()):
        key, before = rows[id_][at], found.mine["code"].get(id_)
        if key and key in taken:
            key = before[at] if before is not None and before[at] not in taken else ""
            _put(plan, table, id_, "key", key)
        taken.add(key)


def _once(found: Differences, plan: Plan, table: Table, columns: tuple[str, ...]) -> None:
    """Leave out new rows that say again what a row here says."""
    rows = plan.added.get(table.name)
    if not rows:
        return
    places = [table.columns.index(column) for column in columns]
    taken: set[tuple[Value, ...]] = set()
    for id_, row in list(_final(found, plan, table)):
        key = tuple(row[place] for place in places)
        if key in taken and id_ in rows:
            del rows[id_]
        taken.add(key)


def _drop_empty(found: Differences, plan: Plan) -> None:
    """Leave out changes to what goes, and changes that change nothing."""
    for table, id_ in list(plan.changed):
        row = found.mine[table].get(id_)
        columns = found.tables[table].columns
        if row is None or id_ in plan.removed.get(table, {}):
            del plan.changed[table, id_]
            continue
        fields = {column: value for column, value in plan.changed[table, id_].items() if row[columns.index(column)] != value}
        if fields:
            plan.changed[table, id_] = fields
        else:
            del plan.changed[table, id_]
    for rows in (plan.added, plan.removed):
        for table in [table for table, there in rows.items() if not there]:
            del rows[table]


def _note_ones(found: Differences, plan: Plan, names: Names) -> None:
    """Say what was made on both sides and is one thing now, and which coders share a name but are two."""
    for table in ("document", "code", "participant", "place", "participant_group", "wave", "attribute"):
        ids = sorted(id_ for name, id_ in found.one if name == table)
        plan.notes.extend(_("Both files made {thing}; it is one now.").format(thing=names.title(table, id_)) for id_ in ids)
    at = found.tables["coder"].columns.index("name")
    for row in plan.added.get("coder", {}).values():
        if any(same_name(str(row[at]), str(other[at])) for other in found.mine["coder"].values()):
            plan.notes.append(_("Two coders are called “{name}”; they are kept apart, since a name is not a person.").format(name=row[at]))
