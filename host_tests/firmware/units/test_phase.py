"""What is left of a step goes from one flow to another to 2**-29 of a step, in small integers alone."""

import unittest

from chance import Chance
from support import proves
from units.flow import LARGEST, Flow, MergedFlow, flow_of_volume
from units.phase import WHOLE, TimeLeft, phase_left

ML_PER_DAY = 1_000_000_000_000
ONE_IN_16_2_S = Flow(1, 16_200_000, "x")
ONE_IN_67_5_MS = Flow(1, 67_500, "x")
PRIME_US = (1 << 31) - 1


def interval(flow):
    """From step to step, in parts of a microsecond."""
    return flow.whole_us * flow.parts + flow.rest


def time_of(phase, flow):
    left = TimeLeft()
    left.set(phase, flow)
    return left


def flows_of_every_kind(chance, count):
    """Slowest and fastest, round and with the largest denominators, plain and merged; no step sooner than 1 ms."""
    plain = [ONE_IN_16_2_S, ONE_IN_67_5_MS, Flow(1, LARGEST - 1, "x"), Flow(1_999_993, PRIME_US, "x")]
    plain.append(Flow(LARGEST - 1, LARGEST * 60_000 - 1, "x"))
    for _ in range(count):
        plain.append(flow_of_volume(chance.between(6, 24_000) * ML_PER_DAY // 1_000, 18_746_300, "x"))
        steps = chance.between(1, LARGEST - 1)
        plain.append(Flow(steps, steps * chance.between(1_000, LARGEST - 2) + chance.below(steps), "x"))
    return plain + [MergedFlow(chance.choose(plain), chance.choose(plain)) for _ in range(count)]


class WorkedExamples(unittest.TestCase):
    """2**29 is 536,870,912. 4.05 s of 16.2 s is a quarter of a step: 134,217,728. A quarter of 67.5 ms: 16,875 us."""

    @proves("D1")
    def test_a_quarter_of_a_step_is_a_quarter_at_any_flow(self):
        self.assertEqual(phase_left(4_050_000, 0, ONE_IN_16_2_S), 134_217_728)
        left = time_of(134_217_728, ONE_IN_67_5_MS)
        self.assertEqual((left.us, left.part), (16_875, 0))

    @proves("D1")
    def test_a_third_is_rounded_down_by_less_than_2_to_the_minus_29(self):
        # 5.4 s of 16.2 s: 178,956,970.67
        self.assertEqual(phase_left(5_400_000, 0, ONE_IN_16_2_S), 178_956_970)

    def test_nothing_left_is_nothing_and_a_whole_step_is_one_interval(self):
        for flow in (ONE_IN_16_2_S, ONE_IN_67_5_MS, Flow(3, 200_000, "x")):
            self.assertEqual(phase_left(0, 0, flow), 0)
            self.assertEqual(phase_left(flow.whole_us, flow.rest, flow), WHOLE)
            left = time_of(WHOLE, flow)
            self.assertEqual((left.us, left.part), (flow.whole_us, flow.rest))
            left.set(0, flow)
            self.assertEqual((left.us, left.part), (0, 0))

    def test_more_than_an_interval_counts_as_one(self):
        self.assertEqual(phase_left(16_200_001, 0, ONE_IN_16_2_S), WHOLE)
        self.assertEqual(phase_left(LARGEST - 1, 0, ONE_IN_67_5_MS), WHOLE)


class AgainstWholeNumbers(unittest.TestCase):
    @proves("D1")
    def test_a_phase_is_the_quotient_rounded_down(self):
        chance = Chance(1)
        for flow in flows_of_every_kind(chance, 30):
            for _ in range(4):
                left = chance.below(interval(flow))
                phase = phase_left(left // flow.parts, left % flow.parts, flow)
                self.assertEqual(phase, (left << 29) // interval(flow), (flow.whole_us, flow.rest, flow.parts))

    @proves("D1")
    def test_the_time_of_a_phase_is_short_by_less_than_two_parts(self):
        chance = Chance(2)
        for flow in flows_of_every_kind(chance, 30):
            for phase in (1, WHOLE - 1, chance.below(WHOLE), chance.below(WHOLE)):
                left = time_of(phase, flow)
                self.assertTrue(0 <= left.part < flow.parts)
                found = (left.us * flow.parts + left.part) << 29
                exact = phase * interval(flow)
                self.assertTrue(0 <= exact - found < 2 << 29, (phase, flow.whole_us, flow.rest, flow.parts))

    @proves("D1")
    def test_there_and_back_loses_less_than_two_units(self):
        chance = Chance(3)
        flows = flows_of_every_kind(chance, 20)
        for flow in flows:
            phase, other = chance.below(WHOLE), chance.choose(flows)
            left = time_of(phase, other)
            back = phase_left(left.us, left.part, other)
            self.assertTrue(phase - 1 <= back <= phase, (phase, back))
            left.set(back, flow)
            again = phase_left(left.us, left.part, flow)
            self.assertTrue(phase - 2 <= again <= phase, (phase, again))


if __name__ == "__main__":
    unittest.main()
