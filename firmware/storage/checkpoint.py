"""The whole history in one piece: the head of every ledger segment.

"PCHK", u8 layout, 3 zero bytes, u32 length, 8 bytes of link before it, then i32 words: sequence number, count of
reservations, flags, counters, doses a step, tallies (millions, ones), window, grants, requests, latched alarms; u32 CRC
of all this.
"""

import binascii
import struct
from array import array

from storage.records import LINK_LENGTH, link_after

MARK = b"PCHK"
LAYOUT = 4
_HEAD = "<4sB3xI8s"
_HEAD_LENGTH = 12 + LINK_LENGTH
_FLAGS = ("running", "awaits_therapy", "resumes")
_COUNTERS = (
    "t_s",
    "stopped_s",
    "reported_s",
    "bolus_kind",
    "bolus_steps",
    "bolus_given",
    "filled_nl",
    "filled_s",
    "dose_ahead",
    "drug_mark",
    "therapy_high",
    "therapy_low",
    "logged",
    "dose_changed_s",
)


def _doses(history):
    return (history.dose_per_step, history.next_dose_per_step, history.line_dose_per_step)


def _tallies(history):
    totals = (history.given, history.ceiling, history.since_fill, history.tube_steps, history.not_given)
    return totals + history.by_kind + history.reported


def _arrays(history):
    window, requests = history.window, history.requests
    return (
        window.micrograms,
        window.picograms,
        history.lockout.granted_s,
        requests.granted,
        requests.denied,
        history.latched.words,
    )


def _word_count(history):
    kept = sum(len(kept) for kept in _arrays(history))
    pairs = len(_doses(history)) + len(_tallies(history))
    return 2 + len(_FLAGS) + len(_COUNTERS) + 2 * pairs + 2 + kept


def pack(history, sequence, link, reservations):
    """(bytes, link after it) of a checkpoint with this sequence number, after `link` in the chain."""
    words = [sequence, reservations]
    words += [1 if getattr(history, name) else 0 for name in _FLAGS]
    words += [getattr(history, name) for name in _COUNTERS]
    for dose in _doses(history):
        words += [dose.whole_pg, dose.thousandth_pg]
    for tally in _tallies(history):
        words += [tally.millions, tally.ones]
    words += [history.window.bucket, history.lockout.last]
    for kept in _arrays(history):
        words += list(kept)
    body = struct.pack("<%di" % len(words), *words)
    head = struct.pack(_HEAD, MARK, LAYOUT, _HEAD_LENGTH + len(body) + 4, link)
    packed = head + body + struct.pack("<I", binascii.crc32(head + body) & 0xFFFFFFFF)
    return packed, link_after(link, packed)


def length_of(stored):
    """Bytes of the checkpoint at the start of `stored`; 0 if it is damaged."""
    if len(stored) < _HEAD_LENGTH + 8:
        return 0
    mark, layout, length, _ = struct.unpack_from(_HEAD, stored, 0)
    if mark != MARK or layout != LAYOUT or length > len(stored) or length < _HEAD_LENGTH + 8:
        return 0
    (crc,) = struct.unpack_from("<I", stored, length - 4)
    return length if binascii.crc32(memoryview(stored)[: length - 4]) & 0xFFFFFFFF == crc else 0


def sequence_of(stored):
    """The sequence number of the undamaged checkpoint at the start of `stored`."""
    return struct.unpack_from("<i", stored, _HEAD_LENGTH)[0]


def after(stored):
    """(sequence number, link) of what follows the undamaged checkpoint at the start of `stored`."""
    link = link_after(stored[_HEAD_LENGTH - LINK_LENGTH : _HEAD_LENGTH], stored[: length_of(stored)])
    return sequence_of(stored) + 1, link


def unpack(stored, history):
    """Fill `history`; returns (sequence, link after it, count of reservations, length), or None if it is damaged."""
    length = length_of(stored)
    if not length:
        return None
    stored_words = array("i", stored[_HEAD_LENGTH : length - 4])
    if len(stored_words) != _word_count(history):
        return None
    words = iter(stored_words)
    sequence, reservations = next(words), next(words)
    for name in _FLAGS:
        setattr(history, name, next(words) == 1)
    for name in _COUNTERS:
        setattr(history, name, next(words))
    for dose in _doses(history):
        dose.set(next(words), next(words))
    for tally in _tallies(history):
        tally.set(next(words), next(words))
    history.window.bucket, history.lockout.last = next(words), next(words)
    for kept in _arrays(history):
        for i in range(len(kept)):
            kept[i] = next(words)
    history.window.sum_up()
    return sequence, after(stored)[1], reservations, length
