"""Faults of a cable: as many as are asked for, of whole lines, each way by itself, the same for the same seed."""

import unittest

from chance import Chance
from fakes.cable_faults import CableFaults
from fakes.uart_cable import UartCable
from fakes.virtual_clock import VirtualClock

LINE = b"pump1 > patient 7 status\n"


def faults(seed=1, **rates):
    made = CableFaults(Chance(seed).below)
    for name, value in rates.items():
        setattr(made, name, value)
    return made


def lines(made, count=1_000, way=0):
    arrived = []
    for _ in range(count):
        arrived += made.passed(way, LINE)
    return arrived


class Faults(unittest.TestCase):
    def test_a_sound_one_passes_bytes_as_they_come(self):
        self.assertEqual(faults().passed(0, b"half a li"), [(0, b"half a li")])

    def test_a_line_is_the_unit_and_each_way_has_its_own(self):
        made = faults(delay_us=5)
        self.assertEqual(made.passed(0, b"ab"), [])
        self.assertEqual(made.passed(1, b"x\n"), [(5, b"x\n")])
        self.assertEqual(made.passed(0, b"c\nd"), [(5, b"abc\n")])

    def test_what_never_ends_goes_as_it_is(self):
        made = faults(lost=1_000)
        self.assertEqual(made.passed(0, bytes(3_000)), [(0, bytes(3_000))])

    def test_as_many_are_lost_doubled_late_and_changed_as_are_asked_for(self):
        for name in ("lost", "doubled", "late", "changed"):
            made = faults(**{name: 300})
            arrived = lines(made)
            self.assertTrue(250 < made.befell[name] < 350, made.befell)
            self.assertEqual(sum(made.befell.values()), made.befell[name])
            wanted = {"lost": 1_000 - made.befell["lost"], "doubled": 1_000 + made.befell["doubled"]}
            self.assertEqual(len(arrived), wanted.get(name, 1_000))
            late = sum(1 for later_us, _ in arrived if later_us)
            changed = sum(1 for _, line in arrived if line != LINE)
            self.assertEqual(late > 250, name in ("late", "doubled"))
            self.assertEqual(changed > 250, name == "changed")

    def test_all_or_nothing_is_all_or_nothing(self):
        self.assertEqual(lines(faults(lost=1_000)), [])
        self.assertEqual(lines(faults(doubled=1_000, late_us=0), 1), [(0, LINE), (0, LINE)])

    def test_the_same_seed_is_the_same_faults(self):
        rates = {"lost": 100, "doubled": 100, "late": 100, "changed": 100}
        self.assertEqual(lines(faults(3, **rates)), lines(faults(3, **rates)))
        self.assertTrue(lines(faults(3, **rates)) != lines(faults(4, **rates)))

    def test_on_a_cable_one_that_is_late_is_overtaken_and_one_that_arrives_at_a_plug_that_is_out_is_gone(self):
        clock = VirtualClock()
        cable = UartCable(clock)
        cable.trouble = Slow()
        near, far = cable.ends
        for content in (b"slow", b"fast"):
            near.send(content)
        clock.advance(10_000)
        self.assertEqual(far.received(), b"fast")
        clock.advance(1_000_000)
        self.assertEqual(far.received(), b"slow")
        near.send(b"slow")
        clock.advance(10_000)
        cable.is_pulled = True
        clock.advance(2_000_000)
        self.assertEqual(far.received(), b"")


class Slow:
    def passed(self, way, content):
        return [(1_000_000 if content == b"slow" else 0, content)]


if __name__ == "__main__":
    unittest.main()
