"""What the desk will not do: one line with field, value, limit and what to do; denials are on record by reason."""

import unittest

from assembled import MG, ML, Bench, bolus, order
from support import proves
from therapy import denials
from therapy.alarms import alarm_table
from therapy.bolus_kinds import BRIDGE, CLINICIAN, PATIENT, PRIMING
from therapy.memory import record_kinds
from units.refused import Refused


def stopped(**changes):
    bench = Bench()
    bench.boot()
    bench.prescribe(order(**changes))
    return bench


def running(**changes):
    bench = stopped(**changes)
    bench.start()
    return bench


def line_of(ask):
    """What a refusal says, in its four parts; each must be there, on one line."""
    try:
        ask()
    except Refused as refused:
        assert str(refused) == "%s: %s: %s; %s" % (refused.field, refused.value, refused.limit, refused.advice)
        for part in (refused.field, refused.value, refused.limit, refused.advice):
            assert part and "\n" not in part, str(refused)
        return str(refused)
    raise AssertionError("taken")


def denied(bench):
    bench.run_for(20)
    return [(kind, reason) for kind, reason, _hour, _before in bench.recorded(record_kinds.DENIED)]


class StartAndStop(unittest.TestCase):
    @proves("P2", "B9")
    def test_a_start_is_refused_with_its_reason(self):
        blank = Bench()
        blank.boot()
        self.assertEqual(line_of(blank.pump.desk.start)[:13], "start: locked")
        self.assertEqual(line_of(running().pump.desk.start)[:14], "start: running")
        bare = stopped(mode="stopped", basal_pg_per_day=0)
        self.assertEqual(line_of(bare.pump.desk.start)[:30], "start: infusion.mode = stopped")
        lost = stopped(clock_lost="stop")
        self.assertEqual(line_of(lost.pump.desk.start)[:28], "start: the pump time is lost")
        alarmed = stopped()
        alarmed.pump.alarms.strike(alarm_table.STEP_ENGINE_FAULT)
        self.assertEqual(line_of(alarmed.pump.desk.start)[:19], "start: a high alarm")
        changing = stopped()
        changing.pump.programming.confirm(changing.pump.programming.stage(order(basal_pg_per_day=3 * MG)))
        self.assertEqual(line_of(changing.pump.desk.start)[:30], "start: the therapy is changing")
        filled = stopped()
        filled.pump.reservoir_desk.refill(20 * ML, 20 * ML, True)
        self.assertEqual(line_of(filled.pump.desk.start)[:33], "start: another mixture was filled")
        served = stopped()
        served.hold()
        self.assertEqual(line_of(served.pump.desk.start)[:14], "start: service")
        full = stopped()
        while full.pump.desk._book.has_room():
            full.pump.desk._book.settle()
        self.assertEqual(line_of(full.pump.desk.start)[:30], "start: records wait to be writ")

    @proves("B9")
    def test_what_is_not_there_cannot_be_ended(self):
        bench = stopped()
        self.assertEqual(line_of(bench.pump.desk.stop)[:13], "stop: stopped")
        self.assertEqual(line_of(bench.pump.desk.stop_bolus)[:11], "bolus: none")
        self.assertEqual(line_of(lambda: bench.pump.desk.acknowledge("no-such"))[:20], "acknowledge: no-such")
        self.assertEqual(line_of(lambda: bench.pump.desk.acknowledge("stopped"))[:20], "acknowledge: stopped")
        self.assertEqual(bench.recorded(record_kinds.STOPPED), [])


class Boluses(unittest.TestCase):
    @proves("B1", "P5")
    def test_without_a_therapy_each_is_denied_as_locked_and_on_record(self):
        bench = Bench()
        bench.boot()
        desk = bench.pump.desk
        self.assertEqual([desk.clinician_bolus(MG, 60), desk.prime(), desk.bridge()], [denials.LOCKED] * 3)
        bench.press()
        self.assertEqual(denied(bench), [(kind, denials.LOCKED) for kind in (CLINICIAN, PRIMING, BRIDGE, PATIENT)])
        self.assertEqual(line_of(desk.primed_at_tip_pg)[:13], "prime: locked")

    @proves("B9", "B6", "P5")
    def test_what_cannot_be_met_is_refused_with_its_field_and_denied_on_record(self):
        bench = running(catheter_volume_nl=0)
        desk = bench.pump.desk
        for ask, begins in (
            (lambda: desk.clinician_bolus(MG // 10, 9), "clinician_bolus.over: 9 s: at least 10 s "),
            (lambda: desk.clinician_bolus(MG, 10), "clinician_bolus.over: 10 s ("),
            (lambda: desk.clinician_bolus(1_000, 60), "clinician_bolus.dose: 0 microsteps: at least 50 microsteps "),
            (lambda: desk.clinician_bolus(0.5, 60), "clinician_bolus.dose: 0.5: a whole number of pg; "),
            (desk.prime, "catheter.volume: 0 mL: "),
            (desk.bridge, "bridge: nothing to bridge: "),
        ):
            line = line_of(ask)
            self.assertEqual(line[: len(begins)], begins)
        self.assertTrue("the shortest possible duration is" in line_of(lambda: desk.clinician_bolus(MG, 10)))
        self.assertEqual(bench.pump.history.bolus_kind, 0)
        kinds = [CLINICIAN] * 4 + [PRIMING, BRIDGE, CLINICIAN]
        self.assertEqual(denied(bench), [(kind, denials.CANNOT_BE_MET) for kind in kinds])

    @proves("B1", "B6", "B3", "P5")
    def test_a_denial_says_why_and_changes_nothing(self):
        bench = running(bolus=bolus(over_s=60))
        desk = bench.pump.desk
        self.assertEqual(desk.clinician_bolus(5 * MG, 86_400), denials.DAILY_DOSE)
        self.assertEqual(desk.clinician_bolus(MG // 10, 60), 0)
        self.assertEqual(desk.prime(), denials.BUSY)
        bench.run_for(65)
        bench.pump.alarms.strike(alarm_table.STEP_ENGINE_FAULT)
        self.assertEqual(desk.clinician_bolus(MG // 10, 60), denials.HIGH_ALARM)
        desk.acknowledge()
        bench.pump.programming.confirm(bench.pump.programming.stage(order()))
        self.assertEqual(desk.clinician_bolus(MG // 10, 60), denials.THERAPY_CHANGING)
        bench.run_for(20)
        desk.stop()
        self.assertEqual(desk.clinician_bolus(MG // 10, 60), denials.STOPPED)
        self.assertEqual(
            denied(bench),
            [
                (CLINICIAN, denials.DAILY_DOSE),
                (PRIMING, denials.BUSY),
                (CLINICIAN, denials.HIGH_ALARM),
                (CLINICIAN, denials.THERAPY_CHANGING),
                (CLINICIAN, denials.STOPPED),
            ],
        )

    @proves("R2", "P5")
    def test_more_than_the_reservoir_holds_is_denied(self):
        bench = running(reservoir_filled_nl=3_000, reservoir_low_nl=0)
        self.assertEqual(bench.pump.desk.clinician_bolus(MG // 10, 300), denials.RESERVOIR)
        self.assertEqual(denied(bench), [(CLINICIAN, denials.RESERVOIR)])

    @proves("B11")
    def test_a_bridge_over_two_earlier_mixtures_is_refused(self):
        bench = running()
        for mg_per_ml in (20, 15):
            bench.pump.reservoir_desk.refill(20 * ML, 20 * ML, True)
            bench.prescribe(order(drugs=[["morphine", mg_per_ml * MG]]))
            bench.run_for(120)
        self.assertEqual(line_of(bench.pump.desk.bridge)[:44], "bridge: 2 earlier mixtures in the catheter: ")
        self.assertEqual(denied(bench), [(BRIDGE, denials.CANNOT_BE_MET)])


if __name__ == "__main__":
    unittest.main()
