"""Whether the motor has its supply while the logic runs (A11), on a board that senses it."""

from therapy.alarms import alarm_table
from therapy.states import RUNNING, SERVICE

LOOK_US = 250_000
NOTHING_DUE_US = 1 << 29


class MotorSupply:
    """A slice of the loop. sense: SupplySense over the motor's supply. It is looked at while the motor is on."""

    def __init__(self, heart, sense):
        self._heart = heart
        self._sense = sense
        self._left_us = 0
        self.next_us = NOTHING_DUE_US

    def work(self, elapsed_us, _now):
        """One conversion of the ADC every quarter of a second; the first as the motor comes on."""
        heart, alarms = self._heart, self._heart.alarms
        run = heart.service_run
        serves = heart.state == SERVICE and run.is_running
        is_lost = alarms.standing[alarm_table.MOTOR_SUPPLY_LOST]
        if heart.state != RUNNING and not serves and not is_lost:
            self._left_us = 0
            self.next_us = NOTHING_DUE_US
            return
        self._left_us -= elapsed_us
        if self._left_us > 0:
            self.next_us = self._left_us
            return
        self.next_us = self._left_us = LOOK_US
        if not self._sense.is_low():
            alarms.end(alarm_table.MOTOR_SUPPLY_LOST)
            return
        if serves:
            run.end_after_queue()
        if not is_lost:
            heart.fault(alarm_table.MOTOR_SUPPLY_LOST)
            self.next_us = 0  # the loop's next tick halts
