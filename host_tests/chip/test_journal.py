"""The journal on the real image's own littlefs: what a write takes, and a boot over a full one."""

import ast
from statistics import median

import pytest
from chip_pump import MG

from assembled import Bench, new_board, order
from chip import flash, image
from chip.rig import Rig, drill_files
from fakes.flash_files import Cycle, FlashFiles
from fakes.virtual_clock import VirtualClock
from storage import event_log
from support import proves

EVENTS = 5_700
GOAL_S = 2.0
FAST = order(basal_pg_per_day=500 * MG, max_dose_pg_per_day=600 * MG)


def a_full_journal() -> dict[str, bytes]:
    """The files of a pump that ran, with more than 5,000 events in its log and a ledger segment that is nearly full."""
    clock = VirtualClock()
    bench = Bench(new_board(FlashFiles(clock, stall=Cycle([100])), clock))
    bench.boot()
    bench.prescribe(FAST)
    bench.start()
    pump, watchdog = bench.pump, bench.fake.machine.watchdog
    assert watchdog is not None
    while pump.recorder._log.sequence < EVENTS or pump.recorder._ledger._count < 100:
        watchdog.feed()
        pump.alarms.strike(3)
        pump.desk.acknowledge()
        while pump.recorder.work(False):
            pass
    bench.run_for(5)
    return {f"pump/{name}": content for name, content in bench.fake.files.contents.items()}


@pytest.fixture(scope="module")
def booted():
    """(microseconds of the recovery, what was found, the rig) of a boot over the full journal."""
    rig = Rig(flash.build(image.layout(), drill_files(extra=a_full_journal())))
    rig.board.exec("import drill, machine\nfiles = drill.clocked()\npump = drill.assembled_over(files)")
    rig.board.exec("from storage.settings import Settings\nSettings(files).save_identity(pump.unique_id())")
    took_us = int(rig.board.exec("print(drill.booted_in_us(pump))", pump_s=12))
    found = rig.board.exec("print(pump.recovery.is_known, pump.recovery.found, pump.recovery.why)").strip()
    return took_us, found, rig


@proves("P5", "P1")
def test_a_full_journal_is_recovered_quickly(booted, figure):
    took_us, found, rig = booted
    log = int(rig.board.exec("print(pump.recorder._log.sequence)"))
    figure(
        f"recovery over {event_log.MOST_FILES} files of the log ({log} events so far) and a segment of 100 records and "
        f"more: {took_us / 1e6:.2f} s of pump time (goal: under {GOAL_S:g} s); {found}"
    )
    assert found.startswith("True")
    assert log >= EVENTS


@proves("P5")
def test_what_a_write_takes(booted, figure):
    _took_us, _found, rig = booted
    rig.board.exec("pump.desk.acknowledge()\ndel files.took[:]")
    rig.board.exec(f"drill.program(pump, {FAST!r})", pump_s=10)
    rig.board.exec("drill.turn_for(pump, 30_000)", pump_s=40)
    took = ast.literal_eval(rig.board.exec("print(files.took)"))
    for kind in sorted({(method, name.split("/")[0]) for method, name, _bytes, _us in took}):
        of_kind = [(size, us) for method, name, size, us in took if (method, name.split("/")[0]) == kind]
        figure(
            f"{kind[0]} {kind[1]}: {len(of_kind)} times, {median(size for size, _ in of_kind):g} bytes, "
            f"median {median(us for _, us in of_kind) / 1000:.1f} ms, "
            f"worst {max(us for _, us in of_kind) / 1000:.1f} ms"
        )
    assert any(method == "overwrite" for method, *_ in took)
    assert any(name.startswith("log/") for _, name, *_ in took)
