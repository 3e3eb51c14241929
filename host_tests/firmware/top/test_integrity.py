"""What is stored and what runs is looked at while it runs, at least hourly; a change stops the pump and is named."""

# pyright: reportAttributeAccessIssue=false

import unittest

from assembled import Bench, order
from support import proves
from therapy.alarms import alarm_table

HOUR_S = 3_600
A_LOOK_S = 60


class Code:
    """Two parts of code."""

    def __init__(self):
        self.sums = [1, 2]

    def parts(self):
        for crc in self.sums:
            yield crc


def running():
    bench = Bench()
    bench.pump.integrity._code = Code()
    bench.boot()
    bench.prescribe(order())
    bench.start()
    return bench


class WhileAllIsWell(unittest.TestCase):
    @proves("S4")
    def test_it_looks_at_least_hourly_and_delivery_goes_on(self):
        bench = running()
        looks = 0
        for _ in range(3):
            bench.run_for(HOUR_S)
            self.assertTrue(bench.pump.integrity.looks > looks)
            looks = bench.pump.integrity.looks
        self.assertEqual((bench.pump.state(), bench.pump.integrity.failed), ("running", ""))
        self.assertEqual(bench.pump.heart.lateness.stalls, 0)


class AChange(unittest.TestCase):
    def check(self, what, change):
        bench = running()
        bench.run_for(A_LOOK_S)
        self.assertEqual((bench.pump.integrity.looks, bench.pump.integrity.failed), (1, ""))
        change(bench)
        bench.run_for(HOUR_S)
        self.assertEqual(bench.pump.integrity.failed, what)
        self.assertEqual(bench.pump.state(), "stopped")
        self.assertTrue(bench.pump.alarms.shown[alarm_table.INTEGRITY_FAILED])

    def change_file(self, name, place=-3):
        def change(bench):
            contents = bench.fake.files.contents
            changed = bytearray(contents[name])
            changed[place] ^= 1
            contents[name] = bytes(changed)
            keep = bench.fake.files._write

            def write(written, data, erases=True):
                keep(written, changed if written == name and data is not None else data, erases)

            bench.fake.files._write = write

        return change

    @proves("S4", "P4")
    def test_of_a_setting(self):
        for name in ("identity", "calibration", "therapy"):
            self.check(name, self.change_file(name))

    def change_ledger(self, changed):
        def change(bench):
            ledger = bench.pump.recorder._ledger
            read = bench.fake.files.read

            def read_changed(name):
                content = read(name)
                return changed(content) if name == ledger.name_in_use() else content

            bench.fake.files.read = read_changed

        return change

    @proves("S4", "P4")
    def test_of_the_ledger_in_use(self):
        self.check("ledger", self.change_ledger(lambda content: content[:30] + b"?" + content[31:]))
        self.check("ledger", self.change_ledger(lambda content: content + bytes(40)))

    @proves("S4", "P4")
    def test_of_the_ledger_in_use_that_only_lost_its_last_record(self):
        def change(bench):
            bench.pump.desk.stop()
            bench.run_for(1)
            self.change_ledger(lambda content: content[:-40])(bench)

        bench = running()
        bench.run_for(A_LOOK_S)
        change(bench)
        bench.run_for(HOUR_S)
        self.assertEqual(bench.pump.integrity.failed, "ledger")

    @proves("S4", "P4")
    def test_of_the_reservation(self):
        def damage(bench):
            read = bench.fake.files.read
            bench.fake.files.read = lambda name: b"?" if name == "held-b/reserve" else read(name)

        self.check("reservation", damage)

    @proves("S4")
    def test_of_a_count_in_memory(self):
        self.check("history", lambda bench: bench.pump.history.by_kind[1].add(1))
        self.check("history", lambda bench: bench.pump.history.window.total.add(1))

    @proves("S4")
    def test_of_the_therapy_in_memory(self):
        def change(bench):
            bench.pump.heart.prescription.order["basal_pg_per_day"] += 1

        self.check("therapy", change)

    @proves("S4")
    def test_of_the_code(self):
        def change(bench):
            bench.pump.integrity._code.sums = [1, 3]

        self.check("code", change)

    @proves("S4")
    def test_that_cannot_be_read_is_one(self):
        self.check("flash", lambda bench: bench.fake.files.fail_next("read", 5))


if __name__ == "__main__":
    unittest.main()
