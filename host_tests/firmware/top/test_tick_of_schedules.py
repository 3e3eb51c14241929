"""No allocation in the tick while periods pass, boluses of every kind begin and end, and clocks are lost (rule 2).

On MicroPython every tick runs under micropython.heap_lock(); on CPython the same runs unlocked.
"""

# pyright: reportOptionalMemberAccess=false, reportArgumentType=false

import unittest

from assembled import MG, MICROPYTHON, ML, Bench, bolus, described, order
from support import proves
from therapy import denials
from therapy.alarms import alarm_table
from therapy.bolus_kinds import BRIDGE, CLINICIAN, PATIENT, PRIMING
from therapy.memory import record_kinds

A_MONDAY = 9_450
EVERY_DAY = 127
FAST, SLOW = 600 * MG, 5 * MG // 2  # at 25 mg/mL 24 mL/day, a step in 67.5 ms; and 100 uL/day, one in 16.2 s


def flex(*periods, **changes):
    """(second of the day, pg a day) of each."""
    asked = order(mode="flex", basal_pg_per_day=0, clock_lost="stop", max_dose_pg_per_day=1_250 * MG)
    asked["periods"] = [[EVERY_DAY, from_s, dose_pg] for from_s, dose_pg in periods]
    asked.update(changes)
    return asked


class Locked(unittest.TestCase):
    def running(self, therapy, second=None):
        bench = Bench(lock_ticks=MICROPYTHON)
        bench.boot()
        bench.prescribe(therapy)
        if second is not None:
            bench.pump.clock_desk.set_time(A_MONDAY, second)
        bench.start()
        return bench

    def given(self, bench, kind):
        return bench.pump.history.by_kind[kind].value()

    def denied(self, bench):
        return [h[3] for h in bench.happened if h[0] == record_kinds.DENIED]

    def ended(self, bench):
        return [h[2:5] for h in bench.happened if h[0] == record_kinds.BOLUS_ENDED]

    def shown(self, bench, alarm):
        return bool(bench.pump.alarms.shown[alarm])


class Periods(Locked):
    @proves("D1")
    def test_from_slow_to_fast_and_back_and_again(self):
        bench = self.running(flex((0, SLOW), (10, FAST), (15, SLOW), (20, FAST), (24, SLOW)), 0)
        bench.run_for(30)
        # 9 s of a step in 67.5 ms, and 20 s of one in 16.2 s
        self.assertTrue(133 <= self.given(bench, 0) <= 136, self.given(bench, 0))

    @proves("D1")
    def test_while_stopped_and_over_a_stop_and_a_start_in_the_last_half_second_of_a_period(self):
        bench = self.running(flex((0, SLOW), (10, FAST), (20, SLOW)), 0)
        bench.run_for(9.7)
        bench.pump.desk.stop()
        bench.run_for(0.1)
        bench.start()
        bench.run_for(3)
        bench.pump.desk.stop()
        bench.run_for(10)
        bench.start()
        bench.run_for(5)
        self.assertEqual(bench.pump.state(), "running")

    @proves("D1")
    def test_the_pump_time_set_forward_and_back_and_another_therapy_put_in_force(self):
        bench = self.running(flex((0, SLOW), (3_600, FAST)), 0)
        bench.run_for(5)
        bench.pump.clock_desk.set_time(A_MONDAY, 3_599, 600_000)
        bench.run_for(3)
        bench.pump.clock_desk.set_time(A_MONDAY, 0)
        bench.run_for(3)
        bench.prescribe(flex((0, FAST), (5, SLOW)))
        bench.run_for(3)
        self.assertEqual(bench.pump.state(), "running")

    @proves("D1", "D10")
    def test_a_stall_over_a_change(self):
        bench = self.running(flex((0, SLOW), (10, FAST), (20, SLOW)), 0)
        bench.run_for(9.5)
        bench.fake.clock.advance(1_800_000)
        bench.run_for(3)
        self.assertTrue(self.shown(bench, alarm_table.DOSE_MISSED))


class Boluses(Locked):
    @proves("D1", "D6", "B5")
    def test_a_patients_over_two_changes_of_period(self):
        bench = self.running(flex((0, SLOW), (10, FAST // 2), (20, SLOW), bolus=bolus(over_s=60)), 0)
        bench.run_for(3)
        bench.press()
        bench.run_for(65)
        self.assertEqual(self.ended(bench), [(PATIENT, 213, 0)])

    @proves("D1", "D6")
    def test_one_begun_in_the_last_half_second_of_a_period(self):
        bench = self.running(flex((0, SLOW), (10, FAST // 2), bolus=bolus(over_s=60)), 0)
        bench.run_for(9.6)
        bench.press()
        bench.run_for(65)
        self.assertEqual(self.ended(bench), [(PATIENT, 213, 0)])

    @proves("B7")
    def test_a_clinicians_and_a_priming_bolus_each_stopped(self):
        bench = self.running(order(catheter_volume_nl=10_000))
        for ask in (lambda: bench.pump.desk.clinician_bolus(MG // 10, 60), bench.pump.desk.prime):
            self.assertEqual(ask(), 0)
            bench.run_for(10)
            bench.pump.desk.stop_bolus()
            bench.run_for(2)
        self.assertEqual([end[0] for end in self.ended(bench)], [CLINICIAN, PRIMING])
        self.assertEqual([end[2] for end in self.ended(bench)], [1, 1])

    @proves("B7")
    def test_a_clinicians_without_an_infusion_from_start_to_stop(self):
        bench = Bench(lock_ticks=MICROPYTHON)
        bench.boot()
        bench.prescribe(order(mode="stopped", basal_pg_per_day=0))
        self.assertEqual(bench.pump.desk.clinician_bolus(MG // 10, 20), 0)
        bench.run_for(25)
        self.assertEqual((self.ended(bench), bench.pump.state()), ([(CLINICIAN, 213, 0)], "stopped"))


class Bridges(Locked):
    def in_a_bridge(self, seconds):
        old = flex((0, FAST // 12), (35, FAST // 6), catheter_volume_nl=2_000, bolus=bolus(over_s=90))
        bench = self.running(old, 0)
        bench.run_for(2)
        left_nl = bench.pump.reservoir_desk.outlook().remaining_nl
        bench.pump.reservoir_desk.refill(left_nl - 2 * ML, 20 * ML, True)
        bench.run_for(2)
        self.assertTrue(self.shown(bench, alarm_table.THERAPY_NEEDED))
        self.assertTrue(self.shown(bench, alarm_table.REFILL_DISCREPANCY))
        bench.prescribe(dict(old, drugs=[["morphine", 10 * MG]]))
        bench.run_for(1)
        self.assertEqual(bench.pump.desk.bridge(), 0)
        bench.run_for(seconds)
        return bench

    @proves("B11", "D1")
    def test_from_its_beginning_over_a_change_of_period_to_the_hand_over(self):
        bench = self.in_a_bridge(90)
        self.assertEqual([(end[0], end[2]) for end in self.ended(bench)], [(BRIDGE, 0)])
        self.assertFalse(self.shown(bench, alarm_table.BRIDGE_CUT))

    @proves("B11", "B7")
    def test_cut_by_a_stop_of_the_bolus_by_a_stop_of_the_pump_and_by_a_stall(self):
        for cut in (
            lambda bench: bench.pump.desk.stop_bolus(),
            lambda bench: bench.pump.desk.stop(),
            lambda bench: bench.fake.clock.advance(1_900_000),
        ):
            bench = self.in_a_bridge(20)
            cut(bench)
            bench.run_for(90)
            self.assertEqual([(end[0], end[2]) for end in self.ended(bench)], [(BRIDGE, 1)])
            self.assertTrue(self.shown(bench, alarm_table.BRIDGE_CUT))


class ClockLost(Locked):
    @proves("D1")
    def test_by_each_policy_in_a_bolus_and_set_again(self):
        for policy, state in (("stop", "stopped"), ("minimum", "running"), ("lowest period", "running")):
            therapy = flex((0, SLOW), (10, FAST // 2), bolus=bolus(over_s=60), clock_lost=policy)
            bench = self.running(therapy, 5)
            bench.press()
            bench.run_for(10)
            bench.pump.clock_desk.forget_time()
            bench.run_for(3)
            self.assertEqual(bench.pump.state(), state)
            self.assertTrue(self.shown(bench, alarm_table.CLOCK_LOST))
            bench.pump.clock_desk.set_time(A_MONDAY, 8)
            bench.run_for(5)
            self.assertFalse(self.shown(bench, alarm_table.CLOCK_LOST))


class WearAndDenials(Locked):
    @proves("A12")
    def test_the_tube_is_worn_and_the_service_life_nearly_over_and_then_over(self):
        life_days = 90
        data = described(SERVICE_LIFE_DAYS=life_days, TUBE_LIFE_REVOLUTIONS=1)
        bench = Bench(lock_ticks=MICROPYTHON, data=data)
        bench.boot()
        bench.prescribe(order(basal_pg_per_day=FAST, max_dose_pg_per_day=1_250 * MG))
        bench.start()
        bench.pump.history.tube_steps.set(0, 3_150)
        bench.run_for(5)
        self.assertTrue(self.shown(bench, alarm_table.TUBE_WORN))
        self.assertTrue(self.shown(bench, alarm_table.REPLACEMENT_DUE))
        bench.pump.loop._clock.t_s = life_days * 86_400 - 2
        bench.run_for(5)
        self.assertTrue(self.shown(bench, alarm_table.END_OF_SERVICE))
        self.assertEqual(bench.pump.state(), "stopped")

    @proves("B1", "B3", "B6")
    def test_denied_beside_a_bridge_a_changing_therapy_a_high_alarm_a_coming_peak_and_an_empty_reservoir(self):
        small = bolus(over_s=30, lockout_s=60)
        bench = Bridges.in_a_bridge(self, 5)
        bench.press()
        self.assertEqual(self.denied(bench), [denials.BUSY])
        later = self.running(flex((0, SLOW), (50, FAST // 6), (57, SLOW), bolus=small), 0)
        # room for one bolus beside what was given and is to come, not for two
        later.pump.heart.prescription.max_dose.set(2_700, 0)
        later.press()
        later.run_for(62)
        later.press()
        later.pump.heart.therapy_changing = True
        later.button.drive(0)
        later.pump.loop.tick()
        later.button.drive(None)
        later.pump.heart.therapy_changing = False
        later.run_for(2)
        later.pump.alarms.begin(alarm_table.MEMORY_ERROR)
        later.press()
        expected = [denials.DAILY_DOSE, denials.THERAPY_CHANGING, denials.HIGH_ALARM]
        self.assertEqual(self.denied(later), expected)
        low = self.running(order(bolus=small, reservoir_filled_nl=1_000, reservoir_low_nl=0))
        low.press()
        self.assertEqual(self.denied(low), [denials.RESERVOIR])


if __name__ == "__main__":
    unittest.main()
