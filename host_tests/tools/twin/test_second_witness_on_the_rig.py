"""The second witness on the twin's own rig: alarms for what goes wrong there, and none for what does not."""

from typing import Any

import pytest

from session_runs import HOUR, MINUTE, S, alarm_names, order, session
from support import proves
from therapy.memory import record_kinds
from therapy.states import SERVICE
from twin.clinic import Clinic
from twin.mishaps import Mishaps
from twin.people import People
from twin.pump_face import ALARM_NAMES
from twin.reservoir import Drug
from twin.session import Session
from witness_watch import STATES

ML = 1_000_000  # nL
MIXTURE = [Drug("morphine", 10.0)]


def seen_at_min(made: Session, name: str) -> float:
    """Minutes from power-on to the alarm."""
    return next(seen.since_us for seen in made.alarms.seen if ALARM_NAMES[seen.alarm] == name) / MINUTE


def clinic(made: Session) -> Clinic:
    return Clinic(made, People(made))


def records(made: Session) -> list[tuple[int, ...]]:
    """Everything that the pump records from now on."""
    heard: list[tuple[int, ...]] = []
    pump: Any = made.pump
    inner = pump.recorder.observer

    def observe(*happening: int) -> None:
        heard.append(happening)
        inner(*happening)

    pump.recorder.observer = observe
    return heard


class TestFaults:
    @proves("D4", "A8", "A10")
    def test_a_closed_outlet_stops_delivery_within_minutes_after_the_line_is_full(self):
        made = session(order("5"))
        made.at(2 * HOUR, Mishaps(made).occlude)
        look = made.run(4 * HOUR)
        # 30 uL fill the line at 5 mL/day in 8.6 min; then nothing leaves the reservoir.
        assert 128 < seen_at_min(made, "no-delivery") < 150
        assert look.state == "stopped"

    @proves("A9")
    def test_a_reservoir_that_is_empty_before_its_time_runs_no_dry_tube(self):
        made = session(order("24", reservoir_filled_nl=2 * ML, reservoir_low_nl=0))
        made.rig.fluid.reservoir.draw(1_500.0)
        look = made.run(2 * HOUR)
        # Half a millilitre is there, and the steps believe two: weight knows better within two minutes.
        assert look.state == "stopped"
        assert "reservoir-empty" in alarm_names(made)
        assert look.delivered_uL < 510
        assert 500 / 1_000 * 60 < seen_at_min(made, "reservoir-empty") < 500 / 1_000 * 60 + 3

    @proves("D4", "A8")
    def test_a_rotor_that_stands_still_is_found_by_weight_and_delivery_goes_on_only_by_command(self):
        made = session(order("24"))
        people = People(made)
        made.at(HOUR, lambda: Mishaps(made).stall(20 * MINUTE))
        heard: list[list[tuple[int, ...]]] = []
        made.at(HOUR, lambda: heard.append(records(made)))
        made.at(90 * MINUTE, lambda: people.acknowledge("acknowledge", None))
        made.at(100 * MINUTE, lambda: people.start("start"))
        look = made.run(2 * HOUR)
        assert 60 < seen_at_min(made, "no-delivery") < 66
        assert look.state == "running"
        kinds = [happening[0] for happening in heard[0]]
        found = next(happening for happening in heard[0] if happening[0] == record_kinds.FOUND)
        lost_nl = 1_000_000 * (seen_at_min(made, "no-delivery") - 60) / 60
        assert found[3] == pytest.approx(lost_nl, rel=0.5)
        assert record_kinds.RELEASED in kinds

    @proves("R3")
    def test_a_reservoir_filled_with_less_than_was_said_is_low_by_weight(self):
        made = session(order("24", reservoir_filled_nl=3 * ML))
        made.rig.fluid.reservoir.draw(500.0)
        made.run(HOUR)
        # By steps 1 mL is left to the low alarm, an hour; by weight half of that.
        assert 29 < seen_at_min(made, "reservoir-low") < 33

    @proves("R4")
    def test_a_reservoir_that_holds_far_less_than_the_steps_say_is_a_disagreement(self):
        made = session(order("1"))
        made.rig.fluid.reservoir.draw(3_000.0)
        made.run(HOUR)
        assert alarm_names(made) == ["witnesses-disagree"]


class TestWhatIsNoFault:
    @proves("A8")
    @pytest.mark.parametrize(
        ("rate", "shift_mg"), [("1", 12), ("5", 20), ("24", 50), ("0.2", -20), ("5", -20), ("24", -40)]
    )
    def test_a_weight_that_shifts_once_and_stays_is_a_droplet(self, rate: str, shift_mg: int):
        made = session(order(rate))
        made.at(2 * HOUR, lambda: Mishaps(made).shift_load_cell(shift_mg * 1_000))
        look = made.run(5 * HOUR)
        assert alarm_names(made) == []
        assert look.state == "running"

    @proves("A8")
    @pytest.mark.parametrize("at_s", [0, 13, 27, 41])
    def test_a_short_service_between_two_weighings_is_nobodys_fault(self, at_s: int):
        made = session(order("1"))

        def serve(pump: Any) -> None:
            pump.desk.stop()

        def fill(pump: Any) -> None:
            pump.heart.state = SERVICE  # as ten seconds on the button do
            pump.service.fill(1_000_000)

        made.at(HOUR + at_s * S, lambda: made.ask("stop", serve))
        made.at(HOUR + (at_s + 2) * S, lambda: made.ask("fill", fill))
        made.at(HOUR + (at_s + 25) * S, lambda: made.ask("leave", lambda pump: pump.service.leave()))
        made.at(HOUR + (at_s + 30) * S, lambda: made.ask("start", lambda pump: pump.desk.start()))
        look = made.run(2 * HOUR)
        assert alarm_names(made) == []
        assert look.state == "running"

    @proves("R6", "A8")
    def test_a_filling_that_came_while_the_power_was_off_is_judged_by_what_is_there(self):
        made = session(order("24"))
        made.at(2 * HOUR, lambda: made.cut_power(5 * MINUTE))

        def fill() -> None:
            made.rig.refill(18.0, 20.0, MIXTURE)

        made.at(2 * HOUR + MINUTE, fill)
        made.at(
            2 * HOUR + 9 * MINUTE,
            lambda: made.ask("refill", lambda pump: pump.reservoir_desk.refill(18 * ML, 20 * ML, False)),
        )
        made.run(3 * HOUR)
        assert "misplaced-fill" not in alarm_names(made)

    @proves("R6")
    def test_two_refills_within_a_minute_are_judged_as_the_last(self):
        made = session(order("1"))
        made.at(HOUR, lambda: clinic(made).refill("one", 20 * ML, 20 * ML, 20 * ML, None))
        made.at(HOUR + 27 * S, lambda: clinic(made).refill("two", 20 * ML, 10 * ML, 10 * ML, None))
        made.run(2 * HOUR)
        assert "misplaced-fill" not in alarm_names(made)


class TestWhatIsOne:
    @proves("R6")
    def test_of_two_refills_within_a_minute_the_last_is_judged_by_its_own_volume(self):
        made = session(order("1"))
        made.at(HOUR, lambda: clinic(made).refill("one", 20 * ML, 10 * ML, 10 * ML, None))
        made.at(HOUR + 27 * S, lambda: clinic(made).refill("two", 0, 10 * ML, 0, None))
        made.run(2 * HOUR)
        assert "misplaced-fill" in alarm_names(made)

    @proves("D3", "A8")
    @pytest.mark.parametrize("mL_per_day", [200, 1_000])
    def test_a_flow_so_fast_that_every_minute_is_a_jump_stops_the_pump(self, mL_per_day: int):
        made = session(order("1"))
        made.at(HOUR, lambda: Mishaps(made).free_flow(mL_per_day * 10**12, 20 * MINUTE))
        made.run(2 * HOUR)
        assert 60 < seen_at_min(made, "over-delivery") <= 66

    @proves("D3")
    def test_a_small_surplus_that_becomes_a_large_one_stops_the_pump(self):
        made = session(order("5"))
        made.at(2 * HOUR, lambda: Mishaps(made).free_flow(12 * 10**11, 12 * HOUR))
        made.at(8 * HOUR, lambda: Mishaps(made).free_flow(60 * 10**12, 30 * MINUTE))
        look = made.run(9 * HOUR)
        assert 120 < seen_at_min(made, "over-delivery") < 400
        assert look.state == "stopped"

    @proves("R6", "P2")
    def test_a_filling_that_went_elsewhere_is_found_after_a_power_cut_too(self):
        made = session(order("1"))
        made.at(HOUR, lambda: clinic(made).refill("refill", 20 * ML, 20 * ML, 15 * ML, None))
        made.at(HOUR + 30 * S, lambda: made.cut_power(5 * S))
        made.run(2 * HOUR)
        assert "misplaced-fill" in alarm_names(made)

    @proves("A10")
    def test_the_release_bolus_is_on_record_over_a_power_cut(self):
        made = session(order("5"))
        people = People(made)
        heard: list[list[tuple[int, ...]]] = []
        made.at(2 * HOUR, Mishaps(made).occlude)
        made.at(3 * HOUR, lambda: made.cut_power(5 * S))
        made.at(200 * MINUTE, lambda: heard.append(records(made)))
        made.at(210 * MINUTE, lambda: people.acknowledge("acknowledge", None))
        made.run(4 * HOUR)
        assert record_kinds.RELEASED in [happening[0] for happening in heard[0]]

    @proves("R3", "A9")
    def test_an_empty_reservoir_stays_empty_while_the_load_cell_is_away(self):
        made = session(order("24", reservoir_filled_nl=2 * ML, reservoir_low_nl=0))
        made.rig.fluid.reservoir.draw(1_500.0)
        made.at(40 * MINUTE, Mishaps(made).unplug_load_cell)
        look = made.run(HOUR)
        assert "reservoir-empty" in [ALARM_NAMES[alarm] for alarm in look.alarms]

    @proves("R7")
    def test_a_calibration_that_cannot_be_read_is_an_alarm(self):
        made = session(order("1"))

        def harm() -> None:
            contents = made.bench.hardware.files.contents
            contents["load-cell"] = b"X" + contents["load-cell"][1:]
            made.cut_power(5 * S)

        made.at(HOUR, harm)
        made.run(2 * HOUR)
        assert "load-cell-unknown" in alarm_names(made)


class TestWhereTheBoardSeesMore:
    @proves("A7")
    @pytest.mark.parametrize("rate", ["0.2", "5", "24"])
    def test_an_encoder_sees_a_stall_within_64_microsteps_and_its_end(self, rate: str):
        made = session(order(rate), encoder=True)
        people = People(made)
        emitted: list[int] = []
        made.at(HOUR, lambda: emitted.append(made.look().emitted_steps))
        made.at(HOUR, lambda: Mishaps(made).stall(HOUR))
        made.at(2 * HOUR, lambda: people.acknowledge("acknowledge", None))
        made.at(2 * HOUR, lambda: people.start("start"))
        made.at(2 * HOUR - MINUTE, lambda: emitted.append(made.look().emitted_steps))
        look = made.run(12 * HOUR if rate == "0.2" else 3 * HOUR)
        assert "motor-stalled" in alarm_names(made)
        assert emitted[1] - emitted[0] <= 64 + 8  # and what was queued
        assert look.state == "running"
        assert look.alarms == ()

    @proves("A11")
    def test_a_motor_supply_that_is_sensed_stops_the_pump_within_a_second_and_a_person_starts_it(self):
        made = session(order("5"), motor_supply_sense=True)
        people = People(made)
        made.at(HOUR, lambda: Mishaps(made).cut_motor_supply(10 * MINUTE))
        made.at(90 * MINUTE, lambda: people.acknowledge("acknowledge", None))
        made.at(90 * MINUTE, lambda: people.start("start"))
        look = made.run(2 * HOUR)
        assert 60 <= seen_at_min(made, "motor-supply-lost") < 60 + 1 / 60
        assert look.state == "running"

    @proves("A11", "D4")
    def test_without_a_sense_weight_finds_it(self):
        made = session(order("5"))
        made.at(HOUR, lambda: Mishaps(made).cut_motor_supply(HOUR))
        look = made.run(2 * HOUR)
        assert 60 < seen_at_min(made, "no-delivery") < 70
        assert look.state == "stopped"


class TestRefills:
    def visit(self, actual_nl: int, filled_nl: int = 20 * ML, withdrawn_nl: int = 20 * ML) -> Session:
        made = session(order("1"))
        made.at(HOUR, lambda: clinic(made).refill("refill", withdrawn_nl, filled_nl, actual_nl, None))
        made.run(3 * HOUR)
        return made

    @proves("R6")
    def test_a_filling_that_went_elsewhere_is_suspected_within_three_minutes(self):
        made = self.visit(actual_nl=0)
        assert "misplaced-fill" in alarm_names(made)
        assert 60 < seen_at_min(made, "misplaced-fill") <= 64

    @proves("R6")
    @pytest.mark.parametrize(("missing_nl", "is_misplaced"), [(0, False), (900_000, False), (1_150_000, True)])
    def test_what_is_missing_beyond_one_ml_counts_and_less_does_not(self, missing_nl: int, is_misplaced: bool):
        made = self.visit(actual_nl=20 * ML - missing_nl)
        assert ("misplaced-fill" in alarm_names(made)) is is_misplaced

    @proves("A5")
    def test_a_refill_as_entered_raises_no_alarm_at_all(self):
        assert alarm_names(self.visit(actual_nl=20 * ML)) == []


@proves("A8")
def test_three_days_of_faithful_delivery_with_boluses_and_a_refill_raise_nothing():
    bolus = {"dose_pg": 10**9, "over_s": 900, "lockout_s": 3_600, "most_per_day": 20}
    made = session(order("3", bolus=bolus), seed=5)
    people = People(made)
    for hour in range(2, 70, 5):
        made.at(hour * HOUR + 7 * MINUTE, lambda: people.press_button("press"))
    made.at(40 * HOUR, lambda: clinic(made).refill("refill", 14 * ML, 20 * ML, 20 * ML, None))
    made.run(72 * HOUR)
    assert [name for name in alarm_names(made) if name != "refill-discrepancy"] == []


@proves("R7")
def test_what_a_person_may_expect_of_the_second_witness_is_said():
    made = session(order("1"))
    said: list[str] = []

    def ask() -> None:
        pump: Any = made.pump
        said.append(STATES[pump.witness.state()])

    made.at(10 * MINUTE, ask)
    made.at(11 * MINUTE, Mishaps(made).unplug_load_cell)
    made.at(20 * MINUTE, ask)
    made.run(30 * MINUTE)
    assert said == ["learning", "lost"]
