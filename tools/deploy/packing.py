"""A file's content in parts that fit a board's memory, packed for the way over its prompt."""

import binascii
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

PART_BYTES = 4096  # a block of the flash; packed as a line of Python some 4 kB
WINDOW_BITS = 10  # what a board must hold to unpack, 1 kB


@dataclass(frozen=True, slots=True)
class Part:
    """mode: how the file is opened for it. packed: base64 of a zlib stream. size: bytes of content."""

    mode: str
    packed: bytes
    size: int


def packed_parts(content: bytes) -> Iterator[Part]:
    """At least one, so that an empty file comes to be too."""
    for start in range(0, max(len(content), 1), PART_BYTES):
        part = content[start : start + PART_BYTES]
        packer = zlib.compressobj(9, zlib.DEFLATED, WINDOW_BITS)
        packed = packer.compress(part) + packer.flush()
        yield Part("ab" if start else "wb", binascii.b2a_base64(packed, newline=False), len(part))
