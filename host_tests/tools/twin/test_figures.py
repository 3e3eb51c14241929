"""The rig's figures: complete, within their limits, and refused by name when wrong."""

import pytest

from twin.figures import RigFigures, load_figures


def test_every_default_is_within_its_own_limits_and_carries_unit_source_and_reason() -> None:
    for row in RigFigures().rows():
        assert row.note.low <= row.value <= row.note.high, row.name
        assert row.note.unit and row.note.source and row.note.why, row.name
        assert type(row.value) is row.note.kind, row.name


def test_an_empty_table_gives_the_defaults() -> None:
    assert load_figures({}) == RigFigures()


def test_numbers_percentages_and_strings_in_the_figures_unit_are_taken() -> None:
    figures = load_figures({"tube_error": "5 %", "evaporation": 20, "noise": "75 nV rms", "clock_chip": True})
    assert figures.tube_error == pytest.approx(0.05)
    assert figures.evaporation == 20.0
    assert figures.noise == 75.0
    assert figures.clock_chip is True
    assert figures.ripple == RigFigures().ripple


def test_other_units_go_through_the_callers_reader() -> None:
    def reader(text: str, unit: str) -> float:
        assert (text, unit) == ("0.5 mL/day", "uL/day")
        return 500.0

    assert load_figures({"evaporation": "0.5 mL/day"}, reader).evaporation == 500.0


@pytest.mark.parametrize(
    ("name", "value", "limit"),
    [
        ("tube_error", 0.6, "-0.5 to 0.5"),
        ("tube_error", -0.51, "-0.5 to 0.5"),
        ("ripple", float("nan"), "0 to 1"),
        ("ripple", float("inf"), "0 to 1"),
        ("noise", 10**400, "0 to 10000"),
        ("rollers", 2.5, "2 to 12"),
        ("rollers", True, "2 to 12"),
        ("rollers", [3], "2 to 12"),
        ("clock_chip", 1, "true or false"),
        ("evaporation", "lots", "0 to 20000"),
        ("evaporation", "x uL/day", "0 to 20000"),
        ("evaporation", "1 mL/day", "uL/day"),
    ],
)
def test_a_bad_value_is_refused_with_field_value_and_limit(name: str, value: object, limit: str) -> None:
    with pytest.raises(ValueError) as refusal:
        load_figures({name: value})
    line = str(refusal.value)
    assert f"[rig] {name} = {value!r}" in line
    assert limit in line
    assert "\n" not in line


def test_what_the_reader_cannot_read_is_refused_with_the_field() -> None:
    def reader(text: str, unit: str) -> float:
        raise ValueError(f"{text} is no {unit}")

    with pytest.raises(ValueError, match=r"\[rig\] evaporation = '1 parsec'.*0 to 20000"):
        load_figures({"evaporation": "1 parsec"}, reader)


def test_an_unknown_key_is_refused_and_the_allowed_ones_are_named() -> None:
    with pytest.raises(ValueError, match=r"\[rig\] tube_eror.*tube_error.*clock_chip"):
        load_figures({"tube_eror": 0.1})
