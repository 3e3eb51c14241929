"""Damage of the event log: it goes on in a new file, no number occurs twice, and the pump runs on and says so."""

import unittest

from bench_of_heart import HeartBench
from event_log_state import names, opened, readable_events, write, write_many
from example_orders import patient_bolus, therapy
from memory_files import MemoryFiles
from storage import records
from storage.event_log import FOLDER, HEAD_LENGTH, MOST_RECORDS, EventLog, unpack_head
from storage.records import SEQUENCE
from support import proves
from therapy.alarms import alarm_table
from therapy.memory.record_kinds import ALARM_ACKNOWLEDGED, DENIED


def with_records(count, before=0):
    """`before` records in full files, then `count` in the newest."""
    files = MemoryFiles()
    log = EventLog(files)
    write_many(log, before + count)
    if before and not count:
        log.begin_file()
    return files


def changed(files, name, content):
    other = files.copy()
    other.stored[name] = content
    return other


def flipped(content, place):
    bad = bytearray(content)
    bad[place] ^= 0x10
    return bytes(bad)


class GoesOn(unittest.TestCase):
    def check(self, files, where, is_found=True):
        """Opened and written to: what can be read has no number twice and ends with what was written."""
        log = opened(files)
        newest = names(files)[-1]
        self.assertEqual(log.why != "", is_found, where)
        if is_found:
            self.assertTrue(newest in log.why, where)
            self.assertTrue(log.needs_file(), where)
        first = log.sequence
        write(log, [(DENIED, 30_000, 9_000, 1), (DENIED, 30_001, 9_000, 2)])
        numbers = [event[SEQUENCE] for event in readable_events(files)]
        self.assertEqual(len(set(numbers)), len(numbers), where)
        self.assertEqual((numbers, numbers[-2:]), (sorted(numbers), [first, first + 1]), where)
        if is_found:
            self.assertTrue(names(files)[-1] > newest, where)
            self.assertEqual(unpack_head(files.stored[names(files)[-1]]), (first, records.NO_LINK))
        again = opened(files)
        self.assertEqual((again.why, again.sequence), ("", first + 2), where)

    @proves("P4", "P5")
    def test_a_change_of_any_byte_of_the_head(self):
        for count, before in ((5, 0), (1, 0), (5, MOST_RECORDS), (1, MOST_RECORDS)):
            good = with_records(count, before)
            name = names(good)[-1]
            for place in range(HEAD_LENGTH):
                self.check(changed(good, name, flipped(good.stored[name], place)), (count, before, place))

    @proves("P4", "P5")
    def test_a_change_of_any_byte_of_the_head_of_a_file_that_was_only_begun(self):
        good = with_records(0, MOST_RECORDS)
        name = names(good)[-1]
        self.assertEqual(len(good.stored[name]), HEAD_LENGTH)
        for place in range(HEAD_LENGTH):
            self.check(changed(good, name, flipped(good.stored[name], place)), place)

    @proves("P4", "P5")
    def test_a_change_of_any_byte_of_the_last_record(self):
        for count in (1, 2, 7):
            good = with_records(count, MOST_RECORDS)
            name = names(good)[-1]
            whole = good.stored[name]
            for place in range(len(whole) - records.LENGTH, len(whole)):
                self.check(changed(good, name, flipped(whole, place)), (count, place))

    @proves("P4", "P5")
    def test_a_file_that_ends_within_a_record_or_its_head(self):
        for before in (0, MOST_RECORDS):
            good = with_records(4, before)
            name = names(good)[-1]
            whole = good.stored[name]
            for length in range(len(whole)):
                is_whole = length >= HEAD_LENGTH and (length - HEAD_LENGTH) % records.LENGTH == 0
                self.check(changed(good, name, whole[:length]), (before, length), not is_whole)

    @proves("P4", "P5")
    def test_head_and_last_record_at_once(self):
        good = with_records(3, MOST_RECORDS)
        name = names(good)[-1]
        whole = good.stored[name]
        self.check(changed(good, name, flipped(flipped(whole, 9), len(whole) - 9)), "both")
        self.check(changed(good, name, bytes(len(whole))), "wiped")
        self.check(changed(good, name, b"\xff" * len(whole)), "erased")


class ThePump(unittest.TestCase):
    """With a damaged log the pump is as well as before; it says so, and logs on."""

    def used(self):
        bench = HeartBench(therapy(bolus=patient_bolus()))
        bench.start()
        bench.run_to(60)
        return bench

    @proves("P5")
    def test_it_runs_on_and_raises_its_alarm(self):
        used = self.used()
        name = names(used.files)[-1]
        whole = used.files.stored[name]
        damaged = [flipped(whole, place) for place in (0, 9, 20, len(whole) - 1, len(whole) - records.LENGTH)]
        for content in damaged + [whole[:-1], whole[: HEAD_LENGTH - 1], b""]:
            files = changed(used.files, name, content)
            again = HeartBench(files=files)
            self.assertTrue(again.recovery.is_known)
            again.run_for(2)
            self.assertEqual(again.state(), "running")
            self.assertTrue(again.shown(alarm_table.LOG_DAMAGED))
            self.assertEqual(names(files), ["log/00001", "log/00002"])
            numbers = [event[SEQUENCE] for event in readable_events(files)]
            self.assertEqual(len(set(numbers)), len(numbers))
            third = again.reset()
            third.run_for(1)
            self.assertEqual((third.state(), third.log.why), ("running", ""))
            self.assertTrue(third.shown(alarm_table.LOG_DAMAGED), "until somebody acknowledges it")

    @proves("P5", "P1")
    def test_a_log_that_is_gone_begins_anew_and_no_dose_is_forgotten(self):
        used = self.used()
        files = used.files.copy()
        for name in names(files):
            del files.stored[name]
        again = HeartBench(files=files)
        self.assertTrue(again.recovery.is_known)
        again.run_for(2)
        self.assertEqual((again.state(), names(files)), ("running", [FOLDER + "/00001"]))
        self.assertTrue(again.history.given.value() >= len(used.engine.made()))


class AnEndThatIsMissing(unittest.TestCase):
    def cut_short(self, events):
        """(the pump before, the pump after its log lost all but three records and it had so many events)."""
        bench = HeartBench(therapy(bolus=patient_bolus()))
        while bench.log.sequence < events:
            bench.book.record(ALARM_ACKNOWLEDGED, 1)
            while bench.recorder.work(False):
                pass
        bench.recorder.begin_segment()
        name = names(bench.files)[-1]
        bench.files.stored[name] = bench.files.stored[name][: HEAD_LENGTH + 3 * records.LENGTH]
        return bench, bench.reset()

    @proves("P5", "P4")
    def test_the_ledger_knows_how_many_there_were(self):
        bench, again = self.cut_short(400)
        self.assertTrue(again.shown(alarm_table.LOG_DAMAGED))
        again.run_for(5)
        self.assertEqual(again.state(), "stopped")
        head = unpack_head(again.files.stored[names(again.files)[-1]])
        assert head is not None
        self.assertEqual(head[0], bench.log.sequence)

    @proves("P5")
    def test_what_the_ledger_still_has_is_made_up(self):
        bench, again = self.cut_short(20)
        again.run_for(5)
        self.assertFalse(again.shown(alarm_table.LOG_DAMAGED))
        numbers = [event[SEQUENCE] for event in readable_events(again.files)]
        self.assertEqual(numbers, list(range(len(numbers))))
        self.assertTrue(len(numbers) > bench.log.sequence)


if __name__ == "__main__":
    unittest.main()
