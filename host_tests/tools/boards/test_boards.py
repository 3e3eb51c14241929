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

from drivers import ds3231, hx711_pio, stepper_pio
from fakes import pio_assembler
from fakes.as5600_chip import SOUND, STATUS, As5600Chip
from fakes.board import FakeBoard
from fakes.ds3231_chip import Ds3231Chip
from support import proves
from twin.bench import Bench
from twin.figures import RigFigures

BOARDS = Path(__file__).resolve().parents[3] / "boards"
NAMES = ("RPI_PICO", "RPI_PICO_W")

# GPIO on the header: pinout figures of the Pico and Pico W datasheets, and pins.csv of MicroPython's boards.
ON_HEADER = frozenset(range(23)) | {26, 27, 28}
ON_BOARD = {"RPI_PICO": {"led_board": 25}, "RPI_PICO_W": {}}
WIRELESS = frozenset({23, 24, 25, 29})
FUNCTIONS = {
    "step", "enable", "hx711_clock", "hx711_data", "button", "buzzer", "led_red", "led_yellow", "led_board",
    "i2c_sda", "i2c_scl", "supply_sense", "motor_sense", "silence",
}  # fmt: skip


def board(name: str) -> ModuleType:
    return importlib.import_module(f"boards.{name}.board")


def pins(name: str) -> dict[str, int]:
    return {function: pin for function, pin in board(name).PINS.items() if pin is not None}


def keys_of(name: str) -> dict[str, set[str]]:
    """Each name that the board's data defines, with the keys of what it names."""
    data: dict[str, Any] = {key: value for key, value in vars(board(name)).items() if key.isupper()}
    return {key: set(getattr(value, "keys", tuple)()) for key, value in data.items()}


def test_every_folder_of_the_boards_is_tested_here():
    assert sorted(path.parent.name for path in BOARDS.glob("*/board.py")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_no_two_functions_share_a_pin(name: str):
    used = list(pins(name).values())
    assert len(used) == len(set(used))


@pytest.mark.parametrize("name", NAMES)
def test_every_pin_is_on_the_boards_header_or_is_its_own_led(name: str):
    for function, pin in pins(name).items():
        assert pin in ON_HEADER or ON_BOARD[name].get(function) == pin, function


def test_the_pico_w_leaves_the_wireless_chips_pins_alone():
    assert not WIRELESS & set(pins("RPI_PICO_W").values())
    assert board("RPI_PICO_W").PINS["led_board"] is None


@pytest.mark.parametrize("name", NAMES)
def test_every_function_has_a_pin_and_the_folder_gives_the_name(name: str):
    assert board(name).PINS.keys() == FUNCTIONS
    assert name == board(name).NAME


def test_both_boards_hold_the_same_keys():
    assert keys_of("RPI_PICO") == keys_of("RPI_PICO_W")


@proves("D7")
@pytest.mark.parametrize("name", NAMES)
def test_dir_is_no_pin_of_the_chip(name: str):
    assert not [function for function in board(name).PINS if "dir" in function]


@pytest.mark.parametrize("name", NAMES)
def test_the_buzzers_pwm_slice_drives_nothing_else(name: str):
    slices = [pin // 2 % 8 for function, pin in pins(name).items() if function != "buzzer"]
    assert pins(name)["buzzer"] // 2 % 8 not in slices


@pytest.mark.parametrize("name", NAMES)
def test_i2c_pins_are_a_data_and_clock_pair_of_one_block(name: str):
    data, clock = pins(name)["i2c_sda"], pins(name)["i2c_scl"]
    assert data % 2 == 0
    assert clock == data + 1


# What a board's data may declare, and how its comment begins.
OPTIONS = {
    "CLOCK_CHIP": "With a clock chip: ",
    "SUPPLY_SENSE": 'With a divider of a third from the supply to PINS["supply_sense"]: ',
    "ENCODER": "With a rotor encoder: ",
    "MOTOR_SUPPLY_SENSE": 'With a divider of a fifth from the motor supply to PINS["motor_sense"]: ',
    "DISPLAY": "With a display: ",
}


def as_documented(name: str, option: str) -> dict[str, int]:
    text = (BOARDS / name / "board.py").read_text(encoding="utf-8")
    form = re.search(rf"^# {re.escape(OPTIONS[option])}(\{{.*?\}})", text, re.MULTILINE)
    assert form is not None
    return ast.literal_eval(form[1])


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
    assert {one["i2c"] for one in fitted} == {0}
    assert len({one["address"] for one in fitted}) == 3


@pytest.mark.parametrize("name", NAMES)
def test_the_twins_encoder_and_motor_sense_are_those_documented(name: str):
    order = {"drugs": [], "reservoir_filled_nl": 20_000_000, "catheter_volume_nl": 0}
    fitted = Bench(order, RigFigures(encoder=True, motor_supply_sense=True), 0, board(name)).board
    assert as_documented(name, "ENCODER") == fitted.ENCODER
    assert as_documented(name, "MOTOR_SUPPLY_SENSE") == fitted.MOTOR_SUPPLY_SENSE


@pytest.mark.parametrize("sense", ["supply_sense", "motor_sense"])
@pytest.mark.parametrize("name", NAMES)
def test_what_senses_a_supply_is_an_adc_pin(name: str, sense: str):
    assert pins(name)[sense] in (26, 27, 28)


@pytest.mark.parametrize("name", NAMES)
def test_figures_agree_with_each_other(name: str):
    data = board(name)
    driver, flash, cell = data.MOTOR_DRIVER, data.FLASH, data.LOADCELL
    assert driver["microsteps"] * driver["full_steps_per_rev"] == data.MICROSTEPS_PER_REV
    assert data.STEP_VOLUME_FL * data.MICROSTEPS_PER_REV == 60 * 10**9
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
def test_the_step_pulse_of_the_pio_program_is_long_enough_for_the_driver(name: str):
    driver = board(name).MOTOR_DRIVER
    cycle_ns = 1_000_000_000 // stepper_pio.CYCLE_HZ
    high = high_cycles(words_of(stepper_pio))
    assert high == [stepper_pio.PULSE_HIGH_CYCLES]
    assert high[0] * cycle_ns >= driver["step_high_min_ns"]
    assert (stepper_pio.CYCLES_PER_STEP - high[0]) * cycle_ns >= driver["step_low_min_ns"]


@pytest.mark.parametrize("name", NAMES)
def test_the_load_cell_clock_of_the_pio_program_is_within_the_chips_times(name: str):
    chip = board(name).HX711
    cycle_ns = 1_000_000_000 // hx711_pio.CYCLE_HZ
    high = high_cycles(words_of(hx711_pio))
    assert len(high) == 2
    for cycles in high:
        assert chip["clock_high_min_ns"] <= cycles * cycle_ns <= chip["clock_high_max_us"] * 1000
    # No phase is shorter than one cycle, so neither is a low one.
    assert cycle_ns >= chip["clock_low_min_ns"]


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


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_names_its_source(name: str):
    text = (BOARDS / name / "board.py").read_text(encoding="utf-8")
    assert lines_without_source(text) == []


def test_the_source_check_sees_a_bare_figure():
    assert lines_without_source("A = 1\nB = 2  # source: x\nC = 3  # source: a real one\nD = None\n") == [1, 2, 4]
