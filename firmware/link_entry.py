"""A therapy entered over the link: setting by setting, staged, read back old against new, confirmed by its digest.

Left alone for 5 min it is warned of in the status, and after 10 it is dropped (U3). It belongs to the pump, not to a
session: a link that is lost and comes back finds it.
"""

from storage.settings import canonical
from therapy.prescribing.prescription import FIELDS
from units.refused import Refused
from units.scale import DAY_US

WARN_US = 300_000_000
DROP_US = 600_000_000
MOST_IN_A_LIST = 112  # periods of a week: 16 a day
MOST_CHARACTERS = 10_000
PIECE = 80  # characters of a line at a time, old and new
US_PER_S = 1_000_000


class LinkEntry:
    """pump: the assembled Pump. is_open: something was entered, and neither confirmed nor dropped.

    is_warned: it was left alone for 5 min.
    """

    def __init__(self, pump):
        self._programming = pump.programming
        self._heart = pump.heart
        self._order = {}
        self._idle_us = 0
        self.is_open = False
        self.is_warned = False

    def left_s(self):
        """Seconds until it is dropped, rounded up."""
        return -(-(DROP_US - self._idle_us) // US_PER_S)

    def elapse(self, elapsed_us):
        """Time passes and nobody touches it."""
        if not self.is_open:
            return
        self._idle_us += elapsed_us
        self.is_warned = self._idle_us >= WARN_US
        if self._idle_us >= DROP_US:
            self.discard()

    def discard(self):
        """Drop what was entered and what is staged."""
        self._order = {}
        self._programming.discard()
        self.is_open = self.is_warned = False
        self._idle_us = 0

    def _touch(self):
        self.is_open = True
        self.is_warned = False
        self._idle_us = 0

    def enter(self, setting, value, at):
        """One setting of the order (therapy.prescribing.prescription); of a list, the items from place `at` on.

        A list longer than a line is entered in parts: at = 0 begins it anew. `at` is 0 for all that is no list.
        """
        field = "enter." + setting[:30]
        if setting not in FIELDS:
            raise Refused(field, "unknown", "a setting of the therapy", "see the protocol")
        if type(value) is not list:
            if at != 0:
                raise Refused(field, "at = %d" % at, "only a list has parts", "send at = 0")
            self._order[setting] = value
            self._touch()
            return None
        there = [] if at == 0 else self._order.get(setting)
        if type(there) is not list or at != len(there):
            raise Refused(field, "at = %d" % at, "the next part, or 0", "begin the list again")
        if at + len(value) > MOST_IN_A_LIST:
            raise Refused(field, "%d items" % (at + len(value)), "at most %d" % MOST_IN_A_LIST, "merge some")
        self._order[setting] = there + value
        self._touch()
        return {"items": at + len(value)}

    def stage(self):
        """Work it out in full; what it is will be read back. Settings that were not entered are refused by name."""
        shown = self._programming.stage(self._order)
        self._touch()
        return {"digest": shown, "lines": self._lines(), "questions": len(self._programming.questions())}

    def staged(self, number, at):
        """Characters `at` and on of one line, old beside new: `setting=JSON`, in the order that the digest is over."""
        new = self._staged().split("\n")
        if not 0 <= number < len(new) or not 0 <= at < MOST_CHARACTERS:
            raise Refused("staged.line", str(number)[:20], "0 to %d" % (len(new) - 1), "correct it")
        rx = self._heart.prescription
        old = [] if rx is None else canonical(rx.order, rx.step_volume_fl).split("\n")
        old_line, new_line = old[number] if old else "", new[number]
        self._touch()
        return {
            "old": old_line[at : at + PIECE],
            "new": new_line[at : at + PIECE],
            "more": max(len(old_line), len(new_line)) > at + PIECE,
        }

    def rate(self, number):
        """One of the rounded flows that would run, exactly: `steps` microsteps in `us` microseconds (U5)."""
        self._staged()
        rx = self._programming.staged()
        flows = [] if rx.infusion is None else rx.infusion.flows
        if not 0 <= number < len(flows):
            raise Refused("staged-rate.number", str(number)[:20], "there are %d" % len(flows), "correct it")
        self._touch()
        flow = flows[number]
        fl_per_day = flow.steps * rx.step_volume_fl * DAY_US // flow.us
        return {"flows": len(flows), "steps": flow.steps, "us": flow.us, "fl_per_day": fl_per_day}

    def question(self, number):
        """One of the soft limits that it passes (U4)."""
        asked = self._programming.questions()
        if not 0 <= number < len(asked):
            raise Refused("question.number", str(number)[:20], "there are %d" % len(asked), "correct it")
        self._touch()
        one = asked[number]
        return {"name": one.name, "field": one.field, "value": one.value[:80], "limit": one.limit}

    def confirm(self, shown_digest, accepted):
        """Put it in force: the digest of what was read back, and the soft limits that are passed knowingly."""
        self._touch()
        self._programming.confirm(shown_digest, accepted)
        self._order = {}
        self.is_open = False

    def _staged(self):
        rx = self._programming.staged()
        if rx is None:
            raise Refused("staged", "nothing", "a therapy is staged first", "enter it and stage it")
        return canonical(rx.order, rx.step_volume_fl)

    def _lines(self):
        return len(self._staged().split("\n"))
