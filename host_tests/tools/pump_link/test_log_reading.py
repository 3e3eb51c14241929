"""The log over the link held to its chain: what was altered on flash is found, whatever its checksum says."""

import pytest

from bench_wire import client_of
from link_bench import LinkBench
from pump_link.pump import Pump
from pump_link.readings import LogPart
from storage import records
from storage.event_log import HEAD_LENGTH
from support import proves

RECORDS = 12


@pytest.fixture(scope="module")
def bench():
    bench = LinkBench().begin()
    bench.peer()
    while bench.pump.log.sequence < RECORDS:
        bench.press()
        bench.run_for(400)
    return bench


@pytest.fixture
def log_file(bench):
    files = bench.fake.files.contents
    name = next(name for name in files if name.endswith("log/00001"))
    before = files[name]
    yield files, name
    files[name] = before


def read(bench: LinkBench, since: int = 0) -> LogPart:
    return Pump(client_of(bench)).log(since)


def rewritten(content: bytes, place: int) -> bytes:
    """The record at that place with another number, its link and its checksum made to fit it."""
    changed = bytearray(content)
    offset = HEAD_LENGTH + place * records.LENGTH
    record = records.unpack(content, offset)
    assert record is not None
    before = records.link_of(content, offset - records.LENGTH) if place else records.NO_LINK
    kind, mark, sequence, t_s, a, b, c, d = record
    records.pack_into(changed, offset, before, kind, mark, sequence, t_s, a + 1, b, c, d)
    return bytes(changed)


@proves("P5")
def test_a_log_that_nobody_touched_is_held_from_its_first_record_to_its_last(bench):
    part = read(bench)
    assert part.linked == len(part.records) >= RECORDS
    assert part.broken == part.missing == ()


@proves("P5")
@pytest.mark.parametrize("place", [0, 1, 2, 3, 5, 8])
def test_a_record_that_was_altered_is_found_though_its_checksum_fits(bench, log_file, place):
    files, name = log_file
    files[name] = rewritten(files[name], place)
    part = read(bench)
    assert part.missing == ()
    page = place - place % 3
    expected = page if place % 3 < 2 else page + 3  # of a page's last record the next page's link tells
    assert part.broken == (expected,)


def test_what_is_read_from_the_middle_is_held_from_its_second_page_on(bench):
    part = read(bench, 4)
    assert part.records[0].sequence == 4
    assert part.linked == len(part.records) - 3


def test_after_a_record_that_is_missing_the_chain_begins_anew(bench, log_file):
    files, name = log_file
    content = bytearray(files[name])
    content[HEAD_LENGTH + 4 * records.LENGTH + 9] ^= 1
    files[name] = bytes(content)
    part = read(bench)
    assert part.missing == (4,)
    assert part.broken == ()
    assert 0 < part.linked < len(part.records)
