"""People who do to a project what numbers say, and what two projects have in common whatever their ids."""

import json
import re
from collections.abc import Callable
from contextlib import suppress

from qcoder.changes.code_merging import MergeCodes
from qcoder.changes.codes import AddCode, DeleteCodes, EditCode, MoveCode, RenameCode
from qcoder.changes.codings import AddCodings, ChangeEnds, JoinCodings, RecodeCodings, RemoveCodings
from qcoder.changes.documents import DeleteDocuments, ImportDocuments, MarkFullyCoded, RenameDocument, SetWave
from qcoder.changes.memos import SetMemo
from qcoder.changes.people import AddAttribute, AddParticipant, DeleteParticipants, EditParticipant, SetAttribute
from qcoder.changes.queries import RenameQuery, SaveQuery
from qcoder.changes.sorting import AddCards, AddPile, DeletePile, MoveCards, NewSorting
from qcoder.changes.study import AddGroup, AddPlace, DeleteGroup, DeletePlace, SetTarget
from qcoder.changes.suggestions import RejectSuggestion
from qcoder.changes.team import JoinCoders, SetBranchOwners
from qcoder.changes.texts import EditText
from qcoder.domain.codings import NewCoding
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Subject
from qcoder.domain.richtext import MARK
from qcoder.domain.spans import Span
from qcoder.merge.inside import follow
from qcoder.merge.nouns import NOUNS, ROWS, as_key, quiet
from qcoder.project.project import Project
from qcoder.project.read.whole import Row, WholeReader
from tests.merge.study import everything, lines, transcript

NAMES = ("time", "money", "Hub", "school")
WORDS = ("", "Mondays", "together and", "far", "never ever")
Action = tuple[int, int, int, int]
KINDS = 46


def pick(ids: list[int], n: int) -> int:
    """One of them, if there are any."""
    if not ids:
        raise KnownError("there is nothing to pick")
    return ids[n % len(ids)]


class Person:
    """Does to a project what numbers say."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def do(self, action: Action) -> None:
        """One action; what the rules refuse is not done."""
        kind, a, b, c = action
        with suppress(KnownError):
            self._doings(a, b, c)[kind]()

    def ids(self, table: str) -> list[int]:
        """The ids of a table, oldest first."""
        return sorted(WholeReader(self.project.read).ids(table))

    def correct(self, document: int, word: int, by: str) -> None:
        """Put other words in place of one."""
        words = self.project.read.documents.text(document).split(" ")
        words[word % len(words) : word % len(words) + 1] = [by] if by else []
        self.project.do(EditText(document, lines("corrected", " ".join(words))))

    def _doings(self, a: int, b: int, c: int) -> list[Callable[[], object]]:
        do, name = self.project.do, NAMES[a % 4]

        def one(table: str, n: int) -> int:
            return pick(self.ids(table), n)

        def some(table: str, n: int) -> int | None:
            return None if n == 0 else one(table, n)

        span = Span(b * 8, b * 8 + 4 + c)
        return [
            lambda: do(AddCode(name, some("code", b))),
            lambda: do(RenameCode(one("code", b), name)),
            lambda: do(MoveCode(one("code", b), some("code", c))),
            lambda: do(EditCode(one("code", b), brief=name, key="abc"[c % 3])),
            lambda: do(DeleteCodes((one("code", b),))),
            lambda: do(MergeCodes(one("code", b), one("code", c))),
            lambda: do(AddCodings((NewCoding(one("document", a), one("code", b), span),))),
            lambda: do(AddCodings((NewCoding(one("document", a), one("code", c), span),))),
            lambda: do(AddCodings((NewCoding(one("document", c), one("code", a), span),))),
            lambda: do(ChangeEnds(one("coding", a), span)),
            lambda: do(RecodeCodings((one("coding", a),), one("code", b))),
            lambda: do(RemoveCodings((one("coding", a),))),
            lambda: do(JoinCodings(tuple(self.ids("coding")[a : a + 2]))),
            lambda: do(ImportDocuments((transcript(name, " Yes." * (b % 2)),))),
            lambda: do(RenameDocument(one("document", b), name)),
            lambda: do(DeleteDocuments((one("document", b),))),
            lambda: do(MarkFullyCoded(one("document", b), c % 2 == 0)),
            lambda: do(SetWave((one("document", b),), name)),
            lambda: do(SetMemo(Subject.CODE, one("code", b), name)),
            lambda: do(SetMemo(Subject.CODING, one("coding", b), name)),
            lambda: do(AddPlace(name, some("place", b))),
            lambda: do(DeletePlace(one("place", b))),
            lambda: do(AddGroup(name)),
            lambda: do(DeleteGroup(one("participant_group", b))),
            lambda: do(AddParticipant(name, some("place", b), some("participant_group", c), (one("speaker", b),))),
            lambda: do(EditParticipant(one("participant", a), name, some("place", b), some("participant_group", c))),
            lambda: do(DeleteParticipants((one("participant", b),))),
            lambda: do(SetAttribute(one("participant", b), do(AddAttribute(name)).result if c < 5 else one("attribute", c), str(c))),
            lambda: do(SetTarget(one("place", a), one("participant_group", b), c)),
            lambda: do(RejectSuggestion(one("document", a), span, one("code", b))),
            lambda: self.correct(one("document", a), 3 * b + c, WORDS[c % 5]),
            lambda: do(AddCode(name, brief=NAMES[b % 4])),
            lambda: do(AddParticipant(name)),
            lambda: self.project.undo() if c < 7 else self.project.redo(),
            lambda: do(SetBranchOwners(one("code", b), (one("coder", c),))),
            lambda: do(SetBranchOwners(one("code", b), ())),
            lambda: do(SaveQuery("find", name, json.dumps({"codes": [one("code", b)], "document": one("document", c)}))),
            lambda: do(RenameQuery(one("saved_query", b), name)),
            lambda: do(SetMemo(Subject.DOCUMENT, one("document", b), f"{MARK}[x](qcoder:code/{one('code', c)})")),
            lambda: do(NewSorting(name, (one("coding", b),), (one("code", c),))),
            lambda: do(AddCards(one("sorting", a), (one("coding", b),), (one("code", c),))),
            lambda: do(AddPile(one("sorting", a), name, (one("card", b),))),
            lambda: do(MoveCards((one("card", a),), some("pile", b))),
            lambda: do(DeletePile(one("pile", a))),
            lambda: do(JoinCoders(one("coder", b), one("coder", c))),
            lambda: self.project.act_as(("Ana", "Ben", "Cem")[c % 3]),
        ]


def orderly(project: Project) -> None:
    """The rules that hold in every project: links lead somewhere, names and keys are unique, nothing stands under itself, texts fit."""
    whole = WholeReader(project.read)
    state = everything(project)
    for table in whole.tables.values():
        for link in table.links:
            at = table.columns.index(link.column)
            assert all(row[at] is None or row[at] in state[link.target] for row in state[table.name].values())
        scope = NOUNS[table.name].scope
        if scope is not None:
            places = [table.columns.index(column) for column in (*scope, "name")]
            keys = [tuple(as_key(row[place]) for place in places) for row in state[table.name].values()]
            assert len(set(keys)) == len(keys), (table.name, keys)
    tree = project.read.codes.tree()
    shortcuts = [code.key for code in tree.by_id.values() if code.key]
    assert len(shortcuts) == len(set(shortcuts))
    assert len(tree.walk()) == len(tree)
    assert project.check() == []


def same_whatever_ids(project: Project, *, numbers: bool = True) -> dict[str, list[tuple[object, ...]]]:
    """The study with one id for what is one thing, and without what nobody is asked about: the same for both sides of a merge."""
    whole = WholeReader(project.read)
    one: dict[tuple[str, int], int] = {}
    for _id, name, first, second in whole.rows("alias").values():
        ids = {int(first or 0), int(second or 0)}
        group = ids | {i for (where, i), low in one.items() if where == name and low in {one.get((str(name), x), x) for x in ids}}
        for id_ in group:
            one[str(name), id_] = min(group)
    found: dict[str, list[tuple[object, ...]]] = {}
    for table in whole.tables.values():
        if NOUNS[table.name].how != ROWS:
            continue
        targets = {"id": table.name} | {link.column: link.target for link in table.links}
        loud = [column for column in table.columns if column not in quiet(table.name)]
        inside = dict(NOUNS[table.name].inside)
        rows = []
        for row in whole.rows(table.name).values():
            values = dict(zip(table.columns, row, strict=True))
            values |= {name: follow(how, str(values[name]), lambda where, id_: one.get((where, id_), id_)) for name, how in inside.items()}
            rows.append(tuple(_shown(values[column], targets.get(column), one, numbers) for column in loud))
        found[table.name] = sorted(rows, key=repr)
    return found


def _shown(value: int | str | None, target: str | None, one: dict[tuple[str, int], int], numbers: bool) -> object:
    if target is not None and isinstance(value, int):
        return one.get((target, value), value)
    shown = as_key(value)
    return shown if numbers or not isinstance(shown, str) else re.sub(r" \(\d+\)$", "", shown)


def rows_missing(
    merged: Project, mine: dict[str, dict[int, Row]], theirs: dict[str, dict[int, Row]], base: dict[str, dict[int, Row]]
) -> list[tuple[str, Row]]:
    """Rows of either side that the other did not delete and that are neither there nor one with something there."""
    state = everything(merged)
    aliases = {(str(table), int(id_ or 0)) for _id, table, one, other in state["alias"].values() for id_ in (one, other)}
    texts = "\n".join(text for _id, text in merged.read.documents.texts())
    passage = WholeReader(merged.read).tables["rejection"].columns.index("passage")
    return [
        (name, row)
        for name in WholeReader(merged.read).tables
        if NOUNS[name].how == ROWS
        for side, other in ((mine, theirs), (theirs, mine))
        for id_, row in side[name].items()
        if id_ not in state[name] and (id_ not in base[name] or id_ in other[name]) and (name, id_) not in aliases
        # “Not this code” goes with the words that a correction took out: there is nothing left to be proposed.
        if name != "rejection" or str(row[passage]) in texts
    ]
