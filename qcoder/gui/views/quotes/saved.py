"""Choices of quotes kept under a name: written as JSON, and read back as far as what they name is still there."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from qcoder.domain.codes import CodeTree
from qcoder.gui.actions.quotes import QuoteQuestions
from qcoder.gui.views.find.saved import Kept, SavedPopup
from qcoder.gui.views.quotes.wording import filters_in_words, heading
from qcoder.gui.views.workspace import Desk
from qcoder.project.read import Reader
from qcoder.project.read.retrieval import GROUPINGS, SORTS, Wanted
from qcoder.words import n_

_IDS = {
    "codes": "codes", "coders": "coders", "documents": "documents", "waves": "waves", "participants": "participants",
    "localities": "places", "groups": "groups",
}  # fmt: skip
"""Field of Wanted -> its key; the keys say of what they hold ids, so that a merge can follow them."""


def as_json(wanted: Wanted) -> str:
    """What is asked, without what is as usual; passages that somebody picked one by one are not a question and are left out."""
    kept: dict[str, object] = {key: sorted(ids) for name, key in _IDS.items() if (ids := getattr(wanted, name)) is not None}
    if wanted.origins is not None:
        kept["origins"] = sorted(wanted.origins)
    if wanted.text.strip():
        kept["text"] = wanted.text.strip()
    if wanted.starred:
        kept["starred"] = True
    return json.dumps({**kept, "group_by": wanted.group_by, "sort": wanted.sort}, ensure_ascii=False)


def from_json(text: str, there: Mapping[str, frozenset[int]]) -> tuple[Wanted, int]:
    """What a text asks, and how many of the things that it names are gone; `there` has the ids that are, by field of Wanted.

    What cannot be understood, as from a later version, is as usual.
    """
    kept = json.loads(text)
    wanted, gone = Wanted(), 0
    for name, key in _IDS.items():
        if isinstance(kept.get(key), list):
            ids = frozenset(id_ for id_ in kept[key] if isinstance(id_, int))
            gone += len(ids - there[name])
            wanted = replace(wanted, **{name: ids & there[name] or None})  # type: ignore[arg-type]  # the fields of _IDS hold ids
    if isinstance(kept.get("origins"), list):
        wanted = replace(wanted, origins=frozenset(map(str, kept["origins"])))
    if kept.get("group_by") in GROUPINGS:
        wanted = replace(wanted, group_by=kept["group_by"])
    if kept.get("sort") in SORTS:
        wanted = replace(wanted, sort=kept["sort"])
    return replace(wanted, text=str(kept.get("text", "")), starred=kept.get("starred") is True), gone


def what_is_there(read: Reader) -> dict[str, frozenset[int]]:
    """The ids that a choice may name, by field of Wanted."""
    study = read.study
    return {
        "codes": frozenset(read.codes.tree().by_id),
        "coders": frozenset(coder.id for coder in study.coders()),
        "documents": frozenset(read.documents.names().values()),
        "waves": frozenset(wave.id for wave in study.waves()),
        "participants": frozenset(id_ for id_, _name in study.participant_names()),
        "localities": frozenset(place.id for place in study.places()),
        "groups": frozenset(group.id for group in study.groups()),
    }


class SavedChoices(QObject):
    """The button *Saved* of Quotes and what is beneath it; `chosen` carries (Wanted, sentence on what is gone)."""

    chosen = Signal(object, str)

    def __init__(self, desk: Desk, button: QPushButton) -> None:
        super().__init__(button)
        self._desk = desk
        self._button = button
        self._actions = QuoteQuestions(desk.jobs)
        self._present = Wanted()
        self._names: dict[str, dict[object, str]] = {}
        self.popup = SavedPopup(button)
        self.popup.save.connect(lambda name: self._actions.save(name, as_json(self._present)))
        self.popup.chosen.connect(self._ask)
        self.popup.renamed.connect(self._actions.rename)
        self.popup.deleted.connect(self._actions.delete)

    def open(self, present: Wanted, names: dict[str, dict[object, str]]) -> None:
        """Show what is kept; `present` is what would be saved, `names` the filters' values by id."""
        self._present, self._names = present, names
        something = replace(present, only=None, only_words="") != Wanted()
        self.popup.ask(self._button, self._kept(), something=something, may_write=self._desk.jobs.can_write)

    def refresh(self) -> None:
        """What is kept has changed."""
        if self.popup.isVisible():
            self.popup.show_list(self._kept())

    def _kept(self) -> list[Kept]:
        read = self._desk.jobs.read
        there, tree = what_is_there(read), read.codes.tree()
        who = {coder.id: coder.name for coder in read.study.coders()}
        describe = partial(_described, names=self._names, tree=tree)
        return [
            Kept(one.id, one.name, describe(from_json(one.asked, there)[0]), who.get(one.coder_id, ""))
            for one in read.queries.of(QuoteQuestions.WORKSPACE)
        ]

    def _ask(self, query_id: int) -> None:
        read = self._desk.jobs.read
        kept = read.queries.get(query_id)
        if kept is None:
            return
        wanted, gone = from_json(kept.asked, what_is_there(read))
        words = n_(
            "{n} thing that “{name}” asks for is no longer in the project.",
            "{n} things that “{name}” asks for are no longer in the project.",
            gone,
        )
        self.chosen.emit(wanted, words.replace("{name}", kept.name) if gone else "")


def _described(wanted: Wanted, names: Mapping[str, Mapping[object, str]], tree: CodeTree) -> str:
    """What a choice shows, in words."""
    roots = [code_id for code_id in wanted.codes or () if tree.by_id[code_id].parent_id not in (wanted.codes or ())]
    return " · ".join(filter(None, (heading(tree, roots, len(wanted.codes or ())), filters_in_words(wanted, names))))
