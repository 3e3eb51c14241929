"""The boards' data: pins that exist, that no two functions share, and a source for every figure."""

import ast
import importlib
import io
import re
import tokenize
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from drivers import ds3231, hx711_pio
from fakes import pio_assembler
from fakes.as5600_chip import SOUND, STATUS, As5600Chip
from fakes.board import FakeBoard
from fakes.ds3231_chip import Ds3231Chip
from rig_parts import catalogue
from rig_parts.pin_check import NEEDED, OPTIONAL, faults
from rig_parts.rp2040 import i2c_block
from support import proves
from twin.bench import Bench
from twin.figures import RigFigures

ROOT = Path(__file__).resolve().parents[3]
BOARDS = ROOT / "boards"
DEFAULT_RIG = ROOT / "firmware" / "default_rig.py"
NAMES = catalogue.board_names()
WIRELESS = frozenset({23, 24, 25, 29})
FUNCTIONS = {*NEEDED, *OPTIONAL}
DATA = [*sorted(BOARDS.glob("*/board.py")), *sorted(BOARDS.glob("drivers/*.py")), *sorted(BOARDS.glob("heads/*.py"))]


def board(name: str) -> ModuleType:
    return importlib.import_module(f"boards.{name}.board")


def pins(name: str) -> dict[str, int]:
    return {function: pin for function, pin in board(name).PINS.items() if pin is not None}


def keys_of(name: str) -> dict[str, set[str]]:
    """Each name that the board's data defines, with the keys of what it names."""
    data: dict[str, Any] = {key: value for key, value in vars(board(name)).items() if key.isupper()}
    return {key: set(getattr(value, "keys", tuple)()) for key, value in data.items()}


def test_eight_boards_are_described():
    assert len(NAMES) >= 8


@pytest.mark.parametrize("name", NAMES)
def test_a_boards_pins_are_there_apart_and_able(name: str):
    assert faults(catalogue.board(name)) == []


def test_the_pico_w_leaves_the_wireless_chips_pins_alone():
    assert not WIRELESS & set(pins("RPI_PICO_W").values())
    assert board("RPI_PICO_W").PINS["led_board"] is None


@proves("A2")
@pytest.mark.parametrize("name", NAMES)
def test_every_board_has_the_rigs_lamps_whatever_led_it_brings(name: str):
    assert {"led_red", "led_yellow", "buzzer"} <= pins(name).keys()
    assert catalogue.board(name).leds


@pytest.mark.parametrize("name", NAMES)
def test_every_function_is_named_and_the_folder_gives_the_name(name: str):
    assert board(name).PINS.keys() == FUNCTIONS
    assert name == board(name).NAME


@pytest.mark.parametrize("name", NAMES)
def test_all_boards_hold_the_same_keys(name: str):
    assert keys_of(name) == keys_of("RPI_PICO")


@pytest.mark.parametrize("name", NAMES)
def test_a_board_says_only_what_is_its_own(name: str):
    text = (BOARDS / name / "board.py").read_text(encoding="utf-8")
    said = re.findall(r"^([A-Z_0-9]+) = ", text, re.MULTILINE)
    assert said[:4] == ["NAME", "PINS", "I2C_BLOCK", "FLASH"]
    assert {*said[4:]} <= {*OPTIONS, "USB_LINK"}
    assert "from default_rig import *\n" in text


@pytest.mark.parametrize("name", NAMES)
def test_a_part_is_fitted_only_where_it_has_its_pins(name: str):
    data = board(name)
    on_bus = [data.CLOCK_CHIP, data.DISPLAY, data.ENCODER]
    assert not any(on_bus) or {"i2c_sda", "i2c_scl"} <= pins(name).keys()
    assert not data.SUPPLY_SENSE or "supply_sense" in pins(name)
    assert not data.MOTOR_SUPPLY_SENSE or "motor_sense" in pins(name)
    assert not data.DRIVER_UART or {"driver_tx", "driver_rx"} <= pins(name).keys()
    assert not data.HANDHELD or {"handheld_tx", "handheld_rx"} <= pins(name).keys()


@proves("D7")
@pytest.mark.parametrize("name", NAMES)
def test_dir_is_no_pin_of_the_chip(name: str):
    assert not [function for function in board(name).PINS if "dir" in function]


# What a board's data may declare, and how its comment begins.
OPTIONS = {
    "CLOCK_CHIP": "With a clock chip: ",
    "SUPPLY_SENSE": 'With a divider of a third from the supply to PINS["supply_sense"]: ',
    "ENCODER": "With a rotor encoder: ",
    "MOTOR_SUPPLY_SENSE": 'With a divider of a fifth from the motor supply to PINS["motor_sense"]: ',
    "DISPLAY": "With a display: ",
    "DRIVER_UART": "With the UART of a TMC2209: ",
    "HANDHELD": "With a hand-held: ",
}


def as_documented(name: str, option: str) -> dict[str, int]:
    text = DEFAULT_RIG.read_text(encoding="utf-8")
    form = re.search(rf"^# {re.escape(OPTIONS[option])}(\{{.*?\}})", text, re.MULTILINE)
    assert form is not None
    return ast.literal_eval(form[1].replace("I2C_BLOCK", str(board(name).I2C_BLOCK)))


@pytest.mark.parametrize("name", NAMES)
def test_the_documented_clock_chip_is_reached_on_the_boards_own_pins(name: str):
    fitted, on = as_documented(name, "CLOCK_CHIP"), pins(name)
    fake = FakeBoard()
    fake.attach_i2c(on["i2c_sda"], on["i2c_scl"], fitted["address"], Ds3231Chip(fake.clock))
    pin = fake.machine.Pin
    i2c = fake.machine.I2C(fitted["i2c"], sda=pin(on["i2c_sda"]), scl=pin(on["i2c_scl"]), freq=fitted["hz"])
    assert ds3231.Ds3231(i2c, fake.time, fitted["address"]).write(0, 0)


@pytest.mark.parametrize("name", NAMES)
def test_the_documented_encoder_is_reached_on_the_boards_own_pins(name: str):
    fitted, on = as_documented(name, "ENCODER"), pins(name)
    fake = FakeBoard()
    fake.attach_i2c(on["i2c_sda"], on["i2c_scl"], fitted["address"], As5600Chip(fake.clock, lambda: 0))
    pin = fake.machine.Pin
    i2c = fake.machine.I2C(fitted["i2c"], sda=pin(on["i2c_sda"]), scl=pin(on["i2c_scl"]), freq=fitted["hz"])
    assert i2c.readfrom_mem(fitted["address"], STATUS, 1)[0] == SOUND


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("name", NAMES)
def test_no_option_is_declared_or_one_of_the_documented_form(name: str, option: str):
    declared = getattr(board(name), option)
    assert declared is None or declared.keys() == as_documented(name, option).keys()


@pytest.mark.parametrize("name", NAMES)
def test_what_may_hang_on_the_i2c_pins_has_one_block_and_addresses_apart(name: str):
    fitted = [as_documented(name, option) for option in ("CLOCK_CHIP", "ENCODER", "DISPLAY")]
    assert {one["i2c"] for one in fitted} == {i2c_block(pins(name)["i2c_sda"])}
    assert len({one["address"] for one in fitted}) == 3


@pytest.mark.parametrize("name", NAMES)
def test_the_twins_encoder_and_motor_sense_are_those_documented(name: str):
    order = {"drugs": [], "reservoir_filled_nl": 20_000_000, "catheter_volume_nl": 0}
    fitted = Bench(order, RigFigures(encoder=True, motor_supply_sense=True), 0, board(name)).board
    assert as_documented("RPI_PICO", "ENCODER") == fitted.ENCODER
    assert as_documented(name, "MOTOR_SUPPLY_SENSE") == fitted.MOTOR_SUPPLY_SENSE


@pytest.mark.parametrize("name", NAMES)
def test_figures_agree_with_each_other(name: str):
    data = board(name)
    flash, cell = data.FLASH, data.LOADCELL
    assert flash["filesystem_start"] + flash["filesystem_bytes"] == flash["total_bytes"]
    assert flash["filesystem_start"] % flash["block_bytes"] == 0
    counts = 2**24 * data.HX711["gain"] * cell["rated_uv_per_v"] / 1_000_000 / cell["rated_g"]
    assert abs(counts - cell["counts_per_g"]) < 0.5
    assert data.HX711["clock_high_max_us"] < data.HX711["power_down_us"]


@pytest.mark.parametrize("name", NAMES)
def test_head_and_load_cell_are_those_of_the_twins_default_rig(name: str):
    data, rig = board(name), RigFigures()
    assert rig.step_volume * 1_000_000 == data.STEP_VOLUME_FL
    assert rig.cell_capacity == data.LOADCELL["rated_g"]
    assert rig.cell_output * 1000 == data.LOADCELL["rated_uv_per_v"]


@pytest.mark.parametrize("name", NAMES)
def test_watchdog_is_two_to_three_seconds(name: str):
    assert 2000 <= board(name).WATCHDOG_MS <= 3000


@pytest.mark.parametrize("name", NAMES)
def test_the_two_state_machines_are_on_different_pio_blocks(name: str):
    machines = board(name).STATE_MACHINES
    assert sorted((machines["stepper"] // 4, machines["hx711"] // 4)) == [0, 1]


def high_cycles(words: list[int]) -> list[int]:
    """Cycles of each stretch of instructions that hold a one-bit side-set pin high (RP2040 datasheet 3.4.1)."""
    stretches = [0]
    for word in words:
        if word >> 12 & 1:
            stretches[-1] += 1 + (word >> 8 & 15)
        elif stretches[-1]:
            stretches.append(0)
    return [cycles for cycles in stretches if cycles]


@pytest.mark.parametrize("name", NAMES)
def test_the_load_cell_clock_of_the_pio_program_is_within_the_chips_times(name: str):
    chip = board(name).HX711
    cycle_ns = 1_000_000_000 // hx711_pio.CYCLE_HZ
    high = high_cycles(words_of(hx711_pio))
    assert len(high) == 2
    for cycles in high:
        assert chip["clock_high_min_ns"] <= cycles * cycle_ns <= chip["clock_high_max_us"] * 1000
    assert cycle_ns >= chip["clock_low_min_ns"]  # no phase is shorter than one cycle


def words_of(driver: ModuleType) -> list[int]:
    """The program of a driver as the fake rp2 assembles it."""
    return list(driver.program(pio_assembler)[0])


def lines_without_source(source: str) -> list[int]:
    """Numbers of the lines that hold a figure (a number or None) and no `# source: ...` with some text."""
    figures: set[int] = set()
    sources: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NUMBER or token.string == "None":
            figures.add(token.start[0])
        elif token.type == tokenize.COMMENT and len(token.string.partition("# source: ")[2]) >= 10:
            sources.add(token.start[0])
    return sorted(figures - sources)


@pytest.mark.parametrize("path", [DEFAULT_RIG, *DATA], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_figure_names_its_source(path: Path):
    assert lines_without_source(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_table_of_a_product_names_its_source(name: str):
    text = (BOARDS / name / "product.py").read_text(encoding="utf-8")
    for table in ast.parse(text).body[1:]:
        lines = text.splitlines()[table.lineno - 1 : table.end_lineno]
        said = [line for line in lines if len(line.partition("# source: ")[2]) >= 10]
        assert said and (said[0] == lines[0] or len(said) == len(lines) - 2), lines[0]


def test_the_source_check_sees_a_bare_figure():
    assert lines_without_source("A = 1\nB = 2  # source: x\nC = 3  # source: a real one\nD = None\n") == [1, 2, 4]
