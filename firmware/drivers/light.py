"""A lamp."""


class Light:
    """pin: output, high is lit. `show` writes the pin only when it changes."""

    def __init__(self, pin):
        self._pin = pin
        self.is_lit = False
        pin.value(0)

    def show(self, lit):
        if lit != self.is_lit:
            self._pin.value(1 if lit else 0)
            self.is_lit = lit
