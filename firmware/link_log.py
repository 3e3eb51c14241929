"""Pages of the event log for the link: records by their number, straight from the files."""

from storage import records
from storage.event_log import FOLDER, HEAD_LENGTH, unpack_head
from units.refused import Refused

A_PAGE = 3  # so many always fit an answer, whatever their numbers are
MOST_NUMBER = 1 << 30


class Part:
    """pump: the assembled Pump."""

    def __init__(self, pump, _draft):
        self._files = pump.files
        self._log = pump.log

    def page(self, first):
        """Records of the log from that number on; next: the number that the next event gets.

        link: of the last of them in the chain of links (storage.records), in hexadecimal digits.
        """
        if not 0 <= first < MOST_NUMBER:
            raise Refused("log.from", str(first)[:20], "0 or more", "correct it")
        found, link = self._from(first)
        return {"oldest": self._oldest(), "next": self._log.sequence, "records": found, "link": link}

    def _from(self, first):
        """([[sequence, kind, t_s, a, b, c, d, mark], ...], link): fewer at the end or at damage."""
        for name in sorted((name for name in self._files.names(FOLDER) if name.isdigit()), reverse=True):
            path = FOLDER + "/" + name
            head = unpack_head(self._files.read_part(path, 0, HEAD_LENGTH) or b"")
            if head is not None and head[0] <= first:
                return self._records(path, first - head[0])
        return [], ""

    def _oldest(self):
        """The number of the first record that is kept; None without one."""
        for name in sorted(name for name in self._files.names(FOLDER) if name.isdigit()):
            head = unpack_head(self._files.read_part(FOLDER + "/" + name, 0, HEAD_LENGTH) or b"")
            if head is not None:
                return head[0]
        return None

    def _records(self, path, place):
        stored = self._files.read_part(path, HEAD_LENGTH + place * records.LENGTH, A_PAGE * records.LENGTH) or b""
        found, link = [], ""
        for offset in range(0, len(stored) - records.LENGTH + 1, records.LENGTH):
            record = records.unpack(stored, offset)
            if record is None:
                break
            kind, mark, sequence, t_s, a, b, c, d = record
            found.append([sequence, kind, t_s, a, b, c, d, mark])
            link = "".join("%02x" % byte for byte in records.link_of(stored, offset))
        return found, link
