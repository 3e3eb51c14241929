"""Orders with periods, and a week minute by minute: for tests on both VMs."""

from example_orders import MG, therapy

WEEK_S = 604_800
DAY_S = 86_400
EVERY_DAY = 127
MON_TO_FRI, SAT_SUN = 0b0011111, 0b1100000


def h(hours, minutes=0, seconds=0):
    """A second of the day."""
    return hours * 3_600 + minutes * 60 + seconds


def flex(periods, **changes):
    """2.4 to 4.8 mg/day are 96 to 192 uL/day at 25 mg/mL; `changes` replace fields."""
    order = therapy(mode="flex", basal_pg_per_day=0, periods=periods, clock_lost="lowest period")
    order["max_dose_pg_per_day"] = 1_250 * MG
    order.update(changes)
    return order


THREE_A_DAY = [
    [EVERY_DAY, 0, 2_400_000_000],
    [EVERY_DAY, h(8), 4_800_000_000],
    [EVERY_DAY, h(20), 1_200_000_000],
]


def random_periods(chance, most_a_day=16, unit_s=60, highest_mg=600):
    """Periods on groups of days that cover the week, at multiples of unit_s; 1.2 mg/day (0.048 mL/day) and more."""
    doses = [chance.between(1_200, highest_mg * 1_000) * 1_000_000 for _ in range(chance.between(1, 4))]
    group = chance.choose([EVERY_DAY, MON_TO_FRI, chance.between(1, EVERY_DAY)])
    periods = []
    for days in [group] + ([EVERY_DAY - group] if group != EVERY_DAY else []):
        begins = {0} | {chance.below(DAY_S // unit_s) * unit_s for _ in range(chance.below(most_a_day))}
        periods += [[days, from_s, chance.choose(doses)] for from_s in begins]
    return periods


def week_in(unit_s, periods):
    """pg a day in every unit of the week, from the periods as they were entered."""
    units = []
    for day in range(7):
        begun = sorted((from_s, pg) for days, from_s, pg in periods if days >> day & 1)
        begun.append((DAY_S, 0))
        for place in range(len(begun) - 1):
            units += [begun[place][1]] * ((begun[place + 1][0] - begun[place][0]) // unit_s)
    return units


def largest_window(units, length):
    """The largest sum of so many units in a row, over a week that repeats."""
    total = worst = sum(units[:length])
    for begin in range(len(units)):
        total += units[(begin + length) % len(units)] - units[begin]
        worst = max(worst, total)
    return worst
