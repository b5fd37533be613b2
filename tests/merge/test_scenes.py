"""Merging as it happens in teams: corrected texts, one name twice, other projects, decisions that stay, history that is kept."""

from pathlib import Path

import pytest

from qcoder.changes.codes import AddCode, DeleteCodes, EditCode, MoveCode, RenameCode
from qcoder.changes.codings import AddCodings, ChangeEnds
from qcoder.changes.documents import ImportDocuments, RenameSpeaker
from qcoder.changes.memos import SetMemo
from qcoder.changes.people import AddParticipant
from qcoder.changes.suggestions import RejectSuggestion
from qcoder.changes.texts import EditText
from qcoder.domain.codings import NewCoding
from qcoder.domain.errors import KnownError
from qcoder.domain.memos import Subject
from qcoder.domain.spans import Span
from qcoder.merge import merge, preview
from qcoder.merge.nouns import NOUNS, count_words, field_words, noun
from qcoder.project.journal import DATA_TABLES
from qcoder.project.project import Project
from qcoder.project.read.whole import WholeReader
from tests.merge.people import same_whatever_ids
from tests.merge.study import TEXT, code, coded, content, copied, document, everything, lines, transcript


def correct(project: Project, name: str, old: str, new: str) -> None:
    """Put `new` in place of `old`."""
    text = project.read.documents.text(document(project, name))
    assert text.count(old) == 1
    project.do(EditText(document(project, name), lines(name, text.replace(old, new))))


def passage(project: Project, coding_id: int) -> str:
    """The words of a coding."""
    coding = project.read.codings.get(coding_id)
    assert coding is not None
    return project.read.documents.text(coding.document_id)[coding.span.start : coding.span.end]


# -- every noun has a decision --------------------------------------------------------------------------------------


def test_every_table_has_a_decision_how_it_merges(ana: Project) -> None:
    """A noun that comes later fails here until it says how it merges and what it is called."""
    assert set(NOUNS) == set(DATA_TABLES)
    tables = WholeReader(ana.read).tables
    for name, decided in NOUNS.items():
        columns = {*tables[name].columns, "text"}
        assert {*decided.same, *decided.quiet, *decided.texts, *(decided.scope or ())} <= columns | {"content"}, name
        assert count_words(name, 2)
        assert noun(name)
        for columns_once in tables[name].unique:
            assert not decided.same or set(decided.same) == set(columns_once), f"{name}: rows that may be there once only are one thing"


def test_fields_that_can_clash_have_names(ana: Project) -> None:
    """Nobody is asked about `when_to_use`, but about “when to use”."""
    for name, table in WholeReader(ana.read).tables.items():
        if NOUNS[name].how == "rows":
            for column in table.columns:
                if column not in NOUNS[name].quiet and column not in {"id", "text_hash", "characters", "made_at"}:
                    assert "_" not in field_words(column), (name, column)


# -- corrected texts ------------------------------------------------------------------------------------------------


def test_a_correction_here_carries_their_codings(ana: Project, ben: Project) -> None:
    theirs = coded(ben, "trust", "one", TEXT.index("Nobody"), TEXT.index(" It works"))
    correct(ana, "one", "together on Mondays", "together, I think, on most Mondays")
    shown = preview(ana.read, ben.read)
    assert shown.conflicts == ()
    assert any(sentence.startswith("Corrected the text of the document “one”") for sentence in shown.yours)
    merge(ana, ben.path)
    assert passage(ana, theirs) == "Nobody told us to."
    assert ana.check() == []
    assert merge(ana, ben.path).step is None


def test_a_correction_there_carries_my_codings(ana: Project, ben: Project) -> None:
    mine = coded(ana, "trust", "one", TEXT.index("Nobody"), TEXT.index(" It works"))
    old = ana.read.codings.of_document(document(ana, "one"))[0].id
    correct(ben, "one", "together on Mondays", "together, I think, on most Mondays 🙂")
    before = everything(ana)
    done = merge(ana, ben.path)
    assert "Corrected the text of the document “one” (3 codings of the other side move along)." in done.result.sentences
    assert not any("Corrected" in sentence for sentence in done.result.yours)
    assert passage(ana, mine) == "Nobody told us to."
    assert passage(ana, old) == passage(ben, old)
    assert ana.read.documents.text(document(ana, "one")) == ben.read.documents.text(document(ben, "one"))
    assert ana.check() == []
    ana.undo()
    assert everything(ana) == before


def test_corrections_in_different_places_are_joined(ana: Project, ben: Project) -> None:
    mine = coded(ana, "trust", "one", TEXT.index("It works"), TEXT.index("\nAnd"))
    theirs = coded(ben, "trust", "one", TEXT.index("Nobody"), TEXT.index(" It works"))
    correct(ana, "one", "How do you plan?", "How is it that you plan?")
    correct(ben, "one", "I never go.", "I never go there.")
    assert preview(ana.read, ben.read).conflicts == ()
    merge(ana, ben.path)
    text = ana.read.documents.text(document(ana, "one"))
    assert text.startswith("How is it that you plan?")
    assert text.endswith("I never go there.")
    assert (passage(ana, mine), passage(ana, theirs)) == ("It works.", "Nobody told us to.")
    turns = ana.read.documents.turns(document(ana, "one"))
    assert [text[turn.span.start : turn.span.end] for turn in turns] == text.split("\n"), "what either put in belongs to its turn"
    assert ana.check() == []
    merge(ben, ana.path)
    assert same_whatever_ids(ben) == same_whatever_ids(ana)


@pytest.mark.parametrize("take", ["mine", "theirs"])
def test_corrections_in_one_place_are_asked(ana: Project, ben: Project, take: str) -> None:
    theirs = coded(ben, "trust", "one", TEXT.index("Nobody"), TEXT.index(" It works"))
    correct(ana, "one", "on Mondays", "on Sundays")
    correct(ben, "one", "on Mondays", "on some Fridays")
    (conflict,) = preview(ana.read, ben.read).undecided
    assert conflict.kind == "text"
    assert ("Sundays" in conflict.mine, "Fridays" in conflict.theirs, "Mondays" in conflict.base) == (True, True, True)
    merge(ana, ben.path, take=take)
    assert ("Sundays" in ana.read.documents.text(document(ana, "one"))) == (take == "mine")
    assert passage(ana, theirs) == "Nobody told us to."
    assert ana.check() == []


@pytest.mark.parametrize("take", ["mine", "theirs"])
def test_a_passage_that_the_other_took_out_is_asked_and_its_memo_is_kept(ana: Project, ben: Project, take: str) -> None:
    mine = coded(ana, "trust", "one", TEXT.index("Nobody"), TEXT.index(" It works"))
    ana.do(SetMemo(Subject.CODING, mine, "They did it of themselves."))
    correct(ben, "one", " Nobody told us to.", "")
    (conflict,) = preview(ana.read, ben.read).undecided
    assert [shown.words for shown in conflict.passages] == ["Nobody told us to."]
    merge(ana, ben.path, take=take)
    (memo,) = ana.read.memos.all()
    assert "They did it of themselves." in memo.text
    assert memo.subject is (Subject.CODING if take == "mine" else Subject.DOCUMENT)
    assert (ana.read.codings.get(mine) is not None) == (take == "mine")
    assert ana.check() == []


def test_ends_changed_here_and_text_corrected_there(ana: Project, ben: Project) -> None:
    coding = ana.read.codings.of_document(document(ana, "one"))[0]
    ana.do(ChangeEnds(coding.id, Span(TEXT.index("We sit"), TEXT.index(" It works"))))
    correct(ben, "one", "How do you plan?", "How do all of you plan?")
    assert preview(ana.read, ben.read).conflicts == ()
    merge(ana, ben.path)
    assert passage(ana, coding.id) == "We sit together on Mondays. Nobody told us to."


# -- one name twice -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", ["one", "two"])
def test_two_new_codes_of_one_name(ana: Project, ben: Project, choice: str) -> None:
    mine, theirs = ana.do(AddCode("sunshine", brief="warm words")).result, ben.do(AddCode("sunshine", brief="the weather")).result
    coded(ana, "sunshine", "one", 0, 3)
    coded(ben, "sunshine", "two", 4, 7)
    conflict = preview(ana.read, ben.read).undecided[0]
    assert (conflict.kind, conflict.choices, conflict.default) == ("same name", ("one", "two"), "one")
    assert (conflict.mine, conflict.theirs) == ("1 passage", "1 passage")
    decisions = {conflict.id: choice}
    for asked in preview(ana.read, ben.read, decisions).undecided:
        decisions[asked.id] = asked.default
    merge(ana, ben.path, decisions)
    codes = {c.id: c for c in ana.read.codes.tree().by_id.values()}
    if choice == "one":
        assert codes[mine].brief == "warm words\n\nthe weather"
        assert theirs not in codes
        assert len(list(ana.read.codings.of_codes([mine]))) == 2
    else:
        assert (codes[mine].name, codes[theirs].name) == ("sunshine (Ana)", "sunshine (Ben)")
    merge(ben, ana.path)
    assert same_whatever_ids(ben) == same_whatever_ids(ana)
    # What is done to either afterwards is done to the one.
    ben.do(RenameCode(mine if choice == "one" and ben.read.codes.get(mine) else theirs, "light"))
    merge(ana, ben.path)
    assert "light" in {c.name for c in ana.read.codes.tree().by_id.values()}
    assert len(ana.read.codes.tree()) == len(codes)


def test_a_joined_thing_renamed_on_either_side_stays_one(ana: Project, ben: Project) -> None:
    mine, theirs = ana.do(AddCode("sunshine")).result, ben.do(AddCode("sunshine")).result
    merge(ana, ben.path, take="mine")
    ana.do(RenameCode(mine, "warmth"))
    assert preview(ana.read, ben.read).nothing
    ben.do(EditCode(theirs, brief="kind words"))
    merge(ana, ben.path)
    merged = ana.read.codes.get(mine)
    assert merged is not None
    assert (merged.name, merged.brief) == ("warmth", "kind words")


def test_participants_of_one_name_are_asked(ana: Project, ben: Project) -> None:
    ana.do(AddParticipant("Rosa"))
    ben.do(AddParticipant("Rosa"))
    (conflict,) = preview(ana.read, ben.read).undecided
    merge(ana, ben.path, {conflict.id: "two"})
    assert [person.name for person in ana.read.study.participants()] == ["Rosa", "Rosa (2)"]
    assert preview(ana.read, ben.read).nothing


def test_a_key_stays_with_mine_and_that_is_said(ana: Project, ben: Project) -> None:
    ana.do(EditCode(code(ana, "trust"), key="t"))
    ben.do(EditCode(code(ben, "distance"), key="t"))
    done = merge(ana, ben.path)
    assert any("“t”" in note for note in done.result.notes)
    assert {c.name: c.key for c in ana.read.codes.tree().by_id.values()} == {"local": "", "trust": "t", "distance": ""}


# -- decisions ------------------------------------------------------------------------------------------------------


def test_definitions_can_both_be_kept(ana: Project, ben: Project) -> None:
    trust = code(ana, "trust")
    for project in (ana, ben):
        project.do(EditCode(trust, when="A person is turned to" + ("; phone." if project is ana else " outside meetings.")))
    (conflict,) = preview(ana.read, ben.read).undecided
    assert (conflict.choices, conflict.default) == (("mine", "theirs", "both"), "both")
    merge(ana, ben.path, take="both")
    merged = ana.read.codes.get(trust)
    assert merged is not None
    assert merged.when == "A person is turned to; phone.\n\nA person is turned to outside meetings."


def test_what_was_coded_with_a_code_deleted_there_can_be_put_under_another(ana: Project, ben: Project) -> None:
    ben.do(DeleteCodes((code(ben, "trust"),)))
    new = coded(ana, "trust", "two", 90, 110)
    (conflict,) = preview(ana.read, ben.read).undecided
    assert "under" in conflict.choices
    with pytest.raises(KnownError, match="no code “nowhere”"):
        preview(ana.read, ben.read, {conflict.id: "under:nowhere"})
    merge(ana, ben.path, {conflict.id: "under:local > distance"})
    coding = ana.read.codings.get(new)
    assert coding is not None
    assert coding.code_id == code(ana, "distance")
    assert [c.name for c in ana.read.codes.tree().by_id.values()] == ["local", "distance"]


def test_what_was_coded_there_with_a_code_deleted_here_can_be_put_under_another(ana: Project, ben: Project) -> None:
    ana.do(DeleteCodes((code(ana, "trust"),)))
    new = coded(ben, "trust", "two", 90, 110)
    (conflict,) = preview(ana.read, ben.read).undecided
    merge(ana, ben.path, {conflict.id: f"under:{code(ana, 'distance')}"})
    coding = ana.read.codings.get(new)
    assert coding is not None
    assert coding.code_id == code(ana, "distance")


def test_decisions_are_kept_when_a_merge_is_undone_and_made_anew(ana: Project, ben: Project) -> None:
    trust = code(ana, "trust")
    ana.do(RenameCode(trust, "faith"))
    ben.do(RenameCode(trust, "confidence"))
    (conflict,) = preview(ana.read, ben.read).undecided
    merge(ana, ben.path, {conflict.id: "theirs"})
    ana.undo()
    again = preview(ana.read, ben.read)
    assert (again.undecided, again.answers) == ((), {conflict.id: "theirs"})
    ana.do(RenameCode(trust, "belief"))
    assert len(preview(ana.read, ben.read).undecided) == 1, "another question is asked anew"


def test_mine_is_not_asked_again_and_the_other_takes_it_over(ana: Project, ben: Project) -> None:
    trust = code(ana, "trust")
    ana.do(RenameCode(trust, "faith"))
    ben.do(RenameCode(trust, "confidence"))
    merge(ana, ben.path, take="mine")
    coded(ben, "distance", "two", 90, 110)
    assert preview(ana.read, ben.read).conflicts == ()
    merge(ben, ana.path)
    merged = ben.read.codes.get(trust)
    assert merged is not None
    assert merged.name == "faith"


# -- history --------------------------------------------------------------------------------------------------------


def test_their_steps_come_as_history_that_can_be_read(ana: Project, ben: Project, tmp_path: Path) -> None:
    coded(ben, "distance", "two", 90, 110)
    ben.do(AddCode("time"))
    ben.undo()
    merge(ana, ben.path)
    assert [(step.who, step.title) for step in ana.read.history.merged()] == [
        ("Ben", "Undid: Added the code “time”"),
        ("Ben", "Added the code “time”"),
        ("Ben", ben.read.history.steps()[2].title),
    ]
    with copied(ana, "Cem") as cem:
        ana.undo()
        assert ana.read.history.merged() == []
        cem.do(AddCode("space"))
        merge(ana, cem.path)
        assert {step.who for step in ana.read.history.merged()} == {"Cem"}, "what was undone here is not known here"
        shown = merge(ana, ben.path).result
        assert (shown.conflicts, shown.added["coding"]) == ((), 1)


def test_what_they_had_taken_in_comes_with_its_history(ana: Project, ben: Project) -> None:
    new = coded(ben, "distance", "two", 90, 110)
    with copied(ana, "Cem") as cem:
        cem.do(AddCode("space"))
        merge(cem, ben.path)
        merge(ana, cem.path)
        assert {step.who for step in ana.read.history.merged()} == {"Ben", "Cem"}
        assert ana.read.codings.get(new) is not None
        assert preview(ana.read, ben.read).nothing, "what came by Cem has come"


# -- other projects -------------------------------------------------------------------------------------------------


def test_another_project_meets_by_text_and_by_asking(ana: Project, tmp_path: Path) -> None:
    with Project.create(tmp_path / "other.qcoder", "Other", "Cem") as other:
        (one, fresh) = other.do(ImportDocuments((transcript("first talk"), transcript("three", " Indeed.")))).result
        family = other.do(AddCode("local")).result
        new, sky = other.do(AddCode("trust", family)).result, other.do(AddCode("sky")).result
        other.do(AddCodings((NewCoding(one, new, Span(3, 9)), NewCoding(fresh, sky, Span(0, 3)))))
        before = content(ana)
        shown = preview(ana.read, other.read, take="mine")
        assert not shown.ancestor.related
        assert {conflict.kind for conflict in shown.conflicts} == {"same name", "changed"}
        merge(ana, other.path, take="mine")
        assert sorted(d.name for d in ana.read.documents.all()) == ["one", "three", "two"]
        assert len(ana.read.codes.tree()) == 4
        assert ana.read.codings.count() == 5
        assert ana.check() == []
        assert ana.read.name() == "Study"
        assert merge(ana, other.path).step is None
        other.do(RenameCode(new, "confidence"))
        merge(ana, other.path)
        assert {c.name for c in ana.read.codes.tree().by_id.values()} == {"local", "confidence", "distance", "sky"}
        ana.undo()
        ana.undo()
        assert content(ana) == before


def test_another_project_without_anything_is_refused_in_words(ana: Project, tmp_path: Path) -> None:
    with Project.create(tmp_path / "other.qcoder", "Other", "Cem") as other, pytest.raises(KnownError, match="two projects"):
        merge(ana, other.path)


def test_cancel_leaves_everything_as_it_was(ana: Project, ben: Project) -> None:
    coded(ben, "distance", "two", 90, 110)
    before, heard = everything(ana), []

    class Stop(Exception):
        pass

    def progress(done: int, total: int) -> None:
        heard.append((done, total))
        if done >= total - 1:
            raise Stop

    with pytest.raises(Stop):
        merge(ana, ben.path, progress=progress)
    assert len(heard) > 3
    assert everything(ana) == before


# -- what nobody is asked about is said -----------------------------------------------------------------------------


def test_colours_keys_and_order_that_both_changed_are_told(ana: Project, ben: Project) -> None:
    trust = code(ana, "trust")
    ana.do(EditCode(trust, color="#111111", key="t"))
    ben.do(EditCode(trust, color="#222222", key="u"))
    shown = preview(ana.read, ben.read)
    assert shown.conflicts == ()
    assert "Both of you changed the colour of the code “local > trust”: yours stays (#111111; theirs is #222222)." in shown.details
    assert "Both of you changed the key of the code “local > trust”: yours stays (t; theirs is u)." in shown.details
    merge(ana, ben.path)
    merge(ben, ana.path)
    assert same_whatever_ids(ben) == same_whatever_ids(ana)


def test_an_order_that_both_changed_is_told(ana: Project) -> None:
    local = code(ana, "local")
    third = ana.do(AddCode("third", local)).result
    with copied(ana, "Ben") as ben:
        ana.do(MoveCode(third, local, 0))
        ben.do(MoveCode(third, local, 1))
        shown = preview(ana.read, ben.read)
        assert (shown.conflicts, shown.details) == ((), ("Both of you changed the order (1 code): yours stays.",))


def test_labels_that_both_corrected_are_asked(ana: Project, ben: Project) -> None:
    speaker = WholeReader(ana.read).rows("speaker")
    rosa = next(id_ for id_, row in speaker.items() if row[2] == "Rosa")
    for project, label in ((ana, "Rosa M."), (ben, "R. Mendes")):
        project.do(RenameSpeaker(rosa, label))
    (conflict,) = preview(ana.read, ben.read).undecided
    assert (conflict.kind, conflict.base, conflict.mine, conflict.theirs) == ("changed", "Rosa", "Rosa M.", "R. Mendes")


@pytest.mark.parametrize("here", [True, False])
def test_rejections_whose_words_go_are_counted(ana: Project, ben: Project, here: bool) -> None:
    one, other = (ana, ben) if here else (ben, ana)
    span = Span(TEXT.index("Nobody"), TEXT.index(" It works"))
    one.do(RejectSuggestion(document(one, "one"), span, code(one, "trust")))
    correct(other, "one", " Nobody told us to.", "")
    done = merge(ana, ben.path)
    told = "1 passage that was rejected (“not this code”) goes: a correction of the text took its words out."
    assert [note for note in done.result.notes if "rejected" in note] == [told]
    assert WholeReader(ana.read).rows("rejection") == {}
    assert merge(ana, ben.path).step is None
    assert not any("rejected" in note for note in preview(ana.read, ben.read).notes)


@pytest.mark.parametrize("mine", [True, False])
def test_an_end_moved_by_hand_on_the_side_whose_text_the_other_corrected(ana: Project, ben: Project, mine: bool) -> None:
    by_hand, by_text = (ana, ben) if mine else (ben, ana)
    coding = ana.read.codings.of_document(document(ana, "one"))[0]
    by_hand.do(ChangeEnds(coding.id, Span(TEXT.index("We sit"), TEXT.index(" It works"))))
    correct(by_text, "one", "We sit together", "We all of us sit together")
    assert preview(ana.read, ben.read).conflicts == ()
    merge(ana, ben.path)
    assert passage(ana, coding.id) == "We all of us sit together on Mondays. Nobody told us to."
    merge(ben, ana.path)
    assert same_whatever_ids(ben) == same_whatever_ids(ana)


@pytest.mark.parametrize("mine", [True, False])
def test_an_end_moved_by_hand_after_ones_own_correction(ana: Project, ben: Project, mine: bool) -> None:
    """One corrects and then moves an end, the other corrects elsewhere: both corrections and the end hold."""
    one, other = (ana, ben) if mine else (ben, ana)
    coding = ana.read.codings.of_document(document(ana, "one"))[0]
    correct(one, "one", "We sit together", "We all sit together")
    text = one.read.documents.text(document(one, "one"))
    one.do(ChangeEnds(coding.id, Span(text.index("We all"), text.index(" It works"))))
    correct(other, "one", "How do you plan?", "How do all of you plan?")
    assert preview(ana.read, ben.read).conflicts == ()
    merge(ana, ben.path)
    assert passage(ana, coding.id) == "We all sit together on Mondays. Nobody told us to."
    merge(ben, ana.path)
    assert passage(ben, coding.id) == passage(ana, coding.id)
