"""The stepper motor with its driver: step edges and an enable line in, rotor position out.

The driver holds a phase that steps advance; with current, the rotor stands where the phase says,
one of the places a whole electrical cycle (four full steps) apart. So the rotor is never moved
by the phase by more than two full steps, in either direction, and a rotor that was held back
loses whole cycles. Without current, the rotor goes to the nearest detent (a full step).
"""

from twin.figures import RigFigures
from twin.seeded import mixed

_CYCLE_FULL_STEPS = 4


class StepperMotor:
    """Rotor position in microsteps; edges counted. Detents are at multiples of a full step."""

    def __init__(self, figures: RigFigures, seed: int = 0) -> None:
        self.edges_total = 0
        self.edges_enabled = 0
        self.enabled = False
        self._supplied = True
        self._full_step = figures.microsteps
        self._cycle = _CYCLE_FULL_STEPS * figures.microsteps
        self._home = figures.microsteps // 2
        self._phase = self._home
        self.rotor = self._home + figures.rest_offset
        self._torque_mNm = figures.motor_torque
        self._jammed = False
        self._overloaded = False
        self._counts_disabled = figures.driver_counts_disabled
        self._releases = figures.rotor_releases
        self._forward_on_tie = bool(mixed(seed, 0x57E9) & 1)

    @property
    def held_back(self) -> bool:
        """True while something stronger than the motor holds the rotor."""
        return self._jammed or self._overloaded

    def step(self, count: int) -> None:
        """Takes `count` rising edges of STEP, all forward."""
        self.edges_total += count
        if self.enabled:
            self.edges_enabled += count
        if not self._supplied:
            return
        if self.enabled:
            self._phase += count
            if not self.held_back:
                self.rotor += count
        elif self._counts_disabled:
            self._phase += count

    def set_enabled(self, enabled: bool) -> None:
        """The level of the enable line, as meaning; the rotor may jump."""
        self.enabled = enabled
        self._settle()

    def lose_supply(self) -> None:
        """The motor's supply goes: no current, and the driver forgets its phase."""
        self._supplied = False
        self._phase = self._home
        self._settle()

    def regain_supply(self) -> None:
        """The supply is back: the driver is at its home phase."""
        self._supplied = True
        self._settle()

    def jam(self) -> None:
        """From here the rotor cannot turn; steps are lost."""
        self._jammed = True

    def free(self) -> None:
        """The rotor can turn again, and jumps to where the current pulls it."""
        self._jammed = False
        self._settle()

    def load(self, torque_mNm: float) -> None:
        """The torque that turning takes now; more than the motor has stops it."""
        was = self._overloaded
        self._overloaded = torque_mNm > self._torque_mNm
        if was and not self._overloaded:
            self._settle()

    def _settle(self) -> None:
        if self.held_back:
            return
        if self.enabled and self._supplied:
            self.rotor += self._shortest(self._phase - self.rotor, self._cycle)
        elif self._releases:
            self.rotor += self._shortest(-self.rotor, self._full_step)

    def _shortest(self, distance: int, period: int) -> int:
        """`distance` less whole periods, within half a period either way."""
        half = period // 2
        short = (distance + half) % period - half
        if 2 * short == -period and self._forward_on_tie:
            return -short
        return short
