"""The AS5600 rotary encoder at its registers: 12 bits a revolution, over the virtual clock.

source: ams AS5600 datasheet v1-06. Registers: figure 21; bits of STATUS: figure 23; slow filter: figure 22 and its
noise in "Fast Filter Threshold"; AGC to 128 at 3.3 V; the pointer that stays on the high byte of an angle or of the
magnitude: "Automatic Increment of the Address Pointer".
assumed: both bytes of a word are of one moment; the pointer stays only where it was written to; without a magnet the
angle is any.
Not modelled: the filter's delay (2.2 ms), the error over a revolution of a magnet off centre, hysteresis, low power,
a narrowed range, burning.
"""

from fakes.stops import NotModelled
from fakes.virtual_clock import VirtualClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

REGISTERS = 0x1D
ZPOS = 0x01
MPOS = 0x03
CONF = 0x07
LAST_WRITABLE = 0x08
STATUS = 0x0B
RAW_ANGLE = 0x0C
ANGLE = 0x0E
AGC = 0x1A
MAGNITUDE = 0x1B
WORDS = (RAW_ANGLE, ANGLE, MAGNITUDE)  # re-read without a write
HOLES = (0x09, 0x0A, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19)
COUNTS = 4_096  # a revolution
# The magnet, as STATUS tells it: MD detected, ML too weak, MH too strong.
SOUND = 0x20
WEAK = 0x30
STRONG = 0x28
NONE = 0x10
GAINS = {SOUND: 64, WEAK: 128, STRONG: 0, NONE: 128}
MAGNITUDES = {SOUND: 2_000, WEAK: 400, STRONG: 3_800, NONE: 8}  # assumed: the datasheet gives no figures
NOISE_MDEG = (15, 21, 30, 43)  # rms, by the bits SF of CONF: slow filter of 16, 8, 4, 2
SAMPLE_US = 150
# The sum of four even numbers of 16 bits is near to normal; its mean, and its standard deviation:
SUM_MEAN = 131_070
SUM_RMS = 37_837
PARTS = 1_024  # of a count
MASK = 0x3FFFFFFF


class As5600Chip:
    """position: asks for the rotor's place, now, in steps of which `per_revolution` are a turn.

    is_present: False, and nobody answers. magnet: SOUND, WEAK, STRONG or NONE. seed: of its noise, a function of time.
    """

    highest_hz = 1_000_000

    def __init__(
        self, clock: VirtualClock, position: "Callable[[], int]", per_revolution: int = 3_200, seed: int = 0
    ) -> None:
        self._clock = clock
        self._position = position
        self._per_revolution = per_revolution
        self._seed = seed
        self.is_present = True
        self.magnet = SOUND
        self.registers = bytearray(REGISTERS)
        self._pointer = 0
        self._word = -1
        self._wants_pointer = True

    def supply_lost(self) -> None:
        """What was not burnt is zero again."""
        self.registers[:] = bytes(REGISTERS)
        self._pointer = 0
        self._word = -1

    def supply_back(self) -> None:
        """Nothing: it runs 10 ms after, before anybody asks."""

    # Its side of the bus

    def start(self) -> None:
        self._measure()
        self._wants_pointer = True

    def take(self, byte: int) -> None:
        if self._wants_pointer:
            if byte >= REGISTERS or byte in HOLES:
                raise NotModelled("AS5600 register 0x{:02x}: there is none to point to".format(byte))
            self._pointer = byte
            self._word = byte if byte in WORDS else -1
            self._wants_pointer = False
            return
        self._write(byte)
        self._pointer = (self._pointer + 1) & 0xFF

    def give(self) -> int:
        """The next byte of a read. Where there is no register it is zero."""
        place = self._pointer
        if place in WORDS:
            self._measure()
        byte = self.registers[place] if place < REGISTERS else 0
        self._pointer = self._word if place == self._word + 1 and self._word >= 0 else (place + 1) & 0xFF
        return byte

    def _write(self, byte: int) -> None:
        place = self._pointer
        if not ZPOS <= place <= LAST_WRITABLE:
            raise NotModelled("AS5600 register 0x{:02x}: it cannot be written, or is burnt".format(place))
        # CONF: watchdog in the high byte; hysteresis and low power in the low one.
        forbidden = 0xFF if MPOS <= place < CONF else 0x20 if place == CONF else 0x0F if place == CONF + 1 else 0
        if byte & forbidden:
            raise NotModelled("AS5600 register 0x{:02x}: 0x{:02x} is not modelled".format(place, byte))
        self.registers[place] = byte

    # The angle

    def _measure(self) -> None:
        """Bring the registers to now."""
        registers = self.registers
        registers[STATUS] = self.magnet
        registers[AGC] = GAINS[self.magnet]
        self._put(MAGNITUDE, MAGNITUDES[self.magnet])
        raw = self._raw()
        self._put(RAW_ANGLE, raw)
        self._put(ANGLE, (raw - (registers[ZPOS] << 8 | registers[ZPOS + 1])) % COUNTS)

    def _put(self, place: int, word: int) -> None:
        self.registers[place] = word >> 8
        self.registers[place + 1] = word & 0xFF

    def _raw(self) -> int:
        spread = self._spread(self._clock.now_us() // SAMPLE_US)
        if self.magnet == NONE:
            return spread % COUNTS
        rms = NOISE_MDEG[self.registers[CONF] & 3] * COUNTS * PARTS // 360_000
        noise = (spread - SUM_MEAN) * rms // SUM_RMS
        turned = self._position() % self._per_revolution * COUNTS * PARTS // self._per_revolution
        return (turned + noise + PARTS // 2) // PARTS % COUNTS

    def _spread(self, sample: int) -> int:
        """Four numbers of 16 bits, added: from the seed and the sample's number alone."""
        total = 0
        word = (self._seed * 40_503 + sample) & MASK
        for _ in range(4):
            word = (word ^ word >> 15) * 0x2C1B3C6D & MASK
            word = (word ^ word >> 12) * 0x297A2D39 & MASK
            word = (word ^ word >> 15) + 0x1E3779B9 & MASK
            total += word >> 14
        return total
