"""The periods of a flex therapy: checked, and laid out over the week."""

from units.refused import Refused
from units.scale import DAY_S

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = (1 << len(DAYS)) - 1
MOST_A_DAY = 16
FIELD = "infusion.period"


def week_of(periods):
    """[[days, from_s, pg a day], ...] as [(second of the week, pg a day), ...] in order; equal neighbours are one.

    days: bit 0 is Monday. A period lasts until the next one of that day. Raises Refused for the first thing wrong.
    """
    if type(periods) not in (list, tuple) or not periods:
        raise Refused(FIELD, "none", "a flex therapy needs periods", "add at least one")
    for number, period in enumerate(periods, 1):
        _check(period, "%s %d" % (FIELD, number))
    week = []
    for day in range(len(DAYS)):
        for from_s, dose_pg in _day_of(periods, day):
            if not week or week[-1][1] != dose_pg:
                week.append((day * DAY_S + from_s, dose_pg))
    return week


def _check(period, field):
    if type(period) not in (list, tuple) or len(period) != 3 or any(type(number) is not int for number in period):
        raise Refused(field, repr(period), "days, second of the day and pg a day", "send it as the protocol says")
    days, from_s, _ = period
    if not 1 <= days <= EVERY_DAY:
        raise Refused(field + ".days", str(days), "a bit for each day, 1 to %d" % EVERY_DAY, "name its days")
    if not 0 <= from_s < DAY_S:
        raise Refused(field + ".from", "%d s" % from_s, "a second of the day, 0 to %d" % (DAY_S - 1), "correct it")


def _day_of(periods, day):
    found = sorted((period[1], period[2]) for period in periods if period[0] >> day & 1)
    if not found:
        raise Refused(FIELD + ".days", DAYS[day], "every day needs a period", "name it in one")
    if len(found) > MOST_A_DAY:
        raise Refused(FIELD, "%d on %s" % (len(found), DAYS[day]), "at most %d a day" % MOST_A_DAY, "merge some")
    if found[0][0] != 0:
        raise Refused(
            FIELD + ".from",
            "%s first at %s" % (DAYS[day], _clock(found[0][0])),
            "the first of a day is 00:00:00",
            "begin the day with one",
        )
    begins = [from_s for from_s, _ in found]
    for from_s in begins:
        if begins.count(from_s) > 1:
            value = "%s %s twice" % (DAYS[day], _clock(from_s))
            raise Refused(FIELD + ".from", value, "one period at a time", "remove one")
    return found


def _clock(second):
    return "%02d:%02d:%02d" % (second // 3600, second // 60 % 60, second % 60)
