"""What is wrong with a journal, a line each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """file: its name on flash. record: the number that it has, or is due there. byte: in the file. what: in words.

    is_missing: the file itself is not there.
    """

    file: str
    what: str
    record: int | None = None
    byte: int | None = None
    is_missing: bool = False

    def __str__(self) -> str:
        """One line."""
        parts = [self.file]
        if self.record is not None:
            parts.append(f"record {self.record}")
        if self.byte is not None:
            parts.append(f"byte {self.byte}")
        return f"{', '.join(parts)}: {self.what}"
