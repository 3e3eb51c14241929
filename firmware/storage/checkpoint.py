"""The whole history in one piece: the head of every ledger segment.

"PCHK", u32 length, then i32 words in the order of `_words`, u32 CRC of all before it.
"""

import binascii
import struct
from array import array

MARK = b"PCHK"
_HEAD = "<4sI"
_HEAD_LENGTH = 8


def _tallies(history):
    return (history.given, history.ceiling, history.since_fill, history.not_given) + history.by_kind


def pack(history, sequence):
    """The bytes of a checkpoint; `sequence` is that of the next record."""
    words = [sequence, history.t_s, 1 if history.running else 0, history.stopped_s]
    words += [history.bolus_kind, history.bolus_steps, history.bolus_given]
    for tally in _tallies(history):
        words += [tally.millions, tally.ones]
    words += [history.window.bucket, history.lockout.last]
    words += list(history.window.micrograms) + list(history.window.picograms) + list(history.lockout.granted_s)
    body = struct.pack("<%di" % len(words), *words)
    head = struct.pack(_HEAD, MARK, _HEAD_LENGTH + len(body) + 4)
    return head + body + struct.pack("<I", binascii.crc32(head + body) & 0xFFFFFFFF)


def unpack(stored, history):
    """Fill `history` from the start of `stored`; returns (sequence, length), or None if it is damaged."""
    if len(stored) < _HEAD_LENGTH:
        return None
    mark, length = struct.unpack_from(_HEAD, stored, 0)
    if mark != MARK or length > len(stored) or length < _HEAD_LENGTH + 4:
        return None
    (crc,) = struct.unpack_from("<I", stored, length - 4)
    if binascii.crc32(stored[: length - 4]) & 0xFFFFFFFF != crc:
        return None
    words = array("i", stored[_HEAD_LENGTH : length - 4])
    history.t_s, history.running, history.stopped_s = words[1], words[2] == 1, words[3]
    history.bolus_kind, history.bolus_steps, history.bolus_given = words[4], words[5], words[6]
    place = 7
    for tally in _tallies(history):
        tally.set(words[place], words[place + 1])
        place += 2
    history.window.bucket, history.lockout.last = words[place], words[place + 1]
    place += 2
    for kept in (history.window.micrograms, history.window.picograms, history.lockout.granted_s):
        for i in range(len(kept)):
            kept[i] = words[place + i]
        place += len(kept)
    history.window.sum_up()
    return words[0], length
