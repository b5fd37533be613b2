"""The last touches of a merge: names, keys and pairs that may occur once only, memos whose passage went, and what really changes."""

from qcoder.domain.aliases import alias_row
from qcoder.domain.codes import same_name
from qcoder.domain.richtext import join
from qcoder.merge.compare import Differences
from qcoder.merge.details import quiet_words
from qcoder.merge.names import Names
from qcoder.merge.nouns import NOUNS, as_key, free_name, noun
from qcoder.merge.outcome import Plan, final, put
from qcoder.merge.rows import links
from qcoder.merge.twins import join_twins
from qcoder.project.read.whole import Table, Value
from qcoder.words import _, n_


def tidy(found: Differences, plan: Plan, names: Names) -> None:
    """Make the plan keep the rules about what is unique, change nothing that stays as it is, and note what a person should know."""
    _keep_memos(found, plan, names)
    join_twins(found, plan)
    _tell_apart(found, plan)
    for name, decided in NOUNS.items():
        if decided.scope is not None:
            _free_names(found, plan, found.tables[name], decided.scope)
    _free_keys(found, plan, names)
    for table in found.tables.values():
        for columns in table.unique:
            _once(found, plan, table, columns)
    _drop_idle_speakers(found, plan)
    _take_what_hangs_on_it(found, plan)
    _unite(found, plan)
    _finish(found, plan)
    _note_ones(found, plan, names)
    _note_rejections(found, plan)
    plan.details += quiet_words(found, names)


def _new(plan: Plan, table: Table) -> list[int]:
    """The rows that the merge adds or changes, in order of id."""
    changed = (id_ for (name, id_), fields in plan.changed.items() if name == table.name and fields)
    return sorted({*plan.added.get(table.name, ()), *changed})


def _keep_memos(found: Differences, plan: Plan, names: Names) -> None:
    """What was written about passages whose words are in no text any more becomes a memo on the document: no word is lost."""
    table = found.tables["memo"]
    about = _("About the passage “{passage}”, which a correction of the text took out:")
    documents = found.tables["coding"].columns.index("document_id")
    link = next(link for link in table.links if link.target == "coding")
    for pool, lost in ((found.mine, found.texts.lost_mine), (found.theirs, found.texts.lost_theirs)):
        ids = {id_: words for (name, id_), words in lost.items() if name == "coding"}
        if not ids:
            continue
        for memo, row, coding in list(pool.pointing("memo", link, ids)):
            raw = pool.raw("coding", coding)
            if raw is None or (pool is found.theirs and memo not in plan.added.get("memo", {})):
                continue
            text = join(about.format(passage=ids[coding]), str(names.value("memo", row, "text")))
            for column, value in (("coding_id", None), ("document_id", raw[documents]), ("text", text)):
                put(plan, table, memo, column, value)


def _tell_apart(found: Differences, plan: Plan) -> None:
    """Two codes of one name that are two are told apart by who made them."""
    for name, mine, theirs in found.two:
        table = found.tables[name]
        whose = []
        for side, id_ in ((found.my_side, mine), (found.their_side, theirs)):
            maker = side.maker((name, id_))
            whose.append(next((step.who for step in side.steps if step.id == maker), ""))
        for id_, who in zip((mine, theirs), whose, strict=True):
            row = plan.added.get(name, {}).get(id_) or found.mine.get(name, id_)
            if name == "code" and row is not None and len({who.casefold() for who in whose}) == 2:
                put(plan, table, id_, "name", f"{row[table.columns.index('name')]} ({who})")


def _free_names(found: Differences, plan: Plan, table: Table, scope: tuple[str, ...]) -> None:
    """Where a new or changed row would share its name with a neighbour, number it."""
    fresh = _new(plan, table)
    if not fresh:
        return
    at = table.columns.index("name")
    places = [table.columns.index(column) for column in scope]
    rows = dict(final(found, plan, table))
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
            put(plan, table, id_, "name", beside[id_])
            if id_ in plan.added.get(table.name, {}):
                sentence = _("There is already {noun} “{name}”; theirs is called “{free}”.")
                plan.notes.append(sentence.format(noun=noun(table.name), name=wanted, free=beside[id_]))


def _free_keys(found: Differences, plan: Plan, names: Names) -> None:
    """A key of the keyboard belongs to one code: mine keep theirs."""
    table = found.tables["code"]
    fresh = set(_new(plan, table))
    if not fresh:
        return
    at = table.columns.index("key")
    rows = dict(final(found, plan, table))
    taken = {row[at]: id_ for id_, row in rows.items() if id_ not in fresh}
    for id_ in sorted(fresh & rows.keys()):
        key, before = rows[id_][at], found.mine.get("code", id_)
        if key and key in taken:
            owner, wanted = taken[key], key
            key = before[at] if before is not None and before[at] not in taken else ""
            put(plan, table, id_, "key", key)
            sentence = _("The key “{key}” stays with {owner}, so {other} does not have it.")
            plan.notes.append(sentence.format(key=wanted, owner=names.title("code", owner), other=names.title("code", id_)))
        taken[key] = id_


def _once(found: Differences, plan: Plan, table: Table, columns: tuple[str, ...]) -> None:
    """Leave out new rows that say again what a row here says, and take away what was changed into that."""
    fresh = set(_new(plan, table))
    if not fresh:
        return
    places = [table.columns.index(column) for column in columns]
    taken: dict[tuple[Value, ...], int] = {}
    for id_, row in sorted(final(found, plan, table), key=lambda item: item[0] in fresh):
        key = tuple(row[place] for place in places)
        first = taken.setdefault(key, id_)
        if first == id_:
            continue
        if id_ in plan.added.get(table.name, {}):
            del plan.added[table.name][id_]
            plan.pairs.add((table.name, min(first, id_), max(first, id_)))
        else:
            plan.changed.pop((table.name, id_), None)
            plan.removed.setdefault(table.name, {})[id_] = row


def _drop_idle_speakers(found: Differences, plan: Plan) -> None:
    """Speakers whom only a correction has that does not stand."""
    mine = {document for document, winner in found.texts.winner.items() if winner == "mine"}
    speakers = plan.added.get("speaker", {})
    at = found.tables["speaker"].columns.index("document_id")
    idle = [id_ for id_, row in speakers.items() if row[at] in mine]
    if idle:
        link = next(link for link in found.tables["turn"].links if link.target == "speaker")
        used = {row[found.tables["turn"].columns.index("speaker_id")] for row in plan.added.get("turn", {}).values()}
        used |= {fields.get("speaker_id") for (table, _id), fields in plan.changed.items() if table == "turn"}
        used |= {target for _id, _row, target in found.mine.pointing("turn", link, idle)}
        for id_ in set(idle) - used:
            del speakers[id_]


def _take_what_hangs_on_it(found: Differences, plan: Plan) -> None:
    """What hangs on something that goes is among what goes, so that it is counted and told."""
    more = True
    while more:
        more = False
        for table, link, at in links(found.tables):
            targets = plan.removed.get(link.target)
            if not targets or link.leaves:
                continue
            gone = plan.removed.setdefault(table.name, {})
            for id_, row, target in list(found.mine.pointing(table.name, link, targets)):
                if id_ not in gone and plan.changed.get((table.name, id_), {}).get(link.column, row[at]) == target:
                    gone[id_] = row
                    more = True


def _unite(found: Differences, plan: Plan) -> None:
    """The steps of their history, and what is one thing, as both files note it."""
    for table, rows in found.union.items():
        plan.added[table] = dict(rows)
    here = found.mine.whole.rows("alias")
    for pair in sorted(plan.pairs):
        row = alias_row(pair)
        id_ = int(row[0] or 0)
        if id_ not in here:
            plan.added.setdefault("alias", {})[id_] = row


def _finish(found: Differences, plan: Plan) -> None:
    """Weigh what the plan says, and what corrected texts have moved, against the file as it is: only what differs is changed."""
    removed = {(name, id_) for name, rows in plan.removed.items() for id_ in rows}
    for name, over in found.mine.over.items():
        for id_ in over:
            row, raw = found.mine.get(name, id_), found.mine.raw(name, id_)
            if raw is not None and row is None:
                plan.removed.setdefault(name, {})[id_] = raw
            elif raw is None and row is not None:
                plan.added.setdefault(name, {})[id_] = row
            elif row is not None:
                plan.changed.setdefault((name, id_), {})
    for key in list(plan.changed):
        name, id_ = key
        row, raw = found.mine.get(name, id_), found.mine.raw(name, id_)
        fields = plan.changed.pop(key)
        if row is None or raw is None or key in removed:
            continue
        final = {column: fields.get(column, value) for column, value in zip(found.tables[name].columns, row, strict=True)}
        differ = {column: final[column] for column, value in zip(found.tables[name].columns, raw, strict=True) if final[column] != value}
        if differ:
            plan.changed[key] = differ
    at = found.tables["document"].columns.index("text_hash")
    for document, text in found.texts.final.items():
        raw = found.mine.raw("document", document)
        if raw is not None and plan.changed.get(("document", document), {}).get("text_hash", raw[at]) != raw[at]:
            plan.texts[document] = text
    for rows in (plan.added, plan.removed):
        for name in [name for name, there in rows.items() if not there]:
            del rows[name]


def _note_ones(found: Differences, plan: Plan, names: Names) -> None:
    """Say what was made on both sides and is one thing now, and which coders share a name but are two."""
    for table in ("document", "code", "participant", "place", "participant_group", "wave", "attribute"):
        ids = sorted(id_ for name, id_ in found.met if name == table)
        plan.notes.extend(_("Both files made {thing}; it is one now.").format(thing=names.title(table, id_)) for id_ in ids)
    at = found.tables["coder"].columns.index("name")
    for row in plan.added.get("coder", {}).values():
        if any(same_name(str(row[at]), str(other[at])) for other in found.mine.all("coder").values()):
            plan.notes.append(_("Two coders are called “{name}”; they are kept apart, since a name is not a person.").format(name=row[at]))


def _note_rejections(found: Differences, plan: Plan) -> None:
    """Say how many passages that were “not this code” go with their words; they are about nothing any more."""
    here = {id_ for name, id_ in found.texts.lost_mine if name == "rejection"}
    there = {id_ for name, id_ in found.texts.lost_theirs if name == "rejection" and not found.mine.whole.some_rows(name, (id_,))}
    news = {id_ for id_ in there if not found.my_side.knows(found.their_side.maker(("rejection", found.own_id("rejection", id_))))}
    count = len((here & set(plan.removed.get("rejection", ()))) | news)
    if count:
        plan.notes.append(
            n_(
                "{n} passage that was rejected (“not this code”) goes: a correction of the text took its words out.",
                "{n} passages that were rejected (“not this code”) go: corrections of the text took their words out.",
                count,
            )
        )
