"""The latching alarms that are still to be shown, in two small integers."""

from array import array

A_WORD = 30  # bits that stay inside +/- 2**30


class Latched:
    """words: a bit an alarm, by its place in therapy.alarms.alarm_table; at most 60 alarms."""

    def __init__(self):
        self.words = array("i", [0, 0])

    def add(self, alarm):
        self.words[alarm // A_WORD] |= 1 << alarm % A_WORD

    def drop(self, alarm):
        self.words[alarm // A_WORD] &= ~(1 << alarm % A_WORD)

    def has(self, alarm):
        return self.words[alarm // A_WORD] >> alarm % A_WORD & 1 == 1
