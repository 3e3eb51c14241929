"""`pump sim --serve`: the run behind a socket or a pseudo-terminal, so that a programmer talks to it as to a pump."""

import os
import sys

from pump.errors import UserError, refusal
from pump.sim import Outcome, Plan, simulate
from pump_link import keys
from pump_link.served import Announcement
from twin.pace import FASTEST, SLOWEST
from twin.served_line import ServedLine
from twin.served_session import ServedSession
from twin.served_stream import ServedStream

LARGEST_PORT = 65_535
TERMINAL = "pty"


def read_port(text: str) -> int:
    """--serve: 0 to 65535."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and int(text) <= LARGEST_PORT):
        wanted = f"a port, 0 to {LARGEST_PORT}, or {TERMINAL}"
        raise refusal("--serve", text, wanted, "choose one; 0 takes any that is free")
    return int(text)


def read_speed(text: str) -> float:
    """--speed: pump time over wall time."""
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not SLOWEST <= speed <= FASTEST:
        raise refusal("--speed", text, f"a number from {SLOWEST:g} to {FASTEST:g}", "choose one of them")
    return speed


def open_line(place: str) -> ServedStream:
    """place: a port, or pty. UserError in one line if it cannot be had."""
    if place == TERMINAL:
        return _open_terminal()
    port = read_port(place)
    try:
        return ServedLine(port)
    except OSError as error:
        raise refusal("--serve", port, f"a free port ({error})", "choose another; 0 takes any that is free") from None


def _open_terminal() -> ServedStream:
    if os.name != "posix":
        raise UserError(f"--serve: {TERMINAL}: there are pseudo-terminals on Linux and macOS alone; give a port")
    from twin.served_terminal import ServedTerminal

    try:
        return ServedTerminal()
    except OSError as error:
        raise UserError(f"--serve: {TERMINAL}: the system gives none ({error}); give a port") from None


def simulate_served(run: Plan, place: str, speed_text: str) -> Outcome:
    """Run it at the wall's pace until --for is over. Its keys go where this user's pump commands look for them."""
    speed, line = read_speed(speed_text), open_line(place)
    announcement = Announcement(line.address)

    def paired(pump_id: str, role: str, key: bytes) -> None:
        keys.save(pump_id, role, key)
        announcement.make(pump_id)

    session = ServedSession(run.order, run.figures, line, speed, paired, seed=run.seed, start_s=run.scenario.start_s)
    print(f"serving: {line.address}: try pump status --port {line.address}", file=sys.stderr, flush=True)
    try:
        return simulate(run, session=session)
    finally:
        announcement.end()
        line.close()
