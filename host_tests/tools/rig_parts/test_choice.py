"""Parts chosen together: what fits, what is refused, and what the board is told of it."""

import itertools
from dataclasses import replace
from typing import Any

import pytest

import default_rig
from rig_parts import catalogue
from rig_parts.choice import choose
from support import proves
from units.refused import Refused


@pytest.mark.parametrize("board", catalogue.board_names())
@pytest.mark.parametrize("driver", [driver.name for driver in catalogue.driven()])
def test_every_board_goes_with_every_driver_that_is_driven(board: str, driver: str):
    chosen = choose(board, driver)
    assert (chosen.board.name, chosen.driver.name, chosen.head.name) == (board, driver, "ROLLER")
    assert (chosen.microsteps_per_rev, chosen.step_volume_fl) == (3_200, 18_750_000)


@proves("D7", "U2")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("RPI_PICO", "ULN2003"), "driver: ULN2003: the firmware makes STEP pulses"),
        (("RPI_PICO", "A4988", "SYRINGE"), "head: SYRINGE: a syringe needs DIR and two end stops"),
        (("PICO",), "board: 'PICO': no such part; choose one of ADAFRUIT_FEATHER_RP2040, "),
        (("RPI_PICO", "L298N"), "driver: 'L298N': no such part; choose one of A4988, DRV8825, TMC2209, ULN2003"),
        (("RPI_PICO", "A4988", "GEAR"), "head: 'GEAR': no such part; choose one of ROLLER, SYRINGE"),
    ],
)
def test_what_cannot_be_driven_is_refused_in_one_line(asked: tuple[str, ...], said: str):
    with pytest.raises(Refused) as refused:
        choose(*asked)
    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)


def test_a_board_with_a_fault_in_its_pins_is_refused_with_it(monkeypatch: pytest.MonkeyPatch):
    sound = catalogue.board("RPI_PICO")
    monkeypatch.setattr(catalogue, "board", lambda _name: replace(sound, pins={**sound.pins, "step": 3}))
    with pytest.raises(Refused, match="enable: GPIO 3: is step already"):
        choose("RPI_PICO")


def test_the_default_rig_changes_nothing_of_a_boards_description():
    chosen = choose("RPI_PICO")
    assert chosen.overrides() == {}
    assert chosen.description() == (catalogue.BOARDS / "RPI_PICO" / "board.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("board", "driver"), list(itertools.product(("RPI_PICO", "SEEED_XIAO_RP2040"), ("DRV8825", "TMC2209")))
)
def test_a_description_names_the_driver_and_keeps_the_rest(board: str, driver: str):
    deployed: dict[str, Any] = {}
    exec(choose(board, driver).description(), deployed)
    assert deployed["MOTOR_DRIVER"] == driver
    assert deployed["NAME"] == board
    assert deployed["STEP_VOLUME_FL"] == default_rig.STEP_VOLUME_FL


def test_another_head_changes_what_the_firmware_believes_of_it():
    chosen = choose("RPI_PICO")
    figures = {"volume_per_revolution_nl": 96_000, "rollers": 4, "tube_life_revolutions": 20_000}
    other = replace(chosen, head=replace(chosen.head, name="WIDE", figures=figures), step_volume_fl=30_000_000)
    deployed: dict[str, Any] = {}
    exec(other.description(), deployed)
    assert (deployed["STEP_VOLUME_FL"], deployed["TUBE_LIFE_REVOLUTIONS"]) == (30_000_000, 20_000)
    assert deployed["WITNESS"] == {**default_rig.WITNESS, "rollers": 4}
    assert default_rig.WITNESS["rollers"] == 3
