"""What `pump calibrate head` is told, checked before anything moves."""

import sys
from dataclasses import dataclass

from calibration.head_volume import LEAST_RUNS, MOST_RUNS, Conditions
from calibration.serial_balance import REQUESTS
from pump.errors import UserError, refusal
from pump.head_runs import RunPlan
from pump.quantities import DURATION, MASS, VOLUME_PER_DAY, parse, whole_units

STEPS_A_TURN = 3_200  # of each head and driver in boards/
MOST_TURNS = 500
MOST_REST_S = 480  # service mode that is left alone for 10 min ends by itself
MOST_WAIT_S = 3_600
DAY_US = 86_400_000_000
NOMINAL_FL = 18_750_000  # for the rate alone, where the volume is not known yet
SLOWEST_US = 100_000  # as firmware/service.py takes it
OWN, TYPED = "own", "typed"


@dataclass(frozen=True, slots=True)
class HeadTold:
    """The options, as a person wrote them."""

    balance: str
    balance_doubt: str
    balance_asks: str
    baud: str
    runs: str
    turns: str
    rate: str
    rest: str
    temperature: str
    temperature_doubt: str
    air: str
    limit: str
    wait: str


@dataclass(frozen=True, slots=True)
class HeadWish:
    """limit: the most relative expanded uncertainty. rate_fl_per_day: of the runs."""

    balance: str
    balance_asks: str
    baud: int
    runs: int
    turns: int
    rate_fl_per_day: int
    rest_s: int
    wait_s: int
    limit: float
    conditions: Conditions

    def plan(self, step_fl: int | None) -> RunPlan:
        """step_fl: in force; None for the nominal one. The first turn fills the tube."""
        us_per_step = round((step_fl or NOMINAL_FL) * DAY_US / self.rate_fl_per_day)
        return RunPlan(self.runs, self.turns * STEPS_A_TURN, us_per_step, self.rest_s, STEPS_A_TURN)

    def water_mL(self, step_fl: int | None) -> float:
        """All of it."""
        return (self.runs * self.turns + 1) * STEPS_A_TURN * (step_fl or NOMINAL_FL) / 1e12


def checked(told: HeadTold) -> HeadWish:
    """UserError in one line for the first that cannot be used."""
    if told.balance == TYPED and not sys.stdin.isatty():
        raise UserError("--balance: typed: there is no terminal to type at; give a port, or own")
    if told.balance_asks not in REQUESTS:
        raise refusal("--balance-asks", told.balance_asks, "one of " + ", ".join(REQUESTS), "choose one of them")
    is_own = told.balance == OWN
    doubt_mg = whole_units(told.balance_doubt, "--balance-doubt", MASS, zero=True) / 1_000
    conditions = Conditions(
        degC=_figure(told.temperature, "--temperature", 0.0, 40.0),
        degC_doubt=_figure(told.temperature_doubt, "--temperature-doubt", 0.0, 10.0),
        air_mg_per_mL=_figure(told.air, "--air", 0.0, 1.5),
        scale_doubt=0.0,
        scale_doubt_mg=0.0 if is_own else doubt_mg,
        reservoir=is_own,
    )
    return HeadWish(
        balance=told.balance,
        balance_asks=told.balance_asks,
        baud=_number(told.baud, "--baud", 300, 921_600),
        runs=_number(told.runs, "--runs", LEAST_RUNS, MOST_RUNS),
        turns=_number(told.turns, "--turns", 1, MOST_TURNS),
        rate_fl_per_day=_rate(told.rate),
        rest_s=seconds_of(told.rest, "--rest", MOST_REST_S),
        wait_s=seconds_of(told.wait, "--wait", MOST_WAIT_S),
        limit=_figure(told.limit, "--limit", 0.01, 10.0) / 100.0,
        conditions=conditions,
    )


def _rate(text: str) -> int:
    """The pump itself says what is too fast for it."""
    rate_fl_per_day = whole_units(text, "--rate", VOLUME_PER_DAY)
    if NOMINAL_FL * DAY_US / rate_fl_per_day > SLOWEST_US:
        raise refusal("--rate", text, "at least 12 uL/min", "choose a faster one")
    return rate_fl_per_day


def seconds_of(text: str, option: str, most_s: int) -> int:
    """1 s to most_s, in whole seconds."""
    seconds = parse(text, option, DURATION)
    if seconds > most_s or seconds < 1:
        raise refusal(option, text, f"1 s to {most_s} s", "choose a time inside that range")
    return round(seconds)


def _number(text: str, option: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 7 and least <= int(text) <= most):
        raise refusal(option, text, f"a whole number from {least} to {most}", "choose one of them")
    return int(text)


def _figure(text: str, option: str, least: float, most: float) -> float:
    try:
        figure = float(text) if len(text) <= 20 else float("nan")
    except ValueError:
        figure = float("nan")
    if not least <= figure <= most:
        raise refusal(option, text, f"a plain number from {least:g} to {most:g}", "choose one inside that range")
    return figure
