"""What is carried by drag and drop: a passage out of a transcript, a code onto one."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData

from qcoder.domain.spans import Span

CODE_MIME = "application/x-qcoder-code"
CODES_MIME = "application/x-qcoder-codes"
PASSAGE_MIME = "application/x-qcoder-passage"


def passage_mime(text: str, span: Span) -> QMimeData:
    """`text[span]` as plain text and, for codes to catch, its ends as "start,end" in code points."""
    data = QMimeData()
    data.setText(text[span.start : span.end])
    data.setData(PASSAGE_MIME, f"{span.start},{span.end}".encode())
    return data


def passage_in(data: QMimeData) -> Span | None:
    """The passage that is carried, or None if what is carried is not one."""
    start, comma, end = bytes(data.data(PASSAGE_MIME).data()).decode("ascii", "replace").partition(",")
    if not (comma and start.isdecimal() and end.isdecimal() and int(start) < int(end)):
        return None
    return Span(int(start), int(end))


def code_mime(code_id: str) -> QMimeData:
    """A code by its id, written out."""
    data = QMimeData()
    data.setData(CODE_MIME, code_id.encode())
    return data


def code_in(data: QMimeData) -> str | None:
    """The id of the code that is carried, or None if what is carried is not one."""
    return bytes(data.data(CODE_MIME).data()).decode("utf-8", "replace") or None


def codes_mime(code_ids: Sequence[str]) -> QMimeData:
    """Several codes; who can take only one gets the first."""
    data = code_mime(code_ids[0])
    data.setData(CODES_MIME, ",".join(code_ids).encode())
    return data


def codes_in(data: QMimeData) -> list[str]:
    """The ids of the codes that are carried; empty if what is carried does not say that it is several."""
    text = bytes(data.data(CODES_MIME).data()).decode("utf-8", "replace")
    return text.split(",") if text else []
