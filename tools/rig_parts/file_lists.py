"""The lists of what goes on a board: manifest.py for a frozen build, package.json for mip.

    python -m rig_parts.file_lists

writes all of them anew, which is needed when a file of the firmware or a board comes or goes.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

from rig_parts import catalogue
from rig_parts.handheld_files import is_handhelds_alone

FIRMWARE = catalogue.ROOT / "firmware"
STARTED = "main.py"  # copied last: half a set of files is never started
OWN_MANIFEST = ("RPI_PICO_W",)  # of these eight, the one for which MicroPython has a manifest of its own


def firmware_files() -> list[str]:
    """Every file of the pump's firmware, by its name on the board, in the order of copying."""
    names = sorted(path.relative_to(FIRMWARE).as_posix() for path in FIRMWARE.rglob("*.py"))
    return [name for name in names if name != STARTED and not is_handhelds_alone(name)] + [STARTED]


def _package(names: list[str]) -> str:
    with (catalogue.ROOT / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    urls = ",\n".join(f"    {json.dumps([name, name])}" for name in names)
    return f'{{\n  "urls": [\n{urls}\n  ],\n  "version": {json.dumps(version)}\n}}\n'


def _manifest(board: str) -> str:
    whose = "$(BOARD_DIR)" if board in OWN_MANIFEST else "$(PORT_DIR)/boards"
    return (
        f'"""A MicroPython for {board} with the pump in it; how to build it: boards/README.md."""\n'
        "\n"
        f'include("{whose}/manifest.py")\n'
        'include("../manifest.py")\n'
        'module("board.py", opt=3)\n'
    )


def _frozen(names: list[str]) -> str:
    listed = "".join(f"    {json.dumps(name)},\n" for name in names)
    return (
        '"""What every frozen build of the pump holds besides its board: included by boards/*/manifest.py.\n'
        "\n"
        "All of the pump's firmware, compiled as `pump deploy` and the emulated chip's tests do it (mpy-cross -O3).\n"
        '"""\n'
        "\n"
        f"FILES = (\n{listed})\n"
        'package("", files=FILES, base_path="../firmware", opt=3)\n'
    )


def lists() -> dict[Path, str]:
    """Each list's file, and the text that belongs into it."""
    names = firmware_files()
    made = {FIRMWARE / "package.json": _package(names), catalogue.BOARDS / "manifest.py": _frozen(names)}
    for board in catalogue.board_names():
        made[catalogue.BOARDS / board / "package.json"] = _package(["board.py"])
        made[catalogue.BOARDS / board / "manifest.py"] = _manifest(board)
    return made


def main() -> int:
    for path, text in lists().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(catalogue.ROOT).as_posix())
    return 0


if __name__ == "__main__":
    sys.exit(main())
