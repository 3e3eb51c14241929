"""A loop that is late: half a second or less is made up gently, what is later is not, and both are counted."""

# pyright: reportAttributeAccessIssue=false

import unittest

from bench_of_heart import HeartBench
from example_orders import MG, fast_therapy, patient_bolus, therapy
from ideal_engine import gaps_of
from support import proves
from therapy.alarms import alarm_table
from therapy.memory import record_kinds

ONE_STEP = 1_001
EIGHT_STEPS = 8_000


class FlashWrites(unittest.TestCase):
    """Each write stalls the processor for 45 ms, typically, or 400 ms at worst; PIO goes on with what is queued."""

    def slow_flash(self, bench, stall_us):
        bench.files.on_write = lambda: bench.stall(stall_us)

    @proves("D1", "D10")
    def test_the_longest_write_delays_no_step_at_any_rate(self):
        for order in (therapy(), fast_therapy(1), fast_therapy(3), fast_therapy(6), fast_therapy(24)):
            for stall_us in (45_000, 400_000):
                bench = HeartBench(order)
                self.slow_flash(bench, stall_us)
                bench.start()
                written = bench.files.writes
                for _ in range(12):
                    bench.book.record(record_kinds.ALARM_ACKNOWLEDGED)
                    bench.run_for(0.7)
                lead, lag = bench.worst()
                self.assertTrue(bench.files.writes >= written + 4)
                self.assertTrue(lead <= ONE_STEP and lag <= ONE_STEP, (lead, lag))
                self.assertEqual(bench.heart.lateness.stalls, 0)

    @proves("D1", "D10")
    def test_a_bolus_goes_on_through_the_longest_writes(self):
        bench = HeartBench(therapy(bolus=patient_bolus(dose_pg=MG // 40, over_s=30)))
        self.slow_flash(bench, 400_000)
        bench.start()
        bench.at(20, bench.press)
        bench.run_to(80)
        lead, lag = bench.worst()
        self.assertTrue(lead <= ONE_STEP and lag <= ONE_STEP, (lead, lag))
        self.assertEqual(bench.of_kind(record_kinds.NOT_GIVEN), [])


class AStall(unittest.TestCase):
    """The queue holds half a second; a stall that is longer delays the steps after it."""

    def stalled(self, ml_per_day, late_us, until_s, at_s=5):
        bench = HeartBench(fast_therapy(ml_per_day))
        bench.start()
        bench.run_to(at_s)
        bench.turn()
        tick_us = bench.clock.tick_us
        bench.stall(tick_us + bench.heart.basal.to_next_us + late_us - bench.time.now_us)
        bench.run_to(until_s)
        return bench

    @proves("D1", "D10")
    def test_up_to_half_a_second_is_made_up_within_15_s_and_counted(self):
        for ml_per_day in (3, 24):
            bench = self.stalled(ml_per_day, 499_000, 22)
            lead, lag = bench.worst()
            self.assertTrue(lead <= ONE_STEP, lead)
            self.assertTrue(ONE_STEP < lag + 600 and lag <= EIGHT_STEPS, lag)
            self.assertTrue(bench.heart.lateness.stalls > 0)
            self.assertTrue(480_000 <= bench.heart.lateness.worst_us <= 500_000, bench.heart.lateness.worst_us)
            self.assertEqual(bench.history.not_given.value(), 0)
            self.assertEqual(bench.of_kind(record_kinds.NOT_GIVEN), [])
            due = bench.integral.whole_steps(bench.time.now_us)
            self.assertTrue(abs(due - 1000 * len(bench.engine.made())) <= ONE_STEP)

    @proves("D1", "D10")
    def test_it_is_made_up_at_no_more_than_1_05_times_the_rate(self):
        for ml_per_day, interval_us in ((3, 540_000), (24, 67_500)):
            gaps = gaps_of(self.stalled(ml_per_day, 499_000, 20).engine.made())
            self.assertTrue(min(gaps) >= interval_us * 20 // 21, min(gaps))
            self.assertTrue(min(gaps) < interval_us * 21 // 22, min(gaps))

    @proves("D1", "D10")
    def test_the_rate_is_the_present_one_again_after_15_s(self):
        bench = self.stalled(24, 499_000, 25)
        late = [edge for edge in bench.engine.made() if edge > 21_000_000]
        self.assertEqual(set(gaps_of(late)), {67_500})

    @proves("D1")
    def test_the_loop_does_not_spin_while_it_makes_up(self):
        for ml_per_day in (3, 24):
            self.assertTrue(self.stalled(ml_per_day, 499_000, 15).loop.turns <= 150)

    @proves("D1", "D10")
    def test_reservations_are_still_written_while_it_makes_up(self):
        # 3 mL/day at 25 steps a reservation: a step in 540 ms, made up over ten seconds
        bench = HeartBench(fast_therapy(3))
        bench.heart.governor.largest_reservation = 25
        bench.start()
        while not 12 <= bench.history.reserved_steps() <= 14 or bench.history.given.value() < 30:
            bench.turn()
        bench.stall(bench.clock.tick_us + bench.heart.basal.to_next_us + 450_000 - bench.time.now_us)
        bench.run_for(20)
        self.assertEqual(bench.history.not_given.value(), 0)
        due = bench.integral.whole_steps(bench.time.now_us)
        self.assertTrue(abs(due - 1000 * len(bench.engine.made())) <= ONE_STEP)

    @proves("D1", "D10")
    def test_with_nothing_reserved_the_record_is_written_at_once(self):
        # 3 mL/day: the 540 ms from step to step never leave 450 ms before a step that is already late
        bench = HeartBench(fast_therapy(3))
        bench.start()
        bench.run_to(5)
        while bench.heart.governor.queue.queued:
            bench.loop.tick()
            bench.stall(10_000)
        bench.history.ceiling.copy(bench.history.given)
        bench.stall(800_000)
        bench.run_to(20)
        due = bench.integral.whole_steps(bench.time.now_us)
        self.assertTrue(abs(due - 1000 * len(bench.engine.made())) <= 2 * ONE_STEP)

    @proves("D10")
    def test_what_is_later_than_half_a_second_is_never_made_up(self):
        bench = self.stalled(24, 1_000_000, 30)
        # due at 0, 67.5, 135, ... 472.5 ms of the second: 8 steps are more than 0.5 s late, the rest are made up
        self.assertEqual(bench.history.not_given.value(), 8)
        self.assertEqual([h[2] for h in bench.of_kind(record_kinds.NOT_GIVEN)], [8])
        self.assertEqual(bench.history.not_given.value(), 8)
        self.assertTrue(bench.shown(alarm_table.DOSE_MISSED))
        due = bench.integral.whole_steps(bench.time.now_us)
        self.assertTrue(abs(due - 1000 * (len(bench.engine.made()) + 8)) <= ONE_STEP)
        self.assertTrue(min(gaps_of(bench.engine.made())) >= 67_500 * 20 // 21)

    @proves("D10")
    def test_a_slow_rate_loses_the_one_step_that_was_too_late(self):
        bench = HeartBench(therapy())
        bench.start()
        bench.run_to(10)
        bench.stall(16_200_000)
        bench.run_to(60)
        # steps at 8.1, 24.3 (made up or not given), 40.5 and 56.7 s
        self.assertEqual(bench.history.not_given.value(), 1)
        self.assertEqual(len(bench.engine.made()), 3)
        self.assertTrue(bench.shown(alarm_table.DOSE_MISSED))

    @proves("D10", "B5")
    def test_a_stall_in_a_bolus_neither_lengthens_it_nor_hurries_it(self):
        order = therapy(bolus=patient_bolus(dose_pg=MG // 40, over_s=20))
        bench = HeartBench(order)
        bench.start()
        bench.at(10, bench.press)
        bench.at(20, lambda: bench.stall(3_000_000))
        bench.run_to(60)
        ended = bench.of_kind(record_kinds.BOLUS_ENDED)[0]
        lost = bench.history.not_given.value()
        self.assertTrue(5 <= lost <= 8, lost)
        self.assertEqual(ended[3] + lost, 53)
        self.assertEqual(bench.history.by_kind[1].value(), ended[3])
        self.assertTrue(29 <= ended[1] <= 32, ended[1])
        self.assertTrue(min(gaps_of(bench.engine.made())) >= 368_000 * 20 // 21)

    @proves("D10")
    def test_an_alarm_for_a_missed_dose_stays_until_it_is_acknowledged(self):
        bench = self.stalled(24, 1_000_000, 10)
        self.assertTrue(bench.shown(alarm_table.DOSE_MISSED))
        bench.desk.acknowledge("dose-missed")
        self.assertFalse(bench.shown(alarm_table.DOSE_MISSED))

    @proves("D10")
    def test_lateness_of_20_ms_or_less_is_no_stall(self):
        bench = self.stalled(24, 19_000, 10)
        self.assertEqual(bench.heart.lateness.stalls, 0)
        self.assertTrue(18_000 <= bench.heart.lateness.worst_us <= 20_000)


class JitteredTurns(unittest.TestCase):
    @proves("D1", "D10")
    def test_turns_that_come_up_to_50_ms_late_move_no_step(self):
        for order in (therapy(), fast_therapy(3), fast_therapy(24)):
            bench = HeartBench(order)
            late = [7]

            def late_us(_asked, late=late):
                late[0] = (late[0] * 1_103 + 12_345) % 65_521
                return late[0] % 50_000

            bench.late_us = late_us
            bench.start()
            bench.run_for(20)
            lead, lag = bench.worst()
            self.assertTrue(lead <= 502 and lag <= 502, (lead, lag))
            self.assertEqual(bench.heart.lateness.stalls, 0)

    @proves("D1")
    def test_a_turn_with_no_time_elapsed_changes_nothing(self):
        bench = HeartBench(fast_therapy(24))
        bench.start()
        for _ in range(40):
            bench.turn()
            for _ in range(3):
                bench.loop.turn()
        lead, lag = bench.worst()
        self.assertTrue(lead <= 502 and lag <= 502, (lead, lag))


if __name__ == "__main__":
    unittest.main()
