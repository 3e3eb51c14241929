"""Identity, calibration and therapy: sealed documents, each whole or of no use."""

from collections.abc import Callable

from journal.contents import Contents
from journal.findings import Finding
from journal.firmware_face import SETTINGS, make_settings
from journal.ledger_check import NONSENSE


def check_settings(contents: Contents) -> list[Finding]:
    """A missing identity is a finding; calibration and therapy come later in a pump's life."""
    settings = make_settings(contents)
    readers: tuple[Callable[[], object], ...] = (settings.identity, settings.step_volume_fl, settings.therapy)
    findings: list[Finding] = []
    for name, read in zip(SETTINGS, readers, strict=True):
        if contents.read(name) is None:
            if name == SETTINGS[0]:
                findings.append(Finding(name, "missing: it comes with the ledger's first files"))
        elif _value(read) is None:
            findings.append(Finding(name, "damaged: its CRC or form is wrong", byte=0))
    return findings


def identity_of(contents: Contents) -> str | None:
    """The chip's unique id that the files belong to."""
    value = _value(make_settings(contents).identity)
    return value if isinstance(value, str) else None


def _value(read: Callable[[], object]) -> object:
    try:
        return read()
    except NONSENSE:
        return None
