"""A piezo buzzer on a PWM pin."""

HALF_DUTY = 32768


class Buzzer:
    """pwm: machine.PWM on the buzzer's pin. tone_hz: IEC 60601-1-8 wants a fundamental between 150 and 1000 Hz."""

    def __init__(self, pwm, tone_hz):
        self._pwm = pwm
        self.is_on = False
        pwm.freq(tone_hz)
        pwm.duty_u16(0)

    def sound(self, on):
        if on != self.is_on:
            self._pwm.duty_u16(HALF_DUTY if on else 0)
            self.is_on = on
