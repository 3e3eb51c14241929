"""Amounts that outgrow 2**30, kept as two small integers."""

from units.scale import MILLION


class TwoWords:
    """A count of `millions` and `ones` (0 <= ones < 1,000,000), at most 2**29 millions.

    Lifetime steps (ten years at 24 mL/day are 4.7e9) and doses in pg (millions are micrograms) need
    more than a small integer; every operation here stays in small integers and allocates nothing.
    """

    def __init__(self, value=0):
        self.millions = value // MILLION
        self.ones = value % MILLION

    def set(self, millions, ones):
        """Become `millions` and `ones`; ones may be 0 to 2**29 and is normalised."""
        self.millions = millions + ones // MILLION
        self.ones = ones % MILLION

    def copy(self, other):
        self.millions = other.millions
        self.ones = other.ones

    def add(self, count):
        """Add 0 to 2**29 ones."""
        self.set(self.millions, self.ones + count)

    def add_words(self, other):
        self.set(self.millions + other.millions, self.ones + other.ones)

    def take_words(self, other):
        """Subtract `other`, which must not be larger."""
        self.millions -= other.millions
        self.ones -= other.ones
        if self.ones < 0:
            self.ones += MILLION
            self.millions -= 1

    def exceeds(self, other):
        """True if this is strictly more than `other`."""
        if self.millions != other.millions:
            return self.millions > other.millions
        return self.ones > other.ones

    def minus_small(self, other):
        """self - other as one small integer; what is beyond +/- 501 million is given as +/- 2**29."""
        millions = self.millions - other.millions
        if millions > 500:
            return 1 << 29
        if millions < -500:
            return -(1 << 29)
        return millions * MILLION + self.ones - other.ones

    def value(self):
        """The whole amount as one integer, which may allocate: for set-up, records and reports."""
        return self.millions * MILLION + self.ones
