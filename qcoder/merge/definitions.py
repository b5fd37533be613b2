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
    merges = {step.id for step in found.their_side.steps if step.origin is Origin.MERGE}
    notes: dict[tuple[int, _Texts], list[int]] = {}
    ever: dict[int, set[_Texts]] = {}
    for id_, row in codings.items():
        own = found.own_id("coding", id_)
        raw, theirs_row = found.theirs.raw("coding", own), found.theirs.get("coding", id_)
        if raw is None or theirs_row is None or theirs_row[code_at] != row[code_at]:
            continue  # put under another code here, of which that copy knew nothing
        code, states = int(row[code_at] or 0), there.get(int(raw[code_at] or 0), [])
        if code not in ever:
            ever[code] = {texts for _at, texts in (*states, *here.get(code, []))}
        wordings = ever[code]
        # What they took in from somebody else was made under definitions that only that file's history tells.
        known = own in handed or found.their_side.maker(("coding", own)) not in merges
        if len(wordings) > 1 and known and states:
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
