"""Refills of the rig: other drugs, other concentrations, and nothing lost whatever comes between."""

from collections import defaultdict
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.figures import load_figures
from twin.reservoir import Drug
from twin.rig import Rig

STEP_UL = 0.01875
DRUGS = (Drug("morphine", 25.0), Drug("bupivacaine", 4.0))
IDEAL: dict[str, object] = {
    "ripple": 0,
    "evaporation": 0,
    "rest_offset": 0,
    "rotor_releases": False,
}


def rig(table: dict[str, object], filled_mL: float = 20.0, catheter_mL: float = 0.22) -> Rig:
    return Rig(load_figures(table), filled_mL=filled_mL, catheter_mL=catheter_mL, drugs=DRUGS, seed=1)


def run(it: Rig, count: int, interval_us: int) -> None:
    start_us = it.now_us
    it.on_step_edges(count, start_us + interval_us, start_us + count * interval_us)


def inside_ug(it: Rig) -> dict[str, float]:
    fluid = it.fluid
    parts = zip(fluid.reservoir.amounts, fluid.tubing.stored, fluid.catheter.held(), strict=False)
    return dict(zip(fluid.drug_names, map(sum, parts), strict=True))


def inside_uL(it: Rig) -> float:
    line = it.fluid.tubing
    return it.reservoir_true_mL * 1000 + line.stored_uL - line.stored[-1]


def test_a_refill_changes_what_is_delivered_but_the_tip_only_after_the_line() -> None:
    it = rig(IDEAL)
    it.on_enable(0, 0)
    it.refill(20.0, 10.0, (Drug("morphine", 50.0), Drug("bupivacaine", 0.0)))
    run(it, 4000, 100_000)
    assert it.reservoir_true_mL == pytest.approx(10.0 - 0.075)
    assert it.delivered_ug["morphine"] == pytest.approx(75.0 * 50.0)
    assert it.at_tip_ug["morphine"] == pytest.approx(75.0 * 25.0, rel=1e-4)


def test_a_new_drug_mixes_with_what_stayed_and_comes_to_the_tip_behind_what_the_line_held() -> None:
    it = rig(IDEAL | {"mixing": 0})
    it.on_enable(0, 0)
    assert it.refill(15.0, 15.0, (Drug("clonidine", 0.2), Drug("morphine", 5.0))) == pytest.approx(15.0)
    for _ in range(160):
        run(it, 100, 100_000)
    # 5 mL of 25 and 4 mg/mL stayed, 15 mL came: morphine 10, bupivacaine 1, clonidine 0.15 mg/mL; 300 uL were pumped.
    assert it.delivered_uL == pytest.approx(300.0)
    assert it.delivered_ug == pytest.approx({"morphine": 3000.0, "bupivacaine": 300.0, "clonidine": 45.0})
    # The first 220 uL at the tip are the old mixture, the next 80 the new one.
    assert it.at_tip_ug == pytest.approx({"morphine": 6300.0, "bupivacaine": 960.0, "clonidine": 12.0})


def test_withdrawing_more_than_there_is_takes_what_there_is_and_says_so() -> None:
    it = rig(IDEAL, filled_mL=3.0)
    assert it.refill(20.0, 7.0, (Drug("baclofen", 2.0),)) == pytest.approx(3.0)
    assert it.reservoir_true_mL == pytest.approx(7.0)
    assert it.fluid.reservoir.amounts == pytest.approx([0.0, 0.0, 14_000.0])
    assert it.refill(1.0, 0.0, ()) == pytest.approx(1.0)
    assert it.reservoir_true_mL == pytest.approx(6.0)


def test_a_drug_is_reported_for_ever_once_it_came_also_if_none_of_it_was_pumped() -> None:
    it = rig(IDEAL)
    it.refill(20.0, 20.0, (Drug("baclofen", 2.0),))
    it.refill(20.0, 20.0, (Drug("ziconotide", 0.1),))
    assert it.at_tip_ug == it.delivered_ug == {"morphine": 0, "bupivacaine": 0, "baclofen": 0, "ziconotide": 0}


def test_air_that_passed_before_a_new_drug_came_is_not_taken_for_it() -> None:
    it = rig(IDEAL, filled_mL=0.1, catheter_mL=0.02)
    it.on_enable(0, 0)
    run(it, 8000, 100_000)
    assert it.delivered_uL == pytest.approx(100.0)
    it.refill(0.0, 5.0, (Drug("baclofen", 2.0),))
    assert it.delivered_ug == pytest.approx({"morphine": 2500.0, "bupivacaine": 400.0, "baclofen": 0.0})
    assert it.at_tip_ug["baclofen"] == 0.0
    run(it, 8000, 100_000)
    # The line of 20 uL held only air.
    assert it.delivered_ug["baclofen"] == pytest.approx(300.0)
    assert it.at_tip_ug["baclofen"] == pytest.approx(260.0, rel=1e-3)


def test_the_scale_sees_the_refill_at_once() -> None:
    it = rig(IDEAL | {"density": 1})
    it.advance_to(5_000_000)
    before_mg, before = it.weight_mg, it.hx711.raw(it.now_us)
    it.refill(18.0, 12.5, (Drug("baclofen", 2.0),))
    assert it.weight_mg - before_mg == pytest.approx(-5500.0)
    it.advance_to(5_300_000)
    assert it.hx711.raw(it.now_us) - before == pytest.approx(-5500.0 * it.load_cell.counts_per_mg, rel=0.01)


def test_a_refill_behind_an_occlusion_leaves_what_the_line_stored() -> None:
    it = rig(IDEAL | {"slip_pressure": 50, "compliance": 0.4})
    it.on_enable(0, 0)
    it.occlude()
    run(it, 400, 100_000)
    it.refill(20.0, 10.0, (Drug("baclofen", 2.0),))
    run(it, 400, 100_000)
    it.clear_occlusion()
    it.advance_to(it.now_us + 3_600_000_000)
    assert it.delivered_uL == pytest.approx(15.0)
    assert it.delivered_ug == pytest.approx({"morphine": 7.5 * 25.0, "bupivacaine": 7.5 * 4.0, "baclofen": 7.5 * 2.0})


NAMES = ("morphine", "bupivacaine", "clonidine", "baclofen", "ziconotide")
MIXTURES = st.lists(st.builds(Drug, st.sampled_from(NAMES), st.floats(0, 50)), max_size=4, unique_by=lambda d: d.name)
EVENTS = st.one_of(
    st.tuples(st.just("refill"), st.floats(0, 2), st.floats(0, 2), MIXTURES),
    st.tuples(st.just("pump"), st.integers(500, 8000), st.integers(200_000, 2_000_000)),
    st.tuples(st.just("rest"), st.integers(0, 10**11)),
    st.tuples(st.sampled_from(["occlude", "clear", "enable", "enable", "release"])),
)


class Books:
    """All that came into a rig and what the needle took out again, in ug a drug and uL."""

    def __init__(self, it: Rig) -> None:
        self.rig = it
        self.came_ug = defaultdict(float, inside_ug(it))
        self.catheter_ug = dict(zip(it.fluid.drug_names, it.fluid.catheter.held(), strict=False))
        self.withdrawn_ug: dict[str, float] = defaultdict(float)
        self.came_uL = inside_uL(it)

    def refill(self, withdrawn_mL: float, filled_mL: float, drugs: list[Drug]) -> None:
        it, reservoir = self.rig, self.rig.fluid.reservoir
        it.refill(0.0, 0.0, [])  # brings the physics up to now
        before_uL, held_ug = reservoir.volume_uL, dict(zip(reservoir.names, reservoir.amounts, strict=True))
        really_mL = it.refill(withdrawn_mL, filled_mL, drugs)
        assert really_mL == pytest.approx(min(withdrawn_mL, before_uL / 1000))
        for name, amount in held_ug.items():
            self.withdrawn_ug[name] += amount * really_mL * 1000 / before_uL if really_mL else 0.0
        for drug in drugs:
            self.came_ug[drug.name] += filled_mL * 1000 * drug.ug_per_uL
        self.came_uL += (filled_mL - really_mL) * 1000

    def check(self) -> None:
        it = self.rig
        tip_ug, outlet_ug, held_ug = it.at_tip_ug, it.delivered_ug, inside_ug(it)
        catheter_ug = dict(zip(it.fluid.drug_names, it.fluid.catheter.held(), strict=False))
        assert set(tip_ug) == set(outlet_ug) == set(self.came_ug)
        for name, came in self.came_ug.items():
            everywhere = tip_ug[name] + held_ug[name] + self.withdrawn_ug[name]
            assert everywhere == pytest.approx(came, rel=1e-9, abs=1e-6)
            through = self.catheter_ug.get(name, 0.0) + outlet_ug[name]
            assert tip_ug[name] + catheter_ug[name] == pytest.approx(through, rel=1e-9, abs=1e-6)
            assert min(tip_ug[name], held_ug[name], outlet_ug[name]) >= 0.0
        gone_uL = it.delivered_uL + it.fluid.reservoir.evaporated_uL
        assert inside_uL(it) + gone_uL == pytest.approx(self.came_uL, rel=1e-9, abs=1e-6)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(EVENTS, min_size=6, max_size=25),
    st.floats(0.001, 2),
    st.sampled_from([0, 300]),
    st.sampled_from([0.02, 0.22]),
)
def test_of_every_drug_and_of_water_what_came_in_is_inside_or_went_out(
    events: list[tuple[object, ...]], filled_mL: float, evaporation: int, catheter_mL: float
) -> None:
    it = rig({"evaporation": evaporation, "tube_error": -0.05, "air": 5}, filled_mL, catheter_mL)
    books = Books(it)
    it.on_enable(0, 0)
    for event in events:
        match event:
            case ("refill", float(withdrawn_mL), float(refilled_mL), list(drugs)):
                books.refill(withdrawn_mL, refilled_mL, cast("list[Drug]", drugs))
            case ("pump", int(count), int(interval_us)):
                run(it, count, interval_us)
            case ("rest", int(us)):
                it.advance_to(it.now_us + us)
            case ("occlude",):
                it.occlude()
            case ("clear",):
                it.clear_occlusion()
            case _:
                it.on_enable(0 if event[0] == "enable" else 1, it.now_us + 1)
    books.check()
