"""A look through the whole project file: is it sound, does it hang together, is its history whole?"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

from qcoder.domain.adjudication import Verdict
from qcoder.domain.codes import same_name
from qcoder.domain.codings import Origin
from qcoder.domain.documents import count_words, text_hash
from qcoder.domain.study import AttributeKind
from qcoder.project.connection import foreign_objects
from qcoder.project.history import Step
from qcoder.project.journal import DATA_TABLES, LATER_COLUMNS, columns_of
from qcoder.project.read import Reader
from qcoder.words import _

MOST = 20
"""So many sentences of one kind are told; a thousand more would tell no more."""


def check(read: Reader, progress: Callable[[int, int], None] = lambda _done, _total: None, *, recount: bool = True) -> list[str]:
    """Return what is wrong with a project, one sentence each; empty when all is well. Reads everything, writes nothing.

    `progress` hears (done, total) of the looks and may raise to stop. Without `recount` the words of turns are not counted again,
    which takes longest: for files whose turns were found to be as they were.
    """
    found: list[str] = []
    for done, look in enumerate(LOOKS):
        progress(done, len(LOOKS))
        try:
            sentences = list(look(read) if look is not _documents else _documents(read, recount=recount))
        except sqlite3.DatabaseError as error:
            found.append(_("The file is damaged: {problem}.").format(problem=error))
            break
        found += sentences[:MOST]
        if len(sentences) > MOST:
            found.append(_("…and {n} more of that kind.").format(n=len(sentences) - MOST))
        if sentences and look in {_file, _schema}:
            break  # what stands on broken ground tells nothing
    return found


@contextmanager
def _moment(read: Reader) -> Iterator[None]:
    """Let several questions see one state; short, for meanwhile nobody can finish a change."""
    read.connection.execute("BEGIN")
    try:
        yield
    finally:
        read.connection.execute("ROLLBACK")


# -- the file ---------------------------------------------------------------------------------------------------------


def _file(read: Reader) -> Iterator[str]:
    for (problem,) in read.connection.execute("PRAGMA integrity_check"):
        if problem != "ok":
            yield _("The file is damaged: {problem}.").format(problem=problem)


def _schema(read: Reader) -> Iterator[str]:
    for what in foreign_objects(read.connection):
        yield _("The file's form was changed by another program: {what}.").format(what=what)


def _references(read: Reader) -> Iterator[str]:
    for table, row_id, other, _key in read.connection.execute("PRAGMA foreign_key_check"):
        yield _("Row {row} of “{table}” points to a row of “{other}” that is not there.").format(row=row_id, table=table, other=other)


# -- codes, places, names ---------------------------------------------------------------------------------------------


def _trees(read: Reader) -> Iterator[str]:
    for table, what in (("code", _("code")), ("place", _("place"))):
        rows = read.connection.execute(f"SELECT id, name, parent_id FROM {table}").fetchall()
        parents = {id_: parent for id_, _name, parent in rows}
        for id_, name, _parent in rows:
            if _goes_round(id_, parents):
                yield _("The {what} “{name}” stands under itself.").format(what=what, name=name)


def _goes_round(start: int, parents: dict[int, int | None]) -> bool:
    current, steps = parents.get(start), 0
    while current is not None and current != start and steps <= len(parents):
        current, steps = parents.get(current), steps + 1
    return current == start


def _names(read: Reader) -> Iterator[str]:
    codes = read.connection.execute("SELECT parent_id, name FROM code ORDER BY parent_id, name").fetchall()
    for (parent, name), (other_parent, other) in pairwise(sorted(codes, key=lambda row: (row[0] or 0, row[1].casefold()))):
        if parent == other_parent and same_name(name, other):
            yield _("Two codes under the same parent are called “{name}”.").format(name=name)
    for table in DATA_TABLES:
        if table not in {"project", "attribute_value"} and "name" in columns_of(read.connection, table):
            for (count,) in read.connection.execute(f"SELECT count(*) FROM {table} WHERE trim(name) = ''"):
                if count:
                    yield _("{n} rows of “{table}” have no name.").format(n=count, table=table)


# -- documents and passages -------------------------------------------------------------------------------------------


def _documents(read: Reader, *, recount: bool = True) -> Iterator[str]:
    for document_id in [document.id for document in read.documents.all()]:
        with _moment(read):
            sentences = list(_document(read, document_id, recount=recount))
        yield from sentences


def _document(read: Reader, document_id: int, *, recount: bool) -> Iterator[str]:
    document = read.documents.get(document_id)
    if document is None:
        return  # taken out while we were looking at others
    text = read.documents.text(document.id)
    name = document.name
    if text_hash(text) != document.text_hash:
        yield _("The text of “{name}” is not the text that was imported.").format(name=name)
    if len(text) != document.characters:
        yield _("“{name}” has {n} characters, and {noted} are noted.").format(name=name, n=len(text), noted=document.characters)
    turns = read.connection.execute(
        "SELECT span_start, span_end, words, speaker_id FROM turn WHERE document_id = ? ORDER BY span_start, span_end", (document.id,)
    ).fetchall()
    speakers = {speaker.id for speaker in read.documents.speakers(document.id)}
    words = 0
    before = 0
    for start, end, noted, speaker_id in turns:
        if not before <= start <= end <= len(text):
            sentence = _("In “{name}” the turn at {start} to {end} overlaps another or lies outside the text.")
            yield sentence.format(name=name, start=start, end=end)
        elif recount and count_words(text[start:end]) != noted:
            yield _("In “{name}” the turn at {start} has another number of words than noted.").format(name=name, start=start)
        if speaker_id is not None and speaker_id not in speakers:
            yield _("In “{name}” the turn at {start} is spoken by somebody of another document.").format(name=name, start=start)
        before, words = end, words + noted
    if words != document.words:
        yield _("“{name}” has {n} words in its turns, and {noted} are noted.").format(name=name, n=words, noted=document.words)


def _passages(read: Reader) -> Iterator[str]:
    for table, what in (("coding", _("coding")), ("rejection", _("rejection")), ("decision", _("decision"))):
        rows = read.connection.execute(
            # The long texts come before the number of characters in a row, so every row is read once, not once a passage.
            "WITH known AS MATERIALIZED (SELECT id, name, characters FROM document) "
            f"SELECT known.name, span_start, span_end FROM {table} JOIN known ON known.id = document_id "
            "WHERE NOT (0 <= span_start AND span_start < span_end AND span_end <= characters)"
        )
        for name, start, end in rows:
            sentence = _("A {what} in “{name}” at {start} to {end} is empty or lies outside the text.")
            yield sentence.format(what=what, name=name, start=start, end=end)
    with _moment(read):
        yield from list(_rejections(read))


def _rejections(read: Reader) -> Iterator[str]:
    texts: dict[int, str] = {}
    for rejection in sorted(read.codings.rejections(), key=lambda found: found.document_id) if not _broken_spans(read) else []:
        if rejection.document_id not in texts:
            texts = {rejection.document_id: read.documents.text(rejection.document_id)}
        if texts[rejection.document_id][rejection.span.start : rejection.span.end] != rejection.passage:
            yield _("A rejection at {start} of document {document} does not have the words of its passage.").format(
                start=rejection.span.start, document=rejection.document_id
            )


def _broken_spans(read: Reader) -> bool:
    """True if some rejection's ends are such that no Span can be made of them."""
    row = read.connection.execute("SELECT 1 FROM rejection WHERE span_start < 0 OR span_end < span_start LIMIT 1").fetchone()
    return row is not None


def _people(read: Reader) -> Iterator[str]:
    known = {
        "coding": ("origin", {origin.value for origin in Origin}),
        "attribute": ("kind", {kind.value for kind in AttributeKind}),
        "decision": ("verdict", {verdict.value for verdict in Verdict}),
    }
    for table, (column, values) in known.items():
        for (value,) in read.connection.execute(f"SELECT DISTINCT {column} FROM {table}"):
            if value not in values:
                yield _("A row of “{table}” has the unknown {column} “{value}”.").format(table=table, column=column, value=value)
    if read.connection.execute("SELECT count(*) FROM project").fetchone()[0] != 1:
        yield _("The file does not hold exactly one project.")


# -- history ----------------------------------------------------------------------------------------------------------


def _steps(read: Reader) -> Iterator[str]:
    with _moment(read):
        steps = read.history.steps()[::-1]
        numbers = read.connection.execute("SELECT coalesce(min(seq), 1), coalesce(max(seq), 0), count(*) FROM image").fetchone()
    if [step.seq for step in steps] != list(range(1, len(steps) + 1)):
        yield _("Steps are missing from the history.")
    if numbers[0] != 1 or numbers[1] != numbers[2]:
        yield _("Before-images are missing from the history.")
    expected, beginning = 1, read.history.beginning()
    for step, following in zip(steps, [*(later.first_image for later in steps[1:]), numbers[1] + 1], strict=False):
        empty = following == step.first_image and step.reverses is None and step.seq > beginning  # a copy may have been made without them
        if step.first_image != expected or following < step.first_image or empty:
            yield _("Step {n} (“{title}”) does not have the before-images it should have.").format(n=step.seq, title=step.title)
        expected = following
    if not steps and numbers[2]:
        yield _("There are before-images that belong to no step.")
    yield from _reversals(steps)


def _reversals(steps: list[Step]) -> Iterator[str]:
    by_seq = {step.seq: step for step in steps}
    in_effect: set[int] = set()
    for step in steps:
        reversing = step.origin in {Origin.UNDO, Origin.REDO}
        if reversing != (step.reverses is not None):
            yield _("Step {n} (“{title}”) does not say rightly whether it takes another back.").format(n=step.seq, title=step.title)
        elif step.reverses is not None:
            other = by_seq.get(step.reverses)
            undone_twice = step.reverses not in in_effect
            wrong_kind = other is not None and (other.origin is Origin.UNDO) != (step.origin is Origin.REDO)
            if other is None or undone_twice or wrong_kind:
                yield _("Step {n} (“{title}”) takes back a step that was not in effect.").format(n=step.seq, title=step.title)
            in_effect.discard(step.reverses)
            if other is not None and other.reverses is not None:
                in_effect.add(other.reverses)
        in_effect.add(step.seq)
        if not step.title:
            yield _("Step {n} has no title.").format(n=step.seq)


def _merged(read: Reader) -> Iterator[str]:
    """What merges noted: other files' steps are not this file's, and what is one thing is of a table that there is."""
    for (count,) in read.connection.execute("SELECT count(*) FROM merged_step WHERE id IN (SELECT id FROM step)"):
        if count:
            yield _("{n} steps are noted as another file's though they are this one's.").format(n=count)
    origins = {origin.value for origin in Origin}
    for title, origin in read.connection.execute("SELECT title, origin FROM merged_step"):
        if not title or origin not in origins:
            yield _("A step that came with a merge (“{title}”) has no title or an unknown origin.").format(title=title)
    for (table,) in read.connection.execute("SELECT DISTINCT table_name FROM alias"):
        if table not in DATA_TABLES:
            yield _("A merge noted what is one thing in “{table}”, which is no table of a project.").format(table=table)


def _images(read: Reader) -> Iterator[str]:
    for (table,) in read.connection.execute("SELECT DISTINCT table_name FROM image"):
        if table not in DATA_TABLES:
            yield _("The history speaks of “{table}”, which is no table of a project.").format(table=table)
            continue
        columns = columns_of(read.connection, table)
        keys = ",".join(columns)
        older = ",".join(name for name in columns if name not in LATER_COLUMNS.get(table, ()))
        broken = read.connection.execute(
            "SELECT count(*) FROM image WHERE table_name = ? AND before IS NOT NULL AND (NOT json_valid(before) OR coalesce("
            "(SELECT group_concat(key) FROM json_each(CASE WHEN json_valid(before) THEN before ELSE '{}' END)), '') NOT IN (?, ?)"
            " OR json_extract(CASE WHEN json_valid(before) THEN before ELSE '{}' END, '$.id') IS NOT row_id)",
            (table, keys, older),
        ).fetchone()[0]
        if broken:
            yield _("{n} before-images of “{table}” cannot be read.").format(n=broken, table=table)


def _beginning(read: Reader) -> Iterator[str]:
    """Walk the history back to its beginning, rows by their ids: it must lead to a project with nothing in it."""
    with _moment(read):
        present = {table: {row[0] for row in read.connection.execute(f"SELECT id FROM {table}")} for table in DATA_TABLES}
        images = read.connection.execute("SELECT table_name, row_id, before IS NULL FROM image ORDER BY seq DESC").fetchall()
    broken: Counter[str] = Counter()
    for table, row_id, absent in images:
        rows = present.get(table)
        if rows is None:
            continue
        if not absent:
            rows.add(row_id)
        elif row_id in rows:
            rows.remove(row_id)
        else:
            broken[table] += 1
    for table, count in broken.items():
        yield _("{n} rows of “{table}” were made by a step and are gone without one.").format(n=count, table=table)
    for table, rows in present.items():
        allowed = 1 if table in {"project", "coder"} else 0  # the project itself, and the person who made it
        if len(rows) > allowed:
            yield _("{n} rows of “{table}” came from no step of the history.").format(n=len(rows) - allowed, table=table)


LOOKS: tuple[Callable[[Reader], Iterator[str]], ...] = (
    _file, _schema, _references, _trees, _names, _documents, _passages, _people, _steps, _merged, _images, _beginning,
)  # fmt: skip
"""In this order: whether the file is sound comes first."""
