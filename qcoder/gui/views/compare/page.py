"""What every page of Compare is given and must answer to."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from qcoder.analysis.coverage import Coverage
from qcoder.gui.views.workspace import Desk

if TYPE_CHECKING:
    from qcoder.gui.views.compare.report_parts import PartSpec


class Hiding(QObject):
    """Figures behind which fewer than `below` participants stand are hidden, on every page alike; 0: none is."""

    changed = Signal(int)

    def __init__(self, below: int = 0) -> None:
        super().__init__()
        self.below = below

    def set_below(self, below: int) -> None:
        """Hide more, or fewer; every page counts again."""
        if below != self.below:
            self.below = below
            self.changed.emit(below)


class ComparePage(QWidget):
    """One page of Compare, made when it is first shown; all pages share one coverage, so that turns and passages are read once."""

    def __init__(self, desk: Desk, coverage: Coverage, hiding: Hiding | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.coverage = coverage
        self.hiding = hiding or Hiding()
        self.setObjectName("ground")

    def refresh(self, tables: frozenset[str]) -> None:
        """Something changed in these tables (empty: everything may have): show it. Called only while in front, or when next shown.

        Also called, with no tables, when another number of participants is hidden below.
        """

    def first_stop(self) -> QWidget:
        """Where the focus goes when the page comes to the front."""
        return self

    def restyle(self) -> None:
        """The theme changed: take it from the desk."""

    def set_front(self, front: bool) -> None:
        """The page came to the front or went behind: its commands are on or off."""

    def report_part(self) -> "PartSpec | None":
        """What goes into the report when somebody puts this page into it; None where there is nothing."""
        return None

    def commit(self) -> None:
        """Hand over what is being written: the project is about to be closed, or another page comes to the front."""
