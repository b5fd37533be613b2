"""What is hidden from a coder who codes blind: one place decides, and whoever asks is answered without it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from qcoder.analysis.agreement import agree
from qcoder.changes.adjudication import DecidePassage
from qcoder.changes.codings import AddCodings, RemoveCodings
from qcoder.changes.documents import MarkFullyCoded
from qcoder.changes.memos import SetMemo
from qcoder.changes.samples import DrawSample
from qcoder.changes.stars import StarCodings
from qcoder.changes.study import AddCoder
from qcoder.changes.suggestions import RejectSuggestion
from qcoder.domain.adjudication import Verdict
from qcoder.domain.codings import NewCoding
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.project.check import check
from qcoder.project.journal import DATA_TABLES, columns_of
from qcoder.project.read import Reader
from qcoder.project.read.blind import HIDING
from qcoder.project.read.glance import QuoteGlance
from qcoder.project.read.quotes import QuoteFinder
from qcoder.project.read.retrieval import Wanted, all_quotes
from qcoder.project.read.whole import WholeReader
from tests.strategies import Small, small_project

TOLD_BY_OTHERS = {
    "coding_sample_document": "which documents were drawn is no secret",
    "codebook_version": "about the codebook",
    "branch_owner": "about the codebook",
    "coding_sample": "which documents were drawn is no secret",
    "saved_query": "a question, not an answer",
    "sorting": "a table for cards; the cards of hidden passages are hidden",
    "merged_step": "its words are hushed",
    "turn": "what was said",
    "speaker": "who spoke",
}


class Blind:
    """Ana has coded, starred, written and rejected in two documents; one of them is drawn for Ben, who has coded there as well."""

    def __init__(self, small: Small) -> None:
        self.project, self.code = small.project, small.learning
        documents = [document.id for document in small.read.documents.all()]
        self.ana = self.project.coder[0]
        self.project.do(RemoveCodings((small.coding,)))  # both documents are alike, whichever is drawn
        self.ben = self.project.do(AddCoder("Ben")).result
        for document in documents:
            ours = self.project.do(
                AddCodings((NewCoding(document, self.code, Span(0, 3)), NewCoding(document, self.code, Span(4, 6))))
            ).result
            self.project.do(StarCodings((ours[0],), on=True))
            self.project.do(SetMemo(Subject.CODING, ours[0], "Ana on a passage"))
            self.project.do(SetMemo(Subject.DOCUMENT, document, "Ana on a document"))
            self.project.do(RejectSuggestion(document, Span(1, 3), self.code))
            self.project.do(MarkFullyCoded(document, done=True))
        self.gone = self.project.do(AddCodings((NewCoding(documents[0], self.code, Span(0, 8)),))).result
        self.project.do(RemoveCodings(tuple(self.gone)))
        self.project.do(DrawSample(self.ben, 50, 1))
        (self.blind,) = small.read.adjudication.blind(self.ben)
        (self.other,) = set(documents) - {self.blind}
        self.project.act_as("Ben")
        self.own = self.project.do(AddCodings((NewCoding(self.blind, self.code, Span(2, 5)),))).result[0]
        self.project.do(SetMemo(Subject.DOCUMENT, self.blind, "Ben on a document"))


@pytest.fixture
def blind(tmp_path: Path) -> Iterator[Blind]:
    """The study of two coders."""
    small = small_project(tmp_path)
    yield Blind(small)
    small.project.close()


@pytest.fixture
def read(blind: Blind) -> Iterator[Reader]:
    """What Ben reads through."""
    reader = blind.project.reader()
    reader.hide_from(blind.ben)
    yield reader
    reader.close()


def test_only_own_codings_are_there(blind: Blind, read: Reader) -> None:
    assert read.blind == {blind.blind}
    assert [coding.id for coding in read.codings.of_document(blind.blind)] == [blind.own]
    assert len(read.codings.of_document(blind.other)) == 2
    assert read.codings.count() == 3
    assert read.codings.coder_counts() == {blind.ana: 2, blind.ben: 1}
    assert read.documents.coding_counts() == {blind.blind: 1, blind.other: 2}
    assert {row.document_id for row in read.codings.rejections()} == {blind.other}
    assert read.documents.fully_coded() == {blind.other: {blind.ana}}


def test_stars_and_memos_go_with_them(blind: Blind, read: Reader) -> None:
    assert len(read.stars.coding_ids()) == 1
    assert [memo.text for memo in read.memos.of(Subject.DOCUMENT, blind.blind)] == ["Ben on a document"]
    assert [memo.text for memo in read.memos.of(Subject.DOCUMENT, blind.other)] == ["Ana on a document"]
    assert sorted(read.memos.of_codings().values()) == ["Ana on a passage"]
    assert len(read.memos.all()) == 3


def test_quotes_counts_and_agreement_know_nothing_of_it(blind: Blind, read: Reader) -> None:
    """The same questions that the workspaces ask."""
    assert all_quotes(read, Wanted()).passages == 3
    assert len(QuoteFinder(read).of_codes(None)) == 3
    everybodys = [coding.id for coding in blind.project.read.codings.of_document(blind.blind)]
    assert list(QuoteGlance(read).of_ids(everybodys)) == [blind.own]
    assert sum(number for _code, _document, number, *_lists in read.codings.columns()) == 3, "what tables are counted from"
    assert len(read.codings.table()) == 3, "what suggestions and codes with codes are found from"
    with pytest.raises(KnownError, match="no document that Ana and Ben have all worked on"):
        agree(read, [blind.ana, blind.ben])


def test_decisions_there_are_not_told(blind: Blind, read: Reader) -> None:
    blind.project.do(DecidePassage(blind.blind, blind.code, Span(0, 5), Verdict.ALL, None, None, "so"))
    assert len(blind.project.read.adjudication.decisions()) == 1
    assert read.adjudication.decisions() == []


def test_history_says_who_and_when_and_not_what(blind: Blind, read: Reader) -> None:
    """Ana's steps in the drawn document, and those that made what is there no more, are hushed; Ben's own are not."""
    whole = {step.seq: step for step in blind.project.read.history.steps()}
    hushed = {step.seq for step in read.history.steps() if step.title != whole[step.seq].title}
    assert hushed
    assert all(whole[seq].coder_id == blind.ana for seq in hushed)
    assert any(step.title.startswith("Coded") and step.coder_id == blind.ana for step in read.history.steps()), "what is open stays told"
    told = [step.title for step in read.history.steps() if step.coder_id == blind.ben]
    assert any("Coded" in title for title in told)
    assert [step.seq for step in read.history.steps()] == list(whole)


def test_all_comes_back_when_the_document_is_done(blind: Blind, read: Reader) -> None:
    blind.project.do(MarkFullyCoded(blind.blind, done=True))
    assert read.hide_from(blind.ben)
    assert read.blind == frozenset()
    assert read.codings.count() == 5
    assert len(read.history.steps()) == len(blind.project.read.history.steps())
    assert read.connection.execute("SELECT count(*) FROM temp.sqlite_master WHERE type = 'view'").fetchone() == (0,)
    assert not read.hide_from(blind.ben)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        read.connection.execute("DELETE FROM coding")


def test_another_coder_sees_everything(blind: Blind, read: Reader) -> None:
    assert read.hide_from(blind.ana)
    assert read.codings.count() == 5


def test_what_must_see_everything_refuses_such_a_reader(read: Reader) -> None:
    with pytest.raises(AssertionError, match="nothing is hidden"):
        WholeReader(read)


def test_the_file_is_whole_all_the_same(blind: Blind) -> None:
    assert check(blind.project.read) == []


def test_every_table_that_tells_what_a_coder_did_is_hidden_or_says_why_not(blind: Blind) -> None:
    """A new table with a coder, a document or a coding in it must be thought about here."""
    telling = {
        table
        for table in DATA_TABLES
        if {"coder_id", "document_id", "coding_id"}.intersection(columns_of(blind.project.read.connection, table))
    }
    assert telling - HIDING == set(TOLD_BY_OTHERS) - {"merged_step"}
