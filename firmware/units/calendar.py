"""Dates from Monday 2001-01-01 to 2099-12-31 as whole days, exact and in small integers.

`day` counts whole days since 2001-01-01, so day % 7 is 0 on a Monday. In these years every fourth is a leap year.
"""

FIRST_YEAR = 2001
LAST_YEAR = 2099
LAST_DAY = 36_158  # 2099-12-31: 99 years of 365 days and 24 leap days, less one
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)  # each month of a common year
YEAR_DAYS = 365
FOUR_YEARS_DAYS = 1461  # from 2001 on, the fourth is the leap year
FEBRUARY = 2


def is_leap(year):
    """year: 2001 to 2099."""
    return year % 4 == 0


def days_in_month(year, month):
    """year: 2001 to 2099; month: 1 to 12."""
    days = DAYS_BEFORE[month] - DAYS_BEFORE[month - 1]
    return days + 1 if month == FEBRUARY and is_leap(year) else days


def is_date(year, month, dom):
    """Whether the integers are a date of these years. dom: day of the month, from 1."""
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= dom <= days_in_month(year, month)


def day_of(year, month, dom):
    """The day of a date; ValueError if it is none."""
    if not is_date(year, month, dom):
        raise ValueError("%04d-%02d-%02d is no date from 2001-01-01 to 2099-12-31" % (year, month, dom))
    years = year - FIRST_YEAR
    day = years * YEAR_DAYS + years // 4 + DAYS_BEFORE[month - 1] + dom - 1
    return day + 1 if month > FEBRUARY and is_leap(year) else day


def date_of(day):
    """(year, month, day of the month) of a day; ValueError outside 0 to LAST_DAY."""
    if not 0 <= day <= LAST_DAY:
        raise ValueError("day %d is outside 0 to %d (2001-01-01 to 2099-12-31)" % (day, LAST_DAY))
    years, rest = day // FOUR_YEARS_DAYS * 4, day % FOUR_YEARS_DAYS
    of_four = min(rest // YEAR_DAYS, 3)
    year = FIRST_YEAR + years + of_four
    dom = rest - of_four * YEAR_DAYS + 1
    month = 1
    while dom > days_in_month(year, month):
        dom -= days_in_month(year, month)
        month += 1
    return year, month, dom


def shown(day, second):
    """As "thu 2026-12-03 14:05": day of the week, ISO date, 24 h time. second: of the day, cut to its minute."""
    year, month, dom = date_of(day)
    minute = second // 60
    return "%s %04d-%02d-%02d %02d:%02d" % (WEEK[day % 7], year, month, dom, minute // 60, minute % 60)
