"""`make bench`: speed and size, measured and printed; nothing here passes or fails."""

import importlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from contextlib import redirect_stdout
from pathlib import Path

from chip.image import VARIABLE
from proof import blind, wear
from proof.borrowed import ROOT
from proof.sizes import GOAL_BYTES, of_the_handheld, of_the_pump
from pump import sim

TICK_SPEED = ROOT / "host_tests" / "bench" / "tick_speed.py"
LINK_SPEED = ROOT / "host_tests" / "bench" / "link_speed.py"
FLOWS_ML_PER_DAY = ("0.048", "1", "24")
PAGE_TIMES = ROOT / ".build" / "page_times.json"
PAGE_GOAL_MS = 200
PAGES = ("test_programmer.py", "test_bench_by_browser.py")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")  # as host_tests/browser/conftest.py looks for one
DAY_S = 86_400
WEAR_DAYS = 2
JOURNAL_FIGURES = ("recovery ", "append ", "overwrite ", "replace ")
THERAPY = """
[reservoir]
capacity = "40 mL"
[catheter]
volume = "0.22 mL"
[[drug]]
name = "water"
concentration = "1 mg/mL"
[infusion]
mode = "simple"
dose = "{flow} mg/day"
[limits]
max_dose_per_day = "100 mg"
max_rate = "24 mL/day"
"""


def measured_here(file: Path) -> dict[str, float | None]:
    """What the file measures on this CPython."""
    sys.path.insert(0, str(file.parent))
    printed = io.StringIO()
    with redirect_stdout(printed):
        suite = unittest.defaultTestLoader.loadTestsFromName(file.stem)
        unittest.TextTestRunner(stream=io.StringIO()).run(suite)
    return _figures(printed.getvalue())


def measured_on_micropython(file: Path) -> dict[str, float | None]:
    """The same file on the MicroPython VM."""
    mp_runner = importlib.import_module("mp_runner")
    return _figures(mp_runner.run_file(file, ROOT).output)


def link_lines() -> list[str]:
    """The link on both VMs; on the chip `make test-chip` prints it."""
    found = {
        "CPython": measured_here(LINK_SPEED),
        "MicroPython VM": measured_on_micropython(LINK_SPEED),
    }
    names = {
        "round_trip_us": "link: `status` asked, answered",
        "mac_64_us": "  tag of 64 bytes",
        "mac_448_us": "  of 448",
    }
    return [
        f"{text:<31}" + "   ".join(f"{vm} {figures[name]:,.0f} us" for vm, figures in found.items())
        for name, text in names.items()
    ]


def _figures(printed: str) -> dict[str, float | None]:
    for line in printed.splitlines():
        _, found, figures = line.partition("BENCH ")
        if found:
            return json.loads(figures)
    raise SystemExit("the measurement printed no figures:\n" + printed)


def simulated_day_s(flow: str) -> float:
    """Seconds of this machine for a simulated day at a flow in mL/day."""
    with tempfile.TemporaryDirectory() as folder:
        therapy = Path(folder) / "therapy.toml"
        therapy.write_text(THERAPY.format(flow=flow))
        run = sim.plan(therapy, None, "24 h", "1")
        began = time.perf_counter()
        sim.simulate(run)
        return time.perf_counter() - began


def on_the_chip(what: str, file: str, figures: tuple[str, ...]) -> list[str]:
    """The lines that begin so, of what a test of the chip prints, if an image is named; minutes of this machine."""
    if VARIABLE not in os.environ:
        return [f"{what} on the chip: not measured: {VARIABLE} names no image; more of the chip: `make test-chip`"]
    command = [sys.executable, "-m", "pytest", "-s", "-q", "-n0", str(ROOT / "host_tests" / "chip" / file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{what} on the chip could not be measured:\n" + done.stdout[-2000:])
    return [f"{what} on the emulated chip:", *(line for line in done.stdout.splitlines() if line.startswith(figures))]


def pages_in_a_browser() -> list[str]:
    """How soon the programmers' pages answer a person; some 20 s of this machine."""
    if not any(shutil.which(browser) for browser in BROWSERS):
        return ["pages                      not measured: no Chromium on the PATH"]
    PAGE_TIMES.unlink(missing_ok=True)
    files = [str(ROOT / "host_tests" / "browser" / name) for name in PAGES]
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-k", "answered_soon", *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit("the pages could not be measured:\n" + done.stdout[-2000:])
    times: dict[str, float] = json.loads(PAGE_TIMES.read_text())
    return [f"{name}: {ms:.0f} ms   (goal: under {PAGE_GOAL_MS} ms)" for name, ms in times.items()]


def main() -> None:
    here, vm = measured_here(TICK_SPEED), measured_on_micropython(TICK_SPEED)
    print(f"control ticks a second     CPython {here['ticks_per_s']:,}   MicroPython VM {vm['ticks_per_s']:,}")
    print(f"bytes allocated a tick     MicroPython VM {vm['bytes_per_tick']:g}   (must be 0)")
    print("\n".join(link_lines()))
    for flow in FLOWS_ML_PER_DAY:
        day_s = simulated_day_s(flow)
        print(f"twin at {flow:>5} mL/day       {DAY_S / day_s:,.0f} simulated seconds a second; a day in {day_s:.1f} s")
    _, whole = wear.measure(WEAR_DAYS)
    a_day = whole.a_day
    print(f"flash at 24 mL/day         {a_day(whole.writes):,.0f} writes, {a_day(whole.erases):,.0f} erases and")
    print(f"  with a bolus every hour  {a_day(whole.bytes_programmed):,.0f} bytes programmed a simulated day")
    print("after the processor died, at the worst phase of the loop:")
    print("\n".join(blind.lines()))
    total = sum(of_the_pump().values())
    print(f"firmware as .mpy           {total:,} bytes   (goal: at most {GOAL_BYTES:,})")
    print(f"hand-held as .mpy          {sum(of_the_handheld().values()):,} bytes, with what it shares with the pump")
    print("\n".join(pages_in_a_browser()))
    print("\n".join(on_the_chip("journal", "test_journal.py", JOURNAL_FIGURES)))
    print("\n".join(on_the_chip("link", "test_link.py", ("link: ",))))
    print("\n".join(on_the_chip("hand-held", "test_handheld.py", ("hand-held: ",))))


if __name__ == "__main__":
    main()
