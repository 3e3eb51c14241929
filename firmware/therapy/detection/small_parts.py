"""Products of integers that stay inside +/- 2**30, and the units of this room. A `part` is in 4096ths."""

WHOLE_PART = 4096
PER_UG = 16  # residuals, levels and expected masses are counted in sixteenths of a microgram ("_16")
NAT = 1 << 20  # scores are counted in 2**-20 nat


def part_of(value_16, part):
    """value_16 * part / 4096, rounded down; exact for |value_16| < 2**29 and part <= 4096."""
    return (value_16 >> 12) * part + ((value_16 & 4095) * part >> 12)


def within(value, limit):
    """value, or the nearer of -limit and limit."""
    if value > limit:
        return limit
    if value < -limit:
        return -limit
    return value


def root(value):
    """The whole square root, rounded down. Set-up only."""
    if value < 2:
        return value
    guess = 1 << ((len(bin(value)) - 1) >> 1)
    while True:
        better = (guess + value // guess) >> 1
        if abs(better - guess) < 2:
            while better * better > value:
                better -= 1
            while (better + 1) * (better + 1) <= value:
                better += 1
            return better
        guess = better
