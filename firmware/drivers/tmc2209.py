"""Sets up a TMC2209 over its one-wire UART: current, and that it takes its set-up from there; each write is proved.

source: TMC2209 datasheet: UART datagrams and CRC (4), register map (5), current (9). The wire carries what is sent back
to the receiver: TX reaches it over 1 kohm. Set to 16 microsteps, as its pins MS1 and MS2 (high) say too: what it
forgets with the motor's supply changes its current and never the volume of a step.
"""

SYNC = 0x05
MASTER = 0xFF
WRITE = 0x80
GCONF = 0x00
IFCNT = 0x02  # counts the writes that were accepted, modulo 256
IHOLD_IRUN = 0x10
CHOPCONF = 0x6C
SET_BY_UART = 0x1C0  # GCONF: pdn_disable, mstep_reg_select, multistep_filt; current by registers, not by the pin VREF
CHOPPER = 0x14020053  # CHOPCONF after a reset, with MRES for 16 microsteps, drawn out to 256, and vsense
HOLD_DELAY = 1 << 16  # of IHOLD_IRUN: the current falls in steps of 2**18 clocks, not at once
TRIES = 3
REQUEST = 4  # bytes
DATAGRAM = 8


def crc8(data, count):
    """Over the first `count` bytes: x8 + x2 + x + 1, the lowest bit of each byte first."""
    crc = 0
    for place in range(count):
        byte = data[place]
        for _ in range(8):
            crc = (crc << 1 ^ (7 if (crc >> 7 ^ byte) & 1 else 0)) & 0xFF
            byte >>= 1
    return crc


class Tmc2209:
    """uart: a machine.UART of at most 500 kBaud with a timeout of some ms. address: 0 to 3, by MS1 and MS2.

    run, hold: currents, 0 to 31: (value + 1) / 32 of 0.98 A rms with sense resistors of 0.11 ohm.
    """

    def __init__(self, uart, address, run, hold):
        self._uart = uart
        self._address = address
        self._currents = HOLD_DELAY | run << 8 | hold
        self._frame = bytearray(REQUEST + DATAGRAM)

    def set_up(self):
        """True if every register was written, by the chip's own count, and reads back where it can be read."""
        return (
            self._written(GCONF, SET_BY_UART)
            and self._written(IHOLD_IRUN, self._currents)
            and self._written(CHOPCONF, CHOPPER)
            and self.read(GCONF) == SET_BY_UART
            and self.read(CHOPCONF) == CHOPPER
        )

    def read(self, register):
        """The register's 32 bits, or None: no answer, or one that is damaged or not for us."""
        frame = self._frame
        self._head(register)
        frame[3] = crc8(frame, 3)
        sent = bytes(frame[:REQUEST])
        self._send(sent)
        if self._uart.readinto(frame) != REQUEST + DATAGRAM or frame[:REQUEST] != sent:
            return None
        reply = frame[REQUEST:]
        if reply[0] != SYNC or reply[1] != MASTER or reply[2] != register or reply[7] != crc8(reply, 7):
            return None
        return reply[3] << 24 | reply[4] << 16 | reply[5] << 8 | reply[6]

    def _written(self, register, value):
        for _ in range(TRIES):
            before = self.read(IFCNT)
            if before is None:
                continue
            self._write(register, value)
            if self.read(IFCNT) == (before + 1) & 0xFF:
                return True
        return False

    def _write(self, register, value):
        frame = self._frame
        self._head(register | WRITE)
        for place in range(4):
            frame[3 + place] = value >> 8 * (3 - place) & 0xFF
        frame[7] = crc8(frame, 7)
        self._send(bytes(frame[:DATAGRAM]))

    def _head(self, register):
        frame = self._frame
        frame[0] = SYNC
        frame[1] = self._address
        frame[2] = register

    def _send(self, frame):
        uart = self._uart
        while uart.any():  # what a write sent back, or noise
            uart.read(1)
        uart.write(frame)
        uart.flush()
