"""How documents and codes are drawn in their lists."""

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from qcoder.gui.models.code_order import Counts
from qcoder.gui.models.codes import ALL_ROLE, COLOR_ROLE, DIGIT_ROLE, KEY_ROLE, OWN_ROLE, PATTERN_ROLE, CodesModel
from qcoder.gui.models.documents import DONE_ROLE, ID_ROLE, SHARE_ROLE, SpeakersModel
from qcoder.gui.widgets.patterns import pattern_brush
from qcoder.gui.widgets.theme import LIGHT, Theme
from qcoder.words import _

Index = QModelIndex | QPersistentModelIndex

ROW = 27
_BAR = 34


class _RowDelegate(QStyledItemDelegate):
    """Draws the ground of a row as the style does, and leaves the rest to its children."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.noted: frozenset[int] = frozenset()
        """The ids of what has a memo."""

    def _sheet(self, painter: QPainter, x: float, y: float) -> None:
        """A small sheet with two lines: there is a memo."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.theme.muted), 1))
        painter.drawRect(QRectF(x, y - 5, 8, 10))
        for line in (-2, 1):
            painter.drawLine(QPointF(x + 2, y + line), QPointF(x + 6, y + line))

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """As high as the font asks, at least the usual row."""
        return QSize(80, max(ROW, option.fontMetrics.height() + 8))

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> QRect:
        """Paint selection and hover; returns the row's rectangle."""
        full = QStyleOptionViewItem(option)
        self.initStyleOption(full, index)
        full.text = ""
        full.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, full, painter, full.widget)
        return option.rect

    def _text(self, painter: QPainter, rect: QRect, text: str, color: str, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(QColor(color))
        elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)


def show_noted(tree: QAbstractItemView, ids: Collection[int]) -> None:
    """Mark the rows about which there is a memo."""
    delegate = tree.itemDelegate()
    if isinstance(delegate, _RowDelegate) and delegate.noted != frozenset(ids):
        delegate.noted = frozenset(ids)
        tree.viewport().update()


class DocumentDelegate(_RowDelegate):
    """A tick when fully coded, the name, and a thin bar of how much is coded; headings in small bold."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.open_id: int | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self._ground(painter, option, index)
        font = QFont(option.font)
        if index.data(ID_ROLE) is None:
            font.setWeight(QFont.Weight.DemiBold)
            self._text(painter, rect.adjusted(2, 0, -8, 0), str(index.data()), self.theme.muted, font)
        else:
            self._document(painter, rect, index, font)
        painter.restore()

    def _document(self, painter: QPainter, rect: QRect, index: Index, font: QFont) -> None:
        if index.data(DONE_ROLE):
            painter.setPen(QPen(QColor(self.theme.accent), 1.8))
            x, y = rect.left() + 4, rect.center().y()
            painter.drawPolyline([QPointF(x, y), QPointF(x + 3, y + 4), QPointF(x + 9, y - 4)])
        if index.data(ID_ROLE) == self.open_id:
            font.setWeight(QFont.Weight.DemiBold)
        noted = index.data(ID_ROLE) in self.noted
        if noted:
            self._sheet(painter, rect.right() - _BAR - 24, rect.center().y())
        room = rect.adjusted(20, 0, -(_BAR + (32 if noted else 18)), 0)
        self._text(painter, room, str(index.data()), self.theme.text, font)
        share = index.data(SHARE_ROLE)
        track = QRectF(rect.right() - _BAR - 9, rect.center().y() - 1, _BAR, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.line))
        painter.drawRoundedRect(track, 2, 2)
        if isinstance(share, float) and share > 0:
            track.setWidth(max(3.0, _BAR * share))
            painter.setBrush(QColor(self.theme.accent))
            painter.drawRoundedRect(track, 2, 2)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """The editor takes the name's place and the bar's."""
        rect: QRect = option.rect
        editor.setGeometry(rect.adjusted(14, 0, -4, 0))


class CodeDelegate(_RowDelegate):
    """Swatch, name, key, and counts in columns: own, and with subcodes where there are any."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self._ground(painter, option, index)
        font = QFont(option.font)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(str(index.data(COLOR_ROLE))))
        square = QRectF(rect.left() + 3, rect.center().y() - 5, 11, 11)
        painter.drawRoundedRect(square, 3, 3)
        texture = pattern_brush("#ffffff", int(index.data(PATTERN_ROLE) or 0))
        if texture is not None:
            painter.setBrushOrigin(square.topLeft())  # the same in every row
            painter.setBrush(texture)
            painter.drawRoundedRect(square, 3, 3)
        right = self._counts(painter, rect, index, font)
        right = self._keys(painter, rect, index, font, right)
        if index.internalId() in self.noted:
            self._sheet(painter, right - 14, rect.center().y())
            right -= 16
        if option.state & QStyle.StateFlag.State_Selected:
            font.setWeight(QFont.Weight.DemiBold)
        name = QRect(rect.left() + 21, rect.top(), right - rect.left() - 25, rect.height())
        self._text(painter, name, str(index.data()), self.theme.text, font)
        painter.restore()

    def _counts(self, painter: QPainter, rect: QRect, index: Index, font: QFont) -> int:
        """Draw the counts, each in its column; returns where they begin."""
        model = index.model()
        if not isinstance(model, CodesModel) or model.counts is Counts.NONE:
            return rect.right() - 8
        metrics, widest = QFontMetrics(font), model.widest
        own, every = index.data(OWN_ROLE), index.data(ALL_ROLE)
        # With subcodes there is a second figure; for a code without, it would be the same again.
        columns = [(every, widest[1], model.hasChildren(index) or every != own)] if model.counts is not Counts.OWN else []
        # In a narrow pane the name needs the room of one of them.
        if model.counts is Counts.ALL or (model.counts is Counts.BOTH and rect.width() < 140):
            columns = [(every, widest[1], True)]
        else:
            columns.append((own, widest[0], True))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.muted))
        right = rect.right() - 8
        for count, most, told in columns:
            width = metrics.horizontalAdvance(f"{most:,}")
            if count and told:
                box = QRect(right - width, rect.top(), width + 1, rect.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{count:,}")
            right -= width + 10
        return right + 4

    def _keys(self, painter: QPainter, rect: QRect, index: Index, font: QFont, right: int) -> int:
        """Draw the keys before `right`: the digit, which is in the picker too, only beside a whole name, and none in a narrow pane."""
        small = QFont(font)
        small.setPointSizeF(max(font.pointSizeF() - 1.5, 6.5))
        painter.setFont(small)
        keys = [key for key in (index.data(DIGIT_ROLE), index.data(KEY_ROLE)) if key]
        room, wanted = right - rect.left() - 29, QFontMetrics(font).horizontalAdvance(str(index.data()))
        if len(keys) > 1 and wanted > room - 40:
            keys = keys[1:]
        if room - 20 < min(wanted, 70):
            keys = []
        for key in keys:
            box = QRectF(right - 24, rect.center().y() - 7.5, 17, 16)
            painter.setPen(QPen(QColor(self.theme.line), 1))
            painter.setBrush(QColor(self.theme.paper))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(key))
            right -= 20
        return right - 4

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """The editor takes the name's place, beside the swatch."""
        rect: QRect = option.rect
        editor.setGeometry(rect.adjusted(17, 0, -4, 0))


class ArrowTree(QTreeView):
    """A tree with small arrows in the theme's colours before what can be opened."""

    theme: Theme = LIGHT

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Draw the arrow, and no lines."""
        if not self.model().hasChildren(index):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.theme.muted), 1.6))
        x, y = rect.right() - 6.0, rect.center().y() + 0.5
        if self.isExpanded(index):
            painter.drawPolyline([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)])
        else:
            painter.drawPolyline([QPointF(x - 2, y - 4), QPointF(x + 2, y), QPointF(x - 2, y + 4)])
        painter.restore()


class ParticipantDelegate(QStyledItemDelegate):
    """Chooses a participant from a list that is filled when it is opened; the last entry makes a new one of the label."""

    NEW = "new"

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A list of nobody, everybody, and a new participant."""
        box = QComboBox(parent)
        box.setAccessibleName(_("Participant"))
        model = index.model()
        assert isinstance(model, SpeakersModel)
        speaker = model.speaker(index.row())
        for name, participant_id in model.choices():
            box.addItem(name, participant_id)
        box.addItem(_("New participant “{label}”").format(label=speaker.label), self.NEW)
        box.setCurrentIndex(max(box.findData(speaker.participant_id), 0))
        box.activated.connect(lambda _row: self._chosen(box))
        return box

    def _chosen(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, _index: Index) -> None:
        """Nothing: the list was set when it was made."""

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Hand over who was chosen."""
        assert isinstance(editor, QComboBox)
        assert isinstance(model, SpeakersModel)
        model.setData(index, editor.currentData())
