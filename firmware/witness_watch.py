"""The second witness once a minute: what weight says against steps, as alarms and records that a person understands."""

from therapy.alarms import alarm_table
from therapy.detection import verdicts
from therapy.detection.step_filter import StepFilter
from therapy.memory import record_kinds
from therapy.states import SERVICE
from units.scale import FL_PER_NL

MOST_UG = 1 << 29
MOVED_MIN = 30  # after the load moved, a refill that is entered is weighed from before it
RUNS_OUT_MIN = 3  # a bottle that is taken off falls once; what falls on is running out
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

    reservoir: WeighedReservoir. head: HeadWatch. board: its WITNESS are the rig's figures (noise_rows.LIMITS and
    second_witness.FIGURES), LINE_STORES_NL what the line holds back behind a closed outlet. feed: the
    watchdog, while the detector is made, which takes two seconds in a full heap.
    """

    def __init__(self, heart, book, weighing, programming, files, reservoir, head, board, feed):
        self._heart = heart
        self._book = book
        self._weighing = weighing
        self._programming = programming
        self._files = files
        self._reservoir = reservoir
        self._head = head
        self._figures = board.WITNESS
        self._line_stores_nl = board.LINE_STORES_NL
        self._nominal_fl = board.STEP_VOLUME_FL
        self._feed = feed
        self._witness = None
        self._step_fl = None
        self._told = bytearray(len(verdicts.NAMES))
        self._told_total = False
        self._told_gross = False
        self._given = 0
        self._tube_steps = 0
        self._steps = StepFilter(board.WITNESS["white_sd_ug"], board.WITNESS["jump_ug"])
        self._moved_min = 0
        self._falls = 0
        self._last_ug = None

    def begin(self):
        """At power-on: take over what is stored, and go on with what a reset has cut."""
        self.calibrated()
        self._reservoir.resume()

    def calibrated(self):
        """The load cell was: take over what is stored, and begin anew."""
        calibration = self._files.calibration()
        self._witness = None
        self._step_fl = self._programming.step_volume_fl
        self._given = self._heart.history.given.value()
        self._tube_steps = self._heart.history.tube_steps.value()
        self._last_ug = None
        self._moved_min = self._falls = 0
        self._told_total = self._is_shown(alarm_table.NO_DELIVERY)  # before a reset, perhaps
        self._told[verdicts.UNDER_DELIVERY] = 1 if self._told_total else 0
        self._reservoir.begin(calibration)
        self._head.begin(calibration)
        if calibration is not None:
            self._witness = self._made_witness()
            self._weighing.calibrate(calibration["zero_raw"], calibration["counts_per_g"])
            self._weighing.listener = self.minute
        is_lost = self._files.is_damaged() or (calibration is not None and self._witness is None)
        self._heart.alarms.show(alarm_table.LOAD_CELL_UNKNOWN, is_lost)

    def _made_witness(self):
        """None where the board's figures are none that it could work with."""
        from therapy.detection.second_witness import SecondWitness  # memory only where it is calibrated

        figures = self._figures
        try:
            return SecondWitness(self._step_fl or self._nominal_fl, figures, self._feed)
        except ValueError:
            return None

    def state(self):
        """Place in STATES: what a person may expect of the second witness (R7)."""
        if self._witness is None:
            return NOT_CALIBRATED
        if self._weighing.mass_ug is None or self._weighing.is_noisy():
            return LOST
        return LEARNING if self._witness.is_learning() else WATCHING

    def volume_nl(self):
        """In the reservoir by weight; None while it is not known."""
        return self._reservoir.volume_nl

    def refilled(self, withdrawn_nl, filled_nl, capacity_nl, steps_before):
        """A refill was entered and is in the history. steps_before: made since the fill before it."""
        if self._witness is None:
            return
        if self._is_shown(alarm_table.LOAD_MOVED):
            self._heart.alarms.acknowledge(alarm_table.LOAD_MOVED)
        self._weighing.disturbed()
        self._change_load(self._witness)
        self._head.refilled(self._reservoir.last_calm_ug, steps_before, self._step_fl)
        self._reservoir.refilled(withdrawn_nl, filled_nl, capacity_nl)

    def minute(self, mass_ug, is_measured):
        """A minute of weighing has ended; called by Weighing, outside the control tick."""
        heart, step_fl = self._heart, self._programming.step_volume_fl
        given = heart.history.given.value()
        steps, self._given = given - self._given, given
        witness = self._witness
        if step_fl is None or witness is None:
            return
        if step_fl != self._step_fl:
            witness.change_head(step_fl)
            witness.change_load()
            self._step_fl = step_fl
        if self._was_served(steps):  # water ran, and hands were at the rig
            self._change_load(witness)
            self._reservoir.disturbed()
            self._head.disturbed()
            return
        is_measured = is_measured and -MOST_UG < mass_ug < MOST_UG
        delivered_ug = steps * step_fl // FL_PER_NL  # 1.000 g/mL
        is_seen = self._steps.pass_on(mass_ug, is_measured, delivered_ug)
        witness.minute(self._steps.mass_ug, is_seen, steps)
        self._note_fall(mass_ug, is_measured, delivered_ug)
        self._tell(witness)
        if self._moved_min:
            self._moved_min -= 1
        is_moved = self._moved_min or self._is_shown(alarm_table.LOAD_MOVED)
        is_calm = is_seen and not witness.is_doubted() and not is_moved
        self._reservoir.minute(mass_ug, is_measured, is_calm, delivered_ug, step_fl)
        self._head.minute(mass_ug, is_calm)

    def _change_load(self, witness):
        witness.change_load()
        self._steps.forget()
        self._last_ug = None
        self._moved_min = self._falls = 0

    def _was_served(self, steps):
        """Service mode is on, or was for some steps since the minute before."""
        tube_steps = self._heart.history.tube_steps.value()
        others = tube_steps - self._tube_steps - steps
        self._tube_steps = tube_steps
        return self._heart.state == SERVICE or others != 0

    def _note_fall(self, mass_ug, is_measured, delivered_ug):
        """Faster than any flow that the detector takes for one, minute after minute: the reservoir runs out."""
        if not is_measured:
            return
        last_ug, self._last_ug = self._last_ug, mass_ug
        has_fallen = last_ug is not None and last_ug - delivered_ug - mass_ug > self._figures["jump_ug"]
        self._falls = self._falls + 1 if has_fallen else 0
        if self._falls == RUNS_OUT_MIN:
            runs = self._heart.history.running
            self._book.record(record_kinds.FOUND, verdicts.OVER_DELIVERY if runs else verdicts.LEAK, last_ug - mass_ug)
            self._told[verdicts.OVER_DELIVERY if runs else verdicts.LEAK] = 1
            self._told_gross = True
            self._stop(alarm_table.OVER_DELIVERY if runs else alarm_table.LEAK)

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
        if told[verdicts.OVER_DELIVERY] and witness.is_gross() and not self._told_gross:
            self._told_gross = True
            self._stop(alarm_table.OVER_DELIVERY)
        is_open = is_open or (self._told_total and self._is_shown(alarm_table.NO_DELIVERY))
        if any(told) and not is_open:
            self._forget(witness)

    def _raise(self, verdict, witness):
        if verdict == verdicts.FILL or verdict == verdicts.REMOVAL:
            self._moved_min = MOVED_MIN
            self._head.disturbed()
        if verdict == verdicts.UNDER_DELIVERY and witness.is_total():
            return
        if verdict == verdicts.OVER_DELIVERY and witness.is_gross():
            return
        self._heart.alarms.strike(ALARM_OF[verdict])

    def _stop(self, alarm):
        """Whether its cause goes on cannot be known while nothing is delivered: it latches until it is acknowledged."""
        if self._heart.history.running:
            self._heart.fault(alarm)
            self._heart.alarms.end(alarm)
        else:
            self._heart.alarms.strike(alarm)

    def _forget(self, witness):
        """A person has seen it; what goes on will be found anew. A closed line lets go of what it holds (A10)."""
        if self._told_total:
            self._book.record(record_kinds.RELEASED, self._line_stores_nl)
        self._told_total = self._told_gross = False
        for verdict in range(len(self._told)):
            self._told[verdict] = 0
        witness.acknowledge()

    def _is_shown(self, alarm):
        return bool(self._heart.alarms.shown[alarm])
