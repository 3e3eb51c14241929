"""What may be asked of the pump from outside, by whichever client: checked here, by the pump, every time."""

from therapy import denials
from therapy.alarms.alarm_table import NAMES
from therapy.bolus_kinds import BRIDGE, CLINICIAN, PRIMING
from therapy.delivery.basal_schedule import NONE
from therapy.in_force import BolusInForce
from therapy.states import LOCKED, SERVICE, STOPPED
from units.refused import Refused


class Desk:
    """Every method either does all of what it says or raises Refused and changes nothing.

    Those that give a bolus return 0, or the reason of the denial (therapy.denials); an order that cannot be met at all
    raises Refused. Both are put on record.
    """

    def __init__(self, heart, book, programming):
        self._heart = heart
        self._book = book
        self._programming = programming

    def start(self):
        heart = self._heart
        if heart.state == SERVICE:
            raise Refused("start", "service", "no therapy in service mode", "leave it first")
        if heart.state == LOCKED:
            raise Refused("start", "locked", "history, calibration and therapy must be known", "read the alarms")
        if heart.state != STOPPED:
            raise Refused("start", heart.state_name(), "it must be stopped", "nothing to do")
        if heart.therapy_changing:
            raise Refused("start", "the therapy is changing", "not while it changes", "wait for it")
        if heart.history.awaits_therapy:
            raise Refused("start", "another mixture was filled", "it needs its therapy first", "program it")
        if heart.prescription.infusion is None:
            raise Refused("start", "infusion.mode = stopped", "a therapy with an infusion", "program one")
        if heart.schedule.index == NONE:
            raise Refused("start", "the pump time is lost", "infusion.clock_lost = stop", "set the pump time")
        if heart.alarms.forbid_delivery():
            raise Refused("start", "a high alarm", "no high alarm may show", "mend its cause and acknowledge it")
        if not self._book.has_room():
            raise Refused("start", "records wait to be written", "room for the record of it", "ask again")
        heart.start()

    def stop(self):
        history = self._heart.history
        if not history.running and not history.resumes:
            raise Refused("stop", "stopped", "it must be running", "nothing to do")
        self._heart.stop()

    def clinician_bolus(self, dose_pg, over_s):
        """One bolus of dose_pg of the primary drug over over_s seconds, on top of the basal."""
        from therapy.prescribing.bolus_order import bolus_of_dose  # takes memory only when somebody asks

        return self._ask(CLINICIAN, lambda rx: bolus_of_dose(CLINICIAN, dose_pg, over_s, rx, "clinician_bolus"))

    def prime(self):
        """Move what is in the tubing to the tip: the catheter's volume, as fast as limits.max_rate allows (B10)."""
        from therapy.prescribing.bolus_order import priming_order

        return self._ask(PRIMING, priming_order)

    def primed_at_tip_pg(self):
        """{name: pg} that a priming bolus would push out of the tip, if nothing mixes; fast flow mixes the fronts."""
        from therapy.prescribing.bolus_order import priming_order

        rx = self._therapy("prime")
        line, given, steps = self._programming.line, self._heart.history.given.value(), rx.catheter_steps()
        before = line.at_tip_pg(given, steps, rx.step_volume_fl)
        after = line.at_tip_pg(given + priming_order(rx).steps, steps, rx.step_volume_fl)
        return {name: after[name] - before.get(name, 0) for name in after}

    def bridge(self):
        """Give the old drug, at the rate right for its concentration, until the catheter holds the new one (B11)."""
        return self._ask(BRIDGE, self._bridge_order)

    def _ask(self, kind, make_order):
        heart = self._heart
        if heart.prescription is None:
            return heart.ask_bolus(None, kind)
        try:
            order = BolusInForce(make_order(heart.prescription))
        except Refused:
            heart.governor.deny(kind, denials.CANNOT_BE_MET, heart.time.hour())
            raise
        return heart.ask_bolus(order, kind)

    def _bridge_order(self, rx):
        heart = self._heart
        given = heart.history.given.value() + heart.governor.queue.queued
        older = self._programming.line.older(given, rx.catheter_steps())
        if not older:
            raise Refused("bridge", "nothing to bridge", "the catheter holds the new mixture", "nothing to do")
        if len(older) > 1:
            value = "%d earlier mixtures in the catheter" % len(older)
            raise Refused("bridge", value, "only from one to the next", "clear the catheter with a priming bolus")
        from therapy.prescribing.bridge import BridgeOrder  # takes memory only when somebody bridges

        return BridgeOrder(older[0][1], older[0][0], rx)

    def stop_bolus(self):
        """End the bolus under way early; the therapy goes on and what was given is counted (B7)."""
        if not self._heart.course.is_open():
            raise Refused("bolus", "none", "one must be under way", "nothing to do")
        self._heart.stop_bolus()

    def acknowledge(self, name=None):
        """Acknowledge one alarm by name, or all that show."""
        alarms = self._heart.alarms
        if name is None:
            alarms.acknowledge_all()
            return
        if name not in NAMES:
            raise Refused("acknowledge", str(name), "a known alarm", "one of " + ", ".join(NAMES))
        if not alarms.acknowledge(NAMES.index(name)):
            raise Refused("acknowledge", name, "it is not shown", "nothing to do")

    def _therapy(self, field):
        rx = self._heart.prescription
        if rx is None:
            raise Refused(field, "locked", "history, calibration and therapy must be known", "read the alarms")
        return rx
