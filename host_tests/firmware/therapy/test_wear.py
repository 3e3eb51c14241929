"""How long the pump and its tube last: by running time and by revolutions, to the second and to the step."""

import unittest

from support import MICROPYTHON, proves
from therapy.wear import Wear
from units.two_words import TwoWords

DAY_S = 86_400
STEPS = 3_200  # a revolution


class Tube(unittest.TestCase):
    @proves("A12")
    def test_it_is_worn_with_its_last_revolution(self):
        # 50,000 revolutions of 3,200 steps: 160 million, 3 L at 18.75 nL
        wear = Wear(2_555, 50_000, STEPS)
        for steps, worn in ((0, False), (159_999_999, False), (160_000_000, True), (10_000_000_000, True)):
            self.assertEqual(wear.is_tube_worn(TwoWords(steps)), worn, steps)

    @proves("A12")
    def test_more_steps_than_a_small_integer_holds_are_counted(self):
        wear = Wear(2_555, 1_500_000, STEPS)
        self.assertFalse(wear.is_tube_worn(TwoWords(4_799_999_999)))
        self.assertTrue(wear.is_tube_worn(TwoWords(4_800_000_000)))


class Service(unittest.TestCase):
    def test_its_end_is_announced_90_days_before_and_comes_to_the_second(self):
        # seven years: 2,555 days
        wear = Wear(2_555, 50_000, STEPS)
        notice_s, end_s = 2_465 * DAY_S, 2_555 * DAY_S
        for t_s, nearly, over in (
            (0, False, False),
            (notice_s - 1, False, False),
            (notice_s, True, False),
            (end_s - 1, True, False),
            (end_s, True, True),
        ):
            self.assertEqual((wear.is_nearly_over(t_s), wear.is_over(t_s)), (nearly, over), t_s)

    def test_the_longest_service_life_stays_a_small_integer(self):
        wear = Wear(6_000, 50_000, STEPS)
        self.assertTrue(wear.ends_s < 1 << 29)
        self.assertTrue(wear.is_over(6_000 * DAY_S) and not wear.is_over(6_000 * DAY_S - 1))

    @unittest.skipUnless(MICROPYTHON, "only MicroPython can lock its heap")
    def test_asking_allocates_nothing(self):
        import micropython  # pyright: ignore[reportMissingImports]

        wear, steps = Wear(6_000, 50_000, STEPS), TwoWords(160_000_000)
        micropython.heap_lock()
        try:
            found = wear.is_tube_worn(steps) and wear.is_over(518_400_000) and wear.is_nearly_over(518_400_000)
        finally:
            micropython.heap_unlock()
        self.assertTrue(found)


if __name__ == "__main__":
    unittest.main()
