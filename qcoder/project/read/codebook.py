"""Reading the codebook through time: its named versions, its state at any step, every edit of a code, and who looks after what."""

import json
import sqlite3
from dataclasses import dataclass, replace

from qcoder.domain.codebooks import Owner, Version, code_from_json
from qcoder.domain.codes import Code
from qcoder.domain.codings import Origin
from qcoder.project.read.codes import CodeReader

AT_HAND = "definition:"
"""Notes of merges, among what they keep for themselves, that begin so say what a code said where codings were made."""

# The columns of the table by the names that the fields have in Code.
_FIELD_OF = {"full_definition": "full", "when_to_use": "when", "when_not_to_use": "when_not"}


@dataclass(frozen=True, slots=True)
class CodeEdit:
    """What one step did to one code: `before` None when it made it, `after` None when it removed it; `at` in milliseconds UTC."""

    step: int
    at: int
    coder_id: int | None
    who: str
    title: str
    code_id: int
    before: Code | None
    after: Code | None


class CodebookReader:
    """The codebook as it was."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def versions(self) -> list[Version]:
        """The named versions, oldest first."""
        rows = self._connection.execute("SELECT id, name, coder_id, made_at, content FROM codebook_version ORDER BY made_at, id")
        return [
            Version(id_, name, coder, made_at, tuple(code_from_json(code) for code in json.loads(content)))
            for id_, name, coder, made_at, content in rows.fetchall()
        ]

    def owners(self) -> list[Owner]:
        """Who looks after which branch, in order of time."""
        rows = self._connection.execute("SELECT id, code_id, coder_id, since FROM branch_owner ORDER BY since, id")
        return [Owner(*row) for row in rows]

    def at(self, seq: int) -> tuple[Code, ...]:
        """The codes as they were right after step `seq`, in no order; 0 is before the first step."""
        codes: dict[int, Code | None] = dict(CodeReader(self._connection).tree().by_id)
        for edit in reversed(self.edits(seq)):
            codes[edit.code_id] = edit.before
        return tuple(code for code in codes.values() if code is not None)

    def edits(self, after: int = 0) -> list[CodeEdit]:
        """Every change of a code by a step later than `after`, undone ones and undoing ones as well, oldest first; one a step and code."""
        steps = self._connection.execute(
            "SELECT seq, first_image, at, coder_id, who, title FROM step WHERE seq > ? ORDER BY seq DESC", (after,)
        ).fetchall()
        if not steps:
            return []
        images = self._connection.execute(
            "SELECT seq, row_id, before FROM image WHERE table_name = 'code' AND seq >= ? ORDER BY seq DESC", (steps[-1][1],)
        ).fetchall()
        states: dict[int, Code | None] = dict(CodeReader(self._connection).tree().by_id)
        found: dict[tuple[int, int], CodeEdit] = {}
        position = 0
        for image, code_id, before in images:
            while steps[position][1] > image:
                position += 1
            seq, _first, at, coder_id, who, title = steps[position]
            was = None if before is None else _code(before)
            later = found.get((seq, code_id))
            now = states.get(code_id) if later is None else later.after
            found[seq, code_id] = CodeEdit(seq, at, coder_id, who, title, code_id, was, now)
            states[code_id] = was
        return [edit for edit in reversed(found.values()) if edit.before != edit.after]

    def edits_of(self, code_id: int) -> list[CodeEdit]:
        """Every change of one code, as `edits` has them, oldest first."""
        rows = self._connection.execute(
            "SELECT image.seq, image.before, step.seq, step.at, step.coder_id, step.who, step.title FROM image"
            " JOIN step ON step.seq = (SELECT max(seq) FROM step AS earlier WHERE earlier.first_image <= image.seq)"
            " WHERE image.table_name = 'code' AND image.row_id = ? ORDER BY image.seq DESC",
            (code_id,),
        ).fetchall()
        found: list[CodeEdit] = []
        now = CodeReader(self._connection).get(code_id)
        for _image, before, seq, at, coder_id, who, title in rows:
            was = None if before is None else _code(before)
            if found and found[-1].step == seq:  # one step may touch a row twice
                found[-1] = replace(found[-1], before=was)
            else:
                found.append(CodeEdit(seq, at, coder_id, who, title, code_id, was, now))
            now = was
        return [edit for edit in reversed(found) if edit.before != edit.after]

    def at_hand(self) -> dict[int, tuple[str, ...]]:
        """Coding -> what its code said where it was made, for codings that came by merges; as merges noted it."""
        found: dict[int, tuple[str, ...]] = {}
        for (note,) in self._connection.execute("SELECT choice FROM merge_choice WHERE conflict GLOB ? ORDER BY id", (f"{AT_HAND}*",)):
            value = json.loads(note)
            found.update(dict.fromkeys(value["codings"], tuple(value["texts"])))
        return found

    def came_by_merge(self) -> dict[int, int]:
        """Coding -> when (milliseconds UTC) a merge brought it."""
        rows = self._connection.execute(
            "SELECT image.row_id, step.at FROM step JOIN image ON image.seq >= step.first_image"
            " AND image.seq < coalesce((SELECT min(first_image) FROM step AS later WHERE later.seq > step.seq), 9223372036854775807)"
            " WHERE step.origin = ? AND image.table_name = 'coding' AND image.before IS NULL",
            (Origin.MERGE.value,),
        )
        return dict(rows.fetchall())

    def reviews(self) -> dict[int, int]:
        """Coding id -> when (milliseconds UTC) somebody last looked at it again and let it stand."""
        return dict(self._connection.execute("SELECT coding_id, max(made_at) FROM coding_review GROUP BY coding_id"))


def _code(before: str) -> Code:
    return code_from_json({_FIELD_OF.get(name, name): value for name, value in json.loads(before).items()})
