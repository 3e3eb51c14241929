"""The pump time in a run: flex therapies at the second, power cuts with and without a clock chip, and the policy."""

from fractions import Fraction
from typing import Any

import pytest

from session_runs import HOUR, MINUTE, STEP_FL, S, alarm_names, basal_steps, event_notes, flex, order, session
from support import proves
from twin.clinic import Clinic
from twin.figures import load_figures
from twin.people import People
from twin.session import Session

EIGHT_S = 8 * 3600
DAY_S = 86_400
FIXED = {"temperature_swing": 0, "drift": 0}


def started_at(second_of_week: int, therapy: dict[str, Any], **rig: Any) -> Session:
    return Session(therapy, load_figures(FIXED | rig), start_s=second_of_week)


def clinic(made: Session) -> Clinic:
    return Clinic(made, People(made))


def worst_error(made: Session, for_us: int, every_us: int) -> Fraction:
    """Of the steps emitted against what is prescribed, looked at all along; runs it."""
    errors: list[Fraction] = []

    def compare() -> None:
        errors.append(abs(made.look().emitted_steps - made.prescribed.by(made.t_us) * 10**9 / STEP_FL))
        if made.t_us + every_us < for_us:
            made.at(made.t_us + every_us, compare)

    made.at(every_us, compare)
    made.run(for_us)
    assert len(errors) >= 90
    return max(errors)


class TestFlex:
    @proves("D1")
    @pytest.mark.parametrize(
        ("start_s", "periods"),
        [
            (EIGHT_S - 600, ((0, "1"), (EIGHT_S, "12"), (EIGHT_S + 61, "0.5"), (EIGHT_S + 600, "24"))),
            (7 * DAY_S - 300, ((0, "20"), (DAY_S - 200, "2"), (DAY_S - 1, "0.05"))),
            (2 * DAY_S - 7, ((0, "0.3"), (1, "6"), (2, "0.3"), (3, "24"), (DAY_S - 1, "11"))),
        ],
    )
    def test_the_rate_changes_at_the_second_and_the_steps_are_the_integral_to_one(self, start_s: int, periods: Any):
        made = started_at(start_s, flex(*periods))
        assert worst_error(made, 20 * MINUTE, 7_777_777) <= 1

    @proves("D1")
    def test_the_same_therapy_told_a_second_later_gives_the_next_periods_rate_a_second_later(self):
        edges = list[int]()
        for start_s in (EIGHT_S - 60, EIGHT_S - 61):
            made = started_at(start_s, flex((0, "0.048"), (EIGHT_S, "24")))
            look = made.run(90 * S)
            edges.append(look.emitted_steps)
        # 24 mL/day is 14.8 steps a second.
        assert edges[0] - edges[1] in (14, 15)

    @proves("D1")
    def test_a_set_time_changes_the_period_there_and_then_and_lasts(self):
        made = started_at(0, flex((0, "1"), (EIGHT_S, "12")))
        made.at(5 * MINUTE + 123_456, lambda: clinic(made).set_time("set-time", EIGHT_S - 120))
        assert worst_error(made, 20 * MINUTE, 7_777_777) <= 1
        pump: Any = made.pump
        assert abs(made.week_s - (EIGHT_S - 120 + 15 * 60)) <= 1  # type: ignore[operator]
        assert pump.heart.time.is_known

    def test_a_time_refused_by_the_pump_changes_no_clock(self):
        # The limit leaves room for the day and little more.
        therapy = flex((0, "1"), (EIGHT_S, "12"), (EIGHT_S + 3600, "1"), max_dose_pg_per_day=16 * 10**9)
        made = started_at(EIGHT_S, therapy)
        made.at(40 * MINUTE, lambda: clinic(made).set_time("event 1: set-time", EIGHT_S))
        made.at(41 * MINUTE, lambda: clinic(made).program("event 2: program", therapy))
        assert worst_error(made, 70 * MINUTE, 40_000_001) <= 1
        assert len(event_notes(made)) == 1
        assert event_notes(made)[0].startswith("event 1: set-time: refused by the pump: time.second: ")


class TestLost:
    @proves("P2")
    def test_the_clock_lost_the_policy_rules_until_the_time_is_set(self):
        made = started_at(EIGHT_S, flex((0, "1"), (EIGHT_S, "12"), clock_lost="lowest period"))
        made.at(4 * MINUTE, lambda: clinic(made).lose_time("clock-lost"))
        made.at(10 * MINUTE, lambda: clinic(made).set_time("set-time", EIGHT_S + 600))
        # What is queued then, half a second of it, is still made.
        assert worst_error(made, 15 * MINUTE, 7_777_777) <= 1 + basal_steps("12", S // 2)
        (alarm,) = made.alarms.seen
        assert alarm_names(made) == ["clock-lost"]
        assert (alarm.since_us, alarm.cleared_us) == pytest.approx((4 * MINUTE, 10 * MINUTE), abs=2 * S)

    @proves("P2")
    def test_under_the_policy_to_stop_what_is_withheld_is_a_deficit_until_time_and_start(self):
        made = started_at(EIGHT_S, flex((0, "1"), (EIGHT_S, "12"), clock_lost="stop"))
        made.at(4 * MINUTE, lambda: clinic(made).lose_time("clock-lost"))
        made.at(6 * MINUTE, lambda: clinic(made).set_time("set-time", EIGHT_S + 360))
        made.at(7 * MINUTE, lambda: People(made).start("start"))
        look = made.run(10 * MINUTE)
        assert look.prescribed_uL == pytest.approx(float(basal_steps("12", 10 * MINUTE)) * STEP_FL / 1e9)
        assert abs(look.emitted_steps - basal_steps("12", 7 * MINUTE)) <= 9
        assert look.state == "running"

    @proves("P2")
    def test_a_power_cut_loses_the_time_and_the_next_visit_sets_it(self):
        therapy = flex((0, "1"), (EIGHT_S, "12"), clock_lost="minimum")
        made = started_at(EIGHT_S, therapy)
        made.at(2 * MINUTE, lambda: made.cut_power(5 * S))
        made.at(8 * MINUTE, lambda: clinic(made).program("program", therapy))
        look = made.run(12 * MINUTE)
        assert alarm_names(made) == ["restarted", "clock-lost"]
        asked = basal_steps("12", 2 * MINUTE) + basal_steps("12", 4 * MINUTE) + basal_steps("0.006", 6 * MINUTE)
        # Without power and in the self-test it is still 12 mL/day that is asked for: 8 s at most.
        assert float(asked) - 2 <= look.prescribed_uL * 1e9 / STEP_FL <= float(asked + basal_steps("12", 20 * S))
        assert float(asked) - 8 <= look.emitted_steps <= float(asked) + 2


class TestClockChip:
    @proves("P2", "D1")
    def test_it_keeps_the_pump_time_over_power_cuts_and_the_schedule_goes_on(self):
        made = started_at(EIGHT_S - 300, flex((0, "1"), (EIGHT_S, "12"), (EIGHT_S + 60, "0.5")), clock_chip=True)
        for t_us, for_us in ((60 * S, 10 * S), (280 * S, 30 * S), (500 * S, 5 * S)):
            made.at(t_us, lambda for_us=for_us: made.cut_power(for_us))
        steps: list[int] = []
        for second in (330, 359, 365, 495):
            made.at(second * S, lambda: steps.append(made.look().emitted_steps))
        look = made.run(600 * S)
        assert set(alarm_names(made)) == {"restarted"}
        # From 08:00:00 on, 300 s after power-on, 12 mL/day for a minute; then 0.5.
        assert abs(steps[1] - steps[0] - basal_steps("12", 29 * S)) <= 2
        assert abs(steps[3] - steps[2] - basal_steps("0.5", 130 * S)) <= 2
        assert made.week_s == pytest.approx(EIGHT_S + 300, abs=2)
        assert look.state == "running"

    @proves("P2")
    def test_without_it_the_same_run_is_ruled_by_the_policy(self):
        made = started_at(EIGHT_S - 300, flex((0, "1"), (EIGHT_S, "12")))
        made.at(60 * S, lambda: made.cut_power(10 * S))
        look = made.run(400 * S)
        assert alarm_names(made) == ["restarted", "clock-lost"]
        assert made.week_s is None
        assert look.emitted_steps <= float(basal_steps("1", 60 * S) + basal_steps("0.006", 340 * S)) + 1

    def test_the_default_rig_has_none(self):
        assert session().bench.board.CLOCK_CHIP is None
        assert session(clock_chip=True).bench.board.CLOCK_CHIP == {"i2c": 0, "address": 0x68, "hz": 100_000}


def test_how_long_the_reservoir_lasts_is_what_the_pump_says_at_the_end():
    made = session(order("1"), density=1.0)  # heavier than the pump takes water for: so its steps are the lower witness
    made.run(10 * MINUTE)
    assert made.outlook is not None
    assert made.outlook.low_s == pytest.approx(18 * DAY_S - 600, abs=2)
    assert made.week_s == pytest.approx(600, abs=2)
    dark = session(order("1"))
    dark.at(60 * S, lambda: dark.cut_power(HOUR))
    dark.run(120 * S)
    assert (dark.outlook, dark.week_s) == (None, None)
