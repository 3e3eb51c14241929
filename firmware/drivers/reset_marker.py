"""Why the pump restarted itself: a mark in a register that outlives the reset, which reads as a watchdog's (S3)."""

SCRATCH_0 = 0x4005800C  # WATCHDOG SCRATCH0: RP2040 datasheet 4.7.6; kept through a watchdog reset, cleared by power-on
_MARK = 0x50554D00  # "PUM" and the reason
REASONS = ("none", "new-history", "update", "service")
NONE, NEW_HISTORY, UPDATE, SERVICE = range(len(REASONS))


class ResetMarker:
    """mem32: machine.mem32."""

    def __init__(self, mem32):
        self._mem32 = mem32

    def leave(self, reason):
        """Before a commanded reset. reason: a place in REASONS."""
        self._mem32[SCRATCH_0] = _MARK | reason

    def take(self):
        """The reason that was left, NONE without one; from now on there is none."""
        value = self._mem32[SCRATCH_0]
        self._mem32[SCRATCH_0] = 0
        reason = value & 0xFF
        return reason if value & 0xFFFFFF00 == _MARK and reason < len(REASONS) else NONE
