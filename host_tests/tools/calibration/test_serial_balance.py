"""A balance behind a pseudo-terminal: one that sends by itself, and one that is asked."""

import os
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager

import pytest

from calibration import serial_balance
from calibration.balance_lines import NoReading
from calibration.serial_balance import SerialBalance

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no pseudo-terminals here")


@contextmanager
def behind_a_terminal(act: Callable[[int, threading.Event], None]):
    """The device of a balance that `act` plays at its own end until the event."""
    import tty

    ours, theirs = os.openpty()
    tty.setraw(theirs)
    is_over = threading.Event()
    player = threading.Thread(target=act, args=(ours, is_over), daemon=True)
    player.start()
    try:
        yield os.ttyname(theirs)
    finally:
        is_over.set()
        player.join(5)
        os.close(ours)
        os.close(theirs)


def sending(*lines: bytes):
    def act(end: int, is_over: threading.Event) -> None:
        number = 0
        while not is_over.is_set():
            os.write(end, lines[min(number, len(lines) - 1)])
            number += 1
            time.sleep(0.05)

    return act


def test_one_that_sends_by_itself_is_heard_once_it_is_at_rest():
    lines = (b"3.45  g\r\n", b"US,+00001.00  g\r\n", b"US,+00001.50  g\r\n", b"ST,+00012.34  g\r\n")
    with behind_a_terminal(sending(*lines)) as device:
        balance = SerialBalance(device)
        assert balance.read().mass_mg == 12_340.0
        balance.close()


def test_one_that_is_asked_answers_each_request():
    asked = []

    def act(end: int, is_over: threading.Event) -> None:
        os.set_blocking(end, False)
        while not is_over.is_set():
            try:
                asked.append(os.read(end, 100))
            except BlockingIOError:
                time.sleep(0.01)
                continue
            os.write(end, b"S S     12.3456 g\r\n")

    with behind_a_terminal(act) as device:
        balance = SerialBalance(device, request="sics")
        assert [balance.read().mass_mg for _ in range(2)] == pytest.approx([12_345.6] * 2)
        balance.close()
    assert b"".join(asked) == b"S\r\nS\r\n"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((b"US,+00001.50  g\r\n",), "it does not come to rest"),
        ((b"OL,+9999999E+19 g\r\n",), "it cannot weigh"),
        ((b"\xff\xfe\x00\r\n",), "no line of a balance"),
        ((b"",), "it says nothing"),
    ],
)
def test_without_a_reading_it_says_why(lines, said, monkeypatch):
    monkeypatch.setattr(serial_balance, "AT_REST_S", 1.0)
    with behind_a_terminal(sending(*lines)) as device:
        balance = SerialBalance(device)
        with pytest.raises(NoReading, match=said):
            balance.read()
        balance.close()


def test_a_port_that_is_not_there_is_one_line():
    with pytest.raises(NoReading, match="--balance: /dev/no-such-port: cannot be opened") as refused:
        SerialBalance("/dev/no-such-port")
    assert "\n" not in str(refused.value)
