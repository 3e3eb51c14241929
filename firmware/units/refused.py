"""How the pump says no."""


class Refused(Exception):
    """A request that the pump will not carry out. Nothing was changed.

    field: dotted name as in the therapy file ("infusion.dose").
    value: what was asked, with its unit, as text.
    limit: the limit it broke, with its unit, as text.
    advice: what to do about it.
    """

    def __init__(self, field, value, limit, advice):
        super().__init__("%s: %s: %s; %s" % (field, value, limit, advice))
        self.field = field
        self.value = value
        self.limit = limit
        self.advice = advice
