"""A prescription: validated in full, then worked out once into what the tick needs.

An order is a dict of integers (the therapy file's numbers in pump units):
    reservoir_capacity_nl, reservoir_filled_nl, reservoir_low_nl, catheter_volume_nl,
    drugs: [[name, concentration_pg_per_ml], ...] (the first is the primary drug),
    mode: "simple" | "flex" | "minimum" | "stopped", basal_pg_per_day (simple), basal_fl_per_day (minimum),
    periods: [[days, from_s, pg_per_day], ...] (flex; days bit by bit, bit 0 is Monday),
    clock_lost: "" | "minimum" | "stop" | "lowest period",
    bolus: None | {dose_pg, over_s, lockout_s, most_per_day}, max_dose_pg_per_day, max_rate_fl_per_day
"""

from therapy.bolus_kinds import PATIENT
from therapy.delivery.pacing import HORIZON_US
from therapy.order_fields import BOLUS_FIELDS
from therapy.prescribing import drugs, hard_limits
from therapy.prescribing.bolus_order import bolus_of_dose
from therapy.prescribing.infusion import MODES, POLICIES, Infusion, rate_shown
from units import show
from units.dose_per_step import dose_per_step
from units.flow import flow_of_volume
from units.refused import Refused
from units.scale import FL_PER_ML, FL_PER_NL
from units.two_words import TwoWords

FIELDS = {
    "reservoir_capacity_nl": "reservoir.capacity",
    "reservoir_filled_nl": "reservoir.filled",
    "reservoir_low_nl": "reservoir.low_alarm",
    "catheter_volume_nl": "catheter.volume",
    "drugs": "drug",
    "mode": "infusion.mode",
    "basal_pg_per_day": "infusion.dose",
    "basal_fl_per_day": "infusion.rate",
    "periods": "infusion.period",
    "clock_lost": "infusion.clock_lost",
    "bolus": "patient_bolus",
    "max_dose_pg_per_day": "limits.max_dose_per_day",
    "max_rate_fl_per_day": "limits.max_rate",
}
HOMES = (("simple", "basal_pg_per_day", 0), ("minimum", "basal_fl_per_day", 0), ("flex", "periods", []))


def _exact_keys(given, wanted, field):
    if type(given) is not dict:
        raise Refused(field, repr(given), "a table of settings is needed", "send it as the protocol says")
    for key in given:
        if key not in wanted:
            raise Refused(field, repr(key), "no such setting", "remove it")
    for key in wanted:
        if key not in given:
            raise Refused(field, "no " + key, "every setting must be there", "add it")


class Prescription:
    """Attributes: the order's own numbers, and what follows from them for this head.

    concentration_pg_per_ml, step_volume_fl, dose_per_step: the primary drug. drug_mark: which that is.
    infusion: Infusion or None. max_flow: Flow. max_dose: TwoWords in pg per 24 h.
    patient_bolus: BolusOrder or None. lockout_s, most_per_day: 0 without one.
    """

    def __init__(self, order, step_volume_fl):
        """Raise Refused for the first thing that cannot be met; then nothing exists."""
        _exact_keys(order, FIELDS, "therapy")
        hard_limits.check("step_volume", step_volume_fl)
        self.order = order
        self.step_volume_fl = step_volume_fl
        self._check_vessels(order)
        self.capacity_nl, self.low_nl = order["reservoir_capacity_nl"], order["reservoir_low_nl"]
        self.filled_nl, self.catheter_nl = order["reservoir_filled_nl"], order["catheter_volume_nl"]
        drugs.check(order["drugs"])
        self.concentration_pg_per_ml = order["drugs"][0][1]
        self.drug_mark = drugs.mark(order["drugs"])
        self.dose_per_step = dose_per_step(step_volume_fl, self.concentration_pg_per_ml)
        self._check_limits(order)
        self._check_mode(order)
        self.infusion = None
        if order["mode"] != "stopped":
            self.infusion = Infusion(order, self.concentration_pg_per_ml, step_volume_fl, self.max_flow)
        self._check_worst_day()
        self._work_out_patient_bolus(order["bolus"])

    def _check_vessels(self, order):
        for key in ("reservoir_capacity_nl", "reservoir_filled_nl", "reservoir_low_nl", "catheter_volume_nl"):
            hard_limits.check(FIELDS[key], order[key])
        capacity_nl = order["reservoir_capacity_nl"]
        for key in ("reservoir_filled_nl", "reservoir_low_nl"):
            if order[key] > capacity_nl:
                raise Refused(
                    FIELDS[key],
                    show.volume(order[key]),
                    "at most the capacity, " + show.volume(capacity_nl),
                    "correct it or reservoir.capacity",
                )

    def _check_limits(self, order):
        hard_limits.check("limits.max_dose_per_day", order["max_dose_pg_per_day"])
        hard_limits.check("limits.max_rate", order["max_rate_fl_per_day"])
        self.max_dose = TwoWords(order["max_dose_pg_per_day"])
        self.max_flow = flow_of_volume(order["max_rate_fl_per_day"], self.step_volume_fl, "limits.max_rate")

    def _check_mode(self, order):
        mode, policy = order["mode"], order["clock_lost"]
        if mode not in MODES:
            raise Refused("infusion.mode", repr(mode), "one of " + ", ".join(MODES), "choose one of them")
        for home, key, unused in HOMES:
            if mode != home and (type(order[key]) is not type(unused) or order[key] != unused):
                raise Refused(FIELDS[key], "mode = " + mode, "only mode = %s takes it" % home, "remove it")
        if policy not in POLICIES:
            raise Refused("infusion.clock_lost", repr(policy), "one of " + ", ".join(POLICIES[1:]), "choose one")
        if policy == "" and mode == "flex":
            raise Refused("infusion.clock_lost", "none", "flex depends on the time of day", "add a policy")
        if policy != "" and mode not in ("flex", "simple"):
            raise Refused("infusion.clock_lost", policy, "mode = %s does not depend on the time" % mode, "remove it")
        if policy == "lowest period" and mode != "flex":
            raise Refused("infusion.clock_lost", policy, "only mode = flex has periods", "choose minimum or stop")

    def _check_worst_day(self):
        worst_pg = self._worst_basal_pg()
        if TwoWords(worst_pg).exceeds(self.max_dose):
            raise Refused(
                "limits.max_dose_per_day",
                show.dose(self.max_dose.value()),
                "at least the basal of 24 h and 10 min, " + show.dose(worst_pg),
                "raise it or lower the basal dose",
            )

    def _worst_basal_pg(self):
        """What the window may come to hold of basal alone, each step rounded up as the window counts it.

        Every bucket is full, half a second of steps was counted late into the oldest, half a second is queued.
        """
        if self.infusion is None:
            return 0
        step = self.concentration_pg_per_ml * self.step_volume_fl
        steps = -(-self.infusion.worst_window_pg() * FL_PER_ML // step)
        late_and_queued = 2 * HORIZON_US // self.infusion.fastest.whole_us + 4
        return self.dose_per_step.of(steps + late_and_queued)

    def _work_out_patient_bolus(self, bolus):
        self.patient_bolus, self.lockout_s, self.most_per_day = None, 0, 0
        if bolus is None:
            return
        _exact_keys(bolus, BOLUS_FIELDS, "patient_bolus")
        hard_limits.check("patient_bolus.lockout", bolus["lockout_s"])
        hard_limits.check("patient_bolus.most_per_day", bolus["most_per_day"])
        self.patient_bolus = bolus_of_dose(PATIENT, bolus["dose_pg"], bolus["over_s"], self, "patient_bolus")
        if bolus["lockout_s"] < bolus["over_s"]:
            raise Refused(
                "patient_bolus.lockout",
                "%d s" % bolus["lockout_s"],
                "at least patient_bolus.over, %d s" % bolus["over_s"],
                "lengthen the lockout",
            )
        alone = TwoWords(self._worst_basal_pg() + self.patient_bolus.dose.value())
        if alone.exceeds(self.max_dose):
            raise Refused(
                "patient_bolus.dose",
                show.dose(bolus["dose_pg"]),
                "with the basal one bolus exceeds limits.max_dose_per_day, " + show.dose(self.max_dose.value()),
                "lower the bolus or the basal, or raise the limit",
            )
        self.lockout_s = bolus["lockout_s"]
        self.most_per_day = bolus["most_per_day"]

    def catheter_steps(self):
        """Whole microsteps from the outlet to the tip, rounded down: no more than the catheter holds (B10)."""
        return self.catheter_nl * FL_PER_NL // self.step_volume_fl

    def shown_rate(self):
        """The rate that the pump will run, or the range of them, to the nearest nL a day: within 0.01 % of it (U5)."""
        if self.infusion is None:
            return "0 mL/day"
        flows = [self.infusion.flows[index] for index in self.infusion.which]
        slowest = fastest = flows[0]
        for flow in flows:
            fastest = flow if flow.exceeds(fastest) else fastest
            slowest = flow if slowest.exceeds(flow) else slowest
        shown = rate_shown(slowest, self.step_volume_fl)
        return shown if slowest is fastest else shown + " to " + rate_shown(fastest, self.step_volume_fl)
