"""What the room does to the load cell at each time of the day, learned from the days before."""

from array import array

from therapy.detection.small_parts import PER_UG, within

SLOT_MIN = 30
SLOTS = 48
LEAST_SAMPLES = 20  # of a slot, or it teaches nothing
SLOWEST = 4  # the last few days count: a quarter of what is new goes in
KNOWN_AFTER = 2 * SLOTS + 1  # two days


class DailyProfile:
    """Rise of the residual between the means of neighbouring half hours, less its mean over the day: wave, not drift.

    A rise belongs to the time from the middle of one slot to the middle of the next, so it is applied there, not late.
    `correction_16` is what the room has added up to this minute; it comes back to where it was after a day.
    """

    def __init__(self, daily_swing_ug):
        self._limit_16 = daily_swing_ug * PER_UG // 4 + 1  # 1.9 times the steepest half hour of a sine
        self._rises = array("i", [0] * SLOTS)
        self._total = 0
        self._slot = 0
        self._minute = 0
        self._at = 0
        self._base = 0
        self._sum = 0
        self._samples = 0
        self._mean = 0
        self._has_mean = False
        self._learned = 0
        self._is_spoiled = False
        self._boundary_16 = 0
        self._rise_16 = 0
        self.correction_16 = 0
        self.is_known = False

    def advance(self):
        """A minute has passed."""
        self._minute += 1
        if self._minute == SLOT_MIN:
            self._minute = 0
            self._end_slot()
        self._at += 1
        if self._at == SLOT_MIN // 2:
            self._boundary_16 += self._rise_16
            self._rise_16 = self._rises[(self._slot + 1) % SLOTS] - self._total // SLOTS
        since = self._at - SLOT_MIN // 2
        if since < 0:
            since += SLOT_MIN
        if self._at == SLOT_MIN:
            self._at = 0
        self.correction_16 = self._boundary_16 + self._rise_16 * since // SLOT_MIN

    def learn(self, residual_16):
        """A measured residual of this minute, without the correction."""
        if not self._samples:
            self._base = residual_16
        self._sum += within(residual_16 - self._base, 1 << 24)
        self._samples += 1

    def spoil(self):
        """What stands in this slot is no weather: a fill, an alarm. It and the rise from it teach nothing."""
        self._is_spoiled = True

    def _end_slot(self):
        self._slot += 1
        if self._slot == SLOTS:
            self._slot = 0
        is_good = self._samples >= LEAST_SAMPLES and not self._is_spoiled
        mean = self._base + self._sum // self._samples if is_good else 0
        if is_good and self._has_mean:
            self._teach(mean - self._mean)
        self._mean = mean
        self._has_mean = is_good
        self._samples = 0
        self._sum = 0
        self._is_spoiled = False

    def _teach(self, rise_16):
        # The slot that just ended is `_slot` - 1: its boundary with the one before carries its number.
        place = self._slot - 1
        if place < 0:
            place = SLOTS - 1
        weight = 1 + self._learned // SLOTS
        if weight > SLOWEST:
            weight = SLOWEST
        news = (within(rise_16, self._limit_16) - self._rises[place]) // weight
        self._rises[place] += news
        self._total += news
        if self._learned < SLOWEST * SLOTS:
            self._learned += 1
        self.is_known = self._learned >= KNOWN_AFTER
