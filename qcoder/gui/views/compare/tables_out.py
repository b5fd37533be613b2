"""Writing a plain table of a page: every page beside the table exports alike."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from qcoder.exporters.grids import GridFile, export_grid
from qcoder.gui.views.workspace import Desk
from qcoder.words import _


def export_table(page: QWidget, desk: Desk, title: str, made: Callable[[], GridFile]) -> None:
    """Ask where to and write it; what went wrong is told by the window."""
    kinds = _("Excel (*.xlsx);;Word (*.docx);;Comma-separated (*.csv)")
    path = desk.files.save(page, _("Export"), f"{title}.xlsx", kinds)
    if path is None:
        return
    path = path if path.suffix else path.with_suffix(".xlsx")
    table = made()
    desk.jobs.ask(
        lambda read, _progress: export_grid(table, path, datetime.now(UTC), project=read.name()),
        lambda done: desk.signals.notice.emit(_("Written to {file}.").format(file=Path(done).name)),
        label=_("Writing the table"),
    )


def as_text(rows: Sequence[Sequence[object]]) -> str:
    """Rows for the clipboard, separated by tabs."""
    lines = ["\t".join(" ".join(str("" if value is None else value).split()) for value in row) for row in rows]
    return "\n".join(lines) + "\n"
