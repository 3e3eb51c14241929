"""The display as a slice of the loop: one line of the picture a turn; one that was away is set up anew."""

CHECK_US = 10_000_000
NOTHING_DUE_US = 1 << 29


class Picture:
    """screen: BarScreen. is_up: it answered last."""

    def __init__(self, screen):
        self._screen = screen
        self._to_check_us = 0
        self.is_up = False
        self.next_us = 0

    def show(self, lines, bar):
        """Eight lines, and a bar (line, dots) or None. Sent by `work`."""
        for line, text in enumerate(lines):
            if bar is not None and bar[0] == line:
                self._screen.show_bar(line, bar[1])
            else:
                self._screen.show(line, text)
        if self.is_up and self._screen.is_to_be_sent():
            self.next_us = 0

    def work(self, elapsed_us):
        """Bounded: one transfer of a line, or one look whether it is still there."""
        self._to_check_us -= elapsed_us
        screen = self._screen
        if self._to_check_us <= 0:
            self._to_check_us = CHECK_US
            self.is_up = (self.is_up and screen.is_as_left()) or screen.begin()
        elif self.is_up and screen.is_to_be_sent():
            self.is_up = screen.send()
        self.next_us = 0 if self.is_up and screen.is_to_be_sent() else max(0, self._to_check_us)
