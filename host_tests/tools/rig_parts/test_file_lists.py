"""The lists of what goes on a board: current, complete, and main.py last."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from rig_parts import catalogue, file_lists

ROOT = catalogue.ROOT
NAMES = catalogue.board_names()
FIRMWARE = ROOT / "firmware"
ALL_FILES = {path.relative_to(FIRMWARE).as_posix() for path in FIRMWARE.rglob("*.py")}
ON_THE_BOARD = {name for name in ALL_FILES if not name.startswith("handheld/") and name != "default_handheld.py"}
PORT, OWN = "$(PORT_DIR)/boards/manifest.py", "$(BOARD_DIR)/manifest.py"


def frozen(manifest: Path) -> Iterator[tuple[str, Path]]:
    """(name on the board, file) of all that a manifest freezes, as MicroPython's documentation has its functions."""
    found: list[tuple[str, Path]] = []

    def include(path: str) -> None:
        found.extend([(path, manifest)] if path.startswith("$") else frozen((manifest.parent / path).resolve()))

    def module(name: str, base_path: str = ".", opt: int | None = None) -> None:
        assert opt == 3
        found.append((name, (manifest.parent / base_path / name).resolve()))

    def package(name: str, files: Sequence[str], base_path: str = ".", opt: int | None = None) -> None:
        assert (name, opt) == ("", 3)
        found.extend((file, (manifest.parent / base_path / file).resolve()) for file in files)

    exec(manifest.read_text(encoding="utf-8"), {"include": include, "module": module, "package": package})
    yield from found


@pytest.mark.parametrize("path", file_lists.lists(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_list_is_as_it_would_be_written_now(path: Path):
    assert path.read_text(encoding="utf-8") == file_lists.lists()[path], "run: python -m rig_parts.file_lists"


@pytest.mark.parametrize("name", NAMES)
def test_a_frozen_build_holds_all_of_the_firmware_its_board_and_what_micropython_had(name: str):
    held = dict(frozen(catalogue.BOARDS / name / "manifest.py"))
    assert held.pop(OWN if name == "RPI_PICO_W" else PORT)
    assert held.pop("board.py") == catalogue.BOARDS / name / "board.py"
    assert held.keys() == ON_THE_BOARD
    assert all(path == FIRMWARE / file for file, path in held.items())


def test_mip_copies_all_of_the_firmware_and_main_last():
    package: Any = json.loads((FIRMWARE / "package.json").read_text(encoding="utf-8"))
    names = [name for name, _source in package["urls"]]
    assert {*names} == ON_THE_BOARD and len(names) == len(ON_THE_BOARD)
    assert names[-1] == "main.py"
    assert all((FIRMWARE / source).is_file() and name == source for name, source in package["urls"])


@pytest.mark.parametrize("name", NAMES)
def test_mip_copies_a_boards_description_from_beside_its_list(name: str):
    package: Any = json.loads((catalogue.BOARDS / name / "package.json").read_text(encoding="utf-8"))
    assert package["urls"] == [["board.py", "board.py"]]
    assert (catalogue.BOARDS / name / "board.py").is_file()
