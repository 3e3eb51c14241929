"""The event log laid open, and its promises checked: for tests on both VMs."""

from storage import checkpoint, records
from storage.event_log import FOLDER, HEAD_LENGTH, IN_LEDGER, EventLog, unpack_head
from storage.ledger import SEGMENTS
from storage.records import MARK, SEQUENCE, T_S
from therapy.memory.record_kinds import DENIED, SETTLED

OTHER = 1
AT_ONCE = 16
LINK = b"the link"


def names(files):
    """Of its files, oldest first."""
    return [FOLDER + "/" + name for name in files.names(FOLDER)]


def whole_events(files):
    """All that it tells, as records.unpack gives it: one chain of links and numbers over all of its files."""
    found, link, sequence = [], None, None
    for name in names(files):
        stored = files.read(name)
        head = unpack_head(stored)
        assert head is not None, name
        assert sequence in (None, head[0]) and link in (None, head[1]), name
        sequence, link = head
        for offset in range(HEAD_LENGTH, len(stored), records.LENGTH):
            record = records.unpack(stored, offset)
            assert record is not None and record[SEQUENCE] == sequence, (name, sequence)
            assert records.follows(stored, offset, link), (name, sequence)
            link = records.link_of(stored, offset)
            sequence += 1
            found.append(record)
    return found


def readable_events(files):
    """Whatever can still be read of a damaged one."""
    found = []
    for name in names(files):
        stored = files.read(name)
        for offset in range(HEAD_LENGTH, len(stored), records.LENGTH):
            record = records.unpack(stored, offset)
            if record is not None:
                found.append(record)
    return found


def of_ledger(files, segment=0):
    """The records of the segment in use (1: of the one before): [(sequence, kind, t_s, a, b, c, d), ...]."""
    stored = [files.read(name) for name in SEGMENTS]
    stored = sorted(stored, key=checkpoint.sequence_of, reverse=True)[segment]
    found = []
    for offset in range(checkpoint.length_of(stored), len(stored), records.LENGTH):
        record = records.unpack(stored, offset)
        assert record is not None, offset
        found.append(record[SEQUENCE:T_S] + record[:MARK] + record[T_S:])
    return found


def check_follows_the_ledger(files, may_lack=False, segment=0):
    """Each of the ledger's records but SETTLED is in the log once, in its order. may_lack: but for those at the end."""
    marks = [record[MARK] & 0x7FFF for record in whole_events(files) if record[MARK] & IN_LEDGER]
    assert marks == sorted(set(marks)), marks
    told = {
        record[MARK] & 0x7FFF: record[:MARK] + record[T_S:]
        for record in whole_events(files)
        if record[MARK] & IN_LEDGER
    }
    kept = [record for record in of_ledger(files, segment) if record[1] != SETTLED]
    lacks = [record[0] for record in kept if record[0] not in told]
    assert lacks == [record[0] for record in kept[len(kept) - len(lacks) :]], lacks
    assert may_lack or not lacks, lacks
    for record in kept[: len(kept) - len(lacks)]:
        assert told[record[0]] == record[1:], record


def batch_of(rows):
    """rows: (kind, sequence in the ledger, t_s, a)."""
    batch = bytearray(AT_ONCE * records.LENGTH)
    for place, (kind, sequence, t_s, a) in enumerate(rows):
        records.pack_into(batch, place * records.LENGTH, LINK, kind, 0, sequence, t_s, a, 0, 0, 0)
    return batch


def write(log, rows, is_in_ledger=True):
    """As the recorder does: drop the oldest file, begin one, then the records."""
    while log.has_too_many():
        log.drop_oldest()
    if log.needs_file():
        log.begin_file()
        while log.has_too_many():
            log.drop_oldest()
    log.take_over(batch_of(rows), len(rows), is_in_ledger)


def write_many(log, count, first=0):
    for number in range(first, first + count, AT_ONCE):
        write(log, [(DENIED, at, 10 + at, at) for at in range(number, min(number + AT_ONCE, first + count))])


def opened(files):
    log = EventLog(files)
    log.open()
    return log
