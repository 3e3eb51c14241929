"""What the link shows of reservoir, report and calibration. Each answer fits a line, so the report comes in parts."""

from storage.settings import canonical
from units.refused import Refused

PIECE = 200  # characters of a line of the therapy
MOST_CHARACTERS = 10_000
REPORT_PARTS = ("times", "given", "granted", "denied", "drugs")


class Part:
    """pump: the assembled Pump. Nothing here changes anything, but that a report is closed."""

    def __init__(self, pump, _draft):
        self._pump = pump

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

    def therapy(self, number, at):
        """Characters `at` and on of one line of the therapy in force, `setting=JSON`; lines: 0 without a therapy."""
        rx = self._pump.heart.prescription
        lines = [] if rx is None else canonical(rx.order, rx.step_volume_fl).split("\n")
        if not lines:
            return {"lines": 0, "text": "", "more": False}
        if not 0 <= number < len(lines) or not 0 <= at < MOST_CHARACTERS:
            raise Refused("therapy.line", str(number)[:20], "0 to %d" % (len(lines) - 1), "correct it")
        text = lines[number]
        return {"lines": len(lines), "text": text[at : at + PIECE], "more": len(text) > at + PIECE}

    def line(self, number):
        """One of the earlier mixtures that the catheter holds; 0 leaves the tip first. older: how many there are."""
        heart = self._pump.heart
        rx = heart.prescription
        older = []
        if rx is not None:
            given = heart.history.given.value() + heart.governor.queue.queued
            older = self._pump.programming.line.older(given, rx.catheter_steps())
        said = {"older": len(older), "steps": 0, "drugs": []}
        if 0 <= number < len(older):
            said["steps"], said["drugs"] = older[number]
        return said

    def recalibration(self):
        """The volume of a microstep that the last refill showed, to be accepted by `recalibrate`; None without one."""
        offer = self._pump.head.offer()
        if offer is None:
            return {"step_volume_fl": None, "doubt_fl": None}
        return {"step_volume_fl": offer[0], "doubt_fl": offer[1]}
