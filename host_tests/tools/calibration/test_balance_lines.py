"""Lines of balances, as their makers' manuals show them."""

import pytest

from calibration.balance_lines import NoReading, Shown, read_line
from support import proves


@pytest.mark.parametrize(
    ("line", "mass_mg", "resolution_mg", "is_at_rest"),
    [
        ("ST,+00123.45  g\r\n", 123_450.0, 10.0, True),
        ("ST,-0012.3400,  g", -12_340.0, 0.1, True),
        ("US,+00123.45  g", 123_450.0, 10.0, False),
        ("ST,+00012.3 mg", 12.3, 0.1, True),
        ("S S     100.00 g\r\n", 100_000.0, 10.0, True),
        ("S S    -12.3456 g", -12_345.6, 0.1, True),
        ("S D      99.98 g", 99_980.0, 10.0, False),
        ("N     +  123.56 g  \r\n", 123_560.0, 10.0, True),
        ("+  123.56 g", 123_560.0, 10.0, True),
        ("G     -    0.0012 g", -1.2, 0.1, True),
        ("N     +  123.5[6] g", 123_560.0, 10.0, True),
        ("+  123.56", 123_560.0, 10.0, False),
    ],
)
def test_a_mass_its_last_digit_and_whether_it_is_at_rest(line, mass_mg, resolution_mg, is_at_rest):
    shown = read_line(line)
    assert isinstance(shown, Shown)
    assert shown.mass_mg == pytest.approx(mass_mg, abs=1e-9)
    assert shown.resolution_mg == pytest.approx(resolution_mg)
    assert shown.is_at_rest is is_at_rest


def test_an_empty_line_is_none():
    assert read_line("\r\n") is None


@proves("U2")
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("OL,+9999999E+19 g", "it cannot weigh"),
        ("S I", "it cannot weigh"),
        ("S +", "it cannot weigh"),
        ("ES", "it cannot weigh"),
        ("      H       ", "it cannot weigh"),
        ("Err 54", "it cannot weigh"),
        ("ST,+00012.34 ct", "the unit must be g or mg"),
        ("S S 12.34 oz", "the unit must be g or mg"),
        ("ST,+00012,34  g", "no line of a balance"),
        ("hello", "no line of a balance"),
        ("+ 12.34 g 5", "no line of a balance"),
        ("1e5 g", "no line of a balance"),
    ],
)
def test_what_is_no_mass_is_refused_in_one_line(line, said):
    with pytest.raises(NoReading, match=said) as refused:
        read_line(line)
    assert "\n" not in str(refused.value)
