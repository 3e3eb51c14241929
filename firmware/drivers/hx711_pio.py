"""The PIO program that reads the HX711: 24 bits, then the 25th pulse for channel A at gain 128.

At 1 MHz every clock phase is 1 us (the chip allows 0.2 to 50 us high; 60 us high powers it down).
With the FIFO full it waits at `push` with the clock low, so the chip stays awake and keeps converting.
"""

CYCLE_HZ = 1_000_000


def program(rp2):
    """The assembled program, made with the given rp2 module."""

    @rp2.asm_pio(
        sideset_init=rp2.PIO.OUT_LOW,
        in_shiftdir=rp2.PIO.SHIFT_LEFT,
        fifo_join=rp2.PIO.JOIN_RX,
    )
    def hx711():
        wrap_target()
        set(x, 23).side(0)
        wait(0, pin, 0).side(0)
        label("bit")
        nop().side(1)
        in_(pins, 1).side(0)
        jmp(x_dec, "bit").side(0)
        nop().side(1)
        push(block).side(0)
        wrap()

    return hx711
