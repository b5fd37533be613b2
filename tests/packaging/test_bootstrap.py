"""The set-up: what it trusts, what it does again, and what it tells the person to type."""

import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import bootstrap
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment(tmp_path: Path) -> bootstrap.Environment:
    """An environment's place in a project folder with a space and an accent in its name; nothing is installed."""
    root = tmp_path / "ma thèse"
    (root / "packaging").mkdir(parents=True)
    (root / "build").mkdir()
    for name in ("pyproject.toml", "packaging/constraints.txt", "packaging/models.txt"):
        (root / name).write_text("first\n", encoding="utf-8")
    return bootstrap.Environment(root)


class Recorded(bootstrap.Environment):
    """An environment that notes what it is asked to install, makes real environments, and can be told to fail."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.done: list[str] = []
        self.fails: BaseException | None = None
        self.models_can_be_had = True

    def make(self) -> None:
        """Make what can be seen of an environment."""
        self.done.append("make")
        self.python.parent.mkdir(parents=True, exist_ok=True)
        self.python.touch()
        self.stamp_file.unlink(missing_ok=True)

    def works(self) -> bool:
        """Trust what the mark and the file say."""
        return self.python.exists() and not self.unfinished.exists()

    def install(self, extra: str) -> None:
        """Note it, or fail."""
        self.done.append(f"install {extra}".strip())
        if self.fails:
            raise self.fails

    def install_models(self) -> bool:
        """Note it."""
        self.done.append("models")
        return self.models_can_be_had


@pytest.fixture
def recorded(environment: bootstrap.Environment) -> Recorded:
    """The same place, with an environment that installs nothing."""
    return Recorded(environment.root)


def test_second_start_does_nothing(recorded: Recorded) -> None:
    """What was finished is not done again; the checks' environment serves the program as well, not the other way round."""
    bootstrap.set_up(recorded, dev=False)
    assert recorded.done == ["make", "install", "models"]
    bootstrap.set_up(recorded, dev=False)
    assert recorded.done == ["make", "install", "models"]
    bootstrap.set_up(recorded, dev=True)
    assert recorded.done[3:] == ["install dev"]
    bootstrap.set_up(recorded, dev=False)
    bootstrap.set_up(Recorded(recorded.root), dev=True)
    assert recorded.done[4:] == []


@pytest.mark.parametrize("name", ["pyproject.toml", "packaging/constraints.txt", "packaging/models.txt"])
def test_a_changed_file_is_noticed(recorded: Recorded, name: str) -> None:
    """Whatever decides what is installed is part of the stamp, also when it goes back to what it was once."""
    bootstrap.set_up(recorded, dev=True)
    again = "models" if "models" in name else "install dev"
    for text in ("second\n", "first\n"):
        recorded.done.clear()
        (recorded.root / name).write_text(text, encoding="utf-8")
        bootstrap.set_up(recorded, dev=True)
        assert recorded.done == [again]


def test_an_interrupted_set_up_is_begun_again(recorded: Recorded) -> None:
    """A set-up that was cut short leaves no stamp, and its environment is made anew."""
    recorded.fails = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        bootstrap.set_up(recorded, dev=False)
    assert recorded.stamps() == {}
    recorded.done.clear()
    recorded.fails = None
    bootstrap.set_up(recorded, dev=False)
    assert recorded.done == ["make", "install", "models"]


def test_an_interrupted_renewal_is_begun_again(recorded: Recorded) -> None:
    """An environment that was good once is not trusted after a renewal that was cut short."""
    bootstrap.set_up(recorded, dev=False)
    (recorded.root / "pyproject.toml").write_text("second\n", encoding="utf-8")
    recorded.fails = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        bootstrap.set_up(recorded, dev=False)
    (recorded.root / "pyproject.toml").write_text("first\n", encoding="utf-8")
    recorded.done.clear()
    recorded.fails = None
    bootstrap.set_up(recorded, dev=False)
    assert recorded.done == ["make", "install", "models"]


def test_without_a_network_a_good_environment_is_kept(recorded: Recorded) -> None:
    """pip that gives up has changed nothing, so nothing is thrown away."""
    bootstrap.set_up(recorded, dev=False)
    (recorded.root / "pyproject.toml").write_text("second\n", encoding="utf-8")
    recorded.fails = bootstrap.SetUpError("no network")
    recorded.done.clear()
    with pytest.raises(bootstrap.SetUpError):
        bootstrap.set_up(recorded, dev=False)
    assert recorded.done == ["install"]
    assert recorded.works()


def test_models_can_be_done_without(recorded: Recorded, capsys: pytest.CaptureFixture[str]) -> None:
    """Models that cannot be had cost one sentence, and are tried for again."""
    recorded.models_can_be_had = False
    bootstrap.set_up(recorded, dev=False)
    assert len(re.findall("language models", capsys.readouterr().out)) == 1
    recorded.models_can_be_had = True
    bootstrap.set_up(recorded, dev=False)
    bootstrap.set_up(recorded, dev=False)
    assert recorded.done == ["make", "install", "models", "models"]


def test_a_damaged_stamp_is_no_stamp(recorded: Recorded) -> None:
    """Nothing is believed of a stamp that is not whole."""
    bootstrap.set_up(recorded, dev=False)
    recorded.stamp_file.write_text('{"installed": "', encoding="utf-8")
    assert recorded.stamps() == {}


def test_a_real_environment(environment: bootstrap.Environment) -> None:
    """An environment made here works, is known again, and is not believed once it is marked as unfinished."""
    assert not environment.works()
    environment.make()
    assert environment.works()
    assert environment.pip("--version").returncode == 0
    environment.unfinished.touch()
    assert not environment.works()


@pytest.mark.parametrize(
    ("env", "platform", "screen"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_screens(env: dict[str, str], platform: str, screen: bool) -> None:
    """A window is shown where there is something to show it on."""
    assert bootstrap.has_screen(env, platform) is screen


def test_missing_libraries_are_named_by_package() -> None:
    """A library that the system's loader does not find is asked for by the name of its package."""
    assert bootstrap.missing_packages({"libof-nothing-at-all.so.9": "libnothing9"}) == ["libnothing9"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the C library has this name on Linux only")
def test_present_libraries_are_not_asked_for() -> None:
    """One that is there is left alone."""
    assert bootstrap.missing_packages({"libc.so.6": "libc6"}) == []


def test_without_leave_the_line_to_type_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Who may not install is told what to type, and is never asked for a password."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.may_install() is None
    assert not bootstrap.install_packages(["libnothing9"])
    assert bootstrap.advice(["libnothing9"]).endswith(": libnothing9")
    if os.name == "posix":
        apt = tmp_path / "apt-get"
        apt.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        apt.chmod(0o755)
        assert bootstrap.advice(["libnothing9"]).endswith("sudo apt-get install libnothing9")


def run_bootstrap(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script as a person does."""
    script = str(ROOT / "packaging" / "bootstrap.py")
    return subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, check=False)


def test_usage() -> None:
    """Without a command it says what it can do."""
    assert "run" in run_bootstrap("--help").stdout
    assert run_bootstrap().returncode == 2
    assert run_bootstrap("rum").returncode == 2


def test_what_follows_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the first word is the bootstrap's own, even where the rest looks like options."""
    heard: list[list[str]] = []

    def hear(_environment: bootstrap.Environment, arguments: list[str]) -> int:
        heard.append(arguments)
        return 3

    monkeypatch.setattr(bootstrap, "run", hear)
    monkeypatch.setattr(bootstrap, "test", hear)
    assert bootstrap.main(["test", "-k", "spans", "--help"]) == 3
    assert bootstrap.main(["run", "undo", "--json", "my study.qcoder"]) == 3
    assert bootstrap.main(["run"]) == 3
    assert heard == [["-k", "spans", "--help"], ["undo", "--json", "my study.qcoder"], []]


def test_checks_stop_at_the_first_that_fails(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The failing check gives its exit code, names itself, and nothing runs after it."""

    def three(_python: Path) -> Sequence[tuple[str, list[str]]]:
        codes = {"a": 0, "b": 7, "c": 0}
        return [(name, [sys.executable, "-c", f"import sys; print('{name} ran'); sys.exit({code})"]) for name, code in codes.items()]

    monkeypatch.setattr(bootstrap, "checks", three)
    assert bootstrap.test(recorded, []) == 7
    said = capfd.readouterr().out
    assert re.search(r"== a: passed in [\d.]+ s\n== b\nb ran\n== b: failed in", said)
    assert "c ran" not in said


def test_pytest_has_the_last_word(recorded: Recorded, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """After a good run the last line is pytest's own."""
    monkeypatch.setattr(bootstrap, "checks", lambda _python: [("pytest", [sys.executable, "-c", "print('3 passed in 0.1s')"])])
    assert bootstrap.test(recorded, []) == 0
    assert capfd.readouterr().out.splitlines()[-1] == "3 passed in 0.1s"


def pinned() -> dict[str, str]:
    """Return the pinned versions by normalised name."""
    text = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8")
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    return {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines if line)}


def test_everything_is_pinned() -> None:
    """Every requirement of ours, and every requirement of those, has an exact version, and that is what the checks run with."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(line) for line in [*project["dependencies"], *project["optional-dependencies"]["dev"]]]
    # spaCy names these two; but pip installs, setuptools builds, and both come with the environment.
    versions, seen = pinned(), {"pip", "setuptools"}
    assert all(re.fullmatch(r"[\w.!+]+", version) for version in versions.values())
    while waiting:
        need = waiting.pop()
        name = canonicalize_name(need.name)
        if name not in seen and (need.marker is None or need.marker.evaluate({"extra": ""})):
            seen.add(name)
            found = importlib.metadata.distribution(name)
            assert versions.get(name) == found.version, f"{name} is not pinned to the version that is installed"
            assert versions[name] in need.specifier
            waiting += [Requirement(line) for line in found.requires or []]
    assert "setuptools" in versions, "what builds us is pinned, too"


def test_models_are_pinned_by_what_is_in_them() -> None:
    """Each model has one exact version and a hash."""
    text = (ROOT / "packaging" / "models.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) == 2
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+\s+--hash=sha256:[0-9a-f]{64}", line) for line in lines)


@pytest.mark.skipif(os.name != "posix", reason="a shell script")
def test_the_checks_have_one_door() -> None:
    """The script for checking machines can be run, and does what a person would type."""
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").rstrip().endswith("exec python3 packaging/bootstrap.py test")
