"""`pump deploy` over a socket to the emulated chip: the whole firmware, and a small one that is cut off at steps."""

import re
import subprocess
import sys
import time

import pytest
from deployed import deploy_small, served, small_pump

from chip import flash, image
from chip.handheld_rig import HandheldRig, kept
from chip.rig import Rig
from deploy.devices import HANDHELD
from deploy.firmware_set import ROOT
from support import proves

OLD, NEW = "old-old-old", "new-new-new"
BOOT_S = 10.0
WAITING = 3  # the list and two files of three
NEW_PUMP = {"pump/identity": b"somebody's", "pump/keys": b"secret"}


def says(board) -> str:
    """Run until the firmware says of itself what it is."""
    board.run(BOOT_S, lambda: b"self-test:" in board.console.printed)
    found = re.findall(r"pump: ([\w-]+); self-test", board.printed)
    return found[-1] if found else board.printed[-300:]


@pytest.fixture(scope="module")
def old_flash():
    return flash.build(image.layout(), small_pump("old") | NEW_PUMP)


def firmware_on(board) -> dict[str, bytes]:
    return {name: data for name, data in flash.read(image.layout(), board.flash()).items() if name not in NEW_PUMP}


@proves("P3")
def test_what_changed_is_copied_and_a_second_deploy_copies_nothing(old_flash, figure):
    rig = Rig(old_flash)
    assert says(rig.board) == OLD
    began = time.monotonic()
    first = deploy_small(rig.board, "new")
    figure(f"deploy of three changed files: {time.monotonic() - began:.0f} s of wall time")
    assert first.trouble is None
    assert first.done is not None
    assert set(first.done.copied) == {"assembly.mpy", "part.mpy", "rooms/other.mpy"}
    assert first.done.started.state == NEW
    second = deploy_small(rig.board, "new")
    assert second.done is not None, second.trouble
    assert second.done.copied == second.done.removed == ()
    assert second.done.started.state == NEW
    assert firmware_on(rig.board) == small_pump("new")
    assert flash.read(image.layout(), rig.board.flash())["pump/keys"] == b"secret"
    assert not rig.motor.was_ever_enabled


def waiting(board) -> int:
    return sum(name.startswith("next/") for name in firmware_on(board))


CUTS = {
    "before anything": (b"survey(os", OLD),
    "in the middle of a file": (b"'next/part.mpy', 'ab'", OLD),
    "before the switch": (b"os.rename('/next/list.new'", OLD),
    "at the switch": (b"finish(os, open)", NEW),
}


@proves("P3")
@pytest.mark.parametrize("cut", CUTS)
def test_the_cable_is_pulled_and_the_board_starts_old_or_new_whole(old_flash, cut):
    mark, expected = CUTS[cut]
    rig = Rig(old_flash)
    result = deploy_small(rig.board, "new", lambda heard: mark in heard)
    assert result.done is None
    assert "check the cable" in str(result.trouble)
    again = rig.power_cycled()
    assert says(again.board) == expected
    assert firmware_on(again.board) == small_pump(expected[:3]), "and nothing of the other is left"


@proves("P3")
def test_the_power_goes_in_the_middle_of_the_switch(old_flash, figure):
    """Between two instructions, some ms after the board was told to switch over."""
    rig = Rig(old_flash)
    board = rig.board
    told: list[float] = []

    def listen(heard: bytes) -> bool:
        if b"finish(os, open)" in heard[-300:] and not told:
            told.append(board.now_s)
        return False

    def is_half_done() -> bool:
        return bool(told) and waiting(board) == WAITING

    deploy_small(board, "new", listen, is_half_done)
    figure(f"power cut {(board.now_s - told[0]) * 1000:.0f} ms after the word to switch: {waiting(board)} files wait")
    assert waiting(board) == WAITING
    again = rig.power_cycled()
    assert says(again.board) == NEW
    assert firmware_on(again.board) == small_pump("new")


def cli(*arguments: str):
    """The command as a person runs it, in a process of its own."""
    command = [sys.executable, "-m", "pump", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=1400, cwd=ROOT)


@proves("P3", "S1", "T8")
def test_the_whole_firmware_comes_on_a_bare_board_and_then_keeps_its_prompt_closed(figure):
    rig = Rig(flash.build(image.layout(), {}))
    said = []

    def job(address: str) -> None:
        began = time.monotonic()
        said.append(cli("deploy", "--port", address, "--new-pump", "--patience", "20"))
        figure(
            f"the whole firmware: {time.monotonic() - began:.0f} s of wall time, {rig.board.now_s:.0f} s of pump time"
        )
        said.append(cli("deploy", "--port", address, "--patience", "5"))
        said.append(cli("deploy", "--port", address, "--patience", "5", "--stop-the-pump"))

    served(rig.board, job, None, 1500)
    deployed, running, closed = said
    assert deployed.returncode == 0, deployed.stderr
    figure(" / ".join(deployed.stdout.split("\n")))
    assert re.search(r"RPI_PICO: \d+ files copied, 0 kept, 0 removed", deployed.stdout)
    assert "pump: locked; self-test: passed" in deployed.stdout
    files = flash.read(image.layout(), rig.board.flash())
    assert {name: files[name] for name in files if not name.startswith("pump/")} == flash.firmware_files()
    assert running.returncode == 2
    assert "its firmware runs, and may be delivering" in running.stderr
    assert closed.returncode == 2
    assert "keeps its prompt closed" in closed.stderr
    assert not rig.motor.was_ever_enabled


@proves("P3")
def test_the_hand_held_comes_on_a_board_keeps_its_key_and_a_second_deploy_copies_nothing(figure):
    key = kept(bytes(range(32)), "e660000000000001")
    rig = HandheldRig(key, has_firmware=False)
    said = []

    def job(address: str) -> None:
        began = time.monotonic()
        said.append(cli("deploy", "--as", "handheld", "--port", address, "--patience", "20"))
        figure(f"the hand-held: {time.monotonic() - began:.0f} s of wall time, {rig.board.now_s:.0f} s of pump time")
        said.append(cli("deploy", "--as", "handheld", "--port", address, "--patience", "20", "--stop-the-pump"))
        said.append(cli("deploy", "--port", address, "--patience", "20", "--stop-the-pump", "--new-pump"))

    served(rig.board, job, None, 1500)
    deployed, again, as_pump = said
    assert deployed.returncode == 0, deployed.stderr
    assert re.search(r"RPI_PICO: \d+ files copied, 0 kept, 0 removed", deployed.stdout)
    assert "hand-held: e660000000000001" in deployed.stdout
    assert again.returncode == 0, again.stderr
    assert re.search(r"RPI_PICO: 0 files copied, \d+ kept, 0 removed", again.stdout)
    assert as_pump.returncode == 2
    assert "the board is the hand-held" in as_pump.stderr
    files = flash.read(image.layout(), rig.board.flash())
    assert files == flash.firmware_files(device=HANDHELD) | key
