"""Ana's project and Ben's copy of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qcoder.project.project import Project
from tests.merge.study import begin, copied


@pytest.fixture
def ana(tmp_path: Path) -> Iterator[Project]:
    """Ana's project."""
    with begin(tmp_path) as project:
        yield project


@pytest.fixture
def ben(ana: Project) -> Iterator[Project]:
    """Ben's copy."""
    with copied(ana, "Ben") as project:
        yield project
