"""What weighs the water of a head's calibration: the pump's own load cell, a balance on a wire, or a person's."""

from collections.abc import Callable
from math import hypot
from typing import Protocol

import typer

from calibration.balance_lines import NoReading
from calibration.head_volume import Reading
from calibration.masses import CREEP
from calibration.serial_balance import SerialBalance
from pump.errors import Failure, UserError, one_line
from pump.pump_waiting import until
from pump.quantities import MASS, parse
from pump_link.calibrating import Calibrating, CellCalibration
from pump_link.pump import Pump

CONVERSIONS = 128  # of one weighing: load_cell_desk.BLOCKS of eight
WEIGHED_S = 120  # 25 s of quiet blocks; three times as many are tried


class Scale(Protocol):
    """name: for the report. doubt: relative, one standard deviation. is_reservoir: the mass falls."""

    name: str
    doubt: float
    is_reservoir: bool

    def read(self) -> Reading: ...

    def close(self) -> None: ...


class OwnCell:
    """The reservoir on the pump's load cell. Raises UserError if that was never calibrated."""

    name = "the pump's own load cell"
    is_reservoir = True

    def __init__(self, link: Calibrating) -> None:
        found = link.load_cell()
        if found is None:
            raise UserError("load cell: not calibrated: it is to weigh; run pump calibrate load-cell, or use --balance")
        self._link = link
        self._cell: CellCalibration = found
        # Creep counts twice: what the cell does not show yet, and what the rests take for drift.
        self.doubt = hypot(found.doubt_ppm * 1e-6, 2.0 * CREEP)

    def read(self) -> Reading:
        self._link.average()
        done = until(self._link.weighing, lambda said: not said.is_busy, WEIGHED_S, lambda said: said.t_s)
        if done is None or done.raw is None:
            raise Failure("load cell: too few quiet blocks: it cannot be read; see pump alarms, keep off the table")
        mass_mg = (done.raw - self._cell.zero_raw) * 1_000 / self._cell.counts_per_g
        return Reading(mass_mg, done.t_s, done.noise_ug / 1_000 / CONVERSIONS**0.5)

    def close(self) -> None:
        """It is the pump's."""


class WiredBalance:
    """Under the outlet, on a serial port. t_s: the pump's running time."""

    is_reservoir = False
    doubt = 0.0

    def __init__(self, balance: SerialBalance, name: str, t_s: Callable[[], int]) -> None:
        self._balance = balance
        self._t_s = t_s
        self.name = f"balance at {name}"

    def read(self) -> Reading:
        try:
            shown = self._balance.read()
        except NoReading as error:
            raise Failure(str(error)) from None
        return Reading(shown.mass_mg, self._t_s(), shown.resolution_mg)

    def close(self) -> None:
        self._balance.close()


class TypedBalance:
    """Under the outlet, read by a person."""

    name = "a balance, read by a person"
    is_reservoir = False
    doubt = 0.0

    def __init__(self, pump: Pump) -> None:
        self._pump = pump

    def read(self) -> Reading:
        while True:
            text = str(typer.prompt("balance at rest, with its unit (12.3456 g)"))
            try:
                mass_ug = parse(text, "balance", MASS, zero=True, signed=True)
                one_ug = parse("1 " + text.strip().lstrip("+-0123456789. "), "balance", MASS)
            except UserError as error:
                print(one_line(str(error)))
                continue
            decimals = len("".join(letter for letter in text if letter in "0123456789.").partition(".")[2])
            self._pump.begin_anew()  # the session may have ended while the person looked
            resolution_mg = float(one_ug) / 1_000 * 10.0**-decimals
            return Reading(float(mass_ug) / 1_000, self._pump.calibrating.service().t_s, resolution_mg)

    def close(self) -> None:
        """It is a person's."""
