"""Which windows belong to which flow.

Bench: sampled every 0.5 min, windows of 2, 5, 11, 19 and 31 min in the second hour: IEC 60601-2-24:1998 clause 50.102,
2012 clause 201.12.1.102. The 2012 text leaves the sample interval open (MEDTEQ, "IEC 60601-2-24 Infusion pumps - what's
the story?"); makers' manuals go on stating 0.5 min (B. Braun Perfusor compact plus, Infusomat Space P).

Therapy: the standard's test of ambulatory pumps samples every 15 min, for 25 h after 24 h of running in. The windows
are those of the bench in samples: 4, 10, 22, 38 and 62 of them are 2 to 31 min at 0.5 min, and 60, 150, 330, 570 and
930 min at 15 min; the shortest is one sample, 15 min. So 150, 330 and 570 min, not 180, 360 and 720: one trumpet may be
laid over the other.

The pump's own load cell is read once a minute: so readings may stand 60 s apart at the bench's rates too, and the
report says that they do. All five windows are whole minutes, so only windows that begin between readings are smoothed.
"""

from dataclasses import dataclass

HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Regime:
    """Times in seconds. every_s: the sample interval; most_apart_s: what two readings may be apart, with the samples
    between them on a line. settles_s: before the first analysis period T1. analysed_s: length of T1 and of T2.
    start_up_s: length of the start-up curve. windows_s: each a whole number of sample intervals.
    """

    name: str
    every_s: float
    most_apart_s: float
    settles_s: float
    analysed_s: float
    start_up_s: float
    windows_s: tuple[float, ...]

    @property
    def least_s(self) -> float:
        """The shortest record that has a T1."""
        return self.settles_s + self.analysed_s


BENCH = Regime(
    "bench", 30.0, 60.0, HOUR_S, HOUR_S, 2 * HOUR_S, tuple(60.0 * minutes for minutes in (2, 5, 11, 19, 31)),
)  # fmt: skip
THERAPY = Regime(
    "therapy", 900.0, 900.0, 24 * HOUR_S, 25 * HOUR_S, 24 * HOUR_S,
    tuple(60.0 * minutes for minutes in (15, 60, 150, 330, 570, 930)),
)  # fmt: skip
REGIMES = {regime.name: regime for regime in (BENCH, THERAPY)}
# From here on the second hour holds five pulses of the default head, and a microstep is under 1 % of 2 min.
LEAST_BENCH_UL_PER_H = 100.0
TUBE_LIFE_S = 96 * HOUR_S  # the second analysis period is wanted at the end of it


def regime_for(rate_uL_per_h: float) -> Regime:
    """The regime that suits a flow."""
    return BENCH if rate_uL_per_h >= LEAST_BENCH_UL_PER_H else THERAPY
