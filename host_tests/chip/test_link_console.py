"""The very main.py on the real image: USB carries the link, and Ctrl-C does not lead to the REPL while it runs (T8)."""

import pytest

from chip import flash, image
from chip.rig import Rig, drill_files
from support import proves

BOOT_S = 12.0  # it takes 7 s there; reported, not judged


@pytest.fixture(scope="module")
def rig():
    files = drill_files()
    files["main.py"] = flash.firmware_files()["main.py"]
    rig = Rig(flash.build(image.layout(), files))
    lamp = rig.red
    assert rig.board.run(BOOT_S, lambda: lamp.was_on and not lamp.level), "the self-test shows the lamps"
    rig.board.run(1.0)
    return rig


@proves("T8", "T5")
def test_the_link_answers_on_usb_and_ctrl_c_is_a_byte_like_any_other(rig, figure):
    board = rig.board
    board.console.send(b"\r\x03\x03\x01\x04\r\n")
    board.run(1.0)
    began_s = board.now_s
    board.console.send(b"\npump1 > clinician pair\n")
    assert board.run(5.0, lambda: "unpaired hold-the-button 5\n" in board.printed), board.printed[-300:]
    figure(f"link: the first answer on USB came {(board.now_s - began_s) * 1000:.0f} ms after the request")
    assert ">>>" not in board.printed.rpartition("unpaired")[0].rpartition("raw REPL")[2]
    assert "raw REPL" not in board.printed
    assert "Traceback" not in board.printed
    assert not board.resets_s
