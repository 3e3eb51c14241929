"""What all event-level models of PIO programs share: registers, FIFOs, and the calls of rp2.StateMachine.

A model runs by arithmetic between the instants at which Python looks. Cycle t is executed before Python
sees any time later than t: at time t Python acts first.
"""

from fakes.boot import Boot
from fakes.pins import Wire
from fakes.pio_assembler import asm_pio_encode
from fakes.pio_config import PioConfig
from fakes.pio_fifo import Fifo
from fakes.pio_forced import execute, signed
from fakes.stops import NotModelled, WouldBlock
from fakes.virtual_clock import VirtualClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from typing import Any, Union

    Buffer = Union[bytearray, "array[int]"]


class PioModel:
    """A state machine. While it is stopped, its whole state is in pc, x, y, isr, osr, delay_left and side_level.

    A subclass keeps a running machine's state as it likes, and changes over in `_freeze` and `_thaw`.
    Registers are signed. Shift counters are not kept: no modelled program shifts automatically.
    """

    def __init__(self, clock: VirtualClock, boot: Boot, config: PioConfig) -> None:
        self.clock = clock
        self.boot = boot
        self.config = config
        self.tx = Fifo(config.tx_depth)
        self.rx = Fifo(config.rx_depth)
        self.pc = 0
        self.x = 0
        self.y = 0
        self.isr = 0
        self.osr = 0
        self.delay_left = 0
        self.side_level = config.side_start
        self.is_active = False
        self._delay_is_known = True
        if config.side_wire is not None:
            config.side_wire.peripheral = self

    def _freeze(self, now: int) -> None:
        """Put the running state, before cycle `now`, into the registers."""
        raise NotImplementedError

    def _thaw(self, now: int) -> None:
        """Go on from the registers with cycle `now`."""
        raise NotImplementedError

    def run_until(self, us: int) -> None:
        """Execute every cycle before lap time `us`; earlier times than already reached change nothing."""
        raise NotImplementedError

    def pad_level(self, wire: Wire) -> int:
        return self.side_level

    def set_side(self, level: int) -> None:
        """A forced instruction's side-set."""
        if level and not self.side_level and self.config.side_wire is not None:
            rising = self.config.side_wire.on_rising
            if rising is not None:
                rising(self.clock.us)
        self.side_level = level

    def stop(self) -> None:
        if self.is_active:
            self._freeze(self.clock.us)
            self.is_active = False

    def _check(self) -> None:
        if self.boot.ended is not None:
            raise self.boot.ended

    def active(self, value: "int | None" = None) -> bool:
        if value is not None:
            self._check()
            if value and not self.is_active:
                if not self._delay_is_known:
                    raise NotModelled("active(1) after exec in the middle of a delay: call restart() between")
                self.is_active = True
                self._thaw(self.clock.us)
            elif not value:
                self.stop()
        return self.is_active

    def restart(self) -> None:
        """To the program's start, with ISR and delay cleared; FIFOs, X, Y and OSR stay; its forced jmp sets side 0.

        source: pico-sdk pio_sm_restart (SM_RESTART) followed by an executed jmp, as rp2.StateMachine.restart is
        documented. On a running machine it is exact within one cycle.
        """
        self._check()
        was_active = self.is_active
        self.stop()
        self.isr = 0
        self.delay_left = 0
        self._delay_is_known = True
        self.pc = 0
        if not self.config.is_side_optional:
            self.set_side(0)
        if was_active:
            self.active(1)

    def exec(self, instruction: "int | str") -> None:
        """On a stopped machine only; text allocates, an encoded instruction does not."""
        self._check()
        if self.is_active:
            raise NotModelled("exec on a running state machine: stop it with active(0) first")
        if isinstance(instruction, str):
            bits = self.config.side_bits + self.config.is_side_optional
            instruction = asm_pio_encode(instruction, bits, self.config.is_side_optional)
        if self.delay_left:
            self._delay_is_known = False
        execute(self, instruction)

    def put(self, value: int, shift: int = 0) -> None:
        self._check()
        if self.tx.level >= self.tx.depth:
            raise WouldBlock("put: the TX FIFO of PIO program {} is full: would block".format(self.config.name()))
        self.tx.push(signed(value << shift) if shift else signed(value))

    def get(self, buf: "Buffer | None" = None, shift: int = 0) -> "Any":
        self._check()
        if not self.rx.level:
            raise WouldBlock("get: the RX FIFO of PIO program {} is empty: would block".format(self.config.name()))
        if buf is not None:
            return self._fill(buf, shift)
        value = self.rx.pop()
        if value < 0:
            value &= 0xFFFFFFFF
        return value >> shift

    def _fill(self, buf: "Buffer", shift: int) -> "Buffer":
        if self.rx.level < len(buf):
            raise WouldBlock("get: {} words asked for, {} there: would block".format(len(buf), self.rx.level))
        mask = 0xFF if isinstance(buf, bytearray) else 0xFFFFFFFF
        for place in range(len(buf)):
            buf[place] = (self.rx.pop() & 0xFFFFFFFF) >> shift & mask
        return buf

    def tx_fifo(self) -> int:
        return self.tx.level

    def rx_fifo(self) -> int:
        return self.rx.level
