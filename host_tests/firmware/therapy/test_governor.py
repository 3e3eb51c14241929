"""Every reason to deny, one at a time; what is handed out, and how much may be reserved."""

# pyright: reportAttributeAccessIssue=false

import unittest

from bench_of_heart import HeartBench
from example_orders import MG, STEP_FL, fast_therapy, patient_bolus, therapy
from support import proves
from therapy import denials
from therapy.alarms import alarm_table
from therapy.bolus_kinds import CLINICIAN, PATIENT
from therapy.delivery.pump_time import HOUR_UNKNOWN
from therapy.delivery.reservation import largest_reservation, ten_microlitres
from therapy.memory import record_kinds
from units.refused import Refused

SMALL = patient_bolus(dose_pg=MG // 40, over_s=20, lockout_s=60, most_per_day=48)


def reasons(bench):
    return [happening[3] for happening in bench.of_kind(record_kinds.DENIED)]


def running(order):
    bench = HeartBench(order)
    bench.start()
    bench.run_to(5)
    return bench


class Denied(unittest.TestCase):
    def ask(self, bench):
        bench.press()
        bench.run_for(2)
        return reasons(bench)

    @proves("B1")
    def test_when_locked_or_stopped(self):
        self.assertEqual(self.ask(HeartBench()), [denials.LOCKED])
        self.assertEqual(self.ask(HeartBench(therapy(bolus=SMALL))), [denials.STOPPED])

    @proves("B1")
    def test_in_a_high_alarm_acknowledged_or_not_and_allowed_after_it(self):
        bench = running(therapy(bolus=SMALL))
        bench.alarms.begin(alarm_table.STOPPED_TOO_LONG)
        bench.alarms.acknowledge(alarm_table.STOPPED_TOO_LONG)
        bench.heart.ask_patient_bolus()
        bench.alarms.end(alarm_table.STOPPED_TOO_LONG)
        self.assertEqual(bench.heart.ask_patient_bolus(), 0)
        bench.run_for(1)
        self.assertEqual(reasons(bench), [denials.HIGH_ALARM])

    @proves("B1")
    def test_a_lower_alarm_denies_nothing(self):
        bench = running(therapy(bolus=SMALL))
        bench.alarms.strike(alarm_table.DOSE_MISSED)
        self.assertEqual(bench.heart.ask_patient_bolus(), 0)

    @proves("B6")
    def test_a_second_one_is_denied_and_not_queued(self):
        bench = running(therapy(bolus=SMALL))
        self.ask(bench)
        self.assertEqual(self.ask(bench), [denials.BUSY])
        self.assertEqual(bench.desk.clinician_bolus(MG // 40, 20), denials.BUSY)
        bench.run_for(40)
        self.assertEqual(bench.history.by_kind[PATIENT].value(), 53)
        self.assertEqual(bench.history.by_kind[CLINICIAN].value(), 0)

    @proves("B6")
    def test_a_second_one_in_the_very_turn_of_the_grant_is_denied(self):
        bench = running(therapy(bolus=SMALL))
        bench.heart.ask_patient_bolus()
        self.assertEqual(bench.heart.ask_patient_bolus(), denials.BUSY)

    @proves("B1")
    def test_when_none_is_prescribed(self):
        self.assertEqual(self.ask(running(therapy())), [denials.NOT_PRESCRIBED])

    @proves("B2")
    def test_within_the_lockout_with_the_time_left_and_granted_after_it(self):
        bench, left_s = running(therapy(bolus=SMALL)), []
        bench.at(10, bench.press)
        bench.at(45, bench.press)
        bench.at(46, lambda: left_s.append(bench.history.lockout.left_s(bench.history.t_s, 60)))
        bench.at(71.5, bench.press)
        bench.run_to(100)
        denied = bench.of_kind(record_kinds.DENIED)
        self.assertEqual([h[2:4] for h in denied], [(PATIENT, denials.LOCKOUT)])
        self.assertEqual(denied[0][4], HOUR_UNKNOWN)
        self.assertTrue(24 <= left_s[0] <= 26, left_s)
        self.assertEqual(len(bench.of_kind(record_kinds.GRANTED)), 2)

    @proves("B2")
    def test_the_lockout_is_for_patients_and_not_for_the_clinician(self):
        bench = running(therapy(bolus=SMALL))
        self.ask(bench)
        bench.run_for(30)
        self.assertEqual(bench.desk.clinician_bolus(MG // 40, 20), 0)

    @proves("B2")
    def test_more_than_the_most_per_day(self):
        bench = running(therapy(bolus=patient_bolus(dose_pg=MG // 40, over_s=20, lockout_s=60, most_per_day=2)))
        for asked_s in (10, 80, 150):
            bench.at(asked_s, bench.press)
        bench.run_to(160)
        self.assertEqual(reasons(bench), [denials.DAILY_COUNT])

    @proves("B3")
    def test_past_the_most_a_day_counting_the_basal_to_come(self):
        # 2.51736 mg of basal in 24 h and a bucket, and room for two boluses of 0.0248 mg, not three
        bench = running(therapy(bolus=SMALL, max_dose_pg_per_day=2_517_361_112 + 2 * 24_843_750 + 20 * 468_750))
        for asked_s in (10, 80, 150):
            bench.at(asked_s, bench.press)
        bench.run_to(180)
        self.assertEqual(reasons(bench), [denials.DAILY_DOSE])
        self.assertEqual(bench.history.by_kind[PATIENT].value(), 2 * 53)

    @proves("B3")
    def test_a_clinicians_bolus_is_held_to_the_same_day(self):
        bench = running(therapy(max_dose_pg_per_day=3 * MG))
        self.assertEqual(bench.desk.clinician_bolus(MG // 2, 600), denials.DAILY_DOSE)
        self.assertEqual(bench.desk.clinician_bolus(MG // 10, 600), 0)

    @proves("R2")
    def test_more_than_the_reservoir_holds(self):
        bench = running(therapy(bolus=SMALL, reservoir_filled_nl=900, reservoir_low_nl=0))
        self.assertEqual(self.ask(bench), [denials.RESERVOIR])

    @proves("B9", "D6")
    def test_an_order_that_cannot_be_met_is_refused_and_on_record_as_such(self):
        bench = running(therapy())
        for dose_pg, over_s in ((MG // 40, 9), (MG // 40, 1), (0, 60), (-1, 60), (MG, 10), (2.5, 60), (MG, None)):
            self.assertRaises(Refused, bench.desk.clinician_bolus, dose_pg, over_s)
        bench.run_for(2)
        self.assertEqual(bench.of_kind(record_kinds.GRANTED), [])
        denied = [h[2:4] for h in bench.of_kind(record_kinds.DENIED)]
        self.assertEqual(denied, [(CLINICIAN, denials.CANNOT_BE_MET)] * 7)

    @proves("D5", "B6")
    def test_while_the_therapy_changes(self):
        bench = running(therapy(bolus=SMALL))
        bench.confirm(therapy(bolus=SMALL, basal_pg_per_day=3 * MG))
        self.assertEqual(bench.heart.ask_patient_bolus(), denials.THERAPY_CHANGING)
        bench.run_for(20)
        self.assertEqual(bench.heart.ask_patient_bolus(), 0)


class TheDay(unittest.TestCase):
    def small_day(self, steps):
        """Running with only so many steps left in the day's limit."""
        bench = running(fast_therapy(24))
        rx = bench.prescription()
        rx.max_dose.copy(bench.history.window.total)
        rx.dose_per_step.add_to(rx.max_dose, bench.heart.governor.queue.queued + steps)
        return bench

    @proves("B3")
    def test_no_step_is_made_past_the_limit_and_the_alarm_says_so(self):
        for steps in (0, 1, 7, 20):
            bench = self.small_day(steps)
            bench.run_for(6)
            self.assertFalse(bench.history.window.total.exceeds(bench.prescription().max_dose))
            self.assertTrue(bench.shown(alarm_table.DOSE_LIMIT))
            self.assertEqual(bench.state(), "stopped")
            self.assertEqual(bench.history.given.value(), len(bench.engine.made()))

    @proves("B3")
    def test_it_is_no_alarm_before_that(self):
        bench = self.small_day(200)
        bench.run_for(6)
        self.assertFalse(bench.shown(alarm_table.DOSE_LIMIT))
        self.assertEqual(bench.state(), "running")


class Reservations(unittest.TestCase):
    def test_at_most_10_microlitres_and_1_percent_of_the_day_but_never_under_25(self):
        ten = ten_microlitres(STEP_FL)
        self.assertEqual(ten, 533)
        for steps_per_day, expected in ((0, 25), (320, 25), (2_599, 25), (2_600, 26), (5_333, 53), (53_333, 533)):
            self.assertEqual(largest_reservation(steps_per_day, ten), expected)
        self.assertEqual(largest_reservation(1_280_000, ten), 533)

    @proves("P1")
    def test_no_more_than_that_is_ever_reserved_and_no_step_is_made_without(self):
        for order in (therapy(bolus=patient_bolus()), fast_therapy(24)):
            bench = HeartBench(order)
            bench.start()
            bench.at(20, bench.press)
            while bench.time.now_us < 60_000_000:
                bench.turn()
                reserved = bench.history.reserved_steps()
                self.assertTrue(0 <= reserved <= bench.heart.governor.largest_reservation)
                self.assertTrue(bench.heart.governor.queue.queued <= reserved)

    @proves("P1", "B4")
    def test_nothing_is_delivered_that_could_not_be_recorded(self):
        bench = HeartBench(fast_therapy(24))
        bench.start()
        bench.run_to(3)

        def refuse():
            raise OSError(5)

        bench.files.on_write = refuse
        ceiling = bench.history.ceiling.value()
        bench.run_to(60)
        self.assertTrue(len(bench.engine.made()) <= ceiling)
        self.assertEqual(bench.state(), "stopped")
        self.assertTrue(bench.shown(alarm_table.MEMORY_ERROR))


class TheReservoir(unittest.TestCase):
    @proves("R2")
    def test_low_and_empty_are_shown_and_not_a_step_more_is_made(self):
        # 2 uL: low after 1 uL = 53 steps, empty after 106 steps, and 0.66 of one left
        bench = HeartBench(fast_therapy(24, reservoir_filled_nl=2_000, reservoir_low_nl=1_000))
        bench.start()
        bench.run_to(3)
        self.assertFalse(bench.shown(alarm_table.RESERVOIR_LOW))
        bench.run_to(5)
        self.assertTrue(bench.shown(alarm_table.RESERVOIR_LOW))
        bench.run_to(20)
        self.assertTrue(bench.shown(alarm_table.RESERVOIR_EMPTY))
        self.assertEqual((bench.state(), len(bench.engine.made())), ("stopped", 106))

    @proves("R2", "B7")
    def test_it_runs_empty_in_a_bolus(self):
        bench = HeartBench(therapy(bolus=SMALL, reservoir_filled_nl=1_030, reservoir_low_nl=0))
        bench.start()
        bench.at(10, bench.press)
        bench.run_to(60)
        # 54 steps: one of the basal at 8.1 s, one more in the bolus, and 52 of its 53
        self.assertEqual((bench.state(), len(bench.engine.made())), ("stopped", 54))
        ended = bench.of_kind(record_kinds.BOLUS_ENDED)[0]
        self.assertEqual((ended[3] + bench.history.by_kind[0].value(), ended[4]), (54, 1))


if __name__ == "__main__":
    unittest.main()
