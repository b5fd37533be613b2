"""The commands copy and coders, and the codebook through time."""

from pathlib import Path

import docx
import pytest

from tests.cli.conftest import Qcoder


def test_copy(qcoder: Qcoder, study: Path) -> None:
    """For whom, of what, without what; and back it comes."""
    table = study.with_name("ben.csv")
    table.write_text("document,quote,code,coder\nHead,We meet on Tuesdays,learning,Ben\n", encoding="utf-8")
    qcoder("code", study, table, "--coder", "Ben")
    before = study.read_bytes()
    made = qcoder("copy", study, study.with_name("cy"), "--for", "Cy", "--blind", "--documents", "Head", "--json")
    assert made.code == 0, made.err
    assert {key: made.json[key] for key in ("for", "blind")} == {"for": "Cy", "blind": True}
    assert (len(made.json["left_out"]["documents"]), len(made.json["left_out"]["coders"])) == (1, 2)
    assert study.read_bytes() == before
    copy = Path(made.json["file"])
    assert copy.name == "cy.qcoder"
    assert qcoder("quotes", copy, "--code", "learning", "--json").json == []
    assert qcoder("history", copy, "--limit", 1, "--json").json[0]["what"].startswith("Copied for Cy: 1 of 2 documents, without")
    assert "nothing to undo" in qcoder("undo", copy).err
    assert qcoder("check", copy).code == 0
    table.write_text("document,quote,code,coder\nHead,across the ring road,local > distance,Cy\n", encoding="utf-8")
    assert qcoder("code", copy, table, "--coder", "Cy").code == 0
    merged = qcoder("merge", study, copy, "--json")
    assert (merged.code, merged.json["applied"], merged.json["deleted"]) == (0, True, {}), merged.err
    assert {quote["coder"] for quote in qcoder("quotes", study, "--code", "distance", "--json").json} == {"Ana", "Cy"}
    assert "Copied for" in qcoder("copy", study, study.with_name("whole.qcoder"), "--for", "Di").out


@pytest.mark.parametrize(("arguments", "said"), [(("--for", " "), "type a name"), (("--for", "Cy", "--documents", "lost"), "no document")])
def test_copy_refuses(qcoder: Qcoder, study: Path, arguments: tuple[str, ...], said: str) -> None:
    """In a sentence, and leaves nothing behind."""
    ran = qcoder("copy", study, study.with_name("cy.qcoder"), *arguments)
    assert ran.code == 1
    assert said in ran.err
    assert not study.with_name("cy.qcoder").exists()
    assert qcoder("copy", study, study.with_name("cy.qcoder")).code == 2


def test_coders(qcoder: Qcoder, study: Path) -> None:
    """Listed, joined, and owning branches in which others change something."""
    qcoder("codes", study, "--set", "learning", "brief", "To learn", "--coder", "A. Perez")
    qcoder("codes", study, "--version", "first", "--coder", "A. Perez")
    owned = qcoder("coders", study, "--owns", "Ana, A. Perez", "local", "--coder", "Ana", "--json").json
    assert [coder["branches"] for coder in owned["coders"]] == [["local"], ["local"]]
    qcoder("codes", study, "--set", "distance", "brief", "Far", "--coder", "Ben")
    (edit,) = qcoder("coders", study, "--json").json["changed_by_others"]
    assert (edit["branch"], edit["who"], edit["what"]) == ("local", "Ben", "Changed the code “distance”")
    assert "Changed by others" in qcoder("coders", study).out
    joined = qcoder("coders", study, "--join", "a. perez", "Ana")
    assert "Joined the coder “A. Perez” with “Ana”" in joined.out
    assert [coder["name"] for coder in qcoder("coders", study, "--json").json["coders"]] == ["Ana"]
    assert "no coder “Zoe”" in qcoder("coders", study, "--join", "Zoe", "Ana").err
    assert qcoder("coders", study, "--join", "Zoe", "Ana", "--owns", "", "local").code == 2
    assert qcoder("coders", study, "--owns", "", "local", "--json").json["coders"][0]["branches"] == []


def test_versions_and_changes(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    """Named, listed, compared, and written to Word."""
    assert "no named versions" in qcoder("codes", study, "--versions").out
    assert "Named the codebook “pilot”" in qcoder("codes", study, "--version", "pilot").out
    qcoder("codes", study, "--set", "distance", "brief", "How far it is")
    qcoder("codes", study, "--version", "second")
    qcoder("codes", study, "--set", "distance", "brief", "How near it is")
    qcoder("codes", study, "--add", "trust")
    assert [version["name"] for version in qcoder("codes", study, "--versions", "--json").json] == ["pilot", "second"]
    found = qcoder("codes", study, "--changes", "second", "now", "--json").json
    assert [(change["kind"], change["path"]) for change in found["changes"]] == [("changed", "local > distance"), ("added", "trust")]
    assert found["changes"][0]["fields"] == {"brief": ["How far it is", "How near it is"]}
    shown = qcoder("codes", study, "--changes", "pilot", "second").out
    assert "brief: {+How far it is+}" in shown
    assert "brief: How [-far-]{+near+} it is" in qcoder("codes", study, "--changes", "second", "now").out
    out = tmp_path / "changes.docx"
    assert qcoder("codes", study, "--changes", "beginning", "now", "--out", out).code == 0
    assert any("trust" in paragraph.text for paragraph in docx.Document(str(out)).paragraphs)
    assert "no version “lost”" in qcoder("codes", study, "--changes", "lost", "now").err
    assert qcoder("codes", study, "--out", out).code == 2


def test_codings_to_look_at_again(qcoder: Qcoder, study: Path) -> None:
    """Made under a definition that has changed since."""
    assert qcoder("codes", study, "--again", "--json").json == []
    qcoder("codes", study, "--set", "distance", "brief", "How far it is")
    table = study.with_name("ben.csv")
    table.write_text("document,quote,code,coder\nHead,across the ring road,distance,Ben\n", encoding="utf-8")
    qcoder("code", study, table)
    qcoder("codes", study, "--set", "distance", "brief", "How near it is")
    (one,) = qcoder("codes", study, "--again", "--json").json
    assert (one["document"], one["code"], one["then"], one["now"]) == ("Head", "local > distance", "How far it is", "How near it is")
    assert "How [-far-]{+near+} it is" in qcoder("codes", study, "--again").out


def test_a_codebook_file_shown_first(qcoder: Qcoder, study: Path) -> None:
    """What it would change, then what is empty filled, then everything."""
    qcoder("codes", study, "--set", "distance", "brief", "Far")
    book = study.with_name("book.csv")
    book.write_text("path,brief,full\nlocal > distance,How far,In km\ntrust,,\n", encoding="utf-8")
    before = study.read_bytes()
    shown = qcoder("codes", study, "--import", book, "--preview", "--json").json
    assert [(one["path"], one["field"], one["new"]) for one in shown] == [
        ("local > distance", "brief", False),
        ("local > distance", "full", False),
        ("trust", "", True),
    ]
    text = qcoder("codes", study, "--import", book, "--preview").out
    assert "New: trust" in text
    assert "Nothing was written" in text
    assert study.read_bytes() == before

    def fields() -> dict[str, str]:
        """The code as it is now."""
        found: dict[str, str] = next(row for row in qcoder("codes", study, "--json").json if row["name"] == "distance")
        return found

    qcoder("codes", study, "--import", book)
    assert (fields()["brief"], fields()["full"]) == ("Far", "In km")
    qcoder("codes", study, "--import", book, "--replace")
    assert fields()["brief"] == "How far"
    assert "says nothing" in qcoder("codes", study, "--import", book, "--preview").out
    assert qcoder("codes", study, "--preview").code == 2
