"""What stands beside mode = "flex", and what belongs to flex beside another mode."""

import pytest

from pump.errors import UserError
from pump.therapy_file import parse_therapy
from support import proves

REST = """
[reservoir]
capacity = "20 mL"
[catheter]
volume = "0.22 mL"
[[drug]]
name = "morphine"
concentration = "25 mg/mL"
[limits]
max_dose_per_day = "6 mg"
max_rate = "24 mL/day"
[infusion]
"""
SIMPLE = 'mode = "simple"\ndose = "1 mg/day"\n'
FLEX = 'mode = "flex"\n'
MINIMUM = 'mode = "minimum"\nrate = "1 mL/day"\n'
STOPPED = 'mode = "stopped"\n'
PERIOD = '[[infusion.period]]\nfrom = "00:00"\ndose = "1 mg/day"\n'
LOST = 'clock_lost = "stop"\n'


@pytest.mark.parametrize(
    ("infusion", "policy"),
    [
        (SIMPLE, ""),
        (MINIMUM, ""),
        (STOPPED, ""),
        (SIMPLE + 'clock_lost = "minimum"', "minimum"),
        (SIMPLE + 'clock_lost = "stop"', "stop"),
        (FLEX + 'clock_lost = "minimum"\n' + PERIOD, "minimum"),
        (FLEX + 'clock_lost = "stop"\n' + PERIOD, "stop"),
        (FLEX + 'clock_lost = "lowest period"\n' + PERIOD, "lowest period"),
    ],
)
def test_what_to_do_without_the_time_is_handed_on(infusion: str, policy: str):
    order = parse_therapy(REST + infusion)
    assert order["clock_lost"] == policy
    assert order["periods"] == ([[127, 0, 1_000_000_000]] if infusion.startswith(FLEX) else [])


@pytest.mark.parametrize(
    ("infusion", "line"),
    [
        (FLEX + PERIOD, "clock_lost: missing: one of minimum, stop, lowest period; add it"),
        (
            FLEX + 'clock_lost = "run"\n' + PERIOD,
            "clock_lost: 'run': in mode = \"flex\" one of minimum, stop, ",
        ),
        (FLEX + "clock_lost = 3\n" + PERIOD, 'clock_lost: 3: in mode = "flex" one of '),
        (
            SIMPLE + 'clock_lost = "lowest period"',
            "clock_lost: 'lowest period': in mode = \"simple\" one of minimum, ",
        ),
        (SIMPLE + 'clock_lost = "Stop"', "clock_lost: 'Stop': in mode = \"simple\" one of minimum, stop; choose"),
        (SIMPLE + 'clock_lost = ""', "clock_lost: '': in mode = "),
        (SIMPLE + "clock_lost = true", "clock_lost: true: in mode = "),
        (MINIMUM + LOST, 'clock_lost: \'stop\': only mode = "simple" or "flex" takes it and mode is "minimum"; re'),
        (STOPPED + LOST, 'clock_lost: \'stop\': only mode = "simple" or "flex" takes it and mode is "stopped"; re'),
        (FLEX + LOST + 'dose = "1 mg/day"\n' + PERIOD, "dose: '1 mg/day': only mode = \"simple\" takes it and mode i"),
        (FLEX + LOST + 'rate = "1 mL/day"\n' + PERIOD, "rate: '1 mL/day': only mode = \"minimum\" takes it and mode "),
        (FLEX + LOST + "periods = 1\n" + PERIOD, "periods: no such setting"),
        (SIMPLE + PERIOD, 'period: a list: only mode = "flex" takes it and mode is "simple"; remove it'),
        (MINIMUM + PERIOD, 'period: a list: only mode = "flex" takes it and mode is "minimum"; remove it'),
        (STOPPED + PERIOD, 'period: a list: only mode = "flex" takes it and mode is "stopped"; remove it'),
        (STOPPED + "period = []", 'period: a list: only mode = "flex" takes it'),
    ],
)
@proves("U2")
def test_a_setting_of_another_mode_is_refused_naming_it(infusion: str, line: str):
    with pytest.raises(UserError) as caught:
        parse_therapy(REST + infusion)
    assert str(caught.value).startswith("infusion." + line)
    assert str(caught.value).isprintable()
