"""Which definition a colleague had at hand when coding: noted with a merge, since only their file's history tells."""

import json
from bisect import bisect_right

from qcoder.domain.codebooks import definition
from qcoder.domain.codings import Origin
from qcoder.domain.ids import new_id
from qcoder.merge.compare import Differences
from qcoder.merge.outcome import Plan
from qcoder.project.read import Reader
from qcoder.project.read.codebook import AT_HAND
from qcoder.project.read.whole import Row

_Texts = tuple[str, ...]


def note_definitions(found: Differences, plan: Plan, mine: Reader, theirs: Reader) -> None:
    """Note for each coding that comes, of a code that was not always defined alike, what the code said where it was made."""
    codings = plan.added.get("coding", {})
    if not codings:
        return
    there, here = _states(theirs), _states(mine)
    handed = theirs.codebook.at_hand()
    columns = found.tables["coding"].columns
    code_at, made_at = columns.index("code_id"), columns.index("made_at")
    notes: dict[tuple[int, _Texts], list[int]] = {}
    for id_, row in codings.items():
        own = found.own_id("coding", id_)
        raw = found.theirs.raw("coding", own)
        if raw is None:
            continue
        code, states = int(row[code_at] or 0), there.get(int(raw[code_at] or 0), [])
        wordings = {texts for _at, texts in (*states, *here.get(code, []))}
        if len(wordings) > 1 and (own in handed or not _came_by_merge(found, own)):
            before = max(bisect_right([at for at, _texts in states], int(raw[made_at] or 0)) - 1, 0)
            notes.setdefault((code, handed.get(own) or states[before][1]), []).append(id_)
    rows: dict[int, Row] = {}
    for (code, texts), ids in notes.items():
        fresh = new_id()
        rows[fresh] = (fresh, f"{AT_HAND}{code}:{fresh}", json.dumps({"texts": texts, "codings": ids}, ensure_ascii=False))
    if rows:
        plan.added.setdefault("merge_choice", {}).update(rows)


def _states(read: Reader) -> dict[int, list[tuple[int, _Texts]]]:
    """Code -> (since when, definition), oldest first."""
    found: dict[int, list[tuple[int, _Texts]]] = {}
    for edit in read.codebook.edits():
        if edit.after is not None:
            states = found.setdefault(edit.code_id, [])
            if not states or states[-1][1] != definition(edit.after):
                states.append((edit.at, definition(edit.after)))
    return found


def _came_by_merge(found: Differences, own: int) -> bool:
    """True for a coding that they took in from somebody else, whose definitions nobody knows any more."""
    maker = found.their_side.maker(("coding", own))
    return any(step.id == maker and step.origin is Origin.MERGE for step in found.their_side.steps)
