"""Small documents with a CRC: damage is found and never read as data."""

import binascii
import json

MARK = b"PUMP1 "


def _head(text):
    return MARK + b"%08x " % (binascii.crc32(text) & 0xFFFFFFFF)


def seal(document):
    """JSON text of a dict of numbers, lists and text, behind its CRC-32."""
    text = json.dumps(document).encode()
    return _head(text) + text


def unseal(stored):
    """The document, or None if there is none or it is damaged."""
    if stored is None:
        return None
    text = bytes(stored[15:])
    if stored[:15] != _head(text):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None
