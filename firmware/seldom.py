"""Modules that are needed only while somebody programs or asks for more than the status; each before what needs it."""

ENTERING = (
    "therapy.prescribing.hard_limits",
    "therapy.prescribing.drugs",
    "therapy.prescribing.bolus_order",
    "therapy.prescribing.periods",
    "therapy.prescribing.week",
    "therapy.prescribing.infusion",
    "therapy.prescribing.prescription",
    "therapy.prescribing.soft_limits",
    "therapy_entry",
)
ORDERING = ("therapy.prescribing.hard_limits", "therapy.prescribing.bolus_order")
ASKING = ("therapy.prescribing.week", "therapy.prescribing.outlook", "reporting")
CALIBRATING = ("drivers.chip_temperature", "load_cell_desk")
SELDOM = ENTERING + ("therapy.prescribing.bridge",) + ASKING + CALIBRATING
# By part of the link (link_desk).
OF_PART = {"entry": ENTERING, "acts": ORDERING, "reads": ASKING, "calibration": CALIBRATING}
