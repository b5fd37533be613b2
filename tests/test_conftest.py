"""The rules for every test are tests themselves: each thing left behind must fail the test that left it."""

import pytest

pytest_plugins = ["pytester"]

# What the run says of it, and the test that it says it of.
BAD_TESTS = {
    "socket": ("never opens a socket", """
        import socket
        def test_it():
            with socket.socket():
                pass
    """),
    "swallowed": ("left behind: socket", """
        import urllib.request
        def test_it():
            try:
                urllib.request.urlopen("http://127.0.0.1:9/")
            except BaseException:
                pass
    """),
    "log": ("left behind: log line 'nobody asked for this'", """
        import logging
        def test_it():
            logging.getLogger("qcoder").warning("nobody asked for this")
    """),
    "log_missing": ("left behind: no log line 'this never comes'", """
        def test_it(expect_log):
            expect_log("this never comes")
    """),
    "thread": ("left behind: thread Thread-", """
        import threading
        def test_it():
            threading.Thread(target=threading.Event().wait, daemon=True).start()
    """),
    "window": ("left behind: window QWidget", """
        from PySide6.QtWidgets import QWidget
        KEPT = []
        def test_it(qtbot):
            KEPT.append(QWidget())
            KEPT[0].show()
    """),
    "qt_thread": ("left behind: Qt thread QThread", """
        from PySide6.QtCore import QThread
        import atexit
        def test_it(qtbot):
            thread = QThread()
            thread.start()
            atexit.register(thread.wait)
            atexit.register(thread.quit)
    """),
    "qt_warning": ("FAILED test_qt_warning", """
        from PySide6.QtCore import qWarning
        def test_it(qtbot):
            qWarning("something is not as Qt wants it")
    """),
    "step": ("left behind: an open step", """
        import sqlite3
        KEPT = []
        def test_it():
            KEPT.append(sqlite3.connect(":memory:", isolation_level=None))
            KEPT[0].execute("BEGIN")
    """),
    "python_warning": ("a warning is an error", """
        import warnings
        def test_it():
            warnings.warn("a warning is an error", DeprecationWarning)
    """),
}

GOOD_TESTS = """
    import logging, os, socket, sqlite3, threading
    from pathlib import Path
    import platformdirs
    import pytest
    from hypothesis import given, strategies
    from PySide6.QtWidgets import QWidget

    def test_asked_for(expect_log):
        expect_log("^asked")
        logging.getLogger("qcoder").warning("asked for")

    def test_thread_that_ends():
        threading.Thread(target=len, args=("",)).start()

    def test_window_that_closes(qtbot):
        widget = QWidget()
        qtbot.addWidget(widget)
        widget.show()

    def test_closed_step():
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.execute("BEGIN")
        connection.close()

    @given(strategies.integers())
    def test_examples(number):
        assert isinstance(number, int)

    @pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no sockets of its own")
    def test_not_the_network():
        one, other = socket.socketpair()
        one.close()
        other.close()

    def test_home(tmp_path):
        assert "home" in Path.home().name
        if os.name == "posix":
            assert Path.home() in Path(platformdirs.user_config_dir("qcoder")).parents
        assert not list(tmp_path.iterdir())
"""


def prepare(pytester: pytest.Pytester, request: pytest.FixtureRequest) -> None:
    """Copy the rules and the options into the folder of the inner run."""
    root = request.config.rootpath
    pytester.makeconftest((root / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyprojecttoml((root / "pyproject.toml").read_text(encoding="utf-8").replace('testpaths = ["tests"]', ""))


def test_what_is_left_behind_fails(pytester: pytest.Pytester, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of these tests does one thing that law 10 forbids, and is told so."""
    prepare(pytester, request)
    monkeypatch.setenv("CI", "true")  # so that the summary's lines are not cut
    pytester.makepyfile(**{f"test_{name}": source for name, (_says, source) in BAD_TESTS.items()})
    lines = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:xdist", "-rfE").outlines
    summary = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
    for name, (says, _source) in BAD_TESTS.items():
        assert any(f"test_{name}.py" in line and says in line for line in summary), f"{name} went unpunished: {summary}"


def test_what_is_proper_passes(pytester: pytest.Pytester, request: pytest.FixtureRequest) -> None:
    """The rules do not stand in the way of ordinary tests."""
    prepare(pytester, request)
    pytester.makepyfile(GOOD_TESTS)
    pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:xdist").assert_outcomes(passed=7)
