"""The pump time with a clock chip, and without: set by a clinician, kept through power cuts, lost by name."""

import unittest

from assembled import MG, Bench, described, order
from boards.RPI_PICO import board
from fakes.ds3231_chip import Ds3231Chip
from fakes.machine_like import WDT_RESET
from support import proves
from therapy.alarms import alarm_table
from therapy.delivery.basal_schedule import NONE
from therapy.memory import record_kinds
from units.refused import Refused

FITTED = {"i2c": 0, "address": 0x68, "hz": 100_000}
EVERY_DAY = 127
MONDAY = 9_450  # 2026-11-16
SECOND_US = 1_000_000
NOON_S = 43_200
NEAR_US = 40_000


def flex(policy="minimum"):
    """1.25 mg/day, from 12:00 on 4 mg/day."""
    periods = [[EVERY_DAY, 0, 5 * MG // 4], [EVERY_DAY, NOON_S, 4 * MG]]
    return order(mode="flex", basal_pg_per_day=0, periods=periods, clock_lost=policy)


def fitted(therapy=None, drift_ppm=0):
    """A pump with a clock chip, its therapy in force."""
    bench = Bench(data=described(CLOCK_CHIP=FITTED))
    chip = Ds3231Chip(bench.fake.clock, drift_ppm)
    bench.fake.attach_i2c(board.PINS["i2c_sda"], board.PINS["i2c_scl"], FITTED["address"], chip)
    bench = bench.rebooted()
    bench.boot()
    bench.prescribe(therapy)
    return bench, chip


def set_time(bench, day, second, us=0):
    """At this virtual moment; returns the virtual time of that day's beginning."""
    bench.pump.clock_desk.set_time(day, second, us)
    return bench.fake.clock.now_us() - second * SECOND_US - us


def time_us(bench, began_us):
    """How far the pump's own time of that day is ahead of the true one, in us, after a turn."""
    bench.pump.turn()
    time = bench.pump.heart.time
    bench.pump.loop.tick()
    return time.second * SECOND_US + time.us - (bench.fake.clock.now_us() - began_us)


def shown(bench, alarm):
    return bool(bench.pump.alarms.shown[alarm])


class SetByAClinician(unittest.TestCase):
    @proves("D1")
    def test_to_the_microsecond_wherever_the_loop_then_is(self):
        bench = Bench()
        bench.boot()
        bench.prescribe()
        for sleep_s in (0.0, 0.3, 1.1, 1.7):
            bench.pump.turn()
            bench.fake.clock.advance(int(sleep_s * SECOND_US))  # as if the command came in the middle of a sleep
            began_us = set_time(bench, MONDAY, 100, 999_999)
            self.assertTrue(abs(time_us(bench, began_us)) <= 50, sleep_s)

    @proves("U2", "B9")
    def test_what_is_no_time_is_refused_by_field(self):
        bench = Bench()
        bench.boot()
        desk = bench.pump.clock_desk
        for day, second, us, field in (
            (-1, 0, 0, "time.day"),
            (36_159, 0, 0, "time.day"),
            (1.5, 0, 0, "time.day"),
            (0, 86_400, 0, "time.second"),
            (0, -1, 0, "time.second"),
            (0, 0, 1_000_000, "time.us"),
            (0, 0, 0.5, "time.us"),
        ):
            try:
                desk.set_time(day, second, us)  # pyright: ignore[reportArgumentType]
                self.fail("taken")
            except Refused as refused:
                self.assertEqual(refused.field, field)
        self.assertFalse(bench.pump.heart.time.is_known)

    @proves("B3")
    def test_a_time_at_which_the_basal_would_pass_the_day_is_refused_and_changes_nothing(self):
        # 24 h of it are 2.625 mg; the limit leaves room for them and a bucket. 40 min at 4 mg/day, then set back.
        bench = Bench()
        bench.boot()
        bench.prescribe(dict(flex(), max_dose_pg_per_day=2_700_000_000))
        bench.pump.clock_desk.set_time(MONDAY, NOON_S)
        bench.start()
        bench.run_for(2_400)
        self.assertRaises(Refused, bench.pump.clock_desk.set_time, MONDAY, NOON_S)
        self.assertTrue(bench.pump.heart.time.second >= NOON_S + 2_399)
        bench.pump.clock_desk.set_time(MONDAY, NOON_S + 2_400)

    @proves("P5")
    def test_setting_and_losing_it_are_on_record(self):
        bench = Bench()
        bench.boot()
        bench.prescribe()
        bench.pump.clock_desk.set_time(MONDAY, 77)
        bench.pump.clock_desk.forget_time()
        bench.run_for(1)
        self.assertEqual(bench.recorded(record_kinds.TIME_SET), [(MONDAY, 77, 0, 0)])
        self.assertEqual(len(bench.recorded(record_kinds.TIME_LOST)), 2)  # at power-on, and now


class WithoutAChip(unittest.TestCase):
    @proves("P2")
    def test_a_power_cut_loses_the_time_and_the_policy_rules_with_its_alarm(self):
        bench = Bench()
        bench.boot()
        bench.prescribe(flex())
        bench.pump.clock_desk.set_time(MONDAY, NOON_S)
        bench.start()
        after = bench.rebooted()
        self.assertEqual(after.boot(), "starting")
        after.run_for(2)
        infusion = after.pump.heart.schedule.infusion
        self.assertTrue(shown(after, alarm_table.CLOCK_LOST))
        self.assertFalse(shown(after, alarm_table.CLOCK_CHIP_FAILED))
        self.assertEqual(after.pump.heart.schedule.index, infusion.when_lost)
        after.pump.clock_desk.set_time(MONDAY, NOON_S)
        after.run_for(1)
        self.assertFalse(shown(after, alarm_table.CLOCK_LOST))
        self.assertEqual(after.pump.heart.schedule.index, infusion.which[1])

    @proves("P2")
    def test_under_the_policy_to_stop_it_stays_stopped_until_a_start(self):
        bench = Bench()
        bench.boot()
        bench.prescribe(flex("stop"))
        bench.pump.clock_desk.set_time(MONDAY, NOON_S)
        bench.start()
        after = bench.rebooted()
        self.assertEqual(after.boot(), "stopped")
        after.run_for(1)
        self.assertEqual(after.pump.heart.schedule.index, NONE)
        self.assertRaises(Refused, after.pump.desk.start)
        after.pump.clock_desk.set_time(MONDAY, NOON_S)
        after.pump.desk.acknowledge()
        after.start()


class WithAChip(unittest.TestCase):
    @proves("P2")
    def test_the_time_is_kept_through_power_cuts_to_well_under_a_second(self):
        for us in (0, 1, 499_999, 980_000, 999_999):
            bench, _chip = fitted(flex())
            began_us = set_time(bench, MONDAY, NOON_S - 30, us)
            bench.start()
            bench.run_for(2)
            for off_s in (1, 3_600):
                bench.fake.reboot()
                bench.fake.clock.advance(off_s * SECOND_US)
                bench = bench.rebooted()
                self.assertEqual(bench.boot(), "starting")
                error_us = time_us(bench, began_us)
                self.assertTrue(abs(error_us) <= NEAR_US, (us, off_s, error_us))
                bench.run_for(2)
                self.assertFalse(shown(bench, alarm_table.CLOCK_LOST))
            self.assertEqual(bench.pump.heart.schedule.index, bench.pump.heart.schedule.infusion.which[1])

    @proves("P2")
    def test_a_watchdog_reset_keeps_it_too(self):
        bench, _chip = fitted(flex())
        began_us = set_time(bench, MONDAY, 5)
        bench.run_for(3)
        after = bench.rebooted(WDT_RESET)
        after.boot()
        self.assertTrue(abs(time_us(after, began_us)) <= NEAR_US)

    @proves("P2")
    def test_the_second_that_the_chip_gets_is_right_however_late_the_loop_comes(self):
        bench, _chip = fitted()
        began_us = set_time(bench, MONDAY, 5, 900_000)
        bench.fake.clock.advance(2_350_000)  # a long flash write: the next second has begun long ago
        bench.run_for(3)
        after = bench.rebooted()
        after.boot()
        self.assertTrue(abs(time_us(after, began_us)) <= NEAR_US)

    @proves("P2")
    def test_the_chips_battery_dead_the_time_is_lost_and_the_policy_rules(self):
        bench, chip = fitted(flex())
        set_time(bench, MONDAY, NOON_S)
        bench.start()
        bench.run_for(2)
        chip.has_battery = False
        after = bench.rebooted()
        after.boot()
        after.run_for(2)
        self.assertTrue(shown(after, alarm_table.CLOCK_LOST))
        self.assertFalse(after.pump.heart.time.is_known)
        self.assertEqual(after.pump.heart.schedule.index, after.pump.heart.schedule.infusion.when_lost)

    @proves("P2")
    def test_a_cut_between_setting_the_time_and_the_chip_taking_it_loses_it_and_keeps_no_old_one(self):
        bench, _chip = fitted()
        set_time(bench, MONDAY, 100)
        bench.run_for(2)
        bench.pump.clock_desk.set_time(MONDAY + 40, 200, 500_000)
        after = bench.rebooted()
        after.boot()
        self.assertFalse(after.pump.heart.time.is_known)

    @proves("P2")
    def test_a_time_that_is_not_to_be_trusted_does_not_come_back_with_a_power_cut(self):
        bench, _chip = fitted()
        set_time(bench, MONDAY, 100)
        bench.run_for(2)
        bench.pump.clock_desk.forget_time()
        after = bench.rebooted()
        after.boot()
        self.assertFalse(after.pump.heart.time.is_known)

    @proves("A4", "P2")
    def test_a_chip_that_does_not_answer_is_an_alarm_until_it_takes_the_time(self):
        bench, chip = fitted()
        chip.is_present = False
        set_time(bench, MONDAY, 100)
        bench.run_for(2)
        self.assertTrue(shown(bench, alarm_table.CLOCK_CHIP_FAILED))
        self.assertTrue(bench.pump.heart.time.is_known)
        after = bench.rebooted()
        after.boot()
        self.assertTrue(shown(after, alarm_table.CLOCK_CHIP_FAILED))
        chip.is_present = True
        began_us = set_time(after, MONDAY, 100)
        after.run_for(2)
        self.assertFalse(shown(after, alarm_table.CLOCK_CHIP_FAILED))
        again = after.rebooted()
        again.boot()
        self.assertTrue(abs(time_us(again, began_us)) <= NEAR_US)

    @proves("A4")
    def test_a_chip_that_goes_away_before_it_is_written_or_does_not_keep_what_was_is_an_alarm(self):
        for spoil in (lambda chip: setattr(chip, "is_present", False), lambda chip: chip.freeze()):
            bench, chip = fitted()
            bench.pump.clock_desk.set_time(MONDAY, 100, 500_000)
            spoil(chip)
            if chip.is_present:
                chip.take = lambda byte: None
            bench.run_for(2)
            self.assertTrue(shown(bench, alarm_table.CLOCK_CHIP_FAILED))

    def test_the_last_second_of_the_calendar_is_no_fault_of_the_loop(self):
        bench, _chip = fitted()
        bench.pump.clock_desk.set_time(36_158, 86_399, 500_000)
        bench.run_for(3)
        self.assertTrue(shown(bench, alarm_table.CLOCK_CHIP_FAILED))

    @proves("D1")
    def test_delivery_does_not_notice_that_the_chip_is_written(self):
        fast = order(basal_pg_per_day=600 * MG, max_dose_pg_per_day=1_200 * MG)
        bench, _chip = fitted(fast)
        bench.start()
        bench.run_for(2)
        bench.watch_steps()
        for us in (0, 300_000, 700_000):
            set_time(bench, MONDAY, 100, us)
            bench.run_for(1.5)
        gaps = [bench.edges[i + 1] - bench.edges[i] for i in range(len(bench.edges) - 1)]
        self.assertTrue(len(gaps) >= 60)
        self.assertTrue(set(gaps) == {67_500}, set(gaps))


if __name__ == "__main__":
    unittest.main()
