"""How much of a step is left, as a fraction that two flows can share: a change of flow keeps it.

A time is whole microseconds and `parts` of one, in units of 1/steps (0 <= parts < steps). Everything stays below 2**30.
"""

BITS = 29
WHOLE = 1 << BITS  # one step


def phase_left(us, parts, flow):
    """us + parts/steps as a fraction of the flow's interval, in units of 2**-29 of a step, rounded down.

    flow: has whole_us, rest and steps (a Flow or MergedFlow), the denominator of `parts` too. us >= 0.
    """
    whole_us, rest, steps = flow.whole_us, flow.rest, flow.steps
    if us > whole_us or (us == whole_us and parts >= rest):
        return WHOLE
    phase = 0
    for _ in range(BITS):
        phase <<= 1
        us <<= 1
        parts <<= 1
        if parts >= steps:
            parts -= steps
            us += 1
        if us > whole_us or (us == whole_us and parts >= rest):
            us -= whole_us
            parts -= rest
            if parts < 0:
                parts += steps
                us -= 1
            phase += 1
    return phase


class TimeLeft:
    """The time that a phase takes at a flow: `us`, and `parts` of a microsecond. Made once, set anew each time."""

    def __init__(self):
        self.us = 0
        self.parts = 0

    def set(self, phase, flow):
        """phase (0 to WHOLE) of the flow's interval, rounded down to parts. Halves it bit by bit, smallest first."""
        whole_us, rest, steps = flow.whole_us, flow.rest, flow.steps
        if phase >= WHOLE:
            self.us, self.parts = whole_us, rest
            return
        us = parts = 0
        for place in range(BITS):
            if phase >> place & 1:
                us += whole_us
                parts += rest
                if parts >= steps:
                    parts -= steps
                    us += 1
            if us & 1:
                parts += steps
            us >>= 1
            parts >>= 1
        self.us, self.parts = us, parts
