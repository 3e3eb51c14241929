"""The rotor against the steps: a stall is found within 64 microsteps at any flow, none is found where none is."""

import math
import unittest

from assembled import MG, bolus, order
from fitted import FASTEST, FittedBench, running
from support import proves
from therapy.alarms import alarm_table
from therapy.memory import record_kinds
from units.refused import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CYCLE = 64  # microsteps: four full steps
A_DEGREE = 4096 / 360


def bent(phase):
    """An encoder that is not linear to a degree, twice a revolution, with a count of noise."""
    state = [7]

    def noise(at):
        state[0] = (state[0] * 75 + 74) % 65537
        return round(A_DEGREE * 0.95 * math.sin(4 * math.pi * at / 3200 + phase)) + state[0] % 3 - 1

    return noise


def shown(bench, alarm):
    return bool(bench.pump.alarms.shown[alarm])


def run_until_stopped(bench, seconds):
    for _ in range(seconds * 10):
        if bench.pump.state() != "running":
            return
        bench.run_for(0.1)


def restart(bench):
    bench.pump.desk.acknowledge()
    bench.pump.desk.start()
    bench.run_for(0.2)


class AStall(unittest.TestCase):
    def bench(self, therapy=None, **changes):
        return running(therapy or order(**FASTEST), display=False, supply=False, **changes)

    @proves("A7")
    def test_it_is_found_within_64_microsteps_at_any_flow_and_any_place_with_the_worst_encoder(self):
        for ml_per_day, turn_s in ((24, 20), (6, 40), (1, 400)):
            for phase in (0, 1.6, 3.1, 4.7):
                dose = ml_per_day * 25 * MG
                bench = self.bench(order(basal_pg_per_day=dose, max_dose_pg_per_day=2 * dose), noise=bent(phase))
                bench.run_for(turn_s + phase)
                self.assertEqual(bench.pump.state(), "running")
                bench.rotor.stick()
                before = len(bench.edges)
                run_until_stopped(bench, 64 * 87 // ml_per_day // 20 + 20)
                made = len(bench.edges) - before
                self.assertTrue(17 <= made <= CYCLE, (ml_per_day, phase, made))
                self.assertEqual(bench.pump.state(), "stopped")
                self.assertTrue(shown(bench, alarm_table.MOTOR_STALLED))

    @proves("A7")
    def test_it_is_found_during_a_bolus_that_begins_at_a_slow_flow(self):
        therapy = order(bolus=bolus(dose_pg=MG, over_s=300), max_rate_fl_per_day=24_000_000_000_000)
        bench = self.bench(therapy)
        bench.run_for(100)
        self.assertEqual(bench.pump.heart.ask_patient_bolus(), 0)
        bench.rotor.stick()
        before = len(bench.edges)
        run_until_stopped(bench, 60)
        self.assertTrue(len(bench.edges) - before <= CYCLE)
        self.assertTrue(shown(bench, alarm_table.MOTOR_STALLED))

    @proves("A7")
    def test_one_that_is_stuck_from_the_start_is_found(self):
        bench = FittedBench(display=False, supply=False)
        bench.prescribe(order(**FASTEST))
        bench.rotor.stick()
        bench.start()
        run_until_stopped(bench, 20)
        self.assertTrue(len(bench.edges) <= CYCLE, len(bench.edges))
        self.assertTrue(shown(bench, alarm_table.MOTOR_STALLED))

    @proves("A7")
    def test_a_slip_of_one_cycle_is_found_at_the_next_look(self):
        bench = self.bench()
        bench.run_for(10)
        bench.rotor.shift(-CYCLE)
        bench.run_for(1)
        self.assertEqual(bench.pump.state(), "stopped")
        self.assertTrue(60 <= bench.recorded(record_kinds.STALLED)[0][1] <= 68)

    @proves("A7", "A4")
    def test_stall_and_recovery_are_on_record_with_what_was_missed(self):
        bench = self.bench()
        bench.run_for(10)
        bench.rotor.stick()
        run_until_stopped(bench, 20)
        bench.run_for(2)
        stalls = bench.recorded(record_kinds.STALLED)
        self.assertEqual((len(stalls), stalls[0][0]), (1, 1))
        self.assertTrue(abs(stalls[0][1] - 47) <= 4, stalls)
        lost = bench.rotor.free()
        self.assertEqual(lost, CYCLE)
        restart(bench)
        began = len(bench.edges)
        bench.run_for(3)
        self.assertTrue(shown(bench, alarm_table.MOTOR_STALLED), "not yet: it must follow for 64 steps")
        self.assertEqual(bench.pump.state(), "running")
        while len(bench.edges) - began < 70:
            bench.run_for(0.5)
        self.assertFalse(shown(bench, alarm_table.MOTOR_STALLED))
        ended = bench.recorded(record_kinds.STALLED)
        self.assertEqual((len(ended), ended[1][0]), (2, 0))
        self.assertTrue(abs(ended[1][1] - lost) <= 2, ended)
        self.assertEqual(bench.pump.state(), "running")

    @proves("A7", "A4")
    def test_started_again_while_still_stuck_it_is_announced_again_and_the_missed_dose_adds_up(self):
        bench = self.bench()
        bench.run_for(10)
        bench.rotor.stick()
        run_until_stopped(bench, 20)
        self.assertRaises(Refused, bench.pump.desk.start)
        restart(bench)
        run_until_stopped(bench, 20)
        bench.run_for(1)
        stalls = bench.recorded(record_kinds.STALLED)
        self.assertEqual([stall[0] for stall in stalls], [1, 1])
        self.assertEqual(bench.pump.alarms.acknowledged[alarm_table.MOTOR_STALLED], 0)
        self.assertRaises(Refused, bench.pump.desk.start)
        lost = bench.rotor.free()
        restart(bench)
        bench.run_for(6)
        ended = bench.recorded(record_kinds.STALLED)[-1]
        self.assertEqual(ended[0], 0)
        self.assertTrue(abs(ended[1] - lost) <= 2, (ended, lost))

    @proves("A7")
    def test_an_encoder_mounted_the_other_way_round_wants_its_direction_declared(self):
        bench = self.bench(direction=-1)
        bench.run_for(20)
        self.assertEqual(bench.pump.state(), "running")
        wrong = self.bench()
        wrong.rotor._direction = -1
        run_until_stopped(wrong, 20)
        self.assertTrue(shown(wrong, alarm_table.MOTOR_STALLED))

    def test_after_a_reset_the_stall_is_still_open_and_ends_once_the_rotor_follows(self):
        bench = self.bench()
        bench.run_for(5)
        bench.rotor.stick()
        run_until_stopped(bench, 20)
        bench.run_for(1)
        bench.rotor.free()
        again = bench.rebooted()
        again.boot()
        again.watch_steps()
        made = len(bench.edges)
        bench.rotor._steps_made = lambda: made + len(again.edges)
        again.run_for(1)
        self.assertTrue(shown(again, alarm_table.MOTOR_STALLED))
        restart(again)
        again.run_for(6)
        self.assertEqual([stall[0] for stall in again.recorded(record_kinds.STALLED)], [0])
        self.assertFalse(shown(again, alarm_table.MOTOR_STALLED))


class NoStall(unittest.TestCase):
    @proves("A7")
    def test_flows_boluses_starts_and_snapping_rotors_are_none(self):
        for phase in (0.4, 2.9):
            therapy = order(bolus=bolus(dose_pg=MG, over_s=300, lockout_s=900), basal_pg_per_day=50 * MG,
                            max_dose_pg_per_day=300 * MG)  # fmt: skip
            bench = running(therapy, display=False, supply=False, noise=bent(phase))
            for turn in range(4):
                bench.run_for(200 + 37 * turn)
                bench.pump.heart.ask_patient_bolus()
                bench.run_for(150)
                bench.pump.desk.stop()
                bench.run_for(1)
                bench.rotor.shift(-30 if turn & 1 else 31)  # released it settles, energised it snaps
                bench.pump.desk.start()
                bench.run_for(0.02)
                bench.rotor.shift(-32 if turn & 1 else 32)
            bench.run_for(900)
            self.assertEqual(bench.pump.state(), "running")
            self.assertEqual(bench.recorded(record_kinds.STALLED), [])

    def test_service_is_not_judged_and_the_next_start_refers_anew(self):
        bench = FittedBench(display=False, supply=False)
        bench.prescribe(order(**FASTEST))
        bench.hold()
        self.assertEqual(bench.pump.state(), "service")
        bench.rotor.stick()
        bench.pump.service.run(20_000, bench.pump.service.fastest_us())
        bench.run_for(20)
        self.assertFalse(shown(bench, alarm_table.MOTOR_STALLED))
        bench.rotor._stuck_at = None
        bench.pump.service.leave()
        bench.start()
        bench.run_for(20)
        self.assertEqual(bench.pump.state(), "running")

    def test_it_looks_at_least_every_2_s_while_running_and_never_more_than_10_times_a_second(self):
        for therapy, most in ((order(), 40), (order(**FASTEST), 160)):
            bench = running(therapy, display=False, supply=False)
            bench.run_for(1)
            bench.encoder.reads = 0
            bench.run_for(40)
            self.assertTrue(20 <= bench.encoder.reads <= most, bench.encoder.reads)


class TheEncoder(unittest.TestCase):
    @proves("A7")
    def test_lost_it_is_a_medium_alarm_and_dosing_goes_on_until_it_is_back(self):
        for fault in ("is_present", "has_magnet"):
            bench = running(order(**FASTEST), display=False, supply=False)
            bench.run_for(5)
            setattr(bench.encoder, fault, False)
            bench.run_for(3)
            self.assertTrue(shown(bench, alarm_table.ENCODER_LOST))
            self.assertEqual((bench.pump.state(), bench.pump.alarms.priority), ("running", alarm_table.MEDIUM))
            bench.rotor.shift(-CYCLE)  # nobody sees it
            bench.run_for(3)
            setattr(bench.encoder, fault, True)
            bench.run_for(5)
            self.assertFalse(shown(bench, alarm_table.ENCODER_LOST))
            self.assertEqual(bench.pump.state(), "running")
            bench.rotor.stick()
            run_until_stopped(bench, 20)
            self.assertTrue(shown(bench, alarm_table.MOTOR_STALLED), "and it watches again")

    def test_one_read_that_fails_is_none(self):
        bench = running(order(**FASTEST), display=False, supply=False)
        bench.run_for(5.05)
        reads = bench.encoder.reads
        bench.encoder.is_present = False
        watch: "Any" = bench.pump.rotor_watch
        while watch._failed == 0:
            bench.run_for(0.02)
        bench.encoder.is_present = True
        bench.run_for(5)
        self.assertTrue(bench.encoder.reads > reads)
        self.assertEqual([a[0] for a in bench.recorded(record_kinds.ALARM_ON)], [])

    @proves("A7")
    def test_absent_at_power_on_it_is_an_alarm_and_the_status_tells_who_has_one(self):
        bench = FittedBench(display=False, supply=False)
        bench.encoder.is_present = False
        bench.run_for(1)
        self.assertTrue(shown(bench, alarm_table.ENCODER_LOST))
        self.assertTrue(bench.pump.reporting.report()["rotor_is_watched"])
        without = FittedBench(display=False, supply=False, encoder=False)
        self.assertFalse(without.pump.reporting.report()["rotor_is_watched"])


if __name__ == "__main__":
    unittest.main()
