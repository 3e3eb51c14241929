"""The one way in which anything comes to be remembered: it changes the history and waits to be written."""

from therapy.bolus_kinds import PATIENT
from therapy.memory import record_kinds
from therapy.memory.happenings import Happenings

DOSE_ROOM = 16
KEPT_FOR_THE_END = 4  # places that only the end of delivery may fill, so that a stop is always on record
EVENT_ROOM = 106
DENIALS_ROOM = 20  # of those: an alarm that begins, is acknowledged and ends takes up to two more, and there are 43


class Book:
    """doses: what the ledger needs to know a dose, never crowded out. events: what a person wants to know.

    more_to_write: the recorder has not finished with what left the rings. is_held_up: it must make room first.
    """

    def __init__(self, history):
        self.history = history
        self.doses = Happenings(DOSE_ROOM)
        self.events = Happenings(EVENT_ROOM)
        self.more_to_write = False
        self.is_held_up = False

    def record(self, kind, a=0, b=0, c=0, d=0):
        """Remember a happening, at the history's running time. Small integers only; allocates nothing."""
        ring = self.doses if record_kinds.OF_DOSE[kind] else self.events
        ring.add(kind, self.history.t_s, a, b, c, d)
        self.history.apply(kind, a, b, c, d)

    def settle(self, what_changes=0):
        """Put on record what was given so far: replayed, what is recorded next counts from the same step.

        what_changes: record_kinds.DOSE_CHANGES where the dose of a step does.
        """
        given = self.history.given
        self.record(record_kinds.SETTLED, given.millions, given.ones, what_changes, self.history.bolus_given)

    def deny(self, kind, reason, hour):
        """A denial changes the history only as it is written: not every one of them is. A burst is only counted."""
        if self.events.waiting < DENIALS_ROOM:
            self.events.add(record_kinds.DENIED, self.history.t_s, kind, reason, hour, 0)
        if kind == PATIENT:
            self.history.requests.waiting[hour] += 1

    def is_clear(self):
        """Nothing waits to be written."""
        return self.rings_are_clear() and not self.more_to_write

    def rings_are_clear(self):
        """Everything that happened is in the ledger."""
        return self.doses.waiting == 0 and self.events.waiting == 0

    def doses_are_clear(self):
        return self.doses.waiting == 0

    def has_room_for_event(self):
        """The same for a request that changes no dose: a flood of them leaves room for the alarms."""
        return self.events.waiting < DENIALS_ROOM and not self.is_held_up

    def has_room(self):
        """A command that would be put on record can be taken."""
        return self.doses.left() > KEPT_FOR_THE_END and not self.is_held_up
