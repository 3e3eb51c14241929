"""Event-level model of the HX711 reader: a word in one go where nothing disturbs it, else cycle by cycle.

Program, by address: 0 set x, 1 wait for data low, 2 clock high, 3 take a bit, 4 next bit, 5 the 25th pulse,
6 push.
"""

from fakes.boot import Boot
from fakes.pins import Wire
from fakes.pio_config import PioConfig
from fakes.pio_forced import signed
from fakes.pio_model import PioModel
from fakes.stops import NotModelled
from fakes.virtual_clock import LAP_MASK, SIGN_BIT, VirtualClock, us_after

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Line(Protocol):
        """What hangs on the clock and data wires; `us` is a cycle, and cycles come in order."""

        is_present: bool

        def rise(self, us: int) -> None: ...
        def fall(self, us: int) -> None: ...
        def level_at(self, us: int) -> int: ...
        def low_from(self, us: int, limit: int) -> int: ...
        def read_word(self, us: int, cycles: int) -> int: ...


WORDS = (0xE037, 0x2020, 0xB042, 0x4001, 0x0042, 0xB042, 0x8020)

WAIT_TO_WAIT = 76  # cycles
WAIT_TO_PUSH = 74
WHOLE_WORD_X = 23


class BareWire:
    """A data wire with nothing on it: it reads its pulls."""

    is_present = True

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def rise(self, us: int) -> None: ...

    def fall(self, us: int) -> None: ...

    def level_at(self, us: int) -> int:
        return self._wire.level()

    def low_from(self, us: int, limit: int) -> int:
        return -1 if self._wire.level() else 0

    def read_word(self, us: int, cycles: int) -> int:
        return -1


class Hx711Model(PioModel):
    """pc, x and isr are always those of cycle `_at`.

    A read that has begun is carried out once it is complete, or earlier if somebody can tell the difference.
    """

    def __init__(self, clock: VirtualClock, boot: Boot, config: PioConfig) -> None:
        config.require(
            config.side_wire is not None and config.in_wire is not None, "sideset_base or in_base is missing"
        )
        config.require(not config.in_shifts_right, "the ISR must shift left")
        config.require(not config.is_automatic, "autopush and autopull are not modelled")
        super().__init__(clock, boot, config)
        assert config.in_wire is not None
        self._wire = config.in_wire
        self._bare = BareWire(config.in_wire)
        self._at = clock.us
        clock.samplers.append(self)

    def detach(self) -> None:
        """Its pin is let go, and falls."""
        self.set_side(0)
        self.clock.samplers = [source for source in self.clock.samplers if source is not self]

    def _line(self) -> "Line":
        device: "Line | None" = self._wire.device  # type: ignore[assignment]
        if device is None or not device.is_present:
            return self._bare
        return device

    def run_until(self, us: int) -> None:
        if self.is_active:
            self._run(us, False)

    def pad_level(self, wire: Wire) -> int:
        if self.is_active:
            self._run(self.clock.us, True)
        return self.side_level

    def _run(self, us: int, is_exact: bool) -> None:
        left = (us - self._at) & LAP_MASK
        if left >= SIGN_BIT:
            return
        line = self._line()
        while left > 0:
            if self.pc == 1:
                if self.side_level:
                    self._clock_wire(line, 0)
                ahead = line.low_from(self._at, us)
                if ahead < 0:
                    self._at = us
                    return
                self._later(ahead)
                left -= ahead
                taken = self._take_word(line) if left >= WAIT_TO_WAIT else 0
                if taken:
                    left -= taken
                    continue
                if not is_exact and left <= WAIT_TO_PUSH and self.x == WHOLE_WORD_X:
                    return
            elif self.pc == 6 and self.rx.level == self.rx.depth:
                self._clock_wire(line, 0)
                self._at = us
                return
            self._cycle(line)
            left -= 1

    def _later(self, cycles: int) -> None:
        self._at = us_after(self._at, cycles)

    def _take_word(self, line: "Line") -> int:
        """Read and push a whole word in one go; returns the cycles that took, 0 when it has to go bit by bit."""
        if self.isr or self.x != WHOLE_WORD_X or self.side_level:
            return 0
        word = line.read_word(self._at, WAIT_TO_WAIT)
        if word < 0:
            return 0
        if self.rx.level < self.rx.depth:
            self.rx.push(word)
            self._later(WAIT_TO_WAIT)
            return WAIT_TO_WAIT
        self.isr = word
        self.x = -1
        self.pc = 6
        self._later(WAIT_TO_PUSH)
        return WAIT_TO_PUSH

    def _clock_wire(self, line: "Line", level: int) -> None:
        if level != self.side_level:
            self.side_level = level
            if level:
                line.rise(self._at)
            else:
                line.fall(self._at)

    def _cycle(self, line: "Line") -> None:
        """The instruction at pc in cycle `_at`; push has room."""
        pc = self.pc
        self._clock_wire(line, 1 if pc == 2 or pc == 5 else 0)
        self.pc = pc + 1
        if pc == 0:
            self.x = WHOLE_WORD_X
        elif pc == 1:
            if line.level_at(self._at):
                self.pc = 1
        elif pc == 3:
            self.isr = signed(self.isr << 1 | line.level_at(self._at))
        elif pc == 4:
            if self.x:
                self.pc = 2
            self.x = signed(self.x - 1)
        elif pc == 6:
            self.rx.push(self.isr)
            self.isr = 0
            self.pc = 0
        self._later(1)

    def set_side(self, level: int) -> None:
        self._at = self.clock.us
        self._clock_wire(self._line(), level)

    def _freeze(self, now: int) -> None:
        self._run(now, True)

    def _thaw(self, now: int) -> None:
        if self.pc > 6:
            raise NotModelled("pc {} is outside the program {}".format(self.pc, self.config.name()))
        self._at = now
