"""Numbers that look random and are the same every time, on both VMs."""


class Chance:
    """A linear congruential generator; its low bits are dropped."""

    def __init__(self, seed):
        self._state = seed * 7_919 + 1

    def below(self, limit):
        """A whole number from 0 to limit - 1; limit: 1 to 2**60."""
        drawn = 0
        for _ in range(3):
            self._state = (self._state * 1_103_515_245 + 12_345) % (1 << 31)
            drawn = drawn << 20 | self._state >> 11
        return drawn % limit

    def between(self, lowest, highest):
        return lowest + self.below(highest - lowest + 1)

    def choose(self, things):
        return things[self.below(len(things))]
