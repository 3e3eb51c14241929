"""What the therapy asks for, worked out from committed orders alone: nothing of the firmware is used here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from twin.basal_rates import FL_PER_UL, US_PER_S, BasalRates
from twin.rate_history import RateHistory
from twin.weekly_rate import DAY_US, NOTHING, constant


@dataclass(slots=True)
class _Bridge:
    """until_uL: the basal from power-on at which it is over. rates: of the order, at the old concentration."""

    pg_per_ml: int
    until_uL: Fraction
    rates: BasalRates


class Prescribed:
    """The exact integral of basal, bridges and granted boluses, in uL. Times are us from power-on.

    Tell it what happened in order. What is told late, with a time before the last of its kind (basal or boluses),
    counts from that one: a pump serves one request after another. It runs through power cuts, locks and faults: the
    basal is zero only between a commanded stop and start. Until told otherwise the pump knows the time, and power-on
    is Monday 00:00.
    """

    def __init__(self, step_volume_fl: int) -> None:
        self._step_uL = Fraction(step_volume_fl, FL_PER_UL)
        self._basal = RateHistory()
        self._boluses = RateHistory()
        self._order: Mapping[str, object] | None = None
        self._own: BasalRates | None = None
        self._bridge: _Bridge | None = None
        self._under_way: list[tuple[int, Fraction]] = []
        self._is_stopped = False
        self._knows_time = True
        self._week_us = 0

    # What happens

    def therapy(self, t_us: int, order: Mapping[str, object]) -> None:
        """A therapy is committed, the first one at 0. A bridge under way goes on, with the new doses."""
        drugs = cast("Sequence[tuple[str, int]]", order["drugs"])
        self._order = order
        self._own = BasalRates(order, drugs[0][1])
        if self._bridge is not None:
            self._bridge.rates = BasalRates(order, self._bridge.pg_per_ml)
        self._turn_basal(t_us)

    def set_clock(self, t_us: int, second_of_week: int, us: int = 0) -> None:
        """The pump time at t_us; second 0 is Monday 00:00."""
        self._knows_time = True
        self._week_us = second_of_week * US_PER_S + us - t_us
        self._turn_basal(t_us)

    def lose_clock(self, t_us: int) -> None:
        """The order's policy rules until the clock is set."""
        self._knows_time = False
        self._turn_basal(t_us)

    def stop(self, t_us: int) -> None:
        """Commanded; it cuts the bolus or bridge under way too."""
        self.cut_bolus(t_us)
        self._is_stopped = True
        self._turn_basal(t_us)

    def start(self, t_us: int) -> None:
        """Commanded."""
        self._is_stopped = False
        self._turn_basal(t_us)

    def grant(self, t_us: int, steps: int, over_s: int) -> None:
        """A bolus of whole microsteps, given evenly over over_s > 0 from t_us, on top of the basal."""
        t_us = max(t_us, self._boluses.changed_us)
        over_us = over_s * US_PER_S
        left = [bolus for bolus in self._under_way if bolus[0] > t_us]
        self._under_way = [*left, (t_us + over_us, steps * self._step_uL / over_us)]
        self._boluses.change(t_us, constant(sum((rate for _, rate in self._under_way), Fraction(0))))
        for end_us in sorted({end_us for end_us, _ in self._under_way}):
            later = sum((rate for other_us, rate in self._under_way if other_us > end_us), Fraction(0))
            self._boluses.plan(end_us, constant(later))

    def bridge(self, t_us: int, old_concentration_pg_per_ml: int, steps: int) -> None:
        """The order's doses run at the flows right for the old concentration, until that volume has been asked for."""
        if self._order is None:
            raise ValueError(f"bridge at t_us = {t_us}: there is no therapy yet")
        until_uL = self._basal.by(max(t_us, self._basal.changed_us)) + steps * self._step_uL
        rates = BasalRates(self._order, old_concentration_pg_per_ml)
        self._bridge = _Bridge(old_concentration_pg_per_ml, until_uL, rates)
        self._turn_basal(t_us)

    def cut_bolus(self, t_us: int) -> None:
        """The bolus or bridge under way ends now."""
        if self._under_way:
            self._under_way = []
            self._boluses.change(max(t_us, self._boluses.changed_us), NOTHING)
        if self._bridge is not None:
            self._bridge = None
            self._turn_basal(t_us)

    # What is asked for

    @property
    def is_stopped(self) -> bool:
        """Between a commanded stop and start."""
        return self._is_stopped

    def by(self, t_us: int) -> Fraction:
        """uL from power-on to t_us."""
        return self._basal.by(t_us) + self._boluses.by(t_us)

    def uL_per_day_at(self, t_us: int) -> float:
        """From that moment on, boluses included."""
        return float((self._basal.uL_per_us_at(t_us) + self._boluses.uL_per_us_at(t_us)) * DAY_US)

    def basal_uL_per_day_at(self, t_us: int) -> float:
        """From that moment on, without boluses; a bridge is basal."""
        return float(self._basal.uL_per_us_at(t_us) * DAY_US)

    def _turn_basal(self, t_us: int) -> None:
        """What is in force now, from t_us on, and what follows a bridge."""
        t_us = max(t_us, self._basal.changed_us)
        own, bridge = self._own, self._bridge
        if own is None or self._is_stopped:
            self._basal.change(t_us, NOTHING)
            return
        own_now = own.timely if self._knows_time else own.untimely
        if bridge is None or self._basal.by(t_us) >= bridge.until_uL:
            self._bridge = None
            self._basal.change(t_us, own_now, self._week_us)
            return
        self._basal.change(t_us, bridge.rates.timely if self._knows_time else bridge.rates.untimely, self._week_us)
        over_us = self._basal.us_when(bridge.until_uL)
        if over_us is not None:
            self._basal.plan(over_us, own_now, self._week_us)
