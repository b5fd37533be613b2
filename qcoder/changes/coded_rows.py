"""Taking in codings from tables: by span, by quote, or by rows of turns that make the documents too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from qcoder.changes.codes import AddCodePath
from qcoder.changes.codings import make_codings
from qcoder.changes.documents import add_transcript
from qcoder.changes.passages import CodedPassage, locate
from qcoder.domain.codes import PATH_SEPARATOR, CodeTree, clean_name
from qcoder.domain.codings import NewCoding, Origin
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.errors import KnownError
from qcoder.domain.people import initials
from qcoder.domain.spans import Span
from qcoder.project.write import Write
from qcoder.words import _, n_

__all__ = ["CodedPassage", "CodedTaken", "CodedTurn", "ImportCodedTurns", "ImportCodings"]


@dataclass(frozen=True, slots=True)
class CodedTurn:
    """One turn of a document to be made, with the codes on it."""

    document: str
    speaker: str
    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodedTaken:
    """What came of a table: new documents and codes, codings made, and sentences about rows that did not go in."""

    documents: int
    codes: int
    codings: int
    unmatched: tuple[str, ...]


class _Codes:
    """Finds codes by path, making them when needed; remembers what it found."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._tree: CodeTree = write.read.codes.tree()
        self._known: dict[str, int] = {}
        self.made = 0

    def id_of(self, path: str) -> int:
        """The id of the code at that path; a name that several codes have raises KnownError."""
        if path not in self._known:
            before = len(self._tree)
            if self._is_new(path):
                self._known[path] = AddCodePath(path).run(self._write)
                self._tree = self._write.read.codes.tree()
                self.made += len(self._tree) - before
            else:
                self._known[path] = self._tree.find(path).id
        return self._known[path]

    def _is_new(self, path: str) -> bool:
        names = [clean_name(name) for name in path.split(PATH_SEPARATOR.strip())]
        try:
            self._tree.find(PATH_SEPARATOR.join(names))
        except KnownError:
            last = names[-1].casefold()
            # Several codes of that name: find's sentence is the answer. A path of more than one name is made where it is missing.
            return len(names) > 1 or not any(code.name.casefold() == last for code in self._tree.by_id.values())
        return False


class _Coders:
    """Finds coders by name, adding those who are new; an empty name is the acting coder."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._ids = {coder.name.casefold(): coder.id for coder in write.read.study.coders()}

    def id_of(self, name: str) -> int:
        """The coder's id."""
        name = " ".join(name.split())
        # Somebody who takes in their own codings before they have done anything else is not two people.
        if not name or name.casefold() == self._write.coder_name.casefold():
            return self._write.me()
        if name.casefold() not in self._ids:
            coder_id = self._write.new_id()
            self._write.study.add_coder(coder_id, name, initials(name), len(self._ids))
            self._ids[name.casefold()] = coder_id
        return self._ids[name.casefold()]


@dataclass(frozen=True)
class ImportCodings:
    """Take in codings by span or by quote. A row that does not fit is reported and the others still go in."""

    passages: tuple[CodedPassage, ...]
    source: str = ""
    origin: ClassVar[Origin] = Origin.IMPORT
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> CodedTaken:
        """Codes and coders that are missing are made."""
        codes, coders = _Codes(write), _Coders(write)
        codings: list[NewCoding] = []
        unmatched: list[tuple[int, str]] = []
        done = 0
        for name, rows in _by_document(self.passages).items():
            document_id, spans = _spans(write, name, rows)
            for row, span in zip(rows, spans, strict=True):
                write.progress(done, len(self.passages))
                done += 1
                try:
                    if isinstance(span, KnownError):
                        raise span
                    codings.append(NewCoding(document_id, codes.id_of(row.code), span, coders.id_of(row.coder), row.memo))
                except KnownError as error:
                    unmatched.append((row.line, _("Row {line}: {why}").format(line=row.line, why=error.sentence)))
        before = write.read.codings.count()
        make_codings(write, tuple(codings), Origin.IMPORT)
        made = write.read.codings.count() - before
        title = n_("Took in {n} coding", "Took in {n} codings", made)
        write.say(title + (" " + _("from “{source}”").format(source=self.source) if self.source else ""))
        return CodedTaken(0, codes.made, made, tuple(sentence for _line, sentence in sorted(unmatched)))


def _by_document(passages: Sequence[CodedPassage]) -> dict[str, list[CodedPassage]]:
    """The rows of each document, by what the table calls it."""
    rows: dict[str, list[CodedPassage]] = {}
    for row in passages:
        rows.setdefault(row.document, []).append(row)
    return rows


def _spans(write: Write, name: str, rows: Sequence[CodedPassage]) -> tuple[int, list[Span | KnownError]]:
    """The id of the document of that name (0 for none), and where each of its rows stands, or why it does not."""
    try:
        document_id = write.read.documents.find(name).id
    except KnownError:
        return 0, [KnownError(_("there is no document “{name}”").format(name=name))] * len(rows)
    labels = [speaker.label for speaker in write.read.documents.speakers(document_id)]
    return document_id, locate(write.read.documents.text(document_id), labels, rows)


@dataclass(frozen=True)
class ImportCodedTurns:
    """Make documents from rows of turns, one turn a row, and code whole turns; all documents of the rows must be new.

    `fully_coded` marks the documents as fully coded, as such tables usually come from finished coding.
    """

    turns: tuple[CodedTurn, ...]
    interviewers: frozenset[str] = frozenset()
    coder: str = ""
    source: str = ""
    fully_coded: bool = False
    origin: ClassVar[Origin] = Origin.IMPORT
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> CodedTaken:
        """Documents keep the order of the rows; a document whose name is taken is reported and left out."""
        codes, coders = _Codes(write), _Coders(write)
        rows: dict[str, list[CodedTurn]] = {}
        for row in self.turns:
            rows.setdefault(row.document, []).append(row)
        made = codings = 0
        unmatched: list[str] = []
        for done, (name, turns) in enumerate(rows.items()):
            write.progress(done, len(rows))
            transcript = joined(name, turns, self.interviewers, self.source)
            try:
                document_id = add_transcript(write, transcript)
            except KnownError as error:
                unmatched.append(error.sentence)
                continue
            made += 1
            new = [
                NewCoding(document_id, codes.id_of(path), turn.span, coders.id_of(self.coder))
                for row, turn in zip(turns, transcript.turns, strict=True)
                for path in dict.fromkeys(row.codes)
                if len(turn.span)
            ]
            make_codings(write, tuple(new), Origin.IMPORT)
            codings += len(new)
            if self.fully_coded:
                write.documents.mark_fully_coded(write.new_id(), document_id, coders.id_of(self.coder))
        write.say(n_("Took in {n} document", "Took in {n} documents", made) + " " + n_("with {n} coding", "with {n} codings", codings))
        return CodedTaken(made, codes.made, codings, tuple(unmatched))


def joined(name: str, rows: Sequence[CodedTurn], interviewers: frozenset[str], source: str = "") -> Transcript:
    """A transcript whose turns are the rows, a blank line between them."""
    turns: list[Turn] = []
    parts: list[str] = []
    at = 0
    for row in rows:
        if parts:
            at += 2
        parts.append(row.text)
        turns.append(Turn(Span(at, at + len(row.text)), row.speaker or None))
        at += len(row.text)
    return Transcript(name=name, text="\n\n".join(parts), turns=tuple(turns), interviewers=interviewers, source=source)
