"""Orders for the tests of what is prescribed, and spans of time."""

from twin.prescribed import Prescribed

STEP_FL = 18_750_000  # 18.75 nL
S_US = 10**6
MINUTE_US, HOUR_US, DAY_US = 60 * S_US, 3600 * S_US, 86_400 * S_US
MON, TUE, WED, THU, FRI, SAT, SUN = (1 << day for day in range(7))
WORKDAYS = MON | TUE | WED | THU | FRI
MG = 10**9  # in pg
EIGHT_S, TWENTY_S = 8 * 3600, 20 * 3600
OLD_MIXTURE, NEW_MIXTURE = 25 * MG, 50 * MG  # pg/mL


def order(mode: str, **parts: object) -> dict[str, object]:
    """Of morphine 25 mg/mL, unless said otherwise."""
    return {
        "drugs": [["morphine", OLD_MIXTURE], ["bupivacaine", 4 * MG]],
        "mode": mode,
        "basal_pg_per_day": 0,
        "basal_fl_per_day": 0,
        "periods": [],
        "clock_lost": "",
    } | parts


def simple(pg_per_day: int, **parts: object) -> dict[str, object]:
    return order("simple", basal_pg_per_day=pg_per_day, **parts)


def flex(**parts: object) -> dict[str, object]:
    """Workdays 1 mg a day, from 08:00 to 20:00 6 mg a day; the weekend 3 mg a day."""
    periods = [
        [WORKDAYS, EIGHT_S, 6 * MG],
        [WORKDAYS, 0, 1 * MG],
        [WORKDAYS, TWENTY_S, 1 * MG],
        [SAT | SUN, 0, 3 * MG],
    ]
    return order("flex", **({"periods": periods, "clock_lost": "minimum"} | parts))


def prescribed(committed: dict[str, object]) -> Prescribed:
    it = Prescribed(STEP_FL)
    it.therapy(0, committed)
    return it
