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
COMMIT_US = 2_000  # two pages of 256 bytes at 0.7 ms (same table: typical 0.4 ms, maximum 3 ms), and reading
OVERWRITES_AN_ERASE = 10  # measured on littlefs 2.11 with this geometry: 0.09 erases each (tools/proof/wear.py)
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
    """As firmware/storage/flash_files.py; contents outlive a reset, so one object serves all boots.

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
        self._overwrites = 0
        self._failures: "list[str]" = []

    def fail_next(self, operation: str, times: int = 1) -> None:
        """Make the next calls of a method, by its name, raise OSError(EIO)."""
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

    def read_part(self, name: str, offset: int, length: int) -> "bytes | None":
        self._begin("read_part")
        content = self.contents.get(name)
        return None if content is None else content[offset : offset + length]

    def size(self, name: str) -> int:
        self._begin("size")
        if name not in self.contents:
            raise OSError(2)
        return len(self.contents[name])

    def names(self, subfolder: str = "") -> "list[str]":
        self._begin("names")
        start = subfolder + "/" if subfolder else ""
        names = [name[len(start) :] for name in self.contents if name.startswith(start)]
        return sorted(name for name in names if "/" not in name)

    def replace(self, name: str, data: "bytes | bytearray") -> None:
        self._begin("replace")
        self._write(name, bytes(data))

    def overwrite(self, name: str, data: "bytes | bytearray") -> None:
        """A commit that erases nothing, but for one in ten."""
        self._begin("overwrite")
        self._overwrites += 1
        self._write(name, bytes(data), self._overwrites % OVERWRITES_AN_ERASE == 0)

    def append(self, name: str, data: "bytes | bytearray") -> None:
        self._begin("append")
        self._write(name, self.contents.get(name, b"") + bytes(data))

    def remove(self, name: str) -> None:
        self._begin("remove")
        if name not in self.contents:
            raise OSError(2)
        self._write(name, None)

    def put_aside(self, name: str) -> None:
        self._begin("put_aside")
        if name not in self.contents:
            raise OSError(2)
        self._write(name + ".aside", self.contents[name])
        del self.contents[name]

    def _write(self, name: str, data: "bytes | None", erases: bool = True) -> None:
        self.writes += 1
        done = False
        try:
            self._stall(COMMIT_US)
            for _ in range(self.erases.next() if erases else 0):
                self.erased += 1
                self._stall(self.stall.next())
            done = True
        finally:
            if done or self.cut_leaves_new.next():
                if data is None:
                    del self.contents[name]
                else:
                    self.contents[name] = data

    def _stall(self, us: int) -> None:
        boot = self.boot
        if boot is None:
            self._clock.advance(us)
            return
        boot.hold_interrupts()
        try:
            self._clock.advance(us)
        finally:
            boot.let_interrupts_in()
