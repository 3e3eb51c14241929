"""A bridge after a change of concentration: the old drug at the rate right for it, until the catheter holds the new.

It replaces the basal while it lasts: the doses of the therapy in force, run at flows worked out from the old
concentration. What reaches the tip is the prescribed dose before, during and after it, as far as the front stays sharp.
"""

from therapy.bolus_kinds import BRIDGE
from therapy.prescribing.infusion import Infusion
from units.refused import Refused
from units.scale import DAY_S
from units.two_words import TwoWords


class BridgeOrder:
    """infusion: the Infusion to run instead of the therapy's. steps: what of the catheter is still to be filled.

    over_s: about how long it takes. dose: nothing on top of what the schedule gives, for the governor.
    """

    kind = BRIDGE
    merged = ()

    def __init__(self, old_drugs, steps, setting):
        """old_drugs: what the catheter still holds. setting: the Prescription in force. Raises Refused."""
        new_drugs = setting.order["drugs"]
        if setting.infusion is None:
            raise Refused("bridge", "infusion.mode = stopped", "a therapy with an infusion", "program one")
        if old_drugs[0][0] != new_drugs[0][0]:
            raise Refused(
                "bridge",
                "%s to %s" % (old_drugs[0][0], new_drugs[0][0]),
                "only to another concentration of the same primary drug",
                "clear the catheter with a priming bolus",
            )
        self.steps = steps
        self.infusion = Infusion(setting.order, old_drugs[0][1], setting.step_volume_fl, setting.max_flow)
        self.over_s = steps * 7 * DAY_S // max(1, self.infusion.steps_between(0, 7 * DAY_S))
        self.dose = self.bucket = TwoWords()
