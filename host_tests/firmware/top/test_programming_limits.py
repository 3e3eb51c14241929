"""A therapy on its way into the pump: soft limits are asked and answered by name, the wrong mixture is refused."""

# pyright: reportOptionalMemberAccess=false

import unittest

from assembled import MG, ML, Bench, bolus, order
from support import proves
from therapy.memory import record_kinds
from therapy.prescribing import soft_limits
from units.refused import Refused


def stopped(**changes):
    bench = Bench()
    bench.boot()
    bench.prescribe(order(**changes))
    return bench


def names(bench, **changes):
    """Stage it; the soft limits that it passes."""
    bench.pump.programming.stage(order(**changes))
    return [question.name for question in bench.pump.programming.questions()]


def refused_line(ask):
    try:
        ask()
    except Refused as refused:
        return str(refused)
    return "taken"


def until_in_force(bench):
    while bench.pump.programming.is_committing() or not bench.pump.recorder.is_clear():
        bench.pump.turn()


class SoftLimits(unittest.TestCase):
    @proves("U4")
    def test_each_is_asked_just_beyond_its_limit_and_not_at_it(self):
        bench = stopped(max_dose_pg_per_day=6 * MG)
        half = 5 * MG // 4  # 2.5 mg/day is in force
        room = {"max_dose_pg_per_day": 12 * MG}
        for name, at_it, beyond in (
            ("dose-change", dict(room, basal_pg_per_day=4 * half), dict(room, basal_pg_per_day=4 * half + MG // 100)),
            ("concentration", {}, {"drugs": [["morphine", 26 * MG]]}),
            ("bolus-dose", {"bolus": bolus(dose_pg=MG // 2)}, {"bolus": bolus(dose_pg=MG // 2 + 1)}),
            ("lockout", {"bolus": bolus(lockout_s=3_600)}, {"bolus": bolus(lockout_s=3_599)}),
            ("most-per-day", {"bolus": bolus(most_per_day=12)}, {"bolus": bolus(most_per_day=13)}),
            ("headroom", {"max_dose_pg_per_day": 10 * MG}, {"max_dose_pg_per_day": 10 * MG + 1}),
            ("no-catheter", {"catheter_volume_nl": 1}, {"catheter_volume_nl": 0}),
        ):
            self.assertEqual(names(bench, **at_it), [], name)
            self.assertEqual(names(bench, **beyond), [name])

    @proves("U4")
    def test_a_first_therapy_is_no_change_of_dose(self):
        bench = Bench()
        bench.boot()
        bench.pump.programming.calibrate(18_750_000)
        self.assertEqual(names(bench, basal_pg_per_day=5 * MG, max_dose_pg_per_day=6 * MG), [])

    @proves("U4")
    def test_every_one_must_be_accepted_by_name_and_the_answers_are_on_record(self):
        bench = stopped()
        programming = bench.pump.programming
        changes = {"catheter_volume_nl": 0, "bolus": bolus(lockout_s=1_800)}
        shown = programming.stage(order(**changes))
        for accepted in ((), ("lockout",), ("no-catheter",), ("headroom", "dose-change"), ("Lockout", "no-catheter")):
            line = refused_line(lambda accepted=accepted: programming.confirm(shown, accepted))
            self.assertTrue("knowingly" in line, accepted)
        bench.run_for(1)
        self.assertEqual(bench.recorded(record_kinds.SOFT_LIMITS), [])
        self.assertEqual(bench.pump.heart.prescription.catheter_nl, 220_000)
        programming.confirm(shown, ("lockout", "no-catheter"))
        until_in_force(bench)
        self.assertEqual(bench.pump.heart.prescription.catheter_nl, 0)
        bits = soft_limits.bits(("lockout", "no-catheter"))
        self.assertEqual(bench.recorded(record_kinds.SOFT_LIMITS), [(bits, 0, 0, 0)])

    @proves("U4")
    def test_a_question_is_one_line_with_field_value_and_limit(self):
        bench = stopped()
        bench.pump.programming.stage(order(drugs=[["morphine", 30 * MG]], bolus=bolus(most_per_day=20)))
        lines = [str(question) for question in bench.pump.programming.questions()]
        self.assertEqual(
            lines,
            [
                "drug.concentration: morphine 30 mg/mL: more than 25 mg/mL; pass it knowingly or correct it",
                "patient_bolus.most_per_day: 20 a day: more than 12; pass it knowingly or correct it",
            ],
        )

    @proves("U4", "B9")
    def test_no_answer_passes_a_hard_limit(self):
        bench = stopped()
        for changes in (
            {"basal_pg_per_day": 2_000 * MG},
            {"bolus": bolus(lockout_s=59)},
            {"catheter_volume_nl": 6 * ML},
        ):
            self.assertRaises(Refused, bench.pump.programming.stage, order(**changes))
        self.assertEqual(bench.pump.programming.questions(), [])


class Confirming(unittest.TestCase):
    @proves("U1", "U2")
    def test_only_what_was_shown_and_only_once(self):
        bench = stopped()
        programming = bench.pump.programming
        self.assertTrue("nothing staged" in refused_line(lambda: programming.confirm("0" * 64)))
        shown = programming.stage(order(basal_pg_per_day=3 * MG))
        self.assertTrue("the digest of what is staged" in refused_line(lambda: programming.confirm("0" * 64)))
        programming.confirm(shown)
        self.assertTrue("nothing staged" in refused_line(lambda: programming.confirm(shown)))
        self.assertTrue("one at a time" in refused_line(lambda: programming.stage(order())))
        until_in_force(bench)
        self.assertEqual(bench.pump.heart.prescription.order["basal_pg_per_day"], 3 * MG)

    @proves("D5", "B6")
    def test_not_while_a_bolus_runs(self):
        bench = stopped(bolus=bolus(over_s=60))
        bench.start()
        bench.press()
        shown = bench.pump.programming.stage(order())
        self.assertTrue("a bolus is running" in refused_line(lambda: bench.pump.programming.confirm(shown)))
        bench.run_for(70)
        bench.pump.programming.confirm(shown)

    @proves("B3")
    def test_not_where_what_was_given_leaves_no_room_for_it(self):
        fast = {"basal_pg_per_day": 600 * MG, "max_dose_pg_per_day": 1_200 * MG}
        bench = stopped(**fast)
        bench.start()
        bench.run_for(60)  # 0.417 mg
        bench.pump.desk.stop()
        bench.run_for(2)
        shown = bench.pump.programming.stage(order(max_dose_pg_per_day=2_900_000_000))
        line = refused_line(lambda: bench.pump.programming.confirm(shown, ("dose-change",)))
        self.assertEqual(line[:31], "limits.max_dose_per_day: 2.9 mg")
        bench.prescribe(order(max_dose_pg_per_day=3_100_000_000))


class TheMixture(unittest.TestCase):
    @proves("R8")
    def test_another_drug_comes_by_a_refill_alone(self):
        bench = stopped()
        hydromorphone = order(drugs=[["hydromorphone", 25 * MG]])
        line = refused_line(lambda: bench.pump.programming.stage(hydromorphone))
        self.assertEqual(line, "drug.name: hydromorphone: the reservoir holds morphine; enter the refill first")
        bench.pump.reservoir_desk.refill(20 * ML, 20 * ML, True)
        bench.prescribe(hydromorphone)

    @proves("R8")
    def test_after_a_refill_with_another_mixture_the_same_one_is_refused(self):
        bench = stopped()
        bench.pump.reservoir_desk.refill(20 * ML, 20 * ML, True)
        line = refused_line(lambda: bench.pump.programming.stage(order()))
        self.assertEqual(line, "drug: morphine: the refill was of another mixture; give the mixture that was filled")

    @proves("R8")
    def test_a_concentration_entered_wrongly_may_be_corrected_without_a_refill(self):
        bench = stopped()
        bench.prescribe(order(drugs=[["morphine", 20 * MG]]))
        self.assertEqual(bench.pump.programming.line.fronts[-1][1], [["morphine", 20 * MG]])

    @proves("B3", "B4")
    def test_another_primary_drug_begins_a_new_day_and_the_same_one_does_not(self):
        fast = {"basal_pg_per_day": 600 * MG, "max_dose_pg_per_day": 1_200 * MG}
        bench = stopped(**fast)
        bench.start()
        bench.run_for(60)
        bench.pump.reservoir_desk.refill(20 * ML, 20 * ML, True)
        bench.run_for(2)
        given = bench.pump.history.window.total.value()
        bench.pump.desk.stop()
        bench.prescribe(order(drugs=[["morphine", 20 * MG]]))
        self.assertEqual(bench.pump.history.window.total.value(), given)
        bench.pump.reservoir_desk.refill(20 * ML, 20 * ML, True)
        bench.prescribe(order(drugs=[["hydromorphone", 20 * MG]]))
        self.assertEqual(bench.pump.history.window.total.value(), 0)


if __name__ == "__main__":
    unittest.main()
