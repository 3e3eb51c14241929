"""A therapy entered over the link: staged, read back, confirmed by its digest; left alone it is dropped."""

# pyright: reportOptionalMemberAccess=false

import binascii
import hashlib
import json
import unittest

from assembled import MG, bolus, order
from fakes.stops import PowerCut
from link_bench import CLINICIAN, THERAPY, LinkBench, Peer
from support import proves
from therapy.memory import record_kinds

NEW = order(bolus=bolus(), basal_pg_per_day=3 * MG)


def entered(peer, therapy):
    """Every setting of the order, lists in parts of three."""
    for setting in sorted(therapy):
        value = therapy[setting]
        if type(value) is list and value:
            for at in range(0, len(value), 3):
                answer = peer.ask("enter", setting=setting, value=value[at : at + 3], at=at)
                assert answer[0] == "ok", answer
        else:
            assert peer.ask("enter", setting=setting, value=value, at=0)[0] == "ok", setting
    return peer


def read_back(peer, lines):
    """([old line], [new line]) in full."""
    old, new = [], []
    for number in range(lines):
        old.append("")
        new.append("")
        at, more = 0, True
        while more:
            said = peer.ask("staged", line=number, at=at)[1]
            old[-1] += said["old"]
            new[-1] += said["new"]
            at, more = at + 80, said["more"]
    return old, new


def digest_of(lines):
    return binascii.hexlify(hashlib.sha256("\n".join(lines).encode()).digest()).decode()


class Entering(unittest.TestCase):
    @proves("U1")
    def test_staged_it_is_read_back_in_full_and_takes_effect_on_the_digest_of_what_was_read(self):
        bench = LinkBench().begin()
        peer = entered(bench.peer(), NEW)
        word, said = peer.ask("stage")
        self.assertEqual((word, said["lines"], said["questions"]), ("ok", 14, 0))
        old, new = read_back(peer, said["lines"])
        self.assertEqual(dict(line.split("=", 1) for line in new)["basal_pg_per_day"], str(3 * MG))
        self.assertEqual(dict(line.split("=", 1) for line in old)["basal_pg_per_day"], str(5 * MG // 2))
        changed = [line.split("=")[0] for line, other in zip(new, old) if line != other]
        self.assertEqual(changed, ["basal_pg_per_day"])
        self.assertEqual(digest_of(new), said["digest"])
        self.assertEqual(bench.pump.heart.prescription.order, THERAPY)
        self.assertEqual(peer.ask("confirm", digest=digest_of(new), accept=[]), ("ok", {}))
        bench.run_for(30)
        self.assertEqual(bench.pump.heart.prescription.order, NEW)
        self.assertEqual(peer.ask("status")[1]["therapy"], said["digest"][:8])
        self.assertEqual(bench.pump.state(), "running")

    @proves("U1")
    def test_another_digest_puts_nothing_in_force(self):
        bench = LinkBench().begin()
        peer = entered(bench.peer(), NEW)
        shown = peer.ask("stage")[1]["digest"]
        for wrong in ("", shown[:-1], shown[:-1] + ("0" if shown[-1] != "0" else "1"), digest_of(["x"])):
            self.assertEqual(peer.ask("confirm", digest=wrong, accept=[])[0], "refused")
        bench.run_for(30)
        self.assertEqual(bench.pump.heart.prescription.order, THERAPY)

    @proves("U1")
    def test_what_was_staged_later_is_not_what_the_digest_before_shows(self):
        bench = LinkBench().begin()
        peer = entered(bench.peer(), NEW)
        shown = peer.ask("stage")[1]["digest"]
        peer.ask("enter", setting="basal_pg_per_day", value=4 * MG, at=0)
        peer.ask("stage")
        self.assertEqual(peer.ask("confirm", digest=shown, accept=[])[0], "refused")

    @proves("D5")
    def test_the_old_therapy_runs_untouched_while_a_new_one_is_entered(self):
        alone = LinkBench().begin()
        alone.watch_steps()
        began_us = alone.fake.clock.now_us()
        alone.run_for(200)
        wanted = [edge_us - began_us for edge_us in alone.edges]
        bench = LinkBench().begin()
        bench.watch_steps()
        began_us = bench.fake.clock.now_us()
        peer = entered(bench.peer(), NEW)
        read_back(peer, peer.ask("stage")[1]["lines"])
        bench.run_for((began_us + 200_000_000 - bench.fake.clock.now_us()) / 1e6)
        edges = [edge_us - began_us for edge_us in bench.edges]
        self.assertEqual(len(edges), len(wanted))
        self.assertTrue(max(abs(edge - other) for edge, other in zip(edges, wanted)) <= 1_000)

    @proves("U4")
    def test_soft_limits_are_asked_one_by_one_and_answered_by_name(self):
        bench = LinkBench().begin()
        peer = entered(bench.peer(), order(basal_pg_per_day=11 * MG // 2, bolus=bolus(lockout_s=1800)))
        said = peer.ask("stage")[1]
        self.assertEqual(said["questions"], 2)
        names = [peer.ask("question", number=number)[1]["name"] for number in range(2)]
        self.assertEqual(names, ["dose-change", "lockout"])
        self.assertEqual(peer.ask("question", number=2)[0], "refused")
        self.assertEqual(peer.ask("confirm", digest=said["digest"], accept=names[:1])[0], "refused")
        self.assertEqual(peer.ask("confirm", digest=said["digest"], accept=names), ("ok", {}))
        bench.run_for(30)
        self.assertEqual(len(bench.recorded(record_kinds.SOFT_LIMITS)), 1)

    @proves("U5")
    def test_the_rounded_rate_that_would_run_is_shown(self):
        bench = LinkBench().begin()
        peer = entered(bench.peer(), NEW)
        peer.ask("stage")
        said = peer.ask("staged-rate", number=0)[1]
        flow = bench.pump.programming.staged().infusion.flows[0]
        self.assertEqual((said["flows"], said["steps"], said["us"]), (1, flow.steps, flow.us))
        self.assertEqual(said["fl_per_day"], 120_000_000_000)
        self.assertEqual(peer.ask("staged-rate", number=1)[0], "refused")

    def test_a_week_of_many_periods_is_entered_in_parts_and_read_back(self):
        periods = [[127, hour * 3600, (2 + hour % 2) * MG] for hour in range(16)]
        flex = order(mode="flex", basal_pg_per_day=0, periods=periods, clock_lost="minimum")
        bench = LinkBench().begin()
        peer = entered(bench.peer(), flex)
        said = peer.ask("stage")[1]
        _, new = read_back(peer, said["lines"])
        self.assertEqual(digest_of(new), said["digest"])
        self.assertEqual(json.loads(dict(line.split("=", 1) for line in new)["periods"]), periods)

    @proves("U2")
    def test_what_cannot_be_met_or_is_not_whole_is_refused_with_its_field(self):
        bench = LinkBench().begin()
        peer = bench.peer()
        self.assertEqual(peer.ask("stage")[1]["field"], "therapy")
        entered(peer, order(basal_pg_per_day=7 * MG))
        self.assertEqual(peer.ask("stage")[1]["field"], "limits.max_dose_per_day")
        self.assertEqual(peer.ask("enter", setting="none", value=1, at=0)[0], "refused")
        self.assertEqual(peer.ask("enter", setting="drugs", value=[], at=2)[0], "refused")
        self.assertEqual(peer.ask("enter", setting="mode", value="simple", at=1)[0], "refused")
        for number, at in ((14, 0), (-1, 0), (0, -1), (0, 10**20)):
            self.assertEqual(peer.ask("staged", line=number, at=at)[0], "refused")

    def test_a_new_pump_is_calibrated_and_programmed_over_the_link_alone(self):
        bench = LinkBench()
        bench.boot()
        peer = bench.peer()
        self.assertEqual(peer.ask("status")[1]["state"], "locked")
        self.assertEqual(peer.ask("calibrate", step_volume_fl=18_750_000), ("ok", {}))
        said = entered(peer, NEW).ask("stage")[1]
        old, new = read_back(peer, said["lines"])
        self.assertEqual(old, [""] * 14)
        names = [peer.ask("question", number=number)[1]["name"] for number in range(said["questions"])]
        self.assertEqual(peer.ask("confirm", digest=digest_of(new), accept=names), ("ok", {}))
        bench.run_for(5)
        self.assertEqual(peer.ask("start"), ("ok", {}))
        bench.run_for(5)
        self.assertEqual(peer.ask("status")[1]["state"], "running")

    @proves("P3")
    def test_a_cut_before_after_or_while_it_is_confirmed_leaves_one_of_the_two_whole(self):
        found = []
        for cut_us in (0, 5_000, 15_000, 40_000, 200_000, 20_000_000):
            bench = LinkBench().begin()
            peer = entered(bench.peer(), NEW)
            shown = peer.ask("stage")[1]["digest"]
            bench.line.send(peer.line('confirm {"digest": "%s", "accept": []}' % shown) + b"\n")
            bench.fake.cut_power_at(bench.fake.clock.now_us() + cut_us)
            with self.assertRaises(PowerCut):
                bench.run_for(30)
            again = bench.rebooted()
            again.boot()
            found.append(again.pump.heart.prescription.order)
            self.assertTrue(found[-1] == THERAPY or found[-1] == NEW)
        self.assertEqual((found[0], found[-1]), (THERAPY, NEW))


class LeftAlone(unittest.TestCase):
    @proves("U3")
    def test_after_five_minutes_it_is_warned_of_and_after_ten_it_is_gone(self):
        bench = LinkBench().begin()
        peer = entered(bench.peer(), NEW)
        shown = peer.ask("stage")[1]["digest"]
        left_us, alone_s = bench.fake.clock.now_us(), 0
        for _ in range(62):
            bench.run_for(9)
            said = peer.ask("status")[1]
            alone_s = (bench.fake.clock.now_us() - left_us) // 1_000_000
            if abs(alone_s - 300) > 3 and abs(alone_s - 600) > 3:
                wanted = "open" if alone_s < 300 else "left-alone" if alone_s < 600 else None
                self.assertEqual(said.get("entry"), wanted, alone_s)
        self.assertTrue(alone_s > 600)
        self.assertEqual(peer.ask("confirm", digest=shown, accept=[])[0], "refused")
        self.assertEqual(peer.ask("stage")[0], "refused")

    @proves("U3")
    def test_each_touch_gives_it_time_again(self):
        bench = LinkBench().begin()
        peer = entered(bench.peer(), NEW)
        peer.ask("stage")
        for _ in range(4):
            bench.run_for(280)
            self.assertEqual(peer.ask("staged", line=0, at=0)[0], "ok")
        self.assertEqual(peer.ask("status")[1]["entry"], "open")

    @proves("T4", "U3")
    def test_a_link_that_is_lost_and_comes_back_finds_the_entry(self):
        bench = LinkBench().begin()
        peer = entered(bench.peer(), NEW)
        shown = peer.ask("stage")[1]["digest"]
        bench.run_for(400)
        again = Peer(bench, CLINICIAN, bench.KEYS[CLINICIAN])
        again.open(b"cd" * 16)
        self.assertEqual(again.ask("status")[1]["entry"], "left-alone")
        self.assertEqual(again.ask("confirm", digest=shown, accept=[]), ("ok", {}))

    def test_it_can_be_discarded(self):
        bench = LinkBench().begin()
        peer = entered(bench.peer(), NEW)
        shown = peer.ask("stage")[1]["digest"]
        self.assertEqual(peer.ask("discard"), ("ok", {}))
        self.assertFalse("entry" in peer.ask("status")[1])
        self.assertEqual(peer.ask("confirm", digest=shown, accept=[])[0], "refused")


if __name__ == "__main__":
    unittest.main()
