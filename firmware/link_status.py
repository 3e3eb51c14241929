"""What the pump is doing, in a line: for both roles. Amounts are integers, with their unit in the name."""

from therapy.alarms.alarm_table import NAMES, PRIORITIES, PRIORITY
from therapy.bolus_kinds import BASAL, BRIDGE, KINDS
from therapy.states import RUNNING
from units.refused import Refused
from units.scale import DAY_US, FL_PER_NL

IN_STATUS = 2  # alarms: the highest ones
IN_A_PART = 6


class Part:
    """pump: the assembled Pump. draft: LinkDraft. Nothing here changes anything."""

    def __init__(self, pump, draft):
        self._pump = pump
        self._draft = draft

    def status(self):
        """What both roles may see. lockout_left_s, boluses_left: None where no patient bolus is prescribed.

        granted_t_s: running time of the last grant of one, None before the first: by it a client that missed the
        answer knows whether its request was carried out (B8). boluses_used: granted in the 24 h that end now.
        """
        pump, heart, history, time = self._pump, self._pump.heart, self._pump.history, self._pump.heart.time
        rx, draft = heart.prescription, self._draft
        shown = self._shown()
        said = {
            "state": pump.state(),
            "t_s": history.t_s,
            "time": [time.day, time.second] if time.is_known else None,
            "flow_fl_per_day": self._flow_fl_per_day(),
            "by_steps_nl": None if rx is None else self._by_steps_nl(rx),
            "by_weight_nl": pump.weighed.volume_nl,
            "alarms": shown[:IN_STATUS],
            "alarms_shown": len(shown),
            "lockout_left_s": None,
            "boluses_left": None,
            "boluses_used": history.lockout.granted_today(history.t_s),
            "granted_t_s": history.lockout.last_granted_s(),
            "therapy": "%04x%04x" % (history.therapy_high & 0xFFFF, history.therapy_low & 0xFFFF),
            "changing": 1 if heart.therapy_changing else 0,
        }
        if rx is not None and rx.patient_bolus is not None:
            said["lockout_left_s"] = history.lockout.left_s(history.t_s, rx.lockout_s)
            said["boluses_left"] = max(0, rx.most_per_day - said["boluses_used"])
        if history.bolus_kind != BASAL:
            said["bolus"] = [KINDS[history.bolus_kind], history.bolus_given, history.bolus_steps]
        if draft.is_open:
            said["entry"] = "left-alone" if draft.is_warned else "open"
            said["entry_left_s"] = draft.left_s()
        return said

    def _flow_fl_per_day(self):
        """Of basal and bolus together, now."""
        heart = self._pump.heart
        if heart.state != RUNNING:
            return 0
        flows = [heart.schedule.flow()]
        if heart.bolus.order is not None and heart.bolus.kind != BRIDGE:
            flows.append(heart.bolus.order.flow)
        step_fl = heart.prescription.step_volume_fl
        return sum(flow.steps * step_fl * DAY_US // flow.us for flow in flows if flow is not None)

    def _by_steps_nl(self, rx):
        history = self._pump.history
        filled_steps = history.filled_nl * FL_PER_NL // rx.step_volume_fl
        return max(0, filled_steps - history.since_fill.value()) * rx.step_volume_fl // FL_PER_NL

    def _shown(self):
        """[[name, priority], ...], the highest first."""
        shown = self._pump.alarms.shown
        order = sorted((-PRIORITY[alarm], alarm) for alarm in range(len(NAMES)) if shown[alarm])
        return [[NAMES[alarm], PRIORITIES[-priority]] for priority, alarm in order]

    def alarms(self, first):
        """Six of those that show, from that place on."""
        if not 0 <= first < len(NAMES):
            raise Refused("alarms.from", str(first)[:20], "0 to %d" % (len(NAMES) - 1), "correct it")
        shown = self._shown()
        return {"alarms_shown": len(shown), "alarms": shown[first : first + IN_A_PART]}
