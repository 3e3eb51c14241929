"""What is prescribed, in closed form, against a plain sum over short steps of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prescribed_orders import DAY_US, MG, S_US, STEP_FL, order

from twin.prescribed import Prescribed

STEP_UL = Fraction(STEP_FL, 10**9)
WEEK_S = 7 * 86_400
SLOT_S = 900  # a period begins at a multiple of it
STEPS = 1500
Event = tuple[int, str, tuple[Any, ...]]


@dataclass
class Bolus:
    end_s: int
    uL_per_s: Fraction


class PlainSum:
    """Goes through time in steps; nothing that happens, and no change of period, falls inside one."""

    def __init__(self, step_s: int) -> None:
        self.step_s = step_s
        self.now_s = 0
        self.sum_uL = Fraction(0)
        self.order: Mapping[str, Any] = order("stopped")
        self.stopped = False
        self.known = True
        self.week_s = 0
        self.old_pg_per_ml = 1
        self.bridge_uL = Fraction(0)
        self.boluses: list[Bolus] = []

    def happens(self, what: str, args: Sequence[Any]) -> None:
        if what == "therapy":
            self.order = args[0]
        elif what == "set_clock":
            self.known, self.week_s = True, args[0] - self.now_s
        elif what == "lose_clock":
            self.known = False
        elif what == "grant":
            self.boluses.append(Bolus(self.now_s + args[1], args[0] * STEP_UL / args[1]))
        elif what == "bridge":
            self.old_pg_per_ml, self.bridge_uL = args[0], args[1] * STEP_UL
        elif what == "start":
            self.stopped = False
        else:
            self.boluses, self.bridge_uL = [], Fraction(0)
            self.stopped = self.stopped or what == "stop"

    def uL_per_day(self, pg_per_ml: int) -> Fraction:
        """The basal of the therapy now, at that concentration."""
        mode, policy = self.order["mode"], self.order["clock_lost"]
        lost = not self.known and mode in ("simple", "flex")
        if self.stopped or mode == "stopped":
            return Fraction(0)
        if mode == "minimum":
            return Fraction(self.order["basal_fl_per_day"], 10**9)
        if lost and policy == "minimum":
            return Fraction(6)
        dose_pg = self.order["basal_pg_per_day"]
        if mode == "flex":
            doses = [dose for _, _, dose in self.order["periods"]]
            dose_pg = min(doses) if lost and policy == "lowest period" else self.dose_of_period()
        return Fraction(dose_pg, pg_per_ml) * 1000

    def dose_of_period(self) -> int:
        day, second = divmod((self.now_s + self.week_s) % WEEK_S, 86_400)
        begun = [(from_s, dose) for days, from_s, dose in self.order["periods"] if days >> day & 1 and from_s <= second]
        return max(begun)[1]

    def step(self) -> None:
        own_uL = self.uL_per_day(self.order["drugs"][0][1]) * self.step_s / 86_400
        old_uL = self.uL_per_day(self.old_pg_per_ml) * self.step_s / 86_400
        bridged_uL = min(self.bridge_uL, old_uL)
        share_of_own = 1 - bridged_uL / old_uL if self.bridge_uL and old_uL else Fraction(not self.bridge_uL)
        self.sum_uL += bridged_uL + share_of_own * own_uL
        self.bridge_uL -= bridged_uL
        for bolus in self.boluses:
            self.sum_uL += bolus.uL_per_s * min(self.step_s, max(0, bolus.end_s - self.now_s))
        self.now_s += self.step_s


MIXTURES = st.sampled_from([3 * MG, 7 * MG, 25 * MG, 50 * MG])
DOSES = st.sampled_from([0, MG, 3 * MG // 2, 12_345_678_901])


@st.composite
def _periods(draw: st.DrawFn) -> list[list[int]]:
    some_days = draw(st.integers(0, 127))
    slots = st.sets(st.integers(1, 86_400 // SLOT_S - 1), max_size=12)
    groups = [days for days in (some_days, 127 - some_days) if days]
    return [[days, slot * SLOT_S, draw(DOSES)] for days in groups for slot in {0} | draw(slots)]


@st.composite
def _orders(draw: st.DrawFn) -> Mapping[str, object]:
    parts: dict[str, object] = {"drugs": [["morphine", draw(MIXTURES)], ["bupivacaine", 4 * MG]]}
    mode = draw(st.sampled_from(["flex", "flex", "flex", "simple", "minimum", "stopped"]))
    if mode == "flex":
        parts |= {"periods": draw(_periods())}
    elif mode == "simple":
        parts |= {"basal_pg_per_day": draw(DOSES)}
    elif mode == "minimum":
        parts |= {"basal_fl_per_day": draw(st.integers(6 * 10**9, 48 * 10**9))}
    policies = {"flex": ["minimum", "stop", "lowest period"], "simple": ["", "minimum", "stop"]}
    return order(mode, clock_lost=draw(st.sampled_from(policies.get(mode, [""]))), **parts)


@st.composite
def _events(draw: st.DrawFn, step_s: int) -> list[Event]:
    """(step, method of Prescribed, its other arguments), in order."""
    kinds = st.one_of(
        st.tuples(st.just("therapy"), st.tuples(_orders())),
        st.tuples(st.just("set_clock"), st.tuples(st.integers(0, WEEK_S // step_s - 1).map(lambda n: n * step_s))),
        st.tuples(st.just("bridge"), st.tuples(MIXTURES, st.integers(0, 300 * step_s))),
        st.tuples(
            st.just("grant"),
            st.tuples(st.integers(1, 500), st.integers(1, 1000 * step_s)),
        ),
        st.tuples(st.sampled_from(["lose_clock", "stop", "start", "start", "cut_bolus"]), st.just(())),
    )
    times = st.integers(0, STEPS - 1)
    found = draw(st.lists(st.tuples(times, kinds), max_size=12))
    found.sort(key=lambda event: event[0])
    return [(0, "therapy", (draw(_orders()),)), *((nth, what, args) for nth, (what, args) in found)]


@pytest.mark.parametrize("step_s", [1, SLOT_S])
@settings(max_examples=40)
@given(st.data())
def test_the_closed_form_equals_the_sum_over_every_step(step_s: int, data: st.DataObject) -> None:
    """By seconds for 25 min, by quarters of an hour for two weeks; equal at every step, to the last digit."""
    events = data.draw(_events(step_s))
    it = Prescribed(STEP_FL)
    for nth, what, args in events:
        getattr(it, what)(nth * step_s * S_US, *args)
    plain = PlainSum(step_s)
    for nth in range(STEPS):
        t_us = nth * step_s * S_US
        assert it.by(t_us) == plain.sum_uL
        for _, what, args in (event for event in events if event[0] == nth):
            plain.happens(what, args)
        if not plain.bridge_uL:
            own = plain.uL_per_day(plain.order["drugs"][0][1])
            assert it.basal_uL_per_day_at(t_us) == pytest.approx(float(own), rel=1e-12)
        plain.step()
    assert it.is_stopped == plain.stopped
    assert it.by(STEPS * step_s * S_US) == plain.sum_uL
    assert it.by(STEPS * step_s * S_US + 520 * 7 * DAY_US) >= plain.sum_uL
