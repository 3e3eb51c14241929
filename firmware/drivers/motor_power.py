"""The enable line of the motor driver: active low, off by the board's pull-up and by the first statement."""


class MotorPower:
    """enable_pin: an output that starts high (off). While delivering the motor is held, not released between steps.

    Releasing a microstepped motor lets it settle by up to two full steps, so `on` lasts from start to stop.
    """

    def __init__(self, enable_pin):
        self._pin = enable_pin
        self.is_on = False
        enable_pin.value(1)

    def set(self, on):
        if on != self.is_on:
            self._pin.value(0 if on else 1)
            self.is_on = on

    def off(self):
        """Unconditionally: for faults and `finally`."""
        self._pin.value(1)
        self.is_on = False
