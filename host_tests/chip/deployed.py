"""The emulated chip at a socket, and a deploy that runs beside it: for the tests of what a deploy leaves behind."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from chip import flash
from chip.console_socket import ConsoleSocket, Cut
from chip.emulator import Board
from deploy.board import PATIENT
from deploy.deploying import Done, Wish, deploy
from deploy.troubles import Trouble

EMULATED = PATIENT.times(30)
KEPT = ("main.py", "switch_over.mpy", "board.mpy", "drivers/__init__.mpy", "drivers/usb_line.mpy", "unload.mpy")
KEPT += ("default_rig.mpy", "drivers/reset_marker.mpy", "storage/__init__.mpy", "storage/code_files.mpy")
PADDING = bytes((place * 167 + (place >> 8) * 59) & 0xFF for place in range(6_000))  # does not pack well
ASSEMBLY = """
import part
from rooms import other

class Sound:
    failures = []

class Waiting:
    def tidy_with(self, tidy):
        pass

class Pump:
    self_test, waiting = Sound(), Waiting()

    def __init__(self, *_):
        pass

    def boot(self):
        return "-".join(({version!r}, part.VERSION, other.VERSION))

    def forget_boot(self, unload):
        pass

    def run(self):
        import time
        while True:
            time.sleep_ms(100)
"""


def small_pump(version: str) -> dict[str, bytes]:
    """The firmware's own main.py with a small pump behind it, which says of each of its parts which version it is."""
    whole = flash.firmware_files()
    text = flash.compiled_text
    files = {name: whole[name] for name in KEPT}
    files["board_as_it_is.mpy"] = flash.compiled(flash.ROOT / "boards" / "RPI_PICO" / "board.py", "board_as_it_is.py")
    files["board.mpy"] = text("from board_as_it_is import *\nUSB_LINK = False\n", "board.py")
    files["storage/flash_files.mpy"] = text("class FlashFiles:\n def __init__(self, *_): pass\n", "flash_files.py")
    files["assembly.mpy"] = text(ASSEMBLY.format(version=version), "assembly.py")
    files["part.mpy"] = text(f"VERSION = {version!r}\nPADDING = {PADDING!r}\n", "part.py")
    files["rooms/other.mpy"] = text(f"VERSION = {version!r}\n", "other.py")
    return files


@dataclass
class Beside:
    """What came of it: the deploy's result, or the Trouble that ended it."""

    done: Done | None = None
    trouble: Trouble | None = None


def never() -> bool:
    return False


def served(
    board: Board, job: Callable[[str], None], cut: Cut | None, wall_s: float, is_over: Callable[[], bool] = never
) -> None:
    """Run the chip while `job` works at its address in a thread, until the cable is cut or `is_over`."""
    port = ConsoleSocket(board, cut)
    worker = threading.Thread(target=job, args=(port.address,), daemon=True)
    worker.start()
    try:
        port.serve(lambda: not worker.is_alive() or is_over(), wall_s)
    finally:
        port.close()
        worker.join(30)


def deploy_small(board: Board, version: str, cut: Cut | None = None, is_over: Callable[[], bool] = never) -> Beside:
    """Deploy the small pump, with what runs there ended."""
    result = Beside()

    def job(address: str) -> None:
        wish = Wish(address, may_stop=True)
        try:
            result.done = deploy(wish, lambda *_: None, lambda _: False, EMULATED, lambda *_: small_pump(version))
        except Trouble as trouble:
            result.trouble = trouble

    served(board, job, cut, 600, is_over)
    return result
