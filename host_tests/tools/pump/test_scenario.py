"""Scenario files: the events they become, and one line for whatever cannot become one."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pump
from pump.errors import UserError
from pump.scenario import ACTIONS, Event, Scenario, parse_scenario, read_scenario
from pump.therapy_file import read_therapy

EXAMPLES = Path(pump.__file__).parent / "examples"
ARGUMENTS = {
    "clinician-bolus": 'dose = "0.2 mg"\nover = "10 min"\n',
    "stall": 'for = "90 s"\n',
    "power-cut": 'for = "2 h"\n',
    "free-flow": 'rate = "5 mL/h"\nfor = "10 min"\n',
    "air": 'volume = "200 uL"\n',
    "motor-supply-cut": 'for = "3 min"\n',
    "load-cell-noisy": 'noise = "50 mg"\n',
    "load-cell-drift": 'rate = "20 mg/h"\n',
    "hold-button": 'for = "11 s"\n',
    "put-on-cell": 'mass = "50 g"\n',
    "refill": 'withdrawn = "1.5 mL"\nfilled = "20 mL"\n',
    "program": 'file = "minimum.toml"\n',
    "set-time": 'to = "tue 09:00:30"\n',
}
HOUR_US = 3_600_000_000


def event(action: str, at: str = '"2h"', more: str = "") -> str:
    return f'[[event]]\nat = {at}\ndo = "{action}"\n{more}'


def refused(text: str) -> str:
    with pytest.raises(UserError) as caught:
        parse_scenario(text)
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_an_empty_scenario_starts_on_monday_and_nothing_happens():
    assert parse_scenario("") == Scenario(start_s=0, rig={}, events=())


def test_every_action_that_is_built_becomes_an_event_with_its_arguments():
    text = "".join(event(action, more=ARGUMENTS.get(action, "")) for action in ACTIONS)
    events = parse_scenario(text, EXAMPLES).events
    assert [happening.action for happening in events] == list(ACTIONS)
    assert all(happening.at_us == 2 * HOUR_US for happening in events)
    by_action = {happening.action: happening for happening in events}
    bolus = by_action["clinician-bolus"]
    assert (bolus.dose_pg, bolus.over_s, bolus.for_us) == (200_000_000, 600, 0)
    assert by_action["stall"].for_us == 90_000_000
    assert by_action["power-cut"].for_us == 2 * HOUR_US
    assert by_action["acknowledge"].name is None
    refill = by_action["refill"]
    assert (refill.withdrawn_nl, refill.filled_nl, refill.actual_filled_nl) == (1_500_000, 20_000_000, 20_000_000)
    assert by_action["program"].order == read_therapy(EXAMPLES / "minimum.toml")
    assert by_action["set-time"].second_of_week == 86_400 + 9 * 3_600 + 30
    bare = set(ACTIONS) - set(ARGUMENTS)
    assert all(by_action[action] == Event(by_action[action].number, 2 * HOUR_US, action) for action in bare)


def test_the_actions_are_those_of_the_contract():
    assert set(ACTIONS) == {
        "patient-bolus", "clinician-bolus", "stop-bolus", "prime", "bridge", "refill", "program", "set-time",
        "clock-lost", "stall", "occlude", "clear-occlusion", "load-cell-unplug", "load-cell-plug", "power-cut",
        "stop", "start", "acknowledge", "free-flow", "air", "motor-supply-cut", "load-cell-stuck",
        "load-cell-saturated", "load-cell-noisy", "load-cell-drift", "hold-button", "put-on-cell", "take-off-cell",
    }  # fmt: skip


def test_one_alarm_can_be_acknowledged_by_name():
    assert parse_scenario(event("acknowledge", more='name = "load-cell-lost"\n')).events[0].name == "load-cell-lost"


def test_events_happen_by_time_and_by_their_place_in_the_file_where_times_are_equal():
    text = event("stop", '"3 h"') + event("occlude", '"1 h"') + event("start", '"3 h"') + event("stop", '"0 s"')
    events = parse_scenario(text).events
    assert [(happening.number, happening.at_us) for happening in events] == [
        (4, 0),
        (2, HOUR_US),
        (1, 3 * HOUR_US),
        (3, 3 * HOUR_US),
    ]


def test_events_at_or_after_the_end_of_the_run_are_named_not_refused():
    scenario = parse_scenario(event("stop", '"1 h"') + event("start", '"2 h"') + event("stop", '"3 h"'))
    assert [happening.number for happening in scenario.later_than(2 * HOUR_US)] == [2, 3]
    assert scenario.later_than(4 * HOUR_US) == ()


@pytest.mark.parametrize(
    ("start", "seconds"),
    [("mon 00:00", 0), ("mon 08:30", 30_600), ("tue 00:00", 86_400), ("sun 23:59", 604_740), ("sun 23:59:59", 604_799)],
)
def test_the_start_is_seconds_from_monday_midnight(start: str, seconds: int):
    assert parse_scenario(f'start = "{start}"').start_s == seconds


@pytest.mark.parametrize(
    "start",
    ['"monday 00:00"', '"Mon 00:00"', '"mon 24:00"', '"mon 8:00"', '"mon 08:60"', "8", '"xxx 00:00"', "08:00:00"],
)
def test_a_start_of_another_form_is_refused(start: str):
    line = refused(f"start = {start}")
    assert line.startswith("start: ")
    assert '"mon 00:00"' in line


@pytest.mark.parametrize(
    "to", ['"tue 9:00"', '"tue"', '"09:00"', '"tue 24:00"', '"tue 09:00:60"', '""', "9", "09:00:00"]
)
def test_a_time_to_set_of_another_form_is_refused(to: str):
    line = refused(event("stop") + event("set-time", more=f"to = {to}\n"))
    assert line.startswith("event 2.to: ")
    assert line.endswith(': a day and a time from "mon 00:00" to "sun 23:59:59"; write it so')


def test_the_rig_is_handed_on_as_written():
    rig = parse_scenario('[rig]\ntube_error = 0.02\ntemperature = "25"\nclock = true\n').rig
    assert rig == {"tube_error": 0.02, "temperature": "25", "clock": True}
    assert refused("rig = 3").startswith("rig: ")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('[[event]]\nat = "1 h"\n', "event 1.do: missing"),
        ('[[event]]\ndo = "stop"\n', "event 1.at: missing"),
        (event("stop") + event("stall"), "event 2.for: missing"),
        (event("power-cut"), "event 1.for: missing"),
        (event("clinician-bolus", more='dose = "1 mg"\n'), "event 1.over: missing"),
        (event("clinician-bolus", more='over = "1 min"\n'), "event 1.dose: missing"),
        (event("stop", more='for = "1 h"\n'), "event 1.for: no such setting"),
        (event("patient-bolus", more='dose = "1 mg"\n'), "event 1.dose: no such setting"),
        (event("acknowledge", more='names = "x"\n'), "event 1.names: no such setting"),
        (event("refill", more='filled = "1 mL"\n'), "event 1.withdrawn: missing"),
        (event("refill", more='withdrawn = "1 mL"\nactual_filled = "1 mL"\n'), "event 1.filled: missing"),
        (event("refill", more=ARGUMENTS["refill"] + 'drug = "x"\n'), "event 1.drug: no such setting"),
        (event("program"), "event 1.file: missing"),
        (event("program", more='file = "x.toml"\nat_once = true\n'), "event 1.at_once: no such setting"),
        (event("set-time"), "event 1.to: missing"),
        (event("set-time", more=ARGUMENTS["set-time"] + 'for = "1 h"\n'), "event 1.for: no such setting"),
        (event("prime", more='volume = "1 mL"\n'), "event 1.volume: no such setting"),
        (event("bridge", more='dose = "1 mg"\n'), "event 1.dose: no such setting"),
        (event("clock-lost", more='for = "1 h"\n'), "event 1.for: no such setting"),
        (event("stop-bolus", more='name = "x"\n'), "event 1.name: no such setting"),
        (event("dance"), "event 1.do: 'dance': one of patient-bolus, "),
        (event("Stop"), "event 1.do: 'Stop': one of "),
        ('[[event]]\nat = "1 h"\ndo = 3\n', "event 1.do: 3: one of "),
        ('speed = 2\n[[event]]\nat = "1 h"\ndo = "stop"\n', "speed: no such setting"),
        ("[event]\nat = 1\n", "event: a table: "),
        ("event = [1]\n", "event: 1: "),
    ],
)
def test_a_wrong_key_action_or_argument_is_refused_naming_the_event(text: str, field: str):
    assert refused(text).startswith(field)


@pytest.mark.parametrize(
    "at", ['"-1 s"', "5", '"5"', '"2 mL"', '"nan s"', '"1e999999 s"', '"3661 d"', '"0.1e-6 s"', "true", "08:00:00"]
)
def test_a_time_that_cannot_be_is_refused(at: str):
    assert refused(event("stop", at)).startswith("event 1.at: ")


@pytest.mark.parametrize(
    ("action", "more", "field"),
    [
        ("stall", 'for = "0 s"\n', "for"),
        ("power-cut", 'for = "-1 s"\n', "for"),
        ("stall", "for = 90\n", "for"),
        ("clinician-bolus", 'dose = "0 mg"\nover = "1 min"\n', "dose"),
        ("clinician-bolus", 'dose = "1 mL"\nover = "1 min"\n', "dose"),
        ("clinician-bolus", 'dose = "1 mg"\nover = "0 min"\n', "over"),
        ("clinician-bolus", 'dose = "1 mg"\nover = "0.5 s"\n', "over"),
        ("refill", 'withdrawn = "-1 mL"\nfilled = "1 mL"\n', "withdrawn"),
        ("refill", 'withdrawn = "1 mg"\nfilled = "1 mL"\n', "withdrawn"),
        ("refill", 'withdrawn = "1 mL"\nfilled = 20\n', "filled"),
        ("refill", 'withdrawn = "1 mL"\nfilled = "1.5 nL"\n', "filled"),
        ("refill", 'withdrawn = "1 mL"\nfilled = "1 mL"\nactual_filled = "1"\n', "actual_filled"),
        ("acknowledge", "name = 3\n", "name"),
        ("acknowledge", 'name = "Load cell"\n', "name"),
        ("acknowledge", 'name = ""\n', "name"),
    ],
)
def test_an_argument_that_cannot_be_is_refused_naming_it(action: str, more: str, field: str):
    assert refused(event("stop") + event(action, more=more)).startswith(f"event 2.{field}: ")


def test_the_demo_day_asks_three_times_and_one_of_them_within_the_lockout():
    events = read_scenario(EXAMPLES / "demo_day.toml").events
    asked = [happening.at_us for happening in events if happening.action == "patient-bolus"]
    lockout_us = 4 * HOUR_US
    assert [later - earlier < lockout_us for earlier, later in pairwise(asked)] == [True, False]
    assert asked[2] - asked[0] >= lockout_us
    assert [happening.action for happening in events if "occl" in happening.action] == ["occlude", "clear-occlusion"]
    assert not read_scenario(EXAMPLES / "demo_day.toml").later_than(24 * HOUR_US)


def test_a_scenario_that_is_no_file_is_refused_in_one_line(tmp_path: Path):
    with pytest.raises(UserError, match=r"^scenario file: "):
        read_scenario(tmp_path / "none.toml")


plain = sorted(set(ACTIONS) - set(ARGUMENTS))


@given(st.lists(st.tuples(st.integers(0, 10**12), st.sampled_from(plain)), max_size=8))
def test_events_written_out_come_back_in_order_of_time(written: list[tuple[int, str]]):
    text = "".join(event(action, f'"{at_ms}e-3 s"') for at_ms, action in written if at_ms <= 3 * 10**11)
    kept = [(at_ms * 1000, action) for at_ms, action in written if at_ms <= 3 * 10**11]
    expected = [Event(number, at_us, action) for number, (at_us, action) in enumerate(kept, 1)]
    assert parse_scenario(text).events == tuple(
        sorted(expected, key=lambda happening: (happening.at_us, happening.number))
    )


keys = st.sampled_from(["at", "do", "for", "dose", "over", "name", "withdrawn", "filled", "file", "to", "x", '"a\\nb"'])
values = st.sampled_from(
    [
        '"1 h"',
        '"stop"',
        '"stall"',
        '"acknowledge"',
        '"refill"',
        '"program"',
        '"set-time"',
        '"1 mL"',
        '"tue 09:00"',
        '"-1 h"',
        "1",
        "nan",
        "[]",
        "{}",
        '"\\u2028"',
        '"1 mg"',
        "0x" + "f" * 4000,
    ]
)


@given(st.lists(st.tuples(keys, values), max_size=5, unique_by=lambda pair: pair[0]) | st.text())
def test_arbitrary_events_are_refused_in_one_line_or_are_a_scenario(written: list[tuple[str, str]] | str):
    text = (
        written if isinstance(written, str) else "[[event]]\n" + "\n".join(f"{key} = {value}" for key, value in written)
    )
    try:
        assert isinstance(parse_scenario(text), Scenario)
    except UserError as error:
        assert str(error).isprintable()
