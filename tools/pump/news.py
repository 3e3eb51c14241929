"""What is new since the last look at a run, in words: boluses and alarms."""

from pump.report import priority
from twin.accounts import Look
from twin.bolus_watch import DENIED, RUNNING
from twin.pump_face import ALARM_NAMES, BOLUS_KINDS, DENIAL_REASONS
from twin.session import Session

Item = tuple[int, str, str]


class News:
    """Each item is (us from power-on, words, a style of rich); each comes once."""

    def __init__(self) -> None:
        self._boluses: dict[int, str] = {}
        self._alarms: set[tuple[int, bool]] = set()

    def since(self, session: Session, look: Look) -> list[Item]:
        """What came since the last call."""
        return [*self._of_boluses(session, look), *self._of_alarms(session)]

    def _of_boluses(self, session: Session, look: Look) -> list[Item]:
        items: list[Item] = []
        for number, bolus in enumerate(session.boluses.seen):
            if self._boluses.get(number) == bolus.outcome:
                continue
            self._boluses[number] = bolus.outcome
            why = f": {DENIAL_REASONS[bolus.reason]}" if bolus.reason else ""
            is_answer = bolus.outcome in (RUNNING, DENIED)
            outcome = "granted" if bolus.outcome == RUNNING else bolus.outcome
            words = f"{BOLUS_KINDS[bolus.request.kind]} bolus {outcome}{why}"
            t_us = bolus.request.t_us if is_answer else look.t_us
            items.append((t_us, words, "red" if bolus.reason else "green"))
        return items

    def _of_alarms(self, session: Session) -> list[Item]:
        items: list[Item] = []
        for number, alarm in enumerate(session.alarms.seen):
            words = f"alarm {ALARM_NAMES[alarm.alarm]} ({priority(alarm.alarm)})"
            for is_end, t_us in ((False, alarm.since_us), (True, alarm.cleared_us)):
                if t_us is not None and (number, is_end) not in self._alarms:
                    self._alarms.add((number, is_end))
                    items.append((t_us, words + (" cleared" if is_end else ""), "yellow"))
        return items
