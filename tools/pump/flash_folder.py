"""`pump sim --flash FOLDER`: the simulated pump's files, one a file, as `mpremote cp -r :/pump` copies a board's."""

from collections.abc import Mapping
from pathlib import Path

from pump.errors import UserError


def reserve(folder: Path) -> None:
    """Finds out before the run whether it can be written, and that no other pump's files are in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_empty = next(folder.iterdir(), None) is None
    except (OSError, ValueError) as error:
        raise _cannot(folder, error) from None
    if not is_empty:
        raise UserError(f"--flash: {folder}: must be a new or empty folder, and is not empty; choose another")


def save(contents: Mapping[str, bytes], folder: Path) -> None:
    try:
        for name, content in contents.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise _cannot(folder, error) from None


def _cannot(folder: Path, error: Exception) -> UserError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return UserError(f"--flash: {folder}: cannot be written: {reason}; choose another place")
