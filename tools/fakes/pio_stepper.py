"""Event-level model of the step generator: edges, receipts and FIFO levels by arithmetic, not cycle by cycle.

Program, by address: 0 pull, 1 out y, 2 mov isr, 3 mov x, 4 wait loop, 5 rise and hold 4 cycles, 6 fall and
count, 7 push the receipt, 8 jump back in 4 cycles.
"""

from fakes.boot import Boot
from fakes.pio_config import PioConfig
from fakes.pio_forced import signed
from fakes.pio_model import PioModel
from fakes.stops import NotModelled
from fakes.virtual_clock import LAP_MASK, VirtualClock, us_from

WORDS = (0x80A0, 0x604B, 0xA0C7, 0xA026, 0x0044, 0xB342, 0x0088, 0x8020, 0x0303)

PULL, OUT, MOV, RISE, FALL, PUSH = range(6)  # what the cycle `_at` does

COUNT_BITS = 11
COUNT_MASK = 0x7FF
PULL_TO_RISE = 5  # cycles, without the delay
MOV_TO_RISE = 3
RISE_TO_RISE = 11
RISE_TO_FALL = 4
FALL_TO_RISE = 7
BACK_TO_RISE = 6
LONGEST_WAIT = 0x0FFFFFFF


class StepperModel(PioModel):
    """A running machine is `_phase`, the lap time `_at` at which that phase's cycle is due, y, and the delay in isr.

    The wire's on_rising(us) is called for each edge in order. edges: how many there were.
    """

    def __init__(self, clock: VirtualClock, boot: Boot, config: PioConfig) -> None:
        config.require(config.side_wire is not None, "sideset_base is missing")
        config.require(config.out_shifts_right, "the OSR must shift right")
        config.require(not config.is_automatic, "autopush and autopull are not modelled")
        config.require(config.tx_depth == 4, "the FIFOs must not be joined")
        super().__init__(clock, boot, config)
        self._phase = PULL
        self._at = clock.us
        self._is_in_wait = False  # entered the wait loop by active(1): then isr does not tell how long it is
        self.edges = 0
        clock.drivers.append(self)

    def detach(self) -> None:
        self.clock.drivers = [source for source in self.clock.drivers if source is not self]

    def run_until(self, us: int) -> None:
        if not self.is_active:
            return
        left = us_from(self._at, us)
        while left > 0:
            phase = self._phase
            if phase == RISE:
                left = self._make_steps(left)
            elif phase == FALL:
                left -= self._count_step()
            elif phase == PUSH:
                if self.rx.level == self.rx.depth:
                    self._at = us
                    return
                self.rx.push(self.isr)
                self.isr = 0
                left -= self._later(1, PULL)
            elif phase == PULL:
                if not self.tx.level:
                    self._at = us
                    return
                self.osr = self.tx.pop()
                if left > PULL_TO_RISE and self.osr >= 0:
                    left -= self._load()
                else:
                    left -= self._later(1, OUT)
            elif phase == OUT:
                osr = self.osr if self.osr >= 0 else self.osr & 0xFFFFFFFF
                self.y = osr & COUNT_MASK
                self.osr = osr >> COUNT_BITS
                left -= self._later(1, MOV)
            else:
                self.isr = self.osr
                left -= self._later(MOV_TO_RISE + self.isr, RISE)

    def _later(self, cycles: int, phase: int) -> int:
        self._at = (self._at - LAP_MASK - 1 + cycles) & LAP_MASK
        self._phase = phase
        return cycles

    def _load(self) -> int:
        """Pull, out and mov in one go."""
        word = self.osr
        self.y = word & COUNT_MASK
        self.osr = self.isr = word >> COUNT_BITS
        return self._later(PULL_TO_RISE + self.isr, RISE)

    def _count_step(self) -> int:
        self.side_level = 0
        if self.y == 0:
            self.y = -1
            return self._later(1, PUSH)
        self.y = signed(self.y - 1)
        return self._later(FALL_TO_RISE + self.isr, RISE)

    def _make_steps(self, left: int) -> int:
        """The rises that are due, as many as this word has; returns what is left of the time."""
        wire = self.config.side_wire
        listener = wire.on_rising if wire is not None else None
        at = self._at
        first_y = y = self.y
        gap = self.isr + RISE_TO_RISE
        back = gap - LAP_MASK - 1
        while left > RISE_TO_FALL and y:
            if listener is not None:
                listener(at)
            y -= 1
            at = (at + back) & LAP_MASK
            left -= gap
        self.edges += first_y - y
        self.y = y
        self._at = at
        if left > 0:
            self.edges += 1
            if listener is not None:
                listener(at)
            self.side_level = 1
            left -= self._later(RISE_TO_FALL, FALL)
        self.x = -1
        self._is_in_wait = False
        return left

    def _freeze(self, now: int) -> None:
        self.run_until(now)
        ahead = us_from(now, self._at)  # cycles until `_at`
        phase = self._phase
        self.delay_left = 0
        if phase < RISE:
            self.pc = phase
        elif phase == FALL:
            self.pc = 6
            self.delay_left = ahead
        elif phase == PUSH:
            self.pc = 7
        elif self._is_in_wait or ahead <= self.isr + 1:
            self.pc = 4 if ahead else 5
            self.x = ahead - 1
        else:
            ahead -= self.isr + 2
            self.pc = 8 if ahead == 4 else 3
            self.delay_left = ahead & 3

    def _thaw(self, now: int) -> None:
        pc = self.pc
        wait = self.delay_left
        phase = RISE
        self._is_in_wait = pc == 4
        if pc < 3:
            phase = pc
        elif pc == 3:
            wait += self.isr + 2
        elif pc == 4:
            wait += self.x + 1
        elif pc == 6:
            phase = FALL
        elif pc == 7:
            phase = PUSH
        elif pc == 8:
            wait += self.isr + BACK_TO_RISE
        elif pc != 5:
            raise NotModelled("pc {} is outside the program {}".format(pc, self.config.name()))
        if not 0 <= wait <= LONGEST_WAIT or self.isr < 0:
            raise NotModelled("{}: a wait of {} cycles".format(self.config.name(), wait))
        self._at = now
        self._later(wait, phase)
