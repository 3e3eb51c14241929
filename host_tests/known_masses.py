"""The load cell of a Bench with masses of the test's choice on it: for tests on both VMs."""

ZERO_RAW = 134_218
PER_G = 10_737
BLOCKS_S = 30  # sixteen blocks take 24 s, and one may be under way


class Scale:
    """mg: what lies on it now."""

    def __init__(self, bench, per_g=PER_G):
        self.mg = 0
        self.per_g = per_g
        self._state = 1
        bench.conversions.raw_at = self._conversion

    def _conversion(self, _us):
        self._state = (self._state * 1_103 + 12_345) & 0xFFFF
        return ZERO_RAW + self.mg * self.per_g // 1_000 + self._state % 101 - 50
