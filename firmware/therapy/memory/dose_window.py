"""What was given in the last 24 h, in ten-minute buckets of dose, in constant memory."""

from array import array

from units.scale import DAY_S, MILLION
from units.two_words import TwoWords

BUCKET_S = 600
BEGINS_WITHIN_S = 3  # from the grant of a bolus to its first step
BUCKETS = DAY_S // BUCKET_S + 1  # 24 h of whole buckets and the one that is filling: never an under-count


class DoseWindow:
    """Dose of the primary drug by the time it was confirmed. The clock is running time, which only goes forward."""

    def __init__(self):
        self.micrograms = array("i", [0] * BUCKETS)
        self.picograms = array("i", [0] * BUCKETS)
        self.bucket = 0
        self.total = TwoWords()
        self._leaving = TwoWords()
        self._to_come = TwoWords()

    def advance(self, t_s):
        """Come to running time t_s, emptying the buckets that fall out of the window."""
        bucket = t_s // BUCKET_S
        passed = bucket - self.bucket
        if passed > BUCKETS:
            passed = BUCKETS
        while passed > 0:
            passed -= 1
            place = (bucket - passed) % BUCKETS
            self._leaving.set(self.micrograms[place], self.picograms[place])
            self.total.take_words(self._leaving)
            self.micrograms[place] = 0
            self.picograms[place] = 0
        if bucket > self.bucket:
            self.bucket = bucket

    def add(self, dose):
        """Add a dose (TwoWords in pg) to the present bucket."""
        place = self.bucket % BUCKETS
        ones = self.picograms[place] + dose.ones
        self.micrograms[place] += dose.millions + ones // MILLION
        self.picograms[place] = ones % MILLION
        self.total.add_words(dose)

    def sum_up(self):
        """Work out the total anew, after the buckets were filled from a record."""
        self.total.set(0, 0)
        for place in range(BUCKETS):
            self._leaving.set(self.micrograms[place], self.picograms[place])
            self.total.add_words(self._leaving)

    def clear(self):
        """Forget everything: another primary drug begins."""
        for place in range(BUCKETS):
            self.micrograms[place] = 0
            self.picograms[place] = 0
        self.total.set(0, 0)

    def worst_day(self, t_s, coming, extra, into):
        """The most that any 24 h from now on can hold: what is remembered, the basal to come, and `extra` now.

        coming: ComingBasal, or None for no basal. extra: TwoWords in pg; the result is put `into`.
        Looked at where a bucket is full: the window then holds 24 h and ten minutes, so it is rounded up by at most
        one bucket, never down.
        """
        past_ug = self.total.millions
        past_pg = self.total.ones
        to_come = self._to_come
        to_come.copy(extra)
        into.set(0, 0)
        oldest = self.bucket + 1
        seconds = BUCKET_S - t_s % BUCKET_S
        if coming is not None:
            coming.begin()
        for k in range(BUCKETS):
            if coming is not None:
                coming.take(seconds, to_come)
                seconds = BUCKET_S
            pg = past_pg + to_come.ones
            ug = past_ug + to_come.millions + pg // MILLION
            pg %= MILLION
            if ug > into.millions or (ug == into.millions and pg > into.ones):
                into.set(ug, pg)
            place = (oldest + k) % BUCKETS
            past_ug -= self.micrograms[place]
            past_pg -= self.picograms[place]

    def worst_day_begun_within(self, over_s, t_s, coming, leaving, extra, bucket, into):
        """Raise `into` to the most that 24 h can hold which begin while `extra` is given, evenly, over over_s.

        coming, leaving: two ComingBasal. bucket: what ten minutes give of `extra`; it leaves a bucket late. As rounded
        as `worst_day`.
        """
        held, gone = self._to_come, self._leaving
        held.copy(extra)
        coming.begin()
        leaving.begin()
        seconds = BUCKET_S - t_s % BUCKET_S
        coming.take(seconds, held)
        for _ in range(BUCKETS - 1):
            coming.take(BUCKET_S, held)
        left_s = over_s + BEGINS_WITHIN_S - seconds
        begun = 0
        while left_s > 0:
            coming.take(BUCKET_S, held)
            gone.set(0, 0)
            leaving.take(seconds, gone)
            held.take_words(gone)
            if begun > 1:
                held.take_words(bucket)
            if held.exceeds(into):
                into.copy(held)
            seconds = BUCKET_S
            left_s -= BUCKET_S
            begun += 1
