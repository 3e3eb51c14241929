"""How long the link takes for a request and its answer, and for a tag; run by `make bench` on both VMs."""

import json
import time
import unittest

from link.mac import Mac
from link_bench import LinkBench

# Bound now: ticks of the host, not of the mocked board.
clock_ms = getattr(time, "ticks_ms", None) or (lambda: time.perf_counter() * 1000)
REQUESTS = 1_000
TAGS = 5_000


class LinkSpeed(unittest.TestCase):
    def test_print_the_time_of_a_round_trip_and_of_a_tag(self):
        figures = {
            "round_trip_us": self.round_trip_us(),
            "mac_64_us": self.tag_us(bytes(64)),
            "mac_448_us": self.tag_us(bytes(448)),
        }
        print("BENCH " + json.dumps(figures))
        self.assertTrue(figures["mac_448_us"] > 0)

    def round_trip_us(self):
        """From the first byte that the firmware reads to the last that it writes: turns of the link alone."""
        bench = LinkBench().begin()
        peer = bench.peer()
        lines = [peer.line("status") + b"\n" for _ in range(REQUESTS)]
        door, line = bench.pump.link_door, bench.line
        began = clock_ms()
        for sent in lines:
            line.send(sent)
            while line.outgoing[-1:] != b"\n":
                door.work(1_000, 0)
            line.received()
        return (clock_ms() - began) * 1000 / REQUESTS

    def tag_us(self, message):
        mac = Mac(bytes(32))
        began = clock_ms()
        for _ in range(TAGS):
            mac.tag(message)
        return (clock_ms() - began) * 1000 / TAGS
