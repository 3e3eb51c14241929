"""What a person sees and hears of an alarm, on the real image: lamps and buzzer on their pins, the display's picture,
and the rotor that stops following."""

import itertools

import pytest

import screen_reader
from assembled import order
from chip import flash, image
from chip.rig import Rig, described, drill_files
from fakes.ssd1306_chip import Ssd1306Chip
from fitted import DISPLAY, ENCODER, FASTEST, EncoderChip
from support import proves

LISTEN_S = {"high": 10.0, "medium": 13.0, "low": 4.0}
ALARMS = {"high": "MEMORY_ERROR", "medium": "BRIDGE_CUT", "low": "RESTARTED"}
ALARM_PULSES_MS = {
    "high": [0, 250, 500, 850, 1100, 1900, 2150, 2400, 2750, 3000],
    "medium": [0, 400, 800],
    "low": [0, 300],
}
LENGTH_MS = {"high": 125, "medium": 150, "low": 150}
AGAIN_MS = {"high": 9_000, "medium": 12_000, "low": None}
LATE_MS = 60  # a turn of the loop with a new picture, whose time the emulator knows only roughly
IMPORTS_S = 20.0  # of pump time, and 5.5 s were seen: the heap is nearly full, so the collector runs all the time
SILENCE_NS = 5_000_000  # longer than any half period of the tone
GLYPHS = """
import framebuf
cell = bytearray(8)
frame = framebuf.FrameBuffer(cell, 8, 8, framebuf.MONO_VLSB)
for code in range(32, 127):
    frame.fill(0)
    frame.text(chr(code), 0, 0, 1)
    print(''.join('%02x' % byte for byte in cell))
"""


def pulses(changes):
    """(first ns, last ns) of each stretch of tone, and edges a second in it."""
    found = []
    for ns, level in changes:
        if not level:
            continue
        if found and ns - found[-1][1] < SILENCE_NS:
            found[-1][1] = ns
            found[-1][2] += 1
        else:
            found.append([ns, ns, 1])
    return found


def stretches(changes, end_ns):
    """(on at ns, for ns) of each time that a lamp is lit."""
    lit = []
    for place, (ns, level) in enumerate(changes):
        if level:
            until = changes[place + 1][0] if place + 1 < len(changes) else end_ns
            lit.append((ns, until - ns))
    return lit


class Story:
    """One pump with a display and an encoder: its screen without alarm, each alarm alone, and a stall at the end."""

    def __init__(self):
        self.screen = Ssd1306Chip()
        self.stuck_at = None
        encoder = EncoderChip(self._angle)
        files = drill_files(extra=described(DISPLAY=DISPLAY, ENCODER=ENCODER))
        models = {DISPLAY["address"]: self.screen, ENCODER["address"]: encoder}
        self.rig = Rig(flash.build(image.layout(), files), on_bus=models)
        self.exec = self.rig.board.exec
        self.exec(
            "import drill, gc\npump = drill.assembled()\nfrom therapy.alarms import alarm_table", pump_s=IMPORTS_S
        )
        self.free = int(self.exec("gc.collect(); print(gc.mem_free())"))
        cells = [bytes.fromhex(line) for line in self.exec(GLYPHS).split()]
        self.glyphs = {cell: chr(32 + place) for place, cell in reversed(list(enumerate(cells)))}
        self.exec("pump.boot()", pump_s=IMPORTS_S)
        self.exec(f"drill.program(pump, {order()!r}); pump.desk.acknowledge()")
        self.turn_for(2)
        self.stopped = self.lines()
        self.exec("drill.start(pump)")
        self.turn_for(2)
        self.running = self.lines()
        self.sent_before = self.screen.transfers
        self.turn_for(5)
        self.sent_after = self.screen.transfers
        self.seen = {name: self._alarm(name, place) for name, place in ALARMS.items()}

    def _angle(self):
        steps = self.rig.motor.steps if self.stuck_at is None else self.stuck_at
        return steps * 32 // 25 % 4096

    def turn_for(self, seconds):
        self.exec(f"drill.turn_for(pump, {int(seconds * 1000)})", pump_s=seconds + 5)

    def lines(self):
        return screen_reader.read(self.screen.rows(), self.glyphs)

    def _alarm(self, name, place):
        rig, seconds = self.rig, LISTEN_S[name]
        marks = {pin: len(pin.changes) for pin in (rig.red, rig.yellow, rig.buzzer)}
        began_ns = rig.board.clock.nanos
        self.exec(
            f"pump.alarms.strike(alarm_table.{place}); drill.turn_for(pump, {int(seconds * 1000)})", pump_s=seconds + 5
        )
        end_ns = rig.board.clock.nanos
        lines = self.lines()
        changes = {pin: pin.changes[mark:] for pin, mark in marks.items()}
        self.exec("pump.desk.acknowledge(); drill.turn_for(pump, 700)")
        return {
            "red": stretches(changes[rig.red], end_ns),
            "yellow": stretches(changes[rig.yellow], end_ns),
            "tone": pulses(changes[rig.buzzer]),
            "began_ns": began_ns,
            "lines": lines,
        }


@pytest.fixture(scope="module")
def story():
    return Story()


@proves("A1")
def test_the_display_says_state_what_is_left_and_the_flow(story, figure):
    figure(f"free heap with display and rotor watch, before the boot: {story.free} B")
    assert story.stopped == ["STOPPED", "Left    20.00 mL", "Flow  0.000 mL/d", "", "", "", "", "WATER ONLY"]
    assert story.running == ["RUNNING", "Left    20.00 mL", "Flow  0.100 mL/d", "", "", "", "", "WATER ONLY"]
    assert story.sent_after - story.sent_before <= 1, "nothing changed: one look at most"


@proves("A1", "A2")
@pytest.mark.parametrize("name", ALARMS)
def test_the_lamp_has_its_colour_and_flashes_as_the_standard_wants(story, figure, name):
    seen = story.seen[name]
    lit, dark = (seen["red"], seen["yellow"]) if name == "high" else (seen["yellow"], seen["red"])
    assert not dark
    if name == "low":
        assert len(lit) == 1
        assert lit[0][1] >= 3.5e9
        return
    periods_ms = [(later[0] - earlier[0]) / 1e6 for earlier, later in itertools.pairwise(lit)]
    duties = [on_ns / 1e6 / period for (_at, on_ns), period in zip(lit, periods_ms, strict=False)]
    mean = sum(duties) / len(duties)
    figure(
        f"{name}: {1000 / max(periods_ms):.2f} to {1000 / min(periods_ms):.2f} Hz, lit {min(duties):.0%} to "
        f"{max(duties):.0%} of a period, {mean:.0%} in the mean"
    )
    slowest_hz, fastest_hz = (1.4, 2.8) if name == "high" else (0.4, 0.8)
    assert all(slowest_hz <= 1000 / period <= fastest_hz for period in periods_ms)
    assert 0.2 <= mean <= 0.6, (
        "of one period it depends on how long a turn takes, which the emulator knows only roughly"
    )


@proves("A1", "A2")
@pytest.mark.parametrize("name", ALARMS)
def test_the_buzzer_sounds_the_pulses_of_its_priority_and_repeats_them(story, figure, name):
    tone = story.seen[name]["tone"]
    first_ns = tone[0][0]
    starts_ms = [(start - first_ns) / 1e6 for start, _end, _edges in tone]
    wanted = list(ALARM_PULSES_MS[name])
    if AGAIN_MS[name]:
        wanted += [AGAIN_MS[name] + start for start in ALARM_PULSES_MS[name]]
    starts_ms, wanted = starts_ms[: len(wanted)], wanted[: len(starts_ms)]
    off_ms = max(abs(start - want) for start, want in zip(starts_ms, wanted, strict=True))
    hz = (tone[0][2] - 1) / ((tone[0][1] - tone[0][0]) / 1e9)
    figure(f"{name}: {len(tone)} pulses heard, at most {off_ms:.0f} ms off, tone {hz:.0f} Hz")
    assert len(starts_ms) >= len(ALARM_PULSES_MS[name])
    assert off_ms <= LATE_MS
    assert 150 <= hz <= 1_000
    lengths_ms = [(end - start) / 1e6 for start, end, _edges in tone[:-1]]
    figure(f"{name}: pulses of {min(lengths_ms):.0f} to {max(lengths_ms):.0f} ms")
    assert all(abs(length - LENGTH_MS[name]) <= LATE_MS for length in lengths_ms)


@proves("A1")
@pytest.mark.parametrize(
    ("name", "head", "words"),
    [
        ("high", "HIGH ALARM", "memory-error"),
        ("medium", "MEDIUM ALARM", "bridge-cut"),
        ("low", "LOW ALARM", "restarted"),
    ],
)
def test_the_display_names_the_alarm_and_what_to_do(story, name, head, words):
    lines = story.seen[name]["lines"]
    assert lines[0] == "RUNNING"
    assert lines[3:5] == [head, words]
    assert lines[5]


@proves("A7", "A1")
def test_a_rotor_that_stops_following_is_found_within_64_microsteps_and_the_display_says_so(story, figure):
    motor = story.rig.motor
    story.exec(f"drill.program(pump, {order(**FASTEST)!r}); drill.turn_for(pump, 3000)", pump_s=12)
    story.stuck_at = before = motor.steps
    story.exec("print(drill.turn_until(pump, lambda: pump.state() == 'stopped', 8000))", pump_s=12)
    made = motor.steps - before
    story.turn_for(1)
    figure(f"a stalled rotor at 24 mL/day: delivery stops {made} microsteps after it")
    assert made <= 64
    assert story.exec("print(pump.state(), pump.alarms.shown[alarm_table.MOTOR_STALLED])").split() == ["stopped", "1"]
    assert story.lines()[0] == "STOPPED"
    assert story.lines()[3:5] == ["HIGH ALARM", "motor-stalled"]


@proves("A1")
def test_without_its_display_it_goes_on_and_alarms(story):
    story.screen.is_present = False
    story.turn_for(11)
    assert story.exec("print(pump.alarms.shown[alarm_table.DISPLAY_LOST])") == "1\n"
    story.screen.supply_lost()
    story.screen.is_present = True
    story.turn_for(11)
    assert story.exec("print(pump.alarms.shown[alarm_table.DISPLAY_LOST])") == "0\n"
    assert story.lines()[0] == "STOPPED"
