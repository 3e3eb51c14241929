"""What goes on flash, when and in which order: one operation a turn, the log after the ledger, then a reservation."""

import unittest

from bench_of_heart import MG, HeartBench, MemoryFiles, fast_therapy, patient_bolus, therapy
from event_log_state import MARK, OTHER, check_follows_the_ledger, whole_events
from ledger_state import replayed
from storage import checkpoint, records
from storage.event_log import FOLDER, MOST_RECORDS
from storage.held import FILES
from storage.ledger import KNOWN, SEGMENTS
from support import proves
from therapy.alarms import alarm_table
from therapy.memory.dose_window import BUCKET_S
from therapy.memory.record_kinds import DOSE_CHANGES, GRANTED, PRESCRIBED, RESET, SETTLED, STARTED, STOPPED

LOG = "log/00001"
ORDER = therapy(bolus=patient_bolus(dose_pg=MG // 40, over_s=60))


class Watched(MemoryFiles):
    """Remembers each operation: (method, name)."""

    def __init__(self):
        super().__init__()
        self.done = []

    def replace(self, name, content):
        super().replace(name, content)
        self.done.append(("replace", name))

    def append(self, name, content):
        super().append(name, content)
        self.done.append(("append", name))

    def overwrite(self, name, content):
        super().replace(name, content)
        self.done.append(("overwrite", name))

    def remove(self, name):
        super().remove(name)
        self.done.append(("remove", name))

    def take(self):
        done, self.done = self.done, []
        return done


def watched(order=ORDER):
    bench = HeartBench(order, files=Watched())
    bench.files.take()
    return bench


def in_use(bench):
    return SEGMENTS[bench.ledger._segment]


def quiet(bench):
    """Everything is on record."""
    while not bench.recorder.is_clear():
        bench.turn()
    bench.files.take()


def kinds(bench):
    return [event[0] for event in whole_events(bench.files)]


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
    def test_a_start_is_on_record_then_in_the_log_then_reserved_and_only_then_running(self):
        bench = watched()
        bench.desk.start()
        turns = []
        while bench.state() != "running":
            bench.turn()
            turns.append((bench.files.take(), bench.history.ceiling.value()))
        turns = [turn for turn in turns if turn[0]]
        expected = [
            [("append", in_use(bench))],
            [("append", LOG)],
            [("overwrite", FILES[0])],
            [("overwrite", FILES[1])],
        ]
        self.assertEqual([done for done, _ceiling in turns], expected)
        ceilings = [ceiling for _done, ceiling in turns]
        self.assertEqual((ceilings[:3], ceilings[3] > 0), ([0, 0, 0], True))
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
    def test_a_weaker_mixture_settles_right_after_the_reservation_that_follows_it(self):
        bench = watched(fast_therapy(12))
        bench.start()
        bench.run_for(5)
        quiet(bench)
        bench.confirm(fast_therapy(12, drugs=[["morphine", 20 * MG]], basal_pg_per_day=240 * MG))
        while not bench.history.dose_lags():
            bench.turn()
        bench.files.take()
        while bench.history.dose_lags():
            bench.turn()
        stored = bench.files.stored[in_use(bench)]
        while bench.files.stored[in_use(bench)] == stored or not bench.recorder.is_clear():
            bench.turn()
        last = records.unpack(
            bench.files.stored[in_use(bench)], len(bench.files.stored[in_use(bench)]) - records.LENGTH
        )
        self.assertEqual((last[0], last[6]), (SETTLED, DOSE_CHANGES))
        done = bench.files.take()
        place = done.index(("overwrite", FILES[1]))
        self.assertEqual(done[place - 1 : place + 2], [("overwrite", FILES[0]), done[place], ("append", in_use(bench))])
        self.assertTrue(PRESCRIBED in kinds(bench) and SETTLED not in kinds(bench))


def ceiling_on_flash(bench, name):
    """(count, place in the ledger, lifetime steps) that this half reserves up to."""
    record = records.unpack(bench.files.stored[name])
    return record[1], record[2], record[4] * 1_000_000 + record[5] + record[6]


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
                self.assertEqual([event[0] for event in events[len(before) :]][-1], RESET)
                self.assertTrue(len(events) > len(before) + 1)
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
        self.assertEqual(log, [("append", "log/00013"), ("remove", "log/00001"), ("append", "log/00013")])

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
        self.assertTrue(RESET in [event[0] for event in new] and len(new) > 2)
        self.assertEqual({event[MARK] for event in new}, {0})
        self.assertEqual({name: files.stored[name] for name in kept}, kept)
        self.assertTrue(bench.book.is_clear())


class Segments(unittest.TestCase):
    @proves("B3", "B4", "P6")
    def test_a_new_one_is_begun_every_ten_minutes_while_it_runs(self):
        # where a step is due almost all the time, it waits for the next reservation: half of one at most
        for order, late_s in ((therapy(), 5), (fast_therapy(12), 5), (fast_therapy(3), 150)):
            bench = watched(order)
            bench.start()
            begun = []
            while bench.time.now_us < (6 * BUCKET_S + late_s) * 1_000_000:
                bench.turn()
                for method, name in bench.files.take():
                    if method == "replace" and name in SEGMENTS:
                        begun.append((bench.history.t_s // BUCKET_S, name))
                        self.assertTrue(bench.history.t_s % BUCKET_S <= late_s, bench.history.t_s)
            self.assertEqual([bucket for bucket, _name in begun], [1, 2, 3, 4, 5, 6])
            self.assertTrue(all(begun[at][1] != begun[at + 1][1] for at in range(5)), "in turn")

    @proves("P6")
    def test_none_is_begun_while_it_is_stopped(self):
        bench = watched()
        bench.run_for(6 * BUCKET_S)
        self.assertEqual([name for method, name in bench.files.take() if method == "replace" and name in SEGMENTS], [])

    @proves("B3", "B4")
    def test_a_replay_moves_no_dose_by_more_than_one_bucket(self):
        for order in (fast_therapy(2), therapy()):
            bench = HeartBench(order)
            bench.start()
            for minute in range(2, 90, 7):
                bench.run_to(60 * minute)
                found, history, _ = replayed(bench.files)
                self.assertEqual(found, KNOWN)
                live, again = bench.history.window, history.window
                later_pg = reserved_pg = 0
                for ago in range(12):
                    place = (live.bucket - ago) % len(live.micrograms)
                    later_pg += of(again, place) - of(live, place)
                    reserved_pg = max(reserved_pg, bucket_pg(bench))
                    self.assertTrue(abs(later_pg) <= reserved_pg, (minute, ago, later_pg))

    @proves("P1", "P6")
    def test_a_full_one_is_followed_by_the_next(self):
        bench = watched()
        for _ in range(70):
            bench.desk.start()
            bench.run_for(0.5)
            bench.desk.stop()
            bench.run_for(0.5)
        self.assertTrue(any(method == "replace" and name in SEGMENTS for method, name in bench.files.take()))
        for name in SEGMENTS:
            stored = bench.files.stored[name]
            self.assertTrue((len(stored) - checkpoint.length_of(stored)) // records.LENGTH <= 128 + 63)
        self.assertEqual(replayed(bench.files)[0], KNOWN)


def of(window, place):
    return window.micrograms[place] * 1_000_000 + window.picograms[place]


def bucket_pg(bench):
    """What ten minutes of the basal give, and a reservation."""
    rx = bench.prescription()
    return rx.order["basal_pg_per_day"] * BUCKET_S // 86_400 + bench.heart.governor.largest_reservation * 470_000


if __name__ == "__main__":
    unittest.main()
