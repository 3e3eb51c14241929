"""`pump selftest --logic` over a socket to the emulated chip, whose /lib holds micropython-lib's own unittest.

PUMP_UNITTEST names its source file, micropython-lib's python-stdlib/unittest/unittest/__init__.py; without it this
skips, since the library is no part of the project.
"""

import os
from pathlib import Path

import pytest
from deployed import EMULATED, served

from chip import flash, image
from chip.rig import Rig, described, drill_files
from deploy.item import PASSED, Item
from deploy.logic_tests import FILES, run_logic_tests
from deploy.repl_board import ReplBoard
from support import proves

SOURCE = os.environ.get("PUMP_UNITTEST", "")
SILENT = EMULATED.times(3)  # a single test of a file may take ten seconds of the board without a sign


@pytest.mark.skipif(not SOURCE, reason="PUMP_UNITTEST names no unittest of micropython-lib")
@proves("S1")
def test_each_file_fits_into_the_heap_and_passes(figure):
    files = drill_files(extra=described(USB_LINK=False))
    files["main.py"] = flash.firmware_files()["main.py"]
    files["lib/unittest/__init__.mpy"] = flash.compiled(Path(SOURCE), "unittest/__init__.py")
    rig = Rig(flash.build(image.layout(), files))
    rig.board.run(1.0, lambda: rig.board.console.is_connected)
    items: list[Item] = []

    def job(address: str) -> None:
        board = ReplBoard(address, SILENT)
        try:
            board.enter(True)
            items.extend(run_logic_tests(board, True))
        finally:
            board.close()

    served(rig.board, job, None, 3_600)
    for item in items:
        figure(f"{item.outcome} {item.name}: {item.measured}")
    assert {item.outcome for item in items} == {PASSED}, items
    assert len(items) == len(FILES)
