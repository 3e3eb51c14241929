"""Lamps and buzzer as a person at the rig sees and hears them: for what part of a time each was on."""

from fakes.pins import Wire
from fakes.virtual_clock import VirtualClock


class SignalWatch:
    """wire: of a lamp, on at level 1, or of the buzzer, on while its PWM has a duty. One watch a wire."""

    def __init__(self, wire: Wire, clock: VirtualClock) -> None:
        self._clock = clock
        self._is_on = False
        self._on_us = 0
        self._since_us = self._from_us = clock.now_us()
        wire.listeners.append(lambda level, us: self._changed(bool(level), us))
        wire.on_pwm = lambda _hz, duty, us: self._changed(duty > 0, us)

    def part_on(self) -> float:
        """0 to 1, of the time since the last call; as it is now if no time has passed."""
        now_us = self._clock.now_us()
        self._count(now_us)
        passed_us, on_us = now_us - self._from_us, self._on_us
        self._from_us, self._on_us = now_us, 0
        return on_us / passed_us if passed_us else float(self._is_on)

    def _changed(self, is_on: bool, us: int) -> None:
        self._count(self._clock.absolute(us))
        self._is_on = is_on

    def _count(self, now_us: int) -> None:
        if self._is_on:
            self._on_us += now_us - self._since_us
        self._since_us = now_us
