"""`pump sim --serve`: the run behind a socket, so that a programmer talks to the twin as to a pump."""

import sys

from pump.errors import refusal
from pump.sim import Outcome, Plan, simulate
from pump_link import keys
from twin.served_line import LOOPBACK, ServedLine
from twin.served_session import ServedSession

SLOWEST, FASTEST = 0.1, 10_000.0
LARGEST_PORT = 65_535


def read_port(text: str) -> int:
    """--serve: 0 to 65535."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and int(text) <= LARGEST_PORT):
        raise refusal("--serve", text, f"a port, 0 to {LARGEST_PORT}", "choose one; 0 takes any that is free")
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


def simulate_served(run: Plan, port_text: str, speed_text: str) -> Outcome:
    """Run it at the wall's pace until --for is over. Its keys go where this user's pump commands look for them."""
    port, speed = read_port(port_text), read_speed(speed_text)
    try:
        line = ServedLine(port)
    except OSError as error:
        raise refusal("--serve", port, f"a free port ({error})", "choose another; 0 takes any that is free") from None

    def paired(pump_id: str, role: str, key: bytes) -> None:
        keys.save(pump_id, role, key)

    session = ServedSession(run.order, run.figures, line, speed, paired, seed=run.seed, start_s=run.scenario.start_s)
    address = f"{LOOPBACK}:{line.port}"
    print(f"serving: {address}: try pump status --port {address}", file=sys.stderr, flush=True)
    try:
        return simulate(run, session=session)
    finally:
        line.close()
