"""Integers as decimal text with a unit, without floats."""


def decimal(value, digits, unit):
    """value / 10**digits written exactly: decimal(2_500_000_000, 9, "mg") is "2.5 mg"."""
    scale = 10**digits
    whole, rest = value // scale, value % scale
    if rest:
        text = "%d.%s" % (whole, ("0" * digits + str(rest))[-digits:].rstrip("0"))
    else:
        text = str(whole)
    return text + " " + unit


def dose(pg):
    """A dose in pg, shown in mg from 0.1 mg up and in mcg below."""
    return decimal(pg, 9, "mg") if pg >= 100_000_000 else decimal(pg, 6, "mcg")


def volume(nl):
    """A volume in nL, shown in mL from 0.1 mL up and in uL below."""
    return decimal(nl, 6, "mL") if nl >= 100_000 else decimal(nl, 3, "uL")
