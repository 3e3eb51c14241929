"""What a board says that it is, against what it must be."""

from dataclasses import dataclass

from deploy.board import Board
from deploy.troubles import Refused

OLDEST = (1, 28)
MPY_VERSION = 6  # of the bytecode that mpy-cross 1.28 makes; it has no native code, so that no architecture matters
ASK = (
    "import sys\n"
    "i = sys.implementation\n"
    "print(i.name, i.version[0], i.version[1], getattr(i, '_mpy', 0) & 255, getattr(i, '_build', '') or '-', "
    "getattr(i, '_machine', ''))"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """build: the name under which MicroPython was built for the board, as its folder in boards/ is called."""

    interpreter: str
    version: tuple[int, int]
    mpy_version: int
    build: str
    machine: str


def identity_of(board: Board) -> Identity:
    """Ask it. Raises Trouble."""
    words = board.run(ASK).strip().split(" ", 5)
    try:
        name, major, minor, mpy, build = words[:5]
        return Identity(name, (int(major), int(minor)), int(mpy), build, words[5] if len(words) > 5 else "")
    except ValueError:
        raise Refused(
            f"board: it answers {' '.join(words)[:40]!r}: MicroPython is needed; pump flash says how"
        ) from None


def described_as(found: Identity, asked: str | None, known: tuple[str, ...]) -> str:
    """The folder of boards/ that fits it. asked: what the person says it is, or None. Raises Refused."""
    if asked is not None and asked not in known:
        raise Refused(f"--board: {asked}: one of {', '.join(known)}; choose one of them")
    if found.interpreter != "micropython":
        raise Refused(f"board: it runs {found.interpreter}: MicroPython is needed; pump flash says how")
    if found.version < OLDEST or found.mpy_version != MPY_VERSION:
        shown = ".".join(map(str, found.version))
        needed = f"{'.'.join(map(str, OLDEST))} or newer with bytecode {MPY_VERSION} is needed"
        raise Refused(
            f"board: MicroPython {shown} with bytecode {found.mpy_version}: {needed}; pump flash says how to renew it"
        )
    if asked is not None and found.build != asked:
        raise Refused(
            f"--board: {asked}: the board is {found.build} ({found.machine}); leave --board out, or change boards"
        )
    if found.build not in known:
        raise Refused(
            f"board: {found.build} ({found.machine}): no folder in boards/ describes it; take one of {', '.join(known)}"
        )
    return found.build
