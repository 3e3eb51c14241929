"""Days of delivery in large strides: the firmware's own judgement and memory, beside a list of every dose given."""

# pyright: reportOptionalMemberAccess=false

from bench_of_heart import A_MONDAY, DAY_S
from clock_desk import ClockDesk
from example_orders import STEP_FL
from integral_of_therapy import TherapyIntegral
from therapy.alarms.alarms import Alarms
from therapy.bolus_kinds import BASAL, CLINICIAN, PATIENT
from therapy.heart import Heart
from therapy.memory import record_kinds
from therapy.memory.book import Book
from therapy.memory.history import History
from therapy.prescribing.bolus_order import bolus_of_dose
from therapy.prescribing.prescription import Prescription
from therapy.states import RUNNING
from therapy.wear import Wear

STRIDE_S = 10
MICRO = 1_000_000


class _Clock:
    def since_us(self):
        return 0


class DaysOfDoses:
    """A heart that believes it runs; its steps are those of the exact integral, confirmed at the end of each stride.

    given: [(from_s, to_s, steps), ...] of every stride. t_s: running time.
    """

    def __init__(self, order, second_of_week):
        self.t_s = 0
        self.given = []
        self.history = History()
        self.book = Book(self.history)
        self.heart = Heart(self.history, self.book, Alarms(self.book), Wear(2_555, 50_000, 3_200))
        self.clock_desk = ClockDesk(self.heart, self.book, None, _Clock())
        self.rx = rx = Prescription(order, STEP_FL)
        self.history.apply(record_kinds.FILLED, 1_000_000_000, 0, 0, 0)
        dose = rx.dose_per_step
        self.history.apply(record_kinds.PRESCRIBED, 1, 1, dose.whole_pg, dose.thousandth_pg)
        self.history.dose_per_step.copy(dose)
        self.heart.time.set(A_MONDAY + second_of_week // DAY_S, second_of_week % DAY_S, 0)
        self.heart.prescribe(rx)
        self.history.apply(record_kinds.STARTED, 0, 0, 0, 0)
        self.heart.state = RUNNING
        self._integral = TherapyIntegral()
        self._integral.order(0, order, STEP_FL)
        self._integral.clock(0, second_of_week * MICRO)
        self._integral.run(0)
        self._counted = 0
        self._bolus = None
        self._bolus_given = 0

    def run_to(self, t_s):
        while self.t_s < t_s:
            self._stride(min(STRIDE_S, t_s - self.t_s))

    def _stride(self, seconds):
        heart, history = self.heart, self.history
        began_s = self.t_s
        self.t_s += seconds
        history.advance(self.t_s)
        heart.time.elapse(seconds * MICRO)
        heart.schedule.elapse(seconds * MICRO)
        while heart.schedule.to_change_us() <= 0:
            heart.schedule.pass_change()
        due = (2 * self._integral.at(self.t_s * MICRO) + self._integral.parts()) // (2 * self._integral.parts())
        steps = due - self._counted
        self._counted = due
        history.count(BASAL, steps)
        steps += self._give_bolus()
        if steps:
            self.given.append((began_s, self.t_s, steps))
        self._forget_records()

    def _give_bolus(self):
        if self._bolus is None:
            return 0
        order, began_s = self._bolus
        due = min(order.steps, order.steps * (self.t_s - began_s) // order.over_s)
        steps = due - self._bolus_given
        self._bolus_given = due
        self.history.count(order.kind, steps)
        if due == order.steps:
            self._bolus = None
            self.heart.governor.close_bolus(0)
        return steps

    def _forget_records(self):
        for ring in (self.book.doses, self.book.events):
            while ring.peek():
                ring.drop_oldest()

    def ask(self, dose_pg=None, over_s=0):
        """A clinician's bolus, or the patient's. Returns 0 or the reason of the denial. Raises Refused."""
        if dose_pg is None:
            order, kind = self.rx.patient_bolus, PATIENT
        else:
            order, kind = bolus_of_dose(CLINICIAN, dose_pg, over_s, self.rx, "bolus"), CLINICIAN
        reason = self.heart.ask_bolus(order, kind)
        self.heart.course.granted = None
        if not reason:
            self._bolus, self._bolus_given = (order, self.t_s), 0
        self._forget_records()
        return reason

    def set_time(self, second_of_week):
        """Raises Refused where the day would be exceeded."""
        self.clock_desk.set_time(A_MONDAY + second_of_week // DAY_S, second_of_week % DAY_S)
        self._integral.clock(self.t_s * MICRO, (second_of_week - self.t_s) * MICRO)
        self._forget_records()

    def window_pg(self):
        """What the pump believes was given in the last 24 h."""
        return self.history.window.total.value()

    def in_window_pg(self, from_s, to_s):
        """Dose of the strides that lie wholly in (from_s, to_s], exactly, in pg: at most what was given in it."""
        steps = sum(count for began_s, ended_s, count in self.given if began_s >= from_s and ended_s <= to_s)
        return self._dose_pg(steps)

    def touching_window_pg(self, from_s, to_s):
        """Dose of the strides that have any part in it: at least what was given in it."""
        steps = sum(count for began_s, ended_s, count in self.given if ended_s > from_s and began_s < to_s)
        return self._dose_pg(steps)

    def worst_day_pg(self):
        """The largest dose of any 24 h, at the least."""
        worst = total = first = 0
        for _, ended_s, count in self.given:
            total += count
            while self.given[first][0] < ended_s - DAY_S:
                total -= self.given[first][2]
                first += 1
            worst = max(worst, total)
        return self._dose_pg(worst)

    def _dose_pg(self, steps):
        return steps * STEP_FL * self.rx.concentration_pg_per_ml // 1_000_000_000_000
