"""The PIO program that makes the step edges, from counted words, and leaves a receipt for each.

At 1 MHz one cycle is 1 us. A word is (count - 1) | delay << 11. Rising edge to rising edge takes
delay + 11 cycles, inside a word and from one word to the next; from an idle `pull` to the first edge
it takes delay + 5. The pin falls in the very cycle that counts the step: while it is high, that step
is made and not yet counted. Receipts are pushed with `block`: nobody collects them, no step is made.
"""

CYCLE_HZ = 1_000_000
CYCLES_PER_STEP = 11
CYCLES_FROM_IDLE = 5
PULSE_HIGH_CYCLES = 4
COUNT_BITS = 11
LONGEST_DELAY = (1 << 19) - 1


def program(rp2):
    """The assembled program, made with the given rp2 module."""

    @rp2.asm_pio(
        sideset_init=rp2.PIO.OUT_LOW,
        out_shiftdir=rp2.PIO.SHIFT_RIGHT,
        in_shiftdir=rp2.PIO.SHIFT_LEFT,
    )
    def stepper():
        wrap_target()
        pull(block).side(0)
        out(y, 11).side(0)
        mov(isr, osr).side(0)
        label("step")
        mov(x, isr).side(0)
        label("wait")
        jmp(x_dec, "wait").side(0)
        nop().side(1)[3]
        jmp(y_dec, "next").side(0)
        push(block).side(0)
        wrap()
        label("next")
        jmp("step").side(0)[3]

    return stepper
