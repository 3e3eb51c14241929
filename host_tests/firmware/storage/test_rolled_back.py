"""A file that shows what it held before, as a folder does whose newer metadata is damaged: never taken as known."""

# pyright: reportOptionalSubscript=false

import unittest

from bench_of_heart import HeartBench
from event_log_state import of_ledger, whole_events
from example_orders import MG, fast_therapy, patient_bolus
from ledger_state import replayed
from memory_files import MemoryFiles
from storage import checkpoint, records
from storage.held import FILES
from storage.ledger import KNOWN, SEGMENTS
from storage.records import MARK
from storage.recovery import FOUND
from support import proves
from therapy.memory.history import History

ORDER = fast_therapy(12, bolus=patient_bolus(dose_pg=MG // 40, over_s=10, lockout_s=60))


class Kept(MemoryFiles):
    """Keeps all that it held, from write to write."""

    def __init__(self):
        super().__init__()
        self.before = []

    def _write(self):
        super()._write()
        self.before.append(dict(self.stored))


def busy():
    """Programmed, started, a bolus, a stop and a start, over some ledger segments; every state of its flash."""
    files = Kept()
    bench = HeartBench(ORDER, files=files)
    bench.start()
    bench.at(5, bench.press)
    bench.run_to(25)
    bench.desk.stop()
    bench.run_for(2)
    bench.start()
    bench.run_to(640)
    bench.press()
    bench.run_to(660)
    while not bench.recorder.is_clear():
        bench.turn()
    files.before.append(dict(files.stored))
    return bench, files.before


def booted(stored):
    files = MemoryFiles()
    files.stored = stored
    bench = HeartBench(files=files)
    bench.run_for(1)
    return bench


def is_before_the_reservation(old, new):
    """The ledger of `old` had not yet come to the place of the reservation in force in `new`."""
    return last_of(old) + 1 < records.unpack(new[FILES[0]])[2]


def last_of(stored):
    """The number of the last record or checkpoint of its ledger; -1 without any."""
    last = max([checkpoint.sequence_of(stored[name]) for name in SEGMENTS if name in stored] or [-1])
    return max([last] + [record[0] for record in of_ledger_or_none(stored)])


def last_mark(stored):
    files = MemoryFiles()
    files.stored = stored
    return max([event[MARK] & 0x7FFF for event in whole_events(files)])


def of_ledger_or_none(stored):
    files = MemoryFiles()
    files.stored = stored
    return of_ledger(files) if all(name in stored for name in SEGMENTS) else []


class RolledBack(unittest.TestCase):
    def mixed(self, new, old, names):
        stored = dict(new)
        for name in names:
            if name in old:
                stored[name] = old[name]
            else:
                stored.pop(name, None)
        return stored

    @proves("P1", "P4", "B4")
    def test_the_ledger_to_any_state_before_the_reservation_in_force(self):
        _, states = busy()
        for at in range(12, len(states), 5):
            new = states[at]
            for back in range(at):
                old = states[back]
                if all(old.get(name) == new[name] for name in SEGMENTS):
                    continue
                if not is_before_the_reservation(old, new):
                    continue  # what came after it: see below
                files = MemoryFiles()
                files.stored = self.mixed(new, old, SEGMENTS)
                found, _, ledger = replayed(files)
                self.assertTrue(found != KNOWN, (at, back))
                self.assertTrue(ledger.why != "" or back < 5, (at, back))

    @proves("P1", "P4", "B4")
    def test_either_half_of_the_reservation_to_any_state_before_it(self):
        _, states = busy()
        for at in range(12, len(states), 5):
            files = MemoryFiles()
            files.stored = dict(states[at])
            in_force = records.unpack(states[at][FILES[1]])
            ceiling = in_force[4] * 1_000_000 + in_force[5] + in_force[6]
            for name in FILES:
                for back in range(5, at):
                    if states[back][name] == states[at][name]:
                        continue
                    files.stored = self.mixed(states[at], states[back], [name])
                    found, history, _ = replayed(files)
                    if found == KNOWN:  # as a cut before or between the halves leaves it: nothing less is counted
                        self.assertTrue(history.ceiling.value() >= ceiling, (at, back, name))

    @proves("P1", "P4", "B4")
    def test_both_halves_to_a_state_before_the_segment_in_use_was_begun(self):
        _, states = busy()
        tried = 0
        for at in range(12, len(states)):
            new = states[at]
            newest = max(SEGMENTS, key=lambda name: checkpoint.sequence_of(new[name]))
            count = checkpoint.unpack(new[newest], History())[2]
            for back in range(5, at):
                if records.unpack(states[back][FILES[0]])[1] < count:
                    files = MemoryFiles()
                    files.stored = self.mixed(new, states[back], FILES)
                    self.assertTrue(replayed(files)[0] != KNOWN, (at, back))
                    tried += 1
        self.assertTrue(tried > 10)

    @proves("P1", "P4", "B2")
    def test_the_ledger_behind_its_log(self):
        """Records that came after the last reservation are missing; the log has them."""
        _, states = busy()
        tried = 0
        for at in range(12, len(states)):
            new = states[at]
            for back in range(max(8, at - 12), at):
                old = states[back]
                if last_of(old) >= last_mark(new):
                    continue  # the log took over nothing in between
                if old[FILES[0]] != new[FILES[0]] or old[FILES[1]] != new[FILES[1]]:
                    continue
                bench = booted(self.mixed(new, old, SEGMENTS))
                tried += 1
                self.assertFalse(bench.recovery.is_known, (at, back))
                self.assertTrue("earlier state" in bench.recovery.why, bench.recovery.why)
                self.assertEqual((bench.state(), FOUND[bench.recovery.found]), ("locked", "damaged"))
        self.assertTrue(tried > 5)


if __name__ == "__main__":
    unittest.main()
