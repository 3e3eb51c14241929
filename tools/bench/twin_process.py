"""A served twin in a process of its own, so that pages stay quick while it computes."""

import multiprocessing
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from bench.controls import Control, Finish
from bench.live_bench import LiveBench
from bench.snapshot import Snapshot
from pump.errors import Failure, UserError
from pump.sim import Plan, simulate
from pump_link import keys
from pump_link.served import Announcement
from twin.served_line import LOOPBACK, ServedLine
from twin.served_session import ServedSession

READY_S = 60.0  # a slow machine pairs and programs a pump in this time
END_S = 5.0


@dataclass(frozen=True, slots=True)
class Ready:
    """It is paired, and its link is open at this port of loopback; it delivers with the first Snapshot."""

    port: int
    pump_id: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Why there is no twin, or no longer one, in one line."""

    why: str


class TwinProcess:
    """Start it with a plan; `end` it, or it ends with this process. latest: None before the first snapshot."""

    def __init__(self, run: Plan, speed: float) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._channel, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(theirs, run, speed), daemon=True, name="twin")
        self._process.start()
        theirs.close()
        self.latest: Snapshot | None = None
        self._why_not: str | None = None
        self._lock = threading.Lock()
        self.port, self.pump_id = self._wait_until_ready()
        threading.Thread(target=self._listen, daemon=True, name="snapshots").start()

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    @property
    def is_running(self) -> bool:
        return self._process.is_alive() and self._why_not is None

    def tell(self, control: Control) -> None:
        """Raises Failure if the twin has ended."""
        try:
            with self._lock:
                self._channel.send(control)
        except OSError:
            raise Failure(f"the twin has ended: {self._why_not or 'its run is over'}; start the demo again") from None

    def end(self) -> None:
        """Within END_S, whatever it is doing."""
        with suppress(Failure):
            self.tell(Finish())
        self._process.join(END_S)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(END_S)

    def _wait_until_ready(self) -> tuple[int, str]:
        ready, why = Ready(0, ""), "it said nothing"
        with suppress(EOFError):
            while self._channel.poll(READY_S):
                said = self._channel.recv()
                if isinstance(said, Snapshot):
                    self.latest = said
                    return ready.port, ready.pump_id
                if isinstance(said, Ready):
                    ready = said
                elif isinstance(said, Broken):
                    why = said.why
        self._process.terminate()
        raise Failure(f"the twin did not start: {why}; try again")

    def _listen(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                said = self._channel.recv()
                if isinstance(said, Snapshot):
                    self.latest = said
                elif isinstance(said, Broken):
                    self._why_not = said.why
        self._why_not = self._why_not or "its run is over"


def _serve(channel: "Connection[Any, Any]", run: Plan, speed: float) -> None:
    """The twin's process. Its keys and its address go where this user's pump commands look for them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started it ends it
    line = ServedLine()
    announcement = Announcement(line.address)

    def paired(pump_id: str, role: str, key: bytes) -> None:
        keys.save(pump_id, role, key)
        announcement.make(pump_id)
        channel.send(Ready(line.port, pump_id))

    try:
        session = ServedSession(
            run.order, run.figures, line, speed, paired, seed=run.seed, start_s=run.scenario.start_s
        )
        session.meanwhile = LiveBench(session, channel).meanwhile
        simulate(run, session=session)
    except UserError as error:
        with suppress(OSError):
            channel.send(Broken(str(error)))
    finally:
        announcement.end()
        line.close()
