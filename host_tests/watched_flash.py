"""A pump over flash that remembers each operation on it: for tests on both VMs."""

# pyright: reportAttributeAccessIssue=false

from bench_of_heart import HeartBench
from event_log_state import whole_events
from example_orders import MG, patient_bolus, therapy
from memory_files import MemoryFiles
from storage.records import KIND

ORDER = therapy(bolus=patient_bolus(dose_pg=MG // 40, over_s=60))


class Watched(MemoryFiles):
    """Remembers each operation: (method, name)."""

    def __init__(self):
        super().__init__()
        self.done = []

    def replace(self, name, content):
        super().replace(name, content)
        self.done.append(("replace", name))

    def append(self, name, content):
        super().append(name, content)
        self.done.append(("append", name))

    def overwrite(self, name, content):
        super().replace(name, content)
        self.done.append(("overwrite", name))

    def remove(self, name):
        super().remove(name)
        self.done.append(("remove", name))

    def take(self):
        done, self.done = self.done, []
        return done


def watched(order=ORDER):
    bench = HeartBench(order, files=Watched())
    bench.files.take()
    return bench


def in_use(bench):
    return bench.ledger.name_in_use()


def until(bench, is_so, within_s=60):
    """Turn until it is so; it must be, before that time has passed."""
    end_us = bench.time.now_us + within_s * 1_000_000
    while not is_so():
        assert bench.time.now_us < end_us, "not in time"
        bench.turn()


def quiet(bench):
    """Everything is on record."""
    until(bench, bench.recorder.is_clear)
    bench.files.take()


def kinds(bench):
    return [event[KIND] for event in whole_events(bench.files)]
