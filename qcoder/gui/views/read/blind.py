"""Blind second coding in Read & code: which documents are coded blind. What is hidden there is decided where the project is read."""

from qcoder.domain.documents import Document
from qcoder.gui.jobs import Jobs


def is_blind(jobs: Jobs, document: Document | None) -> bool:
    """True if the acting coder was given this document to code blind and has not marked it as fully coded yet."""
    return document is not None and document.id in jobs.read.blind


def blind_documents(jobs: Jobs) -> frozenset[int]:
    """All documents that the acting coder is to code blind."""
    return jobs.read.blind
