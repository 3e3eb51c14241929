"""Which board it is: none, two, a wrong one and an old MicroPython are refused in one line that says what to do."""

from types import SimpleNamespace

import pytest

from deploy import ports
from deploy.identity import Identity, described_as, identity_of
from deploy.troubles import Refused

KNOWN = ("RPI_PICO", "RPI_PICO_W")
PICO = Identity("micropython", (1, 28), 6, "RPI_PICO", "Raspberry Pi Pico with RP2040")


class Says:
    def __init__(self, text: str) -> None:
        self.text = text

    def run(self, code: str) -> str:
        return self.text


def test_a_board_tells_by_its_build_which_it_is():
    said = "micropython 1 28 6 RPI_PICO Raspberry Pi Pico with RP2040\n"
    assert identity_of(Says(said)) == PICO
    assert described_as(PICO, None, KNOWN) == described_as(PICO, "RPI_PICO", KNOWN) == "RPI_PICO"


@pytest.mark.parametrize(
    ("found", "asked", "words"),
    [
        (PICO, "RPI_PICO_W", "--board: RPI_PICO_W: the board is RPI_PICO"),
        (PICO, "PICO", "--board: PICO: one of RPI_PICO, RPI_PICO_W"),
        (Identity("micropython", (1, 27), 6, "RPI_PICO", "Pico"), None, "MicroPython 1.27 .* 1.28 or newer"),
        (Identity("micropython", (1, 28), 7, "RPI_PICO", "Pico"), None, "bytecode 7: .*bytecode 6 is needed"),
        (Identity("circuitpython", (9, 0), 6, "-", "Pico"), None, "it runs circuitpython"),
        (Identity("micropython", (1, 29), 6, "ESP32", "ESP32"), None, "ESP32 .*: no folder in boards/"),
    ],
)
def test_a_board_that_does_not_fit_is_refused_with_what_it_is(found: Identity, asked: str | None, words: str):
    with pytest.raises(Refused, match=words) as caught:
        described_as(found, asked, KNOWN)
    assert str(caught.value).isprintable()


def test_something_that_is_no_micropython_is_refused():
    with pytest.raises(Refused, match="MicroPython is needed"):
        identity_of(Says("hello"))


def connected(monkeypatch: pytest.MonkeyPatch, *devices: tuple[str, int]) -> None:
    found = [SimpleNamespace(device=name, vid=vendor, serial_number="E66") for name, vendor in devices]
    monkeypatch.setattr(ports.list_ports, "comports", lambda: found)


def test_the_one_board_is_found_among_other_ports(monkeypatch: pytest.MonkeyPatch):
    connected(monkeypatch, ("/dev/ttyS0", 0), ("/dev/ttyACM1", 0x2E8A))
    assert ports.only_one() == "/dev/ttyACM1"


def test_no_board_and_two_boards_are_refused_and_listed(monkeypatch: pytest.MonkeyPatch):
    connected(monkeypatch, ("/dev/ttyS0", 0))
    with pytest.raises(Refused, match=r"none found .*other serial ports: /dev/ttyS0.*--port"):
        ports.only_one()
    connected(monkeypatch, ("/dev/ttyACM1", 0x2E8A), ("/dev/ttyACM0", 0x2E8A))
    with pytest.raises(Refused, match=r"2 found: /dev/ttyACM0 \(serial E66\), /dev/ttyACM1 .*--port"):
        ports.only_one()
