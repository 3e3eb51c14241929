"""Diagnostics of the load cell: its conversions one by one, and what the pump would call what they show (R7).

Imported only when it is used. It tells a cable from a cell from a shaking table; it changes nothing.
"""

from array import array

from drivers import hx711, hx711_pio
from drivers.chip_temperature import ChipTemperature
from drivers.hx711 import Hx711
from storage.weighing_files import WeighingFiles
from therapy.detection.small_parts import root
from therapy.states import LOCKED, SERVICE, STOPPED
from units.refused import Refused
from weighing import NOISY, SPREAD_PER_SD

LEAST_S = 2  # a block, and the time to get in step
MOST_S = 60  # the loop waits meanwhile
MOST_SAMPLES = 1_024  # at 10 a second there are 660; a converter that is set to 80 fills it in 13 s
LOOK_MS = 2  # the grain of the timestamps
STATES = hx711.STATES + ("noisy",)
OK, ABSENT, STUCK, SATURATED, DESYNCHRONISED, NOISY_CELL = range(len(STATES))
_WORST_FIRST = (ABSENT, SATURATED, STUCK, DESYNCHRONISED)
_UG_PER_G = 1_000_000


def in_a_pump(pump, for_s, adc, time, feed, files, loadcell):
    """As `check`, between two turns of a pump's loop; Refused while it delivers or has something to write."""
    heart = pump.heart
    if type(for_s) is not int or not LEAST_S <= for_s <= MOST_S:
        raise Refused("load_cell.check", repr(for_s), "%d to %d s" % (LEAST_S, MOST_S), "choose one of them")
    if heart.state not in (STOPPED, LOCKED, SERVICE) or heart.is_beginning() or pump.service.is_busy():
        raise Refused("load_cell.check", heart.state_name(), "only while nothing is delivered", "stop first")
    if not pump.recorder.is_clear() and pump.recorder.works():
        raise Refused("load_cell.check", "records wait to be written", "none may wait", "ask again")
    was_busy = not pump.sensor.is_done
    found = check(pump.sensor, time, for_s, loadcell, WeighingFiles(files).calibration(), feed)
    found["mdegc"] = ChipTemperature(adc).read_mdegc()
    pump.sensor.is_done = True
    if was_busy:
        pump.sensor.begin(time.ticks_us())  # the block that was under way, anew
    return found


def on_board(machine, rp2, time, files, board, for_s):
    """As `check`, on a board whose firmware was interrupted: the motor stays off, and nobody feeds a watchdog."""
    pin, pins = machine.Pin, board.PINS
    pin(pins["enable"], pin.OUT, value=1)
    sensor = Hx711(
        rp2,
        time,
        board.STATE_MACHINES["hx711"],
        hx711_pio.program(rp2),
        pin(pins["hx711_clock"], pin.OUT, value=0),
        pin(pins["hx711_data"], pin.IN, pin.PULL_UP),
        hx711_pio.CYCLE_HZ,
    )
    found = check(sensor, time, for_s, board.LOADCELL, WeighingFiles(files).calibration(), _nobody)
    found["mdegc"] = ChipTemperature(machine.ADC(board.TEMPERATURE_ADC)).read_mdegc()
    return found


def _nobody():
    pass


def check(sensor, time, for_s, loadcell, calibration, feed):
    """Read for_s seconds and say what was seen: whole numbers, None for what is not known.

    loadcell: the board's LOADCELL. calibration: WeighingFiles.calibration(). feed: called every LOOK_MS.
    state: place in STATES. rate_mhz: conversions in a thousand seconds. noise_ug: rms about a straight line, and
    drift_ug: what that line rises by; both over the measurement. blocks: of eight, by what the driver called each.
    """
    samples = Samples()
    _throw_away(sensor, time, feed)
    samples.read(sensor, time, for_s * 1_000_000, feed)
    per_g = abs(calibration["counts_per_g"] if calibration else loadcell["counts_per_g"])
    noise, drift = samples.noise_and_drift()
    found = samples.figures()
    found["noise_ug"] = None if noise is None else noise // per_g
    found["drift_ug"] = None if drift is None else drift // per_g
    found["range_ug"] = None if found["range_raw"] is None else found["range_raw"] * _UG_PER_G // per_g
    found["noise_expected_ug"] = loadcell["noise_counts"] * _UG_PER_G // per_g
    found["calibration"] = calibration
    found["mass_ug"] = None
    if calibration and samples.count:
        above_zero = found["mean_raw"] - calibration["zero_raw"]
        found["mass_ug"] = above_zero * _UG_PER_G // calibration["counts_per_g"]
    found["state"] = samples.state(loadcell["noise_counts"])
    return found


def _throw_away(sensor, time, feed):
    """What was read while nobody looked may be torn: begin as a block does, with words that were read at once."""
    began = time.ticks_us()
    while time.ticks_diff(time.ticks_us(), began) < hx711.IN_STEP_US:
        while sensor.single() is not None:
            pass
        time.sleep_ms(LOOK_MS)
        feed()
    sensor.begin(time.ticks_us())  # the next single begins a block


class Samples:
    """The conversions of one measurement, with their sums; bounded."""

    def __init__(self):
        self._raw = array("i", [0] * MOST_SAMPLES)
        self._sum = self._sum_of_squares = self._sum_by_place = 0
        self._first_us = self._last_us = self._longest_us = self._all_us = 0
        self._spreads = []
        self._blocks = [0] * len(hx711.STATES)
        self._was_out_of_step = self._is_out_of_step = False
        self.count = 0

    def read(self, sensor, time, for_us, feed):
        """Each conversion as it comes, until the time is over or there is no more room."""
        began = now = time.ticks_us()
        while time.ticks_diff(now, began) < for_us and self.count < MOST_SAMPLES:
            time.sleep_ms(LOOK_MS)
            feed()
            now = time.ticks_us()
            at_us = time.ticks_diff(now, began)
            raw = sensor.single()
            if raw is not None:
                self._longest_us = max(self._longest_us, at_us - self._last_us)
                self._take(raw, at_us)
                if sensor.is_done:
                    self._block(sensor)
        self._all_us = time.ticks_diff(now, began)
        self._longest_us = max(self._longest_us, self._all_us - self._last_us)

    def _take(self, raw, at_us):
        if not self.count:
            self._first_us = at_us
        self._last_us = at_us
        self._raw[self.count] = raw
        self._sum += raw
        self._sum_of_squares += raw * raw
        self._sum_by_place += raw * self.count
        self.count += 1

    def _block(self, sensor):
        """As the weighing judges: one that is out of step counts only if the next is too."""
        state = sensor.state
        self._blocks[state] += 1
        self._spreads.append(sensor.spread_raw)
        is_out = state == DESYNCHRONISED
        self._is_out_of_step = self._is_out_of_step or (is_out and self._was_out_of_step)
        self._was_out_of_step = is_out

    def figures(self):
        """What needs no calibration."""
        count = self.count
        in_order = sorted(self._raw[:count])
        saturated = sum(1 for raw in in_order if raw >= hx711.MOST_POSITIVE or raw <= hx711.MOST_NEGATIVE)
        unique = sum(1 for place, raw in enumerate(in_order) if not place or raw != in_order[place - 1])
        return {
            "measured_us": self._all_us,
            "samples": count,
            "rate_mhz": self._rate_mhz(),
            "longest_gap_us": self._longest_us,
            "saturated": saturated,
            "unique": unique,
            "least_raw": in_order[0] if count else None,
            "most_raw": in_order[-1] if count else None,
            "range_raw": in_order[-1] - in_order[0] if count else None,
            "mean_raw": self._sum // count if count else None,
            "blocks": self._blocks,
        }

    def _rate_mhz(self):
        span_us = self._last_us - self._first_us
        return (self.count - 1) * 1_000_000_000 // span_us if span_us else 0

    def noise_and_drift(self):
        """About the straight line through all, in millionths of a count; None with fewer than three."""
        count = self.count
        if count < 3:
            return None, None
        squares = count * self._sum_of_squares - self._sum * self._sum
        by_place = count * self._sum_by_place - count * (count - 1) // 2 * self._sum
        places = count * count * (count * count - 1) // 12
        drift = by_place * (count - 1) * 1_000_000 // places
        rest = squares * places - by_place * by_place  # of the squares about the line, times count and places
        noise = root(rest * 1_000_000_000_000 // (count * places * (count - 2)))
        return noise, drift

    def state(self, noise_counts):
        """Place in STATES: what the pump's own weighing would call it."""
        rate_mhz = self._rate_mhz()
        if not self._spreads or rate_mhz * (hx711.GIVEN_UP_US // 1_000) < hx711.BLOCK * 1_000_000:
            return ABSENT
        if self._longest_us > hx711.GIVEN_UP_US:
            return ABSENT
        for state in _WORST_FIRST:
            if self._blocks[state] and (state != DESYNCHRONISED or self._is_out_of_step):
                return state
        if rate_mhz * (hx711.IN_STEP_US // 1_000) >= hx711.BLOCK * 1_000_000:
            return DESYNCHRONISED  # it fills the FIFO before the pump looks
        middle = sorted(self._spreads)[len(self._spreads) // 2]  # a knock widens one block or two
        return NOISY_CELL if middle * 100 > NOISY * SPREAD_PER_SD * noise_counts else OK
