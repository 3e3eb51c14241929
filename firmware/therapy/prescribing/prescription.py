"""A prescription: validated in full, then worked out once into what the tick needs.

An order is a dict of integers (the therapy file's numbers in pump units):
    reservoir_capacity_nl, reservoir_filled_nl, reservoir_low_nl, catheter_volume_nl,
    drugs: [[name, concentration_pg_per_ml], ...] (the first is the primary drug),
    mode: "simple" | "minimum" | "stopped", basal_pg_per_day, basal_fl_per_day,
    bolus: None | {dose_pg, over_s, lockout_s, most_per_day}, max_dose_pg_per_day, max_rate_fl_per_day
"""

from therapy.bolus import PATIENT, BolusOrder
from therapy.delivery.pacing import HORIZON_US
from therapy.memory.dose_window import BUCKET_S, BUCKETS
from therapy.prescribing import hard_limits
from units import show
from units.dose_per_step import dose_per_step
from units.flow import flow_of_dose, flow_of_volume
from units.refused import Refused
from units.scale import DAY_S, DAY_US, FL_PER_ML, FL_PER_NL
from units.two_words import TwoWords

MODES = ("simple", "minimum", "stopped")
FIELDS = {
    "reservoir_capacity_nl": "reservoir.capacity",
    "reservoir_filled_nl": "reservoir.filled",
    "reservoir_low_nl": "reservoir.low_alarm",
    "catheter_volume_nl": "catheter.volume",
    "drugs": "drug",
    "mode": "infusion.mode",
    "basal_pg_per_day": "infusion.dose",
    "basal_fl_per_day": "infusion.rate",
    "bolus": "patient_bolus",
    "max_dose_pg_per_day": "limits.max_dose_per_day",
    "max_rate_fl_per_day": "limits.max_rate",
}
BOLUS_FIELDS = ("dose_pg", "over_s", "lockout_s", "most_per_day")
MOST_DRUGS = 4
MOST_NAME = 16


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

    concentration_pg_per_ml, step_volume_fl, dose_per_step: the primary drug.
    basal: Flow or None. max_flow: Flow. max_dose, basal_bucket: TwoWords in pg (per 24 h, per bucket).
    patient_bolus: BolusOrder or None. lockout_s, most_per_day: 0 without one.
    """

    def __init__(self, order, step_volume_fl):
        """Raise Refused for the first thing that cannot be met; then nothing exists."""
        _exact_keys(order, FIELDS, "therapy")
        hard_limits.check("step_volume", step_volume_fl)
        self.order = order
        self.step_volume_fl = step_volume_fl
        self._check_vessels(order)
        self.filled_nl, self.low_nl = order["reservoir_filled_nl"], order["reservoir_low_nl"]
        self._check_drugs(order["drugs"])
        self.dose_per_step = dose_per_step(step_volume_fl, self.concentration_pg_per_ml)
        self._check_limits(order)
        self._work_out_basal(order)
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

    def _check_drugs(self, drugs):
        if type(drugs) not in (list, tuple) or not 1 <= len(drugs) <= MOST_DRUGS:
            raise Refused("drug", repr(drugs), "1 to %d drugs" % MOST_DRUGS, "name each drug in the mixture")
        names = []
        for drug in drugs:
            if type(drug) not in (list, tuple) or len(drug) != 2 or type(drug[0]) is not str:
                raise Refused("drug", repr(drug), "a name and a concentration", "send it as the protocol says")
            name, concentration = drug
            if not 1 <= len(name) <= MOST_NAME or not all(32 <= ord(letter) < 127 for letter in name):
                raise Refused("drug.name", repr(name), "1 to %d ASCII letters" % MOST_NAME, "shorten it")
            if name in names:
                raise Refused("drug.name", name, "named twice", "give every drug once")
            names.append(name)
            hard_limits.check("drug.concentration", concentration)
        self.concentration_pg_per_ml = drugs[0][1]

    def _check_limits(self, order):
        hard_limits.check("limits.max_dose_per_day", order["max_dose_pg_per_day"])
        hard_limits.check("limits.max_rate", order["max_rate_fl_per_day"])
        self.max_dose = TwoWords(order["max_dose_pg_per_day"])
        self.max_flow = flow_of_volume(order["max_rate_fl_per_day"], self.step_volume_fl, "limits.max_rate")

    def _work_out_basal(self, order):
        mode = order["mode"]
        if mode not in MODES:
            raise Refused("infusion.mode", repr(mode), "one of " + ", ".join(MODES), "choose one of them")
        dose_pg, volume_fl = order["basal_pg_per_day"], order["basal_fl_per_day"]
        if (mode != "simple" and dose_pg != 0) or (mode != "minimum" and volume_fl != 0):
            raise Refused("infusion", "mode = " + mode, "takes no dose or rate of another mode", "remove it")
        self.basal = None
        field = "infusion.dose"
        if mode == "simple":
            hard_limits.check("infusion.dose", dose_pg)
            hard_limits.check("infusion.flow", dose_pg * FL_PER_ML // self.concentration_pg_per_ml, "infusion.dose")
            self.basal = flow_of_dose(dose_pg, self.concentration_pg_per_ml, self.step_volume_fl, field)
        elif mode == "minimum":
            field = "infusion.rate"
            hard_limits.check("infusion.rate", volume_fl)
            self.basal = flow_of_volume(volume_fl, self.step_volume_fl, field)
            dose_pg = -(-volume_fl * self.concentration_pg_per_ml // FL_PER_ML)
        if self.basal is not None and self.basal.exceeds(self.max_flow):
            raise Refused(
                field,
                self.shown_rate(),
                "at most limits.max_rate, " + show.decimal(order["max_rate_fl_per_day"], 12, "mL/day"),
                "lower the dose or raise limits.max_rate",
            )
        self.basal_pg_per_day = dose_pg
        self.basal_bucket = TwoWords(-(-dose_pg * BUCKET_S // DAY_S))

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
        """What the window may come to hold of basal alone: every bucket full, and what is queued."""
        queued = 0 if self.basal is None else HORIZON_US // self.basal.whole_us + 3
        return BUCKETS * self.basal_bucket.value() + self.dose_per_step.of(queued)

    def _work_out_patient_bolus(self, bolus):
        self.patient_bolus, self.lockout_s, self.most_per_day = None, 0, 0
        if bolus is None:
            return
        _exact_keys(bolus, BOLUS_FIELDS, "patient_bolus")
        hard_limits.check("patient_bolus.lockout", bolus["lockout_s"])
        hard_limits.check("patient_bolus.most_per_day", bolus["most_per_day"])
        self.patient_bolus = BolusOrder(PATIENT, bolus["dose_pg"], bolus["over_s"], self, "patient_bolus")
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

    def basal_steps_per_day(self):
        return 0 if self.basal is None else self.basal.steps * DAY_US // self.basal.us

    def shown_rate(self):
        """The rate that the pump will run, to the nearest nL a day: within 0.01 % of it (U5)."""
        if self.basal is None:
            return "0 mL/day"
        half_nl = self.basal.steps * DAY_US * self.step_volume_fl * 2 // (self.basal.us * FL_PER_NL)
        return show.decimal((half_nl + 1) // 2, 6, "mL/day")
