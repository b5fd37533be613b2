"""Makes the pictures of the help pages from the demo study: `python packaging/make_pictures.py [FOLDER]`.

Run it when a workspace looks different from its picture. It needs no screen; the same program makes the same pictures but for dates.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "resources" / "help" / "pictures"
SIZE = (1180, 700)


def main(folder: Path) -> list[Path]:
    """Write one picture a workspace and return their paths."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from qcoder.gui.app import make_window
    from qcoder.settings import Settings
    from qcoder.starters import make_demo

    application = QApplication.instance() or QApplication([])
    made: list[Path] = []
    with tempfile.TemporaryDirectory() as place:
        project = Path(place) / "Local learning systems.qcoder"
        make_demo(project).close()
        window = make_window(settings=Settings(coder="Ana", theme="light"), remember=lambda _settings: None)
        window.resize(*SIZE)
        window.show()
        window.open_path(project)

        def settle() -> None:
            """Until nothing is under way and everything is drawn."""
            QTest.qWait(400)  # what is typed or chosen is asked for a little later
            for _round in range(3):
                while window.desk is not None and not window.desk.jobs.idle:
                    application.processEvents()
                for _event in range(20):
                    application.processEvents()

        settle()
        for name, prepare in scenes(window, settle).items():
            window.show_workspace(name)
            settle()
            prepare()
            settle()
            window.toast.hide()
            image = with_few_colours(window.grab().toImage())
            path = folder / f"{name}.png"
            if not image.save(str(path), quality=1):
                raise SystemExit(f"{path} could not be written")
            made.append(path)
        window.close()
        settle()
    return made


def with_few_colours(image: QImage) -> QImage:
    """The same picture with its 256 commonest colours: a third of the size, and nobody sees it."""
    import numpy as np
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)[:, : image.width()]
    colours, counts = np.unique(pixels, return_counts=True)
    table = [int(colour) for colour in colours[np.argsort(counts)[::-1][:256]]]
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return image.convertToFormat(QImage.Format.Format_Indexed8, table, flags)


def scenes(window: object, settle: Callable[[], None]) -> dict[str, Callable[[], object]]:
    """Workspace -> what brings it into the state that its page tells of."""
    from qcoder.analysis.asked import Asked
    from qcoder.changes.sorting import AddPile, NewSorting
    from qcoder.gui.main_window import MainWindow
    from qcoder.project.read.retrieval import Wanted

    assert isinstance(window, MainWindow)
    desk = window.desk
    assert desk is not None
    read, spaces = desk.jobs.read, window.workspaces
    tree = read.codes.tree()
    advice, distance = tree.find("learning > informal advice"), tree.find("local > travel and distance")

    def code_a_passage() -> None:
        coding = list(read.codings.of_codes({distance.id}))[4]
        window.signals.open_passage.emit(coding.document_id, coding.span)

    def find() -> None:
        spaces["find"].ask(Asked(text="advice OR ask*"))  # type: ignore[attr-defined]  # the window knows them as workspaces only

    def quotes() -> None:
        spaces["quotes"].choose(Wanted(codes=frozenset(tree.branch(advice.id)), group_by="locality"))  # type: ignore[attr-defined]

    def compare() -> None:
        view = spaces["compare"]
        view.bar.intervals.setChecked(True)  # type: ignore[attr-defined]
        settle()
        view._choose_cell(0, 0)  # type: ignore[attr-defined]

    def suggest() -> None:
        view = spaces["suggest"]
        view.look_at_all()  # type: ignore[attr-defined]
        settle()
        ready = [code_id for code_id, queue in view.queues.items() if queue.found.ready]  # type: ignore[attr-defined]
        view._choose(ready[0])  # type: ignore[attr-defined]

    def sort() -> None:
        ids = tuple(coding.id for coding in read.codings.of_codes({advice.id}))[:24]
        made: list[int] = []
        desk.jobs.do(NewSorting("What advice is like", ids), made.append)
        settle()
        cards = read.sortings.cards(made[0])
        for start, name in ((0, "Next door"), (5, "Across schools"), (9, "From above")):
            desk.jobs.do(AddPile(made[0], name, tuple(card.id for card in cards[start : start + 4])))
        settle()
        spaces["sort"].show_table(made[0])  # type: ignore[attr-defined]

    def nothing() -> None:
        """It shows itself."""

    return {
        "read": code_a_passage,
        "find": find,
        "quotes": quotes,
        "compare": compare,
        "suggest": suggest,
        "sort": sort,
        "memos": nothing,
        "team": nothing,
    }


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    target.mkdir(parents=True, exist_ok=True)
    for picture in main(target):
        print(f"{picture.name}: {picture.stat().st_size // 1024} kB")
