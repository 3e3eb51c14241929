"""The report: what was given since the last one and by which source, and what the patient asked for and when."""

import unittest

from assembled import MG, Bench, bolus, order
from support import proves
from therapy.alarms import alarm_table
from therapy.memory import record_kinds
from units.refused import Refused

FAST = {"basal_pg_per_day": 600 * MG, "max_dose_pg_per_day": 1_200 * MG}  # 24 mL/day, a step in 67.5 ms
MONDAY = 9_450
HOUR_S = 3_600
UNKNOWN = 24
STEP_NL = 18.75


def running(**changes):
    bench = Bench()
    bench.boot()
    bench.prescribe(order(**changes))
    bench.start()
    return bench


def report(bench):
    return bench.pump.reporting.report()


def settled(bench):
    """Stopped, with everything on record."""
    bench.pump.desk.stop()
    bench.run_for(2)
    return bench


def given(told):
    """Steps by source, and the volumes checked against them."""
    for kind in told["given"].values():
        assert kind["nl"] == int(kind["steps"] * STEP_NL)
    return {name: kind["steps"] for name, kind in told["given"].items() if kind["steps"]}


def asked(told):
    """{hour: [granted, denied]} of the hours in which something was asked for."""
    return {hour: counts for hour, counts in enumerate(told["requests"]) if counts != [0, 0]}


class WhatWasGiven(unittest.TestCase):
    @proves("P5")
    def test_each_bolus_kind_counts_for_itself(self):
        bench = running(bolus=bolus(over_s=20), catheter_volume_nl=5_000)
        bench.press()
        bench.run_for(25)
        bench.pump.desk.clinician_bolus(MG // 20, 30)
        bench.run_for(40)
        bench.pump.desk.prime()
        bench.run_for(60)
        told = given(report(bench))
        self.assertEqual((told["patient"], told["clinician"], told["priming"]), (213, 106, 266))
        self.assertEqual(told["basal"], bench.pump.history.by_kind[0].value())
        closed = settled(bench).pump.reporting.close_report()
        self.assertEqual(given(closed)["patient"], 213)
        bench.run_for(1)
        self.assertEqual(given(report(bench)), {})
        self.assertEqual(report(bench)["since_s"], closed["now_s"])
        bench.start()
        bench.run_for(40)
        self.assertTrue(given(report(bench))["basal"] in (2, 3))

    @proves("P1", "P5")
    def test_it_survives_a_reset_to_the_step_a_report_closed_while_delivering_too(self):
        bench = running(**FAST)
        bench.run_for(33)
        while True:
            try:
                bench.pump.reporting.close_report()
                break
            except Refused:
                bench.pump.turn()
        closed_at = bench.pump.history.given.value()
        bench.run_for(20)
        since = settled(bench).pump.history.given.value() - closed_at
        after = bench.rebooted()
        after.boot()
        self.assertEqual(given(report(after)), {"basal": since})

    @proves("P5")
    def test_each_drug_by_its_own_concentration_for_life(self):
        bench = running(
            **dict(FAST, drugs=[["morphine", 25 * MG], ["clonidine", 50_000_000]], catheter_volume_nl=1_875)
        )
        bench.run_for(60)
        told, steps = report(bench), bench.pump.history.given.value()
        self.assertEqual(told["delivered_pg"], {"morphine": steps * 468_750, "clonidine": steps * 18_750 * 50 // 1_000})
        self.assertEqual(told["at_tip_pg"], told["delivered_pg"])  # the line was full of it

    def test_without_a_therapy_there_are_no_amounts(self):
        bench = Bench()
        bench.boot()
        told = report(bench)
        self.assertFalse("delivered_pg" in told)
        self.assertEqual((given(told), asked(told)), ({}, {}))


class WhatWasAskedFor(unittest.TestCase):
    @proves("B2", "P5")
    def test_granted_and_denied_by_the_hour_of_the_pump_time(self):
        bench = running(bolus=bolus(over_s=20, lockout_s=3_600))
        bench.press()  # the time is not known yet
        bench.run_for(30)
        bench.pump.clock_desk.set_time(MONDAY, 10 * HOUR_S - 2)
        bench.press()
        bench.run_for(3)
        for _ in range(3):
            bench.press()
        self.assertEqual(asked(report(bench)), {UNKNOWN: [1, 0], 9: [0, 1], 10: [0, 3]})
        bench.run_for(20)
        self.assertEqual(asked(report(bench)), {UNKNOWN: [1, 0], 9: [0, 1], 10: [0, 3]})

    @proves("P5")
    def test_a_clinicians_denial_is_none_of_the_patients(self):
        bench = running()
        for _ in range(3):
            bench.pump.desk.clinician_bolus(100 * MG, 86_400)  # more than a day may hold
        bench.press()
        bench.run_for(20)
        self.assertEqual(asked(report(bench)), {UNKNOWN: [0, 1]})

    @proves("P5")
    def test_what_is_on_record_survives_a_reset_and_denials_an_hour_old_are(self):
        bench = running(bolus=bolus(over_s=20))
        bench.pump.clock_desk.set_time(MONDAY, 8 * HOUR_S)
        for _ in range(6):
            bench.press()
            bench.run_for(30)
        self.assertEqual(asked(report(bench)), {8: [1, 5]})
        bench.run_for(HOUR_S + 600)
        after = settled(bench).rebooted()
        after.boot()
        self.assertEqual(asked(report(after)), {8: [1, 5]})

    @proves("P5")
    def test_no_denial_counts_for_two_reports(self):
        bench = running(bolus=bolus(over_s=20))
        for _ in range(5):
            bench.press()
            bench.run_for(20)
        closed = settled(bench).pump.reporting.close_report()
        self.assertEqual(asked(closed), {UNKNOWN: [1, 4]})
        bench.press()  # stopped: another reason
        bench.run_for(2)
        self.assertEqual(asked(report(bench)), {UNKNOWN: [0, 1]})
        after = bench.rebooted()
        after.boot()
        self.assertEqual(asked(report(after)), {UNKNOWN: [0, 1]})


class Closing(unittest.TestCase):
    def test_it_waits_until_everything_is_on_record(self):
        bench = running()
        bench.pump.alarms.strike(alarm_table.DOSE_MISSED)
        self.assertRaises(Refused, bench.pump.reporting.close_report)
        self.assertEqual(bench.recorded(record_kinds.REPORTED), [])
        bench.run_for(20)
        bench.pump.reporting.close_report()
        bench.run_for(20)
        self.assertEqual(len(bench.recorded(record_kinds.REPORTED)), 1)


if __name__ == "__main__":
    unittest.main()
