"""What may be delivered before the next write: one RESERVE record, in two small files that are overwritten in turn.

A small file that littlefs overwrites costs a commit and about 0.1 of an erase; appending it to the ledger would cost a
whole one. Each file has a folder of its own: a folder whose metadata is damaged falls back to what it held before,
and then no longer fits the other, or the ledger.
The record's sequence is that of the ledger record to come, its link follows the ledger's; its mark counts reservations.
"""

from storage import folders, records
from storage.records import KIND, MARK
from therapy.memory import record_kinds

FOLDERS = folders.HELD
FILES = (FOLDERS[0] + "/reserve", FOLDERS[1] + "/reserve")
_COUNTS = 0x10000


class Held:
    """files: read and overwrite by name. record: the one in force, as records.unpack gives it; None before `load`.

    count: of reservations, modulo 65536. is_half: one file is written and the other is not: that comes first then.
    missing: name of a file that is not there while the other is; "" otherwise.
    """

    def __init__(self, files):
        self._files = files
        self._buffer = bytearray(records.LENGTH)
        self.count = 0
        self.record = None
        self.is_half = False
        self.missing = ""
        self.why = ""

    def load(self):
        """True if nothing is damaged; else `why` says what is. `record` is None if there never was one."""
        stored = [self._files.read(name) for name in FILES]
        self.record = None
        if stored[0] is None and stored[1] is None:
            return True
        found = []
        for place in (0, 1):
            if stored[place] is None:
                self.missing = FILES[place]
                continue
            record = records.unpack(stored[place])
            if record is None or record[KIND] != record_kinds.RESERVE or len(stored[place]) != records.LENGTH:
                return self._is_unknown(FILES[place] + " is damaged")
            found.append(record)
        if self.missing:
            self.record = found[0]
            return True
        ahead = (found[0][MARK] - found[1][MARK]) % _COUNTS
        if ahead > 1 or (ahead == 0 and stored[0] != stored[1]):
            return self._is_unknown(FILES[0 if ahead > _COUNTS // 2 else 1] + " is older than the other")
        self.is_half = ahead == 1  # the power went between the two; what the first says is at least what was given
        self.record = found[0]
        self._buffer[:] = stored[0] or b""
        self.count = found[0][MARK]
        return True

    def _is_unknown(self, why):
        self.why = why
        return False

    def is_as_written(self):
        """Both files hold the record in force; also while only the first is written."""
        return all(self._files.read(name) == self._buffer for name in FILES[: 1 if self.is_half else 2])

    def fits(self, link):
        """The record in force was written when `link` was the ledger's last."""
        return records.follows(self._buffer, 0, link)

    def create(self, link, t_s, millions, ones):
        """The first record of a history: nothing is reserved. The files are replaced: a new one is not one commit."""
        self.count = 0
        self._pack(link, 0, t_s, millions, ones, 0, 0)
        for name in FILES:
            self._files.replace(name, self._buffer)
        self.record = records.unpack(self._buffer)
        self.is_half = False
        self.missing = ""

    def begin(self, link, sequence, t_s, millions, ones, steps, bolus_given):
        """Write the first file."""
        self._pack(link, sequence, t_s, millions, ones, steps, bolus_given)
        self._files.overwrite(FILES[0], self._buffer)
        self.is_half = True

    def finish(self):
        """Write the second file: from now on the reservation holds. Returns the record."""
        self._files.overwrite(FILES[1], self._buffer)
        self.is_half = False
        self.record = records.unpack(self._buffer)
        return self.record

    def _pack(self, link, sequence, t_s, millions, ones, steps, bolus_given):
        self.count = (self.count + 1) % _COUNTS
        records.pack_into(
            self._buffer, 0, link, record_kinds.RESERVE, self.count, sequence, t_s, millions, ones, steps, bolus_given
        )
