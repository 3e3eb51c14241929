"""What a clinician's visit puts on record, replayed: refill, another drug, a bridge, a report, the time."""

import unittest

from bench_of_heart import HeartBench
from example_orders import MG, ML, fast_therapy, flex, patient_bolus
from ledger_state import replayed, state
from storage.ledger import KNOWN
from support import proves
from therapy.alarms import alarm_table
from therapy.bolus_kinds import BRIDGE
from therapy.memory import record_kinds

LINE_NL = 1_875  # 100 steps of 18.75 nL
OLD = fast_therapy(12, catheter_volume_nl=LINE_NL)
NEW_DRUGS = [["morphine", 50 * MG]]
NEW = fast_therapy(12, catheter_volume_nl=LINE_NL, drugs=NEW_DRUGS)
OTHER = fast_therapy(12, catheter_volume_nl=LINE_NL, drugs=[["hydromorphone", 20 * MG]])


def quiet(bench):
    """Everything on record, nothing reserved and not settled."""
    if bench.history.running:
        bench.desk.stop()
    bench.run_for(3)
    return bench


class Replayed(unittest.TestCase):
    def check(self, bench):
        """What is read back is what wrote it, and so is the day's dose."""
        found, history, ledger = replayed(quiet(bench).files)
        self.assertEqual((found, ledger.why), (KNOWN, ""))
        wrote, read = state(bench.history), state(history)
        for name in wrote:
            self.assertEqual(read[name], wrote[name], name)
        self.assertEqual(history.window.total.value(), bench.history.window.total.value())
        return history

    def running(self, order=OLD, seconds=7.7):
        bench = HeartBench(order)
        bench.start()
        bench.run_for(seconds)
        return bench

    @proves("P1", "R5")
    def test_a_refill_while_it_delivers(self):
        bench = self.running()
        bench.reservoir_desk.refill(19 * ML, 15 * ML, False)
        bench.run_for(5.3)
        history = self.check(bench)
        self.assertEqual(history.filled_nl, 15 * ML)
        self.assertTrue(30 < history.since_fill.value() < 45, "only what was drawn since")

    @proves("P1", "B4")
    def test_a_concentration_corrected_while_it_delivers(self):
        bench = self.running()
        bench.program(NEW)
        bench.run_for(6.1)
        history = self.check(bench)
        # A step is 0.46875 ug before and 0.9375 ug after; what was queued or reserved counts as the larger.
        self.assertTrue(
            history.given.value() * 468_750 < history.window.total.value() < history.given.value() * 937_500
        )

    @proves("P1", "R8")
    def test_another_concentration_and_its_bridge_stopped_and_ordered_again(self):
        bench = self.running()
        bench.reservoir_desk.refill(20 * ML, 20 * ML, True)
        bench.run_for(1)
        bench.program(NEW)
        bench.run_for(1.5)
        self.assertEqual(bench.desk.bridge(), 0)
        bench.run_for(4)
        bench.desk.stop_bolus()
        bench.run_for(2)
        self.assertEqual(bench.desk.bridge(), 0)
        bench.run_for(30)
        history = self.check(bench)
        self.assertEqual(bench.history.bolus_kind, 0)
        self.assertTrue(history.by_kind[BRIDGE].value() > 60)

    @proves("P1", "B11")
    def test_cut_in_the_middle_of_a_bridge_the_rest_can_be_ordered(self):
        longer = {"catheter_volume_nl": 37_500}  # 2,000 steps: more than a reservation, which counts as given
        bench = self.running(dict(OLD, **longer))
        bench.reservoir_desk.refill(20 * ML, 20 * ML, True)
        bench.run_for(1)
        bench.program(dict(NEW, **longer))
        bench.run_for(1.5)
        bench.desk.bridge()
        bench.run_for(4)
        after = bench.reset()
        self.assertTrue(after.shown(alarm_table.BRIDGE_CUT))
        self.assertEqual(after.history.bolus_kind, 0)
        after.run_for(1)
        after.desk.acknowledge()
        line = after.programming.line
        ((left, drugs),) = line.older(after.history.given.value(), 2_000)
        self.assertTrue(1_300 < left < 1_500 and drugs == OLD["drugs"], left)
        self.assertEqual(after.desk.bridge(), 0)
        after.run_for(220)
        self.assertEqual(line.older(after.history.given.value(), 2_000), [])
        self.check(after)

    @proves("P1", "B4")
    def test_another_drug_begins_a_day_of_its_own(self):
        bench = self.running()
        bench.reservoir_desk.refill(20 * ML, 20 * ML, True)
        bench.run_for(1)
        bench.program(OTHER)
        bench.run_for(6)
        history = self.check(bench)
        since = bench.history.given.value() - bench.programming.line.fronts[-1][0]
        self.assertTrue(0 <= history.window.total.value() - since * 375_000 <= 8 * 375_000)

    @proves("P1", "P5")
    def test_a_report_closed_while_it_delivers(self):
        bench = self.running(fast_therapy(12, bolus=patient_bolus(dose_pg=MG // 40, over_s=10)))
        bench.press()
        bench.run_for(13)
        while not bench.book.is_clear():
            bench.turn()
        bench.reporting.close_report()
        bench.press()
        bench.run_for(9)
        history = self.check(bench)
        self.assertTrue(history.reported_s > 0)
        self.assertEqual(sum(history.requests.denied), 1)

    @proves("P1", "P2")
    def test_the_time_set_and_lost(self):
        bench = HeartBench(flex((0, 12_000), (43_200, 24_000)))
        bench.set_time(43_200 - 3)
        bench.start()
        bench.run_for(8)
        bench.lose_time()
        bench.run_for(2)
        history = self.check(bench)
        self.assertFalse(history.running)
        self.assertEqual(len(bench.of_kind(record_kinds.TIME_LOST)), 2)

    @proves("P1")
    def test_a_denial_a_stop_and_alarms_between_them_all(self):
        bench = self.running(fast_therapy(3, bolus=patient_bolus(dose_pg=MG // 40, over_s=10)))
        for _ in range(4):
            bench.press()
            bench.run_for(3)
        bench.alarms.strike(alarm_table.DOSE_MISSED)
        bench.reservoir_desk.refill(17 * ML, 20 * ML, False)
        bench.run_for(2)
        bench.desk.acknowledge("dose-missed")
        bench.run_for(2)
        history = self.check(bench)
        self.assertEqual(list(history.latched.words), [1 << alarm_table.REFILL_DISCREPANCY, 0])


if __name__ == "__main__":
    unittest.main()
