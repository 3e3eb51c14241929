"""The event log: one chain over its files, five thousand events and more, and a new file after damage."""

import unittest

from event_log_state import (
    AT_ONCE,
    LINK,
    names,
    opened,
    readable_events,
    whole_events,
    write,
    write_many,
)
from memory_files import MemoryFiles
from storage import records
from storage.event_log import (
    FOLDER,
    HEAD_LENGTH,
    IN_LEDGER,
    MOST_FILES,
    MOST_RECORDS,
    EventLog,
    mark_of,
    pack_head,
    unpack_head,
)
from storage.records import MARK, SEQUENCE, T_S, A
from support import proves
from therapy.memory.record_kinds import DENIED, SETTLED, STARTED


class TheHead(unittest.TestCase):
    @proves("P4")
    def test_it_comes_back_and_a_change_of_any_bit_is_found(self):
        head = pack_head(4_000_000_000, LINK)
        self.assertEqual((len(head), unpack_head(head)), (HEAD_LENGTH, (4_000_000_000, LINK)))
        for place in range(HEAD_LENGTH):
            for bit in range(8):
                bad = bytearray(head)
                bad[place] ^= 1 << bit
                self.assertEqual(unpack_head(bytes(bad)), None)
            self.assertEqual(unpack_head(head[:place]), None)


class TakingOver(unittest.TestCase):
    @proves("P5")
    def test_what_the_ledger_took_is_there_in_its_order_and_says_where_it_came_from(self):
        files = MemoryFiles()
        write(EventLog(files), [(STARTED, 7, 100, 0), (DENIED, 8, 101, 4)])
        self.assertEqual(names(files), ["log/00001"])
        expected = [(STARTED, IN_LEDGER | 7, 0, 100, 0, 0, 0, 0), (DENIED, IN_LEDGER | 8, 1, 101, 4, 0, 0, 0)]
        self.assertEqual(whole_events(files), expected)

    @proves("P5")
    def test_what_only_settles_is_left_out_and_takes_no_number(self):
        files = MemoryFiles()
        log = EventLog(files)
        write(log, [(SETTLED, 6, 100, 0), (STARTED, 7, 100, 1), (SETTLED, 8, 100, 0), (DENIED, 9, 100, 2)])
        writes = files.writes
        write(log, [(SETTLED, 10, 100, 0)])
        self.assertEqual(files.writes, writes)
        write(log, [(DENIED, 11, 100, 3)])
        found = [(event[MARK] - IN_LEDGER, event[SEQUENCE], event[A]) for event in whole_events(files)]
        self.assertEqual(found, [(7, 0, 1), (9, 1, 2), (11, 2, 3)])

    @proves("P5")
    def test_what_is_not_in_the_ledger_has_no_mark(self):
        files = MemoryFiles()
        log = EventLog(files)
        write(log, [(DENIED, 7, 100, 1)])
        write(log, [(DENIED, 8, 101, 2)], is_in_ledger=False)
        self.assertEqual([event[MARK] for event in whole_events(files)], [mark_of(7), 0])
        self.assertEqual(opened(files).last_s, 101)

    @proves("P5")
    def test_after_a_boot_it_goes_on_where_it_was(self):
        files = MemoryFiles()
        for boot in range(60):
            log = opened(files)
            self.assertEqual((log.why, log.sequence), ("", 20 * boot))
            write_many(log, 20, 20 * boot)
        self.assertEqual([event[A] for event in whole_events(files)], list(range(1_200)))

    @proves("P5")
    def test_of_a_file_that_was_only_begun_the_one_before_tells_the_time(self):
        files = MemoryFiles()
        log = EventLog(files)
        write_many(log, MOST_RECORDS)
        log.begin_file()
        again = opened(files)
        self.assertEqual((again.sequence, again.last_s, again.why), (MOST_RECORDS, 10 + MOST_RECORDS - 1, ""))
        write(again, [(DENIED, 9, 1_000, 0)], is_in_ledger=False)
        self.assertEqual((opened(files).sequence, opened(files).last_s), (MOST_RECORDS + 1, 1_000))
        self.assertEqual(len(whole_events(files)), MOST_RECORDS + 1)

    @proves("P5")
    def test_its_time_never_goes_back(self):
        log = EventLog(MemoryFiles())
        write(log, [(DENIED, 1, 5_000, 0), (DENIED, 2, 10, 0)])
        self.assertEqual(log.last_s, 5_000)


class Rotation(unittest.TestCase):
    @proves("P5", "P6")
    def test_never_fewer_than_five_thousand_events_are_kept_and_never_more_files_than_so_many(self):
        files = MemoryFiles()
        log = EventLog(files)
        written = 0
        for _ in range(MOST_RECORDS * (MOST_FILES + 3) // AT_ONCE + 1):
            write_many(log, AT_ONCE, written)
            written += AT_ONCE
            self.assertTrue(len(names(files)) <= MOST_FILES)
            kept = sum(files.size(name) - HEAD_LENGTH for name in names(files)) // records.LENGTH
            self.assertTrue(kept >= min(written, 5_000), (kept, written))
        self.assertEqual(names(files)[-1], "%s/%05d" % (FOLDER, MOST_FILES + 4))
        events = whole_events(files)
        self.assertEqual([event[A] for event in events], list(range(written - len(events), written)))
        self.assertEqual(events[-1][T_S], 10 + written - 1)

    @proves("P5", "P3")
    def test_a_cut_at_any_moment_of_a_rotation_loses_nothing(self):
        files = MemoryFiles()
        log = EventLog(files)
        write_many(log, MOST_RECORDS * MOST_FILES)
        self.assertTrue(log.needs_file())
        before = whole_events(files)
        log.begin_file()
        again = opened(files)
        self.assertEqual((whole_events(files), again.sequence), (before, len(before)))
        self.assertTrue(again.has_too_many() and not again.needs_file())
        again.drop_oldest()
        after = opened(files)
        self.assertEqual(whole_events(files), before[MOST_RECORDS:])
        self.assertFalse(after.has_too_many() or after.needs_file())
        write_many(after, 1, len(before))
        self.assertEqual([event[A] for event in whole_events(files)], list(range(MOST_RECORDS, len(before) + 1)))

    def test_other_files_in_its_folder_are_left_alone(self):
        files = MemoryFiles()
        write_many(EventLog(files), 3)
        files.stored["log/notes.txt"] = b"?"
        log = opened(files)
        write_many(log, 3, 3)
        self.assertEqual((log.why, files.stored["log/notes.txt"]), ("", b"?"))
        self.assertEqual(len(readable_events(files)), 6)


if __name__ == "__main__":
    unittest.main()
