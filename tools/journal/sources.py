"""Where a journal comes from: a folder, a flash image, a board. A later link is one more class with `read`."""

from pathlib import Path
from typing import Protocol

from journal.contents import Contents, NoJournal
from journal.firmware_face import HELD_FILES, LOG_FOLDER, SEGMENTS, SUBFOLDERS
from journal.flash_image import read_image

FOLDER_ON_BOARD = "pump"
LARGEST_FILE = 2 * 1024 * 1024  # the whole flash


class Source(Protocol):
    """Anything that can hand over the pump's files."""

    def read(self) -> Contents:
        """All of the pump's files. Raises NoJournal."""
        ...


class FolderSource:
    """A folder copied from the board, or one that `pump sim --flash` wrote; or the folder around it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Contents:
        contents = self._read(self._path)
        if not contents.is_a_pump():
            contents = self._read(self._path / FOLDER_ON_BOARD)
        if not contents.is_a_pump():
            wanted = ", ".join((*SEGMENTS, HELD_FILES[0], LOG_FOLDER))
            raise NoJournal(f"SOURCE: {self._path}: holds no pump's files, such as {wanted}; check the folder")
        return contents

    def _read(self, folder: Path) -> Contents:
        files: dict[str, bytes] = {}
        unreadable: dict[str, str] = {}
        for sub in ("", *SUBFOLDERS):
            for path in _files_in(folder / sub):
                name = f"{sub}/{path.name}" if sub else path.name
                try:
                    with path.open("rb") as file:
                        files[name] = file.read(LARGEST_FILE)
                except OSError as error:
                    unreadable[name] = error.strerror or str(error)
        return Contents(files, unreadable)


def _files_in(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_file())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise NoJournal(f"SOURCE: {folder}: cannot be read: {error.strerror or error}; check the path") from None


class ImageSource:
    """A dump of the flash: the file system alone, or all of the chip."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Contents:
        try:
            with self._path.open("rb") as file:
                content = file.read(LARGEST_FILE + 1)
        except OSError as error:
            reason = error.strerror or str(error)
            raise NoJournal(f"SOURCE: {self._path}: cannot be read: {reason}; check the path") from None
        contents = read_image(content, f"SOURCE: {self._path}")
        if not contents.is_a_pump():
            why = "".join(f" ({name}: {reason})" for name, reason in contents.unreadable.items())
            what = f"its file system holds no pump's files in /{FOLDER_ON_BOARD}{why}"
            raise NoJournal(f"SOURCE: {self._path}: {what}; check the dump")
        return contents


def source_at(path: Path) -> Source:
    """A folder is one copied from a board, a file is a dump."""
    return FolderSource(path) if path.is_dir() else ImageSource(path)
