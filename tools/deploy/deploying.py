"""A whole deploy: the board is looked at, asked about, brought to the firmware, and restarted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from deploy.board import PATIENT, Patience
from deploy.devices import DEVICES, PUMP, Device
from deploy.firmware_set import board_names, firmware_files
from deploy.identity import described_as, identity_of
from deploy.putting import Found, Step, put, survey
from deploy.repl_board import ReplBoard
from deploy.restart import RESET, Started, restart
from deploy.troubles import Refused
from storage.settings import new_pump

Question = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person asked for. is_new: True and False as said, None to be asked. device: what the board becomes."""

    port: str
    board: str | None = None
    may_stop: bool = False
    is_new: bool | None = None
    device: Device = PUMP


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it. board: its name. copied, kept, removed: files."""

    board: str
    copied: tuple[str, ...]
    kept: int
    removed: tuple[str, ...]
    started: Started


def deploy(
    wish: Wish,
    step: Step,
    ask: Question,
    patience: Patience = PATIENT,
    files_for: Callable[[str, Device], Mapping[str, bytes]] = lambda name, device: firmware_files(name, device=device),
) -> Done:
    """Raises Trouble in one line; the board then starts the old firmware or the new, whole."""
    board = ReplBoard(wish.port, patience)
    try:
        board.enter(wish.may_stop)
        try:
            name = described_as(identity_of(board), wish.board, board_names(device=wish.device))
            wanted = dict(files_for(name, wish.device))
            found = survey(board)
            _refuse_another(found, wish.device)
            plan = put(board, found, wanted | _new_pump(found, wish, ask), step)
        except Refused:
            board.leave(RESET)  # nothing was changed: what was interrupted starts again
            raise
        step("restarting", 0, 0)
        started = restart(board, wish.port, patience)
    finally:
        board.close()
    return Done(name, tuple(plan.copied), plan.kept, plan.removed, started)


def _refuse_another(found: Found, device: Device) -> None:
    """A pump's history and a hand-held's key are not lost by a slip of the option."""
    for other in DEVICES.values():
        if other is not device and found.was(other):
            raise Refused(
                f"--as: {device.name}: the board is {other.in_words}, and keeps what it knows in /{other.keeps}; "
                f"take another board, or take /{other.keeps} off it first"
            )


def _new_pump(found: Found, wish: Wish, ask: Question) -> dict[str, bytes]:
    """The first file of a pump that never had a history, if a person says that it is one."""
    if wish.device is not PUMP:
        return {}
    if found.was(PUMP):
        if wish.is_new:
            raise Refused("--new-pump: the board has a /pump: its history, keys and calibration stay; leave it out")
        return {}
    is_new = wish.is_new
    if is_new is None:
        is_new = ask("The board has no /pump. Is this a new pump that never delivered anything?")
    if not is_new:
        raise Refused(
            "board: it has no /pump, and nobody says that it is a new pump: one that lost its history must not begin "
            "at zero; add --new-pump if it never delivered"
        )
    return {f"{PUMP.keeps}/{name}": content for name, content in new_pump().items()}
