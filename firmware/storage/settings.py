"""What is set, not counted: the pump's identity, the calibration of its head, and the therapy."""

import hashlib
import json

from storage.sealed import seal, unseal
from therapy.memory import record_kinds
from therapy.memory.line import Line
from therapy.order_fields import BOLUS_FIELDS, ORDER

IDENTITY = "identity"
CALIBRATION = "calibration"
THERAPY = "therapy"


def canonical(order, step_volume_fl):
    """The one text of a therapy and the head it was worked out for: what is shown, digested and confirmed."""
    lines = ["step_volume_fl=%d" % step_volume_fl]
    for key in ORDER:
        value = order[key]
        if type(value) is dict:
            value = [value[name] for name in BOLUS_FIELDS]
        lines.append(key + "=" + json.dumps(value, separators=(",", ":")))
    return "\n".join(lines)


def digest(order, step_volume_fl):
    """SHA-256 of the canonical text, as 64 hexadecimal digits."""
    raw = hashlib.sha256(canonical(order, step_volume_fl).encode()).digest()
    return "".join("%02x" % byte for byte in raw)


def new_pump():
    """{name: content} of what must lie in a new pump's folder: that it is new is for a person to say, at its set-up.

    An empty flash says nothing: it may be that of a pump which lost everything.
    """
    return {IDENTITY: seal({"new": 1})}


class Settings:
    """files: read, replace, names. Readers return None for what is missing or damaged."""

    def __init__(self, files):
        self._files = files

    def is_new(self):
        """Somebody put this flash up for a pump that never had a history, and none was begun."""
        document = unseal(self._files.read(IDENTITY))
        return document is not None and "new" in document

    def identity(self):
        """The chip's unique id that this flash belongs to, or None."""
        document = unseal(self._files.read(IDENTITY))
        return None if document is None else document.get("pump")

    def save_identity(self, unique_id):
        self._files.replace(IDENTITY, seal({"pump": unique_id}))

    def step_volume_fl(self):
        document = unseal(self._files.read(CALIBRATION))
        return None if document is None else document.get("step_volume_fl")

    def head_calibration(self):
        """{"step_volume_fl", "when", "pump"}, or None; one of an older firmware has the volume alone."""
        return unseal(self._files.read(CALIBRATION))

    def save_step_volume(self, step_volume_fl, when=None):
        """when: Heart.moment of it."""
        calibration = {"step_volume_fl": step_volume_fl, "when": when, "pump": self.identity()}
        self._files.replace(CALIBRATION, seal(calibration))

    def has_therapy(self):
        return THERAPY in self._files.names()

    def therapy(self):
        """The order, or None."""
        document = unseal(self._files.read(THERAPY))
        return None if document is None else document.get("order")

    def line(self):
        """The Line that belongs to the therapy; an empty one if it cannot be read."""
        document = unseal(self._files.read(THERAPY)) or {}
        return Line(document.get("fronts"), document.get("before"))

    def save_therapy(self, order, line):
        """One atomic replacement: the order and the line change together."""
        self._files.replace(THERAPY, seal({"order": order, "fronts": line.fronts, "before": line.before}))


def _mark(prescription):
    """The first four bytes of the digest, as two numbers."""
    shown = digest(prescription.order, prescription.step_volume_fl)
    return int(shown[:4], 16), int(shown[4:8], 16)


def note_in_force(book, prescription):
    """Put on record that a stored prescription is in force; a pump's first also says what is in the reservoir."""
    high, low = _mark(prescription)
    dose = prescription.dose_per_step
    book.settle()
    if book.history.drug_mark == 0:
        book.record(record_kinds.FILLED, prescription.filled_nl, 0, prescription.filled_nl)
    if book.history.drug_mark != prescription.drug_mark:
        book.record(record_kinds.DRUG, prescription.drug_mark)
    book.record(record_kinds.PRESCRIBED, high, low, dose.whole_pg, dose.thousandth_pg)


def is_noted(history, prescription):
    """False if the power went between a new therapy and its record."""
    return (history.therapy_high, history.therapy_low) == _mark(prescription)


def begin_history(ledger, settings, history, unique_id, feed):
    """The first files of a history; the identity comes last."""
    ledger.begin(history, feed)
    feed()
    settings.save_identity(unique_id)
