"""One pump behind its wire: one request at a time, in a thread of its own; what was seen of it; troubles in words."""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from programmer.pump_reads import InForce, therapy_in_force
from programmer.wire import Wire
from pump_link.client import Client, Unanswered
from pump_link.keys import KeyTrouble
from pump_link.transport import NoWire

_T = TypeVar("_T")
LOOK_S = 1.0
LOOK_AGAIN_S = 5.0  # while it cannot be reached: time for another program that took the wire
STALE_S = 5.0  # what was read longer ago is not said to be so now
KEPT = 3_600  # samples of the chart
TROUBLES = (NoWire, KeyTrouble, Unanswered)


@dataclass(frozen=True)
class Sample:
    """t_s: the pump's running time. flow in fL a day; volumes in nL, None where not known."""

    t_s: int
    flow_fl_per_day: int
    by_steps_nl: int | None
    by_weight_nl: int | None


class Connection:
    """status: what the pump said last ({} before the first answer), at seen_s of time.monotonic().

    trouble: why it cannot be reached, one line; "" while it can. samples: of each look, the oldest first.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="wire")
        self._watch: asyncio.Task[None] | None = None
        self.status: dict[str, Any] = {}
        self.seen_s = 0.0
        self.trouble = "The pump was not asked yet."
        self.samples: deque[Sample] = deque(maxlen=KEPT)
        self._in_force: tuple[str, InForce | None] | None = None

    @property
    def pump_id(self) -> str:
        """The pump's, "" before it answered."""
        return self._wire.pump_id

    @property
    def age_s(self) -> float:
        """How long ago the status was read."""
        return time.monotonic() - self.seen_s

    @property
    def doubt(self) -> str:
        """Why what was read last may not be so now, in words; "" while the pump is heard."""
        if self.trouble or self.age_s < STALE_S:
            return self.trouble
        return "The pump was not heard for a while."

    async def do(self, work: Callable[[Client], _T], role: str = "clinician", gives_way: bool = False) -> _T:
        """What `work` makes of a client of that role; others wait meanwhile.

        Raises what it raises: Denied, RefusedByPump, Unanswered, NoWire, KeyTrouble.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._worker, lambda: self._wire.work(role, work, gives_way))

    async def ask(self, command: str, role: str = "clinician", **arguments: object) -> dict[str, Any]:
        """One request of the link, and what the pump says to it."""
        return await self.do(lambda client: client.ask(command, **arguments), role)

    async def in_force(self) -> InForce | None:
        """The therapy in force, read again where its mark in the status changed. Raises as `do` does."""
        mark = self.status.get("therapy", "")
        if self._in_force is None or self._in_force[0] != mark:
            self._in_force = mark, await self.do(therapy_in_force)
        return self._in_force[1]

    @property
    def in_force_mark(self) -> str:
        """Of the therapy that `in_force` gave last; "" before."""
        return "" if self._in_force is None else self._in_force[0]

    async def ask_status(self, role: str = "clinician", gives_way: bool = False) -> dict[str, Any]:
        """The status as that role sees it. Unanswered, the session may be over: the second try begins another."""
        try:
            return await self.do(lambda client: client.ask("status"), role, gives_way)
        except Unanswered:
            return await self.do(lambda client: client.ask("status"), role, gives_way)

    async def look(self, gives_way: bool = False) -> None:
        """Read the status now. gives_way: nobody asked for it."""
        try:
            self.status = await self.ask_status(gives_way=gives_way)
        except TROUBLES as error:
            self.trouble = in_words(error)
            return
        self.seen_s = time.monotonic()
        self.trouble = ""
        said = self.status
        self.samples.append(Sample(said["t_s"], said["flow_fl_per_day"], said["by_steps_nl"], said["by_weight_nl"]))

    async def begin(self) -> None:
        """Look at the pump once a second from now on."""
        self._watch = asyncio.create_task(self._keep_looking())

    async def end(self) -> None:
        """Let go of the wire."""
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        self._worker.shutdown(wait=False, cancel_futures=True)
        self._wire.close()

    async def _keep_looking(self) -> None:
        while True:
            await self.look(gives_way=True)
            await asyncio.sleep(LOOK_AGAIN_S if self.trouble else LOOK_S)


def in_words(error: Exception) -> str:
    """Why the pump cannot be reached, and what to do."""
    if isinstance(error, NoWire):
        return f"No wire to the pump: {error}. Its therapy goes on as programmed."
    if isinstance(error, KeyTrouble):
        return f"This computer is not paired with the pump: {error}"
    return f"The pump is silent: {error}. If it was reset or paired anew, pair this computer again."
