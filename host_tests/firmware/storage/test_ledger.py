"""The ledger: what was written is what is read, in its order and whole; anything else is unknown."""

# pyright: reportAttributeAccessIssue=false

import unittest

from bench_of_heart import MemoryFiles
from ledger_state import replayed, state
from storage import records
from storage.ledger import KNOWN, MOST_RECORDS, NEW, SEGMENTS, UNKNOWN, Ledger
from storage.recorder import AT_ONCE
from support import proves
from therapy.memory.history import History
from therapy.memory.record_kinds import BOLUS_ENDED, DENIED, GRANTED, NOT_GIVEN, PRESCRIBED, RESERVE, STARTED, STOPPED
from units.dose_per_step import dose_per_step

PER_STEP = dose_per_step(18_746_300, 25_000_001)


class Writer:
    """A history and its ledger, as the recorder drives them."""

    def __init__(self):
        self.files = MemoryFiles()
        self.history = History()
        self.ledger = Ledger(self.files, AT_ONCE)
        self.ledger.begin_segment(self.history)
        self.ledger.begin_segment(self.history)

    def happen(self, kind, a=0, b=0, c=0, d=0):
        self.history.apply(kind, a, b, c, d)
        self.ledger.add(kind, self.history.t_s, a, b, c, d)

    def reserve(self, steps):
        given = self.history.given
        self.happen(RESERVE, given.millions, given.ones, steps, self.history.bolus_given)
        self.ledger.write()

    def make(self, kind, steps):
        for _ in range(steps):
            self.history.count(kind, 1)

    def read(self):
        return replayed(self.files)

    def newest(self):
        return SEGMENTS[self.ledger._segment]

    def run_a_while(self):
        """Start, basal, a whole bolus, a second one still open, and a reservation of 53 at the end."""
        self.history.advance(100)
        self.happen(PRESCRIBED, 1, 2, PER_STEP.whole_pg, PER_STEP.thousandth_pg)
        self.happen(STARTED)
        self.reserve(25)
        self.make(0, 20)
        self.history.advance(4_000)
        self.happen(GRANTED, 1, 50, 60)
        self.reserve(25)
        self.make(1, 24)
        self.make(0, 1)
        self.reserve(25)
        self.make(1, 26)
        self.history.advance(4_100)
        self.happen(BOLUS_ENDED, 1, 50, 0)
        self.make(0, 3)
        self.happen(NOT_GIVEN, 2)
        self.reserve(25)
        self.happen(GRANTED, 2, 70, 60)
        self.make(0, 2)
        self.make(2, 30)
        self.reserve(53)


class ReadingBack(unittest.TestCase):
    def test_a_flash_without_segments_is_new(self):
        self.assertEqual(Ledger(MemoryFiles(), AT_ONCE).load(History()), NEW)

    @proves("P1", "B4")
    def test_replay_gives_the_state_that_wrote_it(self):
        writer = Writer()
        writer.run_a_while()
        found, history, ledger = writer.read()
        self.assertEqual(found, KNOWN)
        self.assertEqual(state(history), state(writer.history))
        self.assertEqual(history.window.total.value(), writer.history.window.total.value())
        self.assertEqual(history.t_s, writer.history.t_s)
        self.assertEqual(ledger.sequence, writer.ledger.sequence)

    @proves("P1", "B4")
    def test_every_step_keeps_its_source_even_where_a_bolus_ended_between_two_reservations(self):
        writer = Writer()
        writer.run_a_while()
        _, history, _ = writer.read()
        self.assertEqual([kind.value() for kind in history.by_kind], [26, 50, 30, 0, 0])
        self.assertEqual((history.bolus_kind, history.bolus_steps, history.bolus_given), (2, 70, 30))

    @proves("P1", "B4")
    def test_what_was_made_after_the_last_reservation_lies_below_its_ceiling(self):
        writer = Writer()
        writer.run_a_while()
        given = writer.history.given.value()
        writer.make(2, 40)
        _, history, _ = writer.read()
        self.assertEqual(history.given.value(), given)
        self.assertEqual(history.reserved_steps(), 53)
        self.assertTrue(writer.history.given.value() <= history.ceiling.value())

    @proves("P1")
    def test_a_fresh_segment_goes_on_from_all_of_the_old_one(self):
        writer = Writer()
        writer.run_a_while()
        writer.ledger.begin_segment(writer.history)
        self.assertEqual(state(writer.read()[1]), state(writer.history))
        writer.make(2, 40)
        writer.happen(BOLUS_ENDED, 2, 70, 0)
        writer.reserve(25)
        self.assertEqual(state(writer.read()[1]), state(writer.history))

    @proves("P1", "B4")
    def test_of_two_segments_the_newer_is_read_even_if_nothing_was_recorded_in_between(self):
        # power that bounces: boots that begin a segment each and are cut before their first record
        for boots in range(1, 6):
            writer = Writer()
            writer.run_a_while()
            for _ in range(boots):
                writer.ledger.begin_segment(writer.history)
            writer.make(0, 7)
            writer.reserve(25)
            found, history, _ = writer.read()
            self.assertEqual((found, history.given.value()), (KNOWN, writer.history.given.value()))

    def test_it_is_full_after_so_many_records_and_empty_again_in_a_new_segment(self):
        writer = Writer()
        for _ in range(MOST_RECORDS // 32):
            self.assertFalse(writer.ledger.is_full())
            for _ in range(32):
                writer.happen(DENIED)
            writer.ledger.write()
        self.assertTrue(writer.ledger.is_full())
        writer.ledger.begin_segment(writer.history)
        self.assertFalse(writer.ledger.is_full())

    @proves("B4", "P1")
    def test_a_weaker_drug_counts_only_from_the_reservation_after_it(self):
        # what was reserved under the stronger one may have been given of it
        writer = Writer()
        writer.run_a_while()
        strong_pg = writer.history.window.total.value()
        writer.happen(PRESCRIBED, 3, 4, 1, 0)
        writer.ledger.write()
        writer.make(0, 10)
        self.assertTrue(writer.history.window.total.value() >= strong_pg + 10 * PER_STEP.whole_pg)
        writer.reserve(25)
        weak_pg = writer.history.window.total.value()
        writer.make(0, 10)
        self.assertEqual(writer.history.window.total.value(), weak_pg + 10)
        writer.reserve(25)
        _, history, _ = writer.read()
        self.assertEqual(state(history), state(writer.history))
        self.assertEqual(history.window.total.value(), writer.history.window.total.value())


class Damage(unittest.TestCase):
    def written(self):
        writer = Writer()
        writer.run_a_while()
        return writer

    @proves("P4")
    def test_a_change_of_any_byte_of_the_segment_in_use_is_unknown(self):
        writer = self.written()
        name = writer.newest()
        good = writer.files.stored[name]
        # every byte of the records and of the head's ends, and a sample of its long middle
        places = list(range(16)) + list(range(16, len(good) - 13 * records.LENGTH, 37))
        places += list(range(len(good) - 13 * records.LENGTH, len(good)))
        for place in places:
            bad = bytearray(good)
            bad[place] ^= 1 << (place % 8)
            writer.files.stored[name] = bytes(bad)
            found, _, ledger = writer.read()
            self.assertEqual(found, UNKNOWN, place)
            self.assertTrue(name in ledger.why)

    @proves("P4")
    def test_a_missing_segment_is_never_known(self):
        for place in (0, 1):
            writer = self.written()
            del writer.files.stored[SEGMENTS[place]]
            found, _, ledger = writer.read()
            self.assertTrue(found != KNOWN)
            self.assertTrue(SEGMENTS[place] in ledger.why)

    @proves("P4")
    def test_a_damaged_head_of_the_other_segment_is_unknown_too(self):
        writer = self.written()
        other = SEGMENTS[1 - writer.ledger._segment]
        writer.files.stored[other] = b"?" + writer.files.stored[other][1:]
        found, _, ledger = writer.read()
        self.assertEqual(found, UNKNOWN)
        self.assertTrue(other in ledger.why)

    @proves("P4", "P5")
    def test_a_record_that_is_missing_from_the_middle_is_unknown(self):
        writer = self.written()
        name = writer.newest()
        good = writer.files.stored[name]
        head = len(good) - 13 * records.LENGTH
        for record in range(12):
            cut = head + record * records.LENGTH
            writer.files.stored[name] = good[:cut] + good[cut + records.LENGTH :]
            self.assertEqual(writer.read()[0], UNKNOWN, record)

    @proves("P4", "P5")
    def test_records_in_another_order_are_unknown(self):
        writer = self.written()
        name = writer.newest()
        good = writer.files.stored[name]
        last = records.LENGTH
        writer.files.stored[name] = good[: -2 * last] + good[-last:] + good[-2 * last : -last]
        self.assertEqual(writer.read()[0], UNKNOWN)

    @proves("P1", "P3")
    def test_a_record_torn_by_the_power_cut_that_wrote_it_never_was(self):
        writer = self.written()
        name = writer.newest()
        before = state(writer.read()[1])
        good = writer.files.stored[name]
        writer.happen(STOPPED)
        writer.ledger.write()
        whole = writer.files.stored[name]
        for length in range(len(good), len(whole)):
            writer.files.stored[name] = whole[:length]
            found, history, _ = writer.read()
            self.assertEqual((found, state(history)), (KNOWN, before))

    @proves("P5")
    def test_a_flash_that_refuses_says_so(self):
        writer = self.written()

        def refuse():
            raise OSError(28)

        writer.files.on_write = refuse
        writer.happen(STOPPED)
        self.assertRaises(OSError, writer.ledger.write)
        self.assertRaises(OSError, writer.ledger.begin_segment, writer.history)


if __name__ == "__main__":
    unittest.main()
