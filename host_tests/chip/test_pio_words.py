"""The fake assembler stands for the real one: the words and registers it makes are the image's own."""

from typing import Any, cast

import pytest

from chip import flash, image
from chip.emulator import Board
from drivers import hx711_pio, stepper_pio
from drivers.step_engine import StepEngine
from fakes import pio_assembler
from fakes.board import FakeBoard

PRINT = """
import rp2
from drivers import hx711_pio, stepper_pio
for module in (stepper_pio, hx711_pio):
    words, *rest = module.program(rp2)
    print([list(words)] + rest)
"""


@pytest.fixture(scope="module")
def board():
    names = ("drivers/__init__.py", "drivers/stepper_pio.py", "drivers/hx711_pio.py")
    files = {name.removesuffix(".py") + ".mpy": flash.compiled(flash.ROOT / "firmware" / name, name) for name in names}
    return Board(image.find(), image.layout(), flash.build(image.layout(), files))


def test_the_assembled_programs_equal_the_fakes_word_for_word(board, figure):
    real = board.exec(PRINT).splitlines()
    for module, line in zip((stepper_pio, hx711_pio), real, strict=True):
        words, *rest = cast(list[Any], module.program(pio_assembler))
        assert line == repr([list(words), *rest])
        figure(f"{module.__name__}: {len(words)} words equal: {' '.join(f'{word:04x}' for word in words)}")


def test_the_instructions_that_the_step_engine_forces_equal_the_fakes(board):
    fake = FakeBoard()
    asked = []

    def encode(text, sideset_count, sideset_opt=False):
        asked.append((text, sideset_count))
        return pio_assembler.asm_pio_encode(text, sideset_count, sideset_opt)

    fake.rp2.asm_pio_encode = encode
    pin = fake.machine.Pin(2, fake.machine.Pin.IN)
    StepEngine(fake.rp2, fake.time, 0, stepper_pio.program(fake.rp2), pin)
    assert len(asked) >= 5
    for text, side_set in asked:
        real = board.exec(f"import rp2; print(rp2.asm_pio_encode({text!r}, {side_set}))")
        assert int(real) == pio_assembler.asm_pio_encode(text, side_set), text
