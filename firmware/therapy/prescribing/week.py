"""The week of an Infusion, or of one in force, as stretches of even flow."""

from therapy.delivery.pump_time import WEEK_S


def segments(infusion):
    """(second of the week, seconds, index of the flow) of each stretch of the week."""
    ends = list(infusion.starts_s[1:]) + [WEEK_S]
    return [(start, end - start, index) for start, end, index in zip(infusion.starts_s, ends, infusion.which)]


def stretches(infusion, from_s, to_s):
    """(seconds, index of the flow) of what lies between two times, in seconds from a Monday 00:00."""
    found = []
    for week in range(from_s // WEEK_S, -(-to_s // WEEK_S)):
        for start, length, index in segments(infusion):
            begin = max(from_s, week * WEEK_S + start)
            end = min(to_s, week * WEEK_S + start + length)
            if end > begin:
                found.append((end - begin, index))
    return found
