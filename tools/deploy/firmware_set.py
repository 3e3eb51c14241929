"""What belongs on a pump's board: its firmware, compiled, with its folders, and the board's description."""

from collections.abc import Iterable
from pathlib import Path

from deploy.mpy import compiled
from rig_parts.handheld_files import is_handhelds_alone

ROOT = Path(__file__).resolve().parents[2]
RUN_AS_SOURCE = ("main.py", "boot.py")  # MicroPython starts these two by name, and only as source


def board_names(root: Path = ROOT) -> tuple[str, ...]:
    """The boards that are described, in order."""
    return tuple(sorted(path.parent.name for path in (root / "boards").glob("*/board.py")))


def sources(board: str, root: Path = ROOT) -> Iterable[tuple[str, Path]]:
    """(path on the board, source) of every file; compiled ones end in .mpy."""
    for source in sorted((root / "firmware").rglob("*.py")):
        name = source.relative_to(root / "firmware").as_posix()
        if is_handhelds_alone(name):
            continue
        yield (name if name in RUN_AS_SOURCE else name.removesuffix(".py") + ".mpy"), source
    yield "board.mpy", root / "boards" / board / "board.py"


def firmware_files(board: str = "RPI_PICO", root: Path = ROOT) -> dict[str, bytes]:
    """{path on the board: content}. Raises DoesNotCompile."""
    files: dict[str, bytes] = {}
    for name, source in sources(board, root):
        is_source = name in RUN_AS_SOURCE
        files[name] = source.read_bytes() if is_source else compiled(source, name.removesuffix(".mpy") + ".py")
    return files
