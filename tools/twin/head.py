"""The roller head: what volume the rotor's angle has displaced.

dV/dx = s (1 - a cos(n theta) - b cos(theta)), theta = 2 pi x / (microsteps of a revolution):
s is the true volume of a mean microstep, n the rollers. Integrated in closed form, so any number
of microsteps costs one evaluation, and a whole revolution displaces exactly s times its microsteps.
"""

from math import pi, sin

from twin.figures import RigFigures


class RollerHead:
    """Displaced volume between two rotor positions (microsteps), in uL."""

    def __init__(self, figures: RigFigures) -> None:
        self.microsteps_per_revolution = figures.full_steps * figures.microsteps
        self.uL_per_microstep = figures.step_volume * (1.0 + figures.tube_error) / 1000.0
        self._radians = 2.0 * pi / self.microsteps_per_revolution
        self._rollers = figures.rollers
        once = figures.ripple * figures.ripple_once
        scale = self.uL_per_microstep / self._radians
        self._once_uL = scale * once
        self._roller_uL = scale * (figures.ripple - once) / figures.rollers

    @property
    def uL_per_radian(self) -> float:
        """Mean displacement; times kPa it is the torque of the pressure in uN m."""
        return self.uL_per_microstep / self._radians

    def displaced_uL(self, start: int, end: int) -> float:
        """Volume moved towards the outlet from rotor position `start` to `end`; signed."""
        mean = self.uL_per_microstep * (end - start)
        return mean - (self._swing_uL(end) - self._swing_uL(start))

    def _swing_uL(self, position: int) -> float:
        # Reduced to one revolution first: a sine of a year's angle loses digits.
        theta = self._radians * (position % self.microsteps_per_revolution)
        return self._roller_uL * sin(self._rollers * theta) + self._once_uL * sin(theta)
