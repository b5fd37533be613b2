"""Agreement of coders on a project: the fast way against brute force, and the rules of what is counted."""

import tempfile
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qcoder.analysis.agreement import Agreement, Unit, agree, boundaries, disagreements
from qcoder.domain.errors import KnownError
from qcoder.domain.spans import Span
from qcoder.project.project import Project
from tests.analysis.agreement_study import FillPlain, decisions, make_team, random_team, units_of
from tests.analysis.build import Mark, Said, Study, Talk, spans_of, text_of

ALONE = Talk(((0, False), (None, True)), (Said(1, "Tell me. What was it?"), Said(0, "We waited. It rained. (Mm.) “…” Then we left.")))
WAITED, RAINED, LEFT = Span(29, 39), Span(40, 50), Span(61, 74)


def study_of(*marks: Mark, talks: int = 1, parents: tuple[int | None, ...] = (None, 0)) -> Study:
    """The same interview some times over, with these codings."""
    return Study(((0, 0),), (ALONE,) * talks, parents, marks)


def code_of(found: Agreement, code_id: int) -> int:
    """The row of a code."""
    return [row.code_id for row in found.codes].index(code_id)


def below(study: Study, code: int) -> set[int]:
    """A code and all under it, by number."""
    found = {code}
    for number, parent in enumerate(study.parents):
        if parent in found:
            found.add(number)
    return found


def test_the_interview() -> None:
    """The offsets that the tests below use are those of these sentences."""
    text = text_of(ALONE)
    assert [text[span.start : span.end] for span in (WAITED, RAINED, LEFT)] == ["We waited.", "It rained.", "Then we left."]


# Against brute force ----------------------------------------------------------------------------------------------------------------


def alpha_of(rows: list[list[bool]]) -> float | None:
    """Krippendorff's alpha for binary data, unit by unit."""
    m, n = len(rows), len(rows) * len(rows[0])
    yes = sum(map(sum, rows))
    apart = sum(2 * hits * (m - hits) / (m - 1) for hits in (sum(row[u] for row in rows) for u in range(len(rows[0])))) / n
    expected = 2 * yes * (n - yes) / (n * (n - 1))
    return 1 - apart / expected if expected else None


def kappa_of(one: list[bool], other: list[bool]) -> tuple[float, float]:
    """Observed and expected agreement of two coders."""
    n = len(one)
    a, b = sum(one) / n, sum(other) / n
    return sum(x == y for x, y in zip(one, other, strict=True)) / n, a * b + (1 - a) * (1 - b)


@given(st.integers(0, 2**32), st.sampled_from(Unit))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_against_brute_force(seed: int, unit: Unit) -> None:
    """Units, positives, per cent, kappa, alpha, the pooled kappa of each pair and its per cent."""
    study, count = random_team(seed)
    with tempfile.TemporaryDirectory() as folder:
        project, done = make_team(Path(folder), study, count)
        with project:
            found = agree(project.read, done.coders, unit=unit)
    assert found.units == len(units_of(study, unit.value))
    pooled: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for number, code_id in enumerate(done.codes):
        rows = decisions(study, unit.value, below(study, number), count)
        row = found.codes[code_of(found, code_id)]
        assert row.n == found.units
        assert row.positives == tuple(map(sum, rows))
        assert row.prevalence == pytest.approx(sum(map(sum, rows)) / (count * row.n))
        pairs = {(i, j): kappa_of(rows[i], rows[j]) for i, j in combinations(range(count), 2)}
        assert row.agree == pytest.approx(sum(alike for alike, _chance in pairs.values()) / len(pairs))
        alpha = alpha_of(rows)
        assert (row.alpha.value is None) == (row.fleiss.value is None) == (alpha is None)
        if alpha is not None:
            assert row.alpha.value == pytest.approx(alpha, abs=1e-9)
        if count == 2:
            assert row.cohen is not None
            alike, chance = pairs[0, 1]
            assert row.cohen.value is None if chance == 1 else row.cohen.value == pytest.approx((alike - chance) / (1 - chance), abs=1e-9)
        else:
            assert row.cohen is None
        if any(map(any, rows)):
            for pair, parts in pairs.items():
                pooled.setdefault(pair, []).append(parts)
    for grid, (i, j) in zip(found.pairs, combinations(range(count), 2), strict=True):
        assert (grid.coder_a, grid.coder_b) == (done.coders[i], done.coders[j])
        both = pooled.get((i, j), [(1.0, 1.0)])
        alike, chance = (sum(side) / len(both) for side in zip(*both, strict=True))
        assert grid.agree == pytest.approx(alike)
        if chance > 1 - 1e-12:
            assert grid.kappa is None
            assert grid.why
        else:
            assert grid.kappa == pytest.approx((alike - chance) / (1 - chance), abs=1e-9)


@given(st.integers(0, 2**32))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_disagreements_by_brute_force(seed: int) -> None:
    """Every word on which two coders differ lies in just one passage of that code, and none but these do."""
    study, count = random_team(seed)
    with tempfile.TemporaryDirectory() as folder:
        project, done = make_team(Path(folder), study, count)
        with project:
            listed = disagreements(project.read, done.coders)
    assert [one.words for one in listed] == sorted((one.words for one in listed), reverse=True)
    units = units_of(study, "character")
    for number, code_id in enumerate(done.codes):
        rows = decisions(study, "character", {number}, count)
        texts = [text_of(talk) for talk in study.talks]
        for at, [(document, place)] in enumerate(units):
            votes = {row[at] for row in rows}
            around = [
                one
                for one in listed
                if one.code_id == code_id and one.document_id == done.documents[document] and one.span.start <= place < one.span.end
            ]
            if votes == {True, False} and texts[document][place].isalnum():
                assert len(around) == 1
                who = dict(around[0].coded)
                assert [any(s.start <= place < s.end for s in who[coder]) for coder in done.coders] == [row[at] for row in rows]
            if votes == {False}:
                assert not around
    assert all(0 < one.share <= 1 for one in listed)


# What is counted ---------------------------------------------------------------------------------------------------------------------


def test_half_a_word_counts_and_a_full_stop_does_not(tmp_path: Path) -> None:
    """A coding that ends in the next sentence's first word covers it; one that only takes in its bracket or a blank does not."""
    study = study_of(
        Mark(0, 0, WAITED.start, RAINED.start + 1, 0),
        Mark(0, 0, WAITED.start, RAINED.start, 1),
        Mark(0, 0, RAINED.end - 1, RAINED.end + 2, 1),
    )
    project, done = make_team(tmp_path, study)
    with project:
        found = agree(project.read, done.coders)
    assert found.units == 6  # two of the interviewer's, three and “Mm.” of the other; “…” is none
    assert found.codes[0].positives == (2, 1)


def test_subcodes_count_once_for_their_parent(tmp_path: Path) -> None:
    """A sentence with a code and its subcode is one unit for the code; the subcode alone leaves its parent out."""
    twice = Mark(0, 1, WAITED.start, WAITED.end, 0)
    project, done = make_team(tmp_path, study_of(Mark(0, 0, WAITED.start, WAITED.end, 0), twice, Mark(0, 0, RAINED.start, RAINED.end, 1)))
    with project:
        found = agree(project.read, done.coders)
        only = agree(project.read, done.coders, [done.codes[1]])
    assert [row.positives for row in found.codes] == [(1, 1), (1, 0)]
    assert [(row.code, row.positives) for row in only.codes] == [("c0 > c1", (1, 0))]


def test_uncoded_text_counts(tmp_path: Path) -> None:
    """Two coders who code different sentences of six agree on the four that neither coded."""
    project, done = make_team(tmp_path, study_of(Mark(0, 0, WAITED.start, WAITED.end, 0), Mark(0, 0, LEFT.start, LEFT.end, 1)))
    with project:
        row = agree(project.read, done.coders).codes[0]
    assert row.agree == pytest.approx(4 / 6)
    assert row.kappa.value == pytest.approx((4 / 6 - (1 + 25) / 36) / (1 - (1 + 25) / 36))
    assert row.kappa is row.cohen


def test_documents_of_all_coders(tmp_path: Path) -> None:
    """Without marks a coding by each is asked for; a mark by all outranks that, and tells nothing-found from not-opened."""
    marks = [Mark(0, 0, 29, 39, 0), Mark(0, 0, 29, 39, 1), Mark(1, 0, 29, 39, 0), Mark(2, 0, 29, 39, 1)]
    project, done = make_team(tmp_path, study_of(*marks, talks=4), full=((2, 0), (3, 0)))
    with project:
        found = agree(project.read, done.coders)
    assert found.documents == (done.documents[0], done.documents[2])
    assert set(found.left_out) == {done.documents[1], done.documents[3]}
    assert any("2 documents are left out" in note for note in found.notes)
    (tmp_path / "marked").mkdir()
    project, done = make_team(tmp_path / "marked", study_of(*marks, talks=4), full=((1, 0), (1, 1), (3, 0)))
    with project:
        found = agree(project.read, done.coders)
        with pytest.raises(KnownError, match="no document that Ana and Ben have all worked on"):
            agree(project.read, done.coders, document_ids=[done.documents[3]])
        other = agree(project.read, done.coders, document_ids=[done.documents[0]])
    assert found.documents == (done.documents[1],)
    assert found.codes[0].kappa.value == 0.0
    assert "marked as fully coded" in found.documents_rule
    assert any(note == "Ben used none of these codes in these documents." for note in found.notes)
    assert other.documents == (done.documents[0],)
    assert other.documents_rule != found.documents_rule


def test_participants_are_people(tmp_path: Path) -> None:
    """A person who speaks in two documents is one unit; the interviewer is none, and without participants there is nothing."""
    marks = [Mark(document, 0, 29, 39, coder) for document in (0, 1) for coder in (0, 1)]
    project, done = make_team(tmp_path, study_of(*marks, talks=2))
    with project:
        found = agree(project.read, done.coders, unit="participant")
    assert found.units == 1
    assert found.codes[0].positives == (1, 1)
    assert "every unit" in found.codes[0].kappa.why
    (tmp_path / "untied").mkdir()
    untied = Talk(((None, False), (0, True)), ALONE.turns)
    project, done = make_team(tmp_path / "untied", Study(((0, 0),), (untied,), (None,), tuple(marks[:2])))
    with project, pytest.raises(KnownError, match="no speaker is tied"):
        agree(project.read, done.coders, unit=Unit.PARTICIPANT)


def test_document_without_turns(tmp_path: Path) -> None:
    """Its whole text is taken as said: by nobody, so that there are no participants."""
    with Project.create(tmp_path / "plain.qcoder", "Plain", "Ana") as project:
        coders: list[int] = project.do(FillPlain("We hope. They do not. Nor I.", Span(0, 8), Span(0, 21))).result
        assert {unit: agree(project.read, coders, unit=unit).units for unit in ("sentence", "character", "turn", "document")} == {
            "sentence": 3,
            "character": 28,
            "turn": 1,
            "document": 1,
        }
        assert agree(project.read, coders).codes[0].positives == (1, 2)
        assert [one.words for one in disagreements(project.read, coders)] == [3.0]
        with pytest.raises(KnownError, match="no speaker is tied"):
            agree(project.read, coders, unit="participant")


def test_what_cannot_be_asked(tmp_path: Path) -> None:
    """One coder, a strange unit, codes and coders that are gone, no codes: a sentence each."""
    project, done = make_team(tmp_path, study_of(Mark(0, 0, 29, 39, 0), Mark(0, 0, 29, 39, 1)))
    with project:
        for arguments, sentence in (
            ({"coder_ids": [done.coders[0], done.coders[0]]}, "two different coders"),
            ({"unit": "paragraph"}, "choose one of: sentence"),
            ({"code_ids": [5]}, "codes is no longer"),
            ({"coder_ids": [done.coders[0], 5]}, "coders is no longer"),
            ({"code_ids": []}, "no code to compare"),
        ):
            with pytest.raises(KnownError, match=sentence):
                agree(**{"read": project.read, "coder_ids": done.coders, **arguments})  # type: ignore[arg-type]  # one wrong at a time


# No answer, and the reason -----------------------------------------------------------------------------------------------------------


def test_nobody_used_the_code(tmp_path: Path) -> None:
    """Per cent is 100 and AC1 1, but kappa and alpha have no value and say why; the other code stands as if it were not there."""
    project, done = make_team(tmp_path, study_of(Mark(0, 1, 29, 39, 0), Mark(0, 1, 29, 50, 1), parents=(None, None)))
    with project:
        found = agree(project.read, done.coders)
        alone = agree(project.read, done.coders, [done.codes[1]])
        none = agree(project.read, done.coders, [done.codes[0]])
    row = found.codes[code_of(found, done.codes[0])]
    assert (row.agree, row.prevalence, row.ac1.value) == (1.0, 0.0, 1.0)
    assert [one and one.value for one in (row.cohen, row.fleiss, row.alpha)] == [None, None, None]
    assert row.kappa.why == "None of these coders used the code, so there is nothing that chance could explain."
    assert found.overall.kappa.value == alone.overall.kappa.value == alone.codes[0].kappa.value
    assert none.overall.kappa.value is None
    assert none.overall.kappa.why
    assert none.pairs[0].kappa is None
    assert "1 code was used by nobody here." in found.notes


def test_everybody_coded_everything(tmp_path: Path) -> None:
    """All on all: per cent 100, no kappa, and a reason."""
    whole = len(text_of(ALONE))
    project, done = make_team(tmp_path, study_of(*(Mark(0, 0, 0, whole, coder) for coder in range(3))), 3)
    with project:
        found = agree(project.read, done.coders)
        ends = boundaries(project.read, done.coders)
    assert found.codes[0].positives == (6, 6, 6)
    assert (found.codes[0].agree, found.codes[0].kappa.value, found.codes[0].cohen) == (1.0, None, None)
    assert "on every unit" in found.codes[0].kappa.why
    assert ends.codes[0].u_alpha.value is None
    assert ends.codes[0].u_alpha.why


def test_one_coded_nothing(tmp_path: Path) -> None:
    """A coder who found nothing in a document they finished: kappa is 0, not something by accident."""
    project, done = make_team(tmp_path, study_of(Mark(0, 0, 29, 50, 0)), full=((0, 0), (0, 1)))
    with project:
        found = agree(project.read, done.coders)
    assert found.codes[0].cohen is not None
    assert found.codes[0].cohen.value == 0.0
    assert found.codes[0].alpha.value is not None
    assert found.codes[0].alpha.value < 0
    assert found.overall.kappa.value == 0.0


# Intervals ---------------------------------------------------------------------------------------------------------------------------


def many(talks: int, coders: int = 2) -> Study:
    """Some interviews; the coders differ on every third."""
    marks = [Mark(talk, 0, 29, 50 if coder and talk % 3 == 0 else 39, coder) for talk in range(talks) for coder in range(coders)]
    return study_of(*marks, talks=talks)


def test_intervals_hold_the_value_and_stay(tmp_path: Path) -> None:
    """Twelve documents: every coefficient lies within its interval, which is the same again; documents are resampled."""
    project, done = make_team(tmp_path, many(12))
    with project:
        found, again = agree(project.read, done.coders), agree(project.read, done.coders)
    assert found == again
    for row in (found.codes[0], found.overall):
        for one in (row.cohen, row.fleiss, row.alpha, row.ac1):
            assert one is not None
            assert one.value is not None
            assert one.low is not None
            assert one.high is not None
            assert one.low < one.value < one.high <= 1
            assert not one.why
    assert "documents are drawn" in found.interval_rule


def test_interval_by_hand(tmp_path: Path) -> None:
    """With documents as units the resampled per-document tables give the interval of a plain bootstrap of 0s and 1s."""
    marks = [Mark(talk, 0, 29, 39, coder) for talk in range(40) for coder in range(2) if talk < 20 or (talk < 30 and coder == 0)]
    project, done = make_team(tmp_path, study_of(*marks, talks=40), full=tuple((t, c) for t in range(40) for c in range(2)))
    with project:
        row = agree(project.read, done.coders, unit="document").codes[0]
    assert row.positives == (30, 20)
    assert row.kappa.value == pytest.approx(0.5)
    # Cohen (1960) gives a standard error of .13 here; the bootstrap must be near it, and not that of some other number of units.
    assert row.kappa.low is not None
    assert row.kappa.high is not None
    assert row.kappa.high - row.kappa.low == pytest.approx(2 * 1.96 * 0.13, rel=0.15)


def test_few_documents_and_rare_codes(tmp_path: Path) -> None:
    """Few documents: turns are resampled, and that is said; one thing to resample or a code in one place: no interval, and why."""
    project, done = make_team(tmp_path, many(4, 3), 3)
    with project:
        found = agree(project.read, done.coders)
        by_document = agree(project.read, done.coders, unit="document", document_ids=done.documents[:1])
    assert "turns are drawn" in found.interval_rule
    assert found.codes[0].alpha.low is not None
    assert by_document.codes[0].ac1.why == "There are too few documents to resample: 1."
    (tmp_path / "rare").mkdir()
    marks = [Mark(0, 1, 29, 39, 0), Mark(0, 1, 29, 39, 1)]
    project, done = make_team(tmp_path / "rare", study_of(*marks, talks=9), full=tuple((t, c) for t in range(9) for c in range(2)))
    with project:
        row = agree(project.read, done.coders).codes[0]
    assert (row.alpha.value, row.alpha.low) == (1.0, None)
    assert "too few places" in row.alpha.why


# Boundaries and passages -------------------------------------------------------------------------------------------------------------


def test_boundaries(tmp_path: Path) -> None:
    """The same stretches agree wholly; the same text with other codes agrees on what to code and not on how."""
    marks = [
        Mark(0, 0, 29, 39, 0),
        Mark(0, 0, 29, 39, 1),
        Mark(0, 1, 40, 50, 0),
        Mark(0, 2, 40, 50, 1),
        Mark(0, 2, 61, 74, 0),
        Mark(0, 2, 61, 74, 1),
    ]
    project, done = make_team(tmp_path, study_of(*marks, parents=(None, None, None)))
    with project:
        found = boundaries(project.read, done.coders)
    by_code = {row.code_id: row for row in found.codes}
    assert found.characters == sum(len(span) for span in spans_of(ALONE))
    assert by_code[done.codes[0]].u_alpha.value == by_code[done.codes[0]].u_alpha_1995.value == 1.0
    assert by_code[done.codes[2]].stretches == (1, 2)
    assert found.binary.value == 1.0
    assert found.cu_alpha.value is not None
    assert found.u_alpha.value is not None
    assert found.cu_alpha.value < found.u_alpha.value < 1
    assert found.u_alpha_1995.value is not None
    assert found.u_alpha_1995.value < 1


def test_touching_stretches_stay_two(tmp_path: Path) -> None:
    """Where one coder sees one stretch and another two, only the alpha of 1995 tells; overlapping codings are one stretch."""
    marks = [Mark(0, 0, 29, 50, 0), Mark(0, 0, 29, 44, 0), Mark(0, 0, 29, 39, 1), Mark(0, 0, 39, 50, 1)]
    project, done = make_team(tmp_path, study_of(*marks))
    with project:
        row = boundaries(project.read, done.coders).codes[0]
    assert row.stretches == (1, 2)
    assert row.u_alpha.value == 1.0
    assert row.u_alpha_1995.value is not None
    assert row.u_alpha_1995.value < 1


def test_disagreements_worst_first(tmp_path: Path) -> None:
    """Longest first, with who coded what and what they coded instead; what all coded alike, or differs by a blank, is none."""
    marks = [
        Mark(0, 0, 29, 39, 0), Mark(0, 0, 29, 40, 1), Mark(0, 0, 29, 39, 2),
        Mark(0, 1, 40, 50, 0), Mark(0, 2, 40, 50, 1),
        Mark(0, 2, 61, 74, 0), Mark(0, 2, 61, 74, 1),
    ]  # fmt: skip
    project, done = make_team(tmp_path, study_of(*marks, parents=(None, None, None)), 3)
    with project:
        found = disagreements(project.read, done.coders)
        worst = disagreements(project.read, done.coders, limit=1)
        rolled = disagreements(project.read, done.coders[:2], [done.codes[1]])
    ana, ben, third = done.coders
    assert [(one.code_id, one.span) for one in found] == [
        (done.codes[2], Span(61, 74)),
        (done.codes[1], Span(40, 50)),
        (done.codes[2], Span(40, 50)),
    ]
    assert worst == found[:1]
    assert found[0].coded == ((ana, (Span(61, 74),)), (ben, (Span(61, 74),)), (third, ()))
    assert [found[0].words, found[0].share] == pytest.approx([3 * 2 / 3, 2 / 3])
    assert found[1].instead == ((ben, (done.codes[2],)), (third, ()))
    assert [(one.words, one.share) for one in rolled] == [(2.0, 1.0)]


def test_disagreement_within_a_branch(tmp_path: Path) -> None:
    """A parent that is asked for takes in its subcodes; when all codes are meant each stands for itself."""
    project, done = make_team(tmp_path, study_of(Mark(0, 0, 29, 39, 0), Mark(0, 1, 29, 39, 1)))
    with project:
        assert disagreements(project.read, done.coders, [done.codes[0]]) == []
        assert {one.code_id for one in disagreements(project.read, done.coders)} == set(done.codes)
