"""A step engine that makes every step exactly when it was asked for, in virtual time. On both VMs."""

FIFO_WORDS = 4
WRAP = 1 << 30


def gaps_of(edges):
    """Times from edge to edge."""
    return [edges[i + 1] - edges[i] for i in range(len(edges) - 1)]


class VirtualTime:
    """now_us never wraps; ticks_us is the wrapping counter that the firmware sees, `ahead_us` in front of it."""

    def __init__(self, ahead_us=0):
        self.now_us = 0
        self.ahead_us = ahead_us

    def ticks_us(self):
        return (self.now_us + self.ahead_us) % WRAP

    def ticks_diff(self, later, earlier):
        half = WRAP // 2
        return (later - earlier + half) % WRAP - half


class IdealEngine:
    """edges: when each step was made, in us; known when its word's receipt was collected, or by a stop.

    commanded: steps handed in and not taken back. It forgets the last edge after 2**28 us, as the driver may.
    """

    def __init__(self, time):
        self._time = time
        self._words = []
        self._tail = None
        self.edges = []
        self.fault = False
        self.extra_receipts = 0

    def room(self):
        return FIFO_WORDS - max(0, len(self._words) - 1)

    def queue_end_us(self):
        """Time of the last edge queued; None before the first."""
        return self._tail

    def tail_us(self, _now=None):
        if self._tail is None:
            return -(WRAP // 2)
        return max(self._tail - self._time.now_us, -(WRAP // 2))

    def queue(self, count, first_us, gap_us, _now):
        if self.room() <= 0:
            raise AssertionError("a word was queued without room")
        now = self._time.now_us
        first = now + first_us
        if self._tail is not None and self._tail > now and self._tail + gap_us != first:
            raise AssertionError("the word does not continue the queue")
        self._words.append((count, first, gap_us))
        self._tail = first + (count - 1) * gap_us

    def _end_of(self, word):
        count, first, gap = word
        return first + (count - 1) * gap

    def collect(self, _now=None):
        made = 0
        while self._words and self._end_of(self._words[0]) <= self._time.now_us:
            count, first, gap = self._words.pop(0)
            self.edges.extend([first + i * gap for i in range(count)])
            made += count
        made += self.extra_receipts
        self.extra_receipts = 0
        return made

    def planned(self):
        """The times of all steps, made or queued."""
        planned = list(self.edges)
        for count, first, gap in self._words:
            planned.extend([first + i * gap for i in range(count)])
        return planned

    def made(self):
        """The times of all steps made by now, their receipts collected or not."""
        now = self._time.now_us
        return [edge_us for edge_us in self.planned() if edge_us <= now]

    def stop(self):
        made = self.collect()
        if self._words:
            count, first, gap = self._words[0]
            under_way = [first + i * gap for i in range(count) if first + i * gap <= self._time.now_us]
            self.edges.extend(under_way)
            made += len(under_way)
        self._words = []
        self._tail = self.edges[-1] if self.edges else None
        return made

    def run_dry(self):
        """The processor is dead: what is queued is made, nothing more. Returns the times of those steps."""
        last = []
        for count, first, gap in self._words:
            last.extend([first + i * gap for i in range(count)])
        self._words = []
        return last
