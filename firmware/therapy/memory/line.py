"""Which mixture is where between the reservoir and the tip: plug flow, counted in lifetime steps.

For reports and for a bridge, never in the tick: big integers are allowed here.
"""

from therapy.prescribing.drugs import are_the_same
from units.scale import FL_PER_ML

MOST_FRONTS = 6


class Line:
    """fronts: [[lifetime step at which it entered, drugs], ...], oldest first; the line was full of the first.

    before: {name: pg} that left by fronts which are no longer kept one by one.
    """

    def __init__(self, fronts=None, before=None):
        self.fronts = fronts or []
        self.before = before or {}

    def with_mixture(self, given, drugs, step_volume_fl):
        """The Line after `drugs` entered at lifetime step `given`; this one stays as it is."""
        fronts = [list(front) for front in self.fronts]
        before = dict(self.before)
        if not fronts:
            return Line([[0, drugs]], before)
        if are_the_same(fronts[-1][1], drugs):
            return Line(fronts, before)
        if len(fronts) == MOST_FRONTS:
            entered, oldest = fronts.pop(0)
            for name, pg in _amounts(fronts[0][0] - entered, oldest, step_volume_fl):
                before[name] = before.get(name, 0) + pg
        return Line(fronts + [[given, drugs]], before)

    def delivered_pg(self, given, step_volume_fl):
        """{name: pg} that left the pump up to lifetime step `given`, rounded down."""
        return self._passed(given, 0, step_volume_fl)

    def at_tip_pg(self, given, catheter_steps, step_volume_fl):
        """{name: pg} that left the tip by then, if nothing mixes on the way. catheter_steps: outlet to tip."""
        return self._passed(given, catheter_steps, step_volume_fl)

    def _passed(self, given, behind_steps, step_volume_fl):
        """What passed a place that lies behind_steps down the line; it was full of the oldest mixture at the start."""
        amounts = dict(self.before)
        for place, (entered, drugs) in enumerate(self.fronts):
            begin = entered if place or self.before else -behind_steps
            end = given - behind_steps
            if place + 1 < len(self.fronts):
                end = min(end, self.fronts[place + 1][0])
            for name, pg in _amounts(max(0, end - begin), drugs, step_volume_fl):
                amounts[name] = amounts.get(name, 0) + pg
        return amounts

    def older(self, given, catheter_steps):
        """[(steps, drugs), ...] of earlier mixtures that the catheter holds now; what leaves the tip first is first."""
        tip = given - catheter_steps
        found = []
        for place in range(len(self.fronts) - 1):
            entered, drugs = self.fronts[place]
            begin = tip if place == 0 else max(entered, tip)
            steps = self.fronts[place + 1][0] - begin
            if steps > 0:
                found.append((steps, drugs))
        return found


def _amounts(steps, drugs, step_volume_fl):
    return [(name, steps * step_volume_fl * concentration // FL_PER_ML) for name, concentration in drugs]
