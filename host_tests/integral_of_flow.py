"""The exact integral of the programmed flows, and how far the steps are from it: for tests on both VMs."""


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def lcm(*numbers):
    """The least common multiple."""
    common = 1
    for number in numbers:
        common = common * number // gcd(common, number)
    return common


class Integral:
    """Sum of stretches of flow, each `steps` in `us` microseconds from one time to another; all times in us."""

    def __init__(self):
        self._stretches = []
        self._open = {}
        self._common = 1

    def begin(self, name, flow, at_us, end_us=None):
        """Flow under `name` from at_us on, to `end` or to end_us, whichever comes first."""
        self._common = lcm(self._common, flow.us)
        stretch = [flow.steps, flow.us, at_us, end_us]
        self._stretches.append(stretch)
        self._open.setdefault(name, []).append(stretch)

    def end(self, name, at_us):
        """What runs under `name` at that time, or would later, ends there."""
        for stretch in list(self._open.get(name, [])):
            if stretch[2] >= at_us:
                self._stretches.remove(stretch)
                self._open[name].remove(stretch)
            elif stretch[3] is None or stretch[3] > at_us:
                stretch[3] = at_us

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
        changes = self._changes()
        lead = lag = due = rate = place = 0
        at_us = edges[0] if edges else 0
        if changes and changes[0][0] < at_us:
            at_us = changes[0][0]
        for count, edge_us in enumerate(edges):
            while place < len(changes) and changes[place][0] <= edge_us:
                due += (changes[place][0] - at_us) * rate
                at_us = changes[place][0]
                rate += changes[place][1]
                place += 1
            due += (edge_us - at_us) * rate
            at_us = edge_us
            lead = max(lead, (count + 1) * one - due)
            lag = max(lag, due - count * one)
        return -(-lead * 1000 // one), -(-lag * 1000 // one)

    def _changes(self):
        """[(time, change of the rate there in parts of a step), ...] in order."""
        changes = []
        for steps, us, from_us, to_us in self._stretches:
            rate = steps * (self._common // us)
            changes.append((from_us, rate))
            if to_us is not None:
                changes.append((to_us, -rate))
        return sorted(changes)

    def whole_steps(self, t_us):
        """Steps due by then, to the nearest thousandth."""
        return self.at(t_us) * 1000 // self._common
