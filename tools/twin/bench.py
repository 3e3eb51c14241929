"""The bench of one run: rig, mocked chip and the wires between them, over one virtual clock."""

from collections.abc import Mapping
from random import Random
from types import SimpleNamespace
from typing import cast

from fakes.board import FakeBoard
from fakes.ds3231_chip import Ds3231Chip
from fakes.flash_files import FlashFiles, RandomStall
from fakes.hx711_port import Hx711Port
from fakes.virtual_clock import VirtualClock
from storage.settings import new_pump
from twin.believed_noise import believed_noise
from twin.figures import RigFigures
from twin.pump_face import Board
from twin.reservoir import Drug
from twin.rig import Rig

_PG_PER_ML = 1e9  # in a ug/uL
# Without a catheter the rig keeps the default one, since it divides by it, and the tip is the outlet: see Accounts.
_DEFAULT_CATHETER_ML = 0.22
_SPAN_DOUBT_PPM = 300  # two masses of 50 g apart, each known to 10 mg (OIML R 111, class M2: 10 mg at 50 g)
_ZERO_DOUBT_UG = 2_000  # the noise of their weighing, and a draught
_CLOCK_CHIP = {"i2c": 0, "address": 0x68, "hz": 100_000}  # as a board's data declares one


class Bench:
    """step_volume_fl: what calibration says. port: of the load cell's converter. board: data for the firmware."""

    def __init__(self, order: Mapping[str, object], figures: RigFigures, seed: int, board: Board) -> None:
        self.step_volume_fl = round(figures.step_volume * 1_000_000)
        self.clock = VirtualClock()
        self._figures = figures
        self.rig = _rig_for(order, figures, seed)
        self.board = _board_for(board, figures, self.rig)
        chance = _Chance(seed)
        files = FlashFiles(self.clock, stall=RandomStall(chance))
        files.cut_leaves_new = chance
        files.contents.update(new_pump())
        self.hardware = FakeBoard(self.clock, files)
        self._connect_steps()
        pins: dict[str, int] = self.board.PINS
        self.hardware.wire(pins["enable"]).pull(1)
        self.port = Hx711Port(self.clock, self.rig.hx711)
        self.hardware.attach_hx711(pins["hx711_data"], self.port)
        fitted = cast("dict[str, int] | None", self.board.CLOCK_CHIP)
        if fitted is not None:
            self.hardware.attach_i2c(pins["i2c_sda"], pins["i2c_scl"], fitted["address"], Ds3231Chip(self.clock))

    def load_cell_calibration(self) -> tuple[int, int, int, int]:
        """As two known masses gave it: counts of the empty bottle, counts a g, doubts of span (ppm) and zero (ug)."""
        cell = self.rig.load_cell
        zero_raw = round(cell.expected_counts(self._figures.tare_mass * 1000.0))
        return zero_raw, round(cell.counts_per_mg * 1000.0), _SPAN_DOUBT_PPM, _ZERO_DOUBT_UG

    def _connect_steps(self) -> None:
        on_step_edge, absolute = self.rig.on_step_edge, self.clock.absolute

        def step_rose(us: int) -> None:
            on_step_edge(absolute(us))

        self.hardware.wire(self.board.PINS["step"]).on_rising = step_rose


class _Chance:
    """Seeded: the length of an erase, and whether a write that the power cut reached had become the new content."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def randrange(self, stop: int) -> int:
        return self._random.randrange(stop)

    def next(self) -> int:
        return self._random.randrange(2)


def _rig_for(order: Mapping[str, object], figures: RigFigures, seed: int) -> Rig:
    drugs = cast("list[tuple[str, int]]", order["drugs"])
    catheter_mL = cast("int", order["catheter_volume_nl"]) / 1e6
    return Rig(
        figures,
        filled_mL=cast("int", order["reservoir_filled_nl"]) / 1e6,
        catheter_mL=catheter_mL or _DEFAULT_CATHETER_ML,
        drugs=[Drug(name, per_ml / _PG_PER_ML) for name, per_ml in drugs],
        seed=seed,
    )


def _board_for(board: Board, figures: RigFigures, rig: Rig) -> Board:
    """The board's data with the load cell's span as it is calibrated on this rig, and its clock chip if it has one."""
    changes: dict[str, object] = {}
    counts_per_g = round(rig.load_cell.counts_per_mg * 1000.0)
    if counts_per_g != board.LOADCELL["counts_per_g"]:
        changes["LOADCELL"] = {**board.LOADCELL, "counts_per_g": counts_per_g}
    witness = believed_noise(figures, board.WITNESS)
    if witness != board.WITNESS:
        changes["WITNESS"] = witness
    if figures.clock_chip and board.CLOCK_CHIP is None:
        changes["CLOCK_CHIP"] = _CLOCK_CHIP
    return SimpleNamespace(**{**vars(board), **changes}) if changes else board
