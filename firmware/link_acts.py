"""What the link lets a client do: each is one call of the pump's own desks, which check everything again."""

from therapy import denials


class Part:
    """pump: the assembled Pump."""

    def __init__(self, pump, _draft):
        self._pump = pump

    def patient_bolus(self):
        """The prescribed one: the same lockout as the button's (B2)."""
        heart = self._pump.heart
        reason = heart.ask_patient_bolus()
        if reason != denials.LOCKOUT:
            return reason
        return reason, heart.history.lockout.left_s(heart.history.t_s, heart.prescription.lockout_s)

    def clinician_bolus(self, dose_pg, over_s):
        return self._pump.desk.clinician_bolus(dose_pg, over_s)

    def prime(self):
        return self._pump.desk.prime()

    def bridge(self):
        return self._pump.desk.bridge()

    def stop_bolus(self):
        self._pump.desk.stop_bolus()

    def start(self):
        self._pump.desk.start()

    def stop(self):
        self._pump.desk.stop()

    def acknowledge(self, name):
        self._pump.desk.acknowledge(name)

    def acknowledge_all(self):
        self._pump.desk.acknowledge()

    def pause_audio(self):
        return {"paused": self._pump.alarms.pause_audio()}

    def begin_history(self, given_pg):
        """Where it is unknown. The pump restarts once the answer is out."""
        pump = self._pump
        pump.begin_history(given_pg, pump.link_door.restart_after_answer)

    def refill(self, withdrawn_nl, filled_nl, is_other_mixture):
        return {"expected_nl": self._pump.reservoir_desk.refill(withdrawn_nl, filled_nl, is_other_mixture)}

    def set_time(self, day, second, us):
        self._pump.clock_desk.set_time(day, second, us)
