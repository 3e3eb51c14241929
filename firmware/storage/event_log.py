"""The event log: everything that happened, for whoever asks later. The doses do not depend on it.

Files "log/00001" and on: a head, then the records of storage.records, one chain of links and sequence numbers over all
of them. A full file is followed by a new one; of twelve the oldest goes. The ledger's records are taken over right
after they were written there; a record's mark is 0x8000 and the low 15 bits of its sequence number in the ledger, or 0:
for a reader. What was taken over is known by its count alone: a checkpoint of the ledger says how many there were.

Head: "PLOG", u8 layout, 3 zero bytes, u32 sequence number of the first record, 8 bytes of link before it, u32 CRC-32.
"""

import binascii
import struct

from storage import folders, records
from storage.records import KIND, SEQUENCE, T_S
from therapy.memory import record_kinds

FOLDER = folders.LOG
MOST_RECORDS = 512
MOST_FILES = 12  # the one in use holds at least none: 5,632 events and more are kept
_MAGIC = b"PLOG"
LAYOUT = 1
_HEAD = "<4sB3xI8s"
HEAD_LENGTH = 24
IN_LEDGER = 0x8000
_MARKS = 0x7FFF


def pack_head(sequence, link):
    head = struct.pack(_HEAD, _MAGIC, LAYOUT, sequence, link)
    return head + struct.pack("<I", binascii.crc32(head) & 0xFFFFFFFF)


def unpack_head(stored):
    """(sequence number of the first record, link before it), or None if the head is damaged."""
    if len(stored) < HEAD_LENGTH:
        return None
    magic, layout, sequence, link = struct.unpack_from(_HEAD, stored, 0)
    (crc,) = struct.unpack_from("<I", stored, HEAD_LENGTH - 4)
    if magic != _MAGIC or layout != LAYOUT or binascii.crc32(stored[: HEAD_LENGTH - 4]) & 0xFFFFFFFF != crc:
        return None
    return sequence, link


def mark_of(ledger_sequence):
    return IN_LEDGER | (ledger_sequence & _MARKS)


class EventLog:
    """files: names, size, read_part, replace, append and remove. What touches flash raises OSError if it refuses.

    sequence, last_s: number of the next record, running time of the last one. why: what was found damaged, or "".
    """

    def __init__(self, files):
        self._files = files
        self._numbers = []
        self._count = MOST_RECORDS
        self._link = records.NO_LINK
        self.sequence = 0
        self.last_s = 0
        self.why = ""

    # At power-on

    def open(self):
        """Find where it goes on. After damage it goes on in a new file, with the numbers that are missing left out."""
        self._numbers = sorted(_number(name) for name in self._files.names(FOLDER) if _number(name))
        after = 0
        for number in reversed(self._numbers):
            name = self._name(number)
            count = max(0, self._files.size(name) - HEAD_LENGTH) // records.LENGTH
            is_newest = number == self._numbers[-1]
            if is_newest:
                self._count = count
            is_whole, link, tells = self._look_at_end(name, count, after)
            if is_newest:
                self._link = link
            if is_newest and not is_whole:
                self._go_on_in_new_file(name + " is damaged")
            if tells:
                return
            after += count

    def _look_at_end(self, name, count, after):
        """Learn what a file's end tells, `after` records before the end of all.

        (it is whole, the link at its end, a record of it can be read).
        """
        head = unpack_head(self._files.read_part(name, 0, HEAD_LENGTH) or b"")
        is_whole = head is not None and self._files.size(name) == HEAD_LENGTH + count * records.LENGTH
        if head is not None and self.sequence < head[0] + count + after:
            self.sequence = head[0] + count + after
        for place in range(count - 1, -1, -1):
            stored = self._files.read_part(name, HEAD_LENGTH + place * records.LENGTH, records.LENGTH)
            record = records.unpack(stored)
            if record is None:
                is_whole = False
                continue
            self.last_s = record[T_S]
            if self.sequence < record[SEQUENCE] + count - place + after:
                self.sequence = record[SEQUENCE] + count - place + after
            return is_whole, records.link_of(stored), True
        return is_whole, records.NO_LINK if head is None else head[1], False

    def go_on_from(self, sequence):
        """There were records up to this number, and the files do not have them all."""
        self.sequence = sequence
        self._go_on_in_new_file("its last records are missing")

    def _go_on_in_new_file(self, why):
        self.why = why
        self._link = records.NO_LINK
        self._count = MOST_RECORDS

    # While it runs

    def needs_file(self):
        return self._count >= MOST_RECORDS

    def has_too_many(self):
        return len(self._numbers) > MOST_FILES

    def begin_file(self):
        """Begin the next file; replaced, since littlefs makes an appended one empty first."""
        number = self._numbers[-1] + 1 if self._numbers else 1
        self._files.replace(self._name(number), pack_head(self.sequence, self._link))
        self._numbers.append(number)
        self._count = 0

    def drop_oldest(self):
        self._files.remove(self._name(self._numbers[0]))
        self._numbers.pop(0)

    def take_over(self, batch, count, is_in_ledger):
        """Append `count` records of the ledger's batch, all but what only settles; they are packed anew in place."""
        link, taken = self._link, 0
        for place in range(count):
            record = records.unpack(batch, place * records.LENGTH)
            if record is None or record[KIND] == record_kinds.SETTLED:
                continue
            kind, _, sequence, t_s, a, b, c, d = record
            mark = mark_of(sequence) if is_in_ledger else 0
            offset = taken * records.LENGTH
            link = records.pack_into(batch, offset, link, kind, mark, self.sequence + taken, t_s, a, b, c, d)
            taken += 1
            if t_s > self.last_s:
                self.last_s = t_s
        if taken:
            self._files.append(self._name(self._numbers[-1]), memoryview(batch)[: taken * records.LENGTH])
        self._link = link
        self.sequence += taken
        self._count += taken

    def _name(self, number):
        return "%s/%05d" % (FOLDER, number)


def _number(name):
    """Of a log file; 0 for any other name."""
    return int(name) if name.isdigit() else 0
