"""Lines out of bytes, whatever the bytes are and however they come."""

import unittest

from link.line_reader import CUT_SHORT_US, LineReader
from support import proves


def lines_of(reader, content, size):
    """(lines, how often one grew too long), the bytes given in chunks of that size."""
    lines, too_long = [], 0
    for start in range(0, len(content), size):
        rest = content[start : start + size]
        while rest:
            line, rest, grew = reader.take(rest)
            too_long += grew
            if line is not None:
                lines.append(line)
    return lines, too_long


class Reading(unittest.TestCase):
    def test_lines_come_out_whole_in_chunks_of_any_size(self):
        for size in (1, 2, 3, 7, 64):
            found = lines_of(LineReader(16), b"one\r\ntwo\n\nthree and four\n", size)
            self.assertEqual(found, ([b"one", b"two", b"", b"three and four"], 0))

    @proves("T6")
    def test_the_longest_line_fits_and_one_byte_more_is_passed_over(self):
        for size in (1, 5, 64):
            found = lines_of(LineReader(8), b"12345678\n123456789\nnext\n", size)
            self.assertEqual(found, ([b"12345678", b"next"], 1))

    @proves("T6")
    def test_an_endless_line_is_told_of_once_and_takes_no_memory(self):
        reader = LineReader(8)
        found = lines_of(reader, b"x" * 5000, 64)
        self.assertEqual(found, ([], 1))
        self.assertEqual(lines_of(reader, b"\nok\n", 64), ([b"ok"], 0))

    @proves("T4")
    def test_a_line_that_does_not_go_on_is_given_up(self):
        reader = LineReader(8)
        self.assertFalse(reader.elapse(CUT_SHORT_US))
        reader.take(b"half")
        self.assertFalse(reader.elapse(CUT_SHORT_US - 1))
        self.assertTrue(reader.elapse(1))
        self.assertTrue(reader.is_empty())
        self.assertEqual(lines_of(reader, b"ok\n", 64), ([b"ok"], 0))

    def test_each_byte_gives_it_time_again(self):
        reader = LineReader(8)
        reader.take(b"h")
        reader.elapse(CUT_SHORT_US - 1)
        reader.take(b"a")
        self.assertFalse(reader.elapse(CUT_SHORT_US - 1))

    def test_what_was_too_long_is_not_told_of_again_when_it_stops(self):
        reader = LineReader(8)
        reader.take(b"123456789")
        self.assertFalse(reader.elapse(CUT_SHORT_US))
        self.assertTrue(reader.is_empty())


if __name__ == "__main__":
    unittest.main()
