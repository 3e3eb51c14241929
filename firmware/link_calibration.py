"""Calibrating over the link: known masses on the load cell, and steps counted in service mode.

Service mode itself is entered at the pump alone (T8); here its steps are asked for and their number is read.
"""

from storage.weighing_files import WeighingFiles
from units.refused import Refused


class Part:
    """pump: the assembled Pump, whose desks check everything again."""

    def __init__(self, pump, _draft):
        self._pump = pump
        self._desk = pump.load_cell_desk

    # The load cell

    def weigh(self, mass_mg, doubt_mg):
        """Begin to weigh a known mass; doubt_mg: one standard deviation of what is known of it."""
        self._desk.weigh(mass_mg, doubt_mg)

    def average(self):
        """Begin to weigh what lies there, for no calibration."""
        self._desk.average()

    def weighing(self):
        """raw: counts of what was weighed last; None while that goes on, or if too few blocks were quiet."""
        weighing = self._pump.weighing
        return {
            "busy": self._desk.is_weighing(),
            "raw": self._desk.average_raw(),
            "masses": self._desk.masses(),
            "noise_ug": weighing.noise_ug(),
            "t_s": self._pump.history.t_s,
        }

    def proposal(self):
        return self._desk.proposal()

    def accept(self, zero_raw, counts_per_g):
        """Put the proposal in force: exactly the one that was shown (U1)."""
        found = self._desk.proposal()
        if (zero_raw, counts_per_g) != (found["zero_raw"], found["counts_per_g"]):
            raise Refused("accept-cell", "%d counts a g" % counts_per_g, "what the pump proposes", "show it anew")
        self._desk.accept()

    def load_cell(self):
        """The calibration in force, as it is stored; nothing without one."""
        return WeighingFiles(self._pump.files).calibration() or {"counts_per_g": None}

    # Steps in service mode

    def service(self):
        """made: microsteps of the run under way, or of the last one; busy: it goes on."""
        pump = self._pump
        return {
            "state": pump.state(),
            "busy": pump.service.is_busy(),
            "made": pump.service.made(),
            "fastest_us": pump.service.fastest_us(),
            "step_volume_fl": pump.programming.step_volume_fl,
            "has_therapy": pump.heart.prescription is not None,
            "t_s": pump.history.t_s,
        }

    def run(self, steps, us_per_step):
        self._pump.service.run(steps, us_per_step)

    def stop(self):
        self._pump.service.stop()

    def leave(self):
        """Through the self-test; passed: every item of it."""
        return {"passed": bool(self._pump.service.leave())}
