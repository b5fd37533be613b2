"""Files that cannot be read: one clear sentence each, that names the file."""

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.domain.errors import KnownError
from qcoder.importers import files, packages
from qcoder.importers.transcripts import read_transcript

WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def sentence(path: Path) -> str:
    """What the person is told; the file is always named, and the sentence is one."""
    with pytest.raises(KnownError) as caught:
        read_transcript(path)
    said = caught.value.sentence
    assert f"“{path.name}”" in said
    assert said.endswith(".")
    assert ". " not in said
    return said


def outcome(path: Path) -> str:
    """The file's name as the transcript has it, or what the person is told; anything else is a bug and raises."""
    try:
        return read_transcript(path).source
    except KnownError as error:
        return error.sentence


def write(path: Path, data: bytes) -> Path:
    """A file of these bytes."""
    path.write_bytes(data)
    return path


def write_docx(path: Path, body: str | bytes, members: int = 0) -> Path:
    """A package with this document part and so many others."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", body if isinstance(body, bytes) else WORD.format(body))
        for number in range(members):
            package.writestr(f"x{number}", b"")
    return path


def real_docx() -> bytes:
    """A document as Word's format has it."""
    document = docx.Document()
    for number in range(200):
        document.add_paragraph(f"P{number % 3}: paragraph {number} of {os.urandom(20).hex()}")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def real_odt(tmp_path: Path) -> bytes:
    """A package with an OpenDocument text's members."""
    path = tmp_path / "whole.odt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "<a>" + os.urandom(4000).hex() + "</a>")
    return path.read_bytes()


def test_files_that_are_not_there_or_no_files(tmp_path: Path) -> None:
    assert "not there" in sentence(tmp_path / "gone.txt")
    (tmp_path / "folder.txt").mkdir()
    assert "folder" in sentence(tmp_path / "folder.txt")


def test_empty_and_blank(tmp_path: Path) -> None:
    assert "is empty" in sentence(write(tmp_path / "a.txt", b""))
    assert "is empty" in sentence(write(tmp_path / "a.docx", b""))
    assert "no text" in sentence(write(tmp_path / "b.txt", b" \r\n \n"))
    assert "no text" in sentence(write_docx(tmp_path / "c.docx", "<w:p/>"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everybody may read everything here")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"I: One?")
    path.chmod(0)
    assert "may not be read" in sentence(path)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.txt", bytes(range(256)) * 40, "not a text"),
        ("b.txt", b"\x00\x01\x02\x03" * 500, "not a text"),
        ("c.txt", b"I: One\n" + b"\x01\x02\x05" * 400, "not a text"),
        ("d.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word document"),
        ("e.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        ("f.rtf", b"{\\rtf1\\ansi I: One?}", "not supported yet"),
        ("g.txt", b"{\\rtf1\\ansi I: One?}", "RTF"),
        ("people.csv", b"participant,group\nT4,teachers\n", "is a table"),
        ("codings.jsonl", b"{}\n", "is a table"),
        ("h.pdf", b"%PDF-1.7\n", "not supported yet"),
        ("i.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "PNG"),
        ("j.docx", b"I: One?\nP1: Yes.\n", "not a docx"),
        ("k.html", b"<!DOCTYPE html><p>I: One?", "web page"),
        ("l.txt", b"\xef\xbb\xbfI: One\xff\xfe?", "UTF-8"),
        ("m.txt", b"\xff\xfeI", "UTF-16"),
    ],
)
def test_other_kinds_of_file(tmp_path: Path, name: str, data: bytes, word: str) -> None:
    assert word in sentence(write(tmp_path / name, data))


@pytest.mark.parametrize("share", [0.001, 0.2, 0.5, 0.9, 0.999])
def test_cut_off_packages(tmp_path: Path, share: float) -> None:
    for name, whole in (("a.docx", real_docx()), ("a.odt", real_odt(tmp_path))):
        assert "damaged" in sentence(write(tmp_path / name, whole[: max(4, int(len(whole) * share))]))


def test_bytes_changed_inside_a_package_never_crash(tmp_path: Path) -> None:
    whole = real_docx()
    for place in range(0, len(whole), max(1, len(whole) // 150)):
        path = write(tmp_path / "a.docx", whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        assert "a.docx" in outcome(path)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no xml",
        b"<w:document",
        b"<a><b></a>",
        b"\xff\xfe\x00",
        WORD.format("<w:p><w:r><w:t>x").encode(),
        b"<a>" * 5000 + b"</a>" * 5000,
    ],
)
def test_broken_xml(tmp_path: Path, body: bytes) -> None:
    assert "damaged" in sentence(write_docx(tmp_path / "a.docx", body))


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_document_types_are_refused(tmp_path: Path, codec: str) -> None:
    text = WORD.format("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>")
    body = f'<?xml version="1.0" encoding="{codec}"?><!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]>{text}'.encode(codec)
    assert "document type" in sentence(write_docx(tmp_path / "a.docx", body))
    far = f'<?xml version="1.0" encoding="{codec}"?><!--{"x" * 9000}--><!DOCTYPE w [<!ENTITY e "x">]>{text}'.encode(codec)
    assert "document type" in sentence(write_docx(tmp_path / "b.docx", far))


def test_zip_bombs_by_ratio_and_by_count(tmp_path: Path) -> None:
    assert "unpacks to more" in sentence(write_docx(tmp_path / "a.docx", b" " * (packages.RATIO_FROM + 2**20)))
    assert "unpacks to more" in sentence(write_docx(tmp_path / "b.docx", "<w:p/>", members=packages.MOST_MEMBERS + 1))


def test_a_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", b" " * (packages.RATIO_FROM + 2**20))
    data = path.read_bytes()
    true = struct.pack("<L", packages.RATIO_FROM + 2**20)
    assert true in data
    path.write_bytes(data.replace(true, struct.pack("<L", 100)))
    assert "a.docx" in sentence(path)


def test_the_whole_package_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_PART_BYTES", 1000)
    assert "unpacks to more" in sentence(write_docx(tmp_path / "a.docx", os.urandom(2000).hex().encode()))
    monkeypatch.setattr(packages, "MOST_BYTES", 1000)
    assert "unpacks to more" in sentence(write_docx(tmp_path / "b.docx", os.urandom(2000).hex().encode()))


def test_a_password_on_the_zip(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", "<w:p/>")
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    assert "password" in sentence(path)


def test_a_password_on_an_odt(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")
        package.writestr("content.xml", zlib.compress(b"secret"))
    assert "password" in sentence(path)


@pytest.mark.parametrize(
    ("members", "word"),
    [
        ({"xl/workbook.xml": "", "[Content_Types].xml": ""}, "spreadsheet"),
        ({"readme.txt": "hello"}, "zip archive"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}, "not a text"),
    ],
)
def test_other_packages(tmp_path: Path, members: dict[str, str], word: str) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as package:
        for name, text in members.items():
            package.writestr(name, text)
    assert word in sentence(path)


def test_very_large_text_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.write(b"I: One?\n")
        file.truncate(files.LARGEST_TEXT + 1)
    assert "larger than 64 MB" in sentence(path)


@given(st.binary(min_size=1, max_size=120))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = write(tmp_path_factory.getbasetemp() / "any.txt", data)
    assert "any.txt" in outcome(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.vtt", "WEBVTT\n\n"),
        ("a.txt", "WEBVTT - A talk\n"),
        ("a.vtt", "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n\n2\n00:00:03.000 --> 00:00:04.000 align:left\n \n"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n\n"),
    ],
)
def test_recordings_without_words(tmp_path: Path, name: str, text: str) -> None:
    """Heads, numbers and times are no words that somebody said."""
    assert "has no text in it" in sentence(write(tmp_path / name, text.encode()))


def test_a_vtt_that_is_none_is_read_as_text(tmp_path: Path) -> None:
    """And says so."""
    transcript = read_transcript(write(tmp_path / "a.vtt", b"I: Hello?\n\nP1: 00:01 is when we met.\n"))
    assert transcript.speakers == ("I", "P1")
    assert "was read as txt" in transcript.warnings[0]
