"""A line in which a code is chosen by its path, or a new one named."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter

from qcoder.domain.codes import CodeTree


class CodeBox(QComboBox):
    """Codes by path, filtered while typing; what is typed need not be there yet."""

    chosen = Signal()
    """Another code is meant, or another name."""

    def __init__(self, name: str, prompt: str) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        self.setMinimumContentsLength(28)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText(prompt)
            line.setAccessibleName(name)
        completer = self.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.currentTextChanged.connect(lambda _text: self.chosen.emit())

    def offer(self, tree: CodeTree, first: str | None = None) -> None:
        """Show the codes there are; `first` stands before them. What is typed stays."""
        typed = self.currentText()
        with QSignalBlocker(self):
            self.clear()
            if first is not None:
                self.addItem(first)
            self.addItems([tree.path(code.id) for _depth, code in tree.walk()])
            if first is not None and not typed:
                self.setCurrentIndex(0)
            else:
                self.setEditText(typed)
