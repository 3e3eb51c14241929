"""Pages of the event log for the link: records by their number, straight from the files."""

from storage import records
from storage.event_log import FOLDER, HEAD_LENGTH, unpack_head
from units.refused import Refused

A_PAGE = 4


MOST_NUMBER = 1 << 30


class Part:
    """pump: the assembled Pump."""

    def __init__(self, pump, _draft):
        self._files = pump.files
        self._log = pump.log

    def page(self, first):
        """Four records of the log from that number on; next: the number that the next event gets."""
        if not 0 <= first < MOST_NUMBER:
            raise Refused("log.from", str(first)[:20], "0 or more", "correct it")
        return {"oldest": self._oldest(), "next": self._log.sequence, "records": self._from(first)}

    def _from(self, first):
        """[[sequence, kind, t_s, a, b, c, d], ...]: fewer at the end or at damage."""
        for name in sorted((name for name in self._files.names(FOLDER) if name.isdigit()), reverse=True):
            path = FOLDER + "/" + name
            head = unpack_head(self._files.read_part(path, 0, HEAD_LENGTH) or b"")
            if head is not None and head[0] <= first:
                return self._records(path, first - head[0])
        return []

    def _oldest(self):
        """The number of the first record that is kept; None without one."""
        for name in sorted(name for name in self._files.names(FOLDER) if name.isdigit()):
            head = unpack_head(self._files.read_part(FOLDER + "/" + name, 0, HEAD_LENGTH) or b"")
            if head is not None:
                return head[0]
        return None

    def _records(self, path, place):
        stored = self._files.read_part(path, HEAD_LENGTH + place * records.LENGTH, A_PAGE * records.LENGTH) or b""
        found = []
        for offset in range(0, len(stored) - records.LENGTH + 1, records.LENGTH):
            record = records.unpack(stored, offset)
            if record is None:
                break
            kind, _, sequence, t_s, a, b, c, d = record
            found.append([sequence, kind, t_s, a, b, c, d])
        return found
