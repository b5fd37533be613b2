"""How to make each change from what a project holds now: for the state machine, one recipe a class.

A recipe draws its parts, mostly from what is there, now and then from what is not, so that refusals are met as well.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st

from qcoder.changes.adjudication import AdoptAgreed, DecidePassage, NoteDecision, TakeWidest, WithdrawDecisions
from qcoder.changes.arranging import ColorByBranch, ColorCodes, MoveCodes, ShiftCodes
from qcoder.changes.autocode import AddCodeAndCodings, Autocode, AutoPassage, CodeTarget
from qcoder.changes.branches import TakeBranch
from qcoder.changes.code_merging import MergeCodes
from qcoder.changes.coded_rows import CodedPassage, CodedTurn, ImportCodedTurns, ImportCodings
from qcoder.changes.codes import (
    AddCode,
    AddCodePath,
    DeleteCodes,
    EditCode,
    ImportCodebook,
    MoveCode,
    RenameCode,
    SplitCode,
)
from qcoder.changes.codings import AddCodeAndCoding, AddCodings, ChangeEnds, JoinCodings, RecodeCodings, RemoveCodings
from qcoder.changes.documents import (
    DeleteDocuments,
    ImportDocuments,
    MarkFullyCoded,
    RenameDocument,
    RenameSpeaker,
    SetDay,
    SetInterviewer,
    SetLanguage,
    SetWave,
    TieSpeakers,
)
from qcoder.changes.memos import AddJournalEntry, DeleteMemos, EditMemo, SetMemo
from qcoder.changes.merge import NewRows, NewValues, TakeIn
from qcoder.changes.people import (
    AddAttribute,
    AddParticipant,
    DeleteAttribute,
    DeleteParticipants,
    EditParticipant,
    ImportPeople,
    MakeParticipants,
    SetAttribute,
)
from qcoder.changes.placing import PlaceParticipants
from qcoder.changes.queries import DeleteQueries, RenameQuery, SaveQuery
from qcoder.changes.samples import DeleteSample, DrawSample
from qcoder.changes.sorting import (
    AddCards,
    AddPile,
    DeletePile,
    DeleteSorting,
    MoveCards,
    MovePile,
    NewSorting,
    RemoveCards,
    RenamePile,
    RenameSorting,
    WritePileNote,
)
from qcoder.changes.stars import StarCodings
from qcoder.changes.study import (
    AddCoder,
    AddGroup,
    AddPlace,
    DeleteGroup,
    DeletePlace,
    EditCoder,
    RenameGroup,
    RenamePlace,
    RenameProject,
    SetTarget,
)
from qcoder.changes.suggestions import AcceptSuggestion, RejectSuggestion
from qcoder.changes.summaries import ConfirmSummaries, JoinSummaries, WriteSummaries, Written
from qcoder.changes.team import JoinCoders, SetBranchOwners
from qcoder.changes.texts import EditText
from qcoder.changes.themes import MakeCodesOfPiles, PileCode
from qcoder.changes.versions import DeleteCodebookVersion, NameCodebookVersion, RenameCodebookVersion, ReviewCodings, TakeProposals
from qcoder.domain.adjudication import Verdict
from qcoder.domain.arranging import Shift
from qcoder.domain.codebooks import Proposal, proposals
from qcoder.domain.codes import FIELDS, PALETTE, Code, CodebookRow
from qcoder.domain.codings import Coding, NewCoding
from qcoder.domain.documents import text_hash
from qcoder.domain.ids import new_id
from qcoder.domain.memos import Subject
from qcoder.domain.merging import Wording
from qcoder.domain.spans import Span
from qcoder.domain.study import AttributeKind
from qcoder.domain.summaries import Case, CaseKind
from qcoder.project.project import Change
from qcoder.project.read import Reader
from tests.changes.test_people import Row
from tests.strategies import names, said, spans, transcript, transcripts

T = TypeVar("T")
GONE = 12345
"""An id that no project has."""


class Hand:
    """What a recipe draws with: parts of the project as it is now."""

    def __init__(self, data: st.DataObject, read: Reader) -> None:
        self.draw = data.draw
        self.read = read

    def one(self, strategy: st.SearchStrategy[T]) -> T:
        """One value."""
        return self.draw(strategy)

    def of(self, ids: Sequence[int]) -> int:
        """One of the ids, or (one time in ten) one that is not there."""
        return GONE if not ids or self.rarely() else self.draw(st.sampled_from(ids))

    def rarely(self) -> bool:
        """True one time in ten."""
        return self.draw(st.integers(0, 9)) == 9

    def some(self, ids: Sequence[int]) -> tuple[int, ...]:
        """One to three of the ids; none where there are none."""
        return tuple(self.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3))) if ids else ()

    def perhaps(self, ids: Sequence[int]) -> int | None:
        """One of the ids, or none."""
        return self.draw(st.sampled_from([None, *ids]))

    def name(self) -> str:
        """A name, now and then blank."""
        return "  " if self.rarely() else self.draw(names())

    def codes(self) -> list[int]:
        """The codes there are."""
        return list(self.read.codes.tree().by_id)

    def code_path(self) -> str:
        """A path of one to three names."""
        return " > ".join(self.draw(st.lists(names(), min_size=1, max_size=3)))

    def documents(self) -> list[int]:
        """The documents there are."""
        return [document.id for document in self.read.documents.all()]

    def speakers(self) -> list[int]:
        """The speakers there are."""
        return [speaker.id for speaker in self.read.documents.speakers()]

    def people(self) -> list[int]:
        """The participants there are."""
        return [participant.id for participant in self.read.study.participants()]

    def places(self) -> list[int]:
        """The places there are."""
        return [place.id for place in self.read.study.places()]

    def groups(self) -> list[int]:
        """The groups there are."""
        return [group.id for group in self.read.study.groups()]

    def attributes(self) -> list[int]:
        """The attributes there are."""
        return [attribute.id for attribute in self.read.study.attributes()]

    def coders(self) -> list[int]:
        """The coders there are."""
        return [coder.id for coder in self.read.study.coders()]

    def versions(self) -> list[int]:
        """The named versions of the codebook there are."""
        return [version.id for version in self.read.codebook.versions()]

    def decisions(self) -> list[int]:
        """The decisions about differences there are."""
        return [decision.id for decision in self.read.adjudication.decisions()]

    def samples(self) -> list[int]:
        """The samples for second coders there are."""
        return [sample.id for sample in self.read.adjudication.samples()]

    def sortings(self) -> list[int]:
        """The tables of cards there are."""
        return [sorting.id for sorting in self.read.sortings.all()]

    def piles(self) -> list[int]:
        """The piles of all tables there are."""
        return [pile.id for sorting_id in self.sortings() for pile in self.read.sortings.piles(sorting_id)]

    def cards(self) -> list[int]:
        """The cards of all tables there are."""
        return [card.id for sorting_id in self.sortings() for card in self.read.sortings.cards(sorting_id)]

    def queries(self) -> list[int]:
        """The saved questions there are."""
        return [query.id for workspace in ("find", "quotes") for query in self.read.queries.of(workspace)]

    def summaries(self) -> list[int]:
        """The summaries there are."""
        return [summary.id for summary in self.read.summaries.all()]

    def case(self) -> Case:
        """A participant or a place."""
        people = [Case(CaseKind.PARTICIPANT, person.id) for person in self.read.study.participants()]
        places = [Case(CaseKind.PLACE, place.id) for place in self.read.study.places()]
        return self.one(st.sampled_from([*people, *places, Case(CaseKind.PARTICIPANT, 7)]))

    def codings(self) -> list[int]:
        """The codings there are."""
        return [coding.id for coding in self.read.codings.of_codes()]

    def span(self, document_id: int) -> Span:
        """A span within the document, short enough that twins occur; in no document, any."""
        document = self.read.documents.get(document_id)
        return self.draw(spans(min(document.characters, 12) if document is not None else 12))

    def new_coding(self) -> NewCoding:
        """A coding to be made."""
        document_id = self.of(self.documents())
        return NewCoding(
            document_id,
            self.of(self.codes()),
            self.span(document_id),
            self.perhaps(self.coders()),
            self.draw(st.sampled_from(("", "why 🙂"))),
        )

    def home(self) -> str | None:
        """The name of a place or group, empty for none, None to leave it."""
        return self.draw(st.sampled_from((None, "", "City", "b")))

    def document_name(self) -> str:
        """The name of a document that is there, or another."""
        return self.draw(st.sampled_from([*self.read.documents.names(), "lost"]))


def _join(hand: Hand) -> JoinCodings:
    """Codings of one code, coder and document where there are two, else any."""
    alike: dict[tuple[int, int, int], list[Coding]] = {}
    for coding in hand.read.codings.of_codes():
        alike.setdefault((coding.document_id, coding.code_id, coding.coder_id), []).append(coding)
    joinable = [tuple(coding.id for coding in codings) for codings in alike.values() if len(codings) > 1]
    return JoinCodings(hand.one(st.sampled_from(joinable)) if joinable else hand.some(hand.codings()))


def _memo(hand: Hand) -> SetMemo:
    subject = hand.one(st.sampled_from(Subject))
    ids = {Subject.DOCUMENT: hand.documents, Subject.CODE: hand.codes, Subject.CODING: hand.codings, Subject.PARTICIPANT: hand.people}
    subject_id = hand.of(ids[subject]()) if subject in ids else None
    return SetMemo(subject, subject_id, hand.one(st.sampled_from(MEMOS)))


MEMOS = ("", "a thought", "مذكرة 🙂\nmore", "\u2060**bold** and [a code](qcoder:code/1)\n- one")


def _edit_memo(hand: Hand) -> EditMemo:
    return EditMemo(hand.of([memo.id for memo in hand.read.memos.all()]), hand.one(st.sampled_from(MEMOS)))


def _delete_memos(hand: Hand) -> DeleteMemos:
    return DeleteMemos(hand.some([memo.id for memo in hand.read.memos.all()]))


def _set_attribute(hand: Hand) -> SetAttribute:
    return SetAttribute(hand.of(hand.people()), hand.of(hand.attributes()), hand.one(st.sampled_from(("", "5", "2026-05-31", "نص"))))


def _person(hand: Hand) -> Row:
    attributes = {"years": hand.one(st.sampled_from(("", "3"))), "role": hand.one(st.sampled_from(("", "lead", "👩‍🏫")))}
    places = [hand.one(st.sampled_from(("", "City", "b"))) for _which in range(2)]
    speaker = hand.one(st.sampled_from(("", "T4", "t4", "Σοφία", "nobody")))
    group, wave = hand.one(st.sampled_from(("", "A", "heads"))), hand.one(st.sampled_from(("", "1", "2")))
    return Row(hand.name(), speaker, hand.one(st.sampled_from(("", hand.document_name()))), group, places[0], places[1], wave, attributes)


def _people(hand: Hand) -> ImportPeople:
    return ImportPeople(tuple(_person(hand) for _row in range(hand.one(st.integers(1, 3)))), (("years", AttributeKind.NUMBER),))


def _codebook(hand: Hand) -> ImportCodebook:
    paths = [tuple(hand.one(st.lists(names(), min_size=1, max_size=3))) for _row in range(hand.one(st.integers(1, 3)))]
    return ImportCodebook(
        tuple(CodebookRow(path, brief=hand.one(st.sampled_from(("", "brief"))), key=hand.one(st.sampled_from("ab9"))) for path in paths)
    )


def _passages(hand: Hand) -> ImportCodings:
    rows = []
    for line in range(2, 2 + hand.one(st.integers(1, 3))):
        span = hand.one(st.one_of(st.none(), spans(20)))
        quote = "" if span is not None else hand.one(st.sampled_from(("the hub", "fractions", "🙂")))
        coder = hand.one(st.sampled_from(("", "Ana", "Ben", "بن")))
        rows.append(CodedPassage(line, hand.document_name(), hand.code_path(), span, quote, coder, hand.one(st.sampled_from(("", "m")))))
    return ImportCodings(tuple(rows), hand.one(st.sampled_from(("", "t.csv"))))


def _turns(hand: Hand) -> ImportCodedTurns:
    rows = []
    for _row in range(hand.one(st.integers(1, 4))):
        name, codes = hand.one(st.sampled_from(("a", "lesson", hand.document_name()))), tuple(hand.one(st.lists(names(), max_size=2)))
        rows.append(CodedTurn(name, hand.one(st.sampled_from(("", "T", "P"))), hand.one(st.one_of(said(), st.just(""))), codes))
    coder = hand.one(st.sampled_from(("", "Cy")))
    return ImportCodedTurns(tuple(rows), frozenset({"T"}), coder, fully_coded=hand.one(st.booleans()))


def _take_in(hand: Hand) -> TakeIn:
    """What a merge might bring: a coder, a code and its coding, another name, less of something."""
    coder, code = new_id(), new_id()
    added = [NewRows("coder", ("id", "name", "initials", "color"), ((coder, f"Ben {coder}", "BE", PALETTE[2]),))]
    added.append(NewRows("code", ("id", "parent_id", "name", "position"), ((code, hand.perhaps(hand.codes()), f"theirs {code}", 7),)))
    changed = []
    documents = hand.documents()
    if documents:
        document_id = hand.one(st.sampled_from(documents))
        span = hand.span(document_id)
        columns = ("id", "document_id", "code_id", "coder_id", "span_start", "span_end", "origin", "made_at")
        if span.start < span.end:  # a transcript that was corrected to nothing has no passages
            added.append(NewRows("coding", columns, ((new_id(), document_id, code, coder, span.start, span.end, "hand", 1),)))
        changed.append(NewValues("document", document_id, {"name": f"renamed {code}"}))
    seen = hand.read.history.last() - hand.one(st.sampled_from((0, 0, 0, 1)))
    return TakeIn("Merged “theirs.qcoder”", seen, tuple(added), tuple(changed), (("memo", tuple(m.id for m in hand.read.memos.all())[:1]),))


def _edit_text(hand: Hand) -> EditText:
    """A document as it was read again: some turns left out, said otherwise, put in, or said by others."""
    document_id = hand.of(hand.documents())
    text = "" if document_id == GONE else hand.read.documents.text(document_id)
    labels: dict[int | None, str | None] = {speaker.id: speaker.label for speaker in hand.read.documents.speakers()}
    turns: list[tuple[str | None, str]] = []
    for turn in [] if document_id == GONE else hand.read.documents.turns(document_id):
        what = hand.one(st.sampled_from(("same", "same", "gone", "word", "other", "more", "label")))
        words = text[turn.span.start : turn.span.end].replace("\n", " ")
        if what == "more":
            turns.append((hand.one(st.sampled_from(("I", "new 🙂"))), hand.one(said())))
        if what == "word" and " " in words:
            words = words.replace(" ", hand.one(st.sampled_from((" ", " 🙂 ", " x"))), 1).replace(
                "the", hand.one(st.sampled_from(("teh", "")))
            )
        label = "somebody" if what == "label" else labels.get(turn.speaker_id)
        if what != "gone":
            turns.append((label, hand.one(said()) if what == "other" else words))
    base = hand.one(st.sampled_from(("", "", text_hash(text), "0" * 64)))
    corrected = transcript("edited", *turns, interviewers=hand.one(st.sampled_from(((), ("I",)))))
    return EditText(document_id, corrected, base, hand.one(st.booleans()))


def _edit_code(hand: Hand) -> EditCode:
    text = st.sampled_from((None, "", "définition", "تعريف 🙂"))
    key, color = (
        hand.one(st.sampled_from((None, None, "", "k", "K", "7"))),
        hand.one(st.sampled_from((None, "#123456", "#abcdef", "red"))),
    )
    return EditCode(hand.of(hand.codes()), brief=hand.one(text), full=hand.one(text), example=hand.one(text), color=color, key=key)


def _suggested(hand: Hand) -> tuple[int, Span, int]:
    document_id = hand.of(hand.documents())
    return document_id, hand.span(document_id), hand.of(hand.codes())


def _new_participant(hand: Hand) -> AddParticipant:
    return AddParticipant(hand.name(), hand.perhaps(hand.places()), hand.perhaps(hand.groups()), hand.some(hand.speakers()))


def _new_code_and_coding(hand: Hand) -> AddCodeAndCoding:
    document_id = hand.of(hand.documents())
    return AddCodeAndCoding(hand.name(), hand.perhaps(hand.codes()), document_id, hand.span(document_id))


def _proposals(hand: Hand) -> TakeProposals:
    """Some of what a codebook file would bring, now and then worked out before the codebook changed."""
    texts = st.sampled_from(("", "brief", "définition 🙂"))
    paths = [tuple(hand.one(st.lists(names(), min_size=1, max_size=3))) for _row in range(hand.one(st.integers(1, 3)))]
    paths += [tuple(c.name for c in hand.read.codes.tree().ancestors(id_)) for id_ in hand.some(hand.codes())]
    rows = [CodebookRow(path, brief=hand.one(texts), full=hand.one(texts), key=hand.one(st.sampled_from(("", "b")))) for path in paths]
    found = [one for one in proposals(hand.read.codes.tree(), rows) if not hand.rarely()]
    if hand.rarely():
        found.append(Proposal(("gone",), GONE, "brief", "was", "is"))
    return TakeProposals(tuple(found), "book.csv")


def _merge_codes(hand: Hand) -> MergeCodes:
    others = hand.some(hand.codes()) if hand.one(st.booleans()) else ()
    wordings = tuple((field, hand.one(st.sampled_from(Wording))) for field in FIELDS[: hand.one(st.integers(0, 3))])
    return MergeCodes(hand.of(hand.codes()), hand.of(hand.codes()), others, wordings)


def _branch(hand: Hand) -> TakeBranch:
    """A family of another project with a subcode; now and then codes that are, or were, here."""
    tree = hand.read.codes.tree()
    known = hand.some(list(tree.by_id)) if hand.one(st.booleans()) else ()
    family = Code(new_id(), hand.one(names()), brief=hand.one(st.sampled_from(("", "theirs"))), key=hand.one(st.sampled_from(("", "k"))))
    subcode = Code(new_id(), hand.one(names()), family.id, brief="under it")
    codes = (*(Code(id_, hand.one(names()), full="défini") for id_ in dict.fromkeys(known)), family, subcode)
    fields = hand.one(st.sampled_from(((), ("name", "full"))))
    return TakeBranch(codes, "other.qcoder", frozenset((code.id, field) for code in codes for field in fields))


def _decide(hand: Hand) -> DecidePassage:
    document_id = hand.of(hand.documents())
    span, verdict = hand.span(document_id), hand.one(st.sampled_from(Verdict))
    ends = hand.span(document_id) if verdict is Verdict.ENDS else None
    kept = hand.of(hand.coders()) if verdict is Verdict.ONE else None
    return DecidePassage(document_id, hand.of(hand.codes()), span, verdict, kept, ends, hand.one(st.sampled_from(("", "we talked 🙂"))))


def _join_summaries(h: Hand) -> JoinSummaries:
    keep = h.of(h.summaries())
    gone = tuple(id_ for id_ in h.summaries() if id_ != keep)
    return JoinSummaries(keep, gone[: h.one(st.integers(1, 2))], h.one(st.sampled_from(("", "Both.", "Far and dear."))))


def _adopt(hand: Hand) -> AdoptAgreed:
    documents = [hand.of(hand.documents()) for _document in range(hand.one(st.integers(1, 2)))]
    return AdoptAgreed(tuple((document, hand.of(hand.codes()), hand.span(document)) for document in documents), tuple(documents))


def _sample(hand: Hand) -> DrawSample:
    percent, seed = hand.one(st.sampled_from((10, 50, 100, 0))), hand.one(st.sampled_from((1, 2, -1)))
    return DrawSample(hand.of(hand.coders()), percent, seed, coded_only=hand.one(st.booleans()))


def _codes_of_piles(hand: Hand) -> MakeCodesOfPiles:
    """Some piles of a table become codes: under their own names, under those of codes that are there, or blank."""
    sorting_id = hand.of(hand.sortings())
    codes = [code.name for code in hand.read.codes.tree().by_id.values()]
    piles = [
        PileCode(pile.id, hand.one(st.sampled_from([pile.name, *codes])) if not hand.rarely() else hand.name(), pile.note)
        for pile in hand.read.sortings.piles(sorting_id)
        if not hand.rarely()
    ]
    return MakeCodesOfPiles(sorting_id, tuple(piles), hand.perhaps(hand.codes()), hand.one(st.booleans()))


def _autocode(hand: Hand) -> Autocode:
    targets = (CodeTarget(hand.of(hand.codes())), CodeTarget(None, hand.name(), hand.perhaps(hand.codes())))
    documents = [hand.of(hand.documents()) for _passage in range(hand.one(st.integers(1, 4)))]
    return Autocode(tuple(AutoPassage(one, hand.span(one), hand.one(st.sampled_from((0, 1)))) for one in documents), targets)


def _new_code_and_codings(hand: Hand) -> AddCodeAndCodings:
    documents = [hand.of(hand.documents()) for _passage in range(hand.one(st.integers(1, 3)))]
    return AddCodeAndCodings(hand.name(), hand.perhaps(hand.codes()), tuple((one, hand.span(one)) for one in documents))


Recipe = Callable[[Hand], Change[object]]

CODES: dict[type, Recipe] = {
    AddCode: lambda h: AddCode(h.name(), h.perhaps(h.codes()), h.one(st.sampled_from((None, 0, 1, 9)))),
    AddCodePath: lambda h: AddCodePath(h.code_path()),
    RenameCode: lambda h: RenameCode(h.of(h.codes()), h.name()),
    MoveCode: lambda h: MoveCode(h.of(h.codes()), h.perhaps(h.codes()), h.one(st.sampled_from((None, 0, 1, 9)))),
    EditCode: _edit_code,
    DeleteCodes: lambda h: DeleteCodes(h.some(h.codes())),
    MoveCodes: lambda h: MoveCodes(h.some(h.codes()), h.perhaps(h.codes()), h.one(st.sampled_from((None, 0, 1, 9)))),
    ShiftCodes: lambda h: ShiftCodes(h.some(h.codes()), h.one(st.sampled_from(Shift))),
    ColorCodes: lambda h: ColorCodes(h.some(h.codes()), h.one(st.sampled_from((*PALETTE, "blue"))), h.one(st.booleans())),
    ColorByBranch: lambda _h: ColorByBranch(),
    MergeCodes: _merge_codes,
    TakeBranch: _branch,
    SplitCode: lambda h: SplitCode(h.of(h.codes()), tuple(h.one(st.lists(names(), max_size=2)))),
    ImportCodebook: _codebook,
    NameCodebookVersion: lambda h: NameCodebookVersion(h.name()),
    RenameCodebookVersion: lambda h: RenameCodebookVersion(h.of(h.versions()), h.name()),
    DeleteCodebookVersion: lambda h: DeleteCodebookVersion(h.of(h.versions())),
    SetBranchOwners: lambda h: SetBranchOwners(h.of(h.codes()), h.some(h.coders()) if not h.rarely() else ()),
    TakeProposals: _proposals,
}
CODINGS: dict[type, Recipe] = {
    AddCodings: lambda h: AddCodings(tuple(h.new_coding() for _coding in range(h.one(st.integers(1, 3))))),
    AddCodeAndCoding: _new_code_and_coding,
    ChangeEnds: lambda h: ChangeEnds(h.of(h.codings()), h.one(spans(12))),
    RecodeCodings: lambda h: RecodeCodings(h.some(h.codings()), h.of(h.codes())),
    RemoveCodings: lambda h: RemoveCodings(h.some(h.codings())),
    JoinCodings: _join,
    ImportCodings: _passages,
    ImportCodedTurns: _turns,
    AddCodeAndCodings: _new_code_and_codings,
    Autocode: _autocode,
    AcceptSuggestion: lambda h: AcceptSuggestion(*_suggested(h)),
    RejectSuggestion: lambda h: RejectSuggestion(*_suggested(h)),
    ReviewCodings: lambda h: ReviewCodings(h.some(h.codings())),
    StarCodings: lambda h: StarCodings(h.some(h.codings()), not h.rarely()),
}
DOCUMENTS: dict[type, Recipe] = {
    ImportDocuments: lambda h: ImportDocuments(tuple(h.one(st.lists(transcripts(), min_size=1, max_size=2)))),
    RenameDocument: lambda h: RenameDocument(h.of(h.documents()), h.name()),
    DeleteDocuments: lambda h: DeleteDocuments(h.some(h.documents())),
    MarkFullyCoded: lambda h: MarkFullyCoded(h.of(h.documents()), h.one(st.booleans())),
    EditText: _edit_text,
    SetWave: lambda h: SetWave(h.some(h.documents()), h.one(st.sampled_from(("", "1", "Autumn 🍂")))),
    SetDay: lambda h: SetDay(h.some(h.documents()), h.one(st.sampled_from(("", "2024-02-29", " 1999-12-31 ", "2023-02-29", "spring")))),
    SetLanguage: lambda h: SetLanguage(h.some(h.documents()), h.one(st.sampled_from(("", "en", "AR ", "English", "é")))),
    RenameSpeaker: lambda h: RenameSpeaker(h.of(h.speakers()), h.one(st.sampled_from(("I", "T4", "Σοφία", " ", "new 🙂")))),
    SetInterviewer: lambda h: SetInterviewer(h.some(h.speakers()), h.one(st.booleans())),
    TieSpeakers: lambda h: TieSpeakers(h.some(h.speakers()), h.perhaps(h.people())),
}
PEOPLE: dict[type, Recipe] = {
    AddParticipant: _new_participant,
    EditParticipant: lambda h: EditParticipant(h.of(h.people()), h.name(), h.perhaps(h.places()), h.perhaps(h.groups())),
    DeleteParticipants: lambda h: DeleteParticipants(h.some(h.people())),
    AddAttribute: lambda h: AddAttribute(h.name(), h.one(st.sampled_from(AttributeKind))),
    DeleteAttribute: lambda h: DeleteAttribute(h.of(h.attributes())),
    SetAttribute: _set_attribute,
    ImportPeople: _people,
    PlaceParticipants: lambda h: PlaceParticipants(h.some(h.people()), h.home(), h.home(), h.home()),
    MakeParticipants: lambda h: MakeParticipants(h.one(st.booleans())),
}
STUDY: dict[type, Recipe] = {
    AddPlace: lambda h: AddPlace(h.name(), h.perhaps(h.places())),
    RenamePlace: lambda h: RenamePlace(h.of(h.places()), h.name()),
    DeletePlace: lambda h: DeletePlace(h.of(h.places())),
    AddGroup: lambda h: AddGroup(h.name()),
    RenameGroup: lambda h: RenameGroup(h.of(h.groups()), h.name()),
    DeleteGroup: lambda h: DeleteGroup(h.of(h.groups())),
    SetTarget: lambda h: SetTarget(h.of(h.places()), h.of(h.groups()), h.one(st.sampled_from((0, 1, 2, -1)))),
    RenameProject: lambda h: RenameProject(h.name()),
    AddCoder: lambda h: AddCoder(h.name()),
    EditCoder: lambda h: EditCoder(
        h.of(h.coders()), h.name(), h.one(st.sampled_from((None, "X🙂"))), h.one(st.sampled_from((None, "#00ff00")))
    ),
    JoinCoders: lambda h: JoinCoders(h.of(h.coders()), h.of(h.coders())),
    SetMemo: _memo,
    AddJournalEntry: lambda hand: AddJournalEntry(hand.one(st.sampled_from(MEMOS))),
    EditMemo: _edit_memo,
    DeleteMemos: _delete_memos,
    TakeIn: _take_in,
    DecidePassage: _decide,
    WithdrawDecisions: lambda h: WithdrawDecisions(h.some(h.decisions())),
    NoteDecision: lambda h: NoteDecision(h.of(h.decisions()), h.one(st.sampled_from(("", "because", "لأن")))),
    AdoptAgreed: _adopt,
    TakeWidest: lambda h: TakeWidest(_adopt(h).passages),
    DrawSample: _sample,
    DeleteSample: lambda h: DeleteSample(h.of(h.samples())),
    SaveQuery: lambda h: SaveQuery(h.one(st.sampled_from(("find", "quotes"))), h.name(), h.one(st.sampled_from(('{"text": "🙂"}', "{}")))),
    RenameQuery: lambda h: RenameQuery(h.of(h.queries()), h.name()),
    DeleteQueries: lambda h: DeleteQueries(h.some(h.queries())),
    WriteSummaries: lambda h: WriteSummaries(
        tuple(Written(h.case(), h.of(h.codes()), h.one(st.sampled_from(("", "Far.", "قريب"))), "1:2") for _cell in range(2))
    ),
    ConfirmSummaries: lambda h: ConfirmSummaries(tuple((id_, "3:4 5:6") for id_ in h.some(h.summaries()))),
    JoinSummaries: _join_summaries,
}
SORTING: dict[type, Recipe] = {
    NewSorting: lambda h: NewSorting(h.name(), h.some(h.codings()), h.some(h.codes()), h.one(st.sampled_from(("", "drawn")))),
    RenameSorting: lambda h: RenameSorting(h.of(h.sortings()), h.name()),
    DeleteSorting: lambda h: DeleteSorting(h.of(h.sortings())),
    AddCards: lambda h: AddCards(h.of(h.sortings()), h.some(h.codings()), h.some(h.codes())),
    RemoveCards: lambda h: RemoveCards(h.some(h.cards())),
    MoveCards: lambda h: MoveCards(h.some(h.cards()), h.perhaps(h.piles()), h.perhaps(h.cards())),
    AddPile: lambda h: AddPile(h.of(h.sortings()), h.name(), h.some(h.cards()) if h.rarely() else ()),
    RenamePile: lambda h: RenamePile(h.of(h.piles()), h.name()),
    WritePileNote: lambda h: WritePileNote(h.of(h.piles()), h.one(st.sampled_from(("", "what holds it 🙂")))),
    MovePile: lambda h: MovePile(h.of(h.piles()), h.one(st.integers(0, 3))),
    DeletePile: lambda h: DeletePile(h.of(h.piles())),
    MakeCodesOfPiles: _codes_of_piles,
}
RECIPES: dict[type, Recipe] = {**CODES, **CODINGS, **DOCUMENTS, **PEOPLE, **STUDY, **SORTING}
