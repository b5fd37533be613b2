"""Each format on files made here: what is read, what is left out, and how encodings are told."""

import codecs
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from qcoder.domain.documents import Transcript
from qcoder.domain.errors import KnownError
from qcoder.importers.normalise import break_long, normalise
from qcoder.importers.transcripts import SUFFIXES, read_source, read_transcript

ODT_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"><office:automatic-styles>'
    '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="B2" style:family="text" style:parent-style-name="B"/></office:automatic-styles>'
    "<office:body><office:text>{}</office:text></office:body></office:document-content>"
)


def said(transcript: Transcript) -> list[tuple[str | None, str]]:
    """Speaker and words of every turn."""
    return [(turn.speaker, transcript.text[turn.span.start : turn.span.end]) for turn in transcript.turns]


def write_odt(path: Path, body: str) -> Path:
    """A small OpenDocument text."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", ODT_HEAD.format(body))
    return path


@pytest.mark.parametrize(
    ("codec", "mark", "name", "guessed"),
    [
        ("utf-8", b"", "UTF-8", False),
        ("utf-8", codecs.BOM_UTF8, "UTF-8", False),
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16", False),
        ("utf-16-be", codecs.BOM_UTF16_BE, "UTF-16", False),
        ("utf-16-le", b"", "UTF-16 LE", True),
        ("utf-16-be", b"", "UTF-16 BE", True),
        ("cp1252", b"", "Windows-1252", True),
    ],
)
def test_encodings(tmp_path: Path, codec: str, mark: bytes, name: str, guessed: bool) -> None:
    path = tmp_path / "talk.txt"
    path.write_bytes(mark + "I: Où est l’école ?\r\n\r\nP1: Là-bas – “près” de l’église…\r\n".encode(codec))
    transcript = read_transcript(path)
    assert said(transcript) == [("I", "Où est l’école ?"), ("P1", "Là-bas – “près” de l’église…")]
    assert transcript.encoding == name
    assert any("guessed" in warning for warning in transcript.warnings) is guessed


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1251", "И: Как вы себя чувствуете сегодня утром? О: Спасибо, очень хорошо, дети уже в школе. " * 20),
        ("cp1250", "Nauczycielka mówiła, że dzieci są zmęczone i śpiące, a później poszły do domu na obiad. " * 20),
        ("utf-16-le", "老师说，孩子们需要时间。家长会上，大家都说作业太多。\n" * 20),
    ],
)
def test_other_encodings_are_guessed(tmp_path: Path, codec: str, text: str) -> None:
    path = tmp_path / "talk.txt"
    path.write_bytes(text.encode(codec))
    transcript = read_transcript(path)
    assert transcript.text == text.strip() or transcript.text.replace("\n\n", "\n") == text.strip()
    assert any("guessed" in warning for warning in transcript.warnings)


def test_the_encoding_can_be_told(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_bytes("Să începem, vă rog, doamnă învăţătoare.".encode("cp1250"))
    assert read_transcript(path, encoding="cp1250").text == "Să începem, vă rog, doamnă învăţătoare."
    with pytest.raises(KnownError, match=r"talk\.txt.*utf-8"):
        read_transcript(path, encoding="utf-8")
    with pytest.raises(KnownError, match="klingon"):
        read_transcript(path, encoding="klingon")


def test_text_is_normalised_once(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_bytes(
        "I: One\u2028two\x00\ufdd0\x07 three\x0bfour.\rP1: A\u0308 stays.\r\nI: So.\r\nP1: \ufeffYes.\r\n".replace("\x00", "").encode()
    )
    transcript = read_transcript(path)
    assert said(transcript)[:2] == [("I", "One\ntwo three\nfour."), ("P1", "A\u0308 stays.")]
    assert any("2 control characters" in warning for warning in transcript.warnings)


@given(st.text(st.characters(), max_size=60))
def test_normalising_is_done_once_and_for_all(text: str) -> None:
    once, _lost = normalise(text)
    assert normalise(once) == (once, 0)
    assert "\r" not in once
    once.encode("utf-8")


@given(st.text(alphabet="ab .。!\n", max_size=300), st.integers(5, 40))
def test_long_lines_are_broken_without_losing_a_letter(text: str, limit: int) -> None:
    broken = break_long(text, limit)
    assert all(len(line) <= limit for line in broken.split("\n"))
    assert "".join(broken.split()) == "".join(text.split())


def test_very_long_paragraphs_are_broken_at_sentence_ends(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("I: " + "This is a sentence of some length. " * 1500 + "\n\nP1: Yes.\n\nI: So.\n", encoding="utf-8")
    transcript = read_transcript(path)
    lines = transcript.text.split("\n")
    assert max(map(len, lines)) <= 20_000
    assert all(line.endswith(".") for line in lines if line)
    assert [turn.speaker for turn in transcript.turns] == ["I", "P1", "I"]
    assert any("broken" in warning for warning in transcript.warnings)


def test_markdown(tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    path.write_text(
        "# Talk\n\n**Anna Lee:** Good *day* \\[laughs\\].\n\n**Ben**: Hello `x: y`.\n\n"
        "```\nAnna Lee: code\n```\n\n__Anna Lee:__ **Bold: words**.\n",
        encoding="utf-8",
    )
    assert said(read_transcript(path)) == [
        ("Anna Lee", "Good *day* [laughs]."),
        ("Ben", "Hello `x: y`.\n```\nAnna Lee: code\n```"),
        ("Anna Lee", "**Bold: words**."),
    ]


def test_docx_bold_names_breaks_and_tracked_changes(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("A talk", 1)
    strong = document.styles.add_style("Loud", WD_STYLE_TYPE.CHARACTER)
    strong.font.bold = True
    for number, (name, words) in enumerate([("Anna", "Good day."), ("Ben", "Hello."), ("Anna", "Well\tso."), ("Ben", "Fine.")]):
        paragraph = document.add_paragraph()
        if number % 2:
            paragraph.add_run(name, style="Loud")
        else:
            paragraph.add_run(name).bold = True
        paragraph.add_run("  " + words)
    last = document.paragraphs[-1]
    last.add_run().add_break()
    last.add_run("Second line: yes.")
    last._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t> Kept.</w:t></w:r></w:ins>'))
    last._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText> Gone.</w:delText></w:r></w:del>'))
    path = tmp_path / "talk.docx"
    document.save(str(path))
    transcript = read_transcript(path)
    assert said(transcript) == [("Anna", "Good day."), ("Ben", "Hello."), ("Anna", "Well\tso."), ("Ben", "Fine.\nSecond line: yes. Kept.")]
    assert transcript.text.startswith("A talk\n\nGood day.")


def test_docx_name_time_and_words_in_one_paragraph(tmp_path: Path) -> None:
    document = docx.Document()
    for name, clock, words in [("Anna Lee", "0:03", "Good day."), ("Ben", "1:02:09", "Hello."), ("Anna Lee", "1:02:12", "Well.")]:
        paragraph = document.add_paragraph()
        paragraph.add_run(name).bold = True
        paragraph.add_run(f"   {clock}").add_break()
        paragraph.add_run(words)
    path = tmp_path / "talk.docx"
    document.save(str(path))
    transcript = read_transcript(path)
    assert said(transcript) == [("Anna Lee", "Good day."), ("Ben", "Hello."), ("Anna Lee", "Well.")]
    assert [turn.start_ms for turn in transcript.turns] == [3000, 3_729_000, 3_732_000]


def test_docx_bold_names_on_their_own_line(tmp_path: Path) -> None:
    document = docx.Document()
    for name, words in [("Anna", "Good day."), ("Ben", "Hello"), ("Anna", "Yes"), ("Carla", "I came late.")]:
        document.add_paragraph().add_run(name).bold = True
        document.add_paragraph(words)
    path = tmp_path / "talk.docx"
    document.save(str(path))
    assert said(read_transcript(path)) == [("Anna", "Good day."), ("Ben", "Hello"), ("Anna", "Yes"), ("Carla", "I came late.")]


def test_docx_table_between_paragraphs_keeps_the_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Before the table.")
    table = document.add_table(3, 2)
    for row, cells in zip(table.rows, [("Interviewer", "One?"), ("P1", "Yes.\nAnd no."), ("Interviewer", "Two?")], strict=True):
        row.cells[0].text, row.cells[1].text = cells
    document.add_paragraph("After the table.")
    path = tmp_path / "talk.docx"
    document.save(str(path))
    transcript = read_transcript(path)
    assert said(transcript)[:3] == [("Interviewer", "One?"), ("P1", "Yes.\nAnd no."), ("Interviewer", "Two?")]
    assert transcript.text.startswith("Before the table.\n\nOne?")
    assert transcript.text.endswith("After the table.")


def test_odt(tmp_path: Path) -> None:
    path = write_odt(
        tmp_path / "talk.odt",
        '<text:h>A talk</text:h><text:p><text:span text:style-name="B">Anna</text:span> Good<text:s text:c="2"/>day<text:tab/>to\n'
        "   you.</text:p>"
        '<text:p><text:span text:style-name="B2">Ben</text:span> Hello'
        "<text:note><text:note-body><text:p>note</text:p></text:note-body></text:note>."
        "<text:line-break/>So.</text:p><text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        '<text:list><text:list-item><text:p><text:span text:style-name="B">Anna</text:span> Yes.</text:p></text:list-item></text:list>'
        '<text:p><text:span text:style-name="B">Ben</text:span> No.</text:p>',
    )
    transcript = read_transcript(path)
    assert said(transcript) == [("Anna", "Good  day\tto you."), ("Ben", "Hello.\nSo."), ("Anna", "Yes."), ("Ben", "No.")]


def test_odt_table(tmp_path: Path) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = "".join(
        f"<table:table-row>{cell.format(a)}{cell.format(b)}</table:table-row>"
        for a, b in [("Speaker", "Text"), ("Anna", "Good day."), ("Ben", "Hello."), ("Anna", "Well.")]
    )
    transcript = read_transcript(write_odt(tmp_path / "talk.odt", f"<table:table>{rows}</table:table>"))
    assert said(transcript) == [("Anna", "Good day."), ("Ben", "Hello."), ("Anna", "Well.")]


VTT = """WEBVTT

NOTE made for a test

1
00:00:03.000 --> 00:00:04.000
<v Anna Lee>Good &amp; early</v>

2
00:00:04.000 --> 00:00:05.500
<v Anna Lee>day, <i>all</i>.</v>

3
00:00:06.000 --> 00:00:07.000 align:start
<v Ben>Hello &lt;all&gt; <not a tag>.</v>
"""


def test_vtt_joins_the_cues_of_one_speaker(tmp_path: Path) -> None:
    path = tmp_path / "talk.vtt"
    path.write_text(VTT, encoding="utf-8")
    transcript = read_transcript(path)
    assert said(transcript) == [("Anna Lee", "Good & early day, all."), ("Ben", "Hello <all> <not a tag>.")]
    assert [(turn.start_ms, turn.end_ms) for turn in transcript.turns] == [(3000, 5500), (6000, 7000)]
    assert transcript.turns[0].lead == "<v Anna Lee>"


def test_vtt_with_names_in_the_numbers_of_cues(tmp_path: Path) -> None:
    path = tmp_path / "talk.vtt"
    cues = [("Anna Lee", "Good"), ("Anna Lee", "day."), ("Ben", "Hello.")]
    path.write_text(
        "WEBVTT\n\n"
        + "".join(f'{n} "{who}" (77{n})\n00:00:0{n}.000 --> 00:00:0{n}.500\n{words}\n\n' for n, (who, words) in enumerate(cues)),
        encoding="utf-8",
    )
    assert said(read_transcript(path)) == [("Anna Lee", "Good day."), ("Ben", "Hello.")]


def test_srt_with_names_only_where_the_speaker_changes(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    cues = ["Anna: Good", "day to you", "all.", "Ben: Hello.\nAnna: Yes,", "indeed.", "Ben: So."]
    path.write_text("\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{cue}\n" for n, cue in enumerate(cues, 1)), encoding="utf-8")
    transcript = read_transcript(path)
    assert said(transcript) == [("Anna", "Good day to you all."), ("Ben", "Hello."), ("Anna", "Yes, indeed."), ("Ben", "So.")]
    assert (transcript.turns[0].start_ms, transcript.turns[0].end_ms) == (1000, 3900)


def test_cues_without_names_become_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "talk.vtt"
    cues = [(0, 1, "It was a"), (1, 2, "long day."), (2, 3, "We left."), (9, 10, "Then it rained."), (10, 11, "All night")]
    path.write_text("WEBVTT\n\n" + "\n".join(f"00:{a:02}.000 --> 00:{b:02}.000\n{cue}\n" for a, b, cue in cues), encoding="utf-8")
    transcript = read_transcript(path)
    assert said(transcript) == [(None, "It was a long day. We left."), (None, "Then it rained. All night")]
    assert [(turn.start_ms, turn.end_ms) for turn in transcript.turns] == [(0, 3000), (9000, 11_000)]


def test_rolling_captions_say_each_line_once(tmp_path: Path) -> None:
    path = tmp_path / "talk.vtt"
    path.write_text(
        "WEBVTT\nKind: captions\n\n00:00:00.000 --> 00:00:02.000\n \ngood<00:00:00.500><c> day</c>\n\n"
        "00:00:02.000 --> 00:00:02.010\ngood day\n \n\n00:00:02.010 --> 00:00:04.000\ngood day\nto<00:00:03.000><c> you</c>\n",
        encoding="utf-8",
    )
    assert read_transcript(path).text == "good day to you"


def test_content_decides_what_a_file_is(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("I: One?")
    document.add_paragraph("P1: Yes.")
    path = tmp_path / "talk.txt"
    document.save(str(path))
    transcript = read_transcript(path)
    assert said(transcript) == [("I", "One?"), ("P1", "Yes.")]
    assert "docx" in transcript.warnings[0]
    cues = tmp_path / "cues.txt"
    cues.write_text(VTT, encoding="utf-8")
    assert read_source(cues).format == "vtt"


def test_the_suffixes_are_those_promised() -> None:
    assert {".txt", ".md", ".docx", ".odt", ".vtt", ".srt"} <= set(SUFFIXES)
