"""Every physical figure of the bench rig, as data: value, unit, limits, source and reason.

The scenario's [rig] table overrides figures by name. The rig never invents a number: what is
not in this file is geometry or arithmetic. `ASSUMED` marks what no source was found for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from twin.figure_kinds import FigureNote, QuantityReader, accept, count, flag, number

ASSUMED = "assumed"
SEEED = "Seeed Studio wiki, load cell 0-500 g, specification table"
HX711 = "HX711 data sheet, as given in SparkFun's OpenScale hook-up guide"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of the table that `pump sim --rig` prints."""

    name: str
    value: float | bool
    note: FigureNote


@dataclass(frozen=True, slots=True)
class RigFigures:
    """The rig's figures, each in the unit that its note states."""

    # Roller head
    step_volume: float = number(
        18.75, "nL", 0.1, 1000, "default head: 60 uL over 3200 microsteps",
        "what calibration believes one microstep to be",
    )  # fmt: skip
    tube_error: float = number(
        0.0, "fraction", -0.5, 0.5, ASSUMED + ": a tube calibrated just now",
        "true volume of a microstep = step_volume * (1 + tube_error)",
    )  # fmt: skip
    full_steps: int = count(
        200, "per revolution", 4, 800, "1.8 degree hybrid stepper", "full steps of the motor",
    )  # fmt: skip
    microsteps: int = count(
        16, "per full step", 1, 256, "A4988 at MS1 = MS2 = MS3 = high", "3200 a revolution",
    )  # fmt: skip
    rollers: int = count(
        3, "count", 2, 12, ASSUMED + "; McIntyre et al., arXiv 2011.13167, build 2 and 3",
        "pulses a revolution",
    )  # fmt: skip
    ripple: float = number(
        0.3, "fraction", 0, 1, ASSUMED + "; Boxer: flow dips, or reverses, as a roller lets go",
        "amplitude of the flow's ripple over the mean; 1 makes the flow touch zero",
    )  # fmt: skip
    ripple_once: float = number(
        0.1, "fraction", 0, 1, ASSUMED, "share of the ripple that comes once a revolution",
    )  # fmt: skip
    # Motor and driver
    motor_torque: float = number(
        100, "mN m", 1, 5000, "STEPPERONLINE 17HS08-1004S holds 160 mN m; 60 % of it assumed",
        "torque that the motor can give while it steps",
    )  # fmt: skip
    roller_torque: float = number(
        50, "mN m", 0, 5000, ASSUMED, "torque that squeezing the tube takes with no pressure",
    )  # fmt: skip
    driver_counts_disabled: bool = flag(
        True, "A4988 data sheet: sequencing stays active; TI DRV8824: ENBL stops the indexer",
        "steps sent while disabled move the driver's phase, so the rotor jumps at enable",
    )  # fmt: skip
    rotor_releases: bool = flag(
        True, ASSUMED + ": the worse case; roller friction may hold the rotor instead",
        "a rotor without current goes to the nearest detent",
    )  # fmt: skip
    rest_offset: int = count(
        -8, "microsteps", -32, 32, "A4988: home is 45 degrees, half a full step off a detent",
        "where the rotor rests at power-on, from the driver's home; enable moves it by that",
    )  # fmt: skip
    # Tube
    compliance: float = number(
        0.3, "uL/kPa", 0.001, 100,
        "thick-walled silicone, 3 MPa assumed, 0.22 mL; a whole infusion set is about 10",
        "volume that the line stores behind an occlusion",
    )  # fmt: skip
    slip_pressure: float = number(
        100, "kPa", 1, 1000, ASSUMED + ": the usual rating of small heads is about 1 bar",
        "above it the rollers leak back all they pump",
    )  # fmt: skip
    release_time: float = number(
        0.15, "s", 0.001, 3600, "Poiseuille: 1 m of 0.53 mm bore, times compliance",
        "time constant of the bolus when an occlusion clears",
    )  # fmt: skip
    air: float = number(
        0, "uL", 0, 1000, ASSUMED + ": a line well primed; gas law at 101.3 kPa",
        "air trapped in the line; makes it softer",
    )  # fmt: skip
    # Catheter
    catheter_bore: float = number(
        0.53, "mm", 0.05, 5, "0.22 mL in 1 m; Medtronic 8709SC is 0.89 m long",
        "turns the therapy's catheter volume into a length",
    )  # fmt: skip
    diffusion: float = number(
        0.7, "1e-9 m2/s", 0.001, 10, ASSUMED + ": small molecules in water", "blurs a front",
    )  # fmt: skip
    mixing: float = number(
        1.0, "factor", 0, 10, "Taylor and Aris: D (1 + Pe^2/48)", "0 makes an ideal plug",
    )  # fmt: skip
    # Reservoir and room
    evaporation: float = number(
        1.0, "uL/day", 0, 20000, "Fick: vent of 1 mm2 by 20 mm, room half dry",
        "water lost that no pump delivered",
    )  # fmt: skip
    density: float = number(
        0.9978, "g/mL", 0.9, 1.2, "pure water at 22 degC", "weight of what the reservoir holds",
    )  # fmt: skip
    temperature: float = number(
        22, "degC", 5, 45, ASSUMED, "mean of the room",
    )  # fmt: skip
    temperature_swing: float = number(
        1.5, "K", 0, 15, ASSUMED, "amplitude of the room over a day",
    )  # fmt: skip
    temperature_peak: float = number(
        15, "h", 0, 24, ASSUMED, "hours from power-on to the warmest moment",
    )  # fmt: skip
    calibration_temperature: float = number(
        22, "degC", 5, 45, ASSUMED, "where the load cell reads true",
    )  # fmt: skip
    # Load cell
    cell_capacity: float = number(
        100, "g", 20, 10000, ASSUMED + ": the smallest cell that carries a 40 mL reservoir",
        "full scale of the cell",
    )  # fmt: skip
    cell_output: float = number(
        0.5, "mV/V", 0.1, 5, SEEED, "bridge output at full scale",
    )  # fmt: skip
    excitation: float = number(
        3.3, "V", 2.6, 5.5, ASSUMED + ": the board's 3V3", "only the noise depends on it",
    )  # fmt: skip
    cell_zero: float = number(
        0.005, "fraction", -0.1, 0.1, SEEED, "output with no load, of full scale",
    )  # fmt: skip
    span_error: float = number(
        0.0, "fraction", -0.2, 0.2, ASSUMED + ": a cell calibrated just now",
        "true counts a mg = nominal * (1 + span_error)",
    )  # fmt: skip
    tare_mass: float = number(
        12, "g", 0, 5000, ASSUMED, "empty bottle and holder",
    )  # fmt: skip
    zero_temperature: float = number(
        5e-5, "1/K", -1e-3, 1e-3, SEEED + ": 0.05 % of full scale in 10 K", "zero's drift",
    )  # fmt: skip
    span_temperature: float = number(
        5e-5, "1/K", -1e-3, 1e-3, SEEED + ": 0.05 % in 10 K", "sensitivity's drift",
    )  # fmt: skip
    creep: float = number(
        5e-4, "fraction", -0.01, 0.01, SEEED + ": 0.05 % in 30 min",
        "part of a change of load that shows only with time",
    )  # fmt: skip
    creep_time: float = number(
        10, "min", 0.1, 1000, ASSUMED + ": 95 % of it within 30 min", "its time constant",
    )  # fmt: skip
    drift: float = number(
        2.0, "mg/sqrt(day)", 0, 1000, ASSUMED, "random walk of the zero",
    )  # fmt: skip
    noise: float = number(
        50, "nV rms", 0, 10000, HX711 + ": 50 nV at 10 samples a second",
        "white noise of one conversion, at the input",
    )  # fmt: skip
    sample_rate: float = number(
        10, "Hz", 1, 100, HX711, "conversions a second; 10 or 80 by a pin of the chip",
    )  # fmt: skip
    sample_rate_error: float = number(
        0.1, "fraction", 0, 0.3, ASSUMED + "; one user measured 12 Hz of a 10 Hz part",
        "this chip's own oscillator is off by up to that, by the seed",
    )  # fmt: skip
    settling: float = number(
        400, "ms", 0, 10000, HX711, "from power to the first valid conversion",
    )  # fmt: skip
    # Board
    clock_chip: bool = flag(
        False, "the default rig has none", "a DS3231 keeps the pump's time over a power cut",
    )  # fmt: skip
    encoder: bool = flag(
        False, "the default rig has none", "an AS5600 tells the rotor's angle, 4096 a revolution",
    )  # fmt: skip
    display: bool = flag(
        False, "the default rig has none", "an SSD1306 of 128 x 64 dots shows what the pump does",
    )  # fmt: skip
    handheld: bool = flag(
        False, "the default rig has none", "a second board, on a cable, is the patient's programmer",
    )  # fmt: skip
    motor_supply_sense: bool = flag(
        False, "the default rig has none", "the pump sees by a divider whether its motor has a supply",
    )  # fmt: skip

    def rows(self) -> list[FigureRow]:
        """The figures in order, with their notes."""
        return [FigureRow(f.name, getattr(self, f.name), f.metadata["note"]) for f in fields(self)]


def load_figures(table: Mapping[str, object], read_quantity: QuantityReader | None = None) -> RigFigures:
    """Defaults overridden by a scenario's [rig] table.

    A value is a number in the figure's unit, or a string with a unit: "<number> <that unit>" or
    "<number> %" (of a fraction), or whatever `read_quantity` can convert.
    Raises ValueError, one line naming field, value and limit, on anything else.
    """
    notes: dict[str, FigureNote] = {f.name: f.metadata["note"] for f in fields(RigFigures)}
    chosen: dict[str, float | bool] = {}
    for name, given in table.items():
        if name not in notes:
            raise ValueError(f"[rig] {name}: no such figure; allowed are {', '.join(notes)}")
        chosen[name] = accept(name, given, notes[name], read_quantity)
    return replace(RigFigures(), **chosen)
