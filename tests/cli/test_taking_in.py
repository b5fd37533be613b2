"""The commands new, import, people, code and codes."""

from pathlib import Path

import pytest

from qcoder.project.project import Project
from qcoder.settings import Settings, data_folder, save
from tests.cli.conftest import Qcoder
from tests.strategies import content

INTERVIEW = "Interviewer: Who do you ask? 🙂\n\nT4: I ask Karen. مرحبا\n\nInterviewer: And the hub?\n\nT4: It's across the ring road.\n"


@pytest.fixture
def interview(tmp_path: Path) -> Path:
    """A transcript as people write it."""
    path = tmp_path / "Ashgrove – שיעור.txt"
    path.write_text(INTERVIEW, encoding="utf-8")
    return path


def steps(study: Path) -> int:
    """How many steps a project has."""
    with Project.open(study, write=False) as project:
        return project.read.history.count()


def test_new(qcoder: Qcoder, tmp_path: Path) -> None:
    ran = qcoder("new", tmp_path / "study", "--codebook", "local-learning-systems", "--coder", "Ana", "--json")
    assert ran.code == 0
    assert ran.json["project"] == str(tmp_path / "study.qcoder")
    assert ran.json["codes"] > 30
    with Project.open(tmp_path / "study.qcoder", write=False) as project:
        assert project.read.name() == "study"
        assert [coder.name for coder in project.read.study.coders()] == ["Ana"]
    again = qcoder("new", tmp_path / "study.qcoder")
    assert (again.code, again.out) == (1, "")
    assert "already a file" in again.err


def test_new_with_a_codebook_that_is_not_there(qcoder: Qcoder, tmp_path: Path) -> None:
    ran = qcoder("new", tmp_path / "study.qcoder", "--codebook", "nonsense")
    assert ran.code == 1
    assert "local-learning-systems" in ran.err
    assert not (tmp_path / "study.qcoder").exists()


def test_new_with_a_codebook_file(qcoder: Qcoder, tmp_path: Path) -> None:
    (tmp_path / "book.csv").write_text("path,brief\nα > β 🙂,short\n", encoding="utf-8")
    assert qcoder("new", tmp_path / "s.qcoder", "--codebook", tmp_path / "book.csv", "--json").json["codes"] == 2


def test_whose_name(qcoder: Qcoder, study: Path, interview: Path) -> None:
    save(Settings(coder="دانا"))
    qcoder("import", study, interview)
    assert qcoder("history", study, "--limit", 1, "--json").json[0]["who"] == "دانا"
    qcoder("undo", study, "--coder", "Ben")
    assert qcoder("history", study, "--limit", 1, "--json").json[0]["who"] == "Ben"


def test_import(qcoder: Qcoder, study: Path, interview: Path) -> None:
    ran = qcoder("import", study, interview, "--json")
    assert ran.code == 0, ran.err
    (row,) = ran.json
    assert (row["document"], row["file"], row["warnings"], row["interviewers"]) == ("Ashgrove – שיעור", str(interview), [], ["Interviewer"])
    with Project.open(study, write=False) as project:
        document = project.read.documents.get(row["id"])
        text = project.read.documents.text(row["id"])
    assert document is not None
    assert (row["words"], row["characters"]) == (document.words, len(text))
    assert [turn["speaker"] for turn in row["turns"]] == ["Interviewer", "T4", "Interviewer", "T4"]
    assert [text[turn["start"] : turn["end"]] for turn in row["turns"]] == [turn["text"] for turn in row["turns"]]
    assert row["turns"][1]["text"] == "I ask Karen. مرحبا"
    assert {turn["time"] for turn in row["turns"]} == {None}


def test_import_times(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    cues = "WEBVTT\n\n00:00:01.500 --> 00:00:04.000\n<v Ann>Hello there.</v>\n\n00:01:05.000 --> 00:01:06.000\n<v Bo>Yes.</v>\n"
    (tmp_path / "call.vtt").write_text(cues, encoding="utf-8")
    (row,) = qcoder("import", study, tmp_path / "call.vtt", "--preview", "--json").json
    assert [(turn["speaker"], turn["time"]) for turn in row["turns"]] == [("Ann", "00:00:01.500"), ("Bo", "00:01:05")]


def test_preview_writes_nothing(qcoder: Qcoder, study: Path, interview: Path) -> None:
    before = study.read_bytes()
    ran = qcoder("import", study, interview, "--preview", "--json")
    assert (ran.code, ran.json[0]["id"], ran.json[0]["words"] > 0) == (0, None, True)
    assert study.read_bytes() == before
    assert "Would import" in qcoder("import", study, interview, "--preview").out


def test_a_bad_file_does_not_keep_the_others_out(qcoder: Qcoder, study: Path, interview: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    before = steps(study)
    files = (tmp_path / "empty.txt", interview, tmp_path / "lost.docx")
    ran = qcoder("import", study, *files, "--json")
    assert ran.code == 1
    assert [sorted(row)[:2] for row in ran.json] == [["error", "file"], ["characters", "document"], ["error", "file"]]
    assert steps(study) == before + 1
    human = qcoder("import", study, *files)
    assert human.code == 1
    assert human.out == ""
    assert len(human.err.splitlines()) == 3
    assert "is in this project already, as “Ashgrove – שיעור”" in human.err
    assert steps(study) == before + 1


def test_names_that_are_taken(qcoder: Qcoder, study: Path, interview: Path, tmp_path: Path) -> None:
    """Another text of the same name gets a number, in one call and in the next; the same text under another name is told of."""
    (tmp_path / "HEAD.txt").write_text(INTERVIEW, encoding="utf-8")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "head.txt").write_text(INTERVIEW + "\nT4: More.\n", encoding="utf-8")
    ran = qcoder("import", study, interview, tmp_path / "HEAD.txt", tmp_path / "deeper" / "head.txt", "--json")
    assert ran.code == 0, ran.err
    assert [row["document"] for row in ran.json] == ["Ashgrove – שיעור", "HEAD (2)", "head (3)"]
    assert [len(row["warnings"]) for row in ran.json] == [0, 2, 1]
    assert "named “HEAD (2)”" in ran.json[1]["warnings"][1]
    preview = qcoder("import", study, interview, "--preview", "--json")
    assert (preview.code, len(preview.json[0]["turns"])) == (0, 4)


def test_interviewers_named(qcoder: Qcoder, study: Path, interview: Path) -> None:
    (row,) = qcoder("import", study, interview, "--interviewer", "T4", "--json").json
    assert row["interviewers"] == ["T4"]


def test_people(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("participant,document,locality,group,years\nDana,Head,الريف,heads,8\nLost,Nowhere,Town,,\n", encoding="utf-8")
    ran = qcoder("people", study, table, "--json")
    assert ran.code == 0
    assert ran.json == {"participants": 2, "places": 2, "attributes": 1, "unmatched": ["Lost: there is no document “Nowhere”."]}
    again = qcoder("people", study, table)
    assert "2 participants" in again.out
    assert "Nowhere" in again.err
    table.write_text("name\nDana\n", encoding="utf-8")
    wrong = qcoder("people", study, table, "--json")
    assert (wrong.code, wrong.out) == (1, "")
    assert "participant" in wrong.err


def test_code(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    table = tmp_path / "codings.csv"
    table.write_text(
        "document,quote,code,coder,memo\nHead,We meet on Tuesdays,learning > meetings,Ben,m\nHead,never,learning,,\n", encoding="utf-8"
    )
    ran = qcoder("code", study, table, "--json")
    assert (ran.code, ran.json["documents"], ran.json["codes"], ran.json["codings"]) == (0, 0, 1, 1)
    assert len(ran.json["unmatched"]) == 1
    (quote,) = qcoder("quotes", study, "--code", "meetings", "--json").json
    assert (quote["text"], quote["coder"], quote["memo"]) == ("We meet on Tuesdays", "Ben", "m")


def test_code_rows_of_turns(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    table = tmp_path / "lesson.jsonl"
    rows = '{"doc_id": "L1", "speaker": "Teacher", "turn_index": 0, "text": "Why? 🙂", "codes": ["talk > press"]}\n'
    rows += '{"doc_id": "L1", "speaker": "Interviewer", "turn_index": 1, "text": "Hm.", "codes": []}\n'
    table.write_text(rows, encoding="utf-8")
    ran = qcoder("code", study, table, "--coder", "Cy", "--fully-coded", "--json")
    assert ran.json == {"documents": 1, "codes": 2, "codings": 1, "unmatched": []}
    (quote,) = qcoder("quotes", study, "--code", "talk", "--json").json
    assert (quote["text"], quote["coder"], quote["speaker"]) == ("Why? 🙂", "Cy", "Teacher")
    with Project.open(study, write=False) as project:
        roles = {s.label: s.interviewer for s in project.read.documents.speakers(project.read.documents.find("L1").id)}
    assert roles == {"Teacher": False, "Interviewer": True}


def test_codes_list(qcoder: Qcoder, study: Path) -> None:
    ran = qcoder("codes", study, "--json")
    assert [(row["path"], row["own"], row["total"]) for row in ran.json] == [
        ("local", 0, 1),
        ("local > distance", 1, 1),
        ("learning", 0, 0),
    ]
    keys = {"id", "path", "name", "color", "brief", "full", "when", "when_not", "example", "own", "total"}
    assert keys <= set(ran.json[0])
    assert qcoder("codes", study).out.splitlines()[2].split() == ["distance", "1", "1"]


def test_codes_change(qcoder: Qcoder, study: Path, tmp_path: Path) -> None:
    def paths(*arguments: object) -> list[str]:
        ran = qcoder("codes", study, *arguments, "--json")
        assert ran.code == 0, ran.err
        return [row["path"] for row in ran.json]

    assert "local > boundaries > hub" in paths("--add", "local > boundaries > hub")
    assert "local > edges > hub" in paths("--rename", "boundaries", "edges")
    assert paths("--move", "hub", "") == ["local", "local > distance", "local > edges", "learning", "hub"]
    assert paths("--move", "hub", "learning")[-1] == "learning > hub"
    assert "learning" not in paths("--merge", "learning", "edges")
    assert paths("--split", "distance", "by car", "on foot")[2:4] == ["local > distance > by car", "local > distance > on foot"]
    paths("--set", "distance", "when-not", "מרחק 🙂")
    assert next(row for row in qcoder("codes", study, "--json").json if row["name"] == "distance")["when_not"] == "מרחק 🙂"
    (tmp_path / "book.csv").write_text("path,brief\nnew one,b\n", encoding="utf-8")
    assert "new one" in paths("--import", tmp_path / "book.csv")
    assert "local" not in paths("--delete", "local")
    assert "Deleted the code “new one”." in qcoder("codes", study, "--delete", "new one").out


def test_codes_refusals(qcoder: Qcoder, study: Path) -> None:
    before = study.read_bytes()
    assert qcoder("codes", study, "--add", "a", "--delete", "local").code == 2
    assert qcoder("codes", study, "--split", "local").code == 2
    assert qcoder("codes", study, "local").code == 2
    assert qcoder("codes", study, "--set", "local", "nonsense", "x").code == 2
    ran = qcoder("codes", study, "--delete", "nowhere", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "There is no code “nowhere”" in ran.err
    assert qcoder("codes", study, "--move", "local", "distance").code == 1
    assert study.read_bytes() == before


def test_a_backup_before_grave_changes(qcoder: Qcoder, study: Path) -> None:
    with Project.open(study, write=False) as project:
        before = content(project.read)
    qcoder("codes", study, "--add", "harmless")
    assert not list(data_folder().rglob("*.qcoder"))
    qcoder("undo", study)
    qcoder("codes", study, "--delete", "local")
    (backup,) = (data_folder() / "backups").rglob("*.qcoder")
    with Project.open(backup, write=False) as project:
        assert content(project.read) == before


@pytest.mark.parametrize(
    "command", [("codes",), ("history",), ("undo",), ("check",), ("find", "x"), ("quotes", "--code", "x"), ("compare",)]
)
def test_what_is_no_project(qcoder: Qcoder, tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "words.qcoder").write_text("no database", encoding="utf-8")
    for path in (tmp_path / "lost.qcoder", tmp_path, tmp_path / "words.qcoder"):
        ran = qcoder(command[0], path, *command[1:], "--json")
        assert (ran.code, ran.out) == (1, "")
        assert len(ran.err.strip().splitlines()) == 1


def test_a_project_without_its_ending(qcoder: Qcoder, study: Path) -> None:
    assert qcoder("check", study.with_suffix("")).code == 0


def test_a_project_that_somebody_has_open(qcoder: Qcoder, study: Path) -> None:
    with Project.open(study, "Ben"):
        ran = qcoder("codes", study, "--add", "x")
        assert ran.code == 1
        assert "Nothing can be changed in “small.qcoder” now." in ran.err
        assert qcoder("codes", study, "--json").code == 0
