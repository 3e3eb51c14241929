"""Two emulated boards on a cable: what one writes through the firmware's own line the other gets, unless it is out."""

import pytest

from chip import flash, image
from chip.emulator import Board
from chip.pair import Pair

FILES = ("drivers/__init__.mpy", "drivers/uart_line.mpy")
BAUD = 115_200
BYTE_US = 10e6 / BAUD
WAITED_US = 1_000  # a call that waits for room takes 2 ms, one that does not 0.15
LINE = f"""
import time
from machine import UART, Pin
from drivers.uart_line import RX_BYTES, TX_BYTES, UartLine
uart = UART(0, {BAUD}, tx=Pin(0), rx=Pin(1, Pin.IN, Pin.PULL_UP), txbuf=TX_BYTES, rxbuf=RX_BYTES)
line = UartLine(uart)
END = b"\\xff"  # ends the echo
longest_us = 0
def clocked(act, given):
    global longest_us
    began = time.ticks_us()
    done = act(given)
    longest_us = max(longest_us, time.ticks_diff(time.ticks_us(), began))
    return done
def since_ms(began):
    return time.ticks_diff(time.ticks_ms(), began)
"""
ECHO = """
out, began = b"", time.ticks_ms()
while END not in out and since_ms(began) < 5000:
    out += line.read(64)
    out = out[clocked(line.write, out[:64]):]
    time.sleep_ms(1)
print(longest_us)
"""
ASK = """
sent = bytes(range(200))
out, back, began = sent, b"", time.ticks_ms()
while len(back) < len(sent) and since_ms(began) < 150:
    out = out[clocked(line.write, out[:64]):]
    back += clocked(line.read, 64)
    time.sleep_ms(1)
print(len(back), back == sent, since_ms(began), longest_us)
"""


def echoed(pair):
    """(bytes that came back, whether they are those that were sent, ms, longest call in us)."""
    back, is_same, ms, longest_us = pair.exec(0, ASK).split()
    return int(back), is_same == "True", int(ms), int(longest_us)


@pytest.fixture(scope="module")
def pair():
    files = {name: content for name, content in flash.firmware_files().items() if name in FILES}
    content = flash.build(image.layout(), files)
    boards = [Board(image.find(), image.layout(), content) for _ in range(2)]
    made = Pair((boards[0], boards[1]))
    for place in (0, 1):
        made.exec(place, LINE)
    return made


def test_what_one_sends_comes_back_from_the_other_and_not_over_a_pulled_cable(pair, figure):
    job = pair.begin(1, ECHO)
    pair.run(0.05)
    back, is_same, ms, longest_us = echoed(pair)
    assert (back, is_same) == (200, True)
    assert ms >= 200 * BYTE_US / 1000
    assert longest_us < WAITED_US
    figure(f"two boards: 200 bytes there and back in {ms} ms, longest read or write {longest_us} us")
    carried = pair.carried
    assert carried == 400
    pair.is_pulled = True
    assert echoed(pair)[0] == 0
    assert pair.carried == carried
    pair.is_pulled = False
    back, is_same, _, _ = echoed(pair)
    assert (back, is_same) == (200, True)
    pair.exec(0, "line.write(END)")
    assert int(pair.end(job)) < WAITED_US
