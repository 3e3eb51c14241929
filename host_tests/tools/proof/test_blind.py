"""Blind delivery after a dead processor, measured at every phase of the loop; figures: `python -m proof.blind`."""

import pytest

from proof.blind import FLOWS, LIMIT_US, MOST_STEPS, STALLS_US, dies_at, measure
from support import proves


@proves("S2", "D1")
@pytest.mark.parametrize("stall_us", STALLS_US)
@pytest.mark.parametrize("flow", FLOWS)
def test_no_step_comes_later_than_half_a_second_and_no_more_than_eight(flow, stall_us):
    blind = measure(flow, stall_us, 100 if flow.startswith("0.048") else 40)
    assert blind.made > 0
    assert blind.writes > 60, "flash was written all the time"
    assert blind.last_us <= LIMIT_US
    assert blind.steps <= MOST_STEPS


@proves("S2")
@pytest.mark.parametrize("flow", ["24 mL/day", "1 mL/day", "12 mL/day and a bolus"])
def test_a_processor_that_dies_in_truth_leaves_no_more_than_was_measured(flow):
    measured = measure(flow, STALLS_US[1], 40)
    worst = [dies_at(flow, STALLS_US[1], 1_000_000 + 61_003 * phase) for phase in range(24)]
    assert max(len(steps) for steps in worst) <= measured.steps
    assert max(max(steps, default=0) for steps in worst) <= measured.last_us
    assert any(worst), "some death leaves something"
