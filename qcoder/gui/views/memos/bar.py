"""The choices above the memos: what they are about, who wrote them and when, words, order and headings."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from PySide6.QtCore import QDate, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDateEdit, QFrame, QGridLayout, QLabel, QLineEdit, QMenu, QPushButton, QSizePolicy, QWidget

from qcoder.gui.views.compare.flow import FlowLayout
from qcoder.gui.views.quotes.ticks import Option, TicksPopup
from qcoder.project.read.memo_list import WantedMemos
from qcoder.words import _

FILTERS: tuple[tuple[str, str], ...] = (("kinds", _("About")), ("coders", _("Coder")), ("codes", _("Code")), ("documents", _("Document")))
_LONGEST = 24


def grouping_words() -> dict[str, str]:
    """Grouping -> its name."""
    return {
        "day": _("day"),
        "kind": _("what they are about"),
        "coder": _("coder"),
        "document": _("document"),
        "code": _("code"),
        "nothing": _("nothing"),
    }


def sort_words() -> dict[str, str]:
    """Sorting -> its name."""
    return {"changed": _("last changed first"), "made": _("newest first"), "thing": _("by what they are about")}


def times() -> dict[str, tuple[str, int | None]]:
    """Stretch of time -> its name, and how many days back it begins."""
    return {"any": (_("any time"), None), "today": (_("today"), 0), "week": (_("the last 7 days"), 6), "month": (_("the last 30 days"), 29)}


def moment(day: date) -> int:
    """Where a day begins, in ms UTC."""
    return int(datetime.combine(day, time()).astimezone().timestamp() * 1000)


def _day(milliseconds: int) -> date:
    """The day on which a moment falls."""
    return datetime.fromtimestamp(milliseconds / 1000).astimezone().date()


class DatesPopup(QFrame):
    """Two days; what was changed on them or between stays."""

    chosen = Signal(object, object)
    """(first day, last day)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName(_("Between two days"))
        self.first, self.last = QDateEdit(), QDateEdit()
        self.take = QPushButton(_("Show"))
        self.take.setProperty("role", "primary")
        grid = QGridLayout(self)
        for row, (label, box) in enumerate(((_("From"), self.first), (_("To"), self.last))):
            box.setCalendarPopup(True)
            box.setAccessibleName(label)
            box.setDate(QDate.currentDate())
            words = QLabel(label)
            words.setBuddy(box)
            grid.addWidget(words, row, 0)
            grid.addWidget(box, row, 1)
        grid.addWidget(self.take, 2, 1)
        self.take.clicked.connect(self._take)

    def ask(self, button: QWidget) -> None:
        """Open beneath a button."""
        self.move(button.mapToGlobal(QPoint(0, button.height() + 3)))
        self.show()
        self.first.setFocus()

    def _take(self) -> None:
        days = [box.date() for box in (self.first, self.last)]
        first, last = sorted(date(day.year(), day.month(), day.day()) for day in days)
        self.close()
        self.chosen.emit(first, last)


class MemosBar(QWidget):
    """Shows a WantedMemos and lets the person change it."""

    changed = Signal()
    entry_asked = Signal()
    export_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.wanted = WantedMemos()
        self._options: dict[str, list[Option]] = {}
        self._asked = ""
        self._when = "any"
        self._days: tuple[date, date] | None = None
        self.popup, self.dates = TicksPopup(self), DatesPopup(self)
        self.popup.changed.connect(self._ticked)
        self.dates.chosen.connect(self.choose_days)
        self.entry = QPushButton(_("New journal entry"))
        self.entry.setProperty("role", "primary")
        self.grouping = self._menu_pill(grouping_words(), "group_by")
        self.sorting = self._menu_pill(sort_words(), "sort")
        self.filters = {name: QPushButton(label) for name, label in FILTERS}
        for name, button in self.filters.items():
            button.clicked.connect(partial(self._ask, name))
        self.when = self._when_pill()
        self.words = QLineEdit()
        self.words.setPlaceholderText(_("Words in memos"))
        self.words.setAccessibleName(_("Words in memos"))
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumWidth(170)
        self.clear = QPushButton(_("Clear filters"))
        self.clear.setProperty("role", "quiet")
        self.export = QPushButton(_("Export…"))
        self.export.setToolTip(_("Write what is shown to Word, Excel, csv or html"))
        layout = FlowLayout(self, 6)
        for widget in (
            self.entry, self.words, self.grouping, self.sorting, *self.filters.values(), self.when, self.clear, self.export
        ):  # fmt: skip
            layout.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.words.textChanged.connect(lambda text: self._take(replace(self.wanted, text=text)))
        self.clear.clicked.connect(self.clear_filters)
        self.entry.clicked.connect(self.entry_asked.emit)
        self.export.clicked.connect(self.export_asked.emit)
        self._show()

    def sizeHint(self) -> QSize:
        """As high as its lines at the width it has, so that a low window has room for the list."""
        return QSize(super().sizeHint().width(), self.heightForWidth(max(self.width(), self.minimumWidth())))

    def offer(self, options: Mapping[str, list[Option]]) -> None:
        """Show what there is to filter by; a filter about what is gone is taken back."""
        self._options = dict(options)
        for name, _label in FILTERS:
            chosen = getattr(self.wanted, name)
            if chosen is not None:
                there = chosen & {value for value, _name in self._options[name]}
                self.wanted = replace(self.wanted, **{name: there or None})  # type: ignore[arg-type]  # the options of a filter are of its kind
        self._show()

    def clear_filters(self) -> None:
        """Leave nothing out any more."""
        self.choose(WantedMemos(group_by=self.wanted.group_by, sort=self.wanted.sort))

    def choose(self, wanted: WantedMemos) -> None:
        """Take other choices, as if by hand; a stretch of time has no name then."""
        self.words.blockSignals(True)
        self.words.setText(wanted.text)
        self.words.blockSignals(False)
        self._when, self._days = "any", None
        if wanted.since is not None or wanted.until is not None:
            now = int(datetime.now().astimezone().timestamp() * 1000)
            self._when, self._days = "days", (_day(wanted.since or 0), _day(now if wanted.until is None else wanted.until - 1))
        self._take(wanted)

    def choose_when(self, name: str) -> None:
        """Show what was changed in a stretch of time that has a name."""
        self._when, self._days = name, None
        back = times()[name][1]
        self._take(
            replace(
                self.wanted, since=None if back is None else moment(datetime.now().astimezone().date() - timedelta(days=back)), until=None
            )
        )

    def choose_days(self, first: date, last: date) -> None:
        """Show what was changed on these days and between."""
        self._when, self._days = "days", (first, last)
        self._take(replace(self.wanted, since=moment(first), until=moment(last + timedelta(days=1))))

    def in_words(self) -> str:
        """What is chosen, for exports."""
        parts = []
        for name, label in FILTERS:
            chosen = getattr(self.wanted, name)
            if chosen is not None:
                names = dict(self._options.get(name, []))
                parts.append(f"{label}: {', '.join(sorted(names.get(one, '?').strip() for one in chosen))}")
        parts += [self._when_words()] if self._when != "any" else []
        parts += [_("with “{words}”").format(words=self.wanted.text.strip())] if self.wanted.text.strip() else []
        return " · ".join(parts)

    def _take(self, wanted: WantedMemos) -> None:
        self.wanted = wanted
        self._show()
        self.changed.emit()

    def _ask(self, name: str) -> None:
        self._asked = name
        chosen = getattr(self.wanted, name) or frozenset()
        self.popup.ask(dict(FILTERS)[name], self._options.get(name, []), chosen, self.filters[name])

    def _ticked(self, chosen: frozenset[object]) -> None:
        self._take(replace(self.wanted, **{self._asked: chosen or None}))  # type: ignore[arg-type]  # the options of a filter are of its kind

    def _menu_pill(self, options: Mapping[str, str], field: str) -> QPushButton:
        button = QPushButton()
        menu = QMenu(button)
        group = QActionGroup(menu)
        for value, label in options.items():
            action = QAction(label, menu, checkable=True)
            action.setData(value)
            action.triggered.connect(partial(self._set, field, value))
            group.addAction(action)
            menu.addAction(action)
        button.clicked.connect(lambda: self._drop(button, menu, getattr(self.wanted, field)))
        return button

    def _when_pill(self) -> QPushButton:
        button = QPushButton()
        menu = QMenu(button)
        group = QActionGroup(menu)
        for value, (label, _back) in times().items():
            action = QAction(label[:1].upper() + label[1:], menu, checkable=True)
            action.setData(value)
            action.triggered.connect(partial(self._set_when, value))
            group.addAction(action)
            menu.addAction(action)
        days = QAction(_("Between two days…"), menu, checkable=True)
        days.setData("days")
        days.triggered.connect(lambda _checked: self.dates.ask(self.when))
        group.addAction(days)
        menu.addAction(days)
        button.clicked.connect(lambda: self._drop(button, menu, self._when))
        return button

    def _drop(self, button: QPushButton, menu: QMenu, now: str) -> None:
        for action in menu.actions():
            action.setChecked(action.data() == now)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _set(self, field: str, value: str, _checked: bool = False) -> None:
        self._take(replace(self.wanted, **{field: value}))  # type: ignore[arg-type]  # both fields are text

    def _set_when(self, value: str, _checked: bool = False) -> None:
        self.choose_when(value)

    def _when_words(self) -> str:
        if self._days is not None:
            first, last = (f"{day:%Y-%m-%d}" for day in self._days)
            return first if first == last else _("{first} to {last}").format(first=first, last=last)
        return times()[self._when][0]

    def _show(self) -> None:
        wanted = self.wanted
        pills = [
            (self.grouping, _("Grouped by"), grouping_words()[wanted.group_by]),
            (self.sorting, _("Order"), sort_words()[wanted.sort]),
            (self.when, _("Changed"), self._when_words()),
        ]
        for name, label in FILTERS:
            chosen, options = getattr(wanted, name), self._options.get(name, [])
            first = next((text.strip() for value, text in options if chosen is not None and value in chosen), "")
            pills.append((self.filters[name], label, _("all") if chosen is None else first if len(chosen) == 1 else f"{len(chosen):,}"))
            self.filters[name].setVisible(len(options) > 1 or chosen is not None)
        for button, label, value in pills:
            short = value if len(value) <= _LONGEST else value[: _LONGEST - 1].rstrip() + "…"
            button.setText((f"{label} ▾" if value == _("all") else f"{label}: {short} ▾").replace("&", "&&"))
            button.setAccessibleName(f"{label}: {value}")
            button.setToolTip(f"{label}: {value}")
        self.clear.setVisible(wanted.filtered)
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
        self.updateGeometry()
