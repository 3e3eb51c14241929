"""Denials on flash: one record a reason an hour, and every one of them counted for its own hour."""

import unittest

from bench_of_heart import HeartBench
from example_orders import MG, patient_bolus, therapy
from ledger_state import replayed
from storage import checkpoint, records
from storage.denial_log import PLACES, DenialLog
from storage.event_log import FOLDER, HEAD_LENGTH
from storage.ledger import KNOWN, SEGMENTS
from support import proves
from therapy import denials
from therapy.bolus_kinds import CLINICIAN, PATIENT, PRIMING
from therapy.memory import record_kinds
from therapy.memory.record_kinds import COUNTED_HOUR

HOUR_S = 3_600
UNKNOWN = 24
LOCKOUT = denials.LOCKOUT


def of_segments(bench):
    """The denied records after the checkpoints: (kind, reason, hours, counted before)."""
    found = []
    for name in SEGMENTS:
        stored = bench.files.stored[name]
        found += denied(stored, checkpoint.length_of(stored))
    return found


def of_log(bench):
    """The same, of the event log."""
    found = []
    for name in bench.files.names(FOLDER):
        found += denied(bench.files.stored[FOLDER + "/" + name], HEAD_LENGTH)
    return found


def denied(stored, offset):
    found = []
    while offset < len(stored):
        kind, _, _, _, a, b, c, d = records.unpack(stored, offset) or (0,) * 8
        if kind == record_kinds.DENIED:
            found.append((a, b, c, d))
        offset += records.LENGTH
    return found


def on_flash(bench):
    """What the log tells; never less than the ledger, which forgets it with each new segment."""
    found, kept = of_log(bench), of_segments(bench)
    assert kept == found[len(found) - len(kept) :], (kept, found)
    return found


def asked(history):
    return {hour: denied for hour, denied in enumerate(history.requests.denied) if denied}


def waiting(history):
    return {hour: count for hour, count in enumerate(history.requests.waiting) if count}


class TheLog(unittest.TestCase):
    def test_the_first_of_a_reason_is_due_and_the_next_only_an_hour_later(self):
        log = DenialLog()
        due = [log.is_due(PATIENT, LOCKOUT, 9, t_s) for t_s in (0, 1, 3_599, 3_600, 3_601, 7_200)]
        self.assertEqual(due, [True, False, False, True, False, True])
        self.assertEqual(log.take(log.place(PATIENT, LOCKOUT)), 3)
        self.assertEqual(log.total, 0)

    def test_the_patients_and_everybody_elses_are_apart_and_so_is_every_reason(self):
        log = DenialLog()
        for reason in range(len(denials.REASONS)):
            self.assertTrue(log.is_due(PATIENT, reason, 9, 10))
            self.assertTrue(log.is_due(CLINICIAN, reason, 9, 10))
            self.assertFalse(log.is_due(PRIMING, reason, 9, 10))
        self.assertEqual(PLACES, 2 * len(denials.REASONS))

    def test_what_is_counted_is_of_one_hour_of_the_pump_time(self):
        log = DenialLog()
        self.assertTrue(log.is_due(PATIENT, LOCKOUT, 9, 0))
        self.assertFalse(log.is_due(PATIENT, LOCKOUT, 9, 10))
        self.assertTrue(log.is_due(PATIENT, LOCKOUT, 10, 20), "the one before was asked for at another hour")
        place = log.place(PATIENT, LOCKOUT)
        self.assertEqual((log.hours[place], log.take(place)), (9, 1))
        self.assertFalse(log.is_due(PATIENT, LOCKOUT, 10, 30))


class OnFlash(unittest.TestCase):
    def bench(self):
        """Delivering, with one bolus granted, so that each press is within the lockout."""
        bench = HeartBench(therapy(bolus=patient_bolus(over_s=10, dose_pg=MG // 40, lockout_s=40_000)))
        bench.start()
        bench.press()
        bench.run_for(30)
        return bench

    def press(self, bench, times):
        for _ in range(times):
            bench.press()
            bench.run_for(20)

    @proves("P5", "P6", "B2")
    def test_two_hundred_presses_in_an_hour_are_two_records_and_all_are_counted(self):
        bench = self.bench()
        self.press(bench, 170)
        self.assertEqual(on_flash(bench), [(PATIENT, LOCKOUT, UNKNOWN, 0)])
        self.assertEqual((asked(bench.history), waiting(bench.history)), ({UNKNOWN: 1}, {UNKNOWN: 169}))
        self.press(bench, 30)
        self.assertEqual(len(on_flash(bench)), 2)
        total = asked(bench.history)[UNKNOWN] + waiting(bench.history)[UNKNOWN]
        self.assertEqual(total, 200)

    @proves("P5")
    def test_what_was_only_counted_comes_to_flash_an_hour_later_without_another_press(self):
        bench = self.bench()
        bench.set_time(8 * HOUR_S)
        self.press(bench, 5)
        bench.run_for(HOUR_S + 900)  # with the next reservation
        hours = 8 + COUNTED_HOUR * 8
        self.assertEqual(on_flash(bench), [(PATIENT, LOCKOUT, 8, 0), (PATIENT, LOCKOUT, hours, 3)])
        self.assertEqual((asked(bench.history), waiting(bench.history)), ({8: 5}, {}))

    @proves("P5", "B2")
    def test_over_the_turn_of_an_hour_each_counts_where_it_was_asked_for(self):
        bench = self.bench()
        bench.set_time(9 * HOUR_S - 50)
        self.press(bench, 6)
        self.assertEqual(on_flash(bench), [(PATIENT, LOCKOUT, 8, 0), (PATIENT, LOCKOUT, 9 + COUNTED_HOUR * 8, 2)])
        self.assertEqual((asked(bench.history), waiting(bench.history)), ({8: 3, 9: 1}, {9: 2}))

    @proves("P5", "P1")
    def test_a_new_segment_in_between_counts_nothing_twice(self):
        bench = self.bench()
        self.press(bench, 4)
        bench.recorder.begin_segment()
        bench.run_for(HOUR_S + 100)
        self.press(bench, 1)
        self.assertEqual(asked(bench.history), {UNKNOWN: 5})
        found, history, _ledger = replayed(bench.files)
        self.assertEqual((found, asked(history)), (KNOWN, {UNKNOWN: 5}))

    @proves("P5", "P1")
    def test_a_reset_forgets_what_was_only_counted_and_nothing_else(self):
        bench = self.bench()
        self.press(bench, 4)
        after = bench.reset()
        self.assertEqual((asked(after.history), waiting(after.history)), ({UNKNOWN: 1}, {}))

    @proves("P5")
    def test_a_closed_report_takes_with_it_what_was_only_counted(self):
        bench = self.bench()
        self.press(bench, 4)
        closed = bench.reporting.close_report()
        self.assertEqual(closed["requests"][UNKNOWN], [1, 4])
        bench.run_for(40)
        self.assertEqual(on_flash(bench)[-1], (PATIENT, LOCKOUT, UNKNOWN + COUNTED_HOUR * UNKNOWN, 2))
        _found, history, _ledger = replayed(bench.files)
        self.assertEqual((asked(bench.history), asked(history), waiting(bench.history)), ({}, {}, {}))

    @proves("P5")
    def test_a_clinicians_denials_are_on_flash_and_count_for_nobody_else(self):
        bench = self.bench()
        for _ in range(3):
            bench.desk.clinician_bolus(59 * MG, 86_400)
            bench.run_for(20)
        self.assertEqual(on_flash(bench), [(CLINICIAN, denials.DAILY_DOSE, UNKNOWN, 0)])
        self.assertEqual((asked(bench.history), waiting(bench.history)), ({}, {}))


if __name__ == "__main__":
    unittest.main()
