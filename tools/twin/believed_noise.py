"""What an engineer would tell the second witness of this rig: the board's figures, in proportion to the rig's."""

from collections.abc import Mapping

from therapy.detection.noise_rows import LIMITS
from twin.figures import RigFigures

_DEFAULT = RigFigures()


def believed_noise(figures: RigFigures, board: Mapping[str, int]) -> dict[str, int]:
    """The board's WITNESS table for a rig with these figures; equal to the board's for the default rig.

    Figures beyond what the detector takes are given as its limit: it then hears less, or more than it should.
    """
    weight = _ratio(figures.cell_capacity / figures.cell_output, _DEFAULT.cell_capacity / _DEFAULT.cell_output)
    swing = _ratio(figures.temperature_swing, _DEFAULT.temperature_swing)
    zero = _ratio(
        abs(figures.zero_temperature) * figures.cell_capacity, _DEFAULT.zero_temperature * _DEFAULT.cell_capacity
    )
    span = _ratio(abs(figures.span_temperature), _DEFAULT.span_temperature)
    pulse = _ratio(figures.step_volume * figures.ripple, _DEFAULT.step_volume * _DEFAULT.ripple)
    air = _ratio(figures.evaporation, _DEFAULT.evaporation)
    factors = {
        "white_sd_ug": weight * _ratio(figures.noise, _DEFAULT.noise),
        "walk_ug_per_sqrt_hour": _ratio(figures.drift, _DEFAULT.drift),
        "ripple_span_ug": pulse,
        "ripple_left_ug": pulse,
        # Two thirds of the wave is the zero's, a third the span's: firmware/default_rig.py.
        "daily_swing_ug": swing * (2.0 * zero + span) / 3.0,
        "irregular_sd_ug": (2.0 * zero + span) / 3.0,
        "evaporation_ug_per_day": air,
        "evaporation_doubt_ug_per_day": max(air, 1.0),
    }
    believed = dict(board)
    for name, factor in factors.items():
        least, most = LIMITS.get(name, (0, 20_000_000))
        believed[name] = max(least, min(most, round(board[name] * factor)))
    believed["steps_per_revolution"] = figures.full_steps * figures.microsteps
    believed["rollers"] = figures.rollers
    return believed


def _ratio(value: float, default: float) -> float:
    return value / default
