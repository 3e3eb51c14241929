"""When the patient may have the next bolus: lockout and most per day, for all clients together."""

from array import array

from units.scale import DAY_S

REMEMBERED = 48
NEVER_S = -DAY_S


class Lockout:
    """The last 48 grants of a patient bolus, by running time; a bolus that was cut counts as granted."""

    def __init__(self):
        self.granted_s = array("i", [NEVER_S] * REMEMBERED)
        self.last = REMEMBERED - 1

    def begin(self, t_s):
        """In a new history: as if one had been granted now, which is not known. It stands where no first grant does."""
        self.granted_s[self.last] = t_s

    def grant(self, t_s):
        self.last = (self.last + 1) % REMEMBERED
        self.granted_s[self.last] = t_s

    def last_granted_s(self):
        """Running time of the last grant; None if this history knows of none. No two grants have the same."""
        is_begin = self.last == REMEMBERED - 1 and self.granted_s[self.last - 1] == NEVER_S
        return None if is_begin else self.granted_s[self.last]

    def left_s(self, t_s, lockout_s):
        """Seconds until the lockout ends, rounded up; 0 if it is over or none ever began."""
        last_s = self.granted_s[self.last]
        if last_s == NEVER_S:
            return 0
        left_s = last_s + lockout_s + 1 - t_s
        return left_s if left_s > 0 else 0

    def granted_today(self, t_s):
        """Grants in the 24 h that end now."""
        count = 0
        for place in range(REMEMBERED):
            granted_s = self.granted_s[place]
            if granted_s != NEVER_S and granted_s >= t_s - DAY_S:
                count += 1
        return count
