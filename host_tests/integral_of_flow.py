"""The exact integral of the programmed flows, and how far the steps are from it: for tests on both VMs."""


def _gcd(a, b):
    while b:
        a, b = b, a % b
    return a


class Integral:
    """Sum of stretches of flow, each `steps` in `us` microseconds from one time to another; all times in us."""

    def __init__(self):
        self._stretches = []
        self._open = {}
        self._common = 1

    def begin(self, name, flow, at_us, end_us=None):
        """Flow under `name` from at_us on, to `end` or to end_us, whichever comes first."""
        self._common = self._common * flow.us // _gcd(self._common, flow.us)
        stretch = [flow.steps, flow.us, at_us, end_us]
        self._stretches.append(stretch)
        self._open[name] = stretch

    def end(self, name, at_us):
        stretch = self._open.pop(name, None)
        if stretch is not None and (stretch[3] is None or stretch[3] > at_us):
            stretch[3] = max(at_us, stretch[2])

    def at(self, t_us):
        """Steps due by then, in parts of `parts()`."""
        due = 0
        for steps, us, from_us, to_us in self._stretches:
            until = t_us if to_us is None or t_us < to_us else to_us
            if until > from_us:
                due += (until - from_us) * steps * (self._common // us)
        return due

    def parts(self):
        return self._common

    def worst(self, edges):
        """(lead, lag) of these step times in thousandths of a step, the worst of each; rounded away from 0."""
        one = self._common
        lead = lag = 0
        for count, edge_us in enumerate(edges):
            due = self.at(edge_us)
            lead = max(lead, (count + 1) * one - due)
            lag = max(lag, due - count * one)
        return -(-lead * 1000 // one), -(-lag * 1000 // one)

    def whole_steps(self, t_us):
        """Steps due by then, to the nearest thousandth."""
        return self.at(t_us) * 1000 // self._common
