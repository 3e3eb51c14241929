"""`make bench`: speed and size, measured and printed; nothing here passes or fails."""

import io
import json
import sys
import time
import unittest
from contextlib import redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICK_SPEED = ROOT / "host_tests" / "bench" / "tick_speed.py"
CHIP_FIGURES = ROOT / ".build" / "chip.json"
FLOWS_ML_PER_DAY = ("0.048", "1", "24")
MPY_GOAL = 64 * 1024


def tick_speed_here() -> dict[str, float | None]:
    """Ticks a second on this CPython."""
    sys.path.insert(0, str(ROOT / "host_tests"))
    sys.path.insert(0, str(TICK_SPEED.parent))
    printed = io.StringIO()
    with redirect_stdout(printed):
        suite = unittest.defaultTestLoader.loadTestsFromName("tick_speed")
        unittest.TextTestRunner(stream=io.StringIO()).run(suite)
    return _figures(printed.getvalue())


def tick_speed_on_micropython() -> dict[str, float | None]:
    """The same file on the MicroPython VM."""
    sys.path.insert(0, str(ROOT / "host_tests"))
    import mp_runner

    return _figures(mp_runner.run_file(TICK_SPEED, ROOT).output)


def _figures(printed: str) -> dict[str, float | None]:
    for line in printed.splitlines():
        if line.startswith("BENCH "):
            return json.loads(line[6:])
    raise SystemExit("the measurement printed no figures:\n" + printed)


def simulated_seconds_per_second(flow: str) -> tuple[float, float]:
    """(simulated seconds per second of this machine, wall seconds of a simulated day) at a flow in mL/day."""
    from pump.sim import simulate_text  # pyright: ignore

    therapy = f"""
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
    began = time.perf_counter()
    simulate_text(therapy, seconds=86_400)
    wall_s = time.perf_counter() - began
    return 86_400 / wall_s, wall_s


def main() -> None:
    here, vm = tick_speed_here(), tick_speed_on_micropython()
    print(f"control ticks a second     CPython {here['ticks_per_s']:,}   MicroPython VM {vm['ticks_per_s']:,}")
    print(f"bytes allocated a tick     MicroPython VM {vm['bytes_per_tick']:g}   (must be 0)")
    for flow in FLOWS_ML_PER_DAY:
        ratio, wall_s = simulated_seconds_per_second(flow)
        print(f"twin at {flow:>5} mL/day        {ratio:,.0f} simulated seconds a second; a day in {wall_s:.1f} s")
    from proof import sizes

    total = sum(sizes.sizes().values())
    print(f"firmware as .mpy           {total:,} bytes   (goal: at most {MPY_GOAL:,})")
    if CHIP_FIGURES.exists():
        for name, figure in json.loads(CHIP_FIGURES.read_text()).items():
            print(f"emulated chip              {name}: {figure}")
    else:
        print("emulated chip              no figures yet: `make test-chip` writes them")


if __name__ == "__main__":
    main()
