"""What stands in for the drivers and roles that a bench of the heart does not need for real. On both VMs."""


class Motor:
    is_on = False

    def set(self, on):
        self.is_on = on

    def off(self):
        self.is_on = False


class Button:
    is_down = False
    touched = False
    next_us = 1 << 29

    def pressed(self):
        down, self.is_down = self.is_down, False
        return down


class Supply:
    low = False

    def is_low(self):
        return self.low


class Dog:
    def feed_if_proved(self):
        pass


class SelfTest:
    """A self-test that passes."""

    load_cell_answers = True

    def run(self):
        return True

    def failed_items(self):
        return 0


class Marker:
    """Nobody commanded a reset."""

    def take(self):
        return 0


class NoWitness:
    """A pump whose load cell was never calibrated."""

    def refilled(self, withdrawn_nl, filled_nl, capacity_nl, steps_before):
        pass
