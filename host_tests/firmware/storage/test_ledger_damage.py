"""Damage of the ledger: whatever is missing, changed, cut short or out of its order is unknown, and is named."""

# pyright: reportOptionalSubscript=false, reportOptionalMemberAccess=false, reportAttributeAccessIssue=false

import unittest

from ledger_writer import Writer
from storage import checkpoint, records
from storage.held import FILES
from storage.ledger import KNOWN, SEGMENTS, UNKNOWN
from storage.records import SEQUENCE
from support import proves
from therapy.memory.history import History
from therapy.memory.record_kinds import BOLUS_ENDED, NOT_GIVEN, STOPPED


class Damage(unittest.TestCase):
    def written(self):
        writer = Writer()
        writer.run_a_while()
        writer.happen(BOLUS_ENDED, 2, 70, 0)
        writer.ledger.write()
        return writer

    def records_of(self, writer):
        """Where the records of the segment in use begin, and how many there are."""
        good = writer.files.stored[writer.newest()]
        head = checkpoint.length_of(good)
        return head, (len(good) - head) // records.LENGTH

    @proves("P4")
    def test_a_change_of_any_byte_of_the_segment_in_use_is_unknown(self):
        writer = self.written()
        name = writer.newest()
        good = writer.files.stored[name]
        head, _ = self.records_of(writer)
        # every byte of the records and of the head's ends, and a sample of its long middle
        places = list(range(32)) + list(range(32, head - 8, 37)) + list(range(head - 8, len(good)))
        for place in places:
            bad = bytearray(good)
            bad[place] ^= 1 << (place % 8)
            writer.files.stored[name] = bytes(bad)
            found, _, ledger = writer.read()
            self.assertEqual(found, UNKNOWN, place)
            self.assertTrue(name in ledger.why, place)

    @proves("P4")
    def test_a_segment_that_ends_within_a_record_is_unknown(self):
        # an append is old or new on this file system: a part of one is damage, never a power cut
        writer = self.written()
        name = writer.newest()
        good = writer.files.stored[name]
        head, _ = self.records_of(writer)
        for length in range(len(good)):
            if length > 40 and length < head - 8 and length % 53:
                continue
            if length >= head and (length - head) % records.LENGTH == 0:
                continue
            writer.files.stored[name] = good[:length]
            found, _, ledger = writer.read()
            self.assertEqual(found, UNKNOWN, length)
            self.assertTrue(name in ledger.why, length)

    @proves("P4")
    def test_records_that_the_reservation_came_after_cannot_be_missing_from_the_end(self):
        writer = self.written()
        name = writer.newest()
        good = writer.files.stored[name]
        head, count = self.records_of(writer)
        before = writer.ledger.held.record[SEQUENCE] - (writer.ledger.sequence - count)
        self.assertEqual(before, count - 1)
        for kept in range(before):
            writer.files.stored[name] = good[: head + kept * records.LENGTH]
            found, _, ledger = writer.read()
            self.assertEqual(found, UNKNOWN, kept)
            self.assertTrue("from %d on are missing" % ledger.sequence in ledger.why, ledger.why)

    @proves("P4")
    def test_a_missing_segment_is_never_known(self):
        for place in (0, 1):
            writer = self.written()
            del writer.files.stored[SEGMENTS[place]]
            found, _, ledger = writer.read()
            self.assertEqual((found, ledger.why), (UNKNOWN, SEGMENTS[place] + " is missing"))

    @proves("P4", "P1")
    def test_both_segments_missing_beside_a_reservation_is_no_new_pump(self):
        writer = self.written()
        for name in SEGMENTS:
            del writer.files.stored[name]
        found, _, ledger = writer.read()
        self.assertEqual((found, ledger.why), (UNKNOWN, SEGMENTS[0] + " is missing"))

    @proves("P4")
    def test_a_damaged_head_of_the_other_segment_is_unknown_too(self):
        writer = self.written()
        (other,) = set(SEGMENTS) - {writer.newest()}
        writer.files.stored[other] = b"?" + writer.files.stored[other][1:]
        found, _, ledger = writer.read()
        self.assertEqual((found, ledger.why), (UNKNOWN, other + " is damaged at its head"))

    @proves("P4", "P5")
    def test_a_record_that_is_missing_from_the_middle_is_unknown(self):
        writer = self.written()
        name = writer.newest()
        good = writer.files.stored[name]
        head, count = self.records_of(writer)
        for record in range(count - 1):
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

    @proves("P4", "P5")
    def test_a_record_written_anew_with_a_right_crc_is_unknown(self):
        writer = self.written()
        name = writer.newest()
        good = writer.files.stored[name]
        head, count = self.records_of(writer)
        for record in range(count):
            bad, offset = bytearray(good), head + record * records.LENGTH
            values = list(records.unpack(good, offset) or ())
            values[4] ^= 1
            link = records.link_of(good, offset - records.LENGTH) if record else checkpoint.unpack(good, History())[1]
            records.pack_into(bad, offset, link, *values)
            writer.files.stored[name] = bytes(bad)
            last = record == count - 1  # nothing comes after the last that could tell
            self.assertEqual(writer.read()[0], KNOWN if last else UNKNOWN, record)

    @proves("P4", "P5")
    def test_a_record_that_fits_the_chain_and_has_another_number_is_unknown(self):
        for ahead in (-1, 0, 1, 1_000):
            writer = self.written()
            record, ledger = bytearray(records.LENGTH), writer.ledger
            records.pack_into(record, 0, ledger.link, STOPPED, 0, ledger.sequence + ahead, 4_200, 0, 0, 0, 0)
            writer.files.stored[writer.newest()] += record
            self.assertEqual(writer.read()[0], UNKNOWN if ahead else KNOWN, ahead)

    @proves("P4", "P1")
    def test_a_reservation_that_came_after_other_records_is_unknown(self):
        # two ledgers that went apart, with as many records and reservations each
        writers = []
        for lost in (1, 2):
            writer = self.written()
            writer.happen(NOT_GIVEN, lost)
            writer.reserve(25)
            self.assertEqual(writer.read()[0], KNOWN)
            writers.append(writer)
        for name in FILES:
            writers[0].files.stored[name] = writers[1].files.stored[name]
        found, _, ledger = writers[0].read()
        self.assertEqual(found, UNKNOWN)
        self.assertTrue("does not fit the reservation" in ledger.why, ledger.why)

    @proves("P5")
    def test_a_flash_that_refuses_says_so(self):
        writer = self.written()

        def refuse():
            raise OSError(28)

        writer.files.on_write = refuse
        writer.happen(STOPPED)
        self.assertRaises(OSError, writer.ledger.write)
        self.assertRaises(OSError, writer.ledger.begin_segment, writer.history)
        self.assertRaises(OSError, writer.ledger.hold, 4_200, 0, 100, 25, 0)
        self.assertRaises(OSError, writer.ledger.finish_holding)


if __name__ == "__main__":
    unittest.main()
