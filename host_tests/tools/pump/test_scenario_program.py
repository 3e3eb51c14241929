"""What a scenario programs, and the mixture that its refills fill."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pump
from pump.errors import UserError
from pump.scenario import Event, Scenario, parse_scenario, read_scenario
from pump.therapy_file import Order, parse_therapy, read_therapy

EXAMPLES = Path(pump.__file__).parent / "examples"
DEMO = (EXAMPLES / "demo.toml").read_text()
HOUR_US = 3_600_000_000


def program(file: str, at: str = "1 h") -> str:
    return f'[[event]]\nat = "{at}"\ndo = "program"\nfile = {file}\n'


def refill(more: str) -> str:
    return f'[[event]]\nat = "1 h"\ndo = "refill"\n{more}'


def refused(text: str, folder: Path) -> str:
    with pytest.raises(UserError) as caught:
        parse_scenario(text, folder)
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_a_therapy_is_read_from_the_folder_of_the_scenario(tmp_path: Path):
    (tmp_path / "next").mkdir()
    (tmp_path / "next" / "night.toml").write_text(DEMO.replace('"5 mg/day"', '"4 mg/day"'))
    (tmp_path / "scenario.toml").write_text(program('"next/night.toml"'))
    order = read_scenario(tmp_path / "scenario.toml").events[0].order
    assert order is not None
    assert order == {**parse_therapy(DEMO), "basal_pg_per_day": 4_000_000_000}


def test_a_therapy_with_its_whole_path_is_read_from_there(tmp_path: Path):
    scenario = parse_scenario(program(f'"{EXAMPLES / "demo.toml"}"'), tmp_path)
    assert scenario.events[0].order == read_therapy(EXAMPLES / "demo.toml")


def test_what_is_wrong_in_a_therapy_is_refused_naming_event_file_and_field(tmp_path: Path):
    (tmp_path / "night.toml").write_text(DEMO.replace('"5 mg/day"', '"5 mL/day"'))
    line = refused(program(f'"{EXAMPLES / "demo.toml"}"') + program('"night.toml"'), tmp_path)
    assert line.startswith("event 2.file: 'night.toml': infusion.dose: '5 mL/day': a dose per time is needed, ")


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ('"none.toml"', "'none.toml': therapy file: "),
        ('""', "'': therapy file: "),
        ('"a\\u0000b"', "'a\\x00b': therapy file: "),
        (f'"{"x" * 300}"', f"'{'x' * 56}...: therapy file: "),
        ('"broken.toml"', "'broken.toml': therapy file: not valid TOML: "),
        ("3", "3: the path of a therapy file is needed; write it as text"),
        ('["a.toml"]', "a list: the path of a therapy file is needed; "),
    ],
)
def test_what_is_no_therapy_file_is_refused_naming_the_event(tmp_path: Path, file: str, line: str):
    (tmp_path / "broken.toml").write_text("[")
    assert refused(program(file), tmp_path).startswith("event 1.file: " + line)


@pytest.mark.parametrize("filled", ["0 mL", "12 mL", "20.5 mL"])
def test_what_was_really_filled_may_differ_from_what_is_entered(filled: str):
    more = f'withdrawn = "0 mL"\nfilled = "20 mL"\nactual_filled = "{filled}"\n'
    happening = parse_scenario(refill(more)).events[0]
    assert happening.actual_filled_nl == round(float(filled.split()[0]) * 1_000_000)
    assert happening.filled_nl == 20_000_000


def test_nothing_may_be_withdrawn_or_filled():
    happening = parse_scenario(refill('withdrawn = "0 mL"\nfilled = "0 mL"\n')).events[0]
    assert (happening.withdrawn_nl, happening.filled_nl, happening.actual_filled_nl) == (0, 0, 0)


def mixture(concentration: int, name: str = "morphine") -> list[list[str | int]]:
    return [[name, concentration], ["clonidine", 7]]


def order_of(drugs: list[list[str | int]]) -> Order:
    order = parse_therapy(DEMO)
    order["drugs"] = drugs
    return order


FIRST = order_of(mixture(1))


def scenario_of(*happenings: tuple[int, str | list[list[str | int]]]) -> Scenario:
    """Events of (hour, action), or of (hour, the drugs of the therapy that is programmed)."""
    events = [
        Event(number, hour * HOUR_US, what)
        if isinstance(what, str)
        else Event(number, hour * HOUR_US, "program", order=order_of(what))
        for number, (hour, what) in enumerate(happenings, 1)
    ]
    return Scenario(events=tuple(sorted(events, key=lambda event: event.at_us)))


def filled(scenario: Scenario) -> list[list[list[str | int]] | None]:
    """The mixture of each refill, by time."""
    return [scenario.mixture_filled(event, FIRST) for event in scenario.events if event.action == "refill"]


@pytest.mark.parametrize(
    ("happenings", "mixtures"),
    [
        ([(1, "refill")], [None]),
        ([(1, "refill"), (1, mixture(2))], [mixture(2)]),
        ([(1, "refill"), (9, mixture(2))], [mixture(2)]),
        ([(1, "refill"), (2, "stop"), (3, mixture(2)), (4, mixture(3))], [mixture(2)]),
        ([(1, "refill"), (1, mixture(1))], [None]),
        ([(1, "refill"), (1, mixture(1, "hydromorphone"))], [mixture(1, "hydromorphone")]),
        ([(1, "refill"), (1, [["morphine", 1]])], [[["morphine", 1]]]),
        ([(1, mixture(2)), (1, "refill")], [None]),
        ([(2, mixture(2)), (1, "refill")], [mixture(2)]),
        ([(1, "refill"), (2, "refill"), (3, mixture(2))], [None, mixture(2)]),
        ([(1, "refill"), (1, mixture(2)), (2, "refill"), (3, mixture(1))], [mixture(2), mixture(1)]),
        ([(1, "refill"), (1, mixture(2)), (2, "refill"), (3, mixture(2))], [mixture(2), None]),
        ([(1, "refill"), (1, mixture(2)), (2, "refill")], [mixture(2), None]),
        ([(1, mixture(2)), (2, "refill"), (3, mixture(2))], [mixture(2)]),
    ],
)
def test_a_refill_fills_the_mixture_of_the_therapy_programmed_next(
    happenings: list[tuple[int, str | list[list[str | int]]]], mixtures: list[list[list[str | int]] | None]
):
    assert filled(scenario_of(*happenings)) == mixtures


def test_only_a_refill_of_the_scenario_has_a_mixture():
    scenario = scenario_of((1, "stop"), (2, "refill"))
    with pytest.raises(ValueError, match="event 1 is no refill of this scenario"):
        scenario.mixture_filled(scenario.events[0], FIRST)
    with pytest.raises(ValueError, match="event 3 is no refill of this scenario"):
        scenario.mixture_filled(Event(3, 0, "refill"), FIRST)


happenings = st.tuples(st.integers(0, 3), st.sampled_from(["refill", "stop"]) | st.integers(1, 3).map(mixture))


@given(st.lists(happenings, max_size=8))
def test_what_is_filled_is_what_a_walk_through_the_events_fills(
    written: list[tuple[int, str | list[list[str | int]]]],
):
    scenario = scenario_of(*written)
    holds = [FIRST["drugs"]]  # of the first fill and of each refill
    waiting = False
    for event in scenario.events:
        if event.action == "refill":
            holds.append(holds[-1])
            waiting = True
        elif event.order is not None and waiting:
            holds[-1] = event.order["drugs"]
            waiting = False
    changes = [None if now == before else now for before, now in pairwise(holds)]
    assert filled(scenario) == changes
