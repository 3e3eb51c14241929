"""What firmware sees as the `select` module, waiting in virtual time."""

from fakes.boot import Boot
from fakes.stops import NotModelled
from fakes.virtual_clock import FAR_US, VirtualClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Pollable(Protocol):
        def ioctl(self, request: int, argument: int) -> int: ...


POLL = 3  # source: MicroPython's stream protocol, MP_STREAM_POLL


class FakePoll:
    """Objects are asked by ioctl, before the wait and after each event: in between nothing can change."""

    def __init__(self, clock: VirtualClock, boot: Boot) -> None:
        self._clock = clock
        self._boot = boot
        self._entries: "list[list[object]]" = []

    def register(self, obj: "Pollable", flags: int = 5) -> None:
        for entry in self._entries:
            if entry[0] is obj:
                entry[1] = flags
                return
        self._entries.append([obj, flags, 0])

    def modify(self, obj: "Pollable", flags: int) -> None:
        self.register(obj, flags)

    def unregister(self, obj: "Pollable") -> None:
        self._entries = [entry for entry in self._entries if entry[0] is not obj]

    def _look(self) -> bool:
        found = False
        for entry in self._entries:
            entry[2] = entry[0].ioctl(POLL, entry[1])  # type: ignore[attr-defined]
            if entry[2]:
                found = True
        return found

    def _ready(self) -> "list[tuple[object, object]]":
        return [(entry[0], entry[2]) for entry in self._entries if entry[2]]

    def poll(self, timeout_ms: int = -1) -> "list[tuple[object, object]]":
        """timeout_ms: -1 waits for ever, which is refused when no event is to come."""
        self._boot.check()
        if self._look():
            return self._ready()
        clock = self._clock
        if timeout_ms < 0:
            while not self._look():
                if clock.next_external_us() is None:
                    raise NotModelled("poll without a timeout waits for ever: no event is scheduled")
                clock.wait(FAR_US)
            return self._ready()
        while timeout_ms > 1_000_000:
            if self._wait(1_000_000_000):
                return self._ready()
            timeout_ms -= 1_000_000
        if self._wait(timeout_ms * 1000):
            return self._ready()
        return []

    def _wait(self, us: int) -> bool:
        clock = self._clock
        while us > 0:
            us -= clock.wait(us)
            if self._look():
                return True
        return False

    def ipoll(self, timeout_ms: int = -1, flags: int = 0) -> "list[tuple[object, object]]":
        return self.poll(timeout_ms)


class FakeSelect:
    POLLIN = 1
    POLLOUT = 4
    POLLERR = 8
    POLLHUP = 16

    def __init__(self, clock: VirtualClock, boot: Boot) -> None:
        self._clock = clock
        self._boot = boot

    def poll(self) -> FakePoll:
        return FakePoll(self._clock, self._boot)
