"""A board as the rest of this room sees it: something that runs code."""

from dataclasses import dataclass
from typing import Protocol


class Board(Protocol):
    """Its firmware is interrupted, its motor off."""

    def run(self, code: str) -> str:
        """Run it; returns what it printed."""
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in s: for a prompt, for an answer, for a restarted board."""

    prompt_s: float = 2.0
    answer_s: float = 20.0
    boot_s: float = 45.0

    def times(self, factor: float) -> "Patience":
        """So many times longer."""
        return Patience(self.prompt_s * factor, self.answer_s * factor, self.boot_s * factor)


PATIENT = Patience()
