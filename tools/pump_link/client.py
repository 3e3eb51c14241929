"""A programmer's end of the link: one role's session, its requests, and what the pump says to them.

Without an answer the same line goes again, with the same counter: the pump does it once (B8). Where none is answered it
is not known whether it was done: then Unanswered is raised, and the status must be read.
"""

import json
import secrets
import time
from collections.abc import Callable
from typing import Any, TypeVar

from pump_link import frames
from pump_link.transport import Lines, Transport

_T = TypeVar("_T")
TRY_S = 1.0
TRIES = 4


class Unanswered(Exception):
    """No authentic answer came. may_be_done: a request was sent, and it may have been carried out."""

    def __init__(self, what: str, may_be_done: bool) -> None:
        after = "it may have been done: read the status" if may_be_done else "is it paired, and the pump running?"
        super().__init__(f"{what}: no answer; {after}")
        self.may_be_done = may_be_done


class Denied(Exception):
    """The pump did not do it. reason: one word. left_s: seconds until it might, None if it did not say."""

    def __init__(self, reason: str, left_s: int | None = None) -> None:
        super().__init__(reason if left_s is None else f"{reason}, {left_s} s left")
        self.reason = reason
        self.left_s = left_s


class RefusedByPump(Exception):
    """The pump will not take a value: field, value, limit and action, as it said them."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.field, self.value, self.limit, self.action = (
            str(said.get(name, "")) for name in ("field", "value", "limit", "action")
        )
        super().__init__(f"{self.field}: {self.value}: {self.limit}; {self.action}")


class Client:
    """role: of frames.ROLES. key: of that role. try_s, tries: how long to wait for an answer and how often to ask.

    pump_id: the pump's, once a session is open. sent: lines that went out.
    """

    def __init__(self, transport: Transport, role: str, key: bytes, try_s: float = TRY_S, tries: int = TRIES) -> None:
        self._lines = Lines(transport, frames.LONGEST_LINE)
        self._role = role
        self._role_key = key
        self._session_key: bytes | None = None
        self._counter = 0
        self._try_s = try_s
        self._tries = tries
        self.pump_id = ""
        self.sent = 0

    def open(self) -> None:
        """Make a session; the one before, if any, ends with the next request."""
        nonce = secrets.token_hex(16)
        line = frames.hello(self._role_key, self._role, nonce)
        welcome = self._exchange(line, lambda found: frames.read_welcome(self._role_key, self._role, nonce, found))
        if welcome is None:
            raise Unanswered("hello", may_be_done=False)
        self._session_key = frames.session_key(self._role_key, nonce, welcome.pump_nonce)
        self._counter = 0
        self.pump_id = welcome.pump_id

    def ask(self, command: str, **arguments: object) -> dict[str, Any]:
        """What the pump says, {} if only ok. Raises Denied, RefusedByPump or Unanswered."""
        if self._session_key is None:
            self.open()
        key = self._session_key
        assert key is not None
        self._counter += 1
        text = f"{command} {json.dumps(arguments, separators=(',', ':'))}" if arguments else command
        line = frames.request(key, self._role, self._counter, text)
        answer = self._exchange(line, lambda found: frames.read_answer(key, self._role, self._counter, found))
        if answer is None:
            self._session_key = None  # the next request begins another session
            raise Unanswered(command, may_be_done=True)
        return _said(answer)

    def _exchange(self, line: str, read: Callable[[str], _T]) -> _T | None:
        """Send the line, again and again; what `read` makes of the first line that it takes. None without one."""
        self._lines.drop_old()
        for _ in range(self._tries):
            self._lines.send(line)
            self.sent += 1
            until_s = time.monotonic() + self._try_s
            while (found := self._lines.next(until_s)) is not None:
                try:
                    return read(found)
                except frames.NotAuthentic:
                    continue
        return None


def _said(answer: str) -> dict[str, Any]:
    word, _, rest = answer.partition(" ")
    said: dict[str, Any] = json.loads(rest) if rest else {}
    if word == "refused":
        raise RefusedByPump(said)
    if word == "denied":
        raise Denied(str(said.get("reason", "?")), said.get("left_s"))
    return said
