"""Calibrating over the link: known masses, steps counted in service mode, and the head's new volume old against new."""

# pyright: reportOptionalMemberAccess=false, reportOptionalSubscript=false

import unittest

from assembled import bolus, order
from known_masses import BLOCKS_S, PER_G, ZERO_RAW, Scale
from link import frames
from link_bench import LinkBench
from support import proves
from therapy.memory import record_kinds

STEPS, US = 3_200, 1_125  # a turn of the head at 1 mL/min
OLD_FL, NEW_FL = 18_750_000, 19_100_000


def stopped():
    bench = LinkBench()
    bench.boot()
    bench.prescribe(order(bolus=bolus()))
    return bench, Scale(bench), bench.peer()


def in_service():
    bench, scale, peer = stopped()
    bench.hold()
    return bench, scale, peer


def weigh(bench, peer, scale, mg, doubt_mg=10):
    scale.mg = mg
    assert peer.ask("weigh", mass_mg=mg, doubt_mg=doubt_mg) == ("ok", {})
    bench.run_for(BLOCKS_S)


def with_two_masses():
    bench, scale, peer = stopped()
    weigh(bench, peer, scale, 0, 2)
    weigh(bench, peer, scale, 50_000)
    return bench, peer, peer.ask("cell-proposal")[1]


class TheLoadCell(unittest.TestCase):
    @proves("R7", "U1")
    def test_two_masses_make_a_proposal_that_is_accepted_as_it_was_shown(self):
        bench, peer, found = with_two_masses()
        self.assertTrue(abs(found["counts_per_g"] - PER_G) <= 1, found)
        zero_raw, counts_per_g = found["zero_raw"], found["counts_per_g"]
        word, said = peer.ask("accept-cell", zero_raw=zero_raw + 1, counts_per_g=counts_per_g)
        self.assertEqual((word, said["limit"]), ("refused", "what the pump proposes"))
        self.assertEqual(peer.ask("load-cell"), ("ok", {"counts_per_g": None}))
        self.assertEqual(peer.ask("accept-cell", zero_raw=zero_raw, counts_per_g=counts_per_g), ("ok", {}))
        bench.run_for(1)
        self.assertEqual(bench.recorded(record_kinds.LOAD_CELL_SET), [(zero_raw, counts_per_g, 0, 0)])
        stored = peer.ask("load-cell")[1]
        self.assertEqual((stored["counts_per_g"], stored["pump"]), (counts_per_g, bench.pump.unique_id()))
        self.assertEqual(stored["doubt_ppm"], found["doubt_ppm"])

    def test_it_says_while_it_weighs_and_how_many_masses_were(self):
        bench, scale, peer = stopped()
        self.assertEqual(peer.ask("weigh", mass_mg=0, doubt_mg=2), ("ok", {}))
        said = peer.ask("weighing")[1]
        self.assertEqual((said["busy"], said["raw"], said["masses"]), (True, None, 0))
        self.assertEqual(peer.ask("weigh", mass_mg=0, doubt_mg=2)[1]["limit"], "one at a time")
        bench.run_for(BLOCKS_S)
        said = peer.ask("weighing")[1]
        self.assertEqual((said["busy"], said["masses"]), (False, 1))
        self.assertTrue(abs(said["raw"] - ZERO_RAW) <= 12, said)
        scale.mg = 20_000
        self.assertEqual(peer.ask("average"), ("ok", {}))
        bench.run_for(BLOCKS_S)
        said = peer.ask("weighing")[1]
        self.assertEqual(said["masses"], 1, "what is weighed for no calibration is no mass of one")
        self.assertTrue(abs(said["raw"] - ZERO_RAW - 20 * PER_G) <= 12, said)

    @proves("B9")
    def test_what_is_weighed_outlives_another_part_of_the_link_and_a_refusal_names_its_field(self):
        bench, scale, peer = stopped()
        weigh(bench, peer, scale, 0)
        peer.ask("status")
        self.assertEqual(peer.ask("weighing")[1]["masses"], 1)
        self.assertEqual(peer.ask("cell-proposal")[1]["limit"], "two are needed")
        self.assertEqual(peer.ask("weigh", mass_mg=-1, doubt_mg=2)[1]["field"], "load_cell.mass")
        bench.start()
        for command, arguments in (("weigh", {"mass_mg": 0, "doubt_mg": 2}), ("average", {})):
            self.assertEqual(peer.ask(command, **arguments)[1]["action"], "stop first")


class StepsInServiceMode(unittest.TestCase):
    @proves("T8")
    def test_elsewhere_each_is_refused_and_the_motor_stays_off(self):
        bench, _scale, peer = stopped()
        for command, arguments in (
            ("service-run", {"steps": STEPS, "us_per_step": US}),
            ("service-stop", {}),
            ("leave-service", {}),
        ):
            word, said = peer.ask(command, **arguments)
            self.assertEqual((word, said["action"]), ("refused", "hold the button for 10 s"))
        bench.run_for(1)
        self.assertFalse(bench.pump.motor.is_on)
        self.assertEqual(peer.ask("service")[1]["state"], "stopped")

    @proves("T8", "D1")
    def test_the_steps_that_are_asked_for_are_made_and_counted_and_on_record(self):
        bench, _scale, peer = in_service()
        bench.watch_steps()
        self.assertEqual(peer.ask("service-run", steps=STEPS, us_per_step=US), ("ok", {}))
        said = peer.ask("service")[1]
        self.assertTrue(said["busy"])
        self.assertEqual((said["state"], said["step_volume_fl"], said["has_therapy"]), ("service", OLD_FL, True))
        bench.run_for(6)
        said = peer.ask("service")[1]
        self.assertEqual((said["busy"], said["made"]), (False, STEPS))
        self.assertEqual((len(bench.edges), len(bench.stray_edges)), (STEPS, 0))
        self.assertEqual(bench.recorded(record_kinds.SERVED), [(STEPS, 0, 0, 0)])

    def test_a_run_can_be_stopped_and_service_mode_left_through_the_self_test(self):
        bench, _scale, peer = in_service()
        peer.ask("service-run", steps=100 * STEPS, us_per_step=US)
        bench.run_for(2)
        self.assertEqual(peer.ask("service-stop"), ("ok", {}))
        bench.run_for(2)
        said = peer.ask("service")[1]
        self.assertFalse(said["busy"])
        self.assertTrue(0 < said["made"] < 4_000, said)
        line = peer.line("leave-service")
        self.assertEqual(peer.answer(bench.exchange(line, 4)), ("ok", {"passed": True}))
        self.assertEqual(peer.ask("service")[1]["state"], "stopped")


class TheHead(unittest.TestCase):
    @proves("U1", "D2")
    def test_its_new_volume_is_put_in_force_for_the_therapy_if_the_old_one_is_named(self):
        bench, _scale, peer = stopped()
        word, said = peer.ask("calibrate-head", old_fl=OLD_FL + 1, new_fl=NEW_FL)
        self.assertEqual((word, said["field"]), ("refused", "calibrate-head.old_fl"))
        self.assertEqual(peer.ask("calibrate-head", old_fl=OLD_FL, new_fl=NEW_FL), ("ok", {}))
        bench.run_for(2)
        self.assertEqual(bench.pump.programming.step_volume_fl, NEW_FL)
        self.assertEqual(bench.pump.heart.prescription.step_volume_fl, NEW_FL)
        self.assertEqual(bench.recorded(record_kinds.CALIBRATED), [(OLD_FL, NEW_FL, 0, 0)])

    @proves("D2")
    def test_a_pump_without_a_therapy_takes_it_at_once(self):
        bench = LinkBench()
        bench.boot()
        peer = bench.peer()
        self.assertEqual(peer.ask("calibrate-head", old_fl=0, new_fl=NEW_FL), ("ok", {}))
        self.assertEqual(bench.pump.programming.step_volume_fl, NEW_FL)

    @proves("B9")
    def test_outside_its_range_or_in_service_mode_it_is_refused_by_name(self):
        bench, _scale, peer = stopped()
        for wrong_fl in (14_999_999, 100_000_001):
            word, said = peer.ask("calibrate-head", old_fl=OLD_FL, new_fl=wrong_fl)
            self.assertEqual((word, said["field"]), ("refused", "step_volume"))
        bench.hold()
        self.assertEqual(
            peer.ask("calibrate-head", old_fl=OLD_FL, new_fl=NEW_FL)[1]["limit"], "no therapy in service mode"
        )
        self.assertEqual(bench.pump.programming.step_volume_fl, OLD_FL)


class Answers(unittest.TestCase):
    def test_the_longest_of_them_fits_a_line(self):
        _bench, peer, found = with_two_masses()
        peer.ask("accept-cell", zero_raw=found["zero_raw"], counts_per_g=found["counts_per_g"])
        for name in ("load-cell", "service", "weighing"):
            self.assertTrue(len(repr(peer.ask(name)[1])) + 60 <= frames.TEXT_BYTES, name)


if __name__ == "__main__":
    unittest.main()
