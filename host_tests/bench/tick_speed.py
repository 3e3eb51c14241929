"""How fast the control tick is and what it allocates; run by `make bench` on both VMs, printing one JSON line."""

import gc
import json
import time
import unittest

from assembled import MICROPYTHON, Bench, order

# Bound now: ticks of the host, not of the mocked board.
clock_ms = getattr(time, "ticks_ms", None) or (lambda: int(time.perf_counter() * 1000))
TICKS = 4_000


class TickSpeed(unittest.TestCase):
    def test_print_ticks_a_second_and_bytes_a_tick(self):
        bench = Bench()
        bench.boot()
        bench.prescribe(order(basal_pg_per_day=25_000_000_000, max_dose_pg_per_day=60_000_000_000))
        bench.start()
        tick = bench.pump.loop.tick
        advance = bench.fake.clock.advance
        bench.run_for(60)
        began = clock_ms()
        for _ in range(TICKS):
            tick()
        took_ms = max(1, clock_ms() - began)
        allocated = None
        if MICROPYTHON:
            bench.run_for(5)
            gc.collect()
            mem_alloc = getattr(gc, "mem_alloc")  # noqa: B009 (MicroPython's)
            before = mem_alloc()
            for _ in range(TICKS):
                tick()
            allocated = (mem_alloc() - before) / TICKS
        advance(0)
        print("BENCH " + json.dumps({"ticks_per_s": TICKS * 1000 // took_ms, "bytes_per_tick": allocated}))
        self.assertTrue(took_ms > 0)
