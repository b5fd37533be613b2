"""What of a study a comparison looks at: whose codings, whose words, which documents."""

from collections.abc import Callable
from dataclasses import dataclass

from qcoder.analysis.columns import variable
from qcoder.domain.codings import Origin
from qcoder.domain.documents import Speaker
from qcoder.project.read import Reader
from qcoder.words import _, n_

SPEAKER = "speaker"
"""The variable in `where` that is no property of a participant but the label of a speaker."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything, unless narrowed.

    `coder_ids`: only codings of these coders. `agreed_by`: only what so many different coders coded alike. `where`: only participants
    whose value of a variable (or whose speaker's label) is among these, for every variable named. `fully_coded`: only documents that the
    coders in question, as many as must agree, have marked as fully coded. `suggestions`: False leaves out accepted suggestions.
    """

    coder_ids: frozenset[int] | None = None
    agreed_by: int = 1
    where: tuple[tuple[str, frozenset[str]], ...] = ()
    fully_coded: bool = False
    suggestions: bool = True

    @property
    def without(self) -> frozenset[str]:
        """The origins of codings that are left out."""
        return frozenset() if self.suggestions else frozenset({Origin.SUGGESTION.value})

    @property
    def people(self) -> tuple[object, ...]:
        """What decides whose words are looked at: equal for scopes that differ in codings alone."""
        documents = (self.coder_ids, self.agreed_by) if self.fully_coded else ()
        return (self.where, documents)

    def keeps(self, read: Reader) -> Callable[[Speaker], bool] | None:
        """Who is looked at, or None when everybody is; raises KnownError for a variable that there is not."""
        if not self.where and not self.fully_coded:
            return None
        people = {person.id: person for person in read.study.participants()}
        wanted = [(variable(read, name), labels) for name, labels in self.where if name.casefold() != SPEAKER]
        labels = [some for name, some in self.where if name.casefold() == SPEAKER]
        done = self._done(read) if self.fully_coded else None

        def keep(speaker: Speaker) -> bool:
            if (done is not None and speaker.document_id not in done) or any(speaker.label not in some for some in labels):
                return False
            person = people.get(speaker.participant_id or 0)
            if person is None:
                return False
            for one, some in wanted:
                at = one.position(person, speaker.document_id)
                if (_("not stated") if at is None else one.labels[at]) not in some:
                    return False
            return True

        return keep

    def _done(self, read: Reader) -> set[int]:
        return {
            document
            for document, coders in read.documents.fully_coded().items()
            if len(coders if self.coder_ids is None else self.coder_ids.intersection(coders)) >= self.agreed_by
        }

    def in_words(self, read: Reader) -> tuple[str, ...]:
        """What is left out, one sentence each; none when everything is looked at."""
        names = {coder.id: coder.name for coder in read.study.coders()}
        found = []
        if self.coder_ids is not None:
            found.append(_("Only what {coders} coded.").format(coders=", ".join(names.get(id_, "?") for id_ in sorted(self.coder_ids))))
        if self.agreed_by > 1:
            found.append(_("Only what at least {n} coders coded alike, word by word.").format(n=self.agreed_by))
        for name, labels in self.where:
            found.append(_("Only {variable}: {values}.").format(variable=name, values=", ".join(sorted(labels))))
        if self.fully_coded:
            found.append(
                n_(
                    "Only documents marked as fully coded by {n} of these coders.",
                    "Only documents marked as fully coded by {n} of these coders.",
                    self.agreed_by,
                )
                if self.coder_ids is None or self.agreed_by > 1 or len(self.coder_ids) > 1
                else _("Only documents that the coder marked as fully coded.")
            )
        if not self.suggestions:
            found.append(_("Without accepted suggestions."))
        return tuple(found)
