"""Which mixture is where between the reservoir and the tip: plug flow, counted in lifetime steps.

For reports and for a bridge, never in the tick: big integers are allowed here.
"""

from units.scale import FL_PER_ML

MOST_FRONTS = 6


class Line:
    """fronts: [[lifetime step at which it entered, drugs], ...], oldest first; the line was full of the first.

    before: {name: pg} that left before the second front, where there were too many: the first is then kept only as
    what the line was full of, and what is added up in `before` counts as past the tip.
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
        if len(fronts) > 1 and fronts[-1][0] == given:
            fronts.pop()  # no step of it came
        if are_the_same(fronts[-1][1], drugs):
            return Line(fronts, before)
        if len(fronts) == MOST_FRONTS:
            if not before:
                _add(before, fronts[1][0] - fronts[0][0], fronts[0][1], step_volume_fl)
            entered, oldest = fronts.pop(1)
            _add(before, fronts[1][0] - entered, oldest, step_volume_fl)
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
            begin = entered if place else -behind_steps
            end = given - behind_steps
            if place + 1 < len(self.fronts):
                end = min(end, self.fronts[place + 1][0])
            if place == 0 and self.before:
                end = 0
            _add(amounts, max(0, end - begin), drugs, step_volume_fl)
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


def are_the_same(mixture, other):
    """The same drugs at the same concentrations, in the same order."""
    return [list(drug) for drug in mixture] == [list(drug) for drug in other]


def _add(amounts, steps, drugs, step_volume_fl):
    """Add what so many steps hold of each drug to {name: pg}, rounded down."""
    for name, concentration in drugs:
        amounts[name] = amounts.get(name, 0) + steps * step_volume_fl * concentration // FL_PER_ML
