"""The person's preferences: kept whole, read with patience."""

import json
from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcoder.domain.errors import KnownError
from qcoder.settings import (
    EXPLAINED,
    MOST_RECENT,
    THEME_NAMES,
    Settings,
    cache_folder,
    config_folder,
    data_folder,
    load,
    save,
)


def test_round_trip(tmp_path: Path) -> None:
    kept = Settings("Анна 🙂", "dark", "Noto Serif", 14, 180, 90, False, True, "group", "{text}", ("/a/مشروع.qcoder",), "AAAA")
    save(kept, tmp_path / "new folder" / "settings.json")
    assert load(tmp_path / "new folder" / "settings.json") == kept
    assert [path.name for path in (tmp_path / "new folder").iterdir()] == ["settings.json"]


def test_default_place() -> None:
    assert load() == Settings()
    assert not config_folder().exists(), "reading makes nothing"
    save(Settings(coder="Ana"))
    assert load().coder == "Ana"
    assert (config_folder() / "settings.json").exists()
    assert len({config_folder(), data_folder(), cache_folder()}) == 3
    assert not data_folder().exists()


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "null", "\x00\x01", "[" * 100_000])
def test_damaged_file_is_kept_aside(tmp_path: Path, text: str, expect_log: Callable[[str], None]) -> None:
    expect_log("damaged")
    path = tmp_path / "settings.json"
    path.write_text(text, encoding="utf-8")
    assert load(path) == Settings()
    assert (tmp_path / "settings.json.damaged").read_text(encoding="utf-8") == text
    assert load(path) == Settings()


def test_bytes_that_are_no_text(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("damaged")
    (tmp_path / "settings.json").write_bytes(b"\xff\xfe{")
    assert load(tmp_path / "settings.json") == Settings()


def test_a_folder_in_its_place(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("settings")
    (tmp_path / "settings.json").mkdir()
    assert load(tmp_path / "settings.json") == Settings()


def test_what_fits_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    stored = {"coder": "Ana", "theme": "pink", "font_size": "12", "line_spacing": 200, "show_times": 1, "recent": ["a", 5], "future": {}}
    path.write_text(json.dumps(stored), encoding="utf-8")
    assert load(path) == Settings(coder="Ana", line_spacing=200, recent=("a",))


def test_limits(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"font_size": 4000, "line_spacing": 1.5, "text_width": -3}', encoding="utf-8")
    assert (load(path).font_size, load(path).line_spacing, load(path).text_width) == (48, 150, 40)


@given(
    st.dictionaries(
        st.sampled_from([field.name for field in fields(Settings)]),
        st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists),
    )
)
def test_whatever_is_stored_gives_settings_of_the_right_kinds(tmp_path_factory: pytest.TempPathFactory, stored: dict[str, object]) -> None:
    path = tmp_path_factory.mktemp("any") / "settings.json"
    path.write_text(json.dumps(stored), encoding="utf-8")
    found = load(path)
    assert {name: type(value) for name, value in asdict(found).items()} == {name: type(value) for name, value in asdict(Settings()).items()}
    assert found.theme in THEME_NAMES
    save(found, path)
    assert load(path) == found


def test_not_writable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(KnownError, match="could not be saved"):
        save(Settings(), tmp_path / "file" / "settings.json")


def test_recent(tmp_path: Path) -> None:
    settings = Settings()
    for number in range(MOST_RECENT + 3):
        settings = settings.with_recent(tmp_path / f"{number}.qcoder")
    settings = settings.with_recent(tmp_path / "5.qcoder")
    assert settings.recent[:2] == (str(tmp_path / "5.qcoder"), str(tmp_path / f"{MOST_RECENT + 2}.qcoder"))
    assert len(settings.recent) == len(set(settings.recent)) == MOST_RECENT


def test_every_setting_is_explained() -> None:
    assert list(EXPLAINED) == [field.name for field in fields(Settings)]
    assert all(sentence.endswith(".") for sentence in EXPLAINED.values())
