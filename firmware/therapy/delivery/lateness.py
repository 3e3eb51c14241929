"""How late the control loop was, counted; and what it cost."""

COUNTED_US = 20_000  # below this a step is on time for every purpose of the pump


class Lateness:
    """stalls: steps that came more than 20 ms late. worst_us: the latest of them."""

    def __init__(self):
        self.stalls = 0
        self.worst_us = 0

    def note(self, late_us):
        if late_us > self.worst_us:
            self.worst_us = late_us
        if late_us > COUNTED_US:
            self.stalls += 1
