"""What a board may have besides: wired where its data declares it, and imported only then, since it takes memory."""

from drivers.supply_sense import NoSupplySense, SupplySense


def i2c(machine, time, board):
    """The bus that clock chip, display and encoder share, as fast as the slowest of them; None without any."""
    fitted = [part for part in (board.CLOCK_CHIP, board.DISPLAY, board.ENCODER) if part is not None]
    if not fitted:
        return None
    from drivers.ds3231 import free_bus

    pin = machine.Pin
    sda = pin(board.PINS["i2c_sda"], pin.OPEN_DRAIN, value=1)
    scl = pin(board.PINS["i2c_scl"], pin.OPEN_DRAIN, value=1)
    free_bus(sda, scl, time)
    return machine.I2C(fitted[0]["i2c"], sda=sda, scl=scl, freq=min(part["hz"] for part in fitted))


def clock_chip(bus, time, board):
    """The Ds3231, or None."""
    fitted = board.CLOCK_CHIP
    if fitted is None:
        return None
    from drivers.ds3231 import Ds3231

    return Ds3231(bus, time, fitted["address"])


def supply_sense(machine, board):
    """Of the board's own supply."""
    fitted = board.SUPPLY_SENSE
    return NoSupplySense() if fitted is None else _sense(machine, board.PINS["supply_sense"], fitted)


def motor_supply(machine, board, heart):
    """The MotorSupply, or None."""
    fitted = board.MOTOR_SUPPLY_SENSE
    if fitted is None:
        return None
    from motor_supply import MotorSupply

    return MotorSupply(heart, _sense(machine, board.PINS["motor_sense"], fitted))


def driver_set_up(machine, board):
    """What sets up the motor driver and returns whether it is, or None where its pins do that."""
    fitted = board.DRIVER_UART
    if fitted is None:
        return None
    from drivers.tmc2209 import Tmc2209

    uart = _uart(machine, board, "driver", fitted["baud"], timeout=10, timeout_char=2)
    return Tmc2209(uart, fitted["address"], fitted["run"], fitted["hold"]).set_up


def link_lines(machine, board, line):
    """(lines of LinkDoor, os.urandom, micropython.kbd_intr or None). line: as assembly.Pump has it.

    The hand-held's line is for the patient alone (T3).
    """
    if line is None:
        return (), None, None
    usb, urandom, let_interrupt = line
    lines = () if usb is None else ((usb, True),)
    fitted = board.HANDHELD
    if fitted is not None:
        from drivers.uart_line import RX_BYTES, TX_BYTES, UartLine

        uart = _uart(machine, board, "handheld", fitted["baud"], txbuf=TX_BYTES, rxbuf=RX_BYTES)
        lines += ((UartLine(uart), False),)
    return lines, urandom, let_interrupt


def rotor_watch(bus, board, heart, book):
    """The RotorWatch, or None."""
    fitted = board.ENCODER
    if fitted is None:
        return None
    from drivers.as5600 import As5600
    from rotor_watch import RotorWatch

    return RotorWatch(heart, book, As5600(bus, fitted["direction"], fitted["address"]))


def display(bus, board, heart, programming, weighed, signals):
    """The Display, or None."""
    if board.DISPLAY is None:
        return None
    import framebuf

    from display import Display, LeftInReservoir
    from drivers.ssd1306 import Ssd1306

    left_nl = LeftInReservoir(heart.history, programming, weighed)
    return Display(heart, Ssd1306(bus, framebuf, board.DISPLAY["address"]), left_nl, programming, signals)


def _uart(machine, board, whose, baud, **how):
    """On PINS of that name with _tx and _rx. An input that nobody drives is high, as a line at rest."""
    pin, tx, rx = machine.Pin, board.PINS[whose + "_tx"], board.PINS[whose + "_rx"]
    block = tx + 4 >> 3 & 1  # source: RP2040 datasheet, GPIO functions: UART0 at 0, 12, 16, 28, UART1 at 4, 8, 20, 24
    return machine.UART(block, baud, tx=pin(tx), rx=pin(rx, pin.IN, pin.PULL_UP), **how)


def _sense(machine, pin, fitted):
    return SupplySense(machine.ADC(pin), fitted["full_scale_mv"], fitted["least_mv"])
