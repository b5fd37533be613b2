"""Small made-up interviews in which advice is sought, and other things happen, for the tests of suggest."""

import random
from pathlib import Path

from qcoder.changes.codes import AddCode
from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import ImportDocuments
from qcoder.domain.codings import NewCoding
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.spans import Span
from qcoder.project.project import Project

WHO = ("Marta", "the head", "my neighbour", "a colleague", "the hub lead", "Tom", "the librarian", "her sister")
WHAT = ("marking", "the new unit", "reading groups", "attendance", "the timetable", "homework", "the trip", "late pupils")
ADVICE = ("I asked {who} for advice about {what}.", "So {who} gave me good advice on {what}.", "For {what} I always ask {who} for advice.")
OTHER = (
    "We had {what} on Monday and it rained.", "Honestly {who} was away that week.", "The room was cold and {what} took hours.",
    "It was my third year with {who} then.", "Nobody had money for {what} at all.",
)  # fmt: skip


def interview(name: str, seed: int, at_once: int = 1) -> tuple[Transcript, list[Span]]:
    """An interview of six questions and answers, and the passages, of `at_once` sentences each, in which advice is sought."""
    rng = random.Random(seed)
    text, turns, advice = "", [], []
    for _question in range(6):
        asked = f"Tell me about {rng.choice(WHAT)}, and was there advice?\n"
        turns.append(Turn(Span(len(text), len(text) + len(asked) - 1), "I"))
        text += asked
        start = len(text)
        for _sentence in range(4):
            wanted = rng.random() < 0.35
            kind = ADVICE if wanted else OTHER
            said = [rng.choice(kind).format(who=rng.choice(WHO), what=rng.choice(WHAT)) for _time in range(at_once if wanted else 1)]
            sentence = " ".join(said)
            if wanted:
                advice.append(Span(len(text), len(text) + len(sentence)))
            text += sentence + " "
        text = text[:-1] + "\n"
        turns.append(Turn(Span(start, len(text) - 1), "T"))
    return Transcript(name, text, tuple(turns), frozenset({"I"})), advice


def study(folder: Path, coded: int = 4, documents: int = 5, at_once: int = 1) -> tuple[Project, int]:
    """A project with `documents` interviews, advice coded in the first `coded`; and the id of the code."""
    project = Project.create(folder / "study.qcoder", "Study", "Ana")
    made = [interview(f"interview {number}", number, at_once) for number in range(documents)]
    ids = project.do(ImportDocuments(tuple(transcript for transcript, _advice in made))).result
    code_id = project.do(AddCode("advice")).result
    new = [NewCoding(id_, code_id, span) for id_, (_t, advice) in list(zip(ids, made, strict=True))[:coded] for span in advice]
    project.do(AddCodings(tuple(new)))
    return project, code_id
