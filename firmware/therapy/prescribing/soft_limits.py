"""Limits that a clinician may pass, knowingly (U4): the pump asks, and puts the answer on record.

They catch slips of a digit or a unit. The figures of dose are those of clinical guidance for intrathecal pumps
(Polyanalgesic Consensus Conference 2016: boluses of 5 to 20 % of the day's dose); the rest is this rig's own judgement.
"""

from units import show

LARGEST_CHANGE = 2  # up or down: a drug given for long is not withdrawn at once
LARGEST_CONCENTRATION = 25_000_000_000
LARGEST_BOLUS_PERCENT = 20
SHORTEST_LOCKOUT_S = 3_600
MOST_PER_DAY = 12
LARGEST_HEADROOM = 4

NAMES = (
    "dose-change",
    "concentration",
    "bolus-dose",
    "lockout",
    "most-per-day",
    "headroom",
    "no-catheter",
)


class Question:
    """A soft limit that a therapy passes. name: of NAMES. field, value, limit: as a Refused has them."""

    def __init__(self, name, field, value, limit):
        self.name = name
        self.field = field
        self.value = value
        self.limit = limit

    def __str__(self):
        return "%s: %s: %s; pass it knowingly or correct it" % (self.field, self.value, self.limit)


def questions(new, old):
    """What is to be asked of a Prescription. old: the one in force, or None. Nothing is asked twice the same."""
    asked = []
    day_pg = _largest_dose_pg(new)
    old_pg = 0 if old is None else _largest_dose_pg(old)
    if old_pg and (day_pg > LARGEST_CHANGE * old_pg or LARGEST_CHANGE * day_pg < old_pg):
        side = "more than %d times" if day_pg > old_pg else "less than 1/%d of"
        limit = (side + " the dose in force, %s/day") % (LARGEST_CHANGE, show.dose(old_pg))
        asked.append(Question("dose-change", "infusion.dose", show.dose(day_pg) + "/day", limit))
    strong = [drug for drug in new.order["drugs"] if drug[1] > LARGEST_CONCENTRATION]
    if strong:
        value = ", ".join("%s %s/mL" % (name, show.dose(concentration)) for name, concentration in strong)
        limit = "more than " + show.dose(LARGEST_CONCENTRATION) + "/mL"
        asked.append(Question("concentration", "drug.concentration", value, limit))
    asked += _of_bolus(new, day_pg)
    if day_pg and new.max_dose.value() > LARGEST_HEADROOM * day_pg:
        limit = "more than %d times the basal, %s" % (LARGEST_HEADROOM, show.dose(day_pg))
        asked.append(Question("headroom", "limits.max_dose_per_day", show.dose(new.max_dose.value()), limit))
    if new.catheter_nl == 0:
        asked.append(Question("no-catheter", "catheter.volume", "0 mL", "no priming and no bridge are possible"))
    return asked


def _of_bolus(new, day_pg):
    bolus = new.order["bolus"]
    if bolus is None:
        return []
    asked = []
    if day_pg and bolus["dose_pg"] * 100 > LARGEST_BOLUS_PERCENT * day_pg:
        limit = "more than %d %% of the basal a day, %s" % (LARGEST_BOLUS_PERCENT, show.dose(day_pg))
        asked.append(Question("bolus-dose", "patient_bolus.dose", show.dose(bolus["dose_pg"]), limit))
    if bolus["lockout_s"] < SHORTEST_LOCKOUT_S:
        limit = "less than %d s" % SHORTEST_LOCKOUT_S
        asked.append(Question("lockout", "patient_bolus.lockout", "%d s" % bolus["lockout_s"], limit))
    if bolus["most_per_day"] > MOST_PER_DAY:
        value = "%d a day" % bolus["most_per_day"]
        asked.append(Question("most-per-day", "patient_bolus.most_per_day", value, "more than %d" % MOST_PER_DAY))
    return asked


def _largest_dose_pg(prescription):
    """The largest dose a day of any of its flows, in pg; 0 without an infusion."""
    infusion = prescription.infusion
    return 0 if infusion is None else max(infusion.doses_pg[index] for index in infusion.which)


def bits(names):
    """Names of soft limits as one number, for the record."""
    return sum(1 << place for place, name in enumerate(NAMES) if name in names)
