"""One seed is one world; what is asked of the world is what the run is made of."""

from fractions import Fraction

import pytest

from session_runs import (
    MINUTE,
    PER_ML,
    STEP_FL,
    S,
    alarm_names,
    basal_steps,
    cut_runs,
    order,
    patient_bolus,
    session,
)
from twin.accounts import Look
from twin.alarm_watch import AlarmWatch
from twin.bolus_watch import DELIVERED, BolusWatch, Request
from twin.people import People
from units.refused import Refused


class TestWorld:
    def test_the_same_seed_gives_the_same_run_and_another_seed_another_weight(self):
        def run(seed: int) -> Look:
            made = session(order("5", bolus=patient_bolus()), seed=seed)
            made.at(20 * S, lambda: People(made).press_button("press"))
            cut_runs(made, [(40 * S, 3 * S)])
            return made.run(90 * S)

        assert run(7) == run(7)
        assert run(7).weighed_uL != run(8).weighed_uL

    def test_looking_at_a_run_does_not_change_its_steps(self):
        def run(look_every_us: int) -> Look:
            made = session(order("24"))

            def look() -> None:
                made.look()
                made.at(made.t_us + look_every_us, look)

            made.at(0, look)
            return made.run(90 * S)

        seldom, often = run(80 * S), run(77_777)
        assert (seldom.emitted_steps, seldom.commanded_steps) == (often.emitted_steps, often.commanded_steps)
        assert seldom.weighed_uL == often.weighed_uL

    def test_a_wrong_tube_shows_in_what_is_delivered_and_not_in_what_is_believed(self):
        right, wrong = session(order("24")).run(220 * S), session(order("24"), tube_error=0.1).run(220 * S)
        assert right.emitted_steps == wrong.emitted_steps
        assert right.drugs[0].believed_ug == wrong.drugs[0].believed_ug
        assert wrong.delivered_uL == pytest.approx(1.1 * right.delivered_uL, rel=1e-3)

    def test_the_head_that_was_calibrated_gives_the_volume_with_other_steps(self):
        look = session(order("5"), step_volume=37.5).run(60 * S)
        assert look.emitted_steps == pytest.approx(float(basal_steps("5", 60 * S)) / 2, abs=1)
        assert look.commanded_uL == pytest.approx(look.commanded_steps * 0.0375)

    def test_every_drug_of_a_mixture_is_accounted_with_its_own_concentration(self):
        look = session(order("24", drugs=[["a", PER_ML], ["b", 2 * PER_ML]])).run(120 * S)
        a, b = look.drugs
        assert (a.name, b.name) == ("a", "b")
        assert b.believed_ug == pytest.approx(2 * a.believed_ug)
        assert b.delivered_ug == pytest.approx(2 * a.delivered_ug)

    def test_without_a_catheter_the_tip_is_the_outlet(self):
        look = session(order("24", catheter_volume_nl=0)).run(120 * S)
        assert look.drugs[0].at_tip_ug == look.drugs[0].delivered_ug > 0

    def test_an_empty_reservoir_is_a_run_with_an_alarm(self):
        made = session(order("5", reservoir_filled_nl=0))
        look = made.run(30 * S)
        assert set(alarm_names(made)) == {"reservoir-empty", "reservoir-low"}
        assert all(seen.since_us == 0 for seen in made.alarms.seen)
        assert (look.emitted_steps, look.state) == (0, "stopped")
        assert look.prescribed_uL == pytest.approx(float(basal_steps("5", 30 * S)) * STEP_FL / 1e9)

    def test_a_therapy_that_the_firmware_refuses_is_refused(self):
        with pytest.raises(Refused, match=r"^infusion\.dose: "):
            session(order("25")).run(S)

    def test_ticks_wrap_without_a_trace(self):
        # ticks_us wraps after 17.9 min.
        look = session(order("5")).run(40 * MINUTE)
        assert abs(look.emitted_steps - basal_steps("5", 40 * MINUTE)) <= 1


def test_an_erase_takes_45_ms_and_now_and_then_400():
    draw = session(seed=3).bench.hardware.files.stall.next
    drawn = [draw() for _ in range(2000)]
    assert set(drawn) == {45_000, 400_000}
    assert 5 <= drawn.count(400_000) <= 60


def test_an_alarm_from_before_power_on_counts_from_power_on():
    watch = AlarmWatch()
    watch.look(bytearray([0, 1]), -5)
    assert [(seen.alarm, seen.since_us) for seen in watch.seen] == [(1, 0)]


def test_a_bolus_whose_last_step_is_made_at_the_end_is_delivered_though_no_record_says_so_yet():
    watch = BolusWatch()
    watch.ask(Request(0, 1, "press", Fraction(1)))
    watch.granted(1, 533)
    watch.close(533)
    assert [(seen.outcome, seen.given) for seen in watch.seen] == [(DELIVERED, 533)]


def test_the_default_rig_is_the_default_boards():
    made = session()
    assert made.bench.board.__name__.endswith("RPI_PICO.board")
    assert made.bench.step_volume_fl == made.bench.board.STEP_VOLUME_FL
    assert session(cell_capacity=200).bench.board.LOADCELL["counts_per_g"] == pytest.approx(10_737 / 2, abs=1)
