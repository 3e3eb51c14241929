"""The clock chip gives the true time of day or none at all, through power cuts of the pump."""

import unittest

from drivers import ds3231
from drivers.ds3231 import Ds3231
from fakes.board import FakeBoard
from fakes.ds3231_chip import Ds3231Chip
from fakes.stops import PowerCut, WatchdogReset
from units import calendar

SDA = 4
SCL = 5
ADDRESS = 0x68
WEEKDAY, DOM, MONTH, YEAR, CONTROL, STATUS = 3, 4, 5, 6, 0x0E, 0x0F
THURSDAY = 9467  # 2026-12-03
DAY_S = 86_400
SECOND_US = 1_000_000
WHOLE_DAY_US = 1000 * SECOND_US


def bcd(value):
    return int(str(value), 16)


class Bench(unittest.TestCase):
    def setUp(self):
        self.fit()

    def fit(self, drift_ppm=0):
        self.board = FakeBoard()
        self.chip = Ds3231Chip(self.board.clock, drift_ppm)
        self.board.attach_i2c(SDA, SCL, ADDRESS, self.chip)
        self.make()

    def make(self):
        """The driver of this boot."""
        machine = self.board.machine
        i2c = machine.I2C(0, sda=machine.Pin(SDA), scl=machine.Pin(SCL), freq=100_000)
        self.clock = Ds3231(i2c, self.board.time)

    def set_to(self, day, second):
        """The chip holds this time from now on, without the driver's help."""
        year, month, dom = calendar.date_of(day)
        fields = (second % 60, second // 60 % 60, second // 3600, day % 7 + 1, dom, month, year - 2000)
        self.chip.set_clock(bytes([bcd(field) for field in fields]))

    def sleep(self, us):
        while us > 0:
            part = min(us, WHOLE_DAY_US)
            self.board.clock.advance(part)
            us -= part

    def expect(self, day, second):
        self.assertTrue(self.clock.read())
        self.assertEqual((self.clock.state, self.clock.day, self.clock.second), (ds3231.OK, day, second))

    def refuses(self, state):
        self.assertFalse(self.clock.read())
        self.assertEqual(ds3231.STATES[self.clock.state], ds3231.STATES[state])


def standing_days():
    """The ends of each February and year, and every 211th day."""
    days = list(range(0, calendar.LAST_DAY, 211))
    for year in range(2001, 2100):
        first_of_march = calendar.day_of(year, 3, 1)
        days += [first_of_march - 2, first_of_march - 1, first_of_march, calendar.day_of(year, 1, 1)]
        if year < 2099:
            days.append(calendar.day_of(year, 12, 31))
    return days


class TestReading(Bench):
    def test_of_all_values_of_a_register_those_of_a_date_are_read_and_no_other(self):
        second = 14 * 3600 + 5 * 60 + 9
        self.set_to(THURSDAY, second)
        self.chip.freeze()
        expected = [{} for _ in range(7)]
        for value in range(60):
            expected[0][bcd(value)] = (THURSDAY, second - 9 + value)
            expected[1][bcd(value)] = (THURSDAY, second - 5 * 60 + value * 60)
        for hour in range(24):
            when = (THURSDAY, second - 14 * 3600 + hour * 3600)
            expected[2][bcd(hour)] = when
            expected[2][0x40 | (0x20 if hour >= 12 else 0) | bcd(12 if hour % 12 == 0 else hour % 12)] = when
        expected[WEEKDAY][4] = (THURSDAY, second)
        for value in range(1, 100):
            for place, date in ((DOM, (2026, 12, value)), (MONTH, (2026, value, 3)), (YEAR, (2000 + value, 12, 3))):
                if calendar.is_date(*date) and calendar.day_of(*date) % 7 == THURSDAY % 7:
                    expected[place][bcd(value)] = (calendar.day_of(*date), second)
        for place in range(7):
            good = self.chip.registers[place]
            for value in range(256):
                self.chip.registers[place] = value
                read = (self.clock.day, self.clock.second) if self.clock.read() else None
                if read != expected[place].get(value):
                    self.fail("register {} value {:02x}: {}".format(place, value, read))
                self.assertEqual(self.clock.state, ds3231.IMPLAUSIBLE if read is None else ds3231.OK)
            self.chip.registers[place] = good

    def test_a_time_that_was_lost_is_none_however_good_it_looks(self):
        self.set_to(THURSDAY, 5)
        self.chip.registers[STATUS] |= 0x80
        self.refuses(ds3231.STOPPED)

    def test_a_new_chip_and_one_that_first_power_left_at_its_default_have_no_time(self):
        self.refuses(ds3231.STOPPED)
        self.chip.registers[STATUS] = 0
        self.refuses(ds3231.IMPLAUSIBLE)

    def test_an_absent_chip_or_a_stuck_bus_is_told_in_bounded_time_and_a_plugged_one_is_read(self):
        self.set_to(THURSDAY, 5)
        self.chip.is_present = False
        self.refuses(ds3231.ABSENT)
        self.chip.is_present = True
        self.board.wire(SDA).drive(0)
        before = self.board.clock.us
        self.refuses(ds3231.ABSENT)
        self.assertTrue(self.board.clock.us - before <= 51_000)
        self.board.wire(SDA).drive(None)
        self.expect(THURSDAY, 5)

    def test_a_read_while_the_year_turns_gives_the_old_moment_or_the_new_one(self):
        new_year = calendar.day_of(2027, 1, 1)
        seen = set()
        for early_us in range(0, 2000, 50):
            self.fit()
            self.set_to(new_year - 1, DAY_S - 1)
            self.sleep(SECOND_US - early_us)
            self.assertTrue(self.clock.read())
            seen.add((self.clock.day, self.clock.second))
        self.assertEqual(sorted(seen), [(new_year - 1, DAY_S - 1), (new_year, 0)])


class TestAtTheSecond(Bench):
    def test_the_second_has_just_begun_whenever_it_is_asked(self):
        for phase_us in list(range(0, SECOND_US, 49_991)) + list(range(SECOND_US - 6000, SECOND_US, 97)):
            self.fit()
            self.set_to(THURSDAY, DAY_S - 1)
            self.sleep(phase_us)
            self.fed_us = phase_us
            self.assertTrue(self.clock.read_at_the_second(self.feed))
            passed_s, late_us = self.board.clock.us // SECOND_US, self.board.clock.us % SECOND_US
            self.assertEqual((self.clock.day, self.clock.second), (THURSDAY + 1, passed_s - 1))
            self.assertTrue(late_us <= 5000, late_us)
            self.assertTrue(self.board.clock.us - phase_us <= SECOND_US + 5000)

    def feed(self):
        """At most 10 ms after the last time."""
        self.assertTrue(self.board.clock.us - self.fed_us <= 10_000)
        self.fed_us = self.board.clock.us

    def test_seconds_that_stand_still_are_told_after_1200_ms_and_the_watchdog_lives(self):
        self.set_to(THURSDAY, 77)
        self.chip.freeze()
        dog = self.board.machine.WDT(timeout=50)
        self.assertFalse(self.clock.read_at_the_second(dog.feed))
        self.assertEqual(self.clock.state, ds3231.STOPPED)
        self.assertTrue(1_200_000 <= self.board.clock.us <= 1_210_000, self.board.clock.us)

    def test_whatever_goes_wrong_while_it_waits_is_told(self):
        def jump():
            self.chip.registers[1] = 0x30

        def unplug():
            self.chip.is_present = False

        def lose():
            self.chip.registers[STATUS] |= 0x80

        for happens, state in ((jump, ds3231.IMPLAUSIBLE), (unplug, ds3231.ABSENT), (lose, ds3231.STOPPED)):
            self.fit()
            self.set_to(THURSDAY, 5)
            self.assertFalse(self.clock.read_at_the_second(happens))
            self.assertEqual(self.clock.state, state)
            self.assertTrue(self.board.clock.us < 20_000)

    def test_without_a_time_it_does_not_wait(self):
        self.assertFalse(self.clock.read_at_the_second(self.fail))
        self.assertEqual(self.clock.state, ds3231.STOPPED)


class Deaf(Ds3231Chip):
    """Takes the place of a register and nothing into it."""

    def start(self):
        Ds3231Chip.start(self)
        self.heard = 0

    def take(self, byte):
        if not self.heard:
            Ds3231Chip.take(self, byte)
        self.heard += 1


class TestWriting(Bench):
    def test_what_is_written_is_read_and_the_chip_counts_on_into_the_next_day(self):
        for day in standing_days():
            self.chip.registers[2] = 0x72  # 12 h mode
            self.chip.registers[CONTROL] |= 0x80
            self.chip.registers[STATUS] |= 0x80
            second = day * 37 % DAY_S
            self.assertTrue(self.clock.write(day, second))
            self.expect(day, second)
            self.assertEqual((self.chip.registers[CONTROL] | self.chip.registers[STATUS]) & 0x80, 0)
            self.sleep((DAY_S - second) * SECOND_US)
            self.expect(day + 1, 0)

    def test_the_second_begins_with_the_call_whatever_the_chip_was_at(self):
        for phase_us in range(0, SECOND_US, 99_999):
            self.set_to(THURSDAY, 5)
            self.sleep(phase_us)
            began = self.board.clock.us
            self.assertTrue(self.clock.write(THURSDAY, 50_000))
            self.assertTrue(self.clock.read_at_the_second(lambda: None))
            self.assertEqual(self.clock.second, 50_001)
            late_us = self.board.clock.us - began - SECOND_US
            self.assertTrue(0 <= late_us <= 6000, late_us)

    def test_outside_the_calendar_nothing_is_written(self):
        self.set_to(THURSDAY, 5)
        for day, second in ((-1, 0), (calendar.LAST_DAY + 1, 0), (0, -1), (0, DAY_S)):
            with self.assertRaises(ValueError) as refused:
                self.clock.write(day, second)
            self.assertTrue("day {} second {}".format(day, second) in str(refused.exception))
        self.expect(THURSDAY, 5)

    def test_a_chip_that_is_absent_or_does_not_take_it_is_told(self):
        self.chip.is_present = False
        self.assertFalse(self.clock.write(THURSDAY, 5))
        self.assertEqual(self.clock.state, ds3231.ABSENT)
        self.board = FakeBoard()
        self.chip = Deaf(self.board.clock)
        self.board.attach_i2c(SDA, SCL, ADDRESS, self.chip)
        self.make()
        self.assertFalse(self.clock.write(THURSDAY, 5))
        self.assertEqual(self.clock.state, ds3231.STOPPED)
        self.set_to(THURSDAY, 77)
        self.assertFalse(self.clock.write(THURSDAY, 5))
        self.assertEqual(self.clock.state, ds3231.IMPLAUSIBLE)

    def test_power_cut_at_any_moment_of_it_leaves_the_old_time_the_new_one_or_none(self):
        old = (THURSDAY, 14 * 3600 - 2)
        for new in ((THURSDAY, 14 * 3600 + 10), (calendar.day_of(2096, 2, 29), DAY_S - 1)):
            for was_lost in (False, True):
                seen = set()
                for cut_us in range(0, 4000, 45):
                    self.fit()
                    self.set_to(old[0], old[1])
                    if was_lost:
                        self.chip.registers[STATUS] |= 0x80
                    self.board.cut_power_at(cut_us)
                    with self.assertRaises(PowerCut):
                        self.clock.write(new[0], new[1])
                        self.board.time.sleep_ms(10)
                    self.board.reboot()
                    self.make()
                    seen.add((self.clock.day, self.clock.second) if self.clock.read() else None)
                self.assertEqual(seen, {None, new} if was_lost else {None, old, new})


class TestPowerCuts(Bench):
    def test_the_time_goes_on_while_the_pump_has_no_power_as_exact_as_its_crystal(self):
        for drift_ppm in (-20, 0, 2):
            for off_s in (0, 1, 59, 3600, 100_000, 400 * DAY_S):
                self.fit(drift_ppm)
                self.assertTrue(self.clock.write(THURSDAY, 12_345))
                self.board.cut_power_at(self.board.clock.now_us() + 777_000)
                with self.assertRaises(PowerCut):
                    self.board.time.sleep_ms(60_000)
                self.sleep(off_s * SECOND_US + 500_000)
                self.board.reboot()
                self.make()
                passed_us = off_s * SECOND_US + 1_277_000
                second = 12_345 + (passed_us + passed_us * drift_ppm // SECOND_US) // SECOND_US
                self.expect(THURSDAY + second // DAY_S, second % DAY_S)

    def test_a_dead_battery_loses_it_in_a_power_cut_and_not_in_a_watchdog_reset(self):
        self.set_to(THURSDAY, 5)
        self.chip.has_battery = False
        self.board.reboot(cause=self.board.machine.WDT_RESET)
        self.make()
        self.expect(THURSDAY, 5)
        self.board.reboot()
        self.make()
        self.refuses(ds3231.STOPPED)
        self.assertTrue(self.clock.write(THURSDAY, 50))
        self.sleep(3 * SECOND_US)
        self.expect(THURSDAY, 53)
        self.board.end_at(self.board.clock.now_us() + 1, WatchdogReset())
        with self.assertRaises(WatchdogReset):
            self.board.time.sleep_ms(1)
        self.board.reboot()  # the power went after the watchdog had bitten
        self.make()
        self.refuses(ds3231.STOPPED)

    def test_an_oscillator_set_to_stop_on_battery_is_told_and_writing_ends_that(self):
        self.set_to(THURSDAY, 5)
        self.chip.registers[CONTROL] |= 0x80
        self.board.reboot()
        self.make()
        self.refuses(ds3231.STOPPED)
        self.assertTrue(self.clock.write(THURSDAY, 100))
        self.board.reboot()
        self.make()
        self.sleep(3 * SECOND_US)
        self.expect(THURSDAY, 103)


class Watch:
    """Lets go of the data wire after so many clocks. changes: (level of data, level of clock)."""

    def __init__(self, data, clock, clocks):
        self.data = data
        self.clock = clock
        self.clocks = clocks
        self.rises = 0
        self.changes = []
        clock.on_rising = self.rose
        data.listeners.append(self.changed)

    def rose(self, _us):
        self.rises += 1
        if self.rises == self.clocks:
            self.data.drive(None)

    def changed(self, level, _us):
        self.changes.append((level, self.clock.level()))


class TestFreeBus(unittest.TestCase):
    def test_a_chip_that_waits_for_clocks_is_freed_and_gets_a_start_and_a_stop(self):
        for clocks in range(12):
            board = FakeBoard()
            data, clock = board.wire(SDA), board.wire(SCL)
            data.pull(1)
            clock.pull(1)
            if clocks:
                data.drive(0)
            Pin = board.machine.Pin
            sda = Pin(SDA, Pin.OPEN_DRAIN, value=1)
            scl = Pin(SCL, Pin.OPEN_DRAIN, value=1)
            watch = Watch(data, clock, clocks)
            self.assertEqual(ds3231.free_bus(sda, scl, board.time), clocks <= 9)
            self.assertEqual(watch.rises, min(clocks, 9))
            self.assertEqual(watch.changes[-2:], [(0, 1), (1, 1)] if clocks <= 9 else [])
            self.assertEqual(clock.level(), 1)


if __name__ == "__main__":
    unittest.main()
