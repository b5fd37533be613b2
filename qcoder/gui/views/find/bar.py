"""The question: a line of words or two codes and how they stand to each other, and beneath it, in words, where to look."""

from collections.abc import Hashable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qcoder.analysis.asked import UNCODED, Asked, attribute_values, relation_label, there_is
from qcoder.analysis.code_queries import Relation
from qcoder.analysis.finding import Whose
from qcoder.domain.codes import CodeTree
from qcoder.gui.views.compare.flow import FlowLayout
from qcoder.gui.views.find.ticks import Tick, TicksPopup
from qcoder.project.read import Reader
from qcoder.words import _

PAUSE_MS = 350
"""After so long without a key the typed words are looked for."""
_MOST_LETTERS = 30
_USUAL_WIDTH = 700


class _Lines(FlowLayout):
    """Asks for its height as it is at a usual width, not as it were if every button stood on a line of its own."""

    def sizeHint(self) -> QSize:
        """Two lines or three."""
        return QSize(_USUAL_WIDTH, self.heightForWidth(_USUAL_WIDTH))


class QueryLine(QLineEdit):
    """The line of words; Down goes to the places, Esc empties it."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Esc; the rest is the line's own."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.returnPressed.emit()
        else:
            super().keyPressEvent(event)


def whose_label(whose: Whose) -> str:
    """Whose words, for a button and a menu."""
    return {
        Whose.EVERYBODY: _("everybody"),
        Whose.PARTICIPANTS: _("participants only"),
        Whose.INTERVIEWERS: _("interviewers only"),
    }[whose]


class QuestionBar(QWidget):
    """Tells by `changed` what is asked, whenever that changes. Not `whole`: another window says whether words are looked for or listed."""

    changed = Signal(object)
    """The Asked."""
    down = Signal()
    """The person goes on to the places."""

    def __init__(self, *, whole: bool = True) -> None:
        super().__init__()
        self._whole = whole
        self.asked = Asked()
        self._whose = {False: Whose.EVERYBODY, True: Whose.PARTICIPANTS}
        self._ticks: dict[str, list[Tick]] = {}
        self._popups: dict[str, TicksPopup] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._typed)
        self.pills: dict[str, QPushButton] = {}
        self._build()
        self._connect()
        self._show()

    # -- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.by_words, self.by_codes = QPushButton(_("Words")), QPushButton(_("Codes with codes"))
        self.by_list = QPushButton(_("Word list"))
        self.by_list.setToolTip(_("Count every word that is said"))
        kinds = QButtonGroup(self)
        for button in (self.by_words, self.by_codes, self.by_list):
            button.setCheckable(True)
            kinds.addButton(button)
        self.by_words.setChecked(True)
        self.line = QueryLine()
        self.line.setPlaceholderText(_("Words, “a phrase”, prefix*, NEAR(hub road, 5), AND, OR, NOT"))
        self.line.setAccessibleName(_("What to find"))
        self.line.setClearButtonEnabled(True)
        self.go = QPushButton(_("Find"))
        self.go.setProperty("role", "primary")
        self.relation = QPushButton()
        self.turns = QSpinBox()
        self.turns.setRange(0, 99)
        self.turns.setAccessibleName(_("Within how many turns"))
        for name in ("a", "b"):
            self._pill(name)
        codes = QWidget()
        codes_row = QHBoxLayout(codes)
        codes_row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.pills["a"], self.relation, self.pills["b"], self.turns):
            codes_row.addWidget(widget)
        codes_row.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.line)
        self._stack.addWidget(codes)
        self._stack.addWidget(QWidget())
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.first = QHBoxLayout()
        for button in (self.by_words, self.by_codes, self.by_list):
            self.first.addWidget(button)
        self.first.addWidget(self._stack, 1)
        self.first.addWidget(self.go)
        self.limits = QWidget()
        flow = _Lines(self.limits)
        self.whose = QPushButton()
        flow.addWidget(self.whose)
        for name in ("labels", "groups", "localities", "attributes", "waves", "documents", "codes"):
            flow.addWidget(self._pill(name))
        self.toggles = {
            "whole_words": _toggle(_("Whole words"), _("Do not find words within longer words")),
            "case": _toggle(_("Case"), _("Capital and small letters are different")),
            "accents": _toggle(_("Accents"), _("é and e are different")),
            "regex": _toggle(_("Pattern"), _("The line is a regular expression of Python's kind; it is stopped after 10 seconds")),
        }
        for toggle in self.toggles.values():
            flow.addWidget(toggle)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.limits.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.first)
        column.addWidget(self.limits)

    def _pill(self, name: str) -> QPushButton:
        button = QPushButton()
        popup = TicksPopup(self, _NAMES[name])
        button.clicked.connect(lambda: popup.ask(button, self._ticks.get(name, []), getattr(self.asked, name)))
        popup.changed.connect(lambda values: self._choose(replace(self.asked, **{name: values})))
        self.pills[name], self._popups[name] = button, popup
        return button

    def _connect(self) -> None:
        self.line.textEdited.connect(lambda _text: self._pause.start())
        self.line.returnPressed.connect(self._typed)
        self.line.down.connect(self.down)
        self.go.clicked.connect(self._typed)
        self.by_words.clicked.connect(lambda: self._switch(by_codes=False, listing=False))
        self.by_codes.clicked.connect(lambda: self._switch(by_codes=True, listing=False))
        self.by_list.clicked.connect(lambda: self._switch(by_codes=False, listing=True))
        self.turns.valueChanged.connect(lambda turns: self._choose(replace(self.asked, within_turns=turns)))
        for name, toggle in self.toggles.items():
            toggle.toggled.connect(
                lambda on, name=name: self._choose(replace(self.asked, options=replace(self.asked.options, **{name: on})))
            )
        self._menu(self.whose, [(whose_label(whose), whose) for whose in Whose], "whose")
        self._menu(self.relation, [(relation_label(relation), relation) for relation in Relation], "relation")

    def _menu(self, button: QPushButton, options: Sequence[tuple[str, Hashable]], name: str) -> None:
        menu = QMenu(button)
        group = QActionGroup(menu)
        for label, value in options:
            action = QAction(label, menu, checkable=True)
            action.triggered.connect(lambda _on=False, value=value: self._choose(replace(self.asked, **{name: value})))
            group.addAction(action)
            menu.addAction(action)

        def drop() -> None:
            for action, (_label, value) in zip(menu.actions(), options, strict=True):
                action.setChecked(value == getattr(self.asked, name))
            menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

        button.clicked.connect(drop)

    # -- what there is and what is chosen -----------------------------------------------------------------------

    def offer(self, read: Reader, tree: CodeTree) -> None:
        """Show what there is to choose from now; what is gone is no longer chosen."""
        documents = read.documents.all()
        labels = sorted(read.documents.speaker_labels(), key=str.casefold)
        codes = [Tick(code.id, code.name, depth) for depth, code in tree.walk()]
        places = [place for place in read.study.places() if place.parent_id is None]
        self._ticks = {
            "labels": [Tick(label, label) for label in labels],
            "groups": [Tick(group.id, group.name) for group in read.study.groups()],
            "localities": [Tick(place.id, place.name) for place in places],
            "waves": [Tick(wave.id, wave.name) for wave in read.study.waves()],
            "attributes": [Tick((name, value), f"{name}: {value}") for name, value in attribute_values(read)],
            "documents": [Tick(document.id, document.name) for document in documents],
            "codes": [Tick(UNCODED, _("Not coded at all")), *codes] if codes else [],
            "a": codes,
            "b": codes,
        }
        self.asked = self.asked.fitted(there_is(read))
        self._show()

    def ask(self, asked: Asked) -> None:
        """Ask for something, as if by hand."""
        self._remember_whose()
        self.line.setText(asked.text)
        self._choose(asked)

    def _typed(self) -> None:
        self._pause.stop()
        text = self.line.text()
        # Other words than those that were chosen from the word list are looked for as words usually are.
        options = self.asked.options if text == self.asked.text else replace(self.asked.options, alone=False)
        self.asked = replace(self.asked, text=text, options=options)
        self.changed.emit(self.asked)

    def _switch(self, *, by_codes: bool, listing: bool) -> None:
        """Whose words are counted and whose are looked through are two choices: lists are of participants' words at first."""
        self._remember_whose()
        self._choose(replace(self.asked, by_codes=by_codes, listing=listing, whose=self._whose[listing]))

    def _remember_whose(self) -> None:
        self._whose[self.asked.listing] = self.asked.whose

    def _choose(self, asked: Asked) -> None:
        self.asked = replace(asked, text=self.line.text())
        self._show()
        self.changed.emit(self.asked)

    def _show(self) -> None:
        asked = self.asked
        (self.by_list if asked.listing else self.by_codes if asked.by_codes else self.by_words).setChecked(True)
        self._stack.setCurrentIndex(2 if asked.listing else 1 if asked.by_codes else 0)
        self.go.setVisible(self._whole and not asked.listing)
        if not self._whole:
            self.by_list.hide()
            for widget in (self.by_words, self.by_codes, self._stack):
                widget.setVisible(not asked.listing)
        _say(self.whose, _("Said by"), whose_label(asked.whose))
        _say(self.relation, "", relation_label(asked.relation), said=_("Relation"))
        self.turns.setVisible(asked.relation is Relation.FOLLOWED_BY)
        self.turns.setPrefix(_("within "))
        self.turns.setSuffix(_(" turns"))
        self.turns.blockSignals(True)
        self.turns.setValue(asked.within_turns)
        self.turns.blockSignals(False)
        for name, button in self.pills.items():
            ticks = self._ticks.get(name, [])
            chosen: frozenset[Hashable] = getattr(asked, name)
            names = [tick.label for tick in ticks if tick.value in chosen]
            _say(button, _NAMES[name], ", ".join(names) if names else _("choose…") if name in ("a", "b") else _NOTHING[name])
            button.setVisible(bool(ticks) or name in ("a", "b"))
        for name, toggle in self.toggles.items():
            toggle.blockSignals(True)
            toggle.setChecked(getattr(asked.options, name))
            toggle.blockSignals(False)
            toggle.setVisible(not asked.by_codes and not asked.listing)
            toggle.setEnabled(name in ("regex", "case") or not asked.options.regex)
        layout = self.limits.layout()
        if layout is not None:
            layout.invalidate()
        self.limits.updateGeometry()


_NAMES = {
    "labels": _("Speakers"),
    "groups": _("Groups"),
    "localities": _("Localities"),
    "waves": _("Waves"),
    "attributes": _("Attributes"),
    "documents": _("Documents"),
    "codes": _("Coded"),
    "a": _("Code A"),
    "b": _("Code B"),
}
_NOTHING = {name: _("all") for name in ("labels", "groups", "localities", "attributes", "waves", "documents")} | {"codes": _("or not")}


def _toggle(name: str, tip: str) -> QPushButton:
    button = QPushButton(name)
    button.setCheckable(True)
    button.setToolTip(tip)
    button.setAccessibleName(name)
    button.setAccessibleDescription(tip)
    return button


def _say(button: QPushButton, name: str, value: str, *, said: str = "") -> None:
    short = value if len(value) <= _MOST_LETTERS else value[: _MOST_LETTERS - 1].rstrip() + "…"
    button.setText((f"{name}: {short} ▾" if name else f"{short} ▾").replace("&", "&&"))
    button.setAccessibleName(f"{name or said}: {value}")
    button.setToolTip(f"{name or said}: {value}")
