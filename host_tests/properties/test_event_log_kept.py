"""Whatever is written, in whatever pieces and over whatever boots: the last five thousand events are there."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from event_log_state import AT_ONCE, names, opened, readable_events, whole_events, write, write_many
from memory_files import MemoryFiles
from storage.event_log import MOST_FILES, MOST_RECORDS, EventLog
from storage.records import SEQUENCE, A
from support import proves
from therapy.memory.record_kinds import DENIED, SETTLED

KEPT = 5_000
SETTINGS = settings(derandomize=True, deadline=None, max_examples=12)


@proves("P5", "P6")
@SETTINGS
@given(st.integers(0, 2**32), st.integers(0, MOST_RECORDS * (MOST_FILES + 2)))
def test_the_last_five_thousand_events_are_kept_over_boots(seed, before):
    chance = random.Random(seed)
    files = MemoryFiles()
    write_many(EventLog(files), before)
    written, ledger = before, before
    log = opened(files)
    for _ in range(60):
        if chance.random() < 0.2:
            log = opened(files)
            assert (log.why, log.sequence) == ("", written)
        rows = []
        for _ in range(chance.randint(1, AT_ONCE)):
            settles = chance.random() < 0.3
            rows.append((SETTLED if settles else DENIED, ledger, ledger, written))
            ledger += 1
            written += not settles
        write(log, rows)
        events = [event[A] for event in whole_events(files)]
        assert len(events) >= min(written, KEPT)
        assert events == list(range(written - len(events), written))
        assert len(names(files)) <= MOST_FILES


@proves("P4", "P5")
@SETTINGS
@given(st.integers(0, 2**32), st.integers(1, 3 * MOST_RECORDS))
def test_whatever_becomes_of_its_last_file_no_number_occurs_twice_and_the_rest_stays(seed, count):
    chance = random.Random(seed)
    files = MemoryFiles()
    write_many(EventLog(files), count)
    older = {name: files.stored[name] for name in names(files)[:-1]}
    for _ in range(4):
        name = names(files)[-1]
        content = bytearray(files.stored[name])
        if chance.random() < 0.5:
            del content[chance.randrange(len(content)) :]
        else:
            content[chance.randrange(len(content))] ^= 1 + chance.randrange(255)
        files.stored[name] = bytes(content)
        log = opened(files)
        first = log.sequence
        for number in range(chance.randint(1, 3)):
            write(log, [(DENIED, 30_000 + number, 100_000, 0)])
        numbers = [event[SEQUENCE] for event in readable_events(files)]
        assert numbers == sorted(set(numbers))
        assert numbers[-1] == log.sequence - 1 >= first
    assert {name: files.stored[name] for name in older} == older
