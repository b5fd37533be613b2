"""Who speaks: the line grammar on text written for each layout, and its totality on anything."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.domain.documents import Transcript
from qcoder.importers.sources import Block, Kind, Source
from qcoder.importers.transcripts import Corrections, read_source, read_transcript, understand

Reader = Callable[..., Transcript]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Read a text as a file of a given name."""

    def read_text(text: str, name: str = "talk.txt", corrections: Corrections | None = None) -> Transcript:
        path = tmp_path / name
        path.write_bytes(text.encode("utf-8"))
        return read_transcript(path, corrections=corrections)

    return read_text


def said(transcript: Transcript) -> list[tuple[str | None, str]]:
    """Speaker and words of every turn."""
    return [(turn.speaker, transcript.text[turn.span.start : turn.span.end]) for turn in transcript.turns]


def speakers(transcript: Transcript) -> list[str | None]:
    """The speaker of every turn."""
    return [turn.speaker for turn in transcript.turns]


def test_names_before_a_colon_leave_the_text(read: Reader) -> None:
    transcript = read("I: How are you?\n\nP1: Well.\n\nI: And you?\n\nP1: Me too.\n")
    assert said(transcript) == [("I", "How are you?"), ("P1", "Well."), ("I", "And you?"), ("P1", "Me too.")]
    assert transcript.text == "How are you?\n\nWell.\n\nAnd you?\n\nMe too."
    assert [turn.lead for turn in transcript.turns] == ["I: ", "P1: ", "I: ", "P1: "]
    assert transcript.interviewers == {"I"}
    assert transcript.warnings == ()


def test_words_with_a_colon_inside_speech_are_no_speakers(read: Reader) -> None:
    transcript = read(
        "Maria: Q: is this a speaker? Note: it is not.\n\n"
        "Ben: We met at 3:45 pm; see https://example.org/a:b.\n"
        "Note: bring chalk, she said.\n\n"
        "Maria: And then I said: no.\n\n"
        "3:45 pm was too late for us.\n\n"
        "https://example.org is the page.\n\n"
        "Ben: Fine.\n"
    )
    assert speakers(transcript) == ["Maria", "Ben", "Maria", "Ben"]
    assert "3:45 pm was too late" in said(transcript)[2][1]


def test_a_person_who_speaks_once_in_a_clear_file_is_a_speaker(read: Reader) -> None:
    transcript = read("I: One?\n\nP1: Yes.\n\nI: Two?\n\nP1: Yes.\n\nReceptionist: Coffee?\n\nI: Thanks.\n")
    assert speakers(transcript) == ["I", "P1", "I", "P1", "Receptionist", "I"]


def test_summary_at_the_end_is_text_but_no_turn(read: Reader) -> None:
    transcript = read("I: One?\n\nP1: Yes.\n\nI: Two?\n\nP1: Yes.\n\nSummary: she agreed twice.\n")
    assert speakers(transcript) == ["I", "P1", "I", "P1"]
    assert transcript.text.endswith("\n\nSummary: she agreed twice.")


def test_metadata_at_the_top_is_no_turn(read: Reader) -> None:
    transcript = read(
        "Date: 3 May 2024\nInterviewer: Jane Smith\nParticipant: P7\n\nInterviewer: Shall we start?\n\nP7: Yes.\n\nInterviewer: Good.\n"
    )
    assert said(transcript) == [("Interviewer", "Shall we start?"), ("P7", "Yes."), ("Interviewer", "Good.")]
    assert transcript.text.startswith("Date: 3 May 2024\nInterviewer: Jane Smith\nParticipant: P7\n\n")


def test_prose_with_colons_has_no_speakers(read: Reader) -> None:
    transcript = read(
        "We went to the market. There was one thing: apples.\n\nThe plan was simple: buy them.\n\n"
        "Remember: it was winter.\n\nNobody else came that day, and we left early.\n\nIn short: it rained.\n"
    )
    assert speakers(transcript) == [None] * 5
    assert len(transcript.warnings) == 1


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("الباحث", "الباحث"),
        ("מראיין", "מראיין"),
        ("受访者", "受访者"),
        ("P1 👩🏽‍🏫", "P1 👩🏽‍🏫"),
        ("P-3 (Head teacher, O'Neill)", "P-3 (Head teacher, O'Neill)"),
        ("Dr. Łukasz d'Arc-Müller", "Dr. Łukasz d'Arc-Müller"),
        ("INT. 2", "INT. 2"),
        ("Speaker 10", "Speaker 10"),
        ("[Jane Doe]", "Jane Doe"),
    ],
)
def test_labels_of_any_script(read: Reader, label: str, key: str) -> None:
    transcript = read(f"{label}: one\n\nAnna: two\n\n{label}: three\n\nAnna: four\n")
    assert speakers(transcript) == [key, "Anna", key, "Anna"]


def test_full_width_colon(read: Reader) -> None:
    transcript = read("采访者：你好吗？\n\n老师：我很好。\n\n采访者：谢谢：再见。\n\n老师：再见。\n")
    assert said(transcript)[2] == ("采访者", "谢谢：再见。")
    assert transcript.interviewers == {"采访者"}


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("Lynne Neagle AM  0:03\nGood afternoon.\n\nBen  0:09\nHello.\n", "Lynne Neagle AM  0:03"),
        ("Lynne Neagle AM (00:03):\nGood afternoon.\n\nBen (00:09):\nHello.\n", "Lynne Neagle AM (00:03):"),
        ("Lynne Neagle AM (00:03): Good afternoon.\n\nBen (00:09): Hello.\n", "Lynne Neagle AM (00:03): "),
        ("[00:00:03] Lynne Neagle AM: Good afternoon.\n\n[00:00:09] Ben: Hello.\n", "[00:00:03] Lynne Neagle AM: "),
        ("00:00:03 Lynne Neagle AM: Good afternoon.\n\n00:00:09 Ben: Hello.\n", "00:00:03 Lynne Neagle AM: "),
        ("Lynne Neagle AM: [00:00:03] Good afternoon.\n\nBen: [00:00:09] Hello.\n", "Lynne Neagle AM: [00:00:03] "),
        ("[Lynne Neagle AM] 00:00:03\nGood afternoon.\n\n[Ben] 00:00:09\nHello.\n", "[Lynne Neagle AM] 00:00:03"),
        ("[00:00:03]\nLynne Neagle AM: Good afternoon.\n\n[00:00:09]\nBen: Hello.\n", "[00:00:03]\nLynne Neagle AM: "),
    ],
)
def test_names_with_times(read: Reader, text: str, lead: str) -> None:
    transcript = read(text)
    assert said(transcript) == [("Lynne Neagle AM", "Good afternoon."), ("Ben", "Hello.")]
    assert [turn.start_ms for turn in transcript.turns] == [3000, 9000]
    assert transcript.turns[0].lead == lead


def test_a_time_inside_a_turn_begins_a_new_turn_of_the_same_speaker(read: Reader) -> None:
    transcript = read(
        "I: One?\n\nAnna: Yes.\n\n[00:05:10] And more.\n\n[00:06:00]\n\nAnd most.\n\nI: Two?\n\nAnna: (inaudible 00:12:03) no.\n"
    )
    assert said(transcript)[1:4] == [("Anna", "Yes."), ("Anna", "And more."), ("Anna", "And most.")]
    assert [turn.start_ms for turn in transcript.turns] == [None, None, 310_000, 360_000, None, None]
    assert said(transcript)[-1] == ("Anna", "(inaudible 00:12:03) no.")


def test_time_after_the_words(read: Reader) -> None:
    transcript = read("I: Wie geht es? #00:00:15-3#\n\nB1: Gut. #00:00:18-0#\n\nI: Schön. #00:00:20-1#\n")
    assert said(transcript) == [("I", "Wie geht es?"), ("B1", "Gut."), ("I", "Schön.")]
    assert [turn.end_ms for turn in transcript.turns] == [15_300, 18_000, 20_100]


def test_names_on_their_own_line(read: Reader) -> None:
    transcript = read("Interviewer\nHow are you?\n\nAnna Lee\nWell, thanks.\nYes\n\nInterviewer\nGood.\n\nAnna Lee\nBye.\n")
    assert said(transcript) == [
        ("Interviewer", "How are you?"),
        ("Anna Lee", "Well, thanks.\nYes"),
        ("Interviewer", "Good."),
        ("Anna Lee", "Bye."),
    ]


def test_times_and_names_on_lines_of_their_own(read: Reader) -> None:
    transcript = read("00:00:03\nAnna Lee\nHello there.\n\n00:00:09\nBen\nHi: you.\n\n00:00:12\nAnna Lee\nSo.\n")
    assert said(transcript) == [("Anna Lee", "Hello there."), ("Ben", "Hi: you."), ("Anna Lee", "So.")]
    assert [(turn.start_ms, turn.lead) for turn in transcript.turns][1] == (9000, "00:00:09\nBen")


def test_names_before_a_tab(read: Reader) -> None:
    transcript = read("I\tHow are you?\nP1\tWell.\nI\tGood.\nP1\tBye.\n")
    assert said(transcript) == [("I", "How are you?"), ("P1", "Well."), ("I", "Good."), ("P1", "Bye.")]


def test_bold_names_without_a_colon_and_bold_words_that_are_none(read: Reader) -> None:
    transcript = read("**Anna** Good day.\n\n**Ben** Hello.\n\n**Anna** It was **so** cold.\n\n*Never* again.\n\n**Ben** Yes.\n", "talk.md")
    assert said(transcript) == [("Anna", "Good day."), ("Ben", "Hello."), ("Anna", "It was **so** cold.\n*Never* again."), ("Ben", "Yes.")]


def test_continuation_paragraphs_belong_to_the_turn_before(read: Reader) -> None:
    transcript = read("I: One?\n\nP1: Yes.\n\nAnd another thing.\nAnd a third.\n\nI: Two?\n")
    assert said(transcript)[1] == ("P1", "Yes.\nAnd another thing.\nAnd a third.")


def test_headings_directions_and_front_matter_stay_in_the_text(read: Reader) -> None:
    transcript = read(
        "---\ntitle: A talk\nspeakers:\n  - Anna\n---\n# Part one\n\nAnna: Hello.\n\n[The bell rings.]\n\nBen: Hi.\n\n"
        "## Part two\n\nAnna: So: yes.\n\nBen: [laughs]\n",
        "talk.md",
    )
    assert said(transcript) == [("Anna", "Hello."), ("Ben", "Hi."), ("Anna", "So: yes."), ("Ben", "[laughs]")]
    assert transcript.text.startswith(
        "---\ntitle: A talk\nspeakers:\n  - Anna\n---\n\n# Part one\n\nHello.\n\n[The bell rings.]\n\nHi.\n\n## Part two"
    )


def test_without_speakers_every_paragraph_is_a_turn(read: Reader) -> None:
    transcript = read("---\ntitle: A talk\n---\n# Part one\n\nIt was cold.\nIt rained.\n\n(Applause.)\n", "talk.md")
    assert [text for _speaker, text in said(transcript)] == ["# Part one", "It was cold.", "It rained.", "(Applause.)"]
    assert speakers(transcript) == [None] * 4
    assert "No speakers" in transcript.warnings[0]


def test_lines_cut_at_a_fixed_width_are_one_paragraph(read: Reader) -> None:
    paragraph = "\n".join(["It was a long day and nobody had told us where the school was to be"] * 4)
    assert len(read(paragraph + "\n\n" + paragraph + "\n").turns) == 2


def test_only_the_interviewer_is_named(read: Reader) -> None:
    transcript = read(
        "Well, I began in the village school and stayed.\nMODERATOR: Why?\nBecause of the children and parents.\nI liked it.\n"
    )
    assert speakers(transcript) == [None, "MODERATOR", None, None]
    assert "Only interviewers" in transcript.warnings[0]


def test_a_long_talk_before_the_first_label_is_speech(read: Reader) -> None:
    talk = "\n\n".join(["We built the school with our own hands, and it stands to this day. " * 5] * 8)
    transcript = read(f"# A talk\n\n{talk}\n\nQ: Who paid?\n\nA: We did.\n\nQ: All of it?\n\nA: All.\n", "talk.md")
    assert speakers(transcript) == [None] * 8 + ["Q", "A", "Q", "A"]


def test_initials_introduced_in_brackets_are_the_same_person(read: Reader) -> None:
    transcript = read("Aaron van Wirdum (AvW): Hello.\n\nSjors Provoost (SP): Hi.\n\nAvW: So.\n\nSP: Yes.\n")
    assert speakers(transcript) == ["Aaron van Wirdum (AvW)", "Sjors Provoost (SP)"] * 2


def test_a_name_without_words_is_no_turn_but_stays(read: Reader) -> None:
    transcript = read("I: One?\n\nP1:\n\nI: Two?\n\nP1: Yes.\n")
    assert speakers(transcript) == ["I", "I", "P1"]
    assert "\n\nP1:\n\n" in transcript.text


def test_a_recorder_s_header_is_no_speech(read: Reader) -> None:
    transcript = read(
        "Interview with Jo\nThu, May 4, 2023 2:33PM • 43:12\n\nSUMMARY KEYWORDS\nschool, people\n\nSPEAKERS\nJo, Interviewer\n\n"
        "Interviewer  00:00\nHello.\n\nJo  00:03\nHi.\n\nInterviewer  00:09\nGo on.\n\nTranscribed by https://example.org\n"
    )
    assert said(transcript) == [("Interviewer", "Hello."), ("Jo", "Hi."), ("Interviewer", "Go on.")]
    assert transcript.text.endswith("Go on.\n\nTranscribed by https://example.org")


def test_numbers_that_count_the_lines_leave(read: Reader) -> None:
    transcript = read("".join(f"{n}  {line}\n" for n, line in enumerate(["I: One?", "P1: Yes,", "I said.", "", "I: Two?", "P1: No."], 1)))
    assert said(transcript) == [("I", "One?"), ("P1", "Yes,\nI said."), ("I", "Two?"), ("P1", "No.")]


@pytest.mark.parametrize(
    "label", ["Smith, John", "El Mahdi El Mhamdi", "O'Neill-Łoś", "van der Berg", "J. R. Hall", "mary", "\u200fדנה\u200f"]
)
def test_names_that_look_unusual(read: Reader, label: str) -> None:
    transcript = read("\n\n".join(f"{label}: one\n\nBen: two" for _n in range(3)))
    assert speakers(transcript) == [label.strip("\u200f"), "Ben"] * 3


@pytest.mark.parametrize("opening", ["And then he said", "There were three things", "So", "In short", "Remember this", "She told me"])
def test_sentences_before_a_colon_are_no_speakers_however_often(read: Reader, opening: str) -> None:
    transcript = read("I: One?\n\nMary: Yes.\n\n" + f"{opening}: it was late.\n\n" * 2 + "I: Two?\n\nMary: No.\n")
    assert speakers(transcript) == ["I", "Mary", "I", "Mary"]


def test_dashes_and_arrows_before_names(read: Reader) -> None:
    assert speakers(read(">> ANNA: One.\n>> BEN: Two.\n>> ANNA: Three.\n>> BEN: Four.\n")) == ["ANNA", "BEN"] * 2
    assert speakers(read("- Anna: One.\n- Ben: Two.\n- Anna: Three.\n- Ben: Four.\n")) == ["Anna", "Ben"] * 2


def test_tables_written_as_text(read: Reader) -> None:
    wanted = [("Anna", "Hello there."), ("Ben", "Hi."), ("Anna", "So.")]
    tabs = read("1\t0:00.0 - 0:05.3\tAnna\tHello there.\n2\t0:05.3 - 0:09.0\tBen\tHi.\n3\t0:09.0 - 0:12.0\tAnna\tSo.\n")
    assert said(tabs) == wanted
    assert [(turn.start_ms, turn.end_ms) for turn in tabs.turns] == [(0, 5300), (5300, 9000), (9000, 12_000)]
    pipes = read("# Talk\n\n| Speaker | Text |\n|---|:--|\n| Anna | Hello there. |\n| Ben | Hi. |\n| Anna | So. |\n", "talk.md")
    assert said(pipes) == wanted


def test_names_as_headings(read: Reader) -> None:
    transcript = read("# Talk\n\n## Anna\n\nHello there.\n\n## Ben\n\nHi.\n\n## Anna\n\nSo.\n\n## Ben\n\nYes.\n", "talk.md")
    assert said(transcript) == [("Anna", "Hello there."), ("Ben", "Hi."), ("Anna", "So."), ("Ben", "Yes.")]
    assert transcript.text.startswith("# Talk\n\nHello")


def test_times_alone_without_names(read: Reader) -> None:
    transcript = read("[00:00:00]\nWe came in.\n\n[00:01:00]\nThen it rained.\n\n[00:02:00]\n")
    assert said(transcript) == [(None, "We came in."), (None, "Then it rained.")]
    assert [turn.start_ms for turn in transcript.turns] == [0, 60_000]
    assert transcript.text.endswith("\n\n[00:02:00]")


def test_corrections_rename_join_and_refuse(read: Reader) -> None:
    text = "Anna: One.\n\nAna: Two.\n\nBen: Three.\n\nTopic A: Four.\n\nAnna: Five.\n\nTopic A: Six.\n"
    corrections = Corrections(rename={"Ana": "Anna"}, not_speakers=frozenset({"Topic A"}), interviewers=frozenset({"Ben"}))
    transcript = read(text, corrections=corrections)
    assert said(transcript) == [("Anna", "One."), ("Anna", "Two."), ("Ben", "Three.\nTopic A: Four."), ("Anna", "Five.\nTopic A: Six.")]
    assert transcript.interviewers == {"Ben"}


def test_refusing_every_label_leaves_paragraphs(read: Reader) -> None:
    transcript = read("I: One?\n\nP1: Yes.\n\nI: Two?\n", corrections=Corrections(not_speakers=frozenset({"I", "P1"})))
    assert said(transcript) == [(None, "I: One?"), (None, "P1: Yes."), (None, "I: Two?")]


INTERVIEWERS = (
    "I|I1|Int|INT 2|Interviewer|Researcher|Moderator|Facilitator|Q|Interviewerin|Entrevistadora|Enquêteur|Συνέντευξη|מראיין|الباحث|采访者"
    "|Интервьюер|Jane (Interviewer)|Interviewer (JS)"
)


@pytest.mark.parametrize("label", INTERVIEWERS.split("|"))
def test_interviewers_are_known_by_their_words(read: Reader, label: str) -> None:
    assert read(f"{label}: one\n\nAnna: two, and much more\n\n{label}: three\n\nAnna: four\n").interviewers == {label}


@pytest.mark.parametrize("label", ["P1", "S2", "IP", "Anna I. Lee", "A", "Teacher", "Ian", "Quentin"])
def test_others_are_not(read: Reader, label: str) -> None:
    assert read(f"{label}: one\n\nBen: two\n\n{label}: three\n\nBen: four\n").interviewers == frozenset()


def test_table_columns_are_found_with_and_without_a_header() -> None:
    rows = [("1", "00:03", "Anna", "Good day."), ("2", "00:09", "Ben", "Hello to you."), ("3", "00:12", "Anna", "And: so on.")]
    for header in ([("#", "Time", "Speaker", "Text")], []):
        blocks = tuple(Block("", Kind.ROW, cells=row, table=1) for row in [*header, *rows])
        transcript = understand(Source("t", blocks, "docx", file="t.docx"))
        assert said(transcript) == [("Anna", "Good day."), ("Ben", "Hello to you."), ("Anna", "And: so on.")]
        assert [turn.start_ms for turn in transcript.turns] == [3000, 9000, 12_000]
        assert transcript.text == "Good day.\n\nHello to you.\n\nAnd: so on."


def test_a_table_without_speakers_gives_its_cells_to_the_grammar() -> None:
    rows = [("1", "I: One?"), ("2", "P1: Yes."), ("3", "I: Two?")]
    transcript = understand(Source("t", tuple(Block("", Kind.ROW, cells=row, table=1) for row in rows), "docx", file="t.docx"))
    assert said(transcript) == [("I", "One?"), ("P1", "Yes."), ("I", "Two?")]


_WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "",
            " ",
            "I: yes",
            "P1: no",
            "Anna",
            "Anna  0:03",
            "[00:01]",
            "00:02 so",
            "(laughs)",
            "# x",
            "---",
            "Note: x",
            "a\tb",
            "Ben (0:01):",
        ]
    ),
    st.text(alphabet="AB:：[]() 0123\n\t#.", max_size=20),
)
_BLOCKS = st.builds(
    Block,
    text=_WORDS,
    kind=st.sampled_from(Kind),
    bold=st.integers(0, 12),
    gap=st.booleans(),
    cells=st.lists(_WORDS, max_size=3).map(tuple),
    table=st.integers(0, 2),
    start_ms=st.none() | st.integers(0, 10_000),
    end_ms=st.none() | st.integers(0, 10_000),
    voice=st.none() | st.sampled_from(["Anna", "I"]),
)


@given(
    st.lists(_BLOCKS, max_size=12),
    st.dictionaries(st.sampled_from(["I", "Anna", "P1"]), st.sampled_from(["X", "I", ""])),
    st.frozensets(st.sampled_from(["I", "Anna", "A"])),
    st.none() | st.frozensets(st.sampled_from(["I", "X"])),
)
def test_every_source_has_a_transcript(
    blocks: list[Block], rename: dict[str, str], refused: frozenset[str], interviewers: frozenset[str] | None
) -> None:
    transcript = understand(Source("any", tuple(blocks), file="any.txt"), Corrections(rename, refused, interviewers))
    end = 0
    for turn in transcript.turns:
        assert end <= turn.span.start < turn.span.end <= len(transcript.text)
        assert transcript.text[turn.span.start : turn.span.end].strip()
        end = turn.span.end
    assert transcript.interviewers <= set(transcript.speakers)


@given(
    st.lists(
        st.tuples(st.sampled_from(["I", "P1", "Anna Lee"]), st.text(alphabet="abc dé你. ", min_size=1, max_size=30)),
        min_size=4,
        max_size=12,
    )
)
def test_labelled_lines_come_back_as_they_were_said(turns: list[tuple[str, str]]) -> None:
    wanted = [(name, words.strip() + " x.") for name, words in turns]
    blocks = tuple(Block(f"{name}: {words}") for name, words in wanted)
    assert said(understand(Source("any", blocks, file="any.txt"))) == [(name, words.strip()) for name, words in wanted]


def test_reading_and_understanding_apart_is_reading_at_once(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("I: One?\nP1: Yes.\n", encoding="utf-8")
    assert understand(read_source(path)) == read_transcript(path)
