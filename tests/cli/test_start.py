"""Where the program starts: window, help or command."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qcoder.__main__ import has_screen, main
from qcoder.settings import data_folder

ROOT = Path(__file__).resolve().parent.parent.parent


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """`python -m qcoder` in a process of its own, without a screen."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}
    kept |= {"PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-m", "qcoder", *map(str, arguments)]
    return subprocess.run(command, env=kept, capture_output=True, check=False, stdin=subprocess.DEVNULL)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a screen")
def test_without_a_screen(study: Path) -> None:
    ran = run()
    assert (ran.returncode, b"Usage: qcoder" in ran.stdout) == (0, True)
    ran = run(study)
    assert ran.returncode == 1
    assert b"no screen" in ran.stderr


def test_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Qt is told to draw for nobody, the demo must not wait for somebody to close its window."""
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert not has_screen()
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert has_screen()


def test_any_encoding(study: Path) -> None:
    """A terminal of another century gets UTF-8 and no crash."""
    ran = run("quotes", study, "--code", "local", "--json", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert ran.returncode == 0, ran.stderr
    assert "far 🙂" in ran.stdout.decode("utf-8")


def test_what_opens_the_window(study: Path) -> None:
    shown: list[Path | None] = []

    def show(project: Path | None) -> int:
        shown.append(project)
        return 7

    for arguments in ([], [str(study)], [str(study.with_name("LOST.QCODER"))]):
        assert main(arguments, show, screen=True) == 7
        assert main(arguments, show, screen=False) == (1 if arguments else 0)
    assert main(["codes", str(study)], show, screen=True) == 0
    assert shown == [None, study, study.with_name("LOST.QCODER")]


def test_commands_need_no_qt(study: Path) -> None:
    script = "import sys\nfrom qcoder.__main__ import main\n"
    script += (
        f"assert main(['codes', {str(study)!r}]) == 0\nprint('PySide6' in sys.modules, 'pandas' in sys.modules, 'spacy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "False False False"
    assert not data_folder().exists()
