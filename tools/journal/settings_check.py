"""Identity, calibration and therapy: sealed documents, each whole or of no use."""

from collections.abc import Callable
from typing import Any

from journal.contents import Contents
from journal.findings import Finding
from journal.firmware_face import SETTINGS, WEIGHING, digest, make_settings, make_weighing_files
from journal.ledger_check import NONSENSE


def check_settings(contents: Contents, history: Any, was_weighed: bool) -> tuple[list[Finding], list[str]]:
    """(findings, notes). history: what the pump believes, or None: it says whether there must be a therapy.

    was_weighed: the log says that the load cell was calibrated."""
    identity, calibration, therapy = SETTINGS
    settings = make_settings(contents)
    readers: tuple[Callable[[], object], ...] = (settings.identity, settings.step_volume_fl, settings.therapy)
    is_there = {name: contents.read(name) is not None for name in SETTINGS}
    values = {name: _value(read) for name, read in zip(SETTINGS, readers, strict=True)}
    findings = [
        Finding(name, "damaged: its CRC or form is wrong", byte=0)
        for name in SETTINGS
        if is_there[name] and values[name] is None and not (name == identity and settings.is_new())
    ]
    weighing = make_weighing_files(contents)
    findings += [
        Finding(name, "damaged: its CRC or form is wrong; the second witness is lost, no dose is", byte=0)
        for name, read in zip(WEIGHING, (weighing.calibration, weighing.head), strict=True)
        if contents.read(name) is not None and _value(read) is None
    ]
    if was_weighed and contents.read(WEIGHING[0]) is None:
        findings.append(
            Finding(WEIGHING[0], "missing, and the log says that the load cell was calibrated", is_missing=True)
        )
    is_prescribed = history is not None and (history.therapy_high, history.therapy_low) != (0, 0)
    if not is_there[identity]:
        findings.append(Finding(identity, "missing: it comes with the ledger's first files", is_missing=True))
    if not is_there[calibration] and (is_there[therapy] or is_prescribed):
        findings.append(Finding(calibration, "missing, and there is a therapy, which needs it", is_missing=True))
    if not is_there[therapy] and is_prescribed:
        findings.append(Finding(therapy, "missing, and the ledger says that one is in force", is_missing=True))
    notes: list[str] = []
    if is_prescribed and values[therapy] is not None and values[calibration] is not None:
        notes = _noted(values[therapy], values[calibration], history)
    return findings, notes


def _noted(order: object, step_volume_fl: object, history: Any) -> list[str]:
    """A therapy is stored before it is on record, so that they differ is no finding by itself."""
    try:
        stored = digest(order, step_volume_fl)[:8]
    except NONSENSE:
        return ["therapy: its CRC fits and it is no order of this firmware: the pump would not take it"]
    recorded = f"{history.therapy_high & 0xFFFF:04x}{history.therapy_low & 0xFFFF:04x}"
    if stored == recorded:
        return []
    what = "it was altered, or the power went while it was put in force"
    return [f"therapy: it is {stored}, and the last one on record is {recorded}: {what}"]


def identity_of(contents: Contents) -> str | None:
    """The chip's unique id that the files belong to."""
    value = _value(make_settings(contents).identity)
    return value if isinstance(value, str) else None


def _value(read: Callable[[], object]) -> object:
    try:
        return read()
    except NONSENSE:
        return None
