"""What must hold of a pump that comes back after a cut. Each complaint begins with the requirement it is about."""

import importlib
from collections.abc import Iterator
from typing import Any

from proof.borrowed import event_log_state
from proof.cut_bench import CutBench, Known, Truth, flows, known
from therapy.alarms.alarm_table import HIGH, NAMES, PRIORITY
from therapy.bolus_kinds import BASAL, KINDS
from therapy.states import LOCKED, RUNNING

digest_of: Any = importlib.import_module("storage.settings").digest
STEP_S = 45.0  # at the slowest pace of the scenarios


def complaints_at_boot(pump: Any, truth: Truth) -> Iterator[str]:
    """Right after the boot, before the first turn."""
    if pump.reformatted:
        yield "P1: the file system could not be mounted and was made anew"
        return
    if not pump.recovery.is_known:
        yield f"P1: the history is unknown: {pump.ledger.why or 'no reason given'}"
        return
    if pump.recorder.failed:
        yield "P1: the flash refused a write"
    now = known(pump)
    yield from _doses(pump, truth)
    yield from _grants(pump, now, truth)
    yield from _settings(pump, now, truth)
    yield from _alarms(pump, now, truth)
    yield from _log(pump)


def _log(pump: Any) -> Iterator[str]:
    try:
        event_log_state.check_follows_the_ledger(pump.files, may_lack=False, segment=event_log_state.OTHER)
    except AssertionError as problem:
        yield f"P5: the log does not follow the ledger: {problem}"


def _doses(pump: Any, truth: Truth) -> Iterator[str]:
    history = pump.history
    given = history.given.value()
    if given < truth.made + truth.queued:
        yield f"P1: {given} steps on record, {truth.made} made and {truth.queued} queued"
    limit = 0 if truth.settled.is_still and truth.live.is_still else truth.limit
    if given > truth.made + limit:
        yield f"P1: {given} steps on record, {truth.made} made and {limit} reserved at most"
    if history.reserved_steps():
        yield f"P1: {history.reserved_steps()} steps are still reserved"
    kinds = [kind.value() for kind in history.by_kind]
    if sum(kinds) != given:
        yield f"P1: by kind {kinds} are not {given} together"
    for place, name in enumerate(KINDS):
        if place == BASAL:
            continue
        if kinds[place] < truth.by_kind[place]:
            yield f"P1: {kinds[place]} steps of {name} on record, {truth.by_kind[place]} given"
        if kinds[place] > truth.by_kind[place] + max(truth.live.left, truth.settled.left):
            yield f"B7: {kinds[place]} steps of {name} on record, more than was granted"
    if history.bolus_kind != BASAL:
        yield "B7: a bolus is still open"
    if history.window.total.value() < truth.pg:
        yield f"B4: {history.window.total.value()} pg in the rolling day, {truth.pg} given"
    if history.tube_steps.value() < truth.tube:
        yield f"P1: {history.tube_steps.value()} steps of the tube on record, {truth.tube} made"
    if history.since_fill.value() < truth.since_fill and history.filled_nl == truth.live.filled_nl:
        yield f"P1: {history.since_fill.value()} steps since the fill on record, {truth.since_fill} made"
    if history.t_s > truth.t_s:
        yield f"B4: running time {history.t_s} s, it was {truth.t_s} s"


def _grants(pump: Any, now: Known, truth: Truth) -> Iterator[str]:
    if not truth.settled.grants <= now.grants:
        yield f"B2: grants at {sorted(truth.settled.grants - now.grants)} s are forgotten"
    if not now.grants <= truth.live.grants:
        yield f"B2: grants at {sorted(now.grants - truth.live.grants)} s never were"
    lockout, t_s = pump.history.lockout, pump.history.t_s
    if truth.settled.grants and truth.lockout_s:
        left_s = max(truth.settled.grants) + truth.lockout_s + 1 - truth.t_s
        if lockout.left_s(t_s, truth.lockout_s) < left_s:
            yield f"B2: {lockout.left_s(t_s, truth.lockout_s)} s of the lockout left, {left_s} s by the clock"


def _settings(pump: Any, now: Known, truth: Truth) -> Iterator[str]:
    if truth.settled.is_calibrated and not now.is_calibrated:
        yield "P3: the calibration is lost"
    allowed = [truth.settled.order, truth.live.order, truth.pending]
    if now.order not in allowed:
        yield "P3: the therapy is neither the old one nor the new one"
        return
    if now.order is None:
        return
    if pump.programming.line.fronts[-1][1] != now.order["drugs"]:
        yield "P3: the line is not that of the therapy"
    mark = digest_of(now.order, pump.prescription().step_volume_fl)[:8]
    if f"{pump.history.therapy_high:04x}{pump.history.therapy_low:04x}" != mark:
        yield "P3: the therapy on record is not the one in force"
    if now.filled_nl not in (truth.settled.filled_nl, truth.live.filled_nl) and truth.settled.order is not None:
        yield f"P3: {now.filled_nl} nL in the reservoir, neither old nor new"
    if now.awaits_therapy and not (truth.settled.awaits_therapy or truth.live.awaits_therapy):
        yield "P3: it waits for a therapy that nobody owes"


def _alarms(pump: Any, now: Known, truth: Truth) -> Iterator[str]:
    must = truth.settled.latched & truth.live.latched
    may = truth.settled.latched | truth.live.latched
    for alarm, name in enumerate(NAMES):
        if alarm in must and not pump.alarms.shown[alarm]:
            yield f"A5: the alarm {name} latched and is forgotten"
        if pump.alarms.shown[alarm] and PRIORITY[alarm] == HIGH and alarm not in may:
            yield f"P2: the alarm {name} shows without a cause"


def complaints_in_use(pump: CutBench, truth: Truth, tries_a_start: bool) -> Iterator[str]:
    """It goes on, or can be started, and gives no bolus that nobody granted."""
    kinds = [kind.value() for kind in pump.history.by_kind]
    grants = known(pump).grants
    if not pump.settle():
        yield "P2: it never comes to rest after its boot"
        return
    both = {truth.settled.running, truth.live.running}
    if truth.settled.awaits_therapy and known(pump).order == truth.pending:
        both.add(True)  # the therapy that it waited for is there
    if pump.heart.prescription is not None and pump.prescription().infusion is None:
        both = {False}
    resumes = pump.heart.state == RUNNING
    if resumes not in both:
        yield f"P2: it is {pump.state()}, it was {'delivering' if both == {True} else 'not delivering'}"
    if pump.heart.state == LOCKED and truth.settled.order is not None and not pump.alarms.high_shown():
        yield "P2: it is locked and no alarm says why"
    if resumes and pump.history.awaits_therapy:
        yield "R8: it delivers what no therapy was programmed for"
    if resumes and both == {False}:
        return
    yield from _delivery(pump, resumes)
    may_start = pump.state() == "stopped" and not pump.history.awaits_therapy and not pump.alarms.forbid_delivery()
    may_start = may_start and pump.prescription().infusion is not None
    if may_start and tries_a_start:
        pump.start()
        pump.settle()
        yield from _delivery(pump, True)
    for place, name in enumerate(KINDS):
        if place != BASAL and pump.history.by_kind[place].value() != kinds[place]:
            yield f"B7: it gives more of a {name} bolus after the cut"
    if known(pump).grants != grants:
        yield "B2: it granted a bolus that nobody asked for"
    if pump.recorder.failed or pump.heart.lateness.stalls:
        yield f"P1: a write failed or {pump.heart.lateness.stalls} steps were missed"


def _delivery(pump: CutBench, delivers: bool) -> Iterator[str]:
    """A step comes when it is due, and never more than are."""
    began = len(pump.engine.made())
    rate = max((flow.steps / flow.us * 1e6 for flow in flows(pump.prescription())), default=0.0) if delivers else 0.0
    seconds = min(STEP_S, 3 / rate) if delivers else 2.0
    pump.run_for(seconds)
    made = len(pump.engine.made()) - began
    if delivers and made == 0:
        yield f"P2: it is {pump.state()} and makes no step"
    if made > rate * seconds * 1.05 + 2:
        yield f"P1: {made} steps in {seconds:.1f} s"
