"""Requests of a hand-held over a cable with every kind of fault, and what must hold for each of them. For both VMs.

Each request: the two acts, while lines are lost, doubled, late, changed, cut short or mixed with noise, the cable is
out, the session ends, or either board loses its power. Then the cable is sound, and what is shown must be true.
"""

from chance import Chance
from handheld import request
from two_boards import ASK, LOCKOUT_S, HandHeldBench

KINDS = (
    "line lost",
    "line sent twice",
    "line late, others overtake it",
    "byte of a line changed",
    "line cut short",
    "noise before a line",
    "cable out for a while",
    "session ended at the pump",
    "hand-held's power cut",
    "pump's power cut",
)
LOST, TWICE, LATE, CHANGED, CUT_SHORT, NOISE, OUTAGE, SESSION, HAND_CUT, PUMP_CUT = range(len(KINDS))
OF_LINES = NOISE + 1
RATES = (5, 15, 30, 60, 90)  # of a hundred lines
LATEST_US = 7_000_000
SOON_US = (200_000, 1_500_000, 5_000_000)  # a cut within so long
MOST_GRANTS = 40  # of the 48 that the pump gives in a day; then another pump
SETTLED_S = 90
MOST_OF_A_DOSE_S = 150
WORDS = ("none", "preparing", "asking", "resolving", "granted", "ended", "denied", "not-given", "unknown", "not-asked")
SAYS_GRANTED = (request.GRANTED, request.ENDED)


class FaultyCable:
    """seed: a whole number; the same one is the same faults. tried: faults by kind. ends: requests by what was shown.

    requests, granted: how many were confirmed, and how many of them the pump gave. taken_back: grants that the pump
    said and lost with its power, before they were on its flash.
    """

    def __init__(self, seed):
        self._chance = Chance(seed)
        self.tried = [0] * len(KINDS)
        self.ends = [0] * len(WORDS)
        self.requests = self.granted = self.taken_back = 0
        self.complaints = []
        self._rate = 0
        self._begin()

    def _begin(self):
        self.bench = bench = HandHeldBench()
        bench.cable.fault = self._fault
        bench.after_work = self._look
        bench.pump.fake.files.cut_leaves_new = bench.fake.files.cut_leaves_new = _Draw(self._chance)
        self._before = self._peak = 0
        self._shown_granted = False
        self._lines = 0
        self._pump_was_cut = False
        bench.run_for(3)

    def run(self, faults):
        """At least so many. Returns the complaints."""
        while sum(self.tried) < faults:
            if self.bench.grants() >= MOST_GRANTS:
                self._begin()
            self._request()
        return self.complaints

    def _complain(self, what):
        self.complaints.append(f"request {self.requests}: {what}")

    # Faults

    def _fault(self, _direction, line):
        if self._chance.below(100) >= self._rate:
            return [(0, line)]
        kind = self._chance.below(OF_LINES)
        self.tried[kind] += 1
        late_us = self._chance.below(LATEST_US)
        if kind == LOST:
            return []
        if kind == TWICE:
            return [(0, line), (late_us, line)]
        if kind == LATE:
            return [(late_us, line)]
        place = self._chance.below(len(line))
        if kind == CHANGED:
            return [(0, line[:place] + bytes((line[place] ^ 1 << self._chance.below(8),)) + line[place + 1 :])]
        if kind == CUT_SHORT:
            return [(0, line[:place])]
        noise = bytes(self._chance.below(256) for _ in range(1 + self._chance.below(40)))
        return [(0, noise + line)]

    def _mishap(self):
        """What happens besides, at some moment of the request."""
        bench, chance = self.bench, self._chance
        if not chance.below(4):
            self.tried[OUTAGE] += 1
            bench.cable.is_cut = True
            bench.cable.clear()
            bench.run_for(chance.between(1, 12))
            bench.cable.is_cut = False
        if not chance.below(4):
            self.tried[SESSION] += 1
            bench.end_session()
        if not chance.below(3):
            self.tried[HAND_CUT] += 1
            bench.fake.cut_power_at(bench.fake.clock.now_us() + chance.below(chance.choose(SOON_US)))
        if not chance.below(4):
            self.tried[PUMP_CUT] += 1
            self._pump_was_cut = True
            bench.pump.fake.cut_power_at(bench.now_us() + chance.below(chance.choose(SOON_US)))

    # A request

    def _request(self):
        bench, chance = self.bench, self._chance
        for _ in range(MOST_OF_A_DOSE_S):
            if bench.hand.request.may_begin():
                break
            bench.run_for(1)
        else:
            self._complain(f"no end of {WORDS[bench.hand.request.state]}")
            self._begin()
            bench = self.bench
        if chance.below(3):
            bench.run_for(LOCKOUT_S)
        bench.hand.request.dismiss()
        self._before = self._peak = bench.grants()
        self._shown_granted = self._pump_was_cut = False
        self._lines = len(bench.bolus_lines())
        confirms = bench.confirms
        self._rate = chance.choose(RATES) if chance.below(2) else 0
        bench.press(ASK)
        if not chance.below(4):
            self._mishap()
        bench.press(ASK, 2.05)
        self._rate = self._rate or chance.choose(RATES)
        bench.run_for(chance.below(1_000) / 5_000)
        self._mishap()
        bench.run_for(chance.between(1, 15))
        self._rate = 0
        self._end()
        confirms = bench.confirms - confirms
        if confirms:
            self._judge(confirms)
        bench.cable.lines = bench.cable.lines[-50:]

    def _end(self):
        bench = self.bench
        for _ in range(SETTLED_S):
            bench.run_for(1)
            asked = bench.hand.request
            is_settled = asked.state == request.GRANTED and bench.hand.keeping.asked is None
            if (asked.may_begin() or is_settled) and bench.pump.pump.recorder.is_clear():
                return
        self._complain(f"not settled after {SETTLED_S} s: {WORDS[bench.hand.request.state]}")

    def _look(self):
        """After each pass of the hand-held's loop."""
        self._peak = max(self._peak, self.bench.grants())
        if self.bench.hand is not None and self.bench.hand.request.state in SAYS_GRANTED:
            if not self._shown_granted and self._peak <= self._before:
                self._complain("granted is shown, and the pump has granted nothing")
            self._shown_granted = True

    def _judge(self, confirms):
        bench = self.bench
        given = bench.grants() - self._before
        state = bench.hand.request.state
        self.requests += 1
        self.granted += given
        self.ends[state] += 1
        if len(bench.bolus_lines()) - self._lines > confirms:
            self._complain("more than one bolus was asked for")
        if given > confirms:
            self._complain(f"{given} doses for {confirms} request")
        if given and not self._shown_granted:
            self._complain(f"granted, and {WORDS[state]} is shown")
        if not given and state in SAYS_GRANTED:
            self._complain("granted is shown, and nothing was given")
        if not given and self._shown_granted:
            self.taken_back += 1
            if not self._pump_was_cut:
                self._complain("granted was shown, and nothing was given")
        if state == request.UNKNOWN:
            self._complain("not known, and the pump's history is whole")


class _Draw:
    def __init__(self, chance):
        self._chance = chance

    def next(self):
        return self._chance.below(2)
