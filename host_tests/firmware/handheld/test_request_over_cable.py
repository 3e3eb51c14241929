"""A request from the hand-held's buttons to the pump's microsteps, over the cable: once, whatever is cut and when."""

import unittest

from assembled import MG, bolus, order
from chance import Chance
from fakes.cable_faults import CableFaults
from handheld import request
from support import proves
from therapy.memory import record_kinds
from two_boards import ASK, LOCKOUT_S, NEXT, TO_HAND, TO_PUMP, HandHeldBench

STEPS = 213  # 0.1 mg of 25 mg/mL: 4 uL of 18.75 nL
BASAL_US = 33_750_000  # between two steps of 48 uL/day
THERAPY = order(
    basal_pg_per_day=12 * MG // 10,
    bolus=bolus(over_s=60, lockout_s=LOCKOUT_S, most_per_day=48),
    max_dose_pg_per_day=60 * MG,
)
GIVEN = (request.GRANTED, request.ENDED)


class Watched(HandHeldBench):
    """The pump's microsteps are counted, over its resets too."""

    def __init__(self):
        super().__init__(therapy=THERAPY)
        self.pump.watch_steps()
        self.run_for(40)
        self._basal_from_us = self.pump.edges[0]

    def bolus_steps(self):
        """Microsteps beside those of the basal, which come at even times. Not after a reset of the pump."""
        return len(self.pump.edges) - 1 - (self.now_us() - self._basal_from_us) // BASAL_US

    def most_bolus_steps(self):
        """As bolus_steps; after a reset of the pump up to two more than they were."""
        return len(self.pump.edges) - (self.now_us() - self._basal_from_us) // BASAL_US

    def restart_pump(self, off_s=1):
        edges = self.pump.edges
        super().restart_pump(off_s)
        self.pump.edges = edges
        self.pump.watch_steps()

    def pull_instead_of(self, way, is_it):
        """The cable is pulled as the first piece is sent that way of which is_it(bytes)."""

        def heard(its_way, content):
            if its_way == way and is_it(content):
                self.cable.is_cut = True

        self.cable.heard = heard

    def plug(self, seconds=10):
        self.cable.heard = None
        self.cable.is_cut = False
        self.run_for(seconds)


def asks_for_a_bolus(content):
    return b" bolus " in content


def grants_it(content):
    """ok and nothing else: a status has more to say."""
    return b" ok " in content and b"{" not in content


class Requests(unittest.TestCase):
    @proves("B8", "D5")
    def test_granted_is_given_with_the_prescribed_microsteps_and_the_next_one_is_denied_with_reason_and_time(self):
        bench = Watched()
        bench.ask()
        bench.run_for(1)
        self.assertEqual((bench.title(), bench.hand.request.state), ("GRANTED", request.GRANTED))
        bench.run_for(70)
        self.assertEqual(bench.bolus_steps(), STEPS)
        self.assertEqual(bench.title(), "DOSE ENDED")
        bench.ask()
        bench.run_for(2)
        left_s = bench.hand.request.left_now_s()
        self.assertEqual(bench.shown()[:5], ["NO DOSE", "It is too soon", "after the last", "one.", "Next in   0:01 h"])
        self.assertTrue(30 < left_s < 50, left_s)
        bench.run_for(200)
        self.assertEqual(bench.bolus_steps(), STEPS)
        self.assertEqual(len(bench.pump.recorded(record_kinds.GRANTED)), 1)
        self.assertEqual(len(bench.pump.recorded(record_kinds.DENIED)), 1)
        self.assertEqual(len(bench.bolus_lines()), 2)

    @proves("B8")
    def test_one_act_alone_asks_for_nothing(self):
        bench = Watched()
        bench.press(ASK)
        bench.press(ASK, 1.5)
        bench.press(ASK)
        bench.press(NEXT)
        bench.press(ASK, 3)
        bench.run_for(10)
        self.assertEqual((bench.bolus_lines(), bench.confirms), (set(), 0))

    @proves("B8")
    def test_pulled_before_the_pump_heard_it_is_told_as_not_given_and_is_never_given(self):
        bench = Watched()
        bench.pull_instead_of(TO_PUMP, asks_for_a_bolus)
        bench.ask()
        bench.run_for(30)
        self.assertEqual((bench.title(), bench.grants()), ("NO ANSWER YET", 0))
        bench.plug()
        self.assertEqual(bench.title(), "NOT GIVEN")
        bench.run_for(120)
        self.assertEqual((bench.grants(), bench.bolus_steps(), len(bench.bolus_lines())), (0, 0, 1))

    @proves("B8")
    def test_pulled_after_the_pump_heard_it_is_granted_once_and_learnt_when_the_link_is_back(self):
        bench = Watched()
        bench.pull_instead_of(TO_HAND, grants_it)
        bench.ask()
        bench.run_for(30)
        self.assertTrue(bench.cable.is_cut)
        self.assertEqual((bench.title(), bench.grants()), ("NO ANSWER YET", 1))
        bench.plug()
        self.assertEqual(bench.title(), "GRANTED")
        bench.run_for(70)
        self.assertEqual((bench.bolus_steps(), bench.grants(), len(bench.bolus_lines())), (STEPS, 1, 1))
        self.assertEqual(bench.title(), "DOSE ENDED")

    @proves("B8")
    def test_pulled_for_longer_than_the_dose_lasts_it_is_learnt_all_the_same(self):
        bench = Watched()
        bench.pull_instead_of(TO_HAND, grants_it)
        bench.ask()
        bench.run_for(600)
        bench.plug(90)
        self.assertTrue(bench.hand.request.state in GIVEN, bench.hand.request.state)
        self.assertEqual((bench.bolus_steps(), bench.grants()), (STEPS, 1))

    @proves("B8")
    def test_its_power_goes_at_any_moment_of_the_request_and_what_it_says_then_is_true(self):
        ends = set()
        for after_us in range(0, 200_000, 18_000):
            bench = Watched()
            bench.press(ASK)
            bench.down(ASK)
            bench.second.cut_in(1_980_000 + after_us, back_after_us=3_000_000)
            bench.run_for(2.5)
            bench.up(ASK)
            bench.run_for(90)
            ends.add((self.is_true(bench, after_us), len(bench.bolus_lines())))
        self.assertTrue((True, 1) in ends and (False, 0) in ends, ends)

    @proves("B8")
    def test_the_pumps_power_goes_at_any_moment_of_the_request_and_what_is_said_then_is_true(self):
        ends = set()
        for after_us in range(0, 200_000, 18_000):
            bench = Watched()
            bench.press(ASK)
            bench.down(ASK)
            bench.pump.fake.cut_power_at(bench.now_us() + 1_980_000 + after_us)
            bench.run_for(2.5)
            bench.up(ASK)
            bench.run_for(90)
            ends.add((self.is_true(bench, after_us), len(bench.bolus_lines())))
        self.assertTrue((True, 1) in ends and (False, 1) in ends, ends)

    def is_true(self, bench, after_us):
        """Whether it was given, when what is shown says the same and at most one line asked for it."""
        grants = bench.grants()
        self.assertTrue(grants <= 1 and len(bench.bolus_lines()) <= 1, after_us)
        self.assertEqual(bench.hand.request.state in GIVEN, grants == 1, (after_us, bench.hand.request.state))
        self.assertTrue(bench.hand.keeping.asked is None, after_us)
        self.assertTrue(bench.most_bolus_steps() <= STEPS * grants + 2, (after_us, bench.most_bolus_steps()))
        return grants == 1

    def test_without_power_it_is_dark_and_back_it_knows_its_pump_which_went_on_without_it(self):
        bench = Watched()
        bench.ask()
        bench.second.power_cut()
        bench.run_for(100)
        self.assertEqual(bench.shown(), [])
        self.assertEqual(bench.bolus_steps(), STEPS)
        bench.second.power_on()
        bench.run_for(3)
        self.assertEqual(bench.hand.keeping.pump_id, b"e660000000000001")
        self.assertTrue(bench.hand.request.state in GIVEN, bench.hand.request.state)

    @proves("B8")
    def test_lines_late_doubled_and_overtaken_are_asked_for_once_and_answered(self):
        bench = Watched()
        bench.cable.faults = faults = CableFaults(Chance(5).below)
        faults.delay_us, faults.late, faults.doubled = 300_000, 300, 500
        bench.run_for(10)
        bench.ask()
        bench.run_for(90)
        self.assertTrue(faults.befell["doubled"] > 10 and faults.befell["late"] > 10, faults.befell)
        self.assertEqual((bench.bolus_steps(), bench.grants(), len(bench.bolus_lines())), (STEPS, 1, 1))
        self.assertTrue(bench.hand.request.state in GIVEN, bench.hand.request.state)


if __name__ == "__main__":
    unittest.main()
