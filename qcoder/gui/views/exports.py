"""Taking things out: the codebook and quotes, in the format that the file's ending says."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from qcoder.gui.views.files import FileDoor
from qcoder.gui.views.workspace import Desk
from qcoder.project.read import Reader
from qcoder.project.write import Progress
from qcoder.words import _


def export_codebook(desk: Desk, files: FileDoor, parent: QWidget) -> None:
    """Ask where to, and write the codebook in the background."""
    kinds = _("Word (*.docx);;Excel (*.xlsx);;Table (*.csv)")
    path = files.save(parent, _("Export the codebook"), str(_beside(desk, _("codebook.docx"))), kinds)
    if path is None:
        return

    def question(reader: Reader, _progress: Progress) -> Path:
        from qcoder.exporters import codebook

        return codebook.export_codebook(reader, path, datetime.now(UTC))

    _write(desk, question)


def export_quotes(desk: Desk, files: FileDoor, parent: QWidget, code_ids: list[int] | None = None) -> None:
    """Ask where to, and write the quotes of these codes (all when None) in the background."""
    kinds = _("Word (*.docx);;Excel (*.xlsx);;Table (*.csv);;Web page (*.html)")
    path = files.save(parent, _("Export quotes"), str(_beside(desk, _("quotes.docx"))), kinds)
    if path is None:
        return

    def question(reader: Reader, _progress: Progress) -> Path:
        from qcoder.exporters import quotes
        from qcoder.project.read.quotes import QuoteFinder

        return quotes.export_quotes(QuoteFinder(reader).of_codes(code_ids), path, datetime.now(UTC), project=reader.name())

    _write(desk, question)


def _beside(desk: Desk, name: str) -> Path:
    path = desk.jobs.project.path
    return path.with_name(f"{path.stem} {name}")


def _write(desk: Desk, question: Callable[[Reader, Progress], Path]) -> None:
    desk.jobs.ask(
        question,
        lambda made: desk.signals.notice.emit(_("Wrote “{name}”").format(name=made.name)),
        label=_("Writing"),
    )
