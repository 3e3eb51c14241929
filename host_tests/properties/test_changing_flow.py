"""Thousands of random changes of flow at random moments: no step leaves the exact integral by more than they round."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from chance import Chance
from changing_flow import UNIT, ChangingFlow
from support import proves
from units.flow import LARGEST, Flow, MergedFlow, flow_of_dose, flow_of_volume
from units.phase import WHOLE, TimeLeft, phase_left

HARD = settings(derandomize=True, deadline=None, max_examples=40)
STEP_VOLUMES = st.sampled_from([15_000_000, 18_746_300, 18_750_000, 31_234_500, 37_000_000])
FL_PER_UL = 1_000_000_000


@st.composite
def therapy_flows(draw):
    """Up to 16 flows of one head and one concentration, as a flex day has them: 6 uL to 24 mL a day."""
    step_volume_fl = draw(STEP_VOLUMES)
    concentration = draw(st.sampled_from([100_000, 25_000_000_000, 10_123_400_000]))
    volumes = draw(st.lists(st.integers(6, 24_000), min_size=2, max_size=16, unique=True))
    if draw(st.booleans()):
        return [flow_of_volume(volume * FL_PER_UL, step_volume_fl, "x") for volume in volumes]
    doses = [volume * concentration // 1_000 for volume in volumes]
    return [flow_of_dose(dose, concentration, step_volume_fl, "x") for dose in doses]


@st.composite
def plain_flows(draw):
    """Any Flow with no step sooner than 1 ms."""
    steps = draw(st.integers(1, LARGEST - 1))
    return Flow(steps, steps * draw(st.integers(1_000, LARGEST - 2)) + draw(st.integers(0, steps - 1)), "x")


FLOWS = st.one_of(plain_flows(), st.builds(MergedFlow, plain_flows(), plain_flows()))


@proves("D1")
@HARD
@given(therapy_flows(), st.integers(0, 2**32))
def test_thousands_of_changes_do_not_drift(flows, seed):
    steps = ChangingFlow(flows, Chance(seed))
    steps.run(2_000)
    fastest = max(Fraction(flow.steps, flow.us) for flow in flows)
    two_us = 2 * UNIT * fastest
    assert -two_us <= min(steps.errors()) and max(steps.errors()) <= steps.told + two_us


@proves("D1")
@settings(derandomize=True, deadline=None, max_examples=300)
@given(FLOWS, FLOWS, st.data())
def test_a_phase_goes_from_one_flow_to_another_and_back(one, other, data):
    interval = Fraction(one.rest, one.parts) + one.whole_us
    us, part = data.draw(st.integers(0, one.whole_us)), data.draw(st.integers(0, one.parts - 1))
    left = us + Fraction(part, one.parts)
    phase = phase_left(us, part, one)
    if left < interval:
        assert phase == left * WHOLE // interval
    else:
        assert phase == WHOLE
    time = TimeLeft()
    time.set(phase, other)
    found = time.us + Fraction(time.part, other.parts)
    exact = Fraction(phase, WHOLE) * (other.whole_us + Fraction(other.rest, other.parts))
    assert 0 <= exact - found < Fraction(2, other.parts)
    assert phase - 1 <= phase_left(time.us, time.part, other) <= phase
