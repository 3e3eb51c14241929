"""What a person does to the hand-held on the bench: its buttons, its power, its cable. Read in the page's process."""

from collections.abc import Mapping
from dataclasses import dataclass

from pump.errors import refusal

ASK, NEXT = "ask", "next"
# In pump time, which a hand at the mouse cannot keep when it goes fast. The words are those of the list of news.
ACTS = {
    "request": "ASK pressed, then held: a dose is asked for",
    "press-ask": "ASK pressed",
    "press-next": "NEXT pressed",
    "hold-next": "NEXT held for 3.5 s",
    "hold-both": "both held for 5.5 s",
    "power-off": "the hand-held's power is cut",
    "power-on": "the hand-held has power",
    "pull": "the hand-held's cable is pulled",
    "plug": "the hand-held's cable is plugged in",
}
MOST_DELAY_MS = 10_000
OF = 1_000
FIELDS = {"delay": "ms", "lost": "%", "doubled": "%", "late": "%", "changed": "%"}


@dataclass(frozen=True, slots=True)
class HandheldButton:
    """which: ASK or NEXT."""

    which: str
    is_down: bool


@dataclass(frozen=True, slots=True)
class HandheldAct:
    """name: of ACTS."""

    name: str


@dataclass(frozen=True, slots=True)
class SetCable:
    """delay_us: of every line. The others: lines of a thousand; see fakes.cable_faults."""

    delay_us: int
    lost: int
    doubled: int
    late: int
    changed: int

    def in_words(self) -> str:
        kinds = {"lost": self.lost, "doubled": self.doubled, "late": self.late, "changed": self.changed}
        said = [f"delay {self.delay_us // 1_000} ms"] if self.delay_us else []
        said += [f"{part / 10:g} % {name}" for name, part in kinds.items() if part]
        return "the cable: " + (", ".join(said) or "sound")


HandheldControl = HandheldButton | HandheldAct | SetCable


def read_button(which: object, is_down: object) -> HandheldButton:
    """which: ask or next. UserError in one line."""
    if which not in (ASK, NEXT):
        raise refusal("button", which, f"{ASK} or {NEXT}", "choose one of them")
    return HandheldButton(str(which), bool(is_down))


def read_act(name: object) -> HandheldAct:
    """name: of ACTS. UserError in one line."""
    if not isinstance(name, str) or name not in ACTS:
        raise refusal("act", name, f"one of {', '.join(ACTS)}", "choose one of them")
    return HandheldAct(name)


def read_cable(amounts: Mapping[str, object]) -> SetCable:
    """amounts: by FIELDS; delay 0 to 10000 in ms, the others 0 to 100 in %; empty is 0. UserError in one line."""
    delay_ms = _number("delay", amounts.get("delay"), MOST_DELAY_MS)
    lost, doubled, late, changed = (
        round(_number(name, amounts.get(name), 100) * OF / 100) for name in ("lost", "doubled", "late", "changed")
    )
    return SetCable(round(delay_ms * 1_000), lost, doubled, late, changed)


def _number(name: str, given: object, most: int) -> float:
    text = "" if given is None else str(given).strip().removesuffix(FIELDS[name]).strip()
    try:
        value = float(text or "0")
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= most:
        raise refusal(f"cable.{name}", given, f"0 to {most} {FIELDS[name]}", "choose a number in that range")
    return value
