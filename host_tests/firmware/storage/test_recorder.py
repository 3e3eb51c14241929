"""What goes on flash, and in which order: one operation a turn, the log after the ledger, then a reservation."""

# pyright: reportOptionalSubscript=false, reportAttributeAccessIssue=false

import unittest

from bench_of_heart import HeartBench
from event_log_state import OTHER, check_follows_the_ledger, whole_events
from example_orders import MG, fast_therapy, patient_bolus
from storage import records
from storage.event_log import FOLDER, MOST_RECORDS
from storage.held import FILES
from storage.ledger import SEGMENTS
from storage.records import KIND, MARK, SEQUENCE, A, B, C
from support import proves
from therapy.alarms import alarm_table
from therapy.memory.record_kinds import DOSE_CHANGES, GRANTED, PRESCRIBED, RESET, SETTLED, STARTED, STOPPED
from watched_flash import ORDER, in_use, kinds, quiet, until, watched

LOG = "log/00001"


def ceiling_on_flash(bench, name):
    """(count, place in the ledger, lifetime steps) that this half reserves up to."""
    record = records.unpack(bench.files.stored[name])
    return record[MARK], record[SEQUENCE], record[A] * 1_000_000 + record[B] + record[C]


class TheOrder(unittest.TestCase):
    @proves("P6", "D10")
    def test_one_operation_a_turn_at_most(self):
        bench = watched(fast_therapy(12, bolus=patient_bolus(dose_pg=MG // 40, over_s=10)))
        bench.desk.start()
        bench.at(5, bench.press)
        bench.at(30, bench.desk.stop)
        operations = 0
        while bench.time.now_us < 40_000_000:
            bench.turn()
            done = bench.files.take()
            self.assertTrue(len(done) <= 1, done)
            operations += len(done)
        self.assertTrue(operations > 12)

    @proves("P1", "P2")
    def test_a_start_is_on_record_then_reserved_then_in_the_log_and_only_then_running(self):
        bench = watched()
        bench.desk.start()
        turns = []
        while bench.state() != "running" and len(turns) < 100:
            bench.turn()
            turns.append((bench.files.take(), bench.history.ceiling.value()))
        turns = [turn for turn in turns if turn[0]]
        expected = [
            [("append", in_use(bench))],
            [("overwrite", FILES[0])],
            [("overwrite", FILES[1])],
            [("append", LOG)],
        ]
        self.assertEqual([done for done, _ceiling in turns], expected)
        ceilings = [ceiling for _done, ceiling in turns]
        self.assertEqual((ceilings[:2], ceilings[2] > 0), ([0, 0], True))
        self.assertEqual(bench.engine.planned(), [])

    @proves("P1", "B4")
    def test_nothing_is_handed_out_that_only_the_first_half_reserves(self):
        bench = watched(fast_therapy(24))
        bench.start()
        halves = 0
        while bench.time.now_us < 120_000_000:
            bench.turn()
            if bench.ledger.held.is_half:
                halves += 1
                _, _, reserved = ceiling_on_flash(bench, FILES[1])
                self.assertEqual(bench.history.ceiling.value(), reserved)
            self.assertTrue(len(bench.engine.planned()) <= ceiling_on_flash(bench, FILES[1])[2])
        self.assertTrue(halves > 3)

    @proves("P1", "D8")
    def test_a_stop_is_on_record_before_what_it_takes_back(self):
        bench = watched(fast_therapy(24))
        bench.start()
        bench.run_for(3)
        quiet(bench)
        bench.desk.stop()
        bench.run_for(2)
        expected = [("append", in_use(bench)), ("append", LOG), ("overwrite", FILES[0]), ("overwrite", FILES[1])]
        self.assertEqual(bench.files.take(), expected)
        self.assertEqual(bench.history.reserved_steps(), 0)
        self.assertEqual(kinds(bench)[-1], STOPPED)

    @proves("P1", "B4")
    def test_a_weaker_mixture_counts_once_what_was_queued_before_it_is_made(self):
        bench = watched(fast_therapy(12))
        bench.start()
        bench.run_for(5)
        quiet(bench)
        bench.confirm(fast_therapy(12, drugs=[["morphine", 20 * MG]], basal_pg_per_day=240 * MG))
        until(bench, bench.history.dose_lags)
        bench.files.take()
        until(bench, lambda: not bench.history.dose_lags())
        until(bench, bench.book.rings_are_clear)
        last = records.unpack(
            bench.files.stored[in_use(bench)], len(bench.files.stored[in_use(bench)]) - records.LENGTH
        )
        self.assertEqual((last[KIND], last[C]), (SETTLED, DOSE_CHANGES))
        prescribed_s = [h[1] for h in bench.happened if h[0] == PRESCRIBED][-1]
        self.assertTrue(2 <= bench.history.t_s - prescribed_s <= 5)
        self.assertTrue(PRESCRIBED in kinds(bench) and SETTLED not in kinds(bench))


class TheLog(unittest.TestCase):
    @proves("P5")
    def test_it_has_what_the_ledger_has_a_turn_later_and_nothing_before_it(self):
        bench = watched(fast_therapy(12, bolus=patient_bolus(dose_pg=MG // 40, over_s=10)))
        bench.desk.start()
        bench.at(5, bench.press)
        bench.at(30, bench.desk.stop)
        while bench.time.now_us < 40_000_000:
            bench.turn()
            check_follows_the_ledger(bench.files, may_lack=bench.ledger.batch_count > 0)
        self.assertTrue(bench.recorder.is_clear())
        self.assertEqual(
            [kind for kind in kinds(bench) if kind in (STARTED, GRANTED, STOPPED)], [STARTED, GRANTED, STOPPED]
        )

    @proves("P5", "P3")
    def test_what_a_cut_kept_out_of_it_is_made_up_at_boot_once(self):
        bench = watched(fast_therapy(12, bolus=patient_bolus(dose_pg=MG // 40, over_s=10)))
        bench.desk.start()
        bench.at(5, bench.press)
        bench.at(30, bench.desk.stop)
        gaps = 0
        while bench.time.now_us < 32_000_000:
            bench.turn()
            if bench.ledger.batch_count:
                gaps += 1
                before = whole_events(bench.files)
                again = HeartBench(files=bench.files.copy())
                events = whole_events(again.files)
                self.assertEqual(events[: len(before)], before)
                added = [event[KIND] for event in events[len(before) :]]
                self.assertTrue(added.index(RESET) > 0, added)
                check_follows_the_ledger(again.files, segment=OTHER)
        self.assertTrue(gaps >= 3)

    @proves("P5", "P6")
    def test_a_full_file_costs_a_turn_for_the_next_and_one_for_the_oldest(self):
        bench = watched()
        bench.log._count = MOST_RECORDS
        bench.log._numbers = list(range(1, 13))
        bench.files.stored["log/00001"] = b"the oldest"
        bench.files.take()
        bench.desk.start()
        bench.run_for(1)
        log = [name for name in bench.files.take() if name[1].startswith(FOLDER)]
        self.assertEqual(log, [("replace", "log/00013"), ("remove", "log/00001"), ("append", "log/00013")])

    @proves("P5", "P4")
    def test_with_an_unknown_history_it_alone_goes_on_and_no_mark_points_to_a_ledger(self):
        used = HeartBench(ORDER)
        used.start()
        used.run_to(30)
        files = used.files.copy()
        files.stored["identity"] = b"?"
        kept = {name: files.stored[name] for name in SEGMENTS + FILES}
        before = len(whole_events(files))
        bench = HeartBench(files=files)
        bench.run_for(2)
        bench.alarms.acknowledge(alarm_table.HISTORY_UNKNOWN)
        bench.run_for(2)
        self.assertTrue(bench.recorder.detached and not bench.recorder.works())
        new = whole_events(files)[before:]
        self.assertTrue(RESET in [event[KIND] for event in new] and len(new) > 2)
        self.assertEqual({event[MARK] for event in new}, {0})
        self.assertEqual({name: files.stored[name] for name in kept}, kept)
        self.assertTrue(bench.book.is_clear())


if __name__ == "__main__":
    unittest.main()
