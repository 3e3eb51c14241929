"""A PIO block whose state machines run on the emulator's own clock, so that no cycle of theirs is lost.

The emulator steps its PIO once for each processor instruction and writes off what falls due in between:
step intervals grow while the processor sleeps, works or writes flash. Here each PIO instruction has its own
alarm, at exactly the cycle it falls due, whatever the processor does. A `jmp x--` that waits on itself is
passed over in one alarm, and its counter set back when somebody looks in the middle.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rp2040py.peripherals.pio import RPPIO
from rp2040py.peripherals.pio_registers import CTRL, RXF0, SM0_CLKDIV, SM0_PINCTRL, TXF0
from rp2040py.utils.fifo import FIFO

if TYPE_CHECKING:
    from rp2040py.peripherals.pio import StateMachine

FP_PER_NS = 32  # the emulator counts 1/256 of a system cycle, and fixes that cycle at 8 ns
NEVER_FP = 1 << 62
FIFO_DEPTHS = {0: (4, 4), 1: (0, 8), 2: (8, 0)}  # receive, transmit; by the join bits of SHIFTCTRL
MACHINE_BYTES = SM0_PINCTRL - SM0_CLKDIV + 4
JMP_X_MASK, JMP_X_DEC = 0xE0E0, 0x0040
DELAY_SHIFT, DELAY_AND_SIDE_BITS = 8, 5


class PioOnClock(RPPIO):
    """Takes the place of the emulator's RPPIO. Nothing is done in `__init__`: the compiled base has none to call.

    on_put: called before each word put, with machine, word, and whether the machine stands waiting for it.
    """

    on_put: Callable[[int, int, bool], None] | None = None
    _alarm: Any = None
    _armed_fp = NEVER_FP
    _skipped: dict[int, tuple[int, int, int]] | None = None

    def _now_fp(self) -> int:
        return round(self.rp2040.clock.nanos * FP_PER_NS)

    def catch_up(self) -> None:
        """Bring the block to the clock's time, before something outside it reads or changes its state."""
        self.cycle_fp = self._now_fp()
        self._unskip()

    def read_uint32(self, offset: int) -> int:
        self.catch_up()
        stalled = self._thaw(offset)
        value = super().read_uint32(offset)
        self._freeze(stalled)
        self._rearm()
        return value

    def write_uint32(self, offset: int, value: int) -> None:
        self.catch_up()
        if self.on_put is not None and TXF0 <= offset < TXF0 + 16:
            machine = self.machines[(offset - TXF0) // 4]
            self.on_put(machine.index, value, machine.enabled and machine.waiting)
        stalled = self._thaw(offset)
        super().write_uint32(offset, value)
        self._freeze(stalled)
        self.stopped = True  # keeps the emulator's own stepping away
        self._join_fifos()
        if offset == CTRL:
            for machine in self.machines:
                if machine.enabled:
                    machine.check_wait()
        self.check_changed_pins()
        self._rearm()

    def _join_fifos(self) -> None:
        """A joined FIFO is eight deep and its other side has none; changing that empties both."""
        for machine in self.machines:
            joined = machine.shift_ctrl >> 30
            depths = FIFO_DEPTHS[joined]
            if machine.rx_fifo.size != depths[0] or machine.tx_fifo.size != depths[1]:
                machine.rx_fifo, machine.tx_fifo = FIFO(depths[0]), FIFO(depths[1])

    def _thaw(self, offset: int) -> tuple[StateMachine, int] | None:
        """A disabled machine goes on with a stalled push or pull only when it is enabled, not when its FIFO is used."""
        if TXF0 <= offset < TXF0 + 16:
            machine = self.machines[(offset - TXF0) // 4]
        elif RXF0 <= offset < RXF0 + 16:
            machine = self.machines[(offset - RXF0) // 4]
        elif SM0_CLKDIV <= offset < SM0_CLKDIV + 4 * MACHINE_BYTES:
            machine = self.machines[(offset - SM0_CLKDIV) // MACHINE_BYTES]
        else:
            return None
        if machine.enabled or not machine.waiting:
            return None
        machine.waiting = False
        return machine, machine.pc

    def _freeze(self, stalled: tuple[StateMachine, int] | None) -> None:
        if stalled is not None and stalled[0].pc == stalled[1]:
            stalled[0].waiting = True

    def notify_due(self, due_fp: int) -> None:
        super().notify_due(due_fp)
        self._rearm()

    def reset(self) -> None:
        self._skipped = None
        super().reset()
        self._rearm()

    def _rearm(self) -> None:
        due_fp = self.next_due_fp
        if due_fp == self._armed_fp:
            return
        if self._alarm is None:
            self._alarm = self.rp2040.clock.create_alarm(self._fire)
        self._armed_fp = due_fp
        if due_fp >= NEVER_FP:
            self._alarm.cancel()
        else:
            self._alarm.schedule(max(0.0, due_fp / FP_PER_NS - self.rp2040.clock.nanos))

    def _fire(self) -> None:
        self._armed_fp = NEVER_FP
        self.cycle_fp = self.next_due_fp
        if self._skipped:
            self._skipped = {i: s for i, s in self._skipped.items() if self.machines[i].next_due_fp > self.cycle_fp}
        before = [machine.pc for machine in self.machines]
        self.advance(0)
        for machine, pc in zip(self.machines, before, strict=True):
            if machine.pc == pc and machine.enabled and not machine.waiting:
                self._skip(machine)
        self._rearm()

    def _skip(self, machine: StateMachine) -> None:
        """Pass over the rest of a `jmp x--` to itself, of which one turn has just been executed."""
        instruction = self.instructions[machine.pc]
        turns = machine.x
        if (instruction & JMP_X_MASK) != JMP_X_DEC or (instruction & 0x1F) != machine.pc or turns == 0:
            return
        if self._skipped is None:
            self._skipped = {}
        if machine.index in self._skipped:
            return
        delay_bits = DELAY_AND_SIDE_BITS - (machine.pin_ctrl >> 29)
        delay = (instruction >> DELAY_SHIFT) & ((1 << delay_bits) - 1)
        period_fp = (1 + delay) * machine.div_fp
        self._skipped[machine.index] = (machine.next_due_fp, period_fp, turns)
        machine.x = 0
        machine.next_due_fp += turns * period_fp
        self.recompute_due()

    def _unskip(self) -> None:
        if not self._skipped:
            return
        for index, (first_due_fp, period_fp, turns) in self._skipped.items():
            machine = self.machines[index]
            made = 0
            if self.cycle_fp >= first_due_fp:
                made = min(turns, (self.cycle_fp - first_due_fp) // period_fp + 1)
            machine.x = turns - made
            machine.next_due_fp = first_due_fp + made * period_fp
        self._skipped = None
        self.recompute_due()
