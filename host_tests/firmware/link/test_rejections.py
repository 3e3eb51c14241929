"""What is turned away is counted by kind, and on record once an hour a kind."""

import unittest

from link.rejections import HOUR_S, KINDS, NOT_AUTHENTIC, OVERSIZE, Rejections
from support import proves


class Counted(unittest.TestCase):
    def setUp(self):
        self.written = []
        self.has_room = True

    def record(self, kind, count):
        if self.has_room:
            self.written.append((kind, count))
        return self.has_room

    @proves("T2")
    def test_a_flood_is_one_record_an_hour_of_each_kind(self):
        rejected = Rejections(self.record)
        for t_s in range(0, 4 * HOUR_S, 60):
            for kind in range(len(KINDS)):
                rejected.count(kind)
                rejected.count(kind)
            rejected.work(t_s)
        self.assertEqual(len(self.written), 4 * len(KINDS))
        self.assertEqual([count for kind, count in self.written if kind == OVERSIZE], [2, 120, 120, 120])
        self.assertEqual(rejected.counts[OVERSIZE], 480)

    @proves("T2")
    def test_what_came_after_the_record_is_written_when_the_hour_is_over(self):
        rejected = Rejections(self.record)
        rejected.count(NOT_AUTHENTIC)
        rejected.work(100)
        rejected.count(NOT_AUTHENTIC)
        rejected.work(100 + HOUR_S - 1)
        self.assertEqual(self.written, [(NOT_AUTHENTIC, 1)])
        rejected.work(100 + HOUR_S)
        self.assertEqual(self.written, [(NOT_AUTHENTIC, 1), (NOT_AUTHENTIC, 1)])
        rejected.work(100 + 3 * HOUR_S)
        self.assertEqual(len(self.written), 2)

    @proves("T2")
    def test_nothing_is_lost_where_there_is_no_room_for_a_record(self):
        rejected = Rejections(self.record)
        self.has_room = False
        rejected.count(OVERSIZE)
        rejected.work(0)
        rejected.count(OVERSIZE)
        self.has_room = True
        rejected.work(1)
        self.assertEqual(self.written, [(OVERSIZE, 2)])


if __name__ == "__main__":
    unittest.main()
