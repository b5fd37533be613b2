"""Blind second coding: while a coder has a document of theirs open that was drawn for them, others' codings there are hidden."""

from qcoder.domain.documents import Document
from qcoder.gui.jobs import Jobs


def is_blind(jobs: Jobs, document: Document | None) -> bool:
    """True if the acting coder was given this document to code blind and has not marked it as fully coded yet."""
    return document is not None and document.id in jobs.read.adjudication.blind(jobs.project.coder[0])


def blind_documents(jobs: Jobs) -> set[int]:
    """All documents that the acting coder is to code blind."""
    return jobs.read.adjudication.blind(jobs.project.coder[0])
