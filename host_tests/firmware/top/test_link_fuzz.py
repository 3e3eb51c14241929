"""A short part of the fuzz: whatever comes over the link, signed or not, changes nothing but what is carried out."""

import unittest

from assembled import MICROPYTHON
from fuzzed_lines import KINDS, SIGNED
from fuzzed_link import Fuzz
from support import proves

INPUTS = 600 if MICROPYTHON else 2_500


class AnyInput(unittest.TestCase):
    @proves("T1", "T2", "T3", "T6")
    def test_nothing_is_raised_done_unsigned_or_twice_and_delivery_is_that_of_the_pump_left_alone(self):
        fuzz = Fuzz(seed=6)
        self.assertEqual(fuzz.run(INPUTS), [])
        self.assertTrue(all(fuzz.tried), dict(zip(KINDS, fuzz.tried)))
        self.assertTrue(fuzz.served > fuzz.tried[SIGNED] // 2)
        self.assertTrue(INPUTS // 20 < fuzz.done < fuzz.served - INPUTS // 10, (fuzz.done, fuzz.served))
        self.assertTrue(len(fuzz.bench.edges) > INPUTS // 10)


if __name__ == "__main__":
    unittest.main()
