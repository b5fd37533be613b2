"""The code picker: a small box over the page; a few letters, Enter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QLabel,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from qcoder.domain.codes import PATH_SEPARATOR, Code, same_name
from qcoder.gui.models.codes import CodesModel
from qcoder.gui.models.matching import best
from qcoder.gui.widgets.patterns import pattern_brush
from qcoder.gui.widgets.theme import LIGHT, Theme
from qcoder.words import _

Index = QModelIndex | QPersistentModelIndex
_ROWS_SEEN = 8
_ROW = 28
_WIDTH = 420
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the picker: a code with the letters found in its name, or (None) the new code that could be made."""

    code: Code | None
    name: str
    side: str
    letters: tuple[int, ...] = ()
    digit: int | None = None
    pattern: int = 0


class ChoicesModel(QAbstractListModel):
    """The lines of the picker."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.choices: list[Choice] = []

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Show these."""
        self.beginResetModel()
        self.choices = list(choices)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is shown, said or drawn of an index."""
        if not index.isValid():
            return None
        choice = self.choices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return None if choice.code is None else choice.code.brief or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{choice.name}, {choice.side}" if choice.side else choice.name
        return None


class ChoiceDelegate(QStyledItemDelegate):
    """Swatch, name with the letters found in bold, and at the right the path in grey."""

    def __init__(self, parent: QObject, model: ChoicesModel) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """As high as the font asks, at least the usual row."""
        return QSize(100, max(_ROW, option.fontMetrics.height() + 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        choice = self._model.choices[index.row()]
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & option.state.State_Selected:
            painter.fillRect(rect, QColor(self.theme.selected))
        if choice.code is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(choice.code.color))
            square = QRectF(rect.left() + 12, rect.center().y() - 5, 11, 11)
            painter.drawRoundedRect(square, 3, 3)
            texture = pattern_brush("#ffffff", choice.pattern)
            if texture is not None:
                painter.setBrushOrigin(square.topLeft())
                painter.setBrush(texture)
                painter.drawRoundedRect(square, 3, 3)
        plain, bold = QFont(option.font), QFont(option.font)
        bold.setWeight(QFont.Weight.Bold)
        side = choice.side if choice.digit is None else f"{choice.side}   {choice.digit}" if choice.side else str(choice.digit)
        metrics = QFontMetrics(plain)
        beside = rect.width() - QFontMetrics(bold).horizontalAdvance(choice.name) - 60
        room = min(metrics.horizontalAdvance(side) + 4, max(rect.width() // 2, beside))
        painter.setFont(plain)
        painter.setPen(QColor(self.theme.muted))
        at_side = QRect(rect.right() - 12 - room, rect.top(), room + 2, rect.height())
        painter.drawText(at_side, Qt.AlignmentFlag.AlignVCenter, metrics.elidedText(side, Qt.TextElideMode.ElideLeft, room))
        painter.setPen(QColor(self.theme.text))
        x, end = rect.left() + (32 if choice.code is not None else 12), at_side.left() - 10
        for text, strong in pieces(choice.name, choice.letters):
            font = bold if strong else plain
            width = QFontMetrics(font).horizontalAdvance(text)
            shown = text if x + width <= end else QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, end - x)
            painter.setFont(font)
            painter.drawText(QRect(x, rect.top(), width + 2, rect.height()), Qt.AlignmentFlag.AlignVCenter, shown)
            x += width
            if x > end:
                break
        painter.restore()


def pieces(name: str, letters: Sequence[int]) -> list[tuple[str, bool]]:
    """Cut a name into stretches that are to be set bold, and others."""
    found = set(letters)
    cut: list[tuple[str, bool]] = []
    for i, letter in enumerate(name):
        strong = i in found
        if cut and cut[-1][1] is strong:
            cut[-1] = (cut[-1][0] + letter, strong)
        else:
            cut.append((letter, strong))
    return cut


class CodePicker(QFrame):
    """Asks for a code for a passage. It changes nothing: it tells which key was pressed on what, and closes."""

    picked = Signal(object)
    """The id of the code chosen."""
    anew = Signal(str, object)
    """(name, parent id or None): a new code is wanted."""
    in_vivo = Signal()
    """A code named after the passage is wanted."""
    widened = Signal()
    """Space in an empty box: the next larger passage is meant."""
    closed = Signal()
    """The picker has gone; the focus should go back."""

    def __init__(self, parent: QWidget, codes: CodesModel) -> None:
        super().__init__(parent)
        self._page = parent
        self._codes = codes
        self._new_under: int | None = None
        self._may_make = True
        self._upwards = False
        self._asking = False
        self.setAccessibleName(_("Choose a code"))
        self.box = QLineEdit()
        self.box.setAccessibleName(_("Letters of the code's name"))
        self.box.textChanged.connect(self._fill)
        self.box.installEventFilter(self)
        self.passage = QLabel()
        self.passage.setTextFormat(Qt.TextFormat.PlainText)
        self.passage.setWordWrap(True)
        self.passage.setContentsMargins(12, 0, 12, 6)
        self.model = ChoicesModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.delegate = ChoiceDelegate(self.list, self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("Codes that fit"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.clicked.connect(lambda _index: self._enter())
        self.list.selectionModel().currentChanged.connect(lambda now, _before: self._say(now))
        self.hint = QLabel()
        self.hint.setContentsMargins(12, 5, 12, 7)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for widget in (self.box, self.passage, self.list, self.hint):
            column.addWidget(widget)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]  # there is an application
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.delegate.theme = theme
        self.setStyleSheet(
            f"CodePicker {{ background: {theme.raised}; border: 1px solid {theme.strong_line}; border-radius: 8px; }}"
            " CodePicker QLineEdit, CodePicker QLineEdit:focus { background: transparent; border: 0; padding: 10px 11px 4px 11px; }"
            f" CodePicker QLabel {{ color: {theme.muted}; background: transparent; }}"
            f" CodePicker QListView {{ background: transparent; border: 0; border-top: 1px solid {theme.line};"
            f" border-bottom: 1px solid {theme.line}; }}"
        )

    def ask(self, title: str, passage: str, around: QRect, new_under: int | None, may_make: bool = True) -> None:
        """Open near a rectangle of the parent; a new code would stand under `new_under`."""
        self._new_under = new_under
        self._may_make = may_make
        self.box.setPlaceholderText(title)
        self.show_passage(passage)
        self.hint.setText(_("Enter apply · Space wider · Ctrl+Enter in vivo · Esc close") if may_make else _("Enter apply · Esc close"))
        self.box.clear()
        self._fill("")
        self._place(around)
        self._asking = True
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_passage(self, passage: str) -> None:
        """Quote the passage that would be coded; nothing where none is meant."""
        line = " ".join(passage.split())
        self.passage.setVisible(bool(line))
        self.passage.setText(f"“{line[:110].rstrip()}…”" if len(line) > 112 else f"“{line}”")

    def dismiss(self) -> None:
        """Close without doing anything."""
        if self._asking:
            self._leave(lambda: None)

    def current(self) -> Choice | None:
        """The line that Enter would take."""
        row = self.list.currentIndex().row()
        return self.model.choices[row] if 0 <= row < len(self.model.choices) else None

    def _fill(self, typed: str) -> None:
        tree = self._codes.tree
        recent = self._codes.recent
        names = [(code.id, code.name, tree.path(code.id)) for _depth, code in tree.walk()]
        choices = [
            self._choice(code_id, fit.letters)
            for code_id, fit in best(typed, names, recent.latest_first(), limit=len(names) if not typed.strip() else 60)
        ]
        name = " ".join(typed.split())
        siblings = tree.children(self._new_under)
        if self._may_make and name and not any(same_name(code.name, name) for code in siblings):
            where = _("new under {path}").format(path=self._path(self._new_under)) if self._new_under is not None else _("new at the top")
            choices.append(Choice(None, _("New code “{name}”").format(name=name), f"{where} · Shift+Enter"))
        self.model.set_choices(choices)
        self.list.setCurrentIndex(self.model.index(0))
        row = self.list.sizeHintForRow(0) if choices else _ROW
        self.list.setFixedHeight(max(1, min(len(choices), _ROWS_SEEN)) * max(row, _ROW) + 3)
        bottom = self.y() + self.height()
        self.adjustSize()
        if self.isVisible() and self._upwards:
            super().move(self.x(), bottom - self.height())

    def _choice(self, code_id: int, letters: tuple[int, ...]) -> Choice:
        code = self._codes.tree.by_id[code_id]
        return Choice(code, code.name, self._above(code_id), letters, self._codes.recent.digit_of(code_id), self._codes.pattern(code))

    def _say(self, index: QModelIndex) -> None:
        """The focus stays in the box, so the box says which code Enter would take."""
        self.box.setAccessibleDescription(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))

    def _above(self, code_id: int) -> str:
        parent_id = self._codes.tree.by_id[code_id].parent_id
        return self._path(parent_id) if parent_id is not None else ""

    def _path(self, code_id: int | None) -> str:
        return self._codes.tree.path(code_id).replace(PATH_SEPARATOR, " › ") if code_id is not None else ""

    def _place(self, around: QRect) -> None:
        """Under the passage, or over it when there is no room below."""
        parent = self._page
        self.setFixedWidth(min(_WIDTH, parent.width() - 16))
        self.adjustSize()
        x = max(8, min(around.center().x() - self.width() // 2, parent.width() - self.width() - 8))
        below = around.bottom() + 10
        self._upwards = below + self.height() > parent.height() - 8 and around.top() - 10 - self.height() > 8
        y = around.top() - 10 - self.height() if self._upwards else min(below, parent.height() - self.height() - 8)
        super().move(QPoint(x, max(8, y)))

    # Keys

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the letters go to the box."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_K):
                event.accept()
            return False
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        return self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_ROWS_SEEN, Qt.Key.Key_PageDown: _ROWS_SEEN}[Qt.Key(key)]
            row = max(0, min(self.model.rowCount() - 1, self.list.currentIndex().row() + step))
            self.list.setCurrentIndex(self.model.index(row))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held & _CTRL:
            self._leave(self.in_vivo.emit) if self._may_make else None
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held & _SHIFT:
            self._make()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        elif not self.box.text() and (key == Qt.Key.Key_Space or (key == Qt.Key.Key_K and held & _CTRL)):
            self.widened.emit()
        elif not self.box.text() and held == Qt.KeyboardModifier.NoModifier and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            code_id = self._codes.recent.at(key - Qt.Key.Key_0)
            if code_id is not None:
                self._leave(lambda: self.picked.emit(code_id))
        else:
            return False
        return True

    def _enter(self) -> None:
        choice = self.current()
        if choice is None:
            return
        if choice.code is None:
            self._make()
        else:
            code_id = choice.code.id
            self._leave(lambda: self.picked.emit(code_id))

    def _make(self) -> None:
        name = " ".join(self.box.text().split())
        if name and self._may_make:
            under = self._new_under
            self._leave(lambda: self.anew.emit(name, under))

    def _leave(self, then: Callable[[], object]) -> None:
        self._asking = False
        self.hide()
        then()
        self.closed.emit()

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Whoever goes elsewhere with mouse or Tab has decided against it."""
        if self._asking and now is not None and not self.isAncestorOf(now):
            self._asking = False
            self.hide()
            self.closed.emit()
