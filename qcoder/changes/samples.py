"""Samples for a second coder: documents drawn by a stated rule, to be coded without seeing others' codings."""

from dataclasses import dataclass
from typing import ClassVar

from qcoder.domain.adjudication import Stratum, draw
from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.project.read import Reader
from qcoder.project.write import Write
from qcoder.words import _, n_


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a draw gives: the strata with the documents drawn, and the rule in words."""

    strata: tuple[Stratum, ...]
    rule: str

    @property
    def drawn(self) -> list[int]:
        """All documents drawn."""
        return [document_id for stratum in self.strata for document_id in stratum.drawn]

    @property
    def of(self) -> int:
        """How many documents they were drawn from."""
        return sum(len(stratum.documents) for stratum in self.strata)


def drawing(read: Reader, coder_id: int, percent: int, seed: int, *, coded_only: bool) -> Drawing:
    """Draw from the documents in which the coder has done nothing yet; with `coded_only`, from those that somebody else has coded.

    Strata are locality by group of those who speak in a document, where any are known. Raises KnownError when nothing is left to draw.
    """
    coder = next((one for one in read.study.coders() if one.id == coder_id), None)
    if coder is None:
        raise KnownError(_("That coder is no longer in the project."))
    if not 1 <= percent <= 100:
        raise KnownError(_("A sample is between 1 and 100 per cent of the documents."))
    begun, done = _worked_on(read, coder_id)
    documents = [one.id for one in read.documents.all() if one.id not in begun and (one.id in done or not coded_only)]
    if not documents:
        raise KnownError(
            _("There is no document that {name} could be given: each is begun by them, or coded by nobody yet.").format(name=coder.name)
        )
    labels = _strata(read)
    by_label: dict[str, list[int]] = {}
    for document_id in documents:
        by_label.setdefault(labels.get(document_id, ""), []).append(document_id)
    strata = tuple(draw(by_label, percent, seed))
    return Drawing(strata, _rule(coder.name, percent, seed, len(documents), list(by_label), coded_only=coded_only))


def _worked_on(read: Reader, coder_id: int) -> tuple[set[int], set[int]]:
    """The documents that the coder has begun, and those that somebody else has."""
    mine: set[int] = set()
    others: set[int] = set()
    for document_id, coder in read.adjudication.worked_on():
        (mine if coder == coder_id else others).add(document_id)
    return mine, others


def _strata(read: Reader) -> dict[int, str]:
    """Document id -> `locality · group` of its participants, where they have any."""
    tops = read.study.locality_of()
    groups = {group.id: group.name for group in read.study.groups()}
    people = {person.id: person for person in read.study.participants()}
    found: dict[int, set[str]] = {}
    for speaker in read.documents.speakers():
        person = people.get(speaker.participant_id or 0)
        if person is not None and not speaker.interviewer:
            place = "" if person.place_id is None else tops[person.place_id].name
            label = " · ".join(part for part in (place, groups.get(person.group_id or 0, "")) if part)
            found.setdefault(speaker.document_id, set()).add(label)
    return {document_id: ", ".join(sorted(label for label in labels if label)) for document_id, labels in found.items()}


def _rule(name: str, percent: int, seed: int, documents: int, labels: list[str], *, coded_only: bool) -> str:
    from_ = (
        _("{percent} % of the {n} documents that somebody else has coded and {name} has not begun")
        if coded_only
        else _("{percent} % of the {n} documents that {name} has not begun")
    ).format(percent=percent, n=documents, name=name)
    how = (
        _("each combination of locality and group ({k} in all) gives its share, rounded by largest remainder")
        if any(labels)
        else _("all alike, since no locality or group is known")
    ).format(k=len(labels))
    order = _("first come the documents with the smallest SHA-256 of “{seed}:” and their id").format(seed=seed)
    return _("{from_}; {how}; {order}.").format(from_=from_, how=how, order=order)


@dataclass(frozen=True)
class DrawSample:
    """Draw a sample of documents for a coder. Returns the sample's id."""

    coder_id: int
    percent: int
    seed: int
    coded_only: bool = True
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> int:
        """Refuses what `drawing` refuses, and a seed that is no number from 0 to 2**31 - 1."""
        if not 0 <= self.seed < 2**31:
            raise KnownError(_("The seed is a whole number from 0 to {most}.").format(most=2**31 - 1))
        found = drawing(write.read, self.coder_id, self.percent, self.seed, coded_only=self.coded_only)
        sample_id = write.new_id()
        write.rows("coding_sample").insert(
            id=sample_id, coder_id=self.coder_id, percent=self.percent, seed=self.seed, rule=found.rule, made_at=write.now
        )
        rows = [(write.new_id(), sample_id, document_id) for document_id in found.drawn]
        write.rows("coding_sample_document").insert_many(("id", "sample_id", "document_id"), rows)
        name = next(coder.name for coder in write.read.study.coders() if coder.id == self.coder_id)
        title = n_("Drew {n} document for {name} to code blind", "Drew {n} documents for {name} to code blind", len(rows))
        write.say(title.replace("{name}", name))
        return sample_id


@dataclass(frozen=True)
class DeleteSample:
    """Forget a sample; codings and marks stay, and others' codings are shown again."""

    sample_id: int
    origin: ClassVar[Origin] = Origin.HAND
    grave: ClassVar[bool] = False

    def run(self, write: Write) -> None:
        """Refuses when it is gone already."""
        if all(sample.id != self.sample_id for sample in write.read.adjudication.samples()):
            raise KnownError(_("That sample is no longer in the project."))
        write.rows("coding_sample").delete([self.sample_id])
        write.say(_("Deleted a sample for second coding"))
