"""What holds for every test: no network, no stray log line, window, thread or open step, and never the person's own files."""

import gc
import logging
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Before Qt or qcoder are imported: no screen, and the program's own English.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LANGUAGE"] = "en"

# The same examples for everybody by default; `--hypothesis-profile=deep` searches for new ones.
settings.register_profile("ci", max_examples=50, derandomize=True, deadline=None, database=None)
settings.register_profile("deep", max_examples=2_000, deadline=None)
settings.load_profile("ci")

GRACE_SECONDS = 5.0
NETWORK_FAMILIES = frozenset({2, 10, 23, 30})  # AF_INET, and AF_INET6 on Linux, Windows and macOS
NETWORK_EVENTS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})


class Watch:
    """Hears from the interpreter of every socket and every database connection while a test runs.

    An audit hook stays for the life of the process, so there is one, and it is switched on for the length of a test.
    """

    def __init__(self) -> None:
        self.on = False
        self.sockets: list[str] = []
        self.connections: list[object] = []

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """Note what law 10 is about, and refuse the network on the spot."""
        if not self.on:
            return
        if event == "sqlite3.connect/handle":
            self.connections.append(arguments[0])
        elif event in NETWORK_EVENTS or (event == "socket.__new__" and arguments[1] in NETWORK_FAMILIES):
            self.sockets.append(f"{event}{arguments[1:] if event == 'socket.__new__' else arguments}")
            raise AssertionError(f"qcoder never opens a socket, and here is one: {self.sockets[-1]}")

    def start(self) -> None:
        """Begin with nothing heard."""
        self.sockets, self.connections, self.on = [], [], True

    def stop(self) -> tuple[list[str], list[object]]:
        """Return the sockets and the connections heard of, and let go of them."""
        self.on = False
        heard = self.sockets, self.connections
        self.sockets, self.connections = [], []
        return heard


WATCH = Watch()
sys.addaudithook(WATCH.hear)


def network_inodes() -> set[str]:
    """Return this process's network sockets, also those of C++ code that no audit hook hears of (Linux; elsewhere empty)."""
    try:
        links = [str(entry.readlink()) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()]
        mine = {link[8:-1] for link in links if link.startswith("socket:[")}
        if not mine:
            return set()
        tables = [Path(f"/proc/self/net/{name}").read_text(encoding="ascii") for name in ("tcp", "tcp6", "udp", "udp6")]
    except OSError:
        return set()
    return {line.split()[9] for table in tables for line in table.splitlines()[1:]} & mine


def in_step(connection: object) -> bool:
    """True if a database connection still has a step open; a closed one has not."""
    try:
        return bool(getattr(connection, "in_transaction", False))
    except Exception as error:
        # sqlite3.ProgrammingError, by its name: only qcoder/project imports sqlite3.
        if type(error).__name__ == "ProgrammingError":
            return False
        raise


def new_threads(before: set[threading.Thread]) -> list[str]:
    """Return the names of threads begun since `before` that do not end within the grace time."""
    late = [
        thread
        for thread in threading.enumerate()
        # A dummy is Python's note that a Qt thread once spoke to it; Qt threads are asked themselves.
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]
    for thread in late:
        thread.join(GRACE_SECONDS)
    return [thread.name for thread in late if thread.is_alive()]


def qt_leftovers() -> list[str]:
    """Return what a test with Qt left behind: windows on the screen, threads at work; empty without an application."""
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    import shiboken6
    from PySide6.QtCore import QCoreApplication, QEvent, QThread, QThreadPool
    from PySide6.QtWidgets import QApplication

    if not isinstance(QApplication.instance(), QApplication):
        return []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    windows = [window for window in QApplication.topLevelWidgets() if window.isVisible() and not window.inherits("QTipLabel")]
    left = [f"window {type(window).__name__} {window.windowTitle()!r}" for window in windows]
    for window in windows:  # or every test after this one would be blamed as well
        window.close()
        window.deleteLater()
    for found in gc.get_objects():
        if issubclass(type(found), QThread) and shiboken6.isValid(found) and found.isRunning() and found is not QThread.currentThread():
            left.append(f"Qt thread {type(found).__name__}")
            found.requestInterruption()
            found.quit()
            found.wait(int(GRACE_SECONDS * 1000))
    if not QThreadPool.globalInstance().waitForDone(int(GRACE_SECONDS * 1000)):
        left.append("work in Qt's thread pool")
    return left


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test a home of its own, so that none reads or writes the person's settings and caches."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    for name in ("XDG_CONFIG_DIRS", "XDG_DATA_DIRS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def expect_log() -> Callable[[str], None]:
    """Return a function that asks for a log line of WARNING or above: a regular expression that one must match.

    A test that asks for a line and does not get it fails, as one that gets a line and did not ask does.
    """
    return Expected()


class Expected:
    """The log lines that a test asked for."""

    def __init__(self) -> None:
        self.patterns: list[str] = []

    def __call__(self, pattern: str) -> None:
        self.patterns.append(pattern)


@pytest.fixture(autouse=True)
def house_rules(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that leaves behind what law 10 names; asked for first, so checked last."""
    expected = request.getfixturevalue("expect_log") if "expect_log" in request.fixturenames else Expected()
    threads, inodes = set(threading.enumerate()), network_inodes()
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.disabled = False  # a library that sets up its own logging silences everybody else's
    WATCH.start()
    yield
    left = qt_leftovers() if "qapp" in request.fixturenames else []
    left += [f"thread {name}" for name in new_threads(threads)]
    sockets, connections = WATCH.stop()
    left += [f"socket {heard}" for heard in sockets]
    left += [f"network socket {inode}" for inode in sorted(network_inodes() - inodes)]
    left += ["an open step in a project file" for connection in connections if in_step(connection)]
    records = [record for phase in ("setup", "call") for record in caplog.get_records(phase) if record.levelno >= logging.WARNING]
    lines = [record.getMessage() for record in records]
    left += [f"log line {line!r}" for line in lines if not any(re.search(pattern, line) for pattern in expected.patterns)]
    left += [f"no log line {wanted!r}" for wanted in expected.patterns if not any(re.search(wanted, line) for line in lines)]
    if left:
        pytest.fail("left behind: " + "; ".join(left), pytrace=False)
