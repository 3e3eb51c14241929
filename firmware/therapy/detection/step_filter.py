"""A weight that shifts once and stays is no fault of delivery: a droplet, a cable that was touched, a finger."""

LIMIT_SDS = 6  # of one minute's noise; two readings differ by 1.4 of it


class StepFilter:
    """Takes single steps out of the weight that the detector sees. Small integers; nothing allocates.

    noise_ug: white_sd_ug. jump_ug: a step of this or more is a fill or a removal, and passes. What flows goes on in the
    next minute, and what does not leave cannot rise faster than the steps: so a step is left out for one minute, and
    where the next minute finds it unchanged it is taken off from then on. mass_ug: what `pass_on` let through.
    """

    def __init__(self, noise_ug, jump_ug):
        self._limit_ug = LIMIT_SDS * noise_ug
        self._jump_ug = jump_ug
        self.mass_ug = 0
        self.forget()

    def forget(self):
        """The load was changed by somebody who said so."""
        self._has_last = False
        self._last_ug = 0
        self._off_ug = 0
        self._pending_ug = 0
        self._is_flowing = False

    def pass_on(self, mass_ug, is_measured, delivered_ug):
        """A minute's weight, and what the steps should have taken off it. True if the detector may have it."""
        self._last_ug -= delivered_ug
        if not is_measured:
            return False
        moved_ug = mass_ug - self._off_ug - self._last_ug if self._has_last else 0
        pending_ug, self._pending_ug = self._pending_ug, 0
        beyond_ug = abs(moved_ug) - self._limit_ug - delivered_ug
        goes_down = beyond_ug > 0 and moved_ug < 0
        self._is_flowing = goes_down and (self._is_flowing or 2 * (pending_ug - moved_ug) >= -pending_ug > 0)
        if not self._is_flowing and beyond_ug > 0 and abs(moved_ug) < self._jump_ug:
            if not pending_ug:
                self._pending_ug = moved_ug
                return False
            if (pending_ug > 0) == (moved_ug > 0):
                self._off_ug += moved_ug
        self.mass_ug = mass_ug - self._off_ug
        self._last_ug = self.mass_ug
        self._has_last = True
        return True
