"""Choosing what of the study is looked at: values of variables, agreement, fully coded documents, suggestions."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qcoder.gui.views.compare.choice import Choice, variable_label
from qcoder.words import _

_VALUE = Qt.ItemDataRole.UserRole


class ScopePopup(QFrame):
    """Under its button: a tick takes only these values of a variable; without a tick the variable narrows nothing."""

    changed = Signal(object)
    """The new Choice."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName(_("What is looked at"))
        self._choice = Choice()
        self.values = QTreeWidget()
        self.values.setHeaderHidden(True)
        self.values.setUniformRowHeights(True)
        self.values.setAccessibleName(_("Only these values"))
        self.agreed = QSpinBox()
        self.agreed.setAccessibleName(_("Only what so many coders coded alike"))
        self.fully = QCheckBox(_("Only documents marked as fully coded"))
        self.plain = QCheckBox(_("Without accepted suggestions"))
        self.everything = QPushButton(_("Look at everything"))
        words = QLabel(_("Tick values to look only at participants who have them; untick all of them to look at everybody."))
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        row = QHBoxLayout()
        label = QLabel(_("Coded alike by at least"))
        label.setBuddy(self.agreed)
        for control in (label, self.agreed, QLabel(_("coders"))):
            row.addWidget(control)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.values, 1)
        layout.addWidget(words)
        layout.addLayout(row)
        for below in (self.fully, self.plain, self.everything):
            layout.addWidget(below)
        self.resize(380, 460)
        self.values.itemChanged.connect(lambda _item, _column: self._tell())
        self.agreed.valueChanged.connect(lambda _n: self._tell())
        self.fully.toggled.connect(lambda _on: self._tell())
        self.plain.toggled.connect(lambda _on: self._tell())
        self.everything.clicked.connect(self._clear)

    def fill(self, choice: Choice, values: Sequence[tuple[str, Sequence[str]]], coders: int) -> None:
        """Show the variables with their values, and what is ticked of them."""
        self._choice = choice
        controls = (self.values, self.agreed, self.fully, self.plain)
        for control in controls:
            control.blockSignals(True)
        self.values.clear()
        ticked = dict(choice.where)
        for name, labels in values:
            top = QTreeWidgetItem(self.values, [variable_label(name)])
            top.setData(0, _VALUE, name)
            top.setFlags(top.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            for label in labels:
                item = QTreeWidgetItem(top, [label])
                item.setCheckState(0, Qt.CheckState.Checked if label in ticked.get(name, ()) else Qt.CheckState.Unchecked)
            top.setExpanded(len(labels) <= 12 or name in ticked)
        self.agreed.setRange(1, max(coders, 1))
        self.agreed.setValue(choice.agreed_by)
        self.agreed.setEnabled(coders > 1)
        self.fully.setChecked(choice.fully_coded)
        self.plain.setChecked(not choice.suggestions)
        for control in controls:
            control.blockSignals(False)
        first = self.values.topLevelItem(0)
        if first is not None:
            self.values.setCurrentItem(first)

    def _where(self) -> tuple[tuple[str, frozenset[str]], ...]:
        found = []
        for at in range(self.values.topLevelItemCount()):
            top = self.values.topLevelItem(at)
            if top is None:
                continue
            labels = frozenset(child.text(0) for child in _children(top) if child.checkState(0) == Qt.CheckState.Checked)
            if labels:
                found.append((str(top.data(0, _VALUE)), labels))
        return tuple(found)

    def _tell(self) -> None:
        self._choice = replace(
            self._choice,
            where=self._where(),
            agreed_by=self.agreed.value(),
            fully_coded=self.fully.isChecked(),
            suggestions=not self.plain.isChecked(),
        )
        self.changed.emit(self._choice)

    def _clear(self) -> None:
        choice = replace(self._choice, where=(), agreed_by=1, fully_coded=False, suggestions=True)
        values = [
            (str(top.data(0, _VALUE)), [child.text(0) for child in _children(top)])
            for at in range(self.values.topLevelItemCount())
            if (top := self.values.topLevelItem(at)) is not None
        ]
        self.fill(choice, values, self.agreed.maximum())
        self.changed.emit(choice)


def _children(top: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [child for row in range(top.childCount()) if (child := top.child(row)) is not None]
