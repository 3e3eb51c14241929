"""What the pump must remember through a reset: doses, lockouts, window, reservoir, running or stopped.

Every change but the count of a confirmed step comes through `apply`, live and replayed alike; a RESERVE or SETTLED
record brings the count itself. Of the reservations, which are kept apart, only the last is replayed. So replaying the
records gives the very state that wrote them.
"""

from therapy.alarms.alarm_table import LATCHES
from therapy.bolus_kinds import BASAL, BRIDGE, KINDS, PATIENT
from therapy.memory import record_kinds
from therapy.memory.dose_window import DoseWindow
from therapy.memory.latched import Latched
from therapy.memory.lockout import Lockout
from therapy.memory.record_kinds import COUNTED_HOUR
from therapy.memory.requests import Requests
from units.dose_per_step import DosePerStep
from units.two_words import TwoWords


class History:
    """given: lifetime steps of therapy. by_kind: the same, by source. since_fill: steps drawn from the present fill.

    ceiling: lifetime steps that may be reached before the next reservation is on record.
    latched: Latched, the latching alarms that nobody has acknowledged or whose cause stands.
    dose_ahead: thousandths of a pg by which the window is ahead of the steps, since it counts whole pg.
    next_dose_per_step: of the therapy in force. line_dose_per_step: of the mixture before, which a bridge pushes out.
    dose_per_step: what a step counts as; after a change, at dose_changed_s, the larger of old and new, until what was
    queued under the old one is made.
    filled_nl: what the reservoir was filled to, at filled_s. awaits_therapy: with a mixture that no therapy was
    programmed for yet. resumes: it was delivering until then. drug_mark: the primary drug of the window; 0 before any.
    therapy_high, therapy_low: the first bytes of the digest of the therapy in force.
    logged: events in the event log when the ledger's segment was begun; fewer than that, and the log lost some.
    tube_steps: since the tube was changed, service included. reported: by_kind at the last report, at reported_s.
    """

    def __init__(self):
        self.t_s = 0
        self.given = TwoWords()
        self.ceiling = TwoWords()
        self.by_kind = tuple(TwoWords() for _ in KINDS)
        self.reported = tuple(TwoWords() for _ in KINDS)
        self.since_fill = TwoWords()
        self.tube_steps = TwoWords()
        self.not_given = TwoWords()
        self.filled_nl = 0
        self.filled_s = 0
        self.dose_per_step = DosePerStep()
        self.next_dose_per_step = DosePerStep()
        self.line_dose_per_step = DosePerStep()
        self.window = DoseWindow()
        self.lockout = Lockout()
        self.requests = Requests()
        self.running = False
        self.awaits_therapy = False
        self.resumes = False
        self.stopped_s = 0
        self.reported_s = 0
        self.bolus_kind = BASAL
        self.bolus_steps = 0
        self.bolus_given = 0
        self.dose_ahead = 0
        self.dose_changed_s = 0
        self.latched = Latched()
        self.drug_mark = 0
        self.therapy_high = 0
        self.therapy_low = 0
        self.logged = 0
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
        self.tube_steps.add(steps)
        self.by_kind[kind].add(steps)
        if kind != BASAL and kind == self.bolus_kind:
            self.bolus_given += steps
        dose = self.dose_per_step
        if kind == BASAL and self.next_dose_per_step.exceeds(dose):
            dose = self.next_dose_per_step  # right after the last step of a bridge
        self._dose.set(0, 0)
        self.dose_ahead = dose.add_to(self._dose, steps, self.dose_ahead)
        self.window.add(self._dose)

    def reserved_steps(self):
        """Steps that are on record as intended and not yet known as made."""
        return self.ceiling.minus_small(self.given)

    def reserve(self, given_millions, given_ones, steps):
        """So many steps may be given beyond those: both halves of the reservation are on flash."""
        self.ceiling.set(given_millions, given_ones)
        self.ceiling.add(steps)

    def dose_lags(self):
        """A step still counts as one of a stronger mixture than the one that leaves."""
        return self.dose_per_step.exceeds(self._dose_of_what_leaves())

    def apply(self, kind, a, b, c, d):
        """Take over a happening, live or replayed. The numbers are those of therapy.memory.record_kinds."""
        if kind == record_kinds.RESERVE:
            self._settle(a, b, d)
            self.reserve(a, b, c)
        elif kind == record_kinds.GRANTED:
            self._grant(a, b, d)
        elif kind == record_kinds.BOLUS_ENDED:
            self.count(self.bolus_kind, b - self.bolus_given)
            self.bolus_kind = BASAL
            self._never_count_less()
        elif kind == record_kinds.COUNTED:
            self.count(self.bolus_kind, b)
            self.count(BASAL, a - b)
        elif kind == record_kinds.NOT_GIVEN:
            self.not_given.add(a)
        elif kind == record_kinds.DENIED:
            if a == PATIENT:
                self.requests.denied[c % COUNTED_HOUR] += 1
                self.requests.denied[c // COUNTED_HOUR] += d
        elif kind == record_kinds.STARTED or kind == record_kinds.STOPPED:
            self._start_or_stop(kind, a)
        elif kind == record_kinds.ALARM_ON:
            if LATCHES[a]:
                self.latched.add(a)
        elif kind == record_kinds.ALARM_ENDED:
            self.latched.drop(a)
        else:
            self._apply_setting(kind, a, b, c, d)

    def _apply_setting(self, kind, a, b, c, d):
        if kind == record_kinds.PRESCRIBED:
            self.therapy_high, self.therapy_low = a, b
            self._prescribe(c, d)
        elif kind == record_kinds.DRUG:
            if self.drug_mark != a and self.drug_mark:
                self.window.clear()
                self.dose_ahead = 0
            self.drug_mark = a
        elif kind == record_kinds.FILLED:
            self.filled_nl = a
            self.filled_s = self.t_s
            self.awaits_therapy = d == 1
            self.since_fill.set(0, 0)
        elif kind == record_kinds.SETTLED:
            self._settle(a, b, d)
            if c == record_kinds.DOSE_CHANGES:
                self.dose_per_step.copy(self._dose_of_what_leaves())
        elif kind == record_kinds.REPORTED:
            self._report()
        elif kind == record_kinds.TUBE_CHANGED:
            self.tube_steps.set(0, 0)
        elif kind == record_kinds.SERVED:
            self.since_fill.add(a)
            self.tube_steps.add(a)
        elif kind == record_kinds.UNSERVED:
            self._lifetime.set(0, a)
            self.since_fill.take_words(self._lifetime)
            self.tube_steps.take_words(self._lifetime)

    def _settle(self, given_millions, given_ones, bolus_given):
        """Count what a RESERVE or SETTLED record says was made since the record before it; live, that is nothing."""
        self._lifetime.set(given_millions, given_ones)
        made = self._lifetime.minus_small(self.given)
        of_bolus = bolus_given - self.bolus_given if self.bolus_kind != BASAL else 0
        self.count(self.bolus_kind, of_bolus)
        self.count(BASAL, made - of_bolus)

    def _grant(self, kind, steps, hour):
        self.bolus_kind, self.bolus_steps, self.bolus_given = kind, steps, 0
        self._never_count_less()
        if kind == PATIENT:
            self.lockout.grant(self.t_s)
            self.requests.granted[hour] += 1

    def _start_or_stop(self, kind, why):
        self.running = kind == record_kinds.STARTED
        self.resumes = why == record_kinds.UNTIL_PROGRAMMED and not self.running
        if not self.running:
            self.stopped_s = self.t_s

    def _prescribe(self, whole_pg, thousandth_pg):
        self._line_keeps_the_old(whole_pg, thousandth_pg)
        self.next_dose_per_step.set(whole_pg, thousandth_pg)
        self.awaits_therapy = False
        self._never_count_less()

    def _line_keeps_the_old(self, whole_pg, thousandth_pg):
        old = self.next_dose_per_step
        if old.whole_pg != whole_pg or old.thousandth_pg != thousandth_pg:
            self.line_dose_per_step.copy(old)

    def _dose_of_what_leaves(self):
        """A bridge pushes the old mixture out of the catheter; else a step brings what the therapy names."""
        return self.line_dose_per_step if self.bolus_kind == BRIDGE else self.next_dose_per_step

    def _never_count_less(self):
        if self._dose_of_what_leaves().exceeds(self.dose_per_step):
            self.dose_per_step.copy(self._dose_of_what_leaves())
        if self.dose_lags():
            self.dose_changed_s = self.t_s

    def _report(self):
        for reported, given in zip(self.reported, self.by_kind):
            reported.copy(given)
        self.reported_s = self.t_s
        self.requests.clear()
