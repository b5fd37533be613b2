"""Two names that are one person: which goes into which."""

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from qcoder.domain.people import Coder
from qcoder.project.read import Reader
from qcoder.words import _, n_


class JoinDialog(QDialog):
    """Asks for the two coders."""

    def __init__(self, parent: QWidget, read: Reader, selected: Coder | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Join two coders"))
        counts = read.codings.coder_counts()
        self.coder, self.into = QComboBox(), QComboBox()
        for box, name in ((self.coder, _("This name")), (self.into, _("is the same person as"))):
            box.setAccessibleName(name)
            for coder in read.study.coders():
                box.addItem(f"{coder.name} · {n_('{n} coding', '{n} codings', counts.get(coder.id, 0))}", coder)
        if selected is not None:
            self.coder.setCurrentIndex([self.coder.itemData(row) for row in range(self.coder.count())].index(selected))
        self.into.setCurrentIndex(1 if self.coder.currentIndex() == 0 else 0)
        words = QLabel(
            _(
                "Everything of the first name goes to the second, and the first is removed. Codings that both made on the same words stay "
                "once. History goes on saying who did what under which name."
            )
        )
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = buttons.addButton(_("Join"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("role", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(_("This name"), self.coder)
        form.addRow(_("is the same person as"), self.into)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(words)
        layout.addWidget(buttons)
        for box in (self.coder, self.into):
            box.currentIndexChanged.connect(lambda _index: self._show())
        self._show()

    def chosen(self) -> tuple[Coder, Coder]:
        """(who goes, into whom)."""
        return self.coder.currentData(), self.into.currentData()

    def _show(self) -> None:
        self.go.setEnabled(self.coder.currentIndex() != self.into.currentIndex() and self.into.currentIndex() >= 0)
