"""B11: after a change of concentration the old drug, at the rate right for it, until the catheter holds the new."""

# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

import unittest

from bench_of_heart import HOUR_S, HeartBench
from example_orders import MG, flex, patient_bolus
from ideal_engine import gaps_of
from support import proves
from therapy import denials
from therapy.alarms import alarm_table
from therapy.bolus_kinds import BASAL, BRIDGE, PATIENT, PRIMING
from therapy.memory import record_kinds
from units.refused import Refused
from visits import changed_mixture, mixture, put_in_force, refill, small_catheter

HALF_A_STEP = 502
ONE_STEP = 1_001
STEPS = 106
OLD_PG, NEW_PG = 468_750, 187_500  # a step of 18.75 nL at 25 and at 10 mg/mL
FAST_FIRST = dict(basal_pg_per_day=75 * MG, max_dose_pg_per_day=1_250 * MG)  # 3 mL/day at 25 mg/mL, 7.5 at 10


def ended(bench):
    return [happening[2:5] for happening in bench.of_kind(record_kinds.BOLUS_ENDED)]


def bridged(old_mg, new_mg, seconds, **changes):
    """In its bridge since `seconds`."""
    bench = changed_mixture(small_catheter(old_mg, **changes), small_catheter(new_mg, **changes))
    assert bench.desk.bridge() == 0
    bench.run_for(seconds)
    return bench


class FromEndToEnd(unittest.TestCase):
    @proves("B11")
    def test_its_steps_are_those_that_the_catheter_holds_and_count_as_bridge(self):
        for old_mg, new_mg in ((25, 10), (10, 25), (50, 5)):
            bench = bridged(old_mg, new_mg, 3_600)
            # what the new therapy pushed out before the bridge was ordered is no longer in the catheter
            steps = bench.of_kind(record_kinds.GRANTED)[0][3]
            self.assertTrue(STEPS - 2 <= steps <= STEPS, steps)
            self.assertEqual(ended(bench), [(BRIDGE, steps, 0)])
            self.assertEqual(bench.history.by_kind[BRIDGE].value(), steps)
            unconfirmed = len(bench.engine.made()) - bench.history.given.value()
            self.assertTrue(0 <= unconfirmed <= bench.heart.governor.queue.queued)
            self.assertFalse(bench.shown(alarm_table.BRIDGE_CUT))

    @proves("B11", "D1")
    def test_the_rate_is_right_for_the_old_concentration_and_then_for_the_new(self):
        # 2.5 mg/day is a step in 16.2 s at 25 mg/mL, in 6.48 s at 10, in 32.4 s at 50, in 3.24 s at 5
        for old_mg, new_mg, old_us, new_us in ((25, 10, 16_200_000, 6_480_000), (5, 50, 3_240_000, 32_400_000)):
            bench = bridged(old_mg, new_mg, 200 * old_us // 1_000_000)
            gaps = gaps_of([edge for edge in bench.engine.made() if edge > 70_000_000])
            self.assertTrue({old_us, new_us} >= set(gaps), set(gaps))
            turn = gaps.index(new_us)
            self.assertEqual(set(gaps[:turn]), {old_us})
            self.assertEqual(set(gaps[turn:]), {new_us})

    @proves("B11", "D1")
    def test_every_step_keeps_to_the_integral_from_the_first_to_the_hand_over(self):
        for old_mg, new_mg in ((25, 10), (10, 25), (50, 5), (5, 50)):
            for changes in ({}, FAST_FIRST):
                bench = bridged(old_mg, new_mg, 900, **changes)
                lead, lag = bench.worst()
                self.assertTrue(lead <= HALF_A_STEP and lag <= HALF_A_STEP, (old_mg, new_mg, lead, lag))
                self.assertEqual(bench.heart.lateness.stalls, 0)
                self.assertEqual(bench.of_kind(record_kinds.NOT_GIVEN), [])

    @proves("B11", "D1")
    def test_periods_change_at_their_second_in_it(self):
        old = flex((0, 1_000), (70, 6_000), (110, 300), catheter_volume_nl=2_000)
        new = dict(old, drugs=mixture(10))
        bench = changed_mixture(old, new)
        self.assertEqual(bench.desk.bridge(), 0)
        bench.run_to(400)
        lead, lag = bench.worst()
        self.assertTrue(lead <= HALF_A_STEP and lag <= HALF_A_STEP, (lead, lag))
        # 300 uL/day of 25 mg/mL are 750 of 10 mg/mL: a step in 2.16 s
        self.assertTrue(abs(gaps_of(bench.engine.made())[-1] - 2_160_000) <= 1)

    @proves("B11", "D1")
    def test_ordered_just_before_a_change_of_period(self):
        for ahead_s in (0.1, 0.3, 0.45, 0.52):
            old = flex((0, 1_000), (70, 9_000), catheter_volume_nl=2_000)
            bench = changed_mixture(old, dict(old, drugs=mixture(10)))
            bench.at(70 - ahead_s, bench.desk.bridge)
            bench.run_to(100)
            lead, lag = bench.worst()
            self.assertTrue(lead <= HALF_A_STEP and lag <= HALF_A_STEP, (ahead_s, lead, lag))

    @proves("B11", "D1")
    def test_its_last_step_just_before_a_change_of_period(self):
        # At 1 mL/day the bridge's last step is made at 205.2 s from 25 to 10 mg/mL, at 103.6 s from 10 to 25.
        for mixtures, last_us in (((25, 10), 205_216_000), ((10, 25), 103_642_000)):
            for after_us in range(-200_000, 600_000, 50_000):
                old = flex((0, 1_000), (HOUR_S, 9_000), catheter_volume_nl=2_000, drugs=mixture(25))
                orders = [dict(old, drugs=mixture(mg)) for mg in mixtures]
                bench = changed_mixture(*orders)
                bench.desk.bridge()
                bench.run_to(50)
                left_us = last_us + after_us - bench.time.now_us
                bench.set_time(HOUR_S - 1 - left_us // 1_000_000, 1_000_000 - left_us % 1_000_000 - 1)
                bench.run_to(220)
                self.assertEqual([end[2] for end in ended(bench)], [0])
                lead, lag = bench.worst()
                self.assertTrue(lead <= HALF_A_STEP and lag <= HALF_A_STEP, (mixtures, after_us, lead, lag))

    @proves("B6", "B1")
    def test_no_bolus_runs_beside_it(self):
        bench = bridged(25, 10, 60, bolus=patient_bolus())
        bench.press()
        bench.run_for(2)
        self.assertEqual(bench.desk.clinician_bolus(MG // 10, 60), denials.BUSY)
        self.assertEqual(bench.of_kind(record_kinds.DENIED)[0][2:4], (PATIENT, denials.BUSY))

    @proves("B11", "D1")
    def test_the_pump_time_set_and_lost_in_it(self):
        old = flex((0, 1_000), (HOUR_S, 3_000), catheter_volume_nl=2_000, clock_lost="lowest period")
        bench = changed_mixture(old, dict(old, drugs=mixture(10)))
        bench.desk.bridge()
        bench.at(60, lambda: bench.set_time(2 * HOUR_S))
        bench.at(80.3, bench.lose_time)
        bench.at(95, lambda: bench.set_time(2 * HOUR_S))
        bench.run_to(300)
        lead, lag = bench.worst()
        self.assertTrue(lead <= HALF_A_STEP and lag <= HALF_A_STEP, (lead, lag))
        self.assertEqual([end[2] for end in ended(bench)], [0])


class CutShort(unittest.TestCase):
    def check_the_rest(self, bench, given):
        """Ordered again it is as long as what the catheter still holds of the old."""
        self.assertTrue(bench.shown(alarm_table.BRIDGE_CUT))
        bench.desk.acknowledge("bridge-cut")
        first = bench.of_kind(record_kinds.GRANTED)[0][3]
        self.assertEqual(bench.desk.bridge(), 0)
        bench.run_for(2_500)
        rest = bench.of_kind(record_kinds.GRANTED)[-1][3]
        # what was queued between the order and its record was of the old mixture too: half a second at most
        self.assertTrue(first - given - 3 <= rest <= first - given, (rest, first, given))
        self.assertEqual(ended(bench)[-1], (BRIDGE, rest, 0))
        self.assertFalse(bench.shown(alarm_table.BRIDGE_CUT))
        self.assertRaises(Refused, bench.desk.bridge)

    @proves("B7", "B11", "D8")
    def test_by_a_stop(self):
        for changes, seconds in (({}, 500), (FAST_FIRST, 10), (FAST_FIRST, 20), (FAST_FIRST, 20.3)):
            bench = bridged(25, 10, seconds, **changes)
            bench.desk.stop()
            bench.run_for(2)
            kind, given, cut = ended(bench)[0]
            self.assertEqual((kind, cut), (BRIDGE, 1))
            self.assertEqual(bench.history.given.value(), len(bench.engine.made()))
            basal = bench.history.by_kind[BASAL].value()
            bench.start()
            # the therapy goes on at the rate of the new mixture until the bridge is ordered again
            bench.run_for(7)
            self.assertTrue(bench.history.by_kind[BASAL].value() > basal)
            lead, lag = bench.worst()
            self.assertTrue(lead <= ONE_STEP and lag <= ONE_STEP, (seconds, lead, lag))
            pushed = bench.history.by_kind[BASAL].value() - basal + bench.heart.governor.queue.queued
            self.check_the_rest(bench, given + pushed)

    @proves("B7", "B11", "D1")
    def test_by_stopping_the_bolus_the_therapy_goes_on(self):
        for changes, seconds in (({}, 500), (FAST_FIRST, 20), (FAST_FIRST, 30.31)):
            bench = bridged(25, 10, seconds, **changes)
            bench.desk.stop_bolus()
            bench.run_for(20)
            kind, given, cut = ended(bench)[0]
            self.assertEqual((kind, cut, bench.state()), (BRIDGE, 1, "running"))
            self.assertEqual(bench.history.by_kind[BRIDGE].value(), given)
            lead, lag = bench.worst()
            self.assertTrue(lead <= HALF_A_STEP and lag <= HALF_A_STEP, (lead, lag))
            gap = 6_480_000 if not changes else 216_000
            self.assertTrue(abs(gaps_of(bench.engine.made())[-1] - gap) <= 1)
            self.assertTrue(bench.shown(alarm_table.BRIDGE_CUT))

    @proves("B7", "B11")
    def test_stopped_before_its_first_step_it_was_cut_too(self):
        bench = changed_mixture(small_catheter(25), small_catheter(10))
        bench.desk.bridge()
        bench.desk.stop_bolus()
        bench.run_for(20)
        self.assertEqual(ended(bench), [(BRIDGE, 0, 1)])
        self.assertTrue(bench.shown(alarm_table.BRIDGE_CUT))
        self.assertEqual(bench.history.by_kind[BRIDGE].value(), 0)

    @proves("B7", "B11", "P1")
    def test_by_a_power_cut(self):
        # what was reserved counts as made, up to 133 steps here: the catheter is one of 533
        bench = bridged(25, 10, 500, catheter_volume_nl=10_000)
        made = len(bench.engine.made())
        again = bench.reset(after_us=60_000_000)
        self.assertTrue(again.history.given.value() >= made)
        while again.heart.is_beginning() or not again.recorder.is_clear():
            again.turn()
        kind, _, cut = ended(again)[0]
        self.assertEqual((kind, cut, again.state()), (BRIDGE, 1, "running"))
        again.run_for(10)
        self.assertTrue(again.shown(alarm_table.BRIDGE_CUT))
        older = 533 - again.history.given.value() + 2
        self.assertEqual(again.desk.bridge(), 0)
        again.run_for(9_000)
        rest = again.of_kind(record_kinds.GRANTED)[-1][3]
        self.assertTrue(older - 2 <= rest <= older, (rest, older))
        self.assertEqual(ended(again)[-1], (BRIDGE, rest, 0))

    @proves("B11", "D10")
    def test_by_a_long_stall_of_the_loop(self):
        bench = bridged(25, 10, 20, **FAST_FIRST)
        bench.stall(4_000_000)
        bench.run_for(60)
        lost = bench.history.not_given.value()
        self.assertTrue(lost > 0)
        kind, _, cut = ended(bench)[0]
        self.assertEqual((kind, cut), (BRIDGE, 1))
        self.assertTrue(bench.shown(alarm_table.BRIDGE_CUT))
        self.assertTrue(bench.shown(alarm_table.DOSE_MISSED))


class WhatTheDayCounts(unittest.TestCase):
    """Whatever leaves the tip in a bridge is of the old mixture; nothing counts as less than it may be."""

    @proves("B3", "B11")
    def test_from_strong_to_weak_each_step_counts_as_strong(self):
        bench = bridged(25, 10, 500)
        history = bench.history
        self.assertTrue(history.window.total.value() >= history.given.value() * OLD_PG)

    @proves("B3", "B11")
    def test_from_weak_to_strong_it_counts_as_weak_until_it_ends_and_then_as_strong(self):
        bench = bridged(10, 25, 400)
        before_pg, before = bench.history.window.total.value(), bench.history.by_kind[BRIDGE].value()
        bench.run_for(200)
        given = bench.history.by_kind[BRIDGE].value() - before
        self.assertEqual(bench.history.window.total.value() - before_pg, given * NEW_PG)
        bench.run_for(200)
        self.assertEqual([end[2] for end in ended(bench)], [0])
        counted_pg, given = bench.history.window.total.value(), bench.history.given.value()
        bench.run_for(400)
        self.assertEqual(
            bench.history.window.total.value() - counted_pg, (bench.history.given.value() - given) * OLD_PG
        )

    @proves("B3", "B11")
    def test_a_step_of_the_new_mixture_right_after_the_last_of_a_bridge_never_counts_as_weak(self):
        # 24 mL/day of 5 mg/mL, 20 of 6: a loop that is late hears of its last steps and of those after it together
        fast = dict(basal_pg_per_day=120 * MG, max_dose_pg_per_day=1_250 * MG, catheter_volume_nl=20_000)
        for new_mg, late_us in ((6, 0), (6, 100_000), (6, 200_000), (25, 340_000)):
            bench = changed_mixture(small_catheter(5, **fast), small_catheter(new_mg, **fast))
            bench.desk.bridge()
            bench.run_for(60)
            history = bench.history
            before_pg, bridge = history.window.total.value(), history.by_kind[BRIDGE].value()
            basal = history.by_kind[BASAL].value()
            self.assertEqual((history.bolus_kind, bench.heart.governor.queue.kind_of(0)), (BRIDGE, BRIDGE))
            bench.late_us = lambda _asked, late_us=late_us: late_us
            bench.run_for(20)
            self.assertEqual([end[2] for end in ended(bench)], [0])
            weak = history.by_kind[BRIDGE].value() - bridge
            strong = history.by_kind[BASAL].value() - basal
            least_pg = weak * 93_750 + strong * new_mg * 18_750
            self.assertTrue(history.window.total.value() - before_pg >= least_pg, (weak, strong))


class WhenItMayNotBe(unittest.TestCase):
    @proves("B11", "B9")
    def test_with_nothing_to_bridge_or_another_drug_or_two_changes_at_once(self):
        bench = HeartBench(small_catheter(25))
        bench.start()
        self.assertRaises(Refused, bench.desk.bridge)
        bench = changed_mixture(small_catheter(25), small_catheter(10, drugs=mixture(10, "baclofen")))
        self.assertRaises(Refused, bench.desk.bridge)
        bench = changed_mixture(small_catheter(25), small_catheter(10))
        bench.run_for(20)
        refill(bench, True)
        bench.run_for(2)
        put_in_force(bench, small_catheter(5))
        self.assertRaises(Refused, bench.desk.bridge)

    @proves("B10", "B11")
    def test_a_priming_bolus_clears_the_catheter_instead(self):
        bench = changed_mixture(small_catheter(25), small_catheter(10))
        self.assertEqual(bench.desk.prime(), 0)
        bench.run_for(30)
        self.assertEqual(ended(bench), [(PRIMING, STEPS, 0)])
        self.assertRaises(Refused, bench.desk.bridge)


if __name__ == "__main__":
    unittest.main()
