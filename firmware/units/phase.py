"""How much of a step is left, as a fraction that two flows can share: a change of flow keeps it.

A time is whole microseconds and a `part` of one, counted in the flow's own parts. Everything stays below 2**30.
"""

BITS = 29
WHOLE = 1 << BITS  # one step


def phase_left(us, part, flow):
    """us + part / flow.parts as a fraction of the flow's interval, in units of 2**-29 of a step, rounded down.

    flow: a Flow or MergedFlow. us >= 0, 0 <= part < flow.parts.
    """
    whole_us, rest, parts = flow.whole_us, flow.rest, flow.parts
    if us > whole_us or (us == whole_us and part >= rest):
        return WHOLE
    phase = 0
    for _ in range(BITS):
        phase <<= 1
        us <<= 1
        part <<= 1
        if part >= parts:
            part -= parts
            us += 1
        if us > whole_us or (us == whole_us and part >= rest):
            us -= whole_us
            part -= rest
            if part < 0:
                part += parts
                us -= 1
            phase += 1
    return phase


class TimeLeft:
    """The time that a phase takes at a flow: `us`, and `part` of a microsecond. Made once, set anew each time."""

    def __init__(self):
        self.us = 0
        self.part = 0

    def set(self, phase, flow):
        """phase (0 to WHOLE) of the flow's interval, less at most two parts. Halves it bit by bit, smallest first."""
        whole_us, rest, parts = flow.whole_us, flow.rest, flow.parts
        if phase >= WHOLE:
            self.us, self.part = whole_us, rest
            return
        us = part = 0
        for place in range(BITS):
            if phase >> place & 1:
                us += whole_us
                part += rest
                if part >= parts:
                    part -= parts
                    us += 1
            if us & 1:
                part += parts
            us >>= 1
            part >>= 1
        self.us, self.part = us, part
