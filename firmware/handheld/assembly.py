"""The composition root of the hand-held: makes every object once, and wires them."""

from drivers.button import Button
from drivers.buzzer import Buzzer
from drivers.running_clock import RunningClock
from drivers.supply_sense import NoSupplySense, SupplySense
from drivers.uart_line import UartLine
from drivers.waiting import Waiting
from handheld.acts import Acts
from handheld.bar_screen import BarScreen
from handheld.client import Client
from handheld.face import Face
from handheld.held_button import HeldButton
from handheld.keeping import Keeping
from handheld.pairing import Pairing
from handheld.picture import Picture
from handheld.pump_view import PumpView
from handheld.request import Request
from handheld.sounds import TONE_HZ, Sounds
from handheld.two_acts import HOLDING, TwoActs

LOOK_US = 500_000  # at most two pictures a second
LOOK_HELD_US = 150_000  # but while a hold fills its bar
LONGEST_US = 1_000_000  # so that the watchdog is fed


class HandHeld:
    """The assembled hand-held; its public parts are open to whoever drives it.

    files: has read and replace. board: the description, boards/*/handheld.py. line: has read, write and pollable, and
    the pump at its other end. framebuf: the module.
    """

    def __init__(self, machine, time, select, files, board, line, urandom, framebuf):
        pins, pin = board.PINS, machine.Pin
        self._feed = machine.WDT(timeout=board.WATCHDOG_MS).feed
        self.clock = RunningClock(time)
        self.waiting = Waiting(select, time, (line.pollable,))
        self.keeping = Keeping(files)
        self.client = Client(line, urandom)
        self.view = PumpView(self.client)
        self.sounds = Sounds(Buzzer(machine.PWM(pin(pins["buzzer"], pin.OUT, value=0)), TONE_HZ))
        self.request = Request(self.client, self.view, self.keeping, self.sounds.tone)
        self.view.tell(self.request)
        self.pairing = Pairing(self.client, self.keeping, self._paired)
        self.two_acts = TwoActs()
        parts = (self.keeping, self.client, self.view, self.request, self.pairing, self.two_acts)
        self.face = Face(*parts, _supply(machine, board))
        ask = self._button(pin, pins["ask"], time, board)
        next_key = self._button(pin, pins["next"], time, board)
        self.acts = Acts(ask, next_key, self.two_acts, self.request, self.pairing, self.sounds, self.face, self.view)
        i2c = machine.I2C(board.I2C_BLOCK, sda=pin(pins["i2c_sda"]), scl=pin(pins["i2c_scl"]), freq=board.DISPLAY["hz"])
        self.picture = Picture(BarScreen(i2c, framebuf, board.DISPLAY["address"]))
        self._slices = (
            self.acts,
            self.client,
            self.request,
            self.view,
            self.pairing,
            self.sounds,
            self.face,
            self.picture,
        )
        self._to_look_us = 0

    def begin(self):
        """After power-on: who the pump is, and what was asked of it. Returns the pump's id, None where not paired."""
        self.keeping.load()
        if self.keeping.key is None:
            self.pairing.open()
        self.client.use(self.keeping.key, self.keeping.pump_id)
        self.request.begin()
        return self.keeping.pump_id

    def _paired(self):
        self.view.forget()
        self.request.paired()

    def _button(self, pin, number, time, board):
        line = pin(number, pin.IN, pin.PULL_UP)
        both_edges = pin.IRQ_FALLING | pin.IRQ_RISING
        return HeldButton(Button(line, both_edges, time, board.BUTTON["debounce_ms"], self.waiting.wakeup.set))

    def work(self):
        """One pass of the loop. Returns the time until the next is due, unless a button or a byte comes before."""
        elapsed_us = self.clock.read()
        self._to_look_us -= elapsed_us
        view = self.view
        is_heard = not view.is_stale()
        self.sounds.follow(view.loud() if is_heard else [])
        for part in self._slices:
            part.work(elapsed_us)
        if self._to_look_us <= 0 or self.acts.touched:
            self._to_look_us = LOOK_HELD_US if self.two_acts.state == HOLDING else LOOK_US
            self.picture.show(*self.face.shown())
        self._feed()
        next_us = min(part.next_us for part in self._slices)
        return max(0, min(next_us, self._to_look_us, LONGEST_US))

    def turn(self):
        """One pass of the loop and the sleep after it."""
        self.waiting.wait_us(self.work())

    def run(self):
        """For ever."""
        while True:
            self.turn()


def line_to_pump(machine, board):
    """The UART as a line that never waits."""
    pins, link, pin = board.PINS, board.LINK, machine.Pin
    rx = pin(pins["link_rx"], pin.IN, pin.PULL_UP)  # that nobody drives is high, as a line at rest
    size = link["buffer_bytes"]
    uart = machine.UART(board.LINK_UART, link["baud"], tx=pin(pins["link_tx"]), rx=rx, txbuf=size, rxbuf=size)
    return UartLine(uart)


def _supply(machine, board):
    """Of the hand-held's own supply."""
    fitted = board.SUPPLY_SENSE
    if fitted is None:
        return NoSupplySense()
    return SupplySense(machine.ADC(board.PINS["supply_sense"]), fitted["full_scale_mv"], fitted["least_mv"])
