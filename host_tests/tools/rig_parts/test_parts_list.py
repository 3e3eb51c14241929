"""Parts list and pad table: from the same data as the pictures."""

import pytest

from rig_parts import catalogue, parts_list, pin_table
from rig_parts.symbols import ohms

ROLLER = catalogue.head("ROLLER")
A4988 = catalogue.driver("A4988")


def joined(rows: list[tuple[str, str]]) -> str:
    return "\n".join(f"{count} x {what}" for count, what in rows)


@pytest.mark.parametrize("driver", catalogue.driven(), ids=lambda driver: driver.name)
@pytest.mark.parametrize("name", catalogue.board_names())
def test_the_list_names_board_driver_head_pull_up_and_stop_switch(name: str, driver: catalogue.Driver):
    text = joined(parts_list.parts(catalogue.board(name), driver, ROLLER))
    for part in (driver.name, "60 uL a turn", "4.7 kohm: the pull-up", "stop switch", "HX711", "2 x resistor 330 ohm"):
        assert part in text
    assert "NeoPixel" not in text


def test_what_a_board_has_no_pins_for_is_not_on_its_list():
    assert "motor supply sense" in joined(parts_list.optional_parts(catalogue.board("PIMORONI_TINY2040"), A4988))
    assert "1 x supply sense" not in joined(parts_list.optional_parts(catalogue.board("PIMORONI_TINY2040"), A4988))
    assert "sense" not in joined(parts_list.optional_parts(catalogue.board("SEEED_XIAO_RP2040"), A4988))
    assert "DS3231" in joined(parts_list.optional_parts(catalogue.board("SEEED_XIAO_RP2040"), A4988))


def test_a_uart_is_listed_for_the_driver_that_has_one_on_a_board_with_pins_for_it():
    tmc2209 = catalogue.driver("TMC2209")
    assert "UART of the TMC2209" in joined(parts_list.optional_parts(catalogue.board("RPI_PICO"), tmc2209))
    assert "UART" not in joined(parts_list.optional_parts(catalogue.board("RPI_PICO"), A4988))
    assert "UART" not in joined(parts_list.optional_parts(catalogue.board("PIMORONI_TINY2040"), tmc2209))


def test_a_hand_held_is_listed_where_there_are_pins_for_its_cable():
    assert "1 x hand-held: a board of its own" in joined(parts_list.optional_parts(catalogue.board("RPI_PICO"), A4988))
    assert "hand-held" not in joined(parts_list.optional_parts(catalogue.board("SEEED_XIAO_RP2040"), A4988))


def test_the_pad_table_has_every_function_with_its_pad():
    table = {function: (pad, goes_to) for function, pad, goes_to in pin_table.rows(catalogue.board("RPI_PICO"), A4988)}
    assert table.keys() == catalogue.board("RPI_PICO").pins.keys()
    assert table["step"] == ("GP2, pin 4", "STEP of the A4988")
    assert table["led_board"] == ("GPIO 25, no pad", "the board's own LED")
    assert table["handheld_tx"] == ("GP0, pin 1", "RX of the hand-held, if there is one")
    assert table["driver_rx"] == ("GP9, pin 12", "nothing: the A4988 has no UART")
    table = {
        function: (pad, goes_to) for function, pad, goes_to in pin_table.rows(catalogue.board("RPI_PICO_W"), A4988)
    }
    assert table["led_board"] == ("-", "no pin: not wired")


def test_resistances_read_as_on_a_shop_shelf():
    assert [ohms(value) for value in (330, 1_000, 4_700, 20_000)] == ["330 ohm", "1 kohm", "4.7 kohm", "20 kohm"]
