"""A record as it lies on flash: 32 bytes, little-endian, CRC-32 last.

u8 kind, u8 layout, u16 0, u32 sequence, u32 running time s, i32 a, b, c, d, u32 CRC of the 28 bytes before it.
"""

import binascii
import struct

LENGTH = 32
LAYOUT = 1
_BODY = "<BBHIIiiii"


def pack_into(buffer, offset, kind, sequence, t_s, a, b, c, d):
    struct.pack_into(_BODY, buffer, offset, kind, LAYOUT, 0, sequence, t_s, a, b, c, d)
    crc = binascii.crc32(memoryview(buffer)[offset : offset + LENGTH - 4]) & 0xFFFFFFFF
    struct.pack_into("<I", buffer, offset + LENGTH - 4, crc)


def unpack(stored, offset):
    """(kind, sequence, t_s, a, b, c, d), or None if the record is damaged or of another layout."""
    body = stored[offset : offset + LENGTH - 4]
    (crc,) = struct.unpack_from("<I", stored, offset + LENGTH - 4)
    if binascii.crc32(body) & 0xFFFFFFFF != crc:
        return None
    kind, layout, _, sequence, t_s, a, b, c, d = struct.unpack(_BODY, body)
    return None if layout != LAYOUT else (kind, sequence, t_s, a, b, c, d)
