"""Every screen of the hand-held with the values that it is seen with: for the tests on both VMs, and their pictures."""

from handheld import alarm_words, pairing, screens
from handheld.pairing_screens import REASONS, pairing_screen

STATUS = {
    "state": "running",
    "time": [9467, 36_000],  # 2026-12-03, 10:00
    "boluses_left": 3,
    "boluses_used": 1,
}
OUTLOOK = {"remaining_nl": 12_345_678, "low_s": 2_000_000, "low_with_boluses_s": 1_500_000, "empty_s": 3_000_000}
LEFT_NL = 12_345_678
HOUR_S = 3600
PUMP_ID = "e660000000000001"


def _status(**changes):
    status = dict(STATUS)
    status.update(changes)
    return status


def every_screen():
    """[(name, (eight lines, bar))]."""
    none_prescribed = _status(boluses_left=None)
    all_used = _status(boluses_left=0, boluses_used=4, time=None)
    full = _status(boluses_left=48, boluses_used=48, state="starting")
    found = [
        ("home", screens.home(STATUS, LEFT_NL, OUTLOOK, 0, "")),
        ("home-lockout", screens.home(STATUS, LEFT_NL, OUTLOOK, 2 * HOUR_S - 61, "2 alarms: NEXT")),
        ("home-all-used", screens.home(all_used, LEFT_NL, OUTLOOK, HOUR_S, "Battery low")),
        ("home-none-prescribed", screens.home(none_prescribed, None, None, None, "")),
        ("home-longest", screens.home(full, 100_000_000, OUTLOOK, 604_800, "43 alarms: NEXT")),
        ("pump-locked", screens.not_running("locked", None)),
        ("pump-stopped", screens.not_running("stopped", LEFT_NL)),
        ("pump-in-service", screens.not_running("service", LEFT_NL)),
        ("confirm", screens.confirm(0, 2_000_000)),
        ("confirm-held", screens.confirm(1_300_000, 2_000_000)),
        ("asking", screens.asking()),
        ("no-answer-yet", screens.waiting()),
        ("granted", screens.granted(None)),
        ("granted-half", screens.granted((107, 213))),
        ("granted-no-link", screens.granted((107, 213), 754)),
        ("dose-ended", screens.ended()),
        ("not-given", screens.not_given()),
        ("not-known", screens.unknown()),
        ("low-supply", screens.low_supply()),
        ("looking", screens.looking()),
        ("link-lost", screens.link_lost(754)),
        ("link-lost-long", screens.link_lost(99 * HOUR_S)),
        ("wrong-pump", screens.wrong_pump()),
        ("your-pump", screens.about(PUMP_ID, 2)),
    ]
    for reason in screens.DENIALS:
        found.append(("denied-" + reason, screens.denied(reason, 5_025 if reason == "lockout" else None)))
    found.append(("denied-unheard-of", screens.denied("a-reason-that-nobody-knows-of-yet", 604_801)))
    found += [("not-asked-" + reason, screens.not_asked(reason)) for reason in screens.NOT_ASKED]
    return found + _of_pairing() + _of_alarms()


def _of_pairing():
    named = (
        ("unpaired", pairing.READY, "", 0, False),
        ("pair-anew", pairing.READY, "", 0, True),
        ("pairing", pairing.ASKING, "", 0, False),
        ("pairing-proved", pairing.PROVING, "", 0, False),
        ("paired", pairing.DONE, "", 0, True),
        ("pairing-silent", pairing.SILENT, "", 0, False),
        ("pairing-not-proved", pairing.NOT_PROVED, "", 0, False),
        ("pairing-not-kept", pairing.NOT_KEPT, "", 0, False),
    )
    found = [(name, pairing_screen(*values)) for name, *values in named]
    for reason in REASONS:
        found.append(("pairing-" + reason, pairing_screen(pairing.TURNED_AWAY, reason, 320, True)))
    return found


def _of_alarms():
    names = [row.split(" ")[0] for row in alarm_words.WORDS.split("\n") if row]
    found = [("alarm-" + name, screens.alarm(name, "high", 0, 1)) for name in names]
    found.append(("alarm-second-of-many", screens.alarm("reservoir-low", "medium", 1, 43)))
    found.append(("alarm-unheard-of", screens.alarm("some-new-alarm", "medium", 0, 2)))
    return found
