"""The pump's files, as the firmware's own readers want them; nothing can be written."""

from collections.abc import Mapping

from journal.firmware_face import HELD_FILES, LOG_FOLDER, SEGMENTS, SETTINGS


class NoJournal(Exception):
    """A source that cannot be used. The text says field, value, what is wrong and what to do, in one line."""


class Contents:
    """files: content by name, as in "log/00001". unreadable: name of a file that is there -> why it could not be read.

    A file that cannot be read counts as empty: it is there, and none of it can be trusted.
    """

    def __init__(self, files: Mapping[str, bytes], unreadable: Mapping[str, str] | None = None) -> None:
        self.unreadable = dict(unreadable or {})
        self.files = {**files, **dict.fromkeys(self.unreadable, b"")}

    def is_a_pump(self) -> bool:
        """Any file of a pump is there."""
        known = (*SEGMENTS, *HELD_FILES, *SETTINGS)
        return bool(self.names(LOG_FOLDER)) or any(name in self.files for name in known)

    def aside(self) -> list[str]:
        """What was put aside when a history began anew."""
        return sorted(name for name in self.files if name.endswith(".aside"))

    def names(self, subfolder: str = "") -> list[str]:
        start = subfolder + "/" if subfolder else ""
        names = [name[len(start) :] for name in self.files if name.startswith(start)]
        return sorted(name for name in names if "/" not in name and not name.endswith(".new"))

    def read(self, name: str) -> bytes | None:
        return self.files.get(name)
