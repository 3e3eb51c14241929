"""What a patient's page may do: see how the pump is, and ask for the prescribed bolus. There is nothing else here.

It asks with the patient's key alone; the pump itself refuses that key everything else (T3).
"""

import asyncio
import time
from typing import Any

from programmer.connection import TROUBLES, Connection
from programmer.words import state_in_words
from pump_link.client import Denied, RefusedByPump, Unanswered
from pump_link.transport import NoWire
from pump_link.words import duration
from twin.pump_face import ALARM_ROWS

ROLE = "patient"
ASKS_KEPT = 64
FRESH_S = 0.8  # so many pages as look at it, the pump is asked once in this time
TO_DO = {
    "high": "Call your clinic now.",
    "medium": "Call your clinic today.",
    "low": "Tell your clinic at the next call.",
}
UNREACHED = (
    "The pump cannot be reached. It goes on as programmed. Try again in a minute; if it stays so, call your clinic."
)
MAYBE = "No answer came. It may have been granted: look below before you ask again."
DENIED = {
    "lockout": "it is too early after the last one",
    "most-per-day": "you had as many as a day may hold",
    "max-dose-per-day": "the most for 24 hours is reached",
    "bolus-running": "a dose is being given",
    "not-prescribed": "no dose on request is prescribed",
    "stopped": "the pump is stopped; call your clinic",
    "locked": "the pump is locked; call your clinic",
    "high-alarm": "an alarm shows; it says below what to do",
    "reservoir": "the pump does not hold enough; call your clinic",
    "therapy-changing": "your therapy is being changed; ask again in a minute",
    "cannot-be-met": "your therapy has no room for it; call your clinic",
}
DENIED_ELSE = "the pump cannot now; ask again in a minute"
NOT_NOW = {"stopped", "locked", "service", "halting", "starting"}
_CAUSES = {row[0]: row[3] for row in ALARM_ROWS}


class PatientDesk:
    """For any number of pages; answers are plain values, for JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._seen: dict[str, Any] = {}
        self._seen_s = -FRESH_S
        self._asked: dict[str, asyncio.Task[dict[str, Any]]] = {}

    async def status(self) -> dict[str, Any]:
        """As in shown_to_patient, or {"trouble": a line}."""
        if time.monotonic() - self._seen_s >= FRESH_S:
            try:
                self._seen = shown_to_patient(await self._connection.ask_status(ROLE))
            except (*TROUBLES, Denied, RefusedByPump):
                self._seen = {"trouble": UNREACHED}
            self._seen_s = time.monotonic()
        return self._seen

    async def ask_bolus_once(self, number: str) -> dict[str, Any]:
        """As ask_bolus; what is asked again with the number of one ask gets its answer, and nothing is asked (B8)."""
        if number not in self._asked:
            while len(self._asked) >= ASKS_KEPT:
                del self._asked[next(iter(self._asked))]
            self._asked[number] = asyncio.create_task(self.ask_bolus())
        return await asyncio.shield(self._asked[number])

    async def ask_bolus(self) -> dict[str, Any]:
        """{"granted": True, False, or None where it is not known, "words": for the patient}."""
        try:
            await self._connection.ask("bolus", role=ROLE)
        except Denied as denied:
            return {"granted": False, "words": _denied_in_words(denied)}
        except Unanswered as silent:
            return {
                "granted": None if silent.may_be_done else False,
                "words": MAYBE if silent.may_be_done else UNREACHED,
            }
        except NoWire:
            return {"granted": None, "words": MAYBE}  # it may have been cut behind the request
        except (*TROUBLES, RefusedByPump):
            return {"granted": False, "words": UNREACHED}
        finally:
            self._seen_s = -FRESH_S
        return {"granted": True, "words": "Granted: the pump gives it now."}


def shown_to_patient(said: dict[str, Any]) -> dict[str, Any]:
    """Of a pump's status, what its patient needs: state, whether a dose may be asked for, what is left, alarms."""
    lockout_s, left = said["lockout_left_s"], said["boluses_left"]
    return {
        "state": state_in_words(said["state"]),
        "next": _next(said["state"], lockout_s, left, said.get("bolus")),
        "left_today": left,
        "remaining_mL": None if said["by_steps_nl"] is None else round(said["by_steps_nl"] / 1e6, 2),
        "alarms": [
            {"name": name, "priority": priority, "cause": _CAUSES.get(name, name), "to_do": TO_DO[priority]}
            for name, priority in said["alarms"]
        ],
        "more_alarms": said["alarms_shown"] - len(said["alarms"]),
    }


def _denied_in_words(denied: Denied) -> str:
    why = DENIED.get(denied.reason, DENIED_ELSE)
    return f"Denied: {why}." if denied.left_s is None else f"Denied: {why}; {duration(denied.left_s)} to go."


def _next(state: str, lockout_s: int | None, left: int | None, bolus: list[Any] | None) -> str:
    """When the next dose may be asked for; the pump decides when it is asked."""
    if left is None or lockout_s is None:
        return "No dose on request is prescribed."
    if state in NOT_NOW:
        return "Not now: the pump is not delivering."
    if bolus:
        return "A dose is being given."
    if lockout_s:
        return f"In {duration(lockout_s)}."
    if not left:
        return "No more today: as many as a day may hold were granted."
    return "You may ask for a dose."
