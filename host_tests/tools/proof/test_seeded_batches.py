"""A campaign in batches: it tells of what was wrong with the seed, and leaves with what it found."""

from dataclasses import dataclass

import pytest
from rich.console import Console

from proof import link_fuzz
from proof.seeded_batches import SeededBatches, complaints_of


@dataclass(frozen=True)
class Toy:
    seed: int
    complaints: tuple[str, ...]


def toy(seed: int) -> Toy:
    return Toy(seed, ("it broke",) if seed == 7 else ())


def show(found: list[Toy], _seconds: float, console: Console) -> bool:
    return complaints_of(found, console) == 0


TOYS = SeededBatches("toys", "pieces", 30, 10, toy, show)


def test_a_sound_batch_leaves_with_0_and_a_wrong_one_with_1_and_its_seed(capsys: pytest.CaptureFixture[str]):
    assert TOYS.main("toys", ["--batch", "6"]) == 0
    assert capsys.readouterr().out == ""
    assert TOYS.main("toys", ["--batch", "7"]) == 1
    assert capsys.readouterr().out == "seed 7, it broke\n"


@pytest.mark.parametrize("options", [["--pieces", "0"], ["--workers", "0"], ["--seed", "-1"]])
def test_what_cannot_be_is_refused_in_one_line(options: list[str], capsys: pytest.CaptureFixture[str]):
    assert TOYS.main("toys", options) == 2
    assert capsys.readouterr().err == "toys: --pieces, --workers: 1 or more; --seed: 0 or more; choose them so\n"


def test_as_many_batches_as_hold_the_total_run_each_with_its_own_seed():
    found = list(link_fuzz.FUZZ.each(link_fuzz.BATCH + 1, 5, 2))
    assert sorted(one.seed for one in found) == [5, 6]
    assert all(sum(one.tried) == link_fuzz.BATCH for one in found)
