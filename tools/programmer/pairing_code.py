"""How a phone gets in: a code of six digits that the computer shows, good for one phone and a few tries."""

import hmac
import secrets
import time
from collections.abc import Callable

DIGITS = 6
TRIES = 5
FIRST_WAIT_S = 60.0
LONGEST_WAIT_S = 3_600.0
PASS_BYTES = 32


class PairingCode:
    """show: told each code, and that a phone came in. A code that was used is spent, and none follows: one phone.

    After TRIES wrong ones the code is void, a new one is shown, and nobody gets in for a minute; each time for twice
    as long, an hour at most. So a thousand wrong tries take more than a week.
    """

    def __init__(self, show: Callable[[str], None], clock_s: Callable[[], float] = time.monotonic) -> None:
        self._show = show
        self._clock_s = clock_s
        self._wrong = 0
        self._wait_s = FIRST_WAIT_S
        self._shut_until_s = 0.0
        self._pass: str | None = None
        self._code: str | None = self._new_code()

    def wait_s(self) -> float:
        """Seconds until a code is looked at; 0 for at once."""
        return max(0.0, self._shut_until_s - self._clock_s())

    def enter(self, code: str) -> str | None:
        """A pass for this phone, or None: wrong, spent, or too early."""
        if self._code is None or self.wait_s():
            return None
        if not hmac.compare_digest(code.encode("utf-8", "replace"), self._code.encode()):
            self._was_wrong()
            return None
        self._code = None
        self._pass = secrets.token_urlsafe(PASS_BYTES)
        self._show("a phone is paired; the code is spent")
        return self._pass

    def lets_in(self, shown: str) -> bool:
        """Whether it is a pass."""
        return self._pass is not None and hmac.compare_digest(shown.encode("utf-8", "replace"), self._pass.encode())

    def _new_code(self) -> str:
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        self._show(f"code for the patient's phone: {code}")
        return code

    def _was_wrong(self) -> None:
        self._wrong += 1
        if self._wrong < TRIES:
            return
        self._shut_until_s = self._clock_s() + self._wait_s
        self._show(f"{TRIES} wrong codes: nobody gets in for {self._wait_s:.0f} s, then with a new code")
        self._wait_s = min(2.0 * self._wait_s, LONGEST_WAIT_S)
        self._wrong = 0
        self._code = self._new_code()
