"""The chip's own temperature sensor: near enough to the load cell's amplifier to see a room that warmed up."""

FULL_UV = 3_300_000  # the converter's reference is the board's 3.3 V


class ChipTemperature:
    """adc: machine.ADC on the sensor's channel.

    source: RP2040 datasheet, "Temperature Sensor": T = 27 degC - (V - 0.706 V) / 1.721 mV; chips differ by a few K.
    """

    def __init__(self, adc):
        self._adc = adc

    def read_mdegc(self):
        """In thousandths of a degree Celsius."""
        uv = self._adc.read_u16() * FULL_UV // 65_535
        return 27_000 - (uv - 706_000) * 1_000 // 1_721
