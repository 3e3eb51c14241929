"""What a bad connection does to the lines on a UartCable: late, lost, doubled, changed. Seeded by whoever draws.

A line is the unit, as where a radio stands between two boards. One that is late is overtaken by others.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

WAYS = 2
OF = 1_000
LONGEST_BEGUN = 2_048  # bytes without an end of line: they go as they are
LATE_US = 2_000_000
MOST_NOISE = 40  # bytes before a line
BIT_FLIPPED, CUT_SHORT, NOISE, BYTE_LOST = CHANGES = range(4)


class CableFaults:
    """below: draws a whole number from 0 to n - 1. delay_us: of every line.

    lost, doubled, late, changed: how many lines of a thousand, 0 to 1000. Late, and the second of two: up to late_us
    more. Changed: a bit, or the end is missing, or a byte is, or noise comes before. befell: how many of each so far.
    """

    def __init__(self, below: "Callable[[int], int]") -> None:
        self._below = below
        self.delay_us = 0
        self.lost = self.doubled = self.late = self.changed = 0
        self.late_us = LATE_US
        self.befell = {"lost": 0, "doubled": 0, "late": 0, "changed": 0}
        self._begun = [b""] * WAYS

    def is_sound(self) -> bool:
        """Bytes go as on a wire."""
        return not (self.delay_us or self.lost or self.doubled or self.late or self.changed)

    def passed(self, way: int, content: bytes) -> "list[tuple[int, bytes]]":
        """As UartCable asks for it. way: 0 or 1."""
        content = self._begun[way] + content
        if self.is_sound() or len(content) > LONGEST_BEGUN:
            self._begun[way] = b""
            return [(0, content)]
        lines = content.split(b"\n")
        self._begun[way] = lines.pop()
        arriving = []
        for line in lines:
            arriving += self._of_line(line + b"\n")
        return arriving

    def _of_line(self, line: bytes) -> "list[tuple[int, bytes]]":
        if self._befalls("lost", self.lost):
            return []
        if self._befalls("changed", self.changed):
            line = self._altered(line)
        later_us = self.delay_us
        if self._befalls("late", self.late):
            later_us += self._below(self.late_us + 1)
        arriving = [(later_us, line)]
        if self._befalls("doubled", self.doubled):
            arriving.append((self.delay_us + self._below(self.late_us + 1), line))
        return arriving

    def _befalls(self, what: str, of_a_thousand: int) -> bool:
        if not of_a_thousand or self._below(OF) >= of_a_thousand:
            return False
        self.befell[what] += 1
        return True

    def _altered(self, line: bytes) -> bytes:
        how, place = self._below(len(CHANGES)), self._below(len(line))
        if how == BIT_FLIPPED:
            return line[:place] + bytes((line[place] ^ 1 << self._below(8),)) + line[place + 1 :]
        if how == CUT_SHORT:
            return line[:place]
        if how == BYTE_LOST:
            return line[:place] + line[place + 1 :]
        return bytes([self._below(256) for _ in range(1 + self._below(MOST_NOISE))]) + line
