"""A pump and its hand-held on one time, with a cable between them that can be cut and made faulty: for both VMs.

The pump is turned; the hand-held goes on whenever the pump's time passes, as the rest of its hardware does.
"""

import sys

try:
    import framebuf  # pyright: ignore[reportMissingImports]
except ImportError:
    from fakes import framebuf_like

    sys.modules["framebuf"] = framebuf_like  # type: ignore[assignment]

import framebuf  # pyright: ignore[reportMissingImports]

import screen_reader
from assembled import MG, bolus, order
from boards.RPI_PICO import handheld as board
from fakes.board import FakeBoard
from fakes.flash_files import FlashFiles
from fakes.ssd1306_chip import Ssd1306Chip
from fakes.stops import Stop
from fakes.uart_cable import UartCable
from fakes.virtual_clock import VirtualClock
from handheld.assembly import HandHeld, line_to_pump
from handheld.keeping import Keeping
from handheld_bench import HandheldBench
from link.mac import Mac
from link_bench import PATIENT, CountingBytes, LinkBench

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ASK, NEXT, BUZZER = (board.PINS[name] for name in ("ask", "next", "buzzer"))
PUMP_ID = b"e660000000000001"
WIRE_US = 1_000
FAR_US = 10_000_000
TO_PUMP, TO_HAND = 0, 1
MOST_STILL_TURNS = 500
# 0.1 mg (213 steps) over a minute, and the next a minute after it: many requests in little time.
LOCKOUT_S = 120
SHORT_BOLUS = bolus(over_s=60, lockout_s=LOCKOUT_S, most_per_day=48)
THERAPY = order(bolus=SHORT_BOLUS, max_dose_pg_per_day=60 * MG)


class Cable:
    """Lines on their way. fault: called with (direction, line) for [(delay in us, bytes), ...]; None for a sound cable.

    is_cut: nothing passes. lines: every line that was sent, as (direction, bytes).
    """

    def __init__(self):
        self.fault: Any = None
        self.is_cut = False
        self.lines = []
        self._begun = [b"", b""]
        self._on_the_way: list[tuple[int, int, bytes]] = []

    def put(self, direction, content, now_us):
        """Bytes that were sent."""
        parts = (self._begun[direction] + content).split(b"\n")
        self._begun[direction] = parts.pop()
        for part in parts:
            line = part + b"\n"
            if part:
                self.lines.append((direction, part))
            for delay_us, what in self._passed(direction, line):
                self._on_the_way.append((now_us + WIRE_US + delay_us, direction, what))

    def _passed(self, direction, line):
        if self.is_cut:
            return []
        return [(0, line)] if self.fault is None else self.fault(direction, line)

    def first_us(self, otherwise_us, directions=(TO_PUMP, TO_HAND)):
        """When the next line arrives at the end of one of these directions."""
        return min([item[0] for item in self._on_the_way if item[1] in directions] + [otherwise_us])

    def take(self, direction, now_us):
        """What has arrived by now."""
        arrived = b""
        rest = []
        for item in self._on_the_way:
            if item[1] == direction and item[0] <= now_us:
                arrived += item[2]
            else:
                rest.append(item)
        self._on_the_way = rest
        return arrived

    def clear(self):
        """Pulled out: what was on its way is gone."""
        self._on_the_way = []
        self._begun = [b"", b""]


class HandHeldBench:
    """pump: HandheldBench, booted. hand: the HandHeld, None while it has no power. screen: its display's model.

    confirms: how many requests were confirmed at the hand-held, over all its boots. works: its passes of the loop.
    """

    def __init__(self, pump=None, paired=True, therapy=THERAPY, data: "Any" = board):
        self._data = data
        self.pump = pump or HandheldBench().begin(therapy)
        self.cable = Cable()
        self.pump.cable.alter = lambda content: self._sent(TO_HAND, content, self.now_us())
        clock = VirtualClock(self.now_us())
        self.fake = FakeBoard(clock, FlashFiles(clock))
        self.uart = UartCable(clock)
        self.uart.alter = lambda content: self._sent(TO_PUMP, content, clock.now_us())
        self.fake.attach_uart(board.PINS["link_tx"], board.PINS["link_rx"], self.uart.ends[0])
        self.line: Any = None
        self.screen = Ssd1306Chip()
        self.fake.attach_i2c(board.PINS["i2c_sda"], board.PINS["i2c_scl"], board.DISPLAY["address"], self.screen)
        self.random = CountingBytes(100)
        self.confirms = 0
        self.works = 0
        self.hand: Any = None
        self.after_work: Any = None  # called after each pass of its loop
        self._wake_us = 0
        self._stops_us = 0
        self._sees_itself = False
        if paired:
            Keeping(self.fake.files).pair(LinkBench.KEYS[PATIENT], PUMP_ID)
        self.power_on()
        self.pump.fake.clock.drivers.append(self)

    # The hand-held's own power and time

    def now_us(self):
        return self.pump.fake.clock.now_us()

    def power_on(self):
        fake = self.fake
        self.line = line_to_pump(fake.machine, board)
        self.hand = HandHeld(
            fake.machine, fake.time, fake.select, fake.files, self._data, self.line, self.random.urandom, framebuf
        )
        right = self.hand.request.confirm

        def confirm():
            self.confirms += 1
            return right()

        self.hand.request.confirm = confirm
        self.hand.begin()
        self._wake_us = fake.clock.now_us()

    def power_cut(self):
        """The hand-held's alone, at this moment of its time."""
        self._end()
        self.fake.reboot()

    def _end(self):
        self.hand = None

    def reset(self):
        """Its power is cut and comes back at once."""
        self.power_cut()
        self.power_on()

    def run_until(self, us):
        """Called as the pump's time passes; us: its last word."""
        if self._sees_itself:
            return
        self._sees_itself = True
        try:
            self._catch_up(self.now_us())
        finally:
            self._sees_itself = False

    def _catch_up(self, now_us):
        clock = self.fake.clock
        while True:
            at_us = clock.now_us()
            arrived = self.cable.take(TO_HAND, at_us)
            if arrived and self.hand is not None:
                self.uart.ends[0].arrive(arrived)
            if self.hand is not None and self._is_due(at_us):
                self._work()
            elif at_us >= now_us:
                break
            elif self.hand is None:
                clock.advance(now_us - at_us)
            else:
                until_us = self.cable.first_us(min(now_us, self._wake_us), (TO_HAND,))
                self._guarded(clock.wait, max(until_us - at_us, 1))
        self.pump.cable.ends[0].arrive(self.cable.take(TO_PUMP, now_us))
        self._wake_pump_at(self.cable.first_us(now_us + FAR_US if self.hand is None else self._wake_us))

    def _work(self):
        self.hand.waiting.wakeup.clear()
        self.works += 1
        next_us = self._guarded(self.hand.work)
        if next_us is not None:
            self._wake_us = self.fake.clock.now_us() + max(next_us, 1)
            if self.after_work is not None:
                self.after_work()

    def _guarded(self, does, *arguments):
        """What it returns; None if the power went meanwhile, which then is back at once."""
        try:
            return does(*arguments)
        except Stop:
            self.reset()
            return None

    def _sent(self, direction, content, now_us):
        """A piece has left one of the boards. Nothing of it arrives as it is: the cable is this bench's."""
        self.cable.put(direction, content, now_us)
        self._wake_pump_at(self.cable.first_us(now_us + FAR_US))
        return b""

    def _is_due(self, at_us):
        return at_us >= self._wake_us or self.line.has_bytes() or self.hand.waiting.wakeup.ioctl(3, 0)

    def _wake_pump_at(self, at_us):
        """The pump's time stops there, so that nothing comes later than it does."""
        clock = self.pump.fake.clock
        now_us = clock.now_us()
        at_us = max(at_us, now_us + 1)
        if not now_us < self._stops_us <= at_us:
            self._stops_us = at_us
            clock.at(at_us, _nothing)

    def restart_pump(self, off_s=1):
        """The pump's power is back after so long; where it goes again meanwhile, once more."""
        is_up = False
        while not is_up:
            try:
                self.pump.fake.clock.advance(off_s * 1_000_000)
                self.pump = self.pump.rebuilt()
                self.pump.boot()
                is_up = True
            except Stop:
                pass

    # What a person does and sees

    def run_for(self, seconds):
        clock, still = self.pump.fake.clock, 0
        end_us = clock.now_us() + int(seconds * 1_000_000)
        clock.at(end_us, lambda: self.pump.pump.waiting.wakeup.set())  # no wait goes beyond
        while clock.now_us() < end_us:
            before_us = clock.now_us()
            try:
                self.pump.pump.turn()
            except Stop:
                self.restart_pump()
            still = still + 1 if clock.now_us() == before_us else 0
            assert still < MOST_STILL_TURNS, "the loop spins without sleeping"

    def down(self, key):
        self.fake.wire(key).drive(0)

    def up(self, key):
        self.fake.wire(key).drive(None)

    def press(self, key, seconds=0.2):
        self.down(key)
        self.run_for(seconds)
        self.up(key)
        self.run_for(0.2)

    def ask(self):
        """The two acts."""
        self.press(ASK)
        self.press(ASK, 2.3)

    def shown(self):
        """The display's eight lines, without those that are empty."""
        return [line for line in screen_reader.read(self.screen.rows()) if line]

    def end_session(self):
        """The pump forgets it."""
        for link in self.pump.pump.link_door.links:
            link.use_key(PATIENT, Mac(LinkBench.KEYS[PATIENT]))

    def title(self):
        return screen_reader.read(self.screen.rows())[0]

    def grants(self):
        """How many patient boluses the pump's own history holds."""
        return sum(1 for t_s in self.pump.pump.history.lockout.granted_s if t_s >= 0)

    def bolus_lines(self):
        """The different lines with which a bolus was asked for."""
        return {line for direction, line in self.cable.lines if direction == TO_PUMP and b" bolus " in line}


def _nothing():
    pass
