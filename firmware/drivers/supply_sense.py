"""The supply's voltage by an ADC behind a divider, and whether it still holds through a write to flash (P7)."""

FULL_SCALE = 65_536  # ADC.read_u16 spreads the converter's 12 bits over 16


class SupplySense:
    """adc: machine.ADC. full_scale_mv: of the supply, where the converter ends. least_mv: holds through a write."""

    def __init__(self, adc, full_scale_mv, least_mv):
        self._adc = adc
        self._least = least_mv * FULL_SCALE // full_scale_mv

    def is_low(self):
        """Allocates nothing."""
        return self._adc.read_u16() < self._least


class NoSupplySense:
    """A board that does not declare one: what was reserved counts as given, whenever the power goes (P1)."""

    def is_low(self):
        return False
