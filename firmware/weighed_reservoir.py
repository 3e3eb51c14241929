"""What is in the reservoir by weight: beside the steps (R3), against the steps (R4), and after a refill (R6)."""

from therapy.alarms import alarm_table
from therapy.detection.fill_witness import FillWitness
from therapy.detection.joint_doubt import joint_doubt_nl
from therapy.head_trend import WATER_UG_PER_ML
from therapy.memory import record_kinds
from therapy.refill import doubt_nl
from units.scale import FL_PER_NL

ML_NL = 1_000_000
JUDGED_WITHIN_S = 900  # of the entry
AGREES_AGAIN = 90  # percent of the doubt


class WeighedReservoir:
    """volume_nl: by the last minute's weight, as water; None while it is not known.

    last_calm_ug: the weight of the last minute, if nothing moved it; None else.
    """

    def __init__(self, heart, book):
        self._heart = heart
        self._book = book
        self._calibration = {}
        self._fill = FillWitness()
        self._before_nl = None
        self._before_ug = None
        self._step_fl = 0
        self.volume_nl = None
        self.last_calm_ug = None

    def begin(self, calibration):
        """calibration: WeighingFiles.calibration()."""
        self._calibration = calibration or {}
        self.disturbed()

    def resume(self):
        """After a reset: a refill that was to be weighed just then still is."""
        history = self._heart.history
        if history.filled_nl and history.t_s - history.filled_s < JUDGED_WITHIN_S:
            self._expect_fill()

    def disturbed(self):
        """Somebody works at the rig: no weight from before tells anything."""
        self._before_ug = self.last_calm_ug = self.volume_nl = self._before_nl = None
        self._fill.cancel()
        self._heart.governor.reservoir.forget_weight()

    def refilled(self, withdrawn_nl, filled_nl, capacity_nl):
        """It was entered: the next minutes tell what came, by the weight before it if that is known."""
        before_ug = self._before_ug
        self.disturbed()
        if before_ug is None:
            self._expect_fill()
        else:
            self._fill.entered(before_ug, withdrawn_nl, filled_nl, doubt_nl(capacity_nl))

    def _expect_fill(self):
        """Without a weight before it only what is there can be judged: as if it had been filled from nothing."""
        rx = self._heart.prescription
        if rx is not None:
            self._fill.entered(0, 0, self._heart.history.filled_nl, doubt_nl(rx.capacity_nl))

    def minute(self, mass_ug, is_measured, is_calm, delivered_ug, step_fl):
        """is_calm: measured, and not moved since the minute before. delivered_ug: by the steps of this minute."""
        self._step_fl = step_fl
        self.last_calm_ug = mass_ug if is_calm else None
        if is_calm:
            self._before_ug = mass_ug
        elif self._before_ug is not None:
            self._before_ug -= delivered_ug
        self.volume_nl = mass_ug * ML_NL // WATER_UG_PER_ML if is_measured else None
        if self._fill.minute(mass_ug, is_measured, delivered_ug):
            self._judge_fill()
        if is_measured:
            self._heart.governor.reservoir.weigh(self.volume_nl)
        else:
            self._heart.governor.reservoir.miss_weight()
        self._compare()

    def _judge_fill(self):
        """Missing by how much the weight rose, and by how much there is: so a filling that came before the weight that
        it is compared with, or a withdrawal that was mistaken, alone raises nothing."""
        fill = self._fill
        self._book.record(record_kinds.FILL_WEIGHED, fill.weighed_nl, fill.filled_nl)
        missing_nl = self._heart.history.filled_nl - self._drawn_nl() - self.volume_nl
        if fill.is_misplaced() and missing_nl > fill.doubt_nl:
            self._heart.alarms.strike(alarm_table.MISPLACED_FILL)

    def _compare(self):
        """Of the last two weights the nearer counts: a knock is no disagreement."""
        now_nl, before_nl, most_nl = self.volume_nl, self._before_nl, self.doubt_nl()
        self._before_nl = now_nl
        if now_nl is None or before_nl is None or most_nl is None or self._fill.is_waiting():
            return
        by_steps_nl = self._heart.history.filled_nl - self._drawn_nl()
        apart_nl = min(abs(by_steps_nl - now_nl), abs(by_steps_nl - before_nl))
        alarms = self._heart.alarms
        if alarms.standing[alarm_table.WITNESSES_DISAGREE]:
            most_nl = most_nl * AGREES_AGAIN // 100
        alarms.show(alarm_table.WITNESSES_DISAGREE, apart_nl > most_nl)

    def _drawn_nl(self):
        return self._heart.history.since_fill.value() * self._step_fl // FL_PER_NL

    def doubt_nl(self):
        """How far steps and weight may be apart now; None while the volume by weight or by steps is not known."""
        if self.volume_nl is None or self._heart.prescription is None:
            return None
        history, calibration = self._heart.history, self._calibration
        return joint_doubt_nl(
            doubt_nl(self._heart.prescription.capacity_nl),
            self._drawn_nl(),
            self.volume_nl,
            calibration["doubt_ppm"],
            calibration["zero_doubt_ug"],
            history.t_s - history.filled_s,
        )
