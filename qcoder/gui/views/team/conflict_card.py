"""One thing to decide at a merge: what it was, mine and theirs side by side, the passage in its text, and a choice."""

import html
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from qcoder.domain.codebooks import Mark, marked
from qcoder.merge.decisions import BOTH, LEAVE, MINE, ONE, PROPOSAL, TAKE, THEIRS, TWO, UNDER, Conflict, Passage
from qcoder.words import _, n_

_LONGEST = 4_000  # texts longer than this are shown without marks of what differs


class ConflictCard(QFrame):
    """Shows a conflict; `choose` hears (conflict id, decision) when the person decides."""

    def __init__(
        self, conflict: Conflict, choice: str, them: str, codes: Sequence[tuple[int, str]], choose: Callable[[str, str], None]
    ) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.conflict = conflict
        self._them = them
        self._choose = choose
        self._group = QButtonGroup(self)
        self.radios: dict[str, QRadioButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.setSpacing(6)
        title = _words(conflict.what)
        title.setProperty("role", "subheading")
        layout.addWidget(title)
        self._beside = conflict.kind == "changed" and len(conflict.passages) == 2  # mine and theirs: each in its column
        for passage in () if self._beside else conflict.passages:
            layout.addWidget(_quote(passage))
        if conflict.more:
            more = _words(n_("and {n} more passage", "and {n} more passages", conflict.more))
            more.setProperty("role", "muted")
            layout.addWidget(more)
        layout.addLayout(self._sides() if conflict.kind in ("changed", "text", "moved", PROPOSAL) else self._answers())
        if UNDER in conflict.choices:
            layout.addLayout(self._under(codes))
        self.show_choice(choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2, 3 choose the first answer, the second, the third."""
        place = event.key() - Qt.Key.Key_1
        radios = [radio for radio in self.radios.values() if radio.isEnabled()]
        if not event.modifiers() and 0 <= place < len(radios):
            radios[place].setFocus(Qt.FocusReason.ShortcutFocusReason)
            radios[place].click()
        else:
            super().keyPressEvent(event)

    def take_focus(self) -> None:
        """To what is chosen."""
        chosen = self._group.checkedButton() or next(iter(self.radios.values()))
        chosen.setFocus(Qt.FocusReason.TabFocusReason)

    def show_choice(self, choice: str) -> None:
        """Mark what is chosen."""
        kind = choice.partition(":")[0]
        if kind in self.radios:
            self.radios[kind].setChecked(True)
        if kind == UNDER and choice != UNDER:
            self.codes.setCurrentIndex(max(0, self.codes.findData(choice.partition(":")[2])))

    def _sides(self) -> QGridLayout:
        """Before, mine and theirs in columns, each with its radio button."""
        conflict = self.conflict
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        columns = [(MINE, _("Mine"), conflict.mine), (THEIRS, self._theirs(), conflict.theirs)]
        before = conflict.base
        if conflict.kind == PROPOSAL:
            columns = [(LEAVE, _("Leave it as it is"), conflict.mine), (TAKE, _("Take the proposal"), conflict.theirs)]
            about_a_field = not conflict.passages and conflict.id.rpartition(":")[2] not in ("new", "gone")
            before = conflict.mine if about_a_field else ""
        if conflict.base:
            columns.insert(0, ("", _("Before"), conflict.base))
        for column, (choice, label, text) in enumerate(columns):
            head: QWidget = self._radio(choice, label, text) if choice else _muted(label)
            if self._beside:
                words = _quote(conflict.passages[column])
            else:
                words = _words("")
                words.setTextFormat(Qt.TextFormat.RichText)
                words.setText(_marked(before, text) if choice else html.escape(text))
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(head, 0, column)
            grid.addWidget(words, 1, column)
            grid.setColumnStretch(column, 3)
        if BOTH in conflict.choices:
            grid.addWidget(self._radio(BOTH, _("Keep both, to edit"), _("one text after the other")), 0, len(columns))
            grid.setColumnStretch(len(columns), 1)
        grid.setRowStretch(1, 1)
        return grid

    def _theirs(self) -> str:
        return _("{who}'s").format(who=self._them) if self._them else _("Theirs")

    def _answers(self) -> QVBoxLayout:
        """One radio button a line, in words."""
        conflict = self.conflict
        if conflict.kind == "same name":
            mine, theirs = _("mine: {used}").format(used=conflict.mine), f"{self._theirs()}: {conflict.theirs}"
            labels = {ONE: _("They are one ({mine}; {theirs})").format(mine=mine, theirs=theirs), TWO: _("They are two different things")}
        elif conflict.kind == "deleted there":
            labels = {MINE: _("Keep it: {kept}").format(kept=conflict.mine), THEIRS: _("Delete it, with what was done here since")}
        else:
            labels = {
                THEIRS: _("Bring it back: {kept}").format(kept=conflict.theirs),
                MINE: _("Leave it deleted, with what was done there"),
            }
        box = QVBoxLayout()
        box.setSpacing(4)
        for choice, label in labels.items():
            box.addWidget(self._radio(choice, label, ""))
        return box

    def _under(self, codes: Sequence[tuple[int, str]]) -> QHBoxLayout:
        """Put the passages under another code."""
        row = QHBoxLayout()
        self.codes = QComboBox()
        self.codes.setAccessibleName(_("The code to put the passages under"))
        going = self.conflict.id.rpartition(":")[2]
        for id_, path in codes:
            if str(id_) != going:
                self.codes.addItem(path, str(id_))
        radio = self._radio(UNDER, _("Delete it and put the passages under"), "")
        radio.setEnabled(self.codes.count() > 0)
        self.codes.setEnabled(self.codes.count() > 0)
        self.codes.activated.connect(lambda _index: radio.click())
        row.addWidget(radio)
        row.addWidget(self.codes)
        row.addStretch(1)
        return row

    def _radio(self, choice: str, label: str, text: str) -> QRadioButton:
        radio = QRadioButton(label)
        radio.setAccessibleName(f"{self.conflict.what} {label}: {text}" if text else f"{self.conflict.what} {label}")
        radio.clicked.connect(lambda _checked=False: self._choose(self.conflict.id, self._decision(choice)))
        self._group.addButton(radio)
        self.radios[choice] = radio
        return radio

    def _decision(self, choice: str) -> str:
        return f"{UNDER}:{self.codes.currentData()}" if choice == UNDER else choice


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "muted")
    return label


def _quote(passage: Passage) -> QLabel:
    """The passage in its text, the words around it muted by being plain."""
    label = _words("")
    label.setTextFormat(Qt.TextFormat.RichText)
    before, words, after = (html.escape(part.replace("\n", " ")) for part in (passage.before, passage.words, passage.after))
    label.setText(f"…{before}<b>{words}</b>{after}… <i>{html.escape(passage.document)}</i>")
    label.setAccessibleName(f"{passage.document}: {passage.words}")
    return label


def _marked(base: str, text: str) -> str:
    """The text as HTML, what differs from `base` in bold."""
    if not text:
        return "–"
    if not base or len(base) + len(text) > _LONGEST:
        return html.escape(text)
    bold = {Mark.SAME: "{}", Mark.COME: "<b>{}</b>"}
    pieces = (bold[piece.mark].format(html.escape(piece.text)) for piece in marked(base, text) if piece.mark is not Mark.GONE)
    return "".join(pieces).replace("\n", "<br>")
