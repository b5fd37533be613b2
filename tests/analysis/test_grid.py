"""The sampling grid."""

from pathlib import Path

from qcoder.analysis.grid import GridCell, sampling_grid
from tests.analysis.build import Said, Study, Talk, make


def test_reached_means_heard(tmp_path: Path) -> None:
    """Participants count as reached once they say something, not as interviewers, and once however often they were interviewed."""
    study = Study(
        people=((0, 0), (0, 0), (1, 1), (None, 1), (0, 1)),
        talks=(
            Talk(((0, False), (1, False), (4, True)), (Said(0, "Yes."), Said(2, "Really?"))),
            Talk(((0, False), (3, False)), (Said(0, "Again."), Said(1, "From nowhere."))),
        ),
        parents=(),
        targets=((0, 0, 3), (1, 1, 1), (0, 1, 0)),
    )
    project, _ids = make(tmp_path, study)
    with project:
        grid = sampling_grid(project.read)
    assert [name for _id, name in grid.localities] == ["Place 0", "Place 1"]
    assert grid.cells == (
        (GridCell(3, 1, 2), GridCell(0, 0, 1)),
        (GridCell(None, 0, 0), GridCell(1, 0, 1)),
    )
    assert grid.elsewhere == 1
    assert grid.missing == ("Place 0: 2 participants still wanted (Group 0 2).", "Place 1: 1 participant still wanted (Group 1 1).")
