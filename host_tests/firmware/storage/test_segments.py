"""When a new segment of the ledger is begun: so often that a replay moves no dose far, and no oftener."""

# pyright: reportAttributeAccessIssue=false

import unittest

from bench_of_heart import HeartBench
from example_orders import fast_therapy, therapy
from ledger_state import replayed
from storage import checkpoint, records
from storage.ledger import KNOWN, SEGMENTS
from support import proves
from therapy.memory.dose_window import BUCKET_S
from watched_flash import watched


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
