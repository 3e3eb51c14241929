"""`pump loadcell`: the firmware's own diagnostics of the load cell, run on a twin or on a board."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import load_cell_check
from journal.interrupted_board import CALM_THE_WATCHDOG, InterruptedBoard, Runner, run_mpremote
from pump.errors import Failure, UserError, refusal
from pump.log import ASK_AGAIN, check_port
from pump.quantities import DURATION, parse
from pump.scenario import Scenario, read_scenario
from pump.sim import Plan, read_figures, simulate
from pump.therapy_file import Order, read_therapy
from twin.accounts import Look
from twin.pump_face import PumpFace
from twin.session import Session

STATES = cast("tuple[str, ...]", load_cell_check.STATES)
LEAST_S, MOST_S = cast("int", load_cell_check.LEAST_S), cast("int", load_cell_check.MOST_S)
STOPS_DELIVERY = "measuring on a live pump interrupts its firmware, so delivery stops"
ON_THE_BOARD = (
    "import board, json, machine, os, rp2, time; from load_cell_check import on_board; "
    "from storage.flash_files import FlashFiles; "
    "print(json.dumps(on_board(machine, rp2, time, FlashFiles(os, open, '/pump'), board, {for_s})))"
)
_THERAPY = Path(__file__).parent / "examples" / "demo.toml"
_SETTLED_US = 3_000_000  # the converter settles for 0.4 s, and a block that had begun is over
_S = 1_000_000

Found = Mapping[str, Any]


def measure(scenario: Path | None, duration: str, port: str | None, may_stop: bool) -> tuple[Found, list[str]]:
    """What load_cell_check found, and what a person must know about the measuring. UserError, Failure in one line."""
    for_s = read_seconds(duration)
    if port is None:
        if may_stop:
            raise UserError(f"{ASK_AGAIN}: only a live pump is stopped; give it with --port, or leave it out")
        return on_twin(Scenario() if scenario is None else read_scenario(scenario), for_s)
    check_port(port)
    if scenario is not None:
        raise UserError(f"--scenario: {scenario}: a live pump has its own rig; leave one of the two out")
    if not may_stop:
        raise UserError(f"--port: {port}: {STOPS_DELIVERY}; add {ASK_AGAIN} if it may, or measure on the twin")
    return on_board(port, for_s)


def read_seconds(text: str) -> int:
    """--for: whole seconds within what the firmware measures at once."""
    seconds = parse(text, "--for", DURATION)
    if seconds.denominator != 1 or not LEAST_S <= seconds <= MOST_S:
        raise refusal("--for", text, f"whole seconds from {LEAST_S} s to {MOST_S} s", "choose one of them")
    return int(seconds)


def on_twin(scenario: Scenario, for_s: int) -> tuple[Found, list[str]]:
    """A stopped pump on the scenario's rig, measured after the last event of its load cell."""
    events = tuple(event for event in scenario.events if event.action.startswith("load-cell"))
    begins_us = max((event.at_us for event in events), default=0) + _SETTLED_US
    order = cast("Order", {**read_therapy(_THERAPY), "mode": "stopped", "basal_pg_per_day": 0, "bolus": None})
    run = Plan(order, replace(scenario, events=events), read_figures(scenario), begins_us + (for_s + 5) * _S, 0)
    found: list[Found] = []

    def check(pump: PumpFace) -> None:
        found.append(pump.check_load_cell(for_s))

    def look(session: Session, look: Look) -> None:
        if look.t_us == begins_us:
            session.ask("load cell", check)

    outcome = simulate(run, look, begins_us)
    if not found:
        raise Failure("; ".join(outcome.notes) or "the twin did not measure")
    left_out = [event for event in scenario.events if event not in events]
    notes = [f"event {event.number}: {event.action}: left out: only the load cell is looked at" for event in left_out]
    return found[0], notes


def on_board(port: str, for_s: int, run: Runner | None = None) -> tuple[Found, list[str]]:
    """A live pump, whose firmware is interrupted, and which is reset afterwards, whatever happens."""
    board = InterruptedBoard(port, run or run_mpremote)
    is_reset = False
    try:
        status, said = board.run("exec", CALM_THE_WATCHDOG, "+", "exec", ON_THE_BOARD.format(for_s=for_s))
    finally:
        is_reset = board.reset()
    after = "the board was reset" if is_reset else "the board was not reset and does not deliver: power it anew"
    found = None if status else _read(said)
    if found is None:
        raise Failure(f"--port: {port}: cannot be measured: {said or f'mpremote ended with {status}'}; {after}")
    return found, [] if is_reset else [f"--port: {port}: {after}"]


def _read(said: str) -> Found | None:
    """The object that the board printed last, if that is what it is."""
    try:
        answer: Any = json.loads(said)
    except ValueError:
        return None
    found = cast("dict[str, Any]", answer) if isinstance(answer, dict) else {}
    return found if found.get("state") in range(len(STATES)) else None
