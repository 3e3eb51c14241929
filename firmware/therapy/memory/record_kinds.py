"""What the pump records: a closed list; a kind is kept as its place in it.

Dose kinds change the History when they are recorded and again, the same way, when they are replayed. Their names and
what their four numbers are: therapy.memory.record_texts.
"""

(
    NONE,
    RESERVE,
    GRANTED,
    BOLUS_ENDED,
    DENIED,
    STARTED,
    STOPPED,
    PRESCRIBED,
    ALARM_ON,
    ALARM_ENDED,
    ALARM_ACKNOWLEDGED,
    NOT_GIVEN,
    RESET,
    COUNTED,
    FILLED,
    DRUG,
    TIME_SET,
    TIME_LOST,
    SOFT_LIMITS,
    REPORTED,
    TUBE_CHANGED,
    SERVED,
    UNSERVED,
    SETTLED,
    SERVICE,
    NEW_HISTORY,
    FOUND,
    FILL_WEIGHED,
    RELEASED,
    STALLED,
    CALIBRATED,
    LOAD_CELL_SET,
    AUDIO_PAUSED,
    REJECTED,
    PAIRED,
) = range(35)
# Those of the dose ledger; the others belong to the event log.
_DOSE_KINDS = (
    RESERVE,
    GRANTED,
    BOLUS_ENDED,
    STARTED,
    STOPPED,
    PRESCRIBED,
    NOT_GIVEN,
    COUNTED,
    FILLED,
    DRUG,
    REPORTED,
    TUBE_CHANGED,
    SERVED,
    UNSERVED,
    SETTLED,
)
OF_DOSE = bytes(1 if kind in _DOSE_KINDS else 0 for kind in range(35))
COUNTED_HOUR = 32  # the hour of a denied record is its own and this many times that of those only counted before
DOSE_CHANGES = 1  # of a settled record: from here on a step counts as what leaves the catheter now
BY_COMMAND, BY_FAULT, UNTIL_PROGRAMMED, BY_CLOCK = range(4)  # why it stopped
