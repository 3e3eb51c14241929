"""The second witness finds what the steps do not know, and keeps quiet where there is nothing."""

import unittest

from support import MICROPYTHON, proves
from therapy.detection import verdicts
from therapy.detection.second_witness import SecondWitness
from witness_rig import FIGURES, STEP_VOLUME_FL, WitnessRig

if MICROPYTHON:
    from micropython import heap_lock, heap_unlock  # pyright: ignore[reportMissingImports]
else:

    def heap_lock():
        return 0

    def heap_unlock():
        return 0


FIVE_ML_A_DAY = 185  # steps a minute
SETTLED_MIN = 120


def settled(steps=FIVE_ML_A_DAY):
    rig = WitnessRig(steps)
    rig.run(SETTLED_MIN)
    return rig


class Finding(unittest.TestCase):
    def test_nothing_in_two_days_of_faithful_delivery(self):
        rig = WitnessRig(FIVE_ML_A_DAY)
        rig.run(2_880)
        self.assertEqual(rig.found(), [])

    @proves("A8", "D4")
    def test_a_stall(self):
        rig = settled()
        rig.percent = 0
        late = rig.minutes_to(verdicts.UNDER_DELIVERY, 60)
        self.assertTrue(late is not None and late <= 10, late)
        self.assertEqual(rig.found(), [verdicts.UNDER_DELIVERY])

    @proves("A8", "D4")
    def test_a_stall_at_the_smallest_flow_within_a_day_before_anything_was_learned(self):
        rig = settled(2)
        rig.percent = 0
        late = rig.minutes_to(verdicts.UNDER_DELIVERY, 1_440)
        self.assertTrue(late is not None, late)

    @proves("A8", "D4")
    def test_ten_percent_too_little(self):
        rig = settled()
        rig.percent = 90
        self.assertTrue(rig.minutes_to(verdicts.UNDER_DELIVERY, 240) is not None)
        self.assertEqual(rig.found(), [verdicts.UNDER_DELIVERY])

    @proves("A8", "D3")
    def test_ten_percent_too_much(self):
        rig = settled()
        rig.percent = 110
        self.assertTrue(rig.minutes_to(verdicts.OVER_DELIVERY, 240) is not None)
        self.assertEqual(rig.found(), [verdicts.OVER_DELIVERY])

    def test_three_percent_off_is_calibration(self):
        for percent in (97, 103):
            rig = settled()
            rig.percent = percent
            rig.run(600)
            self.assertEqual(rig.found(), [])

    @proves("R7", "A8")
    def test_what_the_room_did_while_the_load_cell_was_away_is_nobodys_fault(self):
        for off_ug in (20_000, -20_000):
            rig = settled()
            rig.is_measured = False
            rig.run(240)
            rig.is_measured = True
            rig.off_ug = off_ug
            rig.run(600)
            self.assertEqual(rig.found(), [], off_ug)

    @proves("A8", "D3")
    def test_free_flow(self):
        rig = settled()
        rig.leak_ug = 16_700
        late = rig.minutes_to(verdicts.OVER_DELIVERY, 30)
        self.assertTrue(late is not None and late <= 6, late)

    @proves("A8")
    def test_a_leak_while_no_step_is_made(self):
        rig = settled()
        rig.steps = 0
        rig.run(60)
        self.assertEqual(rig.found(), [])
        rig.leak_ug = 700
        late = rig.minutes_to(verdicts.LEAK, 120)
        self.assertTrue(late is not None and late <= 60, late)
        self.assertEqual(rig.found(), [verdicts.LEAK])

    @proves("A8")
    def test_a_fill_and_a_removal_with_how_much(self):
        for moved_ug, verdict in ((1_000_000, verdicts.FILL), (-1_000_000, verdicts.REMOVAL)):
            rig = settled()
            rig.off_ug = moved_ug
            self.assertEqual(rig.minutes_to(verdict, 10), 2)
            self.assertTrue(abs(rig.witness.was_jump_ug - moved_ug) < 2_000)
            rig.run(60)
            self.assertEqual(rig.found(), [verdict])

    def test_a_fill_by_command_is_none(self):
        rig = settled()
        rig.witness.change_load()
        rig.off_ug = 15_000_000
        rig.run(120)
        self.assertEqual(rig.found(), [])


class KeepingQuiet(unittest.TestCase):
    def test_single_readings_that_are_far_off(self):
        rig = settled()
        for off_ug in (900_000, -900_000, 90_000, -90_000, 5_000, -5_000):
            rig.off_ug = off_ug
            rig.minute()
            rig.off_ug = 0
            rig.run(30)
        self.assertEqual(rig.found(), [])

    def test_minutes_without_a_measurement_are_made_up_from_the_book(self):
        rig = settled()
        rig.is_measured = False
        rig.run(400)
        rig.is_measured = True
        rig.run(60)
        self.assertEqual(rig.found(), [])

    def test_a_stall_that_nobody_measured_shows_afterwards(self):
        rig = settled()
        rig.is_measured = False
        rig.percent = 0
        rig.run(5)
        rig.is_measured = True
        self.assertTrue(rig.minutes_to(verdicts.UNDER_DELIVERY, 10) is not None)

    def test_stops_starts_and_boluses(self):
        rig = settled(37)
        for steps, minutes in ((0, 45), (37, 90), (890, 6), (37, 90), (0, 9), (890, 20), (37, 120)):
            rig.steps = steps
            rig.run(minutes)
        self.assertEqual(rig.found(), [])

    def test_acknowledged_it_is_found_anew_only_if_it_goes_on(self):
        rig = settled()
        rig.percent = 0
        rig.minutes_to(verdicts.UNDER_DELIVERY, 60)
        rig.witness.acknowledge()
        self.assertEqual(rig.found(), [])
        self.assertTrue(rig.minutes_to(verdicts.UNDER_DELIVERY, 60) is not None)
        rig.percent = 100
        rig.witness.acknowledge()
        rig.run(300)
        self.assertEqual(rig.found(), [])


class Memory(unittest.TestCase):
    def test_no_minute_allocates_in_any_transition(self):
        rig = WitnessRig(FIVE_ML_A_DAY)
        witness = rig.witness
        plan = (
            (FIVE_ML_A_DAY, 100, 0, True, 3_100),  # a profile is known after two days, the ripple after four turns
            (FIVE_ML_A_DAY, 100, 0, False, 20),
            (FIVE_ML_A_DAY, 90, 0, True, 60),
            (FIVE_ML_A_DAY, 0, 0, True, 30),
            (0, 100, 0, True, 30),
            (0, 100, -70_000, True, 30),
            (0, 100, 5_000_000, True, 40),
            (2, 100, -9_000_000, True, 40),
            (890, 250, 0, True, 60),
        )
        self.assertEqual(rig.found(), [])
        for steps, percent, off_ug, is_measured, minutes in plan:
            rig.steps, rig.percent, rig.off_ug, rig.is_measured = steps, percent, off_ug, is_measured
            for _ in range(minutes):
                mass_ug = rig.next_mass_ug()
                heap_lock()
                try:
                    witness.minute(mass_ug, is_measured, steps)
                finally:
                    heap_unlock()
        self.assertEqual(rig.found(), [0, 1, 2, 3, 4])

    @unittest.skipUnless(MICROPYTHON, "only MicroPython can lock its heap")
    def test_the_lock_itself_would_show_an_allocation(self):
        def allocates():
            heap_lock()
            try:
                return [1, 2]
            finally:
                heap_unlock()

        self.assertRaises(MemoryError, allocates)


class Figures(unittest.TestCase):
    def test_a_figure_out_of_its_limits_is_refused_by_name(self):
        for name, value in (("white_sd_ug", 39), ("irregular_min", 9), ("jump_ug", 9_999), ("rollers", 1)):
            try:
                SecondWitness(STEP_VOLUME_FL, dict(FIGURES, **{name: value}))
            except ValueError as error:
                self.assertTrue(str(error).startswith("%s = %d" % (name, value)))
            else:
                self.fail(name)


if __name__ == "__main__":
    unittest.main()
