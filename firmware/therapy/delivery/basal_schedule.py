"""Which flow of the infusion the basal runs now, and when the next takes over."""

from therapy.delivery.pump_time import WEEK_S
from therapy.in_force import NO_FLOW, InfusionInForce
from units.scale import US_PER_S

NONE = NO_FLOW
FAR_US = 1 << 29
FAR_S = FAR_US // US_PER_S


NO_INFUSION = InfusionInForce()


class BasalSchedule:
    """index: of the flow in force, NONE without an infusion or where the clock is lost and the policy is to stop.

    A change is passed half a second ahead: index_before is the flow until then.
    pump_time: what tells the period. place: of the period in the infusion's week.
    During a bridge `infusion` is the bridge's: the same periods, at the flows right for the old concentration.
    """

    def __init__(self, pump_time):
        self._time = pump_time
        self.infusion = NO_INFUSION
        self._of_therapy = NO_INFUSION
        self.index = self.index_before = NONE
        self.place = 0
        self._left_s = FAR_S
        self._left_us = 0

    def use(self, infusion):
        """Run the Infusion of a therapy, or None, from now on."""
        self._of_therapy = NO_INFUSION if infusion is None else infusion
        self.infusion = self._of_therapy
        self.find()

    def bridge(self, infusion):
        """Run the same periods at a bridge's flows."""
        self.infusion = infusion

    def end_bridge(self):
        self.infusion = self._of_therapy

    def find(self):
        """Look up the period anew: after the infusion, or the pump time, was set or lost."""
        infusion = self.infusion
        self._left_s, self._left_us = FAR_S, 0
        if infusion is NO_INFUSION:
            self.index = NONE
        elif not self.is_timely():
            self.index = infusion.when_lost
        elif infusion.is_constant():
            self.index = infusion.which[0]
        else:
            self._find_period(infusion)
        self.index_before = self.index

    def has_infusion(self):
        return self.infusion is not NO_INFUSION

    def is_timely(self):
        """True unless the therapy's policy for a lost clock rules now."""
        return self._time.is_known or (self.infusion.is_constant() and not self.infusion.has_policy)

    def _find_period(self, infusion):
        second = self._time.second_of_week()
        place = len(infusion.which) - 1
        while infusion.starts_s[place] > second:
            place -= 1
        self.place = place
        self.index = infusion.which[place]
        self._left_s = infusion.starts_s[place] + self.length_s(place) - second
        self._left_us = -self._time.us
        while self._left_us > 0:
            self._left_us -= US_PER_S
            self._left_s += 1

    def length_s(self, place):
        """Seconds that a period lasts."""
        starts_s = self.infusion.starts_s
        end_s = starts_s[place + 1] if place + 1 < len(starts_s) else WEEK_S
        return end_s - starts_s[place]

    def next_place(self, place):
        return place + 1 if place + 1 < len(self.infusion.which) else 0

    def ends(self):
        """Another period will take over."""
        return not self.infusion.is_constant() and self.is_timely()

    def elapse(self, us):
        if not self.ends():
            return
        self._left_us -= us
        while self._left_us <= -US_PER_S:
            self._left_us += US_PER_S
            self._left_s -= 1

    def left_s(self):
        """Whole seconds left of the period, rounded up; 0 if it is over."""
        return self._left_s if self._left_s > 0 else 0

    def to_change_us(self):
        """Time from now to the next period, at most FAR_US."""
        if self._left_s >= FAR_S:
            return FAR_US
        return self._left_s * US_PER_S + self._left_us

    def pass_change(self):
        """The next period takes over."""
        infusion = self.infusion
        self.place = self.next_place(self.place)
        self.index_before = self.index
        self.index = infusion.which[self.place]
        self._left_s += self.length_s(self.place)

    def flow(self):
        """The Flow in force, or None."""
        return None if self.index == NONE else self.infusion.flows[self.index]

    def steps_a_day(self):
        """Of the day with the fewest, or by the policy for a lost clock while it rules."""
        infusion = self.infusion
        return infusion.least_steps_a_day if self.is_timely() else infusion.steps_a_day_when_lost

    def bucket(self):
        """What that flow gives in ten minutes: TwoWords in pg, or None."""
        return None if self.index == NONE else self.infusion.buckets[self.index]
