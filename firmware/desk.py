"""What may be asked of the pump from outside, by whichever client: checked here, by the pump, every time."""

from therapy import denials
from therapy.alarms.alarm_table import NAMES
from therapy.bolus import CLINICIAN, BolusOrder
from therapy.heart import LOCKED, STOPPED
from units.refused import Refused


class Desk:
    """Every method either does all of what it says or raises Refused and changes nothing."""

    def __init__(self, heart, book):
        self._heart = heart
        self._book = book

    def start(self):
        heart = self._heart
        if heart.state == LOCKED:
            raise Refused("start", "locked", "history, calibration and therapy must be known", "read the alarms")
        if heart.state != STOPPED:
            raise Refused("start", heart.state_name(), "it must be stopped", "nothing to do")
        if heart.therapy_changing:
            raise Refused("start", "the therapy is changing", "not while it changes", "wait for it")
        if heart.prescription.basal is None:
            raise Refused("start", "infusion.mode = stopped", "a therapy with an infusion", "program one")
        if heart.alarms.forbids_start():
            raise Refused("start", "a high alarm", "no high alarm may show", "mend its cause and acknowledge it")
        if not self._book.has_room():
            raise Refused("start", "records wait to be written", "room for the record of it", "ask again")
        heart.start()

    def stop(self):
        if not self._heart.history.running:
            raise Refused("stop", "stopped", "it must be running", "nothing to do")
        self._heart.stop()

    def clinician_bolus(self, dose_pg, over_s):
        """Give one bolus of dose_pg of the primary drug over over_s seconds, on top of the basal.

        Returns 0, or the reason of the denial (therapy.denials); an order that cannot be met raises Refused.
        """
        prescription = self._heart.prescription
        if prescription is None:
            return denials.LOCKED
        order = BolusOrder(CLINICIAN, dose_pg, over_s, prescription, "clinician_bolus")
        return self._heart.ask_bolus(order, CLINICIAN)

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
