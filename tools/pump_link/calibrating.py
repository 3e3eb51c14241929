"""What the link has for calibrating: known masses on the load cell, steps counted in service mode, the head's volume.

Each method raises Denied, RefusedByPump, Unanswered or NoWire, and NotUnderstood where it reads.
"""

from dataclasses import dataclass
from typing import Any

from pump_link.client import Client
from pump_link.readings import PumpTime, understood


@dataclass(frozen=True, slots=True)
class Weighing:
    """raw: counts of what was weighed last; None while `is_busy`, or if too few blocks were quiet.

    masses: known ones that a proposal would be of. noise_ug: of one conversion. t_s: running time.
    """

    is_busy: bool
    raw: int | None
    masses: int
    noise_ug: int
    t_s: int


@dataclass(frozen=True, slots=True)
class CellProposal:
    """doubt_ppm, zero_doubt_ug: one standard deviation of span and zero."""

    zero_raw: int
    counts_per_g: int
    doubt_ppm: int
    zero_doubt_ug: int


@dataclass(frozen=True, slots=True)
class CellCalibration:
    """In force. t_s, time: when it was accepted, None where it is not known. pump: the chip that it belongs to."""

    zero_raw: int
    counts_per_g: int
    doubt_ppm: int
    zero_doubt_ug: int
    t_s: int | None
    time: PumpTime | None
    pump: str | None


@dataclass(frozen=True, slots=True)
class Service:
    """made: microsteps of the run under way, or of the last one. fastest_us: the least time from step to step."""

    state: str
    is_busy: bool
    made: int
    fastest_us: int
    step_volume_fl: int | None
    has_therapy: bool
    t_s: int


class Calibrating:
    """client: of a clinician."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def weigh(self, mass_mg: int, doubt_mg: int) -> None:
        """Begin to weigh a known mass; `weighing` tells when it is done."""
        self._client.ask("weigh", mass_mg=mass_mg, doubt_mg=doubt_mg)

    def average(self) -> None:
        """Begin to weigh what lies there, for no calibration."""
        self._client.ask("average")

    def weighing(self) -> Weighing:
        said = self._client.ask("weighing")
        return understood(
            "weighing", lambda: Weighing(said["busy"], said["raw"], said["masses"], said["noise_ug"], said["t_s"])
        )

    def proposal(self) -> CellProposal:
        """By the last two masses."""
        said = self._client.ask("cell-proposal")
        return understood("cell-proposal", lambda: CellProposal(**said))

    def accept(self, shown: CellProposal) -> None:
        """Put it in force, if it still is what the pump proposes."""
        self._client.ask("accept-cell", zero_raw=shown.zero_raw, counts_per_g=shown.counts_per_g)

    def load_cell(self) -> CellCalibration | None:
        """The calibration in force; None: there is none."""
        said = self._client.ask("load-cell")
        return understood("load-cell", lambda: _calibration_of(said))

    def service(self) -> Service:
        """State, and what was made of a run."""
        said = self._client.ask("service")
        return understood("service", lambda: _service_of(said))

    def run(self, steps: int, us_per_step: int) -> None:
        """Make so many microsteps, in service mode alone."""
        self._client.ask("service-run", steps=steps, us_per_step=us_per_step)

    def stop_run(self) -> None:
        """End it with what is queued, half a second at most."""
        self._client.ask("service-stop")

    def leave_service(self) -> bool:
        """Through the self-test. True if that passed."""
        said = self._client.ask("leave-service")
        return understood("leave-service", lambda: bool(said["passed"]))

    def calibrate_head(self, old_fl: int | None, new_fl: int) -> None:
        """Another volume of a microstep; old_fl: the one in force that a person was shown, None for none."""
        self._client.ask("calibrate-head", old_fl=old_fl or 0, new_fl=new_fl)


def _calibration_of(said: dict[str, Any]) -> CellCalibration | None:
    if said["counts_per_g"] is None:
        return None
    t_s, day, second = said.get("when") or (None, None, None)
    time = None if day is None or second is None else PumpTime(day, second)
    figures = [said[name] for name in ("zero_raw", "counts_per_g", "doubt_ppm", "zero_doubt_ug")]
    return CellCalibration(*figures, t_s=t_s, time=time, pump=said.get("pump"))


def _service_of(said: dict[str, Any]) -> Service:
    return Service(
        said["state"],
        bool(said["busy"]),
        said["made"],
        said["fastest_us"],
        said["step_volume_fl"],
        bool(said["has_therapy"]),
        said["t_s"],
    )
