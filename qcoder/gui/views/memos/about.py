"""What a memo is about, as far as it can be shown beside it: a passage in its context, a code's definition, a person's attributes."""

from dataclasses import dataclass

from qcoder.domain.memos import Subject
from qcoder.project.read import Reader
from qcoder.project.read.glance import QuoteGlance, Said
from qcoder.words import _, n_


@dataclass(frozen=True, slots=True)
class About:
    """A thing: its name, named fields, and the passage with what stands before and after it. `color` is a code's."""

    title: str
    color: str
    fields: tuple[tuple[str, str], ...] = ()
    before: str = ""
    passage: str = ""
    after: str = ""


def about(read: Reader, subject: Subject, subject_id: int | None) -> About:
    """Look a thing up; what is gone has no name."""
    makers = {
        Subject.DOCUMENT: _document,
        Subject.CODE: _code,
        Subject.CODING: _coding,
        Subject.PARTICIPANT: _participant,
        Subject.PLACE: _place,
        Subject.GROUP: _group,
        Subject.WAVE: _wave,
    }
    if subject is Subject.PROJECT or subject_id is None:
        return About(_("Journal of {project}").format(project=read.name()), "")
    return makers[subject](read, subject_id) or About("", "")


def _document(read: Reader, id_: int) -> About | None:
    document = read.documents.get(id_)
    if document is None:
        return None
    waves = {wave.id: wave.name for wave in read.study.waves()}
    speakers = ", ".join(dict.fromkeys(speaker.label for speaker in read.documents.speakers(id_) if not speaker.interviewer))
    fields = [
        ("", n_("{n} word", "{n} words", document.words)),
        (_("Speakers"), speakers),
        (_("Wave"), waves.get(document.wave_id or 0, "")),
    ]
    return About(document.name, "", tuple(field for field in fields if field[1]))


def _code(read: Reader, id_: int) -> About | None:
    tree = read.codes.tree()
    code = tree.by_id.get(id_)
    if code is None:
        return None
    fields = (
        ("", code.brief),
        (_("Full definition"), code.full),
        (_("When to use"), code.when),
        (_("When not to use"), code.when_not),
        (_("Example"), code.example),
    )
    return About(tree.path(id_), code.color, tuple(field for field in fields if field[1]))


def _coding(read: Reader, id_: int) -> About | None:
    glance = QuoteGlance(read)
    quote = glance.of_ids([id_]).get(id_)
    if quote is None:
        return None
    around = glance.around(quote.document_id, quote.span)
    start, end = quote.span.start - around.start, quote.span.end - around.start
    before, after = around.text[:start], around.text[end:]
    facts = " · ".join(filter(None, (quote.document, quote.participant or quote.speaker, quote.locality, quote.group)))
    return About(
        quote.code,
        quote.color,
        (("", facts),),
        f"{_said(around.before)}{before}" if around.before else before,
        around.text[start:end],
        after,
    )


def _said(said: Said | None) -> str:
    """The end of the turn before, on a line of its own."""
    if said is None:
        return ""
    text = said.words if len(said.words) < 200 else "… " + said.words[-200:]
    return (f"{said.speaker}: " if said.speaker else "") + text + "\n"


def _participant(read: Reader, id_: int) -> About | None:
    person = next((person for person in read.study.participants() if person.id == id_), None)
    if person is None:
        return None
    groups = {group.id: group.name for group in read.study.groups()}
    places = {place.id: place.name for place in read.study.places()}
    facts = " · ".join(filter(None, (places.get(person.place_id or 0, ""), groups.get(person.group_id or 0, ""))))
    return About(person.name, "", tuple(field for field in (("", facts), *person.attributes.items()) if field[1]))


def _place(read: Reader, id_: int) -> About | None:
    localities = read.study.locality_of()
    place = next((place for place in read.study.places() if place.id == id_), None)
    if place is None:
        return None
    return About(place.name, "", (("", localities[id_].name),) if place.parent_id is not None else ())


def _group(read: Reader, id_: int) -> About | None:
    return next((About(group.name, "") for group in read.study.groups() if group.id == id_), None)


def _wave(read: Reader, id_: int) -> About | None:
    return next((About(wave.name, "") for wave in read.study.waves() if wave.id == id_), None)
