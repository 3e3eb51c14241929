"""`pump trumpet`: where the record comes from, and where the report goes."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from pump import trumpet_report
from pump.errors import UserError, one_line, refusal
from pump.picture import place_for
from pump.report import BENCH_ONLY
from pump.trumpet_log import from_log
from pump.trumpet_options import Wanted, only_what_fits, read_regime, read_sensor
from pump.trumpet_twin import LOAD_CELL, OUTLET, TwinRun, read_boluses, run_boluses, run_steady
from trumpet.analysis import Analysis, analyse
from trumpet.boluses import BolusAccuracy, bolus_accuracy
from trumpet.regimes import BENCH
from trumpet.unusable import Unusable

Found = tuple[Analysis | BolusAccuracy, str, Sequence[str]]


def report(wanted: Wanted) -> None:
    """Measures, draws and prints. UserError in one line for what cannot be used; then no picture is left behind."""
    only_what_fits(wanted)
    with ExitStack() as places:
        for picture in wanted.pictures:
            places.enter_context(place_for(picture))
        try:
            found, source, notes = _measured(wanted)
        except Unusable as unusable:
            raise UserError(str(unusable)) from None
        _draw(found, f"{_title(found, source)}\n{BENCH_ONLY}", wanted.pictures)
    _print(found, source, wanted.json)
    for picture in () if wanted.json else wanted.pictures:
        print(f"picture: {picture}")
    for note in [*notes, *(_notes(found) if isinstance(found, Analysis) else ())]:
        print("note: " + one_line(note), file=sys.stderr)


def _print(found: Analysis | BolusAccuracy, source: str, as_json: bool) -> None:
    if isinstance(found, Analysis):
        if as_json:
            print(trumpet_report.analysis_as_json(found, source))
        else:
            trumpet_report.show_analysis(found, source, _console())
    elif as_json:
        print(trumpet_report.boluses_as_json(found, source))
    else:
        trumpet_report.show_boluses(found, source, _console())


def _measured(wanted: Wanted) -> Found:
    if wanted.log is not None:
        return from_log(wanted, wanted.log), wanted.log.name, ()
    if wanted.therapy is not None:
        return _from_twin(wanted, wanted.therapy)
    raise UserError("THERAPY.toml: missing: a therapy for the twin is needed, or a log; add --log FILE.csv")


def _from_twin(wanted: Wanted, therapy: Path) -> Found:
    by, seed = wanted.by or OUTLET, wanted.seed or "0"
    if by not in (OUTLET, LOAD_CELL):
        raise refusal("--by", by, f"{OUTLET} or {LOAD_CELL}", "choose one of them")
    source = f"the twin's {'outlet' if by == OUTLET else 'load cell'}"
    if wanted.bolus is not None:
        boluses = read_boluses(wanted.bolus, wanted.over, wanted.every)
        twin, volumes = run_boluses(therapy, wanted.scenario, seed, by, boluses)
        asked_uL = float(twin.outcome.boluses[0].request.volume_uL)
        sensor = read_sensor(wanted.noise, twin.sensor)
        accuracy = bolus_accuracy(volumes, asked_uL, boluses.every_s, twin.density_mg_per_uL, sensor)
        return accuracy, source, twin.outcome.notes
    if wanted.duration is None:
        raise UserError('--for: missing: how long to run is needed, such as "--for 2h"; add it')
    twin = run_steady(therapy, wanted.scenario, wanted.duration, seed, by, BENCH.every_s)
    return _analysis_of_twin(wanted, twin), source, twin.outcome.notes


def _analysis_of_twin(wanted: Wanted, twin: TwinRun) -> Analysis:
    regime = read_regime(wanted.windows, twin.rate_uL_per_h)
    sensor = read_sensor(wanted.noise, twin.sensor)
    return analyse(twin.record, twin.rate_uL_per_h, regime, twin.density_mg_per_uL, sensor)


def _notes(analysis: Analysis) -> list[str]:
    if analysis.longest_gap_s <= analysis.regime.every_s:
        return []
    apart = f"{analysis.longest_gap_s:g} s apart at most, the standard samples every {analysis.regime.every_s:g} s"
    return [f"readings: {apart}: windows that begin between two readings are smoothed"]


def _title(found: Analysis | BolusAccuracy, source: str) -> str:
    if isinstance(found, Analysis):
        what = f"Start-up and trumpet at {found.rate_uL_per_h:.4g} µL/h ({found.rate_uL_per_h * 0.024:.4g} mL/day)"
    else:
        what = f"{len(found.errors)} successive boluses of {found.asked_uL:.4g} µL"
    return f"{what}, after IEC 60601-2-24: {source}"


def _draw(found: Analysis | BolusAccuracy, title: str, pictures: Sequence[Path]) -> None:
    from trumpet.picture import draw_analysis, draw_boluses

    try:
        if isinstance(found, Analysis):
            draw_analysis(found, title, pictures)
        else:
            draw_boluses(found, title, pictures)
    except OSError as error:
        raise UserError(f"--picture: cannot be written: {error}; choose another place") from None


def _console() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=max(trumpet_report.NARROWEST, console.width))
