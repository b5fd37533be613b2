"""From piles to codes: what would become of each pile, said before it happens; one step for all."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qcoder.changes.themes import OnPile, PileCode, child_named, home_of
from qcoder.domain.codes import PATH_SEPARATOR, CodeTree
from qcoder.domain.sorting import Pile
from qcoder.gui.views.read.fields import Field, Line, Section, words
from qcoder.gui.views.sort.panel import Panel
from qcoder.words import _, n_


@dataclass(slots=True)
class PileRow:
    """The controls of one pile."""

    pile: Pile
    tick: QCheckBox
    name: Line
    brief: Field
    says: QLabel


class MakeCodesPanel(Panel):
    """Names, definitions and place of the codes that the piles become."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("Make codes of the piles"))
        self._tree = CodeTree(())
        self._lying: dict[int, OnPile] = {}
        self._coders: dict[int, str] = {}
        self._several = False
        self.rows: list[PileRow] = []
        self.place = QComboBox()
        self.place.setAccessibleName(_("Where the codes go"))
        self.place.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.replace = QRadioButton(_("Quotes get the new code in place of theirs"))
        self.keep = QRadioButton(_("Quotes keep their code and get the new one as well"))
        self.replace.setChecked(True)
        self.what = words("", "muted")
        self.trouble = words("", "warning")
        self.make = QPushButton()
        self.make.setProperty("role", "primary")
        inside = QWidget()
        inside.setObjectName("ground")
        self._piles = QVBoxLayout(inside)
        self._piles.setContentsMargins(0, 0, 6, 0)
        self._piles.setSpacing(10)
        self.area = QScrollArea()
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.addWidget(Section(_("The codes go"), self.place))
        self.column.addWidget(self.area, 1)
        for widget in (self.replace, self.keep, self.what, self.trouble, self.make):
            self.column.addWidget(widget)
        self.place.currentIndexChanged.connect(lambda _row: self._show())
        self.replace.toggled.connect(lambda _on: self._show())
        self.make.clicked.connect(self.wanted.emit)

    # -- content ------------------------------------------------------------------------------------------------------

    def show_piles(
        self, tree: CodeTree, piles: Sequence[Pile], lying: dict[int, OnPile], coders: dict[int, str], only: int | None = None
    ) -> None:
        """Show what would become of these piles; `only` one of them is ticked when it is named, else all that have cards."""
        self._tree, self._lying, self._coders = tree, lying, coders
        before = {row.pile.id: row for row in self.rows}
        same = [row.pile.id for row in self.rows] == [pile.id for pile in piles]
        if same and only is None:
            for row, pile in zip(self.rows, piles, strict=True):
                self._update(row, pile)
        else:
            self._clear()
            self.rows = [self._row(pile) for pile in piles]
            for row in self.rows:
                old = before.get(row.pile.id)
                ticked = (
                    row.pile.id == only if only is not None else (self._cards(row.pile.id) > 0 if old is None else old.tick.isChecked())
                )
                row.tick.setChecked(ticked)
            self._piles.addStretch(1)
        self._offer_places(fresh=not before or only is not None)
        self._show()

    def forget(self) -> None:
        """The panel is closed; next time it begins anew."""
        self._clear()
        self.rows = []

    def _clear(self) -> None:
        while self._piles.count():
            item = self._piles.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _cards(self, pile_id: int) -> int:
        lying = self._lying.get(pile_id, OnPile())
        return len(lying.codings) + len(lying.code_ids)

    def _row(self, pile: Pile) -> PileRow:
        frame = QFrame()
        frame.setProperty("role", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(10, 8, 10, 8)
        inside.setSpacing(3)
        tick = QCheckBox()
        tick.setAccessibleName(_("Make a code of “{name}”").format(name=pile.name))
        name = Line(_("Name of the code"))
        name.show_new(pile.name)
        brief = Field(_("Definition in short"), _("Definition in short"))
        brief.show_new(pile.note)
        says = words("", "muted")
        head = QHBoxLayout()
        head.addWidget(tick)
        head.addWidget(name, 1)
        inside.addLayout(head)
        inside.addWidget(brief)
        inside.addWidget(says)
        tick.toggled.connect(lambda _on: self._show())
        name.textEdited.connect(lambda _text: self._show())
        self._piles.addWidget(frame)
        return PileRow(pile, tick, name, brief, says)

    def _update(self, row: PileRow, pile: Pile) -> None:
        """What was written here stays; what was not follows the pile."""
        if row.name.text() == row.pile.name:
            row.name.show_new(pile.name)
        if row.brief.toPlainText() == row.pile.note:
            row.brief.show_new(pile.note)
        row.pile = pile

    def _offer_places(self, *, fresh: bool) -> None:
        chosen = self.parent_id
        home = home_of(self._tree, [self._lying[row.pile.id] for row in self.rows if row.pile.id in self._lying])
        choices: list[tuple[str, int | None]] = []
        if home is not None:
            choices.append((_("under “{code}”").format(code=self._path(home)), home))
            above = self._tree.by_id[home].parent_id
            beside = _("beside “{code}”").format(code=self._tree.by_id[home].name)
            if above is not None:
                choices.append((beside, above))
        choices.append((_("at the top of the codebook"), None))
        known = {id_ for _label, id_ in choices}
        choices += [
            (_("under “{code}”").format(code=self._path(code.id)), code.id) for _d, code in self._tree.walk() if code.id not in known
        ]
        self.place.blockSignals(True)
        self.place.clear()
        for label, id_ in choices:
            self.place.addItem(label, id_)
        if not fresh:
            self.place.setCurrentIndex(next((row for row, (_label, id_) in enumerate(choices) if id_ == chosen), 0))
        self.place.blockSignals(False)

    def _path(self, code_id: int) -> str:
        return self._tree.path(code_id).replace(PATH_SEPARATOR, " › ")

    # -- what is asked -------------------------------------------------------------------------------------------------

    @property
    def parent_id(self) -> int | None:
        """The code under which the codes go."""
        found = self.place.currentData()
        return found if isinstance(found, int) else None

    @property
    def chosen(self) -> tuple[PileCode, ...]:
        """The piles that are ticked, as the codes they become."""
        return tuple(PileCode(row.pile.id, row.name.text(), row.brief.toPlainText()) for row in self.rows if row.tick.isChecked())

    # -- what is said --------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        quotes = codes = others = 0
        self._several = len({coding.code_id for lying in self._lying.values() for coding in lying.codings}) > 1
        for row in self.rows:
            lying = self._lying.get(row.pile.id, OnPile())
            row.says.setText(self._says(row, lying))
            if row.tick.isChecked():
                quotes, codes, others = quotes + len(lying.codings), codes + len(lying.code_ids), others + len(lying.alike)
        for radio in (self.replace, self.keep):
            radio.setVisible(quotes > 0)
        self.what.setText(self._consequences(quotes, codes, others))
        trouble = self._trouble()
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        chosen = len(self.chosen)
        self.make.setText(n_("Make {n} code", "Make {n} codes", chosen) if chosen else _("Make codes"))
        self.make.setEnabled(bool(chosen) and not trouble)

    def _says(self, row: PileRow, lying: OnPile) -> str:
        """What would become of one pile."""
        parts = []
        if lying.codings:
            people: dict[int, int] = {}
            for coding in lying.codings:
                people[coding.coder_id] = people.get(coding.coder_id, 0) + 1
            who = ", ".join(_("{n} of {coder}").format(n=n, coder=self._coders.get(id_, "?")) for id_, n in people.items())
            quotes = n_("{n} quote", "{n} quotes", len(lying.codings))
            parts.append(f"{quotes} ({who})" if len(people) > 1 else quotes)
            now: dict[int, int] = {}
            for coding in lying.codings:
                now[coding.code_id] = now.get(coding.code_id, 0) + 1
            names = [f"“{self._tree.by_id[id_].name}” {n}" for id_, n in now.items() if id_ in self._tree.by_id]
            if self._several:
                parts.append(_("now {codes}").format(codes=", ".join(names[:4]) + ("…" if len(names) > 4 else "")))
        if lying.code_ids:
            names = [self._tree.by_id[id_].name for id_ in lying.code_ids if id_ in self._tree.by_id]
            more = "…" if len(names) > 4 else ""
            parts.append(_("over {codes}").format(codes=", ".join(f"“{name}”" for name in names[:4]) + more))
        if child_named(self._tree, self.parent_id, row.name.text()) is not None:
            parts.append(_("joins the code of that name"))
        return " · ".join(parts) or _("no cards yet")

    def _consequences(self, quotes: int, codes: int, others: int) -> str:
        lines = []
        if quotes:
            lines.append(_("Each coding stays the coding of whoever made it; the history says that you sorted it."))
            lines.append(_("What is not sorted yet stays as it is."))
        if others:
            lines.append(
                n_(
                    "{n} coding of the same words by somebody else goes along.",
                    "{n} codings of the same words by others go along.",
                    others,
                )
            )
        if codes:
            lines.append(_("Codes keep their subcodes, quotes and order, and move under the code of their pile."))
        return " ".join([*lines, _("All of it is one step: Ctrl+Z takes it back.")])

    def _trouble(self) -> str:
        names = [" ".join(one.name.split()).casefold() for one in self.chosen]
        if any(not name for name in names):
            return _("A code needs a name; type one, or untick the pile.")
        twice = next((one.name for one, name in zip(self.chosen, names, strict=True) if names.count(name) > 1), "")
        return _("Two piles are called “{name}”; give one of them another name.").format(name=twice) if twice else ""
