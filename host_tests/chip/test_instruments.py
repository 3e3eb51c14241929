"""The emulated bench itself: what it measures must be right before it is used to judge the firmware."""

import pytest

from chip import emulator_repairs, flash, image
from chip.devices import Hx711Device, PinProbe, StepperProbe, WordProbe
from chip.emulator import Board, ChipFailed

STEP, ENABLE, SCK, DOUT = 2, 3, 6, 7
PIO_FILES = ("drivers/__init__.py", "drivers/stepper_pio.py", "drivers/hx711_pio.py")
STEPPER = f"""
import gc, rp2, time
from machine import Pin
from drivers import stepper_pio
enable = Pin({ENABLE}, Pin.OUT, value=0)
step = Pin({STEP}, Pin.IN)
sm = rp2.StateMachine(0, stepper_pio.program(rp2), freq=1_000_000, sideset_base=step)
sm.active(1)
def put(count, gap_us): sm.put((count - 1) | (gap_us - 11) << 11)
"""


def board_with(*devices, extra=None):
    files = {name: (flash.ROOT / "firmware" / name).read_bytes() for name in PIO_FILES} | (extra or {})
    return Board(image.find(), image.layout(), flash.build(image.layout(), files), devices)


def test_another_version_of_the_emulator_is_refused_by_name(monkeypatch):
    monkeypatch.setattr(emulator_repairs, "version", lambda _package: "0.3.7")
    with pytest.raises(emulator_repairs.WrongEmulator, match=r"rp2040py: 0\.3\.7 is installed"):
        emulator_repairs.require_version()


def test_a_missing_image_is_named(monkeypatch):
    monkeypatch.setenv(image.VARIABLE, "no/such.uf2")
    with pytest.raises(image.NoImage, match=r"PUMP_UF2: no file at no/such\.uf2"):
        image.find()


def test_the_image_is_micropython_1_28_or_newer(figure):
    board = board_with()
    shown = board.exec("import sys; i = sys.implementation; print(i[1]); print(i._machine)")
    version, machine = shown.splitlines()
    figure(f"image: MicroPython {version} on {machine}")
    assert tuple(int(part) for part in version.strip("()").split(",")[:2]) >= image.OLDEST


def test_step_intervals_are_exact_while_the_processor_works_collects_garbage_writes_flash_and_sleeps(figure):
    motor = StepperProbe(STEP, ENABLE)
    board = board_with(motor)
    board.exec(STEPPER)
    for load in (
        "for i in range(600): [i] * 9",
        "gc.collect()",
        "f = open('x', 'wb'); f.write(bytes(300)); f.close()",
        "time.sleep_ms(40)",
    ):
        start = motor.steps
        board.exec(f"put(1, 3011); put(30, 1013)\n{load}\ntime.sleep_ms(45)\nwhile sm.rx_fifo(): sm.get()")
        worst = max(abs(us - 1013) for us in motor.intervals_us(start))
        figure(f"intervals of 1013 us during `{load}`: at most {worst:.3f} us off")
        assert motor.steps - start == 31
        assert worst < 0.05
    assert not motor.disabled_step_ns
    assert all(abs(ns - 4_000) < 10 for ns in motor.high_ns)


def test_an_edge_before_enable_counts_as_made_while_disabled():
    motor = StepperProbe(STEP, ENABLE)
    board = board_with(motor)
    board.exec(STEPPER + "enable.value(1); put(2, 500); time.sleep_ms(3); enable.value(0)")
    board.exec("put(3, 500); time.sleep_ms(3)")
    assert (len(motor.disabled_step_ns), motor.steps) == (2, 3)


def test_the_chip_reads_back_the_level_that_it_drives():
    board = board_with()
    levels = board.exec("import machine; p = machine.Pin(2, 1)\nfor v in (1, 0, 1): p.value(v); print(p.value())")
    assert levels == "1\n0\n1\n"


def test_a_delay_that_is_looked_at_in_the_middle_has_counted_down_that_far_and_ends_when_it_should():
    motor, words = StepperProbe(STEP, ENABLE), WordProbe(0)
    board = board_with(motor, words)
    left = board.exec(
        STEPPER + "put(1, 50_000); t = time.ticks_us(); time.sleep_ms(20)\n"
        "sm.exec('mov(isr, x)'); u = time.ticks_us(); sm.exec('push(noblock)'); sm.exec('mov(isr, osr)')\n"
        "print(sm.get() + time.ticks_diff(u, t)); time.sleep_ms(40); put(1, 1000); time.sleep_ms(5)"
    )
    assert int(left) == pytest.approx(50_000, abs=200)
    first_us = [(edge - put[0]) / 1000 for edge, put in zip(motor.step_ns, words.words, strict=True)]
    assert first_us == pytest.approx([50_000 - 11 + 5, 1_000 - 11 + 5], abs=2)


def test_a_disabled_state_machine_neither_takes_a_word_nor_finishes_a_push():
    board = board_with()
    board.exec(STEPPER + "for _ in range(5): put(1, 100)\ntime.sleep_ms(3)\nsm.active(0)")
    assert board.exec("print(sm.rx_fifo(), [sm.get() for _ in range(4)], sm.rx_fifo())") == f"4 {[89] * 4} 0\n"
    assert board.exec("sm.active(1); time.sleep_ms(1); print(sm.rx_fifo(), sm.get())") == "1 89\n"
    assert board.exec("sm.active(0); put(1, 100); time.sleep_ms(1); print(sm.tx_fifo())") == "1\n"
    assert board.exec("sm.active(1); time.sleep_ms(1); print(sm.tx_fifo(), sm.rx_fifo())") == "0 1\n"


def test_the_load_cell_amplifier_answers_with_its_24_bits_and_gets_25_pulses():
    raw = (0x123456, -5, -0x800000, 0x7FFFFF)
    cell = Hx711Device(SCK, DOUT, lambda n: raw[n % 4])
    board = board_with(cell)
    board.exec(
        f"import rp2, time\nfrom machine import Pin\nfrom drivers import hx711_pio\n"
        f"sm = rp2.StateMachine(4, hx711_pio.program(rp2), freq=1_000_000, sideset_base=Pin({SCK}, Pin.OUT, value=0),"
        f" in_base=Pin({DOUT}, Pin.IN))\nsm.active(1)"
    )
    heard = board.exec("time.sleep_ms(1250); print([sm.get() for _ in range(sm.rx_fifo())])", pump_s=2)
    words = [int(word) for word in heard.strip("[]\n").split(",")]
    assert words[:4] == [value & 0xFFFFFF for value in raw]
    assert len(words) == 8, "the joined FIFO, full"
    assert set(cell.pulses) == {25}
    assert cell.power_downs == 0


def test_a_clock_held_high_powers_the_amplifier_down():
    cell = Hx711Device(SCK, DOUT, lambda _n: 1)
    board = board_with(cell)
    board.exec(f"import time\nfrom machine import Pin\nck = Pin({SCK}, Pin.OUT, value=1)\ntime.sleep_ms(5)")
    assert cell.power_downs == 1


def test_a_power_cut_keeps_the_flash_and_nothing_else():
    board = board_with(extra={"kept.txt": b"before"})
    board.exec("x = 1; f = open('kept.txt', 'wb'); f.write(b'after'); f.close()")
    content = board.cut_power()
    with pytest.raises(ChipFailed, match="the power is cut"):
        board.run(0.1)
    assert flash.read(image.layout(), content)["kept.txt"] == b"after"
    again = Board(image.find(), image.layout(), content)
    assert again.exec("import machine; print(open('kept.txt').read(), 'x' in globals(), machine.reset_cause())") == (
        "after False 1\n"
    )


def test_a_power_cut_in_the_middle_of_a_write_leaves_a_file_system_that_mounts():
    board = board_with()
    board.exec("pass")
    job = "for n in range(40):\n f = open('log', 'ab'); f.write(bytes(60)); f.close()"
    with pytest.raises(ChipFailed, match="no answer"):
        board.exec(job, pump_s=0.0413)
    content = board.cut_power()
    length = len(flash.read(image.layout(), content)["log"])
    assert length % 60 == 0
    assert 0 < length < 2400


def test_the_watchdog_resets_the_chip_which_lets_go_of_its_pins():
    pin = PinProbe(ENABLE)
    board = board_with(pin)
    board.exec(f"from machine import Pin, WDT\np = Pin({ENABLE}, Pin.OUT, value=0)\nw = WDT(timeout=300)")
    fed_s = board.now_s
    assert board.run(1.0, lambda: bool(board.resets_s))
    assert board.resets_s[0] - fed_s == pytest.approx(0.3, abs=0.01)
    assert [level for _ns, level in pin.changes] == [False, None]
    assert board.exec("import machine; print(machine.reset_cause() == machine.WDT_RESET)") == "True\n"


def test_a_run_repeats_to_the_nanosecond():
    edges = []
    for _ in range(2):
        motor = StepperProbe(STEP, ENABLE)
        board = board_with(motor)
        board.exec(STEPPER + "put(3, 777); gc.collect(); time.sleep_ms(4); put(2, 555); time.sleep_ms(3)")
        edges.append(motor.step_ns)
    assert edges[0] == edges[1]
    assert len(edges[0]) == 5


def test_code_that_raises_fails_with_its_traceback_and_slow_code_with_the_limit():
    board = board_with()
    with pytest.raises(ChipFailed, match="ZeroDivisionError"):
        board.exec("1 / 0")
    with pytest.raises(ChipFailed, match=r"within 0\.05 s of pump time"):
        board.exec("while True: pass", pump_s=0.05)
    assert board.exec("print('still there')") == "still there\n"
