"""A flex basal: every change of period at its second, with the phase that the flow before it left."""

# pyright: reportAttributeAccessIssue=false

import unittest

from bench_of_heart import HOUR_S, HeartBench
from example_orders import MG, flex, therapy
from ideal_engine import gaps_of
from support import proves
from therapy.memory import record_kinds

HALF_A_STEP = 502  # in thousandths, and the rounding of a microsecond
CHANGE_S = 8 * HOUR_S
SLOW, FAST = 48, 24_000  # uL a day: a step in 33.75 s, and one in 67.5 ms


def running(order, second_of_week, us=0):
    bench = HeartBench(order)
    bench.set_time(second_of_week, us)
    bench.start()
    return bench


def to_100_us(edges):
    """Rounded: a change of flow may cost a microsecond."""
    return [(edge + 50) // 100 for edge in edges]


class AtTheSecond(unittest.TestCase):
    """D1 allows a step; a cadence that keeps its phase needs half of one."""

    def check(self, bench):
        lead, lag = bench.worst()
        self.assertTrue(lead <= HALF_A_STEP, lead)
        self.assertTrue(lag <= HALF_A_STEP, lag)
        due = bench.integral.whole_steps(bench.time.now_us)
        self.assertTrue(abs(due - 1000 * len(bench.engine.made())) <= HALF_A_STEP, due)
        self.assertEqual(bench.of_kind(record_kinds.NOT_GIVEN), [])
        self.assertEqual(bench.heart.lateness.stalls, 0)

    @proves("D1")
    def test_from_any_flow_to_any_other(self):
        for before, after in ((100, 1_000), (SLOW, FAST), (FAST, SLOW), (FAST, 300), (3_000, FAST)):
            for ahead_s, us in ((60, 0), (33, 123_456), (7, 999_999)):
                bench = running(flex((0, before), (CHANGE_S, after)), CHANGE_S - ahead_s, us)
                bench.run_for(ahead_s + 40)
                self.check(bench)

    @proves("D1")
    def test_the_arithmetic_of_one_change(self):
        # 100 uL/day is a step in 16.2 s, 1000 uL/day one in 1.62 s. Steps at 8.1 and 24.3 s; the change at 30 s finds
        # 5.7 s of 16.2 s gone, so 10.5 / 16.2 of a step is left: 1.05 s at the new flow.
        bench = running(flex((0, 100), (CHANGE_S, 1_000)), CHANGE_S - 30)
        bench.run_to(36)
        self.assertEqual(to_100_us(bench.engine.made()), [81_000, 243_000, 310_500, 326_700, 342_900, 359_100])

    @proves("D1")
    def test_fast_slow_fast_with_seconds_between(self):
        changes = [(0, SLOW)] + [(CHANGE_S + 7 * n, FAST if n % 2 else SLOW) for n in range(1, 10)]
        bench = running(flex(*changes), CHANGE_S - 3, 250_000)
        bench.run_for(90)
        self.check(bench)

    @proves("D1")
    def test_a_change_that_falls_between_two_queued_steps_of_a_fast_flow(self):
        for us in (0, 20_000, 40_000, 60_000, 66_000):
            for after in (SLOW, 12_000, 23_000):
                bench = running(flex((0, FAST), (CHANGE_S, after)), CHANGE_S - 5, us)
                bench.run_for(30)
                self.check(bench)

    @proves("D1")
    def test_periods_shorter_than_the_time_between_two_steps(self):
        # 48 uL/day with a second of 600 uL/day every 3 s: a step in 2.7 s would come every 5.5 s or so
        changes = [(n, 48 if n % 3 else 600) for n in range(16)]
        bench = running(flex(*changes), 0)
        bench.run_for(120)
        self.check(bench)

    @proves("D1")
    def test_no_step_waits_for_a_gap_that_the_flow_between_did_not_have(self):
        # A quarter of a step at 48 uL/day, then two thirds in a second at 3 mL/day: the next is due after 9 s, not 33.
        bench = running(flex((0, 48), (CHANGE_S, 1_000), (CHANGE_S + 1, 48)), CHANGE_S - 25)
        bench.run_for(70)
        self.check(bench)

    @proves("D1")
    def test_over_midnight_and_over_the_end_of_the_week(self):
        order = flex((0, 1_000))
        order["periods"] = [[0b0111111, 0, 25 * MG], [0b1000000, 0, 75 * MG], [0b0111111, CHANGE_S, 50 * MG]]
        for second in (6 * 86_400 - 20, 7 * 86_400 - 20, 86_400 - 20):
            bench = running(order, second)
            bench.run_for(60)
            self.check(bench)

    @proves("D1", "D10")
    def test_the_loop_sleeps_no_less_because_a_change_comes(self):
        bench = running(flex((0, FAST), (CHANGE_S, SLOW)), CHANGE_S - 5)
        bench.run_for(4)
        before = bench.loop.turns
        bench.run_for(10)
        self.assertTrue(bench.loop.turns - before <= 30, bench.loop.turns - before)


class WithAFullQueue(unittest.TestCase):
    @proves("D1", "D10")
    def test_the_first_step_of_a_slow_period_is_not_slept_through(self):
        # A loop that wakes every 50 ms queues a step in 67.5 ms in words of one: five words fill the queue. Then the
        # flow drops to a step in 0.9 s; the next is due after less than that.
        for us in range(0, 1_000_000, 90_000):
            bench = running(flex((0, FAST), (CHANGE_S, 1_800)), CHANGE_S - 4, us)

            def wakes_early_us(asked_us, bench=bench):
                return min(0, 50_000 - asked_us) if bench.heart.basal.whole_us < 100_000 else 0

            bench.late_us = wakes_early_us
            bench.run_for(8)
            self.assertEqual(bench.of_kind(record_kinds.NOT_GIVEN), [])
            lead, lag = bench.worst()
            self.assertTrue(lead <= HALF_A_STEP and lag <= HALF_A_STEP, (us, lead, lag))


class CommandsJustBeforeAChange(unittest.TestCase):
    """What is planned ahead for the change is taken back where a command comes before it."""

    AHEAD_S = (0.02, 0.15, 0.3, 0.45, 0.52)

    def check(self, bench, limit=HALF_A_STEP):
        lead, lag = bench.worst()
        self.assertTrue(lead <= limit and lag <= limit, (lead, lag))
        self.assertEqual(bench.of_kind(record_kinds.NOT_GIVEN), [])

    @proves("D1")
    def test_a_start_does_not_run_the_next_flow_early(self):
        for ahead_s in self.AHEAD_S:
            for before, after in ((SLOW, FAST), (FAST, SLOW)):
                bench = running(flex((0, before), (CHANGE_S, after)), CHANGE_S - 1, int(1_000_000 * (1 - ahead_s)))
                bench.run_for(20)
                self.check(bench)

    @proves("D1", "D8")
    def test_a_stop_and_a_start_before_it_leave_the_old_flow(self):
        for ahead_s in self.AHEAD_S:
            for before, after in ((SLOW, FAST), (FAST, SLOW), (1_000, FAST)):
                bench = running(flex((0, before), (CHANGE_S, after)), CHANGE_S - 20)
                bench.at(20 - ahead_s, bench.desk.stop)
                bench.at(20 - ahead_s + 0.005, bench.desk.start)
                bench.run_for(40)
                self.check(bench)

    @proves("D1", "D8")
    def test_a_stop_over_it_keeps_the_phase_of_what_was_taken_back(self):
        # 1000 uL/day is a step in 1.62 s, 24 mL/day one in 67.5 ms: one queued 0.4 s ahead is a quarter of a step away
        for ahead_s in self.AHEAD_S:
            for before, after in ((1_000, FAST), (FAST, 1_000), (SLOW, FAST)):
                bench = running(flex((0, before), (CHANGE_S, after)), CHANGE_S - 20)
                bench.at(20 - ahead_s, bench.desk.stop)
                bench.at(25, bench.desk.start)
                bench.run_for(40)
                self.check(bench)

    @proves("D1", "D5")
    def test_another_therapy_takes_over_from_the_flow_that_runs(self):
        new = therapy(basal_pg_per_day=150 * MG, max_dose_pg_per_day=1_250 * MG)
        for ahead_s in self.AHEAD_S:
            for before, after in ((1_000, FAST), (FAST, 1_000), (SLOW, FAST)):
                bench = running(flex((0, before), (CHANGE_S, after)), CHANGE_S - 20)
                bench.at(20 - ahead_s, lambda bench=bench: bench.confirm(new))
                bench.run_for(40)
                self.check(bench)

    @proves("D1", "D10")
    def test_a_therapy_put_in_force_with_a_slow_flash_begins_when_it_is_written(self):
        bench = running(flex((0, SLOW)), 0)
        bench.run_to(20)
        bench.files.on_write = lambda: bench.stall(400_000)
        bench.confirm(flex((0, FAST)))
        bench.run_for(60)
        self.check(bench, 1_001)


class WhileStopped(unittest.TestCase):
    @proves("D1")
    def test_periods_that_pass_change_the_flow_and_not_the_phase(self):
        # stopped 4.3 of 16.2 s before the step at 24.3 s; started in a period of ten times the flow: 0.43 s
        bench = running(flex((0, 100), (CHANGE_S, 300), (CHANGE_S + 60, 1_000)), CHANGE_S - 30)
        bench.at(20, bench.desk.stop)
        bench.at(120, bench.desk.start)
        bench.run_to(122.5)
        self.assertEqual(to_100_us(bench.engine.made()), [81_000, 1_204_300, 1_220_500])

    @proves("D1")
    def test_nothing_is_given_for_the_time_in_which_the_start_is_written(self):
        bench = running(flex((0, SLOW), (CHANGE_S, FAST)), CHANGE_S - 60)
        bench.at(20, bench.desk.stop)

        def start_with_a_slow_flash():
            bench.files.on_write = lambda: bench.stall(400_000)
            bench.desk.start()

        bench.at(59.9, start_with_a_slow_flash)
        bench.run_to(80)
        lead, lag = bench.worst()
        self.assertTrue(lead <= HALF_A_STEP and lag <= HALF_A_STEP, (lead, lag))
        self.assertTrue(min(gaps_of(bench.engine.made())) >= 67_499)


if __name__ == "__main__":
    unittest.main()
