"""Small documents with a CRC: damage is found and never read as data."""

import binascii
import json

MARK = b"PUMP1 "


def seal(document):
    """JSON text of a dict of numbers, lists and text, behind its CRC-32."""
    text = json.dumps(document).encode()
    return MARK + b"%08x " % (binascii.crc32(text) & 0xFFFFFFFF) + text


def unseal(stored):
    """The document, or None if there is none or it is damaged."""
    if stored is None or len(stored) < 15 or stored[:6] != MARK:
        return None
    text = stored[15:]
    try:
        if int(stored[6:14], 16) != binascii.crc32(text) & 0xFFFFFFFF:
            return None
        return json.loads(text)
    except ValueError:
        return None
