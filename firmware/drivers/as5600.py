"""The AS5600 rotor encoder: the angle of a magnet on the motor's shaft, 4096 counts a revolution.

source: ams AS5600 datasheet v1-06: register map (figure 21), STATUS (figure 23), "Automatic Increment of the Address
Pointer": it stops only where a read begins at the high byte of an angle, so status and angle come in one read.
"""

COUNTS = 4096
STATUS = 0x0B  # then RAW ANGLE, high byte first
MAGNET_DETECTED = 0x20  # of the status (MD)

OK = 0
ABSENT = 1  # nobody answers, or the bus is stuck
NO_MAGNET = 2
STATES = ("ok", "absent", "no magnet")


class As5600:
    """i2c: a machine.I2C, 1 MHz at most. direction: 1 or -1, so that the angle grows as the pump delivers.

    angle: 0 to 4095, of the last read that returned True. A read takes 0.6 ms at 100 kHz, 50 ms on a stuck bus, and
    never raises.
    """

    def __init__(self, i2c, direction=1, address=0x36):
        self._i2c = i2c
        self._direction = direction
        self._address = address
        self._registers = bytearray(3)
        self.state = ABSENT
        self.angle = 0

    def read(self):
        """Take the angle; False, with the reason in `state`, if there is none."""
        registers = self._registers
        try:
            self._i2c.readfrom_mem_into(self._address, STATUS, registers)
        except OSError:
            self.state = ABSENT
            return False
        if not registers[0] & MAGNET_DETECTED:
            self.state = NO_MAGNET
            return False
        angle = (registers[1] & 0x0F) << 8 | registers[2]
        self.angle = angle if self._direction > 0 else (COUNTS - angle) % COUNTS
        self.state = OK
        return True
