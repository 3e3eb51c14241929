"""The dose ledger: two segments on flash, written in turn, each a checkpoint and the records after it.

A segment is begun by one atomic replacement, so a cut leaves the old one or the new one. The other segment is kept
until the next turn. Checkpoints and records share one sequence of numbers and one chain of links. The reservation (see
Held) is kept apart and says where in the sequence it belongs.
"""

from storage import checkpoint, records
from storage.held import Held
from storage.records import KIND, MARK, SEQUENCE, C
from therapy.memory import record_kinds

SEGMENTS = ("ledger-a", "ledger-b")
MOST_RECORDS = 128
LOOKED_AT_ONCE = 8

NEW = 0
KNOWN = 1
UNKNOWN = 2


class Ledger:
    """files: read, replace, append and overwrite by name. at_once: the most records between two writes.

    Every writing call raises OSError if flash refuses. sequence: the number of the next record. link: of the last one.
    batch, batch_count: the records of the last write, which the event log takes over, all but what only settles.
    event_count: of the segment in use, as loaded: how many of its records that are.
    """

    def __init__(self, files, at_once):
        self._files = files
        self.held = Held(files)
        self._segment = 0
        self._count = 0
        self._prepared_link = self.link = records.NO_LINK
        self._prepared = 0
        self.event_count = 0
        self.batch = bytearray(at_once * records.LENGTH)
        self.batch_count = 0
        self.sequence = 0
        self.why = ""

    # At power-on

    def load(self, history):
        """Fill `history`. NEW: a pump's first segments are not all there. UNKNOWN: no trust in it; `why` says why."""
        stored = [self._files.read(name) for name in SEGMENTS]
        if not self.held.load():
            return self._is_unknown(self.held.why)
        for name, content in zip(SEGMENTS, stored):
            if content is not None and not checkpoint.length_of(content):
                return self._is_unknown(name + " is damaged at its head")
        heads = [-1 if content is None else checkpoint.sequence_of(content) for content in stored]
        if None in stored:
            return self._load_incomplete(stored, heads)
        self._segment = 0 if heads[0] > heads[1] else 1
        return self._replay(stored[self._segment], history)

    def _load_incomplete(self, stored, heads):
        """Something is missing: a pump that was never begun, or one that lost it."""
        held = self.held.record
        began = held is not None and (held[SEQUENCE] > 0 or held[C] > 0)
        missing = SEGMENTS[0] if stored[0] is None else SEGMENTS[1]
        if began or max(heads) > 0:
            return self._is_unknown(missing + " is missing")
        return NEW

    def _replay(self, stored, history):
        name, held = self.name_in_use(), self.held.record
        head = checkpoint.unpack(stored, history)
        if head is None:
            return self._is_unknown(name + " is damaged at its head")
        self.sequence, self.link, count, offset = head
        self.event_count = 0
        if held is None or self.held.missing:
            return self._is_unknown((self.held.missing or "the reservation") + " is missing")
        is_held_due = held[SEQUENCE] > self.sequence
        if is_held_due == (count == held[MARK]):
            return self._is_unknown("%s: the reservation is older than it" % name)
        self.sequence += 1
        while True:
            if is_held_due and held[SEQUENCE] == self.sequence:
                if not self.held.fits(self.link):
                    return self._is_unknown("%s: it does not fit the reservation at %d" % (name, self.sequence))
                self._apply(held, history)
                is_held_due = False
            if offset == len(stored):
                break
            record = records.unpack(stored, offset)
            if record is None or record[SEQUENCE] != self.sequence or not records.follows(stored, offset, self.link):
                return self._is_unknown("%s: record %d is damaged or missing" % (name, self.sequence))
            self._apply(record, history)
            self.link = records.link_of(stored, offset)
            self.sequence += 1
            self._count += 1
            offset += records.LENGTH
        if is_held_due:
            return self._is_unknown("%s: records from %d on are missing" % (name, self.sequence))
        self._prepared_link = self.link
        return KNOWN

    def _apply(self, record, history):
        kind, _, _, t_s, a, b, c, d = record
        history.advance(t_s)
        history.apply(kind, a, b, c, d)
        if kind != record_kinds.SETTLED and kind != record_kinds.RESERVE:
            self.event_count += 1

    def _is_unknown(self, why):
        self.why = why
        return UNKNOWN

    def begin(self, history, feed=None):
        """A history of its own: of a new pump, or where the one before cannot be trusted. feed: the watchdog's."""
        self.sequence = 0
        self.link = records.NO_LINK
        self.held.create(self.link, history.t_s, history.given.millions, history.given.ones)
        for _ in SEGMENTS:
            if feed is not None:
                feed()
            self.begin_segment(history)

    def name_in_use(self):
        """Of the segment that is written to."""
        return SEGMENTS[self._segment]

    def events(self, is_in_use):
        """A generator: what the log takes over of the segment in use, or of the one before, oldest first."""
        stored = self._files.read(SEGMENTS[self._segment if is_in_use else 1 - self._segment]) or b""
        offset = checkpoint.length_of(stored)
        while offset + records.LENGTH <= len(stored):
            record = records.unpack(stored, offset)
            if record is not None and record[KIND] != record_kinds.SETTLED:
                yield record
            offset += records.LENGTH

    # While it runs

    def looked_at(self):
        """A generator that reads the segment in use back, a few records at a time: False where it was changed."""
        sequence, link = self.sequence, self.link
        stored = self._files.read(self.name_in_use()) or b""
        offset = checkpoint.length_of(stored)
        if not offset:
            yield False
            return
        number, found = checkpoint.after(stored)
        while offset < len(stored):
            record = records.unpack(stored, offset)
            if record is None or record[SEQUENCE] != number or not records.follows(stored, offset, found):
                yield False
                return
            found = records.link_of(stored, offset)
            number += 1
            offset += records.LENGTH
            if number % LOOKED_AT_ONCE == 0:
                yield True
        yield (number, found) == (sequence, link)

    def add(self, kind, t_s, a, b, c, d):
        """Prepare a record; `write` puts all prepared ones on flash together."""
        place = self._prepared * records.LENGTH
        sequence = self.sequence + self._prepared
        self._prepared_link = records.pack_into(
            self.batch, place, self._prepared_link, kind, 0, sequence, t_s, a, b, c, d
        )
        self._prepared += 1

    def repeat(self, record):
        """Put a record that is on flash into the batch once more, while there is room."""
        place = self.batch_count * records.LENGTH
        if place < len(self.batch):
            records.pack_into(self.batch, place, records.NO_LINK, *record)
            self.batch_count += 1

    def has_room(self):
        """One record more can be prepared."""
        return (self._prepared + 1) * records.LENGTH <= len(self.batch)

    def has_prepared(self):
        return self._prepared > 0

    def write(self):
        """Put what was added on flash in one append."""
        length = self._prepared * records.LENGTH
        self._files.append(self.name_in_use(), memoryview(self.batch)[:length])
        self.sequence += self._prepared
        self._count += self._prepared
        self.link = self._prepared_link
        self.take_prepared()

    def take_prepared(self):
        """What was prepared is the batch now, on flash or not."""
        self.batch_count = self._prepared
        self._prepared = 0

    def hold(self, t_s, millions, ones, steps, bolus_given):
        """The first half of a reservation: (millions, ones) were given, and `steps` more may be."""
        self.held.begin(self.link, self.sequence, t_s, millions, ones, steps, bolus_given)

    def finish_holding(self):
        """The second half; returns the record."""
        return self.held.finish()

    def is_full(self):
        return self._count >= MOST_RECORDS

    def begin_segment(self, history):
        """Start a fresh segment from the whole of `history`, in place of the older one.

        Only when everything is on record: what the checkpoint holds must not be replayed on top of it.
        """
        other = 1 - self._segment
        packed, link = checkpoint.pack(history, self.sequence, self.link, self.held.count)
        self._files.replace(SEGMENTS[other], packed)
        self.sequence += 1
        self.link = self._prepared_link = link
        self._segment = other
        self._count = 0
