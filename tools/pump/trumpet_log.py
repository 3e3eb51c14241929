"""`pump trumpet` on the log of a scale."""

from pathlib import Path

from pump.errors import UserError
from pump.quantities import DURATION, MASS_PER_TIME, VOLUME, VOLUME_PER_DAY, parse
from pump.trumpet_options import Wanted, read_number, read_regime, read_sensor
from trumpet.analysis import Analysis, analyse
from trumpet.boluses import BolusAccuracy, bolus_accuracy
from trumpet.log_file import BolusLog, ScaleLog, read_log
from trumpet.record import from_masses
from trumpet.resolution import Sensor, estimated_noise_mg
from trumpet.water import density_mg_per_uL

DEFAULT_DEGC = "20"
_DAY_S = 86_400


def from_log(wanted: Wanted, path: Path) -> Analysis | BolusAccuracy:
    """Raises UserError or Unusable in one line."""
    counts_per_g = None if wanted.counts_per_g is None else read_number("--counts-per-g", wanted.counts_per_g)
    log = read_log(path, counts_per_g)
    density = density_mg_per_uL(read_number("--temperature", wanted.temperature or DEFAULT_DEGC))
    evaporated = "0 mg/h" if wanted.evaporation is None else wanted.evaporation
    evaporated_mg_per_s = float(parse(evaporated, "--evaporation", MASS_PER_TIME, zero=True)) / 1e3 / _DAY_S
    if isinstance(log, BolusLog):
        return _boluses_of_log(wanted, log, density, evaporated_mg_per_s)
    if wanted.bolus is not None:
        raise UserError("--bolus: belongs to a log of boluses, with the header bolus,mass_mg; leave it out")
    return _analysis_of_log(wanted, log, density, evaporated_mg_per_s)


def _analysis_of_log(wanted: Wanted, log: ScaleLog, density: float, evaporated_mg_per_s: float) -> Analysis:
    if wanted.rate is None:
        raise UserError('--rate: missing: a log needs the flow that was set, such as "--rate 1mL/h"; add it')
    rate_uL_per_h = float(parse(wanted.rate, "--rate", VOLUME_PER_DAY)) / 1e9 / 24.0
    record = from_masses(
        log.times_s,
        log.masses_mg,
        density_mg_per_uL=density,
        evaporated_mg_per_s=evaporated_mg_per_s,
        rises=log.rises,
    )
    noise_mg = estimated_noise_mg(log.times_s, log.masses_mg, log.resolution_mg)
    sensor = read_sensor(wanted.noise, Sensor(noise_mg, "noise estimated from the log itself"))
    return analyse(record, rate_uL_per_h, read_regime(wanted.windows, rate_uL_per_h), density, sensor)


def _boluses_of_log(wanted: Wanted, log: BolusLog, density: float, evaporated_mg_per_s: float) -> BolusAccuracy:
    if wanted.bolus is None:
        raise UserError('--bolus: missing: the volume of a bolus is needed, such as "--bolus 50uL"; add it')
    if wanted.rate is not None:
        raise UserError("--rate: belongs to a log of times; leave it out")
    if evaporated_mg_per_s and wanted.every is None:
        raise UserError('--every: missing: --evaporation needs it, the time from one bolus to the next: "10 min"')
    apart_s = 0.0 if wanted.every is None else float(parse(wanted.every, "--every", DURATION))
    asked_uL = float(parse(wanted.bolus, "--bolus", VOLUME)) / 1e3
    volumes = [(mass + evaporated_mg_per_s * apart_s) / density for mass in log.masses_mg]
    fallback = Sensor(log.resolution_mg / 12**0.5, "the log's last digit alone; --noise knows better")
    return bolus_accuracy(volumes, asked_uL, apart_s, density, read_sensor(wanted.noise, fallback))
