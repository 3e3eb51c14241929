"""The reason of a commanded reset: left once, taken once, and nothing else is mistaken for one."""

import unittest

from drivers.reset_marker import NONE, REASONS, SCRATCH_0, ResetMarker
from support import proves


class Memory:
    def __init__(self, value=0):
        self.words = {SCRATCH_0: value}

    def __getitem__(self, address):
        return self.words[address]

    def __setitem__(self, address, value):
        self.words[address] = value


class Marker(unittest.TestCase):
    @proves("S3")
    def test_each_reason_is_taken_once(self):
        for reason in range(1, len(REASONS)):
            memory = Memory()
            ResetMarker(memory).leave(reason)
            after = ResetMarker(memory)
            self.assertEqual((after.take(), after.take()), (reason, NONE))

    @proves("S3")
    def test_whatever_else_stands_in_the_register_is_none(self):
        for value in (0, 1, 0xFFFFFFFF, 0x50554D00 | len(REASONS), 0x50554E01, 0x00554D01):
            self.assertEqual(ResetMarker(Memory(value)).take(), NONE, value)


if __name__ == "__main__":
    unittest.main()
