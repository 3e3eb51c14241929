"""Power cuts and resets at any moment: nothing is given twice, nothing made is forgotten."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.stops import WatchdogReset
from session_runs import (
    HOUR,
    MG,
    STEP_FL,
    S,
    alarm_names,
    basal_steps,
    bolus_steps,
    cut_runs,
    event_notes,
    order,
    outcomes,
    patient_bolus,
    session,
)
from support import proves
from twin.accounts import Look
from twin.bolus_watch import CUT, DENIED
from twin.mishaps import Mishaps
from twin.people import People
from twin.pump_face import ALARM_NAMES

moments = st.integers(1, 90 * S)
UNSEEN_UG = 8 * 0.1875  # microsteps whose receipt has not been collected yet
RESERVATION_UG = 100.1  # 10 uL, which is less than 1 % of 5 mL, and rounding


class TestPower:
    @proves("P1", "P2")
    @settings(max_examples=25)
    @given(
        st.lists(st.tuples(st.integers(1, 90 * S), st.integers(1, 5 * S)), min_size=1, max_size=3), st.integers(0, 99)
    )
    def test_after_any_cut_the_pump_counts_all_that_was_made_and_one_reservation_at_most(
        self, cuts: list[tuple[int, int]], seed: int
    ):
        made = session(order("5", bolus=patient_bolus()), seed=seed)
        made.at(20 * S, lambda: People(made).press_button("press"))
        cut_runs(made, cuts)
        look = made.run(100 * S)
        made_ug = look.emitted_steps * STEP_FL / 1e9 * 10
        believed_ug = look.drugs[0].believed_ug
        assert made_ug - UNSEEN_UG <= believed_ug <= made_ug + len(cuts) * RESERVATION_UG
        assert look.by_steps_mL == pytest.approx(20 - believed_ug / 1e4)
        assert 0 <= look.commanded_steps - look.emitted_steps <= 8 * (1 + len(cuts))

    @proves("P1")
    def test_a_cut_within_each_flash_write_is_survived(self):
        therapy = order("5", bolus=patient_bolus())
        for moment_us in self.erases_of(therapy):
            made = session(therapy)
            made.at(20 * S, lambda made=made: People(made).press_button("press"))
            made.at(moment_us + 20_000, lambda made=made: made.cut_power(S))
            look = made.run(100 * S)
            assert alarm_names(made)[-1] == "restarted"
            assert look.state == "running"
            made_ug = look.emitted_steps * STEP_FL / 1e9 * 10
            assert made_ug - UNSEEN_UG <= look.drugs[0].believed_ug <= made_ug + RESERVATION_UG

    def erases_of(self, therapy: dict[str, Any]) -> list[int]:
        """When a run without a cut erases flash."""
        made = session(therapy)
        made.at(20 * S, lambda: People(made).press_button("press"))
        files, moments = made.bench.hardware.files, list[int]()
        draw = files.stall

        class Listening:
            def next(self) -> int:
                moments.append(made.t_us)
                return draw.next()

        files.stall = Listening()
        made.run(85 * S)
        later = [moment for moment in moments if moment > 0]
        assert len(later) >= 3
        return later

    @proves("S5")
    def test_while_the_power_is_cut_the_motor_is_off_no_step_is_made_and_the_integral_goes_on(self):
        made = session(order("5"))
        cut_runs(made, [(30 * S + 77, 60 * S)])
        looks: list[Look] = []
        enabled: list[bool] = []
        conversions: list[int | None] = []
        for t_us in (30 * S + 78, 89 * S):
            made.at(t_us, lambda: looks.append(made.look()))
            made.at(t_us, lambda: enabled.append(made.rig.motor.enabled))
            made.at(t_us, lambda: conversions.append(made.rig.hx711.next_ready_us(made.clock.now_us())))
        look = made.run(120 * S)
        assert enabled == [False, False]
        assert conversions == [None, None]
        assert looks[0].emitted_steps == looks[1].emitted_steps
        assert [seen.state for seen in looks] == ["off", "off"]
        assert look.state == "running"
        assert look.prescribed_uL == pytest.approx(float(basal_steps("5", 120 * S)) * STEP_FL / 1e9)
        assert alarm_names(made) == ["restarted"]
        assert 90 * S < made.alarms.seen[0].since_us < 95 * S

    def test_a_run_that_ends_without_power_reports_what_the_flash_will_make_the_pump_believe(self):
        made = session(order("5"))
        cut_runs(made, [(30 * S, HOUR)])
        look = made.run(60 * S)
        assert look.state == "off"
        assert look.drugs[0].believed_ug >= look.emitted_steps * 0.1875
        assert look.drugs[0].believed_ug <= look.emitted_steps * 0.1875 + RESERVATION_UG
        assert look.by_steps_mL == pytest.approx(20 - look.drugs[0].believed_ug / 1e4)

    def test_without_power_neither_button_nor_desk_is_an_event(self):
        made = session(order("1", bolus=patient_bolus()))
        people = People(made)
        cut_runs(made, [(10 * S, 20 * S)])
        made.at(15 * S, lambda: people.press_button("event 2: patient-bolus"))
        made.at(16 * S, lambda: people.stop("event 3: stop"))
        look = made.run(60 * S)
        assert made.boluses.seen == []
        assert event_notes(made) == [
            "event 2: patient-bolus: no event: the power is cut",
            "event 3: stop: no event: the power is cut",
        ]
        assert look.prescribed_uL == pytest.approx(float(basal_steps("1", 60 * S)) * STEP_FL / 1e9)

    def test_a_press_that_begins_without_power_is_no_event_when_the_power_comes_back(self):
        made = session(order("1", bolus=patient_bolus()))
        cut_runs(made, [(10 * S, 20 * S)])
        made.at(30 * S - 50_000, lambda: People(made).press_button("press"))
        look = made.run(60 * S)
        assert (made.boluses.seen, made.boluses.unanswered) == ([], [])
        assert alarm_names(made) == ["restarted"]
        assert look.state == "running"

    def test_an_alarm_goes_out_with_the_power_and_comes_anew_while_its_cause_is_there(self):
        made = session()
        made.at(10 * S, Mishaps(made).unplug_load_cell)
        cut_runs(made, [(100 * S, 10 * S)])
        made.run(130 * S)
        lost = [seen for seen in made.alarms.seen if ALARM_NAMES[seen.alarm] == "load-cell-lost"]
        assert [seen.cleared_us for seen in lost] == [100 * S, None]
        assert lost[1].since_us > 110 * S

    def test_cuts_that_overlap_are_one(self):
        made = session()
        cut_runs(made, [(10 * S, 20 * S), (15 * S, 30 * S), (20 * S, 2 * S)])
        states: list[str] = []
        for t_us in (44 * S, 50 * S):
            made.at(t_us, lambda: states.append(made.look().state))
        made.run(60 * S)
        assert states == ["off", "running"]
        assert alarm_names(made) == ["restarted"]

    @proves("B2", "P1")
    def test_the_lockout_survives_a_cut(self):
        made = session(order("1", bolus=patient_bolus()))
        people = People(made)
        made.at(10 * S, lambda: people.press_button("press"))
        cut_runs(made, [(30 * S, 5 * S)])
        made.at(60 * S, lambda: people.press_button("press"))
        made.run(70 * S)
        assert outcomes(made) == [
            (CUT, ""),
            (DENIED, "lockout"),
        ]
        assert 0 < made.boluses.seen[0].given < bolus_steps(MG // 10)

    @proves("S2", "S3")
    def test_a_watchdog_reset_is_told_from_a_power_cut(self):
        made = session(order("5"))
        made.at(30 * S, lambda: made.bench.hardware.boot.end(WatchdogReset()))
        look = made.run(60 * S)
        assert alarm_names(made) == ["watchdog-reset"]
        pump: Any = made.pump
        assert pump.reset_cause == 3
        assert look.state == "running"

    @proves("S5")
    def test_at_a_reset_the_pull_up_turns_the_motor_off_before_the_firmware_drives_the_line(self):
        made = session(order("5"))
        wire = made.bench.hardware.wire(made.bench.board.PINS["enable"])
        changes: list[tuple[int, bool]] = []

        def reset() -> None:
            wire.listeners.append(lambda level, _us: changes.append((level, wire.is_driven())))
            made.bench.hardware.boot.end(WatchdogReset())

        made.at(30 * S, reset)
        made.run(31 * S)
        assert changes[0] == (1, False)

    @proves("B1")
    def test_a_press_in_the_self_test_is_denied(self):
        made = session(order("1", bolus=patient_bolus()))
        cut_runs(made, [(10 * S, S)])
        made.at(11 * S + 100_000, lambda: People(made).press_button("press"))
        made.run(30 * S)
        assert outcomes(made) == [(DENIED, "self-test")]
