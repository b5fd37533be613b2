"""Team & study: participants, speakers, the design, coders, merge and history."""

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from qcoder.gui.actions.study import StudyActions
from qcoder.gui.views.files import FileDoor
from qcoder.gui.views.team.coders import CodersPage
from qcoder.gui.views.team.design import DesignPage
from qcoder.gui.views.team.history import HistoryPage
from qcoder.gui.views.team.merging import MergePage
from qcoder.gui.views.team.people import PeoplePage, SpeakersPage
from qcoder.gui.views.team.table_page import TablePage
from qcoder.gui.views.workspace import Desk, Workspace
from qcoder.words import _

_TABLES = {
    "people": frozenset({"participant", "place", "participant_group", "attribute", "attribute_value", "speaker", "document"}),
    "speakers": frozenset({"speaker", "participant", "document", "turn", "wave"}),
    "design": frozenset({"participant", "place", "participant_group", "target", "speaker", "turn", "document"}),
    "coders": frozenset({"coder", "coding", "fully_coded"}),
}


class TeamView(Workspace):
    """One tab a page; a page reads again when a table it shows was touched."""

    name = "team"

    def __init__(self, desk: Desk, files: FileDoor | None = None) -> None:
        super().__init__(desk)
        actions = StudyActions(desk.jobs)
        self.people = PeoplePage(desk, actions)
        self.speakers = SpeakersPage(desk, actions)
        self.design = DesignPage(desk, actions)
        self.coders = CodersPage(desk, actions)
        self.merge = MergePage(desk, files or FileDoor())
        self.history = HistoryPage(desk)
        self._actions = actions
        self._stale: set[str] = set()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName(_("Pages of Team and study"))
        self.pages: dict[str, QWidget] = {
            "people": self.people,
            "speakers": self.speakers,
            "design": self.design,
            "coders": self.coders,
            "merge": self.merge,
            "history": self.history,
        }
        titles = (_("Participants"), _("Speakers"), _("Design"), _("Coders"), _("Merge"), _("History"))
        for page, title in zip(self.pages.values(), titles, strict=True):
            self.tabs.addTab(page, title)
        self.tabs.currentChanged.connect(lambda _index: self._show_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 0, 0)
        layout.addWidget(self.tabs)
        on = desk.commands.connect
        on("add_participant", self._on("people", self.people.add))
        on("make_participants", actions.make_participants)
        on("delete_participants", self.people.delete)
        on("add_attribute", self._on("people", self.people.add_attribute))
        on("delete_attribute", self.people.delete_attribute)
        on("add_locality", self._on("design", self.design.name.setFocus))
        on("add_group", self._on("design", self.design.name.setFocus))
        on("add_coder", self._on("coders", self.coders.add))

    def refresh(self, tables: frozenset[str]) -> None:
        """Mark the pages that show these tables, and read the one in front again."""
        for name in self.pages:
            if not tables or name in ("merge", "history") or tables & _TABLES[name]:
                self._stale.add(name)
        self._show_page()

    def shown(self) -> None:
        """The focus goes to the page in front."""
        page = self.tabs.currentWidget()
        (page.first_stop() if isinstance(page, TablePage | DesignPage) else self.tabs.tabBar()).setFocus()

    def restyle(self) -> None:
        """The grid's colours come from the theme."""
        self._stale.add("design")
        self._show_page()

    def open_page(self, name: str) -> None:
        """Bring a page to the front."""
        self.tabs.setCurrentWidget(self.pages[name])

    def _on(self, page: str, act: Callable[[], object]) -> Callable[[], None]:
        """Act on a page once it is in front."""

        def go() -> None:
            self.open_page(page)
            act()

        return go

    def _show_page(self) -> None:
        for name, page in self.pages.items():
            if page is self.tabs.currentWidget() and name in self._stale:
                self._stale.discard(name)
                page.refresh()  # type: ignore[attr-defined]  # every page has it; QWidget does not say so
