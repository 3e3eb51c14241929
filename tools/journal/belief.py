"""What the pump believes about itself, from its ledger."""

from typing import Any

from journal.firmware_face import NEVER_S
from twin.pump_face import ALARM_NAMES, BOLUS_KINDS

_BASAL = 0


def belief_of(history: Any) -> dict[str, object]:
    """A replayed History as plain values. running_time_s: at the last of its records, so never ahead."""
    kind = history.bolus_kind
    return {
        "running_time_s": history.t_s,
        "running": history.running,
        "awaits_therapy": history.awaits_therapy,
        "given_steps": history.given.value(),
        "given_steps_by_kind": {name: given.value() for name, given in zip(BOLUS_KINDS, history.by_kind, strict=True)},
        "reserved_steps": history.reserved_steps(),
        "not_given_steps": history.not_given.value(),
        "window_24h_pg": history.window.total.value(),
        "last_grants_s": grants_of(history),
        "open_bolus": None
        if kind == _BASAL
        else {"kind": BOLUS_KINDS[kind], "steps": history.bolus_steps, "given_steps": history.bolus_given},
        "latched_alarms": [name for place, name in enumerate(ALARM_NAMES) if history.latched.has(place)],
        "filled_nl": history.filled_nl,
        "steps_since_fill": history.since_fill.value(),
        "therapy_digest": f"{history.therapy_high:04x}{history.therapy_low:04x}",
    }


def grants_of(history: Any) -> list[int]:
    """Running times of the patient boluses that are remembered, the last one first."""
    kept = history.lockout.granted_s
    places = [(history.lockout.last - back) % len(kept) for back in range(len(kept))]
    return [kept[place] for place in places if kept[place] != NEVER_S]
