"""What a physician asks the pump's log for: what was given since the last report, and what was asked for and when."""

from therapy.bolus_kinds import KINDS
from therapy.memory import record_kinds
from therapy.memory.requests import HOURS
from units.refused import Refused
from units.scale import FL_PER_NL


class Reporting:
    """Reads the history and the line; `close_report` begins the next report.

    senses_supply: the board declares a supply sense; without one a power cut costs a reservation (P7).
    senses_motor_supply, watches_rotor: it declares these; without them a fault of theirs is found by weight (A11, A7).
    """

    def __init__(self, heart, book, programming, senses_supply, senses_motor_supply=False, watches_rotor=False):
        self._senses_supply = senses_supply
        self._senses_motor_supply = senses_motor_supply
        self._watches_rotor = watches_rotor
        self._heart = heart
        self._book = book
        self._programming = programming

    def report(self):
        """A dict of plain numbers and names.

        since_s: running time of the last report. given: {kind: {"steps", "nl"}} since then. requests: by hour of the
        day (24: pump time not known), [granted, denied] patient boluses. delivered_pg, at_tip_pg: {name: pg}, lifetime.
        supply_is_sensed, motor_supply_is_sensed, rotor_is_watched: True or False.
        """
        heart, history, asked = self._heart, self._heart.history, self._heart.history.requests
        step_fl = self._programming.step_volume_fl or 0
        given = {}
        for place, kind in enumerate(KINDS):
            steps = history.by_kind[place].value() - history.reported[place].value()
            given[kind] = {"steps": steps, "nl": steps * step_fl // FL_PER_NL}
        requests = [[asked.granted[hour], asked.denied[hour] + asked.waiting[hour]] for hour in range(HOURS)]
        report = {"since_s": history.reported_s, "now_s": history.t_s, "given": given, "requests": requests}
        report["supply_is_sensed"] = self._senses_supply
        report["motor_supply_is_sensed"] = self._senses_motor_supply
        report["rotor_is_watched"] = self._watches_rotor
        rx, line = heart.prescription, self._programming.line
        if rx is not None:
            steps = history.given.value()
            report["delivered_pg"] = line.delivered_pg(steps, rx.step_volume_fl)
            report["at_tip_pg"] = line.at_tip_pg(steps, rx.catheter_steps(), rx.step_volume_fl)
        return report

    def close_report(self):
        """The report, after which the next one begins. Raises Refused while something waits to be put on record."""
        if not self._book.is_clear():
            raise Refused("report", "records wait to be written", "everything on record", "ask again")
        report = self.report()
        self._book.settle()
        self._book.record(record_kinds.REPORTED)
        return report
