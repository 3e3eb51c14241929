"""When each alarm of the pump came and went, as seen from outside."""

from dataclasses import dataclass


@dataclass(slots=True)
class SeenAlarm:
    """Times are us from power-on. cleared_us: None while it shows; alarm: its place in the firmware's table."""

    alarm: int
    since_us: int
    cleared_us: int | None = None


class AlarmWatch:
    """An alarm clears when the pump shows it no longer: a latching one only by acknowledgement, any by a power cut."""

    def __init__(self) -> None:
        self.seen: list[SeenAlarm] = []
        self.shown = bytearray()

    def look(self, shown: bytearray, t_us: int) -> None:
        """t_us: when the pump decided what it shows; before power-on counts as power-on."""
        t_us = max(t_us, 0)
        before = self.shown.ljust(len(shown), b"\0")
        self.shown = bytearray(shown)
        for alarm, is_shown in enumerate(self.shown):
            if is_shown and not before[alarm]:
                self.seen.append(SeenAlarm(alarm, t_us))
            elif before[alarm] and not is_shown:
                self._clear(alarm, t_us)

    def power_lost(self, t_us: int) -> None:
        """Lamps and memory are gone; what still holds is raised anew at the next boot."""
        self.look(bytearray(len(self.shown)), t_us)

    def _clear(self, alarm: int, t_us: int) -> None:
        for seen in reversed(self.seen):
            if seen.alarm == alarm and seen.cleared_us is None:
                seen.cleared_us = t_us
                return

    def showing(self) -> list[int]:
        return [alarm for alarm, is_shown in enumerate(self.shown) if is_shown]
