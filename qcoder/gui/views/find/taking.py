"""Taking places away: onto the clipboard, or into a file."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from qcoder.analysis.finding import Hit
from qcoder.gui.views.find.results import one_line
from qcoder.gui.views.workspace import Desk
from qcoder.project.read import Reader
from qcoder.words import _


def as_lines(hits: Sequence[Hit], name_of: Callable[[int], str]) -> list[str]:
    """The places as a table of lines with tabs, its head first."""
    lines = ["\t".join((_("Document"), _("Speaker"), _("Before"), _("Place"), _("After")))]
    return lines + ["\t".join(map(one_line, (name_of(h.document_id), h.speaker, h.before, h.text, h.after))) for h in hits]


def export_places(desk: Desk, parent: QWidget, hits: Sequence[Hit], name_of: Callable[[int], str]) -> None:
    """Ask for a file and write the places there."""
    project = desk.jobs.project.path
    proposal = str(project.with_name(f"{project.stem} {_('places')}.xlsx"))
    path = desk.files.save(parent, _("Export the places"), proposal, _("Excel (*.xlsx);;Comma-separated (*.csv)"))
    if path is None or not hits:
        return
    target = path if path.suffix else path.with_suffix(".xlsx")
    named = [(name_of(hit.document_id), hit) for hit in hits]
    desk.jobs.ask(
        lambda read, _progress: _write(read, named, target),
        lambda made: desk.signals.notice.emit(_("Wrote “{name}”").format(name=made.name)),
        label=_("Writing"),
    )


def _write(read: Reader, hits: list[tuple[str, Hit]], path: Path) -> Path:
    from qcoder.exporters.found import FoundRow, export_found

    rows = [FoundRow(name, hit.span.start, hit.span.end, hit.speaker, hit.time_ms, hit.before, hit.text, hit.after) for name, hit in hits]
    return export_found(rows, path, datetime.now(UTC), project=read.name())
