"""A tube that is off its calibration: one refill finds its true volume, and once it is accepted the dose is right."""

from typing import Any

import pytest

from session_runs import HOUR, S, alarm_names, order, session
from support import proves
from twin.accounts import Look
from twin.clinic import Clinic
from twin.people import People
from twin.session import Session

ML = 1_000_000  # nL
STEP_NL = 18.75
BEFORE = 3 * HOUR  # 3 mL at 24 mL/day
AFTER = 2 * HOUR


class Visit:
    """A refill after BEFORE, and an hour later a clinician who accepts what the pump offers, or does not."""

    def __init__(self, made: Session, accepts: bool) -> None:
        self.made = made
        self.offer: tuple[int, int] | None = None
        self.looks: list[Look] = []
        made.at(BEFORE, self.refill)
        made.at(BEFORE + HOUR, lambda: made.ask("accept", lambda pump: self.accept(pump, accepts)))
        made.at(BEFORE + HOUR + 60 * S, lambda: self.looks.append(made.look()))

    def refill(self) -> None:
        left_nl = round(self.made.rig.reservoir_true_mL * 1e6)
        Clinic(self.made, People(self.made)).refill("refill", left_nl, 10 * ML, 10 * ML, None)

    def accept(self, pump: Any, accepts: bool) -> None:
        self.offer = pump.head.offer()
        if accepts and self.offer is not None:
            pump.programming.recalibrate(self.offer[0])

    def run(self) -> float:
        """Delivered over prescribed, of the hours after the visit."""
        after = self.made.run(BEFORE + HOUR + AFTER)
        before = self.looks[0]
        return (after.delivered_uL - before.delivered_uL) / (after.prescribed_uL - before.prescribed_uL)


def off(tube_error: float, accepts: bool = True) -> tuple[Visit, float]:
    made = session(order("24", reservoir_filled_nl=10 * ML), seed=3, tube_error=tube_error)
    visit = Visit(made, accepts)
    # The weighing that an estimate begins with comes half an hour after a refill: so one at the start.
    made.at(60 * S, lambda: Clinic(made, People(made)).refill("first", 10 * ML, 10 * ML, 10 * ML, None))
    return visit, visit.run()


@proves("D2")
@pytest.mark.parametrize("tube_error", [0.05, -0.05])
def test_five_percent_off_is_offered_and_after_it_was_accepted_a_refill_is_right_within_one_percent(tube_error: float):
    visit, ratio = off(tube_error)
    assert visit.offer is not None
    step_fl, doubt_fl = visit.offer
    true_fl = STEP_NL * 1e6 * (1 + tube_error)
    assert abs(step_fl - true_fl) < 3 * doubt_fl < 0.03 * true_fl
    assert abs(ratio - 1) < 0.01
    assert "calibration-drift" in alarm_names(visit.made)


@proves("D2")
def test_it_is_never_applied_by_itself():
    visit, ratio = off(0.05, accepts=False)
    assert visit.offer is not None
    assert ratio == pytest.approx(1.05, abs=0.005)
