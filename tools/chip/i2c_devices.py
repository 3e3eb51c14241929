"""What hangs on the emulated chip's I2C: the models that the mocked pins have too, behind the emulator's own block.

A byte takes its nine bits at the clock that the firmware has set. The emulator carries bytes, not levels: wires that
are stuck or stretched cannot be shown, and whether the pins are the block's own is looked at here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from rp2040py.peripherals.i2c import R_TX_EMPTY, I2CMode

if TYPE_CHECKING:
    from chip.emulator import Board

FUNCTION_I2C = 3  # RP2040 datasheet, 2.19.2: the same number on every pin
BITS_OF_A_BYTE = 9
NS_PER_S = 1_000_000_000


class Model(Protocol):
    """A device as tools/fakes has them."""

    is_present: bool

    def start(self) -> None: ...

    def take(self, byte: int) -> None: ...

    def give(self) -> int: ...


class I2cBus:
    """models: by address. transfers: of each address, how many were begun. They outlive a reset, as devices do."""

    def __init__(self, block: int, sda_pin: int, scl_pin: int, models: Mapping[int, Model]) -> None:
        self._block = block
        self._pins = (sda_pin, scl_pin)
        self._models = models
        self._model: Model | None = None
        self._then: Callable[[], None] = self._nothing
        self.transfers = dict.fromkeys(models, 0)

    def attach(self, board: Board) -> None:
        self._board = board
        self._i2c = i2c = board.chip.i2c[self._block]
        self._alarm = board.clock.create_alarm(lambda: self._then())
        i2c.on_start = lambda _repeated: self._after(1, i2c.complete_start)
        i2c.on_connect = self._connect
        i2c.on_write_byte = self._write
        i2c.on_read_byte = self._read
        i2c.on_stop = lambda: self._after(1, i2c.complete_stop)
        self._pull_up()

    def after_reset(self) -> None:
        self._alarm.cancel()
        self._pull_up()

    def _pull_up(self) -> None:
        """The resistors on the modules: what reads a pin of a bus at rest finds it high."""
        for pin in self._pins:
            self._board.drive(pin, True)

    def _nothing(self) -> None:
        pass

    def _after(self, bits: int, then: Callable[[], None]) -> None:
        i2c = self._i2c
        period_ns = (i2c.scl_high_period + i2c.scl_low_period) * NS_PER_S / self._board.chip.clk_sys
        self._then = then
        self._alarm.schedule(bits * period_ns)

    def _connect(self, address: int, _mode: I2CMode) -> None:
        gpio = self._board.chip.gpio
        is_wired = all(gpio[pin].function_select == FUNCTION_I2C for pin in self._pins)
        model = self._models.get(address)
        if not is_wired or model is None or not model.is_present:
            self._after(BITS_OF_A_BYTE, lambda: self._refuse(lambda: self._i2c.complete_connect(False)))
            return
        self.transfers[address] += 1
        self._model = model
        model.start()
        self._after(BITS_OF_A_BYTE, lambda: self._i2c.complete_connect(True))

    def _write(self, byte: int) -> None:
        assert self._model is not None
        try:
            self._model.take(byte)
        except OSError:
            self._after(BITS_OF_A_BYTE, lambda: self._refuse(lambda: self._i2c.complete_write(False)))
            return
        self._after(BITS_OF_A_BYTE, lambda: self._i2c.complete_write(True))

    def _read(self, _acknowledged: bool) -> None:
        assert self._model is not None
        byte = self._model.give()
        self._after(BITS_OF_A_BYTE, lambda: self._i2c.complete_read(byte))

    def _refuse(self, complete: Callable[[], None]) -> None:
        """An abort flushes the queue: it is empty, which the emulator does not say and the chip does (4.3.10.1.1)."""
        complete()
        self._i2c.int_raw |= R_TX_EMPTY
