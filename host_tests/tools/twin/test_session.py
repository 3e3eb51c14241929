"""A run by itself: the steps are the integral of what was asked for, to one microstep."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from session_runs import (
    HOUR,
    MG,
    MINUTE,
    STEP_FL,
    S,
    basal_steps,
    bolus_steps,
    order,
    patient_bolus,
    session,
    stalls_of,
)
from support import proves
from twin.accounts import Look
from twin.bolus_watch import DELIVERED
from twin.people import People

RUNS = [("0.048", 3 * HOUR), ("0.2", 1 * HOUR), ("1", 40 * MINUTE), ("5", 10 * MINUTE), ("24", 3 * MINUTE)]


class TestSteps:
    @proves("D1")
    @pytest.mark.parametrize(("rate", "us"), RUNS)
    def test_the_steps_emitted_are_the_integral_of_the_rate_to_one_microstep(self, rate: str, us: int):
        made = session(order(rate))
        errors: list[Fraction] = []

        def compare() -> None:
            errors.append(made.look().emitted_steps - basal_steps(rate, made.t_us))
            made.at(made.t_us + us // 97, compare)

        made.at(us // 97, compare)
        look = made.run(us)
        assert len(errors) >= 96
        assert all(abs(error) <= 1 for error in errors)
        assert abs(look.emitted_steps - basal_steps(rate, us)) <= 1
        assert look.prescribed_uL == pytest.approx(float(basal_steps(rate, us)) * STEP_FL / 1e9)

    @proves("D1", "D6", "B5")
    @pytest.mark.parametrize(("rate", "us"), RUNS[:-1])
    def test_with_a_bolus_they_are_the_integral_of_both(self, rate: str, us: int):
        made = session(order(rate, bolus=patient_bolus()))
        made.at(us // 3 + 12_345, lambda: People(made).press_button("press"))
        look = made.run(us)
        asked = basal_steps(rate, us) + bolus_steps(MG // 10)
        assert [seen.outcome for seen in made.boluses.seen] == [DELIVERED]
        assert made.boluses.seen[0].given == bolus_steps(MG // 10)
        assert abs(look.emitted_steps - asked) <= 1
        assert look.prescribed_uL == pytest.approx(float(asked) * STEP_FL / 1e9)

    @proves("D1")
    @settings(max_examples=12)
    @given(st.integers(48, 24_000), st.integers(20 * S, 100 * S), st.integers(0, 2**32 - 1))
    def test_at_any_rate_and_any_moment(self, uL_per_day: int, us: int, seed: int):
        rate = f"{uL_per_day}e-3"
        made = session(order(rate), seed=seed)
        look = made.run(us)
        late = 8 if stalls_of(made) else 0
        assert -1 - late <= look.emitted_steps - basal_steps(rate, us) <= 1

    def test_commanded_steps_lead_the_emitted_ones_by_what_half_a_second_holds(self):
        for us in (61 * S, 61_234_567, 62_500_001):
            look = session(order("24")).run(us)
            assert 0 <= look.commanded_steps - look.emitted_steps <= 8

    @proves("S1", "S5")
    def test_the_self_test_steps_are_not_emitted(self):
        made = session(order(None))
        made.at(2 * S, lambda: made.cut_power(S))
        look = made.run(10 * S)
        assert made.rig.motor.edges_total > 0
        assert (look.emitted_steps, look.commanded_steps, look.state) == (0, 0, "stopped")

    def test_power_on_is_zero_for_every_account(self):
        looks: list[Look] = []
        made = session(order("24"))
        made.at(0, lambda: looks.append(made.look()))
        made.run(S)
        (look,) = looks
        assert (look.t_us, look.emitted_steps, look.prescribed_uL, look.delivered_uL, look.weighed_uL) == (
            0,
            0,
            0,
            0,
            0,
        )
        assert (look.drugs[0].believed_ug, look.drugs[0].delivered_ug, look.drugs[0].at_tip_ug) == (0, 0, 0)
        assert look.state == "running"
