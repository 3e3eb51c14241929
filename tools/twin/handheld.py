"""The hand-held of a pump on its twin: its firmware, unchanged, on a board of its own, with the cable between the two.

Its time is the pump's, its clock its own (fakes/second_board.py). Paired it is by its own procedure, at the bench.
"""

import sys
from collections.abc import Callable
from random import Random
from typing import Any, Protocol, cast

from boards.RPI_PICO import handheld as handheld_board
from fakes import framebuf_like
from fakes.board import FakeBoard
from fakes.cable_faults import CableFaults
from fakes.pins import Wire
from fakes.second_board import SecondBoard
from fakes.ssd1306_chip import Ssd1306Chip
from fakes.uart_cable import UartCable
from fakes.virtual_clock import VirtualClock
from handheld import assembly

PRESS_US = 200_000  # a deliberate press; let go sooner, it lasts as long: a click is no bounce
CONFIRM_US = 2_300_000  # some more than the 2 s that it asks for
PAUSE_US = 300_000
PAIR_US = 3_500_000
ANEW_US = 5_500_000
PUMPS_HELD_US = 8_000_000  # its own button; after 10 s it would mean something else
STARTED_US = 1_000_000
PROVED_US = 2_000_000
_SEED = 0x4A4D

TurnFor = Callable[[int], None]


class KeepingFace(Protocol):
    key: bytes | None
    pump_id: bytes | None


class HandheldFace(Protocol):
    """What the twin uses of the firmware."""

    keeping: KeepingFace

    def begin(self) -> bytes | None: ...
    def work(self) -> int: ...


class TwinHandheld:
    """second: its board. cable, faults: to the pump, whose end is `pumps_end`. screen: its display. held: pins that are
    down. clock: the pump's.
    """

    def __init__(self, clock: VirtualClock, seed: int) -> None:
        sys.modules.setdefault("framebuf", framebuf_like)
        chance = Random(seed ^ _SEED)
        self._urandom = chance.randbytes
        self._clock = clock
        self.cable = UartCable(clock)
        self.faults = CableFaults(chance.randrange)
        self.cable.trouble = self.faults
        self.pumps_end, own_end = self.cable.ends
        pins = self.pins = handheld_board.PINS
        self.ask_pin, self.next_pin = pins["ask"], pins["next"]
        self.second = SecondBoard(clock, self._build)
        self.second.on_uart(pins["link_tx"], pins["link_rx"], own_end)
        self.screen = Ssd1306Chip()
        address = handheld_board.DISPLAY["address"]
        self.second.board.attach_i2c(pins["i2c_sda"], pins["i2c_scl"], address, self.screen)
        self.held: dict[int, int] = {}

    def _build(self, board: FakeBoard) -> HandheldFace:
        make = cast("Callable[..., HandheldFace]", assembly.HandHeld)
        to_pump = cast("Callable[..., object]", assembly.line_to_pump)
        machine, data = cast("Any", board.machine), handheld_board
        line = to_pump(machine, data)
        made = make(machine, board.time, board.select, board.files, data, line, self._urandom, framebuf_like)
        made.begin()
        return made

    @property
    def firmware(self) -> HandheldFace | None:
        return cast("HandheldFace | None", self.second.firmware)

    @property
    def is_on(self) -> bool:
        return self.second.firmware is not None

    def buzzer(self) -> Wire:
        return self.second.board.wire(self.pins["buzzer"])

    # Its two buttons; each of these from an action of the session

    def down(self, *pins: int) -> None:
        """Until `up`."""
        for pin in pins:
            self.held[pin] = self._clock.now_us()
            self.second.drive(pin, 0)

    def up(self, *pins: int) -> None:
        """At once, but no press is shorter than PRESS_US."""
        for pin in pins:
            since_us = self.held.get(pin)
            if since_us is not None:
                self._up_at(pin, since_us, max(self._clock.now_us(), since_us + PRESS_US))

    def _up_at(self, pin: int, since_us: int, at_us: int) -> None:
        def let_go() -> None:
            if self.held.get(pin) == since_us:
                del self.held[pin]
                self.second.drive(pin, None)

        if at_us == self._clock.now_us():
            let_go()
        else:
            self._clock.at(at_us, let_go)

    def press(self, *pins: int, for_us: int = PRESS_US) -> None:
        """Together, for so long."""
        self.down(*pins)
        for pin in pins:
            self._up_at(pin, self.held[pin], self._clock.now_us() + for_us)

    def ask(self) -> None:
        """The two acts: a press, then a hold."""
        self.press(self.ask_pin)
        self._clock.after(PRESS_US + PAUSE_US, lambda: self.press(self.ask_pin, for_us=CONFIRM_US))

    # Its key

    def pair(self, pumps_button: Wire, turn_for: TurnFor) -> None:
        """A person holds the pump's button and NEXT of the hand-held. Raises RuntimeError if that gave no key."""
        self.second.power_on()
        turn_for(STARTED_US)
        pumps_button.drive(0)
        self.press(self.next_pin, for_us=PAIR_US)
        turn_for(PUMPS_HELD_US)
        pumps_button.drive(None)
        turn_for(PROVED_US)
        self.press(self.next_pin)  # it was seen
        turn_for(PRESS_US + STARTED_US)
        self.kept()

    def kept(self) -> tuple[str, bytes]:
        """(the pump's id, the key), as they lie on its flash. Raises RuntimeError if it is not paired."""
        firmware = self.firmware
        if firmware is None or firmware.keeping.key is None or firmware.keeping.pump_id is None:
            raise RuntimeError("the twin's hand-held did not pair")
        return firmware.keeping.pump_id.decode(), firmware.keeping.key
