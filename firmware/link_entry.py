"""A therapy entered over the link: setting by setting, staged, read back old against new, confirmed by its digest.

And the calibration of the head, which works a therapy out anew.
"""

from storage.settings import canonical
from therapy.order_fields import ORDER
from units.refused import Refused
from units.scale import DAY_US
from units.show import decimal

MOST_IN_A_LIST = 112  # periods of a week: 16 a day
MOST_CHARACTERS = 10_000
PIECE = 80  # characters of a line at a time, old and new


class Part:
    """pump: the assembled Pump. draft: LinkDraft, which outlives this."""

    def __init__(self, pump, draft):
        self._programming = pump.programming
        self._heart = pump.heart
        self._head = pump.head
        self._draft = draft

    def discard(self):
        """Drop what was entered and what is staged."""
        self._draft.discard()

    def enter(self, setting, value, at):
        """One setting of the order (therapy.prescribing.prescription); of a list, the items from place `at` on.

        A list longer than a line is entered in parts: at = 0 begins it anew. `at` is 0 for all that is no list.
        """
        field = "enter." + setting[:30]
        if setting not in ORDER:
            raise Refused(field, "unknown", "a setting of the therapy", "see the protocol")
        if type(value) is not list:
            if at != 0:
                raise Refused(field, "at = %d" % at, "only a list has parts", "send at = 0")
            self._draft.order[setting] = value
            self._draft.touch()
            return None
        there = [] if at == 0 else self._draft.order.get(setting)
        if type(there) is not list or at != len(there):
            raise Refused(field, "at = %d" % at, "the next part, or 0", "begin the list again")
        if at + len(value) > MOST_IN_A_LIST:
            raise Refused(field, "%d items" % (at + len(value)), "at most %d" % MOST_IN_A_LIST, "merge some")
        self._draft.order[setting] = there + value
        self._draft.touch()
        return {"items": at + len(value)}

    def stage(self):
        """Work it out in full; what it is will be read back. Settings that were not entered are refused by name."""
        shown = self._programming.stage(self._draft.order)
        self._draft.touch()
        return {"digest": shown, "lines": self._lines(), "questions": len(self._programming.questions())}

    def staged(self, number, at):
        """Characters `at` and on of one line, old beside new: `setting=JSON`, in the order that the digest is over."""
        new = self._staged().split("\n")
        if not 0 <= number < len(new) or not 0 <= at < MOST_CHARACTERS:
            raise Refused("staged.line", str(number)[:20], "0 to %d" % (len(new) - 1), "correct it")
        rx = self._heart.prescription
        old = [] if rx is None else canonical(rx.order, rx.step_volume_fl).split("\n")
        old_line, new_line = old[number] if old else "", new[number]
        self._draft.touch()
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
        self._draft.touch()
        flow = flows[number]
        fl_per_day = flow.steps * rx.step_volume_fl * DAY_US // flow.us
        return {"flows": len(flows), "steps": flow.steps, "us": flow.us, "fl_per_day": fl_per_day}

    def question(self, number):
        """One of the soft limits that it passes (U4)."""
        asked = self._programming.questions()
        if not 0 <= number < len(asked):
            raise Refused("question.number", str(number)[:20], "there are %d" % len(asked), "correct it")
        self._draft.touch()
        one = asked[number]
        return {"name": one.name, "field": one.field, "value": one.value[:80], "limit": one.limit}

    def confirm(self, shown_digest, accepted):
        """Put it in force: the digest of what was read back, and the soft limits that are passed knowingly."""
        self._draft.touch()
        self._programming.confirm(shown_digest, accepted)
        self._draft.end()

    def calibrate(self, step_volume_fl):
        self._programming.calibrate(step_volume_fl)

    def recalibrate(self, step_volume_fl):
        """Take over what was offered, and nothing else."""
        offer = self._head.offer()
        if offer is None or offer[0] != step_volume_fl:
            shown = decimal(abs(step_volume_fl), 6, "nL")
            raise Refused("recalibrate.step_volume_fl", shown, "what the pump offers", "ask for the recalibration")
        self._programming.recalibrate(step_volume_fl)

    def calibrate_head(self, old_fl, new_fl):
        """What the bench found for a microstep. old_fl: what was shown beside it, 0 where none was known (U1)."""
        known_fl = self._programming.step_volume_fl or 0
        if old_fl != known_fl:
            shown = decimal(abs(old_fl), 6, "nL")
            raise Refused("calibrate-head.old_fl", shown, "the volume in force: %d fL" % known_fl, "show it anew")
        if self._heart.prescription is None:
            self._programming.calibrate(new_fl)
        else:
            self._programming.recalibrate(new_fl)

    def _staged(self):
        rx = self._programming.staged()
        if rx is None:
            raise Refused("staged", "nothing", "a therapy is staged first", "enter it and stage it")
        return canonical(rx.order, rx.step_volume_fl)

    def _lines(self):
        return len(self._staged().split("\n"))
