"""What the commands say of files that the system refuses and of projects that are damaged."""

from pathlib import Path

from tests.cli.conftest import Qcoder


def test_names_that_the_system_refuses(qcoder: Qcoder, study: Path) -> None:
    """A sentence each, whichever file it is."""
    long = "y" * 300
    for arguments in (
        ("new", f"{long}.qcoder"),
        ("history", f"{long}.qcoder"),
        ("import", study, f"{long}.txt"),
        ("people", study, f"{long}.csv"),
        ("code", study, f"{long}.csv"),
        ("codes", study, "--import", f"{long}.csv"),
        ("new", study.with_name("n.qcoder"), "--codebook", long),
        ("merge", study, f"{long}.qcoder"),
        ("export", study, "--codebook", study.with_name(f"{long}.docx")),
        ("quotes", study, "--code", "local", "--out", study.with_name(f"{long}.csv")),
    ):
        ran = qcoder(*arguments)
        assert (ran.code, ran.out) == (1, ""), arguments
        assert len(ran.err.splitlines()) == 1, arguments


def test_damage_that_shows_while_reading(qcoder: Qcoder, study: Path) -> None:
    """The sentence says so, whatever was asked."""
    content = study.read_bytes()
    start = content.index(b"Tuesdays")
    study.write_bytes(content[: start - 3] + b"\xff\xfe\xdf" + content[start:])
    for arguments in (("find", study, "Tuesdays"), ("export", study, "--document", "Head", "--out", study.with_name("h.docx"))):
        ran = qcoder(*arguments)
        assert (ran.code, ran.out) == (1, "")
        assert "is damaged" in ran.err
        assert len(ran.err.splitlines()) == 1
