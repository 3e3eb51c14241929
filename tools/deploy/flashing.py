"""How MicroPython comes on a board: said, since it takes a hand at the board's own button; and waited for.

Nothing here writes the image: the boot loader shows itself as a drive, and copying a file to it is all there is to do.
"""

import time

from deploy import ports
from deploy.board import PATIENT, Patience
from deploy.identity import OLDEST, Identity, described_as, identity_of
from deploy.repl_board import ReplBoard
from deploy.troubles import Refused, Trouble

LOOK_S = 0.5


def how_to(board: str) -> str:
    """In lines for a person."""
    oldest = ".".join(map(str, OLDEST))
    return "\n".join(
        (
            f"MicroPython {oldest} or newer on {board}:",
            f"1. Get the .uf2 file from micropython.org's download page of {board}: {oldest}.0 or newer, no preview.",
            "2. Unplug the motor supply. Unplug the board from USB.",
            "3. Hold the board's BOOTSEL (BOOT) button, plug USB in, let go. A drive named RPI-RP2 appears.",
            "4. Copy the .uf2 file on to that drive. It disappears by itself, and the board starts.",
            "The board's files stay, the pump's journal among them, unless the new image lays out its flash otherwise.",
        )
    )


def wait_for(board: str, known: tuple[str, ...], wait_s: float, patience: Patience = PATIENT) -> tuple[str, Identity]:
    """The port at which that board answers, and what it says it is. Raises Trouble, at the latest after wait_s."""
    until = time.monotonic() + wait_s
    while not ports.found():
        if time.monotonic() >= until:
            raise Refused(
                f"board: none appeared within {wait_s:.0f} s: check the cable and the steps above, and run this again"
            )
        time.sleep(LOOK_S)
    port = ports.only_one()
    connected = _opened(port, until, patience)
    try:
        connected.enter(may_stop=False)
        identity = identity_of(connected)
        described_as(identity, board, known)
    finally:
        connected.close()
    return port, identity


def _opened(port: str, until: float, patience: Patience) -> ReplBoard:
    """A port that has just appeared may not let itself be opened yet."""
    while True:
        try:
            return ReplBoard(port, patience)
        except Trouble:
            if time.monotonic() >= until:
                raise
            time.sleep(LOOK_S)
