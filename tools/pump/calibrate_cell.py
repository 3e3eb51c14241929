"""Calibrating the load cell: two known masses, one after the other, and what came out old against new."""

from dataclasses import dataclass
from pathlib import Path

import typer

from calibration import masses
from pump.calibration_report import written
from pump.errors import Failure, UserError, refusal
from pump.pump_access import pump_at
from pump.pump_waiting import until
from pump.quantities import MASS, whole_units
from pump_link.calibrating import Calibrating, CellCalibration, CellProposal
from pump_link.pump import Pump

WEIGHED_S = 120  # 25 s of quiet blocks; three times as many are tried


@dataclass(frozen=True, slots=True)
class KnownMass:
    """doubt_mg: one standard deviation of what is known of it."""

    ug: int
    doubt_mg: int

    def in_words(self) -> str:
        return f"{masses.grams(self.ug)}, known to {self.doubt_mg} mg"


def calibrate_load_cell(
    known: tuple[KnownMass, KnownMass],
    settle_s: int,
    another_cell: bool,
    report: Path | None,
    port: str | None,
    pump: str | None,
) -> bool:
    """False if it was not accepted; then the calibration of before stays.

    settle_s: between a mass and its weighing. another_cell: its span may be another by more than 20 %.
    """
    with pump_at(port, pump) as opened:
        link = opened.calibrating
        old = link.load_cell()
        for number, mass in enumerate(known, 1):
            _weigh(opened, number, mass, settle_s, mass.ug - known[0].ug)
        found = link.proposal()
        _refuse_another_cell(old, found, another_cell)
        lines = in_words(known, old, found)
        print("\n".join(lines))
        accepted = typer.confirm("put it in force?", default=False)
        if accepted:
            opened.begin_anew()  # the session may have ended while the person read
            link.accept(found)
        lines.append("put in force" if accepted else "left as it was")
        print(lines[-1])
        written(report, "load cell", opened.pump_id, lines)
    return accepted


def known_mass(option: str, text: str, doubt: str | None, tolerance: str | None, default: str) -> KnownMass:
    """UserError in one line for what cannot be used. default: its doubt where neither is said."""
    if doubt is not None and tolerance is not None:
        raise UserError(f"{option}-doubt, {option}-tolerance: both are given: one says it; leave one out")
    ug = whole_units(text, option, MASS, zero=True)
    if ug % masses.UG_PER_MG:
        raise refusal(option, text, "whole milligrams", "round it, and put what is left into its doubt")
    doubt_ug = None if tolerance is not None else whole_units(doubt or default, f"{option}-doubt", MASS)
    tolerance_ug = None if tolerance is None else whole_units(tolerance, f"{option}-tolerance", MASS)
    return KnownMass(ug, masses.doubt_mg(doubt_ug, tolerance_ug))


def _weigh(pump: Pump, number: int, mass: KnownMass, settle_s: int, change_ug: int) -> None:
    typer.prompt(
        f"mass {number}: {mass.in_words()}; put it on, let go of table and tube, press Enter", "", show_default=False
    )
    pump.begin_anew()  # the session may have ended meanwhile
    link: Calibrating = pump.calibrating
    print(f"mass {number}: the cell settles for {settle_s} s")
    began_s = link.weighing().t_s
    until(link.weighing, lambda said: said.t_s - began_s >= settle_s, settle_s + WEIGHED_S, lambda said: said.t_s)
    link.weigh(mass.ug // masses.UG_PER_MG, masses.with_creep(mass.doubt_mg, change_ug, settle_s))
    done = until(link.weighing, lambda said: not said.is_busy, WEIGHED_S, lambda said: said.t_s)
    if done is None or done.raw is None or done.masses < number:
        raise Failure(f"mass {number}: too few quiet blocks: it was not weighed; see pump alarms, keep off the table")
    print(f"mass {number}: {done.raw} counts, noise {done.noise_ug / 1_000:.1f} mg")


def _refuse_another_cell(old: CellCalibration | None, found: CellProposal, another_cell: bool) -> None:
    old_per_g = None if old is None else old.counts_per_g
    if not another_cell and masses.is_another_cell(old_per_g, found.counts_per_g):
        raise refusal(
            "load_cell.span",
            found.counts_per_g,
            f"within 20 % of the {old_per_g} counts a g of before",
            "check which masses were on; if the cell was changed add --another-cell",
        )


def in_words(
    known: tuple[KnownMass, KnownMass], old: CellCalibration | None, found: CellProposal, full_g: float = 20.0
) -> list[str]:
    """Old against new, with the expanded uncertainty (95 %, k = 2) of span and zero."""
    was = "none" if old is None else f"{old.counts_per_g} counts a g, zero {old.zero_raw}"
    doubt_mg = 2 * (found.doubt_ppm * full_g / 1_000 + found.zero_doubt_ug / 1_000)
    return [
        f"masses: {known[0].in_words()}; {known[1].in_words()}",
        f"old: {was}",
        f"new: {found.counts_per_g} counts a g, zero {found.zero_raw}",
        f"span known to {masses.span_doubt(found.doubt_ppm)}, zero to {2 * found.zero_doubt_ug / 1_000:.3g} mg (95 %)",
        f"of {full_g:g} g in the bottle: {doubt_mg:.3g} mg at most",
    ]
