"""A pump and its hand-held on the twin's two boards, with the twin's cable between their UARTs: for both VMs.

The pump is turned; the hand-held does its passes as the pump's time comes to them.
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
from fakes.second_board import SecondBoard
from fakes.ssd1306_chip import Ssd1306Chip
from fakes.stops import Stop
from handheld.assembly import HandHeld, line_to_pump
from handheld.keeping import Keeping
from handheld_bench import HandheldBench
from link.mac import Mac
from link_bench import PATIENT, CountingBytes, LinkBench
from therapy.memory import record_kinds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ASK, NEXT, BUZZER = (board.PINS[name] for name in ("ask", "next", "buzzer"))
PUMP_ID = b"e660000000000001"
TO_HAND, TO_PUMP = 0, 1
MOST_STILL_TURNS = 500
# 0.1 mg (213 steps) over a minute, and the next a minute after it: many requests in little time.
LOCKOUT_S = 120
SHORT_BOLUS = bolus(over_s=60, lockout_s=LOCKOUT_S, most_per_day=48)
THERAPY = order(bolus=SHORT_BOLUS, max_dose_pg_per_day=60 * MG)


class TappedCable:
    """wire: the UartCable. fault: called with (way, line) for [(how much later in us, bytes), ...]; None: `faults` are.

    is_cut: pulled. faults: a CableFaults, or None. lines: every line that was sent, pulled or not, as (way, bytes).
    """

    def __init__(self, wire):
        self.wire = wire
        wire.tap, wire.trouble = self._tap, self
        self.fault: Any = None
        self.faults: Any = None
        self.heard: Any = None  # called with (way, bytes) of each piece as it is sent
        self.lines = []
        self._said = [b"", b""]
        self._begun = [b"", b""]

    @property
    def is_cut(self):
        return self.wire.is_pulled

    @is_cut.setter
    def is_cut(self, is_cut):
        self.wire.is_pulled = is_cut

    def _tap(self, way, content):
        lines = (self._said[way] + content).split(b"\n")
        self._said[way] = lines.pop()
        self.lines += [(way, line) for line in lines if line]
        if self.heard is not None:
            self.heard(way, content)

    def passed(self, way, content):
        """As UartCable asks for it."""
        if self.fault is None:
            return [(0, content)] if self.faults is None else self.faults.passed(way, content)
        lines = (self._begun[way] + content).split(b"\n")
        self._begun[way] = lines.pop()
        arriving = []
        for line in lines:
            arriving += self.fault(way, line + b"\n")
        return arriving


class HandHeldBench:
    """pump: HandheldBench, booted. cable: TappedCable. second: SecondBoard. hand: the HandHeld, None without power.

    screen: its display's model. confirms: how many requests were confirmed at the hand-held, over all its boots.
    denials: what the pump recorded of those that it denied.
    """

    def __init__(self, pump=None, paired=True, therapy=THERAPY, data: "Any" = board):
        self._data = data
        self.pump = pump or HandheldBench().begin(therapy)
        self.cable = TappedCable(self.pump.cable)
        self.random = CountingBytes(100)
        self.confirms = 0
        self.denials = []
        self._observe_pump()
        self.second = second = SecondBoard(self.pump.fake.clock, self._build)
        self.fake = second.board
        second.on_uart(board.PINS["link_tx"], board.PINS["link_rx"], self.pump.cable.ends[1])
        self.screen = Ssd1306Chip()
        self.fake.attach_i2c(board.PINS["i2c_sda"], board.PINS["i2c_scl"], board.DISPLAY["address"], self.screen)
        if paired:
            Keeping(self.fake.files).pair(LinkBench.KEYS[PATIENT], PUMP_ID)
        second.power_on()

    def _build(self, fake):
        machine = fake.machine
        line = line_to_pump(machine, board)
        hand = HandHeld(machine, fake.time, fake.select, fake.files, self._data, line, self.random.urandom, framebuf)
        right = hand.request.confirm

        def confirm():
            self.confirms += 1
            return right()

        hand.request.confirm = confirm
        hand.begin()
        return hand

    @property
    def hand(self) -> "Any":
        return self.second.firmware

    def _observe_pump(self):
        recorder: Any = self.pump.pump.recorder
        observe = recorder.observer

        def observed(kind, *numbers):
            if kind == record_kinds.DENIED:
                self.denials.append(numbers)
            observe(kind, *numbers)

        recorder.observer = observed

    @property
    def works(self):
        """Passes of its loop."""
        return self.second.passes

    def now_us(self):
        return self.pump.fake.clock.now_us()

    # Power

    def reset(self):
        """The hand-held's power is cut and comes back at once."""
        self.second.power_cut()
        self.second.power_on()

    def restart_pump(self, off_s=1):
        """The pump's power is back after so long."""
        self.pump.fake.clock.advance(off_s * 1_000_000)
        self.pump = self.pump.rebuilt()
        self._observe_pump()
        self.pump.boot()

    # What a person does and sees

    def run_for(self, seconds):
        """To the microsecond: a person's hold does not last until the pump happens to wake."""
        clock, still = self.pump.fake.clock, 0
        end_us = clock.now_us() + int(seconds * 1_000_000)
        clock.at(end_us, self._wake_pump)
        while clock.now_us() < end_us:
            before_us = clock.now_us()
            try:
                self.pump.pump.turn()
            except Stop:
                self.restart_pump()
            still = still + 1 if clock.now_us() == before_us else 0
            assert still < MOST_STILL_TURNS, "the loop spins without sleeping"

    def _wake_pump(self):
        self.pump.pump.waiting.wakeup.set()

    def down(self, key):
        self.second.drive(key, 0)

    def up(self, key):
        self.second.drive(key, None)

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
        return {line for way, line in self.cable.lines if way == TO_PUMP and b" bolus " in line}
