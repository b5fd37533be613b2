"""Running commands as a person would, and looking at what they print."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from qcoder.cli import run
from tests.strategies import small_project


@dataclass(frozen=True)
class Ran:
    """What a command printed and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)


Qcoder = Callable[..., Ran]


@pytest.fixture
def qcoder(capfd: pytest.CaptureFixture[str]) -> Qcoder:
    """Run a command and return what came of it."""

    def command(*arguments: object) -> Ran:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return command


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The small project's file, closed."""
    small_project(tmp_path).project.close()
    return tmp_path / "small.qcoder"
