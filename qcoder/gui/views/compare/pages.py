"""The pages of Compare: where each is made, and which page of the help is its own. Titles and commands are in `gui/actions/compare.py`."""

import importlib
from dataclasses import dataclass

from qcoder.analysis.coverage import Coverage
from qcoder.gui.views.compare.page import ComparePage, Hiding
from qcoder.gui.views.workspace import Desk


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page is made: the module is read only when the page is first shown."""

    module: str
    made_by: str
    help: str = "compare"

    def make(self, desk: Desk, coverage: Coverage, hiding: Hiding) -> ComparePage:
        """The page."""
        page = getattr(importlib.import_module(f"qcoder.gui.views.compare.{self.module}"), self.made_by)(desk, coverage, hiding)
        if not isinstance(page, ComparePage):
            raise TypeError(f"{self.made_by} is no page of Compare")
        return page


ORIGINS = {
    "table": Origin("table", "TablePage"),
    "relations": Origin("relations", "RelationsPage"),
    "framework": Origin("framework", "FrameworkPage", "framework"),
    "saturation": Origin("saturation", "SaturationPage"),
    "report": Origin("report", "ReportPage"),
}
"""Key of a page (as in COMPARE_PAGES) -> where it is made."""
