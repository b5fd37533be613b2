"""Prints how long the window takes from the start of Python until it can be used on a project, and how much memory it then holds.

Usage: python tests/bench/bench_window.py [PROJECT]; without a project, on the demo study. Offscreen unless QT_QPA_PLATFORM says otherwise.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

CHILD = """
import sys, time
began = float(sys.argv[2])
from pathlib import Path
from PySide6.QtWidgets import QApplication
application = QApplication([])
from qcoder.gui.app import make_window
from qcoder.settings import Settings
window = make_window(Path(sys.argv[1]), settings=Settings(coder="Ana", theme="light"), remember=lambda settings: None)
window.show()
while not window.desk.jobs.idle:
    application.processEvents()
application.processEvents()
usable = time.time() - began
try:
    memory = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS")) / 1000
except OSError:
    memory = 0.0
print(usable, memory)
window.close()
"""


def main() -> None:
    """Start the window five times and print the median."""
    import time

    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) > 1:
            project = Path(sys.argv[1])
        else:
            from qcoder.starters import make_demo

            project = Path(folder) / "demo.qcoder"
            make_demo(project).close()
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
        found = []
        for _run in range(5):
            done = subprocess.run(
                [sys.executable, "-c", CHILD, str(project), str(time.time())], capture_output=True, text=True, check=True, env=environment
            )
            found.append([float(number) for number in done.stdout.split()])
        seconds, megabytes = (statistics.median(column) for column in zip(*found, strict=True))
        print(f"start to usable window: {seconds:.2f} s, {megabytes:.0f} MB resident ({project.name}, median of 5)")


if __name__ == "__main__":
    main()
