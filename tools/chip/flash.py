"""Builds and reads the littlefs that MicroPython finds on the emulated flash."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, cast

from littlefs import LittleFS, UserContext
from rp2040py.boards import FlashLayout

from deploy.firmware_set import ROOT, firmware_files
from deploy.mpy import compiled

__all__ = ["ROOT", "build", "compiled", "compiled_text", "firmware_files", "read"]


def compiled_text(source: str, name: str) -> bytes:
    """The .mpy of a Python text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.py"
        path.write_text(source)
        return compiled(path, name)


def _mounted(layout: FlashLayout, content: bytes | None) -> LittleFS:
    """Raises LittleFSError for content that does not mount, where littlefs-python by itself would format it."""
    context = UserContext(buffsize=layout.fs_blocksize * layout.fs_blockcount)
    fs = LittleFS(
        context=context,
        mount=False,
        block_size=layout.fs_blocksize,
        block_count=layout.fs_blockcount,
        read_size=32,
        prog_size=256,
        cache_size=1024,
        lookahead_size=32,
    )
    if content is None:
        fs.format()
    else:
        context.buffer[:] = content
    fs.mount()
    return fs


def _open(fs: LittleFS, name: str, mode: str) -> BinaryIO:
    return cast(BinaryIO, fs.open(name, mode))  # pyright: ignore[reportUnknownMemberType]


def build(layout: FlashLayout, files: Mapping[str, bytes], onto: bytes | None = None) -> bytes:
    """A file system with these files (names with folders), made new or written into an existing one."""
    fs = _mounted(layout, onto)
    for name, data in files.items():
        folder = Path(name).parent.as_posix()
        if folder != ".":
            fs.makedirs(folder, exist_ok=True)
        with _open(fs, name, "wb") as file:
            file.write(data)
    fs.unmount()
    return bytes(fs.context.buffer)


def read(layout: FlashLayout, content: bytes) -> dict[str, bytes]:
    """Every file of a file system, by name with folders."""
    fs = _mounted(layout, content)
    files: dict[str, bytes] = {}
    for folder, _folders, names in fs.walk("/"):
        for name in names:
            path = f"{folder.rstrip('/')}/{name}".lstrip("/")
            with _open(fs, path, "rb") as file:
                files[path] = file.read()
    fs.unmount()
    return files
