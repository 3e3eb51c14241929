"""Whether what was filled shows as weight (R6)."""

SETTLED_AFTER = 2  # measured minutes: the first may have been under the needle
GIVEN_UP_AFTER = 30  # minutes without a measurement


class FillWitness:
    """weighed_nl: by how much the weight rose, the withdrawn volume added back; it holds when `minute` returns True."""

    def __init__(self):
        self._left = 0
        self._patience = 0
        self._before_ug = 0
        self.filled_nl = 0
        self.doubt_nl = 0
        self.weighed_nl = 0

    def entered(self, before_ug, withdrawn_nl, filled_nl, doubt_nl):
        """A refill was entered; before_ug: the weight before it. doubt_nl: how much may be missing. 1 nL is 1 ug."""
        self._before_ug = before_ug - withdrawn_nl
        self.filled_nl = filled_nl
        self.doubt_nl = doubt_nl
        self._left = SETTLED_AFTER
        self._patience = GIVEN_UP_AFTER

    def cancel(self):
        """Something else moved the weight: nothing can be said."""
        self._left = 0

    def is_waiting(self):
        return self._left > 0

    def minute(self, mass_ug, is_measured, delivered_ug):
        """Take a minute in; True when it is known what the weight says. delivered_ug: by steps, in this minute."""
        if not self._left:
            return False
        self._before_ug -= delivered_ug
        self._patience -= 1
        if is_measured:
            self._left -= 1
        elif not self._patience:
            self._left = 0
            return False
        if self._left:
            return False
        self.weighed_nl = mass_ug - self._before_ug
        return True

    def is_misplaced(self):
        """More is missing than may be."""
        return self.filled_nl - self.weighed_nl > self.doubt_nl
