"""Whose a microstep is: a closed list; a kind is kept as its place in it."""

KINDS = ("basal", "patient", "clinician", "priming", "bridge")
BASAL, PATIENT, CLINICIAN, PRIMING, BRIDGE = range(len(KINDS))
