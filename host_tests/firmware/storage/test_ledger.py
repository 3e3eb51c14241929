"""The ledger: what was written is what is read, in its order and whole."""

# pyright: reportAttributeAccessIssue=false, reportOptionalSubscript=false, reportOptionalMemberAccess=false

import unittest

from ledger_state import state
from ledger_writer import PER_STEP, Writer
from memory_files import MemoryFiles
from storage.ledger import KNOWN, MOST_RECORDS, NEW, Ledger
from storage.recorder import AT_ONCE
from storage.records import SEQUENCE
from support import proves
from therapy.memory.history import History
from therapy.memory.record_kinds import BOLUS_ENDED, DENIED, GRANTED, PRESCRIBED, STARTED


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
    def test_a_reservation_counts_at_its_own_place_among_the_records(self):
        # what was made before it belongs to the basal, what comes after it to the bolus that was granted then
        writer = Writer()
        writer.happen(STARTED)
        writer.reserve(25)
        writer.make(0, 9)
        writer.reserve(25)
        self.assertEqual(writer.ledger.held.record[SEQUENCE], writer.ledger.sequence)
        writer.happen(GRANTED, 1, 50, 60)
        writer.ledger.write()
        writer.make(1, 5)
        writer.settle()
        writer.ledger.write()
        _, history, _ = writer.read()
        self.assertEqual([kind.value() for kind in history.by_kind], [9, 5, 0, 0, 0])
        self.assertEqual((history.ceiling.value(), history.reserved_steps()), (34, 20))

    @proves("P1", "P6")
    def test_reservations_leave_the_segment_as_it_was(self):
        writer = Writer()
        writer.run_a_while()
        before = writer.files.stored[writer.newest()]
        for _ in range(300):
            writer.make(0, 5)
            writer.reserve(25)
        self.assertEqual(writer.files.stored[writer.newest()], before)
        self.assertEqual(state(writer.read()[1]), state(writer.history))

    @proves("P1")
    def test_reservations_are_counted_modulo_65536(self):
        writer = Writer()
        writer.ledger.held.count = 65_530
        writer.ledger.held._buffer[2:4] = (65_530).to_bytes(2, "little")
        for count in range(12):
            writer.reserve(count + 1)
            writer.make(0, 1)
            if count in (5, 6, 9):
                writer.ledger.begin_segment(writer.history)
                self.assertEqual(writer.read()[0], KNOWN, count)
            found, history, _ = writer.read()
            self.assertEqual((found, history.ceiling.value()), (KNOWN, writer.history.ceiling.value()), count)

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
                self.assertEqual(state(writer.read()[1]), state(writer.history))
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
        # what was reserved under the stronger one may have been given of it; a settled record says where that ends
        writer = Writer()
        writer.run_a_while()
        strong_pg = writer.history.window.total.value()
        writer.happen(PRESCRIBED, 3, 4, 1, 0)
        writer.ledger.write()
        writer.make(0, 10)
        self.assertTrue(writer.history.window.total.value() >= strong_pg + 10 * PER_STEP.whole_pg)
        writer.settle()  # another change than that of the dose: it goes on counting as the stronger one
        self.assertTrue(writer.history.dose_lags())
        writer.reserve(25)
        self.assertFalse(writer.history.dose_lags())
        weak_pg = writer.history.window.total.value()
        writer.make(0, 10)
        self.assertEqual(writer.history.window.total.value(), weak_pg + 10)
        writer.reserve(25)
        _, history, _ = writer.read()
        self.assertEqual(state(history), state(writer.history))
        self.assertEqual(history.window.total.value(), writer.history.window.total.value())


if __name__ == "__main__":
    unittest.main()
