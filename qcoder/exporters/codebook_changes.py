"""What changed between two states of the codebook, as a Word document with the changes marked word by word."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from qcoder.domain.codebooks import CodeChange, Kind, Mark, marked
from qcoder.domain.codes import FIELDS, Code
from qcoder.exporters.codebook import FIELD_LABELS
from qcoder.exporters.files import export_to
from qcoder.exporters.word import Run, Word
from qcoder.words import _, n_

GONE, COME = "b3261e", "1a7f37"


class State(Protocol):
    """A state of the codebook, as analysis works it out."""

    @property
    def name(self) -> str:
        """What a person calls it."""

    @property
    def at(self) -> int | None:
        """When that was, in milliseconds UTC; None is now."""


class Changes(Protocol):
    """What differs between two states."""

    @property
    def older(self) -> State:
        """The older one."""

    @property
    def newer(self) -> State:
        """The newer one."""

    @property
    def changes(self) -> Sequence[CodeChange]:
        """Code by code."""


def export_changes(difference: Changes, path: Path, made: datetime, *, project: str = "") -> Path:
    """Write what changed to a .docx file; `made` is the date it bears. Raises KnownError when it cannot be written."""
    return export_to(path, {".docx": lambda: changes_word(difference, made, project).data()})


def counted(changes: Sequence[CodeChange]) -> str:
    """`2 codes added, 1 removed, 3 changed`; a sentence when nothing did."""
    counts = {kind: sum(change.kind is kind for change in changes) for kind in Kind}
    parts = [
        n_("{n} code added", "{n} codes added", counts[Kind.ADDED]) if counts[Kind.ADDED] else "",
        n_("{n} code removed", "{n} codes removed", counts[Kind.REMOVED]) if counts[Kind.REMOVED] else "",
        n_("{n} code changed", "{n} codes changed", counts[Kind.CHANGED]) if counts[Kind.CHANGED] else "",
    ]
    return ", ".join(part for part in parts if part) or _("Nothing differs.")


def changes_word(difference: Changes, made: datetime, project: str = "") -> Word:
    """Title, both states, then code by code: what came is green and underlined, what went is red and struck through."""
    title = _("Changes of the codebook")
    word = Word(title, made, project)
    word.paragraph(title, "Title")
    word.paragraph(_("From {older} to {newer}").format(older=_named(difference.older), newer=_named(difference.newer)), "Subtitle")
    word.paragraph(" · ".join(part for part in (project, f"{made.day} {made:%B %Y}", counted(difference.changes)) if part), "Details")
    if difference.changes:
        came, went = Run(_("What came"), color=COME, underline=True), Run(_("what went"), color=GONE, strike=True)
        word.paragraph([came, Run(", "), went, Run(".")], "Note")
    for change in difference.changes:
        _code(word, change)
    return word


def _named(state: State) -> str:
    if state.at is None or state.at == 0:
        return state.name
    return f"“{state.name}” ({datetime.fromtimestamp(state.at / 1000, UTC).astimezone():%Y-%m-%d})"


def _code(word: Word, change: CodeChange) -> None:
    if change.kind is Kind.CHANGED:
        assert change.before is not None
        assert change.after is not None
        word.paragraph(_runs(change.before.name, change.after.name), "Heading 2")
        word.paragraph(_runs(change.path_before, change.path), "Code Path")
        for name in (*FIELDS, "key"):
            if name in change.fields:
                _field(word, name, str(getattr(change.before, name)), str(getattr(change.after, name)))
        if "color" in change.fields:
            before, after = change.before.color.lstrip("#"), change.after.color.lstrip("#")
            colors = [Run("■ ", color=before), Run("→ "), Run("■", color=after)]
            word.paragraph([Run(_("Colour") + "\t", "Field Label"), *colors], "Code Field")
        return
    code = change.after or change.before
    assert code is not None
    added = change.kind is Kind.ADDED
    word.paragraph(_runs("", code.name) if added else _runs(code.name, ""), "Heading 2")
    word.paragraph(change.path + " · " + (_("new") if added else _("removed")), "Code Path")
    for name in FIELDS:
        text = _text(code, name)
        if text:
            _field(word, name, "" if added else text, text if added else "")


def _text(code: Code, name: str) -> str:
    return str(getattr(code, name))


def _field(word: Word, name: str, old: str, new: str) -> None:
    word.paragraph([Run(f"{FIELD_LABELS[name]}\t", "Field Label"), *_runs(old, new)], "Code Field")


def _runs(old: str, new: str) -> list[Run]:
    colors = {Mark.SAME: "", Mark.GONE: GONE, Mark.COME: COME}
    return [
        Run(piece.text, color=colors[piece.mark], strike=piece.mark is Mark.GONE, underline=piece.mark is Mark.COME)
        for piece in marked(old, new)
    ]
