"""The second witness once a minute: what weight says against steps, as alarms and records that a person understands."""

from therapy.alarms import alarm_table
from therapy.detection import verdicts
from therapy.detection.second_witness import SecondWitness
from therapy.memory import record_kinds
from therapy.states import SERVICE
from units.scale import FL_PER_NL

MOST_UG = 1 << 29
ALARM_OF = (  # in the order of the verdicts
    alarm_table.UNDER_DELIVERY,
    alarm_table.OVER_DELIVERY,
    alarm_table.LEAK,
    alarm_table.LOAD_MOVED,
    alarm_table.LOAD_MOVED,
)
STATES = ("not calibrated", "lost", "learning", "watching")
NOT_CALIBRATED, LOST, LEARNING, WATCHING = range(len(STATES))


class WitnessWatch:
    """weighing: Weighing, whose listener this becomes. programming: has step_volume_fl. files: WeighingFiles.

    reservoir: WeighedReservoir. head: HeadWatch. figures: of the rig (therapy.detection.noise_rows.LIMITS and
    second_witness.FIGURES). line_stores_nl: what the line holds back behind a closed outlet.
    """

    def __init__(self, heart, book, weighing, programming, files, reservoir, head, figures, line_stores_nl):
        self._heart = heart
        self._book = book
        self._weighing = weighing
        self._programming = programming
        self._files = files
        self._reservoir = reservoir
        self._head = head
        self._figures = figures
        self._line_stores_nl = line_stores_nl
        self._witness = None
        self._step_fl = None
        self._told = bytearray(len(verdicts.NAMES))
        self._told_total = False
        self._given = 0

    def begin(self):
        """At power-on, and after the load cell was calibrated: take over what is stored."""
        calibration = self._files.calibration()
        self._witness = None
        self._step_fl = None
        self._given = self._heart.history.given.value()
        self._reservoir.begin(calibration)
        self._head.begin(calibration)
        if calibration is not None:
            self._weighing.calibrate(calibration["zero_raw"], calibration["counts_per_g"])
            self._weighing.listener = self.minute

    def state(self):
        """Place in STATES: what a person may expect of the second witness (R7)."""
        if self._witness is None:
            return NOT_CALIBRATED
        if self._weighing.mass_ug is None or self._weighing.is_noisy():
            return LOST
        return LEARNING if self._witness.is_learning() else WATCHING

    def refilled(self, withdrawn_nl, filled_nl, capacity_nl, steps_before):
        """A refill was entered just now. steps_before: made since the fill before it."""
        if self._witness is None:
            return
        if self._is_shown(alarm_table.LOAD_MOVED):
            self._heart.alarms.acknowledge(alarm_table.LOAD_MOVED)
        self._weighing.disturbed()
        self._witness.change_load()
        self._head.refilled(self._reservoir.calm_ug, steps_before, self._step_fl)
        self._reservoir.refilled(withdrawn_nl, filled_nl, capacity_nl)

    def minute(self, mass_ug, is_measured):
        """A minute of weighing has ended; called by Weighing, outside the control tick."""
        heart, step_fl = self._heart, self._programming.step_volume_fl
        given = heart.history.given.value()
        steps, self._given = given - self._given, given
        if step_fl is None:
            return
        witness = self._witness
        if witness is None or step_fl != self._step_fl:
            witness = self._witness = SecondWitness(step_fl, self._figures)
            self._step_fl = step_fl
        if heart.state == SERVICE:  # water runs, and hands are at the rig
            witness.change_load()
            self._reservoir.disturbed()
            self._head.disturbed()
            return
        is_measured = is_measured and -MOST_UG < mass_ug < MOST_UG
        witness.minute(mass_ug, is_measured, steps)
        self._tell(witness)
        is_calm = is_measured and not witness.is_doubted() and not self._is_shown(alarm_table.LOAD_MOVED)
        delivered_ug = steps * step_fl // FL_PER_NL  # 1.000 g/mL
        self._reservoir.minute(mass_ug, is_measured, is_calm, delivered_ug, step_fl)
        self._head.minute(mass_ug, is_calm)

    def _tell(self, witness):
        """Each finding once, until a person has acknowledged its alarm."""
        found, told = witness.found, self._told
        is_open = False
        for verdict in range(len(found)):
            if found[verdict] and not told[verdict]:
                told[verdict] = 1
                self._book.record(record_kinds.FOUND, verdict, abs(witness.off_ug(verdict)))
                self._raise(verdict, witness)
            is_open = is_open or (told[verdict] and self._is_shown(ALARM_OF[verdict]))
        if told[verdicts.UNDER_DELIVERY] and witness.is_total() and not self._told_total:
            self._told_total = True
            self._stop(alarm_table.NO_DELIVERY)
            self._heart.alarms.acknowledge(alarm_table.UNDER_DELIVERY)  # the stronger says it
        is_open = is_open or (self._told_total and self._is_shown(alarm_table.NO_DELIVERY))
        if any(told) and not is_open:
            self._forget(witness)

    def _raise(self, verdict, witness):
        if verdict == verdicts.OVER_DELIVERY and witness.is_gross():
            self._stop(alarm_table.OVER_DELIVERY)
        elif verdict != verdicts.UNDER_DELIVERY or not witness.is_total():
            self._heart.alarms.strike(ALARM_OF[verdict])

    def _stop(self, alarm):
        """Whether its cause goes on cannot be known while nothing is delivered: it latches until it is acknowledged."""
        self._heart.fault(alarm)
        self._heart.alarms.end(alarm)

    def _forget(self, witness):
        """A person has seen it; what goes on will be found anew. A closed line lets go of what it holds (A10)."""
        if self._told_total:
            self._book.record(record_kinds.RELEASED, self._line_stores_nl)
        self._told_total = False
        for verdict in range(len(self._told)):
            self._told[verdict] = 0
        witness.acknowledge()

    def _is_shown(self, alarm):
        return bool(self._heart.alarms.shown[alarm])
