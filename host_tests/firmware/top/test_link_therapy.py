"""The therapy in force and what the catheter holds, read over the link: what a programmer begins an entry from."""

# pyright: reportOptionalMemberAccess=false, reportOptionalSubscript=false, reportAttributeAccessIssue=false

import unittest

from assembled import MG, order
from example_orders import flex
from link_bench import LinkBench
from storage.settings import canonical
from support import proves


def read_back(peer):
    """The canonical text, line by line and piece by piece."""
    found = []
    for number in range(peer.ask("therapy", line=0, at=0)[1]["lines"]):
        text, more = "", True
        while more:
            said = peer.ask("therapy", line=number, at=len(text))[1]
            text, more = text + said["text"], said["more"]
        found.append(text)
    return "\n".join(found)


class TherapyInForce(unittest.TestCase):
    @proves("U1")
    def test_it_reads_as_the_text_that_was_confirmed_however_long(self):
        bench = LinkBench().begin(flex(*[(hour * 3600, 400 + hour % 3) for hour in range(16)], clock_lost="minimum"))
        rx = bench.pump.heart.prescription
        text = canonical(rx.order, rx.step_volume_fl)
        self.assertTrue(max(len(line) for line in text.split("\n")) > 200)
        self.assertEqual(read_back(bench.peer()), text)

    def test_a_line_that_is_not_there_is_refused(self):
        peer = LinkBench().begin().peer()
        for line, at in ((-1, 0), (99, 0), (0, -1), (0, 1 << 20)):
            self.assertEqual(peer.ask("therapy", line=line, at=at)[0], "refused")

    @proves("B10")
    def test_the_catheter_tells_what_it_holds_of_the_mixture_before(self):
        bench = LinkBench().begin()
        peer = bench.peer()
        self.assertEqual(peer.ask("line", number=0)[1], {"older": 0, "steps": 0, "drugs": []})
        programming, heart = bench.pump.programming, bench.pump.heart
        given = heart.history.given.value() + heart.governor.queue.queued
        programming.line = programming.line.with_mixture(
            given, [["morphine", 20 * MG]], heart.prescription.step_volume_fl
        )
        said = peer.ask("line", number=0)[1]
        self.assertEqual(said["older"], 1)
        self.assertEqual(said["drugs"], [list(drug) for drug in order()["drugs"]])
        self.assertTrue(0 <= heart.prescription.catheter_steps() - said["steps"] < 40, said)


if __name__ == "__main__":
    unittest.main()
