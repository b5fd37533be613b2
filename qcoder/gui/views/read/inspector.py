"""The inspector at the right: the selected coding with its code, a code, the document, or how to start."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from qcoder.domain.codings import Coding
from qcoder.gui.actions.codebook import CodebookActions
from qcoder.gui.actions.documents import DocumentActions
from qcoder.gui.actions.memos import MemoActions
from qcoder.gui.models.codes import CodesModel
from qcoder.gui.models.documents import DocumentFacts
from qcoder.gui.views.memos.box import MemoBox
from qcoder.gui.views.read.code_panel import CodePanel
from qcoder.gui.views.read.coding_panel import CodingPanel, heading
from qcoder.gui.views.read.document_panel import DocumentPanel
from qcoder.gui.views.read.fields import Field, Line, quiet_boxes, words
from qcoder.gui.views.read.several_panel import SeveralPanel
from qcoder.gui.views.workspace import Desk
from qcoder.gui.widgets.theme import heading_points
from qcoder.words import _


class Inspector(QScrollArea):
    """Shows one thing at a time. `left` tells that the person is done writing here."""

    left = Signal()

    def __init__(self, desk: Desk, codes: CodesModel, codebook: CodebookActions, documents: DocumentActions) -> None:
        super().__init__()
        self._desk = desk
        self._codes = codes
        memos = MemoActions(desk.jobs)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Inspector"))
        self.coding = CodingPanel(desk.jobs, memos)
        self.code = CodePanel(desk.jobs, codebook, memos, codes)
        self.document = DocumentPanel(desk.jobs, documents, memos)
        self.several = SeveralPanel(desk.jobs.can_write)
        self.start = self._start()
        self.code.between.addWidget(self.coding)
        page = QWidget()
        page.setObjectName("ground")
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 12, 12, 16)
        for panel in (self.start, self.several, self.code, self.document):
            column.addWidget(panel)
        column.addStretch(1)
        self.setWidget(page)
        for field in page.findChildren(Field):
            field.done.connect(self.left)
        for line in page.findChildren(Line):
            line.done.connect(self.left)
        for box in page.findChildren(MemoBox):
            box.use(desk)
            box.field.done.connect(self.left)
        self.show_start()

    def _start(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(heading(_("How to start")))
        for line in (
            _("Choose a document, read, and select what matters. Without a selection, the sentence at the cursor is meant."),
            _("Press Space, type a few letters of a code, Enter. Shift+Enter makes a new code, Ctrl+Enter one in the speaker's own words."),
            _("Or press a code's letter; or 1 to 9 for the codes used last; or drag the passage onto a code, or a code onto the passage."),
            _("Alt+Down goes to the next coding. E changes its ends, R its code, M writes a memo, Delete takes it away."),
            _("Alt+Page Down goes to the next turn without coding, Ctrl+G to a time, line or word."),
            _("Every change is saved at once, and Ctrl+Z takes it back."),
        ):
            column.addWidget(words(line))
        return page

    def restyle(self) -> None:
        """Take the theme's colours."""
        theme = self._desk.theme
        self.setStyleSheet(
            quiet_boxes(theme)
            + f' Line[role="title"] {{ font-size: {heading_points(self.font().pointSizeF()):.1f}pt; font-weight: 600; }}'
            + " QScrollArea { border: 0; }"
            + " CodingPanel QPushButton { padding: 3px 8px; } CodingPanel QPushButton:focus { padding: 2px 7px; }"
        )
        self.code.set_theme(theme)
        for box in self.findChildren(MemoBox):
            box.restyle(theme)

    def commit(self) -> None:
        """Hand over what is being written."""
        self.code.commit()
        self.coding.memo.field.keep()
        self.document.commit()

    def show_coding(self, coding: Coding, coders: dict[int, str], shown_coders: frozenset[int] | None, *, uses: bool = True) -> None:
        """Show a coding and its code."""
        code = self._codes.tree.by_id.get(coding.code_id)
        if code is None:
            self.show_start()
            return
        near = self._desk.jobs.read.codings.same(coding.document_id, coding.code_id, coding.coder_id, coding.span)
        self.coding.show_coding(coding, coders, len(near) - 1, self._desk.jobs.can_write)
        self.code.show_code(code, coders, shown_coders, uses=uses)
        self._only(self.code, with_coding=True)

    def show_code(self, code_id: int, coders: dict[int, str], shown_coders: frozenset[int] | None, *, uses: bool = True) -> None:
        """Show a code alone."""
        code = self._codes.tree.by_id.get(code_id)
        if code is None:
            self.show_start()
            return
        self.code.show_code(code, coders, shown_coders, uses=uses)
        self._only(self.code)

    def show_document(self, facts: DocumentFacts, codings: int, coders: dict[int, str]) -> None:
        """Show a document."""
        self.document.show_document(facts, codings, coders)
        self._only(self.document)

    def show_several(self, codings: Sequence[Coding]) -> None:
        """Show what can be done with several codings."""
        self.several.show_codings(codings, {code.id: code.name for code in self._codes.tree.by_id.values()})
        self._only(self.several)

    def show_start(self) -> None:
        """Say how to start."""
        self._only(self.start)

    def _only(self, panel: QWidget, *, with_coding: bool = False) -> None:
        if panel is not self.code or self.coding.isVisibleTo(self.code) is not with_coding:
            self.verticalScrollBar().setValue(0)
        self.coding.setVisible(with_coding)
        for other in (self.start, self.several, self.code, self.document):
            other.setVisible(other is panel)
