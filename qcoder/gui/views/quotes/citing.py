"""Choosing how copied quotes are cited: a form to pick or to write, with the current quote as it would look."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.project.read.quotes import Quote
from qcoder.words import _

_WIDTH = 560
_SAMPLE = Quote(
    0, 0, _("Thornby, Year 2 teacher"), Span(0, 1), _("It’s two hours there and back."), 0, _("learning > cover and cost"), _("Ana"), "",
    _("Year 2 teacher"), _("Shire"), _("teachers"), 252_000, "", "hand", 0,
)  # fmt: skip


class CitationBox(QFrame):
    """A small window over the list; Enter or the button takes the form, Escape leaves the old one."""

    taken = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self._quote = _SAMPLE
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setAccessibleName(_("Form of citation"))
        self.preview = QLabel()
        self.fields = QLabel()
        for label in (self.preview, self.fields):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.fields.setProperty("role", "muted")
        title = QLabel(_("How copied passages are cited"))
        title.setProperty("role", "subheading")
        self.take = QPushButton(_("Cite so"))
        self.take.setProperty("role", "primary")
        row = QHBoxLayout()
        row.addWidget(self.take)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        for widget in (title, self.box, self.preview, self.fields):
            layout.addWidget(widget)
        layout.addLayout(row)
        self.setFixedWidth(_WIDTH)
        self.box.editTextChanged.connect(self._show)
        line = self.box.lineEdit()
        if line is not None:
            line.returnPressed.connect(self._take)
        self.take.clicked.connect(self._take)

    def ask(self, form: str, quote: Quote | None, button: QWidget) -> None:
        """Open beneath a button, with the form that holds now."""
        from qcoder.exporters.citation import FIELDS, FORMS

        self._quote = quote or _SAMPLE
        self.fields.setText(_("Fields: ") + " · ".join(f"{{{name}}} {words}" for name, words in FIELDS.items()))
        self.box.clear()
        self.box.addItems([*FORMS, *([] if form in FORMS else [form])])
        self.box.setEditText(form)
        self._fit()
        self.move(button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + 4)))
        self.show()
        self.box.setFocus()

    def _show(self, form: str) -> None:
        from qcoder.exporters.citation import cite

        try:
            words = cite(self._quote, form)
            self.take.setEnabled(True)
        except KnownError as error:
            words = error.sentence
            self.take.setEnabled(False)
        self.preview.setText(words if len(words) < 400 else words[:200].rstrip() + " … " + words[-100:])
        self._fit()

    def _fit(self) -> None:
        """As high as its words: a label that wraps does not say so by itself."""
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(_WIDTH))

    def _take(self) -> None:
        if self.take.isEnabled():
            self.hide()
            self.taken.emit(self.box.currentText())
