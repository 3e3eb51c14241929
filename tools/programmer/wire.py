"""The one wire to a pump: opened when it is needed, opened again after a cut, a session of each role over it."""

import time
from collections.abc import Callable
from typing import TypeVar

from pump_link import keys
from pump_link.client import Client
from pump_link.opening import client_with_a_key
from pump_link.transport import NoWire, Transport

_T = TypeVar("_T")
AGAIN_S = 0.3  # before a cut wire is opened again: who took it may finish what he asked


class SteadyTransport:
    """A wire that is opened again when it is found cut, and then has brought nothing.

    So the client sends the same line again, and the pump does it once (B8). Sessions are the pump's: they outlive the
    wire. NoWire is raised only where it cannot be opened again, and at once while it `gives_way`.
    """

    def __init__(self, open_transport: Callable[[], Transport]) -> None:
        self._open_transport = open_transport
        self._held = open_transport()
        self.gives_way = False

    def send(self, content: bytes) -> None:
        try:
            self._held.send(content)
        except NoWire:
            self._open_again()
            self._held.send(content)

    def receive(self, timeout_s: float) -> bytes:
        try:
            return self._held.receive(timeout_s)
        except NoWire:
            self._open_again()
            return b""

    def close(self) -> None:
        self._held.close()

    def _open_again(self) -> None:
        self._held.close()
        if self.gives_way:
            raise NoWire("somebody else took it, or it was pulled")
        time.sleep(AGAIN_S)
        self._held = self._open_transport()


class Wire:
    """open_transport: opens the wire, or raises NoWire. pump_id: which pump's keys to use, None: whichever fits.

    For one thread at a time.
    """

    def __init__(self, open_transport: Callable[[], Transport], pump_id: str | None = None) -> None:
        self._open_transport = open_transport
        self._transport: SteadyTransport | None = None
        self._clients: dict[str, Client] = {}
        self.pump_id = pump_id or ""

    def work(self, role: str, work: Callable[[Client], _T], gives_way: bool = False) -> _T:
        """What `work` makes of the role's client; what it raises goes on, and a lost wire is forgotten.

        gives_way: for what nobody asked for: a wire that is cut meanwhile is left to who took it.
        """
        try:
            client = self._client(role)
            if self._transport is not None:
                self._transport.gives_way = gives_way
            return work(client)
        except NoWire:
            self.close()
            raise

    def close(self) -> None:
        """Forget the wire and every session over it."""
        self._clients = {}
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    def _client(self, role: str) -> Client:
        if self._transport is None:
            self._transport = SteadyTransport(self._open_transport)
        if role not in self._clients:
            self._clients[role] = self._opened(self._transport, role)
        return self._clients[role]

    def _opened(self, transport: Transport, role: str) -> Client:
        """A client whose session is open, with the first key that fits."""
        known = [self.pump_id] if self.pump_id else keys.known(role)
        if not known:
            raise keys.KeyTrouble(f"{role}: no key of any pump is kept; pair with it: pump pair {role}")
        client = client_with_a_key(transport, role, known)
        self.pump_id = client.pump_id
        return client
