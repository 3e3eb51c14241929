"""The event-level step model equals pioemu executing the same words: edges, receipts, FIFO levels, registers."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from drivers.stepper_pio import program
from fakes.board import FakeBoard
from fakes.pio_stepper import StepperModel
from fakes.virtual_clock import VirtualClock
from host_tests.tools.fakes.pioemu_machine import ALL_ONES, PioemuMachine

STEP_PIN = 2
LAP_US = 1 << 30

FORCED = {
    "clear isr": "mov(isr, null)",
    "read count": "in_(y, 11)",
    "push": "push(noblock)",
    "drop word": "pull(noblock)",
    "no count": "mov(y, invert(null))",
    "pin low": "nop().side(0)",
    "read x": "in_(x, 32)",
}

words = st.builds(
    lambda count, delay: (count - 1) | delay << 11,
    st.one_of(st.integers(1, 4), st.integers(1, 40)),
    st.one_of(st.integers(0, 12), st.integers(0, 150)),
)
waits = st.one_of(st.integers(1, 20), st.integers(1, 200))
operations = st.one_of(
    st.tuples(st.just("wait"), waits),
    st.tuples(st.just("wait"), waits),
    st.tuples(st.just("put"), words),
    st.tuples(st.just("put"), words),
    st.tuples(st.just("get"), st.none()),
    st.tuples(st.just("stop"), st.none()),
    st.tuples(st.just("go"), st.none()),
    st.tuples(st.just("restart"), st.none()),
    st.tuples(st.just("exec"), st.sampled_from(sorted(FORCED))),
)


class Pair:
    """The model and the oracle, given the same operations at the same times."""

    def __init__(self, start_us: int) -> None:
        board = FakeBoard(VirtualClock(start_us))
        rp2 = board.rp2
        self.clock = board.clock
        self.program: Any = program(rp2)
        step_pin = board.machine.Pin(STEP_PIN, board.machine.Pin.IN)
        self.step_pin = step_pin
        machine = rp2.StateMachine(0, self.program, freq=1_000_000, sideset_base=step_pin)
        assert isinstance(machine, StepperModel)
        self.model = machine
        self.edges: list[int] = []
        board.wire(STEP_PIN).on_rising = lambda us: self.edges.append(self.clock.absolute(us))
        self.oracle = PioemuMachine(
            self.program[0], side_pin=STEP_PIN, rx_depth=4, shift_isr_right=False, wrap_end=7, start=start_us
        )
        self.encoded = {name: rp2.asm_pio_encode(text, 1) for name, text in FORCED.items()}
        self.resumable = True  # the model refuses to go on after exec in the middle of a delay

    def do(self, name: str, argument: Any) -> None:
        model, oracle = self.model, self.oracle
        if name == "wait":
            self.clock.advance(argument)
            oracle.advance(argument)
        elif name == "put" and oracle.tx_fifo() < 4:
            model.put(argument)
            oracle.put(argument)
        elif name == "get" and oracle.rx_fifo():
            assert model.get() == oracle.get()
        elif name == "stop":
            model.active(0)
            oracle.active(0)
        elif name == "go" and self.resumable:
            model.active(1)
            oracle.active(1)
        elif name == "restart" and not oracle.is_active:
            model.restart()
            oracle.restart()
            self.resumable = True
        elif name == "exec" and not oracle.is_active:
            self.resumable = self.resumable and not oracle.registers()["delay_left"]
            model.exec(self.encoded[argument])
            oracle.exec(self.encoded[argument])

    def compare(self) -> None:
        model, oracle = self.model, self.oracle
        assert self.edges == oracle.edges
        assert model.edges == len(oracle.edges)
        assert model.tx_fifo() == oracle.tx_fifo()
        assert model.rx_fifo() == oracle.rx_fifo()
        assert self.step_pin.value() == oracle.level()
        assert model.active() == oracle.is_active
        if not oracle.is_active:
            assert registers(model) == oracle.registers()


def registers(model: StepperModel) -> dict[str, int]:
    return {
        "pc": model.pc,
        "x": model.x & ALL_ONES,
        "y": model.y & ALL_ONES,
        "isr": model.isr & ALL_ONES,
        "osr": model.osr & ALL_ONES,
        "delay_left": model.delay_left,
    }


def run_both(start_us: int, script: list[tuple[str, Any]]) -> None:
    pair = Pair(start_us)
    for name, argument in script:
        pair.do(name, argument)
        pair.compare()
    pair.do("stop", None)
    pair.compare()


@given(st.sampled_from([0, 12345, LAP_US - 700]), st.lists(operations, max_size=40))
@example(0, [("go", None)] + [("put", 0)] * 3 + [("wait", 200)])
def test_random_words_waits_stops_and_forced_instructions_give_equal_machines(
    start_us: int, script: list[tuple[str, Any]]
) -> None:
    run_both(start_us, [("go", None), *script])


@given(st.lists(words, min_size=1, max_size=4), st.integers(1, 500))
def test_a_stop_at_any_cycle_leaves_equal_registers_and_a_resume_equal_edges(queue: list[int], stop_at: int) -> None:
    script: list[tuple[str, Any]] = [("put", word) for word in queue]
    script += [("go", None), ("wait", stop_at), ("stop", None), ("wait", 7), ("go", None), ("wait", 300)]
    run_both(LAP_US - 400, script)


short_words = st.builds(lambda count, delay: (count - 1) | delay << 11, st.integers(1, 3), st.integers(0, 20))


@given(st.lists(short_words, min_size=8, max_size=8), st.integers(1, 100))
def test_uncollected_receipts_stall_it_at_push_until_one_is_taken(queue: list[int], late: int) -> None:
    script: list[tuple[str, Any]] = [("go", None)]
    script += [("put", word) for word in queue[:4]] + [("wait", 400)]
    script += [("put", word) for word in queue[4:]] + [("wait", 150)]
    script += [("get", None), ("wait", late), ("get", None), ("wait", 100)]
    run_both(0, script)


def test_a_delay_changed_in_the_wait_loop_counts_from_the_next_step_on() -> None:
    script: list[tuple[str, Any]] = [("put", 27 | 9 << 11), ("go", None), ("wait", 12), ("stop", None)]
    run_both(0, [*script, ("exec", "push"), ("go", None), ("stop", None), ("go", None), ("wait", 40)])


READ_BACK: list[tuple[str, Any]] = [
    ("exec", "clear isr"),
    ("exec", "read count"),
    ("exec", "push"),
    ("get", None),
    ("exec", "drop word"),
    ("restart", None),
    ("exec", "no count"),
    ("go", None),
    ("put", 1),
    ("wait", 60),
]


def test_every_cycle_of_two_words_can_be_stopped_at_and_read_back() -> None:
    for stop_at in range(1, 75):
        script: list[tuple[str, Any]] = [("put", 2 | 9 << 11), ("put", 3 << 11), ("go", None), ("wait", stop_at)]
        run_both(0, [*script, ("stop", None)])
        run_both(0, [*script, ("stop", None), *READ_BACK])
        run_both(0, [*script, ("stop", None), ("restart", None), ("go", None), ("wait", 60)])
