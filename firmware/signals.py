"""Light and sound of the alarms, by priority, and the button that pauses the sound: high red, medium and low yellow."""

from therapy.alarms.alarm_table import HIGH, LOW, MEDIUM

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
NOTHING_DUE_US = 1 << 29
ROUND_US = 144_000_000  # whole periods of every flash and tone pattern


class Signals:
    """Turns the alarm priority that shows, and the one that is still loud, into lamps and buzzer.

    A slice of the loop: `work` when `next_us` has passed. quiet_us: no pulse begins or ends for so long.
    """

    def __init__(self, alarms, red, yellow, buzzer, silence):
        self._alarms = alarms
        self._red = red
        self._yellow = yellow
        self._buzzer = buzzer
        self._silence = silence
        self._shown = 0
        self._loud = 0
        self._phase_us = 0
        self.quiet_us = NOTHING_DUE_US
        self.next_us = NOTHING_DUE_US

    def work(self, elapsed_us, _now):
        """Set lamps and buzzer for now."""
        if self._silence.pressed():
            self._alarms.pause_audio()
        shown, loud = self._alarms.priority, self._alarms.loud_priority
        self._phase_us = (self._phase_us + elapsed_us) % ROUND_US
        if shown != self._shown or loud != self._loud:
            self._shown = shown
            self._loud = loud
            self._phase_us = 0
        light_us = self._light(shown)
        sound_us = self._sound(loud)
        self.quiet_us = 0 if self._buzzer.is_on else sound_us
        self.next_us = min(light_us, sound_us, self._silence.next_us)

    def show_all(self, on):
        """Every lamp and the buzzer, for the self-test."""
        self._red.show(on)
        self._yellow.show(on)
        self._buzzer.sound(on)

    def _light(self, shown):
        """Returns the time until the lamps change."""
        lit = shown != 0
        next_us = NOTHING_DUE_US
        if lit and FLASH_MS[shown][0]:
            period_us = FLASH_MS[shown][0] * 1000
            lit_us = FLASH_MS[shown][1] * 1000
            phase_us = self._phase_us % period_us
            lit = phase_us < lit_us
            next_us = (lit_us if lit else period_us) - phase_us
        self._red.show(lit and shown == HIGH)
        self._yellow.show(lit and shown != HIGH)
        return next_us

    def _sound(self, loud):
        """Returns the time until the buzzer changes."""
        if not loud:
            self._buzzer.sound(False)
            return NOTHING_DUE_US
        phase_us = self._phase_us % (PATTERN_MS[loud] * 1000)
        next_us = PATTERN_MS[loud] * 1000 - phase_us
        on = False
        for start_ms in PULSES_MS[loud]:
            start_us = start_ms * 1000
            end_us = start_us + PULSE_MS[loud] * 1000
            if phase_us < start_us:
                next_us = start_us - phase_us
                break
            if phase_us < end_us:
                on = True
                next_us = end_us - phase_us
                break
        self._buzzer.sound(on)
        return next_us
