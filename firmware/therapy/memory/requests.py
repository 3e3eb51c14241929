"""What the patient asked for since the last report, by hour of the day."""

from array import array

from therapy.delivery.pump_time import HOUR_UNKNOWN

HOURS = HOUR_UNKNOWN + 1  # the last place: the pump time was not known


class Requests:
    """granted, denied: patient boluses by the hour of the pump time in which they were asked for, as on record.

    waiting: denials that are not on record yet; a reset forgets them.
    """

    def __init__(self):
        self.granted = array("i", [0] * HOURS)
        self.denied = array("i", [0] * HOURS)
        self.waiting = array("i", [0] * HOURS)

    def clear(self):
        for hour in range(HOURS):
            self.granted[hour] = 0
            self.denied[hour] = 0
            self.waiting[hour] = 0
