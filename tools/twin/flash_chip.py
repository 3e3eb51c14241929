"""A NOR flash chip as its programs and erases leave it: it wears, it can lose power in the middle of one, it can fail.

Not modelled: bits that read one way now and another way later, and a neighbour that a program disturbs.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

BLOCK_BYTES = 4096
PAGE_BYTES = 256
BLOCKS = 352  # 1408 KiB: what MicroPython's RPI_PICO build leaves for files
ERASE_US = 45_000  # source: W25Q16JV datasheet, 4 KB sector erase, typical
WORST_ERASE_US = 400_000  # the same, at most
PROGRAM_US = 700  # the same, page program, typical
ERASED = b"\xff" * BLOCK_BYTES
PROGRAM = "program"
ERASE = "erase"

Image = tuple[bytes, ...]


@dataclass(frozen=True)
class Operation:
    """One erase of a block, or the program of at most one page of it. number: from 0, since the chip was made."""

    number: int
    kind: str
    block: int
    offset: int = 0
    data: bytes = b""

    def done(self, old: bytes) -> bytes:
        """The block after it; a program only clears bits."""
        if self.kind == ERASE:
            return ERASED
        end = self.offset + len(self.data)
        cleared = bytes(a & b for a, b in zip(old[self.offset : end], self.data, strict=True))
        return old[: self.offset] + cleared + old[end:]

    def torn(self, old: bytes, chance: random.Random) -> bytes:
        """The block when the power goes in the middle of it."""
        return self._half_erased(old, chance) if self.kind == ERASE else self._half_programmed(old, chance)

    def _half_programmed(self, old: bytes, chance: random.Random) -> bytes:
        whole = self.done(old)
        if chance.random() < 0.5:
            kept = self.offset + chance.randrange(len(self.data) + 1)
            return whole[:kept] + old[kept:]
        page = slice(self.offset, self.offset + len(self.data))
        masks = chance.randbytes(len(self.data))
        some = bytes(a & (b | mask) for a, b, mask in zip(old[page], whole[page], masks, strict=True))
        return old[: page.start] + some + old[page.stop :]

    def _half_erased(self, old: bytes, chance: random.Random) -> bytes:
        """Cells are all programmed first, then drift back to ones; which ones have come is up to chance."""
        way = chance.randrange(4)
        if way == 0:
            return chance.randbytes(BLOCK_BYTES)
        if way == 1:
            edge = chance.randrange(BLOCK_BYTES + 1)
            return ERASED[:edge] + old[edge:]
        if way == 2:
            edge = chance.randrange(BLOCK_BYTES + 1)
            return bytes(edge) + old[edge:]
        return bytes(a | b for a, b in zip(old, chance.randbytes(BLOCK_BYTES), strict=True))


def _no_time(_us: int) -> None: ...


def _no_watch(_operation: Operation) -> None: ...


@dataclass
class FlashChip:
    """blocks: what is in them now. erases: of each block. bytes_programmed: in all.

    watch: told of each operation before it happens. busy: told how long it takes, in us, before it happens.
    dead: it lost power; nothing is written until `revive`. worn: blocks that keep no more bits and do not say so.
    refuses: every program and erase reports an error. over_programmed: pages that were not erased before.
    erase_us: how long an erase takes.
    """

    blocks: list[bytes] = field(default_factory=lambda: [ERASED] * BLOCKS)
    watch: Callable[[Operation], None] = _no_watch
    busy: Callable[[int], None] = _no_time
    operations: int = 0
    bytes_programmed: int = 0
    over_programmed: int = 0
    dead: bool = False
    refuses: bool = False
    erase_us: int = ERASE_US
    worn: set[int] = field(default_factory=set[int])

    def __post_init__(self) -> None:
        self.erases = [0] * len(self.blocks)
        self._cut_at: int | None = None
        self._chance: random.Random | None = None

    @classmethod
    def holding(cls, image: Sequence[bytes]) -> "FlashChip":
        """A chip with this content and no wear."""
        return cls(blocks=list(image))

    def image(self) -> Image:
        return tuple(self.blocks)

    def cut_power_at(self, number: int, chance: random.Random | None = None) -> None:
        """Die at that operation: before anything of it happens, or in the middle of it as `chance` has it."""
        self._cut_at, self._chance = number, chance

    def revive(self) -> None:
        self.dead = False
        self._cut_at = None

    def read(self, block: int, offset: int, size: int) -> bytes:
        return self.blocks[block][offset : offset + size]

    def program(self, block: int, offset: int, data: bytes) -> bool:
        """Page by page. False if it was not all done; a worn block claims that it was."""
        for start in range(0, len(data), PAGE_BYTES):
            page = data[start : start + PAGE_BYTES]
            if not self._operate(Operation(self.operations, PROGRAM, block, offset + start, page), PROGRAM_US):
                return False
            self.bytes_programmed += len(page)
        return True

    def erase(self, block: int) -> bool:
        if not self._operate(Operation(self.operations, ERASE, block), self.erase_us):
            return False
        self.erases[block] += 1
        return True

    def _operate(self, operation: Operation, us: int) -> bool:
        if self.dead or self.refuses:
            return False
        self.busy(us)
        self.watch(operation)
        old = self.blocks[operation.block]
        if operation.number == self._cut_at:
            self.dead = True
            if self._chance is not None:
                self.blocks[operation.block] = operation.torn(old, self._chance)
            return False
        self.operations += 1
        if operation.block not in self.worn:
            end = operation.offset + len(operation.data)
            self.over_programmed += old[operation.offset : end] != ERASED[operation.offset : end]
            self.blocks[operation.block] = operation.done(old)
        return True
