"""What a deploy has to do: which files are copied, which go, and in which order they change places."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

STAGED = "next/"
KEPT = ("pump/", "kept/")  # by the pump and by the hand-held: nobody else's business
LIST = STAGED + "list"
CODE = (".py", ".mpy")
# Before the list is worked off nothing else runs than these, so they must fit each other at every instant.
FIRST = ("switch_over.mpy", "main.py")
READ_FIRST = ("default_rig.mpy", "default_handheld.mpy", "board.mpy")  # the last takes over the one that it names
INLINE_BYTES = 512  # littlefs keeps a file up to this size within its folder: a cache of 1 kB, an eighth of a block
BLOCK_BYTES = 4096
BLOCKS_LEFT = 16  # for the pump's own files while both sets lie there, 64 kB


def hex_digest(content: bytes) -> str:
    return sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Plan:
    """copied: {path: content}, in the order they change places. removed: paths. kept: how many are right already."""

    copied: Mapping[str, bytes]
    removed: tuple[str, ...]
    kept: int

    @property
    def is_empty(self) -> bool:
        return not self.copied and not self.removed

    def steps(self) -> list[str]:
        """The lines of the list that firmware/switch_over.py works off."""
        return [f"+{path}" for path in self.copied] + [f"-{path}" for path in self.removed]

    def blocks(self, bytes_a_block: int = BLOCK_BYTES) -> int:
        """How many blocks the copies take at most, beside what is there."""
        large = sum(
            -(-len(content) // bytes_a_block) for content in self.copied.values() if len(content) > INLINE_BYTES
        )
        small = sum(len(content) for content in self.copied.values() if len(content) <= INLINE_BYTES)
        folder = 2 + (small + 64 * len(self.copied)) * 2 // bytes_a_block
        return large + folder


def staged_name(path: str) -> str:
    """Where a file waits for its place."""
    return STAGED + path.replace("/", "!")


def plan_of(found: Mapping[str, str], wanted: Mapping[str, bytes]) -> Plan:
    """found: {path: digest} of what is on the board. Python files that are not wanted go, others stay.

    What lies in /pump, /kept, /lib or /next is nobody's business here.
    """
    copied = {path: content for path, content in wanted.items() if found.get(path) != hex_digest(content)}
    removed = [
        path
        for path in sorted(found)
        if path not in wanted and path.endswith(CODE) and not path.startswith((*KEPT, STAGED, "lib/"))
    ]
    return Plan(
        {path: copied[path] for path in sorted(copied, key=lambda path: _rank(path, found))},
        tuple(removed),
        len(wanted) - len(copied),
    )


def _rank(path: str, found: Mapping[str, str]) -> tuple[int, str]:
    """What main.py reads first must be there before it, where it is not yet; otherwise it is one of the rest."""
    order = [FIRST[0], *(name for name in READ_FIRST if name not in found), FIRST[1]]
    return (order.index(path) if path in order else len(order), path)
