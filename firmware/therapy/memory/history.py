"""What the pump must remember through a reset: doses, lockouts, window, reservoir, running or stopped.

Every change but the count of a confirmed step comes through `apply`, live and replayed alike; a RESERVE record
brings the count itself. So replaying the records gives the very state that wrote them.
"""

from therapy.alarms.alarm_table import LATCHES
from therapy.bolus import BASAL, KINDS, PATIENT
from therapy.memory import record_kinds
from therapy.memory.dose_window import DoseWindow
from therapy.memory.lockout import Lockout
from units.dose_per_step import DosePerStep
from units.two_words import TwoWords


class History:
    """given: lifetime steps. by_kind: the same, by source. since_fill: steps drawn from the present fill.

    ceiling: lifetime steps that may be reached before the next reservation is on record.
    latched: bit by bit, the latching alarms that nobody has acknowledged or whose cause stands.
    dose_ahead: thousandths of a pg by which the window is ahead of the steps, since it counts whole pg.
    next_dose_per_step: of the therapy in force. dose_per_step: what a step counts as; after a change of therapy the
    larger of old and new, until the next RESERVE: what was queued or reserved under the old one is not under-counted.
    filled_nl: what the reservoir was filled to.
    """

    def __init__(self):
        self.t_s = 0
        self.given = TwoWords()
        self.ceiling = TwoWords()
        self.by_kind = tuple(TwoWords() for _ in KINDS)
        self.since_fill = TwoWords()
        self.not_given = TwoWords()
        self.filled_nl = 0
        self.dose_per_step = DosePerStep()
        self.next_dose_per_step = DosePerStep()
        self.window = DoseWindow()
        self.lockout = Lockout()
        self.running = False
        self.stopped_s = 0
        self.bolus_kind = BASAL
        self.bolus_steps = 0
        self.bolus_given = 0
        self.dose_ahead = 0
        self.latched = 0
        self._dose = TwoWords()
        self._lifetime = TwoWords()

    def advance(self, t_s):
        self.t_s = t_s
        self.window.advance(t_s)

    def count(self, kind, steps):
        """`steps` microsteps (0 to 2**20) were made for `kind`, or count as made."""
        if steps <= 0:
            return
        self.given.add(steps)
        self.since_fill.add(steps)
        self.by_kind[kind].add(steps)
        if kind != BASAL and kind == self.bolus_kind:
            self.bolus_given += steps
        self._dose.set(0, 0)
        self.dose_ahead = self.dose_per_step.add_to(self._dose, steps, self.dose_ahead)
        self.window.add(self._dose)

    def reserved_steps(self):
        """Steps that are on record as intended and not yet known as made."""
        return self.ceiling.minus_small(self.given)

    def apply(self, kind, a, b, c, d):
        """Take over a happening, live or replayed. The numbers are those of therapy.record_kinds."""
        if kind == record_kinds.RESERVE:
            self._settle(a, b, d)
            self.ceiling.copy(self.given)
            self.ceiling.add(c)
            self.dose_per_step.copy(self.next_dose_per_step)
        elif kind == record_kinds.GRANTED:
            self.bolus_kind, self.bolus_steps, self.bolus_given = a, b, 0
            if a == PATIENT:
                self.lockout.grant(self.t_s)
        elif kind == record_kinds.BOLUS_ENDED:
            self.count(self.bolus_kind, b - self.bolus_given)
            self.bolus_kind = BASAL
        elif kind == record_kinds.COUNTED:
            self.count(self.bolus_kind, b)
            self.count(BASAL, a - b)
        elif kind == record_kinds.STARTED:
            self.running = True
        elif kind == record_kinds.STOPPED:
            self.running = False
            self.stopped_s = self.t_s
        elif kind == record_kinds.NOT_GIVEN:
            self.not_given.add(a)
        elif kind == record_kinds.PRESCRIBED:
            self.next_dose_per_step.set(c, d)
            if self.next_dose_per_step.exceeds(self.dose_per_step):
                self.dose_per_step.copy(self.next_dose_per_step)
        elif kind == record_kinds.ALARM_ON:
            if LATCHES[a]:
                self.latched |= 1 << a
        elif kind == record_kinds.ALARM_ENDED:
            self.latched &= ~(1 << a)
        elif kind == record_kinds.FILLED:
            self.filled_nl = a
            self.since_fill.set(0, 0)

    def _settle(self, given_millions, given_ones, bolus_given):
        """Count what a RESERVE record says was made since the record before it; live, that is nothing."""
        self._lifetime.set(given_millions, given_ones)
        made = self._lifetime.minus_small(self.given)
        of_bolus = bolus_given - self.bolus_given if self.bolus_kind != BASAL else 0
        self.count(self.bolus_kind, of_bolus)
        self.count(BASAL, made - of_bolus)
