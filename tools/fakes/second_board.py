"""A second board beside the one whose firmware is turned: its own does a pass when the first one's time comes to it.

Its clock is its own. At each pass it is set to the first board's time; what a pass takes (a display, an erase) goes on
there alone, and a pass that comes meanwhile waits for the end of it. So neither firmware's time is spent by the other.
assumed: a pass takes the processor half a millisecond, whatever it does.
"""

from fakes.board import FakeBoard
from fakes.flash_files import FlashFiles
from fakes.machine_like import PWRON_RESET, WDT_RESET
from fakes.stops import PowerCut, Stop
from fakes.virtual_clock import Event, VirtualClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Firmware(Protocol):
        def work(self) -> int: ...

    from fakes.uart_cable import UartEnd

PASS_US = 500
LONGEST_ADVANCE_US = 1 << 29
FAR_US = 1 << 60


class SecondBoard:
    """world: the first board's clock. build: from a FakeBoard the firmware, begun: it has work(), one pass of its loop,
    which returns the time until the next in us.

    board: its hardware; files outlive a power cut. firmware: None while it has no power. passes: how many it did.
    after_pass: called after each, for tests.
    """

    def __init__(self, world: VirtualClock, build: "Callable[[FakeBoard], Firmware]") -> None:
        self.world = world
        self.clock = VirtualClock(world.now_us())
        self.board = FakeBoard(self.clock, FlashFiles(self.clock))
        self.firmware: "Firmware | None" = None
        self.passes = 0
        self.after_pass: "Callable[[], None] | None" = None
        self._build = build
        self._wanted_us = FAR_US
        self._due: "Event | None" = None
        self._back_after_us: "int | None" = None

    def on_uart(self, tx_pin: object, rx_pin: object, end: "UartEnd") -> None:
        """Its UART on a cable of the world's: bytes wake it."""
        self.board.attach_uart(tx_pin, rx_pin, end)
        end.heard = self.wake

    # Power

    def power_on(self) -> None:
        """Nothing, if it has power."""
        if self.firmware is not None:
            return
        self._catch_up()
        self.board.reboot(PWRON_RESET)
        self._begin()

    def power_cut(self) -> None:
        """At this moment, between two passes."""
        self._catch_up()
        self._back_after_us = None
        if self.firmware is not None:
            self._end(PowerCut())

    def cut_in(self, us: int, back_after_us: "int | None" = None) -> None:
        """Cut it so much later on its own clock, in whatever it then does; None: it stays without."""
        boot = self.board.boot

        def cut() -> None:
            if boot.ended is None:
                self._back_after_us = back_after_us
                boot.end(PowerCut())

        self.clock.at(max(self.clock.now_us(), self.world.now_us()) + us, cut)
        self.world.after(us, self.wake)

    def _end(self, stop: Stop) -> None:
        """board.boot.end raises what it was given, as in the middle of the firmware."""
        try:
            self.board.boot.end(stop)
        except Stop:
            pass
        self._ended(stop)

    def _ended(self, stop: Stop) -> None:
        self.firmware = None
        self._cancel()
        if not isinstance(stop, PowerCut):
            self.board.reboot(WDT_RESET)
            self._begin()
        elif self._back_after_us is not None:
            self.world.after(self._back_after_us, self.power_on)
            self._back_after_us = None

    def _begin(self) -> None:
        try:
            self.firmware = self._build(self.board)
        except Stop as stop:
            self._ended(stop)
            return
        self.wake()

    # Its pins

    def drive(self, pin: object, level: "int | None") -> None:
        """From outside, at this moment of the world; None lets go."""
        self._catch_up()
        self.board.wire(pin).drive(level)
        self.wake()

    # Its time

    def wake(self) -> None:
        """Something has come: a pass as soon as it has done what it does."""
        if self.firmware is not None:
            self._wanted_us = min(self._wanted_us, max(self.world.now_us(), self.clock.now_us()))
            self._look_at(self._wanted_us)

    def _look_at(self, at_us: int) -> None:
        due = self._due
        if due is not None:
            if (due.laps << 30) + due.us <= at_us:
                return
            due.cancel()
        self._due = self.world.at(max(at_us, self.world.now_us()), self._look)

    def _cancel(self) -> None:
        self._wanted_us = FAR_US
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _look(self) -> None:
        """A pass is due, or something of its hardware is: its watchdog."""
        self._due = None
        self._catch_up()
        if self.firmware is not None and self.world.now_us() >= self._wanted_us:
            self._pass(self.firmware)
        if self.firmware is not None:
            hardware_us = self.clock.next_external_us()
            self._look_at(self._wanted_us if hardware_us is None else min(self._wanted_us, hardware_us))

    def _pass(self, firmware: "Firmware") -> None:
        self.passes += 1
        self._wanted_us = FAR_US
        try:
            next_us = firmware.work()
        except Stop as stop:
            self._ended(stop)
            return
        self._wanted_us = self.clock.now_us() + max(next_us, PASS_US)
        if self.after_pass is not None:
            self.after_pass()

    def _catch_up(self) -> None:
        """To the world's now, if it is behind."""
        clock = self.clock
        left_us = self.world.now_us() - clock.now_us()
        try:
            while left_us > 0:
                clock.advance(min(left_us, LONGEST_ADVANCE_US))
                left_us = self.world.now_us() - clock.now_us()
        except Stop as stop:
            self._ended(stop)
            self._catch_up()
