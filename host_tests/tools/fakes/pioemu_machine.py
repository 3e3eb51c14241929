"""A state machine that pioemu executes cycle by cycle, behind the calls of rp2.StateMachine: the oracle."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pioemu import ShiftRegister, State, emulate

ALL_ONES = 0xFFFF_FFFF
EMULATED_DEPTH = 4  # pioemu knows no joined FIFO; what is beyond is kept outside it


class PioemuMachine:
    """Times as in the fakes: at time t the cycles before t have been executed.

    input_source(state): levels of the input pins. edges: the cycle of each rising edge of the side-set pin.
    """

    def __init__(
        self,
        words: Sequence[int],
        *,
        side_pin: int,
        rx_depth: int,
        shift_isr_right: bool,
        wrap_end: int,
        start: int = 0,
        input_source: Callable[[State], int] | None = None,
    ) -> None:
        self.words = list(words)
        self.side_pin = side_pin
        self.time = start
        self.edges: list[int] = []
        self.is_active = False
        self._extra_depth = rx_depth - EMULATED_DEPTH
        self._extra: deque[int] = deque()
        self._options = {
            "side_set_base": side_pin,
            "side_set_count": 1,
            "shift_isr_right": shift_isr_right,
            "shift_osr_right": True,
        }
        self._wrap_end = wrap_end
        self._input_source = input_source
        self.state = State(clock=start, pin_directions=1 << side_pin)
        self._delay_left = 0
        self._steps: Iterator[tuple[State, State]] = iter(())

    def _go(self) -> None:
        self._steps = emulate(
            self.words,
            stop_when=lambda _word, _state: False,
            initial_state=self.state,
            input_source=self._input_source,
            wrap_top=self._wrap_end,
            **self._options,
        )

    def advance(self, us: int) -> None:
        self.time += us
        while self.is_active and self.state.clock < self.time:
            before, after = next(self._steps)
            if self._level(after) and not self._level(before):
                self.edges.append(before.clock)
            self.state = after
            self._move_received()

    def _level(self, state: State) -> int:
        return state.pin_values >> self.side_pin & 1

    def _move_received(self) -> None:
        while self.state.receive_fifo and len(self._extra) < self._extra_depth:
            self._extra.append(self.state.receive_fifo.popleft())

    def active(self, value: int) -> None:
        if value and not self.is_active:
            self.state = replace(self.state, clock=self.time + self._delay_left)
            self._go()
            self.is_active = True
        elif not value and self.is_active:
            self._delay_left = self.state.clock - self.time
            self.is_active = False

    def exec(self, word: int) -> None:
        assert not self.is_active
        before = replace(self.state, program_counter=0)
        _, after = next(emulate([word], stop_when=lambda _w, _s: False, initial_state=before, **self._options))
        if self._level(after) and not self._level(before):
            self.edges.append(self.time)
        self.state = replace(after, program_counter=self.state.program_counter, clock=self.state.clock)
        self._move_received()

    def restart(self) -> None:
        assert not self.is_active
        self._delay_left = 0
        pins = self.state.pin_values & ~(1 << self.side_pin)  # the forced jmp carries side 0
        self.state = replace(self.state, program_counter=0, input_shift_register=ShiftRegister(0, 0), pin_values=pins)

    def put(self, word: int) -> None:
        self.state.transmit_fifo.append(word)

    def get(self) -> int:
        word = self._extra.popleft() if self._extra else self.state.receive_fifo.popleft()
        self._move_received()
        return word

    def tx_fifo(self) -> int:
        return len(self.state.transmit_fifo)

    def rx_fifo(self) -> int:
        return len(self._extra) + len(self.state.receive_fifo)

    def level(self) -> int:
        return self._level(self.state)

    def registers(self) -> dict[str, int]:
        """Of a stopped machine, unsigned."""
        return {
            "pc": self.state.program_counter,
            "x": self.state.x_register,
            "y": self.state.y_register,
            "isr": self.state.input_shift_register.contents,
            "osr": self.state.output_shift_register.contents,
            "delay_left": self._delay_left,
        }
