"""What the pump keeps of a therapy and of a bolus while they run: the figures, and nothing of what worked them out.

A Prescription, an Infusion and a BolusOrder (therapy.prescribing) hold on to their own code, 20 kB of it on the board.
These copies of their figures do not, so it can be given back.
"""

from array import array

NO_FLOW = -1


class InfusionInForce:
    """The figures of an Infusion, which says what they are. Without one: the basal of a stopped therapy."""

    starts_s = array("i", [])
    which = b""
    flows = buckets = doses_pg = ()
    when_lost = NO_FLOW
    has_policy = False
    fastest = None
    least_steps_a_day = steps_a_day_when_lost = 0

    def __init__(self, infusion=None):
        if infusion is None:
            return
        self.starts_s, self.which = infusion.starts_s, infusion.which
        self.flows, self.buckets, self.doses_pg = infusion.flows, infusion.buckets, infusion.doses_pg
        self.when_lost, self.has_policy, self.fastest = infusion.when_lost, infusion.has_policy, infusion.fastest
        self.least_steps_a_day = infusion.least_steps_a_day
        self.steps_a_day_when_lost = infusion.steps_a_day_when_lost

    def is_constant(self):
        return len(self.which) <= 1


class BolusInForce:
    """The figures of a BolusOrder or a BridgeOrder. infusion: a bridge's, else None."""

    def __init__(self, bolus):
        self.kind, self.steps, self.over_s = bolus.kind, bolus.steps, bolus.over_s
        self.dose, self.bucket, self.merged = bolus.dose, bolus.bucket, bolus.merged
        self.flow = getattr(bolus, "flow", None)
        infusion = getattr(bolus, "infusion", None)
        self.infusion = None if infusion is None else InfusionInForce(infusion)


class InForce:
    """The figures of a Prescription."""

    def __init__(self, made):
        self.order, self.step_volume_fl = made.order, made.step_volume_fl
        self.capacity_nl, self.low_nl = made.capacity_nl, made.low_nl
        self.filled_nl, self.catheter_nl = made.filled_nl, made.catheter_nl
        self.concentration_pg_per_ml, self.drug_mark = made.concentration_pg_per_ml, made.drug_mark
        self.dose_per_step, self.max_dose, self.max_flow = made.dose_per_step, made.max_dose, made.max_flow
        self.infusion = None if made.infusion is None else InfusionInForce(made.infusion)
        self.patient_bolus = None if made.patient_bolus is None else BolusInForce(made.patient_bolus)
        self.lockout_s, self.most_per_day = made.lockout_s, made.most_per_day
        self._catheter_steps = made.catheter_steps()

    def catheter_steps(self):
        """Whole microsteps from the outlet to the tip, rounded down."""
        return self._catheter_steps
