"""How a study was done, in sentences for a report: read off the project, so that nothing is claimed that was not done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations

from qcoder.analysis.agreement.report import kappa_name, report, unit_word, with_interval
from qcoder.analysis.coverage import Coverage
from qcoder.domain.adjudication import consensus_id
from qcoder.domain.codings import Origin
from qcoder.domain.errors import KnownError
from qcoder.project.read import Reader
from qcoder.words import _, n_


@dataclass(frozen=True, slots=True)
class Used:
    """What the parts of a report rest on: `units` say what was counted, `rules` how sure it is and how small figures were treated."""

    units: Sequence[str] = ()
    rules: Sequence[str] = ()
    code_ids: Collection[int] | None = None


def methods(read: Reader, used: Used, version: str, coverage: Coverage | None = None) -> list[str]:
    """Paragraphs on interviews, codebook, coding, agreement, suggestions, counting and software, where there is anything to say."""
    found = (
        _interviews(read, coverage or Coverage()),
        _codebook(read),
        _coding(read),
        _agreement(read, used.code_ids),
        _suggestions(read, used.code_ids),
        _counting(used),
        _software(read, version),
    )
    return [" ".join(sentences) for sentences in found if sentences]


def in_a_row(names: Sequence[str]) -> str:
    """`a, b and c`."""
    return names[0] if len(names) == 1 else _("{most} and {last}").format(most=", ".join(names[:-1]), last=names[-1]) if names else ""


def _day(ms: int) -> str:
    moment = datetime.fromtimestamp(ms / 1000, UTC)
    return f"{moment.day} {moment:%B %Y}"


# -- who was asked ----------------------------------------------------------------------------------------------------


def _interviews(read: Reader, coverage: Coverage) -> list[str]:
    from qcoder.analysis import counts

    documents = read.documents.all()
    if not documents:
        return []
    speech = coverage.speech(read)
    layout, seating = coverage.seats(read, ())
    people = set(layout.participant_of.values())
    words = counts.spoken(speech, seating)[-1]
    first = _("The study rests on {documents} in which {people} spoke {words}.").format(
        documents=n_("{n} transcript", "{n} transcripts", len(documents)),
        people=n_("{n} participant", "{n} participants", len(people)),
        words=n_("{n} word", "{n} words", words),
    )
    return [first, *_where(read, people), *_when(read)]


def _where(read: Reader, people: set[int]) -> list[str]:
    study, sentences = read.study, []
    tops = study.locality_of()
    here = [person for person in study.participants() if person.id in people]
    localities = [tops[person.place_id].name for person in here if person.place_id in tops]
    groups = {group.id: group.name for group in study.groups()}
    named = [groups[person.group_id] for person in here if person.group_id in groups]
    for names, words in ((localities, _("By locality: {counts}.")), (named, _("By group: {counts}."))):
        if names:
            order = list(dict.fromkeys(sorted(names)))
            sentences.append(words.format(counts=", ".join(f"{name} {names.count(name)}" for name in order)))
    return sentences


def _when(read: Reader) -> list[str]:
    waves = [wave.name for wave in read.study.waves()]
    sentences = [_("Interviews were held in {waves}.").format(waves=in_a_row(waves))] if len(waves) > 1 else []
    days = sorted(document.held_on for document in read.documents.all() if document.held_on)
    if days:
        span = days[0] if days[0] == days[-1] else _("{first} to {last}").format(first=days[0], last=days[-1])
        known = n_("{n} interview has a day noted", "{n} interviews have a day noted", len(days))
        sentences.append(_("{known}: {span}.").format(known=known, span=span))
    return sentences


# -- how it was coded -------------------------------------------------------------------------------------------------


def _codebook(read: Reader) -> list[str]:
    tree = read.codes.tree()
    if not tree.by_id:
        return []
    families = tree.children(None)
    defined = sum(1 for code in tree.by_id.values() if code.brief.strip() or code.full.strip())
    first = _("The codebook has {codes} in {families}, {defined} of them defined in words.").format(
        codes=n_("{n} code", "{n} codes", len(tree.by_id)), families=n_("{n} family", "{n} families", len(families)), defined=defined
    )
    versions = read.codebook.versions()
    if not versions:
        return [first]
    last = max(versions, key=lambda version: version.made_at)
    same = {code.id: _meaning(code) for code in last.codes} == {code.id: _meaning(code) for code in tree.by_id.values()}
    sentence = (
        _("It is version “{name}” of {day}.") if same else _("Its last named version is “{name}” of {day}; it has been changed since then.")
    )
    return [first, sentence.format(name=last.name, day=_day(last.made_at))]


def _meaning(code: object) -> tuple[object, ...]:
    return tuple(getattr(code, name) for name in ("parent_id", "name", "brief", "full", "when", "when_not", "example"))


def _coding(read: Reader) -> list[str]:
    counts = read.codings.coder_counts()
    names = {coder.id: coder.name for coder in read.study.coders()}
    if not counts:
        return []
    each = sorted(((names[id_], count) for id_, count in counts.items() if count), key=lambda one: (-one[1], one[0]))
    told = in_a_row([f"{name} ({count:,})" for name, count in each])
    sentences = [_("Coders and their codings: {coders}.").format(coders=told)]
    done = read.documents.fully_coded()
    finished = sum(1 for coders in done.values() if coders)
    twice = sum(1 for coders in done.values() if len(coders) > 1)
    if finished:
        sentences.append(n_("{n} transcript is marked as fully coded", "{n} transcripts are marked as fully coded", finished) + (
            n_(", {n} of them by two coders or more.", ", {n} of them by two coders or more.", twice) if twice else "."
        ))  # fmt: skip
    sentences += [
        _("{name} coded a sample without seeing others' codings: {rule}.").format(name=names.get(sample.coder_id, "?"), rule=sample.rule)
        for sample in read.adjudication.samples()
    ]
    decided = len(read.adjudication.decisions())
    if decided:
        sentences.append(n_("{n} difference between coders was decided.", "{n} differences between coders were decided.", decided))
    return sentences


def _agreement(read: Reader, code_ids: Collection[int] | None) -> list[str]:
    """Every two coders who both finished a transcript, on sentences; the consensus is nobody's own judgement and is left out."""
    names = {coder.id: coder.name for coder in read.study.coders()}
    consensus = consensus_id(read.project_id())
    together: set[tuple[int, int]] = set()
    for coders in read.documents.fully_coded().values():
        together.update(combinations(sorted(set(coders) - {consensus}), 2))
    sentences = []
    for pair in sorted(together):
        try:
            found = report(read, pair, code_ids)
        except KnownError:
            continue  # nothing that both coded: there is no figure to tell
        overall = found.agreement.overall
        sentences.append(
            _("{coders} agreed on {units} of {documents} with {name} = {kappa} and Krippendorff's alpha = {alpha} over all codes.").format(
                coders=in_a_row([names[id_] for id_ in pair]), units=unit_word(found.agreement.unit, found.agreement.units),
                documents=n_("{n} transcript", "{n} transcripts", len(found.documents)), name=kappa_name(2),
                kappa=with_interval(overall.kappa), alpha=with_interval(overall.alpha),
            )
        )  # fmt: skip
    return sentences


def _suggestions(read: Reader, code_ids: Collection[int] | None) -> list[str]:
    codings = list(read.codings.of_codes(code_ids))
    taken = sum(1 for coding in codings if coding.origin is Origin.SUGGESTION)
    searched = sum(1 for coding in codings if coding.origin is Origin.AUTOCODE)
    sentences = []
    if taken:
        sentences.append(
            _("{n} of {of} codings were proposed by the program and accepted one by one by a coder ({share:.0%}).").format(
                n=f"{taken:,}", of=f"{len(codings):,}", share=taken / len(codings)
            )
        )
    if searched:
        sentences.append(
            _("{n} of {of} codings were made by a coder for all places that a search had found.").format(
                n=f"{searched:,}", of=f"{len(codings):,}"
            )
        )
    if codings and not taken:
        sentences.append(_("No coding was proposed by the program."))
    return sentences


# -- how it was counted -----------------------------------------------------------------------------------------------


def _counting(used: Used) -> list[str]:
    rule = _("A passage counts for every participant of whose words it covers at least one; interviewers are not counted.")
    return [*([rule] if used.units else []), *dict.fromkeys(used.units), *dict.fromkeys(used.rules)]


def _software(read: Reader, version: str) -> list[str]:
    steps = len(read.history.steps())
    return [
        _("All was done with qcoder {version} on the researchers' own computers.").format(version=version),
        n_(
            "The project's history has {n} step, each with who made it and when.",
            "The project's history has {n} steps, each with who made it and when.",
            steps,
        ),
    ]  # fmt: skip
