"""The reservoir: what a clinician enters after a refill, and how long it lasts."""

from therapy.alarms import alarm_table
from therapy.memory import record_kinds
from therapy.refill import content_nl, is_discrepancy
from therapy.states import HALTING, SERVICE
from units import show
from units.refused import Refused
from units.scale import FL_PER_NL


class ReservoirDesk:
    """Every method either does all of what it says or raises Refused and changes nothing. witness: WitnessWatch."""

    def __init__(self, heart, book, witness):
        self._heart = heart
        self._book = book
        self._witness = witness

    def outlook(self):
        """Outlook: what remains and when it will be low and empty (R1)."""
        from therapy.prescribing.outlook import Outlook  # takes memory only when somebody asks

        rx = self._therapy("outlook")
        return Outlook(self._heart.history, rx, self._heart.time, self._witness.volume_nl())

    def refill(self, withdrawn_nl, filled_nl, is_other_mixture):
        """Enter a refill (R5). Returns what was expected to be withdrawn, in nL.

        is_other_mixture: another drug or concentration: delivery is held until its therapy is programmed (R8).
        """
        from therapy.prescribing import hard_limits

        rx, history = self._therapy("refill"), self._heart.history
        hard_limits.check("reservoir.filled", withdrawn_nl, "refill.withdrawn")
        hard_limits.check("reservoir.filled", filled_nl, "refill.filled")
        if filled_nl > rx.capacity_nl:
            limit = "at most the capacity, " + show.volume(rx.capacity_nl)
            raise Refused("refill.filled", show.volume(filled_nl), limit, "correct it or reservoir.capacity")
        if self._heart.state == SERVICE:
            raise Refused("refill", "service", "no drug in service mode", "leave it first")
        if self._heart.therapy_changing:
            raise Refused("refill", "the therapy is changing", "not while it changes", "wait for it")
        if not self._book.has_room() or self._heart.state == HALTING:
            raise Refused("refill", "records wait to be written", "room for the record of it", "ask again")
        expected_nl = max(0, history.filled_nl - history.since_fill.value() * rx.step_volume_fl // FL_PER_NL)
        now_nl = content_nl(expected_nl, withdrawn_nl, filled_nl, rx.capacity_nl)
        steps_before = history.since_fill.value()
        self._book.settle()
        self._book.record(record_kinds.FILLED, now_nl, withdrawn_nl, filled_nl, 1 if is_other_mixture else 0)
        self._witness.refilled(withdrawn_nl, filled_nl, rx.capacity_nl, steps_before)
        if is_other_mixture and history.running:
            self._heart.stop(record_kinds.UNTIL_PROGRAMMED)  # after the fill: a cut between the two holds it too
        self._heart.governor.set_reservoir(rx)
        if history.resumes and not is_other_mixture:
            self._heart.resume()  # the mixture of the therapy in force is back
        if is_discrepancy(expected_nl, withdrawn_nl, rx.capacity_nl):
            self._heart.alarms.strike(alarm_table.REFILL_DISCREPANCY)
        return expected_nl

    def _therapy(self, field):
        rx = self._heart.prescription
        if rx is None:
            raise Refused(field, "locked", "history, calibration and therapy must be known", "read the alarms")
        return rx
