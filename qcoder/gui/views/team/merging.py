"""Merging a colleague's copy: what each side did, what has to be decided, then one undoable step."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from qcoder.gui.actions.merging import MergeActions
from qcoder.gui.views.files import PROJECTS, FileDoor
from qcoder.gui.views.team.conflict_card import ConflictCard
from qcoder.gui.views.team.merge_parts import card, clear_out, kind_words
from qcoder.gui.views.workspace import Desk
from qcoder.merge.decisions import UNDER, Conflict
from qcoder.merge.preview import MergePreview
from qcoder.words import _, n_

MOST_CARDS = 60
"""So many conflicts are shown one by one; what is chosen for all of a kind holds for the others, too."""


class MergePage(QWidget):
    """Choose a file, read what would happen, decide, merge."""

    def __init__(self, desk: Desk, files: FileDoor) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._desk = desk
        self._files = files
        self._actions = MergeActions(desk.jobs)
        self._path: Path | None = None
        self._found: MergePreview | None = None
        self.decisions: dict[str, str] = {}
        self.cards: dict[str, ConflictCard] = {}
        self.choose = QPushButton(_("Choose a colleague's file…"))
        self.choose.clicked.connect(self.choose_file)
        self.go = QPushButton(_("Merge (one step, can be undone)"))
        self.go.setProperty("role", "primary")
        self.go.clicked.connect(self._merge)
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.clicked.connect(self.clear)
        self._details_open = False
        self._lay_out()
        self.clear()

    def _lay_out(self) -> None:
        self.title = QLabel()
        self.title.setProperty("role", "subheading")
        self.when = QLabel()
        self.when.setProperty("role", "muted")
        head = QHBoxLayout()
        for label in (self.title, self.when):
            head.addWidget(label)
        head.addStretch(1)
        for widget in (self.choose, self.cancel, self.go):
            head.addWidget(widget)
        self.told = QVBoxLayout()
        self.told.setSpacing(10)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        inner = QWidget()
        inner.setObjectName("ground")
        both = QVBoxLayout(inner)
        both.setContentsMargins(0, 6, 8, 8)
        both.setSpacing(10)
        both.addLayout(self.told)
        both.addLayout(self.body)
        both.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(_("What the merge brings and what is to be decided"))
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.addLayout(head)
        layout.addWidget(self.area, 1)
        self.setFocusProxy(self.choose)

    def choose_file(self) -> None:
        """Ask for the colleague's file and compare."""
        path = self._files.open_one(self, _("A colleague's copy of this project"), PROJECTS)
        if path is not None:
            self.compare(path)

    def compare(self, path: Path) -> None:
        """Compare with this file."""
        self._path = path
        self.decisions = {}
        self._found = None
        self._preview()

    def refresh(self) -> None:
        """The project has changed: what was compared no longer holds, so compare again."""
        self.choose.setEnabled(self._desk.jobs.can_write)
        if self._path is not None and self._path.exists():
            self._preview()
        else:
            self.clear()

    def clear(self) -> None:
        """Back to the beginning; nothing has been written."""
        self._path = None
        self._found = None
        self.decisions = {}
        self._empty()
        self.title.setText(_("Merge a colleague's copy"))
        self.when.setText("")
        self._say(
            _(
                "Give a colleague a copy of this project (File, Save a copy), code on your own laptops, and bring the work together here. "
                "You see first what would happen; nothing is written until you say so, and one undo takes it all back."
            )
        )
        self.go.hide()
        self.cancel.hide()

    def _empty(self) -> None:
        self.cards = {}
        clear_out(self.told)
        clear_out(self.body)

    def _preview(self) -> None:
        path = self._path
        if path is not None:
            self._actions.preview(path, self.decisions, lambda found: self._show(path, found))

    # -- showing ------------------------------------------------------------------------------------------------

    def _show(self, path: Path, found: MergePreview) -> None:
        if path != self._path:
            return
        same = self._found is not None and [c.mark for c in self._found.conflicts] == [c.mark for c in found.conflicts]
        self._found = found
        name = _("Merge {who}'s copy").format(who=found.who) if found.who else _("Merge “{name}”").format(name=path.name)
        self.title.setText(name)
        self.when.setText(_dates(found))
        self.cancel.show()
        self.go.setVisible(not found.nothing)
        self.go.setEnabled(self._desk.jobs.can_write)
        clear_out(self.told)
        self._tell(found)
        if same:
            for id_, shown in self.cards.items():
                shown.show_choice(self._choice(shown.conflict))
                self.decisions[id_] = self._choice(shown.conflict)
            return
        held = self._held()
        self.cards = {}
        clear_out(self.body)
        self._show_conflicts(found)
        if held in self.cards:
            self.cards[held].take_focus()
        if not found.nothing:
            self._muted(_("A copy of your project as it is now is kept before the merge. Both histories are kept."))
        self._desk.signals.status.emit(n_("Compared {n} thing", "Compared {n} things", found.compared))

    def _tell(self, found: MergePreview) -> None:
        """What they did beside what I did, and what a person should know."""
        if found.nothing:
            self._say(_("There is nothing in that file that is not in this project already."), self.told)
        row = QHBoxLayout()
        row.setSpacing(10)
        theirs, mine = found.who or _("The other file"), _("You")
        for who, sentences in ((theirs, found.sentences), (mine, found.yours)):
            if sentences:
                frame, inside = card()
                head = QLabel(who)
                head.setProperty("role", "subheading")
                inside.addWidget(head)
                for sentence in sentences:
                    self._say(sentence, inside)
                inside.addStretch(1)
                row.addWidget(frame, 1)
        self.told.addLayout(row)
        for note in found.notes:
            self._say(note, self.told)
        if found.details:
            self._fold_details(found)

    def _fold_details(self, found: MergePreview) -> None:
        """What both changed and nobody is asked about, behind a button."""
        words = self._say("\n".join(found.details), self.told)
        words.setProperty("role", "muted")
        words.setVisible(self._details_open)
        count = n_(
            "{n} thing that both changed and needs no decision", "{n} things that both changed and need no decision", len(found.details)
        )
        button = QToolButton()
        button.setText(count)
        button.setProperty("role", "quiet")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setCheckable(True)

        def fold(shown: bool) -> None:
            self._details_open = shown
            button.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
            words.setVisible(shown)

        button.toggled.connect(fold)
        button.setChecked(self._details_open)
        fold(self._details_open)
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        self.told.insertLayout(self.told.count() - 1, row)

    def _show_conflicts(self, found: MergePreview) -> None:
        if not found.conflicts:
            return
        row = QHBoxLayout()
        heading = QLabel(n_("{n} thing to decide", "{n} things to decide", len(found.conflicts)))
        heading.setProperty("role", "subheading")
        rest = QLabel(_("1, 2, 3 answer · N next, P previous · Ctrl+Enter merges · everything else fits together"))
        rest.setProperty("role", "muted")
        row.addWidget(heading)
        row.addStretch(1)
        row.addWidget(rest)
        self.body.addLayout(row)
        self._all_of_a_kind(found)
        codes = [(code.id, tree.path(code.id)) for tree in (self._desk.jobs.read.codes.tree(),) for _depth, code in tree.walk()]
        for conflict in found.conflicts:
            self.decisions[conflict.id] = self._choice(conflict)
        for conflict in found.conflicts[:MOST_CARDS]:
            shown = ConflictCard(conflict, self._choice(conflict), found.who, codes, self._decide_one)
            self.cards[conflict.id] = shown
            self.body.addWidget(shown)
        left = len(found.conflicts) - MOST_CARDS
        if left > 0:
            self._muted(n_("{n} more is as most would choose, or as chosen for all.", "{n} more are so, or as chosen for all.", left))

    def _all_of_a_kind(self, found: MergePreview) -> None:
        """One row of buttons for every kind of which there are several."""
        kinds: dict[str, list[Conflict]] = {}
        for conflict in found.conflicts:
            kinds.setdefault(conflict.kind, []).append(conflict)
        for kind, conflicts in kinds.items():
            if len(conflicts) < 2:
                continue
            row = QHBoxLayout()
            what, labels = kind_words(kind, len(conflicts), found.who)
            row.addWidget(QLabel(what))
            for choice, label in labels.items():
                if any(choice in conflict.choices for conflict in conflicts):
                    button = QPushButton(label)
                    button.setAccessibleName(f"{what} {label}")
                    button.clicked.connect(
                        lambda _checked=False, choice=choice, conflicts=conflicts: self._decide(
                            {conflict.id: choice for conflict in conflicts if choice in conflict.choices}
                        )
                    )
                    row.addWidget(button)
            row.addStretch(1)
            self.body.addLayout(row)

    # -- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N and P go to the next and the previous question, Ctrl+Enter merges, Escape goes back to the beginning."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_N, Qt.Key.Key_P) and self.cards and not event.modifiers():
            self._go_on(1 if event.key() == Qt.Key.Key_N else -1)
        elif enter and self.go.isVisible() and self.go.isEnabled():
            self._merge()
        elif event.key() == Qt.Key.Key_Escape and self._path is not None:
            self.clear()
            self.choose.setFocus()
        else:
            super().keyPressEvent(event)

    def _held(self) -> str:
        """The question that has the focus."""
        focused = QApplication.focusWidget()
        return next((id_ for id_, shown in self.cards.items() if focused is not None and shown.isAncestorOf(focused)), "")

    def _go_on(self, by: int) -> None:
        cards, held = list(self.cards.values()), self._held()
        here = list(self.cards).index(held) if held else None
        place = (here + by) % len(cards) if here is not None else 0 if by > 0 else len(cards) - 1
        cards[place].take_focus()
        self.area.ensureWidgetVisible(cards[place], 0, 24)

    # -- deciding -----------------------------------------------------------------------------------------------

    def _choice(self, conflict: Conflict) -> str:
        """What is chosen: by hand, in a merge that was undone, or as most would."""
        chosen = self.decisions.get(conflict.id, "")
        if not conflict.allows(chosen) and self._found is not None:
            chosen = self._found.answers.get(conflict.id, "")
        return chosen if conflict.allows(chosen) and chosen != UNDER else conflict.default

    def _decide_one(self, id_: str, choice: str) -> None:
        self._decide({id_: choice})

    def _decide(self, choices: dict[str, str]) -> None:
        self.decisions.update(choices)
        self._preview()

    def _merge(self) -> None:
        if self._path is not None:
            self.go.setEnabled(False)
            self._actions.merge(self._path, self.decisions, lambda _found: None)

    # -- words --------------------------------------------------------------------------------------------------

    def _say(self, words: str, into: QVBoxLayout | None = None) -> QLabel:
        label = QLabel(words)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        (into or self.body).addWidget(label)
        return label

    def _muted(self, words: str) -> None:
        self._say(words).setProperty("role", "muted")


def _dates(found: MergePreview) -> str:
    """Until when both were one, and when they last worked."""
    step = found.ancestor.step
    parts = []
    if step is not None:
        parts.append(_("shared until {when}").format(when=_day(step.at)))
    elif not found.ancestor.related:
        parts.append(_("another project"))
    if found.worked_until is not None:
        who = found.who or _("they")
        parts.append(_("{who} worked on it until {when}").format(who=who, when=_day(found.worked_until)))
    return " · ".join(parts)


def _day(at: int) -> str:
    moment = datetime.fromtimestamp(at / 1000, UTC).astimezone()
    return f"{moment.day} {moment:%B}, {moment:%H:%M}"
