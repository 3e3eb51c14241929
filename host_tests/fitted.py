"""The whole pump with display, rotor encoder and sensed motor supply on the mocked pins: for tests on both VMs."""

import sys

try:
    import framebuf  # noqa: F401  # pyright: ignore[reportMissingImports]
except ImportError:
    from fakes import framebuf_like

    sys.modules["framebuf"] = framebuf_like  # type: ignore[assignment]

from assembled import MG, Bench, described, new_board, order
from boards.RPI_PICO import board
from fakes.ssd1306_chip import Ssd1306Chip

DISPLAY = {"i2c": 0, "address": 0x3C, "hz": 400_000}
ENCODER = {"i2c": 0, "address": 0x36, "hz": 100_000, "direction": 1}
MOTOR_SUPPLY_SENSE = {"full_scale_mv": 16_500, "least_mv": 7_000}
SDA, SCL, MOTOR_SENSE = board.PINS["i2c_sda"], board.PINS["i2c_scl"], board.PINS["motor_sense"]
FASTEST = {"basal_pg_per_day": 600 * MG, "max_dose_pg_per_day": 1_200 * MG}  # 24 mL/day: a step in 67.5 ms


class EncoderChip:
    """An AS5600 at its status and raw angle. angle: called for 0 to 4095. is_present; has_magnet."""

    highest_hz = 1_000_000

    def __init__(self, angle):
        self._angle = angle
        self.is_present = True
        self.has_magnet = True
        self.reads = 0
        self._place = 0
        self._wants_place = True
        self._held = 0

    def start(self):
        self._wants_place = True

    def take(self, byte):
        if self._wants_place:
            self._place = byte
            self._wants_place = False
            self.reads += 1

    def give(self):
        place = self._place
        self._place += 1
        if place == 0x0B:
            self._held = self._angle()
            return 0x27 if self.has_magnet else 0x07  # the bits that the datasheet leaves open as some chips have them
        return self._held >> 8 if place == 0x0C else self._held & 0xFF

    def supply_lost(self):
        pass

    def supply_back(self):
        pass


class Rotor:
    """Follows the steps made, in microsteps; at: where it is. noise: called for the encoder's error in counts.

    stuck: it does not follow. Taken free again by `free`, it goes to the next place that fits the field: the steps lost
    are then a multiple of 64, one cycle.
    """

    def __init__(self, steps_made, noise=None, direction=1, start=0):
        self._steps_made = steps_made
        self._noise = noise or (lambda at: 0)
        self._direction = direction
        self._offset = start
        self._stuck_at = None

    @property
    def at(self):
        return self._steps_made() + self._offset if self._stuck_at is None else self._stuck_at

    def stick(self):
        if self._stuck_at is None:
            self._stuck_at = self.at

    def free(self):
        """Returns how many steps were lost."""
        lost = self._steps_made() + self._offset - self.at
        lost = (lost + 32) // 64 * 64
        self._offset -= lost
        self._stuck_at = None
        return lost

    def shift(self, microsteps):
        """Something turned it."""
        self._offset += microsteps

    def angle(self):
        at = self.at
        return (self._direction * (at * 32 // 25) + self._noise(at)) % 4096


class FittedBench(Bench):
    """A Bench, booted, with the models of its devices: screen, encoder, and the rotor, which follows `edges`."""

    def __init__(self, display=True, encoder=True, supply=True, noise=None, direction=1):
        data = described(
            DISPLAY=DISPLAY if display else None,
            ENCODER=dict(ENCODER, direction=direction) if encoder else None,
            MOTOR_SUPPLY_SENSE=MOTOR_SUPPLY_SENSE if supply else None,
        )
        fake = new_board()
        self.edges = []
        self.screen = Ssd1306Chip()
        self.rotor = Rotor(lambda: len(self.edges), noise, direction)
        self.encoder = EncoderChip(self.rotor.angle)
        fake.attach_i2c(SDA, SCL, DISPLAY["address"], self.screen)
        fake.attach_i2c(SDA, SCL, ENCODER["address"], self.encoder)
        fake.adc_levels[MOTOR_SENSE] = supply_reading(12_000)
        Bench.__init__(self, fake, data=data)
        self.boot()
        self.watch_steps()


def supply_reading(millivolts):
    return millivolts * 65_536 // 16_500


def running(therapy=None, **changes):
    """One that delivers, by default as fast as it may."""
    bench = FittedBench(**changes)
    bench.prescribe(therapy or order(**FASTEST))
    bench.start()
    return bench
