"""The look through the whole file finds each kind of harm, and says nothing about a sound one."""

import random
import re
from contextlib import closing
from pathlib import Path

import pytest

from qcoder.domain.codes import Code
from qcoder.domain.errors import KnownError
from qcoder.project.check import LOOKS, check
from qcoder.project.project import Project
from tests.project.makers import Bulk, Everything, make, raw, spoil


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed project file with something in every table."""
    return make(tmp_path / "study.qcoder")


def found(path: Path) -> list[str]:
    """What the check says of a file."""
    with Project.open(path, write=False) as project:
        return project.check()


def test_a_sound_file(path: Path) -> None:
    """Nothing is said, and all looks are told of."""
    assert found(path) == []
    heard: list[tuple[int, int]] = []
    with Project.open(path, write=False) as project:
        assert check(project.read, lambda done, total: heard.append((done, total))) == []
    assert heard == [(number, len(LOOKS)) for number in range(len(LOOKS))]


def test_a_fresh_file(tmp_path: Path) -> None:
    """With and without a coder."""
    for name in ("Ana", ""):
        with Project.create(tmp_path / f"of {name}.qcoder", "Fresh", name) as project:
            assert project.check() == []


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE coding SET code_id = 12345", "points to a row of “code”"),
        ("DELETE FROM speaker", "points to a row of “speaker”"),
        ("UPDATE code SET parent_id = (SELECT id FROM code WHERE name = 'hub') WHERE parent_id IS NULL", "code “.*” stands under itself"),
        ("UPDATE code SET parent_id = id WHERE name = 'hub'", "code “hub” stands under itself"),
        ("UPDATE place SET parent_id = id WHERE parent_id IS NOT NULL", "place “Ashgrove” stands under itself"),
        ("UPDATE code SET name = ' '", "2 rows of “code” have no name"),
        ("UPDATE document SET text = replace(text, 'hub', 'pub')", "is not the text that was imported"),
        ("UPDATE document SET characters = characters + 1", "characters, and .* are noted"),
        ("UPDATE document SET words = words + 1", "words in its turns, and .* are noted"),
        ("UPDATE turn SET words = words + 1 WHERE span_start = 0", "turn at 0 has another number of words"),
        ("UPDATE turn SET span_end = 19 WHERE span_start = 0", "overlaps another or lies outside"),
        ("UPDATE turn SET span_end = 5000 WHERE span_start = 73", "overlaps another or lies outside"),
        ("UPDATE coding SET span_end = 5000", "coding in “Interview” at 18 to 5000 is empty or lies outside"),
        ("UPDATE coding SET span_end = span_start", "coding in “Interview” at 18 to 18 is empty"),
        ("UPDATE rejection SET span_end = span_start", "rejection in “Interview” at 63 to 63 is empty"),
        ("UPDATE rejection SET span_start = -5, span_end = -9", "rejection in “Interview” at -5 to -9 is empty"),
        ("UPDATE rejection SET passage = 'other'", "does not have the words of its passage"),
        ("UPDATE coding SET origin = 'magic'", "unknown origin “magic”"),
        ("UPDATE attribute SET kind = 'magic'", "unknown kind “magic”"),
        ("INSERT INTO project VALUES (1, 'two', 0)", "does not hold exactly one project"),
        ("DELETE FROM project", "does not hold exactly one project"),
        ("DELETE FROM step WHERE seq = 2", "Steps are missing"),
        ("DELETE FROM image WHERE seq = 3", "Before-images are missing"),
        ("DELETE FROM image WHERE seq = 1", "Before-images are missing"),
        ("UPDATE step SET first_image = first_image + 1 WHERE seq = 2", "does not have the before-images it should have"),
        ("UPDATE step SET reverses = 1 WHERE seq = 2", "does not say rightly whether it takes another back"),
        ("UPDATE step SET reverses = NULL WHERE seq = 4", "does not say rightly whether it takes another back"),
        ("UPDATE step SET origin = 'redo' WHERE seq = 4", "takes back a step that was not in effect"),
        ("UPDATE step SET title = '' WHERE seq = 1", "has no title"),
        ("UPDATE image SET before = '{' WHERE before IS NOT NULL", "before-images of “project” cannot be read"),
        ("UPDATE image SET before = json_remove(before, '$.name') WHERE before IS NOT NULL", "before-images of “project” cannot be read"),
        ("UPDATE image SET row_id = row_id + 1 WHERE before IS NOT NULL", "before-images of “project” cannot be read"),
        ("UPDATE image SET table_name = 'step' WHERE seq = 1", "speaks of “step”, which is no table"),
        ("DELETE FROM memo", "8 rows of “memo” were made by a step and are gone without one"),
        ("INSERT INTO wave VALUES (1, 'smuggled', 0)", "1 rows of “wave” came from no step"),
    ],
)  # fmt: skip
def test_each_kind_of_harm(path: Path, statement: str, sentence: str) -> None:
    """Done behind our back, past all that guards the file."""
    spoil(path, statement)
    said = found(path)
    assert [line for line in said if re.search(sentence, line)], said


def test_twin_siblings(path: Path) -> None:
    """Two codes of one name under one parent, also when only case or Unicode form tells them apart."""
    spoil(path, "INSERT INTO code(id, parent_id, name) SELECT id + 1, parent_id, 'HUB' FROM code WHERE name = 'hub'")
    assert any("Two codes under the same parent are called" in line for line in found(path))


def test_a_turn_of_another_documents_speaker(path: Path) -> None:
    """The foreign key alone would not see it."""
    with Project.open(path, "Ana") as project:
        project.do(Everything("Second"))
    spoil(path, "UPDATE turn SET speaker_id = (SELECT max(id) FROM speaker) WHERE id = (SELECT min(id) FROM turn)")
    assert any("spoken by somebody of another document" in line for line in found(path))


def test_a_schema_changed_while_it_is_open(path: Path) -> None:
    """Nothing else is said then: the rest cannot be trusted."""
    with Project.open(path, "Ana") as project:
        spoil(path, "CREATE TABLE extra (id INTEGER)")
        assert project.check() == ["The file's form was changed by another program: table extra."]


def test_many_harms_are_not_all_told(path: Path) -> None:
    """Twenty and the number of the rest."""
    with Project.open(path, "Ana") as project:
        for number in range(30):
            project.do(Everything(f"More {number}"))
    spoil(path, "UPDATE document SET characters = characters + 1")
    said = [line for line in found(path) if "characters, and" in line or "of that kind" in line]
    assert len(said) == 21
    assert said[-1] == "…and 11 more of that kind."


def test_pages_of_noise(path: Path) -> None:
    """Wherever noise falls, the check says so or the file does not open; it never falls over."""
    with Project.open(path, "Ana") as project:
        project.do(Bulk(300))
    content = path.read_bytes()
    chance = random.Random(4)
    said = 0
    for _round in range(40):
        at = chance.randrange(4096, len(content) - 512)
        path.write_bytes(content[:at] + chance.randbytes(512) + content[at + 512 :])
        try:
            said += bool(found(path))
        except KnownError:
            said += 1
    assert said > 20  # noise that fell on unused space is no harm


def test_a_cycle_does_not_hang_the_tree(path: Path) -> None:
    """Nor the check; a code that only hangs on the cycle is not blamed."""
    spoil(path, "UPDATE code SET parent_id = id WHERE parent_id IS NULL")
    assert sum("stands under itself" in line for line in found(path)) == 1
    with Project.open(path, write=False) as project:
        assert isinstance(project.read.codes.tree().children(None), list)
        assert all(isinstance(code, Code) for code in project.read.codes.tree().by_id.values())


def test_checking_writes_nothing(path: Path) -> None:
    """It is a look."""
    before = path.read_bytes()
    assert found(path) == []
    assert path.read_bytes() == before
    raw(path).close()


def test_work_goes_on_meanwhile(path: Path) -> None:
    """Between two looks another thread may finish a change; neither hinders the other."""
    with Project.open(path, "Ana") as project, closing(project.reader()) as reader:
        project.read.connection.execute("PRAGMA busy_timeout = 1")
        done = []

        def progress(number: int, _total: int) -> None:
            done.append(project.do(Everything(f"During {number}")).step)

        assert check(reader, progress) == []
        assert len(done) == len(LOOKS)
