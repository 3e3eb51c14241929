"""part * whole / of, without a product that outgrows a small integer."""

BITS = 29


def proportion(part, of, whole):
    """part * whole // of, exactly. 0 <= part <= of < 2**29, of > 0, 0 <= whole < 2**29.

    Long multiplication, one bit of `whole` at a time, divided as it goes: nothing exceeds 2**30.
    """
    result = 0
    rest = 0
    for place in range(BITS - 1, -1, -1):
        result <<= 1
        rest <<= 1
        if rest >= of:
            rest -= of
            result += 1
        if whole >> place & 1:
            rest += part
            if rest >= of:
                rest -= of
                result += 1
    return result
