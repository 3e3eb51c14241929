"""A board, a driver and a head chosen together: refused in one line, or the text of the board's description."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import default_rig
from rig_parts import catalogue
from rig_parts.catalogue import Board, Driver, Head
from rig_parts.pin_check import faults
from rig_parts.step_volume import microsteps_per_rev, step_volume_fl
from units.refused import Refused


@dataclass(frozen=True)
class Choice:
    """Parts that fit each other and that the firmware can drive."""

    board: Board
    driver: Driver
    head: Head
    microsteps_per_rev: int
    step_volume_fl: int

    def refuse_files(self) -> None:
        """For whoever copies the firmware as files. Raises Refused where a full journal would not fit beside them."""
        if self.board.firmware != "files":
            kilobytes = f"{self.board.flash['filesystem_bytes'] // 1024} KB for files"
            limit = "firmware and a full journal need more"
            advice = f"build MicroPython with boards/{self.board.name}/manifest.py"
            raise Refused("board", f"{self.board.name}, {kilobytes}", limit, advice)

    def overrides(self) -> dict[str, Any]:
        """The names of default_rig.py that this rig gives another value."""
        witness = dict(
            default_rig.WITNESS, steps_per_revolution=self.microsteps_per_rev, rollers=self.head.figures["rollers"]
        )
        wanted = {
            "MOTOR_DRIVER": self.driver.name,
            "PUMP_HEAD": self.head.name,
            "MICROSTEPS_PER_REV": self.microsteps_per_rev,
            "STEP_VOLUME_FL": self.step_volume_fl,
            "TUBE_LIFE_REVOLUTIONS": self.head.figures["tube_life_revolutions"],
            "WITNESS": witness,
        }
        return {name: value for name, value in wanted.items() if value != getattr(default_rig, name)}

    def description(self) -> str:
        """What to deploy as board.py: the board's own file, and below it what driver and head change."""
        path = Path(str(importlib.import_module(f"boards.{self.board.name}.board").__file__))
        lines = [f"{name} = {value!r}\n" for name, value in self.overrides().items()]
        return path.read_text(encoding="utf-8") + "".join(lines)


def choose(board: str, driver: str = default_rig.MOTOR_DRIVER, head: str = default_rig.PUMP_HEAD) -> Choice:
    """By name. Raises Refused: unknown, not driven by the firmware, or out of its limits."""
    chosen_board, chosen_driver, chosen_head = catalogue.board(board), catalogue.driver(driver), catalogue.head(head)
    for fault in faults(chosen_board):
        raise Refused("board", board, fault, f"correct boards/{board}/board.py")
    for field, part in (("driver", chosen_driver), ("head", chosen_head)):
        if part.not_driven:
            raise Refused(field, part.name, part.not_driven, "choose another; boards/README.md has a table")
    steps = microsteps_per_rev(chosen_driver)
    return Choice(chosen_board, chosen_driver, chosen_head, steps, step_volume_fl(chosen_head, chosen_driver))
