"""What the pins of an RP2040 can do (RP2040 datasheet: GPIO functions, PWM, ADC)."""

ADC_INPUTS = {26: 0, 27: 1, 28: 2, 29: 3}
PWM_SLICES = 8


def pwm_slice(gpio: int) -> int:
    """Two neighbours share a slice, and with it period and wrap; from GPIO 16 on the slices come again."""
    return gpio // 2 % PWM_SLICES


def i2c_block(gpio: int) -> int:
    """Pairs of pins belong to block 0 and 1 in turn."""
    return gpio // 2 % 2


def is_i2c_pair(sda: int, scl: int) -> bool:
    """Data is an even pin and its clock an odd one, both of one block; the pins beside each other are taken."""
    return sda % 2 == 0 and scl == sda + 1


def uart_block(gpio: int) -> int:
    """Which UART a pin belongs to: four pins of block 0, then eight of block 1, eight of block 0 and so on."""
    return (gpio + 4) // 8 % 2


def is_uart_pair(tx: int, rx: int) -> bool:
    """Transmit is on every fourth pin and receive beside it, of one block."""
    return tx % 4 == 0 and rx == tx + 1
