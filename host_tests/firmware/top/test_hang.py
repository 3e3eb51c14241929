"""A hang anywhere in the loop: steps end within half a second, the watchdog resets, nothing given is forgotten."""

# pyright: reportAttributeAccessIssue=false

import unittest

from assembled import MG, MICROPYTHON, Bench, order
from fakes.machine_like import WDT_RESET
from fakes.stops import WatchdogReset
from support import proves
from therapy.alarms import alarm_table

FAST = order(basal_pg_per_day=600 * MG, max_dose_pg_per_day=1_200 * MG)  # 24 mL/day: a step in 67.5 ms
HALF_A_SECOND_US = 500_000
RESERVATION = 533


def parts_of(pump):
    """name: (object, method) of all that the loop calls."""
    signals, weighing, service, clock_desk, integrity, link = pump.loop._slices
    return {
        "tick": (pump.heart, "step"),
        "journal": (pump.recorder, "work"),
        "programming": (pump.programming, "work"),
        "display": (signals, "work"),
        "load cell": (weighing, "work"),
        "service": (service, "work"),
        "clock": (clock_desk, "work"),
        "integrity": (integrity, "work"),
        "link": (link, "work"),
        "sleep": (pump.waiting, "wait_us"),
    }


class AHang(unittest.TestCase):
    def hang_in(self, part):
        """(bench, when it hung in us, what the watchdog did)."""
        bench = Bench()
        bench.boot()
        bench.prescribe(FAST)
        bench.watch_steps()
        bench.start()
        bench.run_for(3)
        hung_us = []

        def hang(*_arguments):
            hung_us.append(bench.fake.clock.now_us())
            while True:
                bench.fake.time.sleep_ms(20)

        whose, method = parts_of(bench.pump)[part]
        setattr(whose, method, hang)
        with self.assertRaises(WatchdogReset):
            bench.run_for(10)
        return bench, hung_us[0]

    def check(self, part):
        bench, hung_us = self.hang_in(part)
        late = [edge_us - hung_us for edge_us in bench.edges if edge_us > hung_us]
        self.assertTrue(len(late) <= 8 and max(late, default=0) <= HALF_A_SECOND_US, (part, late))
        reset_us = bench.fake.clock.now_us() - hung_us
        self.assertTrue(reset_us <= bench.data.WATCHDOG_MS * 1_000, (part, reset_us))
        again = bench.rebooted(WDT_RESET)
        self.assertEqual(again.boot(), "starting")
        again.run_for(1)
        self.assertEqual(again.pump.state(), "running")
        self.assertTrue(again.pump.alarms.shown[alarm_table.WATCHDOG_RESET])
        counted = again.pump.history.given.value()
        self.assertTrue(len(bench.edges) <= counted <= len(bench.edges) + RESERVATION + 16, (part, counted))

    @proves("S2", "P1", "B7")
    def test_in_any_part_of_it(self):
        for part in ("tick", "journal", "load cell") if MICROPYTHON else parts_of(Bench().pump):
            self.check(part)


if __name__ == "__main__":
    unittest.main()
