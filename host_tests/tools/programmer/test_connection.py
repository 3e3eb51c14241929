"""The connection of the pages: what it read is doubted once it is old, and says why."""

import asyncio

import pytest

from programmer.connection import STALE_S, Connection
from programmer.wire import Wire
from pump_link.transport import NoWire, Transport
from support import proves


def nobody() -> Transport:
    raise NoWire("nobody answers there")


@proves("T4")
def test_what_was_read_is_doubted_when_it_is_old_and_while_the_pump_cannot_be_reached(monkeypatch: pytest.MonkeyPatch):
    connection = Connection(Wire(nobody))
    assert connection.doubt == "The pump was not asked yet."
    now_s = 1_000.0
    monkeypatch.setattr("programmer.connection.time.monotonic", lambda: now_s)
    connection.trouble, connection.seen_s = "", now_s
    assert connection.doubt == ""
    now_s += STALE_S
    assert connection.doubt == "The pump was not heard for a while."
    asyncio.run(connection.look())
    assert "nobody answers there" in connection.doubt
