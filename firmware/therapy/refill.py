"""What a refill leaves in the reservoir, and whether the books balance (R5)."""

SMALL_NL = 20_000_000
DOUBT_NL = 1_000_000  # 1 mL of a 20 mL reservoir
LARGE_DOUBT_NL = 2_000_000  # 2 mL of a 40 mL one


def doubt_nl(capacity_nl):
    """How far what was withdrawn may be from what was expected."""
    return DOUBT_NL if capacity_nl <= SMALL_NL else LARGE_DOUBT_NL


def is_discrepancy(expected_nl, withdrawn_nl, capacity_nl):
    """True if more or less came out than the steps say was there, by more than the doubt."""
    return abs(expected_nl - withdrawn_nl) > doubt_nl(capacity_nl)


def content_nl(expected_nl, withdrawn_nl, filled_nl, capacity_nl):
    """What is in it after a refill, on the careful side.

    A reservoir is emptied before it is filled: what is withdrawn to within the doubt was all there was, and so was it
    where the sum would not fit. Only clearly less than expected is a top-up of what stayed.
    """
    left_nl = expected_nl - withdrawn_nl
    if left_nl <= doubt_nl(capacity_nl) or left_nl + filled_nl > capacity_nl:
        return filled_nl
    return left_nl + filled_nl
