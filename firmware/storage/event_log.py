"""The event log: everything that happened, for whoever asks later. The doses do not depend on it.

Files "log/00001" and on: a head, then the records of storage.records, one chain of links and sequence numbers over all
of them. A full file is followed by a new one; of twelve the oldest goes. The ledger's records are taken over right
after they were written there; a record's mark is 0x8000 and the low 15 bits of its sequence number in the ledger, or 0.

Head: "PLOG", u8 layout, 3 zero bytes, u32 sequence number of the first record, 8 bytes of link before it, u32 CRC-32.
"""

import binascii
import struct

from storage import records
from storage.log_end import IN_LEDGER, LogEnd
from storage.records import KIND
from therapy.memory import record_kinds

FOLDER = "log"
MOST_RECORDS = 512
MOST_FILES = 12  # the one in use holds at least none: 5,632 events and more are kept
_MAGIC = b"PLOG"
LAYOUT = 1
_HEAD = "<4sB3xI8s"
HEAD_LENGTH = 24
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
    mark: of the last record that the ledger has too, None without one in the newest two files.
    """

    def __init__(self, files):
        self._files = files
        self._numbers = []
        self._count = MOST_RECORDS
        self._link = records.NO_LINK
        self.sequence = 0
        self.last_s = 0
        self.mark = None
        self.why = ""

    # At power-on

    def open(self):
        """Find where it goes on. After damage it goes on in a new file, with the numbers that are missing left out."""
        self._numbers = sorted(_number(name) for name in self._files.names(FOLDER) if _number(name))
        if not self._numbers:
            return
        names = [self._name(number) for number in self._numbers]
        end = LogEnd(self._files, HEAD_LENGTH)
        is_whole = end.find(names, unpack_head(self._files.read_part(names[-1], 0, HEAD_LENGTH) or b""))
        self.sequence, self.last_s, self.mark = end.sequence, end.last_s, end.mark
        if is_whole:
            self._link, self._count = end.link, end.count
        else:
            self.why = names[-1] + " is damaged"

    def go_on_from(self, sequence):
        """There were records up to this number, and the files do not have them all."""
        self.sequence = sequence
        self.why = "its last records are missing"
        self._link = records.NO_LINK
        self._count = MOST_RECORDS

    def lacks(self, ledger_sequence):
        """The ledger's record with this number came after the last one that was taken over."""
        if self.mark is None:
            return True
        behind = (ledger_sequence - self.mark) & _MARKS
        return 0 < behind <= _MARKS >> 1

    def is_ahead_of(self, next_sequence):
        """It took over a record that the ledger, whose next one has this number, does not have (any more)."""
        return self.mark is not None and (self.mark - next_sequence) & _MARKS <= _MARKS >> 1

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
