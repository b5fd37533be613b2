"""Team & study: participants, speakers, the design, coders, merge and history."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from qcoder.gui.actions.study import StudyActions
from qcoder.gui.actions.team import TeamActions
from qcoder.gui.views.files import FileDoor
from qcoder.gui.views.team.adjudication import AdjudicationPage
from qcoder.gui.views.team.agreement import AgreementPage
from qcoder.gui.views.team.agreement_choice import Choice
from qcoder.gui.views.team.coders import CodersPage
from qcoder.gui.views.team.design import DesignPage
from qcoder.gui.views.team.handover import CopiesPage
from qcoder.gui.views.team.history import HistoryPage
from qcoder.gui.views.team.joining import JoinDialog
from qcoder.gui.views.team.merging import MergePage
from qcoder.gui.views.team.people import PeoplePage, SpeakersPage
from qcoder.gui.views.team.sampling import SamplingPage
from qcoder.gui.views.team.table_page import TablePage
from qcoder.gui.views.team.versions import CodebookPage
from qcoder.gui.views.workspace import Desk, Workspace
from qcoder.words import _

_AGREEMENT = frozenset({"coder", "coding", "code", "document", "speaker", "turn", "fully_coded", "decision", "coding_sample"})
_TABLES = {
    "people": frozenset({"participant", "place", "participant_group", "attribute", "attribute_value", "speaker", "document"}),
    "speakers": frozenset({"speaker", "participant", "document", "turn", "wave"}),
    "design": frozenset({"participant", "place", "participant_group", "target", "speaker", "turn", "document"}),
    "agreement": _AGREEMENT,
    "differences": _AGREEMENT,
    "samples": _AGREEMENT,
    "coders": frozenset({"coder", "coding", "fully_coded"}),
    "codebook": frozenset({"code", "coding", "codebook_version", "coding_review", "branch_owner", "coder"}),
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
        self._team_actions = TeamActions(desk.jobs)
        self.copies = CopiesPage(desk, files or FileDoor(), self._team_actions)
        self.copies.merge.connect(self._merge_file)
        self.codebook = CodebookPage(desk, files or FileDoor(), self._team_actions)
        self.joining: JoinDialog | None = None
        self.history = HistoryPage(desk)
        self.agreement = AgreementPage(desk, files or FileDoor())
        self.adjudication = AdjudicationPage(desk)
        self.samples = SamplingPage(desk)
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
            "copies": self.copies,
            "merge": self.merge,
            "codebook": self.codebook,
            "agreement": self.agreement,
            "differences": self.adjudication,
            "samples": self.samples,
            "history": self.history,
        }
        titles = (
            _("Participants"), _("Speakers"), _("Design"), _("Coders"), _("Copies"), _("Merge"), _("Codebook"),
            _("Agreement"), _("Differences"), _("Second coding"), _("History"),
        )  # fmt: skip
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
        on("copy_for_colleague", self._on("copies", self.copies.ask))
        on("show_copies", self._on("copies", self.copies.setFocus))
        on("join_coders", self._on("coders", self._join))
        on("measure_agreement", self._on("agreement", self.agreement.table.setFocus))
        on("export_agreement", self.agreement.export_file)
        on("adjudicate", self._on("differences", self.adjudication.begin))
        on("draw_sample", self._on("samples", self.samples.coder.setFocus))
        self.agreement.decide_wanted.connect(self._decide)
        on("name_version", self._on("codebook", self.codebook.name_version))

    def refresh(self, tables: frozenset[str]) -> None:
        """Mark the pages that show these tables, and read the one in front again."""
        for name in self.pages:
            if not tables or name in ("merge", "history", "copies") or tables & _TABLES[name]:
                self._stale.add(name)
        self._show_page()

    def shown(self) -> None:
        """The focus goes to the page in front."""
        self.adjudication.set_front(self.tabs.currentWidget() is self.adjudication)
        page = self.tabs.currentWidget()
        (page.first_stop() if isinstance(page, TablePage | DesignPage) else self.tabs.tabBar()).setFocus()

    def restyle(self) -> None:
        """The grid's colours come from the theme."""
        self._stale.add("design")
        self.codebook.restyle()
        self.adjudication.restyle()
        self._show_page()

    def _decide(self, choice: Choice) -> None:
        """Step through the differences of what agreement was measured on."""
        self.open_page("differences")
        self.adjudication.choose(choice)
        self.adjudication.begin()

    def _merge_file(self, path: Path) -> None:
        """Bring the merge to the front, with a file that lies beside the project."""
        self.open_page("merge")
        self.merge.compare(path)

    def _join(self) -> None:
        """Ask which two coders are one person."""
        rows = self.coders.view.selected_rows()
        self.joining = JoinDialog(self, self.desk.jobs.read, rows[0].coder if rows else None)
        self.joining.accepted.connect(self._joined)
        self.joining.open()

    def _joined(self) -> None:
        if self.joining is not None:
            coder, into = self.joining.chosen()
            self._team_actions.join_coders(coder.id, into.id, into.name)

    def help_page(self) -> str:
        """The pages about agreement have a help page of their own."""
        return "agreement" if self.tabs.currentWidget() in (self.agreement, self.adjudication, self.samples) else self.name

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
        self.adjudication.set_front(self.tabs.currentWidget() is self.adjudication)
        for name, page in self.pages.items():
            if page is self.tabs.currentWidget() and name in self._stale:
                self._stale.discard(name)
                page.refresh()  # type: ignore[attr-defined]  # every page has it; QWidget does not say so
