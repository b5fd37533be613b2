"""Links in memos: what they lead to, going there, and choosing one by a few letters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from qcoder.domain.codes import PATH_SEPARATOR
from qcoder.domain.folding import fold
from qcoder.domain.memos import Subject, kind_words
from qcoder.domain.richtext import split_target
from qcoder.gui.jobs import Jobs, Work
from qcoder.gui.models.matching import best
from qcoder.gui.views.workspace import Desk
from qcoder.project.read import Reader
from qcoder.project.read.glance import QuoteGlance
from qcoder.project.read.retrieval import Wanted, first_quotes
from qcoder.project.write import Progress
from qcoder.words import _

Index = QModelIndex | QPersistentModelIndex
_MOST = 30
_QUOTES = 12
_LONGEST = 70
_SOON = 150


@dataclass(frozen=True, slots=True)
class Goal:
    """Something that a link can lead to: its target, the words of the link, and a line that says what it is."""

    target: str
    words: str
    line: str


Find = Callable[[Reader, str], list[Goal]]
"""What fits some letters."""


def is_there(read: Reader, target: str) -> bool:
    """True if what a link leads to is in the project."""
    found = split_target(target)
    if found is None:
        return False
    kind, id_ = found
    look: dict[str, Callable[[int], object]] = {"code": read.codes.get, "coding": read.codings.get, "document": read.documents.get}
    return look[kind](id_) is not None


def follow(desk: Desk, target: str) -> None:
    """Go where a link leads, or say that it is no longer there."""
    kind, id_ = split_target(target) or ("", 0)
    read = desk.jobs.read
    if not is_there(read, target):
        desk.signals.notice.emit(_("What this link led to is no longer in the project."))
    elif kind == "code":
        desk.signals.open_code.emit(id_)
    elif kind == "document":
        desk.signals.open_passage.emit(id_, None)
    else:
        coding = read.codings.get(id_)
        if coding is not None:
            desk.signals.open_passage.emit(coding.document_id, coding.span)


def short(text: str, most: int = _LONGEST) -> str:
    """A passage on one line, cut short."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def goals(read: Reader, typed: str) -> list[Goal]:
    """The codes and documents that fit some letters, the best first."""
    tree = read.codes.tree()
    paths = [(code.id, code.name, tree.path(code.id)) for _depth, code in tree.walk()]
    found = []
    for code_id, _fit in best(typed, paths, limit=_MOST):
        path = tree.path(code_id).replace(PATH_SEPARATOR, " › ")
        found.append(Goal(f"code/{code_id}", tree.by_id[code_id].name, _("Code: {name}").format(name=path)))
    wanted = fold(typed).text.split()
    for name, document_id in read.documents.names().items():
        if all(word in fold(name).text for word in wanted):
            found.append(Goal(f"document/{document_id}", name, _("Document: {name}").format(name=name)))
        if len(found) >= 2 * _MOST:
            break
    return found


def passages(read: Reader, typed: str) -> list[Goal]:
    """Some coded passages with these words in them."""
    ids = list(first_quotes(read, Wanted(text=typed, group_by="nothing"), _QUOTES).ids)[:_QUOTES]
    quotes = QuoteGlance(read).of_ids(ids)
    made = []
    for id_ in ids:
        if id_ in quotes:
            quote = quotes[id_]
            code = quote.code.rsplit(PATH_SEPARATOR, 1)[-1]
            line = _("Passage: “{text}” · {code} · {document}").format(text=short(quote.text), code=code, document=quote.document)
            made.append(Goal(f"coding/{id_}", f"“{short(quote.text)}”", line))
    return made


class GoalsModel(QAbstractListModel):
    """The goals that fit."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.goals: Sequence[Goal] = ()

    def put(self, found: Sequence[Goal]) -> None:
        """Show others."""
        self.beginResetModel()
        self.goals = found
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self.goals)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line that says what it is."""
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.goals[index.row()].line
        return None


def things(read: Reader, typed: str) -> list[Goal]:
    """All that a memo can be about and that has a name, as far as it fits some letters."""
    wanted, study, localities = fold(typed).text.split(), read.study, read.study.locality_of()
    named = [
        *((Subject.PARTICIPANT, id_, name) for id_, name in study.participant_names()),
        *((Subject.PLACE, p.id, p.name if p.parent_id is None else f"{p.name} ({localities[p.id].name})") for p in study.places()),
        *((Subject.GROUP, group.id, group.name) for group in study.groups()),
        *((Subject.WAVE, wave.id, wave.name) for wave in study.waves()),
    ]
    found = []
    for subject, id_, name in named:
        if all(word in fold(name).text for word in wanted):
            kind = kind_words(subject)
            found.append(Goal(f"{subject.value}/{id_}", name, f"{kind[:1].upper() + kind[1:]}: {name}"))
        if len(found) >= 2 * _MOST:
            break
    others = goals(read, typed)
    return [*found, *others] if typed.strip() else [*others, *found]


class LinkPicker(QFrame):
    """A small window over the text: type letters of a code, a document, or words of a coded passage; Enter takes the one chosen.

    `find` gives what fits at once, `find_more` (if any) what takes longer.
    """

    picked = Signal(str, str)
    """(words, target)."""
    closed = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget, name: str, hint: str, find: Find = goals, find_more: Find | None = passages) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName(name)
        self._jobs = jobs
        self._find, self._find_more = find, find_more
        self._asked: Work | None = None
        self._taken = False
        self.box = QLineEdit()
        self.box.setPlaceholderText(hint)
        self.box.setAccessibleName(name)
        self.model = GoalsModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(_("What fits"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = QLabel(_("Nothing fits these letters."))
        self.nothing.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        for widget in (self.box, self.list, self.nothing):
            column.addWidget(widget)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self._ask)
        self.box.textChanged.connect(lambda _text: self._look())
        self.box.installEventFilter(self)
        self.list.clicked.connect(lambda _index: self._take())

    def ask(self, at: QPoint) -> None:
        """Open at a place on the screen."""
        self._taken = False
        self.box.clear()
        self._look()
        self.resize(460, 320)
        screen = self.screen().availableGeometry()
        self.move(min(at.x(), screen.right() - self.width()), min(at.y(), screen.bottom() - self.height()))
        self.show()
        self.box.setFocus()

    def _look(self) -> None:
        """Codes and documents at once, passages a moment later."""
        self._put(self._find(self._jobs.read, self.box.text()))
        if self._asked is not None and not self._asked.finished:
            self._asked.cancel()
        if self._find_more is not None and len(self.box.text().strip()) > 1:
            self._soon.start()
        else:
            self._soon.stop()

    def _ask(self) -> None:
        typed, find_more = self.box.text(), self._find_more
        if find_more is None:
            return

        def question(read: Reader, _progress: Progress) -> list[Goal]:
            return find_more(read, typed)

        def found(some: list[Goal]) -> None:
            if typed == self.box.text() and self.isVisible():
                self._put([*self._find(self._jobs.read, typed), *some])

        self._asked = self._jobs.ask(question, found)

    def _put(self, found: Sequence[Goal]) -> None:
        row = max(self.list.currentIndex().row(), 0)
        self.model.put(found)
        self.list.setCurrentIndex(self.model.index(min(row, len(found) - 1)) if found else QModelIndex())
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)

    def _take(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self.model.goals):
            goal = self.model.goals[row]
            self._taken = True
            self.close()
            self.picked.emit(goal.words, goal.target)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list and Enter takes, while letters go to the box."""
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}.get(Qt.Key(event.key()))
            if step is not None and self.model.goals:
                row = max(0, min(self.list.currentIndex().row() + step, len(self.model.goals) - 1))
                self.list.setCurrentIndex(self.model.index(row))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed without a choice: back to the text."""
        self._soon.stop()
        if self._asked is not None and not self._asked.finished:
            self._asked.cancel()
        if not self._taken:
            self.closed.emit()
        super().hideEvent(event)
