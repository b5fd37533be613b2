"""A small project for every test of the changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.strategies import Small, small_project


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    """The small project, closed after the test."""
    made = small_project(tmp_path)
    yield made
    made.project.close()
