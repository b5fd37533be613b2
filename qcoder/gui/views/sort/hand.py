"""What is done with cards, piles and tables; each deed is one step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qcoder.changes.themes import on_piles
from qcoder.domain.sorting import drawn
from qcoder.gui.jobs import Work
from qcoder.gui.views.read.later import Later
from qcoder.gui.views.sort.content import Layout
from qcoder.gui.views.sort.laying import SEED, Asked
from qcoder.project.read import Reader
from qcoder.words import _

if TYPE_CHECKING:
    from qcoder.gui.views.sort.view import SortView


@dataclass(frozen=True, slots=True)
class Chosen:
    """What would be laid out: of so many that there are, these; `new` of them have no card on that table."""

    there: int
    codings: tuple[int, ...]
    codes: tuple[int, ...]
    new: int


def chosen_by(read: Reader, asked: Asked, sorting_id: int | None) -> Chosen:
    """Find what is asked for, in the order of the transcripts."""
    codings, codes = asked.given, asked.codes if asked.as_codes and not asked.given else ()
    there = len(codings) + len(codes)
    if not there and asked.codes:
        order = {document.id: place for place, document in enumerate(read.documents.all())}
        found = sorted(read.codings.of_codes(asked.codes), key=lambda c: (order.get(c.document_id, 0), c.span, c.id))
        if asked.one_each:
            first = {(c.document_id, c.code_id, c.span): c for c in reversed(found)}
            found = [c for c in found if first[c.document_id, c.code_id, c.span] is c]
        ids = [coding.id for coding in found]
        there = len(ids)
        codings = tuple(drawn(ids, asked.sample, SEED) if asked.sample else ids)
    known = [] if sorting_id is None else read.sortings.cards(sorting_id)
    on_table = {card.coding_id or 0 for card in known} | {card.code_id or 0 for card in known}
    return Chosen(there, codings, codes, sum(id_ not in on_table for id_ in (*codings, *codes)))


class SortHand:
    """Carries out what the board, the panels and the commands ask for."""

    def __init__(self, view: "SortView") -> None:
        self._view, self._do = view, view.actions_
        self._counting: list[Work] = []
        self._under_way: list[tuple[Work, Callable[[Layout], Layout]]] = []
        self._again = Later(view, 50, lambda: view.refresh(frozenset({"card"})))
        self._chosen: tuple[Asked, int | None, Chosen] | None = None

    def _may(self) -> bool:
        desk = self._view.desk
        if not desk.jobs.can_write:
            desk.signals.notice.emit(_("The project is open for reading only, so nothing can be changed."))
        return desk.jobs.can_write

    # -- cards --------------------------------------------------------------------------------------------------------

    def move(self, ids: Sequence[int], pile_id: int | None, before: int | None, follow: bool) -> None:
        """Put cards onto a pile; with `follow` the cursor goes with them."""
        if not ids or not self._may():
            return
        layout = self._view.layout_
        lying = [card.id for card in layout.cards.get(pile_id, ())]
        if before is None and list(ids) == lying[-len(ids) :]:
            return  # they lie there already
        self._ahead(self._do.move(ids, pile_id, before), lambda lying: lying.moved(ids, pile_id, before))
        if follow:
            self._view.board.choose(list(ids))

    def remove(self) -> None:
        """Take the chosen cards off the table."""
        ids = self._view.board.selected_ids()
        if ids and self._may():
            self._ahead(self._do.remove(ids), lambda lying: lying.without(ids))

    def _ahead(self, work: Work, deed: Callable[[Layout], Layout]) -> None:
        """Show what a deed does before it is written: the next key is about the next card, however slow the disk."""
        self._under_way.append((work, deed))
        self._view.show_layout(deed(self._view.layout_))

    def ahead_of(self, layout: Layout) -> Layout:
        """A layout as it will be when all that is under way is written."""
        for _work, deed in self._under_way:
            layout = deed(layout)
        return layout

    def ended(self, work: Work) -> None:
        """Written, or refused: then what was shown ahead was never so."""
        if any(one is work for one, _deed in self._under_way):
            self._under_way = [(one, deed) for one, deed in self._under_way if one is not work]
            if not self._under_way:
                self._again.ask()

    # -- piles --------------------------------------------------------------------------------------------------------

    def add_pile(self, ids: Sequence[int]) -> None:
        """Begin a pile, and let the person name it."""
        view, sorting_id = self._view, self._view.shown_id
        if sorting_id is None or not self._may():
            return
        names = {pile.name.casefold() for pile in view.layout_.piles}
        number = next(n for n in range(len(names) + 1, 2 * len(names) + 3) if _("Pile {n}").format(n=n).casefold() not in names)

        def done(pile_id: int) -> None:
            column = view.board.columns.get(pile_id)
            if column is not None and view.isVisible():
                view.board.go_to(column)
                column.rename()
                # Its place is known once the board is laid out.
                view.board.show_column(column)

        self._do.add_pile(sorting_id, _("Pile {n}").format(n=number), ids, done)

    def rename_pile(self, pile_id: int, name: str) -> None:
        """Give a pile another name; an empty one is not taken."""
        if not name.strip():
            column = self._view.board.columns.get(pile_id)
            pile = next((one for one in self._view.layout_.piles if one.id == pile_id), None)
            if column is not None and pile is not None:
                column.name.show_new(pile.name)
            self._view.desk.signals.notice.emit(_("Tables and piles of cards need a name; this one keeps the one it has."))
        elif self._may():
            self._do.rename_pile(pile_id, name)

    def note(self, pile_id: int, note: str) -> None:
        """Write what holds a pile together."""
        if self._may():
            self._do.note(pile_id, note)

    def move_pile(self, step: int) -> None:
        """Change places with the pile beside it."""
        ids = [pile.id for pile in self._view.layout_.piles]
        current = self._view.board.current.pile_id
        if current in ids and self._may():
            place = ids.index(current) + step
            if 0 <= place < len(ids):
                self._do.move_pile(current, place)

    def delete_pile(self) -> None:
        """Remove the pile; its cards are not sorted any more."""
        current = self._view.board.current.pile_id
        if current is not None and self._may():
            self._do.delete_pile(current)

    # -- tables -------------------------------------------------------------------------------------------------------

    def rename_table(self, name: str) -> None:
        """Give the table another name; an empty one is not taken."""
        table = self._view.table
        if table is None:
            return
        if not name.strip():
            self._view.bar.name.show_new(table.name)
            self._view.desk.signals.notice.emit(_("Tables and piles of cards need a name; this one keeps the one it has."))
        elif self._may():
            self._do.rename(table.id, name)

    def delete_table(self) -> None:
        """Remove the table that is shown."""
        if self._view.shown_id is not None and self._may():
            self._do.delete(self._view.shown_id)

    # -- laying out ---------------------------------------------------------------------------------------------------

    def ask_for_cards(self, coding_ids: Sequence[int] = (), code_ids: Sequence[int] = ()) -> None:
        """Open the panel that says what would be laid out."""
        if not self._may():
            return
        view = self._view
        self.offer()
        view.open_panel(view.laying)
        view.laying.begin(coding_ids, code_ids)
        (view.laying.name if coding_ids or code_ids else view.laying.pane.box).setFocus()

    def offer(self) -> None:
        """Show the codes and tables there are in the panel."""
        read = self._view.desk.jobs.read
        self._view.laying.offer(read.codes.tree(), read.codes.counts(), read.sortings.all())
        self.count()

    def count(self) -> None:
        """Count what would be laid out, in the background."""
        view = self._view
        asked, target = view.laying.asked, view.laying.target_id
        self._chosen = None
        for work in self._counting:
            work.cancel()

        def counted(found: Chosen) -> None:
            if (asked, target) == (view.laying.asked, view.laying.target_id):
                self._chosen = asked, target, found
                view.laying.say(found.there, len(found.codings) + len(found.codes), found.new)

        self._counting = [view.desk.jobs.ask(lambda read, _progress: chosen_by(read, asked, target), counted)]

    def lay_out(self) -> None:
        """Lay it out."""
        view = self._view
        if self._chosen is None or not self._may():
            return
        asked, target, found = self._chosen
        if target is None:
            rule = ""
            if len(found.codings) < found.there and asked.sample:
                rule = _("a sample of {n} from {all}: those with the smallest SHA-256 of “{seed}:” and their id").format(
                    n=len(found.codings), all=found.there, seed=SEED
                )
            name = view.laying.name.text().strip() or view.laying.proposal()
            self._do.lay_out(name, found.codings, found.codes, rule, self._laid)
        else:
            self._do.add(target, found.codings, found.codes, lambda _count: self._laid(target))

    def _laid(self, sorting_id: int) -> None:
        view = self._view
        view.laying.name.clear()
        view.panels.hide()
        view.show_table(sorting_id)
        if view.isVisible():
            view.shown()

    # -- codes --------------------------------------------------------------------------------------------------------

    def ask_for_codes(self, only: int | None = None) -> None:
        """Open the panel that says what would become of the piles."""
        if self._may() and self._view.shown_id is not None:
            self._view.commit()
            self.show_codes(only)
            self._view.open_panel(self._view.codes)
            self._view.codes.place.setFocus()

    def show_codes(self, only: int | None = None) -> None:
        """Show what would become of the piles as they are now."""
        view, read = self._view, self._view.desk.jobs.read
        if view.shown_id is not None:
            coders = {coder.id: coder.name for coder in read.study.coders()}
            view.codes.show_piles(read.codes.tree(), view.layout_.piles, on_piles(read, view.shown_id), coders, only)

    def make_codes(self) -> None:
        """Make them so."""
        view = self._view
        if view.shown_id is not None and view.codes.chosen and self._may():
            panel = view.codes
            self._do.make_codes(view.shown_id, panel.chosen, panel.parent_id, panel.keep.isChecked(), lambda _ids: view.close_panel())
