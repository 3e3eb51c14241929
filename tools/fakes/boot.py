"""One run of the firmware, from a reset to its end."""

from fakes.stops import Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Boot:
    """ended: None while the firmware may run, then the Stop that ended it, which all hardware raises again.

    Interrupts held off (a flash erase, machine.disable_irq) are kept, one for each handler, and run when they
    are let in again.
    """

    def __init__(self) -> None:
        self.ended: "Stop | None" = None
        self.at_end: "list[Callable[[], None]]" = []
        self._holds = 0
        self._waiting: "list[tuple[Callable[[object], None], object]]" = []

    def end(self, stop: Stop) -> None:
        """End the run: release the hardware, then raise `stop`. A second end raises the first."""
        if self.ended is None:
            self.ended = stop
            for release in self.at_end:
                release()
        raise self.ended

    def check(self) -> None:
        if self.ended is not None:
            raise self.ended

    def interrupt(self, handler: "Callable[[object], None]", argument: object) -> None:
        if self.ended is not None:
            return
        if not self._holds:
            handler(argument)
            return
        for waiting in self._waiting:
            if waiting[0] == handler and waiting[1] is argument:
                return
        self._waiting.append((handler, argument))

    def hold_interrupts(self) -> None:
        self._holds += 1

    def let_interrupts_in(self) -> None:
        self._holds -= 1
        while self._waiting and not self._holds and self.ended is None:
            handler, argument = self._waiting.pop(0)
            handler(argument)
