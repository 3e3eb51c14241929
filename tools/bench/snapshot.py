"""The rig's truth and the pump's belief at one moment, small enough to be sent ten times a second."""

from dataclasses import dataclass

from bench.dots import packed
from bench.live_handheld import HandheldSeen
from pump.news import Item
from twin.accounts import Look
from twin.catheter import CELLS
from twin.session import Session

PARTS = 50  # of the catheter, in the picture


@dataclass(frozen=True, slots=True)
class Flows:
    """Over the last minute of pump time; None at the beginning. As the therapy asks: prescribed, now."""

    prescribed_mL_per_day: float
    outlet_mL_per_day: float | None
    tip_ug_per_day: float | None


@dataclass(frozen=True, slots=True)
class Rig:
    """What is really so. bottle: per drug, ug/uL in the reservoir, 0 where it is empty. catheter: per drug, PARTS
    concentrations from the outlet to the tip; air: its part.

    rotor: microsteps, of a_turn. load_cell: a CellState's name. red, yellow, buzzer: the part of the time since the
    last snapshot in which it was on. display: 64 rows of 16 bytes in base 64, the left dot highest; None without one.
    """

    rotor: int
    a_turn: int
    motor_enabled: bool
    motor_supplied: bool
    is_stalled: bool
    occluded: bool
    free_mL_per_h: float
    weight_g: float
    load_cell: str
    bottle: list[float]
    catheter: dict[str, list[float]]
    air: list[float]
    red: float
    yellow: float
    buzzer: float
    display: str | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """speed: asked for, 0 while it stands still; kept: what the machine keeps up with. capacity_mL: of the therapy.

    week_s: second of the week by the clinic's clock; pump_week_s: by the pump, None if it does not know.
    news: the newest last, of all that happened. handheld: None where there is none.
    """

    look: Look
    rig: Rig
    flows: Flows
    speed: float
    kept: float
    capacity_mL: float
    week_s: int
    pump_week_s: int | None
    news: tuple[Item, ...]
    handheld: HandheldSeen | None = None


def rig_of(session: Session, red: float, yellow: float, buzzer: float) -> Rig:
    """At this moment, inside an action."""
    rig, fluid = session.rig, session.rig.fluid
    *drugs, air = fluid.catheter.per_uL()
    names, held_uL = fluid.drug_names, fluid.reservoir.volume_uL
    return Rig(
        rotor=rig.rotor_microsteps,
        a_turn=rig.head.microsteps_per_revolution,
        motor_enabled=rig.motor.enabled,
        motor_supplied=rig.motor_supplied and session.is_powered,
        is_stalled=rig.motor.held_back,
        occluded=fluid.tubing.occluded,
        free_mL_per_h=fluid.free_uL_per_s * 3.6,
        weight_g=rig.weight_mg / 1e3,
        load_cell=rig.hx711.state.value,
        bottle=[amount / held_uL if held_uL > 0.0 else 0.0 for amount in fluid.reservoir.amounts],
        catheter={name: _in_parts(cells) for name, cells in zip(names, drugs, strict=True)},
        air=_in_parts(air),
        red=red,
        yellow=yellow,
        buzzer=buzzer,
        display=None if session.bench.display is None else packed(session.bench.display),
    )


def _in_parts(cells: list[float]) -> list[float]:
    in_each = CELLS // PARTS
    return [round(sum(cells[at : at + in_each]) / in_each, 4) for at in range(0, CELLS, in_each)]
