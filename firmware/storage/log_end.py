"""The end of the event log: found at power-on, from the newest record back to the last one that the ledger has too."""

from storage import records
from storage.records import KIND, MARK, SEQUENCE, T_S
from therapy.memory.record_kinds import NEW_HISTORY

IN_LEDGER = 0x8000


class LogEnd:
    """files: size and read_part by name. start: where the records of a file begin.

    count: records in the newest file. sequence, link, last_s, mark: as EventLog has them.
    """

    def __init__(self, files, start):
        self._files = files
        self._start = start
        self.count = 0
        self.link = records.NO_LINK
        self.sequence = 0
        self.last_s = 0
        self.mark = None
        self._mark_is_known = False
        self._is_whole = True

    def find(self, names, head):
        """names: oldest first. head: of the newest, (number, link) or None. True if no damage was met in the newest."""
        name = names[-1]
        length = self._files.size(name) - self._start
        self.count = length // records.LENGTH
        if head is not None:
            self.sequence, self.link = head
            self.sequence += self.count
        self._look_back_in(name, self.count, 0)
        is_whole = self._is_whole and head is not None and length % records.LENGTH == 0
        if is_whole and self.count:
            self.link = records.link_of(self._stored(name, self.count - 1))
        if head is None or not self._mark_is_known:
            self._look_before(names, head is None)
        return is_whole

    def _look_before(self, names, for_numbers):
        """In the file before the newest, or the last one that still tells a number, if the newest has lost its head."""
        for name in reversed(names[:-1]):
            count = (self._files.size(name) - self._start) // records.LENGTH
            if self._look_back_in(name, count, max(0, self.count)) or not for_numbers:
                return

    def _look_back_in(self, name, count, newer):
        """Look for the last mark, number and time; `newer` records are known to come after. True if one can be read."""
        after = max(0, count) + newer
        is_readable = False
        for place in range(count - 1, -1, -1):
            record = records.unpack(self._stored(name, place))
            if record is None:
                self._is_whole = False
                continue
            is_readable = True
            if record[T_S] > self.last_s:
                self.last_s = record[T_S]
            if self.sequence < record[SEQUENCE] + after - place:
                self.sequence = record[SEQUENCE] + after - place
            if self._is_last_mark(record):
                break
        return is_readable

    def _is_last_mark(self, record):
        """Looking back, the last mark is found; or there is none, since a ledger was begun after this record."""
        if not self._mark_is_known and record[MARK] & IN_LEDGER:
            self.mark = record[MARK]
            self._mark_is_known = True
        elif record[KIND] == NEW_HISTORY:
            self._mark_is_known = True
        return self._mark_is_known

    def _stored(self, name, place):
        return self._files.read_part(name, self._start + place * records.LENGTH, records.LENGTH)
