"""A bolus while the basal changes: the basal as without it, the bolus even and in its time, over one change or many."""

import unittest

from bench_of_heart import HOUR_S, HeartBench
from example_orders import MG, flex, patient_bolus
from ideal_engine import gaps_of
from support import proves
from therapy.bolus_kinds import BASAL, PATIENT
from therapy.memory import record_kinds

ONE_STEP = 1_001
CHANGE_S = 8 * HOUR_S
BOLUS = patient_bolus(dose_pg=MG // 10, over_s=60, lockout_s=60, most_per_day=48)  # 213 steps, one in 282 ms


def running(order, second_of_week):
    bench = HeartBench(order)
    bench.set_time(second_of_week)
    bench.start()
    return bench


class OverOneChange(unittest.TestCase):
    FLOWS = ((100, 12_000), (12_000, 100), (1_000, 3_000), (48, 18_000))

    def both(self, before, after, asked_s):
        """The same run with and without the bolus; the period changes 30 s after its beginning."""
        with_it = running(flex((0, before), (CHANGE_S, after), bolus=BOLUS), CHANGE_S - 50)
        without = running(flex((0, before), (CHANGE_S, after)), CHANGE_S - 50)
        with_it.at(asked_s, with_it.press)
        for bench in (with_it, without):
            bench.run_to(150)
        return with_it, without

    @proves("D1", "D6")
    def test_the_steps_follow_the_integral_of_both(self):
        for before, after in self.FLOWS:
            bench, _ = self.both(before, after, 20)
            lead, lag = bench.worst()
            self.assertTrue(lead <= ONE_STEP and lag <= ONE_STEP, (before, after, lead, lag))
            self.assertEqual(bench.of_kind(record_kinds.NOT_GIVEN), [])
            self.assertEqual(bench.heart.lateness.stalls, 0)

    @proves("D6")
    def test_the_basal_has_the_count_and_the_phase_that_it_has_without(self):
        for before, after in self.FLOWS:
            with_it, without = self.both(before, after, 20)
            made = [[edge for edge in bench.engine.made() if 1e8 < edge < 1.5e8] for bench in (with_it, without)]
            self.assertEqual(made[0], made[1])
            counts = [bench.history.by_kind[BASAL].value() for bench in (with_it, without)]
            queued = [bench.heart.governor.queue.queued for bench in (with_it, without)]
            self.assertTrue(abs(counts[0] + queued[0] - counts[1] - queued[1]) <= 1, (counts, queued))

    @proves("B5")
    def test_it_is_even_before_and_after(self):
        # beside 1 and 3 mL/day: 213 steps in 60 s and one in 1.62 s are one in 239.964 ms; with one in 540 ms one in
        # 185.122 ms
        bench, _ = self.both(1_000, 3_000, 20)
        made = bench.engine.made()
        early = gaps_of([edge for edge in made if 21_000_000 < edge < 49_500_000])
        late = gaps_of([edge for edge in made if 50_500_000 < edge < 79_000_000])
        self.assertTrue(239_963 <= min(early) and max(early) <= 239_965, (min(early), max(early)))
        self.assertTrue(185_121 <= min(late) and max(late) <= 185_122, (min(late), max(late)))

    @proves("D9", "B5")
    def test_it_takes_its_time(self):
        for before, after in self.FLOWS:
            for asked_s in (20, 45, 49.3, 49.7, 49.95):
                bench, _ = self.both(before, after, asked_s)
                ended = bench.of_kind(record_kinds.BOLUS_ENDED)
                self.assertEqual([h[2:5] for h in ended], [(PATIENT, 213, 0)])
                self.assertTrue(59 <= ended[0][1] - asked_s <= 61.8, (ended[0][1], asked_s))

    @proves("D6", "D10")
    def test_no_step_comes_sooner_than_both_flows_together_put_it(self):
        bench, _ = self.both(48, 18_000, 20)
        # 18 mL/day is a step in 90 ms; with one in 281.69 ms: 68.20 ms
        self.assertTrue(min(gaps_of(bench.engine.made())) >= 68_190)


class BegunJustBeforeAChange(unittest.TestCase):
    """The change is planned half a second ahead: a bolus that begins before it begins beside the old flow."""

    @proves("D1", "B5", "D6")
    def test_it_neither_leads_nor_lags(self):
        for before, after in ((100, 18_000), (18_000, 100), (1_000, 3_000)):
            for ahead_ms in (20, 100, 250, 350, 450, 485, 499, 505):
                bench = running(flex((0, before), (CHANGE_S, after), bolus=BOLUS), CHANGE_S - 50)
                bench.at(50 - ahead_ms / 1000, bench.press)
                bench.run_to(130)
                lead, lag = bench.worst()
                self.assertTrue(lead <= ONE_STEP and lag <= ONE_STEP, (before, after, ahead_ms, lead, lag))
                self.assertEqual(bench.history.by_kind[PATIENT].value(), 213)


class EndedJustBeforeAChange(unittest.TestCase):
    @proves("D1", "D6")
    def test_a_basal_step_that_the_bolus_left_over_does_not_outlive_the_change(self):
        # Beside a basal step in 16.2 s, 53 in 106 s make an even stream of one in 1.78 s. The basal's of 137.7 s falls
        # to that stream's next place, at 138.41 s, after the bolus has ended; the period changes just then.
        slow = patient_bolus(dose_pg=MG // 40, over_s=106, lockout_s=106, most_per_day=48)
        for asked_ms in range(32_400, 32_560, 20):
            for change_ms in (340, 370, 400):
                bench = HeartBench(flex((0, 100), (CHANGE_S, 20_000), bolus=slow))
                bench.set_time(CHANGE_S - 139, (1_000 - change_ms) * 1_000)
                bench.start()
                bench.at(asked_ms / 1_000, bench.press)
                bench.run_to(145)
                lead, lag = bench.worst()
                self.assertTrue(lead <= ONE_STEP and lag <= ONE_STEP, (asked_ms, change_ms, lead, lag))
                self.assertFalse(bench.heart.pacing.merged.running)


class OverManyChanges(unittest.TestCase):
    @proves("D1", "D6", "B5", "D9")
    def test_a_change_every_five_seconds(self):
        flows = (100, 9_000, 48, 14_000, 700, 3_000, 12_000, 250)
        changes = [(0, 500)] + [(CHANGE_S + 5 * n, flows[n % 8]) for n in range(15)]
        bench = running(flex(*changes, bolus=BOLUS), CHANGE_S - 10)
        bench.at(5, bench.press)
        bench.run_to(100)
        lead, lag = bench.worst()
        self.assertTrue(lead <= ONE_STEP and lag <= ONE_STEP, (lead, lag))
        ended = bench.of_kind(record_kinds.BOLUS_ENDED)
        self.assertEqual([h[2:5] for h in ended], [(PATIENT, 213, 0)])
        self.assertTrue(64 <= ended[0][1] <= 66, ended)
        self.assertEqual(bench.heart.lateness.stalls, 0)

    @proves("B5")
    def test_its_steps_are_even_among_those_of_the_basal(self):
        # 213 steps in 60 s are 3.55 a second: never more than one away from that, whatever the basal does
        bench = running(flex((0, 500), (CHANGE_S, 9_000), (CHANGE_S + 20, 48), bolus=BOLUS), CHANGE_S - 30)
        bench.at(10, bench.press)
        given = []
        bench.run_to(10.01)
        while bench.history.bolus_kind == PATIENT:
            bench.turn()
            given.append((bench.clock.tick_us, bench.history.bolus_given))
        for tick_us, steps in given:
            due = min((tick_us - 10_000_000) * 213 // 60_000, 213_000)
            self.assertTrue(due - 1_600 <= 1_000 * steps <= due + 1_000, (tick_us, steps, due))


if __name__ == "__main__":
    unittest.main()
