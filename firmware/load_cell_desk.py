"""Calibrating the load cell: two known masses, one after the other, and what is not known of them is kept."""

from storage.weighing_files import MOST_COUNTS_PER_G
from therapy.detection.small_parts import root
from therapy.memory import record_kinds
from therapy.states import LOCKED, SERVICE, STOPPED
from units.refused import Refused

BLOCKS = 16  # of eight conversions: some 25 s, 0.3 mg
MOST_MG = 1_000_000
LEAST_SPAN_MG = 5_000  # between the two masses: less, and their own doubt rules


class LoadCellDesk:
    """Every method either does all of what it says or raises Refused and changes nothing.

    `weigh` the first mass (nothing in the bottle is 0 mg), `weigh` the second, `accept`. Between two calls the pump's
    loop must run: `is_weighing` tells when it is done. temperature: ChipTemperature; kept with the calibration, so that
    diagnostics can say how far the room has moved since.
    """

    def __init__(self, heart, book, recorder, weighing, files, begin_witness, temperature):
        self._heart = heart
        self._book = book
        self._recorder = recorder
        self._weighing = weighing
        self._files = files
        self._begin_witness = begin_witness
        self._temperature = temperature
        self._points = []
        self._asked = None

    def weigh(self, mass_mg, doubt_mg):
        """Begin to weigh a known mass; doubt_mg: one standard deviation of what is known of it."""
        self._refuse_unless_idle("load_cell.weigh")
        self._check("load_cell.mass", mass_mg, MOST_MG)
        self._check("load_cell.doubt", doubt_mg, MOST_MG)
        self._take()
        self._asked = (mass_mg, doubt_mg)
        self._weighing.average(BLOCKS)

    def average(self):
        """Begin to weigh what lies there, for no calibration; then `average_raw`."""
        self._refuse_unless_idle("load_cell.average")
        self._take()
        self._weighing.average(BLOCKS)

    def is_weighing(self):
        return self._weighing.is_averaging()

    def average_raw(self):
        """Counts of the last `weigh` or `average`; None while it goes on, or if too few blocks were quiet."""
        return None if self.is_weighing() else self._weighing.average_raw()

    def masses(self):
        """How many known masses were weighed, two at most."""
        self._take()
        return len(self._points)

    def proposal(self):
        """{"zero_raw", "counts_per_g", "doubt_ppm", "zero_doubt_ug"} by the last two masses; doubts are one sd."""
        self._take()
        if len(self._points) < 2:
            raise Refused("load_cell", "%d masses weighed" % len(self._points), "two are needed", "weigh another")
        (raw_0, mass_0, doubt_0), (raw_1, mass_1, doubt_1) = self._points
        apart_mg = mass_1 - mass_0
        if abs(apart_mg) < LEAST_SPAN_MG:
            raise Refused("load_cell", "masses %d mg apart" % abs(apart_mg), "at least 5 g", "take a heavier one")
        counts_per_g = (raw_1 - raw_0) * 1000 // apart_mg
        self._check_span(counts_per_g)
        doubt_ppm = root(doubt_0**2 + doubt_1**2) * 1_000_000 // abs(apart_mg)
        return {
            "zero_raw": raw_0 - mass_0 * counts_per_g // 1000,
            "counts_per_g": counts_per_g,
            "doubt_ppm": doubt_ppm,
            "zero_doubt_ug": doubt_0 * 1000 + doubt_ppm * mass_0 // 1000,
        }

    def accept(self):
        """Put the proposal in force."""
        self.set(**self.proposal())

    def set(self, zero_raw, counts_per_g, doubt_ppm, zero_doubt_ug):
        """Put a calibration in force that was worked out elsewhere; the second witness begins anew."""
        self._refuse_unless_idle("load_cell")
        self._check_span(counts_per_g)
        for field, value, most in (
            ("zero_raw", abs(zero_raw), 1 << 23),
            ("doubt_ppm", doubt_ppm, 100_000),
            ("zero_doubt_ug", zero_doubt_ug, 1_000_000),
        ):
            self._check("load_cell." + field, value, most)
        calibration = {
            "zero_raw": zero_raw,
            "counts_per_g": counts_per_g,
            "doubt_ppm": doubt_ppm,
            "zero_doubt_ug": zero_doubt_ug,
            "mdegc": self._temperature.read_mdegc(),
            "when": self._heart.moment(),
        }
        if not self._recorder.attempt(self._files.save_calibration, calibration):
            raise Refused("load_cell", "%d counts a g" % counts_per_g, "the flash must take it", "replace the board")
        self._points = []
        self._book.record(record_kinds.LOAD_CELL_SET, zero_raw, counts_per_g)
        self._begin_witness()

    def _take(self):
        """Keep what was weighed, the last two."""
        if self._asked is not None and not self._weighing.is_averaging():
            raw = self._weighing.average_raw()
            if raw is not None:
                self._points = (self._points + [(raw,) + self._asked])[-2:]
            self._asked = None

    def _refuse_unless_idle(self, field):
        heart = self._heart
        if heart.state not in (STOPPED, LOCKED, SERVICE) or heart.is_beginning():
            raise Refused(field, heart.state_name(), "only while nothing is delivered", "stop first")
        if not self._recorder.works():
            raise Refused(field, "nothing can be put on record", "history and flash must work", "read the alarms")
        if self._weighing.is_averaging():
            raise Refused(field, "a mass is being weighed", "one at a time", "wait for it")
        if not self._book.has_room_for_event():
            raise Refused(field, "records wait to be written", "room for the record of it", "ask again")

    def _check(self, field, value, most):
        if type(value) is not int or not 0 <= value <= most:
            raise Refused(field, repr(value), "0 to %d" % most, "correct it")

    def _check_span(self, counts_per_g):
        if type(counts_per_g) is not int or not 100 <= abs(counts_per_g) <= MOST_COUNTS_PER_G:
            limit = "100 to %d counts a g" % MOST_COUNTS_PER_G
            raise Refused("load_cell.span", repr(counts_per_g), limit, "check the masses and the cell")
