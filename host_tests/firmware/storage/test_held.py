"""The reservation in two small files: which one is in force, and what does not fit is unknown."""

# pyright: reportOptionalSubscript=false

import unittest

from memory_files import MemoryFiles
from storage import records
from storage.held import FILES, Held
from storage.records import MARK
from support import proves
from therapy.memory.record_kinds import RESERVE

LINKS = [bytes([number + 1]) * 8 for number in range(40)]


def loaded(files):
    held = Held(files)
    return held.load(), held


class Written:
    """Reservations 0 to `last`, each over another ledger record, with a copy of both files after each half."""

    def __init__(self, last=6, first=0):
        self.files = MemoryFiles()
        self.held = Held(self.files)
        self.held.create(LINKS[0], 5, 0, 0)
        if first:
            self.held.count = first
        self.halves, self.wholes = [], [self.files.copy()]
        for number in range(1, last + 1):
            self.held.begin(LINKS[number], 10 + number, 100 + number, 0, 20 * number, 25 + number, number)
            self.halves.append(self.files.copy())
            self.held.finish()
            self.wholes.append(self.files.copy())


def with_files(first, second):
    files = MemoryFiles()
    for name, content in zip(FILES, (first, second)):
        if content is not None:
            files.stored[name] = content
    return files


class InForce(unittest.TestCase):
    def test_none_was_ever_written(self):
        is_sound, held = loaded(MemoryFiles())
        self.assertEqual((is_sound, held.record, held.missing, held.is_half), (True, None, "", False))

    def test_of_a_new_history_nothing_is_reserved(self):
        written = Written(0)
        is_sound, held = loaded(written.files)
        self.assertEqual((is_sound, held.record), (True, (RESERVE, 1, 0, 5, 0, 0, 0, 0)))
        self.assertEqual([held.fits(link) for link in LINKS[:2]], [True, False])

    @proves("P1")
    def test_both_files_hold_it_and_it_says_what_it_comes_after(self):
        written = Written(3)
        is_sound, held = loaded(written.files)
        self.assertEqual(written.files.stored[FILES[0]], written.files.stored[FILES[1]])
        self.assertEqual((is_sound, held.is_half, held.count), (True, False, 4))
        self.assertEqual(held.record, (RESERVE, 4, 13, 103, 0, 60, 28, 3))
        self.assertEqual([held.fits(link) for link in LINKS[2:5]], [False, True, False])

    @proves("P1", "P3")
    def test_after_a_cut_between_the_halves_the_newer_one_is_in_force_and_is_finished(self):
        written = Written()
        for number, files in enumerate(written.halves):
            is_sound, held = loaded(files)
            self.assertEqual((is_sound, held.is_half, held.missing), (True, True, ""))
            self.assertEqual(held.record[MARK], number + 2)
            record = held.finish()
            self.assertEqual(record, held.record)
            self.assertEqual(files.stored, written.wholes[number + 1].stored)
            self.assertEqual(loaded(files)[1].is_half, False)

    @proves("P1")
    def test_the_count_goes_round_at_65536(self):
        written = Written(12, first=65_530)
        for number, files in enumerate(written.wholes[1:]):
            is_sound, held = loaded(files)
            self.assertEqual((is_sound, held.count), (True, (65_531 + number) % 65_536))
        for number, files in enumerate(written.halves[1:]):
            is_sound, held = loaded(files)
            self.assertEqual((is_sound, held.is_half, held.count), (True, True, (65_532 + number) % 65_536))

    @proves("P6")
    def test_a_reservation_is_two_overwritten_files_and_one_of_them_at_a_time(self):
        written = Written(2)
        before = written.files.writes
        written.held.begin(LINKS[3], 13, 103, 0, 60, 25, 0)
        self.assertEqual((written.files.writes, written.held.is_half), (before + 1, True))
        self.assertEqual(written.files.stored[FILES[1]], written.wholes[2].stored[FILES[1]])
        written.held.finish()
        self.assertEqual((written.files.writes, written.held.is_half), (before + 2, False))

    @proves("P4")
    def test_whether_both_still_hold_it_can_be_seen_while_it_runs(self):
        held = Written(2).held
        self.assertTrue(held.is_as_written())
        held.begin(LINKS[3], 13, 103, 0, 60, 25, 0)
        self.assertTrue(held.is_as_written())
        held.finish()
        for name in FILES:
            good = held._files.stored[name]
            held._files.stored[name] = b"?" + good[1:]
            self.assertFalse(held.is_as_written())
            held._files.stored[name] = good


class DoesNotFit(unittest.TestCase):
    @proves("P4")
    def test_a_change_of_any_bit_of_either_file(self):
        good = Written(3).files
        for name in FILES:
            for place in range(records.LENGTH):
                for bit in range(8):
                    files = good.copy()
                    bad = bytearray(files.stored[name])
                    bad[place] ^= 1 << bit
                    files.stored[name] = bytes(bad)
                    is_sound, held = loaded(files)
                    self.assertEqual((is_sound, held.why), (False, name + " is damaged"))

    @proves("P4")
    def test_either_file_cut_short_or_too_long(self):
        good = Written(3).files
        for name in FILES:
            whole = good.stored[name]
            for content in [whole[:length] for length in range(records.LENGTH)] + [whole + b"?", whole + whole]:
                files = good.copy()
                files.stored[name] = content
                is_sound, held = loaded(files)
                self.assertEqual((is_sound, held.why), (False, name + " is damaged"))

    @proves("P4", "P1")
    def test_either_file_is_older_than_the_other(self):
        wholes = [files.stored for files in Written(6).wholes]
        for new in range(7):
            for old in range(new):
                is_sound, held = loaded(with_files(wholes[old][FILES[0]], wholes[new][FILES[1]]))
                self.assertEqual((is_sound, held.why), (False, FILES[0] + " is older than the other"))
                is_sound, held = loaded(with_files(wholes[new][FILES[0]], wholes[old][FILES[1]]))
                if new - old == 1:  # as after a cut between the halves: the newer one is the first
                    self.assertEqual((is_sound, held.is_half, held.record[MARK]), (True, True, new + 1))
                else:
                    self.assertEqual((is_sound, held.why), (False, FILES[1] + " is older than the other"))

    @proves("P4")
    def test_two_reservations_of_one_number_that_say_different_things(self):
        first, second = Written(3), Written(2)
        second.held.begin(LINKS[3], 13, 103, 0, 60, 999, 3)
        second.held.finish()
        for pair in ((first, second), (second, first)):
            is_sound, _held = loaded(with_files(pair[0].files.stored[FILES[0]], pair[1].files.stored[FILES[1]]))
            self.assertFalse(is_sound)

    @proves("P4")
    def test_a_file_that_is_missing_is_named(self):
        good = Written(3).files.stored
        for place, name in enumerate(FILES):
            contents = [None if at == place else good[of] for at, of in enumerate(FILES)]
            is_sound, held = loaded(with_files(*contents))
            self.assertEqual((is_sound, held.missing), (True, name))


if __name__ == "__main__":
    unittest.main()
