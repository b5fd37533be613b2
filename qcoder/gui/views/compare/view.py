"""The Compare workspace: one tab a page, made when it is first shown."""

from functools import partial

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from qcoder.analysis.coverage import Coverage
from qcoder.gui.actions.compare import COMPARE_PAGES
from qcoder.gui.views.compare.page import ComparePage, Hiding
from qcoder.gui.views.compare.pages import ORIGINS
from qcoder.gui.views.workspace import Desk, Workspace
from qcoder.words import _

_EVERYTHING: frozenset[str] = frozenset()


class CompareView(Workspace):
    """Tables, pictures and matrices over the same codings; a page reads again when it comes to the front and something changed."""

    name = "compare"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.coverage = Coverage()
        self.hiding = Hiding(desk.settings.hide_below)
        self._made: dict[str, ComparePage] = {}
        self._changed: dict[str, frozenset[str]] = {key: _EVERYTHING for key, _title, _help in COMPARE_PAGES}
        self._stale = set(self._changed)
        self._inside: dict[str, QVBoxLayout] = {}
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.tabBar().setAccessibleName(_("Pages of Compare"))
        for key, title, tip in COMPARE_PAGES:
            holder = QWidget()
            self._inside[key] = QVBoxLayout(holder)
            self._inside[key].setContentsMargins(0, 0, 0, 0)
            index = self.tabs.addTab(holder, title)
            self.tabs.setTabToolTip(index, tip)
            desk.commands.connect(f"compare_page_{key}", partial(self.open_page, key))
        desk.commands.connect("compare_next_page", lambda: self._step(1))
        desk.commands.connect("compare_previous_page", lambda: self._step(-1))
        desk.commands.connect("compare_to_report", self._put_into_report)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 0, 0)
        layout.addWidget(self.tabs)
        self.tabs.currentChanged.connect(lambda _index: self._turn())
        self.hiding.changed.connect(lambda _below: self.refresh(_EVERYTHING))

    @property
    def key(self) -> str:
        """The key of the page in front."""
        return COMPARE_PAGES[self.tabs.currentIndex()][0]

    def page(self, key: str) -> ComparePage:
        """A page, made now if it has not been shown yet."""
        if key not in self._made:
            page = ORIGINS[key].make(self.desk, self.coverage, self.hiding)
            self._inside[key].addWidget(page)
            page.show()  # at once, not when the layout comes round to it: the focus is to go there
            self._made[key] = page
        return self._made[key]

    def open_page(self, key: str) -> None:
        """Bring a page to the front, with the focus in it."""
        self.tabs.setCurrentIndex(self._index(key))
        self.page(key).first_stop().setFocus()

    def refresh(self, tables: frozenset[str]) -> None:
        """Note what changed for every page, and let the one in front read again."""
        for key, noted in self._changed.items():
            fresh = key not in self._made or not tables or (key in self._stale and not noted)
            self._changed[key] = _EVERYTHING if fresh else noted | tables
        self._stale.update(self._changed)
        self._show_page()

    def shown(self) -> None:
        """The focus goes into the page in front."""
        page = self.page(self.key)
        self._show_page()
        page.set_front(True)
        page.first_stop().setFocus()

    def restyle(self) -> None:
        """Theme or reading settings changed."""
        self.hiding.set_below(self.desk.settings.hide_below)
        for page in self._made.values():
            page.restyle()

    def commit(self) -> None:
        """Hand over what is being written on any page."""
        for page in self._made.values():
            page.commit()

    def help_page(self) -> str:
        """The page of the help that belongs to what is in front."""
        return ORIGINS[self.key].help

    def _index(self, key: str) -> int:
        return [name for name, _title, _help in COMPARE_PAGES].index(key)

    def _step(self, by: int) -> None:
        self.open_page(COMPARE_PAGES[(self.tabs.currentIndex() + by) % len(COMPARE_PAGES)][0])

    def _put_into_report(self) -> None:
        from qcoder.gui.views.compare.report import ReportPage

        part = self.page(self.key).report_part()
        page = self.page("report")
        if part is None or not isinstance(page, ReportPage):
            self.desk.signals.notice.emit(_("This page has nothing to put into the report."))
            return
        if "report" in self._stale:
            self._stale.discard("report")
            page.refresh(_EVERYTHING)
        page.add_part(part)

    def _turn(self) -> None:
        """Another page is in front."""
        for key, page in self._made.items():
            if key != self.key:
                page.commit()
                page.set_front(False)
        page = self.page(self.key)
        self._show_page()
        page.set_front(self.isVisible())

    def _show_page(self) -> None:
        if self.key in self._stale:
            self._stale.discard(self.key)
            tables, self._changed[self.key] = self._changed[self.key], frozenset()
            self.page(self.key).refresh(tables)
