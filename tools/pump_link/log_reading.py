"""The event log over the link, page after page, held to its chain of links as far as the link shows them.

A page gives the link of its last record. Each of the pages after the first is worked out from the one before, and so is
the first if it begins at record 0. That is the host's own reading of firmware/storage/records.py.
"""

import hashlib
import struct
from collections.abc import Callable, Sequence
from typing import Any

from pump_link.readings import LogPart, LogRecord, records_of, understood

LAYOUT = 2
NO_LINK = bytes(8)
_BODY = struct.Struct("<BBHIIiiii")
Ask = Callable[[int], dict[str, Any]]


def link_after(link: bytes, record: LogRecord) -> bytes:
    """The link of a record that follows this one. Raises struct.error if it fits no record."""
    body = _BODY.pack(record.kind, LAYOUT, record.mark, record.sequence, record.t_s, *record.numbers)
    return hashlib.sha256(link + body).digest()[: len(NO_LINK)]


class LogReading:
    """ask: one page of the log from a number on, as the pump says it."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._records: list[LogRecord] = []
        self._missing: list[int] = []
        self._broken: list[int] = []
        self._linked = 0
        self._link: bytes | None = None

    def read(self, since: int) -> LogPart:
        """All that is kept from that number on; a number that cannot be read is left out and named."""
        number = max(0, since)
        self._link = NO_LINK if number == 0 else None
        while True:
            said = self._ask(number)
            part, link = understood("log", lambda said=said: (records_of(said), bytes.fromhex(said["link"])))
            oldest, end = understood("log", lambda said=said: (said["oldest"], int(said["next"])))
            if oldest is not None and number < oldest:
                number, self._link = oldest, None
                continue
            if part:
                number = self._take(number, part, link)
            elif number < end:
                self._missing.append(number)
                self._link = None
                number += 1
            if number >= end or oldest is None:
                return LogPart(
                    tuple(self._records), oldest, end, tuple(self._missing), self._linked, tuple(self._broken)
                )

    def _take(self, number: int, part: Sequence[LogRecord], link: bytes) -> int:
        """Keep a page; returns the number that the next one begins at."""
        there = {record.sequence for record in part}
        left_out = [one for one in range(number, part[-1].sequence) if one not in there]
        if left_out:
            self._missing += left_out
        elif self._link is not None:
            self._hold(part, link)
        self._records += part
        self._link = link
        return part[-1].sequence + 1

    def _hold(self, part: Sequence[LogRecord], link: bytes) -> None:
        due = self._link or NO_LINK
        for record in part:
            due = link_after(due, record)
        if due == link:
            self._linked += len(part)
        else:
            self._broken.append(part[0].sequence)
