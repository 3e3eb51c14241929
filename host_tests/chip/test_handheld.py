"""Two emulated boards on a cable, the pump's firmware on one and the hand-held's on the other, on the real image."""

import binascii

import screen_reader
from assembled import MG, bolus, order
from chip import flash, image
from chip.emulator import Board
from chip.handheld_rig import HandheldRig, kept
from chip.pair import Pair
from chip.rig import Rig, described, drill_files
from support import proves

PUMP, HAND = 0, 1
BAUD = 115_200
KEY = bytes(range(32))
STEPS = 51  # 0.024 mg at 25 mg/mL and 18.75 nL a step: 0.46875 ug a step, rounded down
OVER_S = 10
THERAPY = order(bolus=bolus(dose_pg=24_000_000, over_s=OVER_S, lockout_s=3_600), max_dose_pg_per_day=60 * MG)
PUMP_UP = f"""
import drill, gc, os
from drill import FlashFiles, assembly, board, machine, rp2, select, time
from storage.keys import KeyFiles
files = FlashFiles(os, open, '/pump')
KeyFiles(files).save(b'patient', {KEY!r})
pump = assembly.Pump(machine, rp2, time, select, files, board, None, (None, os.urandom, None))
pump.boot()
"""
FONT = """
import binascii, framebuf
dots = bytearray(8)
frame = framebuf.FrameBuffer(dots, 8, 8, framebuf.MONO_VLSB)
for code in range(32, 127):
    frame.fill(0)
    frame.text(chr(code), 0, 0, 1)
    print(binascii.hexlify(dots).decode())
"""
GRANTS = "print(sum(1 for t_s in pump.history.lockout.granted_s if t_s >= 0))"
BY_PATIENT = "from therapy.bolus_kinds import PATIENT; print(pump.history.by_kind[PATIENT].value())"


class Tapped(Pair):
    """sent: bytes by who sent them. pull_after: the cable is pulled once the hand-held's line with this is out."""

    def __init__(self, boards: tuple[Board, Board]) -> None:
        super().__init__(boards)
        self.sent = (bytearray(), bytearray())
        self.pull_after: bytes | None = None

    def _carry(self, place: int, sent_ns: float, byte: int) -> None:
        super()._carry(place, sent_ns, byte)
        self.sent[place].append(byte)
        if place == HAND and byte == 10 and self.pull_after and self.pull_after in self.sent[HAND]:
            self.is_pulled, self.pull_after = True, None


class Boards:
    """A pump that delivers, and from then on a hand-held that is paired with it. exec: of the pump."""

    def __init__(self):
        files = drill_files(extra=described(HANDHELD={"baud": BAUD}, USB_LINK=False))
        self.pump = Rig(flash.build(image.layout(), files))
        run = self.pump.board.exec
        run(PUMP_UP, pump_s=20)
        glyphs = run(FONT).split()
        self.font = {binascii.unhexlify(dots): chr(32 + place) for place, dots in enumerate(glyphs)}
        run(f"drill.program(pump, {THERAPY!r}); drill.start(pump)", pump_s=20)
        pump_id = run("print(pump.unique_id())").strip()
        self.hand = HandheldRig(kept(KEY, pump_id))
        self.pair = Tapped((self.pump.board, self.hand.board))
        self.job = self.pair.begin(PUMP, "drill.turn_for(pump, 100_000)")

    def lines(self):
        return screen_reader.read(self.hand.screen.rows(), self.font)

    def until(self, title, within_s):
        """The hand-held shows this title. Returns how long it took."""
        began_s = self.pair.now_s
        assert self.pair.run(within_s, lambda: self.lines()[0] == title), (title, self.lines())
        return self.pair.now_s - began_s

    def ask_for_a_dose(self):
        """The two acts: press and let go, then hold for 2 s."""
        self.hand.ask.press(0.2)
        self.pair.run(0.6)
        self.hand.ask.press(2.2)
        self.pair.run(2.2)

    def of_the_pump(self, code):
        """An integer that the pump prints, its loop having been ended for it."""
        return int(self.pump.board.exec(code))


@proves("B2", "B8", "T3")
def test_a_request_is_granted_with_exactly_the_prescribed_steps_and_the_next_denied_in_the_lockout(figure):
    boards = Boards()
    figure(f"hand-held: from its power-on to the pump's state on its display {boards.until('PUMP RUNNING', 12):.1f} s")
    boards.ask_for_a_dose()
    figure(f"hand-held: from the end of the hold to the word GRANTED {boards.until('GRANTED', 6):.2f} s")
    boards.until("DOSE ENDED", OVER_S + 4)
    boards.ask_for_a_dose()
    boards.until("NO DOSE", 6)
    boards.pair.run(0.5)  # the other lines of the picture come after the first
    assert any(line.startswith("Next in") for line in boards.lines()), boards.lines()
    assert boards.of_the_pump(GRANTS) == 1
    assert boards.of_the_pump(BY_PATIENT) == STEPS
    free = boards.hand.board.exec("import gc; gc.collect(); print(gc.mem_free())", pump_s=10)
    figure(f"hand-held: {int(free)} B of its heap free")


@proves("B8", "T4")
def test_an_answer_that_a_pulled_cable_lost_shows_as_granted_once_it_is_back_and_nothing_is_given_twice(figure):
    boards = Boards()
    boards.until("PUMP RUNNING", 12)
    boards.pair.pull_after = b" bolus "
    boards.ask_for_a_dose()
    boards.pair.run(1.0)
    assert boards.pair.is_pulled, "the request went out"
    boards.until("NO ANSWER YET", 15)
    boards.pair.is_pulled = False
    figure(f"hand-held: granted shows {boards.until('GRANTED', 8):.1f} s after the cable is back")
    boards.until("DOSE ENDED", OVER_S + 4)
    assert boards.of_the_pump(GRANTS) == 1
    assert boards.of_the_pump(BY_PATIENT) == STEPS
    asked = bytes(boards.pair.sent[HAND]).split(b"\n")
    assert len({line for line in asked if b" bolus " in line}) == 1, "the same line, and no other request"
