"""The event-level HX711 reader equals pioemu executing the same words, on any data waveform and on the chip's own."""

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pioemu import State

from drivers.hx711_pio import program
from fakes.board import FakeBoard
from fakes.hx711_port import EvenConversions, Hx711Port
from fakes.pio_hx711 import Hx711Model
from fakes.virtual_clock import VirtualClock
from host_tests.tools.fakes.pioemu_machine import ALL_ONES, PioemuMachine

DATA_PIN = 0  # pioemu knows no input base
CLOCK_PIN = 1
LAP_US = 1 << 30

waits = st.one_of(st.integers(1, 30), st.integers(1, 300), st.just(200))
operations = st.one_of(
    st.tuples(st.just("wait"), waits),
    st.tuples(st.just("wait"), waits),
    st.tuples(st.just("get"), st.none()),
    st.tuples(st.just("get"), st.none()),
    st.tuples(st.just("stop"), st.none()),
    st.tuples(st.just("go"), st.none()),
    st.tuples(st.just("restart"), st.none()),
    st.tuples(st.just("exec"), st.sampled_from(["mov(isr, invert(null))", "set(x, 3)", "nop().side(1)"])),
)
starts = st.sampled_from([0, 12345, LAP_US - 700])


class Waveform:
    """A data wire that changes at given times and does not care about the clock."""

    is_present = True

    def __init__(self, clock: VirtualClock, first: int, lengths: list[int]) -> None:
        self._clock = clock
        self._changes: list[int] = []
        self._first = first
        t = clock.now_us()
        for length in lengths:
            t += length
            self._changes.append(t)

    def level(self, t_us: int) -> int:
        return (self._first + sum(change <= t_us for change in self._changes)) & 1

    def pad_level(self) -> int:
        return self.level(self._clock.now_us())

    def rise(self, us: int) -> None: ...

    def fall(self, us: int) -> None: ...

    def level_at(self, us: int) -> int:
        return self.level(self._clock.absolute(us))

    def low_from(self, us: int, limit: int) -> int:
        for ahead in range((limit - us) % LAP_US):
            if not self.level(self._clock.absolute((us + ahead) % LAP_US)):
                return ahead
        return -1

    def read_word(self, us: int, cycles: int) -> int:
        return -1


class PlainChip:
    """The HX711 written once more, cycle by cycle, without the port's arithmetic."""

    def __init__(self, start_us: int, raw_at: Callable[[int], int], period_us: int, settle_us: int) -> None:
        self.raw_at = raw_at
        self.period_us = period_us
        self.settle_us = settle_us
        self.next_us = start_us + settle_us
        self.clock = 0
        self.high_since = 0
        self.asleep = False
        self.bits: list[int] | None = None  # what is still to come; None: not ready
        self.pulses = 0
        self.setting = 25
        self.out = 1
        self.done_us = start_us  # all cycles before this are done

    def at(self, cycle: int, clock: int) -> int:
        """DOUT in `cycle`; clock: SCK as the cycles before it have left it."""
        while self.done_us <= cycle:
            if self.done_us == cycle and clock != self.clock:
                self._edge(clock, cycle - 1)
            self._pass(self.done_us)
            self.done_us += 1
        return self.out

    def look(self, t_us: int, clock: int) -> None:
        """See the clock wire at t_us while no cycle is executed."""
        self.at(t_us, clock)
        if clock != self.clock:
            self._edge(clock, t_us)

    def _edge(self, clock: int, t_us: int) -> None:
        self.clock = clock
        if clock:
            self.high_since = t_us
            if self.bits is not None:
                self.pulses += 1
                self.out = self.bits.pop(0) if self.bits else 1
        elif self.asleep:
            self.asleep = False
            self.setting = 25
            self.next_us = t_us + self.settle_us

    def _pass(self, t_us: int) -> None:
        if self.clock and t_us - self.high_since >= 60:
            self.asleep = True
            self.pulses = 0
            self.bits = None
            self.out = 1
        if t_us == self.next_us:
            self.next_us += self.period_us
            if not self.asleep:
                if self.pulses > 24:
                    self.setting = min(self.pulses, 27)
                self.pulses = 0
                raw = self.raw_at(t_us)
                word = {25: raw, 26: 0, 27: raw >> 1}[self.setting] & 0xFFFFFF
                self.bits = [word >> place & 1 for place in range(23, -1, -1)]
                self.out = 0


class Pair:
    def __init__(
        self, board: FakeBoard, source: Callable[[State], int], look: Callable[[int, int], None] | None = None
    ) -> None:
        """look(t_us, clock): called when the clock wire may change without the program."""
        self.look = look
        rp2 = self.rp2 = board.rp2
        self.clock = board.clock
        pin = board.machine.Pin
        self.program: Any = program(rp2)
        machine = rp2.StateMachine(
            4, self.program, freq=1_000_000, sideset_base=pin(CLOCK_PIN), in_base=pin(DATA_PIN, pin.IN)
        )
        assert isinstance(machine, Hx711Model)
        self.model = machine
        self.clock_pin = pin(CLOCK_PIN)
        self.oracle = PioemuMachine(
            self.program[0],
            side_pin=CLOCK_PIN,
            rx_depth=8,
            shift_isr_right=False,
            wrap_end=6,
            start=board.clock.now_us(),
            input_source=source,
        )

    def run(self, script: list[tuple[str, Any]], look_at_clock: bool) -> None:
        for name, argument in [("go", None), *script, ("stop", None)]:
            self.do(name, argument)
            self.compare(look_at_clock)

    def do(self, name: str, argument: Any) -> None:
        model, oracle = self.model, self.oracle
        if name == "wait":
            self.clock.advance(argument)
            oracle.advance(argument)
        elif name == "get" and oracle.rx_fifo():
            assert model.get() == oracle.get()
        elif name in ("go", "stop"):
            model.active(name == "go")
            oracle.active(name == "go")
        elif name == "restart" and not oracle.is_active:
            model.restart()
            oracle.restart()
        elif name == "exec" and not oracle.is_active:
            word = self.rp2.asm_pio_encode(argument, 1)
            model.exec(word)
            oracle.exec(word)
        if self.look is not None and not oracle.is_active:
            self.look(oracle.time, oracle.level())

    def compare(self, look_at_clock: bool) -> None:
        model, oracle = self.model, self.oracle
        assert model.rx_fifo() == oracle.rx_fifo()
        assert model.active() == oracle.is_active
        if look_at_clock:
            assert self.clock_pin.value() == oracle.level()
        if not oracle.is_active:
            ours = {"pc": model.pc, "x": model.x & ALL_ONES, "isr": model.isr & ALL_ONES}
            theirs = oracle.registers()
            assert ours == {name: theirs[name] for name in ours}


@given(
    starts,
    st.integers(0, 1),
    st.lists(st.one_of(st.integers(1, 8), st.integers(1, 150)), max_size=60),
    st.lists(operations, min_size=15, max_size=50),
    st.booleans(),
)
def test_any_data_waveform_gives_equal_words_and_levels(
    start_us: int, first: int, lengths: list[int], script: list[tuple[str, Any]], look_at_clock: bool
) -> None:
    board = FakeBoard(VirtualClock(start_us))
    wave = Waveform(board.clock, first, lengths)
    board.wire(DATA_PIN).device = wave

    def source(state: State) -> int:
        return wave.level(state.clock) << DATA_PIN

    Pair(board, source).run(script, look_at_clock)


def raw_at(t_us: int) -> int:
    return t_us * 2654435761 >> 7 & 0xFFFFFF


def chip_on_the_wires(
    start_us: int, period_us: int, settle_us: int, script: list[tuple[str, Any]], look_at_clock: bool
) -> Hx711Model:
    board = FakeBoard(VirtualClock(start_us))
    conversions = EvenConversions(raw_at, period_us, settle_us)
    conversions.power_up(start_us)
    board.attach_hx711(DATA_PIN, Hx711Port(board.clock, conversions))
    plain = PlainChip(start_us, raw_at, period_us, settle_us)

    def source(state: State) -> int:
        return plain.at(state.clock, state.pin_values >> CLOCK_PIN & 1) << DATA_PIN

    pair = Pair(board, source, plain.look)
    pair.run(script, look_at_clock)
    return pair.model


@given(starts, st.integers(90, 700), st.integers(1, 300), st.lists(operations, min_size=15, max_size=50), st.booleans())
def test_the_chip_on_the_wires_gives_equal_words_through_stalls_stops_and_power_down(
    start_us: int, period_us: int, settle_us: int, script: list[tuple[str, Any]], look_at_clock: bool
) -> None:
    chip_on_the_wires(start_us, period_us, settle_us, script, look_at_clock)


def test_every_cycle_of_two_words_can_be_stopped_at_and_gone_on_from() -> None:
    for stop_at in range(90, 290):
        script = [("wait", stop_at), ("stop", None), ("wait", 3), ("go", None), ("wait", 90)]
        chip_on_the_wires(0, 100, 100, script, look_at_clock=False)


def test_a_bit_count_changed_while_it_waits_makes_a_short_word() -> None:
    script = [("wait", 400), ("stop", None), ("exec", "set(x, 3)"), ("go", None), ("wait", 307)]
    model = chip_on_the_wires(0, 393, 299, script, look_at_clock=False)
    assert model.rx_fifo() == 2


def test_powering_down_chooses_channel_a_again() -> None:
    script: list[tuple[str, Any]] = [("wait", 200), ("stop", None), ("exec", "nop().side(1)"), ("restart", None)]
    script += [("go", None), ("wait", 230), ("get", None), ("get", None)]
    script += [("stop", None), ("exec", "nop().side(1)"), ("wait", 70), ("go", None), ("wait", 120), ("get", None)]
    chip_on_the_wires(0, 318, 19, script, look_at_clock=True)


def test_nine_unread_words_fill_the_fifo_and_the_push_and_go_on_when_read() -> None:
    script: list[tuple[str, Any]] = [("wait", 2500)] + [("get", None), ("wait", 130)] * 12
    model = chip_on_the_wires(0, 200, 100, script, look_at_clock=True)
    assert model.rx_fifo() > 0
