"""What a rig may have fitted: an encoder on the rotor, a sense of the motor's supply; on the firmware's own buses."""

from typing import Any

import pytest

import screen_reader
from boards.RPI_PICO import board
from fakes.as5600_chip import NONE
from session_runs import S, order, session
from twin.mishaps import Mishaps
from twin.people import People
from twin.session import Session

ENCODER = {"i2c": 0, "address": 0x36, "hz": 100_000, "direction": 1}
A_TURN = 3_200
COUNTS = 4_096


def encoder_counts(made: Session) -> int:
    """RAW ANGLE over the I2C that a driver makes."""
    machine: Any = made.bench.hardware.machine
    pins = board.PINS
    i2c = machine.I2C(0, sda=machine.Pin(pins["i2c_sda"]), scl=machine.Pin(pins["i2c_scl"]), freq=ENCODER["hz"])
    high, low = i2c.readfrom_mem(ENCODER["address"], 0x0C, 2)
    return high << 8 | low


def supply_mv(made: Session) -> int:
    machine: Any = made.bench.hardware.machine
    return machine.ADC(board.PINS["motor_sense"]).read_u16() * 16_500 // 65_536


class TestEncoder:
    def test_the_default_rig_has_none(self):
        made = session()
        assert (made.bench.encoder, made.bench.board.ENCODER) == (None, None)
        assert session(encoder=True).bench.board.ENCODER == ENCODER

    def test_it_tells_where_the_rotor_is_now(self):
        made = session(order("24"), encoder=True)
        seen: list[tuple[int, int]] = []

        def look() -> None:
            made.clock.after(100_000, look)
            counts = encoder_counts(made)
            seen.append((counts, made.rig.rotor_microsteps))

        made.at(1 * S, look)
        made.run(90 * S)
        assert len(seen) > 800
        off = [(counts - rotor * COUNTS / A_TURN + COUNTS / 2) % COUNTS - COUNTS / 2 for counts, rotor in seen]
        # One microstep, 1.28 counts, may come while it is read.
        assert max(abs(one) for one in off) < 2.9
        assert seen[-1][1] - seen[0][1] == pytest.approx(89 * 24e3 / 86_400 / 0.01875, abs=3)

    def test_a_stall_and_a_cut_of_the_motors_supply_are_seen_as_an_angle_that_stands(self):
        for befall in (Mishaps.stall, Mishaps.cut_motor_supply):
            made = session(order("24"), encoder=True)
            mishaps = Mishaps(made)
            seen: list[int] = []
            made.at(20 * S, lambda befall=befall, mishaps=mishaps: befall(mishaps, 30 * S))
            made.at(51 * S, lambda made=made: People(made).acknowledge("acknowledge", None))
            made.at(52 * S, lambda made=made: People(made).start("start"))
            for second in (25, 30, 40, 49, 60):
                made.at(second * S, lambda made=made, seen=seen: seen.append(encoder_counts(made)))
            made.run(61 * S)
            assert max(seen[:4]) - min(seen[:4]) <= 2
            assert (seen[4] - seen[3]) % COUNTS > 100

    def test_without_a_magnet_the_run_goes_on(self):
        made = session(encoder=True)
        assert made.bench.encoder is not None
        made.bench.encoder.magnet = NONE
        assert made.run(30 * S).state == "running"


class TestMotorSupplySense:
    def test_the_default_rig_has_none_and_reads_full_scale(self):
        assert session().bench.board.MOTOR_SUPPLY_SENSE is None
        fitted = session(motor_supply_sense=True).bench.board.MOTOR_SUPPLY_SENSE
        assert fitted == {"full_scale_mv": 16_500, "least_mv": 7_000}

    def test_it_reads_12_volts_and_none_while_the_supply_is_cut(self):
        made = session(motor_supply_sense=True)
        mishaps = Mishaps(made)
        seen: list[int] = []
        made.at(10 * S, lambda: mishaps.cut_motor_supply(10 * S))
        for t_us in (10 * S - 1, 10 * S + 1, 20 * S - 1, 20 * S + 1):
            made.at(t_us, lambda: seen.append(supply_mv(made)))
        made.run(30 * S)
        assert seen == [pytest.approx(12_000, abs=2), 0, 0, pytest.approx(12_000, abs=2)]


class TestDisplay:
    def test_the_default_rig_has_none(self):
        assert session().bench.display is None

    def test_it_shows_what_the_pump_does(self):
        made = session(order("24"), display=True)
        made.run(10 * S)
        chip = made.bench.display
        assert chip is not None
        lines = screen_reader.read(chip.rows())
        assert lines[0] == "RUNNING"
        assert lines[-1] == "WATER ONLY"
