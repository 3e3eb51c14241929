"""A pump as its programmer sees it: typed readings, and every act that the link has, over one Client.

Each method raises Denied, RefusedByPump, Unanswered or NoWire, and the readings NotUnderstood besides.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pump_link import entry, readings
from pump_link.calibrating import Calibrating
from pump_link.client import Client, RefusedByPump
from pump_link.log_reading import LogReading
from pump_link.readings import (
    LogPart,
    Outlook,
    Recalibration,
    Report,
    ShownAlarm,
    StagedRate,
    Status,
    understood,
)


class Pump:
    """client: of the role whose key it has; a patient's may ask for `status`, `outlook` and `bolus` alone (T3)."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @property
    def pump_id(self) -> str:
        """The chip's, "" before the first answer."""
        return self._client.pump_id

    def begin_anew(self) -> None:
        """Make another session: the one before ends after 5 min of silence, what was entered stays with the pump."""
        self._client.open()

    @property
    def calibrating(self) -> Calibrating:
        """Known masses, and steps in service mode."""
        return Calibrating(self._client)

    # Readings

    def status(self) -> Status:
        """What it is doing now."""
        said = self._client.ask("status")
        return understood("status", lambda: readings.status_of(said))

    def all_alarms(self) -> tuple[ShownAlarm, ...]:
        """Every alarm that shows, the highest first."""
        found: list[ShownAlarm] = []
        shown = None
        while True:
            said = self._client.ask("alarms", **{"from": len(found)})
            part = understood("alarms", lambda said=said: readings.alarms_of(said))
            if shown is not None and said["alarms_shown"] != shown:
                found, shown = [], None  # they changed meanwhile, so their places did: from the first again
                continue
            shown = said["alarms_shown"]
            found += part
            if not part or len(found) >= shown:
                return tuple(found)

    def outlook(self) -> Outlook:
        """How long the reservoir lasts."""
        said = self._client.ask("outlook")
        return understood("outlook", lambda: readings.outlook_of(said))

    def log(self, since: int = 0) -> LogPart:
        """Every event from number `since` on that the pump keeps, held to its chain of links."""
        return LogReading(lambda number: self._client.ask("log", **{"from": number})).read(since)

    def report(self) -> Report:
        """What was given and asked for since the last report was closed, and each drug since the first therapy."""
        part = {
            name: self._client.ask("report", part=name) for name in ("times", "given", "granted", "denied", "drugs")
        }
        asked = part["granted"] | part["denied"]
        return understood("report", lambda: readings.report_of(part["times"], part["given"], asked, part["drugs"]))

    def recalibration(self) -> Recalibration | None:
        """What the last refill showed of the head; None: nothing is offered."""
        said = self._client.ask("recalibration")
        return understood("recalibration", lambda: readings.recalibration_of(said))

    # Acts

    def start(self) -> None:
        """Deliver again."""
        self._client.ask("start")

    def stop(self) -> None:
        """End delivery; a bolus under way is cut."""
        self._client.ask("stop")

    def patient_bolus(self) -> None:
        """The prescribed one, with a patient's key."""
        self._client.ask("bolus")

    def clinician_bolus(self, dose_pg: int, over_s: int) -> None:
        """dose_pg of the primary drug over over_s seconds, on top of the basal."""
        self._client.ask("clinician-bolus", dose_pg=dose_pg, over_s=over_s)

    def prime(self) -> None:
        """The catheter's volume, as fast as the therapy's limit allows (B10)."""
        self._client.ask("prime")

    def bridge(self) -> None:
        """The old drug at its own rate until the catheter holds the new one (B11)."""
        self._client.ask("bridge")

    def stop_bolus(self) -> None:
        """End the bolus under way; the therapy goes on."""
        self._client.ask("stop-bolus")

    def acknowledge(self, name: str | None = None) -> None:
        """One alarm by its name, or all that show."""
        if name is None:
            self._client.ask("acknowledge-all")
        else:
            self._client.ask("acknowledge", name=name)

    def pause_audio(self) -> bool:
        """Silence the buzzer for a while. False where nothing sounds that may be silenced."""
        return bool(self._client.ask("pause-audio")["paused"])

    def refill(self, withdrawn_nl: int, filled_nl: int, is_other_mixture: bool) -> int:
        """What was withdrawn and filled. Returns what the pump had expected to be withdrawn, in nL."""
        said = self._client.ask(
            "refill", withdrawn_nl=withdrawn_nl, filled_nl=filled_nl, other_mixture=is_other_mixture
        )
        return understood("refill", lambda: int(said["expected_nl"]))

    def begin_history(self, given_pg: int) -> None:
        """Where the pump's history is unknown: so much was given in the last 24 h. It restarts."""
        self._client.ask("begin-history", given_pg=given_pg)

    def set_time(self, day: int, second: int, us: int = 0) -> None:
        """It is now this microsecond of this second; day: whole days since Monday 2001-01-01."""
        self._client.ask("time", day=day, second=second, us=us)

    def recalibrate(self, step_volume_fl: int) -> None:
        """Take over exactly what `recalibration` offers."""
        self._client.ask("recalibrate", step_volume_fl=step_volume_fl)

    def close_report(self) -> None:
        """From now on the next report counts. Read the report before."""
        self._client.ask("close-report")

    # A new therapy, in two steps (U1)

    def review(self, order: Mapping[str, Any]) -> entry.Review:
        """Enter it, and read it back old against new. Raises entry.NotAsEntered where the two differ."""
        return entry.review(self._client, order)

    def staged_rates(self) -> tuple[StagedRate, ...]:
        """The different rounded flows of what is staged, as they would run (U5)."""
        found: list[StagedRate] = []
        while True:
            try:
                said = self._client.ask("staged-rate", number=len(found))
            except RefusedByPump as refused:
                if not found and refused.field == "staged-rate.number":
                    return ()  # a therapy without an infusion
                raise
            found.append(
                understood("staged-rate", lambda said=said: StagedRate(said["steps"], said["us"], said["fl_per_day"]))
            )
            if len(found) >= said["flows"]:
                return tuple(found)

    def confirm(self, shown: entry.Review, accepted: Sequence[str]) -> None:
        """Put in force what was shown. accepted: names of the soft limits that a person passes knowingly (U4)."""
        entry.confirm(self._client, shown, list(accepted))

    def discard(self) -> None:
        """Drop what was entered and what is staged."""
        self._client.ask("discard")
