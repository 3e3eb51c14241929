"""The dose that the basal schedule will give from now on, piece by piece: small integers, rounded up."""

from therapy.memory.dose_window import BUCKET_S
from units.scale import MILLION


class ComingBasal:
    """schedule: BasalSchedule. `begin`, then `take` piece after piece. Whole seconds: a change of flow inside a second
    counts for the larger of the two.
    """

    def __init__(self, schedule):
        self._schedule = schedule
        self._place = 0
        self._bucket = None
        self._left_s = 0
        self._ends = False

    def begin(self):
        """From now."""
        schedule = self._schedule
        self._bucket = schedule.bucket()
        self._ends = schedule.ends()
        if not self._ends:
            return
        self._place = schedule.place
        self._left_s = schedule.left_s()
        if self._bucket_at(schedule.next_place(self._place)).exceeds(self._bucket) and self._left_s > 0:
            self._left_s -= 1

    def _bucket_at(self, place):
        infusion = self._schedule.infusion
        return infusion.buckets[infusion.which[place]]

    def take(self, seconds, into):
        """Add the dose of the next `seconds` (0 to 600) to `into`, TwoWords in pg."""
        while self._ends and seconds >= self._left_s:
            self._add(self._left_s, into)
            seconds -= self._left_s
            self._place = self._schedule.next_place(self._place)
            self._left_s = self._schedule.length_s(self._place)
            self._bucket = self._bucket_at(self._place)
        self._add(seconds, into)
        self._left_s -= seconds

    def _add(self, seconds, into):
        bucket = self._bucket
        if bucket is None or seconds == 0:
            return
        if seconds == BUCKET_S:
            into.add_words(bucket)
            return
        micrograms = bucket.millions * seconds
        picograms = (micrograms % BUCKET_S * MILLION + BUCKET_S - 1) // BUCKET_S
        picograms += (bucket.ones * seconds + BUCKET_S - 1) // BUCKET_S
        into.set(into.millions + micrograms // BUCKET_S, into.ones + picograms)
