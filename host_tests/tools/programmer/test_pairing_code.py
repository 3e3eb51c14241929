"""The code for the patient's phone: six digits, one phone, a few tries, then ever longer waits."""

import re

import pytest

from programmer.pairing_code import FIRST_WAIT_S, LONGEST_WAIT_S, TRIES, PairingCode
from support import proves


class Shown:
    """What the computer shows, and a clock that the test turns."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.s = 0.0
        self.codes = PairingCode(self.lines.append, lambda: self.s)

    @property
    def code(self) -> str:
        return [found[1] for line in self.lines if (found := re.search(r": (\d{6})$", line))][-1]

    def enter_wrong(self, times: int) -> None:
        for _ in range(times):
            assert self.codes.enter(f"{(int(self.code) + 1) % 10**6:06}") is None


def test_the_code_that_is_shown_gives_a_pass_and_nothing_else_is_one():
    shown = Shown()
    made = shown.codes.enter(shown.code)
    assert made is not None and len(made) >= 40
    assert shown.codes.lets_in(made)
    for other in ("", made[:-1], made + "x", shown.code, "é"):
        assert not shown.codes.lets_in(other)


def test_before_a_phone_came_in_nothing_is_a_pass():
    assert not Shown().codes.lets_in("")


@proves("T3")
def test_a_code_that_was_used_is_spent():
    shown = Shown()
    first = shown.codes.enter(shown.code)
    assert first is not None
    assert shown.codes.enter(shown.code) is None
    assert shown.codes.lets_in(first), "a second try takes nothing from the first phone"


@proves("T3")
def test_after_a_few_wrong_tries_even_the_right_code_is_not_looked_at():
    shown = Shown()
    first = shown.code
    shown.enter_wrong(TRIES - 1)
    assert shown.codes.wait_s() == 0.0
    shown.enter_wrong(1)
    assert shown.codes.wait_s() == FIRST_WAIT_S
    assert shown.codes.enter(shown.code) is None
    shown.s += FIRST_WAIT_S
    assert first == shown.code or shown.codes.enter(first) is None, "the old code is void"
    assert shown.codes.enter(shown.code) is not None


def test_what_is_entered_too_early_counts_as_no_try():
    shown = Shown()
    shown.enter_wrong(TRIES)
    shown.enter_wrong(50)
    assert shown.codes.wait_s() == FIRST_WAIT_S


@proves("T3")
def test_each_wait_is_twice_the_one_before_up_to_an_hour_and_a_thousand_tries_take_a_week():
    shown, waits = Shown(), list[float]()
    for _ in range(1_000 // TRIES):
        shown.enter_wrong(TRIES)
        waits.append(shown.codes.wait_s())
        shown.s += waits[-1]
    assert waits[:7] == pytest.approx([60, 120, 240, 480, 960, 1_920, LONGEST_WAIT_S])
    assert sum(waits) > 7 * 86_400


@pytest.mark.parametrize("code", ["", "0", "٣٣٣٣٣٣", "\x00" * 6, "1" * 10_000])
def test_what_is_no_code_is_a_wrong_one(code):
    assert Shown().codes.enter(code) is None
