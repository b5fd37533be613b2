"""Beginnings: a new project from a starter codebook, and the fictional demo study."""

from collections.abc import Sequence
from pathlib import Path

from qcoder.changes.coded_rows import CodedPassage, ImportCodings
from qcoder.changes.codes import ImportCodebook
from qcoder.changes.documents import ImportDocuments, MarkFullyCoded
from qcoder.changes.people import ImportPeople
from qcoder.changes.study import SetTarget
from qcoder.domain.documents import Transcript
from qcoder.importers.codebook import read_codebook, starter_codebooks
from qcoder.importers.codings import read_codings
from qcoder.importers.people import read_people
from qcoder.importers.transcripts import read_transcript
from qcoder.project.project import Project
from qcoder.project.write import Progress, no_progress
from qcoder.words import _

DEMO = Path(__file__).resolve().parent.parent / "resources" / "demo"
DEMO_CODEBOOK = "local-learning-systems"
DEMO_TARGET = 2
"""Participants wanted in each cell of the demo study's design."""


def new_project(path: Path, name: str, coder: str, codebook: Path | None = None) -> Project:
    """Make a project and take in a codebook file, if one is given; nothing is left behind when that fails. Raises KnownError."""
    rows = () if codebook is None else read_codebook(codebook)
    project = Project.create(path, name, coder)
    if rows and codebook is not None:
        project.do(ImportCodebook(rows, codebook.stem))
    return project


def demo_transcripts() -> tuple[Transcript, ...]:
    """The interviews of the demo study, by name."""
    return tuple(read_transcript(path) for path in sorted((DEMO / "transcripts").glob("*.txt")))


def demo_codings(coder: str) -> tuple[CodedPassage, ...]:
    """The codings of one coder of the demo study."""
    return tuple(passage for passage in read_codings(DEMO / "codings.csv").passages if passage.coder == coder)


def make_demo(path: Path, coders: Sequence[str] = ("Ana", "Ben"), progress: Progress = no_progress) -> Project:
    """Make the demo study, coded by these of its coders, who mark what they coded as fully coded; the first of them goes on."""
    codebook = next(file for file in starter_codebooks().values() if file.stem == DEMO_CODEBOOK)
    project = new_project(path, _("Local learning systems (demo)"), coders[0], codebook)
    try:
        steps = 3 + len(coders)
        progress(0, steps)
        project.do(ImportDocuments(demo_transcripts()))
        progress(1, steps)
        people = read_people(DEMO / "people.csv")
        project.do(ImportPeople(people.rows, people.kinds))
        _set_targets(project)
        for done, coder in enumerate(coders):
            progress(2 + done, steps)
            code_demo(project, coder)
        project.act_as(coders[0])
        progress(steps, steps)
    except BaseException:
        project.close()
        path.unlink(missing_ok=True)
        raise
    return project


def code_demo(project: Project, coder: str) -> None:
    """Let one of the demo study's coders code their interviews in this project."""
    project.act_as(coder)
    passages = demo_codings(coder)
    project.do(ImportCodings(passages, DEMO.name))
    documents = project.read.documents.names()
    for name in sorted({passage.document for passage in passages}):
        project.do(MarkFullyCoded(documents[name], True))


def _set_targets(project: Project) -> None:
    for place in project.read.study.places():
        if place.parent_id is None:
            for group in project.read.study.groups():
                project.do(SetTarget(place.id, group.id, DEMO_TARGET))
