"""Coding the places found: which code, how far the passages reach, and all of them as one step."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from qcoder.analysis.finding import Extent, Hit, passages
from qcoder.domain.codes import same_name
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.gui.actions.find import FindActions
from qcoder.gui.models.codes import CodesModel, RecentCodes
from qcoder.gui.views.read.picker import CodePicker
from qcoder.gui.views.workspace import Desk
from qcoder.words import _, n_

_LONGEST_NAME = 60


def extent_label(extent: Extent) -> str:
    """How far the coded passages reach, in words."""
    return {Extent.PLACE: _("just the words found"), Extent.SENTENCE: _("the sentence"), Extent.TURN: _("the turn")}[extent]


class PlacesCoder(QObject):
    """The code picker for many places; `button` is beneath what is coded, `reach` says how far."""

    reach_changed = Signal()
    """Passages reach farther, or less far, from now on."""

    def __init__(self, desk: Desk, actions: FindActions, page: QWidget, button: QPushButton, reach: QPushButton) -> None:
        super().__init__(page)
        self._desk, self._actions, self._page, self._button, self._reach = desk, actions, page, button, reach
        self.extent = Extent.PLACE
        self._hits: Sequence[Hit] = ()
        self._to_code: list[tuple[int, Span]] = []
        self._codes = CodesModel(self)
        self.picker = CodePicker(page, self._codes)
        self.picker.picked.connect(self._put)
        self.picker.anew.connect(self._put_new)
        self.picker.in_vivo.connect(self._in_vivo)
        self.picker.widened.connect(self._widen)
        reach.clicked.connect(self._choose_reach)

    def ask(self, hits: Sequence[Hit]) -> None:
        """Ask for a code for the passages around these places."""
        if not self._desk.jobs.can_write:
            self._desk.errors.report(KnownError(_("This project is open for reading only; save a copy to code in it.")))
            return
        if not hits:
            return
        self._hits = hits
        places, extent = [(hit.document_id, hit.span) for hit in hits], self.extent
        self._desk.jobs.ask(lambda read, _progress: passages(read, places, extent), self._pick)

    def _pick(self, found: list[tuple[int, Span]]) -> None:
        read = self._desk.jobs.read
        self._to_code = found
        title = n_("Code {n} passage as…", "Code {n} passages as…", len(found))
        if self.picker.isVisible():  # the passages have been widened
            self.picker.box.setPlaceholderText(title)
            self.picker.show_passage(self._first_words())
            return
        self._codes.set_tree(read.codes.tree())
        self._codes.recent = RecentCodes(read.codes.last_used(self._desk.jobs.project.coder[0]))
        corner = self._button.mapTo(self._page, QPoint(0, 0))
        self.picker.ask(title, self._first_words(), QRect(corner, self._button.size()), None)

    def _first_words(self) -> str:
        document_id, span = self._to_code[0]
        return self._desk.jobs.read.documents.text(document_id)[span.start : span.end]

    def _put(self, code_id: int) -> None:
        found, self._to_code = self._to_code, []
        if found:
            self._actions.code(found, code_id, lambda _ids: None)

    def _put_new(self, name: str, parent_id: int | None) -> None:
        found, self._to_code = self._to_code, []
        if not found:
            return
        # In vivo the words of a place may be a code's name already.
        siblings = self._desk.jobs.read.codes.tree().children(parent_id)
        there = next((code for code in siblings if same_name(code.name, name)), None)
        if there is not None:
            self._actions.code(found, there.id, lambda _ids: None)
        else:
            self._actions.code_anew(found, name, parent_id)

    def _in_vivo(self) -> None:
        """A code named as the first place reads."""
        words = " ".join(self._hits[0].text.replace(">", " ").split())
        self._put_new(words if len(words) <= _LONGEST_NAME else words[: _LONGEST_NAME - 1].rstrip() + "…", None)

    def _widen(self) -> None:
        order = list(Extent)
        self.reach_to(order[min(order.index(self.extent) + 1, len(order) - 1)])
        self.ask(self._hits)

    def _choose_reach(self) -> None:
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for extent in Extent:
            action = menu.addAction(extent_label(extent))
            action.setCheckable(True)
            action.setChecked(extent is self.extent)
            action.triggered.connect(lambda _on=False, extent=extent: self.reach_to(extent))
            group.addAction(action)
        menu.popup(self._reach.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def reach_to(self, extent: Extent) -> None:
        """Say how far the passages reach when places are coded."""
        self.extent = extent
        self.reach_changed.emit()
