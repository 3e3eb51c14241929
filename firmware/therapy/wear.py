"""How long the pump and its tube last."""

from units.scale import DAY_S
from units.two_words import TwoWords

NOTICE_S = 90 * DAY_S  # the pump class announces its replacement 90 days before the end of service


class Wear:
    """service_life_days: of running time, then delivery ends. tube_revolutions: then the tube is to be changed.

    steps_per_revolution: of the head. All are board data; the longest service life is 6,000 days.
    """

    def __init__(self, service_life_days, tube_revolutions, steps_per_revolution):
        self.ends_s = service_life_days * DAY_S
        self.steps_per_revolution = steps_per_revolution
        self._tube_steps = TwoWords(tube_revolutions * steps_per_revolution)

    def is_tube_worn(self, steps):
        """steps: TwoWords, since the tube was changed."""
        return not self._tube_steps.exceeds(steps)

    def is_nearly_over(self, t_s):
        return t_s >= self.ends_s - NOTICE_S

    def is_over(self, t_s):
        return t_s >= self.ends_s
