"""Deciding about suggested passages; nothing is ever coded by a suggestion itself."""

from dataclasses import dataclass
from typing import ClassVar

from qcoder.changes.codings import make_codings, shortened
from qcoder.domain.codings import NewCoding, Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.project.write import Write
from qcoder.words import _


def _passage(write: Write, document_id: int, span: Span, code_id: int) -> tuple[str, str]:
    """The words of the passage and the code's name."""
    code = write.read.codes.get(code_id)
    if code is None:
        raise KnownError(_("That code is no longer in the project."))
    document = write.read.documents.get(document_id)
    if document is None:
        raise KnownError(_("That document is no longer in the project."))
    if not len(span) or span.end > document.characters:
        raise KnownError(_("The suggested passage is not in “{name}” any more; ask for suggestions again.").format(name=document.name))
    return write.read.documents.text(document_id)[span.start : span.end], code.name


@dataclass(frozen=True)
class AcceptSuggestion:
    """Code a suggested passage, with the ends the person gave it. Returns the coding's id."""

    document_id: int
    span: Span
    code_id: int
    origin: ClassVar[Origin] = Origin.SUGGESTION
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses when the code, the document or the passage is gone."""
        passage, code = _passage(write, self.document_id, self.span, self.code_id)
        ids = make_codings(write, (NewCoding(self.document_id, self.code_id, self.span),), Origin.SUGGESTION)
        write.say(_("Coded the suggested “{passage}” as “{code}”").format(passage=shortened(passage), code=code))
        return ids[0]


@dataclass(frozen=True)
class RejectSuggestion:
    """Note that a passage is not this code, so that neither it nor the same wording is suggested again."""

    document_id: int
    span: Span
    code_id: int
    origin: ClassVar[Origin] = Origin.SUGGESTION
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses when the code, the document or the passage is gone; rejecting twice is rejecting once."""
        passage, code = _passage(write, self.document_id, self.span, self.code_id)
        me = write.me()
        known = {(rejection.document_id, rejection.coder_id, rejection.span) for rejection in write.read.codings.rejections(self.code_id)}
        if (self.document_id, me, self.span) not in known:
            write.codings.reject(write.new_id(), self.document_id, self.code_id, me, self.span, passage, write.now)
        write.say(_("Rejected “{passage}” for “{code}”").format(passage=shortened(passage), code=code))
