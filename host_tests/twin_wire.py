"""The firmware on the twin's rig in virtual time, with its link as a Transport: for the commands, without a thread.

Time passes only while a client waits: each wait for an answer, each pause between two looks.
"""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from boards.RPI_PICO import board
from fakes.byte_line import FakeLine
from pump.therapy_file import read_therapy
from pump_link import keys
from storage.keys import KeyFiles
from twin.bench import Bench
from twin.figures import RigFigures
from twin.pump_face import build

DEMO = Path(__file__).parents[1] / "tools" / "pump" / "examples" / "demo.toml"
PUMP_ID = "e660000000000001"
ADDRESS = "127.0.0.1:1"
KEY = bytes(range(32))
ANSWER_S, LOOK_S, HOLD_S = 0.2, 0.5, 10.5


class TwinOnAWire:
    """A stopped pump with a therapy, its head and load cell calibrated as its figures believe them; figures: the rig's.

    Its key is this user's. `pause` is for pump_waiting.
    """

    def __init__(self, seed: int = 3, **figures: float) -> None:
        order = read_therapy(DEMO)
        self.bench = bench = Bench(order, replace(RigFigures(), **figures), seed, board)
        self.rig, self.clock = bench.rig, bench.clock
        bench.hardware.wire(board.PINS["enable"]).listeners.append(
            lambda level, us: self.rig.on_enable(level, self.clock.absolute(us))
        )
        self.line = FakeLine()
        files: Any = bench.hardware.files
        make_key_files: Any = KeyFiles
        make_key_files(files).save(b"clinician", KEY)
        keys.save(PUMP_ID, "clinician", KEY)
        self.pump = build(bench.hardware, bench.board, (self.line, os.urandom, None))
        self.pump.boot()
        self.pump.programming.calibrate(bench.step_volume_fl)
        self.pump.load_cell_desk.set(*bench.load_cell_calibration())
        shown = self.pump.programming.stage(order)
        self.pump.programming.confirm(shown, [question.name for question in self.pump.programming.questions()])
        self.turn_for(2)

    def turn_for(self, seconds: float) -> None:
        until_us = self.clock.now_us() + round(seconds * 1e6)
        self.clock.at(until_us, lambda: None)
        while self.clock.now_us() < until_us:
            self.pump.turn()
        self.rig.advance_to(self.clock.now_us())

    def pause(self) -> None:
        self.turn_for(LOOK_S)

    def hold_button(self) -> None:
        """10 s of it, so that the pump is in service mode."""
        wire = self.bench.hardware.wire(board.PINS["button"])
        wire.drive(0)
        self.turn_for(HOLD_S)
        wire.drive(None)
        self.turn_for(1)

    # A Transport

    def send(self, content: bytes) -> None:
        self.line.send(content)

    def receive(self, timeout_s: float) -> bytes:
        if timeout_s:
            self.turn_for(ANSWER_S)
        return self.line.received()

    def close(self) -> None:
        """It stays."""
