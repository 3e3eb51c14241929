"""part * whole // of, exactly, though the product would need 58 bits."""

import unittest

from support import proves
from units.proportion import proportion

LARGEST = (1 << 29) - 1


class AProportion(unittest.TestCase):
    @proves("D1")
    def test_it_is_exact_at_the_ends_and_in_between(self):
        for of in (1, 3, 67_500, 16_200_000, LARGEST):
            for part in (0, 1, of // 3, of // 2, of - 1, of):
                if part < 0:
                    continue
                for whole in (0, 1, 64_286, 1_295_792, LARGEST):
                    self.assertEqual(proportion(part, of, whole), part * whole // of, (part, of, whole))

    def test_the_whole_of_it_is_the_whole(self):
        self.assertEqual(proportion(LARGEST, LARGEST, LARGEST), LARGEST)


if __name__ == "__main__":
    unittest.main()
