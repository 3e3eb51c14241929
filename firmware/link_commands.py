"""What may be asked over the link: a table. Everything that is not in it does not exist.

name: (roles, part and method that answer it, arguments). An argument: (name with its unit, its type).
"""

CLINICIAN = b"clinician"
PATIENT = b"patient"
BOTH = (CLINICIAN, PATIENT)
ONLY = (CLINICIAN,)

# types of arguments, as JSON gives them
WHOLE = "a whole number"
TEXT = "text"
FLAG = "true or false"
NAMES = "a list of names"
ANY = "any value"

COMMANDS = {
    "status": (BOTH, "reads.status", ()),
    "bolus": ((PATIENT,), "acts.patient_bolus", ()),
    "alarms": (ONLY, "reads.alarms", (("from", WHOLE),)),
    "outlook": (ONLY, "reads.outlook", ()),
    "log": (ONLY, "reads.log", (("from", WHOLE),)),
    "report": (ONLY, "reads.report", (("part", TEXT),)),
    "close-report": (ONLY, "reads.close_report", ()),
    "recalibration": (ONLY, "reads.recalibration", ()),
    "start": (ONLY, "acts.start", ()),
    "stop": (ONLY, "acts.stop", ()),
    "clinician-bolus": (ONLY, "acts.clinician_bolus", (("dose_pg", WHOLE), ("over_s", WHOLE))),
    "prime": (ONLY, "acts.prime", ()),
    "bridge": (ONLY, "acts.bridge", ()),
    "stop-bolus": (ONLY, "acts.stop_bolus", ()),
    "acknowledge": (ONLY, "acts.acknowledge", (("name", TEXT),)),
    "acknowledge-all": (ONLY, "acts.acknowledge_all", ()),
    "pause-audio": (ONLY, "acts.pause_audio", ()),
    "refill": (ONLY, "acts.refill", (("withdrawn_nl", WHOLE), ("filled_nl", WHOLE), ("other_mixture", FLAG))),
    "time": (ONLY, "acts.set_time", (("day", WHOLE), ("second", WHOLE), ("us", WHOLE))),
    "calibrate": (ONLY, "acts.calibrate", (("step_volume_fl", WHOLE),)),
    "recalibrate": (ONLY, "acts.recalibrate", (("step_volume_fl", WHOLE),)),
    "enter": (ONLY, "entry.enter", (("setting", TEXT), ("value", ANY), ("at", WHOLE))),
    "stage": (ONLY, "entry.stage", ()),
    "staged": (ONLY, "entry.staged", (("line", WHOLE), ("at", WHOLE))),
    "staged-rate": (ONLY, "entry.rate", (("number", WHOLE),)),
    "question": (ONLY, "entry.question", (("number", WHOLE),)),
    "confirm": (ONLY, "entry.confirm", (("digest", TEXT), ("accept", NAMES))),
    "discard": (ONLY, "entry.discard", ()),
}
