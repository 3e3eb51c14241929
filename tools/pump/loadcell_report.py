"""`pump loadcell`: what was measured, as lines for a person or as one JSON object."""

import json

from pump.loadcell import STATES, Found

_EXPECTED_PER_S = 10
OK = "ok"
# What the pump calls it -> what that means and what to do.
VERDICTS = {
    OK: "sound: the pump can weigh with it",
    "absent": "too few conversions, or none: check the cable, the HX711's supply and its two wires to the board",
    "stuck": "always the same to the last bit, which no sound cell is: replace the HX711, or power it anew",
    "saturated": "at the end of its range: check the cell's four wires, and that nothing overloads it",
    "desynchronised": "words out of step: check that RATE is low (10 a second), and keep the clock wire short",
    "noisy": "too noisy to be believed: keep draught, vibration and the motor's wires away from it",
}
_UNCALIBRATED = "none: the second witness does not work until the cell is calibrated (boards/README.md)"


def name(found: Found) -> str:
    """What the pump would call it."""
    return STATES[int(found["state"])]


def is_sound(found: Found) -> bool:
    return name(found) == OK


def as_json(found: Found, source: str) -> str:
    """The firmware's own figures, with names in place of numbers."""
    blocks = dict(zip(STATES, found["blocks"], strict=False))
    named = {"source": source, **found, "blocks": blocks, "state": name(found), "verdict": VERDICTS[name(found)]}
    return json.dumps(named, indent=2, allow_nan=False)


def as_text(found: Found, source: str) -> str:
    samples = found["samples"]
    rate = f"{found['rate_mhz'] / 1e3:.2f} a second (expected {_EXPECTED_PER_S} +/- 10 %)"
    rows = [
        ("measured", f"{samples} conversions in {found['measured_us'] / 1e6:.1f} s"),
        ("sample rate", rate if samples > 1 else "not known"),
        ("longest gap", f"{found['longest_gap_us'] / 1e3:.0f} ms"),
        ("saturated", f"{found['saturated']} of {samples}"),
        ("unique", f"{found['unique']} of {samples}"),
        (
            "range",
            _counts(found, "range_raw", f"{_mg(found['range_ug'])}, {found['least_raw']} to {found['most_raw']}"),
        ),
        ("mean", _counts(found, "mean_raw", _mass(found))),
        ("noise", f"{_mg(found['noise_ug'])} rms (expected {_mg(found['noise_expected_ug'])})"),
        ("drift", f"{_mg(found['drift_ug'], '+.2f')} over the measurement"),
        ("blocks of eight", _blocks(found)),
        ("calibration", _calibration(found)),
        ("temperature", _temperature(found)),
        ("the pump says", f"{name(found)}: {VERDICTS[name(found)]}"),
    ]
    return "\n".join((f"load cell of {source}", *(f"  {label:16} {words}" for label, words in rows)))


def _mg(ug: int | None, form: str = ".2f") -> str:
    return "not known" if ug is None else f"{ug / 1e3:{form}} mg"


def _counts(found: Found, key: str, more: str) -> str:
    return "not known" if found[key] is None else f"{found[key]} counts ({more})"


def _mass(found: Found) -> str:
    return "no mass without a calibration" if found["mass_ug"] is None else f"{found['mass_ug'] / 1e6:.3f} g above zero"


def _blocks(found: Found) -> str:
    seen = [f"{count} {state}" for state, count in zip(STATES, found["blocks"], strict=False) if count]
    return ", ".join(seen) or "none"


def _temperature(found: Found) -> str:
    """Of the chip, whose sensor may be a few K off; what moved since the calibration counts."""
    now, then = found["mdegc"], None if found["calibration"] is None else found["calibration"].get("mdegc")
    text = f"{now / 1e3:.1f} degC at the chip"
    return text if then is None else f"{text}, {(now - then) / 1e3:+.1f} K since calibration"


def _calibration(found: Found) -> str:
    in_force = found["calibration"]
    if in_force is None:
        return _UNCALIBRATED
    span = f"{in_force['counts_per_g']} counts a gram, doubt {in_force['doubt_ppm'] / 1e4:.3f} %"
    return f"{span}; zero at {in_force['zero_raw']} counts, doubt {in_force['zero_doubt_ug'] / 1e3:.1f} mg"
