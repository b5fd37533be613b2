"""Where the program starts: nothing or a project opens the window, a command word goes to the command line."""

import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qcoder.analysis.compare import Comparison
    from qcoder.analysis.statistics import Statistics
    from qcoder.domain.codes import CodeTree


def has_screen() -> bool:
    """True where a person can see a window: on Windows and macOS, elsewhere if a display is named; not where Qt is told to draw nowhere."""
    if os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in {"offscreen", "minimal"}:
        return False
    return sys.platform in {"win32", "darwin"} or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def open_window(project: Path | None) -> int:
    """Show the window, on a project or on the start page, until it is closed; returns the exit code."""
    from qcoder.gui.app import main as show

    return show([] if project is None else [str(project)])


def draw(comparison: "Comparison", statistics: "Statistics", tree: "CodeTree", path: Path) -> None:
    """Draw a comparison into a png or svg file; no screen is needed."""
    from qcoder.gui.views.compare.drawing import draw_comparison

    draw_comparison(comparison, statistics, tree, path)


def is_project(argument: str) -> bool:
    """True if an argument names a project file rather than a command."""
    return argument.casefold().endswith(".qcoder") or (os.sep in argument and Path(argument).is_file())


def main(arguments: Sequence[str] | None = None, window: Callable[[Path | None], int] = open_window, *, screen: bool | None = None) -> int:
    """Do what the arguments say (None: those of this process) and return the exit code; `screen` None finds out whether there is one."""
    seen = has_screen() if screen is None else screen
    # Who asks for the window itself gets one also where Qt is told to draw it for nobody.
    drawn = seen or (screen is None and bool(os.environ.get("QT_QPA_PLATFORM")))
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # Names and transcripts come in every script, whatever the terminal's old encoding; file names may hold anything.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if len(given) == 1 and is_project(given[0]):
        if drawn:
            return window(Path(given[0]))
        sys.stderr.write("There is no screen here to open a project on; `qcoder --help` lists the commands that need none.\n")
        return 1
    if not given and drawn:
        return window(None)
    from qcoder.cli import run

    return run(given or ["--help"], window if seen else None, draw)


if __name__ == "__main__":
    sys.exit(main())
