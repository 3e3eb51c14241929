"""Pictures of dots as PNG files, without a library: black and white, each dot a square."""

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

Rows = Sequence[Sequence[int]]
SIGNATURE = b"\x89PNG\r\n\x1a\n"
GAP = 4  # dots between two pictures of a sheet


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _lines(rows: Rows, scale: int) -> bytes:
    """Eight bits a pixel, each line behind its filter byte of 0."""
    lines = b""
    for row in rows:
        line = b"\0" + b"".join((b"\xff" if dot else b"\0") * scale for dot in row)
        lines += line * scale
    return lines


def save(path: Path, rows: Rows, scale: int = 4) -> None:
    """rows: 1 for a lit dot. scale: pixels a dot."""
    header = struct.pack(">IIBBBBB", len(rows[0]) * scale, len(rows) * scale, 8, 0, 0, 0, 0)
    body = _chunk(b"IDAT", zlib.compress(_lines(rows, scale), 9))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(SIGNATURE + _chunk(b"IHDR", header) + body + _chunk(b"IEND", b""))


def is_saved(path: Path, rows: Rows, scale: int = 4) -> bool:
    """The file shows this picture, however it was packed."""
    if not path.exists():
        return False
    content = path.read_bytes()
    start = content.index(b"IDAT")
    (length,) = struct.unpack(">I", content[start - 4 : start])
    return zlib.decompress(content[start + 4 : start + 4 + length]) == _lines(rows, scale)


def sheet(pictures: Sequence[Rows], across: int) -> list[list[int]]:
    """All of them side by side, framed by lit gaps."""
    width, height = len(pictures[0][0]), len(pictures[0])
    down = -(-len(pictures) // across)
    whole = [[1] * (across * (width + GAP) + GAP) for _ in range(down * (height + GAP) + GAP)]
    for place, picture in enumerate(pictures):
        left = GAP + place % across * (width + GAP)
        top = GAP + place // across * (height + GAP)
        for y, row in enumerate(picture):
            whole[top + y][left : left + width] = list(row)
    return whole
