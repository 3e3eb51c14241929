"""Every board as a hand-held: pins that it has, that no two functions share, and that can do what is asked of them."""

import importlib
import re
from pathlib import Path
from types import ModuleType

import pytest

import default_handheld
from rig_parts import catalogue
from rig_parts.rp2040 import ADC_INPUTS, i2c_block, is_i2c_pair, is_uart_pair, pwm_slice

NAMES = catalogue.board_names()
NEEDED = {"link_tx", "link_rx", "i2c_sda", "i2c_scl", "ask", "next", "buzzer", "supply_sense"}
LINES = re.compile(r'^    "\w+": \d+,  # source: .+$', re.MULTILINE)


def handheld(name: str) -> ModuleType:
    return importlib.import_module(f"boards.{name}.handheld")


@pytest.mark.parametrize("name", NAMES)
def test_its_pins_are_there_apart_and_able(name: str):
    data, pins, pads = handheld(name), handheld(name).PINS, catalogue.board(name).pads
    assert name == data.NAME
    assert pins.keys() == NEEDED
    assert len(set(pins.values())) == len(pins)
    assert set(pins.values()) <= pads.keys()
    assert is_uart_pair(pins["link_tx"], pins["link_rx"])
    assert pins["link_tx"] + 4 >> 3 & 1 == data.LINK_UART
    assert is_i2c_pair(pins["i2c_sda"], pins["i2c_scl"])
    assert i2c_block(pins["i2c_sda"]) == data.I2C_BLOCK
    assert pins["supply_sense"] in ADC_INPUTS
    others = [pin for function, pin in pins.items() if function in ("link_tx", "i2c_sda", "i2c_scl")]
    assert pwm_slice(pins["buzzer"]) not in {pwm_slice(pin) for pin in others}


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_a_source(name: str):
    text = (catalogue.BOARDS / name / "handheld.py").read_text(encoding="utf-8")
    assert len(LINES.findall(text)) == len(NEEDED)
    assert text.count("# source: ") == len(NEEDED) + 2


def test_the_default_hand_held_gives_every_figure_a_source_and_the_pumps_baud():
    lines = Path(str(default_handheld.__file__)).read_text(encoding="utf-8").splitlines()
    figures = [line for line in lines if re.match(r'^(    "|[A-Z_]+ = [^{]).*', line)]
    assert len(figures) >= 7
    assert all("# source: " in line for line in figures)
    assert default_handheld.LINK["baud"] == 115_200
