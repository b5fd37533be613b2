"""What `codes` shows of the codebook through time, and of a codebook file before it is taken in."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from qcoder.analysis.codebook_history import CodebookDifference, codebook_difference, definition_words, doubt_words, find_state, look_again
from qcoder.cli.output import say, show_json, show_table, when
from qcoder.domain.codebooks import Kind, Mark, Proposal, marked, proposals
from qcoder.domain.codes import FIELDS, CodebookRow
from qcoder.exporters.codebook_changes import counted, export_changes
from qcoder.project.read import Reader
from qcoder.words import _, n_


def show_proposals(read: Reader, rows: Sequence[CodebookRow], as_json: bool) -> None:
    """What a codebook file would bring; nothing is written."""
    found = proposals(read.codes.tree(), rows)
    if as_json:
        show_json([_as_json(one) for one in found])
        return
    for one in found:
        if one.code_id is None and not one.field:
            say(_("New: {path}").format(path=one.path_words))
        elif one.code_id is not None:
            say(f"{one.path_words}, {one.field}: {word_difference(one.before, one.after)}")
    if not found:
        say(_("The file says nothing that is not in the codebook."))
    say(_("Nothing was written. Without --preview new codes and empty fields are taken; with --replace the other fields as well."))


def _as_json(one: Proposal) -> dict[str, object]:
    return {"path": one.path_words, "new": one.code_id is None, "field": one.field, "before": one.before, "after": one.after}


def word_difference(before: str, after: str) -> str:
    """`How [-far-] {+near+}`, as word differences are written in a terminal."""
    signs = {Mark.SAME: "{text}", Mark.GONE: "[-{text}-]", Mark.COME: "{{+{text}+}}"}
    return "".join(signs[piece.mark].format(text=" ".join(piece.text.split("\n"))) for piece in marked(before, after))


def show_changes(read: Reader, older: str, newer: str, out: Path | None, project: str, as_json: bool) -> None:
    """What changed between two states of the codebook: printed, or as a Word document."""
    difference = codebook_difference(find_state(read, older), find_state(read, newer))
    file = None if out is None else export_changes(difference, out, datetime.now().astimezone(), project=project)
    if as_json:
        show_json(
            {
                "from": _state(difference.older.name, difference.older.at),
                "to": _state(difference.newer.name, difference.newer.at),
                "changes": [
                    {
                        "kind": change.kind.value,
                        "path": change.path,
                        "path_before": change.path_before,
                        "fields": {
                            name: [_value(change.before, name), _value(change.after, name)] for name in change.fields if name != "parent"
                        },
                    }
                    for change in difference.changes
                ],
                "file": None if file is None else str(file),
            }
        )
    elif file is not None:
        say(_("Wrote {file}.").format(file=file))
    else:
        _print(difference)


def _state(name: str, at: int | None) -> dict[str, object]:
    return {"name": name, "when": None if at is None else when(at)}


def _value(code: object, name: str) -> str:
    return str(getattr(code, name, ""))


def _print(difference: CodebookDifference) -> None:
    sentence = _("From {older} to {newer}: {counts}")
    say(sentence.format(older=difference.older.name, newer=difference.newer.name, counts=counted(difference.changes)))
    for change in difference.changes:
        say()
        if change.kind is Kind.CHANGED:
            say(word_difference(change.path_before, change.path))
        else:
            say(f"{'+' if change.kind is Kind.ADDED else '-'} {change.path}")
        for name in (*FIELDS, "key", "color"):
            if name in change.fields:
                say(f"    {name}: {word_difference(_value(change.before, name), _value(change.after, name))}")


def show_versions(read: Reader, as_json: bool) -> None:
    """The named versions of the codebook, oldest first."""
    names = {coder.id: coder.name for coder in read.study.coders()}
    versions = read.codebook.versions()
    if as_json:
        show_json(
            [{"id": v.id, "name": v.name, "when": when(v.made_at), "who": names[v.coder_id], "codes": len(v.codes)} for v in versions]
        )
    elif not versions:
        say(_("The codebook has no named versions yet; --version NAME keeps it as it is now."))
    else:
        rows = [(v.name, when(v.made_at).replace("T", " ").rstrip("Z"), names[v.coder_id], len(v.codes)) for v in versions]
        show_table((_("Version"), _("When (UTC)"), _("Who"), _("Codes")), rows, right=(3,))


def show_look_again(read: Reader, as_json: bool) -> None:
    """The codings made under a definition that has changed since."""
    found = look_again(read)
    documents = {document.id: document.name for document in read.documents.all()}
    if as_json:
        show_json(
            [
                {
                    "id": one.coding.id,
                    "document": documents[one.coding.document_id],
                    "start": one.coding.span.start,
                    "end": one.coding.span.end,
                    "code": one.path,
                    "then": definition_words(one.then),
                    "now": definition_words(one.now),
                    "changed": when(one.changed),
                    "elsewhere": one.elsewhere,
                    "sure": not one.unsure,
                }
                for one in found
            ]
        )
        return
    say(
        n_(
            "{n} coding was made under another definition of its code.",
            "{n} codings were made under another definition of their code.",
            len(found),
        )
    )
    rows = []
    for one in found:
        difference = word_difference(definition_words(one.then), definition_words(one.now))
        rows.append((one.path, documents[one.coding.document_id], one.coding.span.start, difference))
    if rows:
        show_table((_("Code"), _("Document"), _("Start"), _("Definition")), rows, right=(2,))
    doubts: dict[str, int] = {}
    for words in filter(None, map(doubt_words, found)):
        doubts[words] = doubts.get(words, 0) + 1
    for words, count in doubts.items():
        say(n_("{n} coding: {words}", "{n} codings: {words}", count).replace("{words}", words))
