"""What the inspector says when several codings are chosen: which, and what can be done with all of them at once."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from qcoder.domain.codings import Coding
from qcoder.gui.views.read.coding_panel import heading
from qcoder.gui.views.read.fields import words
from qcoder.words import _, n_


class SeveralPanel(QWidget):
    """Several codings; every button is one step for all of them."""

    recode_wanted = Signal()
    code_wanted = Signal()
    join_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, can_write: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.title = heading()
        self.names = words("", "muted")
        column.addWidget(self.title)
        column.addWidget(self.names)
        grid = QGridLayout()
        grid.setSpacing(6)
        self.buttons: dict[str, QPushButton] = {}
        for place, (name, label, key, help_words, signal) in enumerate(
            (
                ("recode", _("Recode"), "R", _("Give all of these another code"), self.recode_wanted),
                ("code", _("Code these too"), "Space", _("Put one more code on each of these passages"), self.code_wanted),
                ("join", _("Join"), "Ctrl+J", _("Make one coding of these; they must be of one code by one coder"), self.join_wanted),
                ("remove", _("Remove"), "Del", _("Take these codings away; the text stays"), self.remove_wanted),
            )
        ):
            button = QPushButton(f"{label}  {key}")
            button.setAccessibleName(label)
            button.setToolTip(help_words)
            button.setEnabled(can_write)
            button.clicked.connect(signal)
            self.buttons[name] = button
            grid.addWidget(button, place // 2, place % 2)
        column.addLayout(grid)
        column.addWidget(words(_("Ctrl and a click chooses one more coding or lets go of it; Escape lets go of all."), "muted"))
        self._can_write = can_write

    def show_codings(self, codings: Sequence[Coding], names: dict[int, str]) -> None:
        """Show these; `names` are codes' names."""
        self.title.setText(n_("{n} coding chosen", "{n} codings chosen", len(codings)))
        counts = Counter(names.get(coding.code_id, "") for coding in codings)
        self.names.setText(" · ".join(f"{name} ({count})" if count > 1 else name for name, count in counts.most_common()))
        alike = len({(coding.code_id, coding.coder_id) for coding in codings}) == 1
        self.buttons["join"].setEnabled(alike and self._can_write)
