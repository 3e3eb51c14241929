"""A clinician's visit in a run: another therapy, a refill, priming and a bridge, and what all accounts make of them."""

from typing import Any

import pytest

from session_runs import (
    HOUR,
    MG,
    MINUTE,
    PER_ML,
    STEP_FL,
    S,
    alarm_names,
    basal_steps,
    event_notes,
    order,
    outcomes,
    session,
)
from support import proves
from twin.bolus_watch import CUT, DELIVERED, DENIED
from twin.clinic import Clinic
from twin.people import People
from twin.session import Session

NEW = [["morphine", 2 * PER_ML]]
LINE = {"catheter_volume_nl": 20_000}  # 1,066 whole steps
SMOOTH = {"ripple": 0, "mixing": 0, "rest_offset": 0, "evaporation": 0, "drift": 0, "temperature_swing": 0, "creep": 0}
ML = 1_000_000  # nL


def visit(made: Session) -> Clinic:
    return Clinic(made, People(made))


def refill_and_program(made: Session, therapy: dict[str, Any], withdrawn_nl: int = 20 * ML) -> Clinic:
    """At this moment of the run."""
    clinic = visit(made)
    clinic.refill("refill", withdrawn_nl, 20 * ML, 20 * ML, therapy["drugs"])
    clinic.program("program", therapy)
    return clinic


class TestProgram:
    @proves("D1", "D5")
    @pytest.mark.parametrize(("rate", "new", "at_us"), [("1", "5", 10 * MINUTE), ("5", "0.5", 4 * MINUTE + 777)])
    def test_the_steps_are_the_integral_of_the_old_rate_and_then_of_the_new(self, rate: str, new: str, at_us: int):
        made = session(order(rate))
        made.at(at_us, lambda: visit(made).program("program", order(new)))
        look = made.run(at_us + 10 * MINUTE)
        committed_us = made.therapy_us
        assert at_us <= committed_us < at_us + 18 * S
        asked = basal_steps(rate, committed_us) + basal_steps(new, at_us + 10 * MINUTE - committed_us)
        # The new rate begins after what is queued: at most half a second of either.
        assert abs(look.emitted_steps - asked) <= 1 + basal_steps("5", S // 2)
        assert look.prescribed_uL == pytest.approx(float(asked) * STEP_FL / 1e9, rel=1e-12)

    @proves("U4")
    def test_soft_limits_passed_and_a_therapy_refused_are_notes(self):
        made = session(order("1", max_dose_pg_per_day=20 * MG, catheter_volume_nl=20_000))
        made.at(S, lambda: visit(made).program("event 1: program", order("5", max_dose_pg_per_day=60 * MG)))
        made.at(60 * S, lambda: visit(made).program("event 2: program", order("1", drugs=[["other", PER_ML]])))
        made.run(2 * MINUTE)
        assert [note.split(":")[0] for note in event_notes(made)] == ["event 1", "event 2"]
        assert "soft limit passed: infusion.dose: 50 mg/day: more than 2 times" in event_notes(made)[0]
        assert "refused by the pump: drug.name: other: the reservoir holds morphine" in event_notes(made)[1]

    @proves("P3")
    def test_cut_while_it_is_put_in_force_the_run_goes_on_with_the_one_that_the_pump_has(self):
        found = set[str]()
        for extra_us in range(0, 200_000, 20_000):
            made = session(order("5"))
            made.at(60 * S, lambda made=made: visit(made).program("program", order("10")))
            made.at(60 * S + extra_us, lambda made=made: made.cut_power(S))
            look = made.run(10 * MINUTE)
            pump: Any = made.pump
            assert pump.heart.prescription.order == made.order
            kept = made.order["basal_pg_per_day"] == 50 * MG
            found.add("old" if kept else "new")
            rate = "5" if kept else "10"
            # What the pump did not give in the second without power and its boot, and what was reserved, at most.
            lag = float(basal_steps("5", 60 * S) + basal_steps(rate, 9 * MINUTE)) - look.emitted_steps
            assert -1 <= lag <= float(basal_steps("10", 6 * S))
        assert found == {"old", "new"}

    def test_what_is_asked_for_while_it_is_put_in_force_is_served_after_it(self):
        made = session(order("0.2"))
        people = People(made)
        made.at(60 * S, lambda: visit(made).program("program", order("0.3")))
        for extra_us in (0, 1, 300_000, 2 * S):
            made.at(60 * S + extra_us, lambda: people.stop("stop"))
            made.at(60 * S + extra_us + 1, lambda: people.start("start"))
        look = made.run(10 * MINUTE)
        assert look.state == "running"
        assert made.order["basal_pg_per_day"] == 3 * MG


class TestRefill:
    @proves("R5")
    def test_the_pump_says_what_it_expected_and_the_rig_what_there_was(self):
        made = session(order("24"), **SMOOTH)
        made.at(10 * MINUTE, lambda: visit(made).refill("refill", 25 * ML, 20 * ML, 20 * ML, None))
        look = made.run(20 * MINUTE)
        expected_mL = 20 - float(basal_steps("24", 10 * MINUTE)) * STEP_FL / 1e12
        short, told = event_notes(made)
        assert short.startswith(f"refill: only {expected_mL:.2f}") and "the reservoir was empty" in short
        assert told.startswith(f"refill: withdrawn 25.0000 mL, expected {expected_mL:.2f}")
        assert alarm_names(made) == ["refill-discrepancy"]
        drawn_mL = float(basal_steps("24", 10 * MINUTE)) * STEP_FL / 1e12
        assert look.by_steps_mL == pytest.approx(20 - drawn_mL, abs=2e-4)
        assert look.true_mL == pytest.approx(20 - drawn_mL, abs=2e-3)

    def test_the_weight_has_the_refill_added_back_wherever_the_pump_was_weighing(self):
        # The pump weighs from 179.8 to 181.4 s.
        for at_us in (150 * S, *(179_600_000 + tenth * S // 10 for tenth in range(20))):
            made = session(order("24"), **SMOOTH)
            made.at(at_us, lambda made=made: visit(made).refill("refill", 19 * ML, 6 * ML, 6 * ML, None))
            looks: list[Any] = []
            for later_us in (1, S, 5 * S, 30 * S, 62 * S, 70 * S):
                made.at(at_us + later_us, lambda made=made, looks=looks: looks.append(made.look()))
            look = made.run(at_us + 150 * S)
            assert alarm_names(made) == [], at_us / S
            for seen in (*looks, look):
                # The last block may be a minute old, two if the one at the refill does not count: 17 uL a minute.
                assert seen.weighed_uL is not None
                assert -38 <= seen.weighed_uL - seen.delivered_uL <= 5, at_us / S
            # Weighed at 1.000 g/mL, which water is not: 29 uL on 13 mL.
            assert look.by_weight_mL == pytest.approx(look.true_mL + 0.029, abs=0.025)

    @proves("R5")
    def test_what_was_really_filled_shows_in_the_weight_and_not_in_the_steps(self):
        made = session(order("1"), **SMOOTH)
        made.at(3 * MINUTE, lambda: visit(made).refill("refill", 20 * ML, 20 * ML, 17 * ML, None))
        look = made.run(6 * MINUTE)
        assert (look.true_mL, look.by_steps_mL) == pytest.approx((17, 20), abs=0.01)
        assert look.by_weight_mL == pytest.approx(17, abs=0.03)
        assert look.weighed_uL == pytest.approx(look.delivered_uL, abs=5)

    def test_without_power_the_needle_works_and_the_pump_is_not_told(self):
        made = session(order("1"))
        made.at(MINUTE, lambda: made.cut_power(10 * S))
        made.at(MINUTE + 5 * S, lambda: visit(made).refill("event 2: refill", 20 * ML, 15 * ML, 15 * ML, None))
        look = made.run(3 * MINUTE)
        assert event_notes(made)[-1] == "event 2: refill: no event: the power is cut"
        assert look.true_mL == pytest.approx(15, abs=0.01)
        assert look.by_steps_mL == pytest.approx(20, abs=0.02)

    @proves("R8")
    def test_another_mixture_is_held_until_its_therapy_and_then_goes_on(self):
        made = session(order("5"))
        steps: list[int] = []
        made.at(MINUTE, lambda: visit(made).refill("refill", 20 * ML, 20 * ML, 20 * ML, NEW))
        for t_us in (MINUTE + 2 * S, 3 * MINUTE):
            made.at(t_us, lambda: steps.append(made.look().emitted_steps))
        made.at(3 * MINUTE, lambda: visit(made).program("program", order("5", drugs=NEW)))
        look = made.run(5 * MINUTE)
        assert steps[0] == steps[1]
        assert alarm_names(made) == ["therapy-needed"]
        assert look.state == "running"
        assert abs(look.emitted_steps - steps[1] - basal_steps("2.5", 2 * MINUTE)) <= 2


class TestPrimeAndBridge:
    @proves("B10")
    def test_priming_moves_the_catheters_volume_and_says_what_leaves_the_tip(self):
        made = session(order("1", **LINE), **SMOOTH)
        made.at(MINUTE, lambda: visit(made).prime("event 1: prime"))
        look = made.run(10 * MINUTE)
        assert outcomes(made) == [(DELIVERED, "")]
        assert made.boluses.seen[0].given == 1_066
        assert float(made.boluses.seen[0].request.volume_uL) == 20
        (note,) = event_notes(made)
        assert note.startswith("event 1: prime: 199.875 ug of morphine will leave the tip")
        assert look.drugs[0].at_tip_ug == pytest.approx(look.emitted_steps * 0.1875, abs=0.5)

    @proves("B11")
    def test_at_the_tip_the_prescribed_dose_is_given_before_during_and_after_a_bridge(self):
        old, new = order("1", **LINE), order("0.5", drugs=NEW, basal_pg_per_day=10 * MG, **LINE)
        made = session(old, **SMOOTH)
        ug: list[tuple[int, float]] = []
        made.at(10 * MINUTE, lambda: refill_and_program(made, new).bridge("bridge"))
        for minute in range(5, 120, 5):
            made.at(minute * MINUTE, lambda: ug.append((made.t_us, made.look().drugs[0].at_tip_ug)))
        look = made.run(2 * HOUR)
        assert outcomes(made) == [(DELIVERED, "")]
        # 10 mg/day are 6.944 ug a minute; a step of 10 mg/mL is 0.19 ug, of 20 mg/mL 0.38.
        for t_us, at_tip_ug in ug:
            assert at_tip_ug == pytest.approx(t_us / MINUTE * 10_000 / 1_440, abs=1.5), t_us / MINUTE
        assert look.drugs[0].believed_ug == pytest.approx(look.drugs[0].delivered_ug, abs=2)
        assert look.prescribed_uL == pytest.approx(look.delivered_uL, abs=0.1)

    @proves("B11")
    def test_without_one_the_tip_gets_the_old_drug_at_the_new_rate(self):
        old, new = order("1", **LINE), order("0.5", drugs=NEW, basal_pg_per_day=10 * MG, **LINE)
        made = session(old, **SMOOTH)

        def without_a_bridge() -> None:
            refill_and_program(made, new)

        made.at(10 * MINUTE, without_a_bridge)
        look = made.run(60 * MINUTE)
        # 50 min at half the rate; the 20 uL of the old drug are not through yet.
        assert look.drugs[0].at_tip_ug == pytest.approx(10 * 6.944 + 50 * 3.472, abs=2)

    @proves("B11")
    def test_a_bridge_with_nothing_to_bridge_is_refused_and_denied(self):
        made = session(order("1", **LINE))
        made.at(S, lambda: visit(made).bridge("event 1: bridge"))
        made.run(MINUTE)
        assert outcomes(made) == [(DENIED, "cannot-be-met")]
        assert event_notes(made)[0].startswith("event 1: bridge: refused by the pump: bridge: nothing to bridge: ")

    @proves("B7")
    def test_a_bolus_and_a_bridge_can_be_stopped_and_the_therapy_goes_on(self):
        made = session(order("1", **LINE))
        people = People(made)
        made.at(10 * S, lambda: people.order_bolus("order", MG // 10, 60))
        made.at(40 * S, lambda: people.stop_bolus("stop"))
        new = order("0.5", drugs=NEW, basal_pg_per_day=10 * MG, **LINE)
        made.at(2 * MINUTE, lambda: refill_and_program(made, new).bridge("bridge"))
        made.at(10 * MINUTE, lambda: people.stop_bolus("stop"))
        made.at(12 * MINUTE, lambda: people.stop_bolus("event 6: stop-bolus"))
        look = made.run(30 * MINUTE)
        assert [outcome for outcome, _reason in outcomes(made)] == [CUT, CUT]
        assert alarm_names(made) == ["therapy-needed", "bridge-cut"]
        assert "refused by the pump: bolus: none: " in event_notes(made)[-1]
        halfway = made.boluses.seen[0].given
        assert 230 <= halfway <= 290
        assert look.state == "running"
        assert abs(look.emitted_steps - look.prescribed_uL * 1e9 / STEP_FL) <= 32
