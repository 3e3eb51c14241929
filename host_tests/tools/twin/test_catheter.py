"""The catheter: plug flow, blur, and nothing lost."""

import itertools
from math import erf, sqrt

import pytest

from twin.catheter import CELLS, Catheter
from twin.figures import load_figures

VOLUME_UL = 220.0
DAY_S = 86400.0


def catheter(start: list[float], **table: object) -> Catheter:
    return Catheter(load_figures(table), VOLUME_UL / 1000.0, start)


def front(it: Catheter, mL_per_day: float, upto: float, steps: int) -> list[tuple[float, float]]:
    """Pushes fluid of 1 ug/uL in; gives (volume passed / volume, share of it at the tip)."""
    seen: list[tuple[float, float]] = []
    part_uL = upto * VOLUME_UL / steps
    seconds = part_uL / (mL_per_day * 1000.0 / DAY_S)
    for i in range(steps):
        out = it.push(part_uL, [part_uL], seconds)
        seen.append(((i + 0.5) / steps * upto, out[0] / part_uL))
    return seen


def test_it_starts_full_of_the_mixture_and_gives_it_unchanged() -> None:
    it = catheter([25.0, 4.0])
    assert it.held() == pytest.approx([5500.0, 880.0])
    for _ in range(3000):
        assert it.push(0.1, [2.5, 0.4], 1.0) == pytest.approx([2.5, 0.4], rel=1e-9)


def test_without_mixing_a_new_drug_comes_exactly_when_the_volume_has_passed() -> None:
    seen = front(catheter([0.0], mixing=0.0), 24.0, 1.5, 1500)
    assert max(share for x, share in seen if x < 1.0) == 0.0
    assert min(share for x, share in seen if x > 1.0 + 1.0 / CELLS) == pytest.approx(1.0)


def test_without_mixing_even_a_jump_of_no_duration_blurs_nothing() -> None:
    it = catheter([0.0], mixing=0.0)
    assert [it.push(44.0, [44.0], 0.0)[0] for _ in range(7)] == pytest.approx([0.0] * 5 + [44.0] * 2)


@pytest.mark.parametrize("mL_per_day", [0.048, 1.0, 24.0])
def test_nothing_of_a_new_drug_comes_before_the_volume_less_its_mixing(mL_per_day: float) -> None:
    it = catheter([0.0])
    blur = it.front_blur(mL_per_day * 1000.0 / DAY_S)
    seen = front(it, mL_per_day, 1.6, 1600)
    assert max(share for x, share in seen if x < 1.0 - 6.0 * blur) < 1e-5
    assert min(share for x, share in seen if x > 1.0 + 7.0 * blur) > 1.0 - 1e-4


@pytest.mark.parametrize("mL_per_day", [0.048, 1.0, 24.0])
def test_the_front_has_the_width_that_taylor_and_aris_give(mL_per_day: float) -> None:
    it = catheter([0.0])
    radius_m, diffusion = 0.265e-3, 0.7e-9
    area_m2 = 3.14159265 * radius_m**2
    length_m = VOLUME_UL * 1e-9 / area_m2
    speed = mL_per_day * 1e-6 / DAY_S / area_m2
    effective = diffusion * (1 + (radius_m * speed / diffusion) ** 2 / 48)
    blur = sqrt(2 * effective * length_m / speed) / length_m
    assert it.front_blur(mL_per_day * 1000.0 / DAY_S) == pytest.approx(blur, rel=1e-6)
    for x, share in front(it, mL_per_day, 1.3, 1300):
        assert share == pytest.approx(0.5 * (1 + erf((x - 1) / blur / sqrt(2))), abs=0.12)
    assert it.held()[0] == pytest.approx(VOLUME_UL, rel=2e-3)


def test_fast_flow_mixes_more_than_slow_but_never_without_end() -> None:
    it = catheter([0.0])
    slow, fast = it.front_blur(0.05), it.front_blur(0.3)
    assert slow < fast < it.front_blur(80.0) <= 0.2501


@pytest.mark.parametrize("steps", [3, 70, 9000])
def test_every_microgram_is_inside_or_at_the_tip(steps: int) -> None:
    it = catheter([25.0, 0.0])
    came_in = [5500.0, 0.0]
    gone = [0.0, 0.0]
    for i in range(steps):
        volume_uL = 700.0 / steps
        amounts = [volume_uL * (30.0 if i % 3 else 0.0), volume_uL * i]
        out = it.push(volume_uL, amounts, 0.5 if i % 2 else 0.0)
        for species in (0, 1):
            came_in[species] += amounts[species]
            gone[species] += out[species]
            assert out[species] >= 0.0
    for species in (0, 1):
        assert gone[species] + it.held()[species] == pytest.approx(came_in[species], rel=1e-12)


def test_the_account_at_the_tip_is_smooth_within_a_cell() -> None:
    it = catheter([0.0])
    shares = [share for _, share in front(it, 1.0, 1.3, 26_000)]
    assert max(abs(b - a) for a, b in itertools.pairwise(shares)) < 0.2
    assert max(shares) <= 1.0 + 1e-9


def test_a_front_blurs_while_the_flow_stands_still() -> None:
    moved, rested = catheter([0.0]), catheter([0.0])
    for it in (moved, rested):
        front(it, 1.0, 0.5, 500)
    rested.push(0.0, [0.0], 10 * DAY_S)
    early = [max(s for _, s in front(it, 1.0, 0.42, 420)) for it in (moved, rested)]
    assert early[1] > 100 * early[0]


def test_a_drug_that_joins_comes_to_the_tip_as_one_that_was_there_from_the_start() -> None:
    joined, known = catheter([25.0, 0.0]), catheter([25.0, 0.0, 0.0])
    for i in range(400):
        air_uL = 0.05 * (i % 3)
        joined.push(0.2, [5.0, air_uL], 17.0)
        known.push(0.2, [5.0, 0.0, air_uL], 17.0)
    joined.add_drug()
    for i in range(2000):
        amounts = [0.2 * 25.0, 0.2 * 8.0, 0.05 * (i % 2)]
        assert joined.push(0.2, amounts, 17.0) == known.push(0.2, amounts, 17.0)
    assert joined.held() == known.held()
    assert joined.held()[1] == pytest.approx(VOLUME_UL * 8.0, rel=1e-3)


def test_along_the_way_the_new_mixture_fills_the_front_and_the_old_one_is_still_before_the_tip() -> None:
    it = catheter([25.0], mixing=0.0)
    it.push(0.25 * VOLUME_UL, [0.25 * VOLUME_UL * 5.0], 600.0)
    cells = it.per_uL()[0]
    assert len(cells) == CELLS
    assert cells[: CELLS // 4 - 1] == pytest.approx([5.0] * (CELLS // 4 - 1))
    assert cells[CELLS // 4 + 1 :] == pytest.approx([25.0] * (CELLS - CELLS // 4 - 1))
    it.push(0.004 * VOLUME_UL, [0.004 * VOLUME_UL * 5.0], 10.0)
    assert it.per_uL()[0][-1] == pytest.approx(25.0), "what the last cell still holds is as strong as before"
