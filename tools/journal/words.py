"""The four numbers of a record in words. A number that its list does not have is shown as it is."""

from collections.abc import Callable, Sequence

from fakes.machine_like import PWRON_RESET, WDT_RESET
from journal.chain import Entry
from journal.firmware_face import (
    COUNTED_HOUR,
    FOUND_NAMES,
    KIND_NAMES,
    KIND_TEXTS,
    REJECTIONS,
    RESET_REASONS,
    ROLES,
    SELF_TEST_ITEMS,
    SOFT_LIMITS,
    STOP_REASONS,
    VERDICTS,
)
from journal.pump_time import shown_day
from twin.pump_face import ALARM_NAMES, BOLUS_KINDS, DENIAL_REASONS

HOUR_UNKNOWN = 24
RESET_CAUSES = {PWRON_RESET: "power-on", WDT_RESET: "watchdog"}  # machine.reset_cause() of the RP2 port


def kind_name(kind: int) -> str:
    return KIND_NAMES[kind] if 0 <= kind < len(KIND_NAMES) else f"kind-{kind}"


def words_of(entry: Entry) -> str:
    """One line; empty where the kind says it all."""
    a, b, c, d = entry.numbers
    say = _WORDS.get(kind_name(entry.kind))
    return say(a, b, c, d) if say is not None else _plain(entry)


def _plain(entry: Entry) -> str:
    """For a kind without words of its own."""
    text = KIND_TEXTS[entry.kind][1] if 0 <= entry.kind < len(KIND_TEXTS) else "?"
    numbers = " ".join(str(number) for number in entry.numbers)
    return f"{numbers} ({text})" if text else ""


def _named(names: Sequence[str], place: int) -> str:
    return names[place] if 0 <= place < len(names) and names[place] else f"#{place}"


def _bits(names: Sequence[str], bits: int) -> str:
    if bits <= 0:
        return "none" if bits == 0 else f"#{bits}"
    return ", ".join(_named(names, place) for place in range(bits.bit_length()) if bits >> place & 1)


def _hour(hour: int) -> str:
    return "at an unknown hour" if hour == HOUR_UNKNOWN else f"in hour {hour}"


def _steps(count: int) -> str:
    return "1 microstep" if count == 1 else f"{count} microsteps"


def _mL(nl: int) -> str:
    return f"{nl / 1e6:.4f} mL"


def _nothing(*_: int) -> str:
    return ""


def _granted(a: int, b: int, c: int, d: int) -> str:
    return f"{_named(BOLUS_KINDS, a)} bolus of {_steps(b)} over {c} s, {_hour(d)}"


def _ended(a: int, b: int, c: int, _: int) -> str:
    return f"{_named(BOLUS_KINDS, a)} bolus {'cut' if c else 'given'}: {_steps(b)}"


def _denied(a: int, b: int, c: int, d: int) -> str:
    text = f"{_named(BOLUS_KINDS, a)} bolus: {_named(DENIAL_REASONS, b)}, {_hour(c % COUNTED_HOUR)}"
    return f"{text}; {d} more before it {_hour(c // COUNTED_HOUR)}" if d else text


def _stopped(a: int, *_: int) -> str:
    return STOP_REASONS.get(a, f"#{a}")


def _prescribed(a: int, b: int, c: int, d: int) -> str:
    return f"therapy {a & 0xFFFF:04x}{b & 0xFFFF:04x}, {c}.{d:03} pg a microstep"


def _alarm(a: int, *_: int) -> str:
    return _named(ALARM_NAMES, a)


def _reset(a: int, b: int, c: int, d: int) -> str:
    cause = RESET_CAUSES.get(a, f"#{a}")
    text = f"{cause}; found: {_named(FOUND_NAMES, c)}; self-test failed: {_bits(SELF_TEST_ITEMS, b)}"
    return f"{text}; commanded: {_named(RESET_REASONS, d)}" if d else text


def _filled(a: int, b: int, c: int, d: int) -> str:
    mixture = ", another mixture" if d else ""
    return f"{_mL(a)} now; {_mL(b)} withdrawn, {_mL(c)} filled{mixture}"


def _found(a: int, b: int, *_: int) -> str:
    return f"{_named(VERDICTS, a)} by weight, {b / 1e3:.1f} uL by then"


def _service(a: int, b: int, *_: int) -> str:
    return "begins" if a else f"ends; self-test failed: {_bits(SELF_TEST_ITEMS, b)}"


_WORDS: dict[str, Callable[[int, int, int, int], str]] = {
    "granted": _granted,
    "bolus-ended": _ended,
    "denied": _denied,
    "started": _nothing,
    "stopped": _stopped,
    "prescribed": _prescribed,
    "alarm-on": _alarm,
    "alarm-ended": _alarm,
    "alarm-acknowledged": _alarm,
    "not-given": lambda a, _b, _c, _d: f"{_steps(a)} came due in a stall",
    "reset": _reset,
    "counted": lambda a, b, _c, _d: f"{_steps(a)} reserved before the reset count as given, {b} of the open bolus",
    "filled": _filled,
    "drug": lambda a, _b, _c, _d: f"primary drug, mark {a:x}",
    "time-set": lambda a, b, _c, _d: shown_day(a, b) or f"#{a} #{b}",
    "time-lost": _nothing,
    "soft-limits": lambda a, _b, _c, _d: f"passed: {_bits(SOFT_LIMITS, a)}",
    "reported": lambda _a, _b, _c, _d: "what follows counts for the next report",
    "tube-changed": _nothing,
    "served": lambda a, _b, _c, _d: f"{_steps(a)} to be made",
    "unserved": lambda a, _b, _c, _d: f"{_steps(a)} of those not made",
    "service": _service,
    "found": _found,
    "fill-weighed": lambda a, b, _c, _d: f"{_mL(a)} by weight, {_mL(b)} as entered",
    "released": lambda a, _b, _c, _d: f"about {a / 1e3:.1f} uL left the line at once",
    "stalled": lambda a, b, _c, _d: f"the rotor {'stands still' if a else 'follows again'}, {_steps(b)} lost",
    "calibrated": lambda a, b, _c, _d: f"{a / 1e6:.6f} nL a microstep before, {b / 1e6:.6f} nL from here on",
    "load-cell-set": lambda a, b, _c, _d: f"zero at {a} counts, {b} counts a gram",
    "audio-paused": _nothing,
    "rejected": lambda a, b, _c, _d: f"by the link, {_named(REJECTIONS, a)}: {b}",
    "paired": lambda a, _b, _c, _d: f"a new {_named(ROLES, a)}'s key: the one before is worth nothing",
    "new-history": lambda a, b, _c, _d: f"begun by a clinician: {a}.{b:06} ug given in the 24 h before",
}
