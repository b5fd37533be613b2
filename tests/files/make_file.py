"""Makes the project file of the present version that later versions must go on reading: `python -m tests.files.make_file`.

Run it once when a version is published, and never again for a version that is out: what people have on their disks is that file.
"""

import json
import shutil
import tempfile
from pathlib import Path

from qcoder.project.connection import SCHEMA_VERSION
from qcoder.project.project import Project
from tests.project.makers import as_read, make

FOLDER = Path(__file__).parent


def main() -> None:
    """Write `vN.qcoder`, with something in every table and an undone step, and beside it `vN.json`: what it reads as."""
    with tempfile.TemporaryDirectory() as folder:
        path = make(Path(folder) / "study.qcoder")
        with Project.open(path, write=False) as project:
            reads_as = json.dumps(as_read(project.read), ensure_ascii=False, indent=1, sort_keys=True)
        shutil.copy(path, FOLDER / f"v{SCHEMA_VERSION}.qcoder")
    (FOLDER / f"v{SCHEMA_VERSION}.json").write_text(reads_as + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
