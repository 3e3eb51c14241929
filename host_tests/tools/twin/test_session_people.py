"""What people ask of the pump in a run, and what the accounts make of it."""

from fractions import Fraction

import pytest

from fakes.stops import WatchdogReset
from session_runs import (
    MG,
    MINUTE,
    STEP_FL,
    S,
    basal_steps,
    bolus_steps,
    event_notes,
    order,
    outcomes,
    patient_bolus,
    session,
)
from support import proves
from twin.bolus_watch import CUT, DELIVERED, DENIED, RUNNING
from twin.people import People
from twin.pump_face import ALARM_NAMES, DENIAL_REASONS


class TestPeople:
    @proves("B2")
    def test_a_second_press_within_the_lockout_is_denied_at_its_own_time(self):
        made = session(order("1", bolus=patient_bolus()))
        people = People(made)
        for t_us in (5 * S, 120 * S, 610 * S):
            made.at(t_us, lambda: people.press_button("press"))
        made.run(12 * MINUTE)
        assert [(seen.request.t_us, seen.outcome) for seen in made.boluses.seen] == [
            (5 * S, DELIVERED),
            (120 * S, DENIED),
            (610 * S, DELIVERED),
        ]
        assert DENIAL_REASONS[made.boluses.seen[1].reason] == "lockout"

    @proves("B6")
    def test_a_clinicians_bolus_is_denied_while_another_runs(self):
        made = session()
        people = People(made)
        made.at(5 * S, lambda: people.order_bolus("first", MG // 10, 60))
        made.at(20 * S, lambda: people.order_bolus("second", MG // 10, 60))
        made.run(90 * S)
        assert outcomes(made) == [
            (DELIVERED, ""),
            (DENIED, "bolus-running"),
        ]

    def test_a_press_is_heard_at_whatever_moment_of_the_loop_it_comes(self):
        for extra_us in (0, 1, 137, 511_111, 1_999_999):
            made = session(order("1", bolus=patient_bolus()))
            made.at(3 * S + extra_us, lambda made=made: People(made).press_button("press"))
            made.run(10 * S)
            assert [seen.outcome for seen in made.boluses.seen] == [RUNNING]

    def test_a_bolus_that_runs_at_the_end_counts_in_both_accounts_as_far_as_it_ran(self):
        made = session(order("1", bolus=patient_bolus()))
        made.at(10 * S, lambda: People(made).press_button("press"))
        look = made.run(40 * S)
        half = Fraction(bolus_steps(MG // 10), 2)
        assert look.prescribed_uL == pytest.approx(float(basal_steps("1", 40 * S) + half) * STEP_FL / 1e9)
        (seen,) = made.boluses.seen
        assert seen.outcome == RUNNING
        # It begins when its grant is on record: up to a step interval and two erases after the press.
        assert float(half) - 10 * 2.5 <= seen.given <= half

    @proves("D8")
    def test_nothing_is_prescribed_or_emitted_between_a_commanded_stop_and_start(self):
        made = session(order("5"))
        people = People(made)
        steps: list[int] = []
        made.at(60 * S, lambda: people.stop("stop"))
        for t_us in (61 * S, 119 * S):
            made.at(t_us, lambda: steps.append(made.look().emitted_steps))
        made.at(120 * S, lambda: people.start("start"))
        look = made.run(180 * S)
        assert steps[0] == steps[1]
        assert abs(steps[0] - basal_steps("5", 60 * S)) <= 2
        assert look.prescribed_uL == pytest.approx(float(basal_steps("5", 120 * S)) * STEP_FL / 1e9)
        # The start waits for its record: at most one erase.
        assert -1 - basal_steps("5", 400_000 + 2_000) <= look.emitted_steps - basal_steps("5", 120 * S) <= 2

    @proves("B1", "B7")
    def test_a_stop_cuts_the_bolus_and_what_is_asked_for_while_stopped_is_denied(self):
        made = session(order("1", bolus=patient_bolus()))
        people = People(made)
        made.at(10 * S, lambda: people.press_button("press"))
        made.at(40 * S, lambda: people.stop("stop"))
        made.at(50 * S, lambda: people.order_bolus("order", MG // 10, 60))
        look = made.run(90 * S)
        assert outcomes(made) == [
            (CUT, ""),
            (DENIED, "stopped"),
        ]
        assert 0 < made.boluses.seen[0].given < bolus_steps(MG // 10)
        asked = basal_steps("1", 40 * S) + Fraction(bolus_steps(MG // 10), 2)
        assert look.prescribed_uL == pytest.approx(float(asked) * STEP_FL / 1e9)

    def test_what_the_pump_refuses_is_a_note_and_changes_nothing(self):
        made = session()
        made.at(S, lambda: People(made).start("event 1: start"))
        look = made.run(30 * S)
        (note,) = event_notes(made)
        assert note.startswith("event 1: start: refused by the pump: start: running: ")
        assert abs(look.emitted_steps - basal_steps("1", 30 * S)) <= 1

    def test_an_acknowledged_alarm_is_cleared_at_that_moment(self):
        made = session(order(None))
        people = People(made)
        made.at(S, lambda: made.bench.hardware.boot.end(WatchdogReset()))
        made.at(9 * S, lambda: people.acknowledge("ack", "watchdog-reset"))
        made.run(12 * S)
        (seen,) = made.alarms.seen
        assert ALARM_NAMES[seen.alarm] == "watchdog-reset"
        assert S < seen.since_us < 5 * S
        assert seen.cleared_us == 9 * S
