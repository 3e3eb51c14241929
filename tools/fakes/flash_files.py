"""Files on a flash that stalls Python while it erases, fails, and can lose power in the middle."""

from fakes.boot import Boot
from fakes.virtual_clock import VirtualClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Draw(Protocol):
        def next(self) -> int: ...

    class Rng(Protocol):
        def randrange(self, stop: int) -> int: ...


TYPICAL_ERASE_US = 45_000  # source: 4 KB sector erase of the usual parts (W25Q16JV datasheet: typical 45 ms)
WORST_ERASE_US = 400_000  # source: the same table, maximum
EIO = 5


class Cycle:
    """Draws the given values over and over."""

    def __init__(self, values: "list[int]") -> None:
        self._values = values
        self._next = 0

    def next(self) -> int:
        value = self._values[self._next]
        self._next = (self._next + 1) % len(self._values)
        return value


class RandomStall:
    """Mostly the typical erase, the worst once in `one_in`. rng: has randrange(n)."""

    def __init__(self, rng: "Rng", one_in: int = 100) -> None:
        self._rng = rng
        self._one_in = one_in

    def next(self) -> int:
        return TYPICAL_ERASE_US if self._rng.randrange(self._one_in) else WORST_ERASE_US


class FlashFiles:
    """read, replace, append, remove, names; contents outlive a reset, so one object serves all boots.

    stall: draws the length of each erase in us. erases: draws how many one write costs.
    cut_leaves_new: draws 1 when a stop within a write leaves the new content, 0 for the old; never a mixture.
    Interrupts wait for the end of each erase; state machines go on.
    """

    def __init__(self, clock: VirtualClock, stall: "Draw | None" = None, erases: "Draw | None" = None) -> None:
        self._clock = clock
        self.boot: "Boot | None" = None
        self.stall: "Draw" = stall or Cycle([TYPICAL_ERASE_US])
        self.erases: "Draw" = erases or Cycle([1])
        self.cut_leaves_new: "Draw" = Cycle([0])
        self.contents: "dict[str, bytes]" = {}
        self.writes = 0
        self.erased = 0
        self._failures: "list[str]" = []

    def fail_next(self, operation: str, times: int = 1) -> None:
        """Make the next calls of an operation ("read", "replace", "append", "remove", "names") raise OSError(EIO)."""
        for _ in range(times):
            self._failures.append(operation)

    def _begin(self, operation: str) -> None:
        if self.boot is not None:
            self.boot.check()
        if operation in self._failures:
            self._failures.remove(operation)
            raise OSError(EIO)

    def read(self, name: str) -> "bytes | None":
        self._begin("read")
        return self.contents.get(name)

    def names(self) -> "list[str]":
        self._begin("names")
        return sorted(self.contents)

    def replace(self, name: str, data: "bytes | bytearray") -> None:
        self._begin("replace")
        self._write(name, bytes(data))

    def append(self, name: str, data: "bytes | bytearray") -> None:
        self._begin("append")
        self._write(name, self.contents.get(name, b"") + bytes(data))

    def remove(self, name: str) -> None:
        self._begin("remove")
        if name not in self.contents:
            raise OSError(2)
        self._write(name, None)

    def _write(self, name: str, data: "bytes | None") -> None:
        self.writes += 1
        done = False
        try:
            for _ in range(self.erases.next()):
                self.erased += 1
                self._erase()
            done = True
        finally:
            if done or self.cut_leaves_new.next():
                if data is None:
                    del self.contents[name]
                else:
                    self.contents[name] = data

    def _erase(self) -> None:
        boot = self.boot
        if boot is None:
            self._clock.advance(self.stall.next())
            return
        boot.hold_interrupts()
        try:
            self._clock.advance(self.stall.next())
        finally:
            boot.let_interrupts_in()
