"""Every screen of the hand-held as a picture in .build/handheld, and the sheet of those that a patient meets.

python host_tests/tools/handheld/test_pictures.py      makes the sheet of the README anew
"""

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import dots_as_png
import screen_reader
from boards.RPI_PICO import handheld as board
from fakes import framebuf_like
from fakes.board import FakeBoard
from fakes.ssd1306_chip import Ssd1306Chip
from handheld.bar_screen import BarScreen
from handheld.picture import Picture
from handheld_screens import every_screen
from support import proves

ROOT = Path(__file__).resolve().parents[3]
KEPT = ROOT / ".build" / "handheld"
SHEET = ROOT / "tools" / "bench" / "pictures" / "handheld_screens.png"
SCREENS = dict(every_screen())
ON_THE_SHEET = (
    "home",
    "home-lockout",
    "confirm",
    "confirm-held",
    "asking",
    "granted-half",
    "denied-lockout",
    "no-answer-yet",
    "not-given",
    "alarm-no-delivery",
    "link-lost",
    "low-supply",
    "unpaired",
    "wrong-pump",
    "pump-stopped",
)


def dots(lines: Sequence[str], bar: "tuple[int, int] | None") -> list[list[int]]:
    """What a person sees, drawn and sent by the firmware to a model of the display."""
    fake = FakeBoard()
    pins: Any = board.PINS
    chip = Ssd1306Chip()
    fake.attach_i2c(pins["i2c_sda"], pins["i2c_scl"], board.DISPLAY["address"], chip)
    pin = fake.machine.Pin
    i2c = fake.machine.I2C(board.I2C_BLOCK, sda=pin(pins["i2c_sda"]), scl=pin(pins["i2c_scl"]))
    framebuf = SimpleNamespace(FrameBuffer=framebuf_like.FrameBuffer, MONO_VLSB=framebuf_like.MONO_VLSB)
    picture = Picture(BarScreen(i2c, framebuf, board.DISPLAY["address"]))
    picture.show(lines, bar)
    for _ in range(12):
        picture.work(0)
    return chip.rows()


@proves("A4")
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_drawn_as_it_is_worded_and_kept_as_a_picture(name: str):
    lines, bar = SCREENS[name]
    rows = dots(lines, bar)
    dots_as_png.save(KEPT / f"{name}.png", rows)
    seen = screen_reader.read(rows)
    for line, text in enumerate(lines):
        if bar is not None and bar[0] == line:
            assert [rows[line * 8][0], rows[line * 8 + 7][127]] == [1, 1]  # its frame
            assert sum(rows[line * 8 + 3][1:127]) == min(max(bar[1] - 1, 0), 126)
        else:
            assert seen[line] == text.rstrip()


def test_the_sheet_in_the_readme_shows_the_screens_of_now():
    rows = sheet()
    assert dots_as_png.is_saved(SHEET, rows, 2), "run: python host_tests/tools/handheld/test_pictures.py"


def sheet() -> list[list[int]]:
    return dots_as_png.sheet([dots(*SCREENS[name]) for name in ON_THE_SHEET], 3)


if __name__ == "__main__":
    dots_as_png.save(SHEET, sheet(), 2)
