"""The dose ledger: two segments on flash, each a checkpoint and the records after it, written in turn.

A segment is begun by one atomic replacement, so a cut leaves the old one or the new one. The other segment is
kept until the next turn. Checkpoints and records share one sequence of numbers.
"""

from storage import checkpoint, records

SEGMENTS = ("ledger-a", "ledger-b")
MOST_RECORDS = 512

NEW = 0
KNOWN = 1
UNKNOWN = 2


class Ledger:
    """files: read, replace and append by name. at_once: the most records between two writes.

    Every writing call raises OSError if flash refuses. sequence: the number of the next record.
    """

    def __init__(self, files, at_once):
        self._files = files
        self._segment = 0
        self._count = 0
        self._buffer = bytearray(at_once * records.LENGTH)
        self._prepared = 0
        self.sequence = 0
        self.why = ""

    def load(self, history):
        """Fill `history`. NEW: a pump's first segments are not all there. UNKNOWN: it cannot be trusted; `why` says it.

        A record torn by a power cut never was; it is cut off, so that the next one is not written behind it.
        """
        stored = [self._files.read(name) for name in SEGMENTS]
        if stored[0] is None and stored[1] is None:
            return NEW
        newest, newest_found = 0, (-1, 0)
        for place in (0, 1):
            if stored[place] is None:
                continue
            found = checkpoint.unpack(stored[place], history)
            if found is None:
                self.why = SEGMENTS[place] + " is damaged at its head"
                return UNKNOWN
            if found[0] > newest_found[0]:
                newest, newest_found = place, found
        if None in stored:
            self.why = SEGMENTS[1 - newest] + " is missing"
            return UNKNOWN if newest_found[0] != 0 else NEW
        self._segment = newest
        checkpoint.unpack(stored[newest], history)
        return self._replay(stored[newest], newest_found, history)

    def _replay(self, stored, found, history):
        self.sequence, offset = found[0] + 1, found[1]
        self._count = 0
        while offset + records.LENGTH <= len(stored):
            record = records.unpack(stored, offset)
            if record is None or record[1] != self.sequence:
                self.why = "%s: record %d is damaged or missing" % (SEGMENTS[self._segment], self.sequence)
                return UNKNOWN
            kind, _, t_s, a, b, c, d = record
            history.advance(t_s)
            history.apply(kind, a, b, c, d)
            self.sequence += 1
            self._count += 1
            offset += records.LENGTH
        if offset < len(stored):
            self._files.replace(SEGMENTS[self._segment], stored[:offset])
        return KNOWN

    def add(self, kind, t_s, a, b, c, d):
        """Prepare a record; `write` puts all prepared ones on flash together."""
        records.pack_into(
            self._buffer, self._prepared * records.LENGTH, kind, self.sequence + self._prepared, t_s, a, b, c, d
        )
        self._prepared += 1

    def has_room(self):
        """One record more can be prepared, and a reservation after it."""
        return (self._prepared + 2) * records.LENGTH <= len(self._buffer)

    def write(self):
        """Put what was added on flash in one append."""
        length = self._prepared * records.LENGTH
        self._files.append(SEGMENTS[self._segment], memoryview(self._buffer)[:length])
        self.sequence += self._prepared
        self._count += self._prepared
        self._prepared = 0

    def is_full(self):
        return self._count >= MOST_RECORDS

    def begin_segment(self, history):
        """Start a fresh segment from the whole of `history`, in place of the older one.

        Only when every dose happening is on record: what the checkpoint holds must not be replayed on top of it.
        """
        other = 1 - self._segment
        self._files.replace(SEGMENTS[other], checkpoint.pack(history, self.sequence))
        self.sequence += 1
        self._segment = other
        self._count = 0
