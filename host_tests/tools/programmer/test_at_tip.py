"""What reaches the tip: plug flow through the catheter, against figures worked out by hand."""

from pathlib import Path

import pytest

from programmer.at_tip import Plug, Stretch, dose_at_tip, dose_until
from programmer.bolus_plan import CAUTION, CannotBe, bridge_plan, clinician_plan, priming_plan
from programmer.firmware_face import prescription_of
from programmer.pump_reads import OldMixture
from pump.therapy_file import read_therapy
from support import proves

EXAMPLES = Path(__file__).parents[3] / "tools" / "pump" / "examples"
MG = 10**9
BASAL_NL = 500_000.0  # a day: 0.5 mL


def therapy(name="demo.toml"):
    return prescription_of(read_therapy(EXAMPLES / name), 18_750_000)


def test_the_old_mixture_leaves_first_and_then_the_new_at_the_same_flow():
    points = dose_at_tip([Stretch(86_400, 1_000_000)], [Plug(250_000, 10 * MG)], 20 * MG)
    assert points == [(0.0, 10.0), (21_600.0, 20.0), (86_400.0, 20.0)]
    assert dose_until(points, 43_200) == pytest.approx(2.5 + 5.0)


def test_two_plugs_and_a_change_of_flow_and_none_while_it_stands_still():
    flow = [Stretch(3_600, 0), Stretch(3_600, 2_400_000), Stretch(7_200, 1_200_000)]
    points = dose_at_tip(flow, [Plug(50_000, 0), Plug(100_000, 10 * MG)], 5 * MG)
    assert points == [
        (0.0, 0.0),
        (3_600.0, 0.0),
        (5_400.0, 24.0),
        (7_200.0, 12.0),
        (10_800.0, 6.0),
        (14_400.0, 6.0),
    ]


def test_a_bolus_comes_out_at_once_where_the_catheter_holds_its_mixture():
    plan = clinician_plan(therapy(), BASAL_NL, [], 250_000_000, 600)
    assert plan.points[0][1] == pytest.approx(5 + 0.2499375 * 144)
    assert dict(plan.points[1:])[600] == pytest.approx(5)
    assert plan.without[0][1] == pytest.approx(5)


@proves("B10")
def test_priming_says_what_reaches_the_tip_and_that_fronts_mix():
    held = [OldMixture(11_733, [["water", 10 * MG]])]
    plan = priming_plan(therapy(), BASAL_NL, held)
    assert plan.points[0][1] == 0.0
    assert "0.219993 mL" in plan.lines[0] and any("mixes" in line for line in plan.lines)
    assert not any(line.startswith(CAUTION) for line in plan.lines)
    again = priming_plan(therapy(), BASAL_NL, [])
    assert any(line.startswith(CAUTION) for line in again.lines)
    assert "2.2" in again.lines[1] and "reach the tip" in again.lines[1]


@proves("B11")
def test_a_bridge_keeps_the_dose_at_the_tip_until_the_catheter_holds_the_new_mixture():
    rx = therapy("demo_20mg.toml")
    plan = bridge_plan(rx, 250_000.0, [OldMixture(11_733, [["morphine", 10 * MG]])])
    doses = [mg for _, mg in plan.points]
    assert doses == pytest.approx([5.0] * len(doses), rel=1e-3)
    assert plan.without[0][1] == pytest.approx(2.5)


def test_what_cannot_be_given_names_the_field_and_what_to_do():
    with pytest.raises(CannotBe, match="microsteps") as raised:
        clinician_plan(therapy(), BASAL_NL, [], 1_000_000, 600)
    assert raised.value.field == "dose"
    with pytest.raises(CannotBe, match="shortest possible duration") as raised:
        clinician_plan(therapy(), BASAL_NL, [], 2_000_000_000, 10)
    assert raised.value.field == "over"
    with pytest.raises(LookupError):
        bridge_plan(therapy(), BASAL_NL, [])
