"""Merging codes."""

from dataclasses import dataclass
from typing import ClassVar

from qcoder.changes.arranging import named
from qcoder.changes.memos import hand_over_memos
from qcoder.changes.summaries import hand_over_summaries
from qcoder.domain.codes import FIELDS
from qcoder.domain.codings import Origin
from qcoder.domain.memos import Subject
from qcoder.domain.merging import Wording
from qcoder.project.code_merging import MergeOutlook, merge_outlook
from qcoder.project.write import Write
from qcoder.words import _, n_


@dataclass(frozen=True)
class MergeCodes:
    """Put all codings, subcodes and memos of a code (and of `others`) under another one, and remove it.

    `wordings` says by field whose text stays; where it says nothing, what the others say is put below. A key that the code that stays
    does not have comes along; its colour stays.
    """

    code_id: int
    into_id: int
    others: tuple[int, ...] = ()
    wordings: tuple[tuple[str, Wording], ...] = ()
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = True

    def run(self, write: Write) -> int:
        """Returns how many codings changed hands; passages that two of the codes had, by the same coder, stay once."""
        tree = write.read.codes.tree()
        outlook = merge_outlook(write.read, (self.code_id, *self.others), self.into_id)
        into, gone = outlook.into, {code.id for code in outlook.codes}
        hand_over_memos(write, Subject.CODING, list(outlook.twins.items()))
        write.codings.recode([c.id for c in outlook.codings if c.id not in outlook.twins], into.id)
        _hand_over_cards(write, outlook)
        write.codings.delete(outlook.twins)
        for child in outlook.subcodes:
            write.codes.update(child.id, parent_id=into.id)
        children = [*(code for code in tree.children(into.id) if code.id not in gone), *outlook.subcodes]
        write.codes.place([(place, code.id) for place, code in enumerate(children) if code.position != place])
        hand_over_summaries(write, {code.id: into.id for code in outlook.codes})
        hand_over_memos(write, Subject.CODE, [(code.id, into.id) for code in outlook.codes])
        decided = [decision.id for decision in write.read.adjudication.decisions() if decision.code_id in gone]
        write.rows("decision").update_many("code_id", [(into.id, id_) for id_ in decided])
        write.codes.delete(gone)
        write.codes.update(into.id, **self._fields(outlook))
        title = _("Merged {names} into “{into}”").format(names=named(tree, [code.id for code in outlook.codes]), into=into.name)
        write.say(title + " · " + n_("{n} coding", "{n} codings", len(outlook.codings)))
        return len(outlook.codings)

    def _fields(self, outlook: MergeOutlook) -> dict[str, int | str | None]:
        wordings = dict(self.wordings)
        texts = {field: outlook.text(field, wordings.get(field, Wording.BOTH)) for field in FIELDS}
        fields: dict[str, int | str | None] = {name: text for name, text in texts.items() if text != getattr(outlook.into, name)}
        if outlook.key != outlook.into.key:
            fields["key"] = outlook.key
        return fields


def _hand_over_cards(write: Write, outlook: MergeOutlook) -> None:
    """A card of what goes becomes one of what stays, unless that lies on the same table already."""
    codes = {code.id: outlook.into.id for code in outlook.codes}
    for sorting in write.read.sortings.all():
        cards = write.read.sortings.cards(sorting.id)
        for column, heirs in (("code_id", codes), ("coding_id", outlook.twins)):
            there = {getattr(card, column) for card in cards}
            for card in cards:
                heir = heirs.get(getattr(card, column) or 0)
                if heir is not None and heir not in there:
                    there.add(heir)
                    write.rows("card").update(card.id, {column: heir})
