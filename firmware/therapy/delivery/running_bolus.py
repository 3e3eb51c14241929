"""The one bolus under way."""

from therapy.bolus_kinds import BASAL, BRIDGE


class RunningBolus:
    """What is left to plan of it, in small integers; `kind` is BASAL when there is none.

    total_steps: what it will come to, less than was ordered once it is cancelled. cancelled: a person ended it early.
    """

    def __init__(self):
        self.kind = BASAL
        self.order = None
        self.total_steps = 0
        self.to_plan_steps = 0
        self.not_given_steps = 0
        self.cancelled = False

    def begin(self, order):
        self.kind = order.kind
        self.order = order
        self.total_steps = order.steps
        self.to_plan_steps = order.steps
        self.not_given_steps = 0
        self.cancelled = False

    def cancel(self, unplanned_steps):
        """It will end without the steps that were not planned yet."""
        self.total_steps -= unplanned_steps
        self.to_plan_steps = 0
        self.cancelled = True

    def end(self):
        self.kind = BASAL
        self.order = None
        self.to_plan_steps = 0

    def is_cut(self):
        """It ends with less than it was for: of a bridge, steps not given are left in the catheter."""
        return self.cancelled or (self.kind == BRIDGE and self.not_given_steps > 0)

    def is_complete(self, given_steps):
        """Every step of it was confirmed as made, or recorded as not given."""
        return self.order is not None and given_steps + self.not_given_steps >= self.total_steps
