"""The volume of a microstep, from head, motor and driver, in exact fractions."""

from __future__ import annotations

from fractions import Fraction

from rig_parts.catalogue import Driver, Head
from therapy.prescribing import hard_limits
from units.refused import Refused
from units.scale import FL_PER_NL

# To 15 digits after the point: in 200 nL that is 2e-8 fL, far below what rounding to a whole fL takes.
PI = Fraction(3_141_592_653_589_793, 10**15)


def microsteps_per_rev(driver: Driver) -> int:
    """Of the head's shaft. Raises Refused if that is no whole number: the firmware counts whole ones."""
    exact = driver.full_steps_per_rev * driver.figures["microsteps"] * driver.gear
    if exact.denominator != 1:
        shown = f"{float(exact):.4f} microsteps a revolution"
        raise Refused("driver", driver.name + ", " + shown, "it must be a whole number", "choose a motor without gear")
    return exact.numerator


def volume_per_revolution_fl(head: Head) -> Fraction:
    """fL that one turn of the head's shaft moves: as measured for a roller, bore times travel for a syringe."""
    figures = head.figures
    if "volume_per_revolution_nl" in figures:
        return Fraction(figures["volume_per_revolution_nl"] * FL_PER_NL)
    # A cubic micrometre is a femtolitre.
    return PI * figures["bore_um"] ** 2 / 4 * figures["travel_um_per_revolution"]


def exact_step_volume_fl(head: Head, driver: Driver) -> Fraction:
    """Before rounding, and also for a motor whose revolution is no whole number of microsteps."""
    steps = driver.full_steps_per_rev * driver.figures["microsteps"] * driver.gear
    return volume_per_revolution_fl(head) / steps


def step_volume_fl(head: Head, driver: Driver) -> int:
    """To the nearest fL. Raises Refused outside the firmware's hard limits: it would refuse the therapy."""
    rounded = round(exact_step_volume_fl(head, driver))
    field = f"step volume of {head.name} on {driver.name}"
    hard_limits.check("step_volume", rounded, field)  # pyright: ignore[reportUnknownMemberType]
    return rounded
