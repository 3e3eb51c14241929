"""Faults planted in the firmware as it runs: the campaign must find each. They do not know the storage format."""

import binascii
from collections.abc import Callable
from typing import Any

from storage.flash_files import FlashFiles
from storage.ledger import Ledger
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


def records_not_checked() -> None:
    """Every checksum comes out right."""

    def always_right(_content: bytes, _before: int = 0) -> int:
        return 0

    module: Any = binascii
    module.crc32 = always_right


FAULTS: dict[str, Callable[[], None]] = {
    fault.__name__.replace("_", "-"): fault
    for fault in (reserve_left_out, commit_in_two_steps, replace_in_two_steps, records_not_checked)
}
