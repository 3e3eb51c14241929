"""The link on the real image, USB and the hand-held's UART: what memory it takes, and how long a turn of it lasts."""

from itertools import pairwise

import pytest
from chip_pump import MG

from assembled import order
from chip import flash, image
from chip.paced_uart import UartPlug
from chip.rig import Rig, drill_files
from link import frames
from link.mac import Mac
from support import proves

THERAPY = order(basal_pg_per_day=500 * MG, max_dose_pg_per_day=600 * MG)
GOAL_US = 5_000  # issue 6: the longest turn of the link that a hostile sender can cause
SET_UP = """
import drill, gc, io, os
from drill import FlashFiles, assembly, board, machine, rp2, select, time
class Line:
    def __init__(self):
        self.incoming = self.outgoing = b''
        self.pollable = self
    def has_bytes(self): return bool(self.incoming)
    def read(self, most):
        found, self.incoming = self.incoming[:most], self.incoming[most:]
        return found
    def write(self, content):
        self.outgoing += content
        return len(content)
class Polled(io.IOBase):
    def ioctl(self, request, _): return 1 if request == 3 and line.incoming else 0
line = Line()
line.pollable = Polled()
from storage.keys import KeyFiles
files = FlashFiles(os, open, '/pump')
KeyFiles(files).save(b'clinician', bytes(32))
KeyFiles(files).save(b'patient', bytes(range(32)))
board.HANDHELD = {'baud': 115_200}
pump = assembly.Pump(machine, rp2, time, select, files, board, None, (line, os.urandom, None))
pump.boot()
"""
HELPERS = """
took = {}
def clocked(whose, name, label):
    right = getattr(whose, name)
    def run(*given):
        began = time.ticks_us()
        try:
            return right(*given)
        finally:
            us = time.ticks_diff(time.ticks_us(), began)
            took[label] = max(took.get(label, 0), us)
    setattr(whose, name, run)
def exchange(content, ms=150):
    line.outgoing = b''
    line.incoming += content
    drill.turn_for(pump, ms)
    return line.outgoing
"""
SESSION = """
from link import frames
from link.mac import Mac
key = Mac(bytes(32))
hello = frames.signed(frames.head(b'>', b'clinician', b'hello') + b' ' + b'00' * 16, key)
words = exchange(hello + b'\\n').split(b' ')
session = frames.session_mac(key, words[4], words[5])
counter = 0
def ask(text):
    global counter
    counter += 1
    line_out = frames.signed(frames.head(b'>', b'clinician', b'%d' % counter) + b' ' + text, session)
    line.outgoing = b''
    line.incoming += line_out + b'\\n'
    began = time.ticks_us()
    while not line.outgoing.endswith(b'\\n'):
        pump.turn()
    return time.ticks_diff(time.ticks_us(), began), line.outgoing
"""


@pytest.fixture(scope="module")
def rig():
    rig = Rig(flash.build(image.layout(), drill_files()))
    rig.board.exec(SET_UP, pump_s=20)
    rig.board.exec(HELPERS)
    rig.board.exec(f"drill.program(pump, {THERAPY!r}); drill.start(pump); drill.turn_for(pump, 300)", pump_s=20)
    return rig


def value(rig, expression):
    return int(rig.board.exec(f"print(int({expression}))"))


@proves("T6")
def test_memory_and_time_of_the_link(rig, figure):
    run = rig.board.exec
    free = value(rig, "(gc.collect(), gc.mem_free())[1]")
    run("clocked(pump.link_door, 'work', 'coming up')")
    run("exchange(b'\\n', 3000)", pump_s=20)
    loaded = value(rig, "(gc.collect(), gc.mem_free())[1]")
    run(SESSION, pump_s=20)
    run("ask(b'status')")
    open_ = value(rig, "(gc.collect(), gc.mem_free())[1]")
    figure(f"link: {free} B free before the first byte, {loaded} B with the link up, {open_} B in a session")
    figure(f"link: longest turn while it comes up {value(rig, 'max(took.values())')} us")
    run("took.clear()")
    for size in (64, 448):
        run(
            f"message = bytes({size}); began = time.ticks_us(); session.tag(message)\n"
            "us = time.ticks_diff(time.ticks_us(), began)"
        )
        us = value(rig, "us")
        figure(f"link: HMAC-SHA256 of {size} B in {us} us")
    for text in ("status", "outlook", 'log {"from": 0}'):
        run(f"took.clear(); us, said = ask({text.encode()!r})")
        us = value(rig, "us")
        figure(f"link: `{text}` answered in {us} us, longest turn {value(rig, 'max(took.values())')} us")
    hostile = {
        "noise": "os.urandom(800)",
        "an endless line": "b'x' * 1500",
        "frames with a wrong tag": "(b'pump1 > clinician 9 ' + b'x' * 440 + b' ' + b'0' * 32 + b'\\n') * 2",
        "hellos with a wrong tag": "(b'pump1 > clinician hello ' + b'0' * 32 + b' ' + b'0' * 32 + b'\\n') * 10",
        "the same hello again": "(hello + b'\\n') * 8",
    }
    worst = 0
    for name, content in hostile.items():
        run(f"took.clear(); gc.collect(); exchange({content}, 300)")
        us = value(rig, "max(took.values())")
        worst = max(worst, us)
        figure(f"link: longest turn under {name} {us} us (goal {GOAL_US} us)")
    assert value(rig, "pump.history.running")
    assert worst < 100_000
    late = [later - earlier for earlier, later in pairwise(rig.motor.step_ns[-200:])]
    figure(f"link: steps {min(late) / 1e6:.1f} to {max(late) / 1e6:.1f} ms apart meanwhile")


@proves("U1", "D5")
def test_a_therapy_is_entered_over_the_link_while_the_old_one_runs(rig, figure):
    """20.83 mL/day becomes 10.42: a step in 77.76 ms, then one in 155.52 ms."""
    run = rig.board.exec
    slower = order(basal_pg_per_day=250 * MG, max_dose_pg_per_day=600 * MG)
    run(
        "took.clear()\nclocked(pump.link_door, 'work', 'turn')\ndef enter(name, value):\n"
        " import json\n"
        " us, said = ask(b'enter ' + json.dumps({'setting': name, 'value': value, 'at': 0}).encode())\n"
        " if b' ok' not in said: print(name, said)\n"
    )
    for name, value_of in slower.items():
        assert run(f"enter({name!r}, {value_of!r})", pump_s=20) == ""
    before = len(rig.motor.step_ns)
    run("us, said = ask(b'stage')", pump_s=20)
    staged = run("print(said.decode())")
    assert " ok " in staged, staged
    figure(f"link: `stage` answered in {value(rig, 'us')} us, longest turn {value(rig, 'max(took.values())')} us")
    figure(f"link: {value(rig, '(gc.collect(), gc.mem_free())[1]')} B free with a therapy staged")
    run("import json; digest = json.loads(said.split(b' ok ')[1].rsplit(b' ', 1)[0])['digest']")
    run("us, said = ask(b'confirm ' + json.dumps({'digest': digest, 'accept': ['dose-change', 'headroom']}).encode())")
    assert " ok" in run("print(said.decode())")
    run("drill.turn_for(pump, 2000)", pump_s=20)
    apart_ms = [(later - earlier) / 1e6 for earlier, later in pairwise(rig.motor.step_ns[before:])]
    old = [ms for ms in apart_ms if ms < 100]
    figure(f"link: steps {min(old):.2f} to {max(old):.2f} ms apart while it is staged, then {apart_ms[-1]:.2f} ms")
    assert max(abs(ms - old[0]) for ms in old) < 0.1
    assert apart_ms[-1] == pytest.approx(2 * old[0], rel=0.001)


@proves("T3", "B8")
def test_the_handheld_is_served_beside_usb_and_a_clinician_on_its_cable_is_not(rig, figure):
    heard = bytearray()
    plug = UartPlug(rig.board, 0, lambda _ns, byte: heard.append(byte))

    def said(line, ms=300):
        heard.clear()
        plug.send(line + b"\n")
        rig.board.exec(f"drill.turn_for(pump, {ms})", pump_s=20)
        return bytes(heard)

    def hello(role, key):
        return said(frames.signed(frames.head(frames.TO_PUMP, role, frames.HELLO) + b" " + b"ab" * 16, key))

    rig.board.exec("took.clear()")
    patient = Mac(bytes(range(32)))
    _, _, _, _, mine, its, _, _ = hello(b"patient", patient).split()
    session = frames.session_mac(patient, mine, its)
    head = frames.head(frames.TO_PUMP, b"patient", b"1")
    answer = said(frames.signed(head + b" status", session)).strip()
    parts = frames.parted(answer)
    assert parts is not None
    body, tag = parts
    assert tag == session.tag(body)
    assert b'"granted_t_s": null' in body
    assert hello(b"clinician", Mac(bytes(32))) == b""
    assert rig.board.exec("us, said = ask(b'status'); print(b' ok ' in said)", pump_s=20).strip() == "True"
    figure(f"link: {value(rig, '(gc.collect(), gc.mem_free())[1]')} B free with a session on both lines")
    figure(f"link: longest turn with both lines {value(rig, 'max(took.values())')} us")
