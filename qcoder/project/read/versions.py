"""Earlier texts of a document, out of the journal: what it was before each correction, by whom and when it was changed."""

import json
from bisect import bisect_right
from dataclasses import dataclass

from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.project.history import Step
from qcoder.project.read import Reader
from qcoder.words import _


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One text that a document had. `step` made it (None: it was there before this file's history begins); `at` in ms UTC.

    `held` is the image that holds it, None for the text of now.
    """

    document_id: int
    text_hash: str
    at: int
    step: Step | None
    held: int | None


def text_versions(read: Reader, document_id: int) -> list[TextVersion]:
    """The texts that a document had, oldest first, that of now last; raises KnownError when the document is gone."""
    row = read.connection.execute("SELECT text_hash, made_at FROM document WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise KnownError(_("That document is no longer in the project."))
    images: list[tuple[int, str | None]] = read.connection.execute(
        "SELECT seq, CASE WHEN before IS NULL THEN NULL ELSE json_extract(before, '$.text_hash') END FROM image"
        " WHERE table_name = 'document' AND row_id = ? ORDER BY seq",
        (document_id,),
    ).fetchall()
    steps = read.connection.execute("SELECT first_image, seq FROM step ORDER BY seq").fetchall()
    found: list[TextVersion] = []
    if not images or images[0][1] is not None:
        first = images[0] if images else (None, row[0])
        found.append(TextVersion(document_id, str(first[1]), int(row[1]), None, first[0]))
    for number, (seq, _before) in enumerate(images):
        held, after = images[number + 1] if number + 1 < len(images) else (None, row[0])
        if after is None:  # it was taken out here, and comes back with the next image
            continue
        if found and found[-1].text_hash == after:
            # The same text, whatever else was changed: the newest image holds it as well.
            found[-1] = TextVersion(document_id, after, found[-1].at, found[-1].step, held)
            continue
        step = read.history.step(steps[bisect_right(steps, (seq, float("inf"))) - 1][1])
        found.append(TextVersion(document_id, after, step.at, step, held))
    return found


def version_text(read: Reader, version: TextVersion) -> str:
    """The text of a version."""
    if version.held is None:
        return read.documents.text(version.document_id)
    row = read.connection.execute("SELECT json_extract(before, '$.text') FROM image WHERE seq = ?", (version.held,)).fetchone()
    return str(row[0])


def version_transcript(read: Reader, version: TextVersion) -> Transcript:
    """A version with its turns as they were when it was made; speakers by the labels that they have now, where they are still there."""
    labels: dict[int, str] = {}
    rows: dict[str, dict[int, dict[str, object]]] = {"turn": {}, "speaker": {}}
    for table, columns in (("turn", "id, speaker_id, span_start, span_end, start_ms, end_ms, lead"), ("speaker", "id, label, interviewer")):
        names = columns.split(", ")
        for row in read.connection.execute(f"SELECT {columns} FROM {table} WHERE document_id = ?", (version.document_id,)):
            rows[table][row[0]] = dict(zip(names, row, strict=True))
    labels.update({id_: str(row["label"]) for id_, row in rows["speaker"].items()})
    for table, row_id, before in read.connection.execute(
        "SELECT table_name, row_id, before FROM image WHERE seq >= ? AND table_name IN ('turn', 'speaker')"
        " AND (before IS NULL OR json_extract(before, '$.document_id') = ?) ORDER BY seq DESC",
        (_since(read, version), version.document_id),
    ):
        if before is None:
            rows[table].pop(row_id, None)
        else:
            rows[table][row_id] = json.loads(before)
    text = version_text(read, version)
    labels = {id_: str(row["label"]) for id_, row in rows["speaker"].items()} | labels
    turns = sorted((_turn(row, labels) for row in rows["turn"].values()), key=lambda turn: turn.span)
    interviewers = frozenset(labels[id_] for id_, row in rows["speaker"].items() if row["interviewer"])
    return Transcript("", text, tuple(turns), interviewers)


def _since(read: Reader, version: TextVersion) -> int:
    """The first image of what was done after the version was made."""
    if version.step is not None:
        return read.history.images_of(version.step.seq)[1]
    row = read.connection.execute(
        "SELECT min(seq) FROM image WHERE table_name = 'document' AND row_id = ?", (version.document_id,)
    ).fetchone()
    return int(row[0]) if row[0] is not None else 1 << 62


def _turn(row: dict[str, object], labels: dict[int, str]) -> Turn:
    speaker, start_ms, end_ms = row["speaker_id"], row["start_ms"], row["end_ms"]
    return Turn(
        Span(int(str(row["span_start"])), int(str(row["span_end"]))),
        labels.get(speaker) if isinstance(speaker, int) else None,
        start_ms if isinstance(start_ms, int) else None,
        end_ms if isinstance(end_ms, int) else None,
        str(row["lead"]),
    )
