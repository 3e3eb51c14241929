"""The firmware's own FlashFiles over the real littlefs, as MicroPython sets it up, on a modelled flash chip.

Both use littlefs 2.11. One difference from the board: littlefs-python cannot open a file with MicroPython's time
attribute, which is 12 bytes more in a metadata commit that is padded to 256 anyway.
"""

import os
from types import TracebackType
from typing import Any

import littlefs
from littlefs import LittleFS, LittleFSError, UserContext

from fakes.stops import PowerCut
from storage.flash_files import FlashFiles
from twin.flash_chip import BLOCK_BYTES, PAGE_BYTES, FlashChip

FOLDER = "/pump"
EIO = -5
lfs: Any = littlefs.lfs  # its stubs leave types out
_FLAG: Any = littlefs.LFSFileFlag
# extmod/vfs_lfsx.c: init_config; ports/rp2/modules/_boot.py: progsize
GEOMETRY: dict[str, Any] = {
    "block_size": BLOCK_BYTES,
    "read_size": 32,
    "prog_size": PAGE_BYTES,
    "cache_size": 4 * PAGE_BYTES,
    "lookahead_size": 32,
    "block_cycles": 100,
}
MODES: dict[str, Any] = {  # extmod/vfs_lfsx_file.c; the library's own "ab" makes no file
    "rb": _FLAG.rdonly,
    "wb": _FLAG.wronly | _FLAG.creat | _FLAG.trunc,
    "ab": _FLAG.wronly | _FLAG.creat | _FLAG.append,
}


class _Port(UserContext):
    """What littlefs calls. An exception here would be ignored, so a dead chip answers with an error code.

    Reads still answer: littlefs must come back to us by its own way, and what it read after the end is never used.
    """

    def __init__(self, chip: FlashChip) -> None:
        self._chip = chip
        self.in_size = len(chip.blocks) * BLOCK_BYTES

    def read(self, cfg: Any, block: int, off: int, size: int) -> bytearray:
        return bytearray(self._chip.read(block, off, size))

    def prog(self, cfg: Any, block: int, off: int, data: bytes) -> int:
        return 0 if self._chip.program(block, off, bytes(data)) else EIO

    def erase(self, cfg: Any, block: int) -> int:
        return 0 if self._chip.erase(block) else EIO

    def sync(self, cfg: Any) -> int:
        return EIO if self._chip.dead else 0


class _File:
    """One open file. After a power cut it is abandoned: closing it would end the process by an assertion."""

    def __init__(self, disk: "Disk", handle: Any) -> None:
        self._disk = disk
        self._handle = handle

    def __enter__(self) -> "_File":
        return self

    def __exit__(self, _kind: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        if not self._disk.chip.dead:
            self._disk.call(lfs.file_close, self._handle)
            self._disk.closed(self._handle)

    def seek(self, offset: int) -> int:
        return self._disk.call(lfs.file_seek, self._handle, offset, 0)

    def read(self, length: int = -1) -> bytes:
        if length < 0:
            length = self._disk.call(lfs.file_size, self._handle)
        return bytes(self._disk.call(lfs.file_read, self._handle, length))

    def write(self, content: bytes | bytearray | memoryview) -> int:
        return self._disk.call(lfs.file_write, self._handle, bytes(content))


class Disk:
    """The few calls of MicroPython's `os`, and `open`, on one mount of a chip.

    Every call raises OSError as MicroPython's would, and PowerCut once the chip has lost its power.
    reformatted: it could not be mounted, so it was made anew, as MicroPython's _boot.py does.
    """

    def __init__(self, chip: FlashChip) -> None:
        self.chip = chip
        self._littlefs = LittleFS(_Port(chip), mount=False, block_count=len(chip.blocks), **GEOMETRY)
        self._open: list[Any] = []  # kept alive: littlefs holds pointers to them
        self.reformatted = False
        try:
            self._littlefs.mount()
        except LittleFSError:
            self.reformatted = True
            self._whole(self._littlefs.format)
            self._whole(self._littlefs.mount)

    def call(self, function: Any, *arguments: Any) -> Any:
        """Call a function of littlefs on this file system."""
        return self._whole(function, self._littlefs.fs, *arguments)

    def _whole(self, function: Any, *arguments: Any) -> Any:
        if self.chip.dead:
            raise PowerCut()
        try:
            result = function(*arguments)
        except LittleFSError as error:
            if self.chip.dead:
                raise PowerCut() from None
            raise OSError(-error.code, os.strerror(-error.code)) from None
        if self.chip.dead:
            raise PowerCut()
        return result

    def open(self, path: str, mode: str) -> _File:
        handle = self.call(lfs.file_open, path, MODES[mode])
        self._open.append(handle)
        return _File(self, handle)

    def closed(self, handle: Any) -> None:
        self._open = [other for other in self._open if other is not handle]

    def used_blocks(self) -> int:
        """As littlefs counts them; a block that two files share counts twice."""
        return self._littlefs.used_block_count

    def mkdir(self, path: str) -> None:
        self.call(lfs.mkdir, path)

    def rename(self, old: str, new: str) -> None:
        self.call(lfs.rename, old, new)

    def remove(self, path: str) -> None:
        self.call(lfs.remove, path)

    def stat(self, path: str) -> tuple[int, ...]:
        """As MicroPython's: the size is the seventh."""
        return (0, 0, 0, 0, 0, 0, self.call(lfs.stat, path).size)

    def listdir(self, path: str) -> list[str]:
        return self._whole(self._littlefs.listdir, path)


class LittlefsFiles(FlashFiles):
    """The `files` of the firmware: one mount, so one object a boot."""

    def __init__(self, chip: FlashChip) -> None:
        self.disk = Disk(chip)
        super().__init__(self.disk, self.disk.open, FOLDER)
