"""A history and its ledger, driven as the recorder drives them: for tests on both VMs."""

# pyright: reportAttributeAccessIssue=false, reportOptionalSubscript=false

from ledger_state import replayed
from memory_files import MemoryFiles
from storage.ledger import Ledger
from storage.recorder import AT_ONCE
from storage.records import A, B, C
from therapy.memory.history import History
from therapy.memory.record_kinds import BOLUS_ENDED, DOSE_CHANGES, GRANTED, NOT_GIVEN, PRESCRIBED, SETTLED, STARTED
from units.dose_per_step import dose_per_step

PER_STEP = dose_per_step(18_746_300, 25_000_001)


class Writer:
    """A history and its ledger, as the recorder drives them."""

    def __init__(self):
        self.files = MemoryFiles()
        self.history = History()
        self.ledger = Ledger(self.files, AT_ONCE)
        self.ledger.begin(self.history)

    def happen(self, kind, a=0, b=0, c=0, d=0):
        self.history.apply(kind, a, b, c, d)
        self.ledger.add(kind, self.history.t_s, a, b, c, d)

    def settle(self, what_changes=0):
        given = self.history.given
        self.happen(SETTLED, given.millions, given.ones, what_changes, self.history.bolus_given)

    def reserve(self, steps):
        """What happened comes first; where the dose of a step lags, it changes after the reservation."""
        if self.ledger.has_prepared():
            self.ledger.write()
        history, given = self.history, self.history.given
        self.ledger.hold(history.t_s, given.millions, given.ones, steps, history.bolus_given)
        record = self.ledger.finish_holding()
        history.reserve(record[A], record[B], record[C])
        if history.dose_lags():
            self.settle(DOSE_CHANGES)
            self.ledger.write()

    def make(self, kind, steps):
        for _ in range(steps):
            self.history.count(kind, 1)

    def read(self):
        return replayed(self.files)

    def newest(self):
        return self.ledger.name_in_use()

    def run_a_while(self):
        """Start, basal, a whole bolus, a second one still open, and a reservation of 53 at the end."""
        self.history.advance(100)
        self.happen(PRESCRIBED, 1, 2, PER_STEP.whole_pg, PER_STEP.thousandth_pg)
        self.happen(STARTED)
        self.reserve(25)
        self.make(0, 20)
        self.history.advance(4_000)
        self.happen(GRANTED, 1, 50, 60)
        self.reserve(25)
        self.make(1, 24)
        self.make(0, 1)
        self.reserve(25)
        self.make(1, 26)
        self.history.advance(4_100)
        self.happen(BOLUS_ENDED, 1, 50, 0)
        self.make(0, 3)
        self.happen(NOT_GIVEN, 2)
        self.reserve(25)
        self.happen(GRANTED, 2, 70, 60)
        self.make(0, 2)
        self.make(2, 30)
        self.reserve(53)
