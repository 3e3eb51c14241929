"""A live board behind mpremote. NOT VERIFIED ON A BOARD: tested against a fake mpremote only.

The REPL interrupts the firmware: the motor goes off and delivery stops until the board was reset, which is done after
the work, also after a failure. The watchdog goes on counting behind the REPL and would reset the board within seconds,
so its enable bit is cleared first (RP2040 datasheet 4.7.6, CTRL bit 30); the reset arms it again. Before the reset the
firmware's own marker is left, so that the pump logs a commanded reset and no watchdog's.
"""

import subprocess
import sys
from collections.abc import Callable, Sequence

Runner = Callable[[Sequence[str]], tuple[int, str]]

CALM_THE_WATCHDOG = "import machine; machine.mem32[0x40058000] = machine.mem32[0x40058000] & ~(1 << 30)"
LEAVE_THE_MARKER = (
    "import machine; from drivers.reset_marker import ResetMarker, SERVICE; ResetMarker(machine.mem32).leave(SERVICE)"
)
LONGEST_S = 180


def run_mpremote(arguments: Sequence[str]) -> tuple[int, str]:
    """(exit status, the last line it said)."""
    command = [sys.executable, "-m", "mpremote", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, timeout=LONGEST_S)
    except subprocess.TimeoutExpired:
        return 1, f"no answer within {LONGEST_S} s"
    lines = (done.stdout + done.stderr).strip().splitlines()
    return done.returncode, lines[-1] if lines else ""


class InterruptedBoard:
    """What runs on it stops its firmware: whoever calls `run` calls `reset` at the end, whatever happens."""

    def __init__(self, port: str, run: Runner = run_mpremote) -> None:
        self._port = port
        self._run = run

    def run(self, *arguments: str) -> tuple[int, str]:
        """(exit status, the last line that was said)."""
        return self._run(["connect", self._port, *arguments])

    def reset(self) -> bool:
        """With the firmware's marker, or without if that cannot be. True if it was reset."""
        status, _ = self.run("exec", LEAVE_THE_MARKER, "+", "reset")
        if status:
            status, _ = self.run("reset")
        return status == 0
