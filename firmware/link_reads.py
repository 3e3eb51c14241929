"""What the link shows. Each answer fits a line, so lists come in parts; amounts are integers, with units in names."""

from link_log import LogPages
from therapy.alarms.alarm_table import NAMES, PRIORITIES, PRIORITY
from therapy.bolus_kinds import BASAL, BRIDGE, KINDS
from therapy.states import RUNNING
from units.refused import Refused
from units.scale import DAY_US, FL_PER_NL

IN_STATUS = 2  # alarms: the highest ones
IN_A_PART = 6
REPORT_PARTS = ("times", "given", "granted", "denied", "drugs")
MOST_NUMBER = 1 << 30


class LinkReads:
    """pump: the assembled Pump. entry: LinkEntry. Nothing here changes anything, but that a report is closed."""

    def __init__(self, pump, entry):
        self._pump = pump
        self._entry = entry
        self._pages = LogPages(pump.files)

    def status(self):
        """What both roles may see. lockout_left_s, boluses_left: None where no patient bolus is prescribed."""
        pump, heart, history, time = self._pump, self._pump.heart, self._pump.history, self._pump.heart.time
        rx, entry = heart.prescription, self._entry
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
            "therapy": "%04x%04x" % (history.therapy_high & 0xFFFF, history.therapy_low & 0xFFFF),
            "changing": 1 if heart.therapy_changing else 0,
        }
        if rx is not None and rx.patient_bolus is not None:
            said["lockout_left_s"] = history.lockout.left_s(history.t_s, rx.lockout_s)
            said["boluses_left"] = max(0, rx.most_per_day - history.lockout.granted_today(history.t_s))
        if history.bolus_kind != BASAL:
            said["bolus"] = [KINDS[history.bolus_kind], history.bolus_given, history.bolus_steps]
        if entry.is_open:
            said["entry"] = "left-alone" if entry.is_warned else "open"
            said["entry_left_s"] = entry.left_s()
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
        shown = self._shown()
        return {"alarms_shown": len(shown), "alarms": shown[_place(first) : _place(first) + IN_A_PART]}

    def outlook(self):
        """Seconds until the low alarm and until empty, without and with every patient bolus; None: never."""
        out = self._pump.reservoir_desk.outlook()
        return {
            "remaining_nl": out.remaining_nl,
            "low_s": out.low_s,
            "low_with_boluses_s": out.low_with_boluses_s,
            "empty_s": out.empty_s,
            "empty_with_boluses_s": out.empty_with_boluses_s,
        }

    def log(self, first):
        """Four records of the event log from that number on; next: the number that the next event gets."""
        rows = self._pages.page(_place(first))
        return {"oldest": self._pages.oldest(), "next": self._pump.log.sequence, "records": rows}

    def report(self, part):
        """One part of the report since the last one was closed: times, given, granted, denied or drugs."""
        report = self._pump.reporting.report()
        if part == "times":
            return {name: report[name] for name in ("since_s", "now_s", "supply_is_sensed")}
        if part == "given":
            return {kind: [given["steps"], given["nl"]] for kind, given in report["given"].items()}
        if part == "granted" or part == "denied":
            place = 0 if part == "granted" else 1
            return {part: [hour[place] for hour in report["requests"]]}
        if part == "drugs":
            given, at_tip = report.get("delivered_pg", {}), report.get("at_tip_pg", {})
            return {name[:30]: [given[name], at_tip.get(name, 0)] for name in given}
        raise Refused("report.part", part[:20], "one of " + ", ".join(REPORT_PARTS), "correct it")

    def close_report(self):
        """From now on the next report counts. Ask for the parts before."""
        self._pump.reporting.close_report()

    def recalibration(self):
        """The volume of a microstep that the last refill showed, to be accepted by `recalibrate`; None without one."""
        offer = self._pump.head.offer()
        if offer is None:
            return {"step_volume_fl": None, "doubt_fl": None}
        return {"step_volume_fl": offer[0], "doubt_fl": offer[1]}


def _place(number):
    if not 0 <= number < MOST_NUMBER:
        raise Refused("from", str(number)[:20], "0 or more", "correct it")
    return number
