"""One button over time: when it went down, for how long, and when it was let go."""

LONGEST_US = 1 << 29
NOTHING_DUE_US = 1 << 29


class HeldButton:
    """button: drivers.button.Button, woken by both edges. Of the last look: went_down, came_up.

    held_us: how long it has been down, also in the look that finds it up again. A bounce does not end a hold.
    """

    def __init__(self, button):
        self._button = button
        self._is_held = False
        self.went_down = False
        self.came_up = False
        self.held_us = 0
        self.next_us = NOTHING_DUE_US

    def look(self, elapsed_us):
        """Once a turn."""
        was_held = self._is_held
        self.went_down = self._button.pressed()
        is_down = self._button.is_down()
        is_up = self._button.next_us == NOTHING_DUE_US  # and has been for long enough to be pressed anew
        self._is_held = not is_up
        self.came_up = was_held and is_up
        if self.went_down:
            self.held_us = 0
        elif self._is_held and is_down:
            self.held_us = min(self.held_us + elapsed_us, LONGEST_US)
        elif is_up and not self.came_up:
            self.held_us = 0
        self.next_us = NOTHING_DUE_US if is_down else self._button.next_us

    def is_held(self):
        return self._is_held
