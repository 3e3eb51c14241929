"""A record is 40 bytes that carry their own proof, and the proof that nothing before them was changed."""

import unittest

from storage import records
from support import proves

EXAMPLE = (7, 65_535, 123_456, 4_000_000_000, -1, 0, 2_147_483_647, -2_147_483_648)
NEXT = (8, 0, 123_457, 4_000_000_001, 1, 2, 3, 4)
LINK = bytes(range(8))


def packed(values=EXAMPLE, link=LINK):
    buffer = bytearray(records.LENGTH)
    records.pack_into(buffer, 0, link, *values)
    return buffer


class ARecord(unittest.TestCase):
    def test_it_comes_back_as_it_went_in(self):
        self.assertEqual(records.unpack(bytes(packed())), EXAMPLE)

    def test_it_can_lie_anywhere_in_a_file(self):
        buffer = bytearray(3 * records.LENGTH + 5)
        offset = records.LENGTH + 5
        link = records.pack_into(buffer, offset, LINK, *NEXT)
        self.assertEqual(records.unpack(bytes(buffer), offset), NEXT)
        self.assertEqual(records.link_of(buffer, offset), link)
        self.assertTrue(records.follows(buffer, offset, LINK))
        self.assertEqual(bytes(buffer[:offset]), bytes(offset))
        self.assertEqual(bytes(buffer[offset + records.LENGTH :]), bytes(records.LENGTH))

    @proves("P4")
    def test_a_change_of_any_bit_is_found(self):
        good = packed()
        for place in range(records.LENGTH):
            for bit in range(8):
                bad = bytearray(good)
                bad[place] ^= 1 << bit
                self.assertEqual(records.unpack(bytes(bad)), None)

    @proves("P4", "P3")
    def test_less_than_a_whole_one_is_none(self):
        good = bytes(packed())
        for length in range(records.LENGTH):
            self.assertEqual(records.unpack(good[:length]), None)

    @proves("P4")
    def test_another_layout_is_not_read_as_this_one(self):
        layout = records.LAYOUT
        for other in (0, 1, 3):
            records.LAYOUT = other
            try:
                stored = bytes(packed())
            finally:
                records.LAYOUT = layout
            self.assertEqual(records.unpack(stored), None)

    @proves("P4")
    def test_blank_flash_is_no_record(self):
        self.assertEqual(records.unpack(b"\xff" * records.LENGTH), None)
        self.assertEqual(records.unpack(bytes(records.LENGTH)), None)


class TheChain(unittest.TestCase):
    def test_a_link_is_the_first_of_sha_256_over_the_link_before_and_the_content(self):
        # worked out with sha256sum
        self.assertEqual(records.link_after(records.NO_LINK, b"pump"), bytes.fromhex("7753715c98a6ee44"))

    @proves("P4", "P5")
    def test_a_record_follows_only_the_one_it_was_written_after(self):
        first, second = bytearray(records.LENGTH), bytearray(records.LENGTH)
        link = records.pack_into(first, 0, LINK, *EXAMPLE)
        records.pack_into(second, 0, link, *NEXT)
        self.assertTrue(records.follows(first, 0, LINK))
        self.assertTrue(records.follows(second, 0, records.link_of(first)))
        self.assertFalse(records.follows(second, 0, LINK))
        self.assertFalse(records.follows(first, 0, records.link_of(second)))

    @proves("P4", "P5")
    def test_one_that_was_written_anew_with_other_numbers_breaks_the_chain_though_it_is_whole(self):
        link = records.pack_into(bytearray(records.LENGTH), 0, LINK, *EXAMPLE)
        second = packed(NEXT, link)
        for place in range(len(EXAMPLE)):
            forged = [value ^ 1 if at == place else value for at, value in enumerate(EXAMPLE)]
            changed = bytearray(records.LENGTH)
            other_link = records.pack_into(changed, 0, LINK, *forged)
            self.assertEqual(records.unpack(changed), tuple(forged))
            self.assertFalse(records.follows(second, 0, other_link), place)

    @proves("P4")
    def test_a_record_with_its_link_changed_and_its_crc_made_right_does_not_follow(self):
        for place in range(records.LINK_LENGTH):
            other = bytearray(LINK)
            other[place] ^= 0x80
            self.assertFalse(records.follows(packed(EXAMPLE, bytes(other)), 0, LINK))


if __name__ == "__main__":
    unittest.main()
