"""A record as it lies on flash: 40 bytes, little-endian.

u8 kind, u8 layout, u16 mark, u32 sequence, u32 running time s, i32 a, b, c, d: the body, 28 bytes.
8 bytes of link: the first of SHA-256 over the link of the record before and this body. u32 CRC-32 of the 36 bytes.
"""

import binascii
import hashlib
import struct

LENGTH = 40
BODY_LENGTH = 28
LINK_LENGTH = 8
LAYOUT = 2
NO_LINK = bytes(LINK_LENGTH)  # before the first record of all
_BODY = "<BBHIIiiii"
KIND, MARK, SEQUENCE, T_S, A, B, C, D = range(8)  # places in what `unpack` gives


def link_after(link, content):
    """The link of what follows `link` in the chain and holds this content."""
    chain = hashlib.sha256(link)
    chain.update(content)
    return chain.digest()[:LINK_LENGTH]


def pack_into(buffer, offset, link, kind, mark, sequence, t_s, a, b, c, d):
    """Write a record that follows `link`; returns its own link."""
    struct.pack_into(_BODY, buffer, offset, kind, LAYOUT, mark, sequence, t_s, a, b, c, d)
    whole = memoryview(buffer)[offset : offset + LENGTH]
    link = link_after(link, whole[:BODY_LENGTH])
    whole[BODY_LENGTH : BODY_LENGTH + LINK_LENGTH] = link
    struct.pack_into("<I", buffer, offset + LENGTH - 4, binascii.crc32(whole[:-4]) & 0xFFFFFFFF)
    return link


def unpack(stored, offset=0):
    """(kind, mark, sequence, t_s, a, b, c, d), or None if the record is damaged or of another layout."""
    whole = memoryview(stored)[offset : offset + LENGTH]
    if len(whole) < LENGTH:
        return None
    (crc,) = struct.unpack_from("<I", whole, LENGTH - 4)
    if binascii.crc32(whole[:-4]) & 0xFFFFFFFF != crc:
        return None
    kind, layout, mark, sequence, t_s, a, b, c, d = struct.unpack_from(_BODY, whole)
    return None if layout != LAYOUT else (kind, mark, sequence, t_s, a, b, c, d)


def link_of(stored, offset=0):
    """The link that a record carries."""
    start = offset + BODY_LENGTH
    return bytes(stored[start : start + LINK_LENGTH])


def follows(stored, offset, link):
    """The record's link is the one that comes after `link`: nothing between them is missing or was changed."""
    return link_of(stored, offset) == link_after(link, memoryview(stored)[offset : offset + BODY_LENGTH])
