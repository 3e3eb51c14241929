"""Light and sound of the alarms, by priority: high red and flashing, medium yellow and flashing, low steady."""

from therapy.alarm_table import HIGH, LOW, MEDIUM

# IEC 60601-1-8: high 1.4-2.8 Hz, medium 0.4-0.8 Hz, duty 20-60 %; low is steady. Period and lit time in ms.
FLASH_MS = {LOW: (0, 0), MEDIUM: (1600, 800), HIGH: (500, 250)}
# The same standard: ten pulses for high, three for medium, two for low, repeated. Starts in ms, then the length
# of a pulse and of the whole pattern.
PULSES_MS = {
    LOW: (0, 300),
    MEDIUM: (0, 400, 800),
    HIGH: (0, 250, 500, 850, 1100, 1900, 2150, 2400, 2750, 3000),
}
PULSE_MS = {LOW: 150, MEDIUM: 150, HIGH: 125}
TONE_HZ = 880  # the standard wants a fundamental of 150 to 1000 Hz
PATTERN_MS = {LOW: 30_000, MEDIUM: 12_000, HIGH: 9_000}
LAMP_IDLE_US = 1 << 29


class Signals:
    """Turns the priority that shows, and the one that is still loud, into lamp and buzzer."""

    def __init__(self, time, red, yellow, buzzer):
        self._time = time
        self._red = red
        self._yellow = yellow
        self._buzzer = buzzer
        self._shown = 0
        self._loud = 0
        self._phase_ms = 0
        self._last = time.ticks_ms()
        self.next_us = LAMP_IDLE_US

    def update(self, shown, loud):
        """Set lamps and buzzer for now; `next_us` is when this must be called again. Allocates nothing."""
        now = self._time.ticks_ms()
        self._phase_ms += self._time.ticks_diff(now, self._last)
        self._last = now
        if shown != self._shown or loud != self._loud:
            self._shown = shown
            self._loud = loud
            self._phase_ms = 0
        next_ms = self._light(shown)
        if loud:
            self._phase_ms %= PATTERN_MS[loud] * 4  # four patterns are whole flash periods too
            sound_ms = self._sound(loud)
            next_ms = sound_ms if sound_ms < next_ms else next_ms
        else:
            self._buzzer.sound(False)
            if shown:
                self._phase_ms %= 48_000
        self.next_us = LAMP_IDLE_US if next_ms > 500_000 else next_ms * 1000

    def _light(self, shown):
        lit = shown != 0
        next_ms = 1_000_000
        if lit and FLASH_MS[shown][0]:
            period_ms = FLASH_MS[shown][0]
            lit_ms = FLASH_MS[shown][1]
            phase_ms = self._phase_ms % period_ms
            lit = phase_ms < lit_ms
            next_ms = lit_ms - phase_ms if lit else period_ms - phase_ms
        self._red.show(lit and shown == HIGH)
        self._yellow.show(lit and shown != HIGH)
        return next_ms

    def _sound(self, loud):
        phase_ms = self._phase_ms % PATTERN_MS[loud]
        pulse_ms = PULSE_MS[loud]
        next_ms = PATTERN_MS[loud] - phase_ms
        on = False
        for start_ms in PULSES_MS[loud]:
            if start_ms <= phase_ms < start_ms + pulse_ms:
                on = True
                next_ms = start_ms + pulse_ms - phase_ms
                break
            if phase_ms < start_ms:
                next_ms = start_ms - phase_ms
                break
        self._buzzer.sound(on)
        return next_ms
