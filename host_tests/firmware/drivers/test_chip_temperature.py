"""The chip's temperature by the data sheet's line."""

import unittest

from drivers.chip_temperature import ChipTemperature


class Adc:
    def __init__(self, mv):
        self._mv = mv

    def read_u16(self):
        return int(self._mv * 65_535 / 3_300)


class ByTheDataSheet(unittest.TestCase):
    def test_706_mv_are_27_degrees_and_every_1_721_mv_less_a_degree_more(self):
        for mv, degc in ((706, 27.0), (706 - 17.21, 37.0), (706 + 17.21, 17.0), (706 - 172.1, 127.0)):
            found = ChipTemperature(Adc(mv)).read_mdegc()
            self.assertTrue(abs(found - degc * 1_000) < 60, (mv, found))  # a count of the converter is 0.03 K


if __name__ == "__main__":
    unittest.main()
