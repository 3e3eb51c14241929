"""Keys of the pumps that this person paired with: one small file a pump and role, for nobody else to read."""

import os
import stat
from pathlib import Path

KEY_BYTES = 32


class KeyTrouble(Exception):
    """A key that is not there, or not safe to use. The text is one line for a person."""


def folder() -> Path:
    """The user's own: $XDG_CONFIG_HOME/pump/keys, or ~/.config/pump/keys."""
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "pump" / "keys"


def save(name: str, role: str, key: bytes) -> Path:
    """Keep a key. name: the pump's id. The folder is made 0700 and the file 0600 before anything is in it."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o700)
    path = place / f"{name}.{role}"
    aside = path.with_name(path.name + ".new")
    aside.unlink(missing_ok=True)
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key.hex() + "\n")
    aside.replace(path)
    return path


def load(name: str, role: str) -> bytes:
    """Raises KeyTrouble if there is none, it is no key, or others may read it."""
    path = folder() / f"{name}.{role}"
    try:
        mode = path.stat().st_mode
        text = path.read_text().strip()
    except OSError as error:
        raise KeyTrouble(f"{role}: no key for pump {name}; pair with it: pump pair {role}") from error
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise KeyTrouble(f"{path}: mode {stat.S_IMODE(mode):o}: nobody else may read it; chmod 600 it, or pair anew")
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyTrouble(f"{path}: no key of {KEY_BYTES} bytes; pair with the pump anew")
    return key


def known(role: str) -> list[str]:
    """Ids of the pumps that there is a key of this role for, the newest first."""
    found = folder().glob(f"*.{role}")
    return [path.name[: -len(role) - 1] for path in sorted(found, key=lambda path: -path.stat().st_mtime)]
