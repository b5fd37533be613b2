"""Codings that were made under another definition of their code: to look at again, and to let stand or change."""

import html
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from qcoder.analysis.codebook_history import LookAgain, definition_words, doubt_words, look_again
from qcoder.gui.actions.team import TeamActions
from qcoder.gui.models.rows import Column, RowsModel, RowsView
from qcoder.gui.views.marked import marked_html
from qcoder.gui.views.team.moments import moment
from qcoder.gui.views.workspace import Desk
from qcoder.project.read import Reader
from qcoder.words import _, n_

MOST = 2000
LONGEST = 160


@dataclass(frozen=True, slots=True)
class AgainRow:
    """A coding with its passage, document and coder in words."""

    found: LookAgain
    passage: str
    document: str
    coder: str


def again_rows(read: Reader, *, undefined: bool) -> tuple[int, list[AgainRow]]:
    """How many there are, and the first of them in words."""
    found = look_again(read, undefined=undefined)
    documents = {document.id: document.name for document in read.documents.all()}
    coders = {coder.id: coder.name for coder in read.study.coders()}
    texts: dict[int, str] = {}
    rows = []
    for one in found[:MOST]:
        document_id = one.coding.document_id
        if document_id not in texts:
            texts[document_id] = read.documents.text(document_id)
        passage = " ".join(texts[document_id][one.coding.span.start : one.coding.span.end].split())
        short = passage if len(passage) <= LONGEST else passage[:LONGEST].rstrip() + "…"
        rows.append(AgainRow(one, short, documents[document_id], coders[one.coding.coder_id]))
    return len(found), rows


class LookAgainPart(QWidget):
    """The list, what the definition said then and says now, and two things to do."""

    def __init__(self, desk: Desk, actions: TeamActions) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._desk = desk
        self._actions = actions
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setProperty("role", "muted")
        self.undefined = QCheckBox(_("Also those made while the code had no definition"))
        self.undefined.toggled.connect(lambda _on: self.refresh())
        self.model: RowsModel[AgainRow] = RowsModel(
            (
                Column(_("Code"), lambda r: r.found.path),
                Column(_("Passage"), lambda r: r.passage),
                Column(_("Document"), lambda r: r.document),
                Column(_("Coder"), lambda r: r.coder),
                Column(_("Coded"), lambda r: moment(r.found.coding.made_at), sort=lambda r: r.found.coding.made_at),
                Column(_("Definition changed"), lambda r: moment(r.found.changed), sort=lambda r: r.found.changed),
            )
        )
        self.view = RowsView(_("Codings to look at again"))
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.show_model(self.model)
        self.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.view.horizontalHeader().setStretchLastSection(False)
        self.view.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)  # the passage may have the rest
        self.view.selectionModel().selectionChanged.connect(lambda *_which: self._show_definition())
        self.view.doubleClicked.connect(lambda _index: self.open())
        self.open_button = QPushButton(_("Open in Read"))
        self.open_button.clicked.connect(lambda _checked=False: self.open())
        self.stand = QPushButton(_("Let stand"))
        self.stand.setToolTip(_("Note that the selected codings were looked at again and are right under the new definition"))
        self.stand.clicked.connect(lambda _checked=False: self.let_stand())
        self.definition = QTextBrowser()
        self.definition.setAccessibleName(_("What the definition said then and says now"))
        self.definition.setMaximumHeight(110)
        row = QHBoxLayout()
        for widget in (self.open_button, self.stand, self.undefined):
            row.addWidget(widget)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.words)
        layout.addLayout(row)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.definition)
        self._air = QWidget()  # keeps the words at the top while there is no list
        layout.addWidget(self._air, 1)

    def refresh(self) -> None:
        """Look for them again."""
        undefined = self.undefined.isChecked()
        self._desk.jobs.ask(lambda read, _progress: again_rows(read, undefined=undefined), self._show, label=_("Comparing definitions"))

    def open(self) -> None:
        """Show the first selected passage in Read & code."""
        rows = self.view.selected_rows()
        if rows:
            coding = rows[0].found.coding
            self._desk.signals.open_passage.emit(coding.document_id, coding.span)

    def let_stand(self) -> None:
        """Note that the selected codings were looked at."""
        rows = self.view.selected_rows()
        if rows:
            self._actions.review([row.found.coding.id for row in rows])

    def _show(self, found: tuple[int, list[AgainRow]]) -> None:
        total, rows = found
        self.model.fill(rows)
        if total:
            words = n_(
                "{n} coding was made while its code was defined otherwise. Select one to see what changed.",
                "{n} codings were made while their code was defined otherwise. Select one to see what changed.",
                total,
            )
            words += " " + _("The first {n} are shown.").format(n=f"{MOST:,}") if total > MOST else ""
        else:
            words = _("When the definition of a code changes, the codings made before are listed here, to be looked at again.")
        self.words.setText(words)
        for widget in (self.view, self.open_button, self.definition):
            widget.setVisible(bool(rows))
        self._air.setVisible(not rows)
        self.stand.setVisible(bool(rows) and self._desk.jobs.can_write)
        self.view.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            self.view.setColumnWidth(column, min(self.view.columnWidth(column) + 12, 260))
        if rows:
            self.view.selectRow(0)
        self._show_definition()

    def _show_definition(self) -> None:
        rows = self.view.selected_rows()
        self.open_button.setEnabled(bool(rows))
        self.stand.setEnabled(bool(rows))
        if rows:
            one: LookAgain = rows[0].found
            doubt = doubt_words(one)
            words = marked_html(definition_words(one.then), definition_words(one.now), self._desk.theme)
            self.definition.setHtml(words + (f"<p>{html.escape(doubt)}</p>" if doubt else ""))
        else:
            self.definition.clear()
