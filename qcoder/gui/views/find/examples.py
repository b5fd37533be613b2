"""What stands where the places will be: what this place is for, and questions to try."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qcoder.analysis.asked import Asked
from qcoder.words import _

QUERIES: Sequence[tuple[str, str]] = (
    ("advice", _("the word, whatever its case and accents")),
    ("time for planning", _("these words, one after the other")),
    ("teach*", _("teach, teacher, teaching …")),
    ("NEAR(advice colleague*, 8)", _("both, with at most eight words between")),
    ("school AND (cover OR time)", _("both in one turn")),
    ("school NOT district", _("turns with the one and without the other")),
)


class Examples(QWidget):
    """A line of words; examples as links, or the first thing to do."""

    chosen = Signal(object)
    """The Asked of an example."""
    act = Signal(str)
    """The command to carry out."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setMaximumWidth(680)
        self.first = QPushButton(_("Import transcripts…"))
        self.first.setProperty("role", "primary")
        self.first.clicked.connect(lambda: self.act.emit("import_transcripts"))
        self.links: list[QPushButton] = []
        self.queries = QWidget()
        grid = QGridLayout(self.queries)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setColumnStretch(1, 1)
        for row, (query, meaning) in enumerate(QUERIES):
            link = QPushButton(query)
            link.setProperty("role", "link")
            link.setAccessibleName(_("Find {query}: {meaning}").format(query=query, meaning=meaning))
            link.clicked.connect(lambda _on=False, query=query: self.chosen.emit(Asked(text=query)))
            about = QLabel(meaning)
            about.setProperty("role", "muted")
            grid.addWidget(link, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(about, row, 1)
            self.links.append(link)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 24, 32, 24)
        column.setSpacing(14)
        column.addWidget(self.words)
        column.addWidget(self.first, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.queries)
        column.addStretch(1)

    def show_examples(self, by_codes: bool) -> None:
        """Say what can be found here."""
        self.first.hide()
        self.queries.setVisible(not by_codes)
        if by_codes:
            self.words.setText(
                _("Find passages of one code by how they stand to another: overlapping, within, followed by … Choose a code on both sides.")
            )
        else:
            self.words.setText(_("Find words in all transcripts, read them in their context, and code them all at once. Try one of these:"))

    def show_import(self) -> None:
        """There is nothing to look through yet."""
        self.words.setText(_("Find looks through all transcripts of the project. It needs transcripts first."))
        self.first.show()
        self.queries.hide()
