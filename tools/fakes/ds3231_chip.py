"""The DS3231 clock chip at its registers, over the virtual clock, on its battery while the pump has no power.

source: Maxim DS3231 datasheet 19-5170. Registers and their fixed bits: figure 1. Time still during a read, the second
that restarts when seconds are written, century bit: "Clock and Calendar". OSF, EOSC: "Status" and "Control Register".
First power gives 01/01/00 01 00:00:00: datasheet of the DS3231M, "Power Control".
assumed, where it says "undefined operation": registers that hold no time or date stand still.
"""

from fakes.stops import NotModelled
from fakes.virtual_clock import VirtualClock

REGISTERS = 0x13
TIME = 7  # the first registers: seconds, minutes, hours, day of the week, day of the month, month, year
CONTROL = 0x0E
STATUS = 0x0F
EOSC = 0x80
OSF = 0x80
WRITABLE = b"\x7f\x7f\x7f\x07\x3f\x9f\xff" + b"\xff" * 7 + b"\xff\x08\xff\x00\x00"  # the other bits read 0, but flags
FLAGS = 0x83  # of status: OSF and the alarms': writing can only clear them
FIRST_POWER = b"\x00\x00\x00\x01\x01\x01\x00" + b"\x00" * 7 + b"\x1c\x88\x00\x19\x00"  # 25 degrees C
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
HALF_DAYS = 0x40
PM = 0x20
DAY_S = 86_400
MILLION = 1_000_000


class Ds3231Chip:
    """drift_ppm: how much too fast it runs, whole parts in a million. A new one has the flag set, as after first power.

    is_present: False, and nobody answers. has_battery: False, and the next loss of the pump's supply loses the time.
    registers: as they were when somebody last looked; a test may put anything there.
    """

    highest_hz = 400_000

    def __init__(self, clock: VirtualClock, drift_ppm: int = 0) -> None:
        self._clock = clock
        self._drift_ppm = drift_ppm
        self.is_present = True
        self.has_battery = True
        self.registers = bytearray(FIRST_POWER)
        self._pointer = 0
        self._wants_pointer = True
        self._has_supply = True
        self._is_running = True
        self._is_frozen = False
        self._began_us = clock.now_us()
        self._counted_s = 0

    def set_clock(self, registers: bytes) -> None:
        """The seven time registers, as if somebody had written them now and cleared the flag."""
        self._count()
        self.registers[0:TIME] = registers
        self.registers[STATUS] &= ~OSF
        self._restart_second()

    def freeze(self) -> None:
        """A fault that the chip does not tell: the time stands still, the flag stays clear."""
        self._count()
        self._is_running = False
        self._is_frozen = True

    def supply_lost(self) -> None:
        """Now on battery: without one everything is lost, and with EOSC set the oscillator stops."""
        if not self._has_supply:
            return
        self._count()
        self._has_supply = False
        if not self.has_battery:
            self.registers[:] = FIRST_POWER
            self._is_running = False
        elif self.registers[CONTROL] & EOSC:
            self.registers[STATUS] |= OSF
            self._is_running = False

    def supply_back(self) -> None:
        if not self._has_supply and not self._is_running and not self._is_frozen:
            self._restart_second()
            self._is_running = True
        self._has_supply = True

    # Its side of the bus

    def start(self) -> None:
        self._count()
        self._wants_pointer = True

    def take(self, byte: int) -> None:
        if self._wants_pointer:
            if byte >= REGISTERS:
                raise NotModelled("DS3231 register 0x{:02x}: there are 0x00 to 0x12".format(byte))
            self._pointer = byte
            self._wants_pointer = False
            return
        self._count()
        place = self._pointer
        mask = WRITABLE[place]
        kept = self.registers[place] & ~mask
        if place == STATUS:
            kept &= ~FLAGS | byte
        self.registers[place] = kept | byte & mask
        if place == 0:
            self._restart_second()
        self._pointer = (place + 1) % REGISTERS

    def give(self) -> int:
        """The next byte of a read, in which time stands still until the pointer comes round."""
        byte = self.registers[self._pointer]
        self._pointer = (self._pointer + 1) % REGISTERS
        if self._pointer == 0:
            self._count()
        return byte

    # The clock

    def _restart_second(self) -> None:
        self._began_us = self._clock.now_us()
        self._counted_s = 0

    def _count(self) -> None:
        """Bring the registers to now."""
        if self._is_running:
            age_us = self._clock.now_us() - self._began_us
            total_s = age_us * (MILLION + self._drift_ppm) // (MILLION * MILLION)
            self._elapse(total_s - self._counted_s)
            self._counted_s = total_s

    def _elapse(self, seconds: int) -> None:
        registers = self.registers
        hours = registers[2]
        half_days = hours & HALF_DAYS
        hour = binary(hours & 0x1F if half_days else hours)
        values = [binary(register) for register in registers[0:TIME]]
        month = binary(registers[5] & 0x1F)
        if not seconds or None in values[0:2] or hour is None or month is None or not 1 <= month <= 12:
            return
        if half_days:
            hour = hour % 12 + (12 if hours & PM else 0)
        now = (hour * 60 + values[1]) * 60 + values[0] + seconds  # type: ignore[operator]
        for _ in range(now // DAY_S):
            self._next_day()
        now %= DAY_S
        registers[0] = bcd(now % 60)
        registers[1] = bcd(now // 60 % 60)
        hour = now // 3600
        registers[2] = half_days | (PM if hour > 11 else 0) | bcd((hour + 11) % 12 + 1) if half_days else bcd(hour)

    def _next_day(self) -> None:
        registers = self.registers
        registers[3] = registers[3] % 7 + 1
        month, year, dom = binary(registers[5] & 0x1F), binary(registers[6]), binary(registers[4])
        if month is None or year is None or dom is None:
            return
        last = 29 if month == 2 and year % 4 == 0 else MONTH_DAYS[month - 1]
        if dom < last:
            registers[4] = bcd(dom + 1)
            return
        registers[4] = 1
        century = registers[5] & 0x80
        if month == 12:
            month = 0
            year = (year + 1) % 100
            if year == 0:
                century ^= 0x80
            registers[6] = bcd(year)
        registers[5] = century | bcd(month + 1)


def bcd(value: int) -> int:
    return value // 10 << 4 | value % 10


def binary(register: int) -> "int | None":
    """The value of a BCD register; None if it is none."""
    tens, ones = register >> 4, register & 15
    return tens * 10 + ones if tens < 10 and ones < 10 else None
