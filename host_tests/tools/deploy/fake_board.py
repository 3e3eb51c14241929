"""A board in memory: its flash, a prompt that runs the very code a deploy sends, and starts that go as main.py's do."""

import binascii
import builtins
import hashlib
import io
import types
import zlib
from collections.abc import Callable
from typing import Any

import switch_over
from deploy.troubles import BoardRaised, Cut, FlashFull

FOLDER, FILE = 0x4000, 0x8000
BLOCK = 4096


class PowerCut(BaseException):
    """No code on the board outlives it."""


class Flash:
    """Files by path, folders; each operation that changes it takes effect whole, as on littlefs.

    cut_after: how many changes still happen before the power goes; None for none. A file that is written changes at
    its close. changes: how many there were.
    """

    def __init__(self, files: dict[str, bytes], blocks: int = 352) -> None:
        self.files = dict(files)
        self.folders = {path[:place] for path in files for place, letter in enumerate(path) if letter == "/"}
        self.blocks = blocks
        self.cut_after: int | None = None
        self.changes = 0

    def _change(self) -> None:
        if self.cut_after is not None and self.changes >= self.cut_after:
            raise PowerCut
        self.changes += 1

    def copied(self) -> "Flash":
        """The same content, without a cut to come."""
        flash = Flash(self.files, self.blocks)
        flash.folders = set(self.folders)
        return flash

    def free_blocks(self) -> int:
        return self.blocks - sum(-(-len(content) // BLOCK) for content in self.files.values())

    def open(self, path: str, mode: str = "r") -> io.IOBase:
        name = path.strip("/")
        if mode in ("wb", "ab"):
            return Written(self, name, self.files.get(name, b"") if mode == "ab" else b"")
        if name not in self.files:
            raise OSError(2, "ENOENT")
        content = self.files[name]
        return io.BytesIO(content) if mode == "rb" else io.StringIO(content.decode())

    def keep(self, name: str, content: bytes) -> None:
        self._change()
        if -(-len(content) // BLOCK) > self.free_blocks():
            raise OSError(28, "ENOSPC")
        self.files[name] = content

    # As the os module

    def ilistdir(self, folder: str = "/") -> list[tuple[str, int, int]]:
        start = folder.strip("/") + "/" if folder.strip("/") else ""
        if start and start[:-1] not in self.folders:
            raise OSError(2, "ENOENT")
        entries = [(name, FILE) for name in self.files] + [(name, FOLDER) for name in self.folders]
        below = [(name[len(start) :], kind) for name, kind in entries if name.startswith(start)]
        return sorted((name, kind, 0) for name, kind in below if name and "/" not in name)

    def listdir(self, folder: str = "/") -> list[str]:
        return [entry[0] for entry in self.ilistdir(folder)]

    def mkdir(self, path: str) -> None:
        if path.strip("/") in self.folders:
            raise OSError(17, "EEXIST")
        self._change()
        self.folders.add(path.strip("/"))

    def rmdir(self, path: str) -> None:
        if self.ilistdir(path):
            raise OSError(39, "ENOTEMPTY")
        self._change()
        self.folders.remove(path.strip("/"))

    def remove(self, path: str) -> None:
        if path.strip("/") not in self.files:
            raise OSError(2, "ENOENT")
        self._change()
        del self.files[path.strip("/")]

    def rename(self, old: str, new: str) -> None:
        folder = new.strip("/").rpartition("/")[0]
        if old.strip("/") not in self.files or (folder and folder not in self.folders):
            raise OSError(2, "ENOENT")
        self._change()
        self.files[new.strip("/")] = self.files.pop(old.strip("/"))

    def statvfs(self, _path: str) -> tuple[int, int, int, int]:
        return (BLOCK, BLOCK, self.blocks, self.free_blocks())


class Written(io.BytesIO):
    """A file that is written: on flash at its close, and at a close that the power survives alone."""

    def __init__(self, flash: Flash, name: str, before: bytes) -> None:
        super().__init__()
        self.write(before)
        self._flash = flash
        self._name = name

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._flash.keep(self._name, self.getvalue())


class Deflated:
    """deflate.DeflateIO over a whole stream."""

    def __init__(self, stream: io.BytesIO, _format: int) -> None:
        self._stream = stream

    def read(self) -> bytes:
        return zlib.decompress(self._stream.read())


class FakeBoard:
    """Its prompt. cable_cut_at: the call of `run` that no longer arrives; None for none."""

    def __init__(self, flash: Flash, cable_cut_at: int | None = None) -> None:
        self.flash = flash
        self.ran: list[str] = []
        self._cut_at = cable_cut_at
        self._printed: list[str] = []
        self._globals: dict[str, Any] = {"__builtins__": {**vars(builtins), **self._own_builtins()}}

    def _own_builtins(self) -> dict[str, Callable[..., Any]]:
        modules = {
            "os": self.flash,
            "hashlib": hashlib,
            "binascii": binascii,
            "io": io,
            "deflate": types.SimpleNamespace(DeflateIO=Deflated, ZLIB=1),
        }

        def imported(name: str, *_: object) -> Any:
            return modules[name]

        def printed(*words: object) -> None:
            self._printed.append(" ".join(map(str, words)))

        return {"__import__": imported, "open": self.flash.open, "print": printed}

    def run(self, code: str) -> str:
        if self._cut_at is not None and len(self.ran) >= self._cut_at:
            raise Cut("the connection broke off")
        self.ran.append(code)
        self._printed.clear()
        try:
            exec(code, self._globals)
        except OSError as error:
            if error.errno == 28:
                raise FlashFull("its flash is full") from None
            raise BoardRaised(f"the board says: {error!r}") from None
        return "\n".join(self._printed)


def started(flash: Flash) -> dict[str, bytes] | None:
    """Power on: what main.py does first, then the firmware that runs, without the pump's own files; None: nothing does.

    A power cut that flash.cut_after sets may fall into it.
    """
    if "main.py" not in flash.files:
        return None
    if b"switch" in flash.files["main.py"] and "next" in flash.listdir("/"):
        assert "switch_over.mpy" in flash.files, "main.py imports it"
        board = flash.files["board.mpy"]
        assert b"default_rig" not in board or "default_rig.mpy" in flash.files, "main.py imports both"
        switch_over.finish(flash, flash.open)
    return {name: content for name, content in flash.files.items() if not name.startswith(("pump/", "next/"))}
