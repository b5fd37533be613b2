"""One pile on the table: its name, its figures, what holds it together, and its cards."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from qcoder.domain.sorting import Pile
from qcoder.gui.views.read.fields import Field, Line, words
from qcoder.gui.widgets.cardpaint import CardLook
from qcoder.gui.widgets.cards import CardList, cards_in
from qcoder.words import _

_MOST_LINES = 5


class Note(Field):
    """What holds a pile together: as high as its text, up to some lines; then it scrolls."""

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        most = _MOST_LINES * self.fontMetrics().lineSpacing() + 14
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if size.height() > most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if policy is not self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(policy)
        return QSize(size.width(), min(size.height(), most))


class PileColumn(QFrame):
    """A column of the board; `pile_id` None is the one of the cards that are not sorted yet."""

    renamed = Signal(str)
    noted = Signal(str)
    menu_wanted = Signal(object)
    """The button beneath which the menu of the pile belongs."""
    dropped_on_head = Signal(object)
    """Cards (their ids) were put onto the name: they go to the end."""

    def __init__(self, pile_id: int | None) -> None:
        super().__init__()
        self.pile_id = pile_id
        self.setProperty("role", "pane")
        self.setAcceptDrops(True)
        self.badge = QLabel()
        self.badge.setProperty("role", "muted")
        self.name = Line(_("Name of the pile"))
        self.title = QLabel(_("Not sorted yet"))
        self.title.setProperty("role", "subheading")
        self.figures = words("", "muted")
        self.note = Note(_("What holds this pile together"), _("What holds these together?"))
        self.more = QToolButton()
        self.more.setText("⋯")
        self.more.setProperty("role", "quiet")
        self.more.setToolTip(_("What can be done with this pile"))
        self.list = CardList(_("Cards that are not sorted yet"))
        self.nothing = words("", "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.nothing.setContentsMargins(14, 26, 14, 0)
        # Over the list, not in its place: an empty pile is gone to by the arrows and put onto by mouse like any other.
        self.nothing.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lay_out()
        font = self.name.font()
        font.setWeight(font.Weight.DemiBold)
        self.name.setFont(font)
        for widget in (self.name, self.note):
            widget.setVisible(pile_id is not None)
            widget.installEventFilter(self)
        self.title.setVisible(pile_id is None)
        self.name.left.connect(self.renamed.emit)
        self.name.done.connect(self.list.setFocus)
        self.note.left.connect(self.noted.emit)
        self.note.done.connect(self.list.setFocus)
        self.more.clicked.connect(lambda: self.menu_wanted.emit(self.more))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.badge)
        head.addWidget(self.name, 1)
        head.addWidget(self.title, 1)
        head.addWidget(self.more)
        cards = QWidget()
        stacked = QStackedLayout(cards)
        stacked.setStackingMode(QStackedLayout.StackingMode.StackAll)
        stacked.addWidget(self.nothing)
        stacked.addWidget(self.list)
        stacked.setCurrentWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self.figures)
        column.addWidget(self.note)
        column.addWidget(cards, 1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    @property
    def label(self) -> str:
        """What the pile is called."""
        return self.title.text() if self.pile_id is None else self.name.text()

    def show_pile(self, pile: Pile | None, number: int, figures: str, empty: str, can_write: bool) -> None:
        """Show name, note and figures; `number` is the key that puts cards here, 0 for those not sorted yet, more than 9 has none."""
        self.badge.setText(str(number) if number <= 9 else "")
        self.badge.setToolTip(_("The key {n} puts the chosen cards here").format(n=number) if number <= 9 else "")
        if pile is not None:
            self.name.show_text(pile.name)
            self.note.show_text(pile.note)
            self.name.setReadOnly(not can_write)
            self.note.setReadOnly(not can_write)
        self.figures.setText(figures)
        self.nothing.setText(empty)
        self.nothing.setVisible(bool(empty))
        self.list.may_drop = can_write
        self.list.setAccessibleName(_("Cards of {pile}, {figures}").format(pile=self.label, figures=figures))
        self.more.setAccessibleName(_("More about {pile}").format(pile=self.label))
        self.more.setVisible(can_write)

    def set_look(self, look: CardLook) -> None:
        """Take theme, fonts and size."""
        self.setFixedWidth(look.width)
        self.list.set_look(look)

    def commit(self) -> None:
        """Hand over what is being written."""
        if self.pile_id is not None:
            self.name.keep()
            self.note.keep()

    def rename(self) -> None:
        """Let the person write another name."""
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.name.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leaves the name for the cards."""
        if (
            watched is self.name
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
        ):
            self.list.setFocus()
            return True
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Cards may be put onto the name as well."""
        if self.list.may_drop and cards_in(event.mimeData()):
            event.acceptProposedAction()
            self.list.visited.emit()

    def dropEvent(self, event: QDropEvent) -> None:
        """They go to the end."""
        ids = cards_in(event.mimeData())
        if ids:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
            self.dropped_on_head.emit(ids)


class NewPile(QPushButton):
    """Begins a pile; cards that are put onto it begin it."""

    begun = Signal(object)
    """A new pile of these cards (none for an empty one) is wanted."""

    def __init__(self) -> None:
        super().__init__(_("＋ New pile"))
        self.setAccessibleName(_("New pile"))
        self.setToolTip(_("Begin a pile (N); put cards here to begin it with them (Shift+N for those that are chosen)"))
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.begun.emit([]))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Cards are welcome."""
        if self.isEnabled() and cards_in(event.mimeData()):
            self.setDown(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QEvent) -> None:
        """They went on."""
        self.setDown(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """A pile of these."""
        self.setDown(False)
        ids = cards_in(event.mimeData())
        if ids:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
            self.begun.emit(ids)
