"""The options of `pump trumpet`: which of them belong together, and those that both sources read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pump.errors import UserError, refusal
from pump.quantities import MASS, parse
from trumpet.regimes import REGIMES, Regime, regime_for
from trumpet.resolution import Sensor

_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)


@dataclass(frozen=True)
class Wanted:
    """The options as they were typed; None: left out."""

    therapy: Path | None
    duration: str | None
    scenario: Path | None
    seed: str | None
    by: str | None
    log: Path | None
    rate: str | None
    counts_per_g: str | None
    temperature: str | None
    evaporation: str | None
    noise: str | None
    windows: str | None
    bolus: str | None
    over: str | None
    every: str | None
    pictures: Sequence[Path]
    json: bool


def only_what_fits(wanted: Wanted) -> None:
    """One source, and none of the options of the other. Raises UserError."""
    if wanted.therapy is not None and wanted.log is not None:
        raise UserError(f"--log: {wanted.log}: with a therapy: the twin or a log, not both; leave one of them out")
    if wanted.log is None:
        _refuse(_of_log(wanted), "the twin knows it from its rig")
    else:
        _refuse(_of_twin(wanted), "it is the twin's, and this is a log")
    if wanted.bolus is None:
        _refuse({"--over": wanted.over, "--every": wanted.every}, "it goes with --bolus")
    else:
        _refuse({"--windows": wanted.windows, "--for": wanted.duration}, "25 boluses have neither")


def _of_twin(wanted: Wanted) -> Mapping[str, object]:
    return {
        "--for": wanted.duration,
        "--scenario": wanted.scenario,
        "--seed": wanted.seed,
        "--by": wanted.by,
        "--over": wanted.over,
    }


def _of_log(wanted: Wanted) -> Mapping[str, object]:
    return {
        "--rate": wanted.rate,
        "--counts-per-g": wanted.counts_per_g,
        "--temperature": wanted.temperature,
        "--evaporation": wanted.evaporation,
    }


def _refuse(options: Mapping[str, object], words: str) -> None:
    for option, value in options.items():
        if value is not None:
            raise UserError(f"{option}: {value}: does not belong here: {words}; leave it out")


def read_sensor(noise: str | None, otherwise: Sensor) -> Sensor:
    """--noise: rms of one reading. otherwise: where it was left out."""
    if noise is None:
        return otherwise
    return Sensor(float(parse(noise, "--noise", MASS)) / 1e3, "as --noise says")


def read_regime(name: str | None, rate_uL_per_h: float) -> Regime:
    """--windows, or what suits the flow."""
    if name is None:
        return regime_for(rate_uL_per_h)
    if name not in REGIMES:
        raise refusal("--windows", name, "one of " + ", ".join(REGIMES), "choose one of them")
    return REGIMES[name]


def read_number(option: str, text: str) -> float:
    """A plain number above zero."""
    if not _NUMBER.fullmatch(text) or not float(text):
        raise refusal(option, text, "a plain number above zero is needed", "correct it")
    return float(text)
