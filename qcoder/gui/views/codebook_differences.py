"""What a codebook file would change, side by side with what is here, a tick for each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qcoder.domain.codebooks import Proposal, proposals
from qcoder.domain.codes import CodebookRow
from qcoder.gui.actions.team import TeamActions
from qcoder.gui.views.marked import marked_html
from qcoder.gui.views.workspace import Desk
from qcoder.words import _, n_


class CodebookDifferences(QDialog):
    """Lists new codes and differing fields; new and empty ones are ticked, other texts are for the person to decide."""

    def __init__(self, desk: Desk, rows: Sequence[CodebookRow], source: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._actions = TeamActions(desk.jobs)
        self._source = source
        self.proposals = proposals(desk.jobs.read.codes.tree(), rows)
        self.setWindowTitle(_("Take in the codebook “{name}”").format(name=source))
        self.resize(940, 560)
        words = QLabel(self._words())
        words.setWordWrap(True)
        self.list = QTreeWidget()
        self.list.setAccessibleName(_("What the file would change"))
        self.list.setHeaderLabels([_("Code"), _("Field"), _("Here"), _("In the file")])
        self.list.setRootIsDecorated(False)
        for column, width in enumerate((240, 130, 250, 250)):
            self.list.setColumnWidth(column, width)
        self._items: list[QTreeWidgetItem] = []
        labels = {"": _("new code"), **_labels()}
        for one in self.proposals:
            item = QTreeWidgetItem([one.path_words, labels[one.field], one.before or "–", one.after or "–"])
            self._items.append(item)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, Qt.CheckState.Checked if one.fills else Qt.CheckState.Unchecked)
            for column in (2, 3):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignTop)
            self.list.addTopLevelItem(item)
        self.list.itemChanged.connect(lambda *_which: self._count())
        self.list.currentItemChanged.connect(lambda *_which: self._show_detail())
        self.detail = QTextBrowser()
        self.detail.setAccessibleName(_("The selected text here and in the file, with the differences marked"))
        self.detail.setOpenLinks(False)
        self.detail.setMaximumHeight(150)
        row = QHBoxLayout()
        for label, state in ((_("Tick all"), Qt.CheckState.Checked), (_("Tick none"), Qt.CheckState.Unchecked)):
            button = QPushButton(label)
            button.clicked.connect(lambda _checked=False, state=state: self._tick(state))
            row.addWidget(button)
        row.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("role", "primary")
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(words)
        layout.addLayout(row)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.detail)
        layout.addWidget(buttons)
        self.detail.setVisible(bool(self.proposals))
        if self._items:
            self.list.setCurrentItem(self._items[0])
        self._count()

    def ticked(self) -> list[Proposal]:
        """What is to be taken in."""
        pairs = zip(self.proposals, self._items, strict=True)
        return [one for one, item in pairs if item.checkState(0) is Qt.CheckState.Checked]

    def _words(self) -> str:
        if not self.proposals:
            return _("The file says nothing that is not in the codebook already.")
        differing = sum(not one.fills for one in self.proposals)
        words = n_("{n} difference. ", "{n} differences. ", len(self.proposals))
        if differing:
            words += n_(
                "{n} text differs from the one here: tick it to take the file's. ",
                "{n} texts differ from those here: tick them to take the file's. ",
                differing,
            )
        return words + _("Nothing is taken in until you say so.")

    def _show_detail(self) -> None:
        item = self.list.currentItem()
        one = self.proposals[self._items.index(item)] if item in self._items else None
        self.detail.setHtml("" if one is None else marked_html(one.before, one.after, self._desk.theme))

    def _tick(self, state: Qt.CheckState) -> None:
        for item in self._items:
            item.setCheckState(0, state)

    def _count(self) -> None:
        count = len(self.ticked())
        self.go.setText(n_("Take in {n} (one step)", "Take in {n} (one step)", count))
        self.go.setEnabled(bool(count))

    def _take(self) -> None:
        self._actions.take_proposals(self.ticked(), self._source)
        self.accept()


def _labels() -> dict[str, str]:
    return {
        "brief": _("Brief definition"),
        "name": _("Name"),
        "parent": _("Where it stands"),
        "full": _("Full definition"),
        "when": _("When to use"),
        "when_not": _("When not to use"),
        "example": _("Example"),
        "color": _("Colour"),
        "key": _("Key"),
    }
