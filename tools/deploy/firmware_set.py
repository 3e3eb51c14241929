"""What belongs on a board: the firmware of the pump or of the hand-held, compiled, and the board's description."""

from collections.abc import Iterable
from pathlib import Path

from deploy.devices import HANDHELD, PUMP, Device
from deploy.mpy import compiled
from deploy.reached import reached
from rig_parts.handheld_files import is_handhelds_alone

ROOT = Path(__file__).resolve().parents[2]
HANDHELD_RIG = "default_handheld.py"  # which its board's description takes over
RUN_AS_SOURCE = ("main.py", "boot.py")  # MicroPython starts these two by name, and only as source


def board_names(root: Path = ROOT, device: Device = PUMP) -> tuple[str, ...]:
    """The boards that are described as this device, in order."""
    return tuple(sorted(path.parent.name for path in (root / "boards").glob(f"*/{device.description}")))


def sources(board: str, root: Path = ROOT, device: Device = PUMP) -> Iterable[tuple[str, Path]]:
    """(path on the board, source) of every file; compiled ones end in .mpy."""
    firmware = root / "firmware"
    for source in sorted(_files_of(device, firmware)):
        name = "main.py" if source == firmware / device.started else source.relative_to(firmware).as_posix()
        yield (name if name in RUN_AS_SOURCE else name.removesuffix(".py") + ".mpy"), source
    yield "board.mpy", root / "boards" / board / device.description


def _files_of(device: Device, firmware: Path) -> set[Path]:
    """The hand-held: what its main.py reaches. The pump, which loads some by name: all that is not the hand-held's."""
    if device is HANDHELD:
        return reached(firmware / device.started, firmware) | {firmware / HANDHELD_RIG}
    every = firmware.rglob("*.py")
    return {source for source in every if not is_handhelds_alone(source.relative_to(firmware).as_posix())}


def firmware_files(board: str = "RPI_PICO", root: Path = ROOT, device: Device = PUMP) -> dict[str, bytes]:
    """{path on the board: content}. Raises DoesNotCompile."""
    files: dict[str, bytes] = {}
    for name, source in sources(board, root, device):
        is_source = name in RUN_AS_SOURCE
        files[name] = source.read_bytes() if is_source else compiled(source, name.removesuffix(".mpy") + ".py")
    return files
