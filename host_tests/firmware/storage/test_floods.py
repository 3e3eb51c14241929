"""Requests in a flood and at the worst moments: nothing given is forgotten, nothing starves or is crowded out."""

# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

import unittest

from bench_of_heart import HeartBench
from example_orders import MG, fast_therapy, patient_bolus
from ledger_state import replayed
from memory_files import MemoryFiles
from support import proves
from therapy.alarms import alarm_table
from therapy.memory.record_kinds import ALARM_ON, NOT_GIVEN
from units.refused import Refused

A_MONDAY = 9_450
FLASH_US = 20_000


def counted_after_a_cut(bench):
    """Steps that a pump which boots over the flash as it is now counts as given."""
    return HeartBench(files=bench.files.copy()).history.given.value()


def running(order, seconds=20, flash_us=FLASH_US):
    bench = HeartBench(order)
    bench.files.on_write = lambda: bench.stall(flash_us)
    bench.start()
    bench.run_to(seconds)
    return bench


class AStartRightAfterAStop(unittest.TestCase):
    @proves("P1", "B4", "D8")
    def test_what_is_queued_is_always_on_record(self):
        for turns in range(1, 6):
            bench = running(fast_therapy(20))
            bench.desk.stop()
            for _ in range(turns):
                bench.turn()
            if bench.state() == "stopped":
                bench.desk.start()
            for _ in range(40):
                bench.turn()
                queued = len(bench.engine.planned())
                self.assertTrue(counted_after_a_cut(bench) >= queued, (turns, queued))


class AFlood(unittest.TestCase):
    REQUESTS = (
        lambda bench: bench.clock_desk.set_time(A_MONDAY, 43_000),
        lambda bench: bench.clock_desk.forget_time(),
        lambda bench: bench.desk.prime() or bench.desk.stop_bolus(),
        lambda bench: bench.reservoir_desk.refill(20_000_000, 19_000_000, False),
        lambda bench: bench.desk.stop_bolus(),
    )

    def flood(self, request, seconds, flash_us):
        bench = running(fast_therapy(20), 5, flash_us)
        until_us = bench.time.now_us + int(seconds * 1_000_000)
        longest = 0
        while bench.time.now_us < until_us:
            try:
                request(bench)
            except Refused:
                pass
            bench.time.now_us += 1_000
            bench.turn()
            longest = max(longest, *(len(bench.files.stored[name]) for name in ("ledger-a", "ledger-b")))
        return bench, longest

    @proves("D1", "P5", "P6")
    def test_delivery_goes_on_and_the_ledger_stays_short(self):
        for number, request in enumerate(self.REQUESTS):
            for seconds, flash_us in ((60, FLASH_US), (150, 390_000)):
                self.check(*self.flood(request, seconds, flash_us), (number, flash_us))

    def check(self, bench, longest, number):
        self.assertEqual((bench.state(), bench.of_kind(NOT_GIVEN)), ("running", []), number)
        self.assertTrue(longest <= 2_500 + 192 * 40, (number, longest))
        self.assertEqual(counted_after_a_cut(bench) >= len(bench.engine.planned()), True)


class TooManyToWrite(unittest.TestCase):
    @proves("P5", "A5")
    def test_denials_that_cannot_be_written_crowd_out_no_alarm(self):
        bench = running(fast_therapy(20, bolus=patient_bolus(dose_pg=MG // 40, over_s=30)), 5)
        bench.supply.low = True
        bench.run_for(1)
        for _ in range(100):
            bench.heart.ask_patient_bolus()
        for alarm in (alarm_table.INTEGRITY_FAILED, alarm_table.REFILL_DISCREPANCY, alarm_table.DOSE_MISSED):
            bench.alarms.strike(alarm)
        bench.supply.low = False
        bench.run_for(5)
        again = bench.reset()
        begun = [happening[2] for happening in bench.of_kind(ALARM_ON)]
        for alarm in (alarm_table.INTEGRITY_FAILED, alarm_table.REFILL_DISCREPANCY, alarm_table.DOSE_MISSED):
            self.assertTrue(again.shown(alarm), alarm)
            self.assertTrue(alarm in begun, "and in the log")

    @proves("P5", "P1")
    def test_events_that_were_dropped_all_the_same_are_in_the_next_checkpoint(self):
        bench = running(fast_therapy(20), 5)
        for _ in range(60):
            bench.alarms.strike(alarm_table.DOSE_MISSED)
            bench.alarms.acknowledge(alarm_table.DOSE_MISSED)
        bench.alarms.strike(alarm_table.REFILL_DISCREPANCY)
        self.assertTrue(bench.book.events.dropped > 0)
        latched = list(bench.history.latched.words)
        bench.run_for(10)
        self.assertEqual(list(replayed(bench.files)[1].latched.words), latched)


class AMixtureThatIsCorrected(unittest.TestCase):
    @proves("B3", "B4")
    def test_no_step_of_the_stronger_one_counts_as_one_of_the_weaker(self):
        for phase in range(12):
            strong = {"drugs": [["morphine", 50 * MG]], "basal_pg_per_day": 900 * MG, "max_dose_pg_per_day": 1_200 * MG}
            weak = dict(strong, drugs=[["morphine", 5 * MG]], basal_pg_per_day=90 * MG)
            bench = running(fast_therapy(18, **strong), 10 + phase * 0.37)
            total, given = bench.history.window.total.value(), bench.history.given.value()
            order = fast_therapy(18, **weak)
            bench.confirm(order)
            while bench.prescription().order != order:
                bench.turn()
            of_strong = bench.programming.line.fronts[-1][0] - given
            bench.run_for(1.5)
            made = bench.history.given.value() - given
            least = of_strong * 50 * 18_750 + (made - of_strong) * 5 * 18_750
            self.assertTrue(bench.history.window.total.value() - total >= least, phase)


class AQuietYear(unittest.TestCase):
    @proves("P1", "P2")
    def test_a_log_in_which_nothing_happens_for_long_locks_nothing(self):
        bench = HeartBench(fast_therapy(1), files=MemoryFiles())
        bench.start()
        bench.run_to(20)
        while not bench.recorder.is_clear():
            bench.turn()
        for segment in range(20_000):
            bench.history.advance(bench.history.t_s + 600)
            if segment % 40 == 0 or segment > 19_990:
                bench.recorder.begin_segment()
            else:
                bench.ledger.sequence += 1  # as many numbers as segments would have taken
        again = HeartBench(files=bench.files.copy())
        self.assertTrue(again.recovery.is_known, again.recovery.why)


if __name__ == "__main__":
    unittest.main()
