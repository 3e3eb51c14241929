"""What a calibration found, in a file: when, of which pump, and how well it is known."""

import time
from collections.abc import Sequence
from pathlib import Path

from calibration.head_volume import HeadVolume
from pump.errors import UserError

SAFE = "Bench and demonstration only, with water. Never for a human or an animal."


def refuse_existing(report: Path | None) -> None:
    """Before anything is weighed."""
    if report is not None and report.exists():
        raise UserError(f"--report: {report}: there is such a file; name a new one")
    if report is not None and not report.parent.is_dir():
        raise UserError(f"--report: {report}: no such folder; make it, or name another")


def written(report: Path | None, what: str, pump_id: str, lines: Sequence[str]) -> None:
    """To a new file, if one was asked for."""
    if report is None:
        return
    when = time.strftime("%Y-%m-%d %H:%M:%S %z")
    report.write_text("\n".join([f"pump calibrate {what}, {when}", SAFE, f"pump: {pump_id}", *lines, ""]), "utf-8")


def head_in_words(found: HeadVolume, old_fl: int | None) -> list[str]:
    """Runs, budget, and old against new."""
    runs = ", ".join(f"{run_fl / 1e6:.4f}" for run_fl in found.runs_fl)
    taken = ", ".join(f"{moved_mg:+.2f}" for moved_mg in found.moved_mg)
    was = "none" if old_fl is None else f"{old_fl / 1e6:.6f} nL"
    change = "" if old_fl is None else f" ({(found.step_fl - old_fl) / old_fl * 100:+.3f} %)"
    return [
        f"runs: {runs} nL a microstep",
        f"taken off for evaporation and drift: {taken} mg",
        *(f"  {part.relative * 100:.4f} %  {part.name}" for part in found.budget),
        f"old: {was}",
        f"new: {found.step_fl / 1e6:.6f} nL +/- {found.expanded_fl / 1e6:.6f} nL{change}",
        f"uncertainty: {found.relative * 100:.3f} % (95 %, k = {found.factor:.2f}, GUM)",
    ]
