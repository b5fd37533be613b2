"""Runs every bench, one after the other, each in a process of its own: `python -m tests.bench [NAME...]`. Prints; judges nothing."""

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
NEEDS_A_FOLDER = ("bench_scale",)  # measures on a large project, made from a folder that is named on its own command line


def main() -> None:
    """Run those named, or all that need nothing."""
    wanted = sys.argv[1:] or [path.stem for path in sorted(FOLDER.glob("bench_*.py")) if path.stem not in NEEDS_A_FOLDER]
    environment = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.qpa.*=false", **os.environ}
    for name in wanted:
        print(f"\n== {name}", flush=True)
        subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], cwd=FOLDER.parents[1], env=environment, check=False)


if __name__ == "__main__":
    main()
