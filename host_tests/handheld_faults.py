"""Requests of a hand-held over a cable with every kind of fault, and what must hold for each of them. For both VMs.

Each request: the two acts, while lines are lost, doubled, late, changed, cut short or mixed with noise, the cable is
out, the session ends, or either board loses its power. Then the cable is sound, and what is shown must be true.
"""

from chance import Chance
from fakes.cable_faults import CableFaults
from handheld import request
from two_boards import ASK, LOCKOUT_S, HandHeldBench

OF_LINES = ("lost", "doubled", "late", "changed")  # of CableFaults
OUTAGE, SESSION, HAND_CUT, PUMP_CUT = range(len(OF_LINES), len(OF_LINES) + 4)
KINDS = (
    "line lost",
    "line sent twice, the second late",
    "line late, others overtake it",
    "line changed: a bit, cut short, a byte lost, noise",
    "cable out for a while",
    "session ended at the pump",
    "hand-held's power cut",
    "pump's power cut",
)
RATES = (0, 20, 50, 100, 200, 400)  # of a thousand lines, of each kind by itself
LATEST_US = 7_000_000
DELAY_US = 400_000
SOON_US = (200_000, 1_500_000, 5_000_000)  # a cut within so long
MOST_GRANTS = 40  # of the 48 that the pump gives in a day; then another pump
SETTLED_S = 90
MOST_OF_A_DOSE_S = 150
WORDS = ("none", "preparing", "asking", "resolving", "granted", "ended", "denied", "not-given", "unknown", "not-asked")
SAYS_GRANTED = (request.GRANTED, request.ENDED)


class FaultyCable:
    """seed: a whole number; the same one is the same faults. tried: faults by kind. ends: requests by what was shown.

    requests, granted, denied: how many were confirmed, given and turned away. repeated: doses beyond one a request.
    untrue: grants shown that were not given. taken_back: said by the pump and lost with its power, as they were not on
    its flash.
    """

    def __init__(self, seed):
        self._chance = Chance(seed)
        self.tried = [0] * len(KINDS)
        self.ends = [0] * len(WORDS)
        self.requests = self.granted = self.denied = self.repeated = self.untrue = self.taken_back = 0
        self.complaints = []
        self.faults = CableFaults(self._chance.below)
        self.faults.late_us = LATEST_US
        self._begin()

    def _begin(self):
        self.bench = bench = HandHeldBench()
        bench.cable.faults = self.faults
        bench.second.after_pass = self._look
        bench.pump.fake.files.cut_leaves_new = bench.fake.files.cut_leaves_new = _Draw(self._chance)
        self._before = self._peak = 0
        self._shown_granted = False
        self._lines = self._denials = 0
        self._pump_was_cut = False
        bench.run_for(3)

    def run(self, faults):
        """At least so many. Returns the complaints."""
        while sum(self.tried) < faults:
            if self.bench.grants() >= MOST_GRANTS:
                self._begin()
            self._request()
            for place, name in enumerate(OF_LINES):
                self.tried[place] = self.faults.befell[name]
        return self.complaints

    def _complain(self, what):
        self.complaints.append(f"request {self.requests}: {what}")

    # Faults

    def _disturb(self, is_bad):
        for name in OF_LINES:
            setattr(self.faults, name, self._chance.choose(RATES) if is_bad else 0)
        self.faults.delay_us = self._chance.below(DELAY_US) if is_bad else 0

    def _mishap(self):
        """What happens besides, at some moment of the request."""
        bench, chance = self.bench, self._chance
        if not chance.below(4):
            self.tried[OUTAGE] += 1
            bench.cable.is_cut = True
            bench.run_for(chance.between(1, 12))
            bench.cable.is_cut = False
        if not chance.below(4):
            self.tried[SESSION] += 1
            bench.end_session()
        if not chance.below(3):
            self.tried[HAND_CUT] += 1
            bench.second.cut_in(chance.below(chance.choose(SOON_US)), back_after_us=chance.below(3_000_000))
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
        confirms, self._denials = bench.confirms, len(bench.denials)
        was_bad_before = chance.below(2)
        self._disturb(was_bad_before)
        bench.press(ASK)
        if not chance.below(4):
            self._mishap()
        bench.press(ASK, 2.3)
        if not was_bad_before:
            self._disturb(True)
        bench.run_for(chance.below(1_000) / 5_000)
        self._mishap()
        bench.run_for(chance.between(1, 15))
        self._disturb(False)
        self._end()
        confirms = bench.confirms - confirms
        if confirms:
            self._judge(confirms)
        del bench.cable.lines[:-50]

    def _end(self):
        bench = self.bench
        for _ in range(SETTLED_S):
            bench.run_for(1)
            hand = bench.hand
            if hand is None or not bench.pump.pump.recorder.is_clear():
                continue
            is_settled = hand.request.state == request.GRANTED and hand.keeping.asked is None
            if hand.request.may_begin() or is_settled:
                return
        self._complain(f"not settled after {SETTLED_S} s")

    def _look(self):
        """After each pass of the hand-held's loop."""
        self._peak = max(self._peak, self.bench.grants())
        if self.bench.hand is not None and self.bench.hand.request.state in SAYS_GRANTED:
            if not self._shown_granted and self._peak <= self._before:
                self._not_true("granted is shown, and the pump has granted nothing")
            self._shown_granted = True

    def _not_true(self, what):
        self.untrue += 1
        self._complain(what)

    def _judge(self, confirms):
        bench = self.bench
        given = bench.grants() - self._before
        state = bench.hand.request.state
        self.requests += 1
        self.granted += given
        self.denied += len(bench.denials) - self._denials
        self.ends[state] += 1
        if len(bench.bolus_lines()) - self._lines > confirms:
            self._complain("more than one bolus was asked for")
        if given > confirms:
            self.repeated += given - confirms
            self._complain(f"{given} doses for {confirms} request")
        if given and not self._shown_granted:
            self._complain(f"granted, and {WORDS[state]} is shown")
        if not given and state in SAYS_GRANTED:
            self._not_true("granted is shown, and nothing was given")
        if not given and self._shown_granted:
            self.taken_back += 1
            if not self._pump_was_cut:
                self._not_true("granted was shown, and nothing was given")
        if state == request.UNKNOWN:
            self._complain("not known, and the pump's history is whole")


class _Draw:
    def __init__(self, chance):
        self._chance = chance

    def next(self):
        return self._chance.below(2)
