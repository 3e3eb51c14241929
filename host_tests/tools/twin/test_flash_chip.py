"""The flash chip: programs only clear bits, erases wear, and power may go in the middle of either."""

import random

import pytest

from twin.flash_chip import BLOCK_BYTES, ERASE_US, ERASED, PAGE_BYTES, PROGRAM_US, FlashChip


def test_a_program_clears_bits_and_sets_none():
    chip = FlashChip()
    chip.program(3, 0, b"\x0f" * PAGE_BYTES)
    chip.program(3, 0, b"\xf0" * PAGE_BYTES)
    assert chip.read(3, 0, PAGE_BYTES) == bytes(PAGE_BYTES)
    assert chip.over_programmed == 1


def test_an_erase_sets_every_bit_of_one_block_and_wears_it():
    chip = FlashChip()
    chip.program(3, 256, bytes(PAGE_BYTES))
    chip.program(4, 0, bytes(PAGE_BYTES))
    chip.erase(3)
    assert chip.read(3, 0, BLOCK_BYTES) == ERASED
    assert chip.read(4, 0, 1) == b"\0"
    assert [block for block, erases in enumerate(chip.erases) if erases] == [3]


def test_every_page_and_every_erase_is_an_operation_that_takes_its_time():
    chip, spent, seen = FlashChip(), [], []
    chip.busy = spent.append
    chip.watch = lambda operation: seen.append((operation.number, operation.kind, operation.offset))
    chip.erase(0)
    chip.program(0, 512, bytes(3 * PAGE_BYTES))
    assert seen == [(0, "erase", 0), (1, "program", 512), (2, "program", 768), (3, "program", 1024)]
    assert spent == [ERASE_US, PROGRAM_US, PROGRAM_US, PROGRAM_US]
    assert chip.bytes_programmed == 3 * PAGE_BYTES


def test_after_a_cut_nothing_is_written_until_power_returns():
    chip = FlashChip()
    chip.cut_power_at(1)
    assert not chip.program(0, 0, bytes(2 * PAGE_BYTES))
    assert chip.dead
    assert not chip.erase(0)
    assert chip.read(0, 0, 2 * PAGE_BYTES) == bytes(PAGE_BYTES) + b"\xff" * PAGE_BYTES
    chip.revive()
    assert chip.erase(0)


@pytest.mark.parametrize("seed", range(40))
def test_a_torn_program_clears_some_of_its_bits_and_no_others(seed):
    chip = FlashChip()
    chip.program(0, 0, b"\x7e" * PAGE_BYTES)
    old = chip.blocks[0]
    chip.cut_power_at(1, random.Random(seed))
    data = random.Random(-seed).randbytes(PAGE_BYTES)
    chip.program(0, 0, data)
    whole = bytes(a & b for a, b in zip(old, data + ERASED[PAGE_BYTES:], strict=True))
    for before, now, after in zip(old, chip.blocks[0], whole, strict=True):
        assert now & ~before == 0
        assert after & ~now == 0


def test_a_half_done_erase_may_leave_anything_but_only_in_its_block():
    left = set()
    for seed in range(40):
        chip = FlashChip(blocks=[b"\xa5" * BLOCK_BYTES] * 3)
        chip.cut_power_at(0, random.Random(seed))
        chip.erase(1)
        assert (chip.blocks[0], chip.blocks[2]) == (b"\xa5" * BLOCK_BYTES,) * 2
        left.add(chip.blocks[1])
    assert len(left) > 30


def test_a_chip_that_refuses_says_so_and_a_worn_block_does_not():
    chip = FlashChip(worn={2})
    assert chip.program(2, 0, bytes(PAGE_BYTES))
    assert chip.read(2, 0, 1) == b"\xff"
    chip.refuses = True
    assert not chip.program(0, 0, bytes(PAGE_BYTES))
    assert not chip.erase(0)


def test_a_picture_of_the_chip_does_not_change_with_it():
    chip = FlashChip()
    image = chip.image()
    chip.program(0, 0, bytes(PAGE_BYTES))
    assert image[0] == ERASED
    assert FlashChip.holding(image).read(0, 0, 1) == b"\xff"
