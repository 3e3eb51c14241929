"""The bench of one run: rig, mocked chip and the wires between them, over one virtual clock."""

import sys
from collections.abc import Mapping
from random import Random
from types import SimpleNamespace
from typing import cast

from fakes import framebuf_like
from fakes.as5600_chip import As5600Chip
from fakes.board import FakeBoard
from fakes.ds3231_chip import Ds3231Chip
from fakes.flash_files import FlashFiles, RandomStall
from fakes.hx711_port import Hx711Port
from fakes.ssd1306_chip import Ssd1306Chip
from fakes.virtual_clock import VirtualClock
from storage.settings import new_pump
from twin.believed_noise import believed_noise
from twin.figures import RigFigures
from twin.handheld import TwinHandheld
from twin.pump_face import Board
from twin.reservoir import Drug
from twin.rig import Rig

_PG_PER_ML = 1e9  # in a ug/uL
# Without a catheter the rig keeps the default one, since it divides by it, and the tip is the outlet: see Accounts.
_DEFAULT_CATHETER_ML = 0.22
_SPAN_DOUBT_PPM = 300  # two masses of 50 g apart, each known to 10 mg (OIML R 111, class M2: 10 mg at 50 g)
_ZERO_DOUBT_UG = 2_000  # the noise of their weighing, and a draught
_MOTOR_SUPPLY_MV = 12_000
_ADC_FULL = 65_536
# As a board's data declares them; source of the display's address: SSD1306 data sheet, SA0 low.
_CLOCK_CHIP = {"i2c": 0, "address": 0x68, "hz": 100_000}
_ENCODER = {"i2c": 0, "address": 0x36, "hz": 100_000, "direction": 1}
_DISPLAY = {"i2c": 0, "address": 0x3C, "hz": 400_000}
_HANDHELD = {"baud": 115_200}
_MOTOR_SUPPLY_SENSE = {"full_scale_mv": 16_500, "least_mv": 7_000}


class Bench:
    """step_volume_fl: what calibration says. port: of the load cell's converter. board: data for the firmware.

    encoder: on the rotor; display, handheld: None, as the encoder, where the board declares none.
    """

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
        self.encoder = self._encoder(seed)
        self.display = self._display()
        self.handheld = self._handheld(seed)
        self._connect_motor_supply()
        self._connect_temperature()

    def _encoder(self, seed: int) -> As5600Chip | None:
        fitted = cast("dict[str, int] | None", self.board.ENCODER)
        if fitted is None:
            return None
        rig, clock = self.rig, self.clock

        def position() -> int:
            rig.advance_to(max(rig.now_us, clock.now_us()))
            return rig.rotor_microsteps

        pins: dict[str, int] = self.board.PINS
        chip = As5600Chip(clock, position, rig.head.microsteps_per_revolution, seed)
        self.hardware.attach_i2c(pins["i2c_sda"], pins["i2c_scl"], fitted["address"], chip)
        return chip

    def _display(self) -> Ssd1306Chip | None:
        fitted = cast("dict[str, int] | None", self.board.DISPLAY)
        if fitted is None:
            return None
        sys.modules.setdefault("framebuf", framebuf_like)  # the firmware draws with MicroPython's, which no CPython has
        pins: dict[str, int] = self.board.PINS
        chip = Ssd1306Chip()
        self.hardware.attach_i2c(pins["i2c_sda"], pins["i2c_scl"], fitted["address"], chip)
        return chip

    def _handheld(self, seed: int) -> TwinHandheld | None:
        if self.board.HANDHELD is None:
            return None
        pins: dict[str, int] = self.board.PINS
        made = TwinHandheld(self.clock, seed)
        self.hardware.attach_uart(pins["handheld_tx"], pins["handheld_rx"], made.pumps_end)
        return made

    def _connect_motor_supply(self) -> None:
        fitted = cast("dict[str, int] | None", self.board.MOTOR_SUPPLY_SENSE)
        if fitted is None:
            return
        rig, supplied = self.rig, min(_MOTOR_SUPPLY_MV * _ADC_FULL // fitted["full_scale_mv"], _ADC_FULL - 1)

        def reading() -> int:
            return supplied if rig.motor_supplied else 0

        self.hardware.adc_levels[self.board.PINS["motor_sense"]] = reading

    def _connect_temperature(self) -> None:
        """The chip is as warm as the room; source of the slope: RP2040 datasheet, "Temperature Sensor"."""
        room, clock = self.rig.load_cell.room, self.clock

        def reading() -> int:
            volts = 0.706 - 0.001721 * (room.degC(clock.now_us() * 1e-6) - 27.0)
            return round(volts / 3.3 * _ADC_FULL)

        self.hardware.adc_levels[self.board.TEMPERATURE_ADC] = reading

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
    """The board's data with the load cell's span as it is calibrated on this rig, and with what the rig has fitted."""
    changes: dict[str, object] = {}
    counts_per_g = round(rig.load_cell.counts_per_mg * 1000.0)
    if counts_per_g != board.LOADCELL["counts_per_g"]:
        changes["LOADCELL"] = {**board.LOADCELL, "counts_per_g": counts_per_g}
    witness = believed_noise(figures, board.WITNESS)
    if witness != board.WITNESS:
        changes["WITNESS"] = witness
    options = (
        ("CLOCK_CHIP", figures.clock_chip, _CLOCK_CHIP),
        ("ENCODER", figures.encoder, _ENCODER),
        ("DISPLAY", figures.display, _DISPLAY),
        ("HANDHELD", figures.handheld, _HANDHELD),
        ("MOTOR_SUPPLY_SENSE", figures.motor_supply_sense, _MOTOR_SUPPLY_SENSE),
    )
    changes.update({name: data for name, is_fitted, data in options if is_fitted and getattr(board, name) is None})
    return SimpleNamespace(**{**vars(board), **changes}) if changes else board
