"""The line over the transcript: which document it is, whose codings are shown, how the text is set, and whether it is done."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFontComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QWidget,
)

from qcoder.gui.models.documents import DocumentFacts
from qcoder.settings import Settings
from qcoder.words import _, n_

SMALLEST, LARGEST = 8, 32


class ElidedLabel(QLabel):
    """A label that gives way: what does not fit is cut and shown as a tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(40)

    def sizeHint(self) -> QSize:
        """Wide enough for the whole text."""
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self._whole) + 4, super().sizeHint().height())

    def show_text(self, text: str) -> None:
        """Show as much of the text as fits."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self._cut()

    @property
    def whole(self) -> str:
        """The text, also where it does not fit."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        self.setText(QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width() - 2, 20)))


class Header(QFrame):
    """Shows the open document's name and facts. `coders_chosen` carries "mine" or "all", `coder_ticked` (id, whether shown)."""

    fully_coded = Signal(bool)
    coders_chosen = Signal(str)
    coder_ticked = Signal(object, bool)
    apart_chosen = Signal(bool)
    """Coders side by side in the margin, or not."""
    everything_wanted = Signal()
    """The codings of all codes are to be shown again."""
    settings_changed = Signal(object)

    def __init__(self, settings: Callable[[], Settings]) -> None:
        super().__init__()
        self._settings = settings
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 10, 5)
        row.setSpacing(8)
        self.name = ElidedLabel()
        self.name.setProperty("role", "subheading")
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.facts = ElidedLabel()
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.facts.setProperty("role", "muted")
        self.coders = QToolButton()
        self.coders.setProperty("role", "quiet")
        self.coders.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.coders.setToolTip(_("Whose codings are shown"))
        self._fill_coders()
        self.only = QPushButton()
        self.only.setProperty("role", "chip")
        self.only.clicked.connect(self.everything_wanted)
        self.only.hide()
        self.reading = QPushButton("Aa")
        self.reading.setProperty("role", "quiet")
        self.reading.setAccessibleName(_("Reading settings"))
        self.reading.clicked.connect(self.show_reading)
        self.done = QCheckBox(_("Fully coded"))
        self.done.clicked.connect(self.fully_coded)
        row.addWidget(self.name)
        row.addWidget(self.facts, 1)
        row.addWidget(self.only)
        row.addWidget(self.coders)
        row.addWidget(self.reading)
        row.addWidget(self.done)

    def _fill_coders(self) -> None:
        menu = QMenu(self.coders)
        self._group = QActionGroup(menu)
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)  # neither holds when single coders are hidden
        for which, label in (("all", _("Everybody's codings")), ("mine", _("My codings only"))):
            action = menu.addAction(label)
            action.setCheckable(True)
            action.setData(which)
            self._group.addAction(action)
        self._group.triggered.connect(lambda action: self.coders_chosen.emit(str(action.data())))
        self._ends_of_coders = menu.addSeparator()
        self._each: list[QAction] = []
        self.apart = menu.addAction(_("Side by side in the margin"))
        self.apart.setCheckable(True)
        self.apart.triggered.connect(self.apart_chosen)
        self.coders.setMenu(menu)

    def show_coders(
        self, which: str, coders: Sequence[tuple[int, str]], hidden: frozenset[int] = frozenset(), *, blind: bool = False
    ) -> None:
        """Say whose codings are shown: `which` is "all", but for those in `hidden`, or "mine".

        `coders` are (id, name); nothing is to be chosen when there is one, or while the document is coded blind.
        """
        which = "mine" if blind else which
        seen = [name for coder_id, name in coders if coder_id not in hidden]
        some = which == "all" and len(seen) < len(coders)
        self.coders.setVisible(len(coders) > 1)
        self.coders.setEnabled(not blind)
        words = _("Only me") if which == "mine" else _("All coders")
        if some:
            words = seen[0] if len(seen) == 1 else _("{n} of {all} coders").format(n=len(seen), all=len(coders))
        self.coders.setText(
            _("Coded blind") if blind else QFontMetrics(self.font()).elidedText(words, Qt.TextElideMode.ElideRight, 130) + " ▾"
        )
        why = _("Others' codings show once you mark this document as fully coded")
        self.coders.setToolTip(
            why if blind else _("Whose codings are shown: {names}").format(names=", ".join(seen)) if some else _("Whose codings are shown")
        )
        told = _("Only my codings are shown") if which == "mine" else _("Everybody's codings are shown")
        self.coders.setAccessibleName(_("The codings of {names} are shown").format(names=", ".join(seen)) if some else told)
        for action in self._group.actions():
            action.setChecked(action.data() == which and not some)
        self._list_coders(coders, hidden)
        self.apart.setChecked(self._settings().coders_apart)

    def _list_coders(self, coders: Sequence[tuple[int, str]], hidden: frozenset[int]) -> None:
        """A tick for each coder, beneath the two usual choices."""
        menu = self.coders.menu()
        for action in self._each:
            menu.removeAction(action)
            action.deleteLater()
        self._each = []
        for coder_id, name in coders if len(coders) > 1 else ():
            action = QAction(name.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(coder_id not in hidden)
            action.triggered.connect(lambda on, one=coder_id: self.coder_ticked.emit(one, on))
            menu.insertAction(self._ends_of_coders, action)
            self._each.append(action)

    def show_only(self, name: str) -> None:
        """Say that only one branch is shown; empty: all are."""
        self.only.setVisible(bool(name))
        cut = QFontMetrics(self.only.font()).elidedText(name, Qt.TextElideMode.ElideRight, 130)
        self.only.setText(_("only: {name} · show all").format(name=cut).replace("&", "&&"))
        self.only.setAccessibleName(_("Only codings of “{name}” are shown; show all").format(name=name))
        self.only.setToolTip(_("Only codings with “{name}” and its subcodes are shown; press to show all").format(name=name))

    def show_document(self, facts: DocumentFacts | None, codings: int, can_write: bool) -> None:
        """Say which document is open and what is known of it."""
        self.setVisible(facts is not None)
        if facts is None:
            return
        self.name.show_text(facts.document.name)
        parts = [*facts.localities, *facts.groups]
        if facts.wave:
            parts.append(_("wave {name}").format(name=facts.wave))
        parts += [n_("{n} word", "{n} words", facts.document.words), n_("{n} coding", "{n} codings", codings)]
        self.facts.show_text(" · ".join(parts))
        self.done.setChecked(facts.done)
        self.done.setEnabled(can_write)

    def show_reading(self) -> None:
        """Open the reading settings under their button."""
        popup = ReadingSettings(self, self._settings())
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.settings_changed.connect(self.settings_changed)
        popup.adjustSize()
        corner = self.reading.mapToGlobal(QPoint(self.reading.width() - popup.width(), self.reading.height() + 4))
        popup.move(corner)
        popup.show()
        popup.size_box.setFocus()


class ReadingSettings(QFrame):
    """Type, size, spacing, width, times and line numbers; each takes effect at once."""

    settings_changed = Signal(object)

    def __init__(self, parent: QWidget, settings: Settings) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._now = settings
        self.setProperty("role", "card")
        self.setAccessibleName(_("Reading settings"))
        form = QFormLayout(self)
        form.setContentsMargins(16, 14, 16, 14)
        self.family = QFontComboBox()
        self.family.setAccessibleName(_("Font"))
        self.family.setEditable(False)
        self.family.setPlaceholderText(_("Usual serif"))
        if settings.font_family:
            self.family.setCurrentText(settings.font_family)
        else:
            self.family.setCurrentIndex(-1)
        self.family.activated.connect(lambda _row: self._set(font_family=self.family.currentText()))
        self.usual = QPushButton(_("Usual font"))
        self.usual.setProperty("role", "quiet")
        self.usual.clicked.connect(lambda: self._set(font_family=""))
        self.size_box = self._number(_("Size"), SMALLEST, LARGEST, 1, " pt", settings.font_size, "font_size")
        self.spacing = self._number(_("Line spacing"), 110, 250, 10, " %", settings.line_spacing, "line_spacing")
        self.width_box = self._number(_("Text width"), 40, 140, 5, _(" characters"), settings.text_width, "text_width")
        self.times = self._check(_("Show times"), settings.show_times, "show_times")
        self.lines = self._check(_("Show line numbers"), settings.show_line_numbers, "show_line_numbers")
        self.patterns = self._check(_("Patterns beside colours"), settings.code_patterns, "code_patterns")
        form.addRow(_("Font"), self.family)
        form.addRow("", self.usual)
        form.addRow(_("Size"), self.size_box)
        form.addRow(_("Line spacing"), self.spacing)
        form.addRow(_("Text width"), self.width_box)
        form.addRow("", self.times)
        form.addRow("", self.lines)
        form.addRow("", self.patterns)

    def _number(self, name: str, least: int, most: int, step: int, unit: str, value: int, field: str) -> QSpinBox:
        box = QSpinBox()
        box.setAccessibleName(name)
        box.setRange(least, most)
        box.setSingleStep(step)
        box.setSuffix(unit)
        box.setValue(value)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda number: self._set(**{field: number}))
        return box

    def _check(self, label: str, on: bool, field: str) -> QCheckBox:
        box = QCheckBox(label)
        box.setChecked(on)
        box.toggled.connect(lambda now: self._set(**{field: now}))
        return box

    def _set(self, **fields: str | int | bool) -> None:
        self._now = replace(self._now, **fields)  # type: ignore[arg-type]  # each caller names a field of its value's type
        self.settings_changed.emit(self._now)
