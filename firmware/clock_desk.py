"""The pump time: set by a clinician, kept by a clock chip where one is fitted, and never changed by anything else."""

from programming import worst_day
from therapy.alarms import alarm_table
from therapy.delivery.pump_time import PumpTime
from therapy.memory import record_kinds
from units import show
from units.calendar import LAST_DAY
from units.refused import Refused
from units.scale import DAY_S, US_PER_S

LATEST_US = 20_000
NOTHING_DUE_US = 1 << 29
PAST = "a day from 0 (2001-01-01) to %d (2099-12-31)" % LAST_DAY


class ClockDesk:
    """chip: Ds3231, or None. It is read once, at power-on: while the pump runs its own time does not jump.

    clock: RunningClock, whose last reading is the moment that the heart calls now. A slice of the loop: it sets the
    chip as a second begins.
    """

    def __init__(self, heart, book, chip, clock):
        self._heart = heart
        self._book = book
        self._chip = chip
        self._clock = clock
        self._is_to_be_set = False
        self.next_us = NOTHING_DUE_US

    def read_chip(self, feed):
        """At power-on. True if the chip knows the time; the pump then knows it to some milliseconds."""
        chip, time = self._chip, self._heart.time
        if chip is None or not chip.read_at_the_second(feed):
            if chip is not None:
                self._show_failure(chip.is_absent())
            self._book.record(record_kinds.TIME_LOST)
            return False
        time.set(chip.day, chip.second, 0)
        self._book.record(record_kinds.TIME_SET, chip.day, chip.second)
        return True

    def set_time(self, day, second, us=0):
        """It is now this microsecond of this second of the day; day: whole days since Monday 2001-01-01.

        Lockouts and the rolling day do not depend on it. Refused if the basal would then exceed the day's limit.
        """
        self._check("time.day", day, 0, LAST_DAY, PAST)
        self._check("time.second", second, 0, DAY_S - 1, "a second of the day, 0 to %d" % (DAY_S - 1))
        self._check("time.us", us, 0, US_PER_S - 1, "a microsecond, 0 to %d" % (US_PER_S - 1))
        us -= self._clock.since_us()  # at once: what follows takes some time
        heart = self._heart
        self._refuse_without_room()
        self._refuse_past_the_day(day, second)
        heart.time.set(day, second, us)
        self._book.record(record_kinds.TIME_SET, day, second)
        heart.clock_changed()
        self._is_to_be_set = self._spoil_chip()
        self.next_us = 0 if self._is_to_be_set else NOTHING_DUE_US

    def forget_time(self):
        """The time is not to be trusted: the therapy's policy for a lost clock rules until it is set."""
        self._refuse_without_room()
        self._heart.time.lose()
        self._book.record(record_kinds.TIME_LOST)
        self._heart.clock_changed()
        self._is_to_be_set = False
        self._spoil_chip()

    def _refuse_without_room(self):
        if not self._book.has_room_for_event():
            raise Refused("time", "records wait to be written", "room for the record of it", "ask again")

    def work(self, _elapsed_us, _now):
        """Set the chip within 20 ms of the beginning of a second, which then is a second of its own."""
        self.next_us = NOTHING_DUE_US
        if not self._is_to_be_set:
            return
        time = self._heart.time
        us = time.us + self._clock.since_us()
        late_us = us % US_PER_S
        if late_us > LATEST_US:
            self.next_us = US_PER_S - late_us
            return
        self._is_to_be_set = False
        then_s = time.second + us // US_PER_S
        day = time.day + then_s // DAY_S
        self._show_failure(day > LAST_DAY or not self._chip.write(day, then_s % DAY_S))

    def _spoil_chip(self):
        """The chip must not bring back the time before this after a power cut. True if there is one, and it took it."""
        if self._chip is None:
            return False
        is_spoilt = self._chip.forget()
        self._show_failure(not is_spoilt)
        return is_spoilt

    def _show_failure(self, is_there):
        self._heart.alarms.show(alarm_table.CLOCK_CHIP_FAILED, is_there)

    def _check(self, field, value, lowest, highest, limit):
        if type(value) is not int or not lowest <= value <= highest:
            raise Refused(field, repr(value), limit, "correct it")

    def _refuse_past_the_day(self, day, second):
        heart = self._heart
        rx = heart.prescription
        if rx is None or rx.infusion is None or not heart.history.running:
            return
        then = PumpTime()
        then.set(day, second, 0)
        worst = worst_day(heart, then, rx.infusion)
        if worst.exceeds(rx.max_dose):
            raise Refused(
                "time.second",
                "%d of day %d" % (second, day),
                "with what was given in the last 24 h the basal would reach %s of %s"
                % (show.dose(worst.value()), show.dose(rx.max_dose.value())),
                "wait, or program a lower dose first",
            )
