"""A sample of the power-cut campaign, and that it notices what it is there for."""

import random

import pytest

from fakes.stops import PowerCut
from proof.cut_points import CutPoints
from proof.cut_scenarios import SCENARIOS
from proof.cut_scene import PACES, Scene
from proof.power_cuts import Job, jobs, reports
from support import proves

EACH = 15  # cut points of each scenario at each pace


@proves("P1", "P2", "P3", "P4", "P5", "B2", "B4", "B7")
def test_a_cut_at_any_operation_loses_no_history_gives_no_dose_twice_and_leaves_old_or_new():
    found = list(reports(jobs(seed=2, sample=EACH)))
    assert [violation.line() for report in found for violation in report.violations] == []
    assert sum(report.tried for report in found) == EACH * len(SCENARIOS) * len(PACES)
    assert all(report.operations > 5 for report in found)


@pytest.mark.parametrize(
    "fault, scenario, about",
    [
        ("reserve-left-out", "stop-and-start", "P1"),
        ("commit-in-two-steps", "correcting-the-concentration", "P3"),
        ("replace-in-two-steps", "programming", "P"),
        ("log-not-made-up", "stop-and-start", "P5"),
        ("reservations-not-counted", "stop-and-start", "P1"),
    ],
)
def test_the_campaign_reports_a_pump_with_this_fault(fault, scenario, about):
    played = [Job(scenario, "high", 1, 300, fault)]
    complaints = {violation.complaint for report in reports(played) for violation in report.violations}
    assert any(complaint.startswith(about) for complaint in complaints), complaints


@pytest.mark.parametrize("scenario", ["programming", "patient-bolus"])
def test_a_cut_that_stops_the_firmware_leaves_the_flash_that_was_noted_for_it(scenario):
    points = CutPoints(scenario, "high", 1)
    for moment in points.scene.moments[::7]:
        assert moment.operation is not None
        scene = Scene(PACES["high"])
        scene.chip.cut_power_at(moment.operation.number, random.Random(moment.number))
        with pytest.raises(PowerCut):
            SCENARIOS[scenario](scene)
        old = moment.image[moment.operation.block]
        torn = moment.operation.torn(old, random.Random(moment.number))
        assert scene.chip.blocks[moment.operation.block] == torn
        assert [at for at in range(len(moment.image)) if scene.chip.blocks[at] != moment.image[at]] in (
            [moment.operation.block],
            [],
        )


def test_a_cut_can_be_tried_again_by_its_name():
    points = CutPoints("refill", "low", 1)
    for cut in points.names():
        assert points.complaints(cut) == []
    assert points.complaints("3:torn2/5:before") == CutPoints("refill", "low", 1).complaints("3:torn2/5:before")
    with pytest.raises(SystemExit):
        points.complaints("somewhere")
