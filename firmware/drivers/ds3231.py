"""The DS3231 clock chip: the time of day, on a battery of its own through the pump's power cuts.

source: Maxim DS3231 datasheet 19-5170: register map (figure 1), "Clock and Calendar" (BCD, 12 h mode, century bit, time
held still during a read, seconds written restart the second), "Control Register", "Status Register", "I2C Interface".
"""

from units.calendar import LAST_DAY, date_of, day_of, is_date
from units.scale import DAY_S

SECONDS = 0x00  # then minutes, hours, day of the week, day of the month, month, year: BCD
YEAR = 0x06
CONTROL = 0x0E
STATUS = 0x0F
REGISTERS = 0x10  # in one read, so that time and flag belong together
HALF_DAYS = 0x40  # in hours: 12 h mode
AFTERNOON = 0x20  # in hours, in 12 h mode
OSCILLATOR_STOPPED = 0x80  # in status (OSF): it stopped once, or stands; written 0 it is cleared, written 1 unchanged
CENTURY = 2000  # year register 00, century bit clear; with the bit set it is a date that this pump never wrote
NO_YEAR = b"\x00"  # 2000: outside the pump's calendar
RUNNING = b"\x04\x00"  # control: EOSC 0, on the battery too; no square wave, no alarm. status: every flag cleared

POLL_MS = 1
LONGEST_WAIT_MS = 1200
HALF_BIT_US = 5  # 100 kHz
BITS_IN_THE_WAY = 9  # a byte and its acknowledge

OK = 0
ABSENT = 1  # nobody answers
STOPPED = 2  # the oscillator stood still: the time is lost
IMPLAUSIBLE = 3  # the registers hold no date from 2001 to 2099, or not the one that was written
STATES = ("ok", "absent", "stopped", "implausible")


class Ds3231:
    """i2c: a machine.I2C, 400 kHz at most; time: the module. A call waits: 2 ms at 100 kHz, 50 ms if the bus is stuck.

    day: whole days since Monday 2001-01-01; second: of the day, 0 to 86399. They and the state are those of the last
    call, and the time holds only if that returned True.
    """

    def __init__(self, i2c, time, address=0x68):
        self._i2c = i2c
        self._time = time
        self._address = address
        self._registers = bytearray(REGISTERS)
        self.state = ABSENT
        self.day = 0
        self.second = 0

    def read(self):
        """Take the chip's time, which lags by up to a second. False, with the reason in `state`, if there is none."""
        registers = self._registers
        try:
            self._i2c.readfrom_mem_into(self._address, SECONDS, registers)
        except OSError:
            self.state = ABSENT
            return False
        if registers[STATUS] & OSCILLATOR_STOPPED:
            self.state = STOPPED
            return False
        self.state = OK if self._decode(registers) else IMPLAUSIBLE
        return self.state == OK

    def is_absent(self):
        """Nobody answered the last call."""
        return self.state == ABSENT

    def read_at_the_second(self, feed):
        """Wait for the next second (1.2 s at most) and take the time as it begins: 5 ms late at most, at 100 kHz.

        feed: called every few ms. STOPPED if the seconds stand still, IMPLAUSIBLE if they jump.
        """
        if not self.read():
            return False
        before = self.second
        began = self._time.ticks_ms()
        while self._time.ticks_diff(self._time.ticks_ms(), began) < LONGEST_WAIT_MS:
            feed()
            self._time.sleep_ms(POLL_MS)
            if not self.read():
                return False
            if self.second != before:
                if (self.second - before) % DAY_S == 1:
                    return True
                self.state = IMPLAUSIBLE
                return False
        self.state = STOPPED
        return False

    def write(self, day, second):
        """Set the clock: `second` of `day` begins within 1 ms of the call, at 100 kHz. False if it did not take it.

        ValueError outside the calendar. The year goes first to one that is refused and comes last, and only then is the
        flag cleared: a reset in the middle leaves no mixture of two times that would be believed.
        """
        if not (0 <= day <= LAST_DAY and 0 <= second < DAY_S):
            raise ValueError("clock chip: day %d second %d: 0 to %d, 0 to %d" % (day, second, LAST_DAY, DAY_S - 1))
        year, month, dom = date_of(day)
        fields = (second % 60, second // 60 % 60, second // 3600, day % 7 + 1, dom, month, year - CENTURY)
        i2c = self._i2c
        try:
            i2c.writeto_mem(self._address, YEAR, NO_YEAR)
            i2c.writeto_mem(self._address, SECONDS, bytes([_bcd(field) for field in fields]))
            i2c.writeto_mem(self._address, CONTROL, RUNNING)
        except OSError:
            self.state = ABSENT
            return False
        if self.read() and (self.day != day or self.second != second):
            self.state = IMPLAUSIBLE
        return self.state == OK

    def forget(self):
        """Until the next `write` it holds no time that would be believed. False if it did not take it."""
        try:
            self._i2c.writeto_mem(self._address, YEAR, NO_YEAR)
        except OSError:
            self.state = ABSENT
            return False
        return True

    def _decode(self, registers):
        """Set day and second from the registers; False if they are no date, or its day of the week is another."""
        second = _decimal(registers[0], 0, 59)
        minute = _decimal(registers[1], 0, 59)
        hour = _hour(registers[2])
        dom = _decimal(registers[4], 1, 31)
        month = _decimal(registers[5], 1, 12)
        year = CENTURY + _decimal(registers[6], 0, 99)
        if second < 0 or minute < 0 or hour < 0 or not is_date(year, month, dom):
            return False
        day = day_of(year, month, dom)
        if registers[3] != day % 7 + 1:
            return False
        self.day = day
        self.second = (hour * 60 + minute) * 60 + second
        return True


def free_bus(sda, scl, time):
    """Before the I2C is made: free a data wire held low by a chip whose read a reset cut short. True if it is high.

    sda, scl: pins, open drain and released. On its battery the chip holds it through a power cut too. The remedy is the
    datasheet's: clock until data is high, then a START; here a STOP follows.
    """
    for _ in range(BITS_IN_THE_WAY):
        if sda.value():
            break
        scl.value(0)
        time.sleep_us(HALF_BIT_US)
        scl.value(1)
        time.sleep_us(HALF_BIT_US)
    sda.value(0)
    time.sleep_us(HALF_BIT_US)
    sda.value(1)
    time.sleep_us(HALF_BIT_US)
    return sda.value() == 1


def _bcd(value):
    return value // 10 << 4 | value % 10


def _decimal(bcd, lowest, highest):
    """The value of a BCD byte; -1 if it is none, or outside the limits."""
    value = (bcd >> 4) * 10 + (bcd & 15)
    return value if bcd & 15 < 10 and lowest <= value <= highest else -1


def _hour(register):
    """0 to 23 of an hours register in 24 h or 12 h mode; -1 if it is none."""
    if not register & HALF_DAYS:
        return _decimal(register, 0, 23)
    hour = _decimal(register & ~(HALF_DAYS | AFTERNOON), 1, 12)
    if hour < 0:
        return -1
    return hour % 12 + (12 if register & AFTERNOON else 0)
