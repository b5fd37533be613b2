"""What many tests share: values as people write them, small transcripts, small projects, and the content of a project to compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from qcoder.changes.codes import AddCode
from qcoder.changes.codings import AddCodings
from qcoder.changes.documents import ImportDocuments
from qcoder.changes.people import AddParticipant
from qcoder.changes.study import AddGroup, AddPlace
from qcoder.domain.codings import NewCoding
from qcoder.domain.documents import Transcript, Turn
from qcoder.domain.spans import Span
from qcoder.project.journal import DATA_TABLES, columns_of
from qcoder.project.project import Project
from qcoder.project.read import Reader

Content = dict[str, dict[int, tuple[object, ...]]]

# Names that break what counts bytes, UTF-16 units or left-to-right letters: a family in one glyph, a flag, accents apart, Arabic, Hebrew.
HARD_NAMES = ("Δάσκαλοι", "👩‍👩‍👧‍👦 parents", "🇬🇧", "Cafe\u0301", "حدود محلية", "שיעור חשבון", "数学教研", 'O\'Brien "Mac" & <b', "x" * 200)
WORDS = (
    "fractions",
    "the",
    "hub",
    "👩🏽‍🏫",
    "we",
    "درس",
    "met",
    "on",
    "a",
    "Tuesday,",
    "ναι",
    "cafe\u0301",
    "שלום",
    "don't",
    "數學",
    "🙂.",
)


def names() -> st.SearchStrategy[str]:
    """Names of things: short letters so that twins occur, hard ones, and whatever Unicode has."""
    free = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=">"), min_size=1, max_size=12)
    return st.one_of(st.sampled_from("abcdeAB"), st.sampled_from(HARD_NAMES), free)


def said() -> st.SearchStrategy[str]:
    """What one turn says, never blank."""
    return st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)


def transcript(name: str, *turns: tuple[str | None, str], interviewers: Sequence[str] = ()) -> Transcript:
    """A transcript of (speaker, words) turns, one a line, with the labels left out of the text as an importer does."""
    text, made = "", list[Turn]()
    for speaker, words in turns:
        text += "\n" if text else ""
        made.append(Turn(Span(len(text), len(text) + len(words)), speaker, lead=speaker or ""))
        text += words
    return Transcript(name, text, tuple(made), frozenset(interviewers), source=f"{name}.txt")


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """A transcript of up to five turns by up to three speakers, or without speakers."""
    turns = draw(st.lists(st.tuples(st.sampled_from((None, "I", "T4", "Σοφία")), said()), min_size=1, max_size=5))
    return transcript(draw(names()), *turns, interviewers=draw(st.sampled_from(((), ("I",)))))


@st.composite
def spans(draw: st.DrawFn, length: int, least: int = 1) -> Span:
    """A span within a text of that many code points."""
    start = draw(st.integers(0, max(0, length - least)))
    return Span(start, draw(st.integers(min(start + least, length), length)))


def content(read: Reader) -> Content:
    """Every row of every table that is the researcher's: table -> id -> all columns by name."""
    found: Content = {}
    for table in DATA_TABLES:
        columns = columns_of(read.connection, table)
        found[table] = {
            row[columns.index("id")]: tuple(row) for row in read.connection.execute(f"SELECT {', '.join(columns)} FROM {table}")
        }
    return found


TEACHER = (
    ("I", "Who do you ask when a lesson on fractions does not work?"),
    ("T4", "I just go and stand in Karen's doorway 🙂 at the end of the day. She shows me her book."),
    ("I", "And the hub?"),
    ("T4", "It's across the ring road, on a Tuesday, and nobody can cover me. الاجتماع بعيد."),
)
HEAD = (
    ("I", "How do your teachers go on learning?"),
    ("Dana", "We meet on Tuesdays. It's across the ring road, so not everybody comes."),
)


@dataclass(frozen=True)
class Small:
    """A small project and the ids of what is in it."""

    project: Project
    teacher: int
    head: int
    local: int
    distance: int
    learning: int
    city: int
    school: int
    teachers: int
    priya: int
    coding: int

    @property
    def read(self) -> Reader:
        """The project's reader."""
        return self.project.read

    def speaker(self, document_id: int, label: str) -> int:
        """The id of a speaker."""
        return next(s.id for s in self.read.documents.speakers(document_id) if s.label == label)

    def span(self, document_id: int, words: str) -> Span:
        """Where words stand in a document, first time."""
        start = self.read.documents.text(document_id).index(words)
        return Span(start, start + len(words))

    def code(self, document_id: int, words: str, code_id: int, memo: str = "") -> int:
        """Code some words as the acting coder; returns the coding's id."""
        return self.project.do(AddCodings((NewCoding(document_id, code_id, self.span(document_id, words), memo=memo),))).result[0]

    def title(self) -> str:
        """What the newest step says it did."""
        return self.read.history.steps(1)[0].title


def small_project(folder: Path, coder: str = "Ana") -> Small:
    """Two interviews, three codes, one participant in one place, one coding; the caller closes the project."""
    project = Project.create(folder / "small.qcoder", "Small", coder)
    interviews = (transcript("Teacher", *TEACHER, interviewers=("I",)), transcript("Head", *HEAD, interviewers=("I",)))
    teacher, head = project.do(ImportDocuments(interviews)).result
    local = project.do(AddCode("local")).result
    distance = project.do(AddCode("distance", local)).result
    learning = project.do(AddCode("learning")).result
    city = project.do(AddPlace("City")).result
    school = project.do(AddPlace("Ashgrove", city)).result
    teachers = project.do(AddGroup("teachers")).result
    speaker = next(s.id for s in project.read.documents.speakers(teacher) if s.label == "T4")
    priya = project.do(AddParticipant("Priya", school, teachers, (speaker,))).result
    start = project.read.documents.text(teacher).index("across the ring road")
    coding = project.do(AddCodings((NewCoding(teacher, distance, Span(start, start + 20), memo="far 🙂"),))).result[0]
    return Small(project, teacher, head, local, distance, learning, city, school, teachers, priya, coding)
