"""How the hand-held says what the pump's own display does not: times as h:mm, dates with a month, a screen's form."""

from display_pages import COLUMNS, LINES, WATER_ONLY
from units.calendar import LAST_DAY, date_of

BODY_LINES = LINES - 2  # between the title and the last line
DAY_S = 86_400
MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"


def screen(title, body=(), bar=None):
    """(eight lines, bar). body: at most six lines, below a gap if there is room. bar: None, or (line, dots)."""
    lines = [title]
    if bar is None and len(body) < BODY_LINES:
        lines.append("")
    lines += list(body)[: LINES - 1 - len(lines)]
    while len(lines) < LINES - 1:
        lines.append("")
    lines.append(WATER_ONLY)
    return lines, bar


def apart(left, right):
    """Both on one line, at its two ends."""
    return left + " " * max(1, COLUMNS - len(left) - len(right)) + right


def hours(seconds):
    """As "1:23 h", the minutes rounded up: never sooner than it is."""
    minutes = (seconds + 59) // 60
    return "%d:%02d h" % (minutes // 60, minutes % 60)


def refill_line(outlook, time):
    """When the reservoir may be low, should every dose be asked for. outlook: a dict or None; time: [day, second]."""
    if outlook is None:
        return apart("Refill", "unknown")
    low_s = outlook.get("low_with_boluses_s")
    if low_s is None:
        low_s = outlook.get("low_s")
    if low_s is None:
        return apart("Refill", "no date")
    if low_s <= 0:
        return apart("Refill", "now")
    if time is None:
        return apart("Refill in", "%d d" % (low_s // DAY_S))
    day = time[0] + (time[1] + low_s) // DAY_S
    if not 0 <= day <= LAST_DAY:
        return apart("Refill", "no date")
    year, month, dom = date_of(day)
    return apart("Refill", "%d %s %02d" % (dom, MONTHS[3 * month - 3 : 3 * month], year % 100))


def next_line(to_next_s, boluses_left):
    """When a dose may be asked for. to_next_s: None where none is prescribed."""
    if to_next_s is None:
        return "No dose to ask"
    if not boluses_left:
        return apart("Next dose", "later")
    return apart("Next in", hours(to_next_s)) if to_next_s else apart("Next dose", "now")


def used_line(used, boluses_left):
    """Doses of the last 24 h. used: None from a pump that does not say."""
    if boluses_left is None:
        return ""
    if used is None:
        return apart("Doses left", "%d" % boluses_left)
    return apart("Doses %d" % used, "left %d" % boluses_left)
