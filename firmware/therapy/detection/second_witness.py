"""The detector of the second witness: once a minute, the load cell's word against the steps'."""

from therapy.detection import verdicts
from therapy.detection.daily_profile import DailyProfile
from therapy.detection.drift_test import DriftTest
from therapy.detection.expected_mass import MOST_STEPS, ExpectedMass
from therapy.detection.noise_rows import NoiseRows
from therapy.detection.ripple_profile import RippleProfile
from therapy.detection.small_parts import PER_UG, within

STILL_MIN = 10  # at 0.006 mL/day a step comes every 4.5 min
UNSEEN_MIN = 10  # without a measurement: what the room did meanwhile is no evidence
BLIND_MIN = 30  # after a change of load the cell creeps
FLOW_SHIFT = 6  # the mean flow is of the last 64 min
MOST_FLOW_16 = 1 << 23
MOST_MOVED_UG = 1 << 24
REBOOK_16 = 1 << 24
MOST_REFERENCE_UG = 1 << 29
MOST_BOOK_16 = 1 << 28  # more without one measurement: the reference is worth nothing
LEAST = 615  # 15 % of the flow, in 4096ths: nothing under half of it, 7.5 %, counts (D2 allows 5 %, D3 and D4 say 10 %)
THIRD = 1229
WHOLE = 4096
FREE_FLOW_ROW = 0  # the slope of 4 min, 3.6 mL/day: half of it is more than 7.5 % of the largest flow
FIGURES = ("evaporation_ug_per_day", "jump_ug", "steps_per_revolution", "rollers")


def _nothing():
    pass


class SecondWitness:
    """found: one byte a verdict, 1 from finding to `acknowledge`. was_jump_ug: how far it went at FILL and REMOVAL.

    step_volume_fl: by calibration. figures: see noise_rows.LIMITS, and FIGURES.
    """

    def __init__(self, step_volume_fl, figures, feed=_nothing):
        """Raise ValueError naming the first figure that is out of its limits. feed: the watchdog, meanwhile."""
        self._air_ug_per_day = figures["evaporation_ug_per_day"]
        self.change_head(step_volume_fl)
        stages = []
        for is_day_known, is_ripple_known in ((False, False), (True, False), (True, True)):
            stages.append(NoiseRows(figures, is_day_known, is_ripple_known))
            feed()
        self.rows = tuple(stages)
        self._profile = DailyProfile(figures["daily_swing_ug"])
        self._ripple = RippleProfile(figures["steps_per_revolution"], figures["rollers"])
        if not 10_000 <= figures["jump_ug"] <= 10_000_000:
            raise ValueError("jump_ug = %d: give 10000 to 10000000" % figures["jump_ug"])
        self._jump_16 = figures["jump_ug"] * PER_UG
        self.under = (DriftTest(1, LEAST, -1), DriftTest(1, THIRD, -1), DriftTest(1, WHOLE, -1))
        self.over = (
            DriftTest(-1, LEAST, 8),
            DriftTest(-1, THIRD, 5),
            DriftTest(-1, WHOLE, 1),
            DriftTest(-1, WHOLE, FREE_FLOW_ROW, True),
        )
        self._reference_ug = 0
        self._book_16 = 0
        self._gap_16 = 0
        self._last_16 = 0
        self._has_reference = False
        self._doubted = 0
        self._flow_64 = 0
        self._no_steps_min = 0
        self._blind_min = 0
        self._unseen_min = 0
        self.found = bytearray(len(verdicts.NAMES))
        self.was_jump_ug = 0

    def change_head(self, step_volume_fl):
        """Another volume of a microstep, by calibration; what was learned of the room stays."""
        self._expected = ExpectedMass(step_volume_fl, self._air_ug_per_day)

    def change_load(self):
        """Somebody fills, withdraws or touches the bottle, by command: begin anew from the next measured minute."""
        self._has_reference = False
        self._profile.spoil()
        self._ripple.spoil()

    def is_doubted(self):
        """The last reading was beyond what any flow does: left out, or the second of a jump."""
        return self._doubted != 0

    def is_total(self):
        """Of under-delivery: hardly anything leaves, or nothing."""
        return self.under[-1].is_found

    def is_gross(self):
        """Of over-delivery: far more leaves than a worn or stretched tube explains."""
        for place in range(1, len(self.over)):
            if self.over[place].is_found:
                return True
        return False

    def is_learning(self):
        """The room's daily wave is not known yet: slow faults are found later."""
        return not self._profile.is_known

    def off_ug(self, verdict):
        """How much more (above 0) or less is on the cell than by the book, since what was found seems to have begun."""
        if verdict == verdicts.REMOVAL or verdict == verdicts.FILL:
            return self.was_jump_ug
        tests = self.under if verdict == verdicts.UNDER_DELIVERY else self.over
        for test in tests:
            if test.is_found:
                return (self._last_16 - test.begun_16) // PER_UG
        return 0

    def acknowledge(self):
        """Forget what was found: it will be found anew if it goes on."""
        for verdict in range(len(self.found)):
            self.found[verdict] = 0
        self._restart(self._last_16)

    def minute(self, mass_ug, is_measured, steps):
        """A minute with so many confirmed steps; mass_ug, within +/- 2**29, is its mean. Allocates nothing."""
        if steps > MOST_STEPS:  # faster than any therapy: the line is being filled
            self.change_load()
            return
        expected_16 = self._expected.of_minute(steps)
        self._note_flow(steps, expected_16)
        self._book_16 += expected_16 + self._expected.evaporated()
        self._gap_16 = within(self._gap_16 + expected_16, MOST_FLOW_16 << 4)
        self._profile.advance()
        self._ripple.advance(steps)
        if not is_measured:
            if self._unseen_min < UNSEEN_MIN:
                self._unseen_min += 1
            if self._book_16 > MOST_BOOK_16:
                self.change_load()
                self._book_16 = 0
            self._wait(expected_16)
            return
        if not self._has_reference:
            self._refer_to(mass_ug)
        elif self._book_16 > REBOOK_16:
            self._reference_ug -= self._book_16 >> 4
            self._book_16 &= 15
            if self._reference_ug < -MOST_REFERENCE_UG:
                self._reference_ug = mass_ug  # steps beyond what any load could hold: only a load that is not there
        measured_16 = within(mass_ug - self._reference_ug, MOST_MOVED_UG) * PER_UG + self._book_16
        residual_16 = measured_16 - self._profile.correction_16 - self._ripple.correction_16
        if self._is_jump(residual_16):
            self._wait(expected_16)
            return
        self._last_16 = residual_16
        self._gap_16 = 0
        if self._blind_min:
            self._blind_min -= 1
            self._restart(residual_16)
            return
        if self._unseen_min == UNSEEN_MIN:
            self._restart(residual_16)
        self._unseen_min = 0
        self._profile.learn(measured_16 - self._ripple.correction_16)
        if self._profile.is_known:
            self._ripple.learn(measured_16 - self._profile.correction_16)
        self._test(residual_16, expected_16)

    def _note_flow(self, steps, expected_16):
        self._flow_64 += within(expected_16, MOST_FLOW_16) - (self._flow_64 >> FLOW_SHIFT)
        if steps:
            if self._no_steps_min >= STILL_MIN:
                self._restart(self._last_16)
            self._no_steps_min = 0
        elif self._no_steps_min < STILL_MIN:
            self._no_steps_min += 1
            if self._no_steps_min == STILL_MIN:
                self._restart(self._last_16)

    def _refer_to(self, mass_ug):
        self._reference_ug = mass_ug
        self._book_16 = 0
        self._has_reference = True
        self._doubted = 0
        self._blind_min = BLIND_MIN
        self._last_16 = -self._profile.correction_16 - self._ripple.correction_16
        self._gap_16 = 0

    def _is_jump(self, residual_16):
        """Beyond what any flow does in a minute: one such reading is left out, a second is a jump."""
        moved_16 = residual_16 - self._last_16
        limit_16 = self._jump_16 + self._gap_16
        doubted = 0
        if moved_16 > limit_16:
            doubted = 1
        elif moved_16 < -limit_16:
            doubted = -1
        is_second = doubted != 0 and doubted == self._doubted
        self._doubted = doubted
        if is_second:
            self.found[verdicts.FILL if doubted > 0 else verdicts.REMOVAL] = 1
            self.was_jump_ug = moved_16 // PER_UG
            self.change_load()
        return doubted != 0

    def _test(self, residual_16, expected_16):
        rows = self.rows[(1 + self._ripple.is_known) if self._profile.is_known else 0]
        flow_16 = self._flow_64 >> FLOW_SHIFT
        is_still = self._no_steps_min >= STILL_MIN
        is_under = is_over = False
        for test in self.under:
            test.update(residual_16, expected_16, flow_16, is_still, rows)
            is_under = is_under or test.is_found
        for test in self.over:
            test.update(residual_16, expected_16, flow_16, is_still, rows)
            is_over = is_over or test.is_found
        if is_under:
            self.found[verdicts.UNDER_DELIVERY] = 1
        if is_over:
            self.found[verdicts.LEAK if is_still else verdicts.OVER_DELIVERY] = 1
        if is_under or is_over:
            self._profile.spoil()
            self._ripple.spoil()

    def _wait(self, expected_16):
        for test in self.under:
            test.wait(expected_16)
        for test in self.over:
            test.wait(expected_16)

    def _restart(self, residual_16):
        for test in self.under:
            test.restart(residual_16)
        for test in self.over:
            test.restart(residual_16)
