"""Faults planted in the firmware as it runs: the campaign must find each. They do not know the storage format."""

from collections.abc import Callable
from typing import Any

from storage.flash_files import FlashFiles
from storage.ledger import Ledger
from storage.recorder import Recorder
from storage.settings import Settings


def reserve_left_out() -> None:
    """What is about to be delivered is not put on record, only what was."""
    ledger: Any = Ledger
    hold, finish = ledger.hold, ledger.finish_holding

    def hold_nothing(self: Any, t_s: int, millions: int, ones: int, steps: int, bolus_given: int) -> None:
        self.wanted = steps
        hold(self, t_s, millions, ones, 0, bolus_given)

    def finish_as_if(self: Any) -> tuple[int, ...]:
        record = finish(self)
        return (*record[:6], self.wanted, record[7])

    ledger.wanted = 0  # of a half that a boot finds and finishes
    ledger.hold, ledger.finish_holding = hold_nothing, finish_as_if


def commit_in_two_steps() -> None:
    """A new therapy is put on flash first, and what is in the line with it afterwards."""
    settings: Any = Settings
    save = settings.save_therapy

    def save_twice(self: Any, order: Any, line: Any) -> None:
        save(self, order, self.line())
        save(self, order, line)

    settings.save_therapy = save_twice


def replace_in_two_steps() -> None:
    """A file is taken away before the new one is there."""
    files: Any = FlashFiles

    def replace(self: Any, name: str, content: bytes) -> None:
        if name in self.names():
            self.remove(name)
        with self._open(self._path(name), "wb") as file:
            file.write(content)

    files.replace = replace


def log_not_made_up() -> None:
    """What the power kept out of the log stays out of it."""
    recorder: Any = Recorder

    def make_up_nothing(self: Any) -> None: ...

    recorder.make_up = make_up_nothing


def reservations_not_counted() -> None:
    """A new segment does not say how many reservations came before it."""
    ledger: Any = Ledger
    begin = ledger.begin_segment

    def begin_uncounted(self: Any, history: Any) -> None:
        count, self.held.count = self.held.count, 0
        begin(self, history)
        self.held.count = count

    ledger.begin_segment = begin_uncounted


FAULTS: dict[str, Callable[[], None]] = {
    fault.__name__.replace("_", "-"): fault
    for fault in (
        reserve_left_out,
        commit_in_two_steps,
        replace_in_two_steps,
        log_not_made_up,
        reservations_not_counted,
    )
}
