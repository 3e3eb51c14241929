"""The check of a board's pins finds each fault that is planted, and names function, pin and what to do."""

from dataclasses import replace

import pytest

from rig_parts import catalogue
from rig_parts.catalogue import Board
from rig_parts.pin_check import OF_HANDHELD, faults, not_wired

SOUND = catalogue.board("RPI_PICO")


def rewired(**pins: int | None) -> Board:
    return replace(SOUND, pins={**SOUND.pins, **pins})


@pytest.mark.parametrize(
    ("board", "fault"),
    [
        (rewired(step=3), "enable: GPIO 3: is step already; choose another pin"),
        (rewired(step=None), "step: no pin: the pump needs one; name it in PINS"),
        (rewired(led_red=None), "led_red: no pin: the pump needs one; name it in PINS"),
        (rewired(step=23), "step: GPIO 23: no pad of the board has it; choose one of its pads"),
        (rewired(step=14), "buzzer: GPIO 15: shares PWM slice 7 with step; choose another pin"),
        (rewired(buzzer=28), "buzzer: GPIO 28: shares PWM slice 6 with led_yellow; choose another pin"),
        (rewired(i2c_scl=None), "i2c_sda, i2c_scl: one of them alone is no bus; name both or none"),
        (rewired(i2c_sda=17), "i2c_sda, i2c_scl: GPIO 17, 5: no I2C pair; an even pin and the one above it are one"),
        (rewired(i2c_sda=18, i2c_scl=19), "I2C_BLOCK: 0: GPIO 18 belongs to block 1; say that"),
        (rewired(motor_sense=22), "motor_sense: GPIO 22: no input of the converter; choose one of GPIO 26 to 29"),
        (rewired(led_board=16), "led_board: GPIO 16: is no plain LED of the board; None if it has none"),
        (rewired(driver_rx=None), "driver_tx, driver_rx: one of them alone is no UART; name both or none"),
        (
            rewired(driver_tx=22, driver_rx=21),
            "driver_tx, driver_rx: GPIO 22, 21: no UART; a multiple of 4 and the pin above it are one",
        ),
        (rewired(handheld_tx=None), "handheld_tx, handheld_rx: one of them alone is no UART; name both or none"),
        (
            rewired(handheld_tx=16, handheld_rx=18),
            "handheld_tx, handheld_rx: GPIO 16, 18: no UART; a multiple of 4 and the pin above it are one",
        ),
        (
            rewired(handheld_tx=20, handheld_rx=21),
            "handheld_tx: GPIO 20: UART 1 is the driver's already; choose pins of the other one",
        ),
        (rewired(dir=20), "dir: not a function of the rig, or not said: name it in PINS, None where it is not wired"),
    ],
)
def test_a_planted_fault_is_found_alone_and_named(board: Board, fault: str):
    assert faults(board) == ["RPI_PICO: " + fault]


def test_a_function_that_is_not_said_is_a_fault_even_if_the_rig_can_do_without():
    pins = {function: gpio for function, gpio in SOUND.pins.items() if function != "motor_sense"}
    assert len(faults(replace(SOUND, pins=pins))) == 1


@pytest.mark.parametrize("name", catalogue.handheld_names())
def test_each_board_can_be_wired_as_the_hand_held(name: str):
    assert faults(catalogue.handheld(name), OF_HANDHELD) == []


def test_a_planted_fault_of_a_hand_held_is_found():
    sound = catalogue.handheld("RPI_PICO")
    for changed, fault in (
        ({"next": None}, "next: no pin: the hand-held needs one; name it in PINS"),
        ({"link_rx": 2}, "link_tx, link_rx: GPIO 0, 2: no UART; a multiple of 4 and the pin above it are one"),
        ({"buzzer": 16, "link_tx": 16, "link_rx": 17}, "buzzer: GPIO 16: is link_tx already; choose another pin"),
        ({"step": 2}, "step: not a function of the rig, or not said: name it in PINS, None where it is not wired"),
    ):
        assert "RPI_PICO: " + fault in faults(replace(sound, pins={**sound.pins, **changed}), OF_HANDHELD)


def test_an_input_may_share_the_buzzers_slice():
    assert faults(rewired(silence=14)) == []


def test_what_has_no_pin_is_told():
    assert not_wired(SOUND) == []
    assert not_wired(catalogue.board("SEEED_XIAO_RP2040")) == [
        "driver_tx",
        "driver_rx",
        "handheld_tx",
        "handheld_rx",
        "led_board",
        "supply_sense",
        "motor_sense",
    ]
    assert not_wired(catalogue.board("WAVESHARE_RP2040_ZERO")) == ["handheld_tx", "handheld_rx", "led_board"]
