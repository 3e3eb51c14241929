"""What the pump must remember through a reset: doses, lockouts, window, reservoir, running or stopped.

Every change comes through `apply`, so that replaying the records gives the very state that wrote them.
"""

from therapy import record_kinds
from therapy.bolus import KINDS, PATIENT
from therapy.dose_window import DoseWindow
from therapy.lockout import Lockout
from units.two_words import MILLION, TwoWords


class History:
    """given: lifetime steps. by_kind: the same, by source. since_fill: steps drawn from the present fill.

    ceiling: lifetime steps that may be reached before the next reservation is on record.
    """

    def __init__(self):
        self.t_s = 0
        self.given = TwoWords()
        self.ceiling = TwoWords()
        self.by_kind = tuple(TwoWords() for _ in KINDS)
        self.since_fill = TwoWords()
        self.not_given = TwoWords()
        self.window = DoseWindow()
        self.lockout = Lockout()
        self.running = False
        self.stopped_s = 0
        self.bolus_kind = 0
        self.bolus_steps = 0
        self.bolus_given = 0
        self._dose = TwoWords()

    def advance(self, t_s):
        self.t_s = t_s
        self.window.advance(t_s)

    def count(self, kind, steps, dose_per_step):
        """`steps` microsteps (0 to 2**20) were made for `kind`, or count as made."""
        self.given.add(steps)
        self.since_fill.add(steps)
        self.by_kind[kind].add(steps)
        if kind and kind == self.bolus_kind:
            self.bolus_given += steps
        self._dose.set(0, 0)
        dose_per_step.add_to(self._dose, steps)
        self.window.add(self._dose)

    def settle(self, given_millions, given_ones, bolus_given, dose_per_step):
        """Replay what a RESERVE record says was made since the record before it; may allocate."""
        made = given_millions * MILLION + given_ones - self.given.value()
        of_bolus = bolus_given - self.bolus_given if self.bolus_kind else 0
        self.count(self.bolus_kind, of_bolus, dose_per_step)
        self.count(0, made - of_bolus, dose_per_step)

    def reserved_steps(self):
        """Steps that are on record as intended and not yet known as made."""
        return self.ceiling.minus_small(self.given)

    def apply(self, kind, a, b, c):
        """Take over a happening, live or replayed (RESERVE is settled by `settle`)."""
        if kind == record_kinds.GRANTED:
            self.bolus_kind, self.bolus_steps, self.bolus_given = a, b, 0
            if a == PATIENT:
                self.lockout.grant(self.t_s)
        elif kind == record_kinds.BOLUS_ENDED:
            self.bolus_kind = 0
        elif kind == record_kinds.STARTED:
            self.running = True
        elif kind == record_kinds.STOPPED:
            self.running = False
            self.stopped_s = self.t_s
        elif kind == record_kinds.NOT_GIVEN:
            self.not_given.add(a)
        elif kind == record_kinds.FILLED:
            self.since_fill.set(0, 0)
