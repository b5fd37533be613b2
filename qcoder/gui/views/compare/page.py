"""What every page of Compare is given and must answer to."""

from PySide6.QtWidgets import QWidget

from qcoder.analysis.coverage import Coverage
from qcoder.gui.views.workspace import Desk


class ComparePage(QWidget):
    """One page of Compare, made when it is first shown; all pages share one coverage, so that turns and passages are read once."""

    def __init__(self, desk: Desk, coverage: Coverage) -> None:
        super().__init__()
        self.desk = desk
        self.coverage = coverage

    def refresh(self, tables: frozenset[str]) -> None:
        """Something changed in these tables (empty: everything may have): show it. Called only while in front, or when next shown."""

    def first_stop(self) -> QWidget:
        """Where the focus goes when the page comes to the front."""
        return self

    def restyle(self) -> None:
        """The theme changed: take it from the desk."""

    def set_front(self, front: bool) -> None:
        """The page came to the front or went behind: its commands are on or off."""
