"""The choice that agreement and adjudication begin with: which coders, on what unit, which codes, which documents."""

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QToolButton, QWidget

from qcoder.domain.adjudication import consensus_id
from qcoder.domain.people import Coder
from qcoder.gui.views.times import day
from qcoder.project.read import Reader
from qcoder.words import _

UNITS = (
    ("sentence", _("sentences")),
    ("turn", _("turns")),
    ("character", _("characters")),
    ("document", _("documents")),
    ("participant", _("participants")),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked: coder ids in order, the unit's name, codes and documents (all when None)."""

    coders: tuple[int, ...]
    unit: str = "sentence"
    codes: tuple[int, ...] | None = None
    documents: tuple[int, ...] | None = None


class AgreementChoice(QWidget):
    """A line of lists to choose from; `changed` when the person has chosen otherwise."""

    changed = Signal()

    def __init__(self, *, with_unit: bool) -> None:
        super().__init__()
        self._coders: list[Coder] = []
        self._chosen: list[int] = []
        self.coders = QToolButton()
        self.coders.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.coders.setToolTip(_("Whom to compare: two coders or more"))
        self._menu = QMenu(self.coders)
        self.coders.setMenu(self._menu)
        self.unit = self._list(_("What counts as one decision"))
        for name, label in UNITS:
            self.unit.addItem(_("on {units}").format(units=label), name)
        self.codes = self._list(_("Which codes"))
        self.documents = self._list(_("Which documents"))
        self.documents.setMinimumContentsLength(18)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.coders, self.unit, self.codes, self.documents):
            row.addWidget(widget)
        self.unit.setVisible(with_unit)  # not before it is in its place: it would be a window of its own for a moment

    @property
    def choice(self) -> Choice:
        """What is chosen now; fewer than two coders where there are no more."""
        return Choice(tuple(self._chosen), str(self.unit.currentData()), self.codes.currentData(), self.documents.currentData())

    def fill(self, read: Reader) -> None:
        """Offer what the project has now, and keep what was chosen as far as it is still there."""
        self._fill_coders(read)
        tree = read.codes.tree()
        codes: list[tuple[str, tuple[int, ...] | None]] = [(_("all codes"), None)]
        codes += [("    " * depth + code.name, tuple(tree.branch(code.id))) for depth, code in tree.walk()]
        _refill(self.codes, codes)
        names = {coder.id: coder.name for coder in self._coders}
        documents: list[tuple[str, tuple[int, ...] | None]] = [(_("all shared documents"), None)]
        for sample in read.adjudication.samples():
            label = _("{percent} % drawn for {name}, {when}").format(
                percent=sample.percent, name=names.get(sample.coder_id, ""), when=day(sample.made_at)
            )
            documents.append((label, sample.documents))
        _refill(self.documents, documents)
        self.documents.setVisible(len(documents) > 1)

    def choose(self, choice: Choice) -> None:
        """Take over what was chosen elsewhere; says nothing."""
        there = {coder.id for coder in self._coders}
        self._chosen = [coder_id for coder_id in choice.coders if coder_id in there]
        for box, value in ((self.unit, choice.unit), (self.codes, choice.codes), (self.documents, choice.documents)):
            _select(box, value)
        self._tell_coders()

    def _list(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(14)
        box.activated.connect(lambda _index: self.changed.emit())
        return box

    def _fill_coders(self, read: Reader) -> None:
        consensus = consensus_id(read.project_id())
        self._coders = read.study.coders()
        there = {coder.id for coder in self._coders}
        self._chosen = [coder_id for coder_id in self._chosen if coder_id in there]
        if len(self._chosen) < 2:
            counts = read.codings.coder_counts()
            busiest = sorted((c.id for c in self._coders if c.id != consensus), key=lambda id_: (-counts.get(id_, 0), id_))
            self._chosen = sorted(busiest[:2])
        self._menu.clear()
        for coder in self._coders:
            action = self._menu.addAction(coder.name)
            action.setCheckable(True)
            action.setChecked(coder.id in self._chosen)
            action.setData(coder.id)
            action.toggled.connect(lambda on, coder_id=coder.id: self._toggle(coder_id, on=on))
        self._tell_coders()

    def _toggle(self, coder_id: int, *, on: bool) -> None:
        if on and coder_id not in self._chosen:
            self._chosen.append(coder_id)
        elif not on and coder_id in self._chosen:
            self._chosen.remove(coder_id)
        self._tell_coders()
        self.changed.emit()

    def _tell_coders(self) -> None:
        names = {coder.id: coder.name for coder in self._coders}
        words = ", ".join(names[coder_id] for coder_id in self._chosen if coder_id in names) or _("no coders")
        self.coders.setText(f"{words} ▾")
        self.coders.setAccessibleName(_("Coders compared: {names}").format(names=words))
        for action in self._menu.actions():
            blocker = QSignalBlocker(action)
            action.setChecked(action.data() in self._chosen)
            blocker.unblock()


def _refill(box: QComboBox, rows: list[tuple[str, tuple[int, ...] | None]]) -> None:
    chosen = box.currentData()
    box.clear()
    for label, value in rows:
        box.addItem(label, value)
    _select(box, chosen)


def _select(box: QComboBox, value: object) -> None:
    index = next((at for at in range(box.count()) if box.itemData(at) == value), 0)
    box.setCurrentIndex(index)
