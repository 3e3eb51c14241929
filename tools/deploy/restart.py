"""Restarts a board, and hears how its self-test ended."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from deploy.board import PATIENT, Patience
from deploy.repl_board import ReplBoard, lines_after_restart

SAYS = re.compile(r"pump: (?P<state>[\w-]+); self-test: (?P<result>[\w, -]+)$")
SAYS_HANDHELD = re.compile(r"hand-held: (?P<state>not paired|[0-9a-f]+)$")
RAISED = re.compile(r"^\w*(Error|Exception|Interrupt)\b.*")
RESET = """
import machine
try:
    from drivers.reset_marker import UPDATE, ResetMarker
    ResetMarker(machine.mem32).leave(UPDATE)
except ImportError:
    pass
machine.reset()
"""


@dataclass(frozen=True, slots=True)
class Started:
    """state: the pump's; of a hand-held the id of its pump, or "not paired".

    failed: items of the self-test. raised: what ended the firmware, or None.
    state and raised are both None where the board did not say anything in time.
    """

    state: str | None = None
    failed: tuple[str, ...] = ()
    raised: str | None = None


def restart(board: ReplBoard, port: str, patience: Patience = PATIENT) -> Started:
    """With the firmware's own marker, so that the pump logs an update and no watchdog's reset."""
    board.leave(RESET)
    return heard(lines_after_restart(port, patience))


def heard(lines: Iterable[str]) -> Started:
    """What a starting board said of itself."""
    for line in lines:
        said = SAYS.search(line)
        if said:
            result = said["result"]
            return Started(said["state"], () if result == "passed" else tuple(result.split(", ")))
        if handheld := SAYS_HANDHELD.search(line):
            return Started(handheld["state"])
        if RAISED.match(line):
            return Started(raised=line)
    return Started()
