"""What a person at the bench asks of the twin: what is wrong is refused in one line, before the twin hears of it."""

import pytest

from bench.controls import FILL, PAUSED, Fill, Happen, SetSpeed, read_deed, read_speed
from bench.faults import GROUPS
from pump.errors import UserError
from pump.scenario import Event


def event_of(do: str, **amounts: str) -> Event:
    made = read_deed(do, amounts)
    assert isinstance(made, Happen)
    return made.event


@pytest.mark.parametrize("value", [PAUSED, 0.1, 1, "60", 10_000])
def test_a_speed_is_a_pause_or_a_tenth_to_ten_thousand(value):
    assert read_speed(value) == SetSpeed(float(value))


@pytest.mark.parametrize("value", ["", "fast", "nan", -1, 0.05, 10_001, None, "inf"])
def test_another_speed_is_refused_with_its_limits(value):
    with pytest.raises(UserError, match=r"^speed: .*: 0 for a pause, or 0\.1 to 10000; choose one of them$"):
        read_speed(value)


def test_every_button_of_the_page_is_something_that_a_scenario_knows_with_amounts_that_are_taken():
    for group in GROUPS:
        for deed in group.deeds:
            happening = read_deed(deed.do, deed.amounts)
            if isinstance(happening, Fill):
                continue
            assert (happening.event.action, happening.event.at_us) == (deed.do, 0)


def test_amounts_are_read_with_their_units():
    event = event_of("free-flow", rate="5 mL/h", **{"for": "10 min"})
    assert (event.flow_fl_per_day, event.for_us) == (120 * 10**12, 600_000_000)
    refill = event_of("refill", withdrawn="1 mL", filled="5 mL", actual_filled="4 mL")
    assert (refill.withdrawn_nl, refill.filled_nl, refill.actual_filled_nl) == (1_000_000, 5_000_000, 4_000_000)


def test_a_needle_that_the_pump_is_not_told_of_has_a_strength_or_that_of_before():
    assert read_deed(FILL, {"withdrawn": "0 mL", "filled": "5 mL"}) == Fill(
        0, 5_000_000, None, "fill (withdrawn 0 mL, filled 5 mL)"
    )
    with_strength = read_deed(FILL, {"withdrawn": "1 mL", "filled": "5 mL", "concentration": "20 mg/mL"})
    assert isinstance(with_strength, Fill)
    assert with_strength.per_ml_pg == 20 * 10**9


def test_it_is_told_in_words_with_its_amounts():
    assert read_deed("stall", {"for": "1 h"}).words == "stall (for 1 h)"
    assert read_deed("occlude", {}).words == "occlude"


@pytest.mark.parametrize(
    ("do", "arguments", "said"),
    [
        ("explode", {}, r"^do: 'explode': one of fill, patient-bolus, .*; choose one of them$"),
        (None, {}, "^do: None: one of fill"),
        ("program", {"file": "/etc/passwd"}, "^do: 'program': one of "),
        ("stall", {}, r"^stall\.for: "),
        ("stall", {"for": "5"}, r"^stall\.for: '5': a duration is needed"),
        ("free-flow", {"rate": "200 mL/h", "for": "1 h"}, r"^free-flow\.rate: '200 mL/h': at most 100 mL/h"),
        ("air", {"volume": "-1 uL"}, r"^air\.volume: '-1 uL'"),
        ("power-cut", {"for": "11 years"}, r"^power-cut\.for: "),
        ("occlude", {"for": "1 h"}, r"^occlude"),
        ("fill", {"withdrawn": "1 mL", "filled": "1 L"}, r"^fill\.filled: '1 L': at most 100 mL"),
        ("fill", {"withdrawn": "1 mL"}, r"^fill\.filled: missing"),
        ("fill", {"withdrawn": "1 mL", "filled": "1 g"}, r"^fill\.filled: '1 g'"),
        ("fill", {"withdrawn": "1 mL", "filled": "1 mL", "concentration": "-1 mg/mL"}, r"^fill\.concentration: "),
    ],
)
def test_what_a_scenario_would_refuse_is_refused_in_one_line(do, arguments, said):
    with pytest.raises(UserError, match=said) as refused:
        read_deed(do, arguments)
    assert "\n" not in str(refused.value)
