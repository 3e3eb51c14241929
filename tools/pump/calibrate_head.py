"""Calibrating the head: counted microsteps on to a scale, and the volume of one of them old against new."""

from dataclasses import replace
from pathlib import Path

from calibration.balance_lines import NoReading
from calibration.head_volume import HeadVolume, Rest, head_volume
from calibration.serial_balance import SerialBalance
from pump.asking import is_confirmed
from pump.calibration_report import head_in_words, written
from pump.errors import Failure, UserError
from pump.head_options import OWN, TYPED, HeadWish
from pump.head_runs import HeadRuns, wait_for_service
from pump.pump_access import pump_at
from pump.pump_waiting import until
from pump.scales import OwnCell, Scale, TypedBalance, WiredBalance
from pump_link.pump import Pump
from trumpet.unusable import Unusable

IN_FORCE_S = 60


def calibrate_head(wish: HeadWish, yes: bool, report: Path | None, port: str | None, pump: str | None) -> bool:
    """False if it was not taken over."""
    with pump_at(port, pump) as opened:
        old_fl = opened.calibrating.service().step_volume_fl
        water = f"{wish.water_mL(old_fl):.1f} mL of WATER will be delivered, with no patient near: go on?"
        if not is_confirmed(water, yes):
            print("nothing was done")
            return False
        found, weighed_by = _measured(opened, wish, old_fl)
        lines = [weighed_by, f"{wish.runs} runs of {wish.turns} turns", *head_in_words(found, old_fl)]
        print("\n".join(lines))
        accepted = is_confirmed("put it in force?", yes)
        _leave_service(opened)
        if accepted:
            _put_in_force(opened, old_fl, found.step_fl)
        lines.append("put in force" if accepted else "left as it was")
        print(lines[-1])
        written(report, "head", opened.pump_id, lines)
    return accepted


def _measured(pump: Pump, wish: HeadWish, old_fl: int | None) -> tuple[HeadVolume, str]:
    """(what came out, by what it was weighed). UserError for what no head can be, or is not known well enough."""
    scale = _scale(wish, pump)
    try:
        wait_for_service(pump.calibrating, wish.wait_s, print)
        plan = wish.plan(old_fl)
        rests = _made(HeadRuns(pump.calibrating, scale, plan, print), pump)
    finally:
        scale.close()
    try:
        found = head_volume(rests, plan.steps, replace(wish.conditions, scale_doubt=scale.doubt))
    except Unusable as error:
        raise UserError(str(error)) from None
    if found.relative > wish.limit:
        print("\n".join(head_in_words(found, old_fl)))
        raise UserError(
            f"uncertainty: {found.relative * 100:.2f} %: at most {wish.limit * 100:g} % is taken; "
            "make more turns or runs, keep off the table, or raise --limit"
        )
    return found, f"weighed by {scale.name}"


def _scale(wish: HeadWish, pump: Pump) -> Scale:
    if wish.balance == OWN:
        return OwnCell(pump.calibrating)
    if wish.balance == TYPED:
        return TypedBalance(pump)
    try:
        balance = SerialBalance(wish.balance, wish.baud, wish.balance_asks)
    except NoReading as error:
        raise UserError(str(error)) from None
    return WiredBalance(balance, wish.balance, lambda: pump.calibrating.service().t_s)


def _made(runs: HeadRuns, pump: Pump) -> list[Rest]:
    """Whatever ends it early ends the run under way too."""
    try:
        return runs.make()
    except BaseException:
        pump.begin_anew()
        if pump.calibrating.service().is_busy:
            pump.calibrating.stop_run()
        raise


def _leave_service(pump: Pump) -> None:
    """In a session of its own: the one before may have ended while the person read."""
    pump.begin_anew()
    if pump.calibrating.service().state == "service" and not pump.calibrating.leave_service():
        raise Failure("self-test: failed on leaving service mode: nothing was changed; see pump alarms")


def _put_in_force(pump: Pump, old_fl: int | None, new_fl: int) -> None:
    link = pump.calibrating
    link.calibrate_head(old_fl, new_fl)
    done = until(link.service, lambda said: said.step_volume_fl == new_fl, IN_FORCE_S, lambda said: said.t_s)
    if done is None:
        raise Failure("head: asked for, and not in force after a minute; see pump alarms and pump log")
