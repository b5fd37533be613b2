"""Changes to saved questions."""

import json
import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from qcoder.domain.codes import same_name
from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.domain.queries import SavedQuery
from qcoder.project.write import Write
from qcoder.words import _, n_

STOP_WORDS = "stop words"
"""The workspace under which the words are kept that the word list leaves out."""
REPORT = "report"
"""The workspace under which reports are kept: what they are made of, not what is in them."""
_LONGEST = 120


def _clean(name: str) -> str:
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    if not kept:
        raise KnownError(_("A saved question needs a name; type one."))
    if len(kept) > _LONGEST:
        raise KnownError(_("The name “{name}…” is longer than {n} characters; shorten it.").format(name=kept[:40], n=_LONGEST))
    return kept


def _there(write: Write, query_id: int) -> SavedQuery:
    query = write.read.queries.get(query_id)
    if query is None:
        raise KnownError(_("That saved question is no longer in the project."))
    return query


@dataclass(frozen=True)
class SaveQuery:
    """Keep a question of a workspace under a name; one that has the name already asks this from now on. Returns its id."""

    workspace: str
    name: str
    asked: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses a blank name; `asked` must be a JSON object."""
        if not isinstance(json.loads(self.asked), dict):
            raise ValueError("a question is kept as a JSON object")
        name = _clean(self.name)
        there = next((query for query in write.read.queries.of(self.workspace) if same_name(query.name, name)), None)
        if there is not None:
            if there.asked != self.asked:
                write.queries.update(there.id, asked=self.asked)
            write.say(self._title(_("Saved the question “{name}” anew"), _("Changed the report “{name}”"), there.name))
            return there.id
        query = SavedQuery(write.new_id(), self.workspace, name, self.asked, write.me(), write.now)
        write.queries.insert(query)
        write.say(self._title(_("Saved the question “{name}”"), _("Began the report “{name}”"), name))
        return query.id

    def _title(self, question: str, report: str, name: str) -> str:
        if self.workspace == STOP_WORDS:
            return _("Changed which words the word list leaves out")
        return (report if self.workspace == REPORT else question).format(name=name)


@dataclass(frozen=True)
class RenameQuery:
    """Give a saved question another name."""

    query_id: int
    name: str
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses a blank name, and one that another question of the workspace has."""
        query, name = _there(write, self.query_id), _clean(self.name)
        others = (other for other in write.read.queries.of(query.workspace) if other.id != query.id)
        if any(same_name(other.name, name) for other in others):
            raise KnownError(_("There is already a saved question “{name}”; choose another name.").format(name=name))
        if name != query.name:
            write.queries.update(query.id, name=name)
        write.say(_("Renamed the question “{old}” to “{new}”").format(old=query.name, new=name))


@dataclass(frozen=True)
class DeleteQueries:
    """Remove saved questions; nothing else changes."""

    query_ids: tuple[int, ...]
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses when one of them is gone already."""
        queries = [_there(write, query_id) for query_id in dict.fromkeys(self.query_ids)]
        if not queries:
            raise KnownError(_("Choose a saved question to delete first."))
        write.queries.delete(query.id for query in queries)
        if len(queries) == 1:
            write.say(_("Deleted the question “{name}”").format(name=queries[0].name))
        else:
            write.say(n_("Deleted {n} saved question", "Deleted {n} saved questions", len(queries)))
