"""A record is 32 bytes that carry their own proof."""

import unittest

from storage import records
from support import proves

EXAMPLE = (7, 123_456, 4_000_000_000, -1, 0, 2_147_483_647, -2_147_483_648)


def packed(kind, sequence, t_s, a, b, c, d):
    buffer = bytearray(records.LENGTH)
    records.pack_into(buffer, 0, kind, sequence, t_s, a, b, c, d)
    return buffer


class ARecord(unittest.TestCase):
    def test_it_comes_back_as_it_went_in(self):
        self.assertEqual(records.unpack(bytes(packed(*EXAMPLE)), 0), EXAMPLE)

    def test_it_can_lie_anywhere_in_a_file(self):
        buffer = bytearray(3 * records.LENGTH + 5)
        records.pack_into(buffer, records.LENGTH + 5, 1, 2, 3, 4, 5, 6, 7)
        self.assertEqual(records.unpack(bytes(buffer), records.LENGTH + 5), (1, 2, 3, 4, 5, 6, 7))
        self.assertEqual(bytes(buffer[: records.LENGTH + 5]), bytes(records.LENGTH + 5))

    @proves("P4")
    def test_a_change_of_any_bit_is_found(self):
        good = packed(*EXAMPLE)
        for place in range(records.LENGTH):
            for bit in range(8):
                bad = bytearray(good)
                bad[place] ^= 1 << bit
                self.assertEqual(records.unpack(bytes(bad), 0), None)

    @proves("P4")
    def test_another_layout_is_not_read_as_this_one(self):
        layout, records.LAYOUT = records.LAYOUT, 2
        try:
            other = bytes(packed(*EXAMPLE))
        finally:
            records.LAYOUT = layout
        self.assertEqual(records.unpack(other, 0), None)

    @proves("P4")
    def test_blank_flash_is_no_record(self):
        self.assertEqual(records.unpack(b"\xff" * records.LENGTH, 0), None)


if __name__ == "__main__":
    unittest.main()
