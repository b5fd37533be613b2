"""The codebook as a Qt model: one tree, held once, filtered by letters, with counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from qcoder.domain.arranging import tops
from qcoder.domain.codes import Code, CodeTree
from qcoder.domain.patterns import code_patterns
from qcoder.gui.models.code_order import CodeOrder, CodeSort, Counts, arranged
from qcoder.gui.widgets.passages import CODE_MIME, PASSAGE_MIME, code_in, codes_in, codes_mime, passage_in
from qcoder.words import _, n_

Index = QModelIndex | QPersistentModelIndex

COLOR_ROLE = Qt.ItemDataRole.UserRole + 1
KEY_ROLE = Qt.ItemDataRole.UserRole + 2
OWN_ROLE = Qt.ItemDataRole.UserRole + 3
ALL_ROLE = Qt.ItemDataRole.UserRole + 4
DIGIT_ROLE = Qt.ItemDataRole.UserRole + 5
PATTERN_ROLE = Qt.ItemDataRole.UserRole + 6

# Put together once: the tree asks for them for every row that it opens.
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
_EDITABLE = _FLAGS | Qt.ItemFlag.ItemIsEditable


class RecentCodes:
    """The codes used last on the digits 1 to 9. A code keeps its digit until it falls out; a new one takes the digit of the oldest."""

    def __init__(self, latest_first: Sequence[int] = ()) -> None:
        self._slots: list[int] = []
        self._order: list[int] = []
        for code_id in latest_first:
            self._slots.append(code_id)
            self._order.append(code_id)

    def used(self, code_id: int) -> None:
        """Note that a code was just used."""
        if code_id not in self._slots:
            if len(self._slots) < 9:
                self._slots.append(code_id)
            else:
                self._slots[self._slots.index(self._order.pop())] = code_id
        if code_id in self._order:
            self._order.remove(code_id)
        self._order.insert(0, code_id)

    def keep(self, code_ids: Iterable[int]) -> None:
        """Forget codes that are no longer there."""
        there = set(code_ids)
        self._slots = [code_id for code_id in self._slots if code_id in there]
        self._order = [code_id for code_id in self._order if code_id in there]

    def at(self, digit: int) -> int | None:
        """The code on a digit (1 to 9), or None."""
        return self._slots[digit - 1] if 1 <= digit <= len(self._slots) else None

    def digit_of(self, code_id: int) -> int | None:
        """The digit of a code, or None."""
        return self._slots.index(code_id) + 1 if code_id in self._slots else None

    def latest_first(self) -> list[int]:
        """The codes, latest first."""
        return list(self._order)


class CodesModel(QAbstractItemModel):
    """The code tree. An index's internal id is the code's id; drops are told by signals and change nothing here."""

    moved = Signal(object, object, object)
    """(tuple of code ids, parent id or None, position among the siblings there that do not move, or None for the last)."""
    passage_dropped = Signal(object, object)
    """(code id, Span) was dropped onto a code."""
    renamed = Signal(object, str)
    """(code id, name typed in place)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tree = CodeTree(())
        self.recent = RecentCodes()
        self.can_write = True
        self.counts = Counts.BOTH
        self.patterned = False
        self._patterns: dict[int, int] | None = None
        self.order = CodeOrder()
        self._kids: dict[int | None, list[Code]] = {}
        self._rows: dict[int, int] = {}
        self._own: Mapping[int, int] = {}
        self._all: dict[int, int] = {}

    # Content

    def set_tree(self, tree: CodeTree) -> bool:
        """Show another state of the codebook; False if only names, colours or fields differ, so that nothing moved."""
        moved = [(d, c.id) for d, c in tree.walk()] != [(d, c.id) for d, c in self.tree.walk()]
        self.recent.keep(tree.by_id)
        if {code.id: code.color for code in tree.by_id.values()} != {code.id: code.color for code in self.tree.by_id.values()}:
            self._patterns = None
        if moved or not self.order.plain:
            self.beginResetModel()
            self.tree = tree
            self._add_up()
            self._arrange()
            self.endResetModel()
            return True
        self.tree = tree
        self._arrange()
        self.touch()
        return False

    def set_counts(self, own: Mapping[int, int]) -> None:
        """Show how many codings each code has of its own; those of subcodes are added up here."""
        self._own = own
        self._add_up()
        if self.order.sort in (CodeSort.OWN, CodeSort.ALL):
            self._sort_again()
        else:
            self.touch()

    def set_order(self, order: CodeOrder) -> None:
        """Show other codes, or in another order; who has the tree open must open again what was open, unless only the order differs."""
        order = replace(order, typed=" ".join(order.typed.split()))
        if order == self.order:
            return
        if replace(order, sort=self.order.sort) == self.order:
            self.order = order
            self._sort_again()
            return
        self.beginResetModel()
        self.order = order
        self._arrange()
        self.endResetModel()

    def set_filter(self, typed: str) -> None:
        """Show only codes that have these letters, with what they stand under."""
        self.set_order(replace(self.order, typed=typed))

    @property
    def filter(self) -> str:
        """The letters that codes must have to be shown."""
        return self.order.typed

    @property
    def widest(self) -> tuple[int, int]:
        """The largest counts there are, own and with subcodes: how much room figures need."""
        return max(self._own.values(), default=0), max(self._all.values(), default=0)

    def _sort_again(self) -> None:
        """What is shown stays the same, in another order; what is open and chosen goes along."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        self._arrange()
        self.changePersistentIndexList(before, [self.index_of(index.internalId()) for index in before])
        self.layoutChanged.emit()

    def touch(self) -> None:
        """Say that what is shown of every code may have changed (but not its place)."""
        self.layoutAboutToBeChanged.emit()
        self.layoutChanged.emit()

    def own_count(self, code_id: int) -> int:
        """The codings of a code without its subcodes."""
        return self._own.get(code_id, 0)

    def all_count(self, code_id: int) -> int:
        """The codings of a code and its subcodes."""
        return self._all.get(code_id, 0)

    def code(self, index: Index) -> Code | None:
        """The code at an index, or None."""
        return self.tree.by_id.get(index.internalId()) if index.isValid() else None

    def index_of(self, code_id: int | None) -> QModelIndex:
        """Where a code is; not valid if it is filtered out or gone."""
        if code_id is None or code_id not in self._rows:
            return QModelIndex()
        return self.createIndex(self._rows[code_id], 0, code_id)

    def with_key(self, key: str) -> Code | None:
        """The code that a letter stands for."""
        low = key.lower()
        return next((code for code in self.tree.by_id.values() if code.key == low), None) if low else None

    def children_of(self, parent_id: int | None) -> list[Code]:
        """The codes shown under a code, in order."""
        return self._kids.get(parent_id, [])

    def _arrange(self) -> None:
        """Find out what is shown and in which row."""
        self._kids = arranged(self.tree, self.order, self._own, self._all)
        self._rows = {code.id: row for children in self._kids.values() for row, code in enumerate(children)}

    def _add_up(self) -> None:
        totals: dict[int, int] = {}
        for _depth, code in reversed(self.tree.walk()):
            totals[code.id] = totals.get(code.id, 0) + self._own.get(code.id, 0)
            if code.parent_id is not None:
                totals[code.parent_id] = totals.get(code.parent_id, 0) + totals[code.id]
        self._all = totals

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008  # as Qt declares it
        """The index of a row under a parent."""
        children = self.children_of(parent.internalId() if parent.isValid() else None)
        return self.createIndex(row, column, children[row].id) if 0 <= row < len(children) and column == 0 else QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008  # Qt has two functions of this name
        """The index of what a row stands under."""
        code = self.code(index)
        return QModelIndex() if code is None else self.index_of(code.parent_id)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self.children_of(parent.internalId() if parent.isValid() else None))

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can be done with an index."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return _EDITABLE if self.can_write else _FLAGS

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        return bool(self.children_of(parent.internalId() if parent.isValid() else None))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is shown, said or drawn of an index."""
        code = self.code(index)
        if code is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return code.name
        if role == COLOR_ROLE:
            return code.color
        if role == PATTERN_ROLE:
            return self.pattern(code)
        if role == KEY_ROLE:
            return code.key.upper()
        if role == DIGIT_ROLE:
            return self.recent.digit_of(code.id)
        if role == OWN_ROLE:
            return self.own_count(code.id)
        if role == ALL_ROLE:
            return self.all_count(code.id)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (self.tree.path(code.id), code.brief)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(code)
        return None

    def pattern(self, code: Code) -> int:
        """The pattern that its passages have in the transcript, worked out when it is first asked for."""
        if not self.patterned:
            return 0
        if self._patterns is None:
            self._patterns = code_patterns(self.tree.by_id.values())
        return self._patterns.get(code.id, 0)

    def _said(self, code: Code) -> str:
        parts = [code.name, n_("{n} coding", "{n} codings", self.own_count(code.id))]
        if self.all_count(code.id) != self.own_count(code.id):
            parts.append(n_("{n} with subcodes", "{n} with subcodes", self.all_count(code.id)))
        if code.key:
            parts.append(_("key {key}").format(key=code.key.upper()))
        digit = self.recent.digit_of(code.id)
        if digit:
            parts.append(_("key {key}").format(key=digit))
        return ", ".join(parts)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        code = self.code(index)
        if code is None or role != Qt.ItemDataRole.EditRole or str(value) == code.name:
            return False
        self.renamed.emit(code.id, str(value))
        return True

    # Drag and drop

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [CODE_MIME, PASSAGE_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return codes_mime([str(index.internalId()) for index in indexes]) if indexes else QMimeData()

    def canDropMimeData(self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        if not self.can_write:
            return False
        if passage_in(data) is not None:
            return row < 0 and parent.isValid()
        carried = self.carried(data)
        onto = parent.internalId() if parent.isValid() else None
        if not carried or (onto is not None and any(onto in self.tree.branch(code_id) for code_id in carried)):
            return False
        return row < 0 or self.order.plain

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        passage = passage_in(data)
        onto = parent.internalId() if parent.isValid() else None
        if passage is not None:
            self.passage_dropped.emit(onto, passage)
            return True
        carried = self.carried(data)
        before = [code.id for code in self.children_of(onto)[: max(row, 0)]]
        self.moved.emit(tuple(carried), onto, None if row < 0 else sum(code_id not in carried for code_id in before))
        return True

    def carried(self, data: QMimeData) -> list[int]:
        """The codes that are carried, in the codebook's order, without those that go along with one they stand under."""
        texts = codes_in(data) or [code_in(data) or ""]
        return tops(self.tree, [int(text) for text in texts if text.isdecimal() and int(text) in self.tree.by_id])
