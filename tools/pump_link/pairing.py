"""Asking a pump for a key while a person holds its button."""

import time

from pump_link.frames import LONGEST_LINE, VERSION
from pump_link.transport import Lines, Transport

ANSWER_S = 2.0


ADVICE = {  # where waiting alone does not help
    "delivering": "stop it first, then hold its button",
    "hold-the-button": "press the pump's button and hold it, then ask",
    "held-too-long": "let go, and hold it anew for 3 to 8 s",
}


class NotPaired(Exception):
    """reason: the pump's word. wait_s: seconds after which to ask again."""

    def __init__(self, reason: str, wait_s: int) -> None:
        super().__init__(f"not paired: {reason}; {ADVICE.get(reason) or f'ask again in {wait_s} s'}")
        self.reason = reason
        self.wait_s = wait_s


def pair(transport: Transport, role: str) -> tuple[bytes, str]:
    """(the role's new key, the pump's id). Asks once. Raises NotPaired."""
    lines = Lines(transport, LONGEST_LINE)
    lines.drop_old()
    lines.send(f"{VERSION} > {role} pair")
    until_s = time.monotonic() + ANSWER_S
    while (line := lines.next(until_s)) is not None:
        words = line.split(" ")
        if words[:4] == [VERSION, "<", role, "paired"] and len(words) == 6:
            return bytes.fromhex(words[4]), words[5]
        if words[:4] == [VERSION, "<", role, "unpaired"] and len(words) == 6:
            raise NotPaired(words[4], int(words[5]))
    raise NotPaired("no answer", 1)


def pair_while_held(transport: Transport, role: str, for_s: float) -> tuple[bytes, str]:
    """The same, asked again while the pump says that the button must be held longer."""
    until_s = time.monotonic() + for_s
    while True:
        try:
            return pair(transport, role)
        except NotPaired as not_yet:
            if not_yet.reason != "hold-longer" or time.monotonic() >= until_s:
                raise
            time.sleep(0.5)
